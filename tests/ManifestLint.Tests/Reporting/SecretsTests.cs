using System.Text;
using ManifestLint.Catalog;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Tests.Rules;

namespace ManifestLint.Tests.Reporting;

/// <summary>What a Secret holds shows in no format, however a container takes it and whatever is wrong with it.</summary>
public sealed class SecretsTests
{
    // An amount may be told, and the name of an option.
    private static readonly string[] s_values = ["-Xmx777m -Dpassword=geheimnis", "-p geheimnis x=1", "geheimnis", "-Xmxgeheimnis"];

    public static TheoryData<string, string> Ways
    {
        get
        {
            string[] secrets =
            [
                .. s_values.Select(v => $"stringData: {{JAVA_TOOL_OPTIONS: \"{v}\"}}"),
                .. s_values.Select(v => $"data: {{JAVA_TOOL_OPTIONS: {Convert.ToBase64String(Encoding.UTF8.GetBytes(v))}}}"),
            ];
            string[] takers =
            [
                "image: eclipse-temurin:21, command: [java, -jar, a.jar], env: [{name: JAVA_TOOL_OPTIONS, valueFrom: {secretKeyRef: {name: s, key: JAVA_TOOL_OPTIONS}}}]",
                "image: eclipse-temurin:21, command: [java, -jar, a.jar], envFrom: [{secretRef: {name: s}}]",
                "image: eclipse-temurin:21, command: [sh, -c, 'exec java $JAVA_TOOL_OPTIONS -jar a.jar'], envFrom: [{secretRef: {name: s}}]",
                "image: eclipse-temurin:21, command: [java, $(JAVA_TOOL_OPTIONS), -jar, a.jar], envFrom: [{secretRef: {name: s}}]",
                "image: node:20, command: [node, $(JAVA_TOOL_OPTIONS), a.js], envFrom: [{secretRef: {name: s}}]",
                "image: redis:7, command: [redis-server, --maxmemory, $(JAVA_TOOL_OPTIONS)], envFrom: [{secretRef: {name: s}}]",
                "image: nginx:1, command: [$(JAVA_TOOL_OPTIONS)], envFrom: [{secretRef: {name: s}}]",
            ];
            var ways = new TheoryData<string, string>();
            foreach (string secret in secrets)
            {
                foreach (string taker in takers)
                    ways.Add(secret, taker);
            }
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Shows_in_no_report(string secret, string container)
    {
        string text =
            $"apiVersion: v1\nkind: Secret\nmetadata: {{name: s, namespace: shop}}\n{secret}\n---\n"
            + $"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, namespace: shop}}\nspec:\n  containers:\n  - {{name: app, {container}, resources: {{limits: {{memory: 1Gi}}}}}}\n";
        var result = PageScan.Result([new PageFile("a.yaml", text)], [], LintConfiguration.Default);
        foreach (string report in Reports(result).Append(InspectJsonReporterTests.Report(InspectReports.Of(text))))
        {
            Assert.DoesNotContain("geheimnis", report, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Reports(LintResult result)
    {
        yield return JsonReporterTests.Report(result);
        yield return SarifReporterTests.Log(result, SarifReporterTests.Run with { Rules = [.. RuleCatalog.All.Select(e => e.Page)] });
        foreach (var finding in result.Findings)
        {
            yield return FindingText.SentenceWithRemedy(finding);
            yield return string.Join('\n', FindingLines.Of(finding).Select(l => l.Text));
            yield return string.Join('\n', finding.Related.Select(r => r.Note));
            yield return string.Join('\n', finding.Fix?.Edits.Select(e => e.NewText) ?? []);
        }
    }
}
