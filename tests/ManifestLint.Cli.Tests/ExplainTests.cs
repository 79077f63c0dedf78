using System.Text;
using ManifestLint.Benchmarks;
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

    // Which findings there are depends on what is scanned: a LimitRange with a namespace acts on pods in whichever folder.
    [Theory]
    [InlineData("app/web.yaml")]
    [InlineData("./app/web.yaml")]
    public void What_a_scan_of_everything_finds_comes_before_what_the_file_alone_shows(string path)
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "cluster/limits.yaml",
            "apiVersion: v1\nkind: LimitRange\nmetadata: {name: limits, namespace: shop}\nspec: {limits: [{type: Container, defaultRequest: {memory: 64Mi}}]}\n"
        );
        folder.Write(
            "app/web.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: web, image: web}]}\n"
        );
        Assert.Contains(
            "[ML1001 ",
            Assert.Single(CliProcess.Run(folder.Path, "scan", ".", "--format", "concise").Lines),
            StringComparison.Ordinal
        );
        Assert.Contains(
            "[ML2001 ",
            Assert.Single(CliProcess.Run(folder.Path, "scan", path, "--format", "concise").Lines),
            StringComparison.Ordinal
        );
        string text = CliProcess.Run(folder.Path, "explain", path + ":4").Output;
        int[] order =
        [
            text.IndexOf("[ML1001 ", StringComparison.Ordinal),
            text.IndexOf("\na scan of this file, or of its folder, alone says:\n", StringComparison.Ordinal),
            text.IndexOf("[ML2001 ", StringComparison.Ordinal),
            text.LastIndexOf("defaultRequest", StringComparison.Ordinal),
        ];
        Assert.StartsWith("app/web.yaml:4:", text, StringComparison.Ordinal);
        Assert.Equal(order.Order(), order);
        Assert.All(order, place => Assert.NotEqual(-1, place));
    }

    // Where no repository says where a project ends, a folder of everybody is not searched for one line.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_large_folder_without_a_repository_is_not_scanned_for_a_line(bool isOfMany)
    {
        using var folder = new TemporaryFolder();
        folder.Write(
            "cluster/limits.yaml",
            "apiVersion: v1\nkind: LimitRange\nmetadata: {name: limits, namespace: shop}\nspec: {limits: [{type: Container, defaultRequest: {memory: 64Mi}}]}\n"
        );
        folder.Write(
            "app/web.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec: {containers: [{name: web, image: web}]}\n"
        );
        folder.Folder("others");
        for (int i = 0; isOfMany && i < 20_000; i++)
            File.WriteAllBytes(folder.At($"others/{i}"), []);
        using (var large = File.Create(folder.At("others/dump.yaml")))
            large.SetLength(isOfMany ? 0 : 33_000_000);
        string text = CliProcess.Run(folder.Path, "explain", "app/web.yaml:4").Output;
        Assert.Contains("[ML2001 ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[ML1001 ", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_nothing_lies_elsewhere_a_finding_is_told_once()
    {
        string text = Run("explain", "examples/log-sidecar.yaml:33").Output;
        Assert.Equal(2, text.Split("[ML2003 ").Length);
        Assert.DoesNotContain("alone says", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("prod/web.yaml:8")]
    [InlineData("prod/config.yaml:4")]
    public void What_has_the_same_name_in_another_folder_is_not_explained(string place)
    {
        using var folder = new TemporaryFolder();
        foreach (string stage in (string[])["dev", "prod"])
        {
            folder.Write(
                $"{stage}/web.yaml",
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: web, namespace: shop}
                spec:
                  containers:
                    - name: web
                      image: eclipse-temurin:21
                      command: [java, -Xmx2g, -jar, a.jar]
                      envFrom: [{configMapRef: {name: web}}]
                      resources: {limits: {memory: 1Gi}}
                """
            );
            folder.Write(
                $"{stage}/config.yaml",
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web, namespace: shop}\ndata: {JAVA_TOOL_OPTIONS: -Xmx3g}\n"
            );
        }
        var result = CliProcess.Run(folder.Path, "explain", place);
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.Contains("prod/web.yaml:6:7", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("dev/web.yaml", result.Output, StringComparison.Ordinal);
    }

    // The deployment that the patch is for lies two folders up; whoever explains stands in another folder, or outside of the repository.
    [Theory]
    [InlineData("repo", "overlays/proxy/patch.yaml")]
    [InlineData("repo/docs", "../overlays/proxy/patch.yaml")]
    [InlineData("", "repo/overlays/proxy/patch.yaml")]
    [InlineData("elsewhere", "../repo/overlays/proxy/patch.yaml")]
    [InlineData("repo", "overlays/proxy/patch.yaml", false)]
    public void A_patch_is_explained_by_what_the_repository_makes_of_it(string from, string path, bool isRepository = true)
    {
        using var folder = new TemporaryFolder();
        if (isRepository)
        {
            folder.Write("repo/.git/HEAD", "ref: refs/heads/main\n");
            folder.Folder("repo/.git/objects");
            folder.Folder("repo/.git/refs");
        }
        folder.Folder("repo/docs");
        folder.Folder("elsewhere");
        folder.Write("repo/kustomization.yaml", "resources: [base, hooks]\npatches: [{path: overlays/proxy/patch.yaml}]\n");
        folder.Write("repo/hooks/kustomization.yaml", "resources: []\n");
        folder.Write("repo/base/kustomization.yaml", "resources: [web.yaml]\n");
        folder.Write(
            "repo/base/web.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec: {containers: [{name: web, image: web, resources: {requests: {memory: 64Mi, cpu: 1}, limits: {memory: 64Mi, cpu: 1}}}]}
            """
        );
        folder.Write(
            "repo/overlays/proxy/patch.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: proxy\n          image: proxy\n"
        );
        var result = CliProcess.Run(from.Length == 0 ? folder.Path : folder.At(from), "explain", path + ":8");
        Assert.True(result.ExitCode == 0, result.Error);
        Assert.StartsWith($"{path}:8:", result.Output, StringComparison.Ordinal);
        Assert.Contains("[ML", result.Lines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_a_template_is_explained_where_its_rendering_comes_through_standard_input()
    {
        byte[] rendering = File.ReadAllBytes(Path.Combine(Root(), "examples/helm-template.txt"));
        foreach (string line in CliProcess.Run(new CliRun(Root(), "scan", "-", "--format", "concise") { Input = rendering }).Lines)
        {
            string place = string.Join(':', line.Split(':')[..3]);
            Assert.StartsWith("web/templates/", place, StringComparison.Ordinal);
            var result = CliProcess.Run(new CliRun(Root(), "explain", place) { Input = rendering });
            Assert.True(result.ExitCode == 0, result.Error);
            Assert.StartsWith(place + ": ", result.Output, StringComparison.Ordinal);
        }
        foreach (string place in new[] { "web/templates/config.yaml:8", "web/templates/other.yaml:8" })
        {
            var alone = CliProcess.Run(new CliRun(Root(), "explain", place) { Input = place.Contains("other") ? rendering : [] });
            Assert.Equal(2, alone.ExitCode);
            Assert.Contains($"helm template … | manifestlint explain {place}\n", alone.Error, StringComparison.Ordinal);
        }
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

    private static string Root() => Repository.Root();
}
