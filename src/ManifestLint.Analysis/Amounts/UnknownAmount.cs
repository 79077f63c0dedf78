namespace ManifestLint.Amounts;

/// <summary>An amount of a pod that cannot be known, as something else depends on it.</summary>
/// <param name="Container">Whose; null for the pod as a whole.</param>
/// <param name="IsLimit">True for a limit.</param>
/// <param name="Resource"><c>memory</c>, <c>cpu</c>.</param>
public readonly record struct UnknownAmount(ContainerAmounts? Container, bool IsLimit, string Resource)
{
    /// <summary>True for what the RuntimeClass adds to the pod.</summary>
    public bool IsOverhead { get; init; }
}
