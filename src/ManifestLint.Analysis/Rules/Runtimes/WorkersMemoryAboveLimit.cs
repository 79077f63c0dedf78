using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3502 workers-memory-above-limit.</summary>
public sealed class WorkersMemoryAboveLimit() : RuntimeRule("ML3502")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (container.MemoryMax.Bytes is not { } limit || pod.Workload.Completeness == Completeness.Patch)
            yield break;
        foreach (var pool in container.Workers)
        {
            if (pool.TotalBytes <= limit)
                continue;
            string condition =
                pool.Certainty == RuntimeCertainty.Exact ? ""
                : pool.MemorySource.From is TextOrigin.Variable ? $", if the image's start script passes {pool.MemorySource.Name} on"
                : $", if the image runs {pool.Server}";
            var finding = AtSetting(
                pool.CountSource.Word,
                container,
                pod,
                $"{pool.Count} processes of {pool.Server} ({pool.CountSource.Name}) with up to {new ByteSize(pool.BytesEach).ToHuman()} each ({pool.MemorySource.Name}) may use {new ByteSize(pool.TotalBytes).ToHuman()} in all, "
                    + $"{ByteSize.Percent(pool.TotalBytes, limit)} % of the memory limit {LimitText(container, pod)}, so the container is OOMKilled although each of them keeps its bound{condition}"
            );
            yield return WordPlace.Of(pool.MemorySource.Word) is { } place
                ? finding with
                {
                    Related = finding.Related.Insert(0, new RelatedPlace(place, "the memory of one process")),
                }
                : finding;
        }
        // One process of PHP alone: nothing declares how many there are, and one is enough.
        if (
            container.Php is not { Certainty: not RuntimeCertainty.Unknown, LimitSource: { } source, MemoryLimitBytes: { } each } php
            || each <= limit
            || !php.Pools.IsEmpty
        )
            yield break;
        yield return AtSetting(
            source.Word,
            container,
            pod,
            $"{source.Name} lets one process of PHP use {new ByteSize(each).ToHuman()}, {ByteSize.Percent(each, limit)} % of the memory limit {LimitText(container, pod)}, so the container is OOMKilled before PHP ends a request with an error"
        );
    }
}
