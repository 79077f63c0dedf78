using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Programs;

namespace ManifestLint.Tests.Containers;

/// <summary>Ways to look at a plan that do not depend on how it is nested.</summary>
internal static class PlanReading
{
    private const int MaxWays = 4096;

    public static ProgramEnvironment Environment(params IEnumerable<(string Name, string Value)> variables) =>
        new(variables.ToImmutableDictionary(v => v.Name, v => Word.Of(v.Value)));

    /// <summary>The plan of <c>sh -c script zero positional…</c> in a container.</summary>
    public static ProcessPlan OfScript(string shell, Word script, ImmutableArray<Word> arguments, ProgramEnvironment environment) =>
        ContainerProcesses.Start([Word.Of(shell), Word.Of("-c"), script, .. arguments], environment);

    /// <summary>Every order of processes the plan allows, jobs in the order they are started.</summary>
    public static List<ImmutableArray<ProcessPlan>> Ways(ProcessPlan plan)
    {
        switch (plan)
        {
            case ProcessPlan.Sequence sequence:
                return All(sequence.Steps);
            case ProcessPlan.SideBySide beside:
                return All(beside.Branches);
            case ProcessPlan.OneOf choice:
                List<ImmutableArray<ProcessPlan>> ways = [.. choice.Alternatives.SelectMany(Ways)];
                if (choice.OrNothing)
                    ways.Add([]);
                return ways;
            default:
                return
                [
                    [plan],
                ];
        }
    }

    private static List<ImmutableArray<ProcessPlan>> All(ImmutableArray<ProcessPlan> steps)
    {
        List<ImmutableArray<ProcessPlan>> ways =
        [
            [],
        ];
        foreach (var step in steps)
        {
            var next = Ways(step);
            ways = [.. ways.SelectMany(w => next.Select(n => w.AddRange(n))).Take(MaxWays)];
        }
        return ways;
    }

    public static bool HoldsUnknown(ProcessPlan plan) => Ways(plan).Exists(w => w.Any(IsUnknown));

    private static bool IsUnknown(ProcessPlan step) =>
        step is ProcessPlan.Unknown || (step is ProcessPlan.Run { Process.Arguments: var words } && words.Any(w => !w.IsKnown));

    /// <summary>The arguments of the runs of <paramref name="program"/> on one way, without the program itself.</summary>
    public static List<string[]> Arguments(ImmutableArray<ProcessPlan> way, string program) =>
        [.. Runs(way, program).Select(p => p.Arguments.Skip(1).Select(w => w.ToString()).ToArray())];

    public static IEnumerable<Process> Runs(ImmutableArray<ProcessPlan> way, string program) =>
        way.OfType<ProcessPlan.Run>().Select(r => r.Process).Where(p => p.Arguments.Length > 0 && p.Arguments[0].ToString() == program);

    /// <summary>A plan in one line: <c>a b; (c | d) &amp; e</c>, unknown words as <c>?</c> and <c>?*</c>.</summary>
    public static string Show(ProcessPlan plan) =>
        plan switch
        {
            ProcessPlan.Run run => (run.Process.EntrypointUnknown ? "<entrypoint> " : "")
                + string.Join(' ', run.Process.Arguments.Select(Show)),
            ProcessPlan.Sequence sequence => sequence.Steps.IsEmpty ? "nothing" : string.Join("; ", sequence.Steps.Select(Show)),
            ProcessPlan.SideBySide beside => "(" + string.Join(" & ", beside.Branches.Select(Show)) + ")",
            ProcessPlan.OneOf choice => "("
                + string.Join(" | ", choice.Alternatives.Select(Show))
                + (choice.OrNothing ? " | nothing" : "")
                + ")",
            ProcessPlan.Unknown => "unknown",
            ProcessPlan.Fails fails => $"fails {fails.ExitCode}",
            _ => throw new InvalidOperationException("a new kind of plan"),
        };

    private static string Show(Word word) =>
        word.Kind switch
        {
            WordKind.Known => word.Text.Length == 0 || word.Text.AsSpan().IndexOfAny(' ', '\n', '\t') >= 0 ? $"[{word.Text}]" : word.Text,
            WordKind.Unknown => word.Prefix + "?",
            _ => word.Prefix + "?*",
        };
}
