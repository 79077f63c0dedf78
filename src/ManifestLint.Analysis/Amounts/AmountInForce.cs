using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Quantities;

namespace ManifestLint.Amounts;

/// <summary>Where an amount comes from.</summary>
public enum Origin
{
    /// <summary>Not set by anything.</summary>
    None,

    /// <summary>Written in the container, or in the pod's own <c>resources</c>.</summary>
    Declared,

    /// <summary>A request that takes its limit (D-2).</summary>
    Limit,

    /// <summary>Injected by a LimitRange.</summary>
    LimitRange,

    /// <summary>The pod-level limit.</summary>
    PodLevel,

    /// <summary>A pod-level amount that takes that of the containers together, before LimitRanges inject (D-4).</summary>
    WrittenContainers,

    /// <summary>A pod-level amount that takes that of the containers together, with what LimitRanges inject (D-6).</summary>
    Containers,

    /// <summary>A pod-level limit that takes the pod-level request (D-6).</summary>
    Request,

    /// <summary>Set by the operator that makes the container: a default of its own, or computed of other fields.</summary>
    Operator,

    /// <summary>Cannot be known from the text.</summary>
    Unknown,
}

/// <summary>Where the four amounts of a container come from.</summary>
public readonly record struct Origins(Origin MemoryRequest, Origin MemoryLimit, Origin CpuRequest, Origin CpuLimit);

/// <summary>An amount in force and who says so.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Origin">Who says so.</param>
/// <param name="Text">As its author wrote it, empty for <c>memory:</c> without a value; null where nobody wrote it.</param>
/// <param name="Injected">What a LimitRange gives; null for everything else, and where it cannot be told which one gives it.</param>
public readonly record struct AmountInForce(Amount Amount, Origin Origin, string? Text = null, LimitRangeDefault? Injected = null)
{
    /// <summary>What people call the operator that sets it; null for everything else.</summary>
    public string? Operator { get; init; }

    /// <summary>True if the operator computes it of other fields of the author, so that it is no default of its own.</summary>
    public bool IsComputed { get; init; }

    /// <summary>The amount alone: as its author wrote it, else as Kubernetes prints it.</summary>
    public string Plain => Text is { } text ? Shown(text) : Amount.Value.ToString();

    /// <summary>
    /// For sentences: an amount that nobody wrote says where it comes from, as in <c>512Mi (LimitRange defaults injects it)</c> (rules.md
    /// rule 8).
    /// </summary>
    public override string ToString() => From is { } from ? $"{Plain} ({from})" : Plain;

    /// <summary>Where the amount comes from, in a few words; null for what its author wrote.</summary>
    public string? From =>
        Origin switch
        {
            Origin.Limit => "its limit",
            Origin.LimitRange => $"{Injected?.Range.Title ?? "a LimitRange"} injects it",
            Origin.PodLevel => "the limit of the pod",
            Origin.WrittenContainers => "the sum of its containers as written",
            Origin.Containers => "the sum of its containers",
            Origin.Request => "its request",
            Origin.Operator => $"{Operator ?? "the operator"} {(IsComputed ? "computes" : "sets")} it",
            _ => null,
        };

    /// <summary>What an author wrote; <c>memory:</c> without a value counts as 0 (Q-6).</summary>
    public static string Shown(string text) => string.IsNullOrWhiteSpace(text) ? "(empty, counts as 0)" : text;
}

