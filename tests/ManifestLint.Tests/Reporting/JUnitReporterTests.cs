using System.Globalization;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

public sealed class JUnitReporterTests
{
    // jenkinsci/xunit-plugin junit-10.xsd, as far as findings need it: element, attributes that must be there, that may be there, children.
    private static readonly Dictionary<string, (string[] Required, string[] Optional, string[] Children, bool HasText)> Schema = new(
        StringComparer.Ordinal
    )
    {
        ["testsuites"] = ([], ["name", "time", "tests", "failures", "errors"], ["testsuite"], false),
        ["testsuite"] = (
            ["name", "tests", "failures", "errors"],
            ["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
            ["testsuite", "properties", "testcase", "system-out", "system-err"],
            false
        ),
        ["testcase"] = (["name"], ["time", "classname", "group"], ["skipped", "error", "failure", "system-out", "system-err"], false),
        ["failure"] = ([], ["type", "message"], [], true),
        ["skipped"] = ([], ["type", "message"], [], true),
        ["system-out"] = ([], [], [], true),
    };

    [Fact]
    public void A_usual_report()
    {
        string xml = Report(Samples.Usual);
        Check(xml);
        Golden.Verify(xml, "usual-junit", "xml");
    }

    [Fact]
    public void A_clean_report_holds_a_test_that_passed()
    {
        var root = Check(Report(Samples.Clean));
        Assert.Empty(Assert.Single(root.Descendants("testcase")).Elements());
    }

    [Theory]
    [InlineData(Severity.Error, 2)]
    [InlineData(Severity.Warning, 3)]
    [InlineData(Severity.Note, 4)]
    [InlineData(Severity.Off, 0)]
    public void Failures_are_what_makes_the_exit_code_1(Severity failFrom, int failures)
    {
        var root = Check(Report(Samples.Usual, failFrom));
        Assert.Equal(failures, root.Descendants("failure").Count());
        Assert.Equal(4, root.Descendants("testcase").Count(t => !t.Elements("skipped").Any()));
        // What was skipped has not passed.
        Assert.Equal(
            "1 to be rendered first (templates), 1 without a Kubernetes object, 1 unreadable; k8s/secret.yaml: permission denied",
            Assert.Single(root.Descendants("skipped")).Attribute("message")!.Value
        );
    }

    [Fact]
    public void Any_text_can_be_written() => Prop.ForAll<string>(text => Write(text ?? "")).QuickCheckThrowOnFailure();

    [Fact]
    public void Awkward_text_can_be_written()
    {
        foreach (
            string text in new[]
            {
                "\ud83d",
                "a\udc00b\ud800",
                "\0\x1b\u2028'<&>\"\\é\ud83d\ude00",
                "]]>",
                "\uffff\ufffe",
                "<!-- -->",
                "&#0;",
                "a\r\nb",
            }
        )
            Write(text);
    }

    private static void Write(string text)
    {
        var finding = Samples.Usual.Findings[1] with { Statement = Statement.Of(text), Place = Samples.In(text) };
        var root = Check(Report(Samples.Of(finding)));
        Assert.Equal(
            $"{TerminalText.Escape(text)} (Deployment shop/web, container app); k8s/web.yaml, line 14: requested here; fix: memory limit 256Mi (as much as is requested)",
            root.Descendants("failure").Single().Attribute("message")!.Value
        );
    }

    private static XElement Check(string xml)
    {
        var root = XDocument.Parse(xml).Root!;
        Assert.Equal("testsuites", root.Name.LocalName);
        foreach (var element in root.DescendantsAndSelf())
        {
            var (required, optional, children, hasText) = Schema[element.Name.LocalName];
            Assert.Equal("", element.Name.NamespaceName);
            Assert.All(required, name => Assert.NotNull(element.Attribute(name)));
            Assert.All(element.Attributes(), a => Assert.Contains(a.Name.LocalName, required.Concat(optional)));
            Assert.All(element.Elements(), child => Assert.Contains(child.Name.LocalName, children));
            Assert.True(hasText || !element.Nodes().OfType<XText>().Any(t => t.Value.Trim().Length > 0));
        }
        foreach (var counted in root.DescendantsAndSelf().Where(e => e.Name.LocalName is "testsuites" or "testsuite"))
        {
            Assert.Equal(
                counted.Descendants("testcase").Count(),
                int.Parse(counted.Attribute("tests")!.Value, CultureInfo.InvariantCulture)
            );
            Assert.Equal(
                counted.Descendants("failure").Count(),
                int.Parse(counted.Attribute("failures")!.Value, CultureInfo.InvariantCulture)
            );
        }
        return root;
    }

    private static string Report(LintResult result, Severity failFrom = Severity.Warning) =>
        Samples.Utf8(output => JUnitReporter.Write(result, failFrom, static path => path, output));
}
