using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Tests;

/// <summary>What a report makes of a finding's parts.</summary>
internal static class FindingMessages
{
    /// <summary>The sentence.</summary>
    public static string Message(this ReportedFinding finding) => FindingText.Sentence(finding.Statement);
}
