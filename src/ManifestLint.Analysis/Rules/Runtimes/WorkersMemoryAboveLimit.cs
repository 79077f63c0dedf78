using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3502 workers-memory-above-limit.</summary>
public sealed class WorkersMemoryAboveLimit() : RuntimeRule("ML3502")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (container.MemoryMax.Bytes is not { } limit || pod.Workload.Completeness == Completeness.Patch)
            yield break;
        string text = Describe.MemoryLimit(container);
        foreach (var pool in container.Workers)
        {
            if (pool.TotalBytes <= limit)
                continue;
            var finding = AtSource(
                pool.CountSource,
                container,
                pod,
                Statement
                    .Of(
                        $"{pool.Count} processes of {pool.Server} with up to {Human(pool.BytesEach)} each may use {new ByteSize(pool.TotalBytes).ToHumanSum()}, {ByteSize.Share(pool.TotalBytes, limit)} the memory limit {text}",
                        $"the container is OOMKilled when all {pool.Count} come near that bound at once, though each keeps it"
                    )
                    .If(Assume.Runtime(pool.Assumption))
            );
            if (Named(pool.CountSource) is { } count && Named(pool.MemorySource) is { } memory)
                finding = finding with { From = [count, memory] };
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
        yield return AtSource(
            source,
            container,
            pod,
            Statement
                .Of(
                    $"{source.Name} lets one process of PHP use {Human(each)}, {ByteSize.Share(each, limit)} the memory limit {text}",
                    "a request that takes so much gets the container OOMKilled before PHP ends it with an error"
                )
                .If(Assume.Runtime(php.Assumption))
        );
    }

    // A number alone would not say what it is the number of.
    private static StatementSource? Named(RuntimeSetting setting) =>
        Source(setting.Name, setting.Written ?? $"{setting.Name}={Shown(setting.Word.Text)}", setting.Word, setting.From);
}
