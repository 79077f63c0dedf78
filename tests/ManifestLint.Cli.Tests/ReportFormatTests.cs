using System.Text.Json;
using System.Xml.Linq;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>Reports for other machines, as a process in a repository.</summary>
public sealed class ReportFormatTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public ReportFormatTests()
    {
        Directory.CreateDirectory(_folder.At("deploy"));
        Directory.CreateDirectory(_folder.At(".git"));
        File.WriteAllText(_folder.At(".git/HEAD"), "ref: refs/heads/main\n");
        File.WriteAllText(
            _folder.At("deploy/a b.yaml"),
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: x}
            spec:
              containers:
                - name: "app ::error::%0A`<b>`"
                  image: app:1
                  resources:
                    requests: {memory: 2Gi, cpu: 1}
                    limits: {memory: 1Gi}
            """
        );
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Paths_are_those_of_the_repository_wherever_it_is_run()
    {
        string sub = _folder.At("deploy");
        var run = CliProcess.Run(
            sub,
            "scan",
            "a b.yaml",
            "--format",
            "github",
            "--report",
            $"gitlab={_folder.At("q.json")}",
            "--report",
            $"junit={_folder.At("t.xml")}",
            "--report",
            $"markdown={_folder.At("s.md")}",
            "--report",
            $"checkstyle={_folder.At("c.xml")}",
            "--report",
            $"rdjson={_folder.At("r.json")}"
        );
        Assert.Equal(1, run.ExitCode);
        Assert.All(run.Lines, line => Assert.Matches("^::(error|warning|notice) file=deploy/a b\\.yaml,line=[0-9]+,", line));
        Assert.Contains(run.Lines, line => line.StartsWith("::error ", StringComparison.Ordinal));

        using var issues = JsonDocument.Parse(File.ReadAllText(_folder.At("q.json")));
        Assert.Equal(run.Lines.Length, issues.RootElement.GetArrayLength());
        Assert.All(issues.RootElement.EnumerateArray(), i =>
            Assert.Equal("deploy/a b.yaml", i.GetProperty("location").GetProperty("path").GetString())
        );
        var suite = Assert.Single(XDocument.Load(_folder.At("t.xml")).Root!.Elements("testsuite"));
        Assert.Equal("deploy/a b.yaml", suite.Attribute("name")!.Value);
        Assert.Equal("deploy/a b.yaml", Assert.Single(XDocument.Load(_folder.At("c.xml")).Root!.Elements("file")).Attribute("name")!.Value);
        using var diagnostics = JsonDocument.Parse(File.ReadAllText(_folder.At("r.json")));
        Assert.All(diagnostics.RootElement.GetProperty("diagnostics").EnumerateArray(), d =>
            Assert.Equal("deploy/a b.yaml", d.GetProperty("location").GetProperty("path").GetString())
        );
        Assert.Contains("- `deploy/a b.yaml:", File.ReadAllText(_folder.At("s.md")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("github")]
    [InlineData("gitlab")]
    [InlineData("junit")]
    [InlineData("markdown")]
    [InlineData("checkstyle")]
    [InlineData("rdjson")]
    public void The_exit_code_is_that_of_every_format(string format)
    {
        Assert.Equal(1, CliProcess.Run(_folder.Path, "scan", "--format", format).ExitCode);
        Assert.Equal(0, CliProcess.Run(_folder.Path, "scan", "--format", format, "--exit-zero").ExitCode);
    }

    [Fact]
    public void Inspect_has_no_such_format() => Assert.Equal(2, CliProcess.Run(_folder.Path, "inspect", "--format", "github").ExitCode);
}
