using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>What the API server or a webhook refuses of an object that acts on pods.</summary>
internal enum PolicyFault
{
    TwoItemsOfType,
    NotOfPods,
    Above,
    Below,
    RatioAbove,
    NotTypeOfMetric,
    MetricWithout,
    NoneOf,
    TargetWithoutAverage,
    TargetWithBothAverages,
    UtilizationNotPositive,
    ValueNotPositive,
    NotCountable,
    NotScope,
    ScopesExclude,
    OperatorOfPriorityClass,
    OperatorWithoutValues,
    OperatorWithValues,
    ScopeDoesNotApply,
    NoTargetRef,
    SeveralRecommenders,
    NoUpdateMode,
    NoContainerName,
    ControlledThoughOff,
    AllowedBelow,
    NotWholeBytes,
    NotWholeThousandths,
    UnquotedBoolean,
    UnquotedNumber,
}

/// <summary>Why an object that acts on pods is refused, so that it is not there (LR-7, VPA-6).</summary>
/// <param name="Location">Where.</param>
/// <param name="Path">The address of that within the object.</param>
public sealed record PolicyProblem(Location Location, YamlPath Path)
{
    private readonly PolicyFault _fault;
    private readonly string[] _parts = [];

    internal PolicyProblem(PolicyFault fault, string[] parts, Location location, YamlPath path)
        : this(location, path) => (_fault, _parts) = (fault, parts);

    /// <summary>What to write instead: <c>updateMode: Recreate</c>; null where that is not to be known.</summary>
    public string? Instead { get; init; }

    /// <summary>The word that stands there and those that may, of which one may be meant; null where it is no word of a list.</summary>
    public (string Written, ImmutableArray<string> Words)? Choice { get; init; }

    /// <summary>What it contradicts, and a note; null for nothing.</summary>
    public (Location Location, string Note)? Related { get; init; }

    /// <summary>True if an amount in the wrong unit makes it so, which is told by itself (ML0004).</summary>
    public bool IsOfSlip { get; init; }

    /// <summary>What is wrong with it: a clause, with its amounts as their author wrote them.</summary>
    public string What =>
        _fault switch
        {
            PolicyFault.TwoItemsOfType => $"two items of type {_parts[0]}; one is allowed",
            PolicyFault.NotOfPods => $"an item of type Pod may not have {_parts[0]}",
            PolicyFault.Above => $"{_parts[0]} {_parts[1]} is above {_parts[2]} {_parts[3]}",
            PolicyFault.Below => $"{_parts[0]} {_parts[1]} is below {_parts[2]}",
            PolicyFault.RatioAbove => $"maxLimitRequestRatio {_parts[0]} is above {_parts[1]} (max {_parts[2]} divided by min {_parts[3]})",
            PolicyFault.NotTypeOfMetric => $"{_parts[0]} is not a type of metric",
            PolicyFault.MetricWithout => $"a metric of type {_parts[0]} without {_parts[1]}",
            PolicyFault.NoneOf => $"{_parts[0]} is none of {_parts[1]}",
            PolicyFault.TargetWithoutAverage => "a target without averageUtilization and averageValue",
            PolicyFault.TargetWithBothAverages => "a target with both averageUtilization and averageValue",
            PolicyFault.UtilizationNotPositive => $"averageUtilization {_parts[0]} must be above 0",
            PolicyFault.ValueNotPositive => $"averageValue {_parts[0]} is not above 0",
            PolicyFault.NotCountable => $"{_parts[0]} is not a resource that a quota can count",
            PolicyFault.NotScope => $"{_parts[0]} is not a scope of a quota",
            PolicyFault.ScopesExclude => $"scopes {_parts[0]} and {_parts[1]} exclude each other",
            PolicyFault.OperatorOfPriorityClass => $"scope {_parts[0]} with operator {_parts[1]}, which only PriorityClass has",
            PolicyFault.OperatorWithoutValues => $"scope {_parts[0]} with operator {_parts[1]} and no values",
            PolicyFault.OperatorWithValues => $"scope {_parts[0]} with operator {_parts[1]} and values",
            PolicyFault.ScopeDoesNotApply => $"scope {_parts[0]} does not apply to {_parts[1]}",
            PolicyFault.NoTargetRef => "there is no targetRef",
            PolicyFault.SeveralRecommenders => "there is more than one recommender",
            PolicyFault.NoUpdateMode => "updatePolicy has no updateMode",
            PolicyFault.NoContainerName => "a container policy has no containerName",
            PolicyFault.ControlledThoughOff => "controlledValues RequestsAndLimits is not allowed with mode Off",
            PolicyFault.AllowedBelow => $"maxAllowed {_parts[0]} of {_parts[1]} is below minAllowed {_parts[2]}",
            PolicyFault.NotWholeBytes => $"{_parts[0]} {_parts[1]} of memory is not a whole number of bytes",
            PolicyFault.NotWholeThousandths => $"{_parts[0]} {_parts[1]} of cpu is not a whole number of millicores",
            PolicyFault.UnquotedBoolean => $"{_parts[0]} {_parts[1]} without quotes is a boolean",
            PolicyFault.UnquotedNumber => $"{_parts[0]} {_parts[1]} without quotes is a number",
            _ => throw new InvalidOperationException(),
        };

    /// <summary>Words of which one is allowed.</summary>
    internal static string Listed(string[] words) => $"{string.Join(", ", words[..^1])} and {words[^1]}";
}
