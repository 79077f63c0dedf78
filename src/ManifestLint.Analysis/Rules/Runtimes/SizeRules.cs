using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>The rules that hold what one kind of program asks for against a limit; null where there is none of it.</summary>
/// <param name="Family">The kind of program.</param>
/// <param name="Above">Of amounts that leave too little beside them.</param>
/// <param name="Hopeless">Of those that leave nothing, or far too little.</param>
/// <param name="Together">Of amounts that are above the limit together.</param>
/// <param name="Unbounded">Of what nothing bounds.</param>
internal sealed record SizeRuleIds(DemandFamily Family, string? Above, string? Hopeless, string? Together, string? Unbounded)
{
    /// <summary>Every kind of program.</summary>
    public static ImmutableArray<SizeRuleIds> All { get; } =
    [
        new(DemandFamily.Jvm, "ML3001", "ML3002", "ML3003", "ML3005"),
        new(DemandFamily.Node, "ML3101", "ML3102", null, "ML3105"),
        new(DemandFamily.Go, "ML3201", null, null, "ML3205"),
        new(DemandFamily.DotNet, "ML3301", "ML3302", null, null),
        new(DemandFamily.Server, "ML3401", "ML3402", null, "ML3405"),
    ];

    /// <summary>The kind of program that a rule speaks of.</summary>
    /// <param name="id">The rule.</param>
    public static DemandFamily FamilyOf(string id) =>
        All.First(r => r.Above == id || r.Hopeless == id || r.Together == id || r.Unbounded == id).Family;
}

/// <summary>A clause with the memory limit.</summary>
/// <param name="Text">It.</param>
/// <param name="NamesInjector">False where it is too long to say who injects the limit.</param>
internal readonly record struct LimitClause(string Text, bool NamesInjector);

/// <summary>What rules about sizes share, whichever program asks: they look at its demands and at nothing else of it.</summary>
public abstract class SizeRule : RuntimeRule
{
    // What a heap may take where nothing else is said of it.
    private protected const decimal UsualPercent = 75;

    private readonly DemandFamily _family;
    private readonly decimal _usual;

    private protected SizeRule(string id, decimal usual = UsualPercent)
        : base(id) => (_family, _usual) = (SizeRuleIds.FamilyOf(id), usual);

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        // A patch holds half of the story.
        container.Demands.IsEmpty
        || pod.Workload.Completeness == Completeness.Patch
            ? []
            : OfPrograms(container, pod).Concat(OfAll(container, pod).Select(Weighed));

    /// <summary>Findings about what runs side by side.</summary>
    private protected virtual IEnumerable<Finding> OfAll(ContainerFacts container, PodFacts pod) => [];

    private IEnumerable<Finding> OfPrograms(ContainerFacts container, PodFacts pod)
    {
        foreach (var program in Programs(container.Demands))
        {
            foreach (var finding in Check(program, container, pod))
                yield return Weighed(finding);
        }
    }

    /// <summary>Findings about one program.</summary>
    /// <param name="program">Its demands, the main one first.</param>
    /// <param name="container">Its container.</param>
    /// <param name="pod">Its pod.</param>
    private protected abstract IEnumerable<Finding> Check(List<MemoryDemand> program, ContainerFacts container, PodFacts pod);

    /// <summary>The demands of each program: those of one follow its main one.</summary>
    private protected static IEnumerable<List<MemoryDemand>> Programs(ImmutableArray<MemoryDemand> demands)
    {
        List<MemoryDemand> program = [];
        foreach (var demand in demands)
        {
            if (demand.IsMain && program.Count > 0)
            {
                yield return program;
                program = [];
            }
            if (demand.Certainty != RuntimeCertainty.Unknown)
                program.Add(demand);
        }
        if (program.Count > 0)
            yield return program;
    }

    /// <summary>How much of a limit is fine for a demand of these rules; null for one of others.</summary>
    private protected DemandBudget? Of(MemoryDemand demand) => demand.Budget is { } budget && budget.Family == _family ? budget : null;

    /// <summary>The line up to which an amount is fine.</summary>
    private protected DemandLine Fine(DemandBudget budget) => budget.Fine ?? new(_usual);

    /// <summary>The share of a limit that is advised.</summary>
    private protected decimal Advised(DemandBudget budget) => Math.Min(budget.SlowAbove ?? 100, Fine(budget).Percent);

