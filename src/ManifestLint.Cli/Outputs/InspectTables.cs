using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Inspection;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;
using ManifestLint.Reporting;

namespace ManifestLint.Cli.Outputs;

/// <summary>The facts of pods for people: a table for each, and what follows from it.</summary>
internal static class InspectTables
{
    private const int LeastTable = 60;
    private const int MostNames = 6;

    // They fit 80 columns with names of 24 letters, LeastTable with short ones.
    private static readonly ImmutableArray<SheetColumn> Columns =
    [
        new("container"),
        new("type"),
        new("request", IsRight: true),
        new("limit", IsRight: true),
        new("memory.max", IsRight: true),
        new("oom_score_adj", IsRight: true),
    ];

    /// <summary>Writes every pod, then what was assumed.</summary>
    /// <param name="pods">The pods, by file and position.</param>
    /// <param name="assumptions">What was assumed.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="width">Columns of the terminal; <see cref="Sheet.Unbroken"/> where there is none.</param>
    /// <param name="isColoured">True for ANSI escapes.</param>
    public static void Write(ImmutableArray<PodReport> pods, Assumptions assumptions, TextWriter output, int width, bool isColoured)
    {
        if (pods.IsEmpty)
        {
            output.Write("no pods\n");
            return;
        }
        var sheet = new Sheet(output, width, isColoured);
        foreach (var pod in pods)
            Write(pod, assumptions, sheet);
        if (pods.Any(p => p.Containers.Any(RuntimeLines.HasBar)))
            sheet.Line("bars: # set or by default, = estimated, . not counted, | the limit", Emphasis.Dim);
        sheet.Line(Assumed(assumptions), Emphasis.Dim);
    }

    private static string Assumed(Assumptions assumptions)
    {
        string kubernetes = $"Kubernetes {assumptions.KubernetesVersion}";
        if (assumptions is { KubernetesVersionIsConfigured: false, NodeMemoryIsConfigured: false })
            return $"assumed {kubernetes} and {assumptions.NodeText} (--kubernetes-version, --node-memory)";
        string version = assumptions.KubernetesVersionIsConfigured
            ? $"{kubernetes}, as configured"
            : $"assumed {kubernetes} (--kubernetes-version)";
        string node = assumptions.NodeMemoryIsConfigured ? assumptions.NodeText : $"assumed {assumptions.NodeText} (--node-memory)";
        return $"{version}; {node}";
    }

    private static void Write(PodReport pod, Assumptions ofRun, Sheet sheet)
    {
        WriteTitle(pod, sheet);
        // Another configuration applies to its file.
        if (pod.Assumptions.DifferenceTo(ofRun) is { Kubernetes: not null } or { Memory: not null })
            sheet.Line($"on Kubernetes {pod.Assumptions.KubernetesVersion} and {pod.Assumptions.NodeText}", Emphasis.Dim);
        WriteContainers(pod, sheet);
        sheet.Line($"pod: {Total("request", pod.Requests.MemoryBytes)}, {Limit(pod)}, memory.max {Shown(pod.MemoryMaxBytes)}");
        if (pod.IsAboveAssumedNode)
            sheet.Line("requests more memory than the assumed node has: what depends on the node is not known (--node-memory)");
        if (
            pod.Containers.Any(c =>
                c.Origins is { MemoryRequest: TextOrigin.LimitRangeDefault } or { MemoryLimit: TextOrigin.LimitRangeDefault }
            )
        )
            sheet.Line("(LR): injected by a LimitRange");
        if (pod.Containers.Any(c => c.Origins is { MemoryRequest: TextOrigin.Operator } or { MemoryLimit: TextOrigin.Operator }))
            sheet.Line($"(op): {pod.Operator} sets it");
        foreach (var container in pod.Containers)
            WriteInjected(container, pod.File, sheet);
        if (pod.Rejection is { } rejection)
        {
            sheet.Line($"{rejection}: manifestlint scan says why");
        }
        else
        {
            WriteGuaranteed(pod, sheet);
            WriteFirstKilled(pod, sheet);
        }
        foreach (var volume in pod.Volumes)
            sheet.Line($"memory-backed volume {volume.Name ?? "-"}: {Size(volume, pod)}, charged to the containers that write it");
        foreach (var container in pod.Containers)
        {
            RuntimeLines.Write(container, pod.File, sheet);
            WriteHistory(container, sheet);
        }
        sheet.Line();
    }

