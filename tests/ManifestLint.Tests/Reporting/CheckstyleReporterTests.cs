using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

public sealed class CheckstyleReporterTests
{
    // What Checkstyle's own XMLLogger writes; readers take severities of its SeverityLevel alone.
    private const string Form = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
          <xs:element name="checkstyle">
            <xs:complexType>
              <xs:sequence>
                <xs:element name="file" minOccurs="0" maxOccurs="unbounded">
                  <xs:complexType>
                    <xs:sequence>
                      <xs:element name="error" minOccurs="0" maxOccurs="unbounded">
                        <xs:complexType>
                          <xs:attribute name="line" type="xs:positiveInteger" use="required"/>
                          <xs:attribute name="column" type="xs:positiveInteger"/>
                          <xs:attribute name="severity" use="required">
                            <xs:simpleType>
                              <xs:restriction base="xs:string">
                                <xs:enumeration value="ignore"/><xs:enumeration value="info"/>
                                <xs:enumeration value="warning"/><xs:enumeration value="error"/>
                              </xs:restriction>
                            </xs:simpleType>
                          </xs:attribute>
                          <xs:attribute name="message" type="xs:string" use="required"/>
                          <xs:attribute name="source" type="xs:string" use="required"/>
                        </xs:complexType>
                      </xs:element>
                    </xs:sequence>
                    <xs:attribute name="name" type="xs:string" use="required"/>
                  </xs:complexType>
                </xs:element>
              </xs:sequence>
              <xs:attribute name="version" type="xs:string" use="required"/>
            </xs:complexType>
          </xs:element>
        </xs:schema>
        """;

    [Fact]
    public void A_usual_report()
    {
        string xml = Report(Samples.Usual);
        var root = Check(xml);
        Assert.Equal(["k8s/cron.yaml", "k8s/web.yaml", "k8s/worker.yaml"], root.Elements("file").Select(f => f.Attribute("name")!.Value));
        Assert.Equal(
            ["2 1 error ML0001", "16 23 error ML1002", "17 17 warning ML1001", "10 17 info ML2005"],
            root.Descendants("error")
                .Select(e => string.Join(' ', new[] { "line", "column", "severity", "source" }.Select(a => e.Attribute(a)!.Value)))
        );
        Assert.Equal(
            "memory limit 128Mi is below the request 256Mi, so the API server rejects the Deployment (Deployment shop/web, container app); line 14: requested here; fix: memory limit 256Mi (as much as is requested)",
            root.Descendants("error").ElementAt(1).Attribute("message")!.Value
        );
        Golden.Verify(xml, "usual-checkstyle", "xml");
    }

    [Fact]
    public void A_clean_report_has_no_file() => Assert.Empty(Check(Report(Samples.Clean)).Elements());

    [Fact]
    public void Any_text_can_be_written()
    {
        foreach (string text in new[] { "\ud83d", "a\udc00b\ud800", "\0\x1b\u2028'<&>\"\\\uffff\ufffe é\ud83d\ude00" })
            Check(Report(Samples.Of(Samples.Usual.Findings[1] with { Statement = Statement.Of(text), Place = Samples.In(text) })));
    }

    private static XElement Check(string xml)
    {
        Assert.EndsWith(">\n", xml, StringComparison.Ordinal);
        var schemas = new XmlSchemaSet();
        using var form = XmlReader.Create(new StringReader(Form));
        schemas.Add(null, form);
        var document = XDocument.Parse(xml);
        document.Validate(schemas, (_, problem) => Assert.Fail(problem.Message));
        return document.Root!;
    }

    private static string Report(LintResult result) =>
        Samples.Utf8(output => CheckstyleReporter.Write(result, static path => path, output));
}
