using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>Living with findings, shown by the real process: suppressions, configuration, baseline.</summary>
public sealed class LivingTests : IDisposable
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: importer
        spec:
          containers:
            # manifestlint: ignore[ML1001] until=2999-12-31 the node is its own
            - name: importer
              image: registry.example.com/importer:1.8.0
              resources:
                requests: {cpu: 250m, memory: 512Mi}

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_suppressed_finding_is_counted_and_told_and_does_not_fail()
    {
        Write("pod.yaml", Pod);
        var text = Run("scan", "pod.yaml", "--fail-on", "note");
        Assert.Equal((0, "no findings in 1 object with 1 pod in 1 file\nsuppressed 1 finding: 1 by comment\n"), (text.Exit, text.Output));

        using var json = JsonDocument.Parse(Run("scan", "pod.yaml", "--format", "json").Output);
        var suppression = json.RootElement.GetProperty("findings")[0].GetProperty("suppression");
        Assert.Equal(("comment", "the node is its own", "2999-12-31", 7), (suppression.GetProperty("kind").GetString(), suppression.GetProperty("reason").GetString(),
            suppression.GetProperty("until").GetString(), suppression.GetProperty("line").GetInt32()));
        Assert.Equal(1, json.RootElement.GetProperty("summary").GetProperty("suppressed").GetInt32());

        using var sarif = JsonDocument.Parse(Run("scan", "pod.yaml", "--format", "sarif").Output);
        var inSource = sarif.RootElement.GetProperty("runs")[0].GetProperty("results")[0].GetProperty("suppressions")[0];
        Assert.Equal(("inSource", "the node is its own"), (inSource.GetProperty("kind").GetString(), inSource.GetProperty("justification").GetString()));
    }

    [Fact]
    public void Suppressions_can_be_left_out_of_account()
    {
        Write("pod.yaml", Pod);
        var run = Run("scan", "pod.yaml", "--no-suppressions", "--format", "concise", "--fail-on", "note");
        Assert.Equal(1, run.Exit);
        Assert.Contains("[ML1001 memory-limit-missing]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_suppression_that_has_ended_silences_nothing()
    {
        Write("pod.yaml", Pod.Replace("2999-12-31", "2020-12-31", StringComparison.Ordinal));
        var run = Run("scan", "pod.yaml", "--format", "concise");
        Assert.Equal(1, run.Exit);
        Assert.Equal(["ML0104", "ML1001"], run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l[(l.LastIndexOf('[') + 1)..][..6]));
    }

    private void Write(string name, string text)
    {
        string path = Path.Combine(_folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = _folder.Path, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            StandardOutputEncoding = Encoding.UTF8, StandardErrorEncoding = Encoding.UTF8,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "manifestlint.dll"));
        foreach (string argument in arguments) start.ArgumentList.Add(argument);
        foreach (string variable in new[] { "COLUMNS", "FORCE_COLOR", "CLICOLOR_FORCE" }) start.Environment.Remove(variable);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, error.Result);
    }
}
