using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;

namespace ManifestLint.Rules.Sets;

/// <summary>ML5006 hpa-container-unknown.</summary>
public sealed class HpaContainerUnknown() : ManifestSetRule("ML5006")
{
    private const int MostNames = 20;

    private sealed class Metric(ObjectKey autoscaler, string container, bool isInjected) : SetRecord
    {
        public ObjectKey Autoscaler => autoscaler;

        public string Container => container;

        /// <summary>True for a name that injectors give: the manifest of the workload does not tell.</summary>
        public bool IsInjected => isInjected;
    }

    private sealed class Target(ObjectKey autoscaler, string title, ImmutableArray<string> containers, bool isWhole) : SetRecord
    {
        public ObjectKey Autoscaler => autoscaler;

        public string Title => title;

        public ImmutableArray<string> Containers => containers;

        public bool IsWhole => isWhole;
    }

    /// <inheritdoc/>
    public override IEnumerable<SetNote> Note(Manifest manifest, ObjectPlace place, ManifestSet set) =>
        Autoscaler.Read(manifest, place) is { Problems.IsEmpty: true } autoscaler ? Note(autoscaler) : [];

    private IEnumerable<SetNote> Note(Autoscaler autoscaler)
    {
        foreach (var metric in autoscaler.Metrics)
        {
            if (metric.Container is not { Length: > 0 } container || Placeholder.IsIn(container))
                continue;
            bool isInjected = Sidecars.Helpers.Any(h => container.Contains(h.Name, StringComparison.Ordinal));
            yield return new(
                new Metric(ObjectKey.Of(autoscaler.Place, autoscaler.Location), container, isInjected),
                metric.Location,
                At(metric.Location, metric.Path, Statement.Of(""))
            );
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<SetNote> Note(PodFacts pod, ManifestSet set)
    {
        foreach (var autoscaler in pod.Neighbours.Autoscalers)
        {
            if (!autoscaler.HasContainerMetrics)
                continue;
            var workload = pod.Workload;
            var measured = workload.Pod.AllContainers.Where(c => c.Type is ContainerType.App or ContainerType.Sidecar).ToList();
            bool isWhole =
                workload.Completeness == Completeness.Complete
                && pod.Injected.IsEmpty
                && measured.TrueForAll(c => c.Name is { } name && !Placeholder.IsIn(name));
            yield return new(
                new Target(
                    ObjectKey.Of(autoscaler.Place, autoscaler.Location),
                    $"{workload.Manifest.Kind} {workload.Manifest.Name}",
                    [.. measured.Select(c => c.Name ?? "")],
                    isWhole
                ),
                (workload.Manifest.Metadata?.Find("name")?.Value ?? workload.Manifest.Root).Location
            );
        }
    }

    /// <inheritdoc/>
    public override IEnumerable<SetVerdict> Judge(ImmutableArray<SetRecord> records)
    {
        var targets = records
            .OfType<Target>()
            .GroupBy(t => t.Autoscaler)
            .ToDictionary(
                g => g.Key,
                g =>
                    (
                        First: g.First(),
                        IsWhole: g.All(t => t.IsWhole),
                        Names: g.SelectMany(t => t.Containers).ToHashSet(StringComparer.Ordinal)
                    )
            );
        foreach (var metric in records.OfType<Metric>())
        {
            if (metric.IsInjected || !targets.TryGetValue(metric.Autoscaler, out var found))
                continue;
            if (!found.IsWhole || found.Names.Contains(metric.Container))
                continue;
            var names = found.First.Containers;
            string has = Listed(names);
            string? nearest = Spelling.Nearest(metric.Container, names);
            yield return new(
                metric,
                Statement.OfMore(
                    $"this metric names container {metric.Container}, which {found.First.Title} does not have",
                    nearest is null ? "" : $" (did you mean {nearest}?)",
                    $"container {nearest} may be meant",
                    "the metric fails and scales nothing"
                )
            )
            {
                Related = [(found.First, $"what it scales: {(names.Length == 1 ? "container" : "containers")} {has}")],
            };
        }
    }

    // The first of very many.
    private static string Listed(ImmutableArray<string> names) =>
        names.Length > MostNames
            ? WrittenText.Listed([.. names.Take(MostNames), $"{names.Length - MostNames} more"])
            : WrittenText.Listed(names);
}
