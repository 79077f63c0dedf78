using System.Text.RegularExpressions;
using ManifestLint.Yaml;

namespace ManifestLint.Oracles.Actions;

/// <summary>What README says of the action is what it does. <c>ACCEPT=1</c> rewrites the lines of the log.</summary>
public sealed partial class ActionDocumentsTests(ReleaseServer releases) : ActionTest(releases)
{
    [ActionFact]
    public void The_first_workflow_of_the_readme_logs_what_is_quoted()
    {
        string path = Path.Join(ActionYaml.Repository, "README.md"),
            readme = File.ReadAllText(path);
        var quoted = Assert.Single(WorkflowAndLog().Matches(readme));
        var (_, step) = Steps(quoted.Groups["workflow"].Value);
        var result = Run(step);
        string log = string.Concat(result.Raw.Split('\n').Where(l => l.StartsWith("::", StringComparison.Ordinal)).Select(l => l + "\n"));
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(
                path,
                readme[..quoted.Groups["log"].Index] + log + readme[(quoted.Groups["log"].Index + quoted.Groups["log"].Length)..]
            );
        else
            Assert.Equal(log, quoted.Groups["log"].Value);
        Assert.False(result.Succeeded);
    }

    // It uploads after a failed scan, only with a log, and not where it may not.
    [ActionFact]
    public void The_second_workflow_of_the_readme_uploads_what_the_action_wrote()
    {
        string readme = File.ReadAllText(Path.Join(ActionYaml.Repository, "README.md"));
        string workflow = Assert.Single(Workflow().Matches(readme).Select(m => m.Groups["workflow"].Value), w =>
            w.Contains("upload-sarif", StringComparison.Ordinal)
        );
        var (steps, step) = Steps(workflow);
        var result = Run(step);
        Assert.False(result.Succeeded);
        Assert.Empty(result.Log.Annotations);
        var upload = Assert.Single(steps, s =>
            ActionYaml.Text(s["uses"])!.StartsWith("github/codeql-action/upload-sarif@", StringComparison.Ordinal)
        );
        string id = ActionYaml.Text(step["id"])!;
        Assert.Equal(
            $"always() && steps.{id}.outputs.sarif-file != '' && github.event.pull_request.head.repo.fork != true",
            ActionYaml.Text(upload["if"])
        );
        Assert.Equal($"${{{{ steps.{id}.outputs.sarif-file }}}}", ActionYaml.Text(ActionYaml.Map(upload["with"])["sarif_file"]));
        Assert.True(File.Exists(Path.Join(Runner.Workspace, result.Outputs["sarif-file"])));
    }

    private static (List<Dictionary<string, YamlNode>> All, Dictionary<string, YamlNode> Ours) Steps(string workflow)
    {
        var steps = ActionYaml
            .Items(ActionYaml.Map(Assert.Single(ActionYaml.Map(ActionYaml.Parse(workflow)["jobs"])).Value)["steps"])
            .Select(ActionYaml.Map)
            .ToList();
        var ours = Assert.Single(steps, s => ActionYaml.Text(s["uses"])!.StartsWith("manifestlint/", StringComparison.Ordinal));
        string version = VersionOfProject()
            .Match(File.ReadAllText(Path.Join(ActionYaml.Repository, "Directory.Build.props")))
            .Groups["version"]
            .Value;
        Assert.Equal($"manifestlint/manifestlint@v{version}", ActionYaml.Text(ours["uses"]));
        return (steps, ours);
    }

    private ActionResult Run(Dictionary<string, YamlNode> step)
    {
        string examples = Path.Join(ActionYaml.Repository, "examples");
        foreach (string example in Directory.EnumerateFiles(examples, "*", SearchOption.AllDirectories))
            Runner.Write($"examples/{Path.GetRelativePath(examples, example)}", File.ReadAllText(example));
        return Runner.Run([.. ActionYaml.Map(step["with"]).Select(i => (i.Key, ActionYaml.Text(i.Value)!))]);
    }

    [GeneratedRegex(@"```yaml\n(?<workflow>(?:(?!```).)*uses: manifestlint/manifestlint@(?:(?!```).)*)```\n", RegexOptions.Singleline)]
    private static partial Regex Workflow();

    [GeneratedRegex(
        @"```yaml\n(?<workflow>(?:(?!```).)*uses: manifestlint/manifestlint@(?:(?!```).)*)```\n(?:(?!```).)*```text\n(?<log>.*?)```",
        RegexOptions.Singleline
    )]
    private static partial Regex WorkflowAndLog();

    [GeneratedRegex("<Version>(?<version>[^<]*)</Version>", RegexOptions.ExplicitCapture)]
    private static partial Regex VersionOfProject();
}
