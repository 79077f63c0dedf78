using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>
/// Zalando's Postgres operator: amounts that are not written come from its configuration, a limit below the least is raised, one below the request becomes the request (operators.md §14).
/// Source: zalando/postgres-operator a7aaad0a pkg/cluster/k8sres.go, charts/postgres-operator/values.yaml.
/// </summary>
internal sealed class Zalando() : Operator("the Postgres operator")
{
    private static readonly ResourceQuantity Least = ResourceQuantity.Parse("250Mi")!.Value;

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: zalando/postgres-operator a7aaad0a pkg/cluster/k8sres.go
            acid.zalan.do/postgresql spec postgres resources=resources each=cpu:100m,memory:100Mi/cpu:1,memory:500Mi run=postgres parameters=postgresql.parameters also=sidecars alsoeach=cpu:100m,memory:100Mi/cpu:1,memory:500Mi alsoinit=initContainers replicas=numberOfInstances called=StatefulSet/{/metadata.name}
            acid.zalan.do/postgresql spec.connectionPooler connection-pooler resources=resources each=cpu:500m,memory:100Mi/cpu:1,memory:100Mi replicas=numberOfInstances:2 called=Deployment/{/metadata.name}-pooler
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Name == "postgres")
            container.IsPartial |= container.Limit("memory") is { IsKnown: true } limit && limit.Value < Least;
        foreach (string resource in new[] { "cpu", "memory" })
            RaiseLimit(container, resource);
    }

    // A limit below the request becomes the request.
    private static void RaiseLimit(ContainerDraft container, string resource)
    {
        var (request, limit) = (container.Request(resource), container.Limit(resource));
        if (!request.IsKnown || !limit.IsKnown || limit.Value >= request.Value)
            return;
        if (container.Resources.Limits[resource].IsAbsent)
            container.Given.RemoveAll(g => g.IsLimit && g.Resource == resource);
        else
            container.Resources = WithoutLimit(container.Resources, container, resource);
        container.Give(isLimit: true, resource, request.Value);
    }

    private static ResourceRequirements WithoutLimit(ResourceRequirements resources, ContainerDraft container, string resource)
    {
        var written = (YamlMapping)resources.Entry!.Value.Value.Target;
        var limits = resources.Limits.Mapping!;
        var rest = new YamlMapping(limits.Location, [.. limits.Entries.Where(e => e.Name != resource)], limits.IsFlow);
        var entries = written.Entries.Select(e => e.Name == "limits" ? new YamlEntry(e.Key, rest) : e);
        var owner = new YamlMapping(
            written.Location,
            [new YamlEntry(resources.Entry.Value.Key, new YamlMapping(written.Location, [.. entries], written.IsFlow))],
            isFlow: true
        );
        return new(owner, "resources", container.Anchor, YamlPath.Root);
    }
}
