using ManifestLint.Cli.Tests;
using ManifestLint.Cli.Tests.Files;
using ManifestLint.Yaml;

namespace ManifestLint.Oracles.Actions;

/// <summary>What a run of the action left behind.</summary>
/// <param name="Succeeded">False if a step failed.</param>
/// <param name="Ran">The ids of the steps that ran.</param>
/// <param name="Outputs">The action's outputs, all of them.</param>
/// <param name="Log">What the runner made of what the steps wrote.</param>
/// <param name="Raw">What the steps wrote.</param>
/// <param name="Summary">The step summary.</param>
internal sealed record ActionResult(
    bool Succeeded,
    List<string> Ran,
    Dictionary<string, string> Outputs,
    RunnerLog Log,
    string Raw,
    string Summary
)
{
    /// <summary>The annotations as kind, file and line: <c>error k8s/web.yaml:3</c>.</summary>
    public IEnumerable<string> Places =>
        Log.Annotations.Select(a => $"{a.Name} {a.Properties.GetValueOrDefault("file")}:{a.Properties.GetValueOrDefault("line")}");
}

/// <summary>
/// Runs the composite action as GitHub's runner does, with real bash: inputs, conditions, file commands, workflow commands. What the action must
/// never do fails the test here. Source: docs.github.com, "Metadata syntax" and "Workflow commands"; actions/runner CompositeActionHandler.cs.
/// </summary>
internal sealed class SimulatedRunner(TemporaryFolder folder)
{
    private const int MostSummary = 1024 * 1024;
    private const int MostAnnotations = 10;

    // What the build that runs this test has set would lead another build astray; whoever runs the tests may have a taste in colours, or a real runner.
    private static readonly string[] s_foreign =
    [
        "MSBuildSDKsPath",
        "MSBuildExtensionsPath",
        "MSBUILD_EXE_PATH",
        "MSBuildLoadMicrosoftTargetsReadOnly",
        "DOTNET_HOST_PATH",
        "Analyze",
        "NO_COLOR",
        "FORCE_COLOR",
        "CLICOLOR_FORCE",
        "COLUMNS",
    ];

    /// <summary>The repository that is scanned.</summary>
    public string Workspace { get; } = folder.Folder("work/shop/shop");

    /// <summary>Where the action's own files are.</summary>
    public string ActionPath { get; init; } = ActionYaml.Repository;

    /// <summary>The <c>github</c> context, as far as it is set.</summary>
    public Dictionary<string, string> GitHub { get; } = new(StringComparer.Ordinal) { ["server_url"] = "https://github.invalid" };

    /// <summary>Variables beside those of the runner.</summary>
    public Dictionary<string, string> Environment { get; } =
        new(StringComparer.Ordinal) { ["RUNNER_OS"] = "Linux", ["RUNNER_ARCH"] = "X64" };

    /// <summary>Writes a file of the repository.</summary>
    public void Write(string relative, string text) => folder.Write(Path.Join("work/shop/shop", relative), text);

    /// <summary>Runs the action with these inputs.</summary>
    public ActionResult Run(params (string Name, string Value)[] given)
    {
        var action = ActionYaml.Parse(File.ReadAllText(Path.Join(ActionPath, "action.yml")), "action.yml");
        var inputs = ActionYaml
            .Map(action["inputs"])
            .ToDictionary(
                i => i.Key,
                i => ActionYaml.Text(ActionYaml.Map(i.Value).GetValueOrDefault("default")) ?? "",
                StringComparer.Ordinal
            );
        foreach (var (name, value) in given)
        {
            Assert.Contains(name, inputs.Keys);
            inputs[name] = value;
        }

        var stepOutputs = new Dictionary<string, string>(StringComparer.Ordinal);
        var expressions = new Expressions(context =>
            context.Split('.', 2) switch
            {
                ["inputs", var name] => inputs[name],
                ["github", var name] => GitHub.GetValueOrDefault(name),
                _ => stepOutputs.GetValueOrDefault(context),
            }
        );
        var runs = Assert.IsType<YamlMapping>(action["runs"]);
        Assert.Equal("composite", ActionYaml.Text(runs["using"]));

        var result = new ActionResult(true, [], new(StringComparer.Ordinal), new RunnerLog(), "", "");
        foreach (var step in ActionYaml.Items(runs["steps"]).Select(ActionYaml.Map))
        {
            Assert.Empty(step.Keys.Except(["name", "id", "if", "shell", "env", "run"]));
            Assert.Equal("bash", ActionYaml.Text(step["shell"]));
            // A step without a status function in its condition runs only while all went well.
            if (!result.Succeeded || (step.TryGetValue("if", out var condition) && !expressions.Holds(ActionYaml.Text(condition)!)))
                continue;
            string id = ActionYaml.Text(step["id"])!;
            result.Ran.Add(id);
            var environment = ActionYaml
                .Map(step.GetValueOrDefault("env"))
                .ToDictionary(e => e.Key, e => expressions.Expand(ActionYaml.Text(e.Value)!), StringComparer.Ordinal);
            result = RunStep(result, id, ActionYaml.Text(step["run"])!, environment, stepOutputs);
        }

        Assert.False(result.Log.IsStopped);
        foreach (var (name, output) in ActionYaml.Map(action["outputs"]))
            result.Outputs[name] = expressions.Expand(ActionYaml.Text(ActionYaml.Map(output)["value"])!);
        return result;
    }

