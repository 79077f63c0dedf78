using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>What is kept of a file that was read for its context until its turn comes.</summary>
/// <param name="documents">The documents that were parsed, by index.</param>
/// <param name="text">Its text; null where it is opened again.</param>
internal sealed class KeptReading(ImmutableDictionary<int, YamlDocument> documents, SourceText? text = null)
{
    /// <summary>Nothing.</summary>
    public static KeptReading None { get; } = new(ImmutableDictionary<int, YamlDocument>.Empty);

    /// <summary>The documents that were parsed, by index.</summary>
    public ImmutableDictionary<int, YamlDocument> Documents => documents;

    /// <summary>The text of the file of a path; null where it is not kept. Documents that were parsed hold theirs.</summary>
    public SourceText? TextOf(string path)
    {
        if (text is not null)
            return text;
        foreach (var document in documents.Values)
        {
            if (document.Root?.Location.Source is { } source && source.Path == path)
                return source;
        }
        return null;
    }
}

/// <summary>Decides which texts are kept: small ones, since there opening a file takes longer than holding it costs. Asked by any thread.</summary>
internal sealed class KeptTexts
{
    // In UTF-16 units.
    private const int LongestText = 4 << 10;
    private const int MostHeld = 2 << 20;

    // Of an object and a string, in the same units.
    private const int PerText = 48;
    private long _held;

    /// <summary>The text if it is to be kept, else null.</summary>
    public SourceText? Keep(SourceText text) =>
        text.Text.Length <= LongestText && Interlocked.Add(ref _held, text.Text.Length + PerText) <= MostHeld ? text : null;
}
