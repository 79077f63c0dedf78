using System.Collections.Immutable;
using ManifestLint.Composition;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>The kustomization that composes a pod, and which lines of it had a hand in that.</summary>
public sealed class ComposedPod
{
    private readonly ImmutableArray<Location> _own;
    private readonly ImmutableArray<Location>[] _ofData;

    internal ComposedPod(string overlay, ComposedObject pod, ImmutableDictionary<(string Kind, string Name), ImmutableArray<Location>> data)
    {
        (Overlay, _own) = (overlay, pod.Hands);
        _ofData = data.IsEmpty ? [] : [.. Named(pod.Root).Distinct().Select(n => data.GetValueOrDefault(n)).Where(d => !d.IsDefault)];
    }

    /// <summary>The folder of the kustomization as reports show it.</summary>
    public string Overlay { get; }

    /// <summary>The paths of the files that had a hand in it, as reports show them.</summary>
    internal IEnumerable<string> Files => _ofData.Prepend(_own).SelectMany(hands => hands).Select(h => h.Source.Path);

    /// <summary>True if what is written at a line changed the pod, or a ConfigMap or Secret that it names.</summary>
    /// <param name="file">The path that reports show.</param>
    /// <param name="line">1-based.</param>
    public bool IsReachedFrom(string file, int line) => _ofData.Prepend(_own).Any(hands => hands.Any(h => Holds(h, file, line)));

    /// <summary>What had a hand in the objects of a kustomization that pods name.</summary>
    internal static ImmutableDictionary<(string Kind, string Name), ImmutableArray<Location>> DataOf(IEnumerable<ComposedObject> objects) =>
        objects
            .Where(o => !o.Hands.IsEmpty && o.Root.TextAt("kind") is "ConfigMap" or "Secret")
            .GroupBy(o => (o.Root.TextAt("kind")!, o.Root.MappingAt("metadata")?.TextAt("name") ?? ""))
            .ToImmutableDictionary(g => g.Key, g => g.SelectMany(o => o.Hands).ToImmutableArray());

    private static bool Holds(Location place, string file, int line)
    {
        if (place.Source.Path != file || line < place.Start.Line)
            return false;
        // The end of a block stands at the start of the line behind it.
        return line < place.End.Line || (line == place.End.Line && (place.End.Column > 1 || line == place.Start.Line));
    }

    // The ConfigMaps and Secrets that an object names, wherever in it.
    private static IEnumerable<(string Kind, string Name)> Named(YamlNode node)
    {
        var pending = new Stack<YamlNode>([node]);
        var seen = new HashSet<YamlNode>();
        while (pending.TryPop(out var next))
        {
            next = next.Target;
            if (next is YamlScalar || !seen.Add(next))
                continue;
            if (next is YamlSequence sequence)
            {
                foreach (var item in sequence.Items)
                    pending.Push(item);
            }
            if (next is not YamlMapping mapping)
                continue;
            foreach (var entry in mapping.Entries)
            {
                pending.Push(entry.Value);
                string kind = entry.Name switch
                {
                    "configMapRef" or "configMapKeyRef" or "configMap" => "ConfigMap",
                    "secretRef" or "secretKeyRef" or "secret" => "Secret",
                    _ => "",
                };
                if (
                    kind.Length > 0
                    && entry.Value.Target is YamlMapping named
                    && (named.TextAt("name") ?? named.TextAt("secretName")) is { } name
                )
                    yield return (kind, name);
            }
        }
    }
}
