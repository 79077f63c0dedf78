using System.Text.RegularExpressions;

namespace ManifestLint.Tests.Rules;

/// <summary>First lines stay short whatever things are called (contracts.md C5).</summary>
public sealed partial class LongNamesTests
{
    // A hundred characters, and some for a long name.
    private const int Most = 130;

    private const string Longer = "-of-the-payments-backend";

    // As long as the name of an object may be.
    private static readonly string s_longest = string.Concat(Enumerable.Repeat(Longer, 10));

    public static TheoryData<string> Pages => [.. RulePages.FileNames];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_first_line_stays_short(string page)
    {
        foreach (var example in RulePages.Examples(RulePages.Text(page)).Where(e => e.Kind == "bad"))
        {
            foreach (string more in new[] { Longer, s_longest })
            {
                var files = example.Files.Select(f => f with { Text = Name().Replace(f.Text, $"$1$2{more}") });
                foreach (var finding in PageScan.All(files, example.Options))
                    AssertShort(finding.RuleId, finding.Statement.What);
            }
        }
    }

    /// <summary>What is no name of an object: keys, values of fields, rules in comments, and very many of something.</summary>
    [Theory]
    [InlineData("ML0002", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n  LONG: a\n  LONG: b\n")]
    [InlineData(
        "ML0003",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: LONG, resources: {limits: {memory: LONGMi}}}]}\n"
    )]
    [InlineData("ML0003", "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {LONG.example.com/LONG: 1x}}\n")]
    [InlineData("ML0007", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {LONG: 5}\n")]
    [InlineData(
        "ML0102",
        "apiVersion: v1\n# manifestlint: ignore[LONG] why\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a}]}\n"
    )]
    [InlineData(
        "ML1007",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: LONG, resources: {limits: {LONG: 1}}}]}\n"
    )]
    [InlineData(
        "ML1007",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: LONG, resources: {claims: [{name: LONG}]}}]}\n"
    )]
    [InlineData(
        "ML1007",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {initContainers: [{name: LONG, restartPolicy: LONG}], containers: [{name: a}]}\n"
    )]
    [InlineData(
        "ML1007",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {containers: [{name: a, env: [{name: LONG, valueFrom: {resourceFieldRef: {resource: LONG}}}]}]}\n"
    )]
    [InlineData(
        "ML2003",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: shop}\nspec:\n  initContainers: [{name: a-LONG, image: a:1, restartPolicy: Always}, {name: b-LONG, image: a:1, restartPolicy: Always}, {name: c-LONG, image: a:1, restartPolicy: Always}, {name: d-LONG, image: a:1, restartPolicy: Always}]\n  containers: [{name: shop, image: a:1, resources: {limits: {memory: 1Gi}}}]\n"
    )]
    [InlineData(
        "ML4007",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec: {volumes: [{name: LONG, emptyDir: {medium: LONG LONG}}], containers: [{name: a}]}\n"
    )]
    [InlineData(
        "ML5012",
        "apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: v}\nspec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: LONG}, resourcePolicy: {containerPolicies: [{containerName: LONG, controlledValues: LONG}]}}\n"
    )]
    [InlineData(
        "ML5012",
        "apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {name: v}\nspec: {targetRef: {apiVersion: apps/v1, kind: Deployment, name: LONG}, updatePolicy: {updateMode: LONG}}\n"
    )]
    [InlineData("ML5013", "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {memory: 1Gi}, scopes: [LONG]}\n")]
    public void Of_what_is_long(string rule, string text)
    {
        var findings = PageScan.All([new("bad.yaml", text.Replace("LONG", "long" + s_longest, StringComparison.Ordinal))], []);
        Assert.Contains(findings, f => f.RuleId == rule);
        foreach (var finding in findings)
            AssertShort(finding.RuleId, finding.Statement.What);
    }

    private static void AssertShort(string rule, string what) => Assert.True(what.Length <= Most, $"{rule} {what.Length}: {what}");

    // Objects, containers and volumes, and what refers to them; no variables, which are not in lower case.
    [GeneratedRegex(
        @"(\b(?:name|container|containerName|serviceAccountName|key|mountPath|claimName): )([a-z][a-z0-9-]*[a-z0-9])(?=[\s,}])"
    )]
    private static partial Regex Name();
}
