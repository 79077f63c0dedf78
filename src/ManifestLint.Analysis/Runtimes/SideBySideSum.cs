using System.Collections.Immutable;
using ManifestLint.Evidence;

namespace ManifestLint.Runtimes;

/// <summary>What processes that run side by side may take together, as a sum of what each may.</summary>
internal static class SideBySideSum
{
    // More would be no line for people.
    private const int MostTerms = 6;

    /// <summary>What decides the amounts: <c>-Xmx700m + 2 × -Xmx500m</c>.</summary>
    public static string Names(Derivation.Sum sum) =>
        string.Join(" + ", sum.Terms.Select(t => t.Times == 1 ? t.Name : $"{t.Times} × {t.Name}"));

    /// <summary>What heaps come to that have no room in a limit: a clause.</summary>
    /// <param name="processes">How many there are.</param>
    /// <param name="rest">What follows the clause.</param>
    public static string AtLimit(int processes, string rest) =>
        processes == 1
            ? $"a heap that grows that far gets the container OOMKilled{rest}"
            : $"the container is OOMKilled when {(processes == 2 ? "both" : "the")} heaps together grow that far{rest}";

    /// <summary>The sum; null for less than two, where one cannot be known, and for very many that differ.</summary>
    /// <param name="each">What decides the amount of each, and the amount in bytes; null where that is unknown.</param>
    /// <param name="source">Where the amount of one is computed.</param>
    public static Derivation.Sum? Of(IReadOnlyList<(string Name, long? Bytes)> each, string source)
    {
        if (each.Count < 2 || each.Any(e => e.Bytes is null))
            return null;
        var terms = each.GroupBy(e => e)
            .Select(g => new DerivationTerm(g.Key.Name, g.Key.Bytes!.Value, g.Count()))
            .Take(MostTerms + 1)
            .ToImmutableArray();
        return terms.Length > MostTerms ? null : Derivation.Sum.Of(terms, source);
    }
}
