using ManifestLint.Cli.Tests;

namespace ManifestLint.Oracles;

/// <summary>Sessions in README and docs that need kubectl.</summary>
public sealed class QuotedSessionOracleTests
{
    [OracleFact("kubectl")]
    public void What_is_quoted_of_a_kustomization_is_what_is_printed() =>
        Assert.Equal(1, QuotedSessions.Check("README.md", block => block.Contains("--kustomize", StringComparison.Ordinal)));
}
