using ManifestLint.Amounts;
using ManifestLint.Manifests;

namespace ManifestLint.Injectors;

/// <summary>
/// OpenTelemetry's collector beside the others, whose amounts stand in its OpenTelemetryCollector object and cannot be known here; and its
/// auto-instrumentation, an init container for each language. Source: opentelemetry-operator 0.158 internal/webhook/podmutation,
/// pkg/sidecar/pod.go, apis/v1alpha1/instrumentation_webhook.go (amounts).
/// </summary>
internal static class OpenTelemetry
{
    private static readonly (string Key, string Container, string Request)[] Languages =
    [
        ("java", "opentelemetry-auto-instrumentation-java", "64Mi"),
        ("nodejs", "opentelemetry-auto-instrumentation-nodejs", "128Mi"),
        ("python", "opentelemetry-auto-instrumentation-python", "64Mi"),
        ("dotnet", "opentelemetry-auto-instrumentation-dotnet", "128Mi"),
    ];

    public static void Inject(InjectionTarget pod)
    {
        if (Asked(pod, "sidecar.opentelemetry.io/inject") is { } collector && !pod.HasContainer("otc-container"))
        {
            pod.Add(Of("otc-container", ContainerType.App, ResourceAmounts.AllUnknown, ResourceAmounts.AllUnknown, collector));
        }
        foreach (var (key, name, request) in Languages)
        {
            if (Asked(pod, "instrumentation.opentelemetry.io/inject-" + key) is not { } trigger || pod.HasContainer(name))
                continue;
            pod.Add(
                Of(name, ContainerType.Init, InjectionTarget.Of(request, "50m"), InjectionTarget.Of("256Mi", "500m"), trigger) with
                {
                    IsLast = true,
                }
            );
        }
        // Go's runs beside the container it looks into; that of Apache and nginx clones it.
        if (Asked(pod, "instrumentation.opentelemetry.io/inject-go") is { } go && !pod.HasContainer("opentelemetry-auto-instrumentation"))
        {
            pod.Add(
                Of(
                    "opentelemetry-auto-instrumentation",
                    ContainerType.App,
                    InjectionTarget.Of("64Mi", "50m"),
                    InjectionTarget.Of("256Mi", "500m"),
                    go
                )
            );
        }
        if (
            Asked(pod, "instrumentation.opentelemetry.io/inject-apache-httpd") is not null
            || Asked(pod, "instrumentation.opentelemetry.io/inject-nginx") is not null
        )
            pod.BeUncertain();
    }

    private static InjectionSetting? Asked(InjectionTarget pod, string key)
    {
        if (pod.AnyAnnotation(key) is not { } setting)
            return null;
        if (setting.IsPlaceholder)
            pod.BeUncertain();
        return setting.IsPlaceholder || setting.Text.Length == 0 || setting.Text.Equals("false", StringComparison.OrdinalIgnoreCase)
            ? null
            : setting;
    }

    private static InjectedContainer Of(
        string name,
        ContainerType type,
        ResourceAmounts requests,
        ResourceAmounts limits,
        InjectionSetting trigger
    ) =>
        new()
        {
            Injector = "OpenTelemetry",
            Name = name,
            Type = type,
            Requests = requests,
            Limits = limits,
            Trigger = trigger,
        };
}
