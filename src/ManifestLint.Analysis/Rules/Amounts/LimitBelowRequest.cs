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
    // What ML0005 calls a slip.
    private const long HugeMillicores = 100_000;

    // From one unit to the next, be it 1000 or 1024.
    private const long UnitStep = 1000;

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
                so: Describe.Rejected(workload.Manifest)
            )
        ) with
        {
            Related = [new RelatedPlace(request.Location, "requested here")],
            Fix = Repair(limit, request, resource, level, workload.Manifest.Editor),
        };
    }

    // Mostly the limit is what is too small; a request of 500 cores, or of 512Gi beside 512Mi, is a slip of its own.
    private static Fix? Repair(
        Field<ResourceQuantity> limit,
        Field<ResourceQuantity> request,
        string resource,
        string level,
        YamlEditor editor
    )
    {
        if (Slip(limit.Text, request, resource) is { } meant)
        {
            return request.Node is YamlScalar slip
                ? Fix.Unsafe($"{level}{resource} request {meant} ({Meaning(request, resource)})", editor.Replace(slip, meant))
                : null;
        }
        return limit.Node is YamlScalar scalar
            ? Fix.Unsafe($"{level}{resource} limit {request.Text} (as much as is requested)", editor.Replace(scalar, request.Text))
            : null;
    }

    private static string Meaning(Field<ResourceQuantity> request, string resource) =>
        resource == "cpu" ? $"{request.Text} means {request.Text} cores" : $"{request.Text} is far beyond the limit";

    private static string? Slip(string limit, Field<ResourceQuantity> request, string resource)
    {
        string text = request.Text;
        if (resource == "cpu")
            return text.All(char.IsAsciiDigit) && request.IsKnown(out var cores) && cores.Milli >= HugeMillicores && IsEnough(text + "m")
                ? text + "m"
                : null;
        return
            Digits(limit) is { Length: > 0 } digits
            && digits == Digits(text)
            && ResourceQuantity.TryParse(limit, out var small, out _)
            && request.IsKnown(out var large)
            && small.Bytes is { } least
            && large.Bytes / UnitStep >= least
            ? limit
            : null;

        bool IsEnough(string meant) =>
            ResourceQuantity.TryParse(limit, out var allowed, out _)
            && ResourceQuantity.TryParse(meant, out var asked, out _)
            && asked <= allowed;
    }

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
        var limit = resources.Limits[_resource];
        return At(
            limit.Location,
            workload.Pod.Path.Then(limit.Path),
            Statement
                .Of(
                    $"pod-level {_resource} limit {AmountInForce.Shown(limit.Text)} is below the {request.Value} that the containers request together",
                    so: Describe.RejectedPods(workload.Manifest)
                )
                .If(Assume.Kubernetes(pod))
        );
    }
}
