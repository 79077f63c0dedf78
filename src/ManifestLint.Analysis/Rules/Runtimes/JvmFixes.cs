using System.Globalization;
using System.Text.RegularExpressions;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Runtimes.Java;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>Repairs of JVM options that stand in the container itself, in a single scalar of their own text.</summary>
internal static partial class JvmFixes
{
    private const long Mebi = 1L << 20;

    /// <summary>Lowers the option that decides the maximum heap to a share of the limit; null where that is not certain.</summary>
    /// <param name="jvm">One JVM alone.</param>
    /// <param name="limit">The memory limit in bytes.</param>
    /// <param name="limitText">The same as its author wrote it.</param>
    /// <param name="share">At most this much of it.</param>
    /// <param name="pod">Its pod.</param>
    public static Fix? LowerHeap(JvmFacts jvm, long limit, string limitText, double share, PodFacts pod)
    {
        if (jvm.ProcessCount != 1 || jvm.HeapSource is not { } setting || setting.Word.Parts.Length == 0)
            return null;
        string percent = (share * 100).ToString("0.0", CultureInfo.InvariantCulture),
            about = $"{(share * 100).ToString("0.#", CultureInfo.InvariantCulture)} % of {limitText}";
        if (jvm.HeapOrigin == JvmHeapOrigin.Percentage)
        {
            return setting.Name == "MaxRAMPercentage" && SettingEdits.Place(setting.Word, "-XX:MaxRAMPercentage=") is { } value
                ? Fix.Unsafe($"-XX:MaxRAMPercentage={percent}", SettingEdits.Edit(pod, value.Scalar, [(value, percent)]))
                : null;
        }
        long mebibytes = (long)(limit * share) / Mebi;
        string option = setting.Word.Text.StartsWith("-Xmx", StringComparison.Ordinal) ? "-Xmx" : "-XX:MaxHeapSize=";
        if (jvm.HeapOrigin != JvmHeapOrigin.Explicit || mebibytes < 2 || SettingEdits.Place(setting.Word, option) is not { } max)
            return null;
        var changes = new List<(Stretch, string)> { (max, $"{mebibytes}m") };
        // A larger initial heap would keep the JVM from starting.
        var initial = jvm.Settings.FirstOrDefault(s => s.Name == "InitialHeapSize");
        if (initial?.Size > (ulong)(mebibytes * Mebi))
        {
            if (
                !initial.Word.Text.StartsWith("-Xms", StringComparison.Ordinal)
                || SettingEdits.Place(initial.Word, "-Xms") is not { } start
                || !ReferenceEquals(start.Scalar, max.Scalar)
            )
                return null;
            if (start != max)
                changes.Add((start, $"{mebibytes}m"));
            return Fix.Unsafe($"{option}{mebibytes}m and -Xms{mebibytes}m ({about})", SettingEdits.Edit(pod, max.Scalar, changes));
        }
        return Fix.Unsafe($"{option}{mebibytes}m ({about})", SettingEdits.Edit(pod, max.Scalar, changes));
    }

    /// <summary>Writes <c>-Xmx512m</c> for <c>-Xmx512Mi</c>.</summary>
    public static Fix? Unit(Word? option, PodFacts pod)
    {
        if (option is not { IsKnown: true } || SizeWithUnit().Match(option.Text) is not { Success: true } match)
            return null;
        string size = match.Groups["number"].Value + char.ToLowerInvariant(match.Groups["unit"].Value[0]);
        return SettingEdits.Place(option, match.Groups["option"].Value) is { } place
            ? Fix.Safe(match.Groups["option"].Value + size, SettingEdits.Edit(pod, place.Scalar, [(place, size)]))
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

    /// <summary>Renames a variable whose name is misspelt.</summary>
    public static Fix? Rename(string name, ContainerSpec container, PodFacts pod)
    {
        string meant =
            name.Contains("TOOL", StringComparison.OrdinalIgnoreCase) ? "JAVA_TOOL_OPTIONS"
            : name.Contains("JDK", StringComparison.OrdinalIgnoreCase) ? "JDK_JAVA_OPTIONS"
            : "_JAVA_OPTIONS";
        if (container.Node["env"] is not YamlSequence env)
            return null;
        var entries = env.Items.Select(i => i.Target).OfType<YamlMapping>().ToList();
        if (entries.Exists(e => e.TextAt("name") == meant) || entries.Where(e => e.TextAt("name") == name).ToList() is not [var entry])
            return null;
        return entry["name"] is YamlScalar written
            ? Fix.Unsafe($"rename it to {meant}", pod.Workload.Manifest.Editor.Replace(written, meant))
            : null;
    }

    [GeneratedRegex(
        "^(?<option>-Xm[xsn]|-Xss|-XX:[A-Za-z0-9]+=)(?<number>[0-9]+)(?<unit>[KMGT])i[bB]?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex SizeWithUnit();
}
