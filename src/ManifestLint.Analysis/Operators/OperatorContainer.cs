using ManifestLint.Amounts;
using ManifestLint.Containers;
using ManifestLint.Manifests;

namespace ManifestLint.Operators;

/// <summary>A container that an operator makes, with what it starts in it.</summary>
internal sealed record OperatorContainer : MadeContainer
{
    /// <summary>What runs in it, by the memory limit that its processes see; null where the container's own words say it all.</summary>
    public Func<MemoryCap, MadeProgram>? ProgramBy { get; init; }

    /// <summary>What an operator starts in a container; null where no operator does or nothing is known of it.</summary>
    public static MadeProgram? ProgramOf(ContainerSpec container, MemoryCap limit) =>
        (container.Made as OperatorContainer)?.ProgramBy?.Invoke(limit);
}
