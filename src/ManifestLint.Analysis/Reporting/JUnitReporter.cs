using System.Globalization;
using System.Xml;
using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>
/// Findings as test results: a suite for each file that has one, a test case for each finding. Streamed. Source: the schema that Jenkins
/// checks against, jenkinsci/xunit-plugin junit-10.xsd.
/// </summary>
public static class JUnitReporter
{
    /// <summary>Writes one document and a line break. Where nothing was found it holds one test that passed: without any, readers see a fault.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="failFrom">Findings of this severity or worse are failures, so that the report and the exit code agree; Off for none.</param>
    /// <param name="relativePath">Makes a path relative to the repository's root, with forward slashes.</param>
    /// <param name="output">Receives UTF-8; stays open.</param>
    public static void Write(LintResult result, Severity failFrom, Func<string, string> relativePath, Stream output)
    {
        using (var xml = XmlWriter.Create(output, XmlText.Settings))
        {
            var suites = result.Findings.GroupBy(f => f.Place.File, StringComparer.Ordinal).ToList();
            int failures = result.Findings.Count(IsFailure),
                skipped = result.Skipped.IsEmpty ? 0 : 1;
            xml.WriteStartElement("testsuites");
            WriteCounts(xml, "manifestlint", Math.Max(1, result.Findings.Length) + skipped, failures);
            foreach (var suite in suites)
                WriteSuite(xml, suite.Key, relativePath, [.. suite], IsFailure);
            if (suites.Count == 0)
                WritePassed(xml, result);
            if (skipped > 0)
                WriteSkipped(xml, result, relativePath);
            xml.WriteEndElement();
        }
        output.WriteByte((byte)'\n');
        output.Flush();

        bool IsFailure(ReportedFinding finding) => failFrom != Severity.Off && finding.Severity >= failFrom;
    }

    private static void WriteSuite(
        XmlWriter xml,
        string path,
        Func<string, string> relativePath,
        ReportedFinding[] findings,
        Func<ReportedFinding, bool> isFailure
    )
    {
        string file = relativePath(path);
        xml.WriteStartElement("testsuite");
        WriteCounts(xml, file, findings.Length, findings.Count(isFailure));
        foreach (var finding in findings)
        {
            string text = TerminalText.Escape(FindingText.Line(finding, relativePath));
            string place =
                $"{file}:{finding.Place.Line.ToString(CultureInfo.InvariantCulture)}:{finding.Place.Column.ToString(CultureInfo.InvariantCulture)}";
            xml.WriteStartElement("testcase");
            XmlText.Attribute(
                xml,
                "name",
                $"{finding.RuleId} {finding.RuleName} at {finding.Place.Line.ToString(CultureInfo.InvariantCulture)}:{finding.Place.Column.ToString(CultureInfo.InvariantCulture)}"
            );
            XmlText.Attribute(xml, "classname", file);
            xml.WriteStartElement(isFailure(finding) ? "failure" : "system-out");
            if (isFailure(finding))
            {
                XmlText.Attribute(xml, "type", TextReporter.Word(finding.Severity));
                XmlText.Attribute(xml, "message", text);
            }
            xml.WriteString(XmlText.Legal($"{place}: {TextReporter.Word(finding.Severity)}: {text}"));
            xml.WriteEndElement();
            xml.WriteEndElement();
        }
        xml.WriteEndElement();
    }

    private static void WritePassed(XmlWriter xml, LintResult result)
    {
        xml.WriteStartElement("testsuite");
        WriteCounts(xml, "manifestlint", 1, 0);
        xml.WriteStartElement("testcase");
        XmlText.Attribute(xml, "name", $"no findings in {TextReporter.Count(result.FileCount, "file")}");
        XmlText.Attribute(xml, "classname", "manifestlint");
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    // One test, whatever their number: each is told only where somebody has to act on it.
    private static void WriteSkipped(XmlWriter xml, LintResult result, Func<string, string> relativePath)
    {
        xml.WriteStartElement("testsuite");
        WriteCounts(xml, "manifestlint: skipped", 1, 0);
        XmlText.Attribute(xml, "skipped", "1");
        xml.WriteStartElement("testcase");
        XmlText.Attribute(xml, "name", TextReporter.CountSkipped(result.Skipped));
        XmlText.Attribute(xml, "classname", "manifestlint");
        xml.WriteStartElement("skipped");
        XmlText.Attribute(
            xml,
            "message",
            string.Join(
                "; ",
                TextReporter.SkippedToActOnLines(result.Skipped, relativePath).Prepend(TextReporter.SkippedReasons(result.Skipped))
            )
        );
        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void WriteCounts(XmlWriter xml, string name, int tests, int failures)
    {
        XmlText.Attribute(xml, "name", name);
        XmlText.Attribute(xml, "tests", tests.ToString(CultureInfo.InvariantCulture));
        XmlText.Attribute(xml, "failures", failures.ToString(CultureInfo.InvariantCulture));
        XmlText.Attribute(xml, "errors", "0");
    }
}
