using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;

namespace ManifestLint.Operators;

/// <summary>
/// Percona XtraDB Cluster and Percona Server: the buffer pool follows the limit where the configuration leaves it open (operators.md §12). Source:
/// percona/percona-xtradb-cluster-operator b3b0b10a pkg/pxc/app/config/autotune.go, percona-server-mysql-operator 9adfefaa pkg/mysql/config.go.
/// </summary>
internal sealed class PerconaMySql() : Operator("Percona's operator")
{
    private const string Own = "/etc/my.cnf.d/0-auto.cnf";

    private const long Mebi = 1L << 20,
        Chunk = 128 * Mebi;

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: percona/percona-xtradb-cluster-operator b3b0b10a pkg/pxc, pkg/apis/pxc/v1/pxc_types.go
            pxc.percona.com/PerconaXtraDBCluster spec.pxc pxc resources=resources run=mysqld file=/etc/my.cnf.d/1-configuration.cnf:configuration also=sidecars replicas=size called=StatefulSet/{/metadata.name}-pxc
            pxc.percona.com/PerconaXtraDBCluster spec.pxc logs if=/spec.logcollector.enabled=true resources=/spec.logcollector.resources
            pxc.percona.com/PerconaXtraDBCluster spec.pxc logrotate if=/spec.logcollector.enabled=true resources=/spec.logcollector.resources
            pxc.percona.com/PerconaXtraDBCluster spec.pxc pmm-client if=/spec.pmm.enabled=true resources=/spec.pmm.resources
            pxc.percona.com/PerconaXtraDBCluster spec.pxc init:pxc-init resources=/spec.initContainer.resources
            pxc.percona.com/PerconaXtraDBCluster spec.haproxy haproxy if=enabled=true resources=resources also=sidecars replicas=size called=StatefulSet/{/metadata.name}-haproxy
            pxc.percona.com/PerconaXtraDBCluster spec.haproxy pxc-monit if=enabled=true resources=sidecarResources
            pxc.percona.com/PerconaXtraDBCluster spec.haproxy pmm-client if=enabled=true,/spec.pmm.enabled=true resources=/spec.pmm.resources
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql proxysql if=enabled=true resources=resources also=sidecars replicas=size called=StatefulSet/{/metadata.name}-proxysql
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql pxc-monit if=enabled=true resources=sidecarResources
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql proxysql-monit if=enabled=true resources=sidecarResources
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql pmm-client if=enabled=true,/spec.pmm.enabled=true resources=/spec.pmm.resources
            # Source: percona/percona-server-mysql-operator 9adfefaa pkg/mysql, pkg/haproxy, pkg/router, pkg/orchestrator
            ps.percona.com/PerconaServerMySQL spec.mysql mysql resources=resources run=mysqld file=/etc/my.cnf.d/1-configuration.cnf:configuration also=sidecars replicas=size called=StatefulSet/{/metadata.name}-mysql
            ps.percona.com/PerconaServerMySQL spec.mysql xtrabackup if=/spec.backup.enabled=true resources=/spec.backup.resources
            ps.percona.com/PerconaServerMySQL spec.mysql pmm-client if=/spec.pmm.enabled=true resources=/spec.pmm.resources
            ps.percona.com/PerconaServerMySQL spec.proxy.haproxy haproxy if=enabled=true resources=resources also=sidecars replicas=size called=StatefulSet/{/metadata.name}-haproxy
            ps.percona.com/PerconaServerMySQL spec.proxy.router router if=enabled=true resources=resources also=sidecars replicas=size called=Deployment/{/metadata.name}-router
            ps.percona.com/PerconaServerMySQL spec.orchestrator orchestrator if=enabled=true resources=resources also=sidecars replicas=size called=StatefulSet/{/metadata.name}-orc
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Name == "pxc-init" && container.Resources.Entry is null && IsAtLeast(container, 1, 14))
        {
            container.Give(isLimit: true, "cpu", Quantities.ResourceQuantity.Parse("50m"));
            container.Give(isLimit: true, "memory", Quantities.ResourceQuantity.Parse("50M"));
        }
        // Below 1.10 they have what the database has.
        if (container.Name is "logs" or "logrotate" or "pmm-client" && container.Resources.Entry is null && !IsAtLeast(container, 1, 10))
            container.Resources = container.Pod.Containers[0].Resources;
        if (container.Program is not { } program)
            return;
        bool isPxc = container.Name == "pxc";
        var limit = container.Limit("memory");
        var basis = limit.IsAbsent && !isPxc ? container.Request("memory") : limit;
        string text = container.WordAt("configuration") is { } own
            ? own.IsKnown
                ? own.Text
                : "?"
            : "";
        if (text == "?" || (basis.IsUnknown && !IsPoolSet(text)))
        {
            container.Program = program with { IsUnknown = true };
            return;
        }
        if (IsPoolSet(text) || !basis.IsPositive || basis.Value.Bytes is not { } bytes)
            return;
        long pool = isPxc ? OfPxc(bytes) : OfPs(bytes);
        var line = Word.Of(
            $"[mysqld]\ninnodb_buffer_pool_size={pool.ToString(CultureInfo.InvariantCulture)}\n",
            new TextOrigin.Operator("Percona's operator")
        );
        container.Program = program with { Files = program.Files.SetItem(Own, line) };
    }

    private static bool IsPoolSet(string configuration) =>
        configuration.Replace('-', '_').Contains("innodb_buffer_pool_size", StringComparison.OrdinalIgnoreCase);

    // A number of the version of the custom resource; one that is not written is that of the operator.
    private static bool IsAtLeast(ContainerDraft container, int major, int minor)
    {
        if (container.Find("/spec.crVersion")?.Text is not { } text)
            return true;
        string[] parts = text.Split('.');
        return parts.Length >= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int second)
            && (first > major || (first == major && second >= minor));
    }

    // Each of eight chunks is the next whole MiB above an eighth.
    private static long OfPxc(long limit)
    {
        long share = (long)((Int128)limit * 75 / 100);
        if (limit - share < 1_000_000_000)
            share = limit / 2;
        long pool = Rounded(share);
        return pool > 1L << 30 ? ((pool / 8 / Mebi) + 1) * Mebi * 8 : pool;
    }

    private static long OfPs(long memory)
    {
        long pool = Rounded(memory / 2);
        return pool > 1L << 30 ? pool / 8 / Mebi * Mebi * 8 : pool;
    }

    private static long Rounded(long bytes) => (bytes + Chunk - 1) / Chunk * Chunk;
}
