using System.Collections.Immutable;

namespace ManifestLint.Programs;

/// <summary>The environment that a program starts with.</summary>
/// <param name="Variables">Values by name; one of kind Unknown is set to something that cannot be known.</param>
/// <param name="IsComplete">False if more variables may be set than are known.</param>
public sealed record ProgramEnvironment(ImmutableDictionary<string, Word> Variables, bool IsComplete = true)
{
    /// <summary>The program in front that may have set variables anew; null if there is none.</summary>
    public WrapperInFront? Wrapper { get; init; }

    /// <summary>True if a test holds for a value. Of every container several ask, so without an enumerator on the heap.</summary>
    public bool AnyValue(Func<Word, bool> test)
    {
        foreach (var (_, value) in Variables)
        {
            if (test(value))
                return true;
        }
        return false;
    }

    /// <summary>Nothing is set.</summary>
    public static ProgramEnvironment Empty { get; } = new(ImmutableDictionary<string, Word>.Empty);
}
