using System.Buffers;

namespace ManifestLint.Reading;

/// <summary>Tells manifests that are for trying something out, by where they stand and by what their head says: of tests, lessons and demonstrations.</summary>
public static class Trials
{
    private static readonly SearchValues<string> s_not = SearchValues.Create(["not "], StringComparison.OrdinalIgnoreCase);
    private static readonly string[] s_tests =
    [
        "conformance",
        "e2e",
        "end-to-end",
        "endtoend",
        "integration-test",
        "integration-tests",
        "test",
        "test-resources",
        "tests",
    ];
    private static readonly string[] s_lessons =
    [
        "demo",
        "demos",
        "lab",
        "labs",
        "lesson",
        "lessons",
        "tutorial",
        "tutorials",
        "workshop",
        "workshops",
    ];

    /// <summary>True for the name of a folder of tests: <c>tests</c>, <c>e2e-tests</c>, <c>e2e_cluster</c>.</summary>
    public static bool IsOfTests(ReadOnlySpan<char> name) => Holds(s_tests, name) || name.StartsWith("e2e-") || name.StartsWith("e2e_");

    /// <summary>
    /// True if a folder of a path is one of tests or of lessons (<c>workshop</c>, <c>Pods101</c>), or the file's name says that it is for tests only.
    /// </summary>
    /// <param name="path">A file's path, below what is searched, with forward slashes.</param>
    public static bool IsPath(ReadOnlySpan<char> path)
    {
        for (int slash = path.IndexOf('/'); slash >= 0; slash = path.IndexOf('/'))
        {
            var name = path[..slash];
            if (IsOfTests(name) || Holds(s_lessons, name) || (name.Length > 3 && name.EndsWith("101")))
                return true;
            path = path[(slash + 1)..];
        }
        return path.Contains("tests-only", StringComparison.Ordinal) || path.Contains("test-only", StringComparison.Ordinal);
    }

    /// <summary>Whether the comments at the head of a text say that it is not for production.</summary>
    /// <param name="text">The text of a YAML file.</param>
    public static bool Says(string text)
    {
        bool isDenied = false;
        foreach (var content in new HeadComments(text))
        {
            if (content.IsEmpty)
            {
                isDenied = false;
                continue;
            }
            // "Not meant to be used in production", on one line or on two.
            int not = content.IndexOfAny(s_not);
            if (
                isDenied
                    ? content.Contains("production", StringComparison.OrdinalIgnoreCase)
                    : not >= 0 && content[not..].Contains("production", StringComparison.OrdinalIgnoreCase)
            )
                return true;
            isDenied = not >= 0;
        }
        return false;
    }

    private static bool Holds(string[] names, ReadOnlySpan<char> name)
    {
        foreach (string known in names)
        {
            if (name.Equals(known, StringComparison.OrdinalIgnoreCase))
                return true;
        }
        return false;
    }
}
