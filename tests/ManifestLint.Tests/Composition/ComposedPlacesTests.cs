using System.Text.RegularExpressions;
using ManifestLint.Composition;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Composition;

/// <summary>
/// A finding of a composed object that names a value stands, with its related places, where that value is written; one about an absence
/// stands where it was removed, else where there might be one, with the kustomization related.
/// </summary>
public sealed partial class ComposedPlacesTests
{
    private const int Compositions = 600;

    [Fact]
    public void Findings_stand_where_what_they_name_is_written_or_was_removed()
    {
        var ways = new Dictionary<string, int>(StringComparer.Ordinal);
        var wrong = new List<string>();
        int values = 0,
            removed = 0,
            absent = 0,
            heaps = 0;
        for (int number = 0; number < Compositions; number++)
        {
            var made = new MemoryComposition(number);
            foreach (string way in made.Ways)
                ways[way] = ways.GetValueOrDefault(way) + 1;
            var result = Linter.Lint(Request(made));
            if (result.Skipped.FirstOrDefault(s => s.Kind == SkipKind.NotComposed) is { } skipped)
                wrong.Add($"{number}: {skipped.File}:{skipped.Line}: {skipped.Reason}");
            Assert.Empty(result.Crashes);
            foreach (var finding in result.Findings)
                wrong.AddRange(Unwritten(made, finding).Select(w => $"{number}: {Shown(finding)}: {w}"));
            Check(number, made, [.. result.Findings]);
        }
        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(20)));
        // A test of nothing would hold as well.
        Assert.All(
            (string[])
                [
                    "null",
                    "$patch: delete",
                    "$patch: replace",
                    "merge",
                    "remove",
                    "copy",
                    "add of a mapping",
                    "replace",
                    "add",
                    "replacement",
                    "literal",
                    "env file",
                    "merged literal",
                ],
            way => Assert.True(ways.GetValueOrDefault(way) >= 20, $"{way} in {ways.GetValueOrDefault(way)}")
        );
        Assert.True(
            values >= 60 && removed >= 20 && absent >= 20 && heaps >= 60,
            $"{values} values, {removed} removed, {absent} absent, {heaps} heaps"
        );

        void Check(int number, MemoryComposition made, ReportedFinding[] findings)
        {
            var (limit, request) = (made.Amounts["limits"], made.Amounts["requests"]);
            var below = findings.SingleOrDefault(f => f.RuleId == "ML1002");
            if ((limit is not null && request is not null && Number(limit) < Number(request)) != (below is not null))
                wrong.Add($"{number}: limit {limit}, request {request}, {(below is null ? "none" : Shown(below))}");
            if (below is not null)
            {
                values++;
                if (At(below.Place) != made.PlaceOf(limit!) || !below.Related.Any(r => At(r.Place) == made.PlaceOf(request!)))
                    wrong.Add($"{number}: {Shown(below)} is not {made.PlaceOf(limit!)} with {made.PlaceOf(request!)}");
            }
            var missing = findings.SingleOrDefault(f => f.RuleId == "ML1001");
            if ((limit is null) != (missing is not null))
                wrong.Add($"{number}: limit {limit}, {(missing is null ? "none" : Shown(missing))}");
            if (missing is not null && made.Removed["limits"] is { } mark)
            {
                removed++;
                if (At(missing.Place) != made.PlaceOf(mark))
                    wrong.Add($"{number}: {Shown(missing)} is not at {made.PlaceOf(mark)}");
            }
            else if (missing is not null)
            {
                absent++;
                if (!missing.Related.Select(r => r.Place).Append(missing.Place).Any(p => p.File == "over/kustomization.yaml"))
                    wrong.Add($"{number}: {Shown(missing)} shows no kustomization");
            }
            heaps += findings.Count(f => made.Heap is { } heap && f.Statement.What.Contains(heap, StringComparison.Ordinal));
        }
    }

    // What a finding names and shows nowhere. Its own place shows one of them.
    private static IEnumerable<string> Unwritten(MemoryComposition made, ReportedFinding finding)
    {
        var named = Tokens()
            .Matches(finding.Statement.What)
            .Select(m => m.Value)
            .Where(t => made.Files.Values.Any(f => f.Contains(t, StringComparison.Ordinal)))
            .ToList();
        if (named.Count == 0)
            yield break;
        var shown = finding.Related.Select(r => r.Place).Prepend(finding.Place).Select(p => (p.File, p.Line)).ToList();
        // What stands a few lines further in the same file is seen.
        bool IsSeen((string File, int Line) place) => shown.Exists(s => s.File == place.File && Math.Abs(s.Line - place.Line) <= 4);
        foreach (string token in named.Where(t => !IsSeen(made.PlaceOf(t))))
            yield return $"{token} is written at {made.PlaceOf(token)}";
        if (!named.Exists(t => At(finding.Place) == made.PlaceOf(t)))
            yield return "its own place shows none of them";
        string text = made.Files[finding.Place.File].Split('\n')[finding.Place.Line - 1];
        if (text != finding.Place.LineText.TrimEnd('\n') && !finding.Place.LineText.Contains(text.Trim(), StringComparison.Ordinal))
            yield return $"its line is {text}";
    }

    private static (string, int) At(ReportedPlace place) => (place.File, place.Line);

    private static int Number(string amount) => int.Parse(amount[..^2], System.Globalization.CultureInfo.InvariantCulture);

    private static string Shown(ReportedFinding f) =>
        $"{f.RuleId} {f.Place.File}:{f.Place.Line} {f.Statement.What} ({string.Join(", ", f.Related.Select(r => $"{r.Place.File}:{r.Place.Line}"))})";

    private static LintRequest Request(MemoryComposition made)
    {
        CompositionFile Open(string path) =>
            made.Files.TryGetValue(path["/repo/".Length..], out string? text)
                ? new(new SourceText(path["/repo/".Length..], text), null, null)
                : CompositionFile.Missing;
        return new LintRequest
        {
            Sources =
            [
                .. made
                    .Files.Where(f => f.Key.EndsWith(".yaml", StringComparison.Ordinal))
                    .Select(f => new LintSource(f.Key, "/repo/" + f.Key, false, () =>
                        new SourceReading(new SourceText(f.Key, f.Value), null)
                    )),
            ],
            OpenNamed = Open,
            IsFolder = path => made.Files.Keys.Any(f => ("/repo/" + f).StartsWith(path + "/", StringComparison.Ordinal)),
        };
    }

    [GeneratedRegex(@"-Xmx\d+m|\b\d+Mi\b")]
    private static partial Regex Tokens();
}
