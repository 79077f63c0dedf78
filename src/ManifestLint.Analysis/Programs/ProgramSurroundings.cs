namespace ManifestLint.Programs;

/// <summary>What a program finds where it runs, beside its words and variables.</summary>
public sealed record ProgramSurroundings
{
    /// <summary>Nothing is known.</summary>
    public static ProgramSurroundings Unknown { get; } = new();

    /// <summary>The text of a file by the path it is named by; null if it cannot be known. It lets script files and sourced files be
    /// followed.</summary>
    public Func<string, Word?> ReadFile { get; init; } = static _ => null;

    /// <summary>What a variable is that the environment does not show: a token if it is surely set, <see cref="Word.Unknown"/> if it may be,
    /// null if nothing is known to set it.</summary>
    public Func<string, Word?> SetElsewhere { get; init; } = static _ => null;

    /// <summary>As in <see cref="Process.IsPassedOn"/>.</summary>
    public bool IsPassedOn { get; init; }
}