    /// <summary>The demand that passes its line furthest: the first that cannot work, else the first that leaves too little.</summary>
    private protected (MemoryDemand Demand, DemandBudget Budget, bool IsHopeless)? Worst(
        List<MemoryDemand> program,
        ContainerFacts container,
        long limit
    )
    {
        // What an operator computes of one field, heap and limit, says nothing about the other.
        if (container.Limit("memory").Origin is TextOrigin.Operator { IsComputed: true })
            return null;
        (MemoryDemand, DemandBudget, bool)? above = null;
        foreach (var demand in program)
        {
            if (Of(demand) is not { } budget || demand is not { OnAssumedNodeBytes: null, Bytes: > 0 })
                continue;
            if (
                budget.Hopeless?.IsPassedBy(demand.Bytes, limit) == true
                && (demand.Setting is not null || !budget.IsMild || budget.IsHopelessByDefault)
            )
                return (demand, budget, true);
            bool isSlow = budget.SlowAbove is { } slow && new DemandLine(slow).IsPassedBy(demand.Bytes, limit);
            if (budget.IsHeldToFine && (isSlow || Fine(budget).IsPassedBy(demand.Bytes, limit)))
                above ??= (demand, budget, false);
        }
        return above;
    }

    /// <summary>An amount and its share of the limit.</summary>
    private protected static LimitClause Share(MemoryDemand demand, DemandBudget budget, long limit, ContainerFacts container) =>
        OfLimit(container, limitText => Share(demand, budget, limit, limitText));

    /// <summary>A clause with the limit; who injects it is told below one that would be too long.</summary>
    private protected static LimitClause OfLimit(ContainerFacts container, Func<string, string> clause)
    {
        string whole = clause(Describe.MemoryLimit(container));
        return whole.Length <= Statement.MostOfLine || container.Limit("memory").Origin is not TextOrigin.LimitRangeDefault
            ? new(whole, NamesInjector: true)
            : new(clause(container.Limit("memory").Plain), NamesInjector: false);
    }

    /// <summary>Who injects the limit, where a clause is too long to say it.</summary>
    private protected static Finding WithInjector(Finding finding, LimitClause clause, ContainerFacts container, PodFacts pod) =>
        !clause.NamesInjector && container.Limit("memory") is { Origin: TextOrigin.LimitRangeDefault origin } given
            ? finding with
            {
                From = finding.From.Add(new(given.Plain, origin.ToString(), LimitPlace.Of(container, pod))),
            }
            : finding;

    private static string Share(MemoryDemand demand, DemandBudget budget, long limit, string limitText)
    {
        if (demand.Bytes == long.MaxValue && demand.Setting is not null)
            return $"{budget.Is} the memory limit {limitText}";
        if (demand.Bytes == limit && budget.IsAll is { } all)
            return $"{all} the memory limit {limitText}";
        string share = $"{budget.Is} {ByteSize.Share(demand.Bytes, limit)} the memory limit {limitText}";
        // What to write names the share, too.
        return demand.Bytes < limit && budget.Measure is { } measure && share.Length + measure.Length < Statement.MostOfLine
            ? $"{share}, and {measure}"
            : share;
    }

    /// <summary>What follows where no room, or far too little, is left for what must fit beside an amount.</summary>
    private protected static Statement Hopeless(string what, MemoryDemand demand, DemandBudget budget, long limit, string? note) =>
        Statement.Of(
            what,
            (
                demand.Bytes == limit ? budget.ConsequenceAtLimit
                : demand.Bytes < limit ? budget.ConsequenceBelow
                : null
            ) ?? budget.Consequence
        ) with
        {
            Measure = note,
            Cause =
                budget.Cause is { } cause ? cause
                : demand.Bytes < limit && budget.CauseBelow is { } below ? below
                : !budget.TellsWhatIsLeft ? null
                : demand.Bytes < limit ? $"only {Human(limit - demand.Bytes)} is left for {budget.Beside}"
                : $"nothing is left for {budget.Beside}",
        };

    /// <summary>A finding at what sets an amount, with all that it rests on.</summary>
    private protected Finding AtDemand(
        MemoryDemand demand,
        DemandBudget budget,
        ContainerFacts container,
        PodFacts pod,
        Statement statement
    )
    {
        var setting = budget.At;
        var finding = AtSetting(
            setting?.Word,
            container,
            pod,
            statement.If(
                Assume.Runtime(budget.Guess),
                Assume.Runtime(demand.Assumption),
                budget.AssumedRelease is { } release ? new Assumption(AssumptionKind.Release, release) : null
            ),
            // Of the downward API the field that is taken.
            at: demand.Setting is { } named ? ResourceOf(named.Name, container)?.Location : null,
            source: setting is null ? null : Source(setting)
        );
        if (budget.ShareOf is { } memory)
            finding = WithParts(finding, [memory], "the memory that it is a share of");
        return WithParts(finding, budget.Further, "part of the sum");
    }

