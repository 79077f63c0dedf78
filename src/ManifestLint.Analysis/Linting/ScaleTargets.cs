using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Reading;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>
/// Tells which autoscalers stand beside an object of their target's name: such a one does not act on another of that name elsewhere, which
/// belongs to another environment (contracts.md C2).
/// </summary>
internal static class ScaleTargets
{
    /// <summary>For the kustomization, else the folder, of each autoscaler: those of the targets that stand there.</summary>
    public static IEnumerable<(string Place, (string Kind, string Name) Target)> Beside(
        ContextReader context,
        Overlays overlays,
        IReadOnlyCollection<LintSource> sources
    )
    {
        var asked = context
            .Autoscalers.Where(a => a.Target is not null)
            .Select(a => (a.Place, Target: a.Target!.KindAndName))
            .Concat(context.VerticalAutoscalers.Where(a => a.Target is not null).Select(a => (a.Place, Target: a.Target!.KindAndName)))
            .ToList();
        if (asked.Count == 0)
            return [];
        var found = new HashSet<(string, (string, string))>();
        foreach (var overlay in overlays.All.Where(o => asked.Exists(a => a.Place.Overlay == o.File)))
        {
            foreach (var composed in overlay.Objects)
            {
                if (composed.Root.TextAt("kind") is { } kind && composed.Root.MappingAt("metadata")?.TextAt("name") is { } name)
                    found.Add((overlay.File, (kind, name)));
            }
        }
        var folders = asked.Where(a => a.Place.Overlay is null).ToLookup(a => a.Place.Folder, a => a.Target, StringComparer.Ordinal);
        foreach (var source in sources)
        {
            string folder = PathText.FolderOf(source.FullPath);
            if (!folders.Contains(folder) || overlays.RoleOf(source.FullPath) != FileRole.Alone)
                continue;
            foreach (var target in NamesIn(source, folders[folder].Select(t => t.Kind).ToHashSet(StringComparer.Ordinal)))
                found.Add((folder, target));
        }
        return found;
    }

    private static IEnumerable<(string Kind, string Name)> NamesIn(LintSource source, HashSet<string> kinds)
    {
        if (source.Open().Text is not { } text)
            yield break;
        int index = 0;
        foreach (var span in YamlDocuments.Cut(text))
        {
            var kind = Skim.RootKind(text.Text.AsSpan(span.Start, span.Length));
            bool mayHold = kind is null || kinds.Contains(kind) || kind.EndsWith("List", StringComparison.Ordinal);
            var document = mayHold ? YamlReader.ReadDocument(text, span, index) : null;
            index++;
            if (document is null)
                continue;
            foreach (var manifest in Manifest.Split(document))
            {
                if (kinds.Contains(manifest.Kind) && manifest.Name is { } name)
                    yield return (manifest.Kind, name);
            }
        }
    }
}
