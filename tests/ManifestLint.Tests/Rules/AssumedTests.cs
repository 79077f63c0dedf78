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
    [InlineData("image: acme/app:1\nenv: [{name: GOMEMLIMIT, value: 1Gi}, {name: JAVA_TOOL_OPTIONS, value: -Xmx512m}]", "Warning ML3203")]
    [InlineData("image: acme/app:1\nenv: [{name: GOGC, value: \"off\"}]", "Warning ML3204")]
    [InlineData("image: acme/app:1\ncommand: [dotnet, a.dll]\nenv: [{name: DOTNET_GCHeapHardLimit, value: \"200000000\"}]", "Error ML3302")]
    [InlineData("image: acme/app:1\nenv: [{name: DOTNET_GCHeapHardLimit, value: \"200000000\"}]", "Warning ML3302")]
    [InlineData("image: acme/app:1\ncommand: [/app/Shop.Api]\nenv: [{name: DOTNET_GCHeapHardLimit, value: 1g}]", "Warning ML3303")]
    [InlineData("image: redis:7\nargs: [--maxmemory, 2gb]", "Error ML3402")]
    [InlineData("image: registry.example.com/redis:7\nargs: [--maxmemory, 2gb]", "Warning ML3402")]
    [InlineData("image: acme/app:1\ncommand: [/app, -Xmx2g]", "Warning ML3002")]
    public void One_assumption_makes_a_warning(string container, string told) => Assert.Equal(told, Told(container));

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
