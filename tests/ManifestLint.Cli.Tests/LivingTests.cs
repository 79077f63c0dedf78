using System.Text.Json;
using ManifestLint.Cli.Tests.Files;
using ManifestLint.Tests;

namespace ManifestLint.Cli.Tests;

/// <summary>Living with findings, shown by the real process: suppressions, configuration, baseline.</summary>
public sealed class LivingTests : IDisposable
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: importer
        spec:
          containers:
            # manifestlint: ignore[ML1001] until=2999-12-31 the node is its own
            - name: importer
              image: registry.example.com/importer:1.8.0
              resources:
                requests: {cpu: 250m, memory: 512Mi}

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_suppressed_finding_is_counted_and_told_and_does_not_fail()
    {
        Write("pod.yaml", Pod);
        var text = Run("scan", "pod.yaml", "--fail-on", "note");
        Assert.Equal((0, "no findings in 1 object with 1 pod in 1 file\nsuppressed 1 finding: 1 by comment\n"), (text.Exit, text.Output));

        using var json = JsonDocument.Parse(Run("scan", "pod.yaml", "--format", "json").Output);
        var suppression = json.RootElement.GetProperty("findings")[0].GetProperty("suppression");
        Assert.Equal(
            ("comment", "the node is its own", "2999-12-31", 7),
            (
                suppression.GetProperty("kind").GetString(),
                suppression.GetProperty("reason").GetString(),
                suppression.GetProperty("until").GetString(),
                suppression.GetProperty("line").GetInt32()
            )
        );
        Assert.Equal(1, json.RootElement.GetProperty("summary").GetProperty("suppressed").GetInt32());

        using var sarif = JsonDocument.Parse(Run("scan", "pod.yaml", "--format", "sarif").Output);
        var inSource = sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("suppressions")[0];
        Assert.Equal(
            ("inSource", "the node is its own"),
            (inSource.GetProperty("kind").GetString(), inSource.GetProperty("justification").GetString())
        );
    }

    [Fact]
    public void Suppressions_can_be_left_out_of_account()
    {
        Write("pod.yaml", Pod);
        var run = Run("scan", "pod.yaml", "--no-suppressions", "--format", "concise", "--fail-on", "note");
        Assert.Equal(1, run.Exit);
        Assert.Contains("[ML1001 memory-limit-missing]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suppression_that_has_ended_silences_nothing()
    {
        Write("pod.yaml", Pod.Replace("2999-12-31", "2020-12-31", StringComparison.Ordinal));
        var run = Run("scan", "pod.yaml", "--format", "concise");
        Assert.Equal(1, run.Exit);
        Assert.Equal(
            ["ML0104", "ML1001"],
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[(l.LastIndexOf('[') + 1)..][..6])
        );
    }

    [Fact]
    public void The_nearest_configuration_up_to_the_root_of_the_repository_applies()
    {
        string bare = Pod.Replace("# manifestlint", "# was", StringComparison.Ordinal);
        Write("repo/.git/HEAD", "ref: refs/heads/main\n");
        Write(".manifestlint.yaml", "nonsense: true\n");
        Write("repo/k8s/deep/pod.yaml", bare);
        Assert.Contains("ML1001", Run("scan", "repo", "--format", "concise").Output, StringComparison.Ordinal);

        Write("repo/.manifestlint.yaml", "rules: {ML1001: off}\n");
        Assert.Equal((0, "", ""), Run("scan", "repo/k8s", "--format", "concise", "--fail-on", "note"));
        Assert.Contains("ML1001", Run("scan", "repo/k8s", "--no-config", "--format", "concise").Output, StringComparison.Ordinal);

        Write("repo/k8s/.manifestlint.yaml", "rules: {memory-limit-missing: error}\nfailOn: never\n");
        Assert.Contains(": error: ", Run("scan", "repo/k8s/deep/pod.yaml", "--format", "concise").Output, StringComparison.Ordinal);
        Assert.Equal(0, Run("scan", "repo/k8s").Exit);
        Assert.Equal(1, Run("scan", "repo/k8s", "--fail-on", "note").Exit);
        Assert.Equal(0, Run("scan", "repo/k8s", "--config", "repo/.manifestlint.yaml", "--fail-on", "note").Exit);
        // Where paths lead to different ones, options of the whole run are those of the current folder, whose mistakes now count.
        var two = Run("scan", "repo", "repo/k8s");
        Assert.Equal((2, "", "manifestlint: .manifestlint.yaml:1:1: a configuration has no key nonsense\n"), two);
        Write(".manifestlint.yaml", "failOn: never\n");
        Assert.Equal(0, Run("scan", "repo", "repo/k8s").Exit);
    }

    // As a hook hands over what is staged, as a scan of everything, and as one of a part.
    [Theory]
    [InlineData("team-a/a.yaml", "team-b/b.yaml", "vendor/c.yaml", "free/d.yaml")]
    [InlineData(".")]
    [InlineData("team-a", "team-b", "vendor", "free")]
    public void The_nearest_configuration_above_each_file_applies(params string[] paths)
    {
        string bare = Pod.Replace("# manifestlint", "# was", StringComparison.Ordinal);
        Write(".git/HEAD", "ref: refs/heads/main\n");
        Write(".manifestlint.yaml", "rules: {ML1001: error}\nexclude: [vendor/lib]\n");
        Write("team-a/.manifestlint.yml", "rules: {ML1001: off}\n");
        Write("team-b/manifestlint.yaml", "rules: {ML1001: note}\noverrides: [{paths: [deep], rules: {ML1001: warning}}]\n");
        Write("vendor/.git", "gitdir: ../.git/modules/vendor\n");
        foreach (string file in new[] { "team-a/a", "team-b/b", "team-b/deep/b", "vendor/c", "free/d" })
            Write($"{file}.yaml", bare);
        // What is left out brings no configuration along, and nothing else.
        Write("vendor/lib/.manifestlint.yaml", "rules: {ML1001: off}\n");

        string[] expected =
        [
            "free/d.yaml:10:7: error",
            "team-b/b.yaml:10:7: note",
            "team-b/deep/b.yaml:10:7: warning",
            "vendor/c.yaml:10:7: note",
        ];
        var run = Run(["scan", .. paths, "--format", "concise"]);
        Assert.Equal(
            expected.Where(e => paths[0] == "." || paths[0] == "team-a" || !e.Contains("deep", StringComparison.Ordinal)),
            run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => string.Join(':', l.Split(':')[..4]))
        );
        Assert.Equal((1, ""), (run.Exit, run.Error));
    }

    [Fact]
    public void Facts_are_those_of_the_configuration_of_their_file()
    {
        string large = Pod.Replace("memory: 512Mi", "memory: 24Gi", StringComparison.Ordinal);
        Write(".manifestlint.yaml", "nodes: {memory: 64Gi}\n");
        Write("small/.manifestlint.yaml", "nodes: {memory: 16Gi, cpus: 2}\nkubernetesVersion: '1.33'\n");
        foreach (string file in new[] { "small/a", "large/b" })
            Write($"{file}.yaml", large);
        var run = Run("scan", ".", "--select", "ML1010", "--format", "json");
        using var report = JsonDocument.Parse(run.Output);
        Assert.Equal(68719476736, report.RootElement.GetProperty("assumptions").GetProperty("nodeMemoryBytes").GetInt64());
        var finding = Assert.Single(report.RootElement.GetProperty("findings").EnumerateArray());
        Assert.Equal("small/a.yaml", finding.GetProperty("file").GetString());
        const string Own = "{\"kubernetesVersion\":\"1.33\",\"nodeMemoryBytes\":17179869184,\"nodeCpuMillicores\":2000}";
        Assert.Equal(Own, finding.GetProperty("assumptions").GetRawText());
        Assert.Empty(JsonSchema.Load("manifestlint-scan.schema.json").Check(run.Output));

        var facts = Run("inspect", ".", "--format", "json");
        Assert.Empty(JsonSchema.Load("manifestlint-inspect.schema.json").Check(facts.Output));
        using var pods = JsonDocument.Parse(facts.Output);
        Assert.Equal(
            new (string?, string?)[] { ("large/b.yaml", null), ("small/a.yaml", Own) },
            pods.RootElement.GetProperty("pods")
                .EnumerateArray()
                .Select(p => (p.GetProperty("file").GetString(), p.TryGetProperty("assumptions", out var own) ? own.GetRawText() : null))
        );
        Assert.Contains(
            "\non Kubernetes 1.33 and a 16Gi node (nodes.memory of the configuration)\n",
            Run("inspect", ".").Output,
            StringComparison.Ordinal
        );
    }

    // Rules ask with the options of the file's own configuration, those across objects included.
    [Fact]
    public void Options_of_rules_are_those_of_the_configuration_of_their_file()
    {
        string limited = Pod.Replace("requests: {cpu: 250m, memory: 512Mi}", "limits: {memory: 64Mi}", StringComparison.Ordinal);
        Write(".manifestlint.yaml", "rules: {ML1008: {options: {warningBelow: 1Mi, noteBelow: 1Mi}}}\n");
        Write("strict/.manifestlint.yaml", "rules: {ML1008: {options: {warningBelow: 100Mi, noteBelow: 1Mi}}}\n");
        foreach (string folder in new[] { "lax", "strict" })
            Write($"{folder}/pod.yaml", limited);
        Assert.Equal(
            ["strict/pod.yaml"],
            Run("scan", ".", "--select", "ML1008", "--format", "concise")
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Split(':')[0])
        );
    }

    [Fact]
    public void A_mistake_in_any_configuration_that_applies_is_2()
    {
        Write("a/pod.yaml", Pod);
        Write("b/pod.yaml", Pod);
        Write("b/.manifestlint.yaml", "nonsense: true\n");
        foreach (string command in new[] { "scan", "inspect" })
            Assert.Equal((2, "", "manifestlint: b/.manifestlint.yaml:1:1: a configuration has no key nonsense\n"), Run(command, "."));
        Assert.Equal(0, Run("inspect", "a").Exit);
    }

    [Theory]
    [InlineData(".manifestlint.yaml")]
    [InlineData(".manifestlint.yml")]
    [InlineData("manifestlint.yaml")]
    public void A_configuration_has_one_of_three_names(string name)
    {
        Write("k8s/pod.yaml", Pod);
        Write(name, "rules: {ML1001: off, ML0103: off}\n");
        Assert.Equal((0, "no findings in 1 object with 1 pod in 1 file\n", ""), Run("scan", "--fail-on", "note"));
        Assert.StartsWith($"configuration: {name}\n", Run("config", "k8s").Output, StringComparison.Ordinal);
        Assert.Equal((2, "", $"manifestlint: {name} exists already and stays as it is\n"), Run("init"));
        // The nearest folder that has one counts, whatever its name.
        Write("k8s/manifestlint.yaml", "rules: {ML1001: error}\n");
        Assert.StartsWith("configuration: k8s/manifestlint.yaml\n", Run("config", "k8s").Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".manifestlint.yaml", ".manifestlint.yml")]
    [InlineData(".manifestlint.yaml", "manifestlint.yaml")]
    [InlineData(".manifestlint.yml", "manifestlint.yaml")]
    public void Two_configurations_in_one_folder_are_2(string one, string other)
    {
        Write("k8s/deep/pod.yaml", Pod);
        Write("k8s/" + one, "rules: {ML1001: off}\n");
        Write("k8s/" + other, "rules: {ML1001: off}\n");
        foreach (string[] line in new string[][] { ["scan", "k8s/deep"], ["inspect", "k8s/deep/pod.yaml"], ["config", "k8s"] })
        {
            Assert.Equal(
                (2, "", $"manifestlint: k8s/{one} and k8s/{other} are both configurations: keep one of them, or name one with --config\n"),
                Run(line)
            );
        }
        Assert.Equal(0, Run("scan", "k8s/deep", "--config", "k8s/" + one).Exit);
        Assert.Equal(0, Run("scan", "k8s/deep", "--no-config").Exit);
    }

    [Fact]
    public void Every_mistake_in_a_configuration_is_told_and_nothing_is_scanned()
    {
        Write("pod.yaml", Pod);
        Write(".manifestlint.yaml", "rules:\n  memory-limit-mising: off\n  ML1002: warn\n  ML3001: {options: {percnt: 5}}\nfailon: note\n");
        var run = Run("scan", ".");
        Assert.Equal((2, ""), (run.Exit, run.Output));
        Assert.Equal(
            "manifestlint: .manifestlint.yaml:2:3: there is no rule memory-limit-mising (did you mean memory-limit-missing?)\n"
                + "manifestlint: .manifestlint.yaml:3:11: ML1002: warn is not a severity (did you mean warning?)\n"
                + "manifestlint: .manifestlint.yaml:4:22: ML3001 has no option percnt (did you mean percent?)\n"
                + "manifestlint: .manifestlint.yaml:5:1: a configuration has no key failon (did you mean failOn?)\n",
            run.Error
        );
        Assert.Equal(2, Run("inspect", ".").Exit);
        Assert.Equal(2, Run("config").Exit);
        Assert.Equal(2, Run("scan", ".", "--config", "missing.yaml").Exit);
    }

    [Fact]
    public void Files_can_be_left_out_of_folders()
    {
        Write("a/pod.yaml", Pod);
        Write("vendor/pod.yaml", Pod);
        Write("b/vendor/pod.yaml", Pod);
        Write("b/other.yaml", Pod);
        Write(".manifestlint.yaml", "exclude: [vendor, 'b/o*.yaml']\n");
        Assert.Contains("in 1 file\n", Run("scan").Output, StringComparison.Ordinal);
        Assert.Contains("in 1 file\n", Run("scan", "vendor/pod.yaml").Output, StringComparison.Ordinal);
        Write(".manifestlint.yaml", "include: ['b/**']\n");
        Assert.Contains("in 2 files\n", Run("scan").Output, StringComparison.Ordinal);
        var none = Run("scan", "a");
        Assert.Equal(2, none.Exit);
        Assert.Contains("1 is left out by the configuration or --exclude", none.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_init_writes_changes_nothing_and_is_not_overwritten()
    {
        Write("pod.yaml", Pod.Replace("# manifestlint", "# was", StringComparison.Ordinal));
        var before = Run("scan", "pod.yaml", "--format", "json");
        Assert.Equal((0, "wrote .manifestlint.yaml\n", ""), Run("init"));
        Assert.Equal(before, Run("scan", "pod.yaml", "--format", "json"));
        Assert.Equal(2, Run("init").Exit);

        // Every setting in it is a real one.
        string path = Path.Combine(_folder.Path, ".manifestlint.yaml");
        string all = System
            .Text.RegularExpressions.Regex.Replace(
                File.ReadAllText(path),
                "^#(?=[a-z ] ?)(?! [A-Zyd])",
                "",
                System.Text.RegularExpressions.RegexOptions.Multiline
            )
            .Replace("{}", "", StringComparison.Ordinal)
            .Replace("overrides: []", "overrides:", StringComparison.Ordinal)
            .Replace("sidecars: []", "sidecars:", StringComparison.Ordinal);
        File.WriteAllText(path, all);
        var shown = Run("config");
        Assert.Equal("", shown.Error);
        Assert.Contains("ML1005 cpu-limit-missing: warning (.manifestlint.yaml:", shown.Output, StringComparison.Ordinal);
        Assert.Contains(
            "override paths legacy/**; namespaces kube-system; kinds Job, CronJob; labels tier=batch: ML1001 note",
            shown.Output,
            StringComparison.Ordinal
        );
    }

    // What init writes as a comment is the default: taking the comments away changes no value, only where it comes from.
    [Fact]
    public void The_values_in_init_are_the_defaults()
    {
        string[] before = Settings();
        Run("init");
        string path = Path.Combine(_folder.Path, ".manifestlint.yaml"),
            text = File.ReadAllText(path);
        text = text[..text.IndexOf("#overrides:", StringComparison.Ordinal)].Replace("rules: {}", "rules:", StringComparison.Ordinal);
        string[] names = ["ML1008", "ML1009", "ML3001", "failOn", "kubernetesVersion", "nodes", "javaVersion", "include", "exclude"];
        File.WriteAllText(
            path,
            string.Concat(
                    text.Split('\n')
                        .Select(l => l.TrimStart('#') is var bare && names.Any(bare.TrimStart().StartsWith) ? bare + "\n" : l + "\n")
                )
                .Replace("severity: note, ", "", StringComparison.Ordinal)
        );
        string[] after = Settings();
        Assert.Equal(before, after);
        Assert.Equal(14, Run("config").Output.Split('\n').Count(l => l.Contains("(.manifestlint.yaml:", StringComparison.Ordinal)));

        string[] Settings()
        {
            var run = Run("config");
            Assert.Equal((0, ""), (run.Exit, run.Error));
            return [.. run.Output.Split('\n').Skip(1).Select(l => l.Split(" (")[0])];
        }
    }

    [Fact]
    public void Thresholds_helpers_and_overrides_change_what_is_found()
    {
        const string Java = """
            apiVersion: v1
            kind: Pod
            metadata: {name: web, namespace: shop, labels: {tier: batch}}
            spec:
              containers:
                - name: main
                  image: eclipse-temurin:21
                  command: [java, -Xmx600m, -jar, a.jar]
                  resources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: 1Gi, cpu: 1}}
                - name: our-audit
                  image: registry.example.com/platform/audit:1

            """;
        Write("k8s/a.yaml", Java);
        Assert.Equal(["ML1001"], Rules(""));
        Assert.Equal(["ML3001", "ML1001"], Rules("rules: {ML3001: {options: {percent: 50}}}"));
        Assert.Equal(["ML2004"], Rules("sidecars: [{name: audit, images: [platform/audit]}]"));
        Assert.Equal(["ML1001"], Rules("sidecars: [{name: audit, images: [else/where]}]"));
        foreach (
            string condition in new[]
            {
                "paths: ['k8s/*.yaml']",
                "paths: k8s",
                "namespaces: shop",
                "kinds: [Job, Pod]",
                "labels: {tier: batch}",
                "paths: k8s/a.yaml, namespaces: shop, kinds: Pod, labels: {tier: batch}",
            }
        )
        {
            Assert.Equal([], Rules($"overrides: [{{{condition}, rules: {{ML1001: off, ML1003: off}}}}]"));
        }
        foreach (
            string condition in new[]
            {
                "paths: ['*/k8s/*.yaml']",
                "namespaces: other",
                "kinds: Job",
                "labels: {tier: web}",
                "namespaces: shop, kinds: Job",
            }
        )
        {
            Assert.Equal(["ML1001"], Rules($"overrides: [{{{condition}, rules: {{ML1001: off, ML1003: off}}}}]"));
        }
        // The last one that speaks wins.
        Assert.Equal(
            ["ML1001"],
            Rules("overrides: [{kinds: Pod, rules: {ML1001: off}}, {namespaces: shop, rules: {memory-limit-missing: error}}]")
        );

        string[] Rules(string configuration)
        {
            Write(".manifestlint.yaml", configuration);
            var run = Run("scan", "k8s", "--format", "concise");
            Assert.Equal("", run.Error);
            return [.. run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[(l.LastIndexOf('[') + 1)..][..6])];
        }
    }

    [Fact]
    public void Config_shows_the_options_of_rules_too()
    {
        Write(".manifestlint.yaml", "rules:\n  ML1008:\n    options: {warningBelow: 100Mi}\n");
        string output = Run("config").Output;
        Assert.Contains(
            "  ML1008 memory-limit-below-runtime-minimum: warning (.manifestlint.yaml:3:5)\n    warningBelow: 100Mi (.manifestlint.yaml:3:29)\n    noteBelow: 12Mi (default)\n",
            output,
            StringComparison.Ordinal
        );
        Assert.Contains("\n    ratio: 4 (default)\n", output, StringComparison.Ordinal);
        Assert.Contains("\n    percent: 75 (default)\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Config_says_what_applies_and_from_where()
    {
        Write("k8s/.manifestlint.yaml", "nodes: {memory: 32Gi}\nrules:\n  ML1001: off\n");
        Write("k8s/pod.yaml", Pod);
        var run = Run("config", "k8s/pod.yaml");
        Assert.Equal(0, run.Exit);
        Assert.StartsWith(
            "configuration: k8s/.manifestlint.yaml\nfailOn: warning (default)\nkubernetesVersion: 1.36 (default)\nnodes.memory: 32Gi (k8s/.manifestlint.yaml:1:17)\n",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("\n  ML1001 memory-limit-missing: off (k8s/.manifestlint.yaml:3:11)\n", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, Run("config", "k8s/pood.yaml").Exit);
    }

    [Fact]
    public void A_baseline_lets_only_what_is_new_fail()
    {
        string bare = Pod.Replace("# manifestlint", "# was", StringComparison.Ordinal);
        string other = bare.Replace("name: importer", "name: exporter", StringComparison.Ordinal);
        Write(".git/HEAD", "ref: refs/heads/main\n");
        Write("k8s/pod.yaml", bare);
        Write("k8s/gone.yaml", other.Replace("exporter", "cleaner", StringComparison.Ordinal));
        var adopted = Run("scan", ".", "--fail-on", "note", "--write-baseline", "baseline.json");
        Assert.Equal((0, "manifestlint: wrote baseline.json with 2 findings\n"), (adopted.Exit, adopted.Error));
        Assert.Equal(
            (0, "no new findings in 2 objects with 2 pods in 2 files\nsuppressed 2 findings: 2 by baseline\n", ""),
            Run("scan", ".", "--fail-on", "note", "--baseline", "baseline.json")
        );

        // Lines move, documents change places, a file is renamed: nothing of that is new. Another pod is.
        File.Delete(Path.Combine(_folder.Path, "k8s/pod.yaml"));
        Write("k8s/renamed.yaml", "# a comment\n\n" + other + "---\n" + bare);
        var run = Run("scan", ".", "--fail-on", "note", "--baseline", "baseline.json", "--format", "concise");
        Assert.Equal(1, run.Exit);
        Assert.Contains("exporter", Assert.Single(run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Equal("", run.Error);

        // From another folder, and in part.
        Assert.Equal(1, Run("scan", "k8s/renamed.yaml", "--fail-on", "note", "--baseline", "baseline.json").Exit);

        File.Delete(Path.Combine(_folder.Path, "k8s/gone.yaml"));
        Assert.Equal(
            "manifestlint: 1 finding of baseline.json is gone: --write-baseline baseline.json drops it\n",
            Run("scan", ".", "--baseline", "baseline.json").Error
        );
        Assert.Equal(
            "manifestlint: wrote baseline.json with 2 findings, 1 new, 1 gone\n",
            Run("scan", ".", "--baseline", "baseline.json", "--write-baseline", "baseline.json").Error
        );
        Assert.Equal(
            (0, ""),
            Run("scan", ".", "--fail-on", "note", "--baseline", "baseline.json") is var last ? (last.Exit, last.Error) : default
        );
    }

    [Fact]
    public void A_log_serves_as_baseline_and_a_log_tells_what_is_new()
    {
        string bare = Pod.Replace("# manifestlint", "# was", StringComparison.Ordinal);
        Write("with blank.yaml", bare);
        Assert.Equal(1, Run("scan", ".", "--fail-on", "note", "--format", "sarif", "--output", "old.sarif").Exit);
        Assert.Equal(0, Run("scan", ".", "--fail-on", "note", "--baseline", "old.sarif").Exit);
        Write("new.yaml", bare);
        using var sarif = JsonDocument.Parse(Run("scan", ".", "--baseline", "old.sarif", "--format", "sarif").Output);
        var results = sarif.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray();
        Assert.Equal(
            ["new.yaml new 0", "with%20blank.yaml unchanged 1"],
            results.Select(r =>
                $"{r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()} {r.GetProperty("baselineState").GetString()} {r.GetProperty("suppressions").GetArrayLength()}"
            )
        );
    }

    [Theory]
    [InlineData("{\"format\": \"other\"}", "1:12: this is not a baseline: neither manifestlint-baseline/1 nor a SARIF log of manifestlint")]
    [InlineData(
        "{\"format\": \"manifestlint-baseline/1\",\n \"findings\": [{\"file\": \"a\", \"rule\": \"ML1001\", \"fingerprint\": \"x\", \"count\": 0}]}",
        "2:76: a finding of a baseline has a count from 1 on"
    )]
    [InlineData(
        "{\"runs\": [{\"tool\": {\"driver\": {\"name\": \"other\"}}}]}",
        "1:11: this run of the SARIF log is not one of manifestlint"
    )]
    [InlineData("", "1:1: this is not a baseline: neither manifestlint-baseline/1 nor a SARIF log of manifestlint")]
    public void A_bad_baseline_is_told_with_its_place(string text, string problem)
    {
        Write("pod.yaml", Pod);
        Write("baseline.json", text);
        Assert.Equal((2, "", $"manifestlint: baseline.json:{problem}\n"), Run("scan", "pod.yaml", "--baseline", "baseline.json"));
        Assert.Equal(2, Run("scan", "pod.yaml", "--baseline", "missing.json").Exit);
        Assert.Equal(
            (2, "", "manifestlint: no/such/folder.json: cannot be written: its folder does not exist\n"),
            Run("scan", "pod.yaml", "--write-baseline", "no/such/folder.json")
        );
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var result = CliProcess.Run(_folder.Path, arguments);
        return (result.ExitCode, result.Output, result.Error);
    }
}
