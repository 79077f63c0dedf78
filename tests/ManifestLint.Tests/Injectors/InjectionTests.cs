using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Inspection;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Injectors;

/// <summary>Who injects what, from annotations, labels and Namespaces in the scan (kubernetes-memory.md §25).</summary>
public sealed class InjectionTests
{
    private const string Guaranteed = "resources: {limits: {cpu: 500m, memory: 512Mi}}";

    [Theory]
    [InlineData("labels: {sidecar.istio.io/inject: 'true'}", "istio-proxy sidecar 134217728/1073741824")]
    [InlineData("annotations: {sidecar.istio.io/inject: 'true'}", "istio-proxy sidecar 134217728/1073741824")]
    [InlineData("annotations: {inject.istio.io/templates: grpc-agent}", "istio-proxy sidecar 134217728/1073741824")]
    [InlineData("annotations: {inject.istio.io/templates: 'sidecar,spire'}", "istio-proxy sidecar 134217728/1073741824")]
    [InlineData("annotations: {inject.istio.io/templates: gateway}", "")]
    [InlineData("{labels: {sidecar.istio.io/inject: 'false'}, annotations: {inject.istio.io/templates: sidecar}}", "")]
    [InlineData("labels: {sidecar.istio.io/inject: 'yes'}", "")]
    [InlineData("labels: {istio.io/rev: canary}", "istio-proxy sidecar 134217728/1073741824")]
    [InlineData("labels: {istio.io/rev: canary, sidecar.istio.io/inject: 'false'}", "")]
    [InlineData(
        "{labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/proxyMemory: 256Mi}}",
        "istio-proxy sidecar 268435456/unlimited"
    )]
    [InlineData(
        "{labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/proxyMemoryLimit: 256Mi}}",
        "istio-proxy sidecar 268435456/268435456"
    )]
    [InlineData(
        "{labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/proxyCPU: 200m}}",
        "istio-proxy sidecar 0/unlimited"
    )]
    [InlineData(
        "{labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/nativeSidecar: 'false'}}",
        "istio-proxy app 134217728/1073741824"
    )]
    [InlineData(
        "{labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/proxyMemory: '${MEMORY}'}}",
        "istio-proxy sidecar ?/unlimited"
    )]
    [InlineData("{labels: {sidecar.istio.io/inject: 'true', istio: ingressgateway}}", "")]
    [InlineData("{labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/status: '{}'}}", "")]
    [InlineData("annotations: {linkerd.io/inject: enabled}", "linkerd-proxy sidecar 0/unlimited")]
    [InlineData(
        "annotations: {linkerd.io/inject: ingress, config.linkerd.io/proxy-memory-limit: 250Mi, config.linkerd.io/proxy-memory-request: 20Mi}",
        "linkerd-proxy sidecar 20971520/262144000"
    )]
    [InlineData(
        "annotations: {linkerd.io/inject: enabled, config.linkerd.io/proxy-enable-native-sidecar: 'false'}",
        "linkerd-proxy app 0/unlimited"
    )]
    [InlineData("annotations: {linkerd.io/inject: disabled}", "")]
    [InlineData("annotations: {dapr.io/enabled: 'true', dapr.io/sidecar-memory-limit: 512Mi}", "daprd app 536870912/536870912")]
    [InlineData(
        "{labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/proxyCPULimit: 500m}}",
        "istio-proxy sidecar 0/unlimited"
    )]
    [InlineData("{labels: {sidecar.istio.io/inject: 'true', istio.io/gateway-name: edge}}", "")]
    [InlineData(
        "annotations: {linkerd.io/inject: enabled, config.linkerd.io/proxy-memory-request: 20Mi}",
        "linkerd-proxy sidecar 20971520/unlimited"
    )]
    [InlineData("annotations: {dapr.io/enabled: 'true'}", "daprd app 0/unlimited")]
    [InlineData("annotations: {dapr.io/enabled: 'true', dapr.io/sidecar-memory-request: 100Mi}", "daprd app 104857600/unlimited")]
    [InlineData("annotations: {dapr.io/enabled: 'Yes'}", "daprd app 0/unlimited")]
    [InlineData("annotations: {dapr.io/enabled: 'false'}", "")]
    [InlineData("annotations: {vault.hashicorp.com/agent-inject: 'false'}", "")]
    [InlineData("annotations: {vault.hashicorp.com/agent-inject: 'yes'}", "")]
    [InlineData("annotations: {vault.hashicorp.com/agent-inject: 'true', vault.hashicorp.com/agent-inject-status: injected}", "")]
    [InlineData(
        "annotations: {vault.hashicorp.com/agent-inject: 'true', vault.hashicorp.com/agent-requests-mem: '', vault.hashicorp.com/agent-pre-populate-only: 't'}",
        "vault-agent-init init 134217728/134217728"
    )]
    [InlineData(
        "annotations: {instrumentation.opentelemetry.io/inject-java: 'true'}",
        "opentelemetry-auto-instrumentation-java init 67108864/268435456"
    )]
    [InlineData(
        "annotations: {instrumentation.opentelemetry.io/inject-python: 'true'}",
        "opentelemetry-auto-instrumentation-python init 67108864/268435456"
    )]
    [InlineData(
        "annotations: {instrumentation.opentelemetry.io/inject-dotnet: observability/main}",
        "opentelemetry-auto-instrumentation-dotnet init 134217728/268435456"
    )]
    [InlineData(
        "annotations: {instrumentation.opentelemetry.io/inject-go: 'true'}",
        "opentelemetry-auto-instrumentation app 67108864/268435456"
    )]
    [InlineData("annotations: {instrumentation.opentelemetry.io/inject-sdk: 'true'}", "")]
    [InlineData("annotations: {instrumentation.opentelemetry.io/inject-nginx: 'true'}", "")]
    [InlineData(
        "annotations: {vault.hashicorp.com/agent-inject: 'true'}",
        "vault-agent-init init 67108864/134217728, vault-agent app 67108864/134217728"
    )]
    [InlineData(
        "annotations: {vault.hashicorp.com/agent-inject: 'true', vault.hashicorp.com/agent-limits-mem: ''}",
        "vault-agent-init init 67108864/unlimited, vault-agent app 67108864/unlimited"
    )]
    [InlineData(
        "annotations: {vault.hashicorp.com/agent-inject: 'true', vault.hashicorp.com/agent-limits-mem: 1Gi, vault.hashicorp.com/agent-pre-populate-only: 'true'}",
        "vault-agent-init init 67108864/1073741824"
    )]
    [InlineData(
        "annotations: {vault.hashicorp.com/agent-inject: 'true', vault.hashicorp.com/agent-pre-populate: 'false'}",
        "vault-agent app 67108864/134217728"
    )]
    [InlineData("annotations: {sidecar.opentelemetry.io/inject: observability/collector}", "otc-container app ?/?")]
    [InlineData("annotations: {sidecar.opentelemetry.io/inject: 'false'}", "")]
    [InlineData(
        "annotations: {instrumentation.opentelemetry.io/inject-nodejs: 'true'}",
        "opentelemetry-auto-instrumentation-nodejs init 134217728/268435456"
    )]
    [InlineData("labels: {agent.datadoghq.com/sidecar: fargate}", "datadog-agent-injected app 268435456/268435456")]
    [InlineData("labels: {admission.datadoghq.com/enabled: 'true'}", "")]
    [InlineData(
        "{labels: {admission.datadoghq.com/enabled: 'true'}, annotations: {admission.datadoghq.com/java-lib.version: v1}}",
        "datadog-lib-java-init init ?/?"
    )]
    public void A_pod_asks_for_it(string metadata, string expected) => Assert.Equal(expected, Injected(Deployment(metadata)));

