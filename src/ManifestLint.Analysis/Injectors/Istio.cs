using ManifestLint.Amounts;
using ManifestLint.Manifests;

namespace ManifestLint.Injectors;

/// <summary>
/// Istio's proxy. Source: istio 1.31-alpha pkg/kube/inject/inject.go (injectRequired, IgnoredNamespaces), manifests/charts/istio-control/istio-discovery
/// templates/mutatingwebhook.yaml (who is asked at all), files/injection-template.yaml and values.yaml (amounts). Its init container
/// (<c>istio-init</c> or <c>istio-validation</c>, by the mesh's CNI) has the proxy's amounts, so it changes neither sums nor class and is left out.
/// </summary>
internal static class Istio
{
    private const string Name = "istio-proxy";
    private const string LimitKey = "sidecar.istio.io/proxyMemoryLimit";
    private const string RequestKey = "sidecar.istio.io/proxyMemory";

    private static readonly string[] Ignored = ["kube-system", "kube-public", "kube-node-lease", "local-path-storage"];

    // global.proxy.resources
    private static readonly ResourceAmounts Requests = InjectionTarget.Of("128Mi", "100m"),
        Limits = InjectionTarget.Of("1024Mi", "2000m");

    public static void Inject(InjectionTarget pod)
    {
        if (Completes(pod.Pod))
        {
            pod.Complete(Name);
            return;
        }
        if (TriggerOf(pod) is not { } trigger || Injection.IsIstioGateway(pod.Pod) || pod.UsesHostNetwork)
            return;
        if (pod.HasContainer(Name))
        {
            // What a placeholder stands for may be auto; any other image is the proxy, injected by hand.
            if (pod.Pod.AllContainers.FirstOrDefault(c => c.Name == Name)?.Image is { } image && Placeholder.IsIn(image))
                pod.Complete(Name);
            return;
        }
        if (trigger.IsPlaceholder)
        {
            pod.BeUncertain();
            return;
        }

        var sizes = new List<InjectionSetting>();
        var limits = InjectionTarget.Amounts((LimitKey, "sidecar.istio.io/proxyCPULimit"), sizes, ResourceAmounts.Empty, pod.Annotation);
        var requests = InjectionTarget.Amounts((RequestKey, "sidecar.istio.io/proxyCPU"), sizes, ResourceAmounts.Empty, pod.Annotation);
        bool isDefault = sizes.Count == 0;
        pod.Add(
            new InjectedContainer
            {
                Injector = "Istio",
                Name = Name,
                Type = IsNative(pod) ? ContainerType.Sidecar : ContainerType.App,
                // One annotation drops all defaults.
                Requests = isDefault ? Requests : requests,
                Limits = isDefault ? Limits : limits,
                Trigger = trigger,
                Sizes = [.. sizes],
                EqualSizes =
                [
                    ("sidecar.istio.io/proxyCPU", "200m"),
                    ("sidecar.istio.io/proxyCPULimit", "200m"),
                    ("sidecar.istio.io/proxyMemory", "256Mi"),
                    ("sidecar.istio.io/proxyMemoryLimit", "256Mi"),
                ],
                UsualRequest = (RequestKey, "128Mi"),
                UsualLimit = (LimitKey, "1Gi"),
                HasLostDefaults = !isDefault,
            }
        );
    }

    /// <summary>
    /// True if a pod leaves its proxy to the injector, gateways included: without one there is no image <c>auto</c>, so whoever writes that
    /// knows that the rest is filled in.
    /// </summary>
    public static bool Completes(PodSpec pod) => pod.AllContainers.Any(c => c.Name == Name && c.Image == "auto");

    private static InjectionSetting? TriggerOf(InjectionTarget pod)
    {
        // istioctl kube-inject leaves that behind.
        if (pod.Annotation("sidecar.istio.io/status") is not null)
            return null;
        if (pod.NamespaceName is { } name && Ignored.Contains(name))
            return null;
        var ownLabel = pod.Label("sidecar.istio.io/inject");
        var own = ownLabel ?? pod.Annotation("sidecar.istio.io/inject");
        if (own is { IsPlaceholder: false } && IsNo(own.Text))
            return null;
        var injection = pod.NamespaceLabel("istio-injection");
        if (injection is { IsPlaceholder: true })
        {
            pod.BeUncertain();
            return null;
        }
        // Whatever else it says, no webhook selects such a namespace, and its pods have no say.
        if (injection is not null && injection.Text != "enabled")
            return null;
        // The webhooks select pods by just this text; any other yes, or the annotation, is read only once they are asked.
        if (own is { IsPlaceholder: true } || ownLabel?.Text == "true")
            return own;
        var asking = NotEmpty(pod.Label("istio.io/rev")) ?? injection ?? NotEmpty(pod.NamespaceLabel("istio.io/rev"));
        // Nobody chooses templates for a pod that is not to be injected; a gateway is its own proxy.
        if (
            own is null
            && asking is null
            && !pod.KnowsNamespace
            && pod.Annotation("inject.istio.io/templates") is { IsPlaceholder: false } templates
        )
            return templates.Text.Contains("gateway", StringComparison.Ordinal) ? null : templates;
        if (own is null || !IsYes(own.Text))
            return asking;
        if (asking is not null || (ownLabel is null && !pod.KnowsNamespace))
            return own;
        pod.BeUncertain();
        return null;
    }

    private static InjectionSetting? NotEmpty(InjectionSetting? setting) => setting is { Text.Length: > 0 } ? setting : null;

    // ENABLE_NATIVE_SIDECARS is "auto" since 1.27: where kubelets are 1.33 or later.
    private static bool IsNative(InjectionTarget pod) =>
        pod.HasNativeSidecars
        && pod.Annotation("sidecar.istio.io/nativeSidecar")?.Text switch
        {
            "true" => true,
            "false" => false,
            _ => pod.Version.Minor >= 33,
        };

    private static bool IsYes(string text) => text.ToLowerInvariant() is "true" or "yes" or "y" or "on";

    private static bool IsNo(string text) => text.ToLowerInvariant() is "false" or "no" or "n" or "off";
}
