using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using static ManifestLint.Tests.Rules.Sets.SetScan;

namespace ManifestLint.Tests.Rules.Sets;

/// <summary>Rules across objects: what counts, what keeps silent.</summary>
public sealed class SetRuleTests
{
    private const string Memory = "[{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 70}}}]";

    [Theory]
    [InlineData("{requests: {memory: 1Gi}}", "requests.memory: 8Gi", "", null)]
    [InlineData("{limits: {memory: 1Gi}}", "requests.memory: 8Gi", "", null)]
    [InlineData("{requests: {cpu: 1, memory: 0}}", "memory: 8Gi", "", null)]
    [InlineData("{requests: {memory: 1Gi}}", "limits.memory: 8Gi", "", "memory limit")]
    [InlineData("{}", "limits.memory: 8Gi, requests.memory: 4Gi, memory: 4Gi", "", "memory limit or request")]
    [InlineData("{}", "limits.memory: 8Gi, requests.cpu: 4", "", "memory limit, or cpu request")]
    [InlineData("{}", "limits.memory: \"${MAX}\"", "", "memory limit")]
    [InlineData("{}", "requests.ephemeral-storage: 8Gi, pods: 10, requests.nvidia.com/gpu: 4", "", null)]
    [InlineData("{requests: {memory: \"${MEM}\"}}", "requests.memory: 8Gi", "", null)]
    [InlineData("{requests: {cpu: 1}}", "memory: 8Gi", "scopes: [BestEffort]", null)]
    [InlineData("{requests: {cpu: 1}}", "memory: 8Gi", "scopes: [NotBestEffort]", "memory request")]
    [InlineData("{requests: {cpu: 1}}", "memory: 8Gi", "scopes: [Terminating]", null)]
    [InlineData("{requests: {cpu: 1}}", "memory: 8Gi", "scopes: [NotTerminating]", "memory request")]
    [InlineData("{requests: {cpu: 1}}", "memory: 8Gi", "scopes: [CrossNamespacePodAffinity]", null)]
    [InlineData("{requests: {cpu: 1}}", "memory: 8Gi", "scopes: [\"${SCOPE}\"]", null)]
    [InlineData(
        "{requests: {cpu: 1}}",
        "memory: 8Gi",
        "scopeSelector: {matchExpressions: [{scopeName: PriorityClass, operator: In, values: [high]}]}",
        null
    )]
    public void A_quota_demands_what_it_counts(string resources, string hard, string rest, string? missing)
    {
        var messages = Of(Quota($"{{{hard}}}", rest), Deployment("app", resources)).Messages("ML5003");
        string[] expected = missing is null
            ? []
            :
            [
                $"container app has no {missing}, demanded by ResourceQuota compute, so the API server accepts the Deployment and rejects its pods (FailedCreate)",
            ];
        Assert.Equal(expected, messages);
    }

    // Who injects an amount is the LimitRange that does, whatever it is called; what an operator writes nobody injects.
    [Theory]
    [InlineData("default: {memory: 512Mi}", "min: {memory: 600Mi}", "by a LimitRange is below the minimum 600Mi of another LimitRange")]
    [InlineData("min: {memory: 600Mi}", "default: {memory: 512Mi}", "by a LimitRange is below the minimum 600Mi of another LimitRange")]
    public void A_limit_range_without_a_name_is_one_of_its_own(string first, string second, string told)
    {
        string Unnamed(string item, string prefix) =>
            LimitRange($"[{{type: Container, {item}}}]", "x").Replace("name: x", $"generateName: {prefix}-", StringComparison.Ordinal);
        Assert.Equal(
            [$"memory limit 512Mi injected into container app {told}"],
            Of(Unnamed(first, "x"), Unnamed(second, "y"), Deployment("app", "{requests: {cpu: 1}}"))
                .Findings.Where(f => f.RuleId == "ML5001")
                .Select(f => f.Statement.What)
        );
    }

    [Fact]
    public void What_an_operator_sets_is_injected_by_no_limit_range()
    {
        const string Elasticsearch = """
            apiVersion: elasticsearch.k8s.elastic.co/v1
            kind: Elasticsearch
            metadata: {name: app, namespace: shop}
            spec: {version: 8.17.0, nodeSets: [{name: default, count: 1}]}

            """;
        Assert.Equal(
            ["memory limit 2Gi of container elasticsearch, set by ECK, is above the maximum 1Gi of LimitRange shop/sizes"],
            Of(LimitRange("[{type: Container, max: {memory: 1Gi}}]"), Elasticsearch)
                .Findings.Where(f => f.RuleId == "ML5001")
                .Select(f => f.Statement.What)
        );
    }