    private ActionResult RunStep(
        ActionResult before,
        string id,
        string script,
        Dictionary<string, string> environment,
        Dictionary<string, string> outputs
    )
    {
        string commands = folder.Folder($"commands/{id}"),
            file = folder.Write($"commands/{id}.sh", script);
        string At(string name)
        {
            string created = Path.Join(commands, name);
            File.WriteAllText(created, "");
            return created;
        }
        string output = At("output"),
            summary = At("summary"),
            env = At("env"),
            path = At("path"),
            state = At("state");
        var foreign = System
            .Environment.GetEnvironmentVariables()
            .Keys.Cast<string>()
            .Where(n => n.StartsWith("GITHUB_", StringComparison.Ordinal) || n.StartsWith("RUNNER_", StringComparison.Ordinal))
            .Concat(s_foreign)
            .Select(name => KeyValuePair.Create(name, (string?)null));
        KeyValuePair<string, string?>[] variables =
        [
            new("CI", "true"),
            new("GITHUB_ACTIONS", "true"),
            new("GITHUB_WORKSPACE", Workspace),
            new("GITHUB_OUTPUT", output),
            new("GITHUB_STEP_SUMMARY", summary),
            new("GITHUB_ENV", env),
            new("GITHUB_PATH", path),
            new("GITHUB_STATE", state),
            new("GITHUB_ACTION_PATH", ActionPath),
            new("GITHUB_REPOSITORY", "shop/shop"),
            new("RUNNER_TEMP", folder.Folder("work/_temp")),
            // Releases are on this machine.
            new("NO_PROXY", "127.0.0.1"),
            new("no_proxy", "127.0.0.1"),
        ];
        var (exitCode, raw, errors) = Oracle.Run(
            "bash",
            ["--noprofile", "--norc", "-e", "-o", "pipefail", file],
            folder: Workspace,
            environment:
            [
                .. foreign,
                .. variables,
                .. Environment.Concat(environment).Select(v => KeyValuePair.Create(v.Key, (string?)v.Value)),
            ]
        );

        int commandsBefore = before.Log.Commands.Count;
        before.Log.Read(raw);
        before.Log.Read(errors);
        var obeyed = before.Log.Commands[commandsBefore..];
        Assert.Empty(obeyed.Select(c => c.Name).Except(["error", "warning", "notice"]));
        Assert.All(obeyed.CountBy(c => c.Name), kind => Assert.InRange(kind.Value, 1, MostAnnotations));
        // No variable, path or state for later steps.
        Assert.All(new[] { env, path, state }, f => Assert.Empty(File.ReadAllText(f)));
        Assert.InRange(new FileInfo(summary).Length, 0, MostSummary);
        foreach (var (name, value) in FileCommands(File.ReadAllText(output)))
            outputs.Add($"steps.{id}.outputs.{name}", value);
        return before with
        {
            Succeeded = exitCode == 0,
            Raw = before.Raw + raw + errors,
            Summary = before.Summary + File.ReadAllText(summary),
        };
    }

    // NAME=VALUE and NAME<<END. Source: actions/runner src/Runner.Worker/FileCommandManager.cs.
    private static IEnumerable<(string Name, string Value)> FileCommands(string text)
    {
        using var lines = new StringReader(text);
        while (lines.ReadLine() is { } line)
        {
            if (line.Length == 0)
                continue;
            int equals = line.IndexOf('='),
                here = line.IndexOf("<<", StringComparison.Ordinal);
            Assert.True(equals > 0 || here > 0, line);
            if (here < 0 || (equals >= 0 && equals < here))
            {
                yield return (line[..equals], line[(equals + 1)..]);
                continue;
            }
            var value = new List<string>();
            string end = line[(here + 2)..];
            while (true)
            {
                string? next = lines.ReadLine();
                Assert.NotNull(next);
                if (next == end)
                    break;
                value.Add(next);
            }
            yield return (line[..here], string.Join('\n', value));
        }
    }
}
