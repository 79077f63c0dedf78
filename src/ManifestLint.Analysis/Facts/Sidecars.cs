using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Injectors;
using ManifestLint.Manifests;

namespace ManifestLint.Facts;

/// <summary>Tells the main container of a pod from those beside it. Position is no evidence.</summary>
public static class Sidecars
{
    /// <summary>
    /// Proxies, log shippers, config reloaders, exporters, auth and secret agents; the table stands in the page of ML2003. A container is a
    /// helper only if its name and its image both match.
    /// </summary>
    public static ImmutableArray<KnownHelper> Helpers { get; } =
    [
        new("istio-proxy", "proxyv2", "istio"),
        new("linkerd-proxy", "linkerd"),
        new("envoy", "envoy"),
        new(
            "proxy",
            "envoy",
            "haproxy",
            "nginx",
            "cloudsql-proxy",
            "cloud-sql-proxy",
            "gce-proxy",
            "oauth2-proxy",
            "kube-rbac-proxy",
            "ghostunnel"
        ),
        new("kube-rbac-proxy", "kube-rbac-proxy", "rbac-proxy"),
        new("rbac-proxy", "rbac-proxy"),
        new("oauth", "oauth"),
        new("daprd", "dapr"),
        new("consul", "consul"),
        new("vault-agent", "vault"),
        new("cloudsql", "cloudsql", "cloud-sql", "gce-proxy"),
        new("cloud-sql", "cloudsql", "cloud-sql", "gce-proxy"),
        new("fluent", "fluent"),
        new("filebeat", "filebeat"),
        new("promtail", "promtail"),
        new("vector", "vector"),
        new("logstash", "logstash"),
        new("log", "fluent", "filebeat", "promtail", "vector", "busybox", "alpine", "logrotate"),
        new("reload", "reload"),
        new("git-sync", "git-sync"),
        new("k8s-sidecar", "k8s-sidecar"),
        new("sc-", "k8s-sidecar"),
        new("exporter", "exporter"),
        new("metrics", "exporter", "kube-rbac-proxy", "metrics"),
        new("statsd", "statsd"),
        new("jaeger-agent", "jaeger-agent"),
        new("otel", "opentelemetry", "otel"),
        new("otc-container", "opentelemetry"),
        new("datadog", "datadog", "agent"),
        new("xray", "xray"),
        new("cloudwatch", "cloudwatch"),
        new("liveness-probe", "livenessprobe"),
        new("node-driver-registrar", "node-driver-registrar"),
        new("driver-registrar", "driver-registrar"),
        new("queue-proxy", "queue"),
        new("tunnel", "cloudflared"),
        new("pgbouncer", "pgbouncer"),
    ];

    /// <summary>True if name and image both belong to a known helper.</summary>
    /// <param name="container">The container.</param>
    /// <param name="more">Helpers beside those of the table.</param>
    public static bool IsHelper(ContainerSpec container, ImmutableArray<KnownHelper> more)
    {
        if (container.Name is not { } name || container.Image is not { } image)
            return false;
        string repository = RepositoryOf(image);
        foreach (var helper in Helpers.AddRange(more))
        {
            if (!name.Contains(helper.Name, StringComparison.OrdinalIgnoreCase))
                continue;
            if (helper.Images.Any(i => repository.Contains(i, StringComparison.OrdinalIgnoreCase)))
                return true;
        }
        return false;
    }

    /// <summary>
    /// The main container: the <c>kubectl.kubernetes.io/default-container</c> annotation; else the one whose name equals or contains the
    /// workload's name or its <c>app</c> or <c>app.kubernetes.io/name</c> label; else the only one that is no known helper. Null if
    /// nobody can be called main.
    /// </summary>
    /// <param name="workload">The workload.</param>
    /// <param name="more">Helpers beside those of the table.</param>
    public static ContainerSpec? MainOf(Workload workload, ImmutableArray<KnownHelper> more)
    {
        List<ContainerSpec> containers = [.. workload.Pod.Containers];
        if (containers.Count == 1)
            return containers[0];
        var pod = workload.Pod;
        if (
            pod.Annotation("kubectl.kubernetes.io/default-container") is { } named
            && containers.Find(c => c.Name == named) is { } annotated
        )
            return annotated;

        if (Injection.IsIstioGateway(pod) && containers.Find(c => c.Name == "istio-proxy") is { } gateway)
            return gateway;

        string?[] names =
        [
            workload.Manifest.Name,
            pod.Label("app"),
            pod.Label("app.kubernetes.io/name"),
            workload.Manifest.Label("app"),
            workload.Manifest.Label("app.kubernetes.io/name"),
        ];
        foreach (string? name in names)
        {
            if (name is { Length: > 0 } && containers.Find(c => c.Name == name) is { } equal)
                return equal;
        }
        foreach (string? name in names)
        {
            if (name is not { Length: > 1 })
                continue;
            var containing = containers.FindAll(c => c.Name?.Contains(name, StringComparison.Ordinal) == true && !IsHelper(c, more));
            if (containing.Count == 1)
                return containing[0];
        }
        var others = containers.FindAll(c => !IsHelper(c, more));
        return others.Count == 1 ? others[0] : null;
    }

    /// <summary>The sidecars of a pod: native ones, and regular containers next to a main one. Empty if nobody can be called main.</summary>
    public static IEnumerable<ContainerSpec> Of(Workload workload, ContainerSpec? main) =>
        main is null
            ? []
            : workload.Pod.AllContainers.Where(c =>
                c.Type == ContainerType.Sidecar || (c.Type == ContainerType.App && !ReferenceEquals(c, main) && c.Name != main.Name)
            );

    private static string RepositoryOf(string image)
    {
        int digest = image.IndexOf('@');
        if (digest >= 0)
            image = image[..digest];
        int tag = image.LastIndexOf(':');
        return tag > image.LastIndexOf('/') ? image[..tag] : image;
    }
}
