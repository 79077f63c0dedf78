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
        _folder.Write("report.txt", "no pods\n");
        using var process = Start("scan", "-", "--output", "report.txt", "--write-baseline", "baseline.json");
        process.StandardInput.Write("apiVersion: v1\n");
        process.StandardInput.Flush();
        // Long enough to be in the middle of reading, whatever else the machine does.
        Thread.Sleep(TimeSpan.FromSeconds(2));
        AssertQuiet(process);
        Assert.Equal("no pods\n", File.ReadAllText(_folder.At("report.txt")));
        Assert.Equal(["report.txt"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void While_it_writes_a_report_nothing_is_half_written()
    {
        // Thousands of findings: long enough to be held in the middle.
        _folder.Write("k8s/many.yaml", string.Join("---\n", Enumerable.Range(0, 8000).Select(i => Sample.Warning($"web{i}"))));
        _folder.Write("old.sarif", "no pods\n");
        int caught = 0;
        for (int attempt = 0; attempt < 20 && caught < 3; attempt++)
        {
            using var process = Start(
                "scan",
                "k8s",
                "--jobs",
                "1",
                "--output",
                "old.sarif",
                "--format",
                "sarif",
                "--report",
                "json=new.json"
            );
            while (!process.HasExited && !Directory.EnumerateFiles(_folder.Path, ".*.tmp").Any(f => new FileInfo(f).Length > 0))
                Thread.Sleep(1);
            if (process.HasExited)
                continue;
            Send("-STOP", process);
            bool isMidway = Directory.EnumerateFiles(_folder.Path, ".*.tmp").Any();
            bool isFirst = File.ReadAllText(_folder.At("old.sarif")) == "no pods\n";
            Send("-INT", process);
            Send("-CONT", process);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(15)), "it did not end");
            Assert.Equal(("", ""), (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd()));
            Assert.Empty(Directory.EnumerateFiles(_folder.Path, ".*.tmp"));
            // Whole or not at all.
            foreach (string report in new[] { "old.sarif", "new.json" }.Where(r => File.Exists(_folder.At(r))))
            {
                string text = File.ReadAllText(_folder.At(report));
                if (text != "no pods\n")
                    System.Text.Json.JsonDocument.Parse(text).Dispose();
            }
            // On a busy machine it may come to its end before it hears of the signal.
            Assert.True(process.ExitCode is 130 or 1, $"exit code {process.ExitCode}");
            if (isMidway && isFirst && process.ExitCode == 130)
                caught++;
        }
        Assert.True(caught > 0, "it was never caught in the middle");
    }

    [Fact]
    public void Wherever_it_is_between_reports_it_leaves_nothing_and_says_nothing()
    {
        _folder.Write("k8s/many.yaml", string.Join("---\n", Enumerable.Range(0, 300).Select(i => Sample.Warning($"web{i}"))));
        for (int attempt = 0; attempt < 20; attempt++)
        {
            using var process = Start(
                "scan",
                "k8s",
                "--output",
                "a.txt",
                "--report",
                "json=b.json",
                "--report",
                "json=c.json",
                "--report",
                "sarif=d.sarif",
                "--write-baseline",
                "e.json"
            );
            while (!process.HasExited && !Directory.EnumerateFiles(_folder.Path).Any())
                Thread.Sleep(1);
            Thread.Sleep(attempt);
            Send("-INT", process);
            Assert.True(process.WaitForExit(TimeSpan.FromSeconds(15)), "it did not end");
            string error = process.StandardError.ReadToEnd();
            Assert.True(
                process.ExitCode != 130 || error is "" || error.StartsWith("manifestlint: wrote e.json with ", StringComparison.Ordinal),
                error
            );
            Assert.Empty(Directory.EnumerateFiles(_folder.Path, ".*"));
            foreach (string file in Directory.EnumerateFiles(_folder.Path))
                File.Delete(file);
        }
    }

    [Fact]
    public void While_it_waits_for_kubectl_it_takes_its_temporary_folder_away()
    {
        _folder.Write("bin/kubectl", "#!/bin/sh\ntouch \"$STARTED\"\nexec sleep 20\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(_folder.At("bin/kubectl"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        _folder.Write("base/kustomization.yaml", "resources: []\n");
        string temporary = _folder.Folder("tmp");
        using var process = Start("scan", "--kustomize", "base");
        var patience = Stopwatch.StartNew();
        while (!File.Exists(_folder.At("started")) && patience.Elapsed < TimeSpan.FromSeconds(30))
            Thread.Sleep(20);
        Assert.NotEmpty(Directory.EnumerateFileSystemEntries(temporary));
        AssertQuiet(process);
        Assert.Empty(Directory.EnumerateFileSystemEntries(temporary));
    }

    private Process Start(params string[] arguments)
    {
        string[] command = ["dotnet", Path.Join(AppContext.BaseDirectory, "manifestlint.dll"), .. arguments];
        // A shell starts what runs in its background without ears for Ctrl-C, and so would these be where the tests are.
        if (OperatingSystem.IsLinux())
            command = ["env", "--default-signal=INT", .. command];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["PATH"] = _folder.At("bin") + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        start.Environment["STARTED"] = _folder.At("started");
        start.Environment["TMPDIR"] = _folder.Folder("tmp");
        if (arguments.Contains("-"))
            Directory.Delete(_folder.At("tmp"));
        return Process.Start(start)!;
    }

    private static void Send(string signal, Process process)
    {
        using var kill = Process.Start("kill", [signal, process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static void AssertQuiet(Process process)
    {
        Send("-INT", process);
        // What it started holds the pipe open for a while; the process itself is gone.
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(15)), "it did not end");
        Assert.Equal(130, process.ExitCode);
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        Assert.Equal(("", ""), (output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult()));
    }
}
