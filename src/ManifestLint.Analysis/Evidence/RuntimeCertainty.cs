namespace ManifestLint.Evidence;

/// <summary>How sure the facts of a runtime are.</summary>
public enum RuntimeCertainty
{
    /// <summary>They follow from the manifest, or from a start script that is known.</summary>
    Exact,

    /// <summary>They rest on what the image's start script is taken to do.</summary>
    Assumed,

    /// <summary>The manifest does not hold the answer.</summary>
    Unknown,
}
