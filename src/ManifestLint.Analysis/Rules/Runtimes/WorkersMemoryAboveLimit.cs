using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Runtimes;

namespace ManifestLint.Rules.Runtimes;

/// <summary>ML3502 workers-memory-above-limit.</summary>
public sealed class WorkersMemoryAboveLimit() : RuntimeRule("ML3502")
{
    // Of a limit, for the data of one script.
    private const int OnePercent = 75;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
    {
        if (Limit(container) is not { } limit || pod.Workload.Completeness == Completeness.Patch)
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
                        $"{pool.Count} processes of {pool.Server}{(pool.IsBound ? $" with up to {Each(pool)} each" : $", each replaced above {Each(pool)},")} may use {Human(pool.TotalBytes)}, {ByteSize.Share(pool.TotalBytes, limit)} the memory limit {text}",
                        pool.IsBound
                            ? $"the container is OOMKilled when {Enough(pool, limit)} at that bound at the same time, though none exceeds it"
                            : "the container can be OOMKilled before any of them is replaced"
                    )
                    .If(Assume.Runtime(pool.Assumption))
            );
            if (Named(pool.CountSource) is { } count && Named(pool.MemorySource) is { } memory)
                // One file is named once.
                finding = finding with { From = count.In == memory.In && !count.IsShownByLine ? [memory] : [count, memory] };
            finding = finding with { Remedy = Fewer(pool, limit) };
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
                    $"{source.Name}={WrittenText.Of(source.Word)} lets one process of PHP use {ByteSize.Share(each, limit)} the memory limit {text}",
                    "a script that takes that much gets the container OOMKilled before PHP ends it with an error"
                )
                .If(Assume.Runtime(php.Assumption))
        ) with
        {
            Remedy = Smaller(source, limit, container),
        };
    }

    private static Remedy? Smaller(RuntimeSetting source, long limit, ContainerFacts container) =>
        RoundAmount.Down((Int128)limit * OnePercent, 100) is (> 0 and var mebibytes, var isExact) && !SecretText.IsHidden(source.Word)
            ? Remedy.Told(
                new Advice(string.Create(CultureInfo.InvariantCulture, $"{source.Name}={mebibytes}M"))
                {
                    Why = $"{(isExact ? "" : "at most ")}{OnePercent} % of {container.Limit("memory").Plain}",
                }
            )
            : null;

    private static string Enough(WorkerPool pool, long limit) =>
        (limit + pool.BytesEach - 1) / pool.BytesEach is var few && few < pool.Count
            ? string.Create(CultureInfo.InvariantCulture, $"{few} of the {pool.Count} {(few == 1 ? "is" : "are")}")
            : $"all {pool.Count} are";

    // As many as leave something of the limit; null where not even one does, or where a Secret tells the number.
    private static Remedy? Fewer(WorkerPool pool, long limit) =>
        (limit - 1) / pool.BytesEach is > 0 and var few
        && pool.CountSource.Word is { IsKnown: true, Text: { Length: > 0 } written } word
        && !SecretText.IsHidden(word)
        && pool.CountSource.AsWritten is var setting
        && setting.EndsWith(written, StringComparison.Ordinal)
        && written.TrimEnd() is var number
        && number.All(char.IsAsciiDigit)
            ? Remedy.Told(setting[..^written.Length] + few.ToString(CultureInfo.InvariantCulture))
            : null;

    // As its author wrote it; a bare number of Celery counts KiB.
    private static string Each(WorkerPool pool) =>
        pool.MemorySource.Word.Text.Trim() is { Length: > 0 } text && text.All(char.IsAsciiDigit) && long.TryParse(text, out long number)
            ? number << 10 == pool.BytesEach
                ? $"{text} KiB"
                : Human(pool.BytesEach)
            : Human(pool.BytesEach);

    // A number alone would not say what it is the number of.
    private static StatementSource? Named(RuntimeSetting setting) =>
        Source(setting.Name, setting.Written ?? $"{setting.Name}={Written(setting.Word)}", setting.Word, setting.From);
}
