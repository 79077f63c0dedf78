using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;

namespace ManifestLint.Explaining;

/// <summary>Explains what runtimes and servers make of their container: words, options, heap or cache, share of the limit.</summary>
internal static class ExplainedRuntime
{
    /// <summary>
    /// What is read of each program that is recognised, by a line here and a class of its own; then what they ask for and against the limit, whichever they are.
    /// </summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container) =>
        [
            .. container.Jvm is { } jvm ? ExplainedJvm.Of(jvm) : [],
            .. container.NodeJs is { } node ? ExplainedNode.Of(node) : [],
            .. container.Go.SelectMany(ExplainedGo.Of),
            .. container.DotNet.SelectMany(ExplainedDotNet.Of),
            .. container.Servers.SelectMany(ExplainedServer.Of),
            .. ExplainedDemand.Of(container),
            .. container.Workers.SelectMany(w => ExplainedServer.Of(container, w)),
            .. container.Budget is { } budget ? new[] { Budget(budget) } : [],
            .. container.Losers.IsEmpty ? [] : new[] { Losers(container) },
        ];

    private static ExplainedStep Losers(ContainerFacts container) =>
        new(
            "What tells of no program here",
            [.. container.Losers.Select(l => $"{l.What}: {l.Reason}")],
            "the images and programs that are known: runtime-memory.md §6"
        );

    private static ExplainedStep Budget(MemoryBudget budget)
    {
        var lines = ImmutableArray.CreateBuilder<string>();
        foreach (var demand in budget.Lines)
            lines.Add($"{demand.Name}: {Bytes(demand.Bytes)}, {Kind(demand.Kind)} ({demand.DecidedBy})");
        if (budget.Lines.Length > 1)
            lines.Add(Computed("in all", budget.AllBy));
        if (budget.BesideBy.Terms.Length > 1 && budget.Lines.Where(d => d.IsMain).ToList() is [var main])
            lines.Add(Computed($"beside {main.Noun}", budget.BesideBy));
        if (budget is { LimitBytes: { } limit, HeadroomBytes: { } left })
            lines.Add(Difference(budget.AllBytes, limit, left));
        return new("All that it may take, and the limit", lines.DrainToImmutable(), budget.AllBy.Source);
    }

    private static string Kind(DemandKind kind) =>
        kind switch
        {
            DemandKind.Cap => "at most",
            DemandKind.Goal => "what it tries to keep to",
            DemandKind.Default => "by default",
            _ => "estimated",
        };

    // One unit for all three, so that the subtraction can be checked.
    private static string Difference(Int128 all, Int128 limit, Int128 left)
    {
        Int128 smallest = Int128.Min(Int128.Min(all, limit), Int128.Abs(left) is var rest && rest > 0 ? rest : limit);
        int power = 0;
        while (power < 6 && smallest >> (10 * (power + 1)) > 0)
            power++;
        string of = left < 0 ? $"{In(-left)} too much" : $"{In(left)} left";
        return $"{In(all)} of {In(limit)}: {of}";

        string In(Int128 bytes) =>
            power == 0
                ? $"{bytes.ToString(CultureInfo.InvariantCulture)} bytes"
                : string.Create(CultureInfo.InvariantCulture, $"{(decimal)bytes / (1L << (10 * power)):0.#} {"KMGTPE"[power - 1]}iB");
    }

    private static string Whole(Int128 bytes) =>
        bytes <= long.MaxValue ? Bytes((long)bytes) : $"{bytes.ToString(CultureInfo.InvariantCulture)} bytes";

    private static string Human(Int128 bytes) =>
        bytes <= long.MaxValue ? new ByteSize((long)bytes).ToHuman() : $"{bytes.ToString(CultureInfo.InvariantCulture)} bytes";

    /// <summary>What is known about a runtime's version and settings as a whole.</summary>
    /// <param name="name">The runtime and its version.</param>
    /// <param name="runtime">Its facts.</param>
    /// <param name="option">How to tell another version; empty where there is no way.</param>
    public static IEnumerable<string> Head(string name, RuntimeFacts runtime, string option = "")
    {
        yield return runtime.VersionFrom switch
        {
            VersionSource.Default => $"{name} (assumed{option})",
            VersionSource.Evidence => $"{name} (concluded from its options{option})",
            var told => $"{name} (by its {told.Text()})",
        };
        foreach (string line in Assumed(runtime.Assumption))
            yield return line;
        if (runtime.Certainty == RuntimeCertainty.Unknown)
            yield return "its memory settings cannot be known from the manifest";
    }

    /// <summary>What facts rest on; nothing where they rest on nothing.</summary>
    public static IEnumerable<string> Assumed(RuntimeAssumption? assumption)
    {
        if (assumption is not null)
            yield return $"this holds if {assumption}";
    }

