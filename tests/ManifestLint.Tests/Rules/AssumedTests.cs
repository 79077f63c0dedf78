using ManifestLint.Evidence;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Runtimes;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>What rests on an assumption is a warning at most; on two of them a note that supersedes nothing (rules.md rule 4).</summary>
public sealed class AssumedTests
{
    private static string Told(string container, string limit = "1Gi", string more = "", params Server[] servers) =>
        string.Join(
            ", ",
            Linter
                .Lint(
                    new LintRequest
                    {
                        Sources =
                        [
                            new LintSource("a.yaml", "/a.yaml", true, () =>
                                new SourceReading(new SourceText("a.yaml", Pod(container, limit) + more), null)
                            ),
                        ],
                        Servers = [.. KnownServers.All, .. servers],
                        Jobs = 1,
                    }
                )
                .Findings.Where(f => f.RuleId.StartsWith("ML3", StringComparison.Ordinal))
                .OrderBy(f => f.RuleId, StringComparer.Ordinal)
                .Select(f => $"{f.Severity} {f.RuleId}")
        );

    private static string Pod(string container, string limit) =>
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      containers:\n      - name: app\n"
        + string.Concat(container.Split('\n').Select(l => $"        {l}\n"))
        + $"        resources: {{requests: {{memory: {limit}}}, limits: {{memory: {limit}, cpu: 1}}}}\n";

    // Each pair: what is seen, and the same where something is assumed.
    [Theory]
    [InlineData("image: acme/app:1\ncommand: [java, -Xmx2g, -jar, a.jar]", "Error ML3002")]
    [InlineData("image: acme/app:1\nenv: [{name: JAVA_TOOL_OPTIONS, value: -Xmx2g}]", "Warning ML3002")]
    [InlineData("image: acme/app:1\nenv: [{name: JAVA_OPTS, value: -Xmx2g}]", "Warning ML3002")]
    [InlineData("image: acme/app:1\ncommand: [java, -Xmx512Mi, -jar, a.jar]", "Error ML3006")]
    [InlineData("image: acme/app:1\nenv: [{name: JAVA_TOOL_OPTIONS, value: -Xmx512Mi}]", "Warning ML3006")]
    [InlineData("image: acme/app:1\ncommand: [node, --max-old-space-size=2000, a.js]", "Error ML3102")]
    [InlineData("image: acme/app:1\nenv: [{name: NODE_OPTIONS, value: --max-old-space-size=2000}]", "Warning ML3102")]
    [InlineData("image: acme/app:1\ncommand: [etcd]\nenv: [{name: GOMEMLIMIT, value: 1Gi}]", "Error ML3203")]
    [InlineData("image: golang:1.24\ncommand: [/app]\nenv: [{name: GOMEMLIMIT, value: 1Gi}]", "Error ML3203")]
    [InlineData("image: prom/alertmanager:v0.27.0\nenv: [{name: GOMEMLIMIT, value: 1Gi}]", "Error ML3203")]
    [InlineData("image: reg.corp/prom/alertmanager:v0.27.0\nenv: [{name: GOMEMLIMIT, value: 1Gi}]", "Warning ML3203")]
    [InlineData("image: acme/app:1\nenv: [{name: GOMEMLIMIT, value: 1Gi}]", "Warning ML3203")]
    [InlineData("image: acme/app:1\ncommand: [/app]\nenv: [{name: GOMEMLIMIT, value: 1Gi}]", "Warning ML3203")]
    [InlineData("image: acme/app:1\ncommand: [./start.sh]\nenv: [{name: GOMEMLIMIT, value: 1Gi}]", "Warning ML3203")]
    [InlineData("image: acme/app:1\nenv: [{name: GOMEMLIMIT, value: 1Gi}, {name: JAVA_TOOL_OPTIONS, value: -Xmx512m}]", "")]
    [InlineData("image: acme/app:1\nenv: [{name: GOGC, value: \"off\"}]", "Warning ML3204")]
    [InlineData("image: acme/app:1\ncommand: [dotnet, a.dll]\nenv: [{name: DOTNET_GCHeapHardLimit, value: \"200000000\"}]", "Error ML3302")]
    [InlineData("image: acme/app:1\nenv: [{name: DOTNET_GCHeapHardLimit, value: \"200000000\"}]", "Warning ML3302")]
    [InlineData("image: acme/app:1\ncommand: [/app/Shop.Api]\nenv: [{name: DOTNET_GCHeapHardLimit, value: 1g}]", "Warning ML3303")]
    [InlineData("image: redis:7\nargs: [--maxmemory, 2gb]", "Error ML3402")]
    [InlineData("image: registry.example.com/redis:7\nargs: [--maxmemory, 2gb]", "Warning ML3402")]
    [InlineData("image: acme/app:1\ncommand: [/app, -Xmx2g]", "Warning ML3002")]
    public void One_assumption_makes_a_warning(string container, string told) => Assert.Equal(told, Told(container));

