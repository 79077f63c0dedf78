using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1002 memory-limit-below-request.</summary>
public sealed class MemoryLimitBelowRequest() : LimitBelowRequest("ML1002", "memory");

/// <summary>ML1006 cpu-limit-below-request.</summary>
public sealed class CpuLimitBelowRequest() : LimitBelowRequest("ML1006", "cpu");

/// <summary>A limit below the request of the same resource: VAL-3.</summary>
public abstract class LimitBelowRequest : PodRule
{
    private readonly string _resource;

    private protected LimitBelowRequest(string id, string resource)
        : base(id) => _resource = resource;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        var workload = pod.Workload;
        foreach (var container in workload.Pod.AllContainers)
        {
            var resources = container.Resources;
            if (Compare(resources, _resource, container.Path, "", workload) is { } finding)
                yield return finding with
                {
                    Container = container.Name,
                };
        }
        if (pod.Amounts.PodLevel is { } level && !workload.Pod.AllContainers.Any(c => ReferenceEquals(c.Node, workload.Pod.Node)))
        {
            if (Compare(workload.Pod.Resources, _resource, workload.Pod.Path, "pod-level ", workload) is { } finding)
                yield return finding;
            else if (Defaulted(workload, level) is { } later)
                yield return later;
        }
    }

    private Finding? Compare(ResourceRequirements resources, string resource, string path, string level, Workload workload)
    {
        var (request, limit) = (resources.Requests[resource], resources.Limits[resource]);
        if (!request.IsKnown(out var asked) || !limit.IsKnown(out var allowed) || asked.IsNegative || allowed.IsNegative)
            return null;
        // The API server compares what it stores.
        if (allowed.ToStored() >= asked.ToStored())
            return null;
        return At(
            limit.Node,
            FieldPath.Join(path, limit.Path),
            $"{level}{resource} limit {limit.Text} is below the request {request.Text}, so the API server rejects the {workload.Manifest.Kind}"
        ) with
        {
            Related = [new RelatedPlace(request.Node.Location, "requested here")],
            Fix = limit.Node is YamlScalar scalar
                ? Fix.Unsafe($"raise the limit to {request.Text}", workload.Manifest.Editor.Replace(scalar, request.Text))
                : null,
        };
    }

    // Without a pod-level request the sum of the containers becomes one when the pod is created (D-4, VAL-20).
    private Finding? Defaulted(Workload workload, PodLevelAmounts level)
    {
        var resources = workload.Pod.Resources;
        if (!resources.Requests[_resource].IsAbsent || !resources.Limits[_resource].IsKnown(out var allowed) || allowed.IsNegative)
            return null;
        if (level.Requests[_resource] is not { IsKnown: true } request || request.Value <= allowed.ToStored())
            return null;
        var limit = resources.Limits[_resource];
        return At(
            limit.Node,
            FieldPath.Join(workload.Pod.Path, limit.Path),
            $"pod-level {_resource} limit {limit.Text} is below the {request.Value} that the containers request together, so the API server rejects the pod"
        );
    }
}
