using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>What cannot be composed is told, wherever it was asked for and nowhere else.</summary>
public sealed class UncomposedTests : IDisposable
{
    private const string Web = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: app
                  image: registry.example.com/web:1
                  resources:
                    requests: {memory: 512Mi, cpu: 100m}
                    limits: {memory: 256Mi, cpu: 100m}

        """;

    private readonly TemporaryFolder _folder = new();

    public UncomposedTests()
    {
        _folder.Write(".git/HEAD", "ref: refs/heads/main\n");
        _folder.Write("base/web.yaml", Web);
        _folder.Write("base/kustomization.yaml", "resources: [web.yaml]\n");
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", 1, "the kustomization is empty")]
    [InlineData("# nothing yet\n", 1, "the kustomization is empty")]
    [InlineData("null\n", 1, "the kustomization is empty")]
    [InlineData("- ../base\n", 1, "the kustomization is not a mapping")]
    [InlineData("resources\n", 1, "the kustomization is not a mapping")]
    [InlineData("resources: [../base\nnamespace: shop\n", 1, "this bracket is not closed: line 2 is indented as something outside of it")]
    [InlineData("kind: Kustomization\nresources: ../base\n", 2, "resources has to be a list")]
    public void A_kustomization_that_is_none_is_told_with_its_line(string text, int line, string reason)
    {
        _folder.Write("over/kustomization.yaml", text);
        foreach (
            string[] asked in new[]
            {
                new[] { "." },
                ["over/kustomization.yaml"],
                ["--kustomize", "over"],
                ["--kustomize", _folder.At("over")],
            }
        )
        {
            using var reports = new TemporaryFolder();
            string[] formats = ["json", "sarif", "markdown"];
            var run = Scan([.. asked, .. formats.SelectMany(f => new[] { "--report", $"{f}={reports.At(f)}" })]);
            using var json = JsonDocument.Parse(File.ReadAllText(reports.At("json")));
            var skipped = Assert.Single(json.RootElement.GetProperty("skipped").EnumerateArray(), s =>
                s.GetProperty("reason").GetString()!.StartsWith("not composed: ", StringComparison.Ordinal)
            );
            Assert.Equal(
                ("over/kustomization.yaml", line, $"not composed: {reason} (overlay over)"),
                (skipped.GetProperty("file").GetString(), skipped.GetProperty("line").GetInt32(), skipped.GetProperty("reason").GetString())
            );
            Assert.Contains(
                $"  over/kustomization.yaml:{line}: not composed: {reason} (overlay over)\n",
                run.Output,
                StringComparison.Ordinal
            );
            Assert.Contains("not-composed", File.ReadAllText(reports.At("sarif")), StringComparison.Ordinal);
            Assert.Contains(reason, File.ReadAllText(reports.At("markdown")), StringComparison.Ordinal);
            Assert.Equal(2, Scan([.. asked, "--strict"]).ExitCode);
        }
        using var facts = JsonDocument.Parse(CliProcess.Run(_folder.Path, "inspect", "--kustomize", "over", "-f", "json").Output);
        Assert.Contains(facts.RootElement.GetProperty("skipped").EnumerateArray(), s => s.GetProperty("line").GetInt32() == line);
    }

    [Fact]
    public void An_object_of_another_tool_and_a_template_are_no_kustomizations()
    {
        _folder.Write(
            "flux/kustomization.yaml",
            "apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: {name: apps}\nspec: {path: ./base}\n"
        );
        _folder.Write("chart/kustomization.yaml", "resources:\n{{- range .Values.all }}\n- {{ . }}\n{{- end }}\n");
        Assert.DoesNotContain("not composed", Scan(".").Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Strict_asks_only_about_what_was_asked_for()
    {
        _folder.Write("base/web.yaml", Web.Replace("256Mi", "512Mi", StringComparison.Ordinal));
        _folder.Write("good/kustomization.yaml", "resources: [../base]\n");
        _folder.Write("remote/kustomization.yaml", "resources: [../base, 'https://example.com/org/repo//x?ref=v1']\n");
        _folder.Write("refused/kustomization.yaml", "resources: [../base]\nnothing: here\n");
        Assert.Equal(0, Scan("base/web.yaml", "--strict").ExitCode);
        Assert.Equal(0, Scan("base", "--strict").ExitCode);
        Assert.Equal(0, Scan("good", "--strict").ExitCode);
        Assert.Equal(2, Scan("remote", "--strict").ExitCode);
        Assert.Equal(2, Scan("refused/kustomization.yaml", "--strict").ExitCode);
        Assert.Equal(2, Scan(".", "--strict").ExitCode);

        // What may change the object itself is about what was asked for.
        _folder.Write("good/kustomization.yaml", "resources: [../base]\npatches: [{path: missing.yaml}]\n");
        Assert.Equal(2, Scan("base/web.yaml", "--strict").ExitCode);
        // Without another that composes it a refused one is, too.
        _folder.Write("good/kustomization.yaml", "resources: [../base]\nnothing: here\n");
        _folder.Write("remote/kustomization.yaml", "resources: ['https://example.com/org/repo//x?ref=v1']\n");
        var run = Scan("base/web.yaml", "--strict");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("good/kustomization.yaml:2: not composed", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void The_summary_in_markdown_says_what_and_why()
    {
        _folder.Write("over/kustomization.yaml", "resources: [../base, missing.yaml]\n");
        string text = Scan(".", "--format", "markdown").Output;
        Assert.Contains("1 document skipped: 1 not composed, or not whole (kustomizations)\n", text, StringComparison.Ordinal);
        Assert.Contains("- `over/kustomization.yaml:1` not composed whole: missing.yaml is missing", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configuration_that_is_a_link_out_of_the_repository_is_not_opened()
    {
        using var outside = new TemporaryFolder();
        outside.Write("own.yaml", "secret-of-mine: [unclosed\n");
        File.CreateSymbolicLink(_folder.At(".manifestlint.yaml"), outside.At("own.yaml"));
        var run = Scan(".");
        Assert.Equal(2, run.ExitCode);
        Assert.Equal(
            "manifestlint: .manifestlint.yaml: the configuration cannot be read: it is a link that leads out of the repository\n",
            run.Error
        );
        File.Delete(_folder.At(".manifestlint.yaml"));
        _folder.Write("conf/own.yaml", "failOn: never\n");
        File.CreateSymbolicLink(_folder.At(".manifestlint.yaml"), "conf/own.yaml");
        Assert.Equal(0, Scan(".").ExitCode);
    }

    [Fact]
    public void A_base_that_is_reached_through_a_link_is_one_base()
    {
        _folder.Folder("over");
        Directory.CreateSymbolicLink(_folder.At("over/linked"), "../base");
        _folder.Write("over/kustomization.yaml", "resources: [linked]\n");
        foreach (string path in new[] { ".", "base", "base/web.yaml", "over" })
        {
            using var json = JsonDocument.Parse(Scan(path, "--format", "json").Output);
            var found = Assert.Single(json.RootElement.GetProperty("findings").EnumerateArray(), f =>
                f.GetProperty("rule").GetString() == "ML1002"
            );
            Assert.Equal(("base/web.yaml", "over"), (found.GetProperty("file").GetString(), found.GetProperty("overlays")[0].GetString()));
        }
        // A file out of the folder is none that kustomize reads, link or not.
        File.CreateSymbolicLink(_folder.At("over/web.yaml"), "../base/web.yaml");
        _folder.Write("over/kustomization.yaml", "resources: [web.yaml]\n");
        Assert.Contains(
            "over/kustomization.yaml:1: not composed: web.yaml is not in the kustomization's folder",
            Scan("--kustomize", "over").Output,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Context_is_composed_where_it_holds_a_kustomization()
    {
        const string Limits =
            "apiVersion: v1\nkind: LimitRange\nmetadata: {name: sizes}\nspec: {limits: [{type: Container, max: {memory: 4Gi}}]}\n";
        _folder.Write(
            "app/pod.yaml",
            Web.Replace("256Mi", "512Mi", StringComparison.Ordinal)
                .Replace("{name: web}", "{name: web, namespace: shop}", StringComparison.Ordinal)
        );
        _folder.Write("cluster/base/limits.yaml", Limits);
        _folder.Write("cluster/base/kustomization.yaml", "resources: [limits.yaml]\n");
        _folder.Write("cluster/shop/kustomization.yaml", "namespace: shop\nresources: [../base]\n");
        string[] Rules() =>
            [
                .. JsonDocument
                    .Parse(Scan("app", "--context", "cluster", "--format", "json").Output)
                    .RootElement.GetProperty("findings")
                    .EnumerateArray()
                    .Select(f => f.GetProperty("rule").GetString()!),
            ];
        Assert.Empty(Rules());
        _folder.Write("cluster/shop/kustomization.yaml", "namespace: shop\nresources: [../base]\npatches: [{path: small.yaml}]\n");
        _folder.Write("cluster/shop/small.yaml", Limits.Replace("4Gi", "300Mi", StringComparison.Ordinal));
        Assert.Equal(["ML5001"], Rules());
        // Of another namespace it says nothing.
        _folder.Write("cluster/shop/kustomization.yaml", "namespace: other\nresources: [../base]\npatches: [{path: small.yaml}]\n");
        Assert.Empty(Rules());
    }

    private CliResult Scan(params string[] arguments) => CliProcess.Run(_folder.Path, ["scan", .. arguments]);
}
