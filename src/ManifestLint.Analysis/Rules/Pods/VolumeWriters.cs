using System.Collections.Frozen;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Pods;

/// <summary>Who can fill a memory-backed volume: what it holds is charged to the container that writes it (kubernetes-memory.md TM-3).</summary>
internal sealed class VolumeWriters
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

    private readonly Dictionary<string, List<ContainerFacts>> _byVolume = new(StringComparer.Ordinal);
    private readonly HashSet<string> _shared = new(StringComparer.Ordinal);
    private readonly bool _isOpen;
    private readonly PodFacts _pod;
    private Dictionary<ContainerFacts, (int Unbounded, Int128 Bounded)>? _byContainer;

    /// <summary>For the volumes of a pod.</summary>
    public VolumeWriters(PodFacts pod)
    {
        _pod = pod;
        foreach (var container in pod.Containers)
        {
            foreach (var mount in container.Spec.VolumeMounts)
            {
                if (mount.Name is not { } name)
                    continue;
                // A mount that may be of any volume leaves open who writes it.
                _isOpen |= Placeholder.IsIn(name);
                if (mount.MountPath?.TrimEnd('/') == "/dev/shm")
                    _shared.Add(name);
                if (mount.IsReadOnly || container.Spec.Type == ContainerType.Ephemeral)
                    continue;
                if (!_byVolume.TryGetValue(name, out var writers))
                    _byVolume.Add(name, writers = []);
                if (writers.Count == 0 || !ReferenceEquals(writers[^1], container))
                    writers.Add(container);
            }
        }
    }

    /// <summary>The containers that mount a volume writable, ephemeral ones aside. Empty for a volume of a known proxy, and where it cannot be known.</summary>
    public List<ContainerFacts> Of(MemoryVolume volume)
    {
        if (_isOpen || volume.Name is not { } name || OfProxies.Contains(name) || !_byVolume.TryGetValue(name, out var writers))
            return [];
        return writers.TrueForAll(w => w.Spec.Name is { } writer && Proxies.Contains(writer)) ? [] : writers;
    }

    /// <summary>True if a container has the volume as its shared memory.</summary>
    public bool IsSharedMemory(MemoryVolume volume) => volume.Name is { } name && _shared.Contains(name);

    /// <summary>Of the memory-backed volumes that a container writes: how many have no size, and what the others may hold, in bytes.</summary>
    public (int Unbounded, Int128 Bounded) VolumesOf(ContainerFacts container)
    {
        if (_byContainer is null)
        {
            _byContainer = new(ReferenceEqualityComparer.Instance);
            foreach (var (volume, _) in _pod.Volumes)
            {
                long bytes = volume.SizeLimit.IsKnown(out var size) && size.Bytes is > 0 and var known ? known : 0;
                foreach (var writer in Of(volume))
                {
                    var (unbounded, bounded) = _byContainer.GetValueOrDefault(writer);
                    _byContainer[writer] = (unbounded + (volume.SizeLimit.IsAbsent ? 1 : 0), bounded + bytes);
                }
            }
        }
        return _byContainer.GetValueOrDefault(container);
    }

    /// <summary>The place of a container's memory limit: its own, the pod's or the LimitRange's, else the closest to where it would be.</summary>
    public static RelatedPlace LimitOf(ContainerFacts container, PodFacts pod) =>
        new(
            LimitPlace.Of(container, pod) ?? container.Spec.MemoryLimit.Location,
            container.MemoryLimit.IsNone
                ? $"{Describe.Container(container.Spec)} has no memory limit"
                : $"the memory limit of {Describe.Container(container.Spec)}"
        );
}
