using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Tests.Owners;
using ManifestLint.Tests.Reporting;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Linting;

/// <summary>What is written once has one finding, however many take it.</summary>
public sealed class SharedTextTests
{
    private const string Three = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
                - name: a
                  image: registry.example.com/web:1
                  resources: &r {requests: {memory: 1Gi}, limits: {memory: 512Mi}}
                - name: b
                  image: registry.example.com/web:1
                  resources: *r
                - name: c
                  image: registry.example.com/web:1
                  resources: *r

        """;

    [Fact]
    public void A_fault_behind_an_anchor_is_told_once_with_all_who_take_it()
    {
        var told = Assert.Single(Find(Three));
        Assert.Equal(("a", 10), (told.Container, told.Place.Line));
        Assert.Equal(["requested here", "the same in container b", "the same in container c"], told.Related.Select(r => r.Note));
        Assert.Equal([10, 11, 14], told.Related.Select(r => r.Place.Line));
        // As if it stood alone.
        string alone = Three[..Three.IndexOf("        - name: b", StringComparison.Ordinal)].Replace("&r ", "", StringComparison.Ordinal);
        Assert.Equal(Assert.Single(Find(alone)).Fingerprint, told.Fingerprint);
    }

    private const string Sidecars = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          template:
            spec:
              containers:
                - {name: web, image: a:1, resources: {limits: {memory: 1Gi}}}
                - {name: zeta, image: b:1}
                - {name: logs, image: c:1, resources: {requests: {memory: 64Mi}}}

        """;

    // What is told once of several sidecars is one finding whatever their order, accepted of each; a further one is new.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_baseline_accepts_what_is_told_of_several_containers(bool isSarif)
    {
        var baseline = Accepted(Sidecars, isSarif);
        string[] lines = Sidecars.Split('\n');
        Assert.Empty(New(Sidecars));
        Assert.Empty(New(string.Join('\n', [.. lines[..8], lines[9], lines[8], .. lines[10..]])));
        Assert.Empty(New(string.Join('\n', [.. lines[..8], lines[9], .. lines[10..]])));
        Assert.Empty(New(string.Join('\n', [.. lines[..9], .. lines[10..]])));
        Assert.Single(New(string.Join('\n', [.. lines[..10], lines[9].Replace("logs", "more", StringComparison.Ordinal), .. lines[10..]])));
        string swapped = string.Join('\n', [.. lines[..8], lines[9], lines[8], .. lines[10..]]);
        Assert.Equal(Told(Sidecars).Fingerprint, Told(swapped).Fingerprint);

        IEnumerable<ReportedFinding> New(string text) =>
            baseline.Apply(OwnershipTests.Lint(1, ("a.yaml", text)), p => p, _ => true).Findings.Where(f => f.RuleId == "ML2003");
        static ReportedFinding Told(string text) =>
            Assert.Single(OwnershipTests.Lint(1, ("a.yaml", text)).Findings, f => f.RuleId == "ML2003");
    }

    [Fact]
    public void A_report_in_SARIF_accepts_all_that_is_joined() =>
        Assert.DoesNotContain(
            Accepted(Three, isSarif: true).Apply(OwnershipTests.Lint(1, ("a.yaml", Three)), p => p, _ => true).Findings,
            f => f.RuleId == "ML1002"
        );

    private static Baseline Accepted(string text, bool isSarif)
    {
        var result = OwnershipTests.Lint(1, ("a.yaml", text));
        string written = Samples.Utf8(s =>
        {
            if (isSarif)
                SarifReporter.Write(
                    result,
                    new SarifRun
                    {
                        Version = "0.1.0",
                        Rules = [.. RuleCatalog.All.Select(e => e.Page)],
                        ExitCode = 1,
                    },
                    s
                );
            else
                BaselineWriter.Write(Baseline.Of(result, p => p), s);
        });
        var (baseline, problems) = BaselineReader.Read(new SourceText("baseline.json", written));
        Assert.Empty(problems);
        return baseline;
    }

    // Without the first one the others are still accepted.
    [Fact]
    public void A_baseline_accepts_each_of_them()
    {
        var baseline = Baseline.Of(OwnershipTests.Lint(1, ("a.yaml", Three)), p => p);
        Assert.Equal(
            ["a", "b", "c"],
            baseline.Entries.Where(e => e.Rule == "ML1002").Select(e => e.Container!).Order(StringComparer.Ordinal)
        );
        var later = OwnershipTests.Lint(
            1,
            (
                "a.yaml",
                Three
                    .Replace(
                        "&r {requests: {memory: 1Gi}, limits: {memory: 512Mi}}",
                        "{requests: {memory: 1Gi}, limits: {memory: 1Gi}}",
                        StringComparison.Ordinal
                    )
                    .Replace(
                        "resources: *r\n        - name: c",
                        "resources: &r {requests: {memory: 1Gi}, limits: {memory: 512Mi}}\n        - name: c",
                        StringComparison.Ordinal
                    )
            )
        );
        Assert.DoesNotContain(baseline.Apply(later, p => p, _ => true).Findings, f => f.RuleId == "ML1002");
    }

