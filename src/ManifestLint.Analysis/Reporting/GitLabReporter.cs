using System.Globalization;
using System.Text;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Reporting;

/// <summary>
/// Findings as a GitLab code quality report: an array of issues. Streamed. Source: GitLab documentation, "Code Quality", section "Code Quality
/// report format".
/// </summary>
public static class GitLabReporter
{
    /// <summary>Writes one JSON array and a line break; an empty array where nothing was found.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="relativePath">Makes a path relative to the repository's root, with forward slashes.</param>
    /// <param name="output">Receives UTF-8 without a byte-order mark, which GitLab does not accept; stays open.</param>
    public static void Write(LintResult result, Func<string, string> relativePath, Stream output)
    {
        using var json = JsonText.Open(output);
        var seen = new Dictionary<string, int>(StringComparer.Ordinal);
        json.WriteStartArray();
        foreach (var finding in result.Findings)
        {
            json.WriteStartObject();
            json.WriteString("description", TerminalText.Escape(FindingText.Line(finding, relativePath)));
            json.WriteString("check_name", $"{finding.RuleId} {finding.RuleName}");
            json.WriteString("fingerprint", Unique(finding, relativePath(finding.Place.File), seen));
            json.WriteString(
                "severity",
                finding.Severity switch
                {
                    Severity.Error => "critical",
                    Severity.Warning => "major",
                    _ => "info",
                }
            );
            json.WriteStartObject("location");
            json.WriteString("path", relativePath(finding.Place.File));
            json.WriteStartObject("lines");
            json.WriteNumber("begin", finding.Place.Line);
            json.WriteNumber("end", finding.Place.EndLine);
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
            json.FlushSometimes();
        }
        json.WriteEndArray();
        JsonText.Close(json, output);
    }

    // GitLab drops an issue whose fingerprint it has seen: two objects of one name in two folders have the same. Their files tell them apart,
    // always, so that the one stays what it was while the other comes and goes; within a file what is said, and only at last the order.
    private static string Unique(ReportedFinding finding, string file, Dictionary<string, int> seen)
    {
        string fingerprint = Hash($"{finding.Fingerprint}\n{file}");
        if (seen.TryAdd(fingerprint, 1))
            return fingerprint;
        fingerprint = Hash($"{fingerprint}\n{finding.Statement.What}");
        int count = seen[fingerprint] = seen.GetValueOrDefault(fingerprint) + 1;
        return count == 1 ? fingerprint : Hash($"{fingerprint}\n{count.ToString(CultureInfo.InvariantCulture)}");
    }

    private static string Hash(string text) => Sha256.HexOf(text)[..32];
}
