using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Runtimes.Java;

/// <summary>The JVMs that Strimzi starts for its custom resources: <c>jvmOptions</c> beside <c>resources</c> (operators.md §3).</summary>
internal static class StrimziJvm
{
    /// <summary>The process of a container that Strimzi makes; null for anything else.</summary>
    /// <remarks>
    /// Without <c>-Xmx</c> the start script computes one: half of the limit but at most 5 GiB for brokers and controllers, three quarters for
    /// Connect, MirrorMaker 2, Bridge and Cruise Control. Source: strimzi-kafka-operator docker-images dynamic_resources.sh.
    /// </remarks>
    public static ProcessPlan? Plan(Workload workload, ContainerSpec container, MemoryCap limit)
    {
        if (workload.Manifest.Group != "kafka.strimzi.io" || !ReferenceEquals(container.Node, workload.Pod.Node))
            return null;
        if (
            container.Name
            is not (
                "kafka"
                or "zookeeper"
                or "connect"
                or "mirrormaker2"
                or "bridge"
                or "cruise-control"
                or "topic-operator"
                or "user-operator"
            )
        )
            return null;
        var words = ImmutableArray.CreateBuilder<Word>();
        words.Add(Word.Of("java"));
        bool setsHeap = false;
        if (container.Node.MappingAt("jvmOptions") is { } options)
        {
            foreach (var entry in options.EffectiveEntries())
            {
                if (entry.Name is "-Xmx" or "-Xms" && entry.Value.Target is YamlScalar size)
                {
                    setsHeap |= entry.Name == "-Xmx";
                    words.Add(
                        Placeholder.IsIn(size.Value)
                            ? Word.Unknown
                            : Word.Concat(Word.Of(entry.Name), Word.Of(size.Value, new TextOrigin.Argument("jvmOptions") { Scalar = size }))
                    );
                }
                if (entry.Name == "-XX" && entry.Value.Target is YamlMapping flags)
                    words.AddRange(Flags(flags));
            }
        }
        if (!setsHeap && DefaultHeap(container.Name, limit) is { } heap)
            words.Add(Word.Of($"-Xmx{heap.Bytes}", new TextOrigin.Operator("Strimzi") { By = heap }));
        words.AddRange(Word.Of("-cp"), Word.Of("libs/*"), Word.Of("kafka.Kafka"));
        return new ProcessPlan.Run(new Process(words.ToImmutable(), ImmutableDictionary<string, Word>.Empty));
    }

    private static IEnumerable<Word> Flags(YamlMapping flags)
    {
        foreach (var entry in flags.EffectiveEntries())
        {
            if (entry.Name is not { } name || entry.Value.Target is not YamlScalar value)
                continue;
            var origin = new TextOrigin.Argument("jvmOptions") { Scalar = value };
            yield return Placeholder.IsIn(value.Value)
                ? Word.Unknown
                : value.Value switch
                {
                    "true" => Word.Of($"-XX:+{name}"),
                    "false" => Word.Of($"-XX:-{name}"),
                    _ => Word.Concat(Word.Of($"-XX:{name}="), Word.Of(value.Value, origin)),
                };
        }
    }

    private static Derivation? DefaultHeap(string? container, MemoryCap limit)
    {
        const string Source = "strimzi-kafka-operator docker-images dynamic_resources.sh (get_heap_size)";
        if (limit.Bytes is not { } bytes)
            return null;
        return container switch
        {
            "kafka" or "zookeeper" => Derivation.Share.Between(MemoryBasis.Limit, bytes, 50, Source, most: 5L << 30),
            "connect" or "mirrormaker2" or "bridge" or "cruise-control" => Derivation.Share.Between(
                MemoryBasis.Limit,
                bytes / 4 * 4,
                75,
                Source
            ),
            _ => null,
        };
    }
}
