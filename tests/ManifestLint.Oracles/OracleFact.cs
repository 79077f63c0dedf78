namespace ManifestLint.Oracles;

/// <summary>
/// A fact that asks real programs. Where one is missing it is skipped and says which; with <c>ORACLES=required</c> it runs all the same, and
/// fails.
/// </summary>
/// <param name="programs">The programs asked, each as <see cref="Oracle.Find"/> takes it; beside them a test may use coreutils.</param>
[AttributeUsage(AttributeTargets.Method)]
internal class OracleFactAttribute(params string[] programs) : FactAttribute
{
    /// <summary>The programs asked.</summary>
    public IReadOnlyList<string> Programs => programs;

    /// <summary>True if it asks about a folder of real manifests as well.</summary>
    public bool NeedsCorpus { get; init; }

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Oracle.WhyNot(programs) ?? (NeedsCorpus ? ManifestLint.Tests.Corpus.WhyNot : null);
        set => base.Skip = value;
    }
}

/// <summary>A theory that asks real programs, as <see cref="OracleFactAttribute"/> does.</summary>
/// <param name="programs">The programs asked.</param>
[AttributeUsage(AttributeTargets.Method)]
internal class OracleTheoryAttribute(params string[] programs) : TheoryAttribute
{
    /// <summary>The programs asked.</summary>
    public IReadOnlyList<string> Programs => programs;

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Oracle.WhyNot(programs);
        set => base.Skip = value;
    }
}
