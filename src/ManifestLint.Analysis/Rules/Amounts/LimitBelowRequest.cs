using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
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
                yield return finding with
                {
                    Statement = finding.Statement.If(Assume.Kubernetes(pod)),
                };
            else if (Defaulted(pod, level) is { } later)
                yield return later;
        }
    }

    private Finding? Compare(ResourceRequirements resources, string resource, YamlPath path, string level, Workload workload)
    {
        var (request, limit) = (resources.Requests[resource], resources.Limits[resource]);
        if (!request.IsKnown(out var asked) || !limit.IsKnown(out var allowed) || asked.IsNegative || allowed.IsNegative)
            return null;
        // The API server compares what it stores.
        if (allowed.ToStored() >= asked.ToStored())
            return null;
        return At(
            limit.Location,
            path.Then(limit.Path),
            Statement.Of(
                $"{level}{resource} limit {AmountInForce.Shown(limit.Text)} is below the request {AmountInForce.Shown(request.Text)}",
                so: Rejection.OfObject(workload.Manifest)
            )
        ) with
        {
            Related = [new RelatedPlace(request.Location, "requested here")],
            SameSubject = $"it is below the request {AmountInForce.Shown(request.Text)}",
            Remedy = Repair(limit, request, resource, level, workload.Manifest.Editor),
        };
    }

    // Mostly the limit is what is too small; a request of 512Gi beside 512Mi is a slip of its own, and no fix raises an amount to a slip.
    private static Remedy? Repair(
        Field<ResourceQuantity> limit,
        Field<ResourceQuantity> request,
        string resource,
        string level,
        YamlEditor editor
    )
    {
        if (!request.IsKnown(out var asked) || !limit.IsKnown(out var allowed))
            return null;
        if (IsUnitSlip(limit.Text, allowed, request.Text, asked))
        {
            return Remedy.Unsafe(
                $"{level}{resource} request {limit.Text} ({request.Text} is far beyond the limit)",
                editor.Replace(request.Node, limit.Text)
            );
        }
        bool isSlip =
            resource == "cpu"
                ? UnitSlips.IsManyCores(request.Text, asked) || allowed.Milli * UnitSlips.Step <= asked.Milli
                : UnitSlips.IsTiny(asked) || IsFarAbove(asked, allowed);
        return isSlip
            ? null
            : Remedy.Unsafe($"{level}{resource} limit {request.Text} (as much as is requested)", editor.Replace(limit.Node, request.Text));
    }

    // The same digits in a larger unit.
    private static bool IsUnitSlip(string limit, ResourceQuantity allowed, string request, ResourceQuantity asked) =>
        Digits(limit) is { Length: > 0 } digits && digits == Digits(request) && IsFarAbove(asked, allowed);

    private static bool IsFarAbove(ResourceQuantity asked, ResourceQuantity allowed) =>
        allowed.Bytes is > 0 and var least && (asked.Bytes is not { } most || most / UnitSlips.Step >= least);

    private static string Digits(string text) =>
        text[..(text.AsSpan().IndexOfAnyExceptInRange('0', '9') is var end and >= 0 ? end : text.Length)];

    // Without a pod-level request the sum of the containers becomes one when the pod is created (D-4, VAL-20).
    private Finding? Defaulted(PodFacts pod, PodLevelAmounts level)
    {
        var workload = pod.Workload;
        var resources = workload.Pod.Resources;
        if (!resources.Requests[_resource].IsAbsent || !resources.Limits[_resource].IsKnown(out var allowed) || allowed.IsNegative)
            return null;
        if (level.Requests[_resource] is not { IsKnown: true } request || request.Value <= allowed.ToStored())
            return null;
        // One container's limit that does not fit the pod's is the cause (ML1007).
        if (pod.Amounts.Scope.Any(c => c.Limits[_resource] is { IsKnown: true } own && own.Value > allowed.ToStored()))
            return null;
        var limit = resources.Limits[_resource];
        return At(
            limit.Location,
            workload.Pod.Path.Then(limit.Path),
            Statement
                .Of(
                    $"pod-level {_resource} limit {AmountInForce.Shown(limit.Text)} is below the {request.Value} that the containers request together",
                    so: Rejection.OfPods(workload.Manifest)
                )
                .If(Assume.Kubernetes(pod))
        ) with
        {
            Remedy = Remedy.Told($"pod-level {_resource} limit {request.Value} (the sum of its containers)"),
        };
    }
}
