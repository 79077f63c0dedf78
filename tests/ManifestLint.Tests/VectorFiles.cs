using System.Text.Json;
using ManifestLint.Benchmarks;

namespace ManifestLint.Tests;

/// <summary>The cases under <c>tests/vectors</c>: input and what the real thing did with it.</summary>
internal static class VectorFiles
{
    public static readonly string Folder = Path.Combine(RepositoryRoot(), "tests", "vectors");

    /// <summary>The cases of one file in order.</summary>
    public static IReadOnlyList<JsonElement> Cases(string name)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine(Folder, name + ".json")));
        return [.. document.RootElement.GetProperty("cases").EnumerateArray().Select(c => c.Clone())];
    }

    /// <summary>
    /// Says how many cases ran, where everybody sees it: the build prints these lines after the tests, whether they pass or not.
    /// </summary>
    public static void Report(string name, string line)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "counts");
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, name + ".txt"), line + "\n");
    }

    /// <summary>The folder that holds the solution file.</summary>
    public static string RepositoryRoot() => Repository.Root();
}
