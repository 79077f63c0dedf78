using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Runtimes.Node;
using ManifestLint.Servers;

namespace ManifestLint.Inspection;

/// <summary>Runtimes as <c>inspect</c> shows them (contracts.md C3).</summary>
internal static class RuntimeReports
{
    /// <summary>The programs of a container, each with what it asks for: the most certain first, and of those what takes most.</summary>
    public static ImmutableArray<ProgramReport> ProgramsOf(ContainerFacts container)
    {
        var found = new List<(RuntimeCertainty Certainty, RuntimeReport Report, ImmutableArray<MemoryDemand> Demands)>();
        if (container.Jvm is { } jvm)
            found.Add((jvm.Certainty, Of(jvm), [.. jvm.Demands]));
        if (container.NodeJs is { } node)
            found.Add((node.Certainty, Of(node), [.. node.Demands]));
        foreach (var dotNet in container.DotNet)
            found.Add((dotNet.Certainty, Of(dotNet), [.. dotNet.Demands]));
        foreach (var go in container.Go)
            found.Add((go.Certainty, Of(go), [.. go.Demands]));
        foreach (var server in container.Servers)
            found.Add((server.Certainty, Of(server), [.. server.Demands]));
        // Scripts call Python beside what they start.
        if (container.Interpreter is { } interpreter && !found.Exists(f => f.Certainty == RuntimeCertainty.Exact))
            found.Add((interpreter.Certainty, Of(interpreter), [.. container.Workers.Where(interpreter.Runs).Select(w => w.Demand)]));
        return
        [
            .. found
                .Select(f => (f.Certainty, f.Report, Budget: MemoryBudget.Of(f.Demands, container.MemoryMax.Bytes)))
                .OrderBy(f =>
                    f.Certainty switch
                    {
                        RuntimeCertainty.Exact => 0,
                        RuntimeCertainty.Assumed => 1,
                        _ => 2,
                    }
                )
                .ThenByDescending(f => f.Budget?.AllBytes ?? 0)
                .Select(f => new ProgramReport(f.Report, Of(f.Budget))),
        ];
    }

    /// <summary>What grows without a bound in a container of which no runtime is known: clauses.</summary>
    public static ImmutableArray<string> UnboundedOf(ContainerFacts container) =>
        [.. container.Demands.Select(d => d.Unbounded).OfType<string>()];

    /// <summary>Heaps that grow with the node, of which the assumed one tells how much that would be: clauses.</summary>
    public static ImmutableArray<string> OnNodeOf(ContainerFacts container) =>
        [
            .. container
                .Demands.Where(d => d is { IsMain: true, OnAssumedNodeBytes: > 0 })
                .Select(d => $"{d.Subject} may grow to {new ByteSize(d.OnAssumedNodeBytes!.Value).ToHuman()} on the assumed node"),
        ];

    /// <summary>What all programs of a container ask for together; null if nothing of it is known.</summary>
    public static BudgetReport? BudgetOf(ContainerFacts container) => Of(container.Budget);

    private static BudgetReport? Of(MemoryBudget? budget) =>
        budget is null
            ? null
            : new BudgetReport(
                [.. budget.Lines.Select(d => new BudgetLineReport(d.Name, d.Bytes, d.Kind != DemandKind.Estimate, d.DecidedBy))],
                Fit(budget.CapBytes),
                Fit(budget.AllBytes),
                budget.HeadroomBytes is { } headroom ? Fit(headroom) : null
            );

    private static RuntimeReport Of(JvmFacts jvm)
    {
        bool isKnown = jvm.Certainty != RuntimeCertainty.Unknown;
        // What is compiled holds a machine of which nobody tells the release.
        bool isNative = jvm.Implementation == JvmImplementation.Native;
        var (name, label) = jvm.Implementation switch
        {
            JvmImplementation.OpenJ9 => ("openj9", "OpenJ9"),
            JvmImplementation.Native => ("native", "native executable"),
            _ => ("jvm", "JVM"),
        };
        return new RuntimeReport(
            name,
            isNative ? null : Text(jvm.Version),
            isNative ? null : jvm.VersionFrom.Text(),
            Word(jvm.Certainty),
            jvm.Starts,
            jvm.Failure?.Code(),
            [
                RuntimeValue.OfBytes("maxHeapBytes", new(isKnown ? jvm.MaxHeapBytes : null)),
                RuntimeValue.OfBytes("totalMaxHeapBytes", new(isKnown ? jvm.TotalMaxHeapBytes : null)),
                RuntimeValue.OfBytes("initialHeapBytes", new(isKnown ? jvm.InitialHeapBytes : null)),
                new("gc", new(null, jvm.Collector)),
            ],
            (jvm.FailedAt ?? jvm.HeapSource) is { } setting ? SourceOf(setting.Word, setting.From) : null
        )
        {
            Label = label,
            FailureText = Failure(jvm, jvm.FailedAt is { } at ? SecretText.Of(at.Word) : null),
            Assumption = jvm.Assumption?.ToString(),
        };
    }

