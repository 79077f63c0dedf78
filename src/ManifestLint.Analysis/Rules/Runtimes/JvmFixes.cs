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

    /// <summary>
    /// Lowers the option that decides the maximum heap to a share of the limit, or to what leaves room for what usually stands beside it; where that is
    /// less than half of the limit, a limit that has the room. Null where nothing can be said.
    /// </summary>
    /// <param name="jvm">One JVM alone.</param>
    /// <param name="limit">The memory limit in bytes.</param>
    /// <param name="limitText">The same as its author wrote it.</param>
    /// <param name="share">At most this much of it.</param>
    /// <param name="pod">Its pod.</param>
    public static Remedy? LowerHeap(JvmFacts jvm, long limit, string limitText, double share, PodFacts pod)
    {
        if (jvm.ProcessCount != 1 || jvm.HeapSource is not { Word.Parts.Length: > 0 } setting)
            return null;
        if (Fitting(jvm, limit, limitText, share) is not { } fit)
        {
            long enough = (jvm.MaxHeapBytes ?? 0) + BesideHeap(jvm);
            return jvm.HeapOrigin == JvmHeapOrigin.Explicit
                ? new Remedy($"memory limit {RoundAmount.Up((enough + Mebi - 1) / Mebi)}Mi (the heap and what is usually beside it)", null)
                : null;
        }
        if (jvm.HeapOrigin == JvmHeapOrigin.Percentage)
        {
            if (setting.Name != "MaxRAMPercentage")
                return null;
            string percent = fit.Percent.ToString("0.0", CultureInfo.InvariantCulture),
                what = $"-XX:MaxRAMPercentage={percent}{(fit.IsShare ? "" : $" ({fit.Why})")}";
            return Remedy.Unsafe(
                what,
                SettingEdits.Place(setting.Word, "-XX:MaxRAMPercentage=") is { } value
                    ? SettingEdits.Edit(pod, value.Scalar, [(value, percent)])
                    : null
            );
        }
        string option = setting.Word.Text.StartsWith("-Xmx", StringComparison.Ordinal) ? "-Xmx" : "-XX:MaxHeapSize=";
        if (jvm.HeapOrigin != JvmHeapOrigin.Explicit || fit.Mebibytes < 2)
            return null;
        string size = $"{fit.Mebibytes}m",
            lowered = Named(setting.Word, option, size);
        // A larger initial heap would keep the JVM from starting.
        var initial = jvm.Settings.FirstOrDefault(s => s.Name == "InitialHeapSize");
        bool isInitialLarger = initial?.Size > (ulong)(fit.Mebibytes * Mebi);
        string title = $"{lowered}{(isInitialLarger ? $" and {Named(initial!.Word, "-Xms", size)}" : "")} ({fit.Why})";
        if (SettingEdits.Place(setting.Word, option) is not { } max)
            return new Remedy(title, null);
        var changes = new List<(Stretch, string)> { (max, size) };
        if (isInitialLarger)
        {
            if (
                !initial!.Word.Text.StartsWith("-Xms", StringComparison.Ordinal)
                || SettingEdits.Place(initial.Word, "-Xms") is not { } start
            )
                return new Remedy(title, null);
            // A custom resource has a field for each of them.
            if (!ReferenceEquals(start.Scalar, max.Scalar))
                return IsFieldOfItsOwn(setting.Word) && IsFieldOfItsOwn(initial.Word)
                    ? Remedy.Unsafe(
                        title,
                        SettingEdits.Edit(pod, max.Scalar, changes),
                        SettingEdits.Edit(pod, start.Scalar, [(start, size)])
                    )
                    : new Remedy(title, null);
            if (start != max)
                changes.Add((start, size));
        }
        return Remedy.Unsafe(title, SettingEdits.Edit(pod, max.Scalar, changes));
    }

    // A field of a custom resource by its own name: max_heap_size 4096m.
    private static string Named(Word word, string option, string size) =>
        FieldOf(word) is { } field ? $"{field.Key} {size}" : option + size;

    /// <summary>The field of a custom resource that an operator makes an option of, and what it holds; null for an option that its author wrote.</summary>
    public static (string Key, string Value)? FieldOf(Word word) =>
        word.Origin is TextOrigin.ResourceField { Scalar: { } field, Path.Last.Key: { } key }
        && !key.StartsWith('-')
        && !field.Value.Contains(word.Text, StringComparison.Ordinal)
            ? (key, field.Value)
            : null;

    /// <summary>The share of a limit that a heap may take where nothing sets it: <c>-XX:MaxRAMPercentage=75.0</c>; null where so little is none.</summary>
    public static string? SharesOf(JvmFacts jvm, long limit, string limitText) =>
        jvm.ProcessCount == 1 && Fitting(jvm, limit, limitText, 0.75) is { } fit
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"-XX:MaxRAMPercentage={fit.Percent:0.0} ({(fit.IsShare ? Human((long)(limit * 0.75)) : $"leaves {Human(limit - (long)(limit * fit.Percent / 100))} beside the heap")})"
            )
            : null;

    /// <summary>
    /// What to write where a limit is so small that MaxRAMPercentage does not count: the same share by MinRAMPercentage where the JVM really takes it
    /// (runtime-memory.md §3.3) and it fits, else a limit that holds the heap of today with what is usually beside it. Null where nothing can be said.
    /// </summary>
    public static string? InSmallMemory(JvmFacts jvm, long limit, string percentage)
    {
        if (jvm.ProcessCount != 1 || jvm.MaxHeapBytes is not { } heap || !JvmSizes.TryParseDouble(percentage, Release, out double percent))
            return null;
        double share = limit * percent / 100;
        if (share < JvmErgonomics.DefaultMaxHeap && share + BesideHeap(jvm) <= limit)
            return $"-XX:MinRAMPercentage={percentage}";
        return $"memory limit {RoundAmount.Up((heap + BesideHeap(jvm) + Mebi - 1) / Mebi)}Mi and -Xmx{heap / Mebi}m (the heap and what is usually beside it)";
    }

    private static string Human(long bytes) => new ByteSize(bytes).ToHuman();

    private static bool IsFieldOfItsOwn(Word option) => option.Parts.Any(p => p.Origin is TextOrigin.ResourceField);

    private sealed record Fit(long Mebibytes, double Percent, string Why, bool IsShare);

    // Null where a heap that leaves room would be less than half of the limit. A vendor's share leaves the room that its server needs.
    private static Fit? Fitting(JvmFacts jvm, long limit, string limitText, double share)
    {
        long most = (long)(limit * share),
            room = limit - (jvm.VendorShare == share ? 0 : BesideHeap(jvm));
        if (room >= most)
        {
            var (mebibytes, isExact) = RoundAmount.Down((Int128)limit * (long)Math.Round(share * 1000), 1000);
            string percent = (share * 100).ToString("0.#", CultureInfo.InvariantCulture);
            return new(mebibytes, share * 100, $"{(isExact ? "" : "at most ")}{percent} % of {limitText}", true);
        }
        if (room < limit / 2)
            return null;
        long rounded = RoundAmount.Down(room / Mebi),
            whole = (long)((Int128)room * 100 / limit) / 5 * 5,
            left = jvm.HeapOrigin == JvmHeapOrigin.Percentage ? limit - (long)((Int128)limit * whole / 100) : limit - (rounded * Mebi);
        return new(rounded, whole, $"leaves {left / Mebi} MiB of {limitText} beside the heap", false);
    }

    // What has a cap of its own, and the usual figures of the rest: the sum that inspect shows.
    private static long BesideHeap(JvmFacts jvm) =>
        (long)
            Int128.Min(
                jvm.Budget.Where(l => l.Part != JvmBudgetPart.Heap).Aggregate(Int128.Zero, (sum, line) => sum + line.Bytes),
                long.MaxValue / 2
            );

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

    /// <summary>Cuts <c>-XX:MaxRAMPercentage=90%</c> into its name with the equals sign and the number; null for anything else.</summary>
    internal static (string Name, string Number)? PercentSign(string option)
    {
        var cursor = new TextCursor(option);
        if (!cursor.Take("-XX:") || !cursor.TakeAny("Max", "Min", "Initial") || !cursor.Take("RAMPercentage="))
            return null;
        int start = cursor.At;
        if (cursor.TakeDigits() == 0 || (cursor.Take(".") && cursor.TakeDigits() == 0))
            return null;
        string number = cursor.Since(start);
        cursor.Take(" ");
        return cursor.Take("%") && cursor.IsAtLastEnd ? (option[..start], number) : null;
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
