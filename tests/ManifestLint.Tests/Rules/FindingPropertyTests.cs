using ManifestLint.Catalog;
using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Operators;
using ManifestLint.Reporting;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>What holds for every finding on every example, and what nobody would write down by hand.</summary>
public sealed class FindingPropertyTests
{
    public static TheoryData<string> Examples => [.. Texts.Keys];

    // Every bad and good block, and the files in examples/.
    private static SortedDictionary<string, (string Text, string[] Options)> Texts { get; } = Collect();

    [Theory]
    [MemberData(nameof(Examples))]
    public void Findings_are_well_formed(string example)
    {
        var (text, options) = Texts[example];
        var source = new SourceText(example, text);
        foreach (var finding in Raw(text, PageScan.AssumptionsOf(options)))
        {
            foreach (var span in finding.Related.Select(r => r.Location.Span).Prepend(finding.Location.Span))
            {
                Assert.InRange(span.Start, 0, span.End);
                Assert.InRange(span.End, 0, text.Length);
            }
            string shown = text[finding.Location.Span.Start..finding.Location.Span.End];
            Assert.True(shown.Length > 0 || finding.RuleId == "ML0001", $"{finding.RuleId} points at nothing: {finding.Statement.What}");
            string message = FindingText.Sentence(finding.Statement);
            Assert.False(
                message.EndsWith('.') || message.Contains(". ", StringComparison.Ordinal),
                $"one sentence without a full stop: {message}"
            );
            Assert.False(
                message.Contains("  ", StringComparison.Ordinal) || message.Contains('\n') || message.Trim() != message,
                $"blanks: {message}"
            );
            Assert.True(message.Split(", so ").Length <= 2, $"one consequence: {message}");
            Assert.All(finding.Related, r => Assert.False(r.Note.Length == 0 || r.Note.EndsWith('.'), r.Note));
            if (finding.Remedy?.Fix is { } fix)
                AssertChangesSomething(fix, source, finding.RuleId);
        }
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void A_value_that_cannot_be_known_adds_no_finding(string example)
    {
        var (text, options) = Texts[example];
        var assumptions = PageScan.AssumptionsOf(options);
        var before = Raw(text, assumptions).Select(Key).ToHashSet();
        foreach (var scalar in PodScalars(text))
        {
            string changed = string.Concat(text.AsSpan(0, scalar.Start), "\"${X}\"", text.AsSpan(scalar.End));
            var added = Raw(changed, assumptions)
                .Where(f => !before.Contains(Key(f)))
                .Select(f => $"{Key(f)}: {f.Statement.What}")
                .ToList();
            Assert.True(
                added.Count == 0,
                $"{text[scalar.Start..scalar.End]} at {scalar.Start} as \"${{X}}\" adds {string.Join("; ", added)}"
            );
        }

        static (string Rule, string Path) Key(Finding finding) => (finding.RuleId, finding.Path.ToString());
    }

    private static void AssertChangesSomething(Fix fix, SourceText source, string rule)
    {
        // The texts of an example are read anew for each look at it.
        string repaired = TextEdits.Apply(source, fix.Edits.Select(e => e with { Location = new Location(source, e.Span) }));
        Assert.True(repaired != source.Text, $"{rule}: the fix changes nothing");
        Assert.All(YamlReader.Read(new SourceText(source.Path, repaired)).Documents, d => Assert.Null(d.Error));
    }

    // Every rule on every pod, before supersession: what another finding hides must be silent too.
    private static List<Finding> Raw(string text, Assumptions assumptions)
    {
        var found = new List<Finding>();
        foreach (var document in YamlReader.Read(new SourceText("example.yaml", text)).Documents)
        {
            foreach (var rule in RuleCatalog.All.Select(e => e.Rule).OfType<FileRule>())
                found.AddRange(rule.Check(document));
            foreach (var manifest in Manifest.Split(document))
            {
                foreach (var rule in RuleCatalog.All.Select(e => e.Rule).OfType<ManifestRule>())
                    found.AddRange(rule.Check(manifest));
                foreach (var workload in OperatorPods.Of(manifest, FeatureGates.Of(assumptions.KubernetesVersion).SidecarContainers))
                {
                    var pod = PodFacts.Compute(workload, ManifestSet.Empty, new ObjectPlace("/pages/example.yaml", null), assumptions);
                    foreach (var rule in RuleCatalog.All.Select(e => e.Rule).OfType<PodRule>())
                        found.AddRange(rule.Check(pod));
                    foreach (var rule in RuleCatalog.All.Select(e => e.Rule).OfType<ContainerRule>())
                        found.AddRange(pod.Containers.SelectMany(c => rule.Check(c, pod)));
                }
            }
        }
        return found;
    }

    // The values under pod specs; keys stay, and so do the values that an alias repeats.
    private static HashSet<TextSpan> PodScalars(string text)
    {
        var spans = new HashSet<TextSpan>();
        foreach (var document in YamlReader.Read(new SourceText("example.yaml", text)).Documents)
        {
            foreach (var workload in Manifest.Split(document).SelectMany(m => OperatorPods.Of(m, true)))
                Collect(workload.Pod.Node);
        }
        return spans;

        void Collect(YamlNode node)
        {
            if (node is YamlMapping mapping)
                foreach (var entry in mapping.Entries)
                    Collect(entry.Value);
            else if (node is YamlSequence sequence)
                foreach (var item in sequence.Items)
                    Collect(item);
            else if (node is YamlScalar { Location.Span.Length: > 0, Style: not (YamlScalarStyle.Literal or YamlScalarStyle.Folded) })
                spans.Add(node.Location.Span);
        }
    }

    private static SortedDictionary<string, (string, string[])> Collect()
    {
        var texts = new SortedDictionary<string, (string, string[])>(StringComparer.Ordinal);
        foreach (string page in RulePages.FileNames)
        {
            foreach (var block in RulePages.Blocks(RulePages.Text(page)).Where(b => b.Kind is "bad" or "good"))
                texts.Add($"{page}:{block.FirstLine}", (block.Text, block.Options));
        }
        foreach (string file in Directory.EnumerateFiles(Path.Combine(VectorFiles.RepositoryRoot(), "examples"), "*.yaml"))
            texts.Add(Path.GetFileName(file), (File.ReadAllText(file), []));
        return texts;
    }
}
