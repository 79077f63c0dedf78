using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using ManifestLint.Cli.Tests;

namespace ManifestLint.Oracles.Actions;

/// <summary>What the action makes of a scan: annotations, outputs, a summary, success or failure.</summary>
public sealed partial class ActionTests(ReleaseServer releases) : ActionTest(releases)
{
    [ActionFact]
    public void Nothing_wrong_is_a_step_that_succeeds()
    {
        Runner.Write("k8s/web.yaml", Sample.Clean);
        var result = Runner.Run();
        Assert.True(result.Succeeded, result.Raw);
        Assert.Equal(["release", "scan"], result.Ran);
        Assert.Empty(result.Log.Annotations);
        Assert.Equal(Outputs("0", "0", "0", "", "0"), result.Outputs);
        Assert.Equal("### manifestlint: no findings in 1 object with 1 pod in 1 file\n", result.Summary);
        Assert.Equal(["manifestlint of release v0.1.0 for linux-x64", "manifestlint: errors 0, warnings 0, notes 0"], result.Log.Shown);
    }

    [ActionFact]
    public void Findings_fail_the_step_and_all_outputs_are_there_all_the_same()
    {
        Runner.Write("k8s/a.yaml", Sample.Warning());
        Runner.Write("k8s/b.yaml", Sample.Error);
        Runner.Write("k8s/c.yaml", Sample.Note);
        var result = Runner.Run(("paths", "k8s"));
        Assert.False(result.Succeeded);
        Assert.Equal(["error k8s/b.yaml:14", "warning k8s/a.yaml:13", "notice k8s/c.yaml:14"], result.Places);
        Assert.Equal("ML1002 memory-limit-below-request", result.Log.Annotations[0].Properties["title"]);
        Assert.Equal(Outputs("3", "1", "1", "", "1"), result.Outputs);
        Assert.Contains("| error | ML1002 memory-limit-below-request | 1 |\n", result.Summary, StringComparison.Ordinal);

        // Code scanning annotates by itself.
        result = Runner.Run(("paths", "k8s"), ("sarif-file", "out.sarif"));
        Assert.Empty(result.Log.Annotations);
        Assert.Contains(result.Log.Shown, l => l.StartsWith("k8s/b.yaml:14:", StringComparison.Ordinal));
        Assert.Equal(Outputs("3", "1", "1", "out.sarif", "1"), result.Outputs);
        using var sarif = JsonDocument.Parse(File.ReadAllText(Path.Join(Runner.Workspace, "out.sarif")));
        Assert.Equal(3, sarif.RootElement.GetProperty("runs")[0].GetProperty("results").GetArrayLength());
    }

    [ActionFact]
    public void Only_what_is_bad_enough_fails()
    {
        Runner.Write("web.yaml", Sample.Warning());
        var result = Runner.Run(("fail-on", "error"));
        Assert.True(result.Succeeded);
        Assert.Equal(["warning web.yaml:13"], result.Places);
        Assert.Equal(Outputs("1", "0", "1", "", "0"), result.Outputs);
    }

    [ActionFact]
    public void The_configuration_decides_what_fails_unless_the_input_does()
    {
        Runner.Write("web.yaml", Sample.Warning());
        Runner.Write("strict/lint.yaml", "rules: {ML1001: error}\nfailOn: never\n");
        var result = Runner.Run(("paths", "web.yaml"), ("config", "strict/lint.yaml"));
        Assert.True(result.Succeeded);
        Assert.Equal(["error web.yaml:13"], result.Places);
        Assert.False(Runner.Run(("paths", "web.yaml"), ("config", "strict/lint.yaml"), ("fail-on", "error")).Succeeded);
    }