    [Theory]
    [InlineData("labels: {istio-injection: enabled}", "{}", "istio-proxy")]
    [InlineData("labels: {istio.io/rev: stable}", "{}", "istio-proxy")]
    [InlineData("labels: {istio.io/dataplane-mode: ambient}", "{}", "")]
    [InlineData("labels: {istio-injection: enabled}", "annotations: {sidecar.istio.io/inject: 'false'}", "")]
    [InlineData("labels: {istio-injection: '${MESH}'}", "labels: {sidecar.istio.io/inject: 'true'}", "")]
    [InlineData("labels: {istio-injection: disabled, istio.io/rev: stable}", "{}", "")]
    [InlineData("labels: {istio-injection: disabled}", "labels: {sidecar.istio.io/inject: 'true'}", "")]
    // Webhooks select by labels, and by just "true": the annotation, or another word for it, only answers where the Namespace asks.
    [InlineData("labels: {istio-injection: enabled}", "annotations: {sidecar.istio.io/inject: 'true'}", "istio-proxy")]
    [InlineData("labels: {team: shop}", "annotations: {sidecar.istio.io/inject: 'true'}", "")]
    [InlineData("labels: {team: shop}", "labels: {sidecar.istio.io/inject: 'true'}", "istio-proxy")]
    [InlineData("labels: {team: shop}", "labels: {sidecar.istio.io/inject: 'yes'}", "")]
    [InlineData("labels: {istio-injection: enabled}", "labels: {sidecar.istio.io/inject: 'yes'}", "istio-proxy")]
    [InlineData(
        "labels: {istio-injection: enabled}",
        "{labels: {sidecar.istio.io/inject: 'false'}, annotations: {sidecar.istio.io/inject: 'true'}}",
        ""
    )]
    [InlineData(
        "labels: {istio-injection: enabled}",
        "{labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/inject: 'false'}}",
        "istio-proxy"
    )]
    [InlineData("annotations: {linkerd.io/inject: enabled}", "{}", "linkerd-proxy")]
    [InlineData("annotations: {linkerd.io/inject: enabled}", "annotations: {linkerd.io/inject: disabled}", "")]
    [InlineData("annotations: {linkerd.io/inject: enabled}", "annotations: {linkerd.io/inject: ''}", "linkerd-proxy")]
    [InlineData("annotations: {linkerd.io/inject: disabled}", "annotations: {linkerd.io/inject: enabled}", "linkerd-proxy")]
    [InlineData("annotations: {linkerd.io/inject: 'true'}", "annotations: {linkerd.io/inject: enabled}", "")]
    // No webhook of Linkerd is asked about such a namespace, whatever its pods say.
    [InlineData("labels: {config.linkerd.io/admission-webhooks: disabled}", "annotations: {linkerd.io/inject: enabled}", "")]
    [InlineData("annotations: {sidecar.opentelemetry.io/inject: 'true'}", "{}", "otc-container")]
    public void A_namespace_in_the_scan_asks_for_it(string ofNamespace, string ofPod, string expected)
    {
        string text =
            Deployment(ofPod, "namespace: shop")
            + "\n---\n"
            + $$"""
                apiVersion: v1
                kind: Namespace
                metadata:
                  name: shop
                  {{ofNamespace}}
                """;
        Assert.Equal(expected, Injected(text, names: true));
        // A pod of another namespace, and one that names none.
        Assert.Equal("", ofPod == "{}" ? Injected(text.Replace("namespace: shop", "namespace: other", StringComparison.Ordinal)) : "");
        Assert.Equal("", ofPod == "{}" ? Injected(text.Replace("namespace: shop", "generation: 1", StringComparison.Ordinal)) : "");
    }

