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
            { Group: "", Kind: "LimitRange" } => ([.. LimitRange.Read(manifest, place).Problems.Where(p => !p.IsOfSlip)], Refused),
            { Group: "", Kind: "ResourceQuota" } => (ResourceQuota.Read(manifest, place).Problems, Refused),
            { Kind: "HorizontalPodAutoscaler" } when Autoscaler.Read(manifest, place) is { } autoscaler => (autoscaler.Problems, Refused),
            _ => null,
        };
}

/// <summary>ML5012 vpa-invalid.</summary>
public sealed class VpaInvalid() : RefusedObject("ML5012")
{
    private protected override (ImmutableArray<PolicyProblem> Problems, string Consequence)? Read(Manifest manifest, ObjectPlace place) =>
        manifest is { Kind: "VerticalPodAutoscaler", Group: "autoscaling.k8s.io" }
            ? (VerticalAutoscaler.Read(manifest, place).Problems, Refused)
            : null;
}

/// <summary>An object that acts on pods, and that is refused.</summary>
public abstract class RefusedObject : ManifestSetRule
{
    private sealed class Problem(Statement statement) : SetRecord
    {
        public Statement Statement => statement;
    }

    /// <summary>What becomes of it: one that is there already is not taken away.</summary>
    private protected const string Refused = "the API server rejects it: nothing is created, or the version in the cluster stays in force";

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
