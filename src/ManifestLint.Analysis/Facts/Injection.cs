using ManifestLint.Manifests;

namespace ManifestLint.Facts;

/// <summary>Containers that an injector is certain to add, because the pod itself asks for it (kubernetes-memory.md §25).</summary>
public static class Injection
{
    /// <summary>True if a container with requests of its own will be added: Istio's proxy (its gateway template has none) or Vault's agent.</summary>
    public static bool IsCertain(PodSpec pod) => IsIstioProxy(pod) || pod.Annotation("vault.hashicorp.com/agent-inject") == "true";

    /// <summary>True if the pod is a gateway, whose only proxy is its main container.</summary>
    public static bool IsIstioGateway(PodSpec pod) =>
        pod.Annotation("inject.istio.io/templates")?.Contains("gateway", StringComparison.Ordinal) == true
        || pod.Label("istio")?.EndsWith("gateway", StringComparison.Ordinal) == true
        || pod.Label("gateway.networking.k8s.io/gateway-name") is not null || pod.Label("istio.io/gateway-name") is not null;

    private static bool IsIstioProxy(PodSpec pod) =>
        (pod.Label("sidecar.istio.io/inject") ?? pod.Annotation("sidecar.istio.io/inject")) == "true" && !IsIstioGateway(pod)
        && pod.AllContainers.All(c => c.Name != "istio-proxy" || c.Image == "auto");
}
