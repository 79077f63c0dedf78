using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Facts;

/// <summary>Finds the values that keep a pod from Guaranteed.</summary>
internal static class QosBlockerSearch
{
    private static readonly string[] Resources = ["memory", "cpu"];

    /// <summary>What is known to be in the way, container by container; empty for a partial object.</summary>
    /// <param name="workload">The pod.</param>
    /// <param name="amounts">Its numbers.</param>
    /// <param name="containers">Its containers.</param>
    /// <param name="injected">Those that injectors add.</param>
    /// <param name="gates">Whether pod-level resources decide.</param>
    public static ImmutableArray<QosBlocker> In(
        Workload workload,
        PodAmounts amounts,
        ImmutableArray<ContainerFacts> containers,
        ImmutableArray<InjectedFacts> injected,
        FeatureGates gates
    )
    {
        if (workload.IsPartial)
            return [];
        var found = ImmutableArray.CreateBuilder<QosBlocker>();
        bool isPodLevel = Qos.BasisOf(amounts, gates) == QosBasis.Pod;
        foreach (string name in isPodLevel ? Resources : [])
        {
            var written = workload.Pod.Resources;
            AmountInForce limit = PodLevel.Limit(workload.Pod, amounts, name),
                request = PodLevel.Request(workload.Pod, amounts, name);
            if (Between(limit, request) is { } obstacle)
                found.Add(Of(null, name, obstacle, limit, request, written, workload.Pod.Path));
        }
        if (isPodLevel)
            return found.ToImmutable();
        foreach (var container in containers)
        {
            // A copy of another container's amounts has the same in its way.
            if (container.Spec.Type == ContainerType.Ephemeral || container.Spec is { IsUnwritten: true, Made.IsComputed: true })
                continue;
            foreach (string name in Resources)
            {
                var (limit, request) = (container.OwnLimit(name), container.Request(name));
                if (Between(limit, request) is { } obstacle)
                    found.Add(Of(container.Spec, name, obstacle, limit, request, container.Spec.Resources, container.Spec.Path));
            }
        }
        foreach (var container in injected)
        {
            var source = container.Container.Source;
            foreach (string name in Resources)
            {
                var (limit, request) = (container.Steps.OwnLimit(name, null), container.Steps.Request(name, null));
                if (Between(limit, request) is { } obstacle)
                    found.Add(
                        new QosBlocker(null, name, obstacle, limit, request, source.Location, source.Path)
                        {
                            Injected = container.Container,
                        }
                    );
            }
        }
        return found.ToImmutable();
    }

    private static QosObstacle? Between(AmountInForce limit, AmountInForce request) =>
        limit.Amount.IsAbsent ? QosObstacle.NoLimit
        : limit.Amount.IsNone ? QosObstacle.ZeroLimit
        : request.Amount.IsNone ? QosObstacle.ZeroRequest
        : !limit.Amount.IsKnown || !request.Amount.IsKnown || limit.Amount.Value == request.Amount.Value ? null
        : limit.Amount.Value > request.Amount.Value ? QosObstacle.LimitAboveRequest
        : QosObstacle.LimitBelowRequest;

    private static QosBlocker Of(
        ContainerSpec? container,
        string resource,
        QosObstacle obstacle,
        AmountInForce limit,
        AmountInForce request,
        ResourceRequirements written,
        YamlPath path
    )
    {
        var (asked, allowed) = (written.Requests[resource], written.Limits[resource]);
        var field = obstacle switch
        {
            QosObstacle.NoLimit or QosObstacle.ZeroLimit => allowed,
            QosObstacle.ZeroRequest => asked,
            _ => asked.IsAbsent ? allowed : asked,
        };
        return new QosBlocker(container, resource, obstacle, limit, request, field.Location, path.Then(field.Path));
    }
}
