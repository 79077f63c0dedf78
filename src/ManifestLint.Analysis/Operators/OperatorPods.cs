using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Tables;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>The pods of an object, those that an operator makes of a custom resource included (operators.md).</summary>
public static class OperatorPods
{
    private sealed record Kind(ImmutableArray<PodRow> Rows, Operator? Operator);

    private static readonly ImmutableArray<(string Rows, Operator? By)> s_texts =
    [
        .. Operator.All.Select(o => (o.Rows, (Operator?)o)),
        (new DataTable("operator-pods").Text, null),
    ];

    // Most runs ask for few kinds, and most of those are of no operator: a kind's rows are read when an object has it. Of made-up ones not all are kept.
    private const int MostKinds = 1000;
    private static readonly ConcurrentDictionary<string, Kind?> s_kinds = new(StringComparer.Ordinal);

    /// <summary>Group and kind of every custom resource that is known to become pods here.</summary>
    public static IEnumerable<string> KnownKinds =>
        s_texts.SelectMany(t => PodRow.Read(t.Rows)).Select(r => r.Kind).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static Kind? Find(string name)
    {
        if (s_kinds.TryGetValue(name, out var kind))
            return kind;
        foreach (var (text, by) in s_texts)
        {
            if (PodRow.Read(text, name) is { IsEmpty: false } rows)
                kind = kind is null ? new(rows, by) : kind with { Rows = [.. kind.Rows, .. rows] };
        }
        if (s_kinds.Count < MostKinds)
            s_kinds[name] = kind;
        return kind;
    }

    /// <summary>The pods of an object, in written order.</summary>
    /// <param name="manifest">The object.</param>
    /// <param name="sidecars">Whether <c>restartPolicy: Always</c> on an init container has its meaning.</param>
    public static ImmutableArray<Workload> Of(Manifest manifest, bool sidecars)
    {
        if (manifest.Known is not { Pods.IsDefault: false } known || known.Sidecars != sidecars)
            manifest.Known = known = (sidecars, Make(manifest, sidecars));
        return known.Pods;
    }

    private static ImmutableArray<Workload> Make(Manifest manifest, bool sidecars)
    {
        // Groups of the API server itself: the tables of operators are read where there is a custom resource.
        if (!manifest.Group.Contains('.', StringComparison.Ordinal))
            return Workload.Of(manifest, sidecars);
        return Find($"{manifest.Group}/{manifest.Kind}") is { } kind
            ? Of(manifest, kind.Rows, kind.Operator, sidecars)
            : Workload.Of(manifest, sidecars);
    }

    /// <summary>The pods that rows make of a custom resource.</summary>
    internal static ImmutableArray<Workload> Of(Manifest manifest, IEnumerable<PodRow> all, Operator? by, bool sidecars)
    {
        var pods = ImmutableArray.CreateBuilder<Workload>();
        foreach (var rows in all.GroupBy(r => r.Place, StringComparer.Ordinal))
        {
            foreach (var (place, path, anchor) in Places(manifest, rows.Key))
            {
                var draft = new PodDraft(
                    manifest,
                    place,
                    path,
                    anchor,
                    by?.Name ?? rows.First()["by"]?.Replace('_', ' ') ?? "its operator"
                );
                foreach (var row in rows)
                    ContainerMaker.Add(draft, row, by);
                if (draft.Containers.Count > 0 || draft.Spec is not null)
                    pods.Add(draft.ToWorkload(draft.Containers.FirstOrDefault()?.Row ?? rows.First(), sidecars));
            }
        }
        return pods.DrainToImmutable();
    }

    // What a path of a row leads to, with the closest written key.
    private static IEnumerable<(YamlMapping? Place, YamlPath Path, YamlNode Anchor)> Places(Manifest manifest, string path)
    {
        var found = new List<(YamlMapping? Place, YamlPath Path, YamlNode Anchor)>
        {
            (manifest.Root, YamlPath.Root, manifest.NamePlace.Node),
        };
        foreach (string step in path.Split('.'))
        {
            var next = new List<(YamlMapping? Place, YamlPath Path, YamlNode Anchor)>();
            foreach (var (place, at, anchor) in found)
                next.AddRange(Step(place, at, anchor, step));
            found = next;
        }
        return found;
    }

    private static IEnumerable<(YamlMapping? Place, YamlPath Path, YamlNode Anchor)> Step(
        YamlMapping? place,
        YamlPath at,
        YamlNode anchor,
        string step
    )
    {
        bool isList = step.EndsWith("[]", StringComparison.Ordinal),
            mayLack = step.EndsWith('?');
        string key = isList ? step[..^2] : step.TrimEnd('?');
        if (place?.Find(key) is not { } entry || entry.Value.Target is YamlScalar { IsNull: true })
        {
            if (mayLack && !isList)
                yield return (null, at.Key(key), anchor);
            yield break;
        }
        if (!isList)
        {
            if (entry.Value.Target is YamlMapping mapping)
                yield return (mapping, at.Key(key), entry.Key);
            yield break;
        }
        if (entry.Value.Target is not YamlSequence sequence)
            yield break;
        for (int i = 0; i < sequence.Items.Length; i++)
        {
            if (sequence.Items[i].Target is YamlMapping item)
                yield return (item, at.Key(key).Index(i), item.Find("name")?.Value ?? (item.Entries.IsEmpty ? item : item.Entries[0].Key));
        }
    }
}
