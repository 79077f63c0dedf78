using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Quantities;

namespace ManifestLint.Reporting;

/// <summary>How text is laid out.</summary>
/// <param name="Width">Columns to clip source lines to. At least 40.</param>
/// <param name="IsColoured">True to mark with ANSI escapes.</param>
/// <param name="IsBrief">True to leave out the summary.</param>
/// <param name="Wraps">True to wrap messages at words, as a terminal wants them; false to keep each on a line, so that it can be searched for.</param>
/// <param name="Links">True to make links of what has an address.</param>
public readonly record struct TextStyle(
    int Width = 120,
    bool IsColoured = false,
    bool IsBrief = false,
    bool Wraps = false,
    bool Links = false
);

/// <summary>Findings for people: one line each that editors understand, the lines they are about, and a summary (contracts.md C5).</summary>
public static class TextReporter
{
    private const string GutterBar = " | ";
    private const int Continued = 4;

    /// <summary>The findings with their lines, then the summary.</summary>
    public static void Write(LintResult result, TextStyle style, TextWriter output)
    {
        foreach (var finding in result.Findings)
            Write(finding, style, output);
        if (!style.IsBrief)
            WriteSummary(result, style, output);
    }

    /// <summary>A finding with its lines, and an empty one.</summary>
    public static void Write(ReportedFinding finding, TextStyle style, TextWriter output)
    {
        WriteFirstLine(finding, finding.Statement.What, style, output);
        WriteDetails(finding, style, output);
        output.Write('\n');
    }

    /// <summary>One line for each finding and nothing else: nothing at all where there is none.</summary>
    public static void WriteConcise(LintResult result, TextStyle style, TextWriter output)
    {
        foreach (var finding in result.Findings)
            WriteFirstLine(finding, FindingText.WhatWithObject(finding), style with { Wraps = false }, output);
    }

    /// <summary>What was found, by severity and rule; what was skipped, and why; what was assumed, where a message depends on it.</summary>
    public static void WriteSummary(LintResult result, TextStyle style, TextWriter output)
    {
        var ink = new Ink(style.IsColoured);
        string scope =
            $"in {Count(result.ObjectCount, "object")} with {Count(result.PodCount, "pod")} in {Count(result.FileCount, "file")}";
        if (result.Findings.IsEmpty)
        {
            // Those of a baseline are findings, and old.
            bool areOld = result.Suppressed.Any(f => f.Suppression!.Kind == SuppressionKind.Baseline);
            output.Write($"{ink.Good(areOld ? "no new findings" : "no findings")} {scope}\n");
        }
        else
        {
            var severities = new List<string>();
            foreach (var severity in (ReadOnlySpan<Severity>)[Severity.Error, Severity.Warning, Severity.Note])
            {
                if (result.Findings.Count(f => f.Severity == severity) is > 0 and var count)
                    severities.Add(ink.Of(severity, Count(count, Word(severity))));
            }
            output.Write($"{string.Join(", ", severities)} {scope}\n");
            WriteRules(result.Findings, ink, output);
        }
        WriteSuppressed(result.Suppressed, ink, output);
        foreach (var left in result.LeftOut)
            output.Write(ink.Dim($"left out {Count(left.Count, "finding")} {left.Which}") + "\n");
        WriteSkipped(result.Skipped, ink, output);
        WriteAssumptions(result.Findings, ink, output);
    }

