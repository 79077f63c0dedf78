using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.ConfigFiles;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Java;

/// <summary>The memory of Flink's processes by its own model: the process is meant to be as large as the container. Source: Apache Flink documentation,
/// deployment/memory/mem_setup, and flink-core MemorySize; docker-entrypoint.sh of flink-docker (FLINK_PROPERTIES).</summary>
internal static class FlinkMemory
{
    private const long Mebi = 1L << 20;

    /// <summary>The processes of a container; none where the image is another one's or nothing is set.</summary>
    public static IEnumerable<MemoryDemand> Read(ContainerProgram program, ContainerImage? image)
    {
        if (image?.Known is not { Row.Script: "flink" } known)
            yield break;
        if (program.Plan is not ProcessPlan.Run { Process: var process } || Role(process) is not { } role)
            yield break;
        var settings = Settings(program, process);
        if ((Total(role, settings) ?? Default(role, settings, program)) is not var (setting, bytes))
            yield break;
        SettingText subject = setting is null ? $"the process size that the image sets for the {role}" : setting.Written ?? setting.Name;
        bool isSure = known.IsOwn && setting is not null;
        yield return new("the process", bytes, DemandKind.Cap)
        {
            What = $"the {role} of Flink",
            Subject = subject,
            Reached = "the process is full",
            Setting = setting,
            Budget = new(DemandFamily.Jvm)
            {
                Is = setting is null ? $"{subject} ({new ByteSize(bytes).ToHumanExact()}) is" : $"{subject.With(bytes)} is",
                // The process is meant to be as large as the container.
                Fine = new(100),
                Hopeless = new(100),
                Consequence = "the container is OOMKilled when Flink has filled what it takes for its own",
                At = setting,
                IsMild = setting is null,
            },
            Certainty = isSure ? RuntimeCertainty.Exact : RuntimeCertainty.Assumed,
            Assumption =
                isSure ? null
                : setting is null ? new RuntimeAssumption.ImageSetsNothingElse()
                : new RuntimeAssumption.ImageRuns("Flink"),
        };
    }

    // conf/config.yaml of the distribution, where nothing is mounted over it.
    private static (RuntimeSetting? Setting, long Bytes)? Default(
        string role,
        Dictionary<string, RuntimeSetting> settings,
        ContainerProgram program
    ) =>
        program.IsMountedOver("/opt/flink/conf/flink-conf.yaml")
        || program.IsMountedOver("/opt/flink/conf/config.yaml")
        || settings.ContainsKey($"{role}.memory.flink.size")
        || settings.ContainsKey($"{role}.heap.size")
            ? null
            : (null, (role == "taskmanager" ? 1728 : 1600) * Mebi);

    // What the image is told to be, also by the name of its start script.
    private static string? Role(Process process)
    {
        foreach (var word in process.Arguments)
        {
            if (!word.IsKnown)
                return null;
            switch (PathText.NameOf(word.Text))
            {
                case "taskmanager" or "taskmanager.sh":
                    return "taskmanager";
                case "jobmanager" or "jobmanager.sh" or "standalone-job" or "standalone-job.sh":
                    return "jobmanager";
            }
        }
        return null;
    }

    // The variable is appended to the file, so that it counts.
    private static Dictionary<string, RuntimeSetting> Settings(ContainerProgram program, Process process)
    {
        var settings = new Dictionary<string, RuntimeSetting>(StringComparer.Ordinal);
        foreach (string path in (ReadOnlySpan<string>)["/opt/flink/conf/flink-conf.yaml", "/opt/flink/conf/config.yaml"])
        {
            if (program.ReadFile(path) is { IsKnown: true } file)
                Add(settings, file, file.Origin ?? new TextOrigin.MountedFile(path));
        }
        if (process.Variable("FLINK_PROPERTIES") is { Outline: not null } variable)
            Add(settings, variable, new TextOrigin.Variable("FLINK_PROPERTIES"));
        return settings;
    }

    private static void Add(Dictionary<string, RuntimeSetting> settings, Word text, TextOrigin from)
    {
        // config.yaml may nest what the older file writes with points.
        var parents = new Stack<(int Indent, string Name)>();
        foreach (var (indent, written) in Lines(text))
        {
            string line = written.Outline!;
            int colon = line.IndexOf(':');
            if (colon <= 0 || line[0] == '#')
                continue;
            while (parents.TryPeek(out var above) && above.Indent >= indent)
                parents.Pop();
            string name = (parents.TryPeek(out var parent) ? parent.Name + "." : "") + line[..colon].Trim();
            if (line.AsSpan(colon + 1).Trim().IsEmpty)
            {
                parents.Push((indent, name));
                continue;
            }
            int start = colon + 1,
                end = line.IndexOf(" #", StringComparison.Ordinal);
            end = end < 0 ? line.Length : end;
            while (start < end && line[start] is ' ' or '"' or '\'')
                start++;
            while (end > start && line[end - 1] is ' ' or '\r' or '"' or '\'')
                end--;
            settings[name] = new RuntimeSetting(name, written.Slice(start, end - start), from)
            {
                Written = parents.Count > 0 ? $"{name}: {line[start..end]}" : line.Trim(),
            };
        }
    }

    private static IEnumerable<(int Indent, Word Line)> Lines(Word text)
    {
        string outline = text.Outline!;
        for (int start = 0; start < outline.Length; )
        {
            int end = outline.IndexOf('\n', start);
            if (end < 0)
                end = outline.Length;
            int first = start;
            while (first < end && outline[first] == ' ')
                first++;
            if (end > first)
                yield return (first - start, text.Slice(first, end - first));
            start = end + 1;
        }
    }

    private static (RuntimeSetting? Setting, long Bytes)? Total(string role, Dictionary<string, RuntimeSetting> settings)
    {
        if (settings.TryGetValue($"{role}.memory.process.size", out var process))
            return Size(process) is { } given ? (process, given) : null;
        if (!settings.TryGetValue($"{role}.memory.flink.size", out var flink) || Size(flink) is not { } inner)
            return null;
        // Metaspace, and a tenth of the whole within its bounds: whole = (inner + metaspace) / 0.9.
        long? metaspace = Part("jvm-metaspace.size", 256 * Mebi),
            least = Part("jvm-overhead.min", 192 * Mebi),
            most = Part("jvm-overhead.max", 1024 * Mebi);
        if (metaspace is null || least is null || most is null || settings.ContainsKey($"{role}.memory.jvm-overhead.fraction"))
            return null;
        long together = inner + metaspace.Value,
            overhead = Math.Clamp(together / 9, least.Value, Math.Max(least.Value, most.Value));
        return (flink, together + overhead);

        long? Part(string name, long otherwise) => settings.TryGetValue($"{role}.memory.{name}", out var set) ? Size(set) : otherwise;
    }

    /// <summary>A MemorySize: digits and a unit of powers of 1024 in any case; none counts bytes. Null if it is not known or no size.</summary>
    private static long? Size(RuntimeSetting setting)
    {
        if (!setting.Word.IsKnown)
            return null;
        string text = setting.Word.Text.Trim();
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits == 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return null;
        int power = text[digits..].Trim().ToLowerInvariant() switch
        {
            "" or "b" or "bytes" => 0,
            "k" or "kb" or "kibibytes" => 1,
            "m" or "mb" or "mebibytes" => 2,
            "g" or "gb" or "gibibytes" => 3,
            "t" or "tb" or "tebibytes" => 4,
            _ => -1,
        };
        return power < 0 || number > long.MaxValue >> (10 * power) >> 2 ? null : number << (10 * power);
    }
}
