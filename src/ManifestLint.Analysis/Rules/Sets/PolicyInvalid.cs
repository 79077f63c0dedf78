using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5013 policy-invalid.</summary>
public sealed class PolicyInvalid() : RefusedObject("ML5013")
{
    private protected override (ImmutableArray<PolicyProblem> Problems, string Consequence)? Read(Manifest manifest, ObjectPlace place) =>
        manifest switch
        {
            { Group: "", Kind: "LimitRange" } => (
                [.. LimitRange.Read(manifest, place).Problems.Where(p => !p.IsOfSlip)],
                "the API server rejects the LimitRange, and nothing is injected or checked by it"
            ),
            { Group: "", Kind: "ResourceQuota" } => (
                ResourceQuota.Read(manifest, place).Problems,
                "the API server rejects the ResourceQuota, and nothing is limited by it"
            ),
            { Kind: "HorizontalPodAutoscaler" } when Autoscaler.Read(manifest, place) is { } autoscaler => (
                autoscaler.Problems,
                "the API server rejects the HorizontalPodAutoscaler, and nothing is scaled by it"
            ),
            _ => null,
        };
}

/// <summary>ML5012 vpa-invalid.</summary>
public sealed class VpaInvalid() : RefusedObject("ML5012")
{
    private protected override (ImmutableArray<PolicyProblem> Problems, string Consequence)? Read(Manifest manifest, ObjectPlace place) =>
        manifest is { Kind: "VerticalPodAutoscaler", Group: "autoscaling.k8s.io" }
            ? (VerticalAutoscaler.Read(manifest, place).Problems, "the VerticalPodAutoscaler is rejected and does nothing")
            : null;
}

/// <summary>An object that acts on pods, and that is refused.</summary>
public abstract class RefusedObject : ManifestSetRule
{
    private sealed class Problem(Statement statement) : SetRecord
    {
        public Statement Statement => statement;
    }

    private protected RefusedObject(string id)
        : base(id) { }

    private protected abstract (ImmutableArray<PolicyProblem> Problems, string Consequence)? Read(Manifest manifest, ObjectPlace place);

    /// <inheritdoc/>
    public override IEnumerable<SetNote> Note(Manifest manifest, ObjectPlace place, ManifestSet set) =>
        Read(manifest, place) is not var (problems, consequence)
            ? []
            : problems.Select(problem => new SetNote(
                new Problem(Statement.Of(problem.What, consequence)),
                problem.Location,
                At(problem.Location, problem.Path, Statement.Of("")) with
                {
                    Remedy = Remedy.Told(InsteadOf(problem)),
                    Related = problem.Related is var (location, note) ? [new RelatedPlace(location, note)] : [],
                }
            ));

    // The word that is meant, else what the problem itself says.
    private static string? InsteadOf(PolicyProblem problem) =>
        problem.Choice is var (written, words) && Spelling.OfPart(written, words) is { } meant
            ? $"{meant} instead of {written}"
            : problem.Instead;

    /// <inheritdoc/>
    public override IEnumerable<SetVerdict> Judge(ImmutableArray<SetRecord> records) =>
        records.Cast<Problem>().Select(problem => new SetVerdict(problem, problem.Statement));
}
