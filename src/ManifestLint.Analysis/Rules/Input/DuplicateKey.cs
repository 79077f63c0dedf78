using ManifestLint.Evidence;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0002 duplicate-key.</summary>
public sealed class DuplicateKey() : ManifestRule("ML0002")
{
    private const int MostNames = 3;

    private const string Refused = "kubectl reads it and kustomize refuses the file";

    // Which of the values counts is no question then. Source: kubectl kustomize 1.35 stops at a resource ("mapping key … already defined"); of a
    // patch it reads the later value.
    private const string Stops = "kustomize refuses the file, and a kustomization takes it in: nothing of that is built";

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(Manifest manifest)
    {
        // Every object comes here.
        if (manifest.Root.IsKnownUnique)
            return [];
        var found = Search(manifest.Root, YamlPath.Root);
        return manifest.Use == ManifestUse.Kustomized ? found.Select(OfKustomization) : found;
    }

    private static Finding OfKustomization(Finding finding) =>
        finding with
        {
            Severity = Severity.Error,
            Statement = finding.Statement with { Consequence = Stops },
            Related = [.. finding.Related.Select(r => r with { Note = "it is here, too" })],
        };

    // An alias is another place's mapping, which is searched where it stands.
    private IEnumerable<Finding> Search(YamlNode node, YamlPath path)
    {
        switch (node)
        {
            case YamlMapping { IsKnownUnique: true } or YamlSequence { IsKnownUnique: true }:
                break;
            case YamlMapping mapping:
                foreach (var finding in Within(mapping, path))
                    yield return finding;
                foreach (var entry in mapping.Entries)
                {
                    if (entry.Value is not (YamlMapping or YamlSequence))
                        continue;
                    foreach (var finding in Search(entry.Value, path.Key(entry.Name ?? "?")))
                        yield return finding;
                }
                break;
            case YamlSequence sequence:
                for (int i = 0; i < sequence.Items.Length; i++)
                {
                    if (sequence.Items[i] is not (YamlMapping or YamlSequence))
                        continue;
                    foreach (var finding in Search(sequence.Items[i], path.Index(i)))
                        yield return finding;
                }
                break;
        }
    }

    private IEnumerable<Finding> Within(YamlMapping mapping, YamlPath path)
    {
        if (!HasDuplicates(mapping))
            yield break;
        var groups = mapping
            .Entries.Where(e => e.Name is not null && !e.IsMerge)
            .GroupBy(e => e.Name!, StringComparer.Ordinal)
            .Where(g => g.Count() > 1)
            .ToList();
        if (path.IsRoot && groups.Exists(g => g.Key == "kind") && groups.Count > 1)
        {
            yield return MissingSeparator(groups);
            yield break;
        }
        foreach (var group in groups)
        {
            var all = group.ToList();
            if (LosesNothing(all))
            {
                yield return Harmless(all, path);
                continue;
            }
            var statement =
                all.Count == 2
                    ? Statement.Of(
                        $"key {group.Key} appears twice in this mapping",
                        so: $"kubectl takes this value, the one on line {all[0].Key.Location.Start.Line} is lost, and kustomize refuses the file as a resource"
                    )
                    : Statement.Of(
                        $"key {group.Key} appears {all.Count} times in this mapping",
                        so: "kubectl takes this value, the earlier ones are lost, and kustomize refuses the file as a resource"
                    );
            yield return At(all[^1].Key, path.Key(group.Key), statement) with
            {
                Related = [.. all[..^1].Select(e => new RelatedPlace(e.Key.Location, "this value is lost"))],
                Remedy = Remedy.Told(Joined(all)),
            };
        }
    }

    // Where neither says what the other does, both are meant.
    private static string? Joined(List<YamlEntry> all) =>
        all is [{ Value: YamlMapping first } one, { Value: YamlMapping second }]
        && Names(first) is { Length: > 0 } lost
        && Names(second) is { Length: > 0 } kept
        && !lost.Intersect(kept, StringComparer.Ordinal).Any()
            ? $"one {one.Name} with the {WrittenText.Listed(lost)} of line {one.Key.Location.Start.Line} and these {WrittenText.Listed(kept)}"
            : null;