    // What makes the API server refuse the whole object is told at the slip, once.
    [Theory]
    [InlineData("default: {memory: 512m}, defaultRequest: {memory: 256Mi}", "defaultRequest 256Mi is above it", "default memory 512Mi")]
    [InlineData("default: {memory: 512m}, min: {memory: 64Mi}", "min 64Mi is above it", "default memory 512Mi")]
    [InlineData(
        "default: {memory: 512Mi}, max: {memory: 1}",
        "default 512Mi is above it",
        "max memory of at least 512Mi (the default); 1Mi would be below it"
    )]
    [InlineData(
        "default: {memory: 512Mi}, defaultRequest: {memory: 1Gi}, max: {memory: 600m}",
        "defaultRequest 1Gi is above it",
        "max memory of at least 1Gi (the defaultRequest); 600Mi would be below it",
        "ML0004, ML5013"
    )]
    [InlineData(
        "default: {memory: 512m, cpu: 1}, defaultRequest: {memory: 256Mi, cpu: 2}",
        "defaultRequest 256Mi is above it",
        "default memory 512Mi",
        "ML0004, ML5013"
    )]
    public void A_slip_that_has_a_limit_range_refused_is_told_once(string item, string because, string remedy, string told = "ML0004")
    {
        var findings = Of(LimitRange($"[{{type: Container, {item}}}]")).Findings;
        Assert.Equal(told, string.Join(", ", findings.Select(f => f.RuleId).Order(StringComparer.Ordinal)));
        var slip = Assert.Single(findings, f => f.RuleId == "ML0004");
        Assert.Equal($"the API server rejects the LimitRange ({because})", slip.Statement.Consequence);
        Assert.Equal(remedy, slip.Fix?.Advice.Text ?? slip.Advice?.Text);
    }

    [Theory]
    [InlineData("In, values: [high]", "high", true)]
    [InlineData("In, values: [high]", "low", false)]
    [InlineData("NotIn, values: [high]", "low", true)]
    [InlineData("Exists", "low", true)]
    [InlineData("DoesNotExist", "low", false)]
    [InlineData("Exists", "${CLASS}", false)]
    public void A_scope_goes_by_the_priority_class(string selector, string name, bool counts) =>
        Assert.Equal(
            counts ? 1 : 0,
            Of(
                    Quota("{memory: 8Gi}", $"scopeSelector: {{matchExpressions: [{{scopeName: PriorityClass, operator: {selector}}}]}}"),
                    Deployment("app", pod: $"priorityClassName: \"{name}\"")
                )
                .Messages("ML5003")
                .Length
        );

    [Fact]
    public void Nobody_is_told_twice_that_a_pod_has_no_resources()
    {
        string two = Deployment("app") + "        - {name: two, image: \"registry.example/two:1\"}\n";
        Assert.Equal(["ML5003"], Of(Quota("{requests.memory: 8Gi}"), two).Findings.Select(f => f.RuleId));
        Assert.Equal(["ML5005"], Of(Hpa(Memory), two).Findings.Select(f => f.RuleId));
    }

    [Fact]
    public void A_quota_speaks_for_all_containers_that_lack_what_it_demands()
    {
        string two =
            Deployment("app", "{requests: {cpu: 1, memory: 1Gi}}")
            + "        - {name: two, image: \"registry.example/two:1\", resources: {requests: {cpu: 1, memory: 1Gi}}}\n";
        var finding = Assert.Single(Of(Quota("{limits.memory: 8Gi}"), two).Findings);
        Assert.Equal(("ML5003", "container two has no memory limit either"), (finding.RuleId, finding.Related[^1].Note));
        Assert.Equal(2, finding.Related.Length);
        // What the quota does not demand is another cause.
        Assert.Equal(
            ["ML1001", "ML5003"],
            Of(
                Quota("{requests.memory: 8Gi}"),
                Deployment("app", "{requests: {cpu: 1}}")
                    + "        - {name: two, image: \"registry.example/two:1\", resources: {requests: {cpu: 1, memory: 1Gi}}}\n"
            )
                .Findings.Select(f => f.RuleId)
                .Order()
        );
    }

    [Fact]
    public void What_a_limit_range_supplies_is_there() =>
        Assert.Empty(
            Of(
                    Quota("{requests.memory: 8Gi, limits.memory: 8Gi}"),
                    LimitRange("[{type: Container, default: {memory: 1Gi}}]"),
                    Deployment("app")
                )
                .Messages("ML5003")
        );

