using System.Collections.Frozen;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Pods;

/// <summary>Who can fill a memory-backed volume: what it holds is charged to the container that writes it (kubernetes-memory.md TM-3).</summary>
internal static class VolumeWriters
{
    // What injectors, and manifests rendered by them, mount: files of a few KiB.
    private static readonly FrozenSet<string> OfProxies = new[]
    {
        "istio-envoy",
        "istio-data",
        "local-certs",
        "workload-socket",
        "credential-socket",
        "workload-certs",
        "linkerd-identity-end-entity",
        "linkerd-proxy-init-xtables-lock",
        "home-init",
        "home-sidecar",
        "vault-secrets",
        "consul-connect-inject-data",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> Proxies = new[]
    {
        "istio-proxy",
        "istio-init",
        "istio-validation",
        "linkerd-proxy",
        "linkerd-init",
        "vault-agent",
        "vault-agent-init",
        "daprd",
        "consul-dataplane",
        "consul-connect-inject-init",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether a container of this name is one that a service mesh or an agent injects.</summary>
    public static bool IsProxy(string name) => Proxies.Contains(name);

    /// <summary>The containers that mount a volume writable, ephemeral ones aside. Empty for a volume of a known proxy, and where it cannot be known.</summary>
    public static List<ContainerFacts> Of(MemoryVolume volume, PodFacts pod)
    {
        if (volume.Name is not { } name || OfProxies.Contains(name))
            return [];
        // A mount that may be of this volume leaves open who writes it.
        if (pod.Containers.Any(c => c.Spec.VolumeMounts.Any(m => m.Name is { } mounted && Placeholder.IsIn(mounted))))
            return [];
        var writers = pod
            .Containers.Where(c => c.Spec.Type != ContainerType.Ephemeral && c.Spec.VolumeMounts.Any(m => m.Name == name && !m.IsReadOnly))
            .ToList();
        return writers.TrueForAll(w => w.Spec.Name is { } writer && Proxies.Contains(writer)) ? [] : writers;
    }

    /// <summary>The place of a container's memory limit: its own, else the pod's, else its name.</summary>
    public static RelatedPlace LimitOf(ContainerFacts container, PodFacts pod) =>
        new(
            container.Origins.MemoryLimit is TextOrigin.AmountOf { Which: OtherAmount.PodLimit }
                ? pod.Workload.Pod.Resources.Limits["memory"].Location
                : container.Spec.MemoryLimit.Location,
            container.MemoryLimit.IsNone
                ? $"{Describe.Container(container.Spec)} has no memory limit"
                : $"the memory limit of {Describe.Container(container.Spec)}"
        );
}
