using System.Text;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>explain, rules, --version and help as processes.</summary>
public sealed class ExplainTests
{
    [Theory]
    [InlineData("memory-limit-mising", "there is no rule memory-limit-mising (did you mean memory-limit-missing?)")]
    [InlineData("ML1O01", "there is no rule ML1O01 (did you mean ML1001?)")]
    [InlineData("nothing-like-it", "there is no rule nothing-like-it (manifestlint rules lists all; a line of a manifest is FILE:LINE)")]
    [InlineData(
        "examples/spring-service.yaml:50",
        "examples/spring-service.yaml has neither a container nor a finding at line 50 (nearest: 21, 28)"
    )]
    [InlineData("examples:30", "examples is a folder: name a file of it (nearest: examples/")]
    [InlineData("examples/shop/base/kustomization.yaml:1", "examples/shop/base/kustomization.yaml")]
    [InlineData("examples/spring-servce.yaml:28", "does not exist (did you mean examples/spring-service.yaml?)")]
    [InlineData("CHANGELOG.md:1", "CHANGELOG.md: holds no Kubernetes object")]
    public void A_wrong_subject_is_told(string subject, string message)
    {
        var (exit, output, error) = Run("explain", subject);
        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ML1001")]
    [InlineData("ml1001")]
    [InlineData("memory-limit-missing")]
    public void A_rule_goes_by_id_and_name(string subject)
    {
        var (exit, output, error) = Run("explain", subject);
        Assert.Equal(0, exit);
        Assert.Empty(error);
        Assert.StartsWith("ML1001 memory-limit-missing\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', output);
    }

    [Fact]
    public void Colour_comes_when_asked_for() =>
        Assert.Contains("\x1b[1mML1001", Run("explain", "ML1001", "--color", "always").Output, StringComparison.Ordinal);

    [Fact]
    public void A_rule_is_short_unless_all_is_asked_for()
    {
        string brief = Run("explain", "ML3001").Output,
            full = Run("explain", "ML3001", "--full").Output;
        Assert.Equal(
            ["What it finds", "Why it matters", "How to fix it"],
            brief.Split('\n').Where(l => l is "What it finds" or "Why it matters" or "How to fix it" or "Options" or "What stays silent")
        );
        Assert.EndsWith("\nexamples, options and what stays silent: manifestlint explain ML3001 --full\n", brief, StringComparison.Ordinal);
        Assert.DoesNotContain("kind: Deployment", brief, StringComparison.Ordinal);
        Assert.Contains("\nWhat stays silent\n", full, StringComparison.Ordinal);
        Assert.Contains("kind: Deployment", full, StringComparison.Ordinal);
        Assert.DoesNotContain("--full", full, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_line_that_scan_prints_has_an_explanation_that_begins_with_the_finding()
    {
        string[] printed = Run("scan", "examples", "--format", "concise").Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.InRange(printed.Length, 5, 20);
        foreach (string line in printed)
        {
            string place = string.Join(':', line.Split(':')[..3]);
            var (exit, output, error) = Run("explain", place);
            Assert.True((exit, error) == (0, ""), $"{place}: {error}");
            Assert.StartsWith(place + ": ", output, StringComparison.Ordinal);
            Assert.Contains(line[(line.LastIndexOf('[') + 1)..^1].Split(' ')[0], output.Split('\n')[0], StringComparison.Ordinal);
            Assert.Matches("\n +=[ ]page: manifestlint explain ML", output);
        }
    }

    // A ConfigMap, its pod in the same folder and in another one, an autoscaler: the line has no container.
    [Theory]
    [InlineData("one/cache.yaml:4", "ML3402", "container redis of Deployment shop/one")]
    [InlineData("cache/two.yaml:4", "ML3402", "container redis of Deployment shop/two")]
    [InlineData("one/scale.yaml:8", "ML5006", "")]
    public void A_line_without_a_container_is_explained_by_what_is_found_there(string place, string rule, string container)
    {
        using var folder = new TemporaryFolder();
        foreach (string name in new[] { "one", "two" })
        {
            folder.Write(name == "one" ? "one/cache.yaml" : "cache/two.yaml", Options(name));
            folder.Write($"{name}/web.yaml", Cache(name));
        }
        folder.Write(
            "one/scale.yaml",
            """
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: one, namespace: shop}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: one}
              maxReplicas: 3
              metrics:
                - {type: ContainerResource, containerResource: {name: memory, container: web, target: {type: Utilization, averageUtilization: 80}}}
            """
        );
        string scanned = CliProcess.Run(folder.Path, "scan", ".", "--format", "concise").Output;
        Assert.Contains($"{place}:", scanned, StringComparison.Ordinal);
        var result = CliProcess.Run(folder.Path, "explain", place);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.StartsWith($"{place}:", result.Output, StringComparison.Ordinal);
        Assert.Contains($"[{rule} ", result.Output, StringComparison.Ordinal);
        Assert.Contains(container, result.Output, StringComparison.Ordinal);

        static string Options(string name) =>
            $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: shop}}\ndata: {{redis.conf: \"maxmemory 900mb\\nmaxmemory-policy noeviction\"}}\n";
        static string Cache(string name) =>
            """
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: NAME, namespace: shop}
                spec:
                  selector: {matchLabels: {app: NAME}}
                  template:
                    metadata: {labels: {app: NAME}}
                    spec:
                      containers:
                        - name: redis
                          image: redis:7.2
                          args: [/etc/redis/redis.conf]
                          volumeMounts: [{name: conf, mountPath: /etc/redis}]
                          resources: {requests: {memory: 768Mi, cpu: 1}, limits: {memory: 768Mi, cpu: 1}}
                      volumes: [{name: conf, configMap: {name: NAME}}]
                """.Replace("NAME", name, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_standard_input_is_explained()
    {
        string text = File.ReadAllText(Path.Combine(Root(), "examples/log-sidecar.yaml"));
        foreach (string place in new[] { "-:33", "<stdin>:33:17" })
        {
            var result = CliProcess.Run(new CliRun(Root(), "explain", place) { Input = Encoding.UTF8.GetBytes(text) });
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.StartsWith("<stdin>:33:17: warning: ", result.Output, StringComparison.Ordinal);
        }
        Assert.Equal(2, CliProcess.Run(Root(), "explain", "-:1").ExitCode);
    }

    [Fact]
    public void A_place_may_be_copied_from_a_report() =>
        Assert.Equal(Run("explain", "examples/spring-service.yaml:28"), Run("explain", "examples/spring-service.yaml:28:22"));

    [Fact]
    public void The_node_is_what_options_say() =>
        Assert.Contains(
            "÷ 34359738368",
            Run("explain", "examples/spring-service.yaml:28", "--node-memory", "32Gi").Output,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_version_names_the_commit() => Assert.Matches(@"^0\.1\.0\+[0-9a-f]{40}\n$", Run("--version").Output);

    [Fact]
    public void Alone_it_shows_help_with_three_examples()
    {
        var (exit, output, _) = Run();
        Assert.Equal(0, exit);
        Assert.Equal(Run("--help").Output, output);
        Assert.Equal(
            3,
            output[output.IndexOf("Examples:", StringComparison.Ordinal)..]
                .Split('\n')
                .Count(l => l.Contains("manifestlint ", StringComparison.Ordinal))
        );
        Assert.DoesNotContain("Examples:", Run("scan", "--help").Output, StringComparison.Ordinal);
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var result = CliProcess.Run(Root(), arguments);
        return (result.ExitCode, result.Output, result.Error);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ManifestLint.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("ManifestLint.sln was not found above the test binaries");
    }
}
