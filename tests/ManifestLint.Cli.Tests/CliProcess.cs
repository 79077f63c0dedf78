using System.Diagnostics;
using System.Reflection;
using System.Text;
using ManifestLint.Cli.Surface;

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

/// <summary>Runs the executable that users run. A start takes a fifth of a second of a processor: one for each thing to know.</summary>
internal static class CliProcess
{
    /// <summary>When to give up on a process: it hangs, however slow the machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>The executable, as tests/Directory.Build.targets has it built.</summary>
    public static readonly string Executable = Path.Join(
        typeof(CliProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "ExecutableFolder").Value,
        OperatingSystem.IsWindows() ? "manifestlint.exe" : "manifestlint"
    );

    /// <summary>Variables to remove: whoever runs the tests may have a taste in colours.</summary>
    public static IEnumerable<KeyValuePair<string, string?>> WithoutTaste { get; } =
        new[] { "NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE", "COLUMNS" }.Select(name => KeyValuePair.Create(name, (string?)null));

    /// <summary>Runs it in a folder.</summary>
    public static CliResult Run(string folder, params string[] arguments) => Run(new CliRun(folder, arguments));

    /// <summary>Runs it to its end and fails the test if it does not end.</summary>
    public static CliResult Run(CliRun run)
    {
        using var process = Start(run);
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
        End(process);
        copied.GetAwaiter().GetResult();
        return new CliResult(process.ExitCode, output.ToArray(), error.GetAwaiter().GetResult());
    }

    /// <summary>Starts it, for a test that has something to do meanwhile.</summary>
    public static Process Start(CliRun run)
    {
        var start = new ProcessStartInfo(Executable, run.Arguments)
        {
            WorkingDirectory = run.Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardErrorEncoding = Encoding.UTF8,
            UseShellExecute = false,
        };
        foreach (var (name, _) in WithoutTaste)
            start.Environment.Remove(name);
        foreach (var (name, value) in run.Environment)
            start.Environment[name] = value;
        lock (Unix.Starting)
            return Process.Start(start)!;
    }

    /// <summary>Waits for its end and fails the test if it does not end.</summary>
    public static void End(Process process)
    {
        if (process.WaitForExit(Patience))
            return;
        process.Kill(entireProcessTree: true);
        Assert.Fail($"manifestlint {string.Join(' ', process.StartInfo.ArgumentList)} did not end within {Patience}");
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
}
