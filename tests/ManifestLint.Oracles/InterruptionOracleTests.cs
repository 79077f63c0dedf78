using System.Globalization;
using ManifestLint.Cli.Tests;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Oracles;

/// <summary>Ctrl-C while another program runs.</summary>
public sealed class InterruptionOracleTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InterruptionOracleTests() => Unix.HearInterrupts();

    public void Dispose() => _folder.Dispose();

    [OracleFact("sh")]
    public void While_it_waits_for_kubectl_it_takes_its_temporary_folder_away()
    {
        // Ends with the test, which kills it; the hour is for a test that is killed itself.
        string kubectl = _folder.Write(
            "bin/kubectl",
            "#!/bin/sh\necho $$ >\"$STARTED.new\"\nmv \"$STARTED.new\" \"$STARTED\"\nexec sleep 3600\n"
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(kubectl, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder.Write("base/kustomization.yaml", "resources: []\n");
        string temporary = _folder.Folder("tmp"),
            started = _folder.At("started");
        using var process = CliProcess.Start(
            new CliRun(_folder.Path, "scan", "--kustomize", "base")
            {
                Environment =
                {
                    ["PATH"] = _folder.At("bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH"),
                    ["STARTED"] = started,
                    ["TMPDIR"] = temporary,
                },
            }
        );
        while (!process.HasExited && !File.Exists(started))
            Thread.Sleep(10);
        Assert.False(process.HasExited);
        using var child = System.Diagnostics.Process.GetProcessById(int.Parse(File.ReadAllText(started), CultureInfo.InvariantCulture));
        try
        {
            Assert.NotEmpty(Directory.EnumerateFileSystemEntries(temporary));
            Unix.Interrupts(process);
            CliProcess.End(process);
            Assert.Equal(130, process.ExitCode);
            Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
        }
        finally
        {
            child.Kill();
        }
        Assert.Equal(("", ""), (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd()));
    }
}