    // Each has its place. What its line does not tell, such as the ConfigMap that a variable is taken from, is told beside it.
    private protected static Finding WithParts(Finding finding, IEnumerable<RuntimeSetting> parts, string note)
    {
        foreach (var part in parts)
        {
            if (Source(part) is not { } source || source.Location == finding.Location)
                continue;
            if (source.Location is null || !source.IsShownByLine)
                finding = finding with { From = finding.From.Add(source) };
            if (source.Location is { } place && finding.Related.All(r => r.Location != place))
                finding = finding with { Related = finding.Related.Add(new(place, note)) };
        }
        return finding;
    }

    /// <summary>The finding with what to write instead.</summary>
    private protected static Finding WithLower(
        Finding finding,
        DemandBudget budget,
        decimal percent,
        ContainerFacts container,
        PodFacts pod
    ) =>
        Limit(container) is { } limit && budget.Lower?.Invoke(limit, container.Limit("memory").Plain, percent) is { } rewriting
            ? finding with
            {
                Remedy = Remedies.Of(rewriting, pod),
            }
            : finding;
}

/// <summary>An amount that leaves too little of the limit.</summary>
public abstract class AboveBudgetRule : SizeRule
{
    private protected AboveBudgetRule(string id, decimal usual = UsualPercent)
        : base(id, usual) { }

    private protected sealed override IEnumerable<Finding> Check(List<MemoryDemand> program, ContainerFacts container, PodFacts pod)
    {
        if (Limit(container) is not { } limit || Worst(program, container, limit) is not (var demand, var budget, false))
            yield break;
        var what = Share(demand, budget, limit, container);
        var node = demand.Of == DemandBasis.Node ? Assume.NodeMemory(pod) : null;
        if (!Fine(budget).IsPassedBy(demand.Bytes, limit))
        {
            if (budget.SlowBeside is { } beside)
                yield return AtDemand(demand, budget, container, pod, Left(what.Text, demand, beside, limit, null).If(node)) with
                {
                    Severity = Severity.Note,
                    Remedy = Remedies.Told(budget.Lower?.Invoke(limit, container.Limit("memory").Plain, Advised(budget))),
                };
            yield break;
        }
        bool isHopeless = demand.Bytes >= limit || budget.Hopeless?.IsPassedBy(demand.Bytes, limit) == true;
        var statement = isHopeless
            ? Hopeless(what.Text, demand, budget, limit, budget.Note)
            : Left(what.Text, demand, budget.Beside, limit, budget.Note);
        var finding = AtDemand(demand, budget, container, pod, statement.If(node)) with
        {
            Severity = demand.Bytes == limit && budget.IsNoteAtLimit ? Severity.Note : null,
            // A default that leaves little, and one of a node that may be smaller, are told in a lower voice.
            Lowered = budget.IsMild && demand.Setting is null && (demand.Of == DemandBasis.Node || !isHopeless) ? Severity.Note : null,
        };
        yield return WithLower(WithInjector(finding, what, container, pod), budget, Advised(budget), container, pod);
    }

    private static Statement Left(string what, MemoryDemand demand, string beside, long limit, string? note) =>
        Statement.Of(what, $"only {Human(limit - demand.Bytes)} is left for {beside}") with
        {
            Measure = note,
        };
}

/// <summary>An amount that leaves nothing of the limit, or far too little.</summary>
public abstract class AtLimitRule : SizeRule
{
    private protected AtLimitRule(string id, decimal usual = UsualPercent)
        : base(id, usual) { }

    private protected sealed override IEnumerable<Finding> Check(List<MemoryDemand> program, ContainerFacts container, PodFacts pod)
    {
        if (Limit(container) is not { } limit || Worst(program, container, limit) is not (var demand, var budget, true))
            yield break;
        Severity? lowered = budget.IsMild ? Severity.Warning : AtMostWarning(demand.Certainty);
        var what = Share(demand, budget, limit, container);
        var statement = Hopeless(what.Text, demand, budget, limit, lowered is null ? budget.NoteWhenHopeless : budget.Note);
        var node = demand.Of == DemandBasis.Node ? Assume.NodeMemory(pod) : null;
        var finding = AtDemand(demand, budget, container, pod, statement.If(node)) with { Lowered = lowered };
        yield return WithLower(WithInjector(finding, what, container, pod), budget, Advised(budget), container, pod);
    }
}

/// <summary>Amounts that are above the limit together, by settings or with usual figures.</summary>
public abstract class TogetherRule : SizeRule
{
    private protected TogetherRule(string id, decimal usual = UsualPercent)
        : base(id, usual) { }