    [Fact]
    public void Two_of_one_name_that_differ_say_nothing()
    {
        Assert.Empty(Of(Quota("{requests.memory: 8Gi}"), Quota("{requests.cpu: 8}"), Deployment("app")).Messages("ML5003"));
        Assert.Single(Of(Quota("{requests.memory: 8Gi}"), Quota("{requests.memory: 8192Mi}"), Deployment("app")).Messages("ML5003"));
        Assert.Empty(
            Of(
                    LimitRange("[{type: Container, max: {memory: 8Gi}}]"),
                    LimitRange("[{type: Container, max: {memory: 4Gi}}]"),
                    Deployment("app", "{limits: {memory: 9Gi}}")
                )
                .Messages("ML5001")
        );
        Assert.Equal(
            2,
            Of(
                    LimitRange("[{type: Container, max: {memory: 8Gi}}]", "a"),
                    LimitRange("[{type: Container, max: {memory: 4Gi}}]", "b"),
                    Deployment("app", "{limits: {memory: 9Gi}}")
                )
                .Messages("ML5001")
                .Length
        );
    }

    [Theory]
    [InlineData("namespace: shop", "namespace: other")]
    [InlineData("kind: Deployment", "kind: Deployment2")]
    public void What_is_no_neighbour_says_nothing(string before, string after) =>
        Assert.Empty(
            Of(Quota("{requests.memory: 8Gi}"), Deployment("app").Replace(before, after, StringComparison.Ordinal)).Messages("ML5003")
        );

    [Fact]
    public void A_quota_of_a_namespace_that_cannot_be_speaks_about_nobody()
    {
        string quota = Quota("{requests.memory: 8Gi}").Replace("shop", "NAMESPACE", StringComparison.Ordinal),
            app = Deployment("app").Replace("shop", "NAMESPACE", StringComparison.Ordinal);
        Assert.Empty(Of(quota, app).Messages("ML5003"));
        Assert.Single(
            Of(quota.Replace("NAMESPACE", "shop", StringComparison.Ordinal), app.Replace("NAMESPACE", "shop", StringComparison.Ordinal))
                .Messages("ML5003")
        );
    }

    [Theory]
    [InlineData("replicas: 4", "requests.memory: 4Gi", null)]
    [InlineData("replicas: 5", "requests.memory: 4Gi", "one workload requests 5Gi of memory, and ResourceQuota compute allows 4Gi")]
    [InlineData("replicas: 5", "memory: 4096Mi", "one workload requests 5Gi of memory, and ResourceQuota compute allows 4096Mi")]
    [InlineData("replicas: 5", "limits.memory: 9Gi", "one workload has memory limits of 10Gi, and ResourceQuota compute allows 9Gi")]
    [InlineData("replicas: 5", "requests.cpu: 2", "one workload requests 2500m of cpu, and ResourceQuota compute allows 2")]
    [InlineData("replicas: 5", "pods: 4", "one workload needs 5 pods, and ResourceQuota compute allows 4")]
    [InlineData("replicas: 5", "requests.memory: \"${MAX}\"", null)]
    [InlineData("replicas: ${N}", "requests.memory: 1", null)]
    [InlineData("replicas: 0", "requests.memory: 1", null)]
    [InlineData(
        "replicas: 5",
        "requests.cpu: 2, requests.memory: 4Gi",
        "one workload requests 2500m of cpu, and ResourceQuota compute allows 2"
    )]
    [InlineData(
        "replicas: 5",
        "requests.cpu: 3, requests.memory: 4Gi",
        "one workload requests 5Gi of memory, and ResourceQuota compute allows 4Gi"
    )]
    [InlineData("replicas: 5", "limits.cpu: 1", null)]
    [InlineData(
        "replicas: 9223372036854775807",
        "pods: 1",
        "one workload needs 9223372036854775807 pods, and ResourceQuota compute allows 1"
    )]
    public void A_quota_counts_replicas(string spec, string hard, string? message)
    {
        var found = Of(Quota($"{{{hard}}}"), Deployment("app", "{requests: {cpu: 500m, memory: 1Gi}, limits: {memory: 2Gi}}", spec))
            .Messages("ML5004");
        string[] expected = message is null ? [] : [$"{message}, so some of its pods are not created"];
        Assert.Equal(expected, found);
    }

