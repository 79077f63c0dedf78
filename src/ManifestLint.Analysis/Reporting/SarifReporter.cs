using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using ManifestLint.Findings;
using ManifestLint.Rules;

namespace ManifestLint.Reporting;

/// <summary>
/// Findings as SARIF 2.1.0 (contracts.md C6), as GitHub code scanning wants them. Streamed. Source: OASIS SARIF v2.1.0; GitHub, "SARIF support
/// for code scanning".
/// </summary>
public static class SarifReporter
{
    /// <summary>The most results a log may hold: GitHub refuses more.</summary>
    public const int MaxResults = 25_000;

    internal const string Home = "https://github.com/manifestlint/manifestlint";
    private const string Root = "%SRCROOT%";

    /// <summary>Writes one log with one run and a line break.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="run">What else the log says.</param>
    /// <param name="output">Receives UTF-8 without a byte-order mark; stays open.</param>
    public static void Write(LintResult result, SarifRun run, Stream output)
    {
        using var json = JsonText.Open(output);
        ImmutableArray<ReportedFinding> all = [.. result.All];
        var findings = Worst(all);
        json.WriteStartObject();
        json.WriteString("$schema", "https://json.schemastore.org/sarif-2.1.0.json");
        json.WriteString("version", "2.1.0");
        json.WriteStartArray("runs");
        json.WriteStartObject();
        WriteTool(json, run);
        WriteInvocation(json, result, run, all.Length - findings.Length);
        WriteRepository(json, run);
        json.WriteString("columnKind", "utf16CodeUnits");
        WriteResults(json, findings, run, result.HasBaseline);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        JsonText.Close(json, output);
    }

    /// <summary>The address of a rule's page.</summary>
    internal static string HelpUri(RulePage page) => PageUri(page.Id, page.Name);

    /// <summary>The address of a rule's page.</summary>
    internal static string PageUri(string id, string name) => $"{Home}/blob/main/rules/{id}-{name}.md";

    // The worst ones, in the order of the report; those that are suppressed go first.
    private static ImmutableArray<ReportedFinding> Worst(ImmutableArray<ReportedFinding> findings)
    {
        if (findings.Length <= MaxResults)
            return findings;
        var kept = Enumerable
            .Range(0, findings.Length)
            .OrderBy(i => findings[i].Suppression is not null)
            .ThenByDescending(i => findings[i].Severity)
            .ThenBy(i => i)
            .Take(MaxResults)
            .Order();
        return [.. kept.Select(i => findings[i])];
    }

