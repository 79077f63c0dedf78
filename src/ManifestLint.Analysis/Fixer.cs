using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint;

/// <summary>What came of repairing a text.</summary>
/// <param name="Text">The text after the last round that was kept.</param>
/// <param name="Applied">Titles of the fixes that were made, in order.</param>
/// <param name="Problem">Why a round was thrown away, or null: a bug of ours, never the author's.</param>
public sealed record FixOutcome(string Text, ImmutableArray<string> Applied, string? Problem);

/// <summary>
/// Repairs a text: takes the fixes of its findings in order, applies them, reads and lints again, until nothing is left to repair. A round
/// after which the text no longer parses, a comment is gone, or more was changed than the edits named is thrown away.
/// </summary>
public static class Fixer
{
    private const int MostRounds = 10;

    /// <summary>Repairs one source of a request; its neighbours stay as they are.</summary>
    /// <param name="request">The request; of its sources only <paramref name="source"/> is linted.</param>
    /// <param name="source">The source to repair.</param>
    /// <param name="isWanted">Which findings to repair: for instance those with a safe fix.</param>
    public static FixOutcome Apply(LintRequest request, LintSource source, Func<ReportedFinding, bool> isWanted)
    {
        if (source.Open().Text is not { } original)
            return new FixOutcome("", [], "the source cannot be read");
        string text = original.Text;
        var applied = ImmutableArray.CreateBuilder<string>();
        for (int round = 0; round < MostRounds; round++)
        {
            var current = new SourceText(source.Path, text);
            var found = Linter.Lint(request with { Sources = [source with { Open = () => new SourceReading(current, null) }] });
            var fixes = WithoutOverlap(found.Findings.Where(f => f.Fix is not null && isWanted(f)).Select(f => f.Fix!));
            if (fixes.Count == 0)
                break;

            var edits = fixes
                .SelectMany(f => f.Edits)
                .Select(e => new TextEdit(new TextSpan(e.Offset, e.Offset + e.Length), e.NewText))
                .ToList();
            string next = TextEdits.Apply(text, edits);
            if (next == text)
                break;
            if (Damage(current, new SourceText(source.Path, next)) is { } damage)
                return new FixOutcome(text, applied.ToImmutable(), damage);
            applied.AddRange(fixes.Select(f => f.Title));
            text = next;
        }
        return new FixOutcome(text, applied.ToImmutable(), null);
    }

    // In document order; a fix that touches what an earlier one touches waits for the next round.
    private static List<ReportedFix> WithoutOverlap(IEnumerable<ReportedFix> fixes)
    {
        var taken = new List<ReportedFix>();
        foreach (var fix in fixes.OrderBy(f => f.Edits[0].Offset))
        {
            if (
                !taken.Exists(t => t.Edits.Any(a => fix.Edits.Any(b => a.Offset <= b.Offset + b.Length && b.Offset <= a.Offset + a.Length)))
            )
                taken.Add(fix);
        }
        return taken;
    }

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