    private static RuntimeReport Of(NodeFacts node) =>
        new(
            "node",
            Text(node.Version),
            node.VersionFrom.Text(),
            Word(node.Certainty),
            node.Starts,
            node.Failure?.Code(),
            [
                RuntimeValue.OfBytes("heapSizeLimitBytes", new(node.MaxHeapBytes)),
                new("maxOldSpaceMiB", new(node.MaxOldSpaceBytes is { } bytes ? bytes >> 20 : null)) { Unit = ValueUnit.Mebibytes },
            ],
            SourceOf(node.FailedAt ?? node.HeapSource)
        )
        {
            Label = "Node.js",
            FailureText = Failure(node, node.FailedAt is { } at ? SecretText.Of(at.Word) : null),
            Assumption = node.Assumption?.ToString(),
        };

    private static RuntimeReport Of(GoFacts go) =>
        new(
            "go",
            $"1.{Text(go.Version)}",
            go.VersionFrom.Text(),
            Word(go.Certainty),
            go.Starts,
            go.Failure?.Code(),
            [
                RuntimeValue.OfBytes("memoryLimitBytes", go.IsUnlimited ? FactValue.Unlimited : new(go.MemoryLimitBytes)),
                new("gogc", go.IsCollectorOff ? new(null, "off") : new(go.CollectorPercent)),
            ],
            SourceOf(go.LimitSource ?? go.CollectorSource)
        )
        {
            Label = "Go",
            FailureText = Failure(go, go.LimitSource is { } limit ? $"{limit.Name}={SecretText.Of(limit.Word)}" : null),
            Assumption = go.Assumption?.ToString(),
        };

    private static RuntimeReport Of(DotNetFacts dotNet) =>
        new(
            "dotnet",
            Text(dotNet.Version),
            dotNet.VersionFrom.Text(),
            Word(dotNet.Certainty),
            dotNet.Starts,
            dotNet.Failure?.Code(),
            [
                RuntimeValue.OfBytes("heapHardLimitBytes", dotNet.IsUnlimited ? FactValue.Unlimited : new(dotNet.HeapHardLimitBytes)),
                new("serverGc", new(null, null, dotNet.IsServerCollector)),
                new("heapCount", new(dotNet.HeapCount)),
            ],
            SourceOf(dotNet.LimitSource) is { } setting
                ? setting with
                {
                    Written = dotNet.Misread is null ? setting.Written : $"{setting.Written} (read as hexadecimal)",
                }
                : null
        )
        {
            Label = ".NET",
            FailureText = Failure(dotNet, dotNet.ShownFault),
            Assumption = dotNet.Assumption?.ToString(),
        };

    private static RuntimeReport Of(InterpreterFacts interpreter) =>
        new(
            interpreter.Name,
            interpreter.Version,
            interpreter.Version is null ? null : interpreter.VersionFrom.Text(),
            Word(interpreter.Certainty),
            null,
            null,
            [],
            null
        )
        {
            Label = CultureInfo.InvariantCulture.TextInfo.ToTitleCase(interpreter.Name),
        };

    private static RuntimeReport Of(ServerFacts server) =>
        new(
            server.Name,
            server.Version,
            server.Version is null ? null : server.VersionFrom.Text(),
            Word(server.Certainty),
            server.Starts,
            server.Failure is { } failure ? ServerText.Code(failure) : null,
            server.Values,
            // What is a default comes of no setting, though others are written.
            (
                server.Failure?.Setting
                ?? (server.Sizes is [{ Setting: null, Kind: ServerSizeKind.Value, IsOfNode: false }, ..] ? null : server.Source)
            )
                is { } setting
                ? SourceOf(setting)
                : null
        )
        {
            Label = server.Label,
            FailureText = server.Failure is { } failed ? $"{failed.Setting.Shown}: {ServerText.Reason(failed)}" : null,
            Assumption = server.Assumption?.ToString(),
        };

    private static string? Failure(RuntimeFacts runtime, string? at) =>
        runtime.FailureReason is not { } reason ? null
        : string.IsNullOrEmpty(at) ? reason
        : $"{WrittenText.Cut(at)}: {reason}";

    private static ReportedSetting? SourceOf(ServerSetting setting) =>
        SourceOf(setting.Value, setting.From) is not { } source ? null
        : setting.From is TextOrigin.Variable { Name: var name } && setting.Written.Contains(name, StringComparison.Ordinal) ? source
        : source with { Written = WrittenText.Cut(setting.AsWritten) };

    private static ReportedSetting? SourceOf(RuntimeSetting? setting) => setting is null ? null : SourceOf(setting.Word, setting.From);

    private static ReportedSetting? SourceOf(Word word, TextOrigin from) =>
        WordPlace.Of(word) is { } place
            ? new ReportedSetting(SecretText.Of(word), from.ToString(), place.Detached) { Written = AsWritten(word, from) }
            : null;

    // The name of a variable that holds the value alone stands in what brings the setting.
    private static string AsWritten(Word word, TextOrigin from)
    {
        // What an operator makes an option of.
        if (JvmLowering.FieldOf(word) is { } field)
            return WrittenText.Cut(field.Value);
        string written = WrittenText.Cut(WordPlace.AsWritten(word));
        return from is TextOrigin.Variable { Name: var name } && written.StartsWith(name + '=', StringComparison.Ordinal)
            ? written[(name.Length + 1)..]
            : written;
    }

    private static string Word(RuntimeCertainty certainty) => certainty.ToString().ToLowerInvariant();

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static long? Fit(Int128 bytes) => bytes >= long.MinValue && bytes <= long.MaxValue ? (long)bytes : null;
}
