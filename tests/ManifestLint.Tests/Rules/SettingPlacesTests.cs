using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Tests.Owners;

namespace ManifestLint.Tests.Rules;

/// <summary>A setting that stands in another object than the container that takes it: what a finding names and shows, and what its fix edits.</summary>
public sealed class SettingPlacesTests
{
    [Theory]
    [InlineData(
        "env: [{name: JAVA_TOOLS_OPTIONS, valueFrom: {configMapKeyRef: {name: jvm, key: opts}}}]",
        "opts: -Xmx900m",
        "env JAVA_TOOLS_OPTIONS, ConfigMap jvm, key opts",
        "taken here",
        "rename JAVA_TOOLS_OPTIONS to JAVA_TOOL_OPTIONS in app.yaml",
        "app.yaml"
    )]
    [InlineData(
        "envFrom: [{configMapRef: {name: jvm}}]",
        "JAVA_TOOLS_OPTIONS: -Xmx900m",
        "env JAVA_TOOLS_OPTIONS, ConfigMap jvm, key JAVA_TOOLS_OPTIONS",
        "container web takes it",
        "rename JAVA_TOOLS_OPTIONS to JAVA_TOOL_OPTIONS",
        null
    )]
    // The right name is taken already: which of the two is meant, nobody can say.
    [InlineData(
        "envFrom: [{configMapRef: {name: jvm}}]",
        "JAVA_TOOLS_OPTIONS: -Xmx900m\n  JAVA_TOOL_OPTIONS: -Xmx300m",
        "env JAVA_TOOLS_OPTIONS, ConfigMap jvm, key JAVA_TOOLS_OPTIONS",
        "container web takes it",
        null,
        null
    )]
    public void A_misspelt_variable_is_told_where_its_value_stands(
        string variables,
        string data,
        string from,
        string note,
        string? title,
        string? edited
    )
    {
        var finding = Find("ML3007", "image: eclipse-temurin:21\ncommand: [java, -jar, a.jar]\n" + variables, data);
        Assert.Equal("config.yaml", finding.Place.File);
        Assert.Equal(from, Assert.Single(finding.From).In);
        var related = Assert.Single(finding.Related);
        Assert.Equal((note, "app.yaml"), (related.Note, related.Place.File));
        // A key belongs to all who take it: it is told what to write, and nothing is edited.
        Assert.Equal(title, finding.Fix?.Advice.Text ?? finding.Advice?.Text);
        Assert.Equal(edited, finding.Fix?.Edits.Single().Place.File);
    }

    // The share is one of what MaxRAM tells, and the limit is smaller.
    [Theory]
    [InlineData("-XX:MaxRAM=3000m", "50", "-XX:MaxRAMPercentage=25.0 (at most 75 % of 1Gi)")]
    [InlineData("-XX:MaxRAM=2g", "60", "-XX:MaxRAMPercentage=37.0 (at most 75 % of 1Gi)")]
    [InlineData("-XX:MaxRAM=1g", "95", "-XX:MaxRAMPercentage=75.0 (at most 75 % of 1Gi)")]
    public void A_share_of_what_MaxRAM_tells_is_lowered_to_one_that_fits_the_limit(string memory, string percent, string title)
    {
        var result = OwnershipTests.Lint(
            1,
            (
                "app.yaml",
                Sets.SetScan.Deployment("app", "{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}")
                    .Replace(
                        "image: registry.example/app:1",
                        $"image: eclipse-temurin:21\n          command: [java, {memory}, -XX:MaxRAMPercentage={percent}, -jar, a.jar]",
                        StringComparison.Ordinal
                    )
            )
        );
        var fixes = result.Findings.Where(f => f.RuleId is "ML3001" or "ML3002").Select(f => f.Fix?.Advice.Text ?? f.Advice?.Text);
        Assert.Equal([title], fixes);
    }

    [Theory]
    [InlineData("env: [{name: NODE_OPTIONS, valueFrom: {configMapKeyRef: {name: jvm, key: opts}}}]", "opts", "opts")]
    [InlineData("envFrom: [{configMapRef: {name: jvm}}]", "NODE_OPTIONS", "NODE_OPTIONS")]
    public void The_variable_that_brings_an_option_is_named(string variables, string key, string told)
    {
        var finding = Find(
            "ML3102",
            "image: node:20\ncommand: [node, a.js]\n" + variables + "\n" + LiveDump.SmallWeb,
            $"{key}: --max-old-space-size=512"
        );
        Assert.Equal($"env NODE_OPTIONS, ConfigMap jvm, key {told}", Assert.Single(finding.From).In);
        Assert.Equal("the memory limit", Assert.Single(finding.Related).Note);
    }