    [ActionTheory]
    [InlineData(
        "config",
        "lint.yaml",
        "manifestlint: lint.yaml:1:1: a configuration has no key failon (did you mean failOn?)\nmanifestlint: lint.yaml:2:9: there is no rule 100%::error::x"
    )]
    [InlineData("config", "--strict", "manifestlint: --strict: the configuration cannot be read: it does not exist")]
    [InlineData("paths", "nowhere\n::error::x", "manifestlint: ::error::x does not exist\nmanifestlint: nowhere does not exist")]
    [InlineData("baseline", "none.json", "manifestlint: none.json: the baseline cannot be read: it does not exist")]
    [InlineData("fail-on", "worst", "manifestlint: --fail-on: 'worst' is none of error, warning, note, never")]
    [InlineData("annotations", "yes", "annotations and summary are true or false")]
    [InlineData("annotations", "true", "annotations and sarif-file would show every finding twice: code scanning annotates by itself")]
    [InlineData("kubernetes-version", "1.2", "manifestlint: --kubernetes-version: ")]
    [InlineData("node-memory", "much", "manifestlint: --node-memory: ")]
    [InlineData("node-cpus", "many", "manifestlint: --node-cpus: ")]
    [InlineData(
        "context",
        "limits nowhere",
        "manifestlint: --context: limits does not exist\nmanifestlint: --context: nowhere does not exist"
    )]
    [InlineData("arguments", "--fail-on worst", "manifestlint: --fail-on: 'worst' is none of error, warning, note, never")]
    [InlineData("summary", "", "annotations and summary are true or false")]
    public void What_cannot_be_done_is_an_error_with_the_message_of_the_tool(string input, string value, string message)
    {
        Runner.Write("web.yaml", Sample.Warning());
        Runner.Write("lint.yaml", "failon: note\nrules: {\"100%::error::x\": off}\n");
        var result = Runner.Run((input, value), ("sarif-file", "out.sarif"));
        Assert.False(result.Succeeded);
        var annotation = Assert.Single(result.Log.Commands);
        Assert.Equal(("error", "manifestlint"), (annotation.Name, annotation.Properties["title"]));
        Assert.Contains(message, annotation.Data, StringComparison.Ordinal);
        Assert.Equal(Outputs("", "", "", "", "2"), result.Outputs);
    }

    [ActionTheory]
    [InlineData("--select ML1002  --exit-zero")]
    [InlineData("--select\nML1002\n--exit-zero\n")]
    public void Further_options_are_words_or_lines(string arguments)
    {
        Runner.Write("a.yaml", Sample.Warning());
        Runner.Write("b.yaml", Sample.Error);
        var result = Runner.Run(("arguments", arguments), ("kubernetes-version", "1.33"), ("node-memory", "8Gi"), ("node-cpus", "2"));
        Assert.Equal(["error b.yaml:14"], result.Places);
        Assert.True(result.Succeeded);
    }

    [ActionTheory]
    [InlineData("cluster more/limits.yaml")]
    [InlineData("cluster\nmore/limits.yaml\n")]
    public void Context_counts_and_has_no_findings(string context)
    {
        Runner.Write("k8s/web.yaml", Sample.Warning());
        Runner.Write("cluster/a.yaml", Sample.Error);
        Runner.Write("more/limits.yaml", Sample.Error);
        var result = Runner.Run(("paths", "k8s"), ("context", context));
        Assert.Equal(["warning k8s/web.yaml:13"], result.Places);
    }

    [ActionFact]
    public void A_baseline_leaves_what_is_new()
    {
        Runner.Write("old.yaml", Sample.Warning("old"));
        Assert.Equal(
            1,
            CliProcess
                .Run(Runner.Workspace, "scan", "--quiet", "--exit-zero")
                .Lines.Count(l => l.StartsWith("old.yaml", StringComparison.Ordinal))
        );
        CliProcess.Run(Runner.Workspace, "scan", "--quiet", "--write-baseline", "baseline.json");
        var before = Runner.Run(("baseline", "baseline.json"));
        Assert.Equal((true, "0"), (before.Succeeded, before.Outputs["findings"]));
        Runner.Write("new.yaml", Sample.Warning("new"));
        var after = Runner.Run(("baseline", "baseline.json"));
        Assert.Equal(["warning new.yaml:13"], after.Places);
        Assert.Equal(Outputs("1", "0", "1", "", "1"), after.Outputs);
    }

