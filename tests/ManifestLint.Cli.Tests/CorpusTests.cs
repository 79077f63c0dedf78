using System.Text.Json;
using ManifestLint.Cli.Files;
using ManifestLint.Tests;

namespace ManifestLint.Cli.Tests;

/// <summary>The executable over a folder of real manifests.</summary>
public sealed class CorpusTests
{
    [CorpusFact]
    [Trait("Category", "Corpus")]
    public void A_scan_is_as_its_schema_says_points_into_the_files_and_hangs_on_no_thread()
    {
        var result = Run("scan", "--jobs", "2");
        Assert.True(result.ExitCode is 0 or 1, result.Error);
        Assert.Equal("", result.Error);
        Assert.Equal(result.Bytes, Run("scan", "--jobs", "1").Bytes);

        using var json = JsonDocument.Parse(result.Bytes);
        Assert.Empty(JsonSchema.Load("manifestlint-scan.schema.json").Check(json.RootElement).Take(20));
        Assert.Equal(0, json.RootElement.GetProperty("summary").GetProperty("crashes").GetInt32());
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.NotEmpty(findings);

        var lines = new Dictionary<string, string[]>(StringComparer.Ordinal);
        foreach (var place in findings.Concat(findings.SelectMany(f => f.GetProperty("related").EnumerateArray())))
        {
            string file = place.GetProperty("file").GetString()!;
            if (!lines.TryGetValue(file, out string[]? text))
                lines[file] = text = LinesOf(file);
            AssertInside(text, place.GetProperty("line").GetInt32(), place.GetProperty("column").GetInt32(), file);
            AssertInside(text, place.GetProperty("endLine").GetInt32(), place.GetProperty("endColumn").GetInt32(), file);
        }
    }

    [CorpusFact]
    [Trait("Category", "Corpus")]
    public void What_inspect_shows_is_as_its_schema_says_and_hangs_on_no_thread()
    {
        var result = Run("inspect", "--jobs", "2");
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        Assert.Equal(result.Bytes, Run("inspect", "--jobs", "1").Bytes);

        using var json = JsonDocument.Parse(result.Bytes);
        Assert.Empty(JsonSchema.Load("manifestlint-inspect.schema.json").Check(json.RootElement).Take(20));
        Assert.NotEmpty(json.RootElement.GetProperty("pods").EnumerateArray());
    }

    // Whoever copies a place from a report must not be told that nothing is there.
    [CorpusFact]
    [Trait("Category", "Corpus")]
    public void A_place_that_a_scan_prints_is_explained_and_its_finding_comes_first()
    {
        const int Asked = 25;
        using var json = JsonDocument.Parse(Run("scan").Bytes);
        var places = json
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .Where(f => f.GetProperty("suppression").ValueKind == JsonValueKind.Null)
            .GroupBy(
                f => $"{f.GetProperty("file").GetString()}:{f.GetProperty("line").GetInt32()}",
                f => f.GetProperty("rule").GetString()!
            )
            .ToList();
        Assert.NotEmpty(places);
        foreach (var place in places.Where((_, i) => i % Math.Max(1, places.Count / Asked) == 0))
        {
            var result = CliProcess.Run(Corpus.Folder, "explain", place.Key);
            Assert.True(result.ExitCode == 0, $"{place.Key}: {result.Error}");
            Assert.Contains(place, rule => result.Lines[0].Contains($"[{rule} ", StringComparison.Ordinal));
            Assert.All(place, rule => Assert.Contains($"[{rule} ", result.Output, StringComparison.Ordinal));
        }
    }

    private static CliResult Run(string command, params string[] arguments) =>
        CliProcess.Run(Corpus.Folder, [command, .. arguments, "--format", "json"]);

    private static string[] LinesOf(string file) =>
        TextFiles.Read(Path.Join(Corpus.Folder, file)).Text!.Replace("\r\n", "\n", StringComparison.Ordinal).Split('\n', '\r');

    // An end may be just behind the last character of its line, or at the start of the line after the last.
    private static void AssertInside(string[] lines, int line, int column, string file)
    {
        Assert.True(
            line >= 1 && line <= lines.Length && column >= 1 && column <= lines[line - 1].Length + 1,
            $"{file}:{line}:{column} is outside"
        );
    }
}
