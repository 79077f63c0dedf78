using System.Globalization;
using System.Text;
using System.Text.Json;
using ManifestLint.Tests;

namespace ManifestLint.Cli.Tests;

/// <summary>
/// What a scan of a folder of real manifests counts is what it counted the last time: tests/corpora.txt holds a section for each folder, by
/// its name. <c>ACCEPT=1</c> rewrites the section. A change of these numbers is a change of behaviour, to be looked at and explained.
/// </summary>
public sealed class CorpusCountsTests
{
    private static readonly string File = Path.Join(VectorFiles.RepositoryRoot(), "tests", "corpora.txt");

    [CorpusFact]
    [Trait("Category", "Corpus")]
    public void Counts_are_those_of_the_last_time()
    {
        var run = CliProcess.Run(
            new CliRun(Corpus.Folder, ["scan", "--no-config", "--format", "json"]) { Timeout = TimeSpan.FromMinutes(10) }
        );
        Assert.True(run.ExitCode is 0 or 1, run.Error);
        string name = Path.GetFileName(Corpus.Folder),
            actual = Counts(run.Bytes);
        var sections = Sections();
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
        {
            sections[name] = actual;
            System.IO.File.WriteAllText(File, string.Join("\n", sections.Select(s => $"[{s.Key}]\n{s.Value}")));
            return;
        }
        Assert.True(sections.TryGetValue(name, out string? expected), $"tests/corpora.txt has no section [{name}]; ACCEPT=1 writes it");
        Assert.Equal(expected, actual);
    }

    // A line for the scan, one for each rule and severity.
    private static string Counts(byte[] report)
    {
        using var json = JsonDocument.Parse(report);
        var text = new StringBuilder();
        var summary = json.RootElement.GetProperty("summary");
        foreach (string what in new[] { "files", "objects", "pods", "skipped", "crashes" })
            text.Append(CultureInfo.InvariantCulture, $"{what} {summary.GetProperty(what).GetInt32()}\n");
        var groups = json
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .GroupBy(f => $"{f.GetProperty("rule").GetString()} {f.GetProperty("severity").GetString()}", StringComparer.Ordinal)
            .OrderBy(g => g.Key, StringComparer.Ordinal);
        foreach (var group in groups)
            text.Append(CultureInfo.InvariantCulture, $"{group.Key} {group.Count()}\n");
        return text.ToString();
    }

    private static SortedDictionary<string, string> Sections()
    {
        var sections = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (!System.IO.File.Exists(File))
            return sections;
        foreach (
            string section in System.IO.File.ReadAllText(File).ReplaceLineEndings("\n").Split('[', StringSplitOptions.RemoveEmptyEntries)
        )
        {
            int end = section.IndexOf("]\n", StringComparison.Ordinal);
            sections[section[..end]] = section[(end + 2)..].TrimEnd('\n') + "\n";
        }
        return sections;
    }
}
