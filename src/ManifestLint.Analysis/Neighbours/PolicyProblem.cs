using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>Why an object that acts on pods is refused, so that it is not there (LR-7, VPA-6).</summary>
/// <param name="What">What is wrong with it: a clause, with its amounts as their author wrote them.</param>
/// <param name="Location">Where.</param>
/// <param name="Path">The address of that within the object.</param>
public sealed record PolicyProblem(string What, Location Location, YamlPath Path)
{
    /// <summary>What to write instead: <c>updateMode: Recreate</c>; null where that is not to be known.</summary>
    public string? Instead { get; init; }

    /// <summary>The word that stands there and those that may, of which one may be meant; null where it is no word of a list.</summary>
    public (string Written, ImmutableArray<string> Words)? Choice { get; init; }

    /// <summary>What it contradicts, and a note; null for nothing.</summary>
    public (Location Location, string Note)? Related { get; init; }

    /// <summary>True if an amount in the wrong unit makes it so, which is told by itself (ML0004).</summary>
    public bool IsOfSlip { get; init; }
}
