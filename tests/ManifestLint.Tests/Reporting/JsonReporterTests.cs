using System.Text.Json;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reporting;

public sealed class JsonReporterTests
{
    [Fact]
    public void A_usual_report()
    {
        string json = Report(Samples.Usual);
        Assert.Empty(JsonSchema.Load("manifestlint-scan.schema.json").Check(json));
        Golden.Verify(Indented(json), "usual", "json");
    }

    [Fact]
    public void A_clean_report() => Assert.Empty(JsonSchema.Load("manifestlint-scan.schema.json").Check(Report(Samples.Clean)));

    [Fact]
    public void Any_text_can_be_written()
    {
        foreach (string text in new[] { "\ud83d", "a\udc00b\ud800", "\0\x1b\u2028'<&>\"\\é\ud83d\ude00" })
            Write(text);
    }

    [Theory]
    [InlineData("a\u202eb", "a\\u202eb")]
    [InlineData("a\u2066b\u200b", "a\\u2066b\\u200b")]
    [InlineData("\ufeff\u00adé", "\\ufeff\\u00ad" + "é")]
    [InlineData("\U000e0041", "\\udb40\\udc41")]
    public void What_nobody_sees_is_escaped_and_means_the_same(string text, string written)
    {
        var finding = Samples.Usual.Findings[1] with { Container = text };
        string json = Report(Samples.Of(finding));
        Assert.Contains($"\"container\":\"{written}\"", json, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(text, JsonDocument.Parse(json).RootElement.GetProperty("findings")[0].GetProperty("container").GetString());
    }

    private static void Write(string text)
    {
        var finding = Samples.Usual.Findings[1] with { Statement = Statement.Of(text), Container = text, Path = YamlPath.Of(text) };
        finding = finding with
        {
            Place = Samples.In(text),
            Object = new ObjectReference(text, text, text, text),
            Related = [new(finding.Place, text)],
        };
        string json = Report(Samples.Of(finding));
        Assert.Empty(JsonSchema.Load("manifestlint-scan.schema.json").Check(json));
    }

    [Fact]
    public void Apostrophes_are_not_escaped()
    {
        var finding = Samples.Usual.Findings[1] with { Statement = Statement.Of("the node's disk, above 1Gi & below <2Gi>") };
        Assert.Contains("\"the node's disk, above 1Gi & below <2Gi>\"", Report(Samples.Of(finding)), StringComparison.Ordinal);
    }

    [Fact]
    public void The_schema_is_exact()
    {
        var schema = JsonSchema.Load("manifestlint-scan.schema.json");
        string json = Report(Samples.Usual);
        Assert.NotEmpty(schema.Check(json.Replace("\"column\":23", "\"column\":0", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Check(json.Replace("\"severity\":\"note\"", "\"severity\":\"info\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Check(json.Replace("\"certainty\":\"assumed\"", "\"certainty\":\"likely\"", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Check(json.Replace("\"assumed\":[]", "\"assumed\":null", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Check(json.Replace("\"edits\":[{\"file\":\"k8s/web.yaml\",", "\"edits\":[{", StringComparison.Ordinal)));
        Assert.NotEmpty(schema.Check(json.Replace("\"fix\":null", "\"repair\":null", StringComparison.Ordinal)));
        Assert.NotEmpty(
            schema.Check(
                json.Replace("\"suppression\":null", "\"suppression\":{\"kind\":\"whim\",\"reason\":null}", StringComparison.Ordinal)
            )
        );
        Assert.Empty(
            schema.Check(
                json.Replace(
                    "\"suppression\":null",
                    "\"suppression\":{\"kind\":\"comment\",\"reason\":\"known\"}",
                    StringComparison.Ordinal
                )
            )
        );
    }

    internal static string Indented(string json)
    {
        using var document = JsonDocument.Parse(json);
        using var stream = new MemoryStream();
        using (
            var writer = new Utf8JsonWriter(
                stream,
                new JsonWriterOptions { Indented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            )
        )
        {
            document.RootElement.WriteTo(writer);
        }
        return System.Text.Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    internal static string Report(LintResult result) => Samples.Utf8(s => JsonReporter.Write(result, new Assumptions(), "0.1.0", s));
}
