using System.Collections.Immutable;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>What an operator makes an amount of.</summary>
public enum AmountCause
{
    /// <summary>Its own default, or fields that are no amounts of a container.</summary>
    Operator,

    /// <summary>A request, whose author wrote no limit.</summary>
    Request,

    /// <summary>A field of the author that says this amount in other words.</summary>
    Field,
}

/// <summary>An amount that an operator sets by itself.</summary>
/// <param name="IsLimit">True for a limit, false for a request.</param>
/// <param name="Resource"><c>memory</c>, <c>cpu</c>, …</param>
/// <param name="Quantity">How much; null where that cannot be known.</param>
/// <param name="Cause">What it is made of.</param>
public readonly record struct GivenAmount(
    bool IsLimit,
    string Resource,
    ResourceQuantity? Quantity,
    AmountCause Cause = AmountCause.Operator
)
{
    /// <summary>The field that says it; null where none says just this.</summary>
    public YamlScalar? Field { get; init; }
}

/// <summary>What an operator makes of a container beside what its author wrote.</summary>
public abstract record MadeContainer
{
    /// <summary>What people call the operator: <c>ECK</c>.</summary>
    public required string Operator { get; init; }

    /// <summary>The release whose source was read, where another one may fill in something else; null where none is known to.</summary>
    public string? Release { get; init; }

    /// <summary>The container's name.</summary>
    public required string Name { get; init; }

    /// <summary>What to point at for something that is not written.</summary>
    public required YamlNode Anchor { get; init; }

    /// <summary>What its author wrote, wherever that stands.</summary>
    public required ResourceRequirements Resources { get; init; }

    /// <summary>What the operator sets where nothing is written.</summary>
    public ImmutableArray<GivenAmount> Given { get; init; } = [];

    /// <summary>What limits rest on that the operator makes of requests: <c>Flink's limit-factor of 1.0</c>; null where it makes none so.</summary>
    public string? LimitsRestOn { get; init; }

    /// <summary>True if the amounts are computed of fields of its author and not defaults of the operator.</summary>
    public bool IsComputed { get; init; }

    /// <summary>Its image as the author or the operator names it; null if that is not known.</summary>
    public string? Image { get; init; }

    /// <summary>True if nobody wrote anything of it.</summary>
    public bool IsUnwritten { get; init; }
}
