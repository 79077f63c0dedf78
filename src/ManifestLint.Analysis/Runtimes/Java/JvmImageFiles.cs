using System.Collections.Immutable;
using ManifestLint.ConfigFiles;
using ManifestLint.Containers;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Java;

/// <summary>How a file of an image holds options.</summary>
internal enum JvmFileForm
{
    /// <summary>An option a line, comments from <c>#</c>.</summary>
    Lines,

    /// <summary>The same, some behind the releases for which they count: <c>8-13:-XX:+UseConcMarkSweepGC</c>. A folder stands for its <c>*.options</c>.</summary>
    Releases,

    /// <summary>A script or another language, of which no more is known than whether it speaks of a heap.</summary>
    Opaque,

    /// <summary>A script that the start script sources before it reads its variables.</summary>
    Sourced,

    /// <summary>Properties, each the default of the variable of its name: <c>sonar.web.javaOpts</c> of <c>SONAR_WEB_JAVAOPTS</c>.</summary>
    Properties,
}

/// <summary>A file from which a start script takes options.</summary>
/// <param name="Path">Where the image has it; a folder ends with a slash.</param>
/// <param name="Form">What stands in it.</param>
internal sealed record JvmImageFile(string Path, JvmFileForm Form)
{
    /// <summary>True if the start script itself has the defaults of its variables, not this file, which need not exist.</summary>
    public bool IsOptional { get; init; }

    /// <summary>A variable that tells the file's folder in place of the one in <see cref="Path"/>; null for none.</summary>
    public string? FolderVariable { get; init; }
}

/// <summary>What volumes put in place of the options that an image ships (runtime-memory.md §6).</summary>
/// <param name="Words">The options of the files that are known.</param>
/// <param name="Replaces">True if a file of the image that sets a heap is not seen any more.</param>
/// <param name="IsUnknown">True if a file cannot be read that may set one.</param>
/// <param name="Environment">The variables of the start script after the files that it sources.</param>
internal sealed record JvmMountedOptions(
    ImmutableArray<Word> Words,
    bool Replaces,
    bool IsUnknown,
    ImmutableDictionary<string, Word> Environment
)
{
    private static readonly ImmutableArray<string> HeapWords =
    [
        "-Xm",
        "RAMPercentage",
        "MaxHeapSize",
        "heap",
        "HEAP",
        "MEM",
        "memory",
        "avaOpts",
        "JAVA_OPTS",
        "JVM_OPTS",
        "maximum.size",
    ];

    /// <summary>Reads the files of a product.</summary>
    public static JvmMountedOptions Read(JvmImage product, JvmInput input, int version, Process process)
    {
        var environment = process.Environment;
        var words = ImmutableArray.CreateBuilder<Word>();
        bool replaces = false,
            isUnknown = false;
        foreach (var file in product.Files)
        {
            var form = file.Form;
            if (PathOf(file, environment) is not { } path)
            {
                isUnknown = true;
                continue;
            }
            if (path.EndsWith('/'))
            {
                var folder = input.ListFiles(path);
                isUnknown |= !folder.IsComplete;
                foreach (
                    string name in folder.Names.Where(n => n.EndsWith(".options", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                )
                    isUnknown |= !Add(words, input.ReadFile?.Invoke(path + name), form, version);
            }
            else if (!input.IsMountedOver(path) || (file.IsOptional && IsMissing(path, input)))
                continue;
            else if (form is JvmFileForm.Sourced or JvmFileForm.Properties)
            {
                var text = input.ReadFile?.Invoke(path) is { IsKnown: true } known ? known : null;
                var after =
                    text is null ? null
                    : form == JvmFileForm.Sourced ? Sourced(text, product, process with { Environment = environment })
                    : WithProperties(text, environment);
                isUnknown |=
                    after is null || (!file.IsOptional && !product.Variables.Any(v => v.Default is not null && after.ContainsKey(v.Name)));
                environment = after ?? environment;
            }
            else
            {
                replaces |= form != JvmFileForm.Opaque;
                isUnknown |= !Add(words, input.ReadFile?.Invoke(path), form, version);
            }
        }
        return new(words.ToImmutable(), replaces, isUnknown, environment);
    }

    // Null where nobody knows the folder.
    private static string? PathOf(JvmImageFile file, ImmutableDictionary<string, Word> environment) =>
        file.FolderVariable is not { } variable || !environment.TryGetValue(variable, out var folder) ? file.Path
        : folder is { IsKnown: true, Text.Length: > 0 } ? $"{folder.Text.TrimEnd('/')}/{PathText.NameOf(file.Path)}"
        : null;

    private static bool IsMissing(string path, JvmInput input) =>
        input.ListFiles(PathText.FolderOf(path)) is { IsComplete: true, Names.Count: > 0 } folder
        && !folder.Names.Contains(PathText.NameOf(path));

    /// <summary>The variables after a script that is sourced; null where that depends on what nobody knows.</summary>
    private static ImmutableDictionary<string, Word>? Sourced(Word text, JvmImage product, Process process)
    {
        var names = product.Variables.Select(v => v.Name).Where(n => n.Length > 0).Distinct(StringComparer.Ordinal).ToList();
        var script = Word.Concat(text, Word.Of($"\nexport {string.Join(' ', names)}\nexec sleep 1\n"));
        var environment = process.Inherited;
        var plan = ContainerProcesses.Start([Word.Of("bash"), Word.Of("-c"), script], environment, null);
        return plan is ProcessPlan.Run { Process: { } after } && after.EnvironmentComplete == process.EnvironmentComplete
            ? after.Environment
            : null;
    }

    // What the environment says counts more.
    private static ImmutableDictionary<string, Word> WithProperties(Word text, ImmutableDictionary<string, Word> environment)
    {
        foreach (var line in ConfigWords.Lines(text).Select(ConfigWords.Trim))
        {
            int equals = line.Text.IndexOf('=');
            if (equals <= 0 || line.Text[0] is '#' or '!')
                continue;
            string name = line.Text[..equals].Trim().Replace('.', '_').ToUpperInvariant();
            if (!environment.ContainsKey(name))
                environment = environment.Add(name, ConfigWords.Slice(line, equals + 1, line.Text.Length));
        }
        return environment;
    }

    // False if the text is not known, or may set a heap in a language that is not read here.
    private static bool Add(ImmutableArray<Word>.Builder words, Word? text, JvmFileForm form, int version)
    {
        if (text is not { IsKnown: true })
            return false;
        if (form == JvmFileForm.Opaque)
            return !HeapWords.Any(text.Text.Contains);
        foreach (var written in ConfigWords.Lines(text))
        {
            var line = ConfigWords.Trim(written);
            if (line.Text.Length == 0 || line.Text[0] == '#')
                continue;
            int start = form == JvmFileForm.Releases ? Start(line.Text, version) : 0;
            if (start >= 0 && line.Text.AsSpan(start).StartsWith("-"))
                words.Add(ConfigWords.Slice(line, start, line.Text.Length));
        }
        return true;
    }

    // 8:-X, 8-:-X and 8-13:-X; where the option begins, or -1 if it is for other releases.
    private static int Start(string line, int version)
    {
        int colon = line.IndexOf(':');
        if (!char.IsAsciiDigit(line[0]) || colon < 0)
            return 0;
        string[] ends = line[..colon].Split('-');
        bool fits =
            int.TryParse(ends[0], out int first)
            && version >= first
            && (ends.Length == 1 ? version == first : ends[1].Length == 0 || (int.TryParse(ends[1], out int last) && version <= last));
        return fits ? colon + 1 : -1;
    }
}
