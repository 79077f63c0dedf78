using System.Text.Json;
using ManifestLint.Cli.Tests;

namespace ManifestLint.Oracles;

/// <summary><c>scan --kustomize</c> with the real kubectl: what it renders is scanned, what is found stands where it was written.</summary>
public sealed class KustomizeOracleTests : IDisposable
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web # kustomize drops comments
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

    private readonly string _folder = Directory.CreateTempSubdirectory("manifestlint-kustomize-").FullName;

    public KustomizeOracleTests()
    {
        Write("base/web.yaml", Web);
        Write("base/kustomization.yaml", "resources: [web.yaml]\n");
        Write("overlays/prod/kustomization.yaml", Overlay);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OracleFact("kubectl")]
    public void Findings_stand_where_the_author_wrote()
    {
        var before = Files();
        var run = Scan("--format", "concise");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            [
                "base/web.yaml:18:11: warning: container app has no memory limit (Deployment shop/prod-web, container app) [ML1001 memory-limit-missing]",
            ],
            Warnings(run)
        );
        Assert.Equal(before, Files());

        using var json = JsonDocument.Parse(Scan("--format", "json").Output);
        var found = json.RootElement.GetProperty("findings").EnumerateArray().Single(f => f.GetProperty("rule").GetString() == "ML1001");
        Assert.Equal(
            ("prod-web", "shop", "app"),
            (
                found.GetProperty("object").GetProperty("name").GetString(),
                found.GetProperty("object").GetProperty("namespace").GetString(),
                found.GetProperty("container").GetString()
            )
        );
        // What is scanned is the rendering alone, from wherever.
        Assert.Equal(
            run.Output.Replace("base/web.yaml", "../../base/web.yaml", StringComparison.Ordinal),
            Run(Path.Combine(_folder, "overlays/prod"), "scan", "--kustomize", ".", "--format", "concise").Output
        );
        Assert.Contains(
            _folder,
            Run(Path.GetTempPath(), "scan", "--kustomize", Path.Combine(_folder, "overlays/prod"), "--format", "concise").Output,
            StringComparison.Ordinal
        );
    }

    [OracleFact("kubectl")]
    public void A_value_that_a_patch_sets_is_found_in_the_patch()
    {
        Write("overlays/prod/kustomization.yaml", Overlay + "patches: [{path: limits.yaml}]\n");
        Write(
            "overlays/prod/limits.yaml",
            """
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

            """
        );
        Assert.Equal(
            [
                "overlays/prod/limits.yaml:10:30: error: memory limit 256Mi is below the request 512Mi (Deployment shop/prod-web, container app) [ML1002 memory-limit-below-request]",
                "overlays/prod/limits.yaml:11:17: warning: container added has no memory limit and no memory request (Deployment shop/prod-web, container added) [ML1001 memory-limit-missing]",
            ],
            Warnings(Scan("--format", "concise"))
        );
        Assert.Contains("  --> base/web.yaml:19:32\n", Scan().Output, StringComparison.Ordinal);
    }

    [OracleFact("kubectl")]
    public void A_value_that_stands_in_no_file_is_told_beside_its_place()
    {
        Write(
            "overlays/prod/kustomization.yaml",
            Overlay
                + "patches:\n  - target: {kind: Deployment}\n    patch: '[{\"op\": \"add\", \"path\": \"/spec/template/spec/containers/1/resources/limits\", \"value\": {\"memory\": \"256Mi\"}}]'\n"
        );
        var run = Scan();
        Assert.StartsWith(
            "base/web.yaml:18:11: error: memory limit 256Mi is below the request 512Mi",
            Warnings(run)[0],
            StringComparison.Ordinal
        );
        string rendered = Oracle.Run("kubectl", ["kustomize", "overlays/prod"], folder: _folder).Output;
        int line = Array.FindIndex(rendered.Split('\n'), l => l.Contains("memory: 256Mi", StringComparison.Ordinal)) + 1;
        // The line is that of kubectl kustomize as the user would run it.
        Assert.Contains($"  --> overlays/prod (rendered):{line}:21\n", run.Output, StringComparison.Ordinal);
        Assert.Contains("----- as rendered\n", run.Output, StringComparison.Ordinal);
    }

    [OracleFact("kubectl")]
    public void What_comes_from_elsewhere_keeps_the_line_of_the_rendering()
    {
        Write("overlays/prod/kustomization.yaml", "generators: [generator.yaml]\n");
        Write("overlays/prod/generator.yaml", "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: app}\nliterals: [A=b]\n");
        Write(
            "overlays/prod/kustomization.yaml",
            Overlay.Replace("../../base", "renamed.yaml", StringComparison.Ordinal)
                + "patches:\n  - target: {kind: ReplicationController}\n    patch: '[{\"op\": \"replace\", \"path\": \"/metadata/name\", \"value\": \"quite-another\"}]'\n    options: {allowNameChange: true}\n"
        );
        Write(
            "overlays/prod/renamed.yaml",
            "apiVersion: v1\nkind: ReplicationController\nmetadata: {name: job}\nspec:\n  template:\n    spec:\n      containers:\n        - {name: app, image: a, resources: {requests: {memory: 1Gi, cpu: 1}}}\n"
        );
        string rendered = Oracle.Run("kubectl", ["kustomize", "overlays/prod"], folder: _folder).Output;
        int line = Array.FindIndex(rendered.Split('\n'), l => l.Contains("resources:", StringComparison.Ordinal)) + 1;
        Assert.StartsWith(
            $"overlays/prod (rendered):{line}:9: warning: ",
            Assert.Single(Warnings(Scan("--format", "concise"))),
            StringComparison.Ordinal
        );
    }

    [OracleFact("kubectl")]
    public void A_kustomization_that_asks_for_origins_itself_is_rendered_as_it_is()
    {
        Write("overlays/prod/kustomization.yaml", Overlay + "buildMetadata: [originAnnotations]\n");
        Assert.StartsWith("base/web.yaml:18:11: warning: ", Assert.Single(Warnings(Scan("--format", "concise"))), StringComparison.Ordinal);
    }

    [OracleFact("kubectl")]
    public void The_rendering_is_the_context()
    {
        Write(
            "overlays/prod/kustomization.yaml",
            Overlay + "configMapGenerator: [{name: options, literals: [JAVA_TOOL_OPTIONS=-Xmx900m]}]\n"
        );
        Write("base/kustomization.yaml", "resources: [web.yaml, java.yaml]\n");
        Write(
            "base/java.yaml",
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: java}
            spec:
              containers:
                - name: app
                  image: eclipse-temurin:21
                  command: [java, -jar, app.jar]
                  envFrom: [{configMapRef: {name: options}}]
                  resources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: 1Gi, cpu: 1}}

            """
        );
        var run = Scan("--format", "concise");
        Assert.Contains(run.Lines, l =>
            l.Contains("-Xmx900m", StringComparison.Ordinal) && l.Contains("[ML3001 ", StringComparison.Ordinal)
        );
    }

    [OracleFact("kubectl")]
    public void Comments_at_the_origin_and_annotations_suppress()
    {
        Write(
            "base/web.yaml",
            Web.Replace(
                "        - name: app",
                "        # manifestlint: ignore[ML1001] measured\n        - name: app",
                StringComparison.Ordinal
            )
        );
        var run = Scan("--fail-on", "warning");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("1 by comment", run.Output, StringComparison.Ordinal);
        Assert.Equal(1, Scan("--no-suppressions").ExitCode);

        Write(
            "base/web.yaml",
            Web.Replace(
                "metadata:\n  name: web",
                "metadata:\n  annotations: {manifestlint.dev/ignore: ML1001@app measured}\n  name: web",
                StringComparison.Ordinal
            )
        );
        run = Scan();
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("1 by annotation", run.Output, StringComparison.Ordinal);
    }

    [OracleFact("kubectl")]
    public void A_baseline_and_a_log_name_the_files_of_the_author()
    {
        Write(".git/HEAD", "ref: refs/heads/main\n");
        Assert.Equal(0, Scan("--write-baseline", "baseline.json").ExitCode);
        Assert.Contains("\"file\": \"base/web.yaml\"", File.ReadAllText(Path.Combine(_folder, "baseline.json")), StringComparison.Ordinal);
        Assert.Equal((0, ""), Scan("--baseline", "baseline.json") is var again ? (again.ExitCode, again.Error) : default);
        using var log = JsonDocument.Parse(Scan("--format", "sarif").Output);
        var results = log.RootElement.GetProperty("runs")[0].GetProperty("results").EnumerateArray().ToList();
        Assert.All(results, r =>
            Assert.Equal(
                "base/web.yaml",
                r.GetProperty("locations")[0].GetProperty("physicalLocation").GetProperty("artifactLocation").GetProperty("uri").GetString()
            )
        );
        using var plain = JsonDocument.Parse(CliProcess.Run(_folder, "scan", "base/web.yaml", "--format", "sarif").Output);
        string Hash(JsonElement r) => r.GetProperty("partialFingerprints").GetProperty("primaryLocationLineHash").GetString()!;
        Assert.Equal(Hash(plain.RootElement.GetProperty("runs")[0].GetProperty("results")[0]), Hash(results[0]));
    }

    [OracleFact("kubectl")]
    public void A_rendering_that_fails_is_2_with_the_words_of_kubectl_and_nothing_else()
    {
        Write("overlays/prod/kustomization.yaml", "resources: [missing.yaml]\n");
        var run = Scan("--output", "report.txt");
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith(
            "manifestlint: kubectl kustomize overlays/prod: accumulating resources: ",
            Assert.Single(run.Errors),
            StringComparison.Ordinal
        );
        Assert.Contains("missing.yaml", run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder, "report.txt")));

        Write("overlays/prod/kustomization.yaml", Overlay + "patches: [{target: {kind: Deployment}, patch: 'neither this nor that'}]\n");
        run = Scan();
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.All(run.Errors, line =>
            Assert.StartsWith("manifestlint: kubectl kustomize overlays/prod: ", line, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("run.go", run.Error, StringComparison.Ordinal);
        Assert.Contains("unable to parse", run.Error, StringComparison.Ordinal);
    }

    [OracleFact("kubectl")]
    public void What_cannot_be_rendered_is_told()
    {
        Assert.Equal((2, "manifestlint: --kustomize: overlays/prd does not exist (did you mean overlays/prod?)\n"), Told("overlays/prd"));
        Assert.Equal((2, "manifestlint: --kustomize: base/web.yaml is no folder\n"), Told("base/web.yaml"));
        Assert.Equal((2, "manifestlint: --kustomize: overlays holds no kustomization.yaml\n"), Told("overlays"));
        // An executable that lies about in the folder is not started.
        Write("kubectl", "#!/bin/sh\ntouch started\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(
                Path.Combine(_folder, "kubectl"),
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            );
        var run = CliProcess.Run(new CliRun(_folder, "scan", "--kustomize", "base") { Environment = { ["PATH"] = "/nowhere" } });
        Assert.Equal((2, "manifestlint: --kustomize starts kubectl, which is not on PATH\n"), (run.ExitCode, run.Error));
        Assert.False(File.Exists(Path.Combine(_folder, "started")));

        (int, string) Told(string folder) =>
            Run(_folder, "scan", "--kustomize", folder) is var result ? (result.ExitCode, result.Error) : default;
    }

    [OracleFact("kubectl")]
    public void The_way_around_leaves_nothing_behind()
    {
        string temporary = Directory.CreateDirectory(Path.Combine(_folder, "tmp")).FullName;
        Assert.Equal(
            1,
            CliProcess
                .Run(
                    new CliRun(_folder, "scan", "--kustomize", "overlays/prod")
                    {
                        Environment = { ["PATH"] = Oracle.PathToKubectl, ["TMPDIR"] = temporary },
                    }
                )
                .ExitCode
        );
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
        // Where there is no place for it, or it would lie inside, findings stand where they are in the rendering.
        foreach (string nowhere in new[] { Path.Combine(_folder, "no/such"), Path.Combine(_folder, "overlays/prod") })
        {
            var run = CliProcess.Run(
                new CliRun(_folder, "scan", "--kustomize", "overlays/prod", "--format", "concise")
                {
                    Environment = { ["PATH"] = Oracle.PathToKubectl, ["TMPDIR"] = nowhere },
                }
            );
            Assert.Equal((1, ""), (run.ExitCode, run.Error));
            Assert.Matches(@"^(overlays/prod \(rendered\):\d+|base/web.yaml:18):", Assert.Single(Warnings(run)));
            Assert.Equal(
                ["kustomization.yaml"],
                Directory.EnumerateFileSystemEntries(Path.Combine(_folder, "overlays/prod")).Select(Path.GetFileName)
            );
        }
    }

    private CliResult Scan(params string[] arguments) => Run(_folder, ["scan", "--kustomize", "overlays/prod", .. arguments]);

    private static CliResult Run(string folder, params string[] arguments) =>
        CliProcess.Run(new CliRun(folder, arguments) { Environment = { ["PATH"] = Oracle.PathToKubectl } });

    private static string[] Warnings(CliResult run) =>
        [.. run.Lines.Where(l => l.Contains(": warning: ", StringComparison.Ordinal) || l.Contains(": error: ", StringComparison.Ordinal))];

    private string[] Files() =>
        [
            .. Directory
                .EnumerateFileSystemEntries(_folder, "*", SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .Select(f => $"{f} {File.GetLastWriteTimeUtc(f):O}"),
        ];

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }
}
