using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Suppressing;

/// <summary>What suppressions silence: reach, ends, objects, and what is said about the suppressions themselves.</summary>
public sealed class LinterSuppressionTests
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: tools
        spec:
          containers:
            - name: first
              image: busybox:1.36
              resources:
                requests: {cpu: 100m, memory: 64Mi}
            - name: second
              image: busybox:1.36
              resources:
                requests: {cpu: 100m, memory: 64Mi}

        """;

    [Theory]
    [InlineData(
        "      resources:\n        requests: {cpu: 100m, memory: 64Mi}\n    - ",
        "      resources: # manifestlint: ignore[ML1001] known\n        requests: {cpu: 100m, memory: 64Mi}\n    - ",
        "second"
    )]
    [InlineData(
        "      resources:\n        requests: {cpu: 100m, memory: 64Mi}\n    - ",
        "      # manifestlint: ignore[ML1001] known\n      resources:\n        requests: {cpu: 100m, memory: 64Mi}\n    - ",
        "second"
    )]
    [InlineData("    - name: first", "    # manifestlint: ignore[ML1001] known\n    - name: first", "second")]
    [InlineData("    - name: first", "    # manifestlint: ignore[ML1001] known\n    # and so on\n    - name: first", "second")]
    [InlineData("  containers:", "  # manifestlint: ignore[memory-limit-missing] known\n  containers:", "")]
    [InlineData("  containers:", "  containers: # manifestlint: ignore[ML1001] known", "")]
    [InlineData("apiVersion", "# manifestlint: ignore-document[ML1001] known\napiVersion", "")]
    [InlineData("kind: Pod", "kind: Pod # manifestlint: ignore-document[ML1001] known", "")]
    [InlineData("apiVersion", "# manifestlint: ignore-file[ML1001] known\n---\napiVersion", "")]
    [InlineData("  name: tools", "  name: tools\n  annotations: {manifestlint.dev/ignore: ML1001@second known}", "first")]
    [InlineData("  name: tools", "  name: tools\n  annotations: {manifestlint.dev/ignore: 'ml1001@first known; ML1001@second known'}", "")]
    public void Reach(string replaced, string by, string left)
    {
        var result = Scan(Pod.Replace(replaced, by, StringComparison.Ordinal));
        Assert.Equal(
            left,
            string.Join(' ', result.Findings.Select(f => f.RuleId == "ML1001" ? f.Container : f.RuleId + " " + f.Message()))
        );
        Assert.Equal(2, result.Findings.Length + result.Suppressed.Length);
        Assert.All(result.Suppressed, f => Assert.Equal("known", f.Suppression!.Reason));
    }

    [Fact]
    public void Of_very_many_names_that_are_no_rules_the_first_are_told()
    {
        string names = string.Join(',', Enumerable.Range(0, 300).Select(i => $"NO{i / 2}"));
        var told = Scan(Pod.Replace("kind: Pod", $"kind: Pod # manifestlint: ignore-document[{names}] x", StringComparison.Ordinal))
            .Findings.Where(f => f.RuleId == "ML0102")
            .ToList();
        Assert.Equal(11, told.Count);
        Assert.Equal("from here on 140 more names are no rules", told[^1].Statement.What);
    }

    [Fact]
    public void The_first_key_of_a_document_is_not_the_document() =>
        Assert.Equal(
            ["ML0101", "ML1001", "ML1001"],
            Ids(Scan(Pod.Replace("apiVersion", "# manifestlint: ignore[ML1001] known\napiVersion", StringComparison.Ordinal)))
        );

    [Fact]
    public void Behind_the_name_of_a_container_is_not_the_container() =>
        Assert.Equal(
            ["ML0101", "ML1001", "ML1001"],
            Ids(Scan(Pod.Replace("- name: first", "- name: first # manifestlint: ignore[ML1001] known", StringComparison.Ordinal)))
        );

    [Theory]
    [InlineData("2026-01-01", "")]
    [InlineData("2025-12-31", "ML0104 ML1001")]
    public void The_last_day_still_counts(string until, string left) =>
        Assert.Equal(
            left,
            string.Join(
                ' ',
                Ids(
                    Scan(
                        Pod[..Pod.IndexOf("    - name: second", StringComparison.Ordinal)]
                            .Replace(
                                "    - name: first",
                                $"    # manifestlint: ignore[ML1001] until={until} known\n    - name: first",
                                StringComparison.Ordinal
                            )
                    )
                )
            )
        );

    [Fact]
    public void Without_a_date_nothing_ends()
    {
        string text = Pod.Replace(
            "kind: Pod",
            "kind: Pod # manifestlint: ignore-document[ML1001] until=2000-01-01 known",
            StringComparison.Ordinal
        );
        Assert.Empty(Scan(text, r => r with { Today = null }).Findings);
    }

    [Fact]
    public void They_can_be_left_out_of_account()
    {
        string text = Pod.Replace("kind: Pod", "kind: Pod # manifestlint: ignore-document[ML1001, ML9999]", StringComparison.Ordinal);
        Assert.Equal(["ML1001", "ML1001"], Ids(Scan(text, r => r with { HonoursSuppressions = false })));
    }

    [Fact]
    public void A_document_speaks_for_itself_alone()
    {
        string text =
            Pod.Replace("kind: Pod", "kind: Pod # manifestlint: ignore-document[ML1001] known", StringComparison.Ordinal) + "---\n" + Pod;
        var result = Scan(text);
        Assert.Equal(["ML1001", "ML1001"], Ids(result));
        Assert.Equal(2, result.Suppressed.Length);
    }

    [Fact]
    public void A_broken_document_can_be_accepted_from_its_head()
    {
        const string Broken = "# manifestlint: ignore-document[ML0001] rendered later\napiVersion: v1\nkind: Pod\n\tmetadata: x\n";
        var result = Scan(Broken);
        Assert.Empty(result.Findings);
        Assert.Equal(["ML0001"], result.Suppressed.Select(f => f.RuleId));
        Assert.Equal(["ML0105"], Ids(Scan(Broken.Replace("-document", "", StringComparison.Ordinal))).Where(id => id != "ML0001"));
    }

    [Fact]
    public void The_annotation_of_a_pod_template_speaks_for_its_pod()
    {
        const string Deployment = """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata:
                  annotations:
                    manifestlint.dev/ignore: |
                      memory-limit-missing@web until=2030-01-01
                spec:
                  containers:
                    - name: web
                      image: busybox:1.36
                      resources:
                        requests: {memory: 64Mi}
            """;
        var result = Scan(Deployment);
        Assert.Equal(["ML0103"], Ids(result));
        var suppression = Assert.Single(result.Suppressed, f => f.RuleId == "ML1001").Suppression!;
        Assert.Equal(
            (SuppressionKind.Annotation, new DateOnly(2030, 1, 1), 10),
            (suppression.Kind, suppression.Until!.Value, suppression.Place!.Line)
        );
    }

    [Fact]
    public void A_finding_about_a_suppression_can_be_suppressed()
    {
        string text =
            "# manifestlint: ignore-file[ML0103] reasons stand in the tickets\n"
            + Pod.Replace("kind: Pod", "kind: Pod # manifestlint: ignore-document[ML1001]", StringComparison.Ordinal);
        var result = Scan(text);
        Assert.Empty(result.Findings);
        Assert.Equal(["ML0103", "ML1001", "ML1001"], result.Suppressed.Select(f => f.RuleId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Nothing_is_said_about_a_patch()
    {
        const string Patch = """
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              annotations: {manifestlint.dev/ignore: ML1001@app known}
            spec: {template: {spec: {containers: [{name: web, resources: {limits: {cpu: 1}}}]}}}
            """;
        Assert.Empty(Scan(Patch).Findings);
    }

    [Fact]
    public void Every_rule_of_a_comment_is_judged_by_itself()
    {
        var result = Scan(
            Pod.Replace(
                "kind: Pod",
                "kind: Pod # manifestlint: ignore-document[ML1001, ML1002, ML1005, ML1O01] known",
                StringComparison.Ordinal
            )
        );
        Assert.Equal(["ML0101", "ML0102"], Ids(result));
        Assert.Contains("did you mean ML1001?", result.Findings[1].Message(), StringComparison.Ordinal);
    }

    // A comment on a value that pods of other files take, in a scan that reads those for their facts only: what it is for is not looked for.
    [Theory]
    [InlineData("kind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\ndata: {A: -Xmx2g} # manifestlint: ignore[ML3001] known")]
    [InlineData("# manifestlint: ignore-file[ML3001] known\nkind: ConfigMap\napiVersion: v1\nmetadata: {name: c}\ndata: {A: -Xmx2g}")]
    [InlineData(
        "kind: LimitRange\napiVersion: v1\nmetadata: {name: l}\nspec: {limits: [{type: Container, default: {memory: 1Gi}}]} # manifestlint: ignore[ML1002] known"
    )]
    [InlineData(
        "kind: HorizontalPodAutoscaler\napiVersion: autoscaling/v2\nmetadata: {name: h, annotations: {manifestlint.dev/ignore: ML5005 known}}\nspec: {}"
    )]
    public void What_a_comment_is_for_may_be_found_about_pods_that_are_not_judged(string text)
    {
        var beside = new LintSource("web.yaml", "/work/web.yaml", true, () => new SourceReading(new SourceText("web.yaml", Pod), null));
        Assert.Equal(["ML0101"], Ids(Scan(text)));
        Assert.Equal([], Ids(Scan(text, r => r with { Neighbours = [beside] })));
        // Judged with it, it can be told.
        Assert.Contains("ML0101", Ids(Scan(text, r => r with { Sources = [.. r.Sources, beside] })));
    }

    [Theory]
    [InlineData(
        "memory: 64Mi}\n    - name: second",
        "memory: 64Mi} # manifestlint: ignore[ML3001] known\n    - name: second",
        "Pod tools, container first"
    )]
    [InlineData("    - name: second", "    # manifestlint: ignore[ML3001] known\n    - name: second", "Pod tools, container second")]
    [InlineData("  name: tools", "  name: tools # manifestlint: ignore[ML3001] known", "Pod tools")]
    [InlineData("apiVersion", "# manifestlint: ignore-document[ML3001] known\napiVersion", "Pod tools")]
    [InlineData("apiVersion", "# manifestlint: ignore[ML3001] known\napiVersion", "Pod tools")]
    [InlineData("apiVersion", "# manifestlint: ignore-file[ML3001] known\n---\napiVersion", null)]
    [InlineData(
        "  name: tools",
        "  name: tools\n  annotations: {manifestlint.dev/ignore: ML3001@second known}",
        "Pod tools, container second"
    )]
    // The last line of a document, and the first of an object in a list.
    [InlineData("second\n", "second\n      imagePullPolicy: Never # manifestlint: ignore[ML3001] known\n", "Pod tools, container second")]
    public void What_is_said_of_a_suppression_names_what_it_speaks_for(string replaced, string by, string? owner)
    {
        string text = Pod.Replace(replaced, by, StringComparison.Ordinal);
        Assert.Equal(owner, Owner(Scan(text)));
        if (owner is null)
            return;
        string last = text.TrimEnd('\n') + "\n      # an end\n";
        Assert.Equal(owner, Owner(Scan(last)));
        string list =
            "apiVersion: v1\nkind: List\nitems:\n"
            + string.Concat(
                text.TrimEnd('\n')
                    .Split('\n')
                    .Select(
                        (l, i) =>
                            (
                                i == 0 && l[0] == '#' ? ""
                                : i == 0 ? "- "
                                : "  "
                            )
                            + l
                            + "\n"
                    )
            );
        if (!list.Contains("\n# ", StringComparison.Ordinal))
            Assert.Equal(owner, Owner(Scan(list)));

        static string? Owner(LintResult result) =>
            ManifestLint.Reporting.FindingText.Owner(Assert.Single(result.Findings, f => f.RuleId == "ML0101"));
    }

    [Fact]
    public void A_comment_behind_the_last_value_speaks_for_its_object()
    {
        const string Text =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: 'a:1', resources: {limits: {memory: 1Gi}}}]}";
        var finding = Assert.Single(Scan(Text + " # manifestlint: ignore[ML3001] known").Findings, f => f.RuleId == "ML0101");
        Assert.Equal("web", finding.Object?.Name);
    }

    private static IEnumerable<string> Ids(LintResult result) => result.Findings.Select(f => f.RuleId).Order(StringComparer.Ordinal);

    private static LintResult Scan(string text, Func<LintRequest, LintRequest>? with = null)
    {
        var source = new LintSource("pod.yaml", "/work/pod.yaml", true, () => new SourceReading(new SourceText("pod.yaml", text), null));
        var request = new LintRequest
        {
            Sources = [source],
            Jobs = 1,
            Today = new DateOnly(2026, 1, 1),
        };
        var result = Linter.Lint(with?.Invoke(request) ?? request);
        Assert.Empty(result.Crashes);
        return result;
    }
}
