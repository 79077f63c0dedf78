using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Operators;

/// <summary>
/// Spotahome's Redis operator: before the author's lines its redis.conf makes every Redis a replica until the sentinels say otherwise, and takes snapshots
/// (operators.md §6). Source: spotahome/redis-operator operator/redisfailover/service/generator.go (redisConfigTemplate).
/// </summary>
internal sealed class RedisFailover() : Operator("the Redis operator")
{
    private const string File = "/redis/redis.conf",
        Template = "slaveof 127.0.0.1 6379\nsave 900 1\nsave 300 10\n";

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: spotahome/redis-operator 632aa3da operator/redisfailover/service/generator.go
            databases.spotahome.com/RedisFailover spec.redis redis resources=resources run=redis-server,/redis/redis.conf lines=/redis/redis.conf:customConfig also=extraContainers alsoinit=initContainers replicas=replicas:3 called=StatefulSet/rfr-{/metadata.name}
            databases.spotahome.com/RedisFailover spec.redis redis-exporter if=exporter.enabled=true resources=exporter.resources empty=cpu:10m,memory:50Mi/cpu:1,memory:100Mi
            databases.spotahome.com/RedisFailover spec.sentinel sentinel unless=/spec.bootstrapNode,!/spec.bootstrapNode.allowSentinels=true resources=resources run=redis-sentinel,/redis/sentinel.conf also=extraContainers alsoinit=initContainers replicas=replicas:3 called=Deployment/rfs-{/metadata.name}
            databases.spotahome.com/RedisFailover spec.sentinel sentinel-exporter unless=/spec.bootstrapNode,!/spec.bootstrapNode.allowSentinels=true if=exporter.enabled=true resources=exporter.resources empty=cpu:10m,memory:50Mi/cpu:1,memory:100Mi
            databases.spotahome.com/RedisFailover spec.sentinel init:sentinel-config-copy unless=/spec.bootstrapNode,!/spec.bootstrapNode.allowSentinels=true empty=cpu:10m,memory:32Mi/cpu:10m,memory:32Mi
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Program is { } program && program.Files.TryGetValue(File, out var own))
            container.Program = program with
            {
                Files = program.Files.SetItem(File, Word.Concat(Word.Of(Template, new TextOrigin.Operator(Name)), own)),
            };
    }
}
