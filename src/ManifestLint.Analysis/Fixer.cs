using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint;

/// <summary>What came of repairing texts.</summary>
/// <param name="Texts">The texts that were changed, by the path that reports show, after the last round that was kept.</param>
/// <param name="Applied">Titles of the fixes that were made, in order.</param>
/// <param name="Problem">Why a round was thrown away, or null: a bug of ours, never the author's.</param>
public sealed record FixOutcome(ImmutableSortedDictionary<string, string> Texts, ImmutableArray<string> Applied, string? Problem);

/// <summary>
/// Repairs texts: takes the fixes of their findings in order, applies each edit to the text that it belongs to, reads and lints all of them
/// again, until nothing is left to repair. A round after which a text no longer parses, a comment is gone, or an edit belongs to no source
/// is thrown away.
/// </summary>
public static class Fixer
{
    private const int MostRounds = 10;

    /// <summary>Repairs the sources of a request; its neighbours stay as they are, and fixes that would touch them are not made.</summary>
    /// <param name="request">The request.</param>
    /// <param name="isWanted">Which findings to repair: for instance those with a safe fix.</param>
    public static FixOutcome Apply(LintRequest request, Func<ReportedFinding, bool> isWanted)
    {
        var changed = ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);
        var applied = ImmutableArray.CreateBuilder<string>();
        var bySource = request.Sources.ToLookup(s => s.Path, StringComparer.Ordinal);
        for (int round = 0; round < MostRounds; round++)
        {
            var found = Linter.Lint(request with { Sources = [.. request.Sources.Select(s => Current(s, changed))] });
            var fixes = WithoutOverlap(
                found
                    .Findings.Where(f => f.Fix is not null && isWanted(f))
                    .Select(f => f.Fix!)
                    .Where(fix => fix.Edits.All(e => bySource[e.Place.File].Any()))
            );
            if (fixes.Count == 0)
                break;
            var next = changed;
            foreach (var edits in fixes.SelectMany(f => f.Edits).GroupBy(e => e.Place.File, StringComparer.Ordinal))
            {
                if (Current(bySource[edits.Key].First(), changed).Open().Text is not { } text)
                    return new FixOutcome(changed, applied.ToImmutable(), $"{edits.Key} cannot be read");
                string repaired = TextEdits.Apply(text, edits.Select(e => new TextEdit(new Location(text, e.Place.Span), e.NewText)));
                if (Damage(text, new SourceText(text.Path, repaired)) is { } damage)
                    return new FixOutcome(changed, applied.ToImmutable(), damage);
                if (repaired != text.Text)
                    next = next.SetItem(edits.Key, repaired);
            }
            if (ReferenceEquals(next, changed))
                break;
            changed = next;
            applied.AddRange(fixes.Select(f => f.Advice.Text));
        }
        return new FixOutcome(changed, applied.ToImmutable(), null);
    }

    private static LintSource Current(LintSource source, ImmutableSortedDictionary<string, string> changed)
    {
        if (!changed.TryGetValue(source.Path, out string? text))
            return source;
        var current = new SourceText(source.Path, text);
        return source with { Open = () => new SourceReading(current, null) };
    }

    // In the order of the report; a fix that touches what an earlier one touches waits for the next round.
    private static List<ReportedFix> WithoutOverlap(IEnumerable<ReportedFix> fixes)
    {
        var taken = new List<ReportedFix>();
        foreach (var fix in fixes)
        {
            if (!taken.Exists(t => t.Edits.Any(a => fix.Edits.Any(b => Touch(a.Place, b.Place)))))
                taken.Add(fix);
        }
        return taken;
    }

    private static bool Touch(Place a, Place b) => a.File == b.File && a.Span.Start <= b.Span.End && b.Span.Start <= a.Span.End;

    // What must not happen: less that parses, fewer comments, other documents.
    private static string? Damage(SourceText before, SourceText after)
    {
        YamlFile old = YamlReader.Read(before),
            now = YamlReader.Read(after);
        if (old.Documents.Length != now.Documents.Length)
            return "a repair changed the number of documents";
        for (int i = 0; i < old.Documents.Length; i++)
        {
            if (old.Documents[i].Error is null && now.Documents[i].Error is { } error)
                return $"a repair broke the document: {error.Message}";
            var lost = old.Documents[i]
                .Comments.Select(c => c.Location.Text)
                .Except(now.Documents[i].Comments.Select(c => c.Location.Text), StringComparer.Ordinal)
                .ToList();
            if (lost.Count > 0)
                return $"a repair lost the comment {lost[0]}";
        }
        return null;
    }
}
