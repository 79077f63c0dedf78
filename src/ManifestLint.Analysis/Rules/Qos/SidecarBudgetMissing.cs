using ManifestLint.Facts;
using ManifestLint.Findings;

namespace ManifestLint.Rules.Qos;

/// <summary>ML2003 sidecar-budget-missing.</summary>
public sealed class SidecarBudgetMissing() : PodRule("ML2003")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || Sidecars.MainOf(pod.Workload, pod.Assumptions.Helpers) is not { } main)
            yield break;
        var mainFacts = pod.Containers.First(c => ReferenceEquals(c.Spec, main));
        if (!mainFacts.MemoryLimit.IsPositive && !mainFacts.MemoryRequest.IsPositive)
            yield break;
        foreach (var spec in Sidecars.Of(pod.Workload, main))
        {
            var sidecar = pod.Containers.First(c => ReferenceEquals(c.Spec, spec));
            bool unlimited = sidecar.MemoryLimit.IsNone;
            bool unasked = sidecar.MemoryRequest.IsNone && !(pod.Amounts.PodLevel?.Requests["memory"].IsPositive ?? false);
            if (!unlimited && !unasked)
                continue;
            string missing =
                unlimited && unasked ? "no memory limit and no memory request"
                : unlimited ? "no memory limit"
                : "no memory request";
            string consequence = unlimited
                ? "a leak in it takes the memory of the whole node, main container included"
                : "no memory is set aside for it";
            var field = unlimited ? spec.MemoryLimit : spec.MemoryRequest;
            yield return At(
                field.Location,
                spec.Path.Then(field.Path),
                Statement.Of($"sidecar {Describe.Name(spec)} has {missing} beside main container {Describe.Name(main)}", so: consequence)
            ) with
            {
                Container = spec.Name,
                Severity = Describe.Absence(pod),
            };
        }
    }
}
