using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Runtimes.Java;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>Repairs of JVM options that stand in the container itself, in a single scalar of their own text.</summary>
internal static class JvmFixes
{
    private const long Mebi = 1L << 20;

    // Sizes are read alike by all releases from here on.
    private const int Release = 17;

    /// <summary>Writes <c>-Xmx512m</c> for <c>-Xmx512Mi</c>.</summary>
    public static Fix? Unit(Word? option, PodFacts pod)
    {
        if (option is not { IsKnown: true } || SizeWithUnit(option.Text) is not var (name, number, unit))
            return null;
        string size = number + char.ToLowerInvariant(unit);
        return SettingEdits.Place(option, name) is { } place
            ? Fix.Safe(name + size, SettingEdits.Edit(pod, place.Scalar, [(place, size)]))
            : null;
    }

    /// <summary>Writes <c>-Xmx2048m</c> for <c>-Xmx2048</c>.</summary>
    public static Fix? MissingUnit(Word option, PodFacts pod) =>
        SettingEdits.Place(option, "") is { } place
            ? Fix.Unsafe($"{option.Text}m", SettingEdits.Edit(pod, place.Scalar, [(place, $"{option.Text}m")]))
            : null;

    /// <summary>Writes <c>-XX:MaxRAMPercentage=90.0</c> for <c>-XX:MaxRAMPercentage=90%</c>.</summary>
    /// <param name="option">The option.</param>
    /// <param name="name">Its name, up to the equals sign.</param>
    /// <param name="number">The number alone.</param>
    /// <param name="pod">The pod.</param>
    public static Fix? WithoutPercentSign(Word option, string name, string number, PodFacts pod)
    {
        // JDK 8 wants a point in it.
        string value = number.Contains('.', StringComparison.Ordinal) ? number : number + ".0";
        return SettingEdits.Place(option, name) is { } place
            ? Fix.Safe(name + value, SettingEdits.Edit(pod, place.Scalar, [(place, value)]))
            : null;
    }

    /// <summary>Renames a variable whose name is misspelt: where the container names it, else the key that it is called by.</summary>
    public static Remedy? Rename(string name, Word value, ContainerFacts facts, PodFacts pod)
    {
        var container = facts.Spec;
        string meant =
            name.Contains("TOOL", StringComparison.OrdinalIgnoreCase) ? "JAVA_TOOL_OPTIONS"
            : name.Contains("JDK", StringComparison.OrdinalIgnoreCase) ? "JDK_JAVA_OPTIONS"
            : "_JAVA_OPTIONS";
        var entries = (container.Node["env"] as YamlSequence)?.Items.Select(i => i.Target).OfType<YamlMapping>().ToList() ?? [];
        if (entries.Exists(e => e.TextAt("name") == meant))
            return null;
        var edit = entries.Where(e => e.TextAt("name") == name).ToList() switch
        {
            [var entry] when entry["name"] is YamlScalar written => pod.Workload.Manifest.Editor.Replace(written, meant),
            [] => RenameKey(name, value, meant),
            _ => null,
        };
        // The value may stand in another file than its name.
        string where = edit is { Location.Source.Path: var file } && file != WordPlace.Of(value)?.Source.Path ? $" in {file}" : "";
        string title = $"rename {name} to {meant}{where}";
        // Read at last, it would be the next thing that is wrong.
        // Keys of a ConfigMap are read by pods that may have less.
        bool isShared = entries.TrueForAll(e => e.TextAt("name") != name);
        return facts.MemoryMax.Bytes is { } limit && AsksForAll(value.Text, isShared ? 0 : limit)
                ? new Remedy($"{title}, with a heap below the memory limit {facts.Limit("memory").Plain}", null)
            : Fix.Unsafe(title, edit) is { } fix ? new Remedy(title, fix)
            : null;
    }

    private static bool AsksForAll(string options, long limit)
    {
        foreach (string option in options.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            string? size =
                option.StartsWith("-Xmx", StringComparison.Ordinal) ? option["-Xmx".Length..]
                : option.StartsWith("-XX:MaxHeapSize=", StringComparison.Ordinal) ? option["-XX:MaxHeapSize=".Length..]
                : null;
            if (size is not null && JvmSizes.TryParseSize(size, Release, out ulong bytes) && bytes >= (ulong)limit)
                return true;
        }
        return false;
    }

    // envFrom takes every key as it is called.
    private static TextEdit? RenameKey(string name, Word value, string meant)
    {
        if (value.Origin is not TextOrigin.ConfigKey { Among: { } keys, Key: var key } || key != name || keys[meant] is not null)
            return null;
        if (keys.Entries.Where(e => e.Name == name).ToList() is not [var entry])
            return null;
        // What a generator makes has no key of its own in any text.
        var place = entry.Key.Location;
        string text = place.Source.Text[place.Span.Start..place.Span.End];
        return text == name || text == $"\"{name}\"" || text == $"'{name}'"
            ? new TextEdit(place, text.Replace(name, meant, StringComparison.Ordinal))
            : null;
    }

    /// <summary>Cuts <c>-Xmx512Mi</c> into its name with the equals sign, if any, the number and the unit's letter; null for anything else.</summary>
    internal static (string Name, string Number, char Unit)? SizeWithUnit(string option)
    {
        var cursor = new TextCursor(option);
        if (!cursor.TakeAny("-Xmx", "-Xms", "-Xmn", "-Xss"))
        {
            if (!cursor.Take("-XX:") || cursor.TakeWhile(char.IsAsciiLetterOrDigit) == 0 || !cursor.Take("="))
                return null;
        }
        int start = cursor.At;
        if (cursor.TakeDigits() == 0)
            return null;
        int end = cursor.At;
        if (!cursor.TakeOne("KMGTkmgt") || !cursor.TakeOne("iI"))
            return null;
        cursor.TakeOne("bB");
        return cursor.IsAtLastEnd ? (option[..start], option[start..end], option[end]) : null;
    }
}
