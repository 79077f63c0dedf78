using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>contracts.md C2, C8 with real files: templates, kustomizations and neighbours.</summary>
public sealed class SurroundingsTests : IDisposable
{
    private const string Bare =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n"
        + "    spec:\n      containers:\n      - {name: app, image: web}\n";

    private const string Merge =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {template: {spec: {containers: [{name: app, image: web, resources: {limits: {memory: 64Mi}}}]}}}\n";

    private const string Operations = "- {op: add, path: /spec/template/spec/containers/0/resources, value: {limits: {memory: 64Mi}}}\n";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_template_is_skipped_and_counted_and_the_document_beside_it_is_read()
    {
        _folder.Write("chart.yaml", $"{Sample.Warning()}---\n{Sample.Template}");
        _folder.Write("rendered.yaml", Sample.Warning().Replace("128Mi", "\"{{ .Values.mem }}\"", StringComparison.Ordinal));
        var result = CliProcess.Run(_folder.Path, "scan");
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            ["chart.yaml:13:9: warning", "rendered.yaml:13:9: warning"],
            result
                .Lines.Where(l => l.Contains("ML1001 memory-limit-missing]", StringComparison.Ordinal))
                .Select(l => l[..l.IndexOf(": container", StringComparison.Ordinal)])
        );
        Assert.EndsWith("skipped 1 document: 1 to be rendered first (templates)\n", result.Output, StringComparison.Ordinal);

