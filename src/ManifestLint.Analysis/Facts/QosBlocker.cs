using ManifestLint.Amounts;
using ManifestLint.Injectors;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Facts;

/// <summary>What about a resource keeps a pod from Guaranteed.</summary>
public enum QosObstacle
{
    /// <summary>It has no limit.</summary>
    NoLimit,

    /// <summary>Its limit is zero, which is none.</summary>
    ZeroLimit,

    /// <summary>Its request is zero.</summary>
    ZeroRequest,

    /// <summary>Its limit is above its request.</summary>
    LimitAboveRequest,

    /// <summary>Its limit is below its request, which the API server rejects.</summary>
    LimitBelowRequest,
}

/// <summary>A value that keeps a pod from Guaranteed.</summary>
/// <param name="Container">The container; null at pod level and for an injected one.</param>
/// <param name="Resource"><c>memory</c> or <c>cpu</c>.</param>
/// <param name="Obstacle">What is wrong with it.</param>
/// <param name="Limit">The limit in force.</param>
/// <param name="Request">The request in force.</param>
/// <param name="Location">Where to change it.</param>
/// <param name="Path">Address of that place within the object.</param>
public sealed record QosBlocker(
    ContainerSpec? Container,
    string Resource,
    QosObstacle Obstacle,
    AmountInForce Limit,
    AmountInForce Request,
    Location Location,
    YamlPath Path
)
{
    /// <summary>The injected container; null if the value is the author's.</summary>
    public InjectedContainer? Injected { get; init; }

    /// <summary>The container's name; null at pod level or if it has none.</summary>
    public string? ContainerName => Container?.Name ?? Injected?.Name;

    /// <summary>True if there is no limit.</summary>
    public bool IsAbsentLimit => Obstacle is QosObstacle.NoLimit or QosObstacle.ZeroLimit;

    /// <summary>For sentences, with whence its amounts come: <c>memory limit 1Gi above request 128Mi</c>, <c>no cpu limit</c>.</summary>
    public override string ToString() => Text(isOfSentence: true);

    /// <summary><c>reason</c> of <c>inspect</c> (contracts.md C3): amounts alone, and the resource only where none are compared.</summary>
    public string Reason => Text(isOfSentence: false);

    private string Text(bool isOfSentence)
    {
        return Obstacle switch
        {
            QosObstacle.NoLimit => $"no {Resource} limit",
            QosObstacle.ZeroLimit => $"{Resource} limit {Shown(Limit)}, which is none",
            QosObstacle.ZeroRequest => $"{Resource} request {Shown(Request)}",
            QosObstacle.LimitBelowRequest => Compared("below"),
            _ => Compared("above"),
        };

        // Where both amounts come from one place, that is said once.
        string Compared(string relation) =>
            $"{(isOfSentence ? Resource + " " : "")}limit {(Limit.IsGivenAs(Request) ? Limit.Plain : Shown(Limit))} {relation} request {Shown(Request)}";

        string Shown(AmountInForce amount) => isOfSentence ? amount.ToString() : amount.Plain;
    }
}
