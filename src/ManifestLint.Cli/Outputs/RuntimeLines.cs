using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Inspection;
using ManifestLint.Quantities;

namespace ManifestLint.Cli.Outputs;

/// <summary>A container's runtime for people: what sets its memory, and its budget as a bar against the limit.</summary>
internal static class RuntimeLines
{
    private const int WidestBar = 40;

    /// <summary>Writes the runtime and the budget; nothing where no runtime is recognised.</summary>
    public static void Write(ContainerReport container, string file, Sheet sheet)
    {
        if (container.Runtime is not { } runtime)
        {
            foreach (string clause in container.Unbounded)
                sheet.Line($"{container.Name ?? "-"}: {clause}");
            return;
        }
        sheet.Line($"{container.Name ?? "-"}: {Describe(runtime, file)}");
        // Of a program without settings of its own that is all there is to say.
        foreach (string clause in runtime.Values.IsEmpty ? container.Unbounded : [])
            sheet.Line($"{container.Name ?? "-"}: {clause}");
        foreach (string clause in container.OnNode)
            sheet.Line($"{container.Name ?? "-"}: {clause}");
        if (container.Budget is { } budget)
            WriteBudget(budget, container.MemoryMaxBytes, sheet);
    }

    private static string Describe(RuntimeReport runtime, string file)
    {
        string version = runtime.Version is { } number ? $" {number} ({VersionFrom(runtime.VersionFrom)})" : "";
        string head = runtime.Label + version;
        if (runtime.Starts == false)
            return $"{head} {(runtime.Failure == "no-program" ? "exits immediately" : "does not start")}: {runtime.FailureText}{Place(runtime, file)}";
        if (runtime.Certainty == "unknown")
            return $"{head}, whose memory settings the manifest does not tell";
        var values = runtime
            .Values.Where(v => v.Value != FactValue.Unknown && !IsRepeated(v, runtime))
            .Select(v => $"{Label(v.Name)} {Shown(v)}");
        string condition = runtime.Assumption is { } assumption ? $", if {assumption}" : "";
        return string.Join(", ", values.Prepend(head)) + From(runtime, file) + condition;
    }

    private static string? VersionFrom(string? from) =>
        from switch
        {
            "default" => "assumed",
            "evidence" => "by its options",
            _ => from,
        };

    // The failure names the setting itself.
    private static string Place(RuntimeReport runtime, string file) =>
        runtime.Source is { } source ? $" ({source.From}, {source.Place.SeenFrom(file)})" : "";

    private static string From(RuntimeReport runtime, string file) =>
        runtime.Source is { } source ? $", set by {source.Written.Trim()} in {source.From} ({source.Place.SeenFrom(file)})" : "";

    // The sum says nothing new about one process.
    private static bool IsRepeated(RuntimeValue value, RuntimeReport runtime) =>
        value.Name == "totalMaxHeapBytes" && runtime.Values.Any(v => v.Name == "maxHeapBytes" && v.Value == value.Value);

    private static string Label(string name) =>
        name switch
        {
            "maxHeapBytes" => "heap",
            "totalMaxHeapBytes" => "all heaps",
            "initialHeapBytes" => "initial heap",
            "heapSizeLimitBytes" => "heap limit",
            "heapHardLimitBytes" => "heap hard limit",
            "memoryLimitBytes" => "memory limit",
            "maxmemoryBytes" => "maxmemory",
            "limitBytes" => "cache",
            "sharedBuffersBytes" => "shared buffers",
            "bufferPoolBytes" => "buffer pool",
            "cacheSizeBytes" => "cache",
            "sqlMemoryBytes" => "SQL memory",
            "watermarkBytes" => "watermark",
            "maxServerMemoryBytes" => "bound of all queries",
            "memoryLimiterBytes" => "memory limiter",
            "maxOldSpaceMiB" => "old space",
            "gc" => "collector",
            "gogc" => "GOGC",
            "serverGc" => "server GC",
            "heapCount" => "heaps",
            _ => name,
        };

    private static string Shown(RuntimeValue value) =>
        value.Value.Text
        ?? value.Value.Flag?.ToString().ToLowerInvariant()
        ?? value.Value.Beyond?.ToString(CultureInfo.InvariantCulture)
        ?? (
            value.Unit switch
            {
                ValueUnit.Bytes => new ByteSize(Math.Max(0, value.Value.Number ?? 0)).ToHuman(),
                ValueUnit.Mebibytes when value.Value.Number is { } mebibytes => new ByteSize(
                    Math.Clamp(mebibytes, 0, long.MaxValue >> 20) << 20
                ).ToHuman(),
                _ => value.Value.Number?.ToString(CultureInfo.InvariantCulture) ?? "?",
            }
        );

    /// <summary>True if a container's budget is drawn as a bar.</summary>
    public static bool HasBar(ContainerReport container) => container is { Budget.EstimateBytes: not null, MemoryMaxBytes.Number: > 0 };

    private static void WriteBudget(BudgetReport budget, FactValue limit, Sheet sheet)
    {
        int label = budget.Lines.Max(l => l.What.Length);
        foreach (var line in budget.Lines)
        {
            string kind = line.IsCap ? "cap" : "estimate";
            sheet.Line($"  {line.What.PadRight(label)}  {new ByteSize(line.Bytes).ToHuman(), 10}  {kind, -8}  {line.From}");
        }
        if (limit.Number is not { } bytes || budget.EstimateBytes is not { } total || bytes <= 0)
            return;
        // With two blanks before it, and the stroke at the limit.
        int columns = Math.Clamp(sheet.Width - 3, 10, WidestBar);
        sheet.Line($"  {Bar(budget.CapBytes ?? 0, total, bytes, columns)}  {Verdict(budget.HeadroomBytes ?? 0, bytes)}");
    }

    private static string Verdict(long room, long limit)
    {
        string shown = InspectTables.Bytes(limit),
            whole = new ByteSize(limit).ToHuman(),
            between = new ByteSize(Math.Abs(room)).ToHuman();
        if (room == 0)
            return $"all of the limit {shown}";
        if (room < 0)
            return $"{between} more than the limit {shown}";
        // Two rounded numbers may not fit together: 8 EiB below a limit of 8Ei, 1 GiB below one of 1.1.
        if (between == whole)
            return $"nearly all of the limit {shown} is free";
        return InspectTables.IsExact(limit)
            ? $"{between} below the limit {shown}"
            : $"{ByteSize.Percent(room, limit)} % below the limit {shown}";
    }

    // '#' caps, '=' estimates, '.' what nothing counted takes, '|' the limit; what stands behind the limit is too much.
    private static string Bar(long caps, long total, long limit, int columns)
    {
        Int128 scale = Int128.Max(total, limit);
        int At(Int128 value) => (int)Int128.Clamp(((value * columns) + (scale / 2)) / scale, 0, columns);
        int end = At(limit);
        var bar = new System.Text.StringBuilder();
        for (int i = 0; i < columns; i++)
        {
            if (i == end)
                bar.Append('|');
            bar.Append(
                i < At(caps) ? '#'
                : i < At(total) ? '='
                : '.'
            );
        }
        if (end == columns)
            bar.Append('|');
        return bar.ToString();
    }
}
