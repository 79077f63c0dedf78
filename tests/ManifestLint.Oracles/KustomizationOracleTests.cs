using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text;
using System.Text.RegularExpressions;
using ManifestLint.Composition;
using ManifestLint.Tests;
using ManifestLint.Tests.Composition;
using ManifestLint.Yaml;

namespace ManifestLint.Oracles;

/// <summary>What is composed in the process is what <c>kubectl kustomize</c> builds (kubernetes-memory.md §28).</summary>
public sealed partial class KustomizationOracleTests
{
    private const int Generated = 500;
    private const int LeastBuilding = 400;
    private const int LeastOfEach = 20;

    // Of the folders of real manifests that this was made with, by name: how many kustomizations are there, and how many kubectl builds.
    private static readonly FrozenDictionary<string, (int All, int Built)> s_corpora = new Dictionary<string, (int, int)>(
        StringComparer.Ordinal
    )
    {
        ["corpus"] = (433, 215),
        ["corpus-hard"] = (33, 1),
    }.ToFrozenDictionary();

    [OracleFact("kubectl-1.35")]
    public void Generated_kustomizations_build_what_kubectl_builds()
    {
        var folder = Directory.CreateTempSubdirectory("manifestlint-kustomize-").FullName;
        try
        {
            var all = Enumerable.Range(0, Generated).Select(n => (Number: n, Made: new GeneratedKustomization(n))).ToList();
            foreach (var (number, made) in all)
            {
                foreach (var (name, text) in made.Files)
                {
                    string path = Path.Combine(folder, number.ToString("D3"), name);
                    Directory.CreateDirectory(Path.GetDirectoryName(path)!);
                    File.WriteAllText(path, text);
                }
            }
            var asked = Questions.Draw("generated kustomizations", all, Questions.GeneratedKustomizations);
            var answers = Compare([.. asked.Select(a => Path.Combine(folder, a.Number.ToString("D3"), "over"))]);
            Assert.Empty(answers.Different);
            if (!Oracle.IsFull)
                return;
            Assert.InRange(answers.Built.Count, LeastBuilding, Generated);
            var counts = GeneratedKustomization.Features.ToDictionary(
                f => f,
                f =>
                    all.Count(a => a.Made.Used.Contains(f) && answers.Built.Contains(Path.Combine(folder, a.Number.ToString("D3"), "over")))
            );
            VectorFiles.Report(
                "oracle-kustomizations-by-feature",
                $"oracles: {answers.Built.Count} of {Generated} generated kustomizations build: {string.Join(", ", counts.Select(c => $"{c.Key} {c.Value}"))}"
            );
            Assert.All(counts, c => Assert.True(c.Value >= LeastOfEach, $"{c.Key} is in {c.Value} that build"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [OracleFact("kubectl-1.35", Oracle.RealManifests)]
    public void Real_kustomizations_build_what_kubectl_builds()
    {
        string[] folders =
        [
            .. Directory
                .EnumerateFiles(Corpus.Folder, "*", SearchOption.AllDirectories)
                .Where(f => CompositionFiles.KustomizationNames.Contains(Path.GetFileName(f)))
                .Select(f => Path.GetDirectoryName(f)!)
                .Distinct()
                .Order(StringComparer.Ordinal),
        ];
        var answers = Compare(folders);
        VectorFiles.Report(
            "oracle-kustomizations-of-corpus",
            $"oracles: kubectl builds {answers.Built.Count} of {folders.Length} kustomizations of the corpus, and all of them are equal"
        );
        Assert.Empty(answers.Different);
        if (s_corpora.TryGetValue(Path.GetFileName(Corpus.Folder), out var known))
            Assert.Equal(known, (folders.Length, answers.Built.Count));
    }

    [OracleFact("kubectl-1.35")]
    public void Operations_of_JSON_patches_do_what_the_table_says()
    {
        var folder = Directory.CreateTempSubdirectory("manifestlint-patches-").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "b.yaml"), JsonPatchTable.Widget);
            var wrong = new List<string>();
            foreach (var (operation, answer) in Questions.Draw("operations of JSON patches", JsonPatchTable.Rows, Questions.JsonPatches))
            {
                File.WriteAllText(Path.Combine(folder, "kustomization.yaml"), JsonPatchTable.Kustomization(operation));
                var (exit, output, _) = Oracle.Run("kubectl-1.35", ["kustomize", "."], folder: folder);
                string theirs = JsonPatchTable.Answer(
                    exit == 0 ? YamlReader.Read(new SourceText("kubectl", output)).Documents[0].Root as YamlMapping : null
                );
                if (theirs != answer)
                    wrong.Add($"{operation} is {theirs}, not {answer}");
            }
            Assert.Empty(wrong);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (HashSet<string> Built, string[] Different) Compare(IReadOnlyCollection<string> folders)
    {
        var built = new ConcurrentBag<string>();
        var different = new ConcurrentBag<string>();
        Parallel.ForEach(folders, new ParallelOptions { MaxDegreeOfParallelism = 2 }, folder =>
        {
            // No address is asked: what needs one fails at once.
            var (exit, output, error) = Oracle.Run(
                "kubectl-1.35",
                ["kustomize", "."],
                folder: folder,
                environment: [new("HTTPS_PROXY", "http://127.0.0.1:9"), new("HTTP_PROXY", "http://127.0.0.1:9"), new("PATH", "/nowhere")]
            );
            var composed = new Composer(new CompositionFiles(Open, Directory.Exists)).Compose(folder.Replace('\\', '/'));
            if (exit != 0)
            {
                if (composed.Refusal is null && composed.Gaps.IsEmpty)
                    different.Add($"{folder}: kubectl says {error.Trim()}");
                return;
            }
            built.Add(folder);
            if (composed.Refusal is { } refusal)
                different.Add($"{folder}: refused at {refusal.Location.Source.Path}:{refusal.Location.Start.Line}: {refusal.Reason}");
            else if (Difference(composed, output) is { } difference)
                different.Add($"{folder}: {difference}");
        });
        return ([.. built], [.. different.Order(StringComparer.Ordinal)]);
    }

    private static string? Difference(ComposedKustomization composed, string output)
    {
        var theirs = YamlReader
            .Read(new SourceText("kubectl", output))
            .Documents.Select(d => d.Root)
            .OfType<YamlMapping>()
            .Select(Plain)
            .Order(StringComparer.Ordinal)
            .ToList();
        var ours = composed.Objects.Select(o => Plain(o.Root)).Order(StringComparer.Ordinal).ToList();
        if (theirs.Count != ours.Count)
            return $"{ours.Count} objects, and kubectl makes {theirs.Count}";
        for (int i = 0; i < ours.Count; i++)
        {
            if (ours[i] != theirs[i] && !IsWithUnknown(ours[i], theirs[i]))
                return $"{ours[i]}\n   kubectl: {theirs[i]}";
        }
        return null;
    }

    // What SOPS encrypted is not known here; all around it is.
    private static bool IsWithUnknown(string ours, string theirs) =>
        ours.Contains(Unknown, StringComparison.Ordinal)
        && Regex.IsMatch(
            theirs,
            $"^{Regex.Escape(ours).Replace(Regex.Escape(Unknown), "[^\"]*", StringComparison.Ordinal)}$",
            RegexOptions.NonBacktracking
        );

    private const string Unknown = "${unknown}";

    // What kubectl writes of itself into metadata is left out.
    private static string Plain(YamlMapping root) =>
        Empty().Replace(Own().Replace(CanonicalJson.Of(root), ""), "").Replace(",}", "}", StringComparison.Ordinal);

    private static CompositionFile Open(string path)
    {
        if (!File.Exists(path))
            return new(null, null, "it does not exist");
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            return new(new SourceText(path, new UTF8Encoding(false, true).GetString(bytes)), [.. bytes], null);
        }
        catch (DecoderFallbackException)
        {
            return new(null, [.. bytes], "it is no text");
        }
    }

    [GeneratedRegex(
        """("config\.kubernetes\.io/origin"|"alpha\.config\.kubernetes\.io/transformations"):"([^"\\]|\\.)*",?|"app\.kubernetes\.io/managed-by":"kustomize-[^"]*",?"""
    )]
    private static partial Regex Own();

    [GeneratedRegex("\"annotations\":\\{\\},?")]
    private static partial Regex Empty();
}
