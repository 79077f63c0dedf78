using System.Text.Json.Nodes;
using ManifestLint.Findings;
using ManifestLint.Linting;

namespace ManifestLint.Tests.Rules;

/// <summary>
/// Every field that the rules about pods, sets and live objects read, with a value of the wrong type or a placeholder: nothing throws,
/// and of what cannot be known nothing is said.
/// </summary>
public sealed class HostileFieldTests
{
    private static readonly string[] Values = ["null", "{}", "[null]", "0", "-1", "1e400", "\"\"", "\"Mi\""];

    private static readonly string[] Objects =
    [
        """{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": {"istio-injection": "enabled", "team": "x"}, "annotations": {"linkerd.io/inject": "enabled"}}}""",
        """
            {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "sizes", "namespace": "shop"}, "spec": {"limits": [
              {"type": "Container", "default": {"memory": "1Gi"}, "defaultRequest": {"memory": "512Mi"}, "min": {"memory": "16Mi"}, "max": {"memory": "4Gi"}, "maxLimitRequestRatio": {"memory": "8"}},
              {"type": "Pod", "max": {"memory": "8Gi"}}]}}
            """,
        """{"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "compute", "namespace": "shop"}, "spec": {"hard": {"requests.memory": "64Gi", "limits.memory": "64Gi", "pods": "50"}, "scopes": ["NotTerminating"], "scopeSelector": {"matchExpressions": [{"scopeName": "PriorityClass", "operator": "In", "values": ["high"]}]}}}""",
        """
            {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "minReplicas": 2, "maxReplicas": 9, "metrics": [
              {"type": "Resource", "resource": {"name": "memory", "target": {"type": "Utilization", "averageUtilization": 70}}},
              {"type": "ContainerResource", "containerResource": {"name": "memory", "container": "web", "target": {"type": "Utilization", "averageUtilization": 70}}}]}}
            """,
        """
            {"apiVersion": "autoscaling.k8s.io/v1", "kind": "VerticalPodAutoscaler", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}, "updatePolicy": {"updateMode": "Recreate"},
              "resourcePolicy": {"containerPolicies": [{"containerName": "web", "mode": "Auto", "controlledValues": "RequestsOnly", "controlledResources": ["cpu"], "minAllowed": {"cpu": "100m", "memory": "256Mi"}, "maxAllowed": {"cpu": "2", "memory": "4Gi"}}]}}}
            """,
        """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", "namespace": "shop"}, "spec": {"replicas": 2, "template": {
              "metadata": {"labels": {"sidecar.istio.io/inject": "true", "istio.io/rev": "stable", "agent.datadoghq.com/sidecar": "fargate", "admission.datadoghq.com/enabled": "true"}, "annotations": {
                "sidecar.istio.io/proxyCPU": "100m", "sidecar.istio.io/proxyCPULimit": "1", "sidecar.istio.io/proxyMemory": "256Mi", "sidecar.istio.io/proxyMemoryLimit": "256Mi", "sidecar.istio.io/nativeSidecar": "true",
                "dapr.io/enabled": "true", "dapr.io/sidecar-memory-request": "256Mi", "dapr.io/sidecar-memory-limit": "256Mi", "vault.hashicorp.com/agent-inject": "true", "vault.hashicorp.com/agent-requests-mem": "256Mi", "vault.hashicorp.com/agent-limits-mem": "256Mi",
                "linkerd.io/inject": "enabled", "config.linkerd.io/proxy-memory-limit": "250Mi", "config.linkerd.io/proxy-memory-request": "250Mi", "sidecar.opentelemetry.io/inject": "true", "instrumentation.opentelemetry.io/inject-java": "true"}},
              "spec": {"hostNetwork": false, "automountServiceAccountToken": true,
                "initContainers": [{"name": "prepare", "image": "registry.example/web:1", "resources": {"requests": {"memory": "512Mi"}, "limits": {"memory": "1Gi"}}}],
                "containers": [{"name": "web", "image": "registry.example/web:1", "command": ["java", "-Xmx512m", "-jar", "a.jar"], "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"memory": "2Gi"}}, "volumeMounts": [{"name": "work", "mountPath": "/work", "readOnly": false}]}],
                "volumes": [{"name": "work", "emptyDir": {"medium": "Memory", "sizeLimit": "64Mi"}}]}}}}
            """,
        """
            {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "work", "namespace": "shop"}, "spec": {"backoffLimit": 6, "parallelism": 1, "completions": 1, "podFailurePolicy": {"rules": [
              {"action": "FailJob", "onExitCodes": {"containerName": "work", "operator": "In", "values": [137]}}, {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget"}]}]},
              "template": {"metadata": {"labels": {"sidecar.istio.io/inject": "false"}, "annotations": {"linkerd.io/inject": "disabled"}}, "spec": {"restartPolicy": "Never", "containers": [{"name": "work", "image": "registry.example/work:1", "resources": {"requests": {"cpu": "1", "memory": "1Gi"}, "limits": {"cpu": "1", "memory": "1Gi"}}}]}}}}
            """,
        """
            {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "live", "namespace": "other", "uid": "1c2f5b2e-0b4c-4b53-9f57-2f5f62a0b001", "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "live", "controller": true}]},
              "spec": {"containers": [{"name": "web", "image": "registry.example/web:1", "resources": {"requests": {"cpu": "500m", "memory": "1Gi"}, "limits": {"cpu": "500m", "memory": "1Gi"}}}]},
              "status": {"phase": "Running", "qosClass": "Guaranteed", "reason": "x", "message": "The node was low on resource: memory. ", "conditions": [{"type": "Ready", "status": "True", "reason": "x"}], "initContainerStatuses": [{"name": "x", "state": {"terminated": {"exitCode": 0, "reason": "Completed"}}}],
                "containerStatuses": [{"name": "web", "restartCount": 3, "lastState": {"terminated": {"exitCode": 143, "signal": 15, "reason": "Error", "message": "x"}}, "state": {"running": {"startedAt": "2026-03-02T08:14:28Z"}}, "resources": {"limits": {"memory": "1Gi"}}, "allocatedResources": {"memory": "1Gi"}}]}}
            """,
    ];

