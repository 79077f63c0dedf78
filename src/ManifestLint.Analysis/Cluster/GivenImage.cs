using System.Collections.Immutable;

namespace ManifestLint.Cluster;

/// <summary>What a team has told of its images.</summary>
/// <param name="Glob">Registry and repository, without a tag; <c>*</c> stands for any characters within a component.</param>
/// <param name="Runtime">What runs in them: jvm, node, redis, ….</param>
public sealed record GivenImage(string Glob, string Runtime)
{
    /// <summary>The release; null if none is told.</summary>
    public string? Version { get; init; }

    /// <summary>Variables that their start script passes to the program.</summary>
    public ImmutableArray<string> Passes { get; init; } = [];
}

/// <summary>A registry that holds copies of another one's images.</summary>
/// <param name="Prefix">What stands before their repositories: <c>harbor.example.com/dockerhub</c>.</param>
/// <param name="Of">What would stand there: <c>docker.io</c>.</param>
public sealed record RegistryMirror(string Prefix, string Of)
{
    /// <summary>The reference as it is where the copy was made of; null for an image of another place.</summary>
    public string? Original(string image) =>
        image.StartsWith(Prefix + "/", StringComparison.OrdinalIgnoreCase) ? Of + image[Prefix.Length..] : null;
}
