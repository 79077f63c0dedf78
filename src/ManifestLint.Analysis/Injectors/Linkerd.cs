using ManifestLint.Amounts;
using ManifestLint.Manifests;

namespace ManifestLint.Injectors;

/// <summary>
/// Linkerd's proxy. Source: linkerd2 edge-26.8 pkg/inject/report.go and pkg/healthcheck/sidecar.go (why a pod is left alone), pkg/inject/inject.go (annotations),
/// charts/partials/templates/_proxy.tpl, charts/linkerd-control-plane/values.yaml (no amounts by default; the HA values have some). Its init
/// container has the proxy's amounts, so it changes neither sums nor class and is left out.
/// </summary>
internal static class Linkerd
{
    private const string LimitKey = "config.linkerd.io/proxy-memory-limit";
    private const string RequestKey = "config.linkerd.io/proxy-memory-request";
    private const string Name = "linkerd-proxy",
        Asking = "linkerd.io/inject";

    public static void Inject(InjectionTarget pod)
    {
        if (TriggerOf(pod) is not { } trigger)
            return;
        if (trigger.IsPlaceholder)
        {
            pod.BeUncertain();
            return;
        }
        if (pod.UsesHostNetwork || pod.RefusesToken || HasSidecar(pod))
            return;

        var sizes = new List<InjectionSetting>();
        var limits = InjectionTarget.Amounts(
            (LimitKey, "config.linkerd.io/proxy-cpu-limit"),
            sizes,
            ResourceAmounts.Empty,
            pod.AnyAnnotation
        );
        var requests = InjectionTarget.Amounts(
            (RequestKey, "config.linkerd.io/proxy-cpu-request"),
            sizes,
            ResourceAmounts.Empty,
            pod.AnyAnnotation
        );
        // Native by default since 2.20.
        bool isNative = pod.HasNativeSidecars && pod.AnyAnnotation("config.linkerd.io/proxy-enable-native-sidecar")?.Text != "false";
        pod.Add(
            new InjectedContainer
            {
                Injector = "Linkerd",
                Name = Name,
                Type = isNative ? ContainerType.Sidecar : ContainerType.App,
                Requests = requests,
                Limits = limits,
                Trigger = trigger,
                Sizes = [.. sizes],
                EqualSizes =
                [
                    ("config.linkerd.io/proxy-cpu-request", "100m"),
                    ("config.linkerd.io/proxy-cpu-limit", "100m"),
                    ("config.linkerd.io/proxy-memory-request", "250Mi"),
                    ("config.linkerd.io/proxy-memory-limit", "250Mi"),
                ],
                // The values of its HA installation.
                UsualRequest = (RequestKey, "20Mi"),
                UsualLimit = (LimitKey, "250Mi"),
            }
        );
    }

    private static InjectionSetting? TriggerOf(InjectionTarget pod)
    {
        // The webhook's namespaceSelector: nobody asks about such a namespace, whatever its pods say.
        if (
            pod.NamespaceName is "kube-system" or "cert-manager"
            || pod.NamespaceLabel("config.linkerd.io/admission-webhooks")?.Text == "disabled"
        )
            return null;
        var own = pod.Annotation(Asking) is { Text.Length: > 0 } written ? written : null;
        var space = pod.NamespaceAnnotation(Asking);
        // A value that Linkerd does not know, on the pod or its Namespace, keeps it away whatever the other says.
        if (!IsValid(own) || !IsValid(space))
            return null;
        var trigger = own ?? space;
        return trigger?.Text is "disabled" or "" ? null : trigger;
    }

    private static bool IsValid(InjectionSetting? setting) =>
        setting is null or { IsPlaceholder: true } or { Text: "" or "enabled" or "disabled" or "ingress" };

    // Its own, or Istio's: a pod is in one mesh.
    private static bool HasSidecar(InjectionTarget pod) =>
        pod.HasContainer(Name) || pod.HasContainer("linkerd-init") || pod.HasContainer("istio-proxy") || pod.HasContainer("istio-init");
}
