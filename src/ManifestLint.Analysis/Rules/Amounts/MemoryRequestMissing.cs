using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1003 memory-request-missing.</summary>
/// <param name="init">Whether init containers are told.</param>
public sealed class MemoryRequestMissing(InitContainerOptions init) : ContainerRule("ML1003")
{
    private static readonly YamlPath MemoryRequest = YamlPath.Of("requests", "memory");

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        pod.AbsenceSaysNothing
        || container.Spec.Type == ContainerType.Ephemeral
        || container.Spec.IsUnwritten
        || !container.MemoryRequest.IsNone
            ? []
            : Found(container, pod);

    // A 0 keeps a limit from standing in.
    private static string? Advice(ContainerFacts container) =>
        container.Spec.MemoryRequest.IsKnown(out _)
        && container.Spec.MemoryLimit is var limit
        && limit.IsKnown(out var allowed)
        && allowed is { IsZero: false, IsNegative: false }
            ? $"no memory request (the limit {limit.Text} then counts), or one of at most {limit.Text}"
            : null;

    private IEnumerable<Finding> Found(ContainerFacts container, PodFacts pod)
    {
        if ((container.Spec.Type == ContainerType.Init && !init.AreTold) || Idle.Is(container, pod))
            yield break;
        // A pod-level request is set aside for all containers together.
        if (pod.Amounts.PodLevel is { } level && !level.Requests["memory"].IsNone)
            yield break;
        var request = container.Spec.MemoryRequest;
        string subject = Describe.Container(container.Spec);
        // A limit of zero supplies a request of zero, which nobody wrote.
        string what = request.IsKnown(out _)
            ? $"memory request {AmountInForce.Shown(request.Text)} of {subject} keeps the limit from becoming the request"
            : $"{subject} has no memory request";
        yield return At(container, request, Statement.Of(what, so: "no memory is set aside for the container")) with
        {
            Lacks = MemoryRequest,
            Remedy = Remedy.Told(Advice(container)),
            Lowered = Describe.Absence(pod, container),
        };
    }
}
