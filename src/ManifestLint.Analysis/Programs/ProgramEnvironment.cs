using System.Collections.Immutable;

namespace ManifestLint.Programs;

/// <summary>The environment that a program starts with.</summary>
/// <param name="Variables">Values by name; one of kind Unknown is set to something that cannot be known.</param>
/// <param name="IsComplete">False if more variables may be set than are known.</param>
public sealed record ProgramEnvironment(ImmutableDictionary<string, Word> Variables, bool IsComplete = true)
{
    /// <summary>The program in front that may have set variables anew; null if there is none.</summary>
    public WrapperInFront? Wrapper { get; init; }

    /// <summary>Nothing is set.</summary>
    public static ProgramEnvironment Empty { get; } = new(ImmutableDictionary<string, Word>.Empty);
}