    [Fact]
    public void Of_another_object_the_part_is_named()
    {
        const string Workflows = """
            apiVersion: v1
            kind: List
            items:
              - apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: one}
                spec:
                  templates:
                    - name: build
                      container: {image: registry.example.com/web:1, resources: &r {requests: {memory: 1Gi}, limits: {memory: 512Mi}}}
              - apiVersion: argoproj.io/v1alpha1
                kind: Workflow
                metadata: {name: two}
                spec:
                  templates:
                    - name: check
                      container: {image: registry.example.com/web:1, resources: *r}

            """;
        Assert.Equal("the same in Workflow two, template check, container main", Assert.Single(Find(Workflows)).Related[^1].Note);
    }

    private const string Templates = """
        apiVersion: argoproj.io/v1alpha1
        kind: Workflow
        metadata: {name: one}
        spec:
          templates:
            - name: build
              container: &c
                image: registry.example.com/web:1
                resources: {requests: {memory: 1Gi}, limits: {memory: 512Mi}}
            - name: check
              container: *c
            - name: ship
              container: *c

        """;

    // Templates of one object, whose containers have one name and one text.
    [Fact]
    public void Of_another_template_of_the_object_the_part_is_named()
    {
        var told = Assert.Single(Find(Templates));
        Assert.Equal("template build", told.Part);
        Assert.Equal(
            [("the same in template check, container main", 11), ("the same in template ship, container main", 13)],
            told.Related.Skip(1).Select(r => (r.Note, r.Place.Line))
        );
        Assert.Equal(2, told.Others.Length);
    }

    [Fact]
    public void What_stands_beside_the_containers_of_a_pod_is_told_with_each_that_takes_it()
    {
        const string Jobs = """
            apiVersion: jobset.x-k8s.io/v1alpha2
            kind: JobSet
            metadata: {name: one}
            spec:
              replicatedJobs:
                - name: build
                  template: &t
                    spec:
                      template:
                        spec:
                          volumes: [{name: v, emptyDir: {medium: Memory}}]
                          containers:
                            - name: main
                              image: registry.example.com/web:1
                              resources: {requests: {cpu: 1, memory: 512Mi}, limits: {memory: 512Mi}}
                              volumeMounts: [{name: v, mountPath: /v}]
                - name: check
                  template: *t

            """;
        var told = Assert.Single(OwnershipTests.Lint(1, ("a.yaml", Jobs)).Findings, f => f.RuleId == "ML4001");
        Assert.Equal("replicatedJob build", told.Part);
        Assert.Equal(("the same in replicatedJob check, container main", 18), (told.Related[^1].Note, told.Related[^1].Place.Line));
    }

    [Theory]
    [InlineData("a", "b", "the same in container c")]
    [InlineData("b", "a", "the same in container c")]
    [InlineData("c", "a", "the same in container b")]
    public void What_is_accepted_for_one_stays_told_for_the_others(string accepted, string told, string note)
    {
        var result = OwnershipTests.Lint(
            1,
            (
                "a.yaml",
                Three.Replace(
                    "{name: web}",
                    $"{{name: web, annotations: {{manifestlint.dev/ignore: ML1002@{accepted} known}}}}",
                    StringComparison.Ordinal
                )
            )
        );
        var one = Assert.Single(result.Findings, f => f.RuleId == "ML1002");
        Assert.Equal((told, note), (one.Container, one.Related[^1].Note));
        Assert.Equal(accepted, Assert.Single(result.Suppressed).Container);
        Assert.DoesNotContain(result.Findings, f => f.RuleId == "ML0101");
    }

    // Beside another request it is another fault.
    [Fact]
    public void What_differs_is_told_of_each()
    {
        string text = Three
            .Replace(
                "resources: &r {requests: {memory: 1Gi}, limits: {memory: 512Mi}}",
                "resources: {requests: {memory: 1Gi}, limits: &r {memory: 512Mi}}",
                StringComparison.Ordinal
            )
            .Replace(
                "resources: *r\n        - name: c",
                "resources: {requests: {memory: 2Gi}, limits: *r}\n        - name: c",
                StringComparison.Ordinal
            )
            .Replace("resources: *r", "resources: {requests: {memory: 1Gi}, limits: *r}", StringComparison.Ordinal);
        var found = Find(text);
        Assert.Equal(["a", "b"], found.Select(f => f.Container));
        Assert.Equal(["the same in container c"], found[0].Related.Skip(1).Select(r => r.Note));
    }

    [Fact]
    public void Objects_that_take_one_template_are_told_once()
    {
        string second = "- apiVersion: apps/v1\n  kind: Deployment\n  metadata: {name: NAME}\n  spec: *s\n";
        string list =
            "apiVersion: v1\nkind: List\nitems:\n- "
            + Three.Replace("spec:\n  template", "spec: &s\n  template", StringComparison.Ordinal).TrimEnd().ReplaceLineEndings("\n  ")
            + "\n"
            + second.Replace("NAME", "api", StringComparison.Ordinal)
            + second.Replace("NAME", "job", StringComparison.Ordinal);
        var told = Assert.Single(Find(list));
        Assert.Equal("Deployment web", told.Object!.ToString());
        Assert.Contains("the same in Deployment api, container a", told.Related.Select(r => r.Note));
        Assert.Equal(8, told.Others.Length);
    }

    private static ImmutableArray<ReportedFinding> Find(string text) =>
        [.. OwnershipTests.Lint(1, ("a.yaml", text)).Findings.Where(f => f.RuleId == "ML1002")];
}
