namespace ManifestLint.Suppressing;

/// <summary>Whether a finding that rules across objects claim holds, which is known once every file is read.</summary>
internal sealed class Claim
{
    /// <summary>True once a verdict said so.</summary>
    public bool Holds { get; set; }
}