    private protected sealed override IEnumerable<Finding> Check(List<MemoryDemand> program, ContainerFacts container, PodFacts pod)
    {
        if (
            Limit(container) is not { } limit
            || program is not [{ OnAssumedNodeBytes: null } main, ..]
            || Of(main) is not { Whole: not null } budget
        )
            yield break;
        var parts = MemoryDemand.Counted([.. program]).ToList();
        var caps = parts.Where(d => d.Kind != DemandKind.Estimate).ToList();
        Int128 fixedBytes = Sum(caps);
        if (caps.Count >= 2 && fixedBytes > limit)
            yield return WithLower(Fixed(main, budget, caps, Fit(fixedBytes), container, pod), budget, Advised(budget), container, pod);
        else if (Sum(parts) > limit && IsWorthEstimates(main, budget, limit))
            yield return WithLower(WithEstimates(main, budget, parts, limit, container, pod), budget, Advised(budget), container, pod);
    }

    // Programs of any kind that run side by side, each of which would fit.
    private protected sealed override IEnumerable<Finding> OfAll(ContainerFacts container, PodFacts pod)
    {
        if (Limit(container) is not { } limit || container.AtPeak is not { } peak)
            yield break;
        var programs = Programs(peak)
            .Select(p => MemoryDemand.Counted([.. p]).Where(IsSet).ToList())
            .Where(p => p is [{ IsMain: true }, ..])
            .ToList();
        if (programs.Count < 2 || programs.Exists(p => Sum(p) >= limit))
            yield break;
        List<MemoryDemand> all = [.. programs.SelectMany(p => p)];
        if (Sum(all) <= limit || all.Find(d => d.Budget is not null) is not { Budget: { } budget } main)
            yield break;
        long sum = Fit(Sum(all));
        var finding = AtDemand(
            main,
            budget,
            container,
            pod,
            Statement
                .Of(
                    Added(all, d => $"{d.What} {Human(d.Bytes)}", sum, Describe.MemoryLimit(container), limit),
                    "these programs run side by side, and the container can be OOMKilled although each keeps to its own bound"
                )
                .If([.. all.Where(d => d != main).Select(d => Assume.Runtime(d.Assumption))])
        );
        yield return finding with
        {
            From = [.. finding.From, .. all.Where(d => d != main).Select(d => Source(d.Setting!)).OfType<StatementSource>()],
            Remedy = Remedies.Told(Apart(all)),
        };
    }

    // A limit of which each takes no more than its share.
    private Rewriting? Apart(List<MemoryDemand> all)
    {
        decimal enough = all.Sum(d => d.Budget is { } own ? d.Bytes * 100 / Fine(own).Percent : d.Bytes);
        string shares = string.Join(
            ", ",
            all.Where(d => d.Budget is not null)
                .Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Subject} at {Fine(d.Budget!).Percent:0.#} %"))
        );
        return enough >= long.MaxValue / 2
            ? null
            : Rewriting.Told(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"a container each, or memory limit {RoundAmount.Up((long)Math.Ceiling(enough / (1 << 20)))}Mi"
                ),
                shares
            );
    }

    // What its author wrote, and no figure that somebody takes for usual or for granted.
    private static bool IsSet(MemoryDemand demand) =>
        demand is { Kind: DemandKind.Cap or DemandKind.Goal, Setting: not null, OnAssumedNodeBytes: null, Bytes: > 0 and < long.MaxValue };

    private Finding Fixed(MemoryDemand main, DemandBudget budget, List<MemoryDemand> caps, long sum, ContainerFacts container, PodFacts pod)
    {
        var what = OfLimit(container, limit =>
            Added(caps, d => $"{d.Name} {Human(d.Bytes)}", sum, limit, container.MemoryMax.Bytes!.Value)
        );
        var statement = Statement.Of(what.Text, "the container can be OOMKilled although each of these keeps to its maximum");
        var finding = WithInjector(AtDemand(main, budget, container, pod, statement), what, container, pod);
        return WithParts(finding, caps.Where(d => d != main).Select(d => d.Setting).OfType<RuntimeSetting>(), "part of the sum");
    }

    // As their authors wrote them, where that is no longer than a line.
    private static string Added(List<MemoryDemand> all, Func<MemoryDemand, string> name, long sum, string limitText, long limit)
    {
        string end = $" = {new ByteSize(sum).ToHumanExact()}, {ByteSize.Share(sum, limit)} the memory limit {limitText}",
            written = string.Join(" + ", all.Select(d => d.Subject.With(d.Bytes))) + end;
        return written.Length <= Statement.MostOfLine ? written : string.Join(" + ", all.Select(name)) + end;
    }

    // What nobody set, and nobody is sure of, is nobody's to correct. Where the heap alone leaves too little, another rule has its say.
    private bool IsWorthEstimates(MemoryDemand main, DemandBudget budget, long limit) =>
        !budget.IsOfImage
        && (main.Certainty == RuntimeCertainty.Exact || main.Setting is not null)
        && !new DemandLine(Advised(budget)).IsPassedBy(main.Bytes, limit);

    private Finding WithEstimates(
        MemoryDemand main,
        DemandBudget budget,
        List<MemoryDemand> parts,
        long limit,
        ContainerFacts container,
        PodFacts pod
    )
    {
        var what = OfLimit(container, text =>
            $"{budget.Is} {ByteSize.Percent(main.Bytes, limit)} % of the memory limit {text}, and with another {new ByteSize(Fit(Sum(parts) - main.Bytes)).ToHuman()} beside the heap {budget.Whole} takes {new ByteSize(Fit(Sum(parts))).ToHumanBeside(new ByteSize(limit))}"
        );
        var statement = Statement.Of(what.Text, "the container may be OOMKilled before the heap is full").If(Assume.UsualFigures(parts));
        return WithInjector(AtDemand(main, budget, container, pod, statement), what, container, pod) with { Severity = Severity.Note };
    }

    private static Int128 Sum(List<MemoryDemand> demands) => demands.Aggregate(Int128.Zero, (sum, d) => sum + d.Bytes);

    private static long Fit(Int128 bytes) => (long)Int128.Min(bytes, long.MaxValue);
}

