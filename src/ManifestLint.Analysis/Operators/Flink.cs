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
/// Flink: the process size is the memory of the pod, and the heap is what its other parts leave of it (operators.md §10). Source:
/// apache/flink-kubernetes-operator 6e9caeb4 FlinkConfigBuilder.java; memory model of Flink 1.10 to 2.0 as its documentation has it.
/// </summary>
internal sealed class Flink() : Operator("Flink's operator")
{
    private const long Mebi = 1L << 20;

    private static readonly TextOrigin OfFlink = new TextOrigin.Operator("Flink");

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: apache/flink-kubernetes-operator 6e9caeb4 FlinkConfigBuilder.java
            flink.apache.org/FlinkDeployment spec.jobManager? flink-main-container template=podTemplate,/spec.podTemplate image={/spec.image} replicas=replicas:1 called=Deployment/{/metadata.name}
            flink.apache.org/FlinkDeployment spec.taskManager? flink-main-container template=podTemplate,/spec.podTemplate image={/spec.image} replicas=replicas called=Pod/{/metadata.name}-taskmanager-N
            flink.apache.org/FlinkBlueGreenDeployment spec.template.spec.jobManager? flink-main-container template=podTemplate,/spec.template.spec.podTemplate image={/spec.template.spec.image} replicas=replicas:1
            flink.apache.org/FlinkBlueGreenDeployment spec.template.spec.taskManager? flink-main-container template=podTemplate,/spec.template.spec.podTemplate image={/spec.template.spec.image} replicas=replicas
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        var role = new Role(container);
        // Flink writes its own amounts over those of the template's container.
        container.Resources = new(null, "resources", role.Anchor ?? container.Anchor, YamlPath.Root);
        container.IsComputed = role.IsWritten;
        container.Give(isLimit: false, "memory", role.Size is { } size ? ByteText.Quantity(size) : null);
        container.Give(isLimit: true, "memory", role.Limit is { } limit ? ByteText.Quantity(limit) : null, role.CauseOf("memory"));
        container.Give(isLimit: false, "cpu", role.Cpu);
        container.Give(isLimit: true, "cpu", role.CpuLimit, role.CauseOf("cpu"));
        if (role.HasDefaultFactor)
            container.LimitsRestOn = "Flink's limit-factor of 1.0";
        container.Program = role.Heap is { } heap
            ? new MadeProgram
            {
                Command =
                [
                    Word.Of("java"),
                    Word.Of($"-Xms{heap}", OfFlink),
                    Word.Of($"-Xmx{heap}", OfFlink),
                    Word.Of($"-XX:MaxMetaspaceSize={role.Metaspace}", OfFlink),
                    Word.Of("-cp"),
                    Word.Of("lib/*"),
                    Word.Of("org.apache.flink.runtime.taskexecutor.TaskManagerRunner"),
                ],
            }
            : new MadeProgram { IsUnknown = true };
    }

    /// <summary>The JobManager or the TaskManagers of a deployment.</summary>
    private sealed class Role(ContainerDraft container)
    {
        private readonly string _name = container.Pod.Path.Last.Key == "jobManager" ? "jobmanager" : "taskmanager";
        private readonly string _root = "/" + string.Join('.', container.Pod.Path.Parent!.Steps.Select(s => s.Key));

        private bool IsJobManager => _name == "jobmanager";

        public YamlNode? Anchor => Memory?.Entry.Value;

        public bool IsWritten => Memory is not null || Conf("memory.process.size") is not null || Conf("memory.flink.size") is not null;

        private FoundField? Memory =>
            container.Find("resources.requests.memory") ?? container.Find("resources.limits.memory") ?? container.Find("resource.memory");

        private FoundField? Conf(string key) => Setting($"{_name}.{key}");

        private FoundField? Setting(string key) => container.Find($"{_root}.flinkConfiguration.{key}");

        /// <summary>What a limit is made of.</summary>
        public AmountCause CauseOf(string resource) =>
            container.Find($"resources.requests.{resource}") is not null && container.Find($"resources.limits.{resource}") is null
                ? AmountCause.Request
                : AmountCause.Operator;

        /// <summary>True if a limit is the request times a factor that is not written.</summary>
        public bool HasDefaultFactor =>
            IsWritten
            && (
                (container.Find("resources.limits.memory") is null && Setting($"kubernetes.{_name}.memory.limit-factor") is null)
                || (container.Find("resources.limits.cpu") is null && Setting($"kubernetes.{_name}.cpu.limit-factor") is null)
            );

        /// <summary>The process size in bytes; null where it cannot be known.</summary>
        public long? Size
        {
            get
            {
                if ((Memory ?? Conf("memory.process.size")) is { } written)
                    return Bytes(written);
                if (Conf("memory.flink.size") is { } flink)
                    return Bytes(flink) is { } size && Metaspace is { } metaspace ? size + metaspace + OfSum(size + metaspace) : null;
                return (IsJobManager ? 1600 : 1728) * Mebi;
            }
        }

        public long? Limit
        {
            get
            {
                if (container.Find("resources.limits.memory") is { } written)
                    return Bytes(written);
                return Setting($"kubernetes.{_name}.memory.limit-factor") is { } factor
                    ? double.TryParse(factor.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double by) && Size is { } size
                        ? ByteText.Times(size, by)
                        : null
                    : Size;
            }
        }

        public ResourceQuantity? Cpu
        {
            get
            {
                var written = container.Find("resources.requests.cpu")
                    ?? container.Find("resource.cpu")
                    ?? Setting($"kubernetes.{_name}.cpu.amount")
                    ?? Setting($"kubernetes.{_name}.cpu");
                if (written is null && !IsJobManager)
                    written = Setting("taskmanager.numberOfTaskSlots");
                return written is { } cpu
                    ? cpu.Text is { } text
                        ? ResourceQuantity.Parse(text)
                        : null
                    : ResourceQuantity.Parse("1");
            }
        }

        public ResourceQuantity? CpuLimit =>
            container.Find("resources.limits.cpu") is { } written
                ? written.Text is { } text
                    ? ResourceQuantity.Parse(text)
                    : null
                : Setting($"kubernetes.{_name}.cpu.limit-factor") is null
                    ? Cpu
                    : null;

        public long? Metaspace => Amount("memory.jvm-metaspace.size", 256 * Mebi);

        /// <summary>The heap in bytes; null where a part of the size cannot be known.</summary>
        public long? Heap
        {
            get
            {
                if (
                    Setting("env.java.opts") is not null
                    || Setting("env.java.opts.all") is not null
                    || Setting($"env.java.opts.{_name}") is not null
                )
                    return null;
                if (Total is not { } total)
                    return null;
                return IsJobManager
                    ? Conf("memory.heap.size") is { } heap
                        ? Bytes(heap)
                        : total - Amount("memory.off-heap.size", 128 * Mebi)
                    : Conf("memory.task.heap.size") is null
                        ? total - Framework - Managed(total) - Network(total)
                        : null;
            }
        }

        // Total Flink memory.
        private long? Total =>
            Conf("memory.flink.size") is { } flink ? Bytes(flink)
            : Size is { } size && Metaspace is { } metaspace && Overhead(size) is { } overhead ? size - metaspace - overhead
            : null;

        private long? Framework => Amount("memory.framework.off-heap.size", 128 * Mebi) + Amount("memory.task.off-heap.size", 0);

        private long? Managed(long total) =>
            Conf("memory.managed.size") is { } size ? Bytes(size)
            : Fraction("memory.managed.fraction", 0.4) is { } part ? (long)(total * part)
            : null;

        // Whether the usual cap of 1g is in force depends on the release.
        private long? Network(long total)
        {
            if (Amount("memory.network.min", 64 * Mebi) is not { } least || Fraction("memory.network.fraction", 0.1) is not { } part)
                return null;
            long share = Math.Max(least, (long)(total * part));
            return share > 1L << 30
                ? Conf("memory.network.max") is { } most && Bytes(most) is { } cap
                    ? Math.Min(share, cap)
                    : null
                : share;
        }

        private long? Overhead(long size) =>
            Fraction("memory.jvm-overhead.fraction", 0.1) is { } part
            && Amount("memory.jvm-overhead.min", 192 * Mebi) is { } least
            && Amount("memory.jvm-overhead.max", 1L << 30) is { } most
                ? Math.Min(Math.Max((long)(size * part), least), Math.Max(most, least))
                : null;

        // A tenth of the sum that it is a part of.
        private static long OfSum(long rest) => Math.Min(Math.Max(rest / 9, 192 * Mebi), 1L << 30);

        private double? Fraction(string key, double otherwise) =>
            Conf(key) is { } written
                ? double.TryParse(written.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double part) && part is >= 0 and < 1
                    ? part
                    : null
                : otherwise;

        private long? Amount(string key, long otherwise) => Conf(key) is { } written ? Bytes(written) : otherwise;

        // Flink's own form first, then a quantity.
        private static long? Bytes(FoundField written) =>
            written.Text is not { } text ? null
            : ByteText.Parse(text, bare: 1) is { } own ? own
            : ByteText.Of(ResourceQuantity.Parse(text));
    }
}
