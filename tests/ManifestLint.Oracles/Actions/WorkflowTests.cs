using System.Text.RegularExpressions;
using ManifestLint.Cli.Tests;
using ManifestLint.Cli.Tests.Files;
using ManifestLint.Yaml;

namespace ManifestLint.Oracles.Actions;

/// <summary>The project's own workflows, and the scripts of its action: they parse, ask for no more rights than they need, and call only what exists.</summary>
public sealed partial class WorkflowTests : IDisposable
{
    // Programs that GitHub's machines have, and words of the shell.
    private static readonly string[] s_known =
    [
        .. "cp diff dotnet gh grep mkdir sed shasum sudo tar".Split(' '),
        .. "cd command echo else exit fi if test then".Split(' '),
    ];

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files =>
        [
            .. Directory
                .GetFiles(Path.Join(ActionYaml.Repository, ".github/workflows"))
                .Select(f => Path.GetFileName(f)!)
                .Order(StringComparer.Ordinal),
        ];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_may_read_and_each_further_right_is_one_jobs(string file)
    {
        var workflow = ActionYaml.Read($".github/workflows/{file}");
        Assert.Equal(["contents=read"], Permissions(workflow["permissions"]));
        var more = ActionYaml
            .Map(workflow["jobs"])
            .SelectMany(job => Permissions(((YamlMapping)job.Value)["permissions"]).Select(p => $"{job.Key} {p}"))
            .Where(p => p.EndsWith("write", StringComparison.Ordinal));
        string[] known = ["scan security-events=write", "publish contents=write"];
        Assert.Empty(more.Except(known));

        static IEnumerable<string> Permissions(YamlNode? node) => ActionYaml.Map(node).Select(p => $"{p.Key}={ActionYaml.Text(p.Value)}");
    }

