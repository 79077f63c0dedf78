using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>Ctrl-C, as a terminal sends it: a signal to the real process.</summary>
public sealed class InterruptionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public InterruptionTests() => Unix.HearInterrupts();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void While_it_waits_for_input_it_ends_without_a_word()
    {
        _folder.Write("report.txt", "no pods\n");
        using var process = Start("scan", "-", "--output", "report.txt", "--write-baseline", "baseline.json");
        // More than a pipe holds: once it is written, reading has begun.
        process.StandardInput.Write(string.Concat(Enumerable.Repeat("# a comment of some length, of which there are many\n", 10_000)));
        process.StandardInput.Flush();
        AssertQuiet(process);
        Assert.Equal("no pods\n", File.ReadAllText(_folder.At("report.txt")));
        Assert.Equal(["report.txt"], Directory.EnumerateFileSystemEntries(_folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void While_it_writes_a_report_nothing_is_half_written()
    {
        // The more findings, the longer it writes: however busy the machine is, it is held in the middle sooner or later.
        bool isCaught = false;
        for (int count = 8000; !isCaught && count < 1_000_000; count *= 2)
        {
            _folder.Write("k8s/many.yaml", string.Join("---\n", Enumerable.Range(0, count).Select(i => Sample.Warning($"web{i}"))));
            _folder.Write("old.sarif", "no pods\n");
            File.Delete(_folder.At("new.json"));
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
            while (!process.HasExited && !Temporaries().Any(f => new FileInfo(f).Length > 0))
                Thread.Sleep(1);
            if (process.HasExited)
                continue;
            Unix.Stop(process);
            bool isMidway = Temporaries().Any();
            bool isFirst = File.ReadAllText(_folder.At("old.sarif")) == "no pods\n";
            Unix.Interrupts(process);
            Unix.Continue(process);
            CliProcess.End(process);
            Assert.Equal(("", ""), (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd()));
            Assert.Empty(Temporaries());
            // Whole or not at all.
            foreach (string report in new[] { "old.sarif", "new.json" }.Where(r => File.Exists(_folder.At(r))))
            {
                string text = File.ReadAllText(_folder.At(report));
                if (text != "no pods\n")
                    JsonDocument.Parse(text).Dispose();
            }
            // On a busy machine it may come to its end before it hears of the signal.
            Assert.True(process.ExitCode is 130 or 1, $"exit code {process.ExitCode}");
            isCaught = isMidway && isFirst && process.ExitCode == 130;
        }
        Assert.True(isCaught, "it was never caught in the middle");

        IEnumerable<string> Temporaries() => Directory.EnumerateFiles(_folder.Path, ".*.tmp");
    }

    [Fact]
    public void Wherever_it_is_between_reports_it_leaves_nothing_and_says_nothing()
    {
        _folder.Write("k8s/many.yaml", string.Join("---\n", Enumerable.Range(0, 300).Select(i => Sample.Warning($"web{i}"))));
        for (int attempt = 0; attempt < 20; attempt += 2)
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
            // Somewhere between the reports, or behind the last one: what is asserted holds anywhere.
            Thread.Sleep(attempt);
            if (!process.HasExited)
                Unix.Interrupts(process);
            CliProcess.End(process);
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

    private Process Start(params string[] arguments) => CliProcess.Start(new CliRun(_folder.Path, arguments));

    private static void AssertQuiet(Process process)
    {
        Unix.Interrupts(process);
        CliProcess.End(process);
        Assert.Equal(130, process.ExitCode);
        Assert.Equal(("", ""), (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd()));
    }
}
