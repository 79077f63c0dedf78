namespace ManifestLint.Cli.Tests;

/// <summary>explain, rules, --version and help as processes.</summary>
public sealed class ExplainTests
{
    [Theory]
    [InlineData("memory-limit-mising", "there is no rule memory-limit-mising (did you mean memory-limit-missing?)")]
    [InlineData("ML1O01", "there is no rule ML1O01 (did you mean ML1001?)")]
    [InlineData("nothing-like-it", "there is no rule nothing-like-it (manifestlint rules lists all; a line of a manifest is FILE:LINE)")]
    [InlineData("examples/spring-service.yaml:50", "examples/spring-service.yaml has no pod at line 50 (containers start at 21)")]
    [InlineData("examples/spring-servce.yaml:28", "does not exist (did you mean examples/spring-service.yaml?)")]
    [InlineData("CHANGELOG.md:1", "CHANGELOG.md: holds no Kubernetes object")]
    public void A_wrong_subject_is_told(string subject, string message)
    {
        var (exit, output, error) = Run("explain", subject);
        Assert.Equal(2, exit);
        Assert.Empty(output);
        Assert.Contains(message, error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ML1001")]
    [InlineData("ml1001")]
    [InlineData("memory-limit-missing")]
    public void A_rule_goes_by_id_and_name(string subject)
    {
        var (exit, output, error) = Run("explain", subject);
        Assert.Equal(0, exit);
        Assert.Empty(error);
        Assert.StartsWith("ML1001 memory-limit-missing\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\x1b', output);
    }

    [Fact]
    public void Colour_comes_when_asked_for() =>
        Assert.Contains("\x1b[1mML1001", Run("explain", "ML1001", "--color", "always").Output, StringComparison.Ordinal);

    [Fact]
    public void A_place_may_be_copied_from_a_report() =>
        Assert.Equal(Run("explain", "examples/spring-service.yaml:28"), Run("explain", "examples/spring-service.yaml:28:22"));

    [Fact]
    public void The_node_is_what_options_say() =>
        Assert.Contains(
            "÷ 34359738368",
            Run("explain", "examples/spring-service.yaml:28", "--node-memory", "32Gi").Output,
            StringComparison.Ordinal
        );

    [Fact]
    public void The_version_names_the_commit() => Assert.Matches(@"^0\.1\.0\+[0-9a-f]{40}\n$", Run("--version").Output);

    [Fact]
    public void Alone_it_shows_help_with_three_examples()
    {
        var (exit, output, _) = Run();
        Assert.Equal(0, exit);
        Assert.Equal(Run("--help").Output, output);
        Assert.Equal(
            3,
            output[output.IndexOf("Examples:", StringComparison.Ordinal)..]
                .Split('\n')
                .Count(l => l.Contains("manifestlint ", StringComparison.Ordinal))
        );
        Assert.DoesNotContain("Examples:", Run("scan", "--help").Output, StringComparison.Ordinal);
    }

    private static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var result = CliProcess.Run(Root(), arguments);
        return (result.ExitCode, result.Output, result.Error);
    }

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ManifestLint.sln")))
            folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("ManifestLint.sln was not found above the test binaries");
    }
}