    [Theory]
    [InlineData("Deployment", 2, "a pod of one workload requests 1Gi of memory", "no pod of that workload is ever created", "2 pods × 1Gi")]
    [InlineData("Deployment", 1, "a pod of one workload requests 1Gi of memory", "no pod of that workload is ever created", "1Gi")]
    [InlineData("Pod", 1, "one Pod requests 1Gi of memory", "the API server refuses that Pod", "1Gi")]
    public void A_pod_that_is_larger_than_its_quota_is_told_alone(string kind, int replicas, string asked, string consequence, string note)
    {
        string large = Deployment("large", "{requests: {memory: 1Gi}}", $"replicas: {replicas}"),
            small = Deployment("small", "{requests: {memory: 400Mi}}", "replicas: 1");
        if (kind == "Pod")
            large =
                "apiVersion: v1\nkind: Pod\nmetadata: {name: large, namespace: shop}\nspec:\n"
                + "  containers:\n    - {name: app, image: registry.example/app:1, resources: {requests: {memory: 1Gi}}}\n";
        var found = Of(Quota("{pods: 9, requests.memory: 512Mi}"), large, small);
        var finding = Assert.Single(found.Findings, f => f.RuleId == "ML5004");
        Assert.Equal($"{asked}, and ResourceQuota compute allows 512Mi, so {consequence}", finding.Message());
        Assert.Equal(note, finding.Related[0].Note);
        // Who applied a Pod was told so; it may even be there to be refused.
        Assert.Equal(kind == "Pod" ? Severity.Note : Severity.Warning, finding.Severity);
    }

    // One cause, one finding.
    [Fact]
    public void What_a_quota_lacks_of_several_amounts_is_one_finding()
    {
        string web = Deployment("web", "{requests: {cpu: 500m, memory: 1Gi}}", "replicas: 5");
        var finding = Assert.Single(Of(Quota("{requests.cpu: 2, requests.memory: 4Gi, pods: 4}"), web).Findings, f => f.RuleId == "ML5004");
        Assert.Equal("one workload requests 2500m of cpu, and ResourceQuota compute allows 2", finding.Statement.What);
        Assert.Equal(
            ["memory requests of 4Gi, and 5Gi needed", "4 pods, and 5 needed", "5 pods × 500m"],
            finding.Related.Select(r => r.Note)
        );
    }

    [Theory]
    [InlineData("web", "web", 2, Severity.Warning, "some of their pods are not created")]
    [InlineData("web", "batch", 2, Severity.Note, "some of their pods are not created if all of them run at the same time")]
    [InlineData("batch", "batch", 2, Severity.Note, "some of their pods are not created if all of them run at the same time")]
    [InlineData("web", "batch", 4, Severity.Warning, "some of their pods are not created")]
    public void What_stands_in_several_folders_need_not_run_at_once(
        string one,
        string other,
        int replicas,
        Severity severity,
        string consequence
    )
    {
        var request = new LintRequest
        {
            Sources =
            [
                Source("web/quota.yaml", Quota("{requests.memory: 3Gi}")),
                Source($"{one}/a.yaml", Deployment("a", "{requests: {memory: 1Gi}}", "replicas: 2")),
                Source($"{other}/b.yaml", Deployment("b", "{requests: {memory: 1Gi}}", $"replicas: {replicas}")),
            ],
        };
        var finding = Assert.Single(Linter.Lint(request).Findings, f => f.RuleId == "ML5004");
        Assert.Equal((severity, consequence), (finding.Severity, finding.Statement.Consequence));
    }

    [Fact]
    public void A_quota_counts_what_is_certain_to_come_into_its_namespace()
    {
        string quota = Quota("{requests.memory: 3Gi}"),
            app = Deployment("app", "{requests: {memory: 1Gi}}", "replicas: 4");
        string noQuota = quota.Replace(", namespace: shop", "", StringComparison.Ordinal),
            noApp = app.Replace(", namespace: shop", "", StringComparison.Ordinal);
        const string kustomization = "resources: [a.yaml, b.yaml]\n",
            inShop = "namespace: shop\n" + kustomization;
        // A folder of examples is not deployed together.
        Assert.Equal(0, Count(quota, noApp));
        Assert.Equal(0, Count(noQuota, app));
        Assert.Equal(0, Count(noQuota, noApp));
        Assert.Equal(
            0,
            Count(quota.Replace("shop", "NAMESPACE", StringComparison.Ordinal), app.Replace("shop", "NAMESPACE", StringComparison.Ordinal))
        );
        Assert.Equal(0, Count(quota, noApp, kustomization));
        Assert.Equal(1, Count(noQuota, noApp, kustomization));
        Assert.Equal(1, Count(noQuota, noApp, inShop));
        Assert.Equal(
            0,
            Count(quota, noApp.Replace("metadata: {", "metadata: {namespace: other, ", StringComparison.Ordinal), kustomization)
        );
        var given = new LintRequest
        {
            Sources = [Source("a.yaml", noQuota), Source("b.yaml", noApp)],
            Assumptions = new() { Namespace = "shop" },
        };
        Assert.Single(Linter.Lint(given).Messages("ML5004"));

        static int Count(string quota, string app, string? kustomization = null) =>
            Of(r =>
                    r with
                    {
                        Sources =
                        [
                            Source("a.yaml", quota),
                            Source("b.yaml", app),
                            .. kustomization is null ? Array.Empty<LintSource>() : [Source("kustomization.yaml", kustomization)],
                        ],
                    }
                )
                .Messages("ML5004")
                .Length;
    }

