namespace ManifestLint.Oracles;

/// <summary>Sessions in README and docs print what is quoted. The one with pre-commit is that of PreCommitOracleTests.</summary>
public sealed class QuotedSessionOracleTests
{
    [OracleTheory("bash", "grep", "sed")]
    [InlineData("README.md")]
    [InlineData("docs/adopting.md")]
    [InlineData("docs/living.md")]
    [InlineData("docs/kustomize.md")]
    public void Quoted_commands_print_what_is_quoted(string document) =>
        _ = QuotedSessions.Check(document, session => !session.Contains("$ pre-commit", StringComparison.Ordinal));
}
