using System.Text.RegularExpressions;
using ManifestLint.Cli.Tests;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Oracles.Actions;

/// <summary>What README says of the action is what it does. <c>ACCEPT=1</c> rewrites the lines of the log.</summary>
public sealed partial class ActionDocumentsTests(ReleaseServer releases) : IClassFixture<ReleaseServer>
{
    [ActionFact]
    public void The_workflow_of_the_readme_logs_what_is_quoted()
    {
        string path = Path.Join(ActionYaml.Repository, "README.md"),
            readme = File.ReadAllText(path);
        var quoted = Assert.Single(WorkflowAndLog().Matches(readme));
        var workflow = ActionYaml.Parse(quoted.Groups["workflow"].Value);
        var steps = ActionYaml
            .Items(ActionYaml.Map(Assert.Single(ActionYaml.Map(workflow["jobs"])).Value)["steps"])
            .Select(ActionYaml.Map)
            .ToList();
        var step = Assert.Single(steps, s => ActionYaml.Text(s["uses"])!.StartsWith("manifestlint/", StringComparison.Ordinal));
        string version = VersionOfProject()
            .Match(File.ReadAllText(Path.Join(ActionYaml.Repository, "Directory.Build.props")))
            .Groups["version"]
            .Value;
        Assert.Equal($"manifestlint/manifestlint@v{version}", ActionYaml.Text(step["uses"]));

        using var folder = new TemporaryFolder();
        var runner = new SimulatedRunner(folder)
        {
            GitHub =
            {
                ["action_ref"] = "v0.1.0",
                ["action_repository"] = "manifestlint/manifestlint",
                ["server_url"] = releases.Address,
            },
        };
        runner.Write(".git/HEAD", "ref: refs/heads/main\n");
        foreach (string example in Directory.GetFiles(Path.Join(ActionYaml.Repository, "examples")))
            runner.Write($"examples/{Path.GetFileName(example)}", File.ReadAllText(example));
        var result = runner.Run([.. ActionYaml.Map(step["with"]).Select(i => (i.Key, ActionYaml.Text(i.Value)!))]);
        string log = string.Concat(result.Raw.Split('\n').Where(l => l.StartsWith("::", StringComparison.Ordinal)).Select(l => l + "\n"));
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(
                path,
                readme[..quoted.Groups["log"].Index] + log + readme[(quoted.Groups["log"].Index + quoted.Groups["log"].Length)..]
            );
        else
            Assert.Equal(log, quoted.Groups["log"].Value);

        // The step that uploads runs after a failed scan, and only with a log.
        Assert.False(result.Succeeded);
        var upload = Assert.Single(steps, s =>
            ActionYaml.Text(s["uses"])!.StartsWith("github/codeql-action/upload-sarif@", StringComparison.Ordinal)
        );
        string id = ActionYaml.Text(step["id"])!;
        Assert.Equal($"always() && steps.{id}.outputs.sarif-file != ''", ActionYaml.Text(upload["if"]));
        Assert.Equal($"${{{{ steps.{id}.outputs.sarif-file }}}}", ActionYaml.Text(ActionYaml.Map(upload["with"])["sarif_file"]));
        Assert.True(File.Exists(Path.Join(runner.Workspace, result.Outputs["sarif-file"])));
    }

    [GeneratedRegex(
        @"```yaml\n(?<workflow>(?:(?!```).)*uses: manifestlint/manifestlint@(?:(?!```).)*)```\n(?:(?!```).)*```text\n(?<log>.*?)```",
        RegexOptions.Singleline
    )]
    private static partial Regex WorkflowAndLog();

    [GeneratedRegex("<Version>(?<version>[^<]*)</Version>", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionOfProject();
}
