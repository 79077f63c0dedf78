using ManifestLint.Containers;

namespace ManifestLint.Operators;

/// <summary>
/// MongoDB Ops Manager and its backup daemon: the heap is what the author's options say, else 90 % of the limit, which is the operator's own choice and
/// judged by nobody (operators.md §5). Source: mongodb/mongodb-kubernetes 67a92993 controllers/operator/construct/{jvm,opsmanager_construction,backup_construction}.go.
/// </summary>
internal sealed class OpsManager() : Operator("MongoDB's operator")
{
    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: mongodb/mongodb-kubernetes 67a92993 controllers/operator/construct/{jvm,opsmanager_construction,backup_construction}.go
            mongodb.com/MongoDBOpsManager spec mongodb-ops-manager by=MongoDB's_operator template=statefulSet.spec.template section=/memory:5G run=java words=jvmParameters main=com.xgen.svc.core.ServerMain replicas=replicas called=StatefulSet/{/metadata.name}
            mongodb.com/MongoDBOpsManager spec.applicationDatabase mongod by=MongoDB's_operator template=podSpec.podTemplate section=cpu:500m,memory:400M/cpu:1,memory:500M replicas=members called=StatefulSet/{/metadata.name}-db
            mongodb.com/MongoDBOpsManager spec.applicationDatabase mongodb-agent section=cpu:500m,memory:400M/cpu:1,memory:500M
            mongodb.com/MongoDBOpsManager spec.backup mongodb-backup-daemon if=enabled=true template=statefulSet.spec.template section=/memory:5G run=java words=jvmParameters main=com.xgen.svc.brs.grid.Daemon replicas=members:1 called=StatefulSet/{/metadata.name}-backup-daemon
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (
            container.Program is { Command: not null } program
            && !program.Arguments.Any(w => w.Prefix.Contains("Xmx", StringComparison.Ordinal))
        )
            container.Program = program with { IsUnknown = true };
    }
}
