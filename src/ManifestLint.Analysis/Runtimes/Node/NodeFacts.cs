using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Node;

/// <summary>What tells of a Node.js that is assumed.</summary>
internal enum NodeBasis
{
    /// <summary>The command, or the image's own.</summary>
    Command,

    /// <summary>A command among the arguments, which the image is taken to run.</summary>
    PassedOn,

    /// <summary>A script of a package.json that is mounted.</summary>
    Package,

    /// <summary>A variable alone.</summary>
    Variable,
}

/// <summary>What decides the facts of a container's Node.js processes.</summary>
/// <param name="Plan">What the container runs.</param>
/// <param name="Image">Its image; null if none is written.</param>
/// <param name="Around">Limits and assumed node.</param>
public sealed record NodeInput(ProcessPlan Plan, ContainerImage? Image, RuntimeSurroundings Around)
{
    /// <summary>A major version that beats the image's tag; null: none.</summary>
    public int? ConfiguredVersion { get; init; }

    /// <summary>The text of a file as the container sees it; null if not known.</summary>
    public Func<string, Word?>? ReadFile { get; init; }
}

/// <summary>What decides the old space of a Node.js process.</summary>
public enum NodeHeapOrigin
{
    /// <summary>Nothing but the memory that it sees.</summary>
    Default,

    /// <summary>An option with a size.</summary>
    Explicit,

    /// <summary>An option with a percentage.</summary>
    Percentage,
}

/// <summary>What will follow from a container's options for Node.js. Amounts are bytes, of the process with the largest heap unless said otherwise;
/// null is unknown.</summary>
public sealed record NodeFacts : RuntimeFacts
{
    /// <summary>The option at fault, or null.</summary>
    public RuntimeSetting? FailedAt { get; init; }

    /// <summary>True if another release of Node.js may accept the option at fault.</summary>
    public bool FailureDependsOnVersion { get; init; }

    /// <summary>The whole heap: <c>heap_size_limit</c>, old space and three semi-spaces.</summary>
    public long? MaxHeapBytes { get; init; }

    /// <summary>The old space alone.</summary>
    public long? MaxOldSpaceBytes { get; init; }

    /// <summary>Sum of the whole heaps of the processes side by side.</summary>
    public long? TotalMaxHeapBytes { get; init; }

    /// <summary>Sum of the old spaces of the processes side by side.</summary>
    public long? TotalOldSpaceBytes { get; init; }

    /// <summary>How <see cref="TotalOldSpaceBytes"/>, without an option <see cref="TotalMaxHeapBytes"/>, comes about where several run side by side; null for
    /// one, and for very many that differ.</summary>
    public Derivation.Sum? TotalBy { get; init; }

    /// <summary>What decides the heaps of the others that run side by side, each once.</summary>
    public ImmutableArray<RuntimeSetting> FurtherHeaps { get; init; } = [];

    /// <summary>What decides the old space; null if unknown.</summary>
    public NodeHeapOrigin? HeapOrigin { get; init; }

    /// <summary>The option that decides the old space, or null.</summary>
    public RuntimeSetting? HeapSource { get; init; }

    /// <summary>True if the heap is sized from the node's memory: no limit, or a release that does not see it.</summary>
    public bool IsHeapFromNode { get; init; }

    /// <summary>The whole heap on a node of the assumed size, in bytes; null unless that decides it and nobody has told the node's size.</summary>
    public long? HeapOnAssumedNodeBytes { get; init; }

    /// <summary>As in <see cref="Process.UnsetName"/>.</summary>
    public string? UnsetName { get; init; }

    /// <summary>Options without effect.</summary>
    public ImmutableArray<RuntimeIgnoredSetting> Ignored { get; init; } = [];

    /// <summary>True if npm, yarn or the like starts the processes, so that their own options cannot be seen.</summary>
    public bool IsThroughLauncher { get; init; }

    /// <summary>True if that runs a script of package.json, which may have options of its own.</summary>
    public bool IsThroughPackage { get; init; }

    private protected override RuntimeAssumption? Assumed =>
        Basis == NodeBasis.Package ? new RuntimeAssumption.RunsMounted("package.json")
        : IsThroughPackage ? new RuntimeAssumption.PackageSetsNone(HeapSource is not null)
        : IsThroughLauncher ? null
        : Basis switch
        {
            NodeBasis.Variable => new RuntimeAssumption.ImageRuns("Node.js"),
            NodeBasis.PassedOn => new RuntimeAssumption.EntrypointPassesArguments(),
            _ => new RuntimeAssumption.CommandSetsNone(),
        };

    /// <summary>What tells of it where it is assumed.</summary>
    internal NodeBasis Basis { get; init; }

    private protected override IEnumerable<MemoryDemand> Asked() => NodeDemands.Of(this);

    /// <summary>How the old space was computed; null if that is unknown.</summary>
    public Derivation? OldSpaceBy { get; init; }

    /// <summary>How the whole heap was computed; null if that is unknown.</summary>
    public Derivation? HeapBy { get; init; }

    /// <summary>Number of processes that run side by side.</summary>
    public int ProcessCount { get; init; } = 1;
}
