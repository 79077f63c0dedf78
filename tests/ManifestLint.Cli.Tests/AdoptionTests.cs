using System.Text.RegularExpressions;
using ManifestLint.Cli.Tests.Files;
using ManifestLint.Tests;

namespace ManifestLint.Cli.Tests;

/// <summary>A folder with findings is adopted with one command and is clean from then on; what is new fails, what is gone is told.</summary>
public sealed partial class AdoptionTests : IDisposable
{
    private const string Two = """
        apiVersion: v1
        kind: Pod
        metadata: {name: two, namespace: shop}
        spec:
          containers:
            - name: first
              image: a
              resources: {requests: {memory: 64Mi}}
            - name: second
              image: b
              resources: {limits: {memory: 400m}}

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_accepted_stays_accepted_wherever_it_moves()
    {
        _folder.Write("k8s/two.yaml", Two);
        _folder.Write("k8s/more.yaml", Sample.Warning("one") + "---\n" + Sample.Warning("other"));
        var adopted = Run(_folder.Path, "--write-baseline", "baseline.json");
        Assert.Equal(0, adopted.ExitCode);
        Assert.Matches("^manifestlint: wrote baseline.json with [0-9]+ findings\n$", adopted.Error);
        AssertClean();

        // Lines move.
        _folder.Write(
            "k8s/two.yaml",
            "# a comment\n\n" + Two.Replace("    - name: second", "\n    # another\n    - name: second", StringComparison.Ordinal)
        );
        AssertClean();
        // Containers change places.
        int first = Two.IndexOf("    - name: first", StringComparison.Ordinal),
            second = Two.IndexOf("    - name: second", StringComparison.Ordinal);
        _folder.Write("k8s/two.yaml", Two[..first] + Two[second..] + Two[first..second]);
        AssertClean();
        // Documents change places.
        _folder.Write("k8s/more.yaml", Sample.Warning("other") + "---\n" + Sample.Warning("one"));
        AssertClean();
        // A file is renamed.
        File.Move(_folder.At("k8s/two.yaml"), _folder.At("k8s/renamed.yaml"));
        AssertClean();

        // What is new fails, and nothing else is shown.
        _folder.Write("k8s/new.yaml", Sample.Warning("new"));
        var run = Run(_folder.Path, "--baseline", "baseline.json", "--format", "concise");
        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.All(run.Lines, line => Assert.StartsWith("k8s/new.yaml:", line, StringComparison.Ordinal));
        File.Delete(_folder.At("k8s/new.yaml"));

        // What is gone is told, and dropped on demand.
        _folder.Write("k8s/more.yaml", Sample.Warning("other"));
        Assert.Matches(
            "^manifestlint: [0-9]+ findings? of baseline.json (is|are) gone: --write-baseline baseline.json drops (it|them)\n$",
            Run(_folder.Path, "--baseline", "baseline.json").Error
        );
        Assert.Equal(0, Run(_folder.Path, "--baseline", "baseline.json", "--write-baseline", "baseline.json").ExitCode);
        AssertClean();

        void AssertClean()
        {
            var clean = Run(_folder.Path, "--baseline", "baseline.json");
            Assert.True(
                clean is { ExitCode: 0, Error: "" } && clean.Output.StartsWith("no findings in ", StringComparison.Ordinal),
                clean.Output + clean.Error
            );
        }
    }

    [CorpusFact]
    [Trait("Category", "Corpus")]
    public void Real_manifests_are_adopted_with_one_command()
    {
        string baseline = _folder.At("baseline.json");
        var adopted = Run(Corpus.Folder, "--write-baseline", baseline);
        Assert.Equal(0, adopted.ExitCode);
        Assert.True(
            int.Parse(Written().Match(adopted.Error).Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture) > 100,
            adopted.Error
        );
        var again = Run(Corpus.Folder, "--baseline", baseline);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.StartsWith("no findings in ", again.Output, StringComparison.Ordinal);
    }

    private static CliResult Run(string folder, params string[] arguments) =>
        CliProcess.Run(new CliRun(folder, ["scan", ".", "--fail-on", "note", .. arguments]) { Timeout = TimeSpan.FromMinutes(5) });

    [GeneratedRegex("wrote .* with (?<count>[0-9]+) findings", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Written();
}