/// <summary>What nothing bounds, or what is sized by something else than the limit.</summary>
public abstract class UnboundedRule : SizeRule
{
    private protected UnboundedRule(string id)
        : base(id) { }

    private protected sealed override IEnumerable<Finding> Check(List<MemoryDemand> program, ContainerFacts container, PodFacts pod)
    {
        foreach (var demand in program)
        {
            if (Of(demand) is { Unbounded: { } warning } budget && Check(demand, budget, warning, container, pod) is { } finding)
                yield return finding;
        }
    }

    private Finding? Check(MemoryDemand demand, DemandBudget budget, DemandWarning warning, ContainerFacts container, PodFacts pod)
    {
        string what = warning.What(Describe.Container(container.Spec));
        if (warning.Where == UnboundedWhere.AboveLimit)
        {
            if (Limit(container) is not { } limit || demand.BytesEach <= limit)
                return null;
            string amount = new ByteSize(demand.BytesEach).ToHumanExact();
            var finding = AtDemand(
                demand,
                budget,
                container,
                pod,
                Statement.Of($"{what} {amount}, above the memory limit {Describe.MemoryLimit(container)}", warning.Consequence)
            );
            return WithLower(
                finding with
                {
                    Statement = finding.Statement.If(demand.OnAssumedNodeBytes is null ? null : Assume.NodeMemory(pod)),
                },
                budget,
                Fine(budget).Percent,
                container,
                pod
            );
        }
        if (pod.AbsenceSaysNothing)
            return null;
        if (warning.Where == UnboundedWhere.UnderLimit)
        {
            return Limit(container) is not { } limit
                ? null
                : AtDemand(
                    demand,
                    budget,
                    container,
                    pod,
                    Statement.Of(
                        what,
                        $"{warning.Consequence} until the container is OOMKilled at the memory limit {Describe.MemoryLimit(container)}"
                    )
                ) with
                {
                    Remedy = Remedies.Told(budget.Lower?.Invoke(limit, container.Limit("memory").Plain, Fine(budget).Percent)),
                };
        }
        return container.MemoryMax.IsUnlimited
            ? AtDemand(demand, budget, container, pod, Statement.Of(what, warning.Consequence)) with
            {
                Lowered = Describe.Absence(pod, container),
                Remedy = Remedy.Told(AddLimit(budget, container)),
            }
            : null;
    }

    // Only its author knows the limit; what was thought of when the request was written is a start.
    private static Advice AddLimit(DemandBudget budget, ContainerFacts container)
    {
        if (container.MemoryRequest is not { IsPositive: true } request || request.Value.Bytes is not { } bytes)
            return new("a memory limit");
        string text = container.Request("memory").Plain;
        return budget.LowerBeside?.Invoke(bytes, text) is { } beside
            ? new($"memory limit {text}") { Why = "as much as is requested", Form = $"and {beside}" }
            : new($"a memory limit ({text} is requested)");
    }
}
