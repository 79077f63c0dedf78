using ManifestLint.Quantities;

namespace ManifestLint.Operators;

/// <summary>
/// Zalando's Postgres operator: amounts that are not written come from its configuration, and a limit below the least is raised (operators.md §14).
/// Source: zalando/postgres-operator a7aaad0a pkg/cluster/k8sres.go, charts/postgres-operator/values.yaml.
/// </summary>
internal sealed class Zalando() : Operator("the Postgres operator")
{
    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: zalando/postgres-operator a7aaad0a pkg/cluster/k8sres.go
            acid.zalan.do/postgresql spec postgres resources=resources each=cpu:100m,memory:100Mi/cpu:1,memory:500Mi run=postgres parameters=postgresql.parameters also=sidecars alsoinit=initContainers replicas=numberOfInstances called=StatefulSet/{/metadata.name}
            acid.zalan.do/postgresql spec.connectionPooler connection-pooler resources=resources each=cpu:500m,memory:100Mi/cpu:1,memory:100Mi replicas=numberOfInstances:2 called=Deployment/{/metadata.name}-pooler
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Name != "postgres")
            return;
        var least = ResourceQuantity.Parse("250Mi")!.Value;
        var limit = container.Limit("memory");
        var request = container.Request("memory");
        // A request above the limit that the operator sets is the limit.
        bool isRaised = limit.IsKnown && limit.Value < least,
            isCrossed = limit.IsKnown && request.IsKnown && limit.Value < request.Value && container.Resources.Limits["memory"].IsAbsent;
        container.IsPartial |= isRaised;
        if (isCrossed)
        {
            container.Given.RemoveAll(g => g is { IsLimit: true, Resource: "memory" });
            container.Give(isLimit: true, "memory", request.Value);
        }
    }
}