    [Fact]
    public void Nothing_is_found_where_all_is_well() => Assert.Equal([], Findings(Objects));

    [Fact]
    public void A_value_of_any_type_throws_nowhere()
    {
        var wrong = new List<string>();
        Each(isLeafOnly: false, Values, (what, changed) =>
            wrong.AddRange(Lint(changed).Crashes.Select(c => $"{what}: {c.RuleId} {c.Exception}"))
        );
        Assert.Equal([], wrong);
    }

    [Fact]
    public void A_placeholder_is_no_reason_to_speak()
    {
        var wrong = new List<string>();
        Each(isLeafOnly: true, ["\"${X}\"", "\"{{ .Values.x }}\""], (what, changed) =>
            wrong.AddRange(Findings(changed).Select(f => $"{what}: {f}"))
        );
        Assert.Equal([], wrong);
    }

    private static void Each(bool isLeafOnly, string[] values, Action<string, string[]> check)
    {
        for (int i = 0; i < Objects.Length; i++)
        {
            foreach (string path in Paths(JsonNode.Parse(Objects[i])!, [], isLeafOnly))
            {
                foreach (string value in values)
                {
                    string[] changed = [.. Objects];
                    changed[i] = With(Objects[i], path, value);
                    check($"{i} {path} = {value}", changed);
                }
            }
        }
    }

    private static string With(string text, string path, string value)
    {
        var root = JsonNode.Parse(text)!;
        string[] steps = path.Split('\t');
        var parent = steps[..^1]
            .Aggregate(root, (n, s) => n is JsonArray a ? a[int.Parse(s, System.Globalization.CultureInfo.InvariantCulture)]! : n[s]!);
        // A text that no JSON value can be, such as 1e400, goes in behind the parser's back.
        const string Mark = "@@hostile@@";
        if (parent is JsonArray list)
            list[int.Parse(steps[^1], System.Globalization.CultureInfo.InvariantCulture)] = Mark;
        else
            parent[steps[^1]] = Mark;
        return root.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paths(JsonNode node, string[] above, bool isLeafOnly)
    {
        if (above.Length > 0 && (!isLeafOnly || node is JsonValue))
            yield return string.Join('\t', above);
        var children = node switch
        {
            JsonObject mapping => mapping.Select(p => (p.Key, p.Value)),
            JsonArray list => list.Select((v, i) => (i.ToString(System.Globalization.CultureInfo.InvariantCulture), v)),
            _ => [],
        };
        foreach (var (key, value) in children)
        {
            foreach (string path in Paths(value!, [.. above, key], isLeafOnly))
                yield return path;
        }
    }

    private static List<string> Findings(string[] objects) =>
        [.. Lint(objects).Findings.Where(f => f.RuleId[2] is '4' or '5' or '6').Select(f => $"{f.RuleId} {f.Message()}")];

    private static LintResult Lint(string[] objects) =>
        Linter.Lint(new LintRequest { Sources = [Sets.SetScan.Source("a.yaml", string.Join("\n---\n", objects))] });
}
