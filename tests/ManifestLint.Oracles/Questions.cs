using ManifestLint.Tests;

namespace ManifestLint.Oracles;

/// <summary>How many questions an oracle is asked: a sample, the same in every run, or with <c>ORACLES=full</c> all there are.</summary>
internal static class Questions
{
    // Of each list of scripts, by hand or made up.
    public const int ShellScripts = 40;
    public const int JvmOptionSets = 60;
    public const int JvmRows = 120;
    public const int NodeOptions = 12;
    public const int NodeRows = 60;
    public const int DotNetVariables = 20;
    public const int ServerOptions = 10;
    public const int GitPatterns = 30;
    public const int GitLayouts = 10;
    public const int MarkdownMixtures = 10;
    public const int GeneratedKustomizations = 100;
    public const int JsonPatches = 40;

    private const int Seed = 20261120;

    /// <summary>Draws a sample without changing the order, and tells after the tests how many of how many that were.</summary>
    /// <param name="what">Names the questions; no other list has this name.</param>
    /// <param name="all">All questions.</param>
    /// <param name="count">How many to draw; all if there are no more.</param>
    public static IReadOnlyList<T> Draw<T>(string what, IReadOnlyCollection<T> all, int count)
    {
        T[] drawn = Oracle.IsFull || all.Count <= count ? [.. all] : Drawn(all, count);
        VectorFiles.Report("oracle-" + what.Replace(' ', '-'), $"oracles: {what}: {drawn.Length} of {all.Count} asked");
        return drawn;
    }

    private static T[] Drawn<T>(IReadOnlyCollection<T> all, int count)
    {
        var random = new Random(Seed);
        var places = Enumerable.Range(0, all.Count).ToArray();
        random.Shuffle(places);
        var chosen = places.Take(count).ToHashSet();
        return [.. all.Where((_, place) => chosen.Contains(place))];
    }
}