    /// <summary><c>error</c>, <c>warning</c> or <c>note</c>.</summary>
    internal static string Word(Severity severity) =>
        severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "note",
        };

    /// <summary><c>comment</c>, <c>annotation</c> or <c>baseline</c>.</summary>
    internal static string Word(SuppressionKind kind) =>
        kind switch
        {
            SuppressionKind.Comment => "comment",
            SuppressionKind.Annotation => "annotation",
            _ => "baseline",
        };

    /// <summary><c>certain</c> or <c>assumed</c>.</summary>
    internal static string Word(Certainty certainty) => certainty == Certainty.Certain ? "certain" : "assumed";

    /// <summary><c>2 errors, 1 note</c>, or <c>no findings</c>.</summary>
    internal static string Counts(ImmutableArray<ReportedFinding> findings) =>
        findings.IsEmpty
            ? "no findings"
            : string.Join(
                ", ",
                new[] { Severity.Error, Severity.Warning, Severity.Note }
                    .Select(s => (Severity: s, Count: findings.Count(f => f.Severity == s)))
                    .Where(s => s.Count > 0)
                    .Select(s => Count(s.Count, Word(s.Severity)))
            );

    private static void WriteFirstLine(ReportedFinding finding, string what, TextStyle style, TextWriter output)
    {
        var ink = new Ink(style.IsColoured);
        string position = Position(finding.Place) + ":",
            severity = Word(finding.Severity) + ":",
            rule = $"[{finding.RuleId} {finding.RuleName}]";
        output.Write($"{ink.Bold(position)} {ink.Of(finding.Severity, severity)} ");
        int column = TerminalText.WidthOf(position) + severity.Length + 2;
        string[] lines = Lines(TerminalText.Escape(what), column, Continued, style);
        for (int i = 0; i < lines.Length; i++)
            output.Write(i == 0 ? ink.Bold(lines[i]) : $"\n{new string(' ', Continued)}{ink.Bold(lines[i])}");
        int last = (lines.Length == 1 ? column : Continued) + TerminalText.WidthOf(lines[^1]);
        output.Write(style.Wraps && last + 1 + rule.Length > style.Width ? "\n" + new string(' ', Continued) : " ");
        output.Write(ink.Dim(rule));
        output.Write('\n');
    }

    private static string[] Lines(string text, int first, int rest, TextStyle style) =>
        style.Wraps ? [.. WordWrap.Lines(text, first, rest, Math.Max(style.Width, 40))] : [text];

    private static void WriteDetails(ReportedFinding finding, TextStyle style, TextWriter output)
    {
        var ink = new Ink(style.IsColoured);
        int gutter = finding.Related.Aggregate(Digits(finding.Place), (widest, r) => Math.Max(widest, Digits(r.Place)));
        var view = new View(gutter, style.Width, ink, output);
        view.WriteEmpty();
        view.WriteLine(finding.Place, '^', "", text => ink.Of(finding.Severity, text));
        string file = finding.Place.File;
        foreach (var related in finding.Related)
        {
            if (related.Place.File != file)
                output.Write($"{new string(' ', gutter)}{ink.Line("-->")} {Position(related.Place)}\n");
            file = related.Place.File;
            view.WriteLine(related.Place, '-', TerminalText.Escape(related.Text), ink.Line);
        }
        foreach (var (name, text) in FindingLines.Of(finding))
        {
            int column = gutter + name.Length + 5;
            string[] lines = Lines(TerminalText.Escape(text), column, gutter + 5, style);
            string first =
                name == "page" && style.Links ? Ink.Link(lines[0], SarifReporter.PageUri(finding.RuleId, finding.RuleName)) : lines[0];
            output.Write($"{new string(' ', gutter)}{ink.Line(" =")} {ink.Bold(name + ":")} {first}\n");
            foreach (string line in lines[1..])
                output.Write($"{new string(' ', gutter + 5)}{line}\n");
        }
    }

    private static void WriteRules(ImmutableArray<ReportedFinding> findings, Ink ink, TextWriter output)
    {
        var rules = findings
            .GroupBy(f => f.RuleId, (id, of) => (RuleId: id, of.First().RuleName, Worst: of.Max(f => f.Severity), Count: of.Count()))
            .ToArray();
        Array.Sort(rules, (x, y) =>
            (y.Worst, y.Count).CompareTo((x.Worst, x.Count)) is not 0 and var order ? order : string.CompareOrdinal(x.RuleId, y.RuleId)
        );
        int width = Digits(rules.Max(r => r.Count));
        foreach (var rule in rules)
        {
            string count = rule.Count.ToString(CultureInfo.InvariantCulture).PadLeft(width);
            output.Write($"  {ink.Of(rule.Worst, count)}  {rule.RuleId} {rule.RuleName}\n");
        }
    }

    private static void WriteSuppressed(ImmutableArray<ReportedFinding> suppressed, Ink ink, TextWriter output)
    {
        if (suppressed.IsEmpty)
            return;
        var kinds = suppressed
            .GroupBy(f => f.Suppression!.Kind)
            .OrderBy(g => g.Key)
            .Select(g => $"{g.Count().ToString(CultureInfo.InvariantCulture)} by {Word(g.Key)}");
        output.Write(ink.Dim($"suppressed {Count(suppressed.Length, "finding")}: {string.Join(", ", kinds)}") + "\n");
    }

    // Of a large repository with pieces missing there may be hundreds.
    private const int MostSkipped = 20;

    private static void WriteSkipped(ImmutableArray<SkippedFile> skipped, Ink ink, TextWriter output)
    {
        if (skipped.IsEmpty)
            return;
        output.Write(ink.Dim($"skipped {CountSkipped(skipped)}: {SkippedReasons(skipped)}") + "\n");
        // Somebody has to act on these; the others are as they should be.
        foreach (string line in SkippedToActOnLines(skipped, path => path, " (--verbose)"))
            output.Write($"  {TerminalText.Escape(line)}\n");
    }

    /// <summary>A line for each of the first ones that somebody has to act on, and one for the others.</summary>
    internal static IEnumerable<string> SkippedToActOnLines(
        ImmutableArray<SkippedFile> skipped,
        Func<string, string> relativePath,
        string how = ""
    )
    {
        var told = SkippedToActOn(skipped).ToList();
        foreach (var file in told.Take(MostSkipped))
        {
            string line = file.Line is { } number ? ":" + number.ToString(CultureInfo.InvariantCulture) : "";
            yield return $"{relativePath(file.File)}{line}: {file.Reason}";
        }
        if (told.Count > MostSkipped)
            yield return $"{told.Count - MostSkipped} more{how}";
    }

    /// <summary>Those that somebody has to act on.</summary>
    internal static IEnumerable<SkippedFile> SkippedToActOn(ImmutableArray<SkippedFile> skipped) =>
        skipped.Where(s => s.Kind is SkipKind.Unreadable or SkipKind.NotComposed);

    /// <summary>How many were not analysed for which reason.</summary>
    internal static string SkippedReasons(ImmutableArray<SkippedFile> skipped) =>
        string.Join(
            ", ",
            new[]
            {
                (Kind: SkipKind.Template, Text: "to be rendered first (templates)"),
                (Kind: SkipKind.NotManifest, Text: "without a Kubernetes object"),
                (Kind: SkipKind.Unreadable, Text: "unreadable"),
                (Kind: SkipKind.NotComposed, Text: "not composed, or not whole (kustomizations)"),
                (Kind: SkipKind.Partial, Text: "judged in part (partial objects)"),
                (Kind: SkipKind.PastLimit, Text: "judged in part (past a limit)"),
                (Kind: SkipKind.NotRead, Text: "not read for facts (too large a folder)"),
            }
                .Select(k => (k.Text, Count: skipped.Count(s => s.Kind == k.Kind)))
                .Where(k => k.Count > 0)
                .Select(k => $"{k.Count} {k.Text}")
        );

    /// <summary>How many files and documents were not analysed.</summary>
    internal static string CountSkipped(ImmutableArray<SkippedFile> skipped)
    {
        int documents = skipped.Count(s => s.Line is not null),
            files = skipped.Length - documents;
        return documents == 0 ? Count(files, "file")
            : files == 0 ? Count(documents, "document")
            : $"{Count(files, "file")} and {Count(documents, "document")}";
    }

    private static void WriteAssumptions(ImmutableArray<ReportedFinding> findings, Ink ink, TextWriter output)
    {
        bool version = Rests(AssumptionKind.KubernetesVersion),
            node = Rests(AssumptionKind.Node);
        if (!version && !node)
            return;
        // What a message rests on is what nobody configured for its file, whatever the run's configuration says.
        var assumptions = new Assumptions();
        string kubernetes = $"Kubernetes {assumptions.KubernetesVersion}",
            memory = $"a {new ByteSize(assumptions.NodeMemoryBytes)} node";
        string what =
            version && node ? $"{kubernetes} and {memory}"
            : version ? kubernetes
            : memory;
        string options =
            version && node ? "--kubernetes-version, --node-memory"
            : version ? "--kubernetes-version"
            : "--node-memory";
        output.Write(ink.Dim($"assumed {what} ({options})") + "\n");

        bool Rests(AssumptionKind kind) => findings.Any(f => f.Statement.AllAssumed.Any(a => a.Kind == kind));
    }

    private static string Position(ReportedPlace place) => $"{TerminalText.Escape(place.File)}:{place.Line}:{place.Column}";

    /// <summary><c>1 pod</c>, <c>3 pods</c>.</summary>
    internal static string Count(int count, string noun) =>
        count == 1 ? $"1 {noun}" : $"{count.ToString(CultureInfo.InvariantCulture)} {noun}s";

    private static int Digits(ReportedPlace place) => Digits(place.Line);

    private static int Digits(int number) => number.ToString(CultureInfo.InvariantCulture).Length;

    // Source lines behind a gutter of line numbers.
    private sealed class View(int gutter, int width, Ink ink, TextWriter output)
    {
        private readonly int _columns = Math.Max(width, 40) - gutter - GutterBar.Length;
        private (string File, int Line, string Text) _above;

        public void WriteEmpty() => output.Write(new string(' ', gutter) + ink.Line(" |") + "\n");

        public void WriteLine(ReportedPlace place, char mark, string note, Func<string, string> colour)
        {
            // A span over several lines is marked to the end of its first.
            int end =
                place.EndLine > place.Line
                    ? place.LineText.TrimEnd().Length
                    : Math.Min(place.LineText.Length, place.EndColumn - place.LineTextColumn);
            var snippet = Snippet.Of(place.LineText, place.Column - place.LineTextColumn, end, _columns);
            // Two places of one line, as flow style has them, share it.
            if (_above != (place.File, place.Line, snippet.Text))
            {
                output.Write(ink.Line(place.Line.ToString(CultureInfo.InvariantCulture).PadLeft(gutter) + GutterBar));
                output.Write(snippet.Text);
                output.Write('\n');
            }
            _above = (place.File, place.Line, snippet.Text);

            string before = new string(' ', gutter) + ink.Line(GutterBar),
                marks = new(mark, snippet.Length);
            int noteWidth = TerminalText.WidthOf(note);
            bool fits = note.Length == 0 || snippet.Start + snippet.Length + 1 + noteWidth <= _columns;
            output.Write($"{before}{new string(' ', snippet.Start)}{colour(fits && note.Length > 0 ? $"{marks} {note}" : marks)}\n");
            if (!fits)
                output.Write($"{before}{new string(' ', Math.Clamp(_columns - noteWidth, 0, snippet.Start))}{colour(note)}\n");
        }
    }
}
