using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>A variable of a shell.</summary>
/// <param name="Value">Null if it is surely not set.</param>
/// <param name="MaybeUnset">True if an unknown value may also mean that it is not set.</param>
internal sealed record ShellVariable(Word? Value, bool Exported = false, bool ReadOnly = false, bool MaybeUnset = false)
{
    /// <summary>All values of an array of bash, of which <see cref="Value"/> is the first; null for a text.</summary>
    public ImmutableArray<Word>? Items { get; init; }

    public bool Same(ShellVariable? other) =>
        ReferenceEquals(this, other)
        || (
            other is not null
            && Exported == other.Exported
            && ReadOnly == other.ReadOnly
            && MaybeUnset == other.MaybeUnset
            && (
                Items is { } items
                    ? other.Items is { } others && ShellState.SameWords(items.AsMemory(), others.AsMemory())
                    : other.Items is null
            )
            && ShellState.SameOutput(Value, other.Value)
        );
}

/// <summary>How the last command ended, as far as it is known.</summary>
/// <param name="Succeeded">Null if unknown.</param>
/// <param name="Code">Null if unknown.</param>
internal readonly record struct ShellStatus(bool? Succeeded, int? Code)
{
    public static ShellStatus Unknown => default;

    public static ShellStatus Success => new(true, 0);

    public static ShellStatus Failure => new(false, null);

    public static ShellStatus Of(int code) => new(code == 0, code);

    public static ShellStatus Either(ShellStatus a, ShellStatus b) =>
        new(a.Succeeded == b.Succeeded ? a.Succeeded : null, a.Code == b.Code ? a.Code : null);
}

/// <summary>Where a path goes next.</summary>
internal enum ShellFlow
{
    Normal,
    Break,
    Continue,
    Return,
    Exited,
}

/// <summary>The options of <c>set</c> that change what runs.</summary>
[Flags]
internal enum ShellOptions
{
    None = 0,
    ErrorExit = 1,
    NoUnset = 2,
    AllExport = 4,
    NoGlob = 8,
    PipeFail = 16,
}

/// <summary>What has been started so far on one path, newest last; a list that paths share up to where they part.</summary>
internal sealed class ShellTrace(ShellTrace? previous, ProcessPlan? plan, bool background)
{
    public ShellTrace? Previous => previous;

    /// <summary>What was started; null where everything in the background may have ended.</summary>
    public ProcessPlan? Plan => plan;

    public bool Background => background;

    public int Depth { get; } = (previous?.Depth ?? 0) + 1;

    // Real scripts have 3 at most.
    private const int MostNested = 40;

    /// <summary>The steps after <paramref name="since"/>, newest first.</summary>
    public static IEnumerable<ShellTrace> Since(ShellTrace? last, ShellTrace? since)
    {
        for (var step = last; step is not null && !ReferenceEquals(step, since); step = step.Previous)
            yield return step;
    }

    /// <summary>The part after <paramref name="since"/> as a plan.</summary>
    public static ProcessPlan Build(ShellTrace? last, ShellTrace? since)
    {
        var steps = Since(last, since).ToList();
        steps.Reverse();
        var index = 0;
        return Sequence(steps, ref index, nested: false);
    }

    private static ProcessPlan Sequence(List<ShellTrace> steps, ref int index, bool nested)
    {
        var plans = ImmutableArray.CreateBuilder<ProcessPlan>();
        while (index < steps.Count)
        {
            var step = steps[index];
            if (step.Plan is not { } plan)
            {
                if (nested)
                    break;
                index++;
            }
            else if (!step.Background)
            {
                index++;
                Append(plans, plan);
            }
            else
            {
                plans.Add(Beside(steps, ref index, depth: 0));
            }
        }
        return plans.Count == 1 ? plans[0]
            : plans.Count == 0 ? ProcessPlan.Nothing
            : new ProcessPlan.Sequence(plans.ToImmutable());
    }

    /// <summary>Background commands and everything that runs until they are waited for.</summary>
    private static ProcessPlan Beside(List<ShellTrace> steps, ref int index, int depth)
    {
        // In A & x; B & y, x has ended when B starts: A runs beside both, and B beside y alone.
        var branches = ImmutableArray.CreateBuilder<ProcessPlan>();
        var between = ImmutableArray.CreateBuilder<ProcessPlan>();
        while (index < steps.Count && steps[index].Plan is { } plan)
        {
            if (steps[index].Background && between.Count > 0 && depth < MostNested)
            {
                between.Add(Beside(steps, ref index, depth + 1));
                break;
            }
            if (steps[index].Background)
                branches.Add(plan);
            else
                Append(between, plan);
            index++;
        }
        if (between.Count > 0)
            branches.Add(between.Count == 1 ? between[0] : new ProcessPlan.Sequence(between.ToImmutable()));
        return branches.Count == 1 ? branches[0] : new ProcessPlan.SideBySide(branches.ToImmutable());
    }

