namespace ManifestLint.Cluster;

/// <summary>A helper that is known by the name of its container and its image.</summary>
/// <param name="Name">What the container's name contains.</param>
/// <param name="Images">What the image's repository path contains: one of these.</param>
public sealed record KnownHelper(string Name, params string[] Images)
{
    /// <summary>The name in small letters.</summary>
    internal string SmallName { get; } = Name.ToLowerInvariant();
}
