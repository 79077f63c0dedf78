using ManifestLint.Amounts;
using ManifestLint.Manifests;

namespace ManifestLint.Injectors;

/// <summary>
/// Vault's agent: an init container and a container beside the others, both of the same size. Source: vault-k8s 1.7.6
/// agent-inject/agent/annotations.go, agent.go (Patch, parseResources); an empty annotation removes the value.
/// </summary>
internal static class Vault
{
    private static readonly ResourceAmounts DefaultRequests = InjectionTarget.Of("64Mi", "250m"),
        DefaultLimits = InjectionTarget.Of("128Mi", "500m");

    public static void Inject(InjectionTarget pod)
    {
        if (pod.Annotation("vault.hashicorp.com/agent-inject") is not { } trigger || pod.NamespaceName is "kube-system" or "kube-public")
            return;
        if (trigger.IsPlaceholder)
        {
            pod.BeUncertain();
            return;
        }
        if (!IsTrue(trigger) || pod.Annotation("vault.hashicorp.com/agent-inject-status")?.Text == "injected")
            return;

        var sizes = new List<InjectionSetting>();
        var limits = InjectionTarget.Amounts(
            ("vault.hashicorp.com/agent-limits-mem", "vault.hashicorp.com/agent-limits-cpu"),
            sizes,
            DefaultLimits,
            pod.Annotation
        );
        var requests = InjectionTarget.Amounts(
            ("vault.hashicorp.com/agent-requests-mem", "vault.hashicorp.com/agent-requests-cpu"),
            sizes,
            DefaultRequests,
            pod.Annotation
        );
        var agent = new InjectedContainer
        {
            Injector = "Vault",
            Name = "vault-agent-init",
            Type = ContainerType.Init,
            Requests = requests,
            Limits = limits,
            Trigger = trigger,
            Sizes = [.. sizes],
            EqualSizes =
            [
                ("vault.hashicorp.com/agent-requests-cpu", "500m"),
                ("vault.hashicorp.com/agent-limits-cpu", "500m"),
                ("vault.hashicorp.com/agent-requests-mem", "128Mi"),
                ("vault.hashicorp.com/agent-limits-mem", "128Mi"),
            ],
        };
        bool isOnlyInit = IsTrue(pod.Annotation("vault.hashicorp.com/agent-pre-populate-only"));
        bool hasInit = isOnlyInit || pod.Annotation("vault.hashicorp.com/agent-pre-populate") is not { } populate || IsTrue(populate);
        if (hasInit && !pod.HasContainer(agent.Name))
            pod.Add(agent with { IsLast = !IsTrue(pod.Annotation("vault.hashicorp.com/agent-init-first")) });
        if (!isOnlyInit && !pod.HasContainer("vault-agent"))
            pod.Add(agent with { Name = "vault-agent", Type = ContainerType.App });
    }

    // Go's strconv.ParseBool.
    private static bool IsTrue(InjectionSetting? setting) => setting?.Text is "true" or "True" or "TRUE" or "t" or "T" or "1";
}
