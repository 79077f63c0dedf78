using System.Globalization;
using System.Text.Json;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Reporting;

/// <summary>
/// Findings for programs: <c>manifestlint-scan/1</c> (contracts.md C4, schemas/manifestlint-scan.schema.json). Streamed: it needs no memory of
/// its own.
/// </summary>
public static class JsonReporter
{
    /// <summary>Writes one JSON object and a line break.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="assumptions">What was assumed.</param>
    /// <param name="version">The tool's version: <c>0.1.0</c>.</param>
    /// <param name="output">Receives UTF-8 without a byte-order mark; stays open.</param>
    public static void Write(LintResult result, Assumptions assumptions, string version, Stream output)
    {
        using var json = JsonText.Open(output);
        json.WriteStartObject();
        json.WriteString("format", "manifestlint-scan/1");
        json.WriteStartObject("tool");
        json.WriteString("version", version);
        json.WriteEndObject();
        json.WriteAssumptions(assumptions);
        json.WriteStartArray("findings");
        foreach (var finding in result.All)
        {
            WriteFinding(json, finding);
            json.FlushSometimes();
        }
        json.WriteEndArray();
        json.WriteSkipped(result.Skipped);
        WriteSummary(json, result);
        json.WriteEndObject();
        JsonText.Close(json, output);
    }

    private static void WriteFinding(Utf8JsonWriter json, ReportedFinding finding)
    {
        json.WriteStartObject();
        json.WriteString("rule", finding.RuleId);
        json.WriteString("name", finding.RuleName);
        json.WriteString("severity", TextReporter.Word(finding.Severity));
        json.WriteString("message", FindingText.Sentence(finding.Statement));
        json.WriteText("consequence", FindingText.Consequence(finding.Statement));
        json.WriteStartArray("assumed");
        foreach (string assumed in FindingText.Assumed(finding.Statement))
            json.WriteStringValue(assumed);
        json.WriteEndArray();
        json.WriteString("certainty", TextReporter.Word(finding.Statement.Certainty));
        if (finding.Assumptions is { } own)
            json.WriteAssumptions(own.KubernetesVersion, own.NodeMemoryBytes, own.NodeCpuMillicores, own.JavaVersion);
        WritePlace(json, finding.Place.Place);
        if (finding.IsRendered)
            json.WriteBoolean("rendered", true);
        WriteObject(json, finding.Object);
        json.WriteTexts("overlays", finding.Overlays);
        if (finding.Part is { } part)
            json.WriteText("part", part);
        json.WriteText("container", finding.Container);
        json.WriteString("path", finding.PathText);
        json.WriteStartArray("related");
        foreach (var related in finding.Related)
        {
            json.WriteStartObject();
            WritePlace(json, related.Place.Place);
            json.WriteString("message", related.Text);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteSuppression(json, finding.Suppression);
        json.WriteString("fingerprint", finding.Fingerprint);
        json.WriteText("advice", finding.Advice?.Text);
        WriteFix(json, finding.Fix);
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, Place place)
    {
        var (start, end) = (place.Start, place.End);
        json.WriteString("file", place.File);
        json.WriteNumber("line", start.Line);
        json.WriteNumber("column", start.Column);
        json.WriteNumber("endLine", end.Line);
        json.WriteNumber("endColumn", end.Column);
    }

    private static void WriteObject(Utf8JsonWriter json, ObjectReference? reference)
    {
        if (reference is null)
        {
            json.WriteNull("object");
            return;
        }
        json.WriteStartObject("object");
        json.WriteString("apiVersion", reference.ApiVersion);
        json.WriteString("kind", reference.Kind);
        json.WriteText("name", reference.Name);
        json.WriteText("namespace", reference.Namespace);
        json.WriteEndObject();
    }

    private static void WriteFix(Utf8JsonWriter json, ReportedFix? fix)
    {
        if (fix is null)
        {
            json.WriteNull("fix");
            return;
        }
        json.WriteStartObject("fix");
        json.WriteString("title", fix.Advice.Text);
        json.WriteString("safety", fix.Safety == FixSafety.Safe ? "safe" : "unsafe");
        json.WriteStartArray("edits");
        foreach (var edit in fix.Edits)
        {
            json.WriteStartObject();
            WritePlace(json, edit.Place);
            json.WriteString("newText", edit.NewText);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteSuppression(Utf8JsonWriter json, ReportedSuppression? suppression)
    {
        if (suppression is null)
        {
            json.WriteNull("suppression");
            return;
        }
        json.WriteStartObject("suppression");
        json.WriteString("kind", TextReporter.Word(suppression.Kind));
        json.WriteText("reason", suppression.Reason);
        if (suppression.Until is { } until)
            json.WriteString("until", until.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        if (suppression.Place is { } place)
        {
            json.WriteString("file", place.File);
            json.WriteNumber("line", place.Line);
            json.WriteNumber("column", place.Column);
        }
        json.WriteEndObject();
    }

    private static void WriteSummary(Utf8JsonWriter json, LintResult result)
    {
        json.WriteStartObject("summary");
        json.WriteNumber("errors", result.Findings.Count(f => f.Severity == Severity.Error));
        json.WriteNumber("warnings", result.Findings.Count(f => f.Severity == Severity.Warning));
        json.WriteNumber("notes", result.Findings.Count(f => f.Severity == Severity.Note));
        json.WriteNumber("suppressed", result.Suppressed.Length);
        json.WriteNumber("skipped", result.Skipped.Length);
        json.WriteNumber("crashes", result.Crashes.Length);
        json.WriteNumber("files", result.FileCount);
        json.WriteNumber("objects", result.ObjectCount);
        json.WriteNumber("pods", result.PodCount);
        json.WriteEndObject();
    }
}
