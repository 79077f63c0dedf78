namespace ManifestLint.Oracles;

/// <summary>
/// A fact that asks real programs. Where something is missing it is skipped and says what; with <c>ORACLES=required</c> it runs all the same,
/// and fails.
/// </summary>
/// <param name="programs">What is asked, programs and folders, each as <see cref="Oracle.WhyNot(IEnumerable{string})"/> takes it; beside them a test may use coreutils.</param>
[AttributeUsage(AttributeTargets.Method)]
internal class OracleFactAttribute(params string[] programs) : FactAttribute
{
    /// <summary>What is asked.</summary>
    public IReadOnlyList<string> Programs => programs;

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Oracle.WhyNot(programs);
        set => base.Skip = value;
    }
}

/// <summary>A theory that asks real programs, as <see cref="OracleFactAttribute"/> does.</summary>
/// <param name="programs">What is asked.</param>
[AttributeUsage(AttributeTargets.Method)]
internal class OracleTheoryAttribute(params string[] programs) : TheoryAttribute
{
    /// <summary>What is asked.</summary>
    public IReadOnlyList<string> Programs => programs;

    /// <inheritdoc/>
    public override string? Skip
    {
        get => base.Skip ?? Oracle.WhyNot(programs);
        set => base.Skip = value;
    }
}
