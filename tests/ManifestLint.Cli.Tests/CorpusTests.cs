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

    private static CliResult Run(string command, params string[] arguments) =>
        CliProcess.Run(new CliRun(Corpus.Folder, [command, .. arguments, "--format", "json"]) { Timeout = TimeSpan.FromMinutes(5) });

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
