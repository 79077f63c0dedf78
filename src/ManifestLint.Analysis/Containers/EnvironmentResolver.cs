using System.Collections.Immutable;
using ManifestLint.Programs;

namespace ManifestLint.Containers;

/// <summary>One entry of a container's <c>env</c> list, read by the caller.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its text; unknown if it cannot be known; null if the entry sets nothing (an optional reference whose object or key is
/// missing for certain).</param>
/// <param name="IsReference">True if the value comes from <c>valueFrom</c>: such values are not expanded.</param>
public readonly record struct EnvironmentEntry(string Name, Word? Value, bool IsReference = false);

/// <summary>Turns a container's <c>env</c> and <c>envFrom</c> into the environment its first process gets.
/// Source: kubernetes v1.36 pkg/kubelet/kubelet_pods.go, makeEnvironmentVariables.</summary>
public static class EnvironmentResolver
{
    /// <summary>The final values. Entries are expanded in order, so a reference sees only what stands before it; of entries with the same
    /// name the last one wins, though earlier references saw the earlier value.</summary>
    /// <param name="entries">The <c>env</c> list in order.</param>
    /// <param name="fromSources">What <c>envFrom</c> gives, later sources over earlier ones, prefixes applied; complete is false if a source
    /// could not be read. <c>env</c> beats all of it.</param>
    public static ProgramEnvironment Resolve(IEnumerable<EnvironmentEntry> entries, ProgramEnvironment? fromSources = null)
    {
        var environment = fromSources ?? ProgramEnvironment.Empty;
        var variables = environment.Variables.ToBuilder();
        foreach (var entry in entries)
        {
            if (entry.Value is not { } written)
                continue;
            variables[entry.Name] =
                entry.IsReference || !KubeletExpansion.MayExpand(written)
                    ? written
                    : KubeletExpansion.Expand(written, environment with { Variables = variables.ToImmutable() });
        }
        return environment with { Variables = variables.ToImmutable() };
    }
}
