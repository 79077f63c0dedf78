using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reporting;

/// <summary>Findings as the linter hands them over, made by pointing at words of a text.</summary>
internal static class Samples
{
    public const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
        spec:
          template:
            spec:
              containers:
                - name: app
                  image: shop/web:1.4
                  resources:
                    requests:
                      memory: 256Mi
                    limits:
                      memory: 128Mi   # was 512Mi
                - name: proxy
                  image: envoy:1.30
        """;

    // One of several pods. Its sidecar's amounts stand in a base.
    private const string Worker = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata:
          name: worker
          namespace: shop
        spec:
          templates:
            - name: load
              sidecars:
                - name: worker
                  image: shop/worker:2.0
                  resources:
                    requests: {memory: 256Mi}
                    limits: {memory: 512Mi}
                - name: proxy
                  image: envoy:1.30
        """;

    public static ReportedPlace Place(string file, string text, string words, int occurrence = 1)
    {
        int at = -1;
        for (int i = 0; i < occurrence; i++)
            at = text.IndexOf(words, at + 1, StringComparison.Ordinal);
        Assert.True(at >= 0, $"{words} is not in the text");
        return Place(file, text, at, words.Length);
    }

    public static ReportedPlace Place(string file, string text, int offset, int length)
    {
        var source = new SourceText(file, text);
        var line = source.SpanOfLine(source.PositionOf(offset).Line);
        return new ReportedPlace(new Place(source.Lines, new TextSpan(offset, offset + length)), text[line.Start..line.End]);
    }

    /// <summary>The same words in a file of another name.</summary>
    public static ReportedPlace In(string file) => Place(file, Web, "128Mi");

    /// <summary>An amount on a 1-based line of a file that has no other.</summary>
    public static ReportedPlace OnLine(int line, string file = "k8s/web.yaml") =>
        Place(file, new string('\n', line - 1) + "        memory: 128Mi\n", "128Mi");

    public static ReportedFinding Finding(string ruleId, string ruleName, Severity severity, Statement statement, ReportedPlace place) =>
        new()
        {
            RuleId = ruleId,
            RuleName = ruleName,
            Severity = severity,
            Statement = statement,
            Place = place,
            Object = new ObjectReference("apps/v1", "Deployment", "web", "shop"),
            Container = "app",
            Path = YamlPath.Of("spec", "template", "spec", "containers").Index(0).Then(YamlPath.Of("resources", "limits", "memory")),
            LogicalPath = YamlPath
                .Of("spec", "template", "spec", "containers")
                .Item("app")
                .Then(YamlPath.Of("resources", "limits", "memory")),
        };

    /// <summary>A result with a bit of everything.</summary>
    public static LintResult Usual { get; } =
        new()
        {
            Findings =
            [
                Finding(
                    "ML0001",
                    "yaml-syntax-error",
                    Severity.Error,
                    Statement.Of(
                        "this document does not parse: a tab stands where indentation is expected",
                        "kubectl refuses this document, and nothing in it is deployed or checked"
                    ),
                    Place("k8s/cron.yaml", "kind: CronJob\n\tname: x\n", 14, 1)
                ) with
                {
                    Object = null,
                    Container = null,
                    Path = YamlPath.Root,
                    LogicalPath = YamlPath.Root,
                },
                Finding(
                    "ML1002",
                    "memory-limit-below-request",
                    Severity.Error,
                    Statement.Of("memory limit 128Mi is below the request 256Mi", "the API server rejects the Deployment"),
                    Place("k8s/web.yaml", Web, "128Mi")
                ) with
                {
                    Related = [new(Place("k8s/web.yaml", Web, "256Mi"), "requested here")],
                    Fix = new ReportedFix(
                        new Advice("memory limit 256Mi") { Why = "as much as is requested" },
                        FixSafety.Unsafe,
                        [new ReportedEdit(Place("k8s/web.yaml", Web, "128Mi").Place, "256Mi")]
                    ),
                    LineHash = "39fa2ee980eb94b0:1",
                },
                Finding(
                    "ML1001",
                    "memory-limit-missing",
                    Severity.Warning,
                    Statement.Of(
                        "container proxy has no memory limit and no memory request",
                        "it can take all memory of the node, and none is set aside for it"
                    ),
                    Place("k8s/web.yaml", Web, "proxy")
                ) with
                {
                    Container = "proxy",
                    Path = YamlPath.Of("spec", "template", "spec", "containers").Index(1).Key("name"),
                    LogicalPath = YamlPath.Of("spec", "template", "spec", "containers").Item("proxy").Key("name"),
                },
                Finding(
                    "ML2005",
                    "main-scores-above-sidecar",
                    Severity.Note,
                    Statement
                        .Of(
                            "main container worker has oom_score_adj 985, its sidecar proxy only 875",
                            "at equal usage the main container is killed first when the node runs out of memory"
                        )
                        .If(new Assumption(AssumptionKind.Node, "a node with 16Gi of memory (--node-memory)")),
                    Place("k8s/worker.yaml", Worker, "worker", 2)
                ) with
                {
                    Object = new ObjectReference("argoproj.io/v1alpha1", "Workflow", "worker", "shop"),
                    Part = "template load",
                    Container = "worker",
                    LogicalPath = YamlPath.Of("spec", "templates").Index(0).Key("sidecars").Item("worker").Key("name"),
                    Path = YamlPath.Of("spec", "templates").Index(0).Key("sidecars").Index(0).Key("name"),
                    Related = [new(Place("base/proxy.yaml", "a:\n  memory: 2Gi\n", "2Gi"), "sidecar proxy")],
                },
            ],
            Skipped =
            [
                new("charts/web/templates/deployment.yaml", SkipCause.Template),
                new("docs/openapi.yaml", SkipCause.NoObject),
                new("k8s/secret.yaml", SkipCause.Unreadable) { Problem = "permission denied" },
            ],
            FileCount = 7,
            ObjectCount = 12,
            PodCount = 5,
        };

    public static LintResult Clean { get; } =
        new()
        {
            Findings = [],
            FileCount = 1,
            ObjectCount = 12,
            PodCount = 5,
        };

    public static LintResult Of(params ReadOnlySpan<ReportedFinding> findings) =>
        new()
        {
            Findings = [.. findings],
            FileCount = 1,
            ObjectCount = 1,
            PodCount = 1,
        };

    public static string Text(Action<TextWriter> write)
    {
        using var writer = new StringWriter();
        write(writer);
        return writer.ToString();
    }

    public static string Utf8(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }
}
