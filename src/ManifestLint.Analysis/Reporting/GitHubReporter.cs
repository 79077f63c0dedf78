using System.Collections.Immutable;
using System.Text;
using ManifestLint.Evidence;
using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>
/// Findings as workflow commands, which GitHub Actions shows as annotations: the worst first, no more of a kind than it shows, each on a line
/// of its own that begins with the command, so that nothing a manifest says can be one. Source: actions/toolkit packages/core/src/command.ts;
/// actions/runner src/Runner.Common/ActionCommand.cs.
/// </summary>
public static class GitHubReporter
{
    /// <summary>How many annotations of a kind GitHub shows a step; it drops further ones without a word.</summary>
    public const int MaxPerKind = 10;

    /// <summary>Writes the commands; nothing at all where nothing was found.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="relativePath">Makes a path relative to the repository's root, with forward slashes.</param>
    /// <param name="output">Receives the lines.</param>
    public static void Write(LintResult result, Func<string, string> relativePath, TextWriter output)
    {
        ImmutableArray<Severity> severities = [Severity.Error, Severity.Warning, Severity.Note];
        var kinds = severities.Select(s => result.Findings.Where(f => f.Severity == s).ToList()).ToList();
        // What somebody has to act on, and what is left out, are told in notices, which are among the ten.
        string[] unseen = [.. TextReporter.SkippedToActOnLines(result.Skipped, relativePath).Select(TerminalText.Escape)];
        int notes = MaxPerKind - (unseen.Length == 0 ? 0 : 1);
        if (kinds.Exists(k => k.Count > (k == kinds[^1] ? notes : MaxPerKind)))
            notes--;
        var left = new List<string>();
        foreach (var (severity, findings) in severities.Zip(kinds))
        {
            int room = severity == Severity.Note ? notes : MaxPerKind;
            foreach (var finding in findings.Take(room))
                WriteCommand(finding, relativePath, output);
            if (findings.Count > room)
                left.Add(TextReporter.Count(findings.Count - room, TextReporter.Word(severity)));
        }
        if (unseen.Length > 0)
            output.Write($"::notice title=manifestlint::{Data($"skipped:\n{string.Join('\n', unseen)}")}\n");
        if (left.Count == 0)
            return;
        string counts = WrittenText.Listed(left);
        output.Write(
            $"::notice title=manifestlint::{Data($"not shown here: {counts}. GitHub shows {MaxPerKind} annotations of each kind; the other reports have all")}\n"
        );
    }

    /// <summary>Escapes what stands behind <c>::</c>.</summary>
    internal static string Data(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal)
            .Replace("\r", "%0D", StringComparison.Ordinal)
            .Replace("\n", "%0A", StringComparison.Ordinal);

    /// <summary>Escapes the value of a property.</summary>
    internal static string Property(string text) =>
        Data(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static void WriteCommand(ReportedFinding finding, Func<string, string> relativePath, TextWriter output)
    {
        string file = relativePath(finding.Place.File);
        var place = finding.Place;
        string command = finding.Severity switch
        {
            Severity.Error => "error",
            Severity.Warning => "warning",
            _ => "notice",
        };
        output.Write($"::{command} file={Property(file)},line={place.Line},endLine={place.EndLine}");
        // GitHub takes columns only where both lines are the same.
        if (place.Line == place.EndLine)
            output.Write($",col={place.Column},endColumn={place.EndColumn}");
        output.Write($",title={Property($"{finding.RuleId} {finding.RuleName}")}::{Data(Message(finding, relativePath))}\n");
    }

    private static string Message(ReportedFinding finding, Func<string, string> relativePath)
    {
        var message = new StringBuilder(TerminalText.Escape(FindingText.SentenceWithObject(finding)));
        foreach (string related in FindingText.Related(finding, relativePath))
            message.Append($"\n{TerminalText.Escape(related)}");
        if (FindingText.Remedy(finding) is { } remedy)
            message.Append($"\n{TerminalText.Escape(remedy)}");
        return message.ToString();
    }
}
