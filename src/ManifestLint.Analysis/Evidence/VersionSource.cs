namespace ManifestLint.Evidence;

/// <summary>Where the version of a runtime is from.</summary>
public enum VersionSource
{
    /// <summary>Nothing tells it: it is assumed.</summary>
    Default,

    /// <summary>The command line or the configuration.</summary>
    Option,

    /// <summary>The image's tag.</summary>
    ImageTag,
}

/// <summary>The words of a <see cref="VersionSource"/>.</summary>
public static class VersionSources
{
    /// <summary>As contracts.md C3 has it: <c>image tag</c>.</summary>
    public static string Text(this VersionSource source) =>
        source switch
        {
            VersionSource.Option => "option",
            VersionSource.ImageTag => "image tag",
            _ => "default",
        };
}