        // A file of nothing else is skipped whole.
        _folder.Write("chart.yaml", $"# a chart\n---\n{Sample.Template}---\n# its end\n");
        result = CliProcess.Run(_folder.Path, "scan", "--verbose");
        Assert.EndsWith("skipped 1 file: 1 to be rendered first (templates)\n", result.Output, StringComparison.Ordinal);
        Assert.Contains("skipped chart.yaml: a template that has to be rendered first\n", result.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", ".")]
    [InlineData("", "tests")]
    [InlineData("", "tests/x/web.yaml")]
    [InlineData("", "tests/**/*.yaml")]
    [InlineData("tests", "x")]
    [InlineData("tests/x", ".")]
    [InlineData("tests/x", "web.yaml")]
    [InlineData("app", "../tests/x")]
    public void What_folders_say_of_a_file_does_not_depend_on_how_it_is_named(string working, string path)
    {
        _folder.Write("shop/.git/HEAD", "ref: refs/heads/main\n");
        _folder.Write("shop/app/other.yaml", "a: 1\n");
        _folder.Write("shop/tests/x/web.yaml", Bare);
        var result = CliProcess.Run(Path.Join(_folder.Path, "shop", working), "scan", path, "--format", "concise");
        Assert.Contains("web.yaml:10:16: note: ", result.Output, StringComparison.Ordinal);
        Assert.Equal(0, result.ExitCode);
    }

    [Theory]
    [InlineData("", "tests/x")]
    [InlineData("", "tests/x/web.yaml")]
    [InlineData("tests", "x")]
    [InlineData("tests/x", "web.yaml")]
    [InlineData("", "sub/tests/inner/x")]
    [InlineData("sub", "tests/inner")]
    public void Outside_of_a_repository_and_above_one_no_folder_says_anything_of_a_file(string working, string path)
    {
        _folder.Write("tests/x/web.yaml", Bare);
        _folder.Write("sub/tests/inner/.git/HEAD", "ref: refs/heads/main\n");
        _folder.Write("sub/tests/inner/x/web.yaml", Bare);
        var result = CliProcess.Run(Path.Join(_folder.Path, working), "scan", path, "--format", "concise");
        Assert.Contains("web.yaml:10:16: warning: ", result.Output, StringComparison.Ordinal);
        Assert.Equal(1, result.ExitCode);
    }

    public static TheoryData<string, string> Patches =>
        new()
        {
            { "patchesStrategicMerge: [change.yaml]", Merge },
            { "patches: [{path: change.yaml}]", Merge },
            { "patches: [{path: change.yaml, target: {kind: Deployment, name: web}}]", Operations },
            { "patches: [{path: change.yaml, target: {kind: Deployment}}]", Operations },
            { "patches: [{path: change.yaml, target: {name: w.*}}]", Operations },
            { "patchesJson6902: [{path: change.yaml, target: {group: apps, version: v1, kind: Deployment, name: web}}]", Operations },
            { "patches:\n- patch: |-\n    " + Merge.Replace("\n", "\n    ", StringComparison.Ordinal), "" },
            { "patchesStrategicMerge:\n- |-\n  " + Merge.Replace("\n", "\n  ", StringComparison.Ordinal), "" },
            { "components: [../part]", Merge },
        };

    [Theory]
    [MemberData(nameof(Patches))]
    public void A_base_whose_resources_an_overlay_patches_is_not_said_to_lack_them(string kustomization, string change)
    {
        bool isComponent = kustomization.StartsWith("components", StringComparison.Ordinal);
        _folder.Write("app/base/web.yaml", Bare);
        _folder.Write("app/base/kustomization.yaml", "resources: [web.yaml]\n");
        _folder.Write("app/overlay/kustomization.yaml", $"resources: [../base]\n{kustomization}\n");
        if (isComponent)
            _folder.Write(
                "app/part/kustomization.yaml",
                "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches: [{path: change.yaml}]\n"
            );
        if (change.Length > 0)
            _folder.Write(isComponent ? "app/part/change.yaml" : "app/overlay/change.yaml", change);
        AssertSilent(CliProcess.Run(_folder.Path, "scan", "app", "--format", "concise", "--fail-on", "note"));
        // Nor is the patch, scanned by itself, taken for a workload that lacks the rest.
        if (!isComponent && change == Merge)
            AssertSilent(CliProcess.Run(_folder.Path, "scan", "app/overlay/change.yaml", "--format", "concise", "--fail-on", "note"));
    }

    [Fact]
    public void Other_patches_change_nothing()
    {
        _folder.Write("base/web.yaml", Bare);
        _folder.Write("base/kustomization.yaml", "resources: [web.yaml]\n");
        _folder.Write("overlay/replicas.yaml", "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n");
        _folder.Write("overlay/kustomization.yaml", "resources: [../base]\npatches: [{path: replicas.yaml}]\n");
        Assert.Contains(
            "[ML2001 pod-best-effort]",
            Assert.Single(CliProcess.Run(_folder.Path, "scan", "--format", "concise").Lines),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_kustomization_above_the_scanned_folder_counts()
    {
        _folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        _folder.Write("kustomization.yaml", "resources: [base/web.yaml]\npatches: [{path: change.yaml}]\n");
        _folder.Write("change.yaml", Merge);
        _folder.Write("base/web.yaml", Bare);
        AssertSilent(CliProcess.Run(_folder.Path, "scan", "base", "--format", "concise"));
        AssertSilent(CliProcess.Run(_folder.Path, "scan", "base/web.yaml", "--format", "concise"));
        File.Delete(_folder.At("kustomization.yaml"));
        Assert.Single(CliProcess.Run(_folder.Path, "scan", "base", "--format", "concise").Lines);
    }

    [Fact]
    public void The_folder_of_a_named_file_gives_facts_and_no_findings()
    {
        const string pod =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  runtimeClassName: kata\n  containers:\n  - name: app\n    image: web\n";
        _folder.Write("pod.yaml", pod);
        _folder.Write("other.yaml", Sample.Error);
        _folder.Write(
            "context.yaml",
            "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec: {limits: [{type: Container, default: {memory: 256Mi, cpu: 1}, defaultRequest: {memory: 128Mi, cpu: 100m}}]}\n---\n"
                + "apiVersion: node.k8s.io/v1\nkind: RuntimeClass\nmetadata: {name: kata}\nhandler: kata\noverhead: {podFixed: {memory: 100Mi}}\n---\n"
                + Sample.Error
        );
        AssertSilent(CliProcess.Run(_folder.Path, "scan", "pod.yaml", "--format", "concise", "--fail-on", "note"));

        using var json = JsonDocument.Parse(CliProcess.Run(_folder.Path, "inspect", "pod.yaml", "--format", "json").Bytes);
        var found = Assert.Single(json.RootElement.GetProperty("pods").EnumerateArray());
        Assert.Equal(100L << 20, Difference(found, "memoryMaxBytes"));
        Assert.Equal("limitRange", found.GetProperty("containers")[0].GetProperty("origin").GetProperty("memoryLimit").GetString());
        Assert.Equal(256L << 20, found.GetProperty("containers")[0].GetProperty("memoryMaxBytes").GetInt64());

        File.Delete(_folder.At("context.yaml"));
        Assert.Contains(
            "[ML2001 pod-best-effort]",
            Assert.Single(CliProcess.Run(_folder.Path, "scan", "pod.yaml", "--format", "concise").Lines),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void What_a_kustomization_lists_beside_a_named_file_gives_facts()
    {
        _folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        _folder.Write("k/kustomization.yaml", "resources: [base/pod.yaml, limits/range.yaml]\n");
        _folder.Write(
            "k/base/pod.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  containers:\n  - name: app\n    image: web\n"
        );
        _folder.Write(
            "k/limits/range.yaml",
            "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l}\nspec: {limits: [{type: Container, default: {memory: 256Mi, cpu: 1}}]}\n"
        );
        AssertSilent(CliProcess.Run(_folder.Path, "scan", "k/base/pod.yaml", "--format", "concise", "--fail-on", "note"));
    }

    // What the pod has beyond its only container: the overhead.
    private static long? Difference(JsonElement pod, string name)
    {
        var (whole, part) = (pod.GetProperty(name), pod.GetProperty("containers")[0].GetProperty(name));
        return whole.ValueKind == JsonValueKind.Number && part.ValueKind == JsonValueKind.Number
            ? whole.GetInt64() - part.GetInt64()
            : null;
    }

    private static void AssertSilent(CliResult result) => Assert.Equal((0, "", ""), (result.ExitCode, result.Output, result.Error));
}
