namespace ManifestLint.Oracles;

/// <summary>Sessions in README and docs print what is quoted. The one with pre-commit is that of PreCommitOracleTests.</summary>
public sealed class QuotedSessionOracleTests
{
    [OracleTheory("bash", "grep", "sed")]
    [InlineData("README.md")]
    [InlineData("docs/adopting.md")]
    [InlineData("docs/living.md")]
    public void Quoted_commands_print_what_is_quoted(string document) =>
        _ = QuotedSessions.Check(document, session =>
            !session.Contains("--kustomize", StringComparison.Ordinal) && !session.Contains("$ pre-commit", StringComparison.Ordinal)
        );

    [OracleFact("bash", "kubectl")]
    public void What_is_quoted_of_a_kustomization_is_what_is_printed() =>
        Assert.Equal(1, QuotedSessions.Check("README.md", session => session.Contains("--kustomize", StringComparison.Ordinal)));
}
