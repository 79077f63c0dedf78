using System.Text.RegularExpressions;
using ManifestLint.Cli.Surface;
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
                clean is { ExitCode: 0, Error: "" } && clean.Output.StartsWith("no new findings in ", StringComparison.Ordinal),
                clean.Output + clean.Error
            );
        }
    }

    [Fact]
    public void What_was_not_scanned_keeps_what_was_accepted()
    {
        _folder.Write("k8s/a.yaml", Sample.Warning("one"));
        _folder.Write("k8s/b.yaml", Sample.Warning("other"));
        _folder.Write("k8s/sub/c.yaml", Sample.Error);
        Assert.Equal("manifestlint: wrote base.json with 3 findings\n", In(".", "--write-baseline", "base.json").Error);
        string before = File.ReadAllText(_folder.At("base.json"));

        // With and without a comparison, of a file and of a folder.
        Assert.Equal(
            "manifestlint: wrote base.json with 3 findings, 2 of them kept of what was not scanned, 0 new, 0 gone\n",
            In("k8s/a.yaml", "--baseline", "base.json", "--write-baseline", "base.json").Error
        );
        Assert.Equal(
            "manifestlint: wrote base.json with 3 findings, 2 of them kept of what was not scanned, 0 new, 0 gone\n",
            In("k8s/sub", "--write-baseline", "base.json").Error
        );
        In("k8s", "--exclude", "b.yaml", "--write-baseline", "base.json");
        In("k8s", "--select", "ML1002", "--write-baseline", "base.json");
        Assert.Equal(before, File.ReadAllText(_folder.At("base.json")));
        Assert.Equal("", In(".", "--select", "ML1002", "--baseline", "base.json").Error);

        // To another file.
        In("k8s/a.yaml", "--baseline", "base.json", "--write-baseline", "copy.json");
        Assert.Equal(before, File.ReadAllText(_folder.At("copy.json")));

        // What was scanned and is gone goes.
        _folder.Write("k8s/a.yaml", Sample.Clean);
        Assert.Equal(
            "manifestlint: wrote base.json with 2 findings, 2 of them kept of what was not scanned, 0 new, 1 gone\n",
            In("k8s/a.yaml", "--baseline", "base.json", "--write-baseline", "base.json").Error
        );
        // A file that is missing was looked for only by who searched its folder.
        File.Delete(_folder.At("k8s/b.yaml"));
        In("k8s/a.yaml", "--write-baseline", "base.json");
        In("k8s/sub", "--write-baseline", "base.json");
        Assert.Contains("k8s/b.yaml", File.ReadAllText(_folder.At("base.json")), StringComparison.Ordinal);
        // Dropped with a word, compared with anything or not.
        Assert.Equal("manifestlint: wrote base.json with 1 finding, 0 new, 1 gone\n", In("k8s", "--write-baseline", "base.json").Error);
        Assert.DoesNotContain("k8s/b.yaml", File.ReadAllText(_folder.At("base.json")), StringComparison.Ordinal);

        // What moved is not accepted twice.
        File.Move(_folder.At("k8s/sub/c.yaml"), _folder.At("k8s/d.yaml"));
        Assert.Equal(
            "manifestlint: wrote base.json with 1 finding, 0 new, 0 gone\n",
            In("k8s/d.yaml", "--baseline", "base.json", "--write-baseline", "base.json").Error
        );

        CliResult In(params string[] arguments) => CliProcess.Run(_folder.Path, ["scan", .. arguments]);
    }

    [Fact]
    public void An_entry_names_object_and_container()
    {
        _folder.Write("k8s/a.yaml", Two);
        _folder.Write("k8s/broken.yaml", "apiVersion: v1\nkind: Pod\na: b: c\n");
        Run(_folder.Path, "--write-baseline", "base.json");
        using var written = System.Text.Json.JsonDocument.Parse(File.ReadAllText(_folder.At("base.json")));
        var entries = written
            .RootElement.GetProperty("findings")
            .EnumerateArray()
            .Select(e => (e.GetProperty("rule").GetString(), e.GetProperty("object").GetString(), e.GetProperty("container").GetString()))
            .ToList();
        Assert.Contains(("ML1001", "Pod shop/two", "first"), entries);
        Assert.Contains(("ML0001", null, null), entries);
        // They are kept with the entry.
        string before = File.ReadAllText(_folder.At("base.json"));
        CliProcess.Run(_folder.Path, "scan", "k8s/broken.yaml", "--write-baseline", "base.json");
        Assert.Equal(before, File.ReadAllText(_folder.At("base.json")));
    }

    [CorpusFact]
    [Trait("Category", "Corpus")]
    public void Real_manifests_are_adopted_with_one_command()
    {
        string baseline = _folder.At("baseline.json");
        var adopted = Run(Corpus.Folder, "--write-baseline", baseline);
        Assert.Equal(0, adopted.ExitCode);
        Assert.True(
            int.Parse(Written().Match(adopted.Error).Groups["count"].Value, System.Globalization.CultureInfo.InvariantCulture) > 50,
            adopted.Error
        );
        var again = Run(Corpus.Folder, "--baseline", baseline);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.StartsWith("no new findings in ", again.Output, StringComparison.Ordinal);
    }

    private static CliResult Run(string folder, params string[] arguments) =>
        CliProcess.Run(folder, ["scan", ".", "--fail-on", "note", .. arguments]);

    [GeneratedRegex("wrote .* with (?<count>[0-9]+) findings", RegexOptions.ExplicitCapture)]
    private static partial Regex Written();
}
