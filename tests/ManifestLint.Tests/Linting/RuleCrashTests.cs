using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Neighbours;
using ManifestLint.Rules;
using ManifestLint.Tests.Reporting;
using ManifestLint.Yaml;
using static ManifestLint.Tests.Rules.Sets.SetScan;

namespace ManifestLint.Tests.Linting;

/// <summary>A bug of one rule is reported as one and costs neither what the other rules found nor the report.</summary>
public sealed class RuleCrashTests
{
    private static readonly string App = Deployment("app", "{requests: {cpu: 1, memory: 2Gi}, limits: {memory: 1Gi}}");

    private static readonly string Pod = LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Killed("web", 3), LiveDump.Container("web"));

    private static readonly string Owner = LiveDump.Workload("StatefulSet", "web", null, "s-1", LiveDump.Container("web"));

    public static TheoryData<string, Func<Finding, Finding>> Bugs =>
        new()
        {
            { "place", f => f with { Location = Beyond(f.Location) } },
            { "no place", f => f with { Location = default } },
            { "related place", f => f with { Related = [new RelatedPlace(Beyond(f.Location), "beyond")] } },
            { "source", f => f with { From = [new StatementSource(null, "beyond", Beyond(f.Location))] } },
            { "observed", f => f with { Observed = new Observation(Beyond(f.Location), "beyond", 1) } },
            { "no statement", f => f with { Statement = null! } },
            { "no path", f => f with { Path = null! } },
            { "no finding", _ => null! },
            { "no assumptions", f => f with { Statement = f.Statement with { Assumed = default } } },
            { "an assumption", f => f with { Statement = f.Statement.If(new Assumption(AssumptionKind.Image, null!)) } },
            { "a cause's condition", f => f with { Statement = f.Statement with { Cause = "a bug", CauseIf = default(Assumption) } } },
            { "what follows besides", f => f with { Statement = f.Statement with { Besides = new Clause(null!, []) } } },
            { "a note", f => f with { Related = [new RelatedPlace(f.Location, null!)] } },
            { "what a source is in", f => f with { From = [new StatementSource(null, null!, null)] } },
            { "an edit beyond", f => f with { Remedy = Remedy.Safe("x", new TextEdit(Beyond(f.Location), "x")) } },
            { "an edit without a text", f => f with { Remedy = Remedy.Safe("x", new TextEdit(f.Location, null!)) } },
            { "advice without a text", f => f with { Remedy = Remedy.Told(new Advice(null!)) } },
            { "another place", f => f with { AlsoAt = [null!] } },
            { "no other places", f => f with { AlsoAt = default } },
        };

    [Theory]
    [MemberData(nameof(Bugs))]
    public void A_finding_that_cannot_be_told_costs_itself_alone(string what, Func<Finding, Finding> bug)
    {
        var result = Linter.Lint(
            new LintRequest
            {
                Sources = [Source("a.yaml", App), Source("b.yaml", Pod), Source("c.yaml", Owner)],
                Rules = new([.. RuleCatalog.All, new CatalogEntry(new Buggy(bug), "main-scores-above-sidecar")]),
            }
        );
        Assert.True(result.Crashes.Any(c => c.RuleId == Buggy.RuleId || c.RuleId == "supersession"), what);
        Assert.DoesNotContain(result.All, f => f.RuleId == Buggy.RuleId);
        Assert.Equal(["ML1002 a.yaml", "ML6001 c.yaml"], result.Findings.Select(f => $"{f.RuleId} {f.Place.File}"));
        using var json = System.Text.Json.JsonDocument.Parse(JsonReporterTests.Report(result));
        using var sarif = System.Text.Json.JsonDocument.Parse(
            SarifReporterTests.Log(result, SarifReporterTests.Run with { Rules = [.. RuleCatalog.All.Select(e => e.Page)] })
        );
        Assert.Equal(2, json.RootElement.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public void A_verdict_that_cannot_be_told_costs_itself_alone()
    {
        var result = Linter.Lint(
            new LintRequest
            {
                Sources = [Source("a.yaml", App), Source("b.yaml", Deployment("other", "{limits: {cpu: 1, memory: 1Gi}}"))],
                Rules = new([new CatalogEntry(new BuggySet(), "quota-exceeded"), .. RuleCatalog.All.Where(e => e.Rule.Id == "ML1002")]),
            }
        );
        Assert.Equal(["ML5004", "ML5004"], result.Crashes.Select(c => c.RuleId));
        Assert.Equal(["ML1002 a.yaml", "ML5004 a.yaml"], result.Findings.Select(f => $"{f.RuleId} {f.Place.File}").Order());
    }

    // What joins findings of all files runs in the same net: a finding that cannot be asked there costs itself alone.
    [Fact]
    public void A_finding_that_cannot_be_joined_costs_itself_alone()
    {
        var request = new LintRequest
        {
            Sources =
            [
                Source("kustomization.yaml", "resources: [a.yaml]\n"),
                Source("a.yaml", App),
                Source("other.yaml", Deployment("other", "{requests: {cpu: 1, memory: 2Gi}, limits: {memory: 1Gi}}")),
            ],
        };
        var found = Linter.Lint(request).Findings;
        string[] told = ["ML1002 a.yaml", "ML1002 other.yaml"];
        Assert.Equal(told, Names(found));
        Assert.Single(found[0].Overlays);
        var broken = found[0] with { RuleId = Buggy.RuleId, Place = null! };
        var crashes = new List<string>();
        void Crashed(ReportedFinding finding, Exception exception) => crashes.Add($"{finding.RuleId} {exception.GetType().Name}");

        var overlays = Overlays.Of(request, request.Sources);
        Assert.Equal(told, Names(OverlayFindings.Join([found[0], broken, found[1]], overlays, request.Sources, Crashed)));
        Assert.Equal(
            told,
            Names(GeneratedCopies.Drop([broken, .. found], new HashSet<string>(["other.yaml"]), new Dictionary<string, int>(), [], Crashed))
        );
        Assert.Equal([$"{Buggy.RuleId} NullReferenceException", $"{Buggy.RuleId} NullReferenceException"], crashes);
    }

    private static IEnumerable<string> Names(IEnumerable<ReportedFinding> findings) => findings.Select(f => $"{f.RuleId} {f.Place.File}");

    private static Location Beyond(Location location) =>
        new(location.Source, new TextSpan(location.Source.Text.Length + 10, location.Source.Text.Length + 20));

    private sealed class Buggy(Func<Finding, Finding> bug) : ContainerRule(RuleId)
    {
        public const string RuleId = "ML2005";

        public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
        {
            yield return bug(
                new Finding
                {
                    RuleId = RuleId,
                    Location = container.Spec.NameNode.Location,
                    Path = container.Spec.Path,
                    Statement = Statement.Of("a bug"),
                }
            );
        }
    }

    // One claim that cannot be told, a verdict without a note, one that holds.
    private sealed class BuggySet() : ManifestSetRule("ML5004")
    {
        private sealed class Seen(string name) : SetRecord
        {
            public string Name => name;
        }

        public override IEnumerable<SetNote> Note(PodFacts pod, ManifestSet set)
        {
            var location = pod.Workload.Pod.Node.Location;
            var claim = new Finding
            {
                RuleId = Id,
                Location = pod.Workload.Manifest.Name == "app" ? location : Beyond(location),
                Path = YamlPath.Root,
                Statement = Statement.Of(""),
            };
            yield return new(new Seen(pod.Workload.Manifest.Name!), location, claim);
        }

        public override IEnumerable<SetVerdict> Judge(ImmutableArray<SetRecord> records) =>
            records
                .OfType<Seen>()
                .SelectMany(s => new SetVerdict[] { new(new Seen("never noted"), Statement.Of("lost")), new(s, Statement.Of("told")) })
                .Skip(1);
    }
}