    [OracleTheory("bash")]
    [MemberData(nameof(Files))]
    public void Scripts_are_bash_without_expressions_and_name_what_exists(string file)
    {
        int scripts = 0;
        foreach (var step in Steps(file).Where(s => s.ContainsKey("run")))
        {
            string script = ActionYaml.Text(step["run"])!;
            scripts++;
            Assert.DoesNotContain("${{", script, StringComparison.Ordinal);
            Assert.Equal((0, "", ""), Oracle.Run("bash", ["-n"], script));
            foreach (Match path in NamedFile().Matches(script))
                Assert.True(Path.Exists(Path.Join(ActionYaml.Repository, path.Value)), $"{file}: {path.Value}");
            Assert.Empty(Program().Matches(script).Select(p => p.Value).Except(s_known));
        }
        Assert.NotEqual(0, scripts);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_are_pinned_and_get_inputs_that_they_have(string file)
    {
        foreach (var step in Steps(file).Where(s => s.ContainsKey("uses")))
        {
            string uses = ActionYaml.Text(step["uses"])!;
            if (uses != "./")
                Assert.Matches("^(actions|github)/[a-z/-]+@(v[0-9]+|[0-9a-f]{40})$", uses);
            else
                Assert.Empty(ActionYaml.Map(step["with"]).Keys.Except(ActionYaml.Map(ActionYaml.Read("action.yml")["inputs"]).Keys));
        }
    }

    [Fact]
    public void Every_platform_of_the_action_is_released()
    {
        string fetch = ActionYaml.Text(
            ActionYaml.Map(ActionYaml.Items(((YamlMapping)ActionYaml.Read("action.yml")["runs"]!)["steps"]).First())["run"]
        )!;
        var matrix = Assert.IsType<YamlMapping>(Job("release.yml", "native")["strategy"]);
        var released = ActionYaml.Items(ActionYaml.Map(matrix["matrix"])["include"]).Select(ActionYaml.Map).ToList();
        Assert.Equal(
            Platform().Matches(fetch).Select(m => m.Groups["platform"].Value).Order(StringComparer.Ordinal),
            released.Select(p => ActionYaml.Text(p["platform"])).Order(StringComparer.Ordinal)
        );
        Assert.Equal("linux-x64", ActionYaml.Text(Assert.Single(released, p => ActionYaml.Text(p["untested"]) == "false")["platform"]));
    }

    [OracleTheory("bash", "grep", "sed")]
    [InlineData("v1.2.3", "## 1.2.3 (2026-11-20)", 0, "")]
    [InlineData("v1.2.4", "## 1.2.3 (2026-11-20)", 1, "the tag is v1.2.4, Directory.Build.props says 1.2.3\n")]
    [InlineData("v1.2.3", "## 1.2.3 (unreleased)", 1, "CHANGELOG.md has no dated section 1.2.3\n")]
    [InlineData("v1.2.3", "## 1x2.3 (2026-11-20)", 1, "CHANGELOG.md has no dated section 1.2.3\n")]
    public void A_release_needs_a_tag_a_version_and_a_section_that_agree(string tag, string heading, int exitCode, string error)
    {
        _folder.Write(
            "Directory.Build.props",
            "<Project>\n  <PropertyGroup>\n    <Version>1.2.3</Version>\n  </PropertyGroup>\n</Project>\n"
        );
        _folder.Write("CHANGELOG.md", $"# Changelog\n\n{heading}\n\nText.\n");
        var run = Oracle.Bash(
            _folder.Path,
            $"GITHUB_REF_NAME={tag}\nset -e -o pipefail\n{Run("release.yml", "check", "Tag, version and changelog agree")}"
        );
        Assert.Equal((exitCode, error), (run.ExitCode, run.Error));
        Assert.Single(File.ReadLines(Path.Join(ActionYaml.Repository, "Directory.Build.props")), l =>
            l.Contains("<Version>", StringComparison.Ordinal)
        );
    }

    [OracleFact("bash", "sed")]
    public void The_notes_of_a_release_are_its_section()
    {
        _folder.Write(
            "CHANGELOG.md",
            "# Changelog\n\nAbout.\n\n## 2.0.0 (2026-11-20)\n\n- New.\n\n- Newer.\n\n## 1.0.0 (2026-01-01)\n\n- Old.\n"
        );
        string script = Run("release.yml", "publish", "Release");
        Assert.Equal(
            0,
            Oracle
                .Bash(_folder.Path, string.Join('\n', script.Split('\n').Where(l => !l.StartsWith("gh ", StringComparison.Ordinal))))
                .ExitCode
        );
        Assert.Equal("\n- New.\n\n- Newer.\n\n", File.ReadAllText(_folder.At("notes.md")));
    }

    [Fact]
    public void No_script_holds_an_expression()
    {
        foreach (var step in ActionYaml.Items(((YamlMapping)ActionYaml.Read("action.yml")["runs"]!)["steps"]).Select(ActionYaml.Map))
        {
            Assert.DoesNotContain("${{", ActionYaml.Text(step["run"]), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_tables_in_the_documents_name_every_input_and_output()
    {
        string text = File.ReadAllText(Path.Join(ActionYaml.Repository, "docs/living.md"));
        var action = ActionYaml.Read("action.yml");
        Assert.Equal(
            ActionYaml.Map(action["inputs"]).Select(i => (i.Key, ActionYaml.Text(ActionYaml.Map(i.Value)["default"])!)),
            InputRow()
                .Matches(text[text.IndexOf("| input |", StringComparison.Ordinal)..])
                .Select(m => (m.Groups["name"].Value, m.Groups["default"].Value))
        );
        string outputs = text[text.IndexOf("| output |", StringComparison.Ordinal)..];
        Assert.Equal(ActionYaml.Map(action["outputs"]).Keys, OutputRow().Matches(outputs).Select(m => m.Groups["name"].Value));
    }

    /// <summary>The script of a step, by its name.</summary>
    internal static string Run(string file, string job, string name) =>
        ActionYaml.Text(
            Assert.Single(ActionYaml.Items(Job(file, job)["steps"]).Select(ActionYaml.Map), s =>
                ActionYaml.Text(s.GetValueOrDefault("name")) == name
            )["run"]
        )!;

    private static YamlMapping Job(string file, string job) =>
        Assert.IsType<YamlMapping>(ActionYaml.Map(ActionYaml.Read($".github/workflows/{file}")["jobs"])[job]);

    private static IEnumerable<Dictionary<string, YamlNode>> Steps(string file) =>
        ActionYaml
            .Map(ActionYaml.Read($".github/workflows/{file}")["jobs"])
            .Values.SelectMany(job => ActionYaml.Items(((YamlMapping)job)["steps"]))
            .Select(ActionYaml.Map);

    [GeneratedRegex(
        @"(?<![\w$/""-])(\./[\w./-]+|(src|examples|tests|docs)(/[\w.-]+)*|[A-Z][A-Za-z]*(\.[A-Za-z]+)+|LICENSE)(?![\w/])",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex NamedFile();

    // The first word of a command.
    [GeneratedRegex(@"(?<=^ *|\$\(|[|;&{] |then |else )[a-z][a-z0-9-]*(?=[ \n]|$)", RegexOptions.Multiline)]
    private static partial Regex Program();

    [GeneratedRegex(@"platform=(?<platform>[a-z0-9-]+) ;;", RegexOptions.ExplicitCapture)]
    private static partial Regex Platform();

    [GeneratedRegex(
        @"^\| `(?<name>[a-z-]+)` \| (`(?<default>[^`]+)` )?\| [^|\n]*(\\\|[^|\n]*)*\|$",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex InputRow();

    [GeneratedRegex(@"^\| `(?<name>[a-z-]+)` \| [^|\n]+\|$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex OutputRow();
}