    // What a Secret holds in base64 stands in no text: its key is shown.
    [Fact]
    public void An_option_out_of_a_secret_is_told_with_it()
    {
        var finding = OwnershipTests
            .Lint(
                1,
                (
                    "app.yaml",
                    LiveDump.Workload(
                        "Deployment",
                        "web",
                        null,
                        null,
                        LiveDump.Container(
                            "web",
                            "image: eclipse-temurin:21\ncommand: [java, -jar, a.jar]\nenv: [{name: JAVA_TOOL_OPTIONS, valueFrom: {secretKeyRef: {name: jvm, key: opts}}}]\n"
                                + LiveDump.SmallWeb
                        )
                    )
                ),
                ("secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata: {name: jvm, namespace: shop}\ndata: {opts: LVhteDkwMG0=}\n")
            )
            .Findings.Single(f => f.RuleId == "ML3002");
        var from = Assert.Single(finding.From);
        Assert.Equal(("-Xmx900m", "env JAVA_TOOL_OPTIONS, Secret jvm, key opts"), (from.Setting, from.In));
        Assert.Equal(("secret.yaml", 4, 8), (from.Place!.File, from.Place.Line, from.Place.Column));
        Assert.Equal(("secret.yaml", "what this key holds sets it"), (finding.Related[0].Place.File, finding.Related[0].Note));
    }

    // Decoded the API server's way, line breaks and all; of what else it holds nothing is told, and nobody edits base64.
    [Theory]
    [InlineData("data: {opts: LVhteDkwMG0gLURwYXNzd29yZD1odW50ZXIy}", "ML3002", "-Xmx900m")]
    [InlineData("data: {opts: LVhteDkwMG0gLURwYXNzd29yZD1odW50ZXIyCg==}", "ML3002", "-Xmx900m")]
    [InlineData("data:\n  opts: |\n    LVhteDkwMG0gLURw\n    YXNzd29yZD1odW50ZXIy\n", "ML3002", "-Xmx900m")]
    [InlineData("data:\n  opts: >-\n    LVhteDkwMG0gLURw\n\n    YXNzd29yZD1odW50ZXIy\n", "ML3002", "-Xmx900m")]
    [InlineData("data:\n  \"opts\": \"LVhteDkwMG0gLURw\\nYXNzd29yZD1odW50ZXIy\"", "ML3002", "-Xmx900m")]
    [InlineData("data: {opts: LVhteDkwME1pIC1EcGFzc3dvcmQ9aHVudGVyMg==}", "ML3006", "-Xmx900Mi")]
    [InlineData("data: {opts: LURwYXNzd29yZD1odW50ZXIyIC1YWDpNYXhSQU1QZXJjZW50YWdlPTkwJQ==}", "ML3006", "-XX:MaxRAMPercentage=90%")]
    [InlineData("data: {opts: -Xmx900m-Dpassword=hunter2}", null, null)]
    [InlineData("data: {opts: 'LVhteDkwMG0gLURw*'}", null, null)]
    [InlineData("data: {opts: LVhteDkwMG0gLURwYXNzd29yZD1odW50ZXIy, other: no base64!}", null, null)]
    public void Of_a_secret_only_the_option_is_told(string data, string? rule, string? option)
    {
        var found = OwnershipTests
            .Lint(
                1,
                (
                    "app.yaml",
                    LiveDump.Workload(
                        "Deployment",
                        "web",
                        null,
                        null,
                        LiveDump.Container(
                            "web",
                            "image: eclipse-temurin:21\ncommand: [java, -jar, a.jar]\nenv: [{name: JAVA_TOOL_OPTIONS, valueFrom: {secretKeyRef: {name: jvm, key: opts}}}]\n"
                                + LiveDump.SmallWeb
                        )
                    )
                ),
                ("secret.yaml", $"apiVersion: v1\nkind: Secret\nmetadata: {{name: jvm, namespace: shop}}\n{data}\n")
            )
            .Findings;
        var told = found.Where(f => f.RuleId.StartsWith("ML3", StringComparison.Ordinal)).ToList();
        Assert.Equal(rule is null ? [] : [rule], told.Select(f => f.RuleId));
        Assert.All(told, f => Assert.Equal(option, Assert.Single(f.From).Setting));
        Assert.All(told, f => Assert.DoesNotContain(f.Fix?.Edits ?? [], e => e.Place.File == "secret.yaml"));
        Assert.All(found, f => Assert.DoesNotContain("hunter2", $"{f.Statement} {f.Fix} {f.Advice?.Text} {string.Join(' ', f.Related)}"));
    }

