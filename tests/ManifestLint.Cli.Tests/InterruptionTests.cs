using System.Diagnostics;
using System.Globalization;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>Ctrl-C, as a terminal sends it: a signal to the real process.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void While_it_waits_for_input_it_ends_without_a_word()
    {
        _folder.Write("report.txt", "the old one");
        using var process = Start("scan", "-", "--output", "report.txt", "--write-baseline", "baseline.json");
        process.StandardInput.Write("apiVersion: v1\n");
        process.StandardInput.Flush();
        // Long enough to be in the middle of reading, whatever else the machine does.
        Thread.Sleep(TimeSpan.FromSeconds(2));
        AssertQuiet(process);
        Assert.Equal("the old one", File.ReadAllText(_folder.At("report.txt")));
        Assert.Equal(["report.txt"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void While_it_waits_for_kubectl_it_takes_its_temporary_folder_away()
    {
        _folder.Write("bin/kubectl", "#!/bin/sh\ntouch \"$STARTED\"\nexec sleep 20\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(_folder.At("bin/kubectl"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder.Write("base/kustomization.yaml", "resources: []\n");
        string temporary = _folder.Folder("tmp");
        using var process = Start("scan", "--kustomize", "base");
        var patience = Stopwatch.StartNew();
        while (!File.Exists(_folder.At("started")) && patience.Elapsed < TimeSpan.FromSeconds(30)) Thread.Sleep(20);
        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(temporary));
        AssertQuiet(process);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
    }

    private Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Join(AppContext.BaseDirectory, "manifestlint.dll"), .. arguments])
        {
            WorkingDirectory = _folder.Path, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
        };
        start.Environment["PATH"] = _folder.At("bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["STARTED"] = _folder.At("started");
        start.Environment["TMPDIR"] = _folder.Folder("tmp");
        if (arguments.Contains("-")) Directory.Delete(_folder.At("tmp"));
        return Process.Start(start)!;
    }

    private static void AssertQuiet(Process process)
    {
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        // What it started holds the pipe open for a while; the process itself is gone.
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(15)), "it did not end");
        Assert.Equal(130, process.ExitCode);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.Equal(("", ""), (output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult()));
    }
}
