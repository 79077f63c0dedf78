using System.Text;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>contracts.md C1, C2: what is read, and what is said of what is not.</summary>
public sealed class InputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_wrong_path_names_the_nearest()
    {
        _folder.Write("k8s/web.yaml", Sample.Warning());
        const string Precious = "no findings in 1 object with 1 pod in 1 file\n";
        _folder.Write("precious.txt", Precious);
        var result = Scan("k8/web.yaml", "k8s/wbe.yaml", "elsewhere/else.yaml", "k8s/*.yml", "", "--output", "precious.txt");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(
            [
                "manifestlint: an empty path names nothing",
                "manifestlint: elsewhere/else.yaml does not exist",
                "manifestlint: k8/web.yaml does not exist (did you mean k8s/web.yaml?)",
                "manifestlint: no file matches k8s/*.yml",
                "manifestlint: k8s/wbe.yaml does not exist (did you mean k8s/web.yaml?)",
            ],
            result.Errors
        );
        Assert.Equal(Precious, File.ReadAllText(_folder.At("precious.txt")));
    }

    [Fact]
    public void A_folder_without_manifests_is_2_and_counts_what_is_there()
    {
        _folder.Write("k8s/compose.yaml", Sample.Compose);
        _folder.Write("k8s/empty.yaml");
        _folder.Write("k8s/chart/web.yaml", Sample.Template);
        _folder.Write("k8s/latin.yaml", [.. "apiVersion: v1\nkind: Pod\nname: caf"u8, 0xE9, (byte)'\n']);
        _folder.WriteAll("k8s/README.md", "k8s/.hidden/web.yaml", "k8s/node_modules/web.yaml", "k8s/testdata/web.yaml");
        Directory.CreateSymbolicLink(_folder.At("k8s/linked"), _folder.Path);
        var result = Scan("k8s", "--format", "concise");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            "manifestlint: no Kubernetes manifest in k8s: of what is there, 2 hold no Kubernetes object, 1 is a template to be rendered first (a chart: helm template NAME CHART | manifestlint scan -), 1 cannot be read, "
                + "1 is not a .yaml, .yml or .json, 1 hidden folder is left out, 1 node_modules or the like is left out, 1 folder of test data is left out, 1 link to a folder is not followed\n",
            result.Error
        );

        _folder.Folder("nothing");
        _folder.Write("good/web.yaml", Sample.Clean);
        result = Scan("nothing", "good", "--format", "concise");
        Assert.Equal((2, "manifestlint: no Kubernetes manifest in nothing: it is empty\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public void Named_files_without_a_manifest_are_0_with_a_line_each()
    {
        _folder.Write("compose.yaml", Sample.Compose);
        _folder.Write("empty.yaml");
        _folder.Write("comments.yaml", "# nothing here\n# nor here\n");
        _folder.Write("marks.yaml", "---\n...\n---\n---\n");
        _folder.Write("chart.yaml", Sample.Template);
        var result = Scan("compose.yaml", "empty.yaml", "comments.yaml", "marks.yaml", "chart.yaml", "--format", "concise");
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            [
                "manifestlint: chart.yaml: a template that has to be rendered first",
                "manifestlint: comments.yaml: holds no Kubernetes object",
                "manifestlint: compose.yaml: holds no Kubernetes object",
                "manifestlint: empty.yaml: holds no Kubernetes object",
                "manifestlint: marks.yaml: holds no Kubernetes object",
            ],
            result.Errors
        );
    }

    [Fact]
    public void A_live_dump_comes_through_standard_input()
    {
        string example = Path.Join(AppContext.BaseDirectory, "live-dump.yaml");
        var result = CliProcess.Run(new CliRun(_folder.Path, "scan", "-", "--format", "concise") { Input = File.ReadAllBytes(example) });
        string line = Assert.Single(result.Lines);
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.StartsWith(
            "<stdin>:251:23: error: container web was OOMKilled after 2 h 23 min at its memory limit 512Mi (exit code 137, 14 restarts)",
            line,
            StringComparison.Ordinal
        );
        Assert.EndsWith(" (Deployment shop/web, container web) [ML6001 container-oom-killed]", line, StringComparison.Ordinal);

        result = CliProcess.Run(new CliRun(_folder.Path, "inspect", "-") { Input = File.ReadAllBytes(example) });
        Assert.Contains("web restarted 14 times, last ended with OOMKilled (exit code 137)", result.Lines);
    }

    [Fact]
    public async Task Standard_input_and_named_pipes_are_read()
    {
        var result = CliProcess.Run(
            new CliRun(_folder.Path, "scan", "-", "--format", "concise") { Input = Encoding.UTF8.GetBytes(Sample.Warning()) }
        );
        Assert.Equal((1, Sample.WarningLine("<stdin>") + "\n", ""), (result.ExitCode, result.Output, result.Error));

        // What <(command) of a shell is.
        Unix.MakePipe(_folder.At("pipe"));
        var written = Task.Run(() => File.WriteAllText(_folder.At("pipe"), Sample.Warning()));
        result = Scan("pipe", "--format", "concise");
        Assert.Equal((1, Sample.WarningLine("pipe") + "\n", ""), (result.ExitCode, result.Output, result.Error));
        await written;
    }

    // A failed program before the pipe must not look green.
    [Theory]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData(" \t\r\n\n ")]
    [InlineData("\uFEFF\n")]
    public void Nothing_through_a_pipe_is_2(string text)
    {
        _folder.Write("web.yaml", Sample.Clean);
        foreach (string[] line in new string[][] { ["scan", "-"], ["scan", "-", "web.yaml", "--quiet", "--exit-zero"], ["inspect", "-"] })
        {
            var empty = CliProcess.Run(new CliRun(_folder.Path, line) { Input = Encoding.UTF8.GetBytes(text) });
            Assert.Equal(
                (2, "", "manifestlint: standard input was empty: did the program before the pipe fail?\n"),
                (empty.ExitCode, empty.Output, empty.Error)
            );
        }
        _folder.Write("blank", text);
        // A file that is named may be empty: a hook hands over what is staged.
        // A line that starts with a tab is one that kubectl refuses.
        Assert.Equal(text.Contains('\t', StringComparison.Ordinal) ? 1 : 0, Scan("blank").ExitCode);
    }

    [Theory]
    [InlineData("---\n")]
    [InlineData("# nothing\n")]
    public void Something_without_an_object_through_a_pipe_is_0(string text)
    {
        var result = CliProcess.Run(new CliRun(_folder.Path, "scan", "-") { Input = Encoding.UTF8.GetBytes(text) });
        Assert.Equal((0, "manifestlint: <stdin>: holds no Kubernetes object\n"), (result.ExitCode, result.Error));
    }

    [Fact]
    public void Patterns_and_folders_take_each_file_once_in_order_of_paths()
    {
        _folder.Write("b/web.yaml", Sample.Warning());
        _folder.Write("a/web.yml", Sample.Warning());
        _folder.Write("a.yaml", Sample.Warning());
        string[] expected = [Sample.WarningLine("a.yaml"), Sample.WarningLine("a/web.yml"), Sample.WarningLine("b/web.yaml")];
        Assert.Equal(expected, Scan("--format", "concise").Lines);
        Assert.Equal(
            expected,
            Scan("b", "./a.yaml", "**/*.y*ml", "a.yaml", "a/../a", "b/", "--format", "concise")
                .Lines.Select(l => l.Replace("a/../", "", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Encodings_line_ends_and_JSON_give_the_same_places()
    {
        string text = Sample.Warning();
        _folder.Write("bom.yaml", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(text)]);
        _folder.Write("be.yaml", [0xFE, 0xFF, .. Encoding.BigEndianUnicode.GetBytes(text)]);
        _folder.Write("le.yaml", [0xFF, 0xFE, .. Encoding.Unicode.GetBytes(text)]);
        _folder.Write("crlf.yaml", text.Replace("\n", "\r\n", StringComparison.Ordinal));
        _folder.Write(
            "pod.json",
            """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"b","resources":{"limits":{"memory":"1Ki","cpu":"1"}}}]}}"""
        );
        var result = Scan("--format", "concise");
        Assert.Equal(
            [
                Sample.WarningLine("be.yaml"),
                Sample.WarningLine("bom.yaml"),
                Sample.WarningLine("crlf.yaml"),
                Sample.WarningLine("le.yaml"),
                "pod.json:1:135: error",
            ],
            result.Lines.Select(l => l.StartsWith("pod", StringComparison.Ordinal) ? l[..21] : l)
        );
    }

    [Fact]
    public void A_broken_document_is_one_error_and_the_others_count()
    {
        _folder.Write(
            "web.yaml",
            $"{Sample.Warning()}---\nkind: [\n--- \n{Sample.Warning("second")}--- # third\na: b: c\n---\n{Sample.Warning("fourth")}"
        );
        var result = Scan("--format", "concise");
        Assert.Equal(1, result.ExitCode);
        Assert.Equal(5, result.Lines.Length);
        Assert.Equal(2, result.Lines.Count(l => l.EndsWith("[ML0001 yaml-syntax-error]", StringComparison.Ordinal)));
        Assert.Equal(
            [Sample.WarningLine("web.yaml"), Sample.WarningLine("web.yaml", 30, "second"), Sample.WarningLine("web.yaml", 47, "fourth")],
            result.Lines.Where(l => l.EndsWith("[ML1001 memory-limit-missing]", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Lists_and_templates_hold_objects_and_findings_name_the_innermost()
    {
        string inner = "\n" + Indented(Sample.Warning("inner"));
        _folder.Write("list.yaml", $"apiVersion: v1\nkind: List\nitems:\n-{inner}");
        _folder.Write(
            "deployments.yaml",
            $"apiVersion: apps/v1\nkind: DeploymentList\nitems:\n-{inner.Replace("  apiVersion: apps/v1\n  kind: Deployment\n", "", StringComparison.Ordinal)}"
        );
        _folder.Write(
            "openshift.yaml",
            $"apiVersion: template.openshift.io/v1\nkind: Template\nmetadata: {{name: t}}\nobjects:\n-{inner.Replace("128Mi", "'${MEM}'", StringComparison.Ordinal)}"
        );
        using var json = System.Text.Json.JsonDocument.Parse(Scan("--format", "json").Bytes);
        var objects = json
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .Select(f =>
                (
                    f.GetProperty("file").GetString(),
                    f.GetProperty("rule").GetString(),
                    f.GetProperty("object").GetProperty("kind").GetString(),
                    f.GetProperty("object").GetProperty("name").GetString()
                )
            );
        Assert.Equal(
            [
                ("deployments.yaml", "ML1001", "Deployment", "inner"),
                ("list.yaml", "ML1001", "Deployment", "inner"),
                ("openshift.yaml", "ML1001", "Deployment", "inner"),
            ],
            objects
        );
    }

    [Fact]
    public void Anchors_aliases_and_merge_keys_are_what_they_stand_for()
    {
        _folder.Write(
            "web.yaml",
            Sample
                .Warning()
                .Replace("resources:\n", "resources:\n          <<: *limits\n", StringComparison.Ordinal)
                .Replace(
                    "metadata:\n  name",
                    "metadata:\n  annotations: &limits {limits: {memory: 64Mi}}\n  name",
                    StringComparison.Ordinal
                )
        );
        var line = Assert.Single(Scan("--format", "concise").Lines);
        Assert.Equal(
            "web.yaml:4:42: error: memory limit 64Mi is below the request 128Mi (Deployment web, container app) [ML1002 memory-limit-below-request]",
            line
        );
    }

    private static string Indented(string text) =>
        string.Concat(text.Split('\n').Select(line => line.Length == 0 ? "" : "  " + line + "\n"));

    private CliResult Scan(params string[] arguments) => CliProcess.Run(_folder.Path, ["scan", .. arguments]);
}
