using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>What <c>--context</c> and the key <c>context</c> name is read for facts only (contracts.md C1, C9).</summary>
public sealed class ContextTests : IDisposable
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
            - name: app
              image: registry.example.com/web:1
              resources: {requests: {memory: 2Gi}, limits: {memory: 2Gi}}

        """;

    // As kubectl get limitranges -A -o yaml prints it.
    private const string Limits = """
        apiVersion: v1
        kind: List
        items:
        - apiVersion: v1
          kind: LimitRange
          metadata: {name: sizes, namespace: shop}
          spec: {limits: [{type: Container, max: {memory: 1Gi}}]}
        - apiVersion: v1
          kind: Pod
          metadata: {name: other, namespace: shop}
          spec: {containers: [{name: main, image: registry.example.com/other:1, resources: {requests: {memory: 1Gi}, limits: {memory: 1Mi}}}]}

        """;

    private readonly TemporaryFolder _folder = new();

    public ContextTests()
    {
        _folder.Write("k8s/pod.yaml", Pod);
        _folder.Write("cluster/limits.yaml", Limits);
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("cluster")]
    [InlineData("cluster/limits.yaml")]
    [InlineData("cluster/*.yaml")]
    public void A_LimitRange_from_elsewhere_counts_and_has_no_findings(string path)
    {
        Assert.Empty(Rules("k8s"));
        Assert.Equal(["ML5001"], Rules("k8s", "--context", path));
        Assert.Equal(["ML5001"], Rules("k8s/pod.yaml", "--context", path));
        // What is scanned, too, has its findings.
        Assert.Contains("ML1002", Rules(".", "--context", path));
        using var facts = JsonDocument.Parse(Run("inspect", "k8s", "-f", "json", "--context", path).Output);
        Assert.Equal(1, facts.RootElement.GetProperty("pods").GetArrayLength());
        Assert.Contains("ML5001", Run("explain", "k8s/pod.yaml:8", "--context", path).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void It_may_lie_outside_of_the_repository()
    {
        Directory.CreateDirectory(_folder.At("repo/.git"));
        _folder.Write("repo/pod.yaml", Pod);
        var run = CliProcess.Run(_folder.At("repo"), "scan", ".", "-f", "json", "--context", "../cluster", "--context", _folder.At("k8s"));
        Assert.Equal(["ML5001"], RulesIn(run));
    }

    [Fact]
    public void A_configuration_names_what_lies_in_the_repository()
    {
        Directory.CreateDirectory(_folder.At(".git"));
        _folder.Write("k8s/.manifestlint.yaml", "context: [../cluster]\n");
        Assert.Equal(["ML5001"], Rules("k8s"));
        Assert.Contains("context: ../cluster", Run("config", "k8s").Output, StringComparison.Ordinal);

        _folder.Write("k8s/.manifestlint.yaml", "rules: {}\ncontext: [../..]\n");
        var run = Run("scan", "k8s");
        Assert.Equal(
            (2, "", "manifestlint: k8s/.manifestlint.yaml:2:10: context: .. lies outside of the repository\n"),
            (run.ExitCode, run.Output, run.Error)
        );
    }

    [Fact]
    public void A_link_leads_a_configuration_nowhere_else()
    {
        Directory.CreateDirectory(_folder.At("repo/.git"));
        _folder.Write("repo/pod.yaml", Pod);
        Directory.CreateSymbolicLink(_folder.At("repo/cluster"), _folder.At("cluster"));
        _folder.Write("repo/.manifestlint.yaml", "context: cluster\n");
        var run = CliProcess.Run(_folder.At("repo"), "scan", ".");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("context: cluster lies outside of the repository", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_beside_what_is_named_is_not_read()
    {
        _folder.Write("cluster/.manifestlint.yaml", "no such key: 1\n");
        Assert.Equal(["ML5001"], Rules("k8s", "--context", "cluster"));
    }

    [Theory]
    [InlineData("clustr", "--context: clustr does not exist")]
    [InlineData("-", "--context: - is neither a file nor a folder")]
    [InlineData("", "--context: an empty text na")]
    public void What_is_no_file_is_told(string path, string told)
    {
        var run = Run("scan", "k8s", "--context", path);
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("manifestlint: " + told, run.Error, StringComparison.Ordinal);
    }

    private CliResult Run(params string[] arguments) => CliProcess.Run(_folder.Path, arguments);

    private string[] Rules(params string[] arguments) => RulesIn(Run(["scan", .. arguments, "-f", "json"]));

    private static string[] RulesIn(CliResult run)
    {
        Assert.True(run.ExitCode is 0 or 1, run.Error);
        using var log = JsonDocument.Parse(run.Output);
        return [.. log.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("rule").GetString()!)];
    }

    // contracts.md C8: a hook names one file in a folder where somebody dumped a cluster.
    [Fact]
    public void Of_the_folder_of_a_named_file_the_smallest_are_read_and_the_others_counted()
    {
        const string LimitRange =
            "apiVersion: v1\nkind: LimitRange\nmetadata: {name: limits}\nspec: {limits: [{type: Container, default: {memory: 256Mi}}]}\n";
        _folder.Write(
            "k8s/pod.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: nginx}]}\n"
        );
        _folder.Write("k8s/limits.yaml", LimitRange);
        _folder.Write("k8s/dump.yaml", new byte[4_000_000]);
        var result = CliProcess.Run(_folder.Path, "scan", "k8s/pod.yaml", "--strict");
        Assert.DoesNotContain("ML1001", result.Output, StringComparison.Ordinal);
        Assert.Contains("skipped 1 file: 1 not read for facts (too large a folder)\n", result.Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
        string json = CliProcess.Run(_folder.Path, "scan", "k8s/pod.yaml", "-f", "json").Output;
        Assert.Contains(
            "{\"file\":\"k8s/dump.yaml\",\"line\":null,\"reason\":\"of the files next to a named one",
            json,
            StringComparison.Ordinal
        );
        // Named for its facts it is read.
        Assert.DoesNotContain(
            "too large a folder",
            CliProcess.Run(_folder.Path, "scan", "k8s/pod.yaml", "--context", "k8s/dump.yaml").Output,
            StringComparison.Ordinal
        );
    }
}
