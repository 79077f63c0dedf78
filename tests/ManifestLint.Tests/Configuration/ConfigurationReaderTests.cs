using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Catalog;
using ManifestLint.Cluster;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Configuration;

/// <summary>What a <c>.manifestlint.yaml</c> may say; the JSON Schema says the same.</summary>
public sealed class ConfigurationReaderTests
{
    private static readonly JsonSchema Schema = JsonSchema.Load("manifestlint-config.schema.json");

    [Theory]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("""{"rules": {"ML1001": "off", "pod-best-effort": "error", "ML1005": {"severity": "note"}, "ML1004": {}}}""")]
    [InlineData(
        """{"rules": {"ML1008": {"options": {"warningBelow": "5Mi", "noteBelow": 16777216}}, "memory-overcommitted": {"severity": "warning", "options": {"ratio": 2.5}}, "ML3001": {"options": {"percent": 80}}}}"""
    )]
    [InlineData("""{"kubernetesVersion": "1.30", "nodes": {"memory": "32Gi", "cpus": 8}, "javaVersion": 21, "failOn": "never"}""")]
    [InlineData(
        """{"nodes": [{"name": "big", "memory": "64Gi", "cpus": 16, "where": {"path": "data/**", "namespace": ["data"], "overlay": "overlays/prod", "nodeSelector": {"pool": "big"}}}, {"memory": "8Gi"}]}"""
    )]
    [InlineData("""{"include": ["a/**"], "exclude": "b"}""")]
    [InlineData(
        """{"images": {"registry.example.com/team/*": {"runtime": "jvm", "version": "21", "passes": ["JAVA_OPTS"]}}, "registries": {"a.b/c": "docker.io"}}"""
    )]
    [InlineData(
        """{"overrides": [{"paths": "legacy/**", "kinds": ["Job"], "namespaces": [], "labels": {"tier": "batch"}, "rules": {"ML1001": "off"}}], "sidecars": [{"name": "audit", "images": ["platform/audit"]}]}"""
    )]
    public void Reader_and_schema_accept(string text)
    {
        Assert.Empty(Read(text).Problems.Select(p => p.Message));
        Assert.Empty(Schema.Check(text));
    }

    [Theory]
    [InlineData("""{"rule": {}}""", "1:2 a configuration has no key rule (did you mean rules?)")]
    [InlineData("""{"rules": {"ML1001": "warn"}}""", "1:22 ML1001: warn is not a severity (did you mean warning?)")]
    [InlineData("""{"rules": {"ML1001": {"severity": "Errors"}}}""", "1:35 ML1001: Errors is not a severity (did you mean error?)")]
    [InlineData(
        """{"rules": {"memory-limit-missing": "info"}}""",
        "1:36 memory-limit-missing: info is not a severity (did you mean note?)"
    )]
    [InlineData("""{"rules": {"ML1001": false}}""", "1:22 ML1001: false is not a severity (did you mean off?)")]
    [InlineData("""{"rules": {"ML1001": 2}}""", "1:22 ML1001: 2 is not a severity (error, warning, note, off)")]
    [InlineData("""{"rules": {"ML1001": ""}}""", "1:22 ML1001: an empty text is not a severity (error, warning, note, off)")]
    [InlineData("""{"rules": {"ML1001": {"level": "off"}}}""", "1:23 ML1001 has no key level (severity, options)")]
    [InlineData("""{"rules": {"ML1002": {"options": {"ratio": 2}}}}""", "1:34 ML1002 has no options")]
    [InlineData("""{"rules": {"ML1009": {"options": {"rato": 2}}}}""", "1:35 ML1009 has no option rato (did you mean ratio?)")]
    [InlineData("""{"rules": {"ML3001": {"options": {"percnt": 2}}}}""", "1:35 ML3001 has no option percnt (did you mean percent?)")]
    [InlineData("""{"rules": {"ML1008": {"options": {"below": 2}}}}""", "1:35 ML1008 has no option below (warningBelow, noteBelow)")]
    [InlineData("""{"rules": {"ML1009": {"options": {"ratio": 0.5}}}}""", "1:44 ML1009: ratio is a number from 1 to 1000, not 0.5")]
    [InlineData(
        """{"rules": {"ML3001": {"options": {"percent": 101}}}}""",
        "1:46 ML3001: percent is a number above 0, at most 100, not 101"
    )]
    [InlineData("""{"rules": []}""", "1:11 rules holds keys and values")]
    [InlineData("""{"images": {"a/b": {"runtime": "jvm", "verson": "1"}}}""", "1:39 an image has no key verson (did you mean version?)")]
    [InlineData("""{"kubernetesVersion": "1.27"}""", "1:23 1.27 is not a Kubernetes version between 1.28 and 1.37")]
    [InlineData("""{"nodes": {"memory": ""}}""", "1:22 an empty text is not an amount of memory such as 16Gi")]
    [InlineData("""{"nodes": {"ram": "16Gi"}}""", "1:12 nodes has no key ram (memory, cpus)")]
    [InlineData("""{"nodes": {"mem": "16Gi"}}""", "1:12 nodes has no key mem (did you mean memory?)")]
    [InlineData("""{"nodes": {"cpus": 0}}""", "1:20 0 is not a number of cpus such as 4")]
    [InlineData("""{"nodes": [{"name": "big"}]}""", "1:12 a pool of nodes needs memory or cpus")]
    [InlineData("""{"nodes": [{"memory": ""}]}""", "1:23 an empty text is not an amount of memory such as 16Gi")]
    [InlineData("""{"nodes": [{"memory": "64Gi", "where": {"paths": "a"}}]}""", "1:41 where has no key paths (did you mean path?)")]
    [InlineData("""{"nodes": ["big"]}""", "1:12 a pool of nodes holds keys and values")]
    [InlineData("""{"javaVersion": 7}""", "1:17 7 is not a Java version such as 17")]
    [InlineData("""{"include": {"a": 1}}""", "1:13 include is a list")]
    [InlineData("""{"exclude": [["a"]]}""", "1:14 an item of exclude is a single value")]
    [InlineData("""{"overrides": [{"rules": {}}]}""", "1:16 an override needs one of paths, namespaces, kinds, labels")]
    [InlineData("""{"overrides": [{"paths": "a"}]}""", "1:16 an override needs rules")]
    [InlineData("""{"overrides": [{"path": "a", "kinds": "b", "rules": {}}]}""", "1:17 an override has no key path (did you mean paths?)")]
    [InlineData(
        """{"overrides": [{"paths": "a", "rules": {"ML1009": {"options": {"ratio": 2}}}}]}""",
        "1:52 ML1009 has no key options (severity)"
    )]
    [InlineData(
        """{"sidecars": [{"name": "a"}]}""",
        "1:15 a sidecar needs a name and images: what the container's name and the image's path contain"
    )]
    [InlineData(
        """{"registries": {"x": ""}}""",
        "1:22 a registry holds copies of another one: both need a name, as in harbor.example.com/dockerhub: docker.io"
    )]
    [InlineData("""{"failOn": "off"}""", "1:12 failOn: off is not a severity (did you mean never?)")]
    [InlineData("""{"failOn": "sometimes"}""", "1:12 failOn: sometimes is not a severity (error, warning, note, never)")]
    [InlineData("""["a"]""", "1:1 a configuration holds keys and values")]
    public void Reader_and_schema_refuse(string text, string problem)
    {
        Assert.Equal([problem], Read(text).Problems.Select(Shown));
        Assert.NotEmpty(Schema.Check(text));
    }

    [Theory]
    [InlineData("rules:\n  memory-limit-mising: off\n", "2:3 there is no rule memory-limit-mising (did you mean memory-limit-missing?)")]
    [InlineData("rules:\n  ML1001: off\n  memory-limit-missing: note\n", "3:3 rule ML1001 is configured twice")]
    [InlineData("failOn: note\nfailOn: error\n", "2:1 key failOn appears twice")]
    [InlineData("a: 1\n---\nb: 2\n", "1:1 a configuration has no key a", "3:1 a configuration is one document")]
    [InlineData(
        "failOn: nte\nnodes: {memory: 16Gb}\n",
        "1:9 failOn: nte is not a severity (did you mean note?)",
        "2:17 16Gb is not an amount of memory such as 16Gi"
    )]
    public void What_a_schema_cannot_say(string text, params string[] problems) =>
        Assert.Equal(problems, Read(text).Problems.Select(Shown));

    [Fact]
    public void Broken_text_is_a_problem_with_a_place() =>
        Assert.StartsWith("2:1 ", Shown(Assert.Single(Read("rules:\n\tML1001: off\n").Problems)), StringComparison.Ordinal);

    [Fact]
    public void What_is_read()
    {
        var read = Read(
            """
            rules:
              ml1001: off
              memory-overcommitted: {severity: note, options: {ratio: 1.5}}
              ML1008: {options: {warningBelow: 5Mi}}
              ML3001: {options: {percent: 80}}
            kubernetesVersion: 1.30
            nodes: {memory: 32Gi, cpus: 3500m}
            failOn: never
            overrides:
              - namespaces: kube-system
                rules: {ML1001: error}
            """
        ).Configuration;
        Assert.Equal(
            [("ML1001", Severity.Off), ("ML1009", Severity.Note)],
            read.Severities.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, s.Value))
        );
        Assert.Equal(
            new RuleOptions
            {
                Overcommitted = new() { Ratio = 1.5m },
                JvmHeap = new() { Percent = 80 },
                RuntimeMinimum = new() { WarningBelowBytes = 5 << 20 },
            },
            read.Options
        );
        Assert.Equal(
            ("1.30", 32L << 30, 3500L, Severity.Off),
            (read.KubernetesVersion.ToString()!, read.NodeMemoryBytes!.Value, read.NodeCpuMillicores!.Value, read.FailOn!.Value)
        );
        Assert.Equal(Severity.Error, Assert.Single(read.Overrides).Severities["ML1001"]);
        Assert.Equal(2, read.Places["rules.ML1001"].Start.Line);
        var assumptions = read.ApplyTo(new Assumptions());
        Assert.True(assumptions is { NodeMemoryIsConfigured: true, NodeCpuIsConfigured: true });
        Assert.False(assumptions.JavaVersionIsConfigured);
    }

    [Fact]
    public void Any_text_is_read() =>
        Prop.ForAll(ArbMap.Default.ArbFor<string?>(), text =>
            {
                foreach (string before in new[] { "", "rules: ", "overrides: [", "nodes: {memory: ", "sidecars:\n- " })
                    _ = Read(before + text);
                return true;
            })
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Overrides_speak_for_their_part()
    {
        const string Job = """
            apiVersion: batch/v1
            kind: Job
            metadata: {name: a, namespace: jobs, labels: {tier: batch}}
            spec: {template: {spec: {containers: [{name: a, image: busybox, resources: {requests: {cpu: 1, memory: 1Gi}}}]}}}

            """;
        Assert.Equal(["note"], Severities("paths: jobs/**"));
        Assert.Equal(["note"], Severities("kinds: [CronJob, Job]\n    labels: {tier: batch}\n    namespaces: jobs"));
        Assert.Equal(["warning"], Severities("kinds: Pod"));
        Assert.Equal(["warning"], Severities("paths: other/**"));
        Assert.Equal(["warning"], Severities("labels: {tier: web}"));

        IEnumerable<string> Severities(string condition)
        {
            var read = Read($"rules: {{ML1001: warning, ML1003: off}}\noverrides:\n  - {condition}\n    rules: {{ML1001: note}}\n");
            Assert.Empty(read.Problems);
            var source = new LintSource("jobs/a.yaml", "/work/jobs/a.yaml", true, () =>
                new SourceReading(new SourceText("jobs/a.yaml", Job), null)
            );
            var result = Linter.Lint(
                new LintRequest
                {
                    Sources = [source],
                    Jobs = 1,
                    Configuration = read.Configuration,
                    PathMatches = (file, glob) => file.StartsWith("/work/" + glob.TrimEnd('*'), StringComparison.Ordinal),
                }
            );
            Assert.Empty(result.Crashes);
            return result.Findings.Where(f => f.RuleId == "ML1001").Select(f => f.Severity.ToString().ToLowerInvariant());
        }
    }

    private static ConfigurationReading Read(string text) =>
        ConfigurationReader.Read(new SourceText(".manifestlint.yaml", text), [.. RuleCatalog.All.Select(e => (e.Rule.Id, e.Name))]);

    private static string Shown(ConfigurationProblem problem) =>
        $"{problem.Location.Start.Line}:{problem.Location.Start.Column} {problem.Message}";
}
