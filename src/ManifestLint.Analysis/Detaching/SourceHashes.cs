using System.Collections.Concurrent;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Detaching;

/// <summary>The hashes of lines, each of the text that the line stands in. A text is hashed when the first line of it is asked for.</summary>
/// <param name="shared">Those of texts that findings of several files point into; null where no hashes are wanted.</param>
/// <param name="own">The path of the file at work, whose hashes go with it.</param>
internal sealed class SourceHashes(ConcurrentDictionary<string, LineHashes>? shared, string own)
{
    // A long file is gone through by several threads, and is hashed once.
    private readonly Lock _gate = new();
    private LineHashes? _own;

    /// <summary>The hash of the line that a place starts on; null where no hashes are wanted.</summary>
    public string? Of(Location location)
    {
        if (shared is null)
            return null;
        var hashes =
            location.Source.Path == own
                ? Own(location.Source)
                : shared.GetOrAdd(location.Source.Path, static (_, source) => LineHashes.Of(source), location.Source);
        return hashes[location.Start.Line];
    }

    private LineHashes Own(SourceText source)
    {
        lock (_gate)
            return _own ??= LineHashes.Of(source);
    }
}
