using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>Kustomizations are composed in the process: what is found stands where it was written, and what is missing is told.</summary>
public sealed class KustomizeTests : IDisposable
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: helper
                  image: registry.example.com/helper:1
                  resources:
                    requests: {memory: 64Mi, cpu: 100m}
                    limits: {memory: 64Mi}
                - name: app
                  image: registry.example.com/web:1
                  resources:
                    requests: {memory: 512Mi, cpu: 100m}

        """;

    private const string Overlay = """
        resources: [../../base]
        namePrefix: prod-
        namespace: shop
        labels:
          - pairs: {stage: prod}

        """;

    private const string Limits = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
                - name: app
                  resources:
                    limits: {memory: 256Mi}
                - name: added
                  image: registry.example.com/added:1

        """;

    private readonly TemporaryFolder _folder = new();

    public KustomizeTests()
    {
        _folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        _folder.Write("base/web.yaml", Web);
        _folder.Write("base/kustomization.yaml", "resources: [web.yaml]\n");
        _folder.Write("overlays/prod/kustomization.yaml", Overlay);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Findings_stand_where_the_author_wrote_and_name_the_overlay()
    {
        const string Line =
            "base/web.yaml:18:11: warning: container app has no memory limit (Deployment shop/prod-web, container app) [ML1001 memory-limit-missing]";
        Assert.Equal([Line], Warnings(Scan("--kustomize", "overlays/prod", "--format", "concise")));
        Assert.Equal([Line], Warnings(Scan(".", "--format", "concise")));
        var text = Scan(".").Output;
        Assert.Contains("   = kustomization: overlays/prod\n", text, StringComparison.Ordinal);
        Assert.Contains("  --> overlays/prod/kustomization.yaml:1:13\n", text, StringComparison.Ordinal);
        var found = Findings(".").Single(f => f.GetProperty("rule").GetString() == "ML1001");
        Assert.Equal(["overlays/prod"], found.GetProperty("overlays").EnumerateArray().Select(o => o.GetString()));
        Assert.Equal("prod-web", found.GetProperty("object").GetProperty("name").GetString());
    }

    [Fact]
    public void A_value_that_a_patch_sets_is_found_in_the_patch()
    {
        _folder.Write("overlays/prod/kustomization.yaml", Overlay + "patches: [{path: limits.yaml}]\n");
        _folder.Write("overlays/prod/limits.yaml", Limits);
        Assert.Equal(
            [
                "overlays/prod/limits.yaml:10:30: error: memory limit 256Mi is below the request 512Mi (Deployment shop/prod-web, container app) [ML1002 memory-limit-below-request]",
                "overlays/prod/limits.yaml:11:17: warning: container added has no memory limit and no memory request (Deployment shop/prod-web, container added) [ML1001 memory-limit-missing]",
            ],
            Warnings(Scan(".", "--format", "concise"))
        );
        Assert.Contains("  --> base/web.yaml:19:32\n", Scan(".").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_overlay_is_judged_and_what_they_share_is_told_once()
    {
        _folder.Write("overlays/test/kustomization.yaml", Overlay.Replace("prod", "test", StringComparison.Ordinal));
        _folder.Write("overlays/small/kustomization.yaml", Overlay + "patches: [{path: limits.yaml}]\n");
        _folder.Write("overlays/small/limits.yaml", Limits);
        var found = Findings(".").Where(f => f.GetProperty("container").GetString() == "app").ToList();
        Assert.Equal(["ML1001", "ML1002"], found.Select(f => f.GetProperty("rule").GetString()).Order());
        var shared = found.Single(f => f.GetProperty("rule").GetString() == "ML1001");
        Assert.Equal(["overlays/prod", "overlays/test"], shared.GetProperty("overlays").EnumerateArray().Select(o => o.GetString()));
    }

    [Fact]
    public void A_volume_that_overlays_limit_in_different_ways_is_told_once_with_the_repair_that_serves_all()
    {
        _folder.Write(
            "cache/base/web.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cache}
            spec:
              selector: {matchLabels: {app: cache}}
              template:
                metadata: {labels: {app: cache}}
                spec:
                  volumes:
                    - name: scratch
                      emptyDir: {medium: Memory}
                  containers:
                    - name: cache
                      image: registry.example.com/cache:1
                      volumeMounts: [{name: scratch, mountPath: /scratch}]
                      resources:
                        requests: {memory: 512Mi, cpu: 100m}
                        limits: {memory: 512Mi}

            """
        );
        _folder.Write("cache/base/kustomization.yaml", "resources: [web.yaml]\n");
        for (int i = 0; i < 12; i++)
        {
            string limit = i == 3 ? "2Gi" : "512Mi";
            _folder.Write(
                $"cache/overlays/o{i:d2}/kustomization.yaml",
                $$"""
                resources: [../../base]
                patches:
                  - target: {kind: Deployment}
                    patch: |-
                      - {op: replace, path: /spec/template/spec/containers/0/resources/limits/memory, value: {{limit}}}

                """
            );
        }
        var finding = Assert.Single(Findings("cache"), f => f.GetProperty("rule").GetString() == "ML4001");
        Assert.StartsWith("sizeLimit: 256Mi", finding.GetProperty("fix").GetProperty("title").GetString(), StringComparison.Ordinal);
        var overlays = finding.GetProperty("overlays").EnumerateArray().Select(o => o.GetString()).ToList();
        Assert.Equal((11, false), (overlays.Count, overlays.Contains("cache/overlays/o03")));
        Assert.Contains(
            ", and in ",
            finding.GetProperty("related").EnumerateArray().Last().GetProperty("message").GetString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_file_or_folder_alone_is_judged_in_the_overlays_that_use_it()
    {
        _folder.Write("overlays/prod/kustomization.yaml", Overlay + "patches: [{path: limits.yaml}]\n");
        _folder.Write("overlays/prod/limits.yaml", Limits);
        string[] Rules(params string[] paths) => [.. Findings(paths).Select(f => f.GetProperty("rule").GetString()!).Distinct().Order()];
        // The request in the base is related; what the patch adds lies elsewhere.
        Assert.Equal(["ML1002"], Rules("base/web.yaml"));
        Assert.Equal(["ML1002"], Rules("base"));
        Assert.Equal(
            ["ML1001", "ML1002"],
            Rules("overlays/prod/limits.yaml").Where(r => r.StartsWith("ML100", StringComparison.Ordinal) && r != "ML1004")
        );
        Assert.Equal(Rules("."), Rules("overlays/prod"));
    }

    [Fact]
    public void The_entry_that_brings_the_object_in_is_shown()
    {
        _folder.Write("other/kustomization.yaml", "namePrefix: other-\n");
        _folder.Write("between/kustomization.yaml", "resources:\n  - ../base\n");
        _folder.Write("overlays/prod/kustomization.yaml", "namespace: shop\nresources:\n  - ../../other\n  - ../../between\n");
        var shown = Findings(".").Single(f => f.GetProperty("rule").GetString() == "ML1001").GetProperty("related").EnumerateArray().Last();
        Assert.Equal(
            ("overlays/prod/kustomization.yaml", 4, 5, "composed here"),
            (
                shown.GetProperty("file").GetString(),
                shown.GetProperty("line").GetInt32(),
                shown.GetProperty("column").GetInt32(),
                shown.GetProperty("message").GetString()
            )
        );
    }

    [Fact]
    public void Test_data_counts_where_a_kustomization_outside_takes_it_in_and_composes_nothing_itself()
    {
        _folder.Write("overlays/testdata/in/kustomization.yaml", Overlay.Replace("../../base", "../../../base", StringComparison.Ordinal));
        _folder.Write("testdata/other/web.yaml", Web.Replace("web", "other", StringComparison.Ordinal));
        _folder.Write("testdata/other/kustomization.yaml", "resources: [web.yaml]\n");
        var found = Findings(".").Single(f => f.GetProperty("rule").GetString() == "ML1001");
        Assert.Equal(["overlays/prod"], found.GetProperty("overlays").EnumerateArray().Select(o => o.GetString()));

        _folder.Write("overlays/prod/kustomization.yaml", Overlay.Replace("../../base", "../../testdata/other", StringComparison.Ordinal));
        Assert.Contains(Findings("."), f => f.GetProperty("file").GetString() == "testdata/other/web.yaml");
        // What is named is read, and so are the kustomizations around it.
        var named = Findings("overlays/testdata/in").Single(f => f.GetProperty("rule").GetString() == "ML1001");
        Assert.Equal(["overlays/testdata/in"], named.GetProperty("overlays").EnumerateArray().Select(o => o.GetString()));
    }

    [Fact]
    public void An_absence_stands_at_the_line_that_removes()
    {
        _folder.Write(
            "overlays/prod/kustomization.yaml",
            Overlay
                + """
                patches:
                  - target: {kind: Deployment}
                    patch: |-
                      - op: remove
                        path: /spec/template/spec/containers/0/resources/limits/memory

                """
        );
        var found = Findings(".")
            .Single(f => f.GetProperty("rule").GetString() == "ML1001" && f.GetProperty("container").GetString() == "helper");
        Assert.Equal(
            ("overlays/prod/kustomization.yaml", 10),
            (found.GetProperty("file").GetString(), found.GetProperty("line").GetInt32())
        );
    }

    [Fact]
    public void What_is_missing_is_told_and_strict_makes_it_2()
    {
        _folder.Write(
            "overlays/prod/kustomization.yaml",
            "resources:\n- ../../base\n- missing.yaml\n- https://example.com/org/repo//x?ref=v1\n"
        );
        var run = Scan(".");
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(
            "  overlays/prod/kustomization.yaml:3: not composed whole: missing.yaml is missing",
            run.Output,
            StringComparison.Ordinal
        );
        Assert.Contains("needs a network (overlay overlays/prod)", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, Scan(".", "--strict").ExitCode);

        _folder.Write(
            "overlays/prod/kustomization.yaml",
            Overlay + "patches: [{target: {kind: Deployment}, patch: 'neither this nor that'}]\n"
        );
        run = Scan("--kustomize", "overlays/prod");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("  overlays/prod/kustomization.yaml:6: not composed: ", run.Output, StringComparison.Ordinal);
        Assert.Equal(2, Scan("--kustomize", "overlays/prod", "--strict").ExitCode);
        using var log = JsonDocument.Parse(Scan(".", "--format", "sarif").Output);
        Assert.Contains(
            log.RootElement.GetProperty("runs")[0].GetProperty("invocations")[0].GetProperty("toolExecutionNotifications").EnumerateArray(),
            n => n.GetProperty("descriptor").GetProperty("id").GetString() == "not-composed"
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Nothing_is_said_of_a_configuration_that_a_generator_does_not_find(bool isThere)
    {
        _folder.Write(
            "cache/kustomization.yaml",
            "resources: [redis.yaml]\nconfigMapGenerator: [{name: redis-config, files: [redis.conf]}]\n"
        );
        _folder.Write(
            "cache/redis.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: cache}
            spec:
              selector: {matchLabels: {app: cache}}
              template:
                metadata: {labels: {app: cache}}
                spec:
                  containers:
                    - name: redis
                      image: redis:7.2
                      command: [redis-server, /conf/redis.conf]
                      resources: {limits: {memory: 128Mi}, requests: {memory: 128Mi}}
                      volumeMounts: [{name: conf, mountPath: /conf}]
                  volumes: [{name: conf, configMap: {name: redis-config}}]

            """
        );
        if (isThere)
            _folder.Write("cache/redis.conf", "appendonly yes\n");
        Assert.Equal(isThere, Findings("cache").Any(f => f.GetProperty("rule").GetString() == "ML3405"));
    }

    [Fact]
    public void One_line_that_hits_two_objects_is_told_of_both()
    {
        _folder.Write("base/api.yaml", Web.Replace("name: web", "name: api", StringComparison.Ordinal));
        _folder.Write("base/kustomization.yaml", "resources: [web.yaml, api.yaml]\n");
        _folder.Write("overlays/prod/kustomization.yaml", Overlay + "patches: [{path: limits.yaml, target: {kind: Deployment}}]\n");
        _folder.Write("overlays/prod/limits.yaml", Limits);
        _folder.Write("overlays/test/kustomization.yaml", Overlay + "patches: [{path: ../prod/limits.yaml}]\n");
        // It is written once, and told once.
        var found = Assert.Single(Findings("overlays/prod"), f => f.GetProperty("rule").GetString() == "ML1002");
        Assert.Equal("prod-web", found.GetProperty("object").GetProperty("name").GetString());
        Assert.Contains(found.GetProperty("related").EnumerateArray(), r => r.GetRawText().Contains("prod-api", StringComparison.Ordinal));
    }

    [Fact]
    public void An_error_in_one_overlay_is_none_the_less_where_another_makes_it_a_note()
    {
        _folder.Write("base/web.yaml", Web.Replace("memory: 512Mi", "memory: 1Gi", StringComparison.Ordinal));
        _folder.Write("overlays/dev/kustomization.yaml", Overlay);
        _folder.Write(
            ".manifestlint.yaml",
            "overrides: [{paths: ['overlays/dev/**'], rules: {ML1001: note}}, {paths: ['overlays/prod/**'], rules: {ML1001: error}}]\n"
        );
        Assert.Equal(
            [("error", "overlays/prod"), ("note", "overlays/dev")],
            Findings(".")
                .Where(f => f.GetProperty("rule").GetString() == "ML1001")
                .Select(f => (f.GetProperty("severity").GetString()!, f.GetProperty("overlays")[0].GetString()!))
                .Order()
        );
    }

    [Fact]
    public void An_overlay_that_something_else_uses_is_judged_whole_where_it_is_named()
    {
        _folder.Write("clusters/kustomization.yaml", "resources: [../overlays/prod]\n");
        Assert.Contains(Findings("overlays/prod"), f => f.GetProperty("file").GetString() == "base/web.yaml");
        Assert.Contains(Findings("overlays/prod/kustomization.yaml"), f => f.GetProperty("file").GetString() == "base/web.yaml");
    }

    [Theory]
    [InlineData("scan", "overlays/prod")]
    [InlineData("scan", "overlays/prod/kustomization.yaml")]
    [InlineData("scan", "--kustomize", "overlays/prod")]
    [InlineData("scan", "base/web.yaml")]
    [InlineData("scan", ".")]
    public void No_link_leads_outside(params string[] arguments)
    {
        using var outside = new TemporaryFolder();
        outside.Write("o.yaml", Web.Replace("512Mi", "777Mi", StringComparison.Ordinal));
        outside.Write("kustomization.yaml", "resources: [../777Mi]\n");
        string prod = _folder.At("overlays/prod");
        Directory.CreateSymbolicLink(Path.Combine(prod, "sub"), outside.Path);
        // A link through a link, a plain one, and a kustomization that is one.
        File.CreateSymbolicLink(Path.Combine(prod, "through.yaml"), "sub/o.yaml");
        File.CreateSymbolicLink(Path.Combine(prod, "plain.yaml"), outside.At("o.yaml"));
        _folder.Folder("overlays/linked");
        File.CreateSymbolicLink(_folder.At("overlays/linked/kustomization.yaml"), outside.At("kustomization.yaml"));
        _folder.Write("overlays/prod/kustomization.yaml", "resources: [../../base, through.yaml, plain.yaml]\n");
        var run = CliProcess.Run(_folder.Path, arguments);
        Assert.DoesNotContain("777Mi", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../../../outside.yaml")]
    [InlineData("link.yaml")]
    [InlineData("linked/outside.yaml")]
    [InlineData("pipe")]
    public void Nothing_but_regular_files_of_the_repository_is_opened(string name)
    {
        using var outside = new TemporaryFolder();
        outside.Write("outside.yaml", Web.Replace("512Mi", "777Mi", StringComparison.Ordinal));
        string prod = _folder.At("overlays/prod");
        File.CreateSymbolicLink(Path.Combine(prod, "link.yaml"), outside.At("outside.yaml"));
        Directory.CreateSymbolicLink(Path.Combine(prod, "linked"), outside.Path);
        if (!OperatingSystem.IsWindows())
            Unix.MakePipe(Path.Combine(prod, "pipe"));
        string given = name.StartsWith("../", StringComparison.Ordinal) ? $"../../../{Path.GetFileName(outside.Path)}/outside.yaml" : name;
        _folder.Write("overlays/prod/kustomization.yaml", $"resources: [../../base, {given}]\n");
        // Named, so that the scan itself does not meet the links.
        var run = Scan("--kustomize", "overlays/prod");
        Assert.DoesNotContain("777Mi", run.Output + run.Error, StringComparison.Ordinal);
        Assert.Contains("not composed whole", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_in_base_and_patch_and_annotations_suppress()
    {
        const string Above = "        - name: app",
            Comment = "        # manifestlint: ignore[ML1001] measured\n";
        _folder.Write("base/web.yaml", Web.Replace(Above, Comment + Above, StringComparison.Ordinal));
        var run = Scan(".", "--fail-on", "warning");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("1 by comment", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("ML0101", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, Scan(".", "--no-suppressions").ExitCode);

        _folder.Write(
            "base/web.yaml",
            Web.Replace(
                "metadata:\n  name: web",
                "metadata:\n  annotations: {manifestlint.dev/ignore: ML1001@app measured}\n  name: web",
                StringComparison.Ordinal
            )
        );
        run = Scan(".");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("1 by annotation", run.Output, StringComparison.Ordinal);

        _folder.Write("base/web.yaml", Web);
        _folder.Write("overlays/prod/kustomization.yaml", Overlay + "patches: [{path: limits.yaml}]\n");
        _folder.Write(
            "overlays/prod/limits.yaml",
            Limits
                .Replace("{memory: 256Mi}", "{memory: 256Mi} # manifestlint: ignore[ML1002] for now", StringComparison.Ordinal)
                .Replace("- name: added", "- name: added # manifestlint: ignore[ML1001,ML1004] for now", StringComparison.Ordinal)
        );
        run = Scan(".");
        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain("ML0101", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_baseline_holds_whatever_the_overlay_is_called()
    {
        Assert.Equal(0, Scan(".", "--write-baseline", "baseline.json").ExitCode);
        Assert.Contains("\"file\": \"base/web.yaml\"", File.ReadAllText(_folder.At("baseline.json")), StringComparison.Ordinal);
        Assert.Equal(0, Scan(".", "--baseline", "baseline.json").ExitCode);
        _folder.Write("overlays/prod/kustomization.yaml", Overlay.Replace("prod", "production", StringComparison.Ordinal));
        Assert.Equal(0, Scan(".", "--baseline", "baseline.json").ExitCode);
    }

    [Fact]
    public void A_folder_without_a_kustomization_is_2()
    {
        Assert.Equal((2, "manifestlint: --kustomize: overlays/prd does not exist (did you mean overlays/prod?)\n"), Told("overlays/prd"));
        Assert.Equal((2, "manifestlint: --kustomize: base/web.yaml is not a folder\n"), Told("base/web.yaml"));
        Assert.Equal((2, "manifestlint: --kustomize: overlays holds no kustomization.yaml\n"), Told("overlays"));

        (int, string) Told(string folder) => Scan("--kustomize", folder) is var run ? (run.ExitCode, run.Error) : default;
    }

    [Fact]
    public void Inspect_and_explain_speak_of_what_is_composed()
    {
        _folder.Write("overlays/prod/kustomization.yaml", Overlay + "patches: [{path: limits.yaml}]\n");
        _folder.Write("overlays/prod/limits.yaml", Limits);
        using var inspected = JsonDocument.Parse(CliProcess.Run(_folder.Path, "inspect", ".", "--format", "json").Output);
        var pod = Assert.Single(inspected.RootElement.GetProperty("pods").EnumerateArray());
        Assert.Equal("overlays/prod", pod.GetProperty("overlays")[0].GetString());
        Assert.Equal(
            ["base/web.yaml", "base/web.yaml", "overlays/prod/limits.yaml"],
            pod.GetProperty("containers").EnumerateArray().Select(c => c.GetProperty("file").GetString()).Order(StringComparer.Ordinal)
        );
        var explained = CliProcess.Run(_folder.Path, "explain", "overlays/prod/limits.yaml:10");
        Assert.Equal(0, explained.ExitCode);
        Assert.Contains("\ncontainer app of Deployment shop/prod-web, overlay overlays/prod\n", explained.Output, StringComparison.Ordinal);
    }

    private CliResult Scan(params string[] arguments) => CliProcess.Run(_folder.Path, ["scan", .. arguments]);

    private JsonElement[] Findings(params string[] paths)
    {
        using var json = JsonDocument.Parse(Scan([.. paths, "--format", "json"]).Output);
        return [.. json.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.Clone())];
    }

    private static string[] Warnings(CliResult run) =>
        [.. run.Lines.Where(l => l.Contains(": warning: ", StringComparison.Ordinal) || l.Contains(": error: ", StringComparison.Ordinal))];
}
