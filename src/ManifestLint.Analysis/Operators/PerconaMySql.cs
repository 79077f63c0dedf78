using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>
/// Percona XtraDB Cluster and Percona Server: the buffer pool follows the limit where the configuration leaves it open (operators.md §12). Source:
/// percona/percona-xtradb-cluster-operator b3b0b10a pkg/pxc/app/config/autotune.go, percona-server-mysql-operator 9adfefaa pkg/mysql/config.go.
/// </summary>
internal sealed class PerconaMySql() : Operator("Percona's operator")
{
    private const string Own = "/etc/my.cnf.d/0-auto.cnf",
        Pool = "innodb_buffer_pool_size";

    private const long Mebi = 1L << 20,
        Chunk = 128 * Mebi;

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: percona/percona-xtradb-cluster-operator b3b0b10a pkg/pxc, pkg/pxc/app/statefulset/{init,node,haproxy,proxysql}.go, pkg/apis/pxc/v1/pxc_types.go
            pxc.percona.com/PerconaXtraDBCluster spec.pxc pxc resources=resources run=mysqld file=/etc/my.cnf.d/1-configuration.cnf:configuration also=sidecars replicas=size called=StatefulSet/{/metadata.name}-pxc
            pxc.percona.com/PerconaXtraDBCluster spec.pxc logs if=/spec.logcollector.enabled=true resources=/spec.logcollector.resources
            pxc.percona.com/PerconaXtraDBCluster spec.pxc logrotate if=/spec.logcollector.enabled=true resources=/spec.logcollector.resources
            pxc.percona.com/PerconaXtraDBCluster spec.pxc pmm-client if=/spec.pmm.enabled=true resources=/spec.pmm.resources
            pxc.percona.com/PerconaXtraDBCluster spec.pxc init:pxc-init resources=/spec.initContainer.resources
            pxc.percona.com/PerconaXtraDBCluster spec.haproxy haproxy if=enabled=true resources=resources also=sidecars replicas=size called=StatefulSet/{/metadata.name}-haproxy
            pxc.percona.com/PerconaXtraDBCluster spec.haproxy pxc-monit if=enabled=true resources=sidecarResources
            pxc.percona.com/PerconaXtraDBCluster spec.haproxy pmm-client if=enabled=true,/spec.pmm.enabled=true resources=/spec.pmm.resources
            pxc.percona.com/PerconaXtraDBCluster spec.haproxy init:pxc-init if=enabled=true resources=/spec.initContainer.resources
            pxc.percona.com/PerconaXtraDBCluster spec.haproxy init:haproxy-init if=enabled=true resources=/spec.initContainer.resources
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql proxysql if=enabled=true resources=resources also=sidecars replicas=size called=StatefulSet/{/metadata.name}-proxysql
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql pxc-monit if=enabled=true resources=sidecarResources
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql proxysql-monit if=enabled=true resources=sidecarResources
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql pmm-client if=enabled=true,/spec.pmm.enabled=true resources=/spec.pmm.resources
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql init:pxc-init if=enabled=true resources=/spec.initContainer.resources
            pxc.percona.com/PerconaXtraDBCluster spec.proxysql init:proxysql-init if=enabled=true resources=/spec.initContainer.resources
            # Source: percona/percona-server-mysql-operator 9adfefaa pkg/{mysql,haproxy,router,orchestrator}, pkg/k8s/init_image.go
            ps.percona.com/PerconaServerMySQL spec.mysql mysql resources=resources run=mysqld file=/etc/my.cnf.d/1-configuration.cnf:configuration also=sidecars replicas=size called=StatefulSet/{/metadata.name}-mysql
            ps.percona.com/PerconaServerMySQL spec.mysql xtrabackup if=/spec.backup.enabled=true resources=/spec.backup.resources
            ps.percona.com/PerconaServerMySQL spec.mysql pt-heartbeat if=/spec.toolkit,clusterType=async,/spec.orchestrator.enabled=true resources=/spec.toolkit.resources
            ps.percona.com/PerconaServerMySQL spec.mysql pmm-client if=/spec.pmm.enabled=true resources=/spec.pmm.resources
            ps.percona.com/PerconaServerMySQL spec.mysql init:mysql-init resources=initContainer.resources,/spec.initContainer.resources
            ps.percona.com/PerconaServerMySQL spec.proxy.haproxy haproxy if=enabled=true resources=resources replicas=size called=StatefulSet/{/metadata.name}-haproxy
            ps.percona.com/PerconaServerMySQL spec.proxy.haproxy mysql-monit if=enabled=true resources=sidecarResources.mysql-monit
            ps.percona.com/PerconaServerMySQL spec.proxy.haproxy pmm-client if=enabled=true,/spec.pmm.enabled=true resources=/spec.pmm.resources
            ps.percona.com/PerconaServerMySQL spec.proxy.haproxy init:haproxy-init if=enabled=true resources=initContainer.resources,/spec.initContainer.resources
            ps.percona.com/PerconaServerMySQL spec.proxy.router router if=enabled=true resources=resources replicas=size called=Deployment/{/metadata.name}-router
            ps.percona.com/PerconaServerMySQL spec.proxy.router init:router-init if=enabled=true resources=initContainer.resources,/spec.initContainer.resources
            ps.percona.com/PerconaServerMySQL spec.orchestrator orchestrator if=enabled=true unless=/spec.mysql.clusterType=group-replication resources=resources replicas=size called=StatefulSet/{/metadata.name}-orc
            ps.percona.com/PerconaServerMySQL spec.orchestrator mysql-monit if=enabled=true unless=/spec.mysql.clusterType=group-replication
            ps.percona.com/PerconaServerMySQL spec.orchestrator init:orchestrator-init if=enabled=true unless=/spec.mysql.clusterType=group-replication resources=initContainer.resources,/spec.initContainer.resources
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        bool isPxc = container.Pod.Manifest.Kind == "PerconaXtraDBCluster";
        if (isPxc)
            CompletePxc(container);
        else
            CompletePs(container);
        if (container.Program is { } program)
            container.Program = WithPool(container, program, isPxc);
    }

    private static void CompletePxc(ContainerDraft container)
    {
        var version = CustomResourceVersion.Of(container);
        bool lacksOwn = container.Resources.Entry is null;
        switch (container.Name)
        {
            case "pxc-init":
                if (container.Pod.Containers is not [{ Name: "pxc" }, ..])
                    container.RequireRelease(version.IsAtLeast(1, 13));
                // Up to 1.13 what the database has, then an amount of its own.
                if (lacksOwn && version.IsAtLeast(1, 14) is { } hasDefault)
                    GiveInit(container, hasDefault);
                else
                    container.IsPartial |= lacksOwn;
                break;
            case "haproxy-init" or "proxysql-init":
                container.RequireRelease(version.IsAtLeast(1, 15));
                if (lacksOwn)
                    GiveInit(container, hasDefault: true);
                break;
            case "logs" or "logrotate":
                container.RequireRelease(version.IsAtLeast(1, 7));
                GiveOfDatabase(container, version);
                break;
            case "pmm-client":
                GiveOfDatabase(container, version);
                break;
        }
    }

    private static void GiveInit(ContainerDraft container, bool hasDefault)
    {
        if (!hasDefault)
        {
            container.GiveAll(Database(container));
            return;
        }
        container.Give(isLimit: true, "cpu", ResourceQuantity.Parse("50m"));
        container.Give(isLimit: true, "memory", ResourceQuantity.Parse("50M"));
    }

    // Below 1.10 they have what the database has, where they have nothing.
    private static void GiveOfDatabase(ContainerDraft container, CustomResourceVersion version)
    {
        var (requests, limits) = (container.Resources.Requests, container.Resources.Limits);
        if (requests.IsUnknown || limits.IsUnknown || requests.Entries.Any() || limits.Entries.Any())
            return;
        if (version.IsAtLeast(1, 10) is not { } isOwn)
            container.IsPartial = true;
        else if (!isOwn)
            container.GiveAll(Database(container));
    }

    private static ResourceRequirements Database(ContainerDraft container) =>
        new(container.Find("/spec.pxc")?.Value as YamlMapping, "resources", container.Anchor, YamlPath.Root);

    private static void CompletePs(ContainerDraft container)
    {
        // With the resources of the container that it prepares it changes nothing.
        if (container.Row.Type == ContainerType.Init && container.Resources.Entry is null)
            container.IsElsewhere = true;
        if (container.Name != "mysql-monit" || container.Pod.Containers is not [var main, ..])
            return;
        if (main.Name == "orchestrator")
            container.GiveAll(main.Resources);
        else if (CustomResourceVersion.Of(container).IsAtLeast(1, 2) is not { } hasOwn)
            container.IsPartial = true;
        else if (!hasOwn)
        {
            container.Resources = new(null, "resources", container.Anchor, YamlPath.Root);
            container.GiveAll(main.Resources);
        }
    }

    // What the operator writes into a file of its own, where the author leaves it open.
    private static MadeProgram WithPool(ContainerDraft container, MadeProgram program, bool isPxc)
    {
        var limit = container.Limit("memory");
        var basis = limit.IsAbsent && !isPxc ? container.Request("memory") : limit;
        string? text =
            container.WordAt("configuration") is not { } own ? ""
            : own.IsKnown ? own.Text
            : null;
        bool isSet = text is not null && (isPxc ? IsPoolKey(text) : text.Contains(Pool, StringComparison.Ordinal));
        if (text is null || (basis.IsUnknown && !isSet))
            return program with { IsUnknown = true };
        if (isSet || !basis.IsPositive || basis.Value.Bytes is not { } bytes)
            return program;
        long pool = isPxc ? OfPxc(bytes) : OfPs(bytes);
        var line = Word.Of(
            $"[mysqld]\n{Pool}={pool.ToString(CultureInfo.InvariantCulture)}\n",
            new TextOrigin.Operator("Percona's operator")
        );
        return program with { Files = program.Files.SetItem(Own, line) };
    }

    // A key of the section, so that one in a comment or with dashes counts for nothing.
    private static bool IsPoolKey(string configuration)
    {
        bool isServer = false;
        foreach (var written in configuration.AsSpan().EnumerateLines())
        {
            var line = written.Trim();
            if (line is ['[', ..])
                isServer = line.SequenceEqual("[mysqld]");
            else if (isServer && line.StartsWith(Pool) && line[Pool.Length..].TrimStart() is ['=' or ':', ..])
                return true;
        }
        return false;
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
        long pool = memory / 2;
        return pool > 1L << 30 ? pool / 8 / Mebi * Mebi * 8 : Rounded(pool);
    }

    private static long Rounded(long bytes) => (bytes + Chunk - 1) / Chunk * Chunk;
}
