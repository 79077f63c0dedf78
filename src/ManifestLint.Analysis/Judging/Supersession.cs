using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Judging;

/// <summary>One cause, one finding: drops what another finding of the same pod or container makes superfluous, and relates its place.</summary>
internal static class Supersession
{
    /// <summary>What remains of the findings of one object.</summary>
    /// <param name="findings">The findings with their rules; those of a pod carry its address.</param>
    /// <param name="containers">The containers of the object.</param>
    public static List<(Finding Finding, CatalogEntry Entry)> Apply(
        List<(Finding Finding, CatalogEntry Entry)> findings,
        ImmutableArray<ContainerSpec> containers
    )
    {
        if (findings.Count < 2)
            return findings;
        ContainerSpec?[] owners = [.. findings.Select(f => OwnerOf(f.Finding, containers))];
        var dropped = new bool[findings.Count];
        for (int i = 0; i < findings.Count; i++)
            dropped[i] = Superseders(i).Any();

        var remaining = new List<(Finding, CatalogEntry)>();
        for (int i = 0; i < findings.Count; i++)
        {
            if (dropped[i])
                continue;
            var (finding, entry) = findings[i];
            var places = Enumerable
                .Range(0, findings.Count)
                .Where(j =>
                    dropped[j]
                    && Superseders(j).Contains(i)
                    && findings[j].Finding.Location != finding.Location
                    && (owners[j] is null || owners[j] != owners[i])
                )
                .Select(j => new RelatedPlace(findings[j].Finding.Location, findings[j].Finding.Statement.What))
                .Where(p => !finding.Related.Any(r => r.Location == p.Location))
                .DistinctBy(p => p.Location);
            remaining.Add((finding with { Related = [.. finding.Related, .. places] }, entry));
        }
        return remaining;

        IEnumerable<int> Superseders(int index)
        {
            var (finding, _) = findings[index];
            for (int j = 0; j < findings.Count; j++)
            {
                if (j == index)
                    continue;
                var page = findings[j].Entry.Page;
                // A key that stands twice at the same place explains what the value that counts lacks.
                if (findings[j].Finding.PodPath != finding.PodPath)
                {
                    if (findings[j].Finding.Location == finding.Location && page.Supersedes.Contains(finding.RuleId))
                        yield return j;
                    continue;
                }
                if (
                    page.SupersedesInPod.Contains(finding.RuleId)
                    || (
                        page.Supersedes.Contains(finding.RuleId)
                        && (owners[j] == owners[index] || (owners[index]?.Name is { } own && findings[j].Finding.AlsoOf.Contains(own)))
                    )
                )
                    yield return j;
            }
        }
    }

    /// <summary>The container that a finding is in, else the one that it names (a volume is a matter of who writes it), or null.</summary>
    public static ContainerSpec? OwnerOf(Finding finding, ImmutableArray<ContainerSpec> containers)
    {
        if (ContainerOf(finding.Path, containers) is { } container)
            return container;
        if (finding.Container is not { } name)
            return null;
        return containers.FirstOrDefault(c => c.Name == name && finding.PodPath is { } pod && c.Path.IsAtOrBelow(pod));
    }

    /// <summary>The container that an address within the object leads into, or null.</summary>
    public static ContainerSpec? ContainerOf(YamlPath path, ImmutableArray<ContainerSpec> containers)
    {
        foreach (var container in containers)
        {
            if (!container.Path.IsRoot && path.IsAtOrBelow(container.Path))
                return container;
        }
        return null;
    }
}
