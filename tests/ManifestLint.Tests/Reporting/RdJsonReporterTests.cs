using System.Text;
using System.Text.Json;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

public sealed class RdJsonReporterTests
{
    // The messages of reviewdog's proto/rdf/reviewdog.proto as its JSON has them, with nothing beside.
    private const string Form = """
        {
          "$schema": "https://json-schema.org/draft/2020-12/schema",
          "type": "object", "additionalProperties": false, "required": ["source", "diagnostics"],
          "properties": {"source": {"$ref": "#/$defs/source"}, "diagnostics": {"type": "array", "items": {"$ref": "#/$defs/diagnostic"}}},
          "$defs": {
            "source": {"type": "object", "additionalProperties": false, "required": ["name"],
              "properties": {"name": {"type": "string"}, "url": {"type": "string", "pattern": "^https://"}}},
            "position": {"type": "object", "additionalProperties": false, "required": ["line"],
              "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}}},
            "range": {"type": "object", "additionalProperties": false, "required": ["start", "end"],
              "properties": {"start": {"$ref": "#/$defs/position"}, "end": {"$ref": "#/$defs/position"}}},
            "location": {"type": "object", "additionalProperties": false, "required": ["path", "range"],
              "properties": {"path": {"type": "string", "minLength": 1}, "range": {"$ref": "#/$defs/range"}}},
            "diagnostic": {"type": "object", "additionalProperties": false, "required": ["message", "location", "severity", "code"],
              "properties": {
                "message": {"type": "string", "minLength": 1},
                "location": {"$ref": "#/$defs/location"},
                "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                "code": {"type": "object", "additionalProperties": false, "required": ["value"],
                  "properties": {"value": {"type": "string"}, "url": {"type": "string", "pattern": "^https://"}}},
                "suggestions": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["range", "text"],
                  "properties": {"range": {"$ref": "#/$defs/range"}, "text": {"type": "string"}}}},
                "related_locations": {"type": "array", "items": {"type": "object", "additionalProperties": false, "required": ["message", "location"],
                  "properties": {"message": {"type": "string"}, "location": {"$ref": "#/$defs/location"}}}}}}
          }
        }
        """;

    private static readonly JsonSchema Schema = JsonSchema.Parse(Form);

    [Fact]
    public void A_usual_report()
    {
        string json = Report(Samples.Usual);
        Golden.Verify(JsonReporterTests.Indented(json), "usual-rdjson", "json");
        Assert.Contains(
            "\"code\":{\"value\":\"ML1001\",\"url\":\"https://github.com/manifestlint/manifestlint/blob/main/rules/ML1001-memory-limit-missing.md\"}",
            json,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_clean_report_has_no_diagnostic()
    {
        using var document = JsonDocument.Parse(Report(Samples.Clean));
        Assert.Equal(0, document.RootElement.GetProperty("diagnostics").GetArrayLength());
    }

    // Columns are bytes: what stands between them is what is marked, and replacing it is the fix.
    [Fact]
    public void Columns_are_those_of_utf8()
    {
        const string text = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec: {containers: [{name: "größe-\U0001F600-日本", image: a, resources: {requests: {memory: 256Mi}, limits: {memory: 400m}}}]}
            """;
        string manifest = text.Replace("\\U0001F600", "\U0001F600", StringComparison.Ordinal);
        string json = Report(Scan(manifest));
        using var document = JsonDocument.Parse(json);
        byte[][] lines = [.. manifest.Split('\n').Select(Encoding.UTF8.GetBytes)];
        var diagnostics = document.RootElement.GetProperty("diagnostics").EnumerateArray().ToList();
        Assert.NotEmpty(diagnostics);
        var wrong = Assert.Single(diagnostics, d => d.GetProperty("code").GetProperty("value").GetString() == "ML0004");
        Assert.Equal("400m", Marked(wrong.GetProperty("location").GetProperty("range")));
        var suggestion = wrong.GetProperty("suggestions")[0];
        Assert.Equal(("400m", "400Mi"), (Marked(suggestion.GetProperty("range")), suggestion.GetProperty("text").GetString()));

        string Marked(JsonElement range)
        {
            byte[] line = lines[range.GetProperty("start").GetProperty("line").GetInt32() - 1];
            int start = range.GetProperty("start").GetProperty("column").GetInt32(),
                end = range.GetProperty("end").GetProperty("column").GetInt32();
            return Encoding.UTF8.GetString(line[(start - 1)..(end - 1)]);
        }
    }

    [Fact]
    public void What_cannot_be_said_by_one_edit_of_its_file_is_no_suggestion()
    {
        var finding = Samples.Usual.Findings[1];
        var edit = finding.Fix!.Edits[0] with { Columns = new(25, 30) };
        Assert.Contains(
            "suggestions",
            Report(Samples.Of(finding with { Fix = finding.Fix with { Edits = [edit] } })),
            StringComparison.Ordinal
        );
        foreach (
            ReportedEdit[] edits in new ReportedEdit[][]
            {
                [edit, edit],
                [edit with { Place = Samples.In("other.yaml").Place }],
                [edit with { Columns = null }],
            }
        )
        {
            string json = Report(Samples.Of(finding with { Fix = finding.Fix with { Edits = [.. edits] } }));
            Assert.DoesNotContain("suggestions", json, StringComparison.Ordinal);
        }
    }

    // Of a very long line, of which a part is kept, there is no column.
    [Fact]
    public void A_long_line_is_told_without_columns()
    {
        string manifest =
            $"{{\"kind\":\"Pod\",\"apiVersion\":\"v1\",\"metadata\":{{\"name\":\"{new string('a', 5000)}\"}},\"spec\":{{\"containers\":[{{\"name\":\"b\",\"image\":\"c\",\"resources\":{{\"limits\":{{\"memory\":\"400m\"}}}}}}]}}}}\n";
        string json = Report(Scan(manifest));
        Assert.Contains("\"range\":{\"start\":{\"line\":1},\"end\":{\"line\":1}}", json, StringComparison.Ordinal);
        Assert.DoesNotContain("suggestions", json, StringComparison.Ordinal);
    }

    [Fact]
    public void Any_text_can_be_written()
    {
        foreach (string text in new[] { "\ud83d", "a\udc00b\ud800", "\0\x1b\u2028'<&>\"\\é\ud83d\ude00" })
            Report(Samples.Of(Samples.Usual.Findings[1] with { Statement = Statement.Of(text), Place = Samples.In(text) }));
    }

    private static LintResult Scan(string text) =>
        Linter.Lint(
            new LintRequest
            {
                Sources =
                [
                    new LintSource("pod.yaml", "/pod.yaml", true, () =>
                        new SourceReading(new ManifestLint.Yaml.SourceText("pod.yaml", text), null)
                    ),
                ],
            }
        );

    private static string Report(LintResult result)
    {
        string json = Samples.Utf8(output => RdJsonReporter.Write(result, static path => path, output));
        Assert.Empty(Schema.Check(json));
        return json;
    }
}
