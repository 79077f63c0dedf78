using System.Collections.Concurrent;
using ManifestLint.Cli.Tests;

namespace ManifestLint.Oracles;

/// <summary>Completion scripts in the shells they are for.</summary>
public sealed class CompletionOracleTests
{
    private static readonly ConcurrentDictionary<string, Lazy<string>> Scripts = new(StringComparer.Ordinal);

    [OracleFact("bash")]
    public void Bash_completes()
    {
        Assert.Equal(["scan"], Bash("manifestlint", "sc"));
        Assert.Equal(["--fail-on"], Bash("manifestlint", "scan", "--fa"));
        Assert.Equal(["sarif"], Bash("manifestlint", "scan", "--format", "sa"));
        Assert.Equal(["sarif"], Bash("manifestlint", "scan", "--format", "=", "sa"));
        Assert.Equal(["github", "gitlab"], Bash("manifestlint", "scan", "k8s", "-f", "git"));
        Assert.Equal(["json", "text"], Bash("manifestlint", "inspect", "--format", ""));
        Assert.Equal(["error", "never", "note", "warning"], Bash("manifestlint", "scan", "--fail-on", "=").Order(StringComparer.Ordinal));
        Assert.Equal(["ML1001"], Bash("manifestlint", "explain", "ML1001"));
        Assert.Contains("memory-limit-missing", Bash("manifestlint", "explain", "memory-"));
        Assert.Equal(["bash", "fish", "pwsh", "zsh"], Bash("manifestlint", "completions", ""));
        string file = Path.GetTempFileName();
        Assert.Equal([file], Bash("manifestlint", "scan", file[..^1]));
        Assert.Equal([file], Bash("manifestlint", "scan", "--output", file[..^1]));
        Assert.Equal(["--kustomize"], Bash("manifestlint", "scan", "--kus"));
        Assert.Equal([file], Bash("manifestlint", "scan", "--kustomize", file[..^1]));
        File.Delete(file);
    }

    [OracleFact("fish")]
    public void Fish_completes()
    {
        Assert.Equal(["scan"], Fish("manifestlint sc"));
        Assert.Equal(["sarif"], Fish("manifestlint scan --format sa"));
        Assert.Equal(["--fail-on"], Fish("manifestlint scan --fail-"));
        Assert.Equal(["ML1001"], Fish("manifestlint explain ML1001"));
        Assert.Equal(["--kustomize"], Fish("manifestlint scan --kus"));
        string folder = Directory.CreateTempSubdirectory("manifestlint-completion-").FullName;
        Assert.Equal([folder + "/"], Fish($"manifestlint scan --kustomize {folder[..^1]}"));
        Directory.Delete(folder);
    }

    [OracleFact("zsh")]
    public void Zsh_reads_its_script()
    {
        var (exitCode, _, error) = Oracle.Run("zsh", ["-n", "/dev/stdin"], Script("zsh"));
        Assert.True(exitCode == 0 && error.Length == 0, error);
    }

    private static string[] Bash(params string[] words)
    {
        string list = string.Join(' ', words.Select(w => $"'{w}'"));
        string script =
            $"{Script("bash")}\nCOMP_WORDS=({list}); COMP_CWORD=$((${{#COMP_WORDS[@]}} - 1)); _manifestlint; printf '%s\\n' \"${{COMPREPLY[@]}}\"";
        return Lines(Oracle.Run("bash", ["--norc", "-s"], script));
    }

    private static string[] Fish(string line) =>
        [.. Lines(Oracle.Run("fish", ["--no-config"], $"{Script("fish")}\ncomplete -C '{line}'\n")).Select(l => l.Split('\t')[0])];

    private static string[] Lines((int ExitCode, string Output, string Error) run)
    {
        Assert.True(run.ExitCode == 0 && run.Error.Length == 0, run.Error);
        return run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    private static string Script(string shell)
    {
        return Scripts
            .GetOrAdd(shell, static name => new(() =>
                {
                    var result = CliProcess.Run(AppContext.BaseDirectory, "completions", name);
                    Assert.True(result.ExitCode == 0, result.Error);
                    return result.Output;
                }))
            .Value;
    }
}