    [ActionFact]
    public void More_than_ten_of_a_kind_are_counted_in_one_notice()
    {
        for (int i = 10; i < 35; i++)
        {
            Runner.Write($"a{i}.yaml", Sample.Note);
            Runner.Write($"b{i}.yaml", Sample.Warning());
        }
        for (int i = 10; i < 22; i++)
            Runner.Write($"c{i}.yaml", Sample.Error);
        var result = Runner.Run();
        Assert.Equal(
            [.. Enumerable.Repeat("error", 10), .. Enumerable.Repeat("warning", 10), .. Enumerable.Repeat("notice", 10)],
            result.Log.Annotations.Select(a => a.Name)
        );
        Assert.Equal("error c10.yaml:14", result.Places.First());
        Assert.Equal(
            "not shown here: 2 errors, 15 warnings and 16 notes. GitHub shows 10 annotations of each kind; the other reports have all",
            result.Log.Annotations[^1].Data
        );
        Assert.Equal(Outputs("62", "12", "25", "", "1"), result.Outputs);
        Assert.Equal(62, result.Summary.Split('\n').Count(l => l.StartsWith("- ", StringComparison.Ordinal)));
    }

    [ActionFact]
    public void Without_annotations_the_log_has_all_findings()
    {
        Runner.Write("web.yaml", Sample.Warning());
        var result = Runner.Run(("annotations", "false"));
        Assert.Empty(result.Log.Commands);
        Assert.Contains(Sample.WarningLine("web.yaml"), result.Log.Shown);
        Assert.Equal("1", result.Outputs["exit-code"]);
        Assert.NotEmpty(result.Summary);
    }

    [ActionFact]
    public void Without_a_summary_there_is_none()
    {
        Runner.Write("web.yaml", Sample.Warning());
        var result = Runner.Run(("summary", "false"));
        Assert.Empty(result.Summary);
        Assert.Single(result.Log.Annotations);
    }

    [ActionFact]
    public void A_repository_below_the_workspace_keeps_its_paths()
    {
        Directory.Delete(Path.Join(Runner.Workspace, ".git"), recursive: true);
        Runner.Write("app/.git/HEAD", "ref: refs/heads/main\n");
        Runner.Write("app/k8s/web.yaml", Sample.Warning());
        Runner.Write("loose/web.yaml", Sample.Warning());
        var result = Runner.Run();
        Assert.Equal(["warning k8s/web.yaml:13", "warning loose/web.yaml:13"], result.Places);
        Runner.Run(("sarif-file", "x.sarif"));
        Assert.Contains("- `k8s/web.yaml:13:9` ", result.Summary, StringComparison.Ordinal);
        Assert.Contains("\"uri\":\"k8s/web.yaml\"", File.ReadAllText(Path.Join(Runner.Workspace, "x.sarif")), StringComparison.Ordinal);
    }

    [ActionTheory]
    [InlineData("k8s  more")]
    [InlineData("k8s\nmore\n")]
    [InlineData("k8s/*.yaml more")]
    public void Paths_are_words_or_lines_and_globs(string paths)
    {
        Runner.Write("k8s/web.yaml", Sample.Warning());
        Runner.Write("more/web.yaml", Sample.Warning());
        Runner.Write("other/web.yaml", Sample.Warning());
        Assert.Equal(["warning k8s/web.yaml:13", "warning more/web.yaml:13"], Runner.Run(("paths", paths)).Places);
    }

    [ActionFact]
    public void A_path_on_a_line_of_its_own_may_have_blanks_and_look_like_an_option()
    {
        Runner.Write("a b/web.yaml", Sample.Warning());
        Runner.Write("--report.yaml", Sample.Warning());
        Assert.Equal(["warning --report.yaml:13", "warning a b/web.yaml:13"], Runner.Run(("paths", "a b\n--report.yaml\n")).Places);
    }

