namespace ManifestLint.Evidence;

/// <summary>Where the version of a runtime is from.</summary>
public enum VersionSource
{
    /// <summary>Nothing tells it: it is assumed.</summary>
    Default,

    /// <summary>An option tells it: the assumed release refuses it, and this is the newest other one that takes all that is written.</summary>
    Evidence,

    /// <summary>The command line or the configuration.</summary>
    Option,

    /// <summary>The image's tag.</summary>
    ImageTag,

    /// <summary>What the configuration says of the image.</summary>
    Configuration,
}

/// <summary>The words of a <see cref="VersionSource"/>.</summary>
public static class VersionSources
{
    /// <summary>True if somebody told it; false where it is assumed, or concluded from options.</summary>
    public static bool IsTold(this VersionSource source) =>
        source is VersionSource.Option or VersionSource.ImageTag or VersionSource.Configuration;

    /// <summary>For people, and as contracts.md C3 has it (there <c>option</c> is the configuration, too): <c>image tag</c>.</summary>
    public static string Text(this VersionSource source) =>
        source switch
        {
            VersionSource.Option => "option",
            VersionSource.Configuration => "configuration",
            VersionSource.ImageTag => "image tag",
            VersionSource.Evidence => "evidence",
            _ => "default",
        };
}