    [Theory]
    [InlineData("pods: 4", "replicas: 5", "5 pods")]
    [InlineData("pods: 0", "replicas: 1", "1 pod")]
    [InlineData("memory: 4Gi", "replicas: 5", "5 pods × 1Gi")]
    [InlineData("memory: 4Mi", "replicas: 1", "1Gi")]
    public void A_workload_is_shown_with_its_share(string hard, string spec, string note) =>
        Assert.Equal(
            note,
            Assert
                .Single(Of(Quota($"{{{hard}}}"), Deployment("app", "{requests: {memory: 1Gi}}", spec)).Findings, f => f.RuleId == "ML5004")
                .Related[0]
                .Note
        );

    [Theory]
    [InlineData("NAME", "compute")]
    [InlineData("app", "NAME")]
    [InlineData("${APP}", "compute")]
    [InlineData("my_app", "compute")]
    public void Names_that_cannot_be_are_those_of_a_template(string app, string quota)
    {
        string text = Deployment("app", "{requests: {memory: 1Gi}}", "replicas: 4")
            .Replace("name: app,", $"name: \"{app}\",", StringComparison.Ordinal);
        Assert.Empty(
            Of(Quota("{requests.memory: 3Gi}").Replace("name: compute", $"name: {quota}", StringComparison.Ordinal), text)
                .Messages("ML5004")
        );
    }

    [Fact]
    public void An_autoscaler_takes_replicas_over()
    {
        string app = Deployment("app", "{requests: {memory: 1Gi}}", "replicas: 9");
        Assert.Empty(Of(Quota("{requests.memory: 3Gi}"), Hpa("[]", "minReplicas: 3"), app).Messages("ML5004"));
        Assert.Single(Of(Quota("{requests.memory: 3Gi}"), Hpa("[]", "minReplicas: 4"), app).Messages("ML5004"));
        Assert.Empty(Of(Quota("{requests.memory: 1Gi}"), Hpa("[]", "maxReplicas: 4"), app).Messages("ML5004"));
    }

    [Theory]
    [InlineData("kind: Job", "parallelism: 3", true)]
    [InlineData("kind: Job", "parallelism: 3, completions: 2", false)]
    [InlineData("kind: Job", "parallelism: 3, suspend: true", false)]
    [InlineData("kind: DaemonSet", "minReadySeconds: 1", false)]
    public void Other_kinds_count_what_runs_at_once(string kind, string spec, bool isTooMuch)
    {
        string text = Deployment("app", "{requests: {memory: 1Gi}}", spec.Replace(", ", "\n  ", StringComparison.Ordinal))
            .Replace("kind: Deployment", kind, StringComparison.Ordinal);
        if (kind.EndsWith("Job", StringComparison.Ordinal))
            text = text.Replace("apps/v1", "batch/v1", StringComparison.Ordinal);
        Assert.Equal(isTooMuch ? 1 : 0, Of(Quota("{requests.memory: 2Gi}"), text).Messages("ML5004").Length);
    }

    [Fact]
    public void What_stands_twice_or_has_an_owner_counts_once()
    {
        string app = Deployment("app", "{requests: {memory: 1Gi}}", "replicas: 2");
        Assert.Empty(Of(Quota("{requests.memory: 3Gi}"), app, app).Messages("ML5004"));
        Assert.Single(
            Of(Quota("{requests.memory: 3Gi}"), app, app.Replace("name: app,", "name: web,", StringComparison.Ordinal)).Messages("ML5004")
        );
        string owned = app.Replace(
                "name: app,",
                "name: app-7d9f, ownerReferences: [{kind: Deployment, name: app}],",
                StringComparison.Ordinal
            )
            .Replace("kind: Deployment\n", "kind: ReplicaSet\n", StringComparison.Ordinal);
        Assert.Empty(Of(Quota("{requests.memory: 3Gi}"), app, owned).Messages("ML5004"));
    }