    [ActionFact]
    public void No_input_is_run_or_becomes_an_output_of_its_own()
    {
        Runner.Write("web.yaml", Sample.Warning());
        const string attack = "\"; touch hacked; $(touch hacked) `touch hacked` ${IFS}\n::error::x\nexit-code=7";
        foreach (string input in new[] { "paths", "config", "baseline", "fail-on", "annotations", "summary", "node-memory", "arguments" })
            Check(Runner.Run((input, attack)));
        var sarif = Runner.Run(("sarif-file", attack));
        Assert.Equal(("1", attack), (sarif.Outputs["exit-code"], sarif.Outputs["sarif-file"]));
        var version = Runner.Run(("version", attack));
        Assert.Equal(["release"], version.Ran);
        Assert.StartsWith($"version {attack} has no ", Assert.Single(version.Log.Commands).Data, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Join(Runner.Workspace, "hacked")));

        void Check(ActionResult result)
        {
            Assert.False(result.Succeeded);
            Assert.Equal("manifestlint", Assert.Single(result.Log.Commands).Properties["title"]);
            Assert.Equal(Outputs("", "", "", "", "2"), result.Outputs);
        }
    }

    [ActionTheory]
    [InlineData("true")]
    [InlineData("false")]
    public void A_manifest_gives_no_commands_and_no_markup(string annotations)
    {
        string[] attacks =
        [
            "::error file=README.md,line=1::mine",
            "\\n::set-output name=findings::0\\n",
            "##[add-path]/tmp/evil",
            "\\n##[set-env name=LD_PRELOAD]x",
            "::stop-commands::x",
            "\\r::add-mask::a",
            "%0A::error::x",
            "<script>alert(1)</script>",
            "x](javascript:alert(1))",
            "![x](https://evil.example/a.png)",
            "`<b>`",
            "| a | b |",
            "@octocat #1",
            "\\e[31m\\u001b]8;;https://evil.example\\a",
            "\\u2028::error::x\\u2029",
            "\\u202e",
            "\\\"summary\\\":{\\\"errors\\\":7,\\\"warnings\\\":7,\\\"notes\\\":7,",
            "[ML9999 x]\\n</details>",
        ];
        for (int i = 0; i < attacks.Length; i++)
        {
            Runner.Write(
                $"k8s/{i:00}.yaml",
                Sample.Warning().Replace("name: app\n", $"name: \"{attacks[i]}\"\n", StringComparison.Ordinal)
            );
            Runner.Write(
                $"k8s/q{i:00}.yaml",
                Sample.Warning().Replace("memory: 128Mi", $"memory: \"1Gi{attacks[i]}\"", StringComparison.Ordinal)
            );
        }
        Runner.Write("k8s/z\n::error::in a name\n##[add-path]x, line=1,`<script>`.yaml", Sample.Error);
        Runner.Write("k8s/zz-bad-::error::.yaml", "apiVersion: v1\nkind: Pod\n\"\\q::error::x\n##[add-path]y\": [\n");
        string compose = "::warning::none\u2028<b>##[add-path]x.yaml";
        Runner.Write(compose, Sample.Compose);

        var result = Runner.Run(("paths", $"k8s\n{compose}"), ("annotations", annotations));
        Assert.True(result.Outputs["exit-code"] == "1", result.Raw);
        int all = int.Parse(result.Outputs["findings"], System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(all, 36, 80);
        var genuine = result.Log.Annotations.FindAll(a => a.Properties["title"] != "manifestlint");
        if (annotations == "true")
        {
            // Each stands for a file of ours, at a line it has; none was made by a text.
            Assert.NotEmpty(genuine);
            Assert.All(genuine, a => Assert.True(File.Exists(Path.Join(Runner.Workspace, a.Properties["file"])), a.Properties["file"]));
            Assert.All(genuine, a => Assert.Matches("^ML[0-9]{4} [a-z-]+$", a.Properties["title"]));
            Assert.Equal(all, genuine.Count + TotalOf(Assert.Single(result.Log.Annotations.Except(genuine)).Data));
        }
        else
        {
            Assert.Empty(result.Log.Commands);
            Assert.Equal(all, result.Log.Shown.Count(l => Finding().IsMatch(l)));
        }
        Assert.DoesNotContain(result.Raw, c => c is '\u001b' or '\u202e' or '\u2028' or '\r');
        Assert.DoesNotMatch(Markup(), CodeSpan().Replace(result.Summary, ""));
        Assert.Equal(all, result.Summary.Split('\n').Count(l => l.StartsWith("- ", StringComparison.Ordinal)));
    }

    [ActionFact]
    public void A_summary_stays_below_a_mebibyte()
    {
        // 8,000 findings.
        string text = string.Join("---\n", Enumerable.Range(0, 4_000).Select(i => Sample.Warning($"web-{i}")));
        for (int i = 0; i < 2; i++)
            Runner.Write($"{i}.yaml", text);
        var result = Runner.Run();
        Assert.Equal(Outputs("8000", "0", "8000", "", "1"), result.Outputs);
        Runner.Run(("sarif-file", "all.sarif"), ("summary", "false"));
        Assert.InRange(Encoding.UTF8.GetByteCount(result.Summary), 900_000, 1024 * 1024);
        Assert.EndsWith(" left out: a summary has room for 1 MiB.\n", result.Summary, StringComparison.Ordinal);
        Assert.Equal(10, result.Log.Annotations.Count(a => a.Name == "warning"));

        // Code scanning takes 10 MB of gzip and 25,000 results.
        using var log = File.OpenRead(Path.Join(Runner.Workspace, "all.sarif"));
        using var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal, leaveOpen: true))
            log.CopyTo(gzip);
        Assert.InRange(zipped.Length, 1, 10_000_000);
    }

    [ActionTheory]
    [InlineData("exit 0", "manifestlint wrote no report", "3")]
    [InlineData("echo '::error::x' >&2; exit 3", "::error::x", "3")]
    [InlineData("kill -9 $$", "manifestlint ended with exit code 137", "137")]
    public void A_scan_that_did_not_take_place_is_no_success(string program, string message, string exitCode)
    {
        var (archive, digest) = ReleaseServer.Pack(Folder, $"#!/bin/sh\n[ \"$1\" != scan ] || {{ {program}; }}\n");
        Releases.Add("v0.6.0", "linux-x64", archive);
        List(("v0.6.0", "linux-x64", digest));
        var result = Runner.Run(("sarif-file", "x.sarif"));
        Assert.False(result.Succeeded);
        Assert.Equal(message, Assert.Single(result.Log.Commands).Data);
        Assert.Equal(Outputs("", "", "", "", exitCode), result.Outputs);
    }

    private static int TotalOf(string notice) =>
        notice.Split('.')[0].Split(' ').Sum(word => int.TryParse(word, out int number) ? number : 0);

    [GeneratedRegex(@" \[ML[0-8][0-9]{3} [a-z-]+\]$")]
    private static partial Regex Finding();

    // What is left after the code spans and the comments that the reporter writes itself.
    [GeneratedRegex(
        @"<(?!!-- -->)|(?<!\\)\]\(|(?<!\\)!\[|^#+(?! (?:manifestlint: |[#]* ?(?:Errors|Warnings|Notes)$))[^#]|@\w|https?://|(?<!\\)`",
        RegexOptions.Multiline | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Markup();

    [GeneratedRegex("(?<![`\\\\])(?<fence>`+)(?!`).+?(?<!`)\\k<fence>(?!`)", RegexOptions.ExplicitCapture)]
    private static partial Regex CodeSpan();
}
