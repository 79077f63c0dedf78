using System.Globalization;
using System.Xml;
using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>
/// Findings as Checkstyle writes them, which Jenkins, reviewdog and many others read: a <c>file</c> for each file that has one, an <c>error</c> for
/// each finding. Streamed. Source: checkstyle src/main/java/com/puppycrawl/tools/checkstyle/XMLLogger.java, api/SeverityLevel.java.
/// </summary>
public static class CheckstyleReporter
{
    // The release whose form this is; readers look at its presence, if at all.
    private const string FormVersion = "10.0";

    /// <summary>Writes one document and a line break; an empty <c>checkstyle</c> where nothing was found.</summary>
    /// <param name="result">What was found.</param>
    /// <param name="relativePath">Makes a path relative to the repository's root, with forward slashes.</param>
    /// <param name="output">Receives UTF-8; stays open.</param>
    public static void Write(LintResult result, Func<string, string> relativePath, Stream output)
    {
        using (var xml = XmlWriter.Create(output, XmlText.Settings))
        {
            xml.WriteStartElement("checkstyle");
            xml.WriteAttributeString("version", FormVersion);
            foreach (var file in result.Findings.GroupBy(f => f.Place.File, StringComparer.Ordinal))
            {
                xml.WriteStartElement("file");
                XmlText.Attribute(xml, "name", relativePath(file.Key));
                foreach (var finding in file)
                    WriteError(xml, finding, relativePath);
                xml.WriteEndElement();
            }
            xml.WriteEndElement();
        }
        output.WriteByte((byte)'\n');
        output.Flush();
    }

    private static void WriteError(XmlWriter xml, ReportedFinding finding, Func<string, string> relativePath)
    {
        xml.WriteStartElement("error");
        XmlText.Attribute(xml, "line", finding.Place.Line.ToString(CultureInfo.InvariantCulture));
        XmlText.Attribute(xml, "column", finding.Place.Column.ToString(CultureInfo.InvariantCulture));
        XmlText.Attribute(
            xml,
            "severity",
            finding.Severity switch
            {
                Severity.Error => "error",
                Severity.Warning => "warning",
                _ => "info",
            }
        );
        XmlText.Attribute(xml, "message", FindingText.Line(finding, relativePath));
        XmlText.Attribute(xml, "source", finding.RuleId);
        xml.WriteEndElement();
    }
}