    // The image itself, then a copy of it, then its last word alone: the image of whoever it is may start anything.
    [Theory]
    [InlineData("{0}golang:1.24", "env: [{{name: GOMEMLIMIT, value: 1Gi}}]", "ML3203")]
    [InlineData("{0}node:20", "args: [--max-old-space-size=2000, a.js]", "ML3102")]
    [InlineData("{0}eclipse-temurin:21", "env: [{{name: JAVA_TOOL_OPTIONS, value: -Xmx2g}}]", "ML3002")]
    [InlineData("{0}tomcat:10", "env: [{{name: JAVA_TOOL_OPTIONS, value: -Xmx2g}}]", "ML3002")]
    [InlineData("{0}tomcat:10", "env: [{{name: CATALINA_OPTS, value: -Xmx2g}}]", "ML3002")]
    [InlineData("{0}redis:7", "args: [--maxmemory, 2gb]", "ML3402")]
    [InlineData("{0}memcached:1.6", "args: [-m, '2048']", "ML3402")]
    [InlineData("{0}postgres:16", "args: [-c, shared_buffers=2GB]", "ML3402")]
    [InlineData("{0}mysql:8.4", "args: [--innodb-buffer-pool-size=2G]", "ML3402")]
    [InlineData("{0}mariadb:11", "args: [--innodb-buffer-pool-size=2G]", "ML3402")]
    [InlineData("{0}mongo:7", "args: [--wiredTigerCacheSizeGB, '2']", "ML3402")]
    public void Only_the_image_itself_is_certain(string image, string rest, string rule)
    {
        foreach (var (prefix, severity) in new[] { ("", "Error"), ("reg.corp/proxy/library/", "Warning"), ("acme/", "Warning") })
        {
            string all = $"image: {image}\n{rest}";
            Assert.Equal($"{severity} {rule}", Told(string.Format(System.Globalization.CultureInfo.InvariantCulture, all, prefix)));
        }
    }

    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0", "Error")]
    [InlineData("reg.corp/dotnet/aspnet:8.0", "Warning")]
    [InlineData("reg.corp/mirror/dotnet/aspnet:8.0", "Warning")]
    public void Only_the_image_itself_is_certain_of_Net(string image, string severity) =>
        Assert.Equal($"{severity} ML3302", Told($"image: {image}\nenv: [{{name: DOTNET_GCHeapHardLimit, value: \"200000000\"}}]"));

    [Theory]
    [InlineData("postgres:16", true)]
    [InlineData("bitnami/postgresql:16", true)]
    [InlineData("reg.corp/team/postgres:16", false)]
    [InlineData("reg.corp/bitnami/postgresql:16", false)]
    [InlineData("registry.redhat.io/rhel9/postgresql-15:1", true)]
    [InlineData("selenium/standalone-chrome:4", true)]
    [InlineData("reg.corp/selenium/standalone-chrome:4", false)]
    [InlineData("pytorch/pytorch:2.4.0", true)]
    [InlineData("763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.4.0", false)]
    public void Shared_memory_is_that_of_the_image(string image, bool isCertain) =>
        Assert.Equal(isCertain ? "" : "Image", Assert.Single(Shared($"image: {image}")));