    // Few enough to be told.
    private static string[]? Names(YamlMapping mapping) =>
        mapping.Entries.Length <= MostNames && mapping.Entries.All(e => e.Name is not null && !e.IsMerge)
            ? [.. mapping.Entries.Select(e => e.Name!)]
            : null;

    private Finding Harmless(List<YamlEntry> all, YamlPath path)
    {
        string times = all.Count == 2 ? "twice" : $"{all.Count} times";
        bool areEmpty = all.SkipLast(1).All(e => IsEmpty(e.Value));
        return At(
            all[^1].Key,
            path.Key(all[^1].Name!),
            Statement.Of(
                $"key {all[^1].Name} appears {times} in this mapping, {(areEmpty ? "first without a value" : "with the same value")}",
                so: Refused
            )
        ) with
        {
            Severity = Severity.Note,
            Related = [.. all[..^1].Select(e => new RelatedPlace(e.Key.Location, areEmpty ? "empty here" : "the same here"))],
        };
    }

    private static bool LosesNothing(List<YamlEntry> all) =>
        all.SkipLast(1).All(e => IsEmpty(e.Value) || AreSame(e.Value.Target, all[^1].Value.Target));

    private static bool IsEmpty(YamlNode node) =>
        node.Target
            is YamlScalar { IsNull: true }
                or YamlScalar { Value: "" }
                or YamlMapping { Entries.IsEmpty: true }
                or YamlSequence { Items.IsEmpty: true };

    private static bool AreSame(YamlNode one, YamlNode other) =>
        (one, other) switch
        {
            (YamlScalar x, YamlScalar y) => x.Value == y.Value
                && x.Tag == y.Tag
                && (x.Style == YamlScalarStyle.Plain) == (y.Style == YamlScalarStyle.Plain),
            (YamlSequence x, YamlSequence y) => x.Items.Length == y.Items.Length
                && x.Items.Zip(y.Items).All(p => AreSame(p.First.Target, p.Second.Target)),
            (YamlMapping x, YamlMapping y) => x.Entries.Length == y.Entries.Length
                && x.Entries.Zip(y.Entries).All(p => p.First.Name == p.Second.Name && AreSame(p.First.Value.Target, p.Second.Value.Target)),
            _ => false,
        };

    // Two objects in one document: one cause, one finding.
    private Finding MissingSeparator(List<IGrouping<string, YamlEntry>> groups)
    {
        var second = groups.Select(g => g.Last()).MinBy(e => e.Key.Location.Span.Start);
        string keys = string.Join(", ", groups.Select(g => g.Key).Order(StringComparer.Ordinal));
        var at = second.Name is { } name ? YamlPath.Of(name) : YamlPath.Root;
        if (groups.TrueForAll(g => LosesNothing([.. g])))
            return At(second.Key, at, Statement.Of($"{keys} appear several times in one document, with the same values", so: Refused)) with
            {
                Severity = Severity.Note,
            };
        return At(
            second.Key,
            at,
            Statement.Of(
                $"{keys} appear several times in one document, as if a line --- were missing above",
                so: "the last values count, and the object before is lost"
            )
        ) with
        {
            Related =
            [
                .. groups
                    .SelectMany(g => g.SkipLast(1))
                    .OrderBy(e => e.Key.Location.Span.Start)
                    .Take(1)
                    .Select(e => new RelatedPlace(e.Key.Location, "this object is lost")),
            ],
        };
    }

    // Most mappings are small: comparing pairs beats building a set.
    private static bool HasDuplicates(YamlMapping mapping)
    {
        var entries = mapping.Entries;
        if (entries.Length > 24)
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            return entries.Any(e => e.Name is { } name && !seen.Add(name));
        }
        for (int i = 1; i < entries.Length; i++)
        {
            if (entries[i].Name is not { } name)
                continue;
            for (int j = 0; j < i; j++)
            {
                if (entries[j].Name == name)
                    return true;
            }
        }
        return false;
    }
}
