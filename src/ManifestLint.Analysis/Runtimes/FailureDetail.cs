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

    /// <summary>It is a size in the right form, and beyond all memory.</summary>
    BeyondMemory,

    /// <summary>It is no share of a JVM's memory.</summary>
    NoJvmShare,

    /// <summary>It is a share without the point that Java 8 asks for.</summary>
    NoPoint,

    /// <summary>Its value stands apart from the name, which the detail tells.</summary>
    Apart,

    /// <summary>It is below the initial heap, whose option the detail tells.</summary>
    BelowInitial,

    /// <summary>It begins with other dashes than an option does; the detail says how.</summary>
    Dashes,

    /// <summary>Several options are one argument.</summary>
    OneArgument,

    /// <summary>All of a command line is one argument, and no program has that name.</summary>
    WholeLine,

    /// <summary>It is no share of the memory that Node.js takes.</summary>
    NoNodeShare,

    /// <summary>It is no number of MiB.</summary>
    NoMebibytes,

    /// <summary>A number of MiB that is not joined with its option.</summary>
    NotJoined,

    /// <summary>It is taken for the script or the program, as the detail says.</summary>
    TakenFor,

    /// <summary>The same of a reference that no shell replaces.</summary>
    NotReplaced,

    /// <summary>Its hexadecimal digits are the number of bytes that the detail tells: too few.</summary>
    Hexadecimal,

    /// <summary>One or two variables, which the detail names, have to be set beside it.</summary>
    Incomplete,
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
            FailureDetailKind.BeyondMemory => RuntimeFailure.StartupError.Reason(),
            FailureDetailKind.NoJvmShare => "a percentage is a number from 0.0 to 100.0",
            FailureDetailKind.NoPoint => "a percentage needs a decimal point in Java 8, as in 75.0",
            FailureDetailKind.Apart => $"the value has to follow {Other} directly",
            FailureDetailKind.BelowInitial => $"the initial heap {Other} is larger than the maximum heap",
            FailureDetailKind.Dashes => $"it begins with {Other}",
            FailureDetailKind.OneArgument => "all of it is one argument, and taken as one option",
            FailureDetailKind.WholeLine => "the whole command line is one argument",
            FailureDetailKind.NoNodeShare => "the percentage is a number above 0 and up to 100",
            FailureDetailKind.NoMebibytes => "the value is a whole number of MiB without a unit",
            FailureDetailKind.NotJoined => "the value, a whole number of MiB, has to be joined with =",
            FailureDetailKind.TakenFor => $"it is taken for the {Other}",
            FailureDetailKind.NotReplaced => $"no shell replaces it, and it is taken for the {Other}",
            FailureDetailKind.Hexadecimal => $"read as hexadecimal it is {Other}, too little for a heap",
            FailureDetailKind.Incomplete when Second is null => $"{Other} is missing, and all three must be set",
            FailureDetailKind.Incomplete => $"{Other} and {Second} are missing, and all three must be set",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
