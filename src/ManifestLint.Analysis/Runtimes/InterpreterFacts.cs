using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;

namespace ManifestLint.Runtimes;

/// <summary>A Python or a Ruby that a container runs. It bounds its memory by no setting of its own; what is declared for its workers are their
/// demands.</summary>
/// <param name="Name">The public name (contracts.md C3): <c>python</c>.</param>
/// <param name="Version">Its version as the image's tag gives it; null if it gives none.</param>
/// <param name="Certainty">Assumed where an image tells of it that may be another one.</param>
public sealed record InterpreterFacts(string Name, string? Version, RuntimeCertainty Certainty)
{
    // The words of programs.txt that are interpreters, with the servers whose workers are processes of theirs (DeclaredWorkers).
    private static readonly (string Name, ImmutableArray<string> Servers)[] Known =
    [
        ("python", ["uWSGI", "Celery", "Granian", "Odoo"]),
        ("ruby", ["Puma"]),
    ];

    /// <summary>Where the version is from.</summary>
    public VersionSource VersionFrom { get; init; } = VersionSource.ImageTag;

    /// <summary>True if such workers are its processes.</summary>
    public bool Runs(WorkerPool workers) => Known.First(k => k.Name == Name).Servers.Contains(workers.Server);

    /// <summary>The interpreter among what runs; null if there is none.</summary>
    internal static InterpreterFacts? Of(Referee referee)
    {
        foreach (var seen in referee.Seen)
        {
            if (!Array.Exists(Known, k => k.Name == seen.Program))
                continue;
            var image = referee.Image is { } match && match.Row.Program == seen.Program ? match : null;
            return new(
                seen.Program,
                image?.Version,
                seen.Evidence == ProgramEvidence.Command || image is { IsOwn: true } ? RuntimeCertainty.Exact : RuntimeCertainty.Assumed
            );
        }
        return null;
    }
}
