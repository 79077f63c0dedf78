using System.Globalization;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>
/// The <c>status</c> of a live pod: a view. Source: kubernetes v1.36 staging/src/k8s.io/api/core/v1/types.go (PodStatus, ContainerStatus);
/// kubernetes-memory.md §13.
/// </summary>
public sealed class PodStatus
{
    private readonly Dictionary<string, Dictionary<string, YamlMapping>> _byName = new(StringComparer.Ordinal);

    private PodStatus(YamlMapping node) => Node = node;

    /// <summary>Its mapping.</summary>
    public YamlMapping Node { get; }

    /// <summary>The status of a Pod; null for other kinds and where there is none.</summary>
    public static PodStatus? Of(Workload workload) =>
        workload.PodPath.Length == 0 && workload.Manifest.Root["status"] is YamlMapping node ? new PodStatus(node) : null;

    /// <summary><c>phase</c>, or null.</summary>
    public string? Phase => Node.TextAt("phase");

    /// <summary><c>reason</c>: <c>Evicted</c>, <c>Terminated</c>, …; or null.</summary>
    public string? Reason => Node.TextAt("reason");

    /// <summary><c>message</c>, or null.</summary>
    public YamlScalar? Message => Node["message"] as YamlScalar;

    /// <summary>What the kubelet says of a container; null if it says nothing.</summary>
    public ContainerStatus? Of(ContainerSpec container)
    {
        string key = container.Type switch
        {
            ContainerType.App => "containerStatuses",
            ContainerType.Ephemeral => "ephemeralContainerStatuses",
            _ => "initContainerStatuses",
        };
        if (container.Name is not { } name)
            return null;
        if (!_byName.TryGetValue(key, out var statuses))
        {
            _byName.Add(key, statuses = new(StringComparer.Ordinal));
            foreach (var item in (Node[key] as YamlSequence)?.Items ?? [])
            {
                if (item.Target is YamlMapping status && status.TextAt("name") is { } own)
                    statuses.TryAdd(own, status);
            }
        }
        return statuses.TryGetValue(name, out var found) ? new ContainerStatus(found) : null;
    }
}

/// <summary>What the kubelet says of a container: a view.</summary>
public sealed class ContainerStatus(YamlMapping node)
{
    /// <summary>Its mapping.</summary>
    public YamlMapping Node { get; } = node;

    /// <summary><c>restartCount</c>; null if it is not written.</summary>
    public long? Restarts => FieldReading.Integer(Node["restartCount"]);

    /// <summary>How it ended, if it does not run now; null if it runs or waits.</summary>
    public ContainerEnd? State => EndIn("state");

    /// <summary>How it ended before its last restart; null if it was not restarted.</summary>
    public ContainerEnd? LastState => EndIn("lastState");

    /// <summary>The memory limit that is in force, which differs from the pod's while a resize is on its way (Kubernetes 1.33 and later).</summary>
    public Field<ResourceQuantity> MemoryLimit => new ResourceRequirements(Node, "resources", Node, YamlPath.Root).Limits["memory"];

    private ContainerEnd? EndIn(string key) => Node.MappingAt(key, "terminated") is { } end ? new ContainerEnd(end) : null;
}

/// <summary>How a container ended: a view.</summary>
public sealed class ContainerEnd(YamlMapping node)
{
    /// <summary>Its mapping.</summary>
    public YamlMapping Node { get; } = node;

    /// <summary><c>reason</c>: <c>OOMKilled</c>, <c>Error</c>, <c>Completed</c>, <c>ContainerStatusUnknown</c>, …; or null.</summary>
    public string? Reason => Node.TextAt("reason");

    /// <summary><c>exitCode</c>, 128 and the signal's number for what a signal ended; null if it is not written.</summary>
    public long? ExitCode => FieldReading.Integer(Node["exitCode"]);

    /// <summary><c>startedAt</c>, to the second; null if it is not written or not known to the kubelet.</summary>
    public DateTime? Started => TimeAt("startedAt");

    /// <summary><c>finishedAt</c>, to the second; null if it is not written or not known to the kubelet.</summary>
    public DateTime? Finished => TimeAt("finishedAt");

    /// <summary>How long it ran; null if that is not known.</summary>
    public TimeSpan? Lifetime => Finished - Started is { Ticks: >= 0 } lifetime ? lifetime : null;

    /// <summary>The smallest span that tells it: the reason, else the exit code, else all of it.</summary>
    public Location Location => (Node["reason"] ?? Node["exitCode"] ?? Node).Location;

    // RFC 3339 in UTC, as metav1.Time is written; what the kubelet does not know is null or the year 1.
    private DateTime? TimeAt(string key) =>
        Node.TextAt(key) is { Length: >= 20 } text
        && text[10] == 'T'
        && text[^1] == 'Z'
        && DateOnly.TryParseExact(text.AsSpan(0, 10), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
        && TimeOnly.TryParseExact(text.AsSpan(11, 8), "HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)
        && day.Year >= 1970
            ? day.ToDateTime(time, DateTimeKind.Utc)
            : null;
}
