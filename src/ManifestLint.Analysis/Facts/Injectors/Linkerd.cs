using ManifestLint.Manifests;

namespace ManifestLint.Facts.Injectors;

/// <summary>
/// Linkerd's proxy. Source: linkerd2 edge-26.8 pkg/inject/report.go (why a pod is left alone), pkg/inject/inject.go (annotations),
/// charts/partials/templates/_proxy.tpl, charts/linkerd-control-plane/values.yaml (no amounts by default; the HA values have some). Its init
/// container has the proxy's amounts, so it changes neither sums nor class and is left out.
/// </summary>
internal static class Linkerd
{
    private const string Name = "linkerd-proxy";

    public static void Inject(InjectionTarget pod)
    {
        if (pod.AnyAnnotation("linkerd.io/inject") is not { } trigger || pod.NamespaceName is "kube-system" or "cert-manager") return;
        if (trigger.IsPlaceholder)
        {
            pod.BeUncertain();
            return;
        }
        if (trigger.Text is not ("enabled" or "ingress") || pod.UsesHostNetwork || pod.HasContainer(Name)) return;

        var sizes = new List<InjectionSetting>();
        var limits = InjectionTarget.Amounts(("config.linkerd.io/proxy-memory-limit", "config.linkerd.io/proxy-cpu-limit"), sizes, ResourceAmounts.Empty, pod.AnyAnnotation);
        var requests = InjectionTarget.Amounts(("config.linkerd.io/proxy-memory-request", "config.linkerd.io/proxy-cpu-request"), sizes, ResourceAmounts.Empty, pod.AnyAnnotation);
        // Native by default since 2.20.
        bool isNative = pod.HasNativeSidecars && pod.AnyAnnotation("config.linkerd.io/proxy-enable-native-sidecar")?.Text != "false";
        pod.Add(new InjectedContainer
        {
            Injector = "Linkerd",
            Name = Name,
            Type = isNative ? ContainerType.Sidecar : ContainerType.App,
            Requests = requests,
            Limits = limits,
            Trigger = trigger,
            Sizes = [.. sizes],
        });
    }
}