    private static void Append(ImmutableArray<ProcessPlan>.Builder plans, ProcessPlan plan)
    {
        if (plan is ProcessPlan.Sequence sequence)
            plans.AddRange(sequence.Steps);
        else
            plans.Add(plan);
    }

    /// <summary>The plan "one of these".</summary>
    public static ProcessPlan OneOf(IEnumerable<ProcessPlan> plans)
    {
        var alternatives = ImmutableArray.CreateBuilder<ProcessPlan>();
        var orNothing = false;
        foreach (var plan in plans)
        {
            if (plan is ProcessPlan.OneOf inner)
            {
                alternatives.AddRange(inner.Alternatives);
                orNothing |= inner.OrNothing;
            }
            else if (plan is ProcessPlan.Sequence { Steps.IsEmpty: true })
            {
                orNothing = true;
            }
            else
            {
                alternatives.Add(plan);
            }
        }
        if (alternatives.Count == 0)
            return ProcessPlan.Nothing;
        return alternatives.Count == 1 && !orNothing ? alternatives[0] : new ProcessPlan.OneOf(alternatives.ToImmutable(), orNothing);
    }
}

/// <summary>Everything a shell remembers on one path through its script. Immutable, so that paths can part at no cost.</summary>
internal sealed record ShellState
{
    /// <summary>What follows the name of an array where all of it is meant.</summary>
    public const string AllItems = "[@]";

    public required ImmutableDictionary<string, ShellVariable> Variables { get; init; }

    /// <summary>What programs get: the exported variables that are set.</summary>
    public required ImmutableDictionary<string, Word> Exports { get; init; }

    /// <summary><c>$1</c> and so on: a part of an array, so that a shift costs nothing.</summary>
    public required ReadOnlyMemory<Word> Positional { get; init; }

    /// <summary>True if what the parameters are, and how many, is not known.</summary>
    public bool HasUnknownParameters => FirstUnknown(Positional.Length);

    /// <summary>True if one of the first parameters stands for any number of words.</summary>
    public bool FirstUnknown(int count)
    {
        foreach (var word in Positional.Span[..Math.Min(count, Positional.Length)])
        {
            if (word.Kind == WordKind.UnknownMany)
                return true;
        }
        return false;
    }

    public required Word Zero { get; init; }

    public bool EnvironmentComplete { get; init; } = true;

    /// <summary>As in <see cref="ProgramEnvironment.Wrapper"/>.</summary>
    public WrapperInFront? Wrapper { get; init; }

    /// <summary>What programs get.</summary>
    public ProgramEnvironment Environment => new(Exports, EnvironmentComplete) { Wrapper = Wrapper };

    public ShellOptions Options { get; init; }

    public ShellStatus Status { get; init; } = ShellStatus.Success;

    public ShellFlow Flow { get; init; }

    /// <summary>Loops still to be left by break or continue.</summary>
    public int Levels { get; init; }

    public ShellTrace? Trace { get; init; }

    /// <summary>Background commands nobody has waited for.</summary>
    public int OpenJobs { get; init; }

    public ImmutableDictionary<string, ShellNode> Functions { get; init; } = ImmutableDictionary<string, ShellNode>.Empty;

    /// <summary>In a function: the values its local variables had outside; null outside functions.</summary>
    public ImmutableDictionary<string, ShellVariable?>? Locals { get; init; }

    public ImmutableHashSet<string> Aliases { get; init; } = [];

    /// <summary>What builtins have printed; null where nobody asks.</summary>
    public Word? Output { get; init; }

    public Word? ExitTrap { get; init; }

    public bool Has(ShellOptions option) => (Options & option) != ShellOptions.None;

    /// <summary>Adds a step; nothing is not a step.</summary>
    public ShellState Started(ProcessPlan plan, bool background = false)
    {
        if (plan is ProcessPlan.Sequence { Steps.IsEmpty: true })
            return this;
        return this with { Trace = new ShellTrace(Trace, plan, background), OpenJobs = OpenJobs + (background ? 1 : 0) };
    }

    /// <summary>What runs in the background may have ended: nothing that follows is certainly beside it.</summary>
    public ShellState Settled() =>
        OpenJobs == 0 ? this : this with { Trace = new ShellTrace(Trace, null, background: false), OpenJobs = 0 };