    [Fact]
    public void Namespaces_of_one_name_that_differ_leave_the_class_open()
    {
        var pod = Assert.Single(
            Pods(
                Deployment("{}", "namespace: shop")
                    + """

                    ---
                    {apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {istio-injection: enabled}}}
                    ---
                    {apiVersion: v1, kind: Namespace, metadata: {name: shop}}
                    """
            )
        );
        Assert.Empty(pod.Containers.Where(c => c.Injector is not null));
        Assert.Null(pod.Qos);
    }

    [Theory]
    [InlineData("hostNetwork: true", "{labels: {sidecar.istio.io/inject: 'true'}, annotations: {linkerd.io/inject: enabled}}")]
    [InlineData(
        "initContainers: [{name: istio-proxy, image: 'istio/proxyv2:1.27', restartPolicy: Always}]",
        "labels: {sidecar.istio.io/inject: 'true'}"
    )]
    // Linkerd's injector leaves alone what has no token to identify itself with, and what another mesh has taken (pkg/inject/report.go).
    [InlineData("automountServiceAccountToken: false", "annotations: {linkerd.io/inject: enabled}")]
    [InlineData("initContainers: [{name: linkerd-init, image: 'registry.example/init:1'}]", "annotations: {linkerd.io/inject: enabled}")]
    [InlineData("initContainers: [{name: istio-init, image: 'registry.example/init:1'}]", "annotations: {linkerd.io/inject: enabled}")]
    [InlineData("automountServiceAccountToken: '${TOKEN}'", "annotations: {linkerd.io/inject: enabled}")]
    public void A_pod_that_is_left_alone(string field, string metadata) =>
        Assert.Equal("", Injected(Deployment(metadata, "generation: 1", field)));

