using System.Text;
using System.Text.Json;
using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>
/// Findings in reviewdog's diagnostic format, one object for all (<c>rdjson</c>). Its columns count bytes of UTF-8, and its ends are excluded. Streamed.
/// Source: reviewdog proto/rdf/reviewdog.proto, README.md.
/// </summary>
public static class RdJsonReporter
{
    /// <summary>Writes one JSON object and a line break.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="relativePath">Makes a path relative to the repository's root, with forward slashes.</param>
    /// <param name="output">Receives UTF-8 without a byte-order mark; stays open.</param>
    public static void Write(LintResult result, Func<string, string> relativePath, Stream output)
    {
        using var json = JsonText.Open(output);
        json.WriteStartObject();
        json.WriteStartObject("source");
        json.WriteString("name", "manifestlint");
        json.WriteString("url", SarifReporter.Home);
        json.WriteEndObject();
        json.WriteStartArray("diagnostics");
        foreach (var finding in result.Findings)
        {
            json.WriteStartObject();
            json.WriteString("message", TerminalText.Escape(FindingText.SentenceWithRemedy(finding)));
            WriteLocation(json, finding.Place, relativePath);
            json.WriteString(
                "severity",
                finding.Severity switch
                {
                    Severity.Error => "ERROR",
                    Severity.Warning => "WARNING",
                    _ => "INFO",
                }
            );
            json.WriteStartObject("code");
            json.WriteString("value", finding.RuleId);
            json.WriteString("url", SarifReporter.PageUri(finding.RuleId, finding.RuleName));
            json.WriteEndObject();
            WriteSuggestion(json, finding);
            WriteRelated(json, finding, relativePath);
            json.WriteEndObject();
            json.FlushSometimes();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        JsonText.Close(json, output);
    }

    private static void WriteLocation(Utf8JsonWriter json, ReportedPlace place, Func<string, string> relativePath)
    {
        json.WriteStartObject("location");
        json.WriteString("path", relativePath(place.File));
        json.WriteStartObject("range");
        // Of a very long line only a part is kept, and of a span over several lines the first one: then there is a line and no column.
        bool isKept = place.LineTextColumn == 1 && place.Line == place.EndLine && place.EndColumn - 1 <= place.LineText.Length;
        WritePosition(json, "start", place.Line, isKept ? Bytes(place.LineText, place.Column) : null);
        WritePosition(json, "end", place.EndLine, isKept ? Bytes(place.LineText, place.EndColumn) : null);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static int Bytes(string line, int column) => Encoding.UTF8.GetByteCount(line.AsSpan(0, column - 1)) + 1;

    private static void WritePosition(Utf8JsonWriter json, string name, int line, int? column)
    {
        json.WriteStartObject(name);
        json.WriteNumber("line", line);
        if (column is { } known)
            json.WriteNumber("column", known);
        json.WriteEndObject();
    }

    // Each suggestion is offered by itself and in the file of the finding: a fix of several edits, or of another file, cannot be said.
    private static void WriteSuggestion(Utf8JsonWriter json, ReportedFinding finding)
    {
        if (finding.Fix?.Edits is not [{ Columns: { } columns } edit] || edit.Place.File != finding.Place.File)
            return;
        json.WriteStartArray("suggestions");
        json.WriteStartObject();
        json.WriteStartObject("range");
        WritePosition(json, "start", edit.Place.Start.Line, columns.Start);
        WritePosition(json, "end", edit.Place.End.Line, columns.End);
        json.WriteEndObject();
        json.WriteString("text", edit.NewText);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void WriteRelated(Utf8JsonWriter json, ReportedFinding finding, Func<string, string> relativePath)
    {
        if (finding.Related.IsEmpty)
            return;
        json.WriteStartArray("related_locations");
        foreach (var related in finding.Related)
        {
            json.WriteStartObject();
            json.WriteString("message", TerminalText.Escape(related.Text));
            WriteLocation(json, related.Place, relativePath);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
