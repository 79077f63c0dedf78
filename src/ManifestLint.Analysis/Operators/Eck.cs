using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>
/// Elastic Cloud on Kubernetes, where rows do not say it: the roles of a node, by which Elasticsearch sizes its heap, and Kibana, which takes a share
/// of the limit (operators.md §1). Source: elastic/cloud-on-k8s 7b93383d; elastic/kibana 9.0 src/dev/build/tasks/os_packages/docker_generator.
/// </summary>
internal sealed class Eck() : Operator("ECK")
{
    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: elastic/cloud-on-k8s 7b93383d pkg/controller/*/pod.go, elasticsearch/nodespec/{defaults,podspec}.go, */initcontainer/*.go
            elasticsearch.k8s.elastic.co/Elasticsearch spec.nodeSets[] elasticsearch by=ECK template=podTemplate resources=resources merge=shorthand empty=memory:2Gi/memory:2Gi image=docker.elastic.co/elasticsearch/elasticsearch:{/spec.version} replicas=count called=StatefulSet/{/metadata.name}-es-{name}
            elasticsearch.k8s.elastic.co/Elasticsearch spec.nodeSets[] init:elastic-internal-init-filesystem empty=cpu:100m,memory:50Mi/cpu:100m,memory:50Mi
            elasticsearch.k8s.elastic.co/Elasticsearch spec.nodeSets[] init:elastic-internal-init-keystore if=/spec.secureSettings empty=cpu:500m,memory:196Mi/cpu:500m,memory:196Mi
            elasticsearch.k8s.elastic.co/Elasticsearch spec.nodeSets[] metricbeat if=/spec.monitoring.metrics.elasticsearchRefs
            elasticsearch.k8s.elastic.co/Elasticsearch spec.nodeSets[] filebeat if=/spec.monitoring.logs.elasticsearchRefs
            kibana.k8s.elastic.co/Kibana spec kibana by=ECK release=3.5 template=podTemplate resources=resources merge=shorthand empty=memory:2Gi/memory:2Gi image=docker.elastic.co/kibana/kibana:{version} replicas=count called=Deployment/{/metadata.name}-kb
            kibana.k8s.elastic.co/Kibana spec init:elastic-internal-init empty=cpu:100m,memory:50Mi/cpu:100m,memory:50Mi
            kibana.k8s.elastic.co/Kibana spec init:elastic-internal-init-keystore if=secureSettings empty=cpu:100m,memory:128Mi/cpu:100m,memory:128Mi
            kibana.k8s.elastic.co/Kibana spec metricbeat if=monitoring.metrics.elasticsearchRefs
            kibana.k8s.elastic.co/Kibana spec filebeat if=monitoring.logs.elasticsearchRefs
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Name == "elasticsearch" && container.Find("config.node.roles") is { } roles)
            container.Program = new MadeProgram { Variables = [new EnvironmentEntry("node.roles", Roles(roles))] };
    }

    // As a variable of the image holds them: names between commas.
    private static Word Roles(FoundField field)
    {
        if (field.Value is not YamlSequence list)
            return ContainerDraft.WordOf(field);
        var names = list.Items.Select(i => i.Target as YamlScalar).ToImmutableArray();
        return names.Any(n => n is null || FieldReading.IsForeign(n))
            ? Word.Unknown
            : Word.Of(string.Join(',', names.Select(n => n!.Value)), new TextOrigin.ResourceField(field.Path));
    }
}
