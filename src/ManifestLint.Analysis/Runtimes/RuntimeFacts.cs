using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes;

/// <summary>What the facts of every language runtime say.</summary>
public abstract record RuntimeFacts
{
    /// <summary>The major version: 17 for Java 17, 20 for Node.js 20, 10 for .NET 10, and what follows <c>1.</c> for Go.</summary>
    public required int Version { get; init; }

    /// <summary>Where the version is from.</summary>
    public required VersionSource VersionFrom { get; init; }

    /// <summary>How sure the facts are.</summary>
    public required RuntimeCertainty Certainty { get; init; }

    /// <summary>What they rest on where <see cref="Certainty"/> is Assumed; else null.</summary>
    public RuntimeAssumption? Assumption =>
        Certainty != RuntimeCertainty.Assumed ? null
        : Wrapper is { } wrapper ? new RuntimeAssumption.WrapperSetsNone(wrapper)
        : Assumed;

    /// <summary>What they rest on where they are assumed, but for <see cref="Wrapper"/>; null where that is nothing to tell.</summary>
    private protected abstract RuntimeAssumption? Assumed { get; }

    /// <summary>The program that may set another value of the variable which decides, where nothing else makes them less than exact; null if there is
    /// none.</summary>
    public string? Wrapper { get; init; }

    /// <summary>The program in front of a process that may set what decides anew: an argument is decided, and what is set behind it; null if there is
    /// none.</summary>
    internal static string? WrapperOf(Process process, RuntimeSetting? decides) =>
        decides is not { From: TextOrigin.Variable { Name: var name } } ? null
        : process.Wrapper is { } wrapper && wrapper.MaySet(name, process.Variable(name)) ? wrapper.Name
        : UnknownFront.Of(process);

    /// <summary>What it asks memory for; empty where nothing is known of it, or where it does not start.</summary>
    public IEnumerable<MemoryDemand> Demands => Certainty == RuntimeCertainty.Unknown || Starts == false ? [] : Asked();

    /// <summary>The demands of a runtime that starts, with what they rest on.</summary>
    private protected abstract IEnumerable<MemoryDemand> Asked();

    /// <summary>True if options are accepted and a program is named where one must be; null if unknown.</summary>
    public bool? Starts { get; init; }

    /// <summary>Why it does not start; null if it starts or that is unknown.</summary>
    public RuntimeFailure? Failure { get; init; }

    /// <summary>What is wrong with the option at fault; null where <see cref="Failure"/> says all there is.</summary>
    public FailureDetail? FailureDetail { get; init; }

    /// <summary>Why it does not start, a clause about the option at fault; null if it starts or that is unknown.</summary>
    public string? FailureReason => FailureDetail?.ToString() ?? Failure?.Reason();

    /// <summary>The exit code with <see cref="Failure"/>: 0 where it only reads its standard input, 137 for a .NET heap that cannot be
    /// reserved, though nothing was OOMKilled; null if unknown.</summary>
    public int? ExitCode { get; init; }
}