    public ShellState Set(string name, ShellVariable variable) =>
        this with
        {
            Variables = Variables.SetItem(name, variable),
            // An array reaches no program.
            Exports = variable is { Exported: true, Items: null, Value: { } value } ? Exports.SetItem(name, value) : Exports.Remove(name),
        };

    /// <summary>True if what follows cannot tell the two apart, but for how they ended and what they started.</summary>
    public bool SameAs(ShellState other)
    {
        if (Flow != other.Flow)
            return false;
        if (Flow == ShellFlow.Exited)
            return SameOutput(Output, other.Output) && ReferenceEquals(ExitTrap, other.ExitTrap);
        if (OpenJobs + other.OpenJobs > 0 && !ReferenceEquals(Trace, other.Trace))
            return false;
        return Levels == other.Levels
            && Options == other.Options
            && EnvironmentComplete == other.EnvironmentComplete
            && ReferenceEquals(Functions, other.Functions)
            && ReferenceEquals(ExitTrap, other.ExitTrap)
            && ReferenceEquals(Aliases, other.Aliases)
            && SameOutput(Output, other.Output)
            && Zero.SameText(other.Zero)
            && SameWords(Positional, other.Positional)
            && SameVariables(other)
            && SameLocals(other);
    }

    internal static bool SameOutput(Word? a, Word? b) => a is null ? b is null : b is not null && a.SameText(b);

    internal static bool SameWords(ReadOnlyMemory<Word> a, ReadOnlyMemory<Word> b) =>
        a.Equals(b) || a.Span.SequenceEqual(b.Span, SameText.Instance);

    /// <summary>Parameters of which nothing is known.</summary>
    public static readonly ReadOnlyMemory<Word> UnknownParameters = new[] { Word.UnknownMany };

    private bool SameVariables(ShellState other)
    {
        if (ReferenceEquals(Variables, other.Variables))
            return true;
        if (Variables.Count != other.Variables.Count)
            return false;
        return Variables.All(pair => pair.Value.Same(other.Variables.GetValueOrDefault(pair.Key)));
    }

    private bool SameLocals(ShellState other) =>
        ReferenceEquals(Locals, other.Locals)
        || (
            Locals is not null
            && other.Locals is not null
            && Locals.Count == other.Locals.Count
            && Locals.All(pair =>
                other.Locals.TryGetValue(pair.Key, out var value) && (pair.Value is null ? value is null : pair.Value.Same(value))
            )
        );

    /// <summary>One state for two: what they do not agree on is unknown. Null where the difference is of another kind than values.</summary>
    public static ShellState? Blur(ShellState a, ShellState b)
    {
        if (
            a.Flow != b.Flow
            || a.Levels != b.Levels
            || a.OpenJobs + b.OpenJobs > 0
            || !ReferenceEquals(a.Functions, b.Functions)
            || !a.SameLocals(b)
            || !ReferenceEquals(a.ExitTrap, b.ExitTrap)
            || a.Options != b.Options
        )
        {
            return null;
        }
        var result = a with
        {
            EnvironmentComplete = a.EnvironmentComplete && b.EnvironmentComplete,
            Aliases = a.Aliases.Union(b.Aliases),
            Output = SameOutput(a.Output, b.Output) ? a.Output : Word.Unknown,
            Zero = a.Zero.SameText(b.Zero) ? a.Zero : Word.Unknown,
            Positional = SameWords(a.Positional, b.Positional) ? a.Positional : UnknownParameters,
        };
        foreach (var name in a.Variables.Keys.Union(b.Variables.Keys, StringComparer.Ordinal))
        {
            ShellVariable? x = a.Variables.GetValueOrDefault(name),
                y = b.Variables.GetValueOrDefault(name);
            if (x is not null && x.Same(y))
                continue;
            var maybeUnset = x?.Value is null || y?.Value is null || x.MaybeUnset || y.MaybeUnset;
            var joined = x?.Value is { } one && y?.Value is { } other ? Joined(one, other) : Word.Unknown;
            result = result.Set(
                name,
                new ShellVariable(
                    joined,
                    x?.Exported == true || y?.Exported == true,
                    x?.ReadOnly == true && y?.ReadOnly == true,
                    maybeUnset
                )
            );
        }
        return result;
    }

    private static Word Joined(Word one, Word other) =>
        one.IsPlainToken && other.IsPlainToken ? Word.UnknownToken
        : one.IsOneToken && other.IsOneToken ? Word.UnknownUncut
        : Word.Unknown;

    private sealed class SameText : IEqualityComparer<Word>
    {
        public static readonly SameText Instance = new();

        public bool Equals(Word? x, Word? y) => x is null ? y is null : y is not null && x.SameText(y);

        public int GetHashCode(Word obj) => StringComparer.Ordinal.GetHashCode(obj.Prefix);
    }
}
