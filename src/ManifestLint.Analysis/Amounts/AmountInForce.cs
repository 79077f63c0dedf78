using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Amounts;

/// <summary>Where the four amounts of a container come from; null for one that nothing sets.</summary>
public readonly record struct Origins(TextOrigin? MemoryRequest, TextOrigin? MemoryLimit, TextOrigin? CpuRequest, TextOrigin? CpuLimit)
{
    // Those that hold nothing of a manifest are one for all.

    /// <summary>The <c>resources</c> that it stands in.</summary>
    public static TextOrigin Written { get; } = new TextOrigin.Resources();

    /// <summary>What cannot be known.</summary>
    public static TextOrigin Unknown { get; } = new TextOrigin.NotKnown();

    /// <summary>The limit of the pod, which cannot be known.</summary>
    public static TextOrigin UnknownPodLimit { get; } = new TextOrigin.NotKnown { By = new TextOrigin.AmountOf(OtherAmount.PodLimit) };

    /// <summary>What somebody says in words that nobody here can read.</summary>
    /// <param name="by">Who; null if it is not known whether anybody does.</param>
    internal static TextOrigin UnknownBy(TextOrigin? by) => by is null ? Unknown : new TextOrigin.NotKnown { By = by };

    /// <summary>The same of what stands in a field of the pod; null where that is absent, or not looked at.</summary>
    internal static TextOrigin? UnknownIn(Field<ResourceQuantity>? written) =>
        written is { IsAbsent: false } field
            ? new TextOrigin.NotKnown
            {
                By = Written,
                Text = field.Text,
                Place = field.Node.Location,
            }
            : null;

    /// <summary>The limit of a request.</summary>
    public static TextOrigin Limit { get; } = new TextOrigin.AmountOf(OtherAmount.Limit);

    /// <summary>The request of a pod-level limit.</summary>
    public static TextOrigin Request { get; } = new TextOrigin.AmountOf(OtherAmount.Request);

    /// <summary>The limit of the pod.</summary>
    public static TextOrigin PodLimit { get; } = new TextOrigin.AmountOf(OtherAmount.PodLimit);

    /// <summary>The containers together, before LimitRanges inject.</summary>
    public static TextOrigin WrittenContainers { get; } = new TextOrigin.AmountOf(OtherAmount.WrittenContainers);

    /// <summary>The containers together, with what LimitRanges inject.</summary>
    public static TextOrigin Containers { get; } = new TextOrigin.AmountOf(OtherAmount.Containers);
}