    [Fact]
    public void A_live_pod_shows_what_was_injected() =>
        Assert.Equal(
            "",
            Injected(
                """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: web
                  uid: 1c2f5b2e-0b4c-4b53-9f57-2f5f62a0b001
                  labels: {sidecar.istio.io/inject: "true"}
                spec:
                  containers:
                    - {name: web, image: "registry.example/web:1"}
                """
            )
        );

    // The injector's template fills in what the author left out, so nothing is missing.
    [Fact]
    public void A_proxy_that_the_injector_completes()
    {
        var pod = Assert.Single(
            Pods(
                Deployment(
                    "labels: {sidecar.istio.io/inject: 'true'}",
                    "generation: 1",
                    "initContainers: [{name: istio-proxy, image: auto, restartPolicy: Always, resources: {limits: {memory: 1Gi}}}]"
                )
            )
        );
        Assert.Equal(["istio-proxy", "web"], pod.Containers.Select(c => c.Name));
        Assert.Null(pod.Qos);
        Assert.Equal((1L << 30, null), (pod.Containers[0].Limits.MemoryBytes.Number, pod.Containers[0].Limits.CpuMillicores.Number));
    }

    // By hand: requests 512Mi of the app and 128Mi of the proxy; 512Mi of 16Gi are 31 thousandths, 128Mi 7.
    [Fact]
    public void It_enters_class_sums_and_scores()
    {
        var pod = Assert.Single(Pods(Deployment("labels: {sidecar.istio.io/inject: 'true'}")));
        Assert.Equal(QosClass.Burstable, pod.Qos);
        Assert.Equal((640L << 20, 600L), (pod.Requests.MemoryBytes.Number, pod.Requests.CpuMillicores.Number));
        Assert.Equal(1536L << 20, pod.Limits.MemoryBytes.Number);
        Assert.Equal(1536L << 20, pod.MemoryMaxBytes.Number);
        // A native sidecar scores no higher than the regular container: 969, not 993.
        Assert.Equal([("istio-proxy", 969), ("web", 969)], pod.Containers.Select(c => (c.Name!, c.OomScoreAdj!.Value)));
        Assert.Equal(
            [("istio-proxy", "memory", "limit 1Gi above request 128Mi"), ("istio-proxy", "cpu", "limit 2 above request 100m")],
            pod.QosBlockers.Select(b => (b.Container!, b.Resource, b.Reason))
        );
        Assert.Equal("label sidecar.istio.io/inject", pod.Containers[0].Source!.From);
    }

