using System.Diagnostics;
using System.Text;

namespace ManifestLint.Cli.Tests;

/// <summary>What a run of the executable left behind.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Bytes">What it wrote to standard output.</param>
/// <param name="Error">What it wrote to standard error.</param>
internal sealed record CliResult(int ExitCode, byte[] Bytes, string Error)
{
    /// <summary>Standard output; fails the test if it is not UTF-8.</summary>
    public string Output => new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes);

    /// <summary>The lines of standard output.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The lines of standard error.</summary>
    public string[] Errors => Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>Runs the executable that users run. A start takes a tenth of a second: one for each thing to know.</summary>
internal static class CliProcess
{
    private static readonly string Executable = Path.Join(
        AppContext.BaseDirectory,
        OperatingSystem.IsWindows() ? "manifestlint.exe" : "manifestlint"
    );

    /// <summary>Runs it in a folder.</summary>
    public static CliResult Run(string folder, params string[] arguments) => Run(new CliRun(folder, arguments));

    /// <summary>Runs it to its end and fails the test if it takes too long.</summary>
    public static CliResult Run(CliRun run)
    {
        using var process = Process.Start(StartOf(run, Executable, run.Arguments))!;
        return Finish(process, run);
    }

    /// <summary>Runs a line of bash, in which <c>$manifestlint</c> is the executable: pipes and what only a shell can hand over.</summary>
    public static CliResult Bash(string folder, string line)
    {
        var run = new CliRun(folder, []) { Environment = { ["manifestlint"] = Executable } };
        using var process = Process.Start(StartOf(run, "bash", ["-c", line]))!;
        return Finish(process, run);
    }

    private static ProcessStartInfo StartOf(CliRun run, string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = run.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        // Whoever runs the tests may have a taste in colours.
        foreach (string name in new[] { "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS" })
            start.Environment.Remove(name);
        foreach (var (name, value) in run.Environment)
            start.Environment[name] = value;
        return start;
    }

    private static CliResult Finish(Process process, CliRun run)
    {
        var output = new MemoryStream();
        var copied = process.StandardOutput.BaseStream.CopyToAsync(output);
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(run.Input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It did not want to read.
        }
        if (!process.WaitForExit(run.Timeout))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"manifestlint {string.Join(' ', run.Arguments)} did not end within {run.Timeout}");
        }
        copied.GetAwaiter().GetResult();
        return new CliResult(process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult());
    }
}

/// <summary>A run of the executable.</summary>
/// <param name="Folder">The working folder.</param>
/// <param name="Arguments">The arguments.</param>
internal sealed record CliRun(string Folder, params string[] Arguments)
{
    /// <summary>What standard input holds.</summary>
    public byte[] Input { get; init; } = [];

    /// <summary>Variables to set.</summary>
    public Dictionary<string, string> Environment { get; init; } = new(StringComparer.Ordinal);

    /// <summary>When to give up: generous, because machines that build are slow.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromMinutes(1);
}
