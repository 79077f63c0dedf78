using ManifestLint.Amounts;
using ManifestLint.Manifests;

namespace ManifestLint.Injectors;

/// <summary>
/// Datadog's agent beside the others, and the libraries it copies in with init containers, whose amounts the cluster agent's configuration decides.
/// Source: datadog-agent pkg/clusteragent/admission/mutate/agent_sidecar/agent_sidecar.go (getDefaultSidecarTemplate, labelSelectors) and
/// mutate/autoinstrumentation. The label <c>admission.datadoghq.com/enabled</c> alone adds variables, no container.
/// </summary>
internal static class Datadog
{
    private const string Name = "datadog-agent-injected";

    private static readonly string[] Languages = ["java", "js", "python", "dotnet", "ruby", "php"];
    private static readonly ResourceAmounts Size = InjectionTarget.Of("256Mi", "200m");

    public static void Inject(InjectionTarget pod)
    {
        if (pod.Label("agent.datadoghq.com/sidecar") is { } agent && !pod.HasContainer(Name))
        {
            if (agent.IsPlaceholder)
                pod.BeUncertain();
            else
                pod.Add(
                    new InjectedContainer
                    {
                        Injector = "Datadog",
                        Name = Name,
                        Type = ContainerType.App,
                        Requests = Size,
                        Limits = Size,
                        Trigger = agent,
                    }
                );
        }
        if (pod.Label("admission.datadoghq.com/enabled") is not { } enabled)
            return;
        foreach (string language in Languages)
        {
            string name = $"datadog-lib-{language}-init";
            if (pod.Annotation($"admission.datadoghq.com/{language}-lib.version") is not { } library || pod.HasContainer(name))
                continue;
            if (enabled.IsPlaceholder)
                pod.BeUncertain();
            else if (enabled.Text == "true")
                pod.Add(
                    new InjectedContainer
                    {
                        Injector = "Datadog",
                        Name = name,
                        Type = ContainerType.Init,
                        Requests = ResourceAmounts.AllUnknown,
                        Limits = ResourceAmounts.AllUnknown,
                        Trigger = library,
                    }
                );
        }
    }
}
