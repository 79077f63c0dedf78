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
using Spectre.Console;
using Spectre.Console.Rendering;

namespace ManifestLint.Cli.Outputs;

/// <summary>The facts of pods for people: a table for each, and what follows from it.</summary>
internal static class InspectTables
{
    internal static readonly Style Bold = new(decoration: Decoration.Bold),
        Dim = new(decoration: Decoration.Dim);

    /// <summary>Writes every pod, then what was assumed.</summary>
    /// <param name="pods">The pods, by file and position.</param>
    /// <param name="assumptions">What was assumed.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="width">Columns of the terminal.</param>
    /// <param name="isColoured">True for ANSI escapes.</param>
    public static void Write(ImmutableArray<PodReport> pods, Assumptions assumptions, TextWriter output, int width, bool isColoured)
    {
        var console = Open(output, width, isColoured);
        if (pods.IsEmpty)
        {
            output.Write("no pods\n");
            return;
        }
        foreach (var pod in pods)
            Write(pod, assumptions, console);
        if (pods.Any(p => p.Containers.Any(RuntimeLines.HasBar)))
            Line(console, "bars: # set or by default, = estimated, . free, | the limit", Dim);
        Line(
            console,
            $"assumed Kubernetes {assumptions.KubernetesVersion} and a {Bytes(assumptions.NodeMemoryBytes)} node (--kubernetes-version, --node-memory)",
            Dim
        );
    }

    private static IAnsiConsole Open(TextWriter output, int width, bool isColoured)
    {
        output.NewLine = "\n";
        var console = AnsiConsole.Create(
            new AnsiConsoleSettings
            {
                Ansi = isColoured ? AnsiSupport.Yes : AnsiSupport.No,
                ColorSystem = isColoured ? ColorSystemSupport.Standard : ColorSystemSupport.NoColors,
                Interactive = InteractionSupport.No,
                Out = new AnsiConsoleOutput(output),
                // Its own look at the environment (CI systems) would make the same input look different there.
                Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
            }
        );
        console.Profile.Width = Math.Max(width, 60);
        console.Profile.Capabilities.Unicode = true;
        return console;
    }

    private static void Write(PodReport pod, Assumptions ofRun, IAnsiConsole console)
    {
        WriteTitle(pod, console);
        // Another configuration applies to its file.
        if (pod.Assumptions.DifferenceTo(ofRun) is { Kubernetes: not null } or { Memory: not null })
            Line(console, $"on Kubernetes {pod.Assumptions.KubernetesVersion} and a {Bytes(pod.Assumptions.NodeMemoryBytes)} node", Dim);
        console.Write(TableOf(pod, console.Profile.Width < 80 ? 1 : 2));
        Line(console, $"pod: {Total("request", pod.Requests.MemoryBytes)}, {Limit(pod)}, memory.max {Shown(pod.MemoryMaxBytes)}");
        if (pod.IsAboveAssumedNode)
            Line(console, "requests more memory than the assumed node has: what hangs on the node is not known (--node-memory)");
        if (
            pod.Containers.Any(c =>
                c.Origins is { MemoryRequest: TextOrigin.LimitRangeDefault } or { MemoryLimit: TextOrigin.LimitRangeDefault }
            )
        )
            Line(console, "(LR): injected by a LimitRange");
        if (pod.Containers.Any(c => c.Origins is { MemoryRequest: TextOrigin.Operator } or { MemoryLimit: TextOrigin.Operator }))
            Line(console, $"(op): {pod.Operator} sets it");
        foreach (var container in pod.Containers)
            WriteInjected(container, pod.File, console);
        WriteGuaranteed(pod, console);
        WriteFirstKilled(pod, console);
        foreach (var volume in pod.Volumes)
        {
            string size = volume.TmpfsBytes is { } bytes ? $"up to {Bytes(bytes)}" : "of unknown size";
            Line(console, $"memory-backed volume {volume.Name ?? "-"}: {size}, charged to the containers that write it");
        }
        foreach (var container in pod.Containers)
        {
            RuntimeLines.Write(container, pod.File, console);
            WriteHistory(container, console);
        }
        console.Profile.Out.Writer.Write('\n');
    }

