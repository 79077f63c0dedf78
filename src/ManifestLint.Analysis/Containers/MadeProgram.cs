using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Containers;

/// <summary>What an operator starts in a container where the container itself says nothing else.</summary>
public sealed record MadeProgram
{
    /// <summary>The words of its <c>command</c>; null where the image's entrypoint runs.</summary>
    public ImmutableArray<Word>? Command { get; init; }

    /// <summary>The words of its <c>args</c>.</summary>
    public ImmutableArray<Word> Arguments { get; init; } = [];

    /// <summary>The words of another program that runs beside it; empty for none.</summary>
    public ImmutableArray<Word> Beside { get; init; } = [];

    /// <summary>Variables below those of the container.</summary>
    public ImmutableArray<EnvironmentEntry> Variables { get; init; } = [];

    /// <summary>Files by their paths, before those that are mounted.</summary>
    public ImmutableDictionary<string, Word> Files { get; init; } = ImmutableDictionary<string, Word>.Empty;

    /// <summary>Files that a key of a ConfigMap fills, by their paths.</summary>
    public ImmutableDictionary<string, (string Name, string Key)> ConfigFiles { get; init; } =
        ImmutableDictionary<string, (string Name, string Key)>.Empty;

    /// <summary>The product that a JVM runs (<c>Kafka</c>), by which its heap is judged; null for what the image tells.</summary>
    public string? Product { get; init; }

    /// <summary>True where a start script that nobody sees may set the heap of a JVM as well.</summary>
    public bool IsAssumed { get; init; }

    /// <summary>Settings of the custom resource that nothing reads, and why.</summary>
    public ImmutableArray<(string Name, Word Word, IgnoredReason Reason)> Ignored { get; init; } = [];

    /// <summary>True where settings come from a place that nobody sees here, so that nothing can be said of the program.</summary>
    public bool IsUnknown { get; init; }
}
