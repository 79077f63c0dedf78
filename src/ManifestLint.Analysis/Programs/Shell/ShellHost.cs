using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>What starting a command line comes to.</summary>
internal readonly record struct LaunchResult(ProcessPlan Plan, ShellStatus Status);

/// <summary>Starts words, program first, in an environment.</summary>
/// <param name="words">The words.</param>
/// <param name="environment">The environment.</param>
/// <param name="isMain">True if they take the place of the first process: its failure is the plan's.</param>
internal delegate LaunchResult ProgramLaunch(ImmutableArray<Word> words, ProgramEnvironment environment, bool isMain);

/// <summary>What a shell asks of whoever started it.</summary>
/// <param name="Around">The files and variables of where it runs.</param>
/// <param name="Budget">What all shells of one start share.</param>
/// <param name="Launch">Starts what its script calls.</param>
internal sealed record ShellHost(ProgramSurroundings Around, ShellBudget Budget, ProgramLaunch Launch);

/// <summary>Limits that a script and everything it starts share.</summary>
internal sealed class ShellBudget
{
    // Ten times above the largest real values known, 2,300 and 14 (contracts.md C8).
    private const int MaxSteps = 25_000;
    private const int MaxDepth = 150;

    // Of a step in which little is expanded (see Effort).
    private const int UnitsOfStep = 40;

    // The largest real value known is 173,000.
    private const long MaxUnits = 8_000_000;
    private int _steps;
    private long _units;

    /// <summary>How deep commands, functions, substitutions and nested shells are in each other.</summary>
    public int Depth { get; set; }

    /// <summary>The first name that a script reads and nothing is known to set: empty here, though an image may set it.</summary>
    public string? UnsetName { get; set; }

    /// <summary>Counts a step; false if it is one too many.</summary>
    public bool Spend() => (++_steps <= MaxSteps && Depth < MaxDepth || GiveUp()) && Spend(UnitsOfStep);

    /// <summary>Counts what a step costs beside it; false if it is too much.</summary>
    public bool Spend(long units) => Effort.Spend(units) && ((_units += units) <= MaxUnits || GiveUp());

    private static bool GiveUp()
    {
        Effort.GiveUp(PastLimit.ScriptSteps);
        return false;
    }
}