    private static void WriteTitle(PodReport pod, Sheet sheet)
    {
        string name =
            pod.Name is null ? ""
            : pod.Namespace is null ? " " + pod.Name
            : $" {pod.Namespace}/{pod.Name}";
        string path = pod.PodPath is "" or "spec.template" ? "" : $" {pod.PodPath}";
        string replicas = pod.Replicas is > 1 and { } many ? $" x{many.ToString(CultureInfo.InvariantCulture)}" : "";
        string qos = pod.Qos?.ToString() ?? "QoS unknown";
        string rest = pod.Completeness switch
        {
            Completeness.Patch => " (what it patches fills in the rest)",
            Completeness.Merged => " (the operator fills in the rest)",
            Completeness.Unfamiliar => " (its operator may fill in the rest)",
            _ => "",
        };
        if (pod.Qos is { } stored && pod.QosComputed is { } computed && stored != computed)
            qos += $" by its status, {computed} by its spec";
        sheet.Line($"{pod.Kind}{name}{path}{replicas}: {qos}{rest}", Emphasis.Bold);
        sheet.Whole(
            $"{pod.File}:{pod.Line.ToString(CultureInfo.InvariantCulture)}:{pod.Column.ToString(CultureInfo.InvariantCulture)}",
            Emphasis.Dim
        );
        if (pod.Operator is { } maker)
            sheet.Line(pod.MadeName is { } made ? $"{made}, made by {maker}" : $"made by {maker}", Emphasis.Dim);
        if (!pod.Overlays.IsEmpty)
            sheet.Line($"{(pod.Overlays.Length == 1 ? "overlay" : "overlays")} {string.Join(", ", pod.Overlays)}", Emphasis.Dim);
    }

    private static string Size(VolumeReport volume, PodReport pod) =>
        volume.TmpfsBytes is not { } bytes ? "of unknown size"
        : !volume.IsOfNode ? $"up to {Bytes(bytes)}"
        : $"up to {Bytes(bytes)}, which is what {pod.Assumptions.NodeText}{(pod.Assumptions.NodeMemoryIsConfigured ? "" : " (assumed)")} has for pods";

    private static void WriteContainers(PodReport pod, Sheet sheet)
    {
        if (sheet.Width >= LeastTable)
        {
            sheet.Table(Columns, pod.Containers.Select(Cells), gap: sheet.Width < 80 ? 1 : 2);
            return;
        }
        foreach (var container in pod.Containers)
        {
            if (Cells(container) is [var name, var type, .. var amounts])
                sheet.Line(
                    $"{name} ({type}): {string.Join(", ", Columns.Skip(2).Zip(amounts, (column, amount) => $"{column.Header} {amount}"))}"
                );
        }
    }

    private static string[] Cells(ContainerReport container) =>
        [
            container.Name ?? "-",
            container.Injector is null ? InspectJsonReporter.Word(container.Type) : "injected",
            Shown(container.Requests.MemoryBytes, container.Origins.MemoryRequest),
            container.Limits.MemoryBytes.Number == 0 ? "0 = none" : Shown(container.Limits.MemoryBytes, container.Origins.MemoryLimit),
            Shown(container.MemoryMaxBytes),
            container.OomScoreAdj?.ToString(CultureInfo.InvariantCulture) ?? "?",
        ];

    private static void WriteInjected(ContainerReport container, string file, Sheet sheet)
    {
        if (container.Injector is not { } injector || container.Source is not { } source)
            return;
        string role = container.Type switch
        {
            ContainerType.Init => "as an init container",
            ContainerType.Sidecar => "as a native sidecar",
            _ => "as another container",
        };
        sheet.Line($"{container.Name}: injected by {injector} {role} ({source.From}, {source.Place.SeenFrom(file)})");
    }

    private static void WriteGuaranteed(PodReport pod, Sheet sheet)
    {
        if (pod.QosBlockers is not [var only] || pod.Qos == QosClass.Guaranteed)
            return;
        // A value that cannot be known may be another one in the way.
        if (
            pod.Containers.Any(c =>
                c.Type != ContainerType.Ephemeral
                && new[] { c.Requests.MemoryBytes, c.Requests.CpuMillicores, c.Limits.MemoryBytes, c.Limits.CpuMillicores }.Contains(
                    FactValue.Unknown
                )
            )
        )
            return;
        string whose = only.Container is null ? "" : only.Container + ": ";
        sheet.Line($"only this keeps the pod from being Guaranteed: {whose}{only.Text} ({only.Place.SeenFrom(pod.File)})");
    }

