using ManifestLint.Tests;

namespace ManifestLint.Oracles;

/// <summary>Answers of the program that are known to differ from a real program's: <c>known.txt</c> beside this file, as that of the vectors.</summary>
internal static class KnownDifferences
{
    private static readonly Lazy<(IReadOnlyList<KnownVector> Listed, IReadOnlyList<string> Malformed)> File = new(() =>
        KnownVectors.Read(
            System.IO.File.ReadAllLines(Path.Combine(VectorFiles.RepositoryRoot(), "tests", "ManifestLint.Oracles", "known.txt"))
        )
    );

    /// <summary>What stands in the file.</summary>
    public static IReadOnlyList<KnownVector> Listed => File.Value.Listed;

    /// <summary>Fails if something differs that is not listed, or if something listed that was asked differs no more.</summary>
    /// <param name="asked">The ids of all that was asked.</param>
    /// <param name="wrong">How the answers differ, by id.</param>
    public static void Settle(IReadOnlySet<string> asked, IReadOnlyDictionary<string, string> wrong)
    {
        Assert.Empty(File.Value.Malformed);
        var disagreements = KnownVectors.Disagreements(Listed, asked, new HashSet<string>(), wrong).ToList();
        Assert.True(disagreements.Count == 0, string.Join('\n', disagreements));
    }
}