/// <summary>An amount in force and who says so.</summary>
/// <param name="Amount">How much.</param>
/// <param name="Origin">Who says so; null where nothing sets it.</param>
/// <param name="Text">As its author wrote it, empty for <c>memory:</c> without a value; null where nobody wrote it.</param>
public readonly record struct AmountInForce(Amount Amount, TextOrigin? Origin, string? Text = null)
{
    /// <summary>The amount alone: as its author wrote it, else as Kubernetes prints it.</summary>
    public string Plain => Text is { } text ? Shown(text) : Amount.Value.ToString();

    /// <summary>
    /// For sentences: an amount that nobody wrote says where it comes from, as in <c>512Mi injected by LimitRange defaults</c> (rules.md
    /// rule 8).
    /// </summary>
    public override string ToString() =>
        Giver is { } given ? $"{Plain} {given}"
        : From is { } from ? $"{Plain} ({from})"
        : Plain;

    // Who gives what nobody wrote, and how; null for an amount of other amounts. The name, which may read as a word, comes last.
    private string? Giver =>
        Origin switch
        {
            TextOrigin.LimitRangeDefault given => $"injected by {given}",
            TextOrigin.Operator { Field: null } by => $"{(by.IsComputed ? "computed" : "set")} by {by.Name}",
            _ => null,
        };

    /// <summary>Where the amount comes from, in a few words; null for what its author wrote.</summary>
    public string? From =>
        Origin switch
        {
            TextOrigin.AmountOf other => other.ToString(),
            _ => Giver,
        };

    /// <summary>True if whoever gives this amount gives the other, too, by whatever entry.</summary>
    public bool IsGivenAs(AmountInForce other) =>
        (Origin, other.Origin) switch
        {
            (TextOrigin.LimitRangeDefault one, TextOrigin.LimitRangeDefault two) => one.Range == two.Range,
            (TextOrigin.Operator { Field: null } one, TextOrigin.Operator { Field: null } two) => (one.Name, one.IsComputed)
                == (two.Name, two.IsComputed),
            _ => Origin == other.Origin,
        };

    /// <summary>What an author wrote; <c>memory:</c> without a value counts as 0 (Q-6).</summary>
    public static string Shown(string text) => YamlType.IsNull(text.AsSpan().Trim()) ? "(empty, counts as 0)" : text.Trim();
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
    /// <summary>The pod whose limits it shares, for the text of its author; null if there is none.</summary>
    public PodSpec? OfPod { get; init; }

    /// <summary>The request in force.</summary>
    /// <param name="resource"><c>memory</c>, <c>cpu</c>, …</param>
    /// <param name="written">What its author wrote; null for an injected container.</param>
    public AmountInForce Request(string resource, Field<ResourceQuantity>? written)
    {
        var request = Final.Requests[resource];
        TextOrigin? origin =
            request.IsAbsent ? null
            : request.IsUnknown ? UnknownRequest(resource, written)
            : Written.GivenBy(isLimit: false, resource) is { } by ? by
            : !Written.Requests[resource].IsAbsent ? Origins.Written
            : Defaulted.Requests[resource].IsAbsent ? LimitRanges?.RequestOf(resource)
            : Origins.Limit;
        return Of(request, origin, written);
    }

    /// <summary>The limit in force: its own or an injected one, else the pod-level limit, which containers without one share (CG-1).</summary>
    /// <param name="resource"><c>memory</c>, <c>cpu</c>, …</param>
    /// <param name="written">What its author wrote; null for an injected container.</param>
    public AmountInForce Limit(string resource, Field<ResourceQuantity>? written)
    {
        var own = OwnLimit(resource, written);
        if (own.Origin is not null)
            return own;
        var shared = PodLevel?.Limits[resource] ?? Amount.Absent;
        return new(
            shared,
            shared.IsAbsent ? null
                : shared.IsKnown ? Origins.PodLimit
                : Origins.UnknownPodLimit,
            shared.IsKnown && OfPod?.Resources.Limits[resource] is { IsAbsent: false } field ? field.Text : null
        );
    }

    /// <summary>The container's own limit, written or injected; absent where it has none.</summary>
    /// <param name="resource"><c>memory</c>, <c>cpu</c>, …</param>
    /// <param name="written">What its author wrote; null for an injected container.</param>
    public AmountInForce OwnLimit(string resource, Field<ResourceQuantity>? written)
    {
        var limit = Final.Limits[resource];
        TextOrigin? origin =
            limit.IsAbsent ? null
            : limit.IsUnknown ? UnknownLimit(resource, written)
            : Written.GivenBy(isLimit: true, resource) is { } by ? by
            : Written.Limits[resource].IsAbsent ? LimitRanges?.LimitOf(resource)
            : Origins.Written;
        return Of(limit, origin, written);
    }

    private TextOrigin UnknownRequest(string resource, Field<ResourceQuantity>? written) =>
        Origins.UnknownIn(written)
        ?? (
            Written.GivenBy(isLimit: false, resource) is { } by ? Origins.UnknownBy(by)
            : !Written.Requests[resource].IsAbsent ? Origins.Unknown
            : Defaulted.Requests[resource].IsAbsent ? Origins.UnknownBy(LimitRanges?.RequestOf(resource))
            : Origins.UnknownBy(Origins.Limit)
        );

    private TextOrigin UnknownLimit(string resource, Field<ResourceQuantity>? written) =>
        Origins.UnknownIn(written)
        ?? (
            Written.GivenBy(isLimit: true, resource) is { } by ? Origins.UnknownBy(by)
            : Written.Limits[resource].IsAbsent ? Origins.UnknownBy(LimitRanges?.LimitOf(resource))
            : Origins.Unknown
        );

    private static AmountInForce Of(Amount amount, TextOrigin? origin, Field<ResourceQuantity>? written) =>
        new(
            amount,
            origin,
            origin is TextOrigin.Operator { Field: { } said } ? said.Value
                : origin is TextOrigin.LimitRangeDefault { Given.Text: { Length: > 0 } given } ? given
                : origin is TextOrigin.Resources && written is { IsAbsent: false } field ? field.Text
                : null
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
        return Of(limit, pod.Resources.Limits[resource], isRaised ? Origins.Request : SumOf(amounts));
    }

    /// <summary>The pod-level request: written, else what the containers request together, else the pod-level limit (D-4).</summary>
    public static AmountInForce Request(PodSpec pod, PodAmounts amounts, string resource)
    {
        var request = amounts.PodLevel?.Requests[resource] ?? Amount.Absent;
        bool isSum = amounts.PodLevel?.Summed.Contains(resource) == true;
        return Of(request, pod.Resources.Requests[resource], isSum ? SumOf(amounts) : Origins.Limit);
    }

    private static TextOrigin SumOf(PodAmounts amounts) =>
        amounts.PodLevel?.SumsWhatIsInjected == true ? Origins.Containers : Origins.WrittenContainers;

    private static AmountInForce Of(Amount amount, Field<ResourceQuantity> written, TextOrigin otherwise) =>
        amount.IsAbsent ? new(amount, null)
        : amount.IsUnknown ? new(amount, Origins.UnknownIn(written) ?? Origins.UnknownBy(otherwise))
        : written.IsAbsent ? new(amount, otherwise)
        : new(amount, Origins.Written, written.Text);
}
