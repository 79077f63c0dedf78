using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Tests.Facts;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Operators;

/// <summary>Every field of every kind with a value that it does not expect: nothing throws, and nobody is said to refuse what only a controller reads (rules.md rule 9).</summary>
public sealed class HostileOperatorTests
{
    private const string Amounts = "resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}";

    private static readonly string[] Absences = ["ML1001", "ML1003", "ML2001", "ML2003", "ML2004"];

    private static readonly string[] Values = ["null", "[null]", "-1Gi", "1G b", "9Ei", "1e400", "{a: b}"];

    [Fact]
    public void A_value_of_any_type_throws_nowhere_and_is_refused_by_nobody()
    {
        var wrong = new List<string>();
        Each(Values, (what, text) =>
        {
            var result = Lint(text);
            wrong.AddRange(result.Crashes.Select(c => $"{what}: {c.RuleId} {c.Exception.GetType().Name} {c.Exception.Message}"));
            wrong.AddRange(result.Findings.Where(f => IsRefused(f)).Select(f => $"{what}: {f.RuleId} {f.Message()}"));
        });
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(60)));
    }

    [Fact]
    public void A_placeholder_is_no_reason_to_speak()
    {
        var wrong = new List<string>();
        var before = new Dictionary<string, List<ReportedFinding>>(StringComparer.Ordinal);
        Each(["\"${X}\""], (what, text) =>
        {
            string name = what[..what.IndexOf(':', StringComparison.Ordinal)];
            if (!before.TryGetValue(name, out var known))
                before[name] = known = [.. Lint(With(Kinds.All.First(k => k.Name == name).Manifest)).Findings];
            wrong.AddRange(
                Lint(text).Findings.Where(f => !known.Exists(k => IsSame(f, k))).Select(f => $"{what}: {f.RuleId} {f.Message()}")
            );
        });
        Assert.True(wrong.Count == 0, string.Join('\n', wrong.Take(60)));
    }

    // What lacks in a container is told by one rule or another, alone or with that of others.
    private static bool IsSame(ReportedFinding one, ReportedFinding other) =>
        one.RuleId == other.RuleId && one.Container == other.Container
        || (
            Absences.Contains(one.RuleId)
            && Absences.Contains(other.RuleId)
            && (
                one.Container == other.Container
                || other
                    .Related.Select(r => r.Note)
                    .Prepend(other.Message())
                    .Any(m =>
                        m.Contains($" {one.Container} ", StringComparison.Ordinal)
                        || m.EndsWith($" {one.Container}", StringComparison.Ordinal)
                    )
            )
        );

    // Pods that come of it are Kubernetes' own, so the API server does refuse these.
    private static bool IsRefused(ReportedFinding finding) =>
        finding
            .Message()
            .Replace("the API server rejects the pods of the ", "", StringComparison.Ordinal)
            .Contains("API server", StringComparison.Ordinal);

    private static string With(string manifest) => manifest.Replace(Kinds.Mark, Amounts, StringComparison.Ordinal);

    private static void Each(string[] values, Action<string, string> check)
    {
        foreach (var (name, manifest) in Kinds.All)
        {
            string text = With(manifest);
            var root = (YamlMapping)YamlReader.Read(new SourceText("/k8s/a.yaml", text)).Documents.Single().Root!;
            foreach (var span in Spans(root.Find("spec")!.Value.Value, text))
            {
                foreach (string value in values)
                    check(
                        $"{name}: {text[span.Start..span.End]} as {value}",
                        string.Concat(text.AsSpan(0, span.Start), value, text.AsSpan(span.End))
                    );
            }
        }
    }

    private static IEnumerable<TextSpan> Spans(YamlNode node, string text)
    {
        yield return node.Location.Span;
        var children = node switch
        {
            YamlMapping mapping => mapping.Entries.Select(e => e.Value),
            YamlSequence sequence => sequence.Items,
            _ => [],
        };
        foreach (var child in children)
        {
            foreach (var span in Spans(child, text))
                yield return span;
        }
    }

    private static LintResult Lint(string text) =>
        Linter.Lint(
            new LintRequest
            {
                Sources =
                [
                    new LintSource("/k8s/a.yaml", "/k8s/a.yaml", true, () => new SourceReading(new SourceText("/k8s/a.yaml", text), null)),
                ],
                Jobs = 1,
            }
        );
}