    /// <summary>Why a runtime does not start; nothing where it does.</summary>
    public static IEnumerable<string> Failure(RuntimeFacts runtime, string? at)
    {
        if (runtime is not { Starts: false, FailureReason: { } reason })
            yield break;
        string ends = runtime.ExitCode == 0 ? "it ends immediately" : "it does not start";
        yield return string.IsNullOrEmpty(at) ? $"{ends}: {reason}" : $"{ends} with {at}: {reason}";
    }

    /// <summary>How an amount was computed: <c>heap = memory limit × 25 ÷ 100 = 1073741824 × 25 ÷ 100 = 268435456 bytes (256 MiB)</c>.</summary>
    /// <param name="name">The amount.</param>
    /// <param name="by">How it was computed.</param>
    public static string Computed(string name, Derivation by) =>
        by switch
        {
            Derivation.Share share =>
                $"{name} = {Formula(share, Basis(share))} = {Formula(share, Plain(share.OfBytes))}{Bounds(share)} = {Bytes(share.Bytes)}",
            Derivation.Scaled { Power: 0 } scaled => $"{name} = {Bytes(scaled.Bytes)}",
            Derivation.Scaled scaled => $"{name} = {Plain(scaled.Number)} × {QuantitySum.Power(2, scaled.Power)} = {Bytes(scaled.Bytes)}",
            Derivation.Sum sum =>
                $"{name} = {Terms(sum, t => t.Name, names: true)} = {Terms(sum, t => Int128.Abs(t.Bytes).ToString(CultureInfo.InvariantCulture))}{Bounds(sum)} = {(sum.Total > long.MaxValue ? Whole(sum.Total) : Bytes(sum.Bytes))}",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string Basis(Derivation.Share share) =>
        share.Of switch
        {
            MemoryBasis.Limit => "memory limit",
            MemoryBasis.Node => "memory of the node",
            _ => "memory by the option",
        };

    private static string Formula(Derivation.Share share, string of)
    {
        string basis = share.Beyond == 0 ? of : $"({of} - {Plain(share.Beyond)})";
        return $"{basis} × {share.Percent.ToString("0.####", CultureInfo.InvariantCulture)} ÷ 100";
    }

    private static string Bounds(Derivation by)
    {
        string unit = by.Unit switch
        {
            1 => "",
            1024 => ", in whole KiB",
            1 << 20 => ", in whole MiB",
            _ => $", in units of {Plain(by.Unit)}",
        };
        if (unit.Length > 0 && by.IsRoundedUp)
            unit += ", rounded up";
        return by switch
        {
            Derivation.Share { RaisedTo: { } least } => $", but at least {Plain(least)}{unit}",
            Derivation.Share { LoweredTo: { } most } => $", but at most {Plain(most)}{unit}",
            _ => unit,
        };
    }

    private static string Terms(Derivation.Sum sum, Func<DerivationTerm, string> text, bool names = false)
    {
        var line = new StringBuilder();
        foreach (var term in sum.Terms)
        {
            if (term.Bytes < 0)
                line.Append(" - ");
            else if (line.Length > 0)
                line.Append(" + ");
            if (term.Times != 1)
                line.Append(Plain(term.Times)).Append(names && term.Of is { } of ? $" {of}" : "").Append(" × ");
            line.Append(text(term));
        }
        return line.ToString();
    }

    private static string Plain(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A setting with its place: <c>GOMEMLIMIT=400MiB (app.yaml:12)</c>, <c>--max-old-space-size=300 from env NODE_OPTIONS (app.yaml:12)</c>.</summary>
    public static string Setting(RuntimeSetting setting) =>
        setting.From is TextOrigin.Variable variable && variable.Name == setting.Name
            ? $"{setting.Name}={WrittenText.Of(setting.Word)}{At(setting.Word)}"
            : $"{WrittenText.Of(setting.Word)} from {setting.From}{At(setting.Word)}";

    /// <summary>The share that an amount takes of the container's limit; nothing where there is none.</summary>
    public static IEnumerable<string> ShareOfLimit(ContainerFacts container, long bytes)
    {
        if (container.MemoryMax.Bytes is { } limit && limit > 0)
        {
            yield return $"share of the limit = {ExplainedAmounts.Number(bytes)} ÷ {ExplainedAmounts.Number(limit)} = {ByteSize.Percent(bytes, limit)} %";
        }
    }

    /// <summary>Bytes, and what that is for people: <c>536870912 bytes (512 MiB)</c>.</summary>
    public static string Bytes(long bytes) => ExplainedAmounts.Bytes(bytes);

    /// <summary>File and line that a word is written on, in brackets behind a space; empty where that is not known.</summary>
    public static string At(Word word) => WordPlace.Of(word) is { } place ? $" ({ExplainedAmounts.Line(place)})" : "";
}
