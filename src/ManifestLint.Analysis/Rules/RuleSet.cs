using System.Collections;
using System.Collections.Immutable;
using ManifestLint.Findings;

namespace ManifestLint.Rules;

/// <summary>The rules of a scan.</summary>
/// <param name="entries">The rules, by id.</param>
public sealed class RuleSet(ImmutableArray<CatalogEntry> entries) : IReadOnlyList<CatalogEntry>
{
    /// <inheritdoc/>
    public int Count => entries.Length;

    /// <inheritdoc/>
    public CatalogEntry this[int index] => entries[index];

    /// <summary>The entry of an id, or null.</summary>
    public CatalogEntry? Find(string id) => entries.FirstOrDefault(e => e.Rule.Id == id);

    /// <summary>The entry of an id or a name, as people write them in suppressions and configuration; or null.</summary>
    public CatalogEntry? FindByIdOrName(string idOrName) =>
        entries.FirstOrDefault(e => e.Name == idOrName || e.Rule.Id.Equals(idOrName, StringComparison.OrdinalIgnoreCase));

    /// <summary>The id or name closest to one that does not exist; null if none is close.</summary>
    public string? Nearest(string idOrName) => Spelling.Nearest(idOrName, entries.SelectMany(e => new[] { e.Rule.Id, e.Name }));

    /// <inheritdoc/>
    public IEnumerator<CatalogEntry> GetEnumerator() => ((IEnumerable<CatalogEntry>)entries).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
