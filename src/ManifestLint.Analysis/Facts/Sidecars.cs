using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Injectors;
using ManifestLint.Manifests;
using ManifestLint.Tables;

namespace ManifestLint.Facts;

/// <summary>Tells the main container of a pod from those beside it. Position is no evidence.</summary>
public static class Sidecars
{
    /// <summary>
    /// Proxies, log shippers, config reloaders, exporters, auth and secret agents; the table stands in the page of ML2003. A container is a
    /// helper only if its name and its image both match.
    /// </summary>
    public static ImmutableArray<KnownHelper> Helpers { get; } =
    [.. DataTable.Rows("helpers").Select(row => new KnownHelper(row[0], row[1].Split(',')))];

    /// <summary>True if name and image both belong to a known helper.</summary>
    /// <param name="container">The container.</param>
    /// <param name="more">Helpers beside those of the table.</param>
    public static bool IsHelper(ContainerSpec container, ImmutableArray<KnownHelper> more)
    {
        if (container.Name is not { } name || container.ImageRepository is not { } repository)
            return false;
        // The API server takes small letters alone.
        string small = name.ToLowerInvariant();
        foreach (var helper in Helpers.AddRange(more))
        {
            if (!small.Contains(helper.SmallName, StringComparison.Ordinal))
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
        if (workload.Operator is not null && workload.Main is not null)
            return workload.Main;
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
}