    // What a reference brings in is told beside the setting, as its author wrote it.
    [Theory]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, \"-Xmx$(LIMIT)m\", -jar, a.jar]\nenv: [{name: LIMIT, value: \"512\"}]",
        "ML3002",
        "-Xmx$(LIMIT)m (-Xmx512m) is 100 % of the memory limit 512Mi",
        "-Xmx$(LIMIT)m in command, 512 in env LIMIT"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -jar, a.jar]\nenv: [{name: LIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory, divisor: 1Mi}}}, {name: JAVA_TOOL_OPTIONS, value: \"-Xms64m -Xmx$(LIMIT)m\"}]",
        "ML3002",
        "-Xmx$(LIMIT)m (-Xmx512m) is 100 % of the memory limit 512Mi",
        "-Xmx$(LIMIT)m in env JAVA_TOOL_OPTIONS, 512 in env LIMIT, resourceFieldRef limits.memory, divisor 1Mi"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [sh, -c, 'exec java \"-Xmx${HEAP}\" -jar a.jar']\nenv: [{name: HEAP, value: 450m}]",
        "ML3001",
        "-Xmx${HEAP} (-Xmx450m) is 87.9 % of the memory limit 512Mi",
        "-Xmx${HEAP} in command, 450m in env HEAP"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [sh, -c, 'HEAP=450; exec java -Xmx${HEAP}m -jar a.jar']",
        "ML3001",
        "-Xmx${HEAP}m (-Xmx450m) is 87.9 % of the memory limit 512Mi",
        "-Xmx${HEAP}m in command"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [sh, -c, 'OPTION=-Xmx; exec java ${OPTION}450m -jar a.jar']",
        "ML3001",
        "-Xmx450m is 87.9 % of the memory limit 512Mi",
        "-Xmx450m in command"
    )]
    [InlineData(
        "image: node:20\ncommand: [node, --max-old-space-size=$(OLD), a.js]\nenvFrom: [{configMapRef: {name: jvm}}]",
        "ML3102",
        "--max-old-space-size=$(OLD) (--max-old-space-size=512, 512 MiB) is 100 % of the memory limit 512Mi",
        "--max-old-space-size=$(OLD) in command, 512 in env OLD, ConfigMap jvm, key OLD"
    )]
    [InlineData(
        "image: redis:7\nargs: [--maxmemory, $(MEMORY)mb]\nenv: [{name: MEMORY, value: \"512\"}]",
        "ML3402",
        "Redis --maxmemory $(MEMORY)mb (512mb) is 100 % of the memory limit 512Mi",
        "--maxmemory $(MEMORY)mb in args, 512 in env MEMORY"
    )]
    [InlineData(
        "image: golang:1.24\ncommand: [/app]\nenv: [{name: SIZE, value: \"1\"}, {name: GOMEMLIMIT, value: $(SIZE)GiB}]",
        "ML3201",
        "GOMEMLIMIT=$(SIZE)GiB (1GiB) is 200 % of the memory limit 512Mi",
        "env GOMEMLIMIT, 1 in env SIZE"
    )]
    // A start script makes an option of a variable: nobody wrote that option.
    [InlineData(
        "image: solr:9\nenv: [{name: SOLR_HEAP, value: 900m}]",
        "ML3002",
        "SOLR_HEAP=900m is 175.8 % of the memory limit 512Mi",
        "env SOLR_HEAP"
    )]
    [InlineData(
        "image: itzg/minecraft-server:java21\nenv: [{name: MEMORY, value: 90%}]",
        "ML3001",
        "MEMORY=90% (460.8 MiB) is 90 % of the memory limit 512Mi",
        "env MEMORY"
    )]
    [InlineData(
        "image: itzg/minecraft-server:java21\nenv: [{name: INIT_MEMORY, value: 768m}, {name: MAX_MEMORY, value: 600m}]",
        "ML3006",
        "Java 21 does not start with MAX_MEMORY=600m: the initial heap INIT_MEMORY=768m is larger than the maximum heap",
        "env MAX_MEMORY"
    )]
    [InlineData(
        "image: bitnami/zookeeper:3.9\nenv: [{name: SIZE, value: \"900\"}, {name: ZOO_HEAP_SIZE, value: $(SIZE)}]",
        "ML3002",
        "ZOO_HEAP_SIZE=900 (900 MiB) is 175.8 % of the memory limit 512Mi",
        "env ZOO_HEAP_SIZE"
    )]
    [InlineData(
        "image: solr:9\nenv: [{name: SOLR_HEAP, valueFrom: {configMapKeyRef: {name: jvm, key: OLD}}}]",
        "ML3006",
        "SOLR_HEAP=512 is 512 bytes: the unit is missing",
        "env SOLR_HEAP, ConfigMap jvm, key OLD"
    )]
    [InlineData(
        "image: registry.access.redhat.com/ubi8/openjdk-17:1.20\nenv: [{name: JAVA_MAX_MEM_RATIO, value: \"95\"}]",
        "ML3001",
        "JAVA_MAX_MEM_RATIO=95 (486.4 MiB) is 95 % of the memory limit 512Mi",
        "env JAVA_MAX_MEM_RATIO"
    )]
    public void A_setting_is_quoted_with_its_references(string container, string rule, string what, string from)
    {
        var finding = Find(rule, container + "\n" + LiveDump.SmallWeb, "OLD: \"512\"");
        Assert.Equal(what, finding.Statement.What);
        Assert.Equal(from, string.Join(", ", finding.From.Select(f => f.Setting is { } set ? $"{set} in {f.In}" : f.In)));
        Assert.All(finding.From, f => Assert.NotNull(f.Place));
    }

    private static ReportedFinding Find(string rule, string container, string data) =>
        OwnershipTests
            .Lint(
                1,
                ("app.yaml", LiveDump.Workload("Deployment", "web", null, null, LiveDump.Container("web", container))),
                ("config.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: jvm, namespace: shop}}\ndata:\n  {data}\n")
            )
            .Findings.Single(f => f.RuleId == rule);
}
