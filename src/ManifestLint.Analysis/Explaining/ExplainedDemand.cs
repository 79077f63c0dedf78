using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Runtimes;

namespace ManifestLint.Explaining;

/// <summary>Explains what programs ask memory for, whichever they are.</summary>
internal static class ExplainedDemand
{
    /// <summary>A step for each title; none for what has no story.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container) =>
        container
            .Demands.Where(d => d.Story is not null)
            .GroupBy(d => d.Story!.Title, StringComparer.Ordinal)
            .Select(g => new ExplainedStep(
                g.Key,
                [.. g.SelectMany(d => Lines(container, d, d.Story!))],
                g.Select(d => d.By is { Source: { } source } && d.Budget?.Family != DemandFamily.Server ? source : null)
                    .FirstOrDefault(s => s is not null)
                    ?? g.First().Story!.Source
            ));

    private static IEnumerable<string> Lines(ContainerFacts container, MemoryDemand demand, DemandStory story)
    {
        foreach (var (name, by) in story.From)
            yield return ExplainedRuntime.Computed(name, by);
        // How one of several processes comes to its amount is how all do.
        string amount = demand.By is { } computed
            ? ExplainedRuntime.Computed(story.Amount, computed)
            : $"{story.Amount} = {story.Before}{ExplainedRuntime.Bytes(demand.BytesEach)}";
        yield return amount + story.Behind;
        if (story.Together is { } together && demand.Together is { } sum)
            yield return ExplainedRuntime.Computed(together, sum);
        foreach (string line in ExplainedRuntime.ShareOfLimit(container, demand.Bytes))
            yield return line;
        if (demand.Budget is { } budget)
        {
            foreach (string line in Advice(demand, budget))
                yield return line;
        }
        foreach (var (name, by) in story.Then)
            yield return ExplainedRuntime.Computed(name, by);
        foreach (string remark in story.Remarks)
            yield return remark;
    }

    private static IEnumerable<string> Advice(MemoryDemand demand, DemandBudget budget)
    {
        if (budget.IsHeldToFine && (budget.Advised ?? budget.Fine?.Percent) is { } percent)
        {
            yield return percent >= 100
                ? $"above 100 % of the limit: {budget.Consequence}"
                : $"at most {Number(percent)} % advised{(budget.AdvisedWhere is { } where ? $" {where}" : "")}; the rest is for {budget.Beside}";
        }
        if (budget.Hopeless is { } line && budget.Consequence.Length > 0)
            yield return $"from {Number(line.Percent)} % on: {(line.Percent < 100 ? budget.ConsequenceBelow : null) ?? budget.Consequence}{(demand.Setting is null && budget.IsMild ? "; a default is a note below that, a warning from there on" : "")}";
    }

    private static string Number(decimal percent) => percent.ToString("0.####", CultureInfo.InvariantCulture);
}
