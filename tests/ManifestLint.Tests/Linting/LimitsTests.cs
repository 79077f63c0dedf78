using System.Globalization;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Tests.Rules;

namespace ManifestLint.Tests.Linting;

/// <summary>contracts.md C8: where there is more of something than is looked at, a value is unknown and that is counted; nothing is said that is wrong.</summary>
public sealed class LimitsTests
{
    private const string Space = "metadata: {name: {n}, namespace: shop}\n";
    private const string Pod = "---\napiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n";
    private const string Bare = "  containers: [{name: app, image: 'registry.example.com/app:1'";

    private static readonly Dictionary<string, (string Text, string Why)> Cases = new(StringComparer.Ordinal)
    {
        ["limit ranges"] = (
            Each(21, "---\napiVersion: v1\nkind: LimitRange\n" + Space + "spec: {limits: [{type: Container, max: {memory: 1Gi}}]}\n")
                + Pod
                + Bare
                + ", resources: {limits: {memory: 2Gi}}}]\n",
            "the LimitRanges of its namespace are too many"
        ),
        ["quotas"] = (
            Each(21, "---\napiVersion: v1\nkind: ResourceQuota\n" + Space + "spec: {hard: {limits.memory: 1Gi}}\n") + Pod + Bare + "}]\n",
            "the ResourceQuotas of its namespace are too many"
        ),
        ["orders of limit ranges"] = (
            Each(5, "---\napiVersion: v1\nkind: LimitRange\n" + Space + "spec: {limits: [{type: Container, default: {memory: 1{n}Mi}}]}\n")
                + Pod
                + Bare
                + "}]\n",
            "too many LimitRanges give other defaults"
        ),
        ["config maps of one name"] = (
            Each(
                121,
                "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {JAVA_TOOL_OPTIONS: '-Xmx9{n}g'}\n"
            )
                + Pod
                + "  containers: [{name: app, image: 'eclipse-temurin:21', envFrom: [{configMapRef: {name: c}}], resources: {limits: {memory: 1Gi}}}]\n",
            "objects of one name are too many"
        ),
        ["resources"] = (
            Pod + Bare + ", resources: {limits: {memory: 1Gi, " + Each(100, "example.com/r{n}: 1, ") + "example.com/last: 1}}}]\n",
            "a container names too many resources"
        ),
        ["rounds of a loop"] = (
            Script("i=0; while [ $i -lt 300 ]; do i=$((i+1)); done; exec java -Xmx${i}0m -jar a.jar"),
            "too many rounds"
        ),
        ["nesting of a script"] = (Script(Each(160, "if true; then ") + "exec java -Xmx9g -jar a.jar; " + Each(160, "fi; ")), "too deep"),
        ["nesting of an expression"] = (Script("exec java -Xmx$((" + Each(70, "(") + "9" + Each(70, ")") + "))g -jar a.jar"), "too deep"),
        ["ways through a script"] = (
            Script(Each(600, "if [ -f /a{n} ]; then exec java -Xmx9{n}g -jar a.jar; fi; ") + "exec java -jar b.jar"),
            "too many ways"
        ),
        ["files of options"] = (
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n"
                + string.Concat(Enumerable.Range(0, 40).Select(i => $"  f{i}.conf: |\n    include 'f{i + 1}.conf'\n"))
                + "  f40.conf: 'shared_buffers = 9GB'\n"
                + Pod
                + "  containers: [{name: app, image: 'postgres:16', args: [-c, config_file=/etc/pg/f0.conf], volumeMounts: [{name: c, mountPath: /etc/pg}], resources: {limits: {memory: 1Gi}}}]\n"
                + "  volumes: [{name: c, configMap: {name: c}}]\n",
            "include too many others"
        ),
        ["patches of a workflow"] = (
            "apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: w}\nspec:\n  podSpecPatch: '{\"containers\":["
                + Each(1000, "{\"name\":\"c{n}\",\"resources\":{\"limits\":{\"memory\":\"1Gi\"}}},")
                + "{\"name\":\"main\",\"resources\":{\"limits\":{\"memory\":\"1Gi\"}}}]}'\n  templates:\n"
                + Each(1000, "  - {name: t{n}, container: {image: 'a:1'}}\n"),
            "too much work"
        ),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_is_past_a_limit_is_unknown_and_counted(string name)
    {
        var (text, why) = Cases[name];
        var result = Scan(text);
        var skipped = Assert.Single(result.Skipped);
        Assert.Equal(SkipKind.PastLimit, skipped.Kind);
        Assert.Contains(why, skipped.Reason, StringComparison.Ordinal);
        Assert.NotNull(skipped.Line);
        // No error rests on what was not looked at; the largest of these values would be one.
        Assert.DoesNotContain(result.All, f => f.Severity == Severity.Error || f is { RuleId: "ML1001", Object.Kind: "Workflow" });
    }

    // No such limit: what is about one of many is found.
    [Fact]
    public void The_last_metric_of_many_counts()
    {
        string metrics = Each(
            500,
            "  - {type: ContainerResource, containerResource: {name: memory, container: c{n}, target: {type: Utilization, averageUtilization: 60}}}\n"
        );
        var result = Scan(
            "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h, namespace: shop}\nspec:\n  maxReplicas: 3\n  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}\n  metrics:\n"
                + metrics
                + "---\napiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  selector: {matchLabels: {a: b}}\n  template:\n    metadata: {labels: {a: b}}\n    spec:\n      containers:\n"
                + Each(500, "      - {name: c{n}, image: 'a:1', resources: {limits: {cpu: 1}, requests: {cpu: 1, memory: 1Mi}}}\n")
                    .Replace(
                        "c499, image: 'a:1', resources: {limits: {cpu: 1}, requests: {cpu: 1, memory: 1Mi}",
                        "c499, image: 'a:1', resources: {requests: {cpu: 1}",
                        StringComparison.Ordinal
                    )
        );
        Assert.Equal("c499", Assert.Single(result.All, f => f.RuleId == "ML5005").Container);
        Assert.Empty(result.Skipped);
    }

    [Fact]
    public void The_last_file_of_many_counts()
    {
        var result = Scan(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n"
                + Each(1500, "  a{n}.ini: ''\n")
                + "  z.ini: |\n    memory_limit = 4G\n"
                + Pod
                + "  containers: [{name: app, image: 'php:8.3-fpm', volumeMounts: [{name: c, mountPath: /usr/local/etc/php/conf.d}], resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}]\n"
                + "  volumes: [{name: c, configMap: {name: c}}]\n"
        );
        Assert.Contains(result.All, f => f.Statement.What.Contains("4G", StringComparison.Ordinal));
        Assert.Empty(result.Skipped);
    }

    private static LintResult Scan(string text) => PageScan.Result([new PageFile("a.yaml", text)], [], LintConfiguration.Default);

    private static string Script(string script) =>
        Pod
        + "  containers: [{name: app, image: 'eclipse-temurin:21', command: [sh, -c, '"
        + script
        + "'], resources: {limits: {memory: 1Gi}}}]\n";

    private static string Each(int n, string text) =>
        string.Concat(
            Enumerable.Range(0, n).Select(i => text.Replace("{n}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
        );
}