    [Theory]
    [InlineData("labels: {agent.datadoghq.com/sidecar: fargate}", "Guaranteed")]
    [InlineData("annotations: {sidecar.opentelemetry.io/inject: 'true'}", null)]
    [InlineData(
        "{labels: {sidecar.istio.io/inject: 'true'}, annotations: {sidecar.istio.io/proxyCPU: 1, sidecar.istio.io/proxyCPULimit: '1', sidecar.istio.io/proxyMemory: 1Gi, sidecar.istio.io/proxyMemoryLimit: 1Gi}}",
        "Guaranteed"
    )]
    [InlineData("annotations: {linkerd.io/inject: '${INJECT}'}", null)]
    public void The_class_of_a_pod_that_is_guaranteed_without_it(string metadata, string? expected) =>
        Assert.Equal(expected, Assert.Single(Pods(Deployment(metadata))).Qos?.ToString());

    [Fact]
    public void A_native_sidecar_runs_beside_the_init_containers_that_come_after_it()
    {
        string init = "initContainers: [{name: migrate, image: 'registry.example/web:1', resources: {limits: {cpu: 1, memory: 2Gi}}}]";
        var native = Assert.Single(Pods(Deployment("labels: {sidecar.istio.io/inject: 'true'}", "generation: 1", init)));
        Assert.Equal(2176L << 20, native.Requests.MemoryBytes.Number);
        var classic = Assert.Single(Pods(Deployment("labels: {sidecar.istio.io/inject: 'true'}", "generation: 1", init), minor: 32));
        Assert.Equal(2048L << 20, classic.Requests.MemoryBytes.Number);
        Assert.Equal(["migrate", "web", "istio-proxy"], classic.Containers.Select(c => c.Name));
    }

    [Fact]
    public void A_limit_range_fills_it_like_any_container()
    {
        var pod = Assert.Single(
            Pods(
                Deployment("annotations: {linkerd.io/inject: enabled}", "namespace: shop")
                    + """

                    ---
                    apiVersion: v1
                    kind: LimitRange
                    metadata: {name: defaults, namespace: shop}
                    spec:
                      limits:
                        - {type: Container, default: {memory: 512Mi, cpu: 500m}}
                    """
            )
        );
        Assert.Equal(QosClass.Guaranteed, pod.Qos);
        Assert.IsType<TextOrigin.LimitRangeDefault>(pod.Containers[0].Origins.MemoryLimit);
    }

    private static string Deployment(string metadata, string field = "generation: 1", string podField = "terminationGracePeriodSeconds: 30")
    {
        string template = metadata.StartsWith('{') ? metadata : $"{{{metadata}}}";
        return $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              {{field}}
            spec:
              template:
                metadata: {{template}}
                spec:
                  {{podField}}
                  containers:
                    - {name: web, image: "registry.example/web:1", {{Guaranteed}}}
            """;
    }

    private static string Injected(string text, bool names = false) =>
        string.Join(
            ", ",
            Assert
                .Single(Pods(text))
                .Containers.Where(c => c.Injector is not null)
                .Select(c =>
                    names
                        ? c.Name
                        : $"{c.Name} {c.Type.ToString().ToLowerInvariant()} {Shown(c.Requests.MemoryBytes)}/{Shown(c.Limits.MemoryBytes)}"
                )
        );

    private static string Shown(FactValue value) => value.Text ?? value.Number?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static ImmutableArray<PodReport> Pods(string text, int minor = 36) =>
        Linter
            .Inspect(
                new LintRequest
                {
                    Sources =
                    [
                        new LintSource("shop.yaml", "/k8s/shop.yaml", true, () =>
                            new SourceReading(new SourceText("shop.yaml", text), null)
                        ),
                    ],
                    Assumptions = new Assumptions { KubernetesVersion = new KubernetesVersion(minor) },
                },
                static (pod, file) => PodReport.Of(pod, file)
            )
            .Pods;
}
