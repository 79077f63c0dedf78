using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint;

/// <summary>Detaches findings from text and tree.</summary>
internal sealed class FindingReport(TextPool pool, LineHashes? lineHashes)
{
    private const int LongestLine = 2000;

    /// <summary>A finding as reports see it.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="entry">Its rule.</param>
    /// <param name="severity">The severity in force.</param>
    /// <param name="manifest">Its object, or null.</param>
    /// <param name="containers">The containers of the object, for the logical path.</param>
    public ReportedFinding Detach(
        Finding finding,
        CatalogEntry entry,
        Severity severity,
        Manifest? manifest,
        IEnumerable<ContainerSpec> containers
    )
    {
        string logical = pool[LogicalPath(finding.Path, containers)];
        var place = Place(finding.Location);
        return new ReportedFinding
        {
            RuleId = finding.RuleId,
            RuleName = entry.Name,
            Severity = severity,
            Message = pool[finding.Message],
            Place = place,
            Object = manifest is null ? null : ReferenceTo(manifest),
            Container = finding.Container is null ? null : pool[finding.Container],
            Path = pool[finding.Path],
            LogicalPath = logical,
            Related = [.. finding.Related.Select(r => new ReportedRelation(Place(r.Location), r.Note)), .. Seen(finding)],
            Fix = finding.Fix is { } fix ? Detach(fix, finding.Location.Source) : null,
            LineHash = lineHashes?[place.Line],
        };
    }

    /// <summary>An object as reports name it.</summary>
    public ObjectReference ReferenceTo(Manifest manifest) =>
        new(pool[manifest.ApiVersion], pool[manifest.Kind], manifest.Name, manifest.Namespace is { } given ? pool[given] : null);

    /// <summary>A place of an owner.</summary>
    /// <param name="location">The place.</param>
    /// <param name="path">Its address within the object.</param>
    /// <param name="containers">The containers of the object.</param>
    public OwnerPlace OwnerPlace(Location location, string path, IEnumerable<ContainerSpec> containers)
    {
        var place = Place(location);
        return new OwnerPlace(place, pool[path], pool[LogicalPath(path, containers)], lineHashes?[place.Line]);
    }

    private IEnumerable<ReportedRelation> Seen(Finding finding) =>
        finding.Observed is { } observed ? [new ReportedRelation(Place(observed.Location), pool[observed.Note])] : [];

    /// <summary>A place as reports see it.</summary>
    public ReportedPlace Place(Location location)
    {
        var (start, end) = (location.Start, location.End);
        var line = location.Source.SpanOfLine(start.Line);
        // A minified file is one line of megabytes: only what is around the place is kept.
        int from = line.Length > LongestLine ? Math.Max(line.Start, location.Span.Start - (LongestLine / 4)) : line.Start;
        if (from > line.Start && char.IsLowSurrogate(location.Source.Text[from]))
            from--;
        string text = location.Source.Text[from..Math.Min(line.End, from + LongestLine)];
        return new ReportedPlace(
            location.Source.Path,
            location.Span.Start,
            start.Line,
            start.Column,
            end.Line,
            end.Column,
            pool[text],
            from - line.Start + 1
        );
    }

    private static ReportedFix Detach(Fix fix, SourceText source) =>
        new(
            fix.Title,
            fix.Safety,
            [
                .. fix.Edits.Select(e =>
                {
                    var (start, end) = (source.PositionOf(e.Span.Start), source.PositionOf(e.Span.End));
                    return new ReportedEdit(e.Span.Start, e.Span.Length, start.Line, start.Column, end.Line, end.Column, e.NewText);
                }),
            ]
        );

    // spec.containers[0].resources becomes spec.containers[app].resources: a container that moves keeps its fingerprint.
    private static string LogicalPath(string path, IEnumerable<ContainerSpec> containers)
    {
        foreach (var container in containers)
        {
            if (container.Name is not { } name || container.Path.Length == 0 || !path.StartsWith(container.Path, StringComparison.Ordinal))
                continue;
            if (path.Length > container.Path.Length && path[container.Path.Length] is not ('.' or '['))
                continue;
            if (!container.Path.EndsWith(']'))
                continue;
            return $"{container.Path[..container.Path.LastIndexOf('[')]}[{name}]{path[container.Path.Length..]}";
        }
        return path;
    }
}
