using System.Collections.Immutable;
using ManifestLint.Detaching;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Judging;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;
using ManifestLint.Rules;
using ManifestLint.Rules.Observed;
using ManifestLint.Suppressing;
using ManifestLint.Yaml;

namespace ManifestLint.Owners;

/// <summary>Makes the records of objects that own or are owned, while their text is at hand.</summary>
internal static class OwnedObjects
{
    /// <summary>The record of an object with one pod; null if it neither owns nor is owned.</summary>
    public static OwnedObject? Of(
        PodFacts facts,
        ObjectPlace place,
        FindingReport report,
        FileSeverities severities,
        FileSuppressions? suppressions
    )
    {
        var manifest = facts.Workload.Manifest;
        var controller = manifest.Controller;
        // Only who is the whole author of its pods can speak for them: an operator's object holds some settings among others.
        bool isOwner = facts.Workload.PodPath.Length > 0 && facts.Workload.Completeness == Completeness.Complete;
        if (!isOwner && (controller is null || facts.Workload.PodPath.Length > 0))
            return null;
        // Owners are found by their uid, which only the API server gives: what an author wrote has none.
        if (isOwner && controller is null && string.IsNullOrEmpty(manifest.Uid))
            return null;

        var specs = new ContainerIndex(facts.Workload.Pod.AllContainers);
        var (name, path) = manifest.NamePlace;
        return new OwnedObject
        {
            Reference = report.ReferenceTo(manifest),
            Group = manifest.Group,
            Place = place,
            Uid = manifest.Uid,
            Controller = controller,
            TemplateHash = isOwner ? null : manifest.Label("pod-template-hash"),
            IsOwner = isOwner,
            AbsenceSaysNothing = facts.AbsenceSaysNothing,
            Self = report.PlaceWithin(name.Location, path, specs),
            Containers =
            [
                .. facts.Containers.Where(c => c.Spec.Name is not null).Select(c => Of(c, isOwner ? facts : null, report, specs)),
            ],
            Severities = isOwner ? severities.ConfiguredFor(manifest) : ImmutableDictionary<string, Severity>.Empty,
            // What its pods show is told in its place, so its suppressions speak for that, too.
            Standing =
                isOwner && suppressions?.InForce is { IsEmpty: false } inForce
                    ? new(inForce, SuppressionIndex.OwnerOf(manifest), facts.Workload.PodPath, report)
                    : null,
        };
    }

    /// <summary>The record of a finding of such an object.</summary>
    public static OwnedFinding Of(Finding finding, ReportedFinding reported, CatalogEntry entry, ContainerIndex containers) =>
        new(
            reported,
            entry,
            AimOf(finding, containers),
            finding.Observed is null ? null : reported.Related[^1],
            finding.Observed?.Weight ?? 0
        )
        {
            Severity = finding.SeverityOr(entry.Page.Severity),
            Container = Supersession.OwnerOf(finding, containers)?.Name,
            AlsoOf = finding.AlsoOf,
        };

    private static Aim AimOf(Finding finding, ContainerIndex containers)
    {
        if (containers.At(finding.Path) is not { } container)
            return Aim.Self;
        if (finding.Path == container.Path.Then(container.MemoryLimit.Path))
            return Aim.Limit;
        return finding.Path == container.Path.Then(container.MemoryRequest.Path) ? Aim.Request : Aim.Self;
    }

    private static OwnedContainer Of(ContainerFacts container, PodFacts? owner, FindingReport report, ContainerIndex specs)
    {
        var record = new OwnedContainer(
            container.Spec.Name!,
            new(container.MemoryRequest, container.MemoryLimit, container.CpuRequest, container.CpuLimit)
        );
        return owner is null
            ? record
            : record with
            {
                Limit = Place(container.Spec.MemoryLimit),
                Request = Place(container.Spec.MemoryRequest),
                Self = report.PlaceWithin(container.Spec.NameNode.Location, container.Spec.Path.Key("name"), specs),
                Cause = MemoryCause.Of(container, owner, container.MemoryMax.Bytes ?? long.MaxValue, container.Limit("memory").Plain)
                    is { Place: { } place } cause
                    ? new(report.Place(place), cause.Note) { Cause = cause.Kind, Written = cause.Written }
                    : null,
            };

        DetachedPlace Place(Field<ResourceQuantity> field) =>
            report.PlaceWithin(field.Node.Location, container.Spec.Path.Then(field.Path), specs);
    }
}