    private static void WriteTitle(PodReport pod, IAnsiConsole console)
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
        Line(console, $"{pod.Kind}{name}{path}{replicas}: {qos}{rest}", Bold);
        Line(
            console,
            $"{pod.File}:{pod.Line.ToString(CultureInfo.InvariantCulture)}:{pod.Column.ToString(CultureInfo.InvariantCulture)}",
            Dim
        );
        if (pod.Operator is { } maker)
            Line(console, pod.MadeName is { } made ? $"{made}, made by {maker}" : $"made by {maker}", Dim);
        if (!pod.Overlays.IsEmpty)
            Line(console, $"{(pod.Overlays.Length == 1 ? "overlay" : "overlays")} {string.Join(", ", pod.Overlays)}", Dim);
    }

    private static Table TableOf(PodReport pod, int gap)
    {
        // Columns by spaces alone: they fit 80 columns with names of 24 letters, 60 with short ones, and a pipe can take them apart.
        var table = new Table { Border = TableBorder.None };
        string[] headers = ["container", "type", "request", "limit", "memory.max", "oom_score_adj"];
        foreach (string header in headers)
        {
            var column = new TableColumn(new Text(header, Dim)) { Padding = new Padding(0, 0, header == headers[^1] ? 0 : gap, 0) };
            if (header != "container")
                column.NoWrap();
            table.AddColumn(header is "container" or "type" ? column : column.RightAligned());
        }
        foreach (var container in pod.Containers)
        {
            table.AddRow(
                Cell(container.Name ?? "-"),
                Cell(container.Injector is null ? InspectJsonReporter.Word(container.Type) : "injected"),
                Cell(Shown(container.Requests.MemoryBytes, container.Origins.MemoryRequest)),
                Cell(
                    container.Limits.MemoryBytes.Number == 0
                        ? "0 = none"
                        : Shown(container.Limits.MemoryBytes, container.Origins.MemoryLimit)
                ),
                Cell(Shown(container.MemoryMaxBytes)),
                Cell(container.OomScoreAdj?.ToString(CultureInfo.InvariantCulture) ?? "?")
            );
        }
        return table;
    }

    private static void WriteInjected(ContainerReport container, string file, IAnsiConsole console)
    {
        if (container.Injector is not { } injector || container.Source is not { } source)
            return;
        string role = container.Type switch
        {
            ContainerType.Init => "as an init container",
            ContainerType.Sidecar => "as a native sidecar",
            _ => "as a container beside the others",
        };
        Line(console, $"{container.Name}: injected by {injector} {role} ({source.From}, {source.Place.SeenFrom(file)})");
    }

    private static void WriteGuaranteed(PodReport pod, IAnsiConsole console)
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
        string whose = only.Container is null ? "" : only.Container + " ";
        Line(console, $"only this keeps the pod from being Guaranteed: {whose}{only.Text} ({only.Place.SeenFrom(pod.File)})");
    }

    // Init containers have ended when the others run.
    private static void WriteFirstKilled(PodReport pod, IAnsiConsole console)
    {
        var running = pod.Containers.Where(c => c.Type != ContainerType.Init).ToList();
        if (running.Count < 2 || running.Exists(c => c.OomScoreAdj is null))
            return;
        int highest = running.Max(c => c.OomScoreAdj!.Value);
        var worst = running.Where(c => c.OomScoreAdj == highest).Select(c => c.Name ?? "-").ToList();
        string score = highest.ToString(CultureInfo.InvariantCulture);
        Line(
            console,
            worst.Count == running.Count && highest == OomScoreAdj.Guaranteed
                    ? $"when the node runs out of memory the kernel spares its containers longest (oom_score_adj {score})"
                : worst.Count == running.Count
                    ? $"when the node runs out of memory the kernel kills the largest of {string.Join(", ", worst.SkipLast(1))} and {worst[^1]} first (oom_score_adj {score} each)"
                : $"when the node runs out of memory the kernel kills {string.Join(" or ", worst)} first, at equal usage (oom_score_adj {score})"
        );
    }

    private static void WriteHistory(ContainerReport container, IAnsiConsole console)
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
            Line(console, $"{container.Name ?? "-"} {string.Join(", ", told)}");
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
        noun == "limit" && value.Number == 0 ? $"{noun} none" : $"{noun} {Shown(value)}";

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
    internal static string Bytes(long bytes)
    {
        if (bytes < 0)
            return bytes.ToString(CultureInfo.InvariantCulture);
        if (bytes is > 0 and < 1024)
            return $"{bytes.ToString(CultureInfo.InvariantCulture)} B";
        var size = new ByteSize(bytes);
        return size.ToString() is { Length: <= 8 } exact ? exact : "~" + size.ToHuman();
    }

    // Text, not markup: brackets in a manifest are brackets.
    private static IRenderable Cell(string text) => new Text(TerminalText.Escape(text));

    internal static void Line(IAnsiConsole console, string text, Style? style = null)
    {
        foreach (string line in Wrap(TerminalText.Escape(text), console.Profile.Width))
        {
            console.Write(new Text(line, style));
            console.Profile.Out.Writer.Write('\n');
        }
    }

    // Not left to the library, which keeps the blank at which it breaks and starts what follows at the margin.
    private static IEnumerable<string> Wrap(string text, int width)
    {
        string indent = new(' ', text.Length - text.TrimStart(' ').Length + 2),
            lead = "";
        int start = 0;
        while (BreakIn(text, start, width - lead.Length, indent.Length - lead.Length) is { } at)
        {
            yield return (lead + text[start..at]).TrimEnd(' ');
            for (start = at; start < text.Length && text[start] == ' '; )
                start++;
            lead = indent;
        }
        yield return lead + text[start..];
    }

    // The last blank up to which fits what begins at a place, looked for from there on, so that a list of thousands of names is read once; null where
    // all of it fits, or none.
    private static int? BreakIn(string text, int start, int width, int least)
    {
        int? last = null;
        for (int from = start, used = 0, next = start; ; next = from + 1)
        {
            int blank = text.IndexOf(' ', next);
            used += TerminalText.WidthOf(blank < 0 ? text[from..] : text[from..blank]);
            if (used > width)
                return last;
            if (blank < 0)
                return null;
            if (blank - start > least)
                last = blank;
            from = blank;
        }
    }
}