    [Theory]
    [InlineData("{requests: {memory: 1Gi}}", Memory, "autoscaling/v2", 0)]
    [InlineData("{limits: {memory: 1Gi}}", Memory, "autoscaling/v2", 0)]
    [InlineData("{requests: {cpu: 1}}", Memory, "autoscaling/v2", 1)]
    [InlineData(
        "{requests: {cpu: 1}}",
        "[{type: Resource, resource: {name: memory, targetAverageUtilization: 70}}]",
        "autoscaling/v2beta1",
        1
    )]
    [InlineData(
        "{requests: {cpu: 1}}",
        "[{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 1Gi}}}]",
        "autoscaling/v2",
        0
    )]
    [InlineData(
        "{requests: {cpu: 1}}",
        "[{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]",
        "autoscaling/v2",
        0
    )]
    [InlineData(
        "{requests: {cpu: 1}}",
        "[{type: ContainerResource, containerResource: {name: memory, container: app, target: {type: Utilization, averageUtilization: 70}}}]",
        "autoscaling/v2",
        1
    )]
    [InlineData(
        "{requests: {cpu: 1}}",
        "[{type: ContainerResource, containerResource: {name: memory, container: web, target: {type: Utilization, averageUtilization: 70}}}]",
        "autoscaling/v2",
        0
    )]
    [InlineData("{requests: {memory: \"${MEM}\"}}", Memory, "autoscaling/v2", 0)]
    public void Utilization_needs_a_request(string resources, string metrics, string version, int count) =>
        Assert.Equal(count, Of(Hpa(metrics, version: version), Deployment("app", resources)).Messages("ML5005").Length);

    [Fact]
    public void A_pod_level_request_serves_for_all() =>
        Assert.Empty(Of(Hpa(Memory), Deployment("app", pod: "resources: {requests: {memory: 2Gi}}")).Messages("ML5005"));

    [Theory]
    [InlineData("app", 0)]
    [InlineData("web", 1)]
    [InlineData("${NAME}", 0)]
    [InlineData("istio-proxy", 0)]
    public void A_metric_names_a_container_of_its_target(string container, int count) =>
        Assert.Equal(
            count,
            Of(
                    Hpa(
                        $"[{{type: ContainerResource, containerResource: {{name: cpu, container: \"{container}\", target: {{type: Utilization, averageUtilization: 70}}}}}}]"
                    ),
                    Deployment("app")
                )
                .Messages("ML5006")
                .Length
        );

    [Fact]
    public void A_target_that_is_not_in_the_scan_or_only_a_patch_has_any_container()
    {
        string hpa = Hpa(
            "[{type: ContainerResource, containerResource: {name: cpu, container: web, target: {type: Utilization, averageUtilization: 70}}}]"
        );
        Assert.Empty(Of(hpa).Messages("ML5006"));
        Assert.Empty(
            Of(hpa, Deployment("app").Replace("image: registry.example/app:1", "tty: true", StringComparison.Ordinal)).Messages("ML5006")
        );
    }

    [Theory]
    [InlineData("[]", "Recreate", 1)]
    [InlineData("[]", "\"Off\"", 0)]
    [InlineData("[]", "\"${MODE}\"", 0)]
    [InlineData("[{containerName: '*', controlledResources: [cpu]}]", "Recreate", 0)]
    [InlineData("[{containerName: app, mode: 'Off'}]", "Recreate", 0)]
    [InlineData("'${POLICIES}'", "Recreate", 0)]
    [InlineData("[{containerName: '${NAME}', mode: 'Off'}]", "Recreate", 0)]
    [InlineData("[{containerName: app, mode: '${MODE}'}]", "Recreate", 0)]
    [InlineData("[{containerName: app, controlledResources: '${RESOURCES}'}]", "Recreate", 0)]
    [InlineData("[{containerName: web, mode: 'Off'}]", "Recreate", 1)]
    [InlineData("[{containerName: '*', mode: 'Off'}, {containerName: app}]", "Auto", 1)]
    public void Two_autoscalers_on_memory(string policies, string mode, int count)
    {
        Assert.Equal(count, Of(Hpa(Memory), Vpa(policies, mode), Deployment("app", "{requests: {memory: 1Gi}}")).Messages("ML5007").Length);
        Assert.Empty(Of(Hpa("[]"), Vpa(policies, mode), Deployment("app", "{requests: {memory: 1Gi}}")).Messages("ML5007"));
    }

    // An amount is compared with the usage alone.
    [Fact]
    public void Two_autoscalers_on_memory_meet_in_the_request_alone() =>
        Assert.Empty(
            Of(Hpa("[{type: Resource, resource: {name: memory, target: {type: AverageValue, averageValue: 600Mi}}}]"), Vpa())
                .Messages("ML5007")
        );

