using System.Collections.Immutable;
using System.Text;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Detaching;

/// <summary>Detaches findings from text and tree.</summary>
/// <param name="pool">Keeps texts that recur once.</param>
/// <param name="hashes">The hashes of lines.</param>
internal sealed class FindingReport(TextPool pool, SourceHashes hashes, SecretLines secrets)
{
    /// <summary>A finding as reports see it.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="entry">Its rule.</param>
    /// <param name="severity">The severity in force.</param>
    /// <param name="manifest">Its object, or null.</param>
    /// <param name="containers">The containers of the object, for the logical path.</param>
    public ReportedFinding Detach(Finding finding, CatalogEntry entry, Severity severity, Manifest? manifest, ContainerIndex containers)
    {
        var fix = finding.Remedy?.Fix is { } whole && ReportLength.Holds(whole) ? whole : null;
        var advice = finding.Remedy?.Advice;
        // What a controller made is made anew, and of a file of a node it is the image: an edit belongs where it is made from.
        if (fix is not null && manifest is { Controller: not null })
            (fix, advice) = (null, advice! with { MadeKind = manifest.Kind });
        return new ReportedFinding
        {
            RuleId = finding.RuleId,
            RuleName = entry.Name,
            Severity = severity,
            Statement = pool[ReportLength.Of(finding.Statement)],
            Place = Place(finding.Location),
            Object = manifest is null ? null : ReferenceTo(manifest),
            Images = pool[containers.Images],
            Container = finding.Container is null ? null : pool[ReportLength.OfName(finding.Container)],
            Part = manifest is not null && finding.PodPath is { } pod && PartName(manifest.Root, pod) is { } part ? pool[part] : null,
            Path = pool[finding.Path],
            LogicalPath = pool[LogicalPath(finding.Path, containers)],
            AlsoAt = [.. finding.AlsoAt.Take(ReportLength.Places).Select(p => (containers.At(p)?.Name, pool[LogicalPath(p, containers)]))],
            From =
            [
                .. finding.From.Select(f => new ReportedSource(
                    f.Setting is { } set ? pool[ReportLength.OfNote(set)] : null,
                    pool[ReportLength.OfNote(f.In)],
                    f.Location is { } there ? Place(there) : null,
                    f.IsShownByLine
                )),
            ],
            Related =
            [
                .. finding
                    .Related[..Math.Min(finding.Related.Length, ReportLength.Places - 1)]
                    .Select(r => new ReportedRelation(Place(r.Location), r.Note) { Cause = r.Cause, Written = r.Written }),
                .. Seen(finding),
            ],
            Fix = fix is null
                ? null
                : new ReportedFix(
                    advice!,
                    fix.Safety,
                    [.. fix.Edits.Select(e => new ReportedEdit(e.Location.Detached, e.NewText, Columns(e.Location)))]
                ),
            Advice = fix is null ? advice : null,
            Share =
                fix is null && finding.Remedy?.Shared is { } shared
                    ? new(shared.Location.Detached, pool[shared.Value], shared.Amount, shared.Advice)
                    : null,
            Least = finding.Least,
            LineHash = hashes.Of(finding.Location),
        };
    }

    /// <summary>An object as reports name it.</summary>
    public ObjectReference ReferenceTo(Manifest manifest) =>
        new(
            pool[ReportLength.OfName(manifest.ApiVersion)],
            pool[ReportLength.OfName(manifest.Kind)],
            manifest.Name,
            manifest.Namespace is { } given ? pool[ReportLength.OfName(given)] : null
        )
        {
            NamePrefix = manifest.NamePrefix,
        };

    /// <summary>A place with its addresses.</summary>
    /// <param name="location">The place.</param>
    /// <param name="path">Its address within the object.</param>
    /// <param name="containers">The containers of the object.</param>
    public DetachedPlace PlaceWithin(Location location, YamlPath path, ContainerIndex containers) =>
        new(Place(location), pool[path], pool[LogicalPath(path, containers)], hashes.Of(location));

    /// <summary>A place as reports see it.</summary>
    public ReportedPlace Place(Location location)
    {
        if (secrets.Shown(location) is { } shown)
            return shown with { LineText = pool[shown.LineText] };
        var line = location.Source.SpanOfLine(location.Start.Line);
        // A minified file is one line of megabytes: only what is around the place is kept.
        bool isLong = line.Length > ReportLength.Line;
        int from = isLong ? Math.Max(line.Start, location.Span.Start - (ReportLength.KeptOfLine / 4)) : line.Start;
        if (from > line.Start && char.IsLowSurrogate(location.Source.Text[from]))
            from--;
        string text = location.Source.Text[from..(isLong ? Math.Min(line.End, from + ReportLength.KeptOfLine) : line.End)];
        return new ReportedPlace(location.Detached, pool[text], from - line.Start + 1);
    }

    private static ByteColumns? Columns(Location location)
    {
        return Bytes(location.Start, location.Span.Start) is { } start && Bytes(location.End, location.Span.End) is { } end
            ? new(start, end)
            : null;

        int? Bytes(TextPosition position, int offset)
        {
            var line = location.Source.SpanOfLine(position.Line);
            return line.Length > ReportLength.Line
                ? null
                : Encoding.UTF8.GetByteCount(location.Source.Text.AsSpan(line.Start, offset - line.Start)) + 1;
        }
    }

    private IEnumerable<ReportedRelation> Seen(Finding finding) =>
        finding.Observed is { } observed ? [new ReportedRelation(Place(observed.Location), observed.Note)] : [];

    // The item of a list that the pod lies in, by the list's own noun: of spec.tasks[0].template it is the task.
    private static string? PartName(YamlNode root, YamlPath pod)
    {
        for (var at = pod; at.Parent is { } list; at = list)
        {
            if (at.Last.Key is null && at.Resolve(root) is YamlMapping item && item.TextAt("name") is { Length: > 0 } name)
                return $"{(list.IsRoot ? null : list.Last.Key)?.TrimEnd('s')} {name}";
        }
        return null;
    }

    // spec.containers[0].resources becomes spec.containers[app].resources: a container that moves keeps its fingerprint.
    private static YamlPath LogicalPath(YamlPath path, ContainerIndex containers) =>
        containers.At(path) is { Name: { } name, Path: { Last.Key: null, Parent: { } list } own }
            ? list.Item(name).Then(path.Below(own))
            : path;
}
