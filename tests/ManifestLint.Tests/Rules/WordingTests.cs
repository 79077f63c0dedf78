using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Reporting;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>What reports say of one container, its lines and related places included (rules.md rules 5 to 9).</summary>
public sealed class WordingTests
{
    private static readonly string s_config = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: settings, namespace: shop}
        data:
          go: 2GiB
          net: "0x80000000"
          java: -Xmx2g
        ---
        apiVersion: v1
        kind: LimitRange
        metadata: {name: lr, namespace: shop}
        spec:
          limits:
          - {type: Container, default: {memory: 512Mi}}

        """;

    private static string Told(string container, string resources, string space = "shop", bool isOnlyCertain = false)
    {
        string text =
            $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: app, namespace: {space}}}\nspec:\n  template:\n    spec:\n      containers:\n      - name: app\n"
            + string.Concat(container.Split('\n').Select(l => $"        {l}\n"))
            + $"        resources: {resources}\n";
        var findings = Linter
            .Lint(new LintRequest { Sources = [Source("a.yaml", text), Source("b.yaml", s_config)], Jobs = 1 })
            .Findings.Select(f => isOnlyCertain ? f with { Statement = f.Statement.WithoutAssumedAsides() } : f);
        return string.Join(
            '\n',
            findings.SelectMany(f =>
                FindingLines
                    .Of(f)
                    .Select(l => $"{l.Name}: {l.Text}")
                    .Prepend($"{f.RuleId} {f.Statement.What}")
                    .Concat(f.Related.Select(r => $"{r.Place.File}:{r.Place.Line} {r.Note}"))
                    .Append($"{f.Statement.Certainty} on [{string.Join(", ", FindingText.Assumed(f.Statement))}]")
            )
        );

        static LintSource Source(string name, string text) => new(name, "/" + name, true, () => new(new SourceText(name, text), null));
    }

    [Theory]
    // An amount in brackets does not contradict the percentage behind it.
    [InlineData(
        "image: node:20\ncommand: [node, --max-old-space-size=1500, a.js]",
        "{limits: {memory: 1500Mi}}",
        "--max-old-space-size=1500 (1500 MiB) is 100 % of the memory limit 1500Mi"
    )]
    [InlineData(
        "image: node:20\ncommand: [node, --max-old-space-size=1025, a.js]",
        "{limits: {memory: 1Gi}}",
        "--max-old-space-size=1025 (1025 MiB) is 100.1 % of the memory limit 1Gi"
    )]
    // What a share is taken of, where that is neither the limit nor the node's memory, and whose share it is.
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -XX:MaxRAM=4g, -jar, a.jar]",
        "{limits: {memory: 1Gi}}",
        "the default share of 25 % of -XX:MaxRAM=4g (1 GiB) is 100 % of the memory limit 1Gi"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand:\n- java\n- -XX:MaxRAM=2000m\n- -XX:MaxRAMPercentage=60\n- -jar\n- a.jar",
        "{limits: {memory: 1Gi}}",
        "-XX:MaxRAMPercentage=60 of -XX:MaxRAM=2000m (1200 MiB) is 117.2 % of the memory limit 1Gi"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand:\n- java\n- -XX:MaxRAM=2000m\n- -XX:MaxRAMPercentage=60\n- -jar\n- a.jar",
        "{limits: {memory: 1Gi}}",
        "a.yaml:12 the memory that it is a share of"
    )]
    // Every part of a sum has its place, and what nobody wrote is a default.
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [sh, -c, java $A -jar a.jar & exec java $B -jar b.jar]\nenv:\n- {name: A, value: -Xmx700m}\n- {name: B, value: -Xmx700m}",
        "{limits: {memory: 1Gi}}",
        "a.yaml:13 part of the sum"
    )]
    [InlineData(
        "image: node:20\ncommand: [sh, -c, node $A a.js & exec node $B b.js]\nenv:\n- {name: A, value: --max-old-space-size=700}\n- {name: B, value: --max-old-space-size=600}",
        "{limits: {memory: 1Gi}}",
        "a.yaml:13 part of the sum"
    )]
    [InlineData(
        "image: postgres:16\nargs:\n- -c\n- shared_buffers=256MB\n- -c\n- work_mem=16MB",
        "{limits: {memory: 1Gi}}",
        "PostgreSQL shared_buffers=256MB + the default 100 sessions × work_mem=16MB (1856 MiB together)"
    )]
    [InlineData(
        "image: postgres:16\nargs:\n- -c\n- shared_buffers=256MB\n- -c\n- work_mem=16MB",
        "{limits: {memory: 1Gi}}",
        "a.yaml:12 part of the sum"
    )]
    [InlineData(
        "image: postgres:16\nargs: [-c, max_connections=1000]",
        "{limits: {memory: 1Gi}}",
        "PostgreSQL default shared_buffers 128 MiB + 1000 sessions × default work_mem 4 MiB (4128 MiB together)"
    )]
    [InlineData(
        "image: cockroachdb/cockroach:v23.1.0\ncommand:\n- cockroach\n- start\n- --cache=50%\n- --max-sql-memory=40%",
        "{limits: {memory: 1Gi}}",
        "a.yaml:14 part of the sum"
    )]
    // The LimitRange that gives a limit is shown.
    [InlineData("image: eclipse-temurin:21\ncommand: [java, -Xmx900m, -jar, a.jar]", "{}", "b.yaml:14 the memory limit")]
    [InlineData("image: redis:7\nargs: [--maxmemory, 600mb]", "{}", "b.yaml:14 the memory limit")]
    // A variable whose value stands elsewhere.
    [InlineData(
        "image: golang:1.25\nenv: [{name: GOMEMLIMIT, valueFrom: {configMapKeyRef: {name: settings, key: go}}}]",
        "{limits: {memory: 1Gi}}",
        "from: env GOMEMLIMIT, ConfigMap settings, key go"
    )]
    [InlineData(
        "image: mcr.microsoft.com/dotnet/aspnet:8.0\nenv: [{name: DOTNET_GCHeapHardLimit, valueFrom: {configMapKeyRef: {name: settings, key: net}}}]",
        "{limits: {memory: 1Gi}}",
        "from: env DOTNET_GCHeapHardLimit, ConfigMap settings, key net"
    )]
    // Nothing written at all.
    [InlineData(
        "image: x/y:1",
        "{limits: {memory: null}, requests: {memory: 1Gi}}",
        "memory limit (empty, counts as 0) is below the request 1Gi"
    )]
    [InlineData(
        "image: x/y:1",
        "{limits: {memory: ~}, requests: {memory: 1Gi}}",
        "memory limit (empty, counts as 0) is below the request 1Gi"
    )]
    // A cause is about the subject that was named.
    [InlineData("image: x/y:1", "{limits: {memory: 512m}, requests: {memory: 1Gi}}", "cause: it is below the request 1Gi")]
    // Both heaps.
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -Xms2g, -Xmx1g, -jar, a.jar]",
        "{limits: {memory: 4Gi}}",
        "the initial heap -Xms2g is larger than the maximum heap"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -Xms2g, -Xmx1g, -jar, a.jar]",
        "{limits: {memory: 4Gi}}",
        "a.yaml:10 the initial heap"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -Xms2g, -Xmx1g, -jar, a.jar]",
        "{limits: {memory: 4Gi}}",
        "fix: -Xms1g (as much as -Xmx1g)"
    )]
    public void It_is_told(string container, string resources, string told) =>
        Assert.Contains(told, Told(container, resources), StringComparison.Ordinal);

    // An amount that nobody wrote is told in the unit that a person would use, beside one that reads alike in a smaller one.
    [Theory]
    [InlineData("image: node:20\ncommand: [node, a.js]", "{}", "the default heap of Node.js is 4 GiB of a 16Gi node")]
    [InlineData(
        "image: node:18\ncommand: [node, a.js]",
        "{limits: {memory: 1Gi}}",
        "its default heap may grow to 4144 MiB, above the memory limit 1Gi"
    )]
    [InlineData(
        "image: node:18\ncommand: [node, a.js]",
        "{limits: {memory: 4Gi}}",
        "its default heap may grow to 4144 MiB, above the memory limit 4Gi"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, '-XX:MaxRAMPercentage=70', -jar, a.jar]",
        "{}",
        "-XX:MaxRAMPercentage=70 is 11.2 GiB of a 16Gi node"
    )]
    public void An_amount_that_nobody_wrote(string container, string resources, string told) =>
        Assert.Contains(told, Told(container, resources, "other"), StringComparison.Ordinal);

    // A limit that nobody means is told as such (ML0004), and nothing is compared with it.
    [Theory]
    [InlineData("image: eclipse-temurin:21\ncommand: [java, -Xmx1g, -jar, a.jar]")]
    [InlineData("image: node:20\ncommand: [node, --max-old-space-size=1500, a.js]")]
    [InlineData("image: redis:7\nargs: [--maxmemory, 600mb]")]
    [InlineData("image: golang:1.25\nenv: [{name: GOMEMLIMIT, value: 2GiB}]")]
    public void A_slip_is_compared_with_nothing(string container)
    {
        string told = Told(container, "{limits: {memory: 512m}}");
        Assert.Contains("ML0004", told, StringComparison.Ordinal);
        Assert.DoesNotContain("the memory limit 512m", told, StringComparison.Ordinal);
        Assert.Contains("the memory limit 512Mi", Told(container, "{limits: {memory: 512Mi}}"), StringComparison.Ordinal);
    }

    // An aside decides no certainty, is not in what the finding rests on, and is left out where only what is certain is wanted.
    [Theory]
    [InlineData("command: [java, '-XX:MaxRAMPercentage=75', -jar, a.jar]", "{requests: {memory: 1Gi}}", "ML1001", "12 GiB of a 16Gi node")]
    [InlineData("command: [java, -jar, a.jar]", "{}", "ML2001", "4 GiB of a 16Gi node")]
    public void What_only_an_aside_rests_on_leaves_a_finding_certain(string command, string resources, string rule, string aside)
    {
        string container = $"image: eclipse-temurin:21\n{command}",
            all = Told(container, resources, "other"),
            certain = Told(container, resources, "other", isOnlyCertain: true);
        Assert.Contains(aside, all, StringComparison.Ordinal);
        foreach (string told in new[] { all, certain })
        {
            Assert.Contains(rule, told, StringComparison.Ordinal);
            Assert.Contains("Certain on []", told, StringComparison.Ordinal);
        }
        Assert.DoesNotContain("16Gi", certain, StringComparison.Ordinal);
    }
}
