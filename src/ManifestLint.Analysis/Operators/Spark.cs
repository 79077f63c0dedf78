using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>
/// Spark: request and limit are the memory of the role and its overhead, the heap is the memory (operators.md §9). Source: kubeflow/spark-operator
/// 38082f33 internal/controller/sparkapplication/submission.go, internal/webhook; apache/spark 3.5 resource-managers/kubernetes BasicDriverFeatureStep,
/// BasicExecutorFeatureStep, docs/running-on-kubernetes.
/// </summary>
internal sealed class Spark() : Operator("Spark")
{
    private const long LeastOverhead = 384L << 20,
        DefaultMemory = 1L << 30;

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: kubeflow/spark-operator 38082f33 internal/controller/sparkapplication/submission.go
            sparkoperator.k8s.io/SparkApplication spec.driver spark-kubernetes-driver template=template image={/spec.image} called=Pod/{/metadata.name}-driver also=sidecars alsoinit=initContainers ends
            sparkoperator.k8s.io/SparkApplication spec.executor spark-kubernetes-executor template=template image={/spec.image} replicas=instances:1 called=Pod/{/metadata.name}-<hash>-exec-N also=sidecars alsoinit=initContainers ends
            sparkoperator.k8s.io/ScheduledSparkApplication spec.template.driver spark-kubernetes-driver template=template image={/spec.template.image} also=sidecars alsoinit=initContainers ends
            sparkoperator.k8s.io/ScheduledSparkApplication spec.template.executor spark-kubernetes-executor template=template image={/spec.template.image} replicas=instances:1 also=sidecars alsoinit=initContainers ends
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        var role = new Role(container);
        // Spark writes its own amounts over those of the template's container.
        container.Resources = new(null, "resources", role.Anchor ?? container.Anchor, YamlPath.Root);
        container.IsComputed = true;
        var sum = role.Sum is { } bytes ? ByteText.Quantity(bytes) : (ResourceQuantity?)null;
        container.Give(isLimit: false, "memory", sum);
        container.Give(
            isLimit: true,
            "memory",
            role.Find("memoryLimit") is { } limit ? LimitOf(limit) : sum,
            role.IsOfAuthor ? AmountCause.Field : AmountCause.Operator,
            role.Find("memoryLimit")
        );
        container.Give(isLimit: false, "cpu", role.CpuRequest);
        if (role.Find("coreLimit") is { } cores)
            container.Give(isLimit: true, "cpu", cores.Text is { } text ? ResourceQuantity.Parse(text) : null);
        container.Program = Program(role);
    }

    // The webhook lowers the case, and units of one letter get an i.
    private static ResourceQuantity? LimitOf(FoundField limit) =>
        limit.Text is { } text && ByteText.Parse(text, bare: 1, withMebi: true) is { } bytes ? ByteText.Quantity(bytes) : null;

    private static MadeProgram Program(Role role)
    {
        var memory = role.MemoryWord;
        if (memory is not { IsKnown: true } || role.Memory is null)
            return new MadeProgram { IsUnknown = true };
        ImmutableArray<Word> options = role.Find("javaOptions") is { } written ? [.. ContainerMaker.Words(written)] : [];
        return new MadeProgram
        {
            Command =
            [
                Word.Of("java"),
                .. options,
                // Without a unit Spark counts MiB.
                char.IsAsciiDigit(memory.Text[^1])
                    ? Word.Concat(Word.Of("-Xmx"), memory, Word.Of("m"))
                    : Word.Concat(Word.Of("-Xmx"), memory),
                Word.Of("-cp"),
                Word.Of("/opt/spark/jars/*"),
                Word.Of("org.apache.spark.executor.CoarseGrainedExecutorBackend"),
            ],
            Ignored = [.. role.Dead],
        };
    }

    /// <summary>The driver or the executors of an application.</summary>
    private sealed class Role(ContainerDraft container)
    {
        private readonly string _name = container.Name == "spark-kubernetes-driver" ? "driver" : "executor";
        private readonly string _root = container.Pod.Manifest.Kind == "SparkApplication" ? "/spec" : "/spec.template";

        public YamlNode? Anchor => Find("memory")?.Entry.Value ?? Find("memoryOverhead")?.Entry.Key;

        /// <summary>A field of the role.</summary>
        public FoundField? Find(string found) => container.Find(found);

        private FoundField? Spec(string found) => container.Find($"{_root}.{found}");

        private FoundField? Conf(string key) => Spec("sparkConf." + key);

        /// <summary>The memory as written, without the b of kb, mb and gb that no JVM reads; null where it cannot be known.</summary>
        public Word? MemoryWord
        {
            get
            {
                if ((Find("memory") ?? Conf($"spark.{_name}.memory")) is not { } found)
                    return Word.Of("1g", new TextOrigin.Operator("Spark"));
                var word = ContainerDraft.WordOf(found);
                return word.IsKnown && word.Text.Length > 2 && word.Text[^1] is 'b' or 'B' && !char.IsAsciiDigit(word.Text[^2])
                    ? word.Slice(0, word.Text.Length - 1)
                    : word;
            }
        }

        public long? Memory => Amount(Find("memory") ?? Conf($"spark.{_name}.memory"), DefaultMemory);

        public long? Sum => Memory + Overhead + (_name == "executor" ? OffHeap + Python : 0);

        /// <summary>True if the author decides how much the limit leaves beside the heap, and leaves less than Spark would.</summary>
        public bool IsOfAuthor => Find("memoryLimit") is not null || (Memory is { } memory && Overhead < Share(0.1, memory));

        // Spark counts in whole MiB.
        private static long Share(double factor, long memory) => Math.Max((long)(factor * (memory >> 20)) << 20, LeastOverhead);

        private long? Overhead
        {
            get
            {
                if ((Find("memoryOverhead") ?? Conf($"spark.{_name}.memoryOverhead")) is { } found)
                    return Amount(found, 0);
                if (Factor is not { } factor || Memory is not { } memory)
                    return null;
                return ByteText.Times(memory, factor) is null ? null : Share(factor, memory);
            }
        }

        private double? Factor
        {
            get
            {
                var found = Spec("memoryOverheadFactor")
                    ?? Conf($"spark.{_name}.memoryOverheadFactor")
                    ?? Conf("spark.kubernetes.memoryOverheadFactor");
                if (found is { } written)
                    return double.TryParse(written.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double factor)
                        ? factor
                        : null;
                return Spec("type")?.Text switch
                {
                    "Java" or "Scala" => 0.1,
                    "Python" or "R" => 0.4,
                    _ => null,
                };
            }
        }

        private long? OffHeap =>
            Conf("spark.memory.offHeap.enabled")?.Text == "true"
            && !(Spec("sparkVersion")?.Text?.StartsWith("2.", StringComparison.Ordinal) ?? false)
                ? Amount(Conf("spark.memory.offHeap.size"), 0, bare: 1)
                : 0;

        private long? Python => Spec("type")?.Text == "Python" ? Amount(Conf("spark.executor.pyspark.memory"), 0) : 0;

        public ResourceQuantity? CpuRequest
        {
            get
            {
                var found = Find("coreRequest")
                    ?? Conf($"spark.kubernetes.{_name}.request.cores")
                    ?? Find("cores")
                    ?? Conf($"spark.{_name}.cores");
                return found is { } written
                    ? written.Text is { } text
                        ? ResourceQuantity.Parse(text)
                        : null
                    : ResourceQuantity.Parse("1");
            }
        }

        // Not read since 2.4, which took the name of the other cluster managers.
        public IEnumerable<(string Name, Word Word, IgnoredReason Reason)> Dead
        {
            get
            {
                string old = $"spark.kubernetes.{_name}.memoryOverhead";
                if (Conf(old) is { } found)
                    yield return (
                        $"{old}: {found.Text}",
                        ContainerDraft.WordOf(found),
                        new IgnoredReason.RenamedSince("Spark 2.4", $"spark.{_name}.memoryOverhead")
                    );
            }
        }

        private static long? Amount(FoundField? found, long otherwise, long bare = 1L << 20) =>
            found is { } written
                ? written.Text is { } text
                    ? ByteText.Parse(text, bare)
                    : null
                : otherwise;
    }
}
