using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>Every line that had a hand in a composed pod can be explained, and a comment counts where a finding is printed.</summary>
public sealed class ComposedLinesTests : IDisposable
{
    private const string Kustomization = """
        resources: [../base]
        namespace: shop
        configMapGenerator:
          - name: conf
            envs: [some.env]
        images:
          - name: eclipse-temurin
            newTag: "21"
        replicas:
          - name: web
            count: 3
        patches:
          - path: p.yaml
          - path: j.yaml
            target:
              kind: Deployment
              name: api
          - target:
              kind: Deployment
              name: web
            patch: |-
              - op: replace
                path: /spec/template/spec/containers/0/resources/requests/memory
                value: 400Mi
          - patch: |-
              apiVersion: apps/v1
              kind: Deployment
              metadata: {name: api}
              spec:
                template:
                  spec:
                    containers:
                      - name: app
                        resources:
                          requests:
                            memory: 3Gi
        replacements:
          - source:
              kind: Deployment
              name: api
              fieldPath: metadata.name
            targets:
              - select: {kind: Deployment, name: web}
                fieldPaths: [metadata.annotations.other]
                options: {create: true}

        """;

    private readonly TemporaryFolder _folder = new();

    public ComposedLinesTests()
    {
        _folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        _folder.Write("base/kustomization.yaml", "resources: [web.yaml, api.yaml]\n");
        _folder.Write("base/web.yaml", Deployment("web", "          envFrom: [{configMapRef: {name: conf}}]\n"));
        _folder.Write("base/api.yaml", Deployment("api", ""));
        _folder.Write("over/kustomization.yaml", Kustomization);
        _folder.Write("over/some.env", "# options\nJAVA_TOOL_OPTIONS=-Xmx256m\nOTHER=a: b: c\n");
        _folder.Write(
            "over/p.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          resources:\n            limits:\n              memory: 512Mi\n"
        );
        _folder.Write("over/j.yaml", "- op: replace\n  path: /spec/template/spec/containers/0/resources/limits/memory\n  value: 4Gi\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("p.yaml", "web", 1, 12)]
    [InlineData("j.yaml", "api", 1, 3)]
    [InlineData("some.env", "web", 1, 3)]
    [InlineData("kustomization.yaml", "web", 2, 2)]
    [InlineData("kustomization.yaml", "web", 4, 5)]
    [InlineData("kustomization.yaml", "web", 7, 8)]
    [InlineData("kustomization.yaml", "api", 7, 8)]
    [InlineData("kustomization.yaml", "web", 10, 11)]
    [InlineData("kustomization.yaml", "web", 13, 13)]
    [InlineData("kustomization.yaml", "api", 14, 17)]
    [InlineData("kustomization.yaml", "web", 18, 24)]
    [InlineData("kustomization.yaml", "api", 25, 36)]
    [InlineData("kustomization.yaml", "web", 38, 45)]
    public void A_line_is_explained_by_what_it_reaches(string file, string workload, int first, int last)
    {
        foreach (int line in new[] { first, (first + last) / 2, last }.Distinct())
        {
            var run = CliProcess.Run(_folder.Path, "explain", $"over/{file}:{line}");
            Assert.Equal((0, ""), (run.ExitCode, run.Error));
            Assert.Contains($"container app of Deployment shop/{workload}, overlay over\n", run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_finding_comes_before_the_facts()
    {
        _folder.Write("over/some.env", "JAVA_TOOL_OPTIONS=-Xmx900m\n");
        string output = CliProcess.Run(_folder.Path, "explain", "over/some.env:1").Output;
        Assert.StartsWith("over/some.env:1:19: error: -Xmx900m is ", output, StringComparison.Ordinal);
        Assert.Contains("\ncontainer app of Deployment shop/web, overlay over\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("base/api.yaml", "limits: {memory: 1Gi}", "limits: {memory: 1Gi} # manifestlint: ignore[ML1002] measured")]
    [InlineData("over/p.yaml", "memory: 512Mi", "memory: 512Mi # manifestlint: ignore[ML1002] measured")]
    [InlineData("over/j.yaml", "  value: 4Gi", "  # manifestlint: ignore[ML1002] measured\n  value: 4Gi")]
    [InlineData("over/kustomization.yaml", "value: 3Gi", "value: 3Gi # manifestlint: ignore[ML1002] measured")]
    [InlineData("over/kustomization.yaml", "memory: 3Gi", "memory: 3Gi # manifestlint: ignore[ML1002] measured")]
    [InlineData(
        "over/kustomization.yaml",
        "                    memory: 3Gi",
        "                    # manifestlint: ignore[ML1002] measured\n                    memory: 3Gi"
    )]
    public void A_comment_silences_where_the_finding_is_printed(string file, string line, string commented)
    {
        // One limit below its request, in the file that is asked about.
        string kustomization = "resources: [../base]\npatches:\n";
        string Inline(string memory) =>
            "  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata: {name: api}\n      spec:\n        template:\n          spec:\n            containers:\n              - name: app\n                resources:\n                  limits:\n                    memory: "
            + memory
            + "\n";
        kustomization +=
            file == "over/p.yaml" ? "  - path: p.yaml\n"
            : file == "over/j.yaml" ? "  - {path: j.yaml, target: {kind: Deployment, name: api}}\n"
            : line == "value: 3Gi"
                ? "  - target: {kind: Deployment, name: api}\n    patch: |-\n      - op: replace\n        path: /spec/template/spec/containers/0/resources/limits/memory\n        value: 3Gi\n"
            : file == "over/kustomization.yaml" ? Inline("3Gi")
            : "";
        if (file == "base/api.yaml")
            kustomization = "resources: [../base]\nnamespace: shop\n";
        string text = Deployment(file == "over/p.yaml" ? "web" : "api", "")
            .Replace("requests: {memory: 256Mi}", "requests: {memory: 5Gi}", StringComparison.Ordinal);
        _folder.Write(file == "over/p.yaml" ? "base/web.yaml" : "base/api.yaml", text);
        _folder.Write("over/kustomization.yaml", kustomization);
        Assert.Equal(1, Count(".", file, "ML1002"));
        string before = File.ReadAllText(_folder.At(file));
        Assert.Contains(line, before, StringComparison.Ordinal);
        _folder.Write(file, before.Replace(line, commented, StringComparison.Ordinal));
        foreach (string path in new[] { ".", "over", "base", file })
        {
            Assert.Equal(0, Count(path, file, "ML1002"));
        }
    }

    // A comment that silences something is needed.
    private int Count(string path, string file, string rule)
    {
        using var json = JsonDocument.Parse(CliProcess.Run(_folder.Path, "scan", path, "--format", "json").Output);
        var findings = json.RootElement.GetProperty("findings").EnumerateArray().ToList();
        Assert.DoesNotContain(findings, f => f.GetProperty("rule").GetString() == "ML0101");
        return findings.Count(f =>
            f.GetProperty("rule").GetString() == rule
            && f.GetProperty("file").GetString() == file
            && f.GetProperty("suppression").ValueKind == JsonValueKind.Null
        );
    }

    private static string Deployment(string name, string more) =>
        $$$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: {{{name}}}}
            spec:
              selector: {matchLabels: {app: {{{name}}}}}
              template:
                metadata: {labels: {app: {{{name}}}}}
                spec:
                  containers:
                    - name: app
                      image: eclipse-temurin:17
                      resources:
                        requests: {memory: 256Mi}
                        limits: {memory: 1Gi}

            """ + more;
}
