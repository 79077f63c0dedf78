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
/// K8ssandra: datacenters of cass-operator whose heaps are Kubernetes quantities (operators.md §8). Source: k8ssandra/k8ssandra-operator 9e3d1b51
/// apis/k8ssandra/v1alpha1/cassandraconfig_types.go, pkg/medusa, pkg/reaper, pkg/telemetry.
/// </summary>
internal sealed class K8ssandra() : Operator("K8ssandra")
{
    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: k8ssandra/k8ssandra-operator 9e3d1b51 pkg/{medusa,reaper,telemetry}, k8ssandra/cass-operator d5697290 pkg/reconciliation/defaults.go
            k8ssandra.io/K8ssandraCluster spec.cassandra.datacenters[] cassandra resources=resources,/spec.cassandra.resources product=Cassandra replicas=size called=StatefulSet/{/metadata.name}-{metadata.name}-<rack>-sts
            k8ssandra.io/K8ssandraCluster spec.cassandra.datacenters[] server-system-logger empty=cpu:100m,memory:64M/memory:128M
            k8ssandra.io/K8ssandraCluster spec.cassandra.datacenters[] medusa if=/spec.medusa resources=/spec.medusa.containerResources empty=cpu:100m,memory:100Mi/memory:8Gi
            k8ssandra.io/K8ssandraCluster spec.cassandra.datacenters[] vector-agent if=/spec.cassandra.telemetry.vector.enabled=true resources=/spec.cassandra.telemetry.vector.resources empty=cpu:200m,memory:128Mi/cpu:2,memory:2Gi
            k8ssandra.io/K8ssandraCluster spec.cassandra.datacenters[] init:server-config-init empty=cpu:1,memory:256M/cpu:1,memory:384M
            k8ssandra.io/K8ssandraCluster spec.cassandra.datacenters[] init:per-node-config if=perNodeConfigMapRef empty=cpu:10m,memory:16Mi/cpu:100m,memory:64Mi
            k8ssandra.io/K8ssandraCluster spec.cassandra.datacenters[] init:medusa-restore if=/spec.medusa resources=/spec.medusa.initContainerResources absent=cpu:100m,memory:100Mi/memory:8Gi
            k8ssandra.io/K8ssandraCluster spec.stargate stargate resources=resources called=Deployment/{/metadata.name}-<datacenter>-<rack>-stargate-deployment
            k8ssandra.io/K8ssandraCluster spec.cassandra.datacenters[].stargate stargate resources=resources replicas=size:1
            k8ssandra.io/K8ssandraCluster spec.reaper reaper resources=resources empty=cpu:100m,memory:256Mi/memory:3Gi called=Deployment/{/metadata.name}-<datacenter>-reaper
            k8ssandra.io/K8ssandraCluster spec.reaper init:reaper-schema-init resources=initContainerResources absent=cpu:100m,memory:128Mi/memory:512Mi
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Name == "stargate")
            CompleteStargate(container);
        if (container.Name != "cassandra")
            return;
        var options = ImmutableArray.CreateBuilder<Word>();
        bool isUnknown = false;
        foreach (var (key, option) in new[] { ("heap_initial_size", "-Xms"), ("heap_max_size", "-Xmx") })
        {
            if ((Option(container, key) ?? Option(container, "heapSize")) is not { } field)
                continue;
            if (FieldReading.Quantity(field.Value, field.Path).IsKnown(out var size) && size.Bytes is > 0 and { } bytes)
                options.Add(
                    Word.Of(
                        $"{option}{bytes.ToString(CultureInfo.InvariantCulture)}",
                        new TextOrigin.ResourceField(field.Path) { Scalar = field.Value as YamlScalar }
                    )
                );
            else
                isUnknown = true;
        }
        if (isUnknown)
            container.Program = new MadeProgram { IsUnknown = true };
        else if (options.Count > 0)
            container.Program = new MadeProgram
            {
                Product = container.Row["product"],
                Command =
                [
                    Word.Of("java"),
                    .. options,
                    Word.Of("-cp"),
                    Word.Of("lib/*"),
                    Word.Of("org.apache.cassandra.service.CassandraDaemon"),
                ],
            };
    }

    // The heap, twice as much for the request, four times for the limit; the fields of a datacenter go over those of the cluster.
    private static void CompleteStargate(ContainerDraft container)
    {
        var field = container.Find("heapSize") ?? container.Find("/spec.stargate.heapSize");
        long? heap =
            field is not { } own ? 256L << 20
            : FieldReading.Quantity(own.Value, own.Path).IsKnown(out var size) ? ByteText.Of(size)
            : null;
        if (container.Resources.Entry is null && container.Find("/spec.stargate.resources") is { } shared)
            container.Resources = new(shared.Owner, "resources", container.Anchor, YamlPath.Root);
        if (container.Resources.Entry is null)
        {
            container.IsComputed = field is not null;
            container.Give(isLimit: false, "cpu", ResourceQuantity.Parse("200m"));
            container.Give(isLimit: true, "cpu", ResourceQuantity.Parse("1"));
            container.Give(isLimit: false, "memory", heap is { } half ? ByteText.Quantity(half * 2) : null);
            container.Give(isLimit: true, "memory", heap is { } quarter ? ByteText.Quantity(quarter * 4) : null);
        }
        container.Program = heap is not { } bytes
            ? new MadeProgram { IsUnknown = true }
            : new MadeProgram
            {
                Command =
                [
                    Word.Of("java"),
                    .. new[] { "-Xms", "-Xmx" }.Select(o =>
                        Word.Of(
                            o + bytes.ToString(CultureInfo.InvariantCulture),
                            field is { } at
                                ? new TextOrigin.ResourceField(at.Path) { Scalar = at.Value as YamlScalar }
                                : new TextOrigin.Operator(container.Pod.By)
                        )
                    ),
                    Word.Of("-cp"),
                    Word.Of("stargate-lib/*"),
                    Word.Of("io.stargate.starter.Starter"),
                ],
            };
    }

    private static FoundField? Option(ContainerDraft container, string key) =>
        container.Find("config.jvmOptions." + key) ?? container.Find("/spec.cassandra.config.jvmOptions." + key);
}
