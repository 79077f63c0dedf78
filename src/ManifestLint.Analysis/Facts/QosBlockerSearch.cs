using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Facts;

/// <summary>Finds the values that keep a pod from Guaranteed.</summary>
internal static class QosBlockerSearch
{
    private static readonly string[] Resources = ["memory", "cpu"];

    /// <summary>What is known to be in the way, container by container; empty for a partial object.</summary>
    public static ImmutableArray<QosBlocker> In(Workload workload, PodAmounts amounts, InjectedContainers injected, FeatureGates gates)
    {
        var pod = workload.Pod;
        if (workload.IsPartial)
            return [];
        var found = ImmutableArray.CreateBuilder<QosBlocker>();
        if (amounts.PodLevel is { } level && (!gates.PodLevelResourcesFixKubeletQosClass || EffectiveResources.IsPodLevelSet(amounts)))
        {
            Compare(null, pod.Resources, pod.Path, level.Requests, level.Limits, found);
            return found.ToImmutable();
        }
        int init = injected.First.Length,
            regular = 0;
        foreach (var container in pod.AllContainers)
        {
            if (container.Type == ContainerType.Ephemeral)
                continue;
            var own = container.Type == ContainerType.App ? amounts.Containers[regular++] : amounts.InitContainers[init++];
            Compare(container, container.Resources, container.Path, own.Requests, own.Limits, found);
        }
        foreach (var (container, own) in injected.InPlace(amounts))
            Compare(container, own, found);
        return found.ToImmutable();
    }

    private static void Compare(
        ContainerSpec? container,
        ResourceRequirements written,
        string path,
        ResourceAmounts requests,
        ResourceAmounts limits,
        ImmutableArray<QosBlocker>.Builder found
    )
    {
        foreach (string name in Resources)
        {
            var (request, limit) = (requests[name], limits[name]);
            var (asked, allowed) = (written.Requests[name], written.Limits[name]);
            if (limit.IsNone)
            {
                Add(name, limit.IsAbsent ? $"no {name} limit" : $"{name} limit {allowed.Text} is none", allowed, true);
            }
            else if (request.IsNone)
            {
                Add(name, $"{name} request is zero", asked, false);
            }
            else if (limit.IsKnown && request.IsKnown && limit.Value != request.Value)
            {
                string relation = limit.Value > request.Value ? "above" : "below";
                Add(
                    name,
                    $"limit {Text(allowed, limit)} {relation} request {Text(asked, request)}",
                    asked.IsAbsent ? allowed : asked,
                    false
                );
            }
        }

        void Add(string resource, string reason, Field<ResourceQuantity> field, bool absent) =>
            found.Add(new QosBlocker(container, resource, reason, field.Node.Location, FieldPath.Join(path, field.Path), absent));
    }

    private static void Compare(InjectedContainer container, ContainerAmounts own, ImmutableArray<QosBlocker>.Builder found)
    {
        foreach (string name in Resources)
        {
            var (request, limit) = (own.Requests[name], own.Limits[name]);
            string? reason =
                limit.IsNone ? $"no {name} limit"
                : request.IsNone ? $"{name} request is zero"
                : limit.IsKnown && request.IsKnown && limit.Value != request.Value
                    ? $"limit {limit.Value} {(limit.Value > request.Value ? "above" : "below")} request {request.Value}"
                : null;
            if (reason is null)
                continue;
            found.Add(
                new QosBlocker(null, name, reason, container.Source.Location, container.Source.Path, limit.IsAbsent)
                {
                    Injected = container,
                }
            );
        }
    }

    private static string Text(Field<ResourceQuantity> field, Amount amount) => field.IsAbsent ? amount.Value.ToString() : field.Text;
}
