using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>
/// Strimzi: the JVMs that it starts by <c>jvmOptions</c> beside <c>resources</c>, and whether an older API leaves amounts to another object
/// (operators.md §3). Source: strimzi-kafka-operator 8541da1e cluster-operator …/model/JvmOptionUtils.java, docker-images/kafka-based/kafka/scripts/
/// dynamic_resources.sh, docker-images/operator/scripts/launch_java.sh.
/// </summary>
internal sealed class Strimzi() : Operator("Strimzi")
{
    private const string Script = "strimzi-kafka-operator docker-images/kafka-based/kafka/scripts/dynamic_resources.sh (get_heap_size)";

    private static readonly TextOrigin OfStrimzi = new TextOrigin.Operator("Strimzi");

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: strimzi-kafka-operator 8541da1e cluster-operator …/model, packaging/install
            kafka.strimzi.io/KafkaNodePool spec kafka resources=resources product=Kafka replicas=replicas called=Pod/{/metadata.labels.strimzi.io/cluster}-{/metadata.name}-N
            kafka.strimzi.io/Kafka spec.kafka kafka resources=resources product=Kafka replicas=replicas called=Pod/{/metadata.name}-kafka-N
            # Source: strimzi-kafka-operator 0.20.0 cluster-operator …/model/KafkaCluster.java (getInitContainers): amounts of its own up to 0.22
            kafka.strimzi.io/Kafka spec.kafka init:kafka-init if=/apiVersion=kafka.strimzi.io/v1alpha1,listeners.external.type=nodeport empty=cpu:100m,memory:128Mi/cpu:1,memory:256Mi
            kafka.strimzi.io/Kafka spec.kafka init:kafka-init if=/apiVersion=kafka.strimzi.io/v1alpha1,rack,!listeners.external.type=nodeport empty=cpu:100m,memory:128Mi/cpu:1,memory:256Mi
            kafka.strimzi.io/Kafka spec.kafka init:kafka-init if=/apiVersion=kafka.strimzi.io/v1beta1,rack empty=cpu:100m,memory:128Mi/cpu:1,memory:256Mi
            kafka.strimzi.io/Kafka spec.kafka init:kafka-init if=/apiVersion=kafka.strimzi.io/v1beta1,listeners.external.type=nodeport,!rack empty=cpu:100m,memory:128Mi/cpu:1,memory:256Mi
            kafka.strimzi.io/Kafka spec.zookeeper zookeeper resources=resources replicas=replicas called=Pod/{/metadata.name}-zookeeper-N
            kafka.strimzi.io/Kafka spec.entityOperator topic-operator if=topicOperator resources=topicOperator.resources called=Deployment/{/metadata.name}-entity-operator
            kafka.strimzi.io/Kafka spec.entityOperator user-operator equal if=userOperator resources=userOperator.resources called=Deployment/{/metadata.name}-entity-operator
            kafka.strimzi.io/Kafka spec.entityOperator tls-sidecar if=tlsSidecar resources=tlsSidecar.resources
            kafka.strimzi.io/Kafka spec.cruiseControl cruise-control resources=resources called=Deployment/{/metadata.name}-cruise-control
            kafka.strimzi.io/Kafka spec.kafkaExporter kafka-exporter resources=resources called=Deployment/{/metadata.name}-kafka-exporter
            kafka.strimzi.io/KafkaConnect spec connect resources=resources replicas=replicas called=Pod/{/metadata.name}-connect-N
            kafka.strimzi.io/KafkaConnect spec.build build resources=resources if=resources partial
            kafka.strimzi.io/KafkaMirrorMaker2 spec mirrormaker2 resources=resources replicas=replicas called=Pod/{/metadata.name}-mirrormaker2-N
            kafka.strimzi.io/KafkaBridge spec bridge resources=resources replicas=replicas called=Deployment/{/metadata.name}-bridge
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        var manifest = container.Pod.Manifest;
        bool isOld = manifest.ApiVersion != "kafka.strimzi.io/v1",
            isWritten = container.Resources.Entry is not null;
        // A pool of the old API takes what it lacks from the Kafka, and a Kafka with pools only holds what they take.
        container.IsPartial |=
            manifest.Kind == "KafkaNodePool"
                ? isOld && !isWritten
                : container.Name == "kafka" && manifest.Annotation("strimzi.io/node-pools") == "enabled";
        container.IsElsewhere = manifest.Kind == "Kafka" && container.Name == "kafka" && (!isOld || (container.IsPartial && !isWritten));
        // Whether a listener of a list needs the init container of those releases is not looked up here.
        container.Pod.IsPartial |=
            manifest.ApiVersion == "kafka.strimzi.io/v1beta1"
            && container.Name == "kafka"
            && container.Node["listeners"] is YamlSequence listeners
            && listeners.Items.Any(l => (l.Target as YamlMapping)?.TextAt("type") == "nodeport");
        if (container.Name is "kafka-exporter" or "tls-sidecar" or "build" or "kafka-init")
            return;
        var owner = container.Node;
        var options = Options(owner.MappingAt("jvmOptions"), container);
        bool isKnown = options is not null && !(manifest.Kind == "KafkaNodePool" && isOld && owner.Find("jvmOptions") is null);
        container.ProgramBy = limit => isKnown ? Program(container, options!.Value, limit) : new MadeProgram { IsUnknown = true };
    }

    private readonly record struct JvmOptions(ImmutableArray<Word> Words, ImmutableArray<string> Names);

    // Null where they cannot be read.
    private static JvmOptions? Options(YamlMapping? options, ContainerDraft container)
    {
        var words = ImmutableArray.CreateBuilder<Word>();
        var names = ImmutableArray.CreateBuilder<string>();
        if (container.Node.Find("jvmOptions") is { } written && written.Value.Target is not (YamlMapping or YamlScalar { IsNull: true }))
            return null;
        var path = container.Path.Key("jvmOptions");
        foreach (var entry in options?.EffectiveEntries() ?? [])
        {
            if (entry.Name is "-Xmx" or "-Xms" && entry.Value.Target is YamlScalar size)
            {
                names.Add(entry.Name);
                words.Add(Concat(entry.Name, size, path.Key(entry.Name)));
            }
            if (entry.Name == "-XX" && entry.Value.Target is YamlMapping flags)
            {
                foreach (var flag in flags.EffectiveEntries())
                {
                    if (flag.Name is not { } name || flag.Value.Target is not YamlScalar value)
                        continue;
                    names.Add(name);
                    words.Add(
                        value.Value switch
                        {
                            "true" => Word.Of($"-XX:+{name}"),
                            "false" => Word.Of($"-XX:-{name}"),
                            _ => Concat($"-XX:{name}=", value, path.Key("-XX").Key(name)),
                        }
                    );
                }
            }
        }
        return new(words.DrainToImmutable(), names.DrainToImmutable());
    }

    private static Word Concat(string name, YamlScalar value, YamlPath path) =>
        Placeholder.IsIn(value.Value)
            ? Word.Unknown
            : Word.Concat(Word.Of(name), Word.Of(value.Value, new TextOrigin.ResourceField(path) { Scalar = value }));

    private static MadeProgram Program(ContainerDraft container, JvmOptions options, MemoryCap limit)
    {
        ImmutableArray<Word>? added = container.Name is "topic-operator" or "user-operator"
            ? OfOperator(container.Pod.Manifest, options)
            : OfServer(container, options, limit);
        if (added is not { } words)
            return new MadeProgram { IsUnknown = true };
        string main = container.Name switch
        {
            "topic-operator" or "user-operator" => "io.strimzi.operator.Main",
            "zookeeper" => "org.apache.zookeeper.server.quorum.QuorumPeerMain",
            "connect" or "mirrormaker2" => "org.apache.kafka.connect.cli.ConnectDistributed",
            _ => "kafka.Kafka",
        };
        return new MadeProgram
        {
            Command = [Word.Of("java"), .. options.Words, .. words, Word.Of("-cp"), Word.Of("libs/*"), Word.Of(main)],
            Product = container.Row["product"],
        };
    }

    // launch_java.sh: unless one of the two is there, and since 0.32, when the API of 0.22 and before was gone (0.22 launch_java.sh, CHANGELOG.md of 0.23).
    private static ImmutableArray<Word> OfOperator(Manifest manifest, JvmOptions options) =>
        manifest.ApiVersion is "kafka.strimzi.io/v1alpha1" or "kafka.strimzi.io/v1beta1"
        || options.Names.Contains("MinRAMPercentage")
        || options.Names.Contains("MaxRAMPercentage")
            ? []
            : [Word.Of("-XX:MinRAMPercentage=15", OfStrimzi), Word.Of("-XX:MaxRAMPercentage=20", OfStrimzi)];

    // Null where the heap is a share of something that is not known.
    private static ImmutableArray<Word>? OfServer(ContainerDraft container, JvmOptions options, MemoryCap limit)
    {
        if (options.Names.Contains("-Xmx") || options.Names.Contains("-Xms") || options.Names.Contains("MaxRAMPercentage"))
            return [];
        var (request, own) = (container.Request("memory"), container.Limit("memory"));
        if (request.IsAbsent && own.IsAbsent)
            return [Word.Of("-Xms128M", OfStrimzi)];
        var (share, most) = container.Name switch
        {
            "kafka" => (50, 5L << 30),
            "zookeeper" => (75, 2L << 30),
            _ => (75, long.MaxValue),
        };
        if (limit.Bytes is not { } bytes)
        {
            return limit.IsUnlimited && most == long.MaxValue
                ? [Word.Of($"-XX:InitialRAMPercentage={share}", OfStrimzi), Word.Of($"-XX:MaxRAMPercentage={share}", OfStrimzi)]
                : null;
        }
        var heap = Derivation.Share.Between(MemoryBasis.Limit, bytes, share, Script, most: most);
        // Of a slip nothing follows that anybody wants to hear.
        if (heap.Bytes < 1 << 20)
            return null;
        var origin = new TextOrigin.Operator("Strimzi") { By = heap };
        return [Word.Of($"-Xms{heap.Bytes}", origin), Word.Of($"-Xmx{heap.Bytes}", origin)];
    }
}