    [Fact]
    public void Two_autoscalers_on_memory_need_no_target_in_the_scan() => Assert.Single(Of(Hpa(Memory), Vpa()).Messages("ML5007"));

    [Theory]
    [InlineData("[]", "Recreate", 1)]
    [InlineData("[]", "\"Off\"", 0)]
    [InlineData("[{containerName: '*', controlledValues: RequestsOnly}]", "Recreate", 0)]
    [InlineData("[{containerName: '*', minAllowed: {memory: 768Mi}}]", "Recreate", 0)]
    [InlineData("[{containerName: '*', minAllowed: {memory: 767Mi}}]", "Recreate", 1)]
    [InlineData("[{containerName: '*', minAllowed: {memory: \"${MIN}\"}}]", "Recreate", 0)]
    [InlineData("[{containerName: '*', controlledResources: [cpu]}]", "Recreate", 0)]
    public void A_limit_that_moves_under_a_heap(string policies, string mode, int count)
    {
        string java = Deployment("app", "{requests: {memory: 1Gi}, limits: {memory: 2Gi}}")
            .Replace(
                "image: registry.example/app:1",
                "image: eclipse-temurin:21\n          command: [java, -Xmx1536m, -jar, app.jar]",
                StringComparison.Ordinal
            );
        Assert.Equal(count, Of(Vpa(policies, mode), java).Messages("ML5008").Length);
        Assert.Empty(
            Of(Vpa(policies, mode), java.Replace("-Xmx1536m", "-XX:MaxRAMPercentage=75", StringComparison.Ordinal)).Messages("ML5008")
        );
    }

    // What a live autoscaler recommends now is no guess (VPA-8); it is held to the bounds that are written now.
    [Theory]
    [InlineData("[]", "Recreate", "629145600", "lowers the memory limit 2Gi to 1200 MiB", "recommends a request of 600 MiB now")]
    [InlineData("[]", "Initial", "600Mi", "lowers the memory limit 2Gi to 1200 MiB", "recommends a request of 600Mi now")]
    [InlineData("[]", "Recreate", "2Gi", "may lower the memory limit 2Gi to 500 MiB", "may recommend a request of 250 MiB")]
    [InlineData("[]", "Recreate", "lots", "may lower the memory limit 2Gi to 500 MiB", "may recommend a request of 250 MiB")]
    [InlineData(
        "[{containerName: '*', minAllowed: {memory: 700Mi}}]",
        "Recreate",
        "600Mi",
        "may lower the memory limit 2Gi to 1400 MiB",
        "down to its minAllowed 700Mi"
    )]
    [InlineData("[{containerName: '*', minAllowed: {memory: 768Mi}}]", "Recreate", "600Mi", null, null)]
    [InlineData(
        "[{containerName: '*', maxAllowed: {memory: 700Mi}}]",
        "Recreate",
        "600Mi",
        "lowers the memory limit 2Gi to no more than 1400 MiB",
        "up to its maxAllowed 700Mi"
    )]
    [InlineData("[]", "\"Off\"", "600Mi", null, null)]
    [InlineData("[{containerName: '*', controlledValues: RequestsOnly}]", "Recreate", "600Mi", null, null)]
    public void What_a_live_autoscaler_recommends(string policies, string mode, string target, string? told, string? cause)
    {
        string java = Deployment("app", "{requests: {memory: 1Gi}, limits: {memory: 2Gi}}")
            .Replace(
                "image: registry.example/app:1",
                "image: eclipse-temurin:21\n          command: [java, -Xmx1536m, -jar, app.jar]",
                StringComparison.Ordinal
            );
        string live =
            Vpa(policies, mode).TrimEnd()
            + $"\nstatus:\n  recommendation:\n    containerRecommendations:\n    - {{containerName: app, target: {{cpu: 25m, memory: \"{target}\"}}}}\n";
        var found = Of(live, java).Findings.Where(f => f.RuleId == "ML5008").ToList();
        if (told is null)
        {
            Assert.Empty(found);
            return;
        }
        var statement = Assert.Single(found).Statement;
        Assert.Equal($"a VerticalPodAutoscaler {told}, below -Xmx1536m", statement.What);
        Assert.EndsWith(cause!, statement.Cause, StringComparison.Ordinal);
        Assert.Equal(cause!.Contains("may", StringComparison.Ordinal), statement.Certainty == Certainty.Assumed);
    }