    private static void WriteTool(Utf8JsonWriter json, SarifRun run)
    {
        json.WriteStartObject("tool");
        json.WriteStartObject("driver");
        json.WriteString("name", "manifestlint");
        json.WriteString("semanticVersion", run.Version);
        json.WriteString("informationUri", Home);
        json.WriteStartArray("rules");
        foreach (var page in run.Rules)
        {
            WriteRule(json, page);
            json.FlushSometimes();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, RulePage page)
    {
        json.WriteStartObject();
        json.WriteString("id", page.Id);
        json.WriteString("name", page.Name);
        WriteMessage(json, "shortDescription", Sentence(page.Title));
        WriteMessage(json, "fullDescription", Sentence(RuleText.FirstParagraph(page.Body) ?? page.Title));
        json.WriteString("helpUri", HelpUri(page));
        json.WriteStartObject("help");
        string manual = RuleText.Manual(page.Body, $"{Home}/blob/main/rules");
        json.WriteString("text", RuleText.Plain(manual));
        json.WriteString("markdown", manual);
        json.WriteEndObject();
        json.WriteStartObject("defaultConfiguration");
        if (page.Severity == Severity.Off)
            json.WriteBoolean("enabled", false);
        json.WriteString("level", TextReporter.Word(page.Severity));
        json.WriteEndObject();
        json.WriteStartObject("properties");
        json.WriteStartArray("tags");
        json.WriteStringValue("kubernetes");
        json.WriteStringValue(page.Category);
        json.WriteEndArray();
        json.WriteString("precision", "high");
        json.WriteString(
            "problem.severity",
            page.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "recommendation",
            }
        );
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void WriteInvocation(Utf8JsonWriter json, LintResult result, SarifRun run, int leftOut)
    {
        json.WriteStartArray("invocations");
        json.WriteStartObject();
        json.WriteBoolean("executionSuccessful", run.ExitCode is 0 or 1);
        json.WriteNumber("exitCode", run.ExitCode);
        json.WriteStartArray("toolExecutionNotifications");
        foreach (var file in result.Skipped)
        {
            bool isWarning = file.Kind is SkipKind.Unreadable or SkipKind.NotComposed;
            WriteNotification(
                json,
                file.Kind switch
                {
                    SkipKind.Unreadable => "unreadable",
                    SkipKind.NotComposed => "not-composed",
                    SkipKind.Partial => "partial",
                    SkipKind.PastLimit => "past-limit",
                    SkipKind.NotRead => "not-read",
                    _ => "not-analysed",
                },
                isWarning ? "warning" : "note",
                file.Kind switch
                {
                    SkipKind.NotComposed => $"The kustomization at line {file.Line} is {file.Reason}",
                    SkipKind.Partial => $"The object at line {file.Line} was judged in part, as {file.Reason}",
                    SkipKind.PastLimit => $"The object at line {file.Line} was judged in part: {file.Reason}",
                    SkipKind.NotRead => $"This file was not read: {file.Reason}",
                    _ => $"{(file.Line is { } line ? $"The document at line {line}" : "This file")} was skipped: {file.Reason}",
                },
                file.File,
                run
            );
        }
        foreach (var crash in result.Crashes)
        {
            WriteNotification(
                json,
                "rule-crashed",
                "error",
                $"Rule {crash.RuleId} failed on this file: {crash.Exception.GetType().Name}",
                crash.File,
                run
            );
        }
        if (leftOut > 0)
        {
            string counts = $"{leftOut.ToString(CultureInfo.InvariantCulture)} more findings are left out, the least severe ones";
            WriteNotification(
                json,
                "results-left-out",
                "warning",
                $"{counts}: a log holds {MaxResults.ToString(CultureInfo.InvariantCulture)} at most",
                null,
                run
            );
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteNotification(Utf8JsonWriter json, string id, string level, string text, string? file, SarifRun run)
    {
        json.WriteStartObject();
        json.WriteStartObject("descriptor");
        json.WriteString("id", id);
        json.WriteEndObject();
        json.WriteString("level", level);
        WriteMessage(json, "message", Sentence(text));
        if (file is not null)
        {
            json.WriteStartArray("locations");
            json.WriteStartObject();
            json.WriteStartObject("physicalLocation");
            WriteFile(json, file, run);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndArray();
        }
        json.WriteEndObject();
        json.FlushSometimes();
    }

    private static void WriteRepository(Utf8JsonWriter json, SarifRun run)
    {
        json.WriteStartObject("originalUriBaseIds");
        json.WriteStartObject(Root);
        WriteMessage(json, "description", "The root of the repository.");
        json.WriteEndObject();
        json.WriteEndObject();
        if (run.VersionControl is not { RepositoryUri: { } uri } repository)
            return;
        json.WriteStartArray("versionControlProvenance");
        json.WriteStartObject();
        json.WriteString("repositoryUri", uri);
        if (repository.Revision is { } revision)
            json.WriteString("revisionId", revision);
        if (repository.Branch is { } branch)
            json.WriteString("branch", branch);
        json.WriteStartObject("mappedTo");
        json.WriteString("uriBaseId", Root);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteResults(Utf8JsonWriter json, ImmutableArray<ReportedFinding> findings, SarifRun run, bool hasBaseline)
    {
        var indexes = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < run.Rules.Length; i++)
            indexes[run.Rules[i].Id] = i;
        // SARIF §3.27.23: where one result says how it is suppressed, every other says that it is not.
        bool anySuppressed = findings.Any(f => f.Suppression is not null);
        json.WriteStartArray("results");
        foreach (var finding in findings)
        {
            WriteResult(json, finding, indexes[finding.RuleId], run, anySuppressed, hasBaseline);
            json.FlushSometimes();
        }
        json.WriteEndArray();
    }

    private static void WriteResult(
        Utf8JsonWriter json,
        ReportedFinding finding,
        int ruleIndex,
        SarifRun run,
        bool anySuppressed,
        bool hasBaseline
    )
    {
        json.WriteStartObject();
        json.WriteString("ruleId", finding.RuleId);
        json.WriteNumber("ruleIndex", ruleIndex);
        json.WriteString("level", TextReporter.Word(finding.Severity));
        WriteMessage(json, "message", Sentence(FindingText.Sentence(finding.Statement)));
        json.WriteStartArray("locations");
        WriteLocation(json, finding.Place, run, () => WriteLogicalLocation(json, finding));
        json.WriteEndArray();
        if (!finding.Related.IsEmpty)
        {
            json.WriteStartArray("relatedLocations");
            foreach (var related in finding.Related)
                WriteLocation(json, related.Place, run, () => WriteMessage(json, "message", Sentence(related.Text)));
            json.WriteEndArray();
        }
        json.WriteStartObject("partialFingerprints");
        json.WriteString("manifestlint/v1", finding.Fingerprint);
        if (finding.LineHash is { } hash)
            json.WriteString("primaryLocationLineHash", hash);
        json.WriteEndObject();
        if (hasBaseline)
            json.WriteString("baselineState", finding.Suppression?.Kind == SuppressionKind.Baseline ? "unchanged" : "new");
        if (anySuppressed)
            WriteSuppressions(json, finding.Suppression, run);
        if (finding.Fix is { } fix)
            WriteFix(json, fix, run);
        WriteParts(json, finding);
        json.WriteEndObject();
    }

    private static void WriteSuppressions(Utf8JsonWriter json, ReportedSuppression? suppression, SarifRun run)
    {
        json.WriteStartArray("suppressions");
        if (suppression is not null)
        {
            json.WriteStartObject();
            json.WriteString("kind", suppression.Kind == SuppressionKind.Baseline ? "external" : "inSource");
            if (suppression.Reason is { } reason)
                json.WriteString("justification", TerminalText.Escape(reason));
            if (suppression.Place is { } place)
            {
                json.WritePropertyName("location");
                WriteLocation(json, place, run, static () => { });
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteLocation(Utf8JsonWriter json, ReportedPlace place, SarifRun run, Action rest)
    {
        // One line: code scanning shows the start, and a region over many lines hides what it is about.
        bool isLonger = place.EndLine > place.Line;
        int endColumn = isLonger ? Math.Max(place.Column, place.LineTextColumn + place.LineText.Length) : place.EndColumn;
        json.WriteStartObject();
        json.WriteStartObject("physicalLocation");
        WriteFile(json, place.File, run);
        WriteRegion(json, "region", place.Line, place.Column, place.Line, endColumn);
        json.WriteEndObject();
        rest();
        json.WriteEndObject();
    }

    private static void WriteLogicalLocation(Utf8JsonWriter json, ReportedFinding finding)
    {
        if (finding.Object is not { } reference)
            return;
        string owner = reference.Namespace is { } ns ? $"{reference.Kind}/{ns}/{reference.Name}" : $"{reference.Kind}/{reference.Name}";
        json.WriteStartArray("logicalLocations");
        json.WriteStartObject();
        json.WriteString("name", reference.Name ?? reference.Kind);
        json.WriteString("fullyQualifiedName", finding.LogicalPath.IsRoot ? owner : $"{owner}/{finding.LogicalPathText}");
        json.WriteString("kind", "resource");
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteFix(Utf8JsonWriter json, ReportedFix fix, SarifRun run)
    {
        json.WriteStartArray("fixes");
        json.WriteStartObject();
        // What to write: a full stop would be taken for a part of it.
        WriteMessage(json, "description", Legible(fix.Advice.Text));
        json.WriteStartArray("artifactChanges");
        foreach (var ofFile in fix.Edits.GroupBy(e => e.Place.File, StringComparer.Ordinal))
        {
            json.WriteStartObject();
            WriteFile(json, ofFile.Key, run);
            json.WriteStartArray("replacements");
            foreach (var edit in ofFile)
            {
                var (start, end) = (edit.Place.Start, edit.Place.End);
                json.WriteStartObject();
                WriteRegion(json, "deletedRegion", start.Line, start.Column, end.Line, end.Column);
                WriteMessage(json, "insertedContent", edit.NewText);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartObject("properties");
        json.WriteString("safety", fix.Safety == FixSafety.Safe ? "safe" : "unsafe");
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteParts(Utf8JsonWriter json, ReportedFinding finding)
    {
        var statement = finding.Statement;
        json.WriteStartObject("properties");
        json.WriteText("consequence", FindingText.Consequence(statement));
        json.WriteStartArray("assumed");
        foreach (string assumed in FindingText.Assumed(statement))
            json.WriteStringValue(assumed);
        json.WriteEndArray();
        json.WriteString("certainty", TextReporter.Word(statement.Certainty));
        if (finding.Part is { } part)
            json.WriteString("part", part);
        if (finding.Container is { } container)
            json.WriteString("container", container);
        if (finding.Advice is { } advice)
            json.WriteString("advice", advice.Text);
        // The report of an earlier run is a baseline.
        if (finding.Each.Skip(1).ToList() is { Count: > 0 } others)
        {
            json.WriteStartArray("alsoFingerprints");
            foreach (var other in others)
                json.WriteStringValue(other.Fingerprint);
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WriteRegion(Utf8JsonWriter json, string name, int line, int column, int endLine, int endColumn)
    {
        json.WriteStartObject(name);
        json.WriteNumber("startLine", line);
        json.WriteNumber("startColumn", column);
        json.WriteNumber("endLine", endLine);
        json.WriteNumber("endColumn", endColumn);
        json.WriteEndObject();
    }

    private static void WriteFile(Utf8JsonWriter json, string file, SarifRun run)
    {
        json.WriteStartObject("artifactLocation");
        json.WriteString("uri", string.Join('/', run.RelativePath(file).Split('/').Select(Uri.EscapeDataString)));
        json.WriteString("uriBaseId", Root);
        json.WriteEndObject();
    }

    private static void WriteMessage(Utf8JsonWriter json, string name, string text)
    {
        json.WriteStartObject(name);
        json.WriteString("text", text);
        json.WriteEndObject();
    }

    // SARIF2001 wants a full stop.
    private static string Sentence(string text) => Legible(text) is var legible && legible.EndsWith('.') ? legible : legible + ".";

    // "](" would make a link of what a manifest says (SARIF §3.11.6).
    private static string Legible(string text) => TerminalText.Escape(text).Replace("](", "] (", StringComparison.Ordinal);
}
