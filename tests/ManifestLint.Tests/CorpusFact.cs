namespace ManifestLint.Tests;

/// <summary>
/// A fact about a folder of real manifests, which <c>MANIFESTLINT_CORPUS</c> names. Without it the fact is skipped and says so; with
/// <c>MANIFESTLINT_CORPUS_REQUIRED</c> it runs all the same, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class CorpusFactAttribute : FactAttribute
{
    public CorpusFactAttribute() => Skip = Corpus.WhyNot;
}

/// <summary>A folder of real manifests.</summary>
internal static class Corpus
{
    private static readonly string? Named = Environment.GetEnvironmentVariable("MANIFESTLINT_CORPUS") is { Length: > 0 } folder
        ? folder
        : null;

    /// <summary>Why tests over it are skipped, or null if they run.</summary>
    public static string? WhyNot =>
        !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("MANIFESTLINT_CORPUS_REQUIRED")) || Directory.Exists(Named)
            ? null
            : "MANIFESTLINT_CORPUS names no folder (MANIFESTLINT_CORPUS_REQUIRED makes this a failure)";

    /// <summary>The full path of the folder; fails the test if there is none.</summary>
    public static string Folder
    {
        get
        {
            Assert.True(Directory.Exists(Named), $"the corpus is required, and MANIFESTLINT_CORPUS names no folder: {Named}");
            return Path.GetFullPath(Named!);
        }
    }
}
