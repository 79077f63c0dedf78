using ManifestLint.Amounts;
using ManifestLint.Manifests;

namespace ManifestLint.Injectors;

/// <summary>
/// Dapr's <c>daprd</c>. Source: dapr 1.18-rc pkg/injector/patcher/sidecar.go, pkg/injector/annotations/annotations.go: no amounts unless
/// annotations give some.
/// </summary>
internal static class Dapr
{
    private const string LimitKey = "dapr.io/sidecar-memory-limit";
    private const string RequestKey = "dapr.io/sidecar-memory-request";
    private const string Name = "daprd";

    public static void Inject(InjectionTarget pod)
    {
        if (pod.Annotation("dapr.io/enabled") is not { } trigger || pod.HasContainer(Name))
            return;
        if (trigger.IsPlaceholder)
        {
            pod.BeUncertain();
            return;
        }
        if (trigger.Text.ToLowerInvariant() is not ("true" or "yes" or "y" or "on" or "t" or "1"))
            return;

        var sizes = new List<InjectionSetting>();
        var limits = InjectionTarget.Amounts((LimitKey, "dapr.io/sidecar-cpu-limit"), sizes, ResourceAmounts.Empty, pod.Annotation);
        var requests = InjectionTarget.Amounts((RequestKey, "dapr.io/sidecar-cpu-request"), sizes, ResourceAmounts.Empty, pod.Annotation);
        pod.Add(
            new InjectedContainer
            {
                Injector = "Dapr",
                Name = Name,
                Type = ContainerType.App,
                Requests = requests,
                Limits = limits,
                Trigger = trigger,
                Sizes = [.. sizes],
                EqualSizes =
                [
                    ("dapr.io/sidecar-cpu-request", "300m"),
                    ("dapr.io/sidecar-cpu-limit", "300m"),
                    ("dapr.io/sidecar-memory-request", "1000Mi"),
                    ("dapr.io/sidecar-memory-limit", "1000Mi"),
                ],
                // Its advice for production.
                UsualRequest = (RequestKey, "250Mi"),
                UsualLimit = (LimitKey, "1000Mi"),
            }
        );
    }
}