/// <summary>How the amounts of one container come about.</summary>
/// <param name="Written">What its author or its injector writes.</param>
/// <param name="Defaulted">What the API server makes of that (D-2).</param>
/// <param name="Final">That, with what LimitRanges inject.</param>
/// <param name="PodLevel">What it shares with the rest of the pod; null for nothing.</param>
/// <param name="LimitRanges">What LimitRanges inject; null for nothing.</param>
public sealed record AmountSteps(
    ContainerAmounts Written,
    ContainerAmounts Defaulted,
    ContainerAmounts Final,
    PodLevelAmounts? PodLevel,
    LimitRangeInjection? LimitRanges
)
{
    /// <summary>The request in force.</summary>
    /// <param name="resource"><c>memory</c>, <c>cpu</c>, …</param>
    /// <param name="written">What its author wrote; null for an injected container.</param>
    public AmountInForce Request(string resource, Field<ResourceQuantity>? written)
    {
        var request = Final.Requests[resource];
        var origin =
            request.IsAbsent ? Origin.None
            : Written.Requests[resource] is { IsAbsent: false } declared
                ? declared.IsUnknown ? Origin.Unknown
                    : Written.IsGiven(isLimit: false, resource) ? Origin.Operator
                    : Origin.Declared
            : request.IsUnknown ? Origin.Unknown
            : Defaulted.Requests[resource].IsAbsent ? Origin.LimitRange
            : Origin.Limit;
        return Of(request, origin, written, LimitRanges?.RequestOf(resource));
    }

    /// <summary>The limit in force: its own or an injected one, else the pod-level limit, which containers without one share (CG-1).</summary>
    /// <param name="resource"><c>memory</c>, <c>cpu</c>, …</param>
    /// <param name="written">What its author wrote; null for an injected container.</param>
    public AmountInForce Limit(string resource, Field<ResourceQuantity>? written)
    {
        var own = OwnLimit(resource, written);
        if (own.Origin != Origin.None)
            return own;
        var shared = PodLevel?.Limits[resource] ?? Amount.Absent;
        return new(
            shared,
            shared.State switch
            {
                FieldState.Absent => Origin.None,
                FieldState.Known => Origin.PodLevel,
                _ => Origin.Unknown,
            }
        );
    }

    /// <summary>The container's own limit, written or injected; absent where it has none.</summary>
    /// <param name="resource"><c>memory</c>, <c>cpu</c>, …</param>
    /// <param name="written">What its author wrote; null for an injected container.</param>
    public AmountInForce OwnLimit(string resource, Field<ResourceQuantity>? written)
    {
        var limit = Final.Limits[resource];
        var origin =
            limit.IsAbsent ? Origin.None
            : limit.IsUnknown ? Origin.Unknown
            : Written.Limits[resource].IsAbsent ? Origin.LimitRange
            : Written.IsGiven(isLimit: true, resource) ? Origin.Operator
            : Origin.Declared;
        return Of(limit, origin, written, LimitRanges?.LimitOf(resource));
    }

    private static AmountInForce Of(Amount amount, Origin origin, Field<ResourceQuantity>? written, LimitRangeDefault? injected) =>
        new(
            amount,
            origin,
            origin == Origin.Declared && written is { IsAbsent: false } field ? field.Text : null,
            origin == Origin.LimitRange ? injected : null
        );
}

/// <summary>The amounts of <c>spec.resources</c> in force.</summary>
public static class PodLevel
{
    /// <summary>The pod-level limit; absent where there is none.</summary>
    public static AmountInForce Limit(PodSpec pod, PodAmounts amounts, string resource)
    {
        var limit = amounts.PodLevel?.Limits[resource] ?? Amount.Absent;
        // Hugepages take the limits of the containers (D-4), from 1.37 on everything that all of them limit (D-6).
        bool isRaised = amounts.PodLevel?.Raised.Contains(resource) == true;
        return Of(limit, pod.Resources.Limits[resource], isRaised ? Origin.Request : SumOf(amounts));
    }

    /// <summary>The pod-level request: written, else what the containers request together, else the pod-level limit (D-4).</summary>
    public static AmountInForce Request(PodSpec pod, PodAmounts amounts, string resource)
    {
        var request = amounts.PodLevel?.Requests[resource] ?? Amount.Absent;
        bool isSum = amounts.PodLevel?.Summed.Contains(resource) == true;
        return Of(request, pod.Resources.Requests[resource], isSum ? SumOf(amounts) : Origin.Limit);
    }

    private static Origin SumOf(PodAmounts amounts) =>
        amounts.PodLevel?.SumsWhatIsInjected == true ? Origin.Containers : Origin.WrittenContainers;

    private static AmountInForce Of(Amount amount, Field<ResourceQuantity> written, Origin otherwise) =>
        amount.IsAbsent ? new(amount, Origin.None)
        : amount.IsUnknown ? new(amount, Origin.Unknown)
        : written.IsAbsent ? new(amount, otherwise)
        : new(amount, Origin.Declared, written.Text);
}