    [Theory]
    [InlineData("{requests: {memory: 1Gi}}", "minAllowed: {memory: 2Gi}", "Recreate", 1)]
    [InlineData("{limits: {memory: 1Gi}}", "minAllowed: {memory: 2Gi}", "Recreate", 1)]
    [InlineData("{requests: {memory: 1Gi}}", "maxAllowed: {memory: 512Mi}", "Initial", 1)]
    [InlineData("{requests: {cpu: 2}}", "maxAllowed: {cpu: 1}", "Recreate", 1)]
    [InlineData("{requests: {cpu: 2}}", "maxAllowed: {cpu: 1}, controlledResources: [memory]", "Recreate", 0)]
    [InlineData("{requests: {memory: 1Gi}}", "minAllowed: {memory: 2Gi}, mode: 'Off'", "Recreate", 0)]
    [InlineData("{requests: {memory: 1Gi}}", "minAllowed: {memory: 2Gi}", "\"Off\"", 0)]
    [InlineData("{requests: {memory: 16M}}", "minAllowed: {memory: 16Mi}", "Recreate", 0)]
    [InlineData("{}", "minAllowed: {memory: 2Gi}", "Recreate", 0)]
    public void A_request_outside_the_bounds(string resources, string bounds, string mode, int count) =>
        Assert.Equal(count, Of(Vpa($"[{{containerName: app, {bounds}}}]", mode), Deployment("app", resources)).Messages("ML5009").Length);

    [Theory]
    [InlineData(
        "[{type: Container, max: {memory: 1Gi}}]",
        "{limits: {memory: 2Gi}}",
        "memory limit 2Gi of container app is above the maximum 1Gi of LimitRange shop/sizes"
    )]
    [InlineData(
        "[{type: Container, max: {memory: 1Gi}}]",
        "{requests: {memory: 2Gi}}",
        "memory request 2Gi of container app is above the maximum 1Gi of LimitRange shop/sizes"
    )]
    [InlineData(
        "[{type: Container, min: {memory: 1Gi}}]",
        "{limits: {memory: 512Mi}}",
        "memory limit 512Mi of container app, its request too, is below the minimum 1Gi of LimitRange shop/sizes"
    )]
    [InlineData(
        "[{type: Container, maxLimitRequestRatio: {memory: 2}}]",
        "{}",
        "container app has no memory request, demanded by LimitRange shop/sizes"
    )]
    [InlineData(
        "[{type: Pod, max: {memory: 1Gi}}]",
        "{limits: {memory: 2Gi}}",
        "memory limits of the pod come to 2Gi, above the maximum 1Gi of LimitRange shop/sizes for a pod"
    )]
    [InlineData(
        "[{type: Pod, max: {memory: 1Gi}}]",
        "{}",
        "no container of the pod has a memory limit, demanded of every pod by LimitRange shop/sizes"
    )]
    [InlineData(
        "[{type: Container, max: {memory: 1Gi}}, {type: Pod, max: {memory: 1Gi}}]",
        "{limits: {memory: 2Gi}}",
        "memory limit 2Gi of container app is above the maximum 1Gi of LimitRange shop/sizes"
    )]
    [InlineData("[{type: PersistentVolumeClaim, max: {memory: 1Gi}}]", "{limits: {memory: 2Gi}}", null)]
    [InlineData("[{type: Container, max: {memory: \"${MAX}\"}}]", "{limits: {memory: 2Gi}}", null)]
    [InlineData("[{type: Container, max: {memory: 1Gi}}]", "{limits: {memory: \"${MEM}\"}}", null)]
    public void A_limit_range_checks(string items, string resources, string? message)
    {
        var result = Of(LimitRange(items), Deployment("app", resources));
        string[] expected = message is null
            ? []
            : [message + ", so the API server accepts the Deployment and rejects its pods (FailedCreate)"];
        Assert.Equal(expected, result.Messages("ML5001"));
        Assert.Empty(result.Messages("ML5002"));
        Assert.True(message is null || result.Findings.All(f => f.RuleId != "ML2001"), "a rejected pod is no BestEffort pod");
    }

    // Istio's proxy asks for 128Mi and may use 1Gi: it has no place in the manifest that could be pointed at.
    [Fact]
    public void A_limit_range_does_not_check_what_an_injector_adds()
    {
        string app = Deployment("app", "{requests: {memory: 1Gi}, limits: {memory: 2Gi}}")
            .Replace("    spec:\n", "    metadata: {labels: {sidecar.istio.io/inject: 'true'}}\n    spec:\n", StringComparison.Ordinal);
        Assert.Contains("sidecar.istio.io", app, StringComparison.Ordinal);
        var result = Of(LimitRange("[{type: Container, maxLimitRequestRatio: {memory: 2}}]"), app);
        Assert.Empty(result.Crashes);
        Assert.Empty(result.Messages("ML5001"));
    }
}
