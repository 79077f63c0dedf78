using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace ManifestLint.Cli.Tests;

/// <summary>What README quotes is what the tool prints: every <c>console</c> block is run. <c>ACCEPT=1</c> rewrites the blocks.</summary>
public sealed partial class ReadmeTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> Documents => [.. new[] { "README.md" }.Concat(
        Directory.Exists(Path.Combine(Root, "docs")) ? Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Select(f => Path.GetRelativePath(Root, f)) : [])];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Quoted_commands_print_what_is_quoted(string document)
    {
        string path = Path.Combine(Root, document);
        string text = File.ReadAllText(path);
        string actual = ConsoleBlock().Replace(text, block => $"```console\n$ manifestlint {block.Groups["arguments"].Value}\n{Run(block.Groups["arguments"].Value)}```");
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1") File.WriteAllText(path, actual);
        else Assert.Equal(text, actual);
    }

    [Fact]
    public void Examples_report_what_ci_expects()
    {
        string path = Path.Combine(Root, "examples", "expected.txt");
        string actual = Run("scan examples --format concise");
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1") File.WriteAllText(path, actual);
        else Assert.Equal(File.ReadAllText(path), actual);
    }

    private static string Run(string arguments)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = Root, RedirectStandardOutput = true, UseShellExecute = false, StandardOutputEncoding = Encoding.UTF8 };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "manifestlint.dll"));
        foreach (string argument in arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries)) start.ArgumentList.Add(argument);
        foreach (string variable in new[] { "COLUMNS", "FORCE_COLOR", "CLICOLOR_FORCE" }) start.Environment.Remove(variable);
        using var process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return output;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "ManifestLint.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("ManifestLint.sln was not found above the test binaries");
    }

    [GeneratedRegex(@"```console\n\$ manifestlint (?<arguments>[^\n]*)\n(?<output>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex ConsoleBlock();
}
