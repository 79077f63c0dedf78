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
internal sealed class FindingReport(TextPool pool, SourceHashes hashes)
{
    private const int LongestLine = 2000;

    // Of a longer one, around the place: what a terminal shows of it. There may be tens of thousands of places in one line.
    private const int KeptOfLine = 600;

    // What a report shows of one finding has an end, whatever a file holds. Ten times above what real manifests lead to (contracts.md C8).
    private const int LongestSentence = 3000;
    private const int LongestNote = 1000;
    private const int LongestName = 600;
    private const int LongestEdit = 4000;
    private const int MostRelated = 1000;

    /// <summary>A finding as reports see it.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="entry">Its rule.</param>
    /// <param name="severity">The severity in force.</param>
    /// <param name="manifest">Its object, or null.</param>
    /// <param name="containers">The containers of the object, for the logical path.</param>
    public ReportedFinding Detach(Finding finding, CatalogEntry entry, Severity severity, Manifest? manifest, ContainerIndex containers)
    {
        return new ReportedFinding
        {
            RuleId = finding.RuleId,
            RuleName = entry.Name,
            Severity = severity,
            Statement = pool[Short(finding.Statement)],
            Place = Place(finding.Location),
            Object = manifest is null ? null : ReferenceTo(manifest),
            Images = pool[containers.Images],
            Container = finding.Container is null ? null : pool[Short(finding.Container, LongestName)],
            Path = pool[finding.Path],
            LogicalPath = pool[LogicalPath(finding.Path, containers)],
            From =
            [
                .. finding.From.Select(f => new ReportedSource(
                    f.Setting is { } set ? pool[set] : null,
                    pool[f.In],
                    f.Location is { } there ? Place(there) : null,
                    f.IsShownByLine
                )),
            ],
            Related =
            [
                .. finding
                    .Related.Select(r => new ReportedRelation(Place(r.Location), Short(r.Note, LongestNote)) { Cause = r.Cause })
                    .Take(MostRelated),
                .. Seen(finding),
            ],
            Fix =
                finding.Fix is { } fix && fix.Edits.Length <= MostRelated && fix.Edits.All(e => e.NewText.Length <= LongestEdit)
                    ? new ReportedFix(
                        Short(fix.Title, LongestNote),
                        fix.Safety,
                        [.. fix.Edits.Select(e => new ReportedEdit(e.Location.Detached, e.NewText, Columns(e.Location)))]
                    )
                    : null,
            Advice = finding.Advice,
            Least = finding.Least,
            LineHash = hashes.Of(finding.Location),
        };
    }

    /// <summary>An object as reports name it.</summary>
    public ObjectReference ReferenceTo(Manifest manifest) =>
        new(
            pool[Short(manifest.ApiVersion, LongestName)],
            pool[Short(manifest.Kind, LongestName)],
            manifest.Name is { } name ? Short(name, LongestName) : null,
            manifest.Namespace is { } given ? pool[Short(given, LongestName)] : null
        );

    /// <summary>A place with its addresses.</summary>
    /// <param name="location">The place.</param>
    /// <param name="path">Its address within the object.</param>
    /// <param name="containers">The containers of the object.</param>
    public DetachedPlace PlaceWithin(Location location, YamlPath path, ContainerIndex containers) =>
        new(Place(location), pool[path], pool[LogicalPath(path, containers)], hashes.Of(location));

    /// <summary>A place as reports see it.</summary>
    public ReportedPlace Place(Location location)
    {
        var line = location.Source.SpanOfLine(location.Start.Line);
        // A minified file is one line of megabytes: only what is around the place is kept.
        bool isLong = line.Length > LongestLine;
        int from = isLong ? Math.Max(line.Start, location.Span.Start - (KeptOfLine / 4)) : line.Start;
        if (from > line.Start && char.IsLowSurrogate(location.Source.Text[from]))
            from--;
        string text = location.Source.Text[from..(isLong ? Math.Min(line.End, from + KeptOfLine) : line.End)];
        return new ReportedPlace(location.Detached, pool[text], from - line.Start + 1);
    }

    private static Statement Short(Statement statement) =>
        statement.What.Length <= LongestSentence && (statement.Consequence?.Length ?? 0) <= LongestSentence
            ? statement
            : statement with
            {
                What = Short(statement.What, LongestSentence),
                Consequence = statement.Consequence is { } so ? Short(so, LongestSentence) : null,
            };

    private static string Short(string text, int most)
    {
        if (text.Length <= most)
            return text;
        return string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "…");
    }

    private static ByteColumns? Columns(Location location)
    {
        return Bytes(location.Start, location.Span.Start) is { } start && Bytes(location.End, location.Span.End) is { } end
            ? new(start, end)
            : null;

        int? Bytes(TextPosition position, int offset)
        {
            var line = location.Source.SpanOfLine(position.Line);
            return line.Length > LongestLine
                ? null
                : Encoding.UTF8.GetByteCount(location.Source.Text.AsSpan(line.Start, offset - line.Start)) + 1;
        }
    }

    private IEnumerable<ReportedRelation> Seen(Finding finding) =>
        finding.Observed is { } observed ? [new ReportedRelation(Place(observed.Location), pool[observed.Note])] : [];

    // spec.containers[0].resources becomes spec.containers[app].resources: a container that moves keeps its fingerprint.
    private static YamlPath LogicalPath(YamlPath path, ContainerIndex containers) =>
        containers.At(path) is { Name: { } name, Path: { Last.Key: null, Parent: { } list } own }
            ? list.Item(name).Then(path.Below(own))
            : path;
}