    // Init containers have ended when the others run.
    private static void WriteFirstKilled(PodReport pod, Sheet sheet)
    {
        var running = pod.Containers.Where(c => c.Type != ContainerType.Init).ToList();
        if (running.Count < 2 || running.Exists(c => c.OomScoreAdj is null))
            return;
        int highest = running.Max(c => c.OomScoreAdj!.Value);
        var worst = running.Where(c => c.OomScoreAdj == highest).Select(c => c.Name ?? "-").ToList();
        string score = highest.ToString(CultureInfo.InvariantCulture);
        sheet.Line(
            worst.Count == running.Count && highest == OomScoreAdj.Guaranteed
                ? $"when the node runs out of memory the kernel spares its containers longest (oom_score_adj {score})"
            : worst.Count == running.Count
                ? $"when the node runs out of memory the kernel kills the largest of {Listed(worst, "and")} first (oom_score_adj {score} each)"
            : $"at equal usage the kernel kills {Listed(worst, "or")} first when the node runs out of memory (oom_score_adj {score})"
        );
    }

    // The table shows the others' scores.
    private static string Listed(List<string> names, string last) =>
        names.Count == 1 ? names[0]
        : names.Count <= MostNames ? $"{string.Join(", ", names.SkipLast(1))} {last} {names[^1]}"
        : $"{names[0]}, {names[1]} {last} {(names.Count - 2).ToString(CultureInfo.InvariantCulture)} more";

    private static void WriteHistory(ContainerReport container, Sheet sheet)
    {
        if (container.History is not { } history)
            return;
        var told = new List<string>();
        if (history.Restarts is { } n and > 0)
            told.Add(n == 1 ? "restarted once" : $"restarted {n.ToString(CultureInfo.InvariantCulture)} times");
        if (history.HasEnded)
            told.Add(Ended("last ended with", history.Reason, history.ExitCode));
        // An init container has always ended well where its pod runs.
        if (history.End is { } end && (container.Type != ContainerType.Init || end.ExitCode is not 0))
            told.Add(Ended(history.HasEnded ? "now with" : "ended with", end.Reason, end.ExitCode));
        if (told.Count > 0)
            sheet.Line($"{container.Name ?? "-"} {string.Join(", ", told)}");
    }

    private static string Ended(string how, string? reason, long? exitCode) =>
        $"{how} {reason ?? "no reason"} (exit code {exitCode?.ToString(CultureInfo.InvariantCulture) ?? "?"})";

    // A limit of 0 is none.
    // The sum of what is written is none of the pod's where other containers are not known, or where nothing that stays has a limit.
    private static string Limit(PodReport pod) =>
        pod.IsPartial && pod.MemoryMaxBytes is { Number: null, Text: null } ? "limit ?"
        : pod.Containers.Where(c => c.Type is ContainerType.App or ContainerType.Sidecar).ToList() is { Count: > 0 } running
        && running.TrueForAll(c => c.Origins.MemoryLimit is null)
        && pod.MemoryMaxBytes.Text is not null
            ? "limit none"
        : Total("limit", pod.Limits.MemoryBytes);

    private static string Total(string noun, FactValue value) =>
        noun == "limit" && value.Number == 0 ? $"{noun} 0 = none" : $"{noun} {Shown(value)}";

    private static string Shown(FactValue value, TextOrigin? origin) =>
        origin switch
        {
            null => "none",
            TextOrigin.AmountOf { Which: OtherAmount.Limit } => "= limit",
            TextOrigin.LimitRangeDefault => Shown(value) + " (LR)",
            TextOrigin.AmountOf { Which: OtherAmount.PodLimit } => Shown(value) + " (pod)",
            TextOrigin.Operator => Shown(value) + " (op)",
            _ => Shown(value),
        };

    private static string Shown(FactValue value) => value.Text ?? (value.Number is { } bytes ? Bytes(bytes) : "?");

    // Exact where that is short: 512Mi; else rounded, because nobody reads ten digits.
    internal static string Bytes(long bytes) => Exact(bytes) ?? "~" + new ByteSize(bytes).ToHuman();

    /// <summary>True if <see cref="Bytes"/> does not round.</summary>
    internal static bool IsExact(long bytes) => Exact(bytes) is not null;

    private static string? Exact(long bytes)
    {
        if (bytes < 0)
            return bytes.ToString(CultureInfo.InvariantCulture);
        if (bytes == 0)
            return "0";
        if (bytes < 1024)
            return $"{bytes.ToString(CultureInfo.InvariantCulture)} B";
        var size = new ByteSize(bytes);
        return size.ToString() is { Length: <= 8 } exact && !char.IsAsciiDigit(exact[^1]) ? exact
            : size.ToDecimal() is { Length: <= 6 } written ? written
            : size.ToFraction();
    }
}
