using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>
/// OT-Container-Kit's Redis operator: <c>maxmemory</c> is a share of the limit, then what a ConfigMap says, then what is set at run time
/// (operators.md §6). Source: OT-CONTAINER-KIT/redis-operator 5dd04e17 internal/k8sutils/statefulset.go, internal/agent/bootstrap/redis/config.go.
/// </summary>
internal sealed class RedisOperator() : Operator("the Redis operator")
{
    private const string File = "/etc/redis/redis.conf",
        Additional = "/etc/redis/external.conf.d/redis-additional.conf";

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: OT-CONTAINER-KIT/redis-operator 5dd04e17 internal/k8sutils/statefulset.go
            redis.redis.opstreelabs.in/Redis spec {/metadata.name} resources=kubernetesConfig.resources image={kubernetesConfig.image} run=redis-server,/etc/redis/redis.conf also=sidecars replicas=size:1 called=StatefulSet/{/metadata.name}
            redis.redis.opstreelabs.in/Redis spec redis-exporter if=redisExporter.enabled=true resources=redisExporter.resources
            redis.redis.opstreelabs.in/RedisReplication spec {/metadata.name} resources=kubernetesConfig.resources image={kubernetesConfig.image} run=redis-server,/etc/redis/redis.conf also=sidecars replicas=clusterSize called=StatefulSet/{/metadata.name}
            redis.redis.opstreelabs.in/RedisReplication spec redis-exporter if=redisExporter.enabled=true resources=redisExporter.resources
            redis.redis.opstreelabs.in/RedisSentinel spec {/metadata.name} resources=kubernetesConfig.resources image={kubernetesConfig.image} run=redis-sentinel,/etc/redis/sentinel.conf also=sidecars replicas=clusterSize called=StatefulSet/{/metadata.name}-sentinel
            redis.redis.opstreelabs.in/RedisSentinel spec redis-exporter if=redisExporter.enabled=true resources=redisExporter.resources
            redis.redis.opstreelabs.in/RedisCluster spec.redisLeader? {/metadata.name}-leader resources=resources,/spec.kubernetesConfig.resources image={/spec.kubernetesConfig.image} run=redis-server,/etc/redis/redis.conf also=/spec.sidecars called=StatefulSet/{/metadata.name}-leader
            redis.redis.opstreelabs.in/RedisCluster spec.redisLeader? redis-exporter if=/spec.redisExporter.enabled=true resources=/spec.redisExporter.resources
            redis.redis.opstreelabs.in/RedisCluster spec.redisFollower? {/metadata.name}-follower resources=resources,/spec.kubernetesConfig.resources image={/spec.kubernetesConfig.image} run=redis-server,/etc/redis/redis.conf also=/spec.sidecars called=StatefulSet/{/metadata.name}-follower
            redis.redis.opstreelabs.in/RedisCluster spec.redisFollower? redis-exporter if=/spec.redisExporter.enabled=true resources=/spec.redisExporter.resources
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Program is not { } program || container.Pod.Manifest.Kind == "RedisSentinel")
            return;
        var lines = new List<Word> { Word.Of("dir /data\n") };
        var role = container.Find("redisConfig") ?? container.Find("/spec.redisConfig");
        var config = role?.Value as YamlMapping;
        if (role is not null && config is null)
        {
            container.Program = program with { IsUnknown = true };
            return;
        }
        if (Percent(container) is { } percent)
        {
            if (percent is not (>= 1 and <= 100) || container.Limit("memory").IsUnknown)
            {
                container.Program = program with { IsUnknown = true };
                return;
            }
            if (container.Limit("memory") is { IsPositive: true } limit && limit.Value.Bytes is { } bytes)
            {
                long share = (long)((Int128)bytes * percent / 100);
                lines.Add(
                    Word.Of($"maxmemory {share.ToString(CultureInfo.InvariantCulture)}\n", new TextOrigin.Operator("the Redis operator"))
                );
            }
        }
        string? map = (config?["additionalRedisConfig"] as YamlScalar)?.Value;
        if (map is { Length: > 0 })
        {
            lines.Add(Word.Of($"include {Additional}\n"));
            program = program with { ConfigFiles = program.ConfigFiles.SetItem(Additional, (map, "redis-additional.conf")) };
        }
        if (Dynamic(container) is { } dynamic)
        {
            foreach (var word in ContainerMaker.Words(dynamic))
            {
                lines.Add(word);
                lines.Add(Word.Of("\n"));
            }
        }
        container.Program = program with { Files = program.Files.SetItem(File, Word.Concat(lines)) };
    }

    private static FoundField? Dynamic(ContainerDraft container) =>
        container.Find("redisConfig.dynamicConfig") ?? container.Find("/spec.redisConfig.dynamicConfig");

    private static long? Percent(ContainerDraft container) =>
        (container.Find("redisConfig.maxMemoryPercentOfLimit") ?? container.Find("/spec.redisConfig.maxMemoryPercentOfLimit")) is { } field
            ? Manifests.FieldReading.Integer(field.Value) ?? 0
            : null;
}
