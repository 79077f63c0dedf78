namespace ManifestLint.Runtimes;

/// <summary>What is wrong with the option at fault, where the failure alone does not say it.</summary>
public enum FailureDetailKind
{
    /// <summary>It is no whole number.</summary>
    NotWhole,

    /// <summary>It is above another amount or option, which the detail names.</summary>
    Above,

    /// <summary>It has to be above an option that the detail names, and is not.</summary>
    NotAbove,

    /// <summary>It is below another option, which the detail names.</summary>
    Below,

    /// <summary>It needs an option below it, which the detail names.</summary>
    NeedsBelow,

    /// <summary>A collector, which the detail names, divides by it.</summary>
    DividedBy,

    /// <summary>The lower of two options that belong together, which the detail names, is above the upper one.</summary>
    Crossed,

    /// <summary>Another option, which the detail names, selects another collector.</summary>
    OtherCollector,

    /// <summary>What the image reserves beside the heap, which the detail tells, does not fit.</summary>
    Reserved,
}

/// <summary>What is wrong with the option at fault; <see cref="ToString"/> alone makes words of it.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Other">The option, amount or collector that it is about: <c>MinTLABSize</c>; null for none.</param>
public sealed record FailureDetail(FailureDetailKind Kind, string? Other = null)
{
    /// <summary>The second option, where there are two.</summary>
    public string? Second { get; init; }

    /// <summary>True if the amount is the least that is known.</summary>
    public bool IsAtLeast { get; init; }

    /// <summary>For people, a clause about the option, continuing "does not start with …:".</summary>
    public override string ToString() =>
        Kind switch
        {
            FailureDetailKind.NotWhole => "it must be a whole number",
            FailureDetailKind.Above => $"it is above {Other}",
            FailureDetailKind.NotAbove => $"it is not above {Other}",
            FailureDetailKind.Below => $"it is below {Other}",
            FailureDetailKind.NeedsBelow => $"it needs {Other} below it",
            FailureDetailKind.DividedBy => $"the {Other} collector divides by it",
            FailureDetailKind.Crossed => $"{Other} is above {Second}",
            FailureDetailKind.OtherCollector => $"{Other} selects another garbage collector",
            FailureDetailKind.Reserved => $"the image reserves {(IsAtLeast ? "at least " : "")}{Other} beside the heap",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
