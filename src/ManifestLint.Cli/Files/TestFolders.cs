using ManifestLint.Reading;

namespace ManifestLint.Cli.Files;

/// <summary>Folders whose files are input and expected output of tests: nobody deploys them.</summary>
internal static class TestFolders
{
    // Source: `go help packages`, "Directory and file names that begin with "." or "_" are ignored by the go tool, as are directories named "testdata"."
    private const string TestData = "testdata";

    // Below a folder of tests only: `data` and `fixtures` alone are names for anything.
    private static readonly string[] s_below = ["__snapshots__", "baseline", "cli", "data", "fixtures", "golden", "snapshots"];

    /// <summary>True for the name of a folder that holds what tests read, wherever it stands; <c>testdata2</c>, beside the first, too.</summary>
    public static bool Is(ReadOnlySpan<char> name) =>
        name.StartsWith(TestData, StringComparison.Ordinal) && !name[TestData.Length..].ContainsAnyExceptInRange('0', '9');

    /// <summary>True for the name of a folder that holds what tests read where it stands below one that <see cref="Trials.IsOfTests"/>.</summary>
    public static bool IsBelowTests(ReadOnlySpan<char> name)
    {
        foreach (string known in s_below)
        {
            if (name.SequenceEqual(known))
                return true;
        }
        return false;
    }

    /// <summary>
    /// True for a file that makes its folder, with all below, one test: of Kyverno's command line, of Chainsaw and of KUTTL. Sources: kyverno.io
    /// "kyverno test", kyverno.github.io/chainsaw "Test file", kuttl.dev "Test suite configuration".
    /// </summary>
    public static bool IsTest(ReadOnlySpan<char> file) =>
        file is "kyverno-test.yaml" or "kyverno-test.yml" or "chainsaw-test.yaml" or "chainsaw-test.yml" or "kuttl-test.yaml";

    /// <summary>Whether a path is or lies in such a folder, by the names in it.</summary>
    public static bool Holds(string path)
    {
        bool isOfTests = false;
        var all = ManifestFiles.WithForwardSlashes(path).AsSpan();
        foreach (var part in all.Split('/'))
        {
            var name = all[part];
            if (Is(name) || (isOfTests && IsBelowTests(name)))
                return true;
            isOfTests |= Trials.IsOfTests(name);
        }
        return false;
    }
}
