using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Detaching;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Manifests;
using ManifestLint.Suppressing;
using ManifestLint.Yaml;

namespace ManifestLint.Rendered;

/// <summary>What is known of the files that a rendering was made of.</summary>
/// <param name="Rendered">The rendering, as it was scanned.</param>
/// <param name="Origins">For each document of it the file it comes from, as <paramref name="Open"/> takes it; null if that is not known.</param>
/// <param name="Patches">The files that patch it, the outermost first.</param>
/// <param name="Open">Opens a file, under the path that reports are to show; null where that is not possible.</param>
public sealed record RenderedOrigins(
    SourceText Rendered,
    ImmutableArray<string?> Origins,
    ImmutableArray<string> Patches,
    Func<string, SourceText?> Open
);

/// <summary>
/// Takes findings in a rendering back to the files it was made of: to the same object and the same address, containers found by their
/// names. Where the value there is another one, a patch that holds this one is preferred, and else the rendered line is told beside it.
/// </summary>
public sealed class OriginMap
{
    private readonly RenderedOrigins _origins;
    private readonly LintRequest _request;
    private readonly FindingReport _report = new(new TextPool(), new SourceHashes(null, ""));
    private readonly ImmutableArray<YamlDocument> _documents;
    private readonly bool _sidecars;
    private readonly Dictionary<string, (YamlFile? File, LineHashes? Hashes)> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<(string File, int Document), FileSuppressions?> _suppressions = [];

    private OriginMap(RenderedOrigins origins, LintRequest request)
    {
        (_origins, _request) = (origins, request);
        _documents = YamlReader.Read(origins.Rendered).Documents;
        _sidecars = FeatureGates.Of(request.Assumptions.KubernetesVersion).SidecarContainers;
    }

    /// <summary>The result with every finding in the rendering where it comes from. Fixes go: their edits are of the rendering. Comments at the origin suppress.</summary>
    public static LintResult Apply(LintResult result, RenderedOrigins origins, LintRequest request)
    {
        var map = new OriginMap(origins, request);
        var all = result.All.Select(f => f.Place.File == origins.Rendered.Path ? map.Moved(f) : f).ToList();
        return result with
        {
            Findings = [.. LintResult.InOrder(all.Where(f => f.Suppression is null))],
            Suppressed = [.. LintResult.InOrder(all.Where(f => f.Suppression is not null))],
        };
    }

    private ReportedFinding Moved(ReportedFinding finding)
    {
        finding = finding with { Fix = null };
        if (Find(finding.Place, finding.Object) is not { } found)
            return finding;
        var related = finding.Related.Select(r =>
            r.Place.File == _origins.Rendered.Path && Find(r.Place, finding.Object) is { IsExact: true } there
                ? r with
                {
                    Place = _report.Place(there.Location),
                }
                : r
        );
        var place = _report.Place(found.Location);
        return finding with
        {
            Place = place,
            LineHash = _request.WithLineHashes ? HashesOf(found.File)?[place.Line] : null,
            Related = [.. related, .. found.IsExact ? [] : new[] { new ReportedRelation(finding.Place, "as rendered") }],
            Suppression = finding.Suppression ?? Silencer(finding, found),
        };
    }

    private Found? Find(ReportedPlace place, ObjectReference? about)
    {
        int index = _documents.IndexOf(
            _documents.FirstOrDefault(d =>
                d.Root is not null && d.Root.Location.Span.Start <= place.Offset && place.Offset <= d.Root.Location.Span.End
            )!
        );
        if (index < 0 || index >= _origins.Origins.Length || _documents[index].Root is not YamlMapping root)
            return null;
        int length = _origins.Rendered.StartOfLine(place.EndLine) + place.EndColumn - 1 - place.Offset;
        var trail = OriginTrail.To(root, new TextSpan(place.Offset, place.Offset + Math.Max(0, length)));

        var origin = _origins.Origins[index] is { } file ? Find(file, root, trail, about) : null;
        if (origin is { IsExact: true })
            return origin;
        // What the file does not say in this way, a patch may.
        var patch = _origins.Patches.Select(p => Find(p, root, trail, about)).FirstOrDefault(p => p is { IsExact: true });
        return patch ?? origin;
    }

    private Found? Find(string path, YamlMapping rendered, OriginTrail trail, ObjectReference? about)
    {
        if (Read(path).File is not { } file)
            return null;
        string kind = about?.Kind ?? rendered.TextAt("kind") ?? "";
        string name = rendered.MappingAt("metadata")?.TextAt("name") ?? "";
        var same = file
            .Documents.SelectMany(d => Manifest.Split(d).Select(m => (Document: d, Manifest: m)))
            .Where(m => m.Manifest.Kind == kind)
            .ToList();
        // A kustomization may put something before the name and behind it; the longest name inside is the one that was there.
        var best = same.Where(m => m.Manifest.Name is { Length: > 0 } own && name.Contains(own, StringComparison.Ordinal))
            .OrderByDescending(m => m.Manifest.Name!.Length)
            .FirstOrDefault();
        if (best.Manifest is null)
            return null;
        var (location, isExact) = trail.Follow(best.Manifest.Root);
        return location is { } there ? new Found(path, best.Document.Index, best.Manifest, there, isExact) : null;
    }

    private ReportedSuppression? Silencer(ReportedFinding finding, Found found)
    {
        if (SuppressionsOf(found) is not { } suppressions)
            return null;
        var containers = Workload.Of(found.Manifest, _sidecars).SelectMany(w => w.Pod.AllContainers);
        var container = containers.FirstOrDefault(c =>
            c.Name == finding.Container && c.Node.Location.Span.Contains(found.Location.Span.Start)
        );
        var here = new Finding
        {
            RuleId = finding.RuleId,
            Location = found.Location,
            Statement = finding.Statement,
            Path = YamlPath.TryParse(finding.Path, out var path) ? path : YamlPath.Root,
            Container = finding.Container,
        };
        return suppressions.Silence(here, found.Manifest, container) is { } silencer
            ? new ReportedSuppression(silencer.Kind, silencer.Text.Reason, silencer.Text.Until, _report.Place(silencer.Location))
            : null;
    }

    // What comments say in one document, and for the whole file. Annotations were rendered, and have been asked already.
    private FileSuppressions? SuppressionsOf(Found found)
    {
        if (_suppressions.TryGetValue((found.File, found.Document), out var known))
            return known;
        var file = Read(found.File).File!;
        var suppressions = FileSuppressions.Of(file.Source, _request.Suppressions);
        foreach (var document in file.Documents.Take(found.Document + 1))
        {
            suppressions?.Leave();
            suppressions?.Enter(document);
        }
        return _suppressions[(found.File, found.Document)] = suppressions;
    }

    private (YamlFile? File, LineHashes? Hashes) Read(string path)
    {
        if (_files.TryGetValue(path, out var known))
            return known;
        var text = _origins.Open(path);
        return _files[path] = (text is null ? null : YamlReader.Read(text), null);
    }

    private LineHashes? HashesOf(string path)
    {
        var (file, hashes) = Read(path);
        if (file is null || hashes is not null)
            return hashes;
        _files[path] = (file, hashes = LineHashes.Of(file.Source));
        return hashes;
    }

    private sealed record Found(string File, int Document, Manifest Manifest, Location Location, bool IsExact);
}
