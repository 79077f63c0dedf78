using System.Text.RegularExpressions;
using ManifestLint.Tests;

namespace ManifestLint.Cli.Tests;

/// <summary>What README and docs quote is what the tool prints. Sessions need a shell: QuotedSessionOracleTests runs them.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = VectorFiles.RepositoryRoot();

    private static readonly Lazy<string> Help = new(() =>
        string.Concat(new[] { "scan", "inspect", "config", "rules", "explain" }.Select(c => CliProcess.Run(Root, c, "--help").Output))
        + " --help --version"
    );

    private static readonly Lazy<string> Rules = new(() => CliProcess.Run(Root, "rules", "--format", "json").Output);

    public static TheoryData<string> Documents =>
        [.. Directory.GetFiles(Path.Join(Root, "docs"), "*.md").Select(f => Path.GetRelativePath(Root, f)).Prepend("README.md")];

    [Fact]
    public void Examples_report_what_ci_expects()
    {
        string path = Path.Join(Root, "examples", "expected.txt");
        string actual = CliProcess.Run(Root, "scan", "examples", "--format", "concise").Output;
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(path, actual);
        else
            Assert.Equal(File.ReadAllText(path), actual);
    }

    // The block of README whose lines GitHub makes annotations of.
    [Fact]
    public void What_github_is_told_is_quoted_as_it_is_printed()
    {
        string path = Path.Join(Root, "README.md"),
            text = File.ReadAllText(path);
        string actual = CliProcess.Run(Root, "scan", "examples", "--format", "github").Output;
        var quoted = Annotations().Match(text);
        Assert.True(quoted.Success, "README quotes no annotations");
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(path, text[..quoted.Index] + actual + text[(quoted.Index + quoted.Length)..]);
        else
            Assert.Equal(quoted.Value, actual);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Options_rules_and_files_that_are_named_exist(string document)
    {
        string text = File.ReadAllText(Path.Join(Root, document));
        string help = Help.Value;
        // Those of other programs.
        string[] others =
        [
            .. "--max-old-space-size --files --project --global --show-only --output-dir --enable-helm --save-dev --repo --rm --manifest-url".Split(
                ' '
            ),
        ];
        Assert.All(OptionName().Matches(text).Select(m => m.Value).Except(others), name =>
            Assert.Matches($"{Regex.Escape(name)}(?![a-z-])", help)
        );
        Assert.All(RuleId().Matches(text).Select(m => m.Value), id => Assert.Contains($"\"{id}\"", Rules.Value, StringComparison.Ordinal));
        string folder = Path.GetDirectoryName(Path.Join(Root, document))!;
        Assert.All(Link().Matches(text).Select(m => m.Groups["path"].Value), path =>
            Assert.True(Path.Exists(Path.Join(folder, path)), path)
        );
    }

    // A default that the table of options tells is the one that help tells.
    [Fact]
    public void Defaults_in_the_table_of_options_are_those_of_the_tool()
    {
        string help = Blanks().Replace(CliProcess.Run(Root, "scan", "--help").Output, " ");
        string[] rows =
        [
            .. File.ReadAllText(Path.Join(Root, "README.md")).Split('\n').Where(l => l.StartsWith("| `--", StringComparison.Ordinal)),
        ];
        Assert.Equal(16, rows.Length);
        foreach (string row in rows)
        {
            if (Default().Match(row) is { Success: true } found)
                Assert.Contains($"(default {found.Groups["value"].Value})", help, StringComparison.Ordinal);
        }
        Assert.Contains("--node-memory 16Gi`, `--node-cpus 4`", string.Concat(rows), StringComparison.Ordinal);
        Assert.Contains("(default 16Gi)", help, StringComparison.Ordinal);
        Assert.Contains("(default 4)", help, StringComparison.Ordinal);
        Assert.Contains("`--java-version 17`", string.Concat(rows), StringComparison.Ordinal);
        Assert.Contains("else 17)", help, StringComparison.Ordinal);
        Assert.Contains("`--kubernetes-version 1.28…1.37`", string.Concat(rows), StringComparison.Ordinal);
        Assert.Contains("1.28 to 1.37 (default 1.36)", help, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"(?<=^```text\n)(::[^\n]*\n)+(?=```$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Annotations();

    [GeneratedRegex("(?<![\\w-])--[a-z][a-z-]+(?![\\w=]*>)")]
    private static partial Regex OptionName();

    [GeneratedRegex("(?<![A-Za-z0-9])ML[0-9]{4}(?![0-9])")]
    private static partial Regex RuleId();

    [GeneratedRegex(@"\]\((?!https?:)(?<path>[^)#\s]+)(#[^)]*)?\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Link();

    [GeneratedRegex(@"\(default:? (?<value>[a-z0-9.]+)\)", RegexOptions.ExplicitCapture)]
    private static partial Regex Default();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