    [Theory]
    [InlineData("vllm/vllm-openai:v1", true)]
    [InlineData("reg.corp/vllm/vllm-openai:v1", false)]
    [InlineData("acme/llm:1\ncommand: [vllm, serve]", true)]
    public void Shared_memory_is_that_of_the_server_of_models(string image, bool isCertain) =>
        Assert.Equal(isCertain ? "" : "Image", Assert.Single(Shared($"image: {image}\nargs: [-tp, '2']")));

    [Theory]
    [InlineData("postgres:9.6")]
    [InlineData("reg.corp/team/postgres:9.6")]
    [InlineData("timescale/timescaledb:2.9.1-pg9")]
    [InlineData("crunchydata/crunchy-postgres:centos7-9.6.10-2.1.0")]
    [InlineData("acme/orders:1")]
    [InlineData("acme/postgres-exporter:1")]
    public void Shared_memory_of_others_is_enough(string image) => Assert.Empty(Shared($"image: {image}"));

    private static IEnumerable<string> Shared(string container) =>
        Linter
            .Lint(
                new LintRequest
                {
                    Sources =
                    [
                        new LintSource("a.yaml", "/a.yaml", true, () =>
                            new SourceReading(new SourceText("a.yaml", Pod(container, "2Gi")), null)
                        ),
                    ],
                    Jobs = 1,
                }
            )
            .Findings.Where(f => f.RuleId == "ML4003")
            .Select(f => string.Join(",", f.Statement.Assumed.Select(a => a.Kind)));

    // A number that .NET 9 and later take for no limit, where nothing tells the release.
    [Theory]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:9.0", "Error ML3302")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet", "Warning ML3302")]
    public void An_assumed_release_is_one(string image, string told) =>
        Assert.Equal(told, Told($"image: {image}\nenv: [{{name: DOTNET_GCHeapHardLimit, value: FFFFFFFFFFFFFFFF}}]"));

    // A share of a node of the assumed size, and that in an image that is assumed to be the server's.
    [Theory]
    [InlineData("rabbitmq:3.13", "Warning ML3401")]
    [InlineData("registry.example.com/rabbitmq:3.13", "Note ML3401")]
    public void Two_make_a_note(string image, string told) =>
        Assert.Equal(
            told,
            Told(
                $"image: {image}\nvolumeMounts: [{{name: conf, mountPath: /etc/rabbitmq/rabbitmq.conf, subPath: rabbitmq.conf}}]",
                "1000Mi",
                "      volumes: [{name: conf, configMap: {name: conf}}]\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: conf}\ndata: {rabbitmq.conf: \"vm_memory_high_watermark.relative = 0.7\\n\"}\n"
            )
        );

    // A share of the assumed node, and a misread setting: what is assumed once stands for both, what is assumed twice for itself alone.
    [Theory]
    [InlineData(RuntimeCertainty.Exact, "Warning ML3402")]
    [InlineData(RuntimeCertainty.Assumed, "Note ML3402, Warning ML3404")]
    public void What_rests_on_two_hides_nothing(RuntimeCertainty certainty, string told)
    {
        var setting = new ServerSetting("cache", "STORE_CACHE=90", Programs.Word.Of("90"), new TextOrigin.Variable("STORE_CACHE"));
        var store = new Server("store", ["stored"], _ => new ServerFacts
        {
            Name = "store",
            Label = "Store",
            Certainty = certainty,
            Assumption = certainty == RuntimeCertainty.Assumed ? new RuntimeAssumption.ImageSetsNothingElse() : null,
            Starts = true,
            Sizes = [new("cache", 15L << 30, setting, new ServerBudget(80, 100, "its clients", "it is OOMKilled")) { IsOfNode = true }],
            Misread = [new(setting, ServerMisreadKind.CountsMebibytesAlone, 15L << 30)],
            Source = setting,
        }) { Source = "the manual of Store" };
        Assert.Equal(told, Told("image: acme/store:1\ncommand: [stored]\nenv: [{name: STORE_CACHE, value: '90'}]", servers: store));
    }
}
