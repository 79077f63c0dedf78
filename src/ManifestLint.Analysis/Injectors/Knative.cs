using ManifestLint.Amounts;
using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Injectors;

/// <summary>
/// Knative's <c>queue-proxy</c>, which every Revision has. Source: knative/serving 98e5ef90 pkg/reconciler/revision/resources/queue.go,
/// pkg/deployment/config.go: a cpu request of 25m and nothing else, unless annotations say so.
/// </summary>
internal static class Knative
{
    private const string Prefix = "queue.sidecar.serving.knative.dev/";
    private const string Name = "queue-proxy";

    // queue-sidecar-cpu-request
    private static readonly ResourceAmounts Requests = ResourceAmounts.Empty.With("cpu", Amount.Of(ResourceQuantity.Parse("25m")!.Value));

    /// <summary>True for an object whose pods are Knative's.</summary>
    public static bool Makes(Manifest manifest) =>
        manifest is { Group: "serving.knative.dev", Kind: "Service" or "Configuration" or "Revision" };

    public static void Inject(InjectionTarget pod)
    {
        if (!pod.IsKnative || pod.HasContainer(Name))
            return;
        var sizes = new List<InjectionSetting>();
        var limits = InjectionTarget.Amounts(
            (Prefix + "memory-resource-limit", Prefix + "cpu-resource-limit"),
            sizes,
            ResourceAmounts.Empty,
            pod.Annotation
        );
        var requests = InjectionTarget.Amounts(
            (Prefix + "memory-resource-request", Prefix + "cpu-resource-request"),
            sizes,
            Requests,
            pod.Annotation
        );
        // A share of the other container's amounts.
        if (pod.Annotation(Prefix + "resource-percentage") is { } share)
        {
            sizes.Add(share);
            (limits, requests) = (limits.WithOthersUnknown(), ResourceAmounts.AllUnknown);
        }
        pod.Add(
            new InjectedContainer
            {
                Injector = "Knative",
                Name = Name,
                Type = ContainerType.App,
                Requests = requests,
                Limits = limits,
                Trigger = pod.Kind,
                Sizes = [.. sizes],
                IsUsual = sizes.Count == 0,
            }
        );
    }
}
