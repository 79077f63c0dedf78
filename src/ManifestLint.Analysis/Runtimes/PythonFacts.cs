using ManifestLint.Containers;
using ManifestLint.Evidence;

namespace ManifestLint.Runtimes;

/// <summary>A Python that a container runs. It bounds its memory by no setting of its own; what is declared for its workers are their demands.</summary>
/// <param name="Version">Its version as the image's tag gives it; null if it gives none.</param>
/// <param name="Certainty">Assumed where an image tells of it that may be another one.</param>
public sealed record PythonFacts(string? Version, RuntimeCertainty Certainty)
{
    private const string Program = "python";

    // What workers of these names are processes of (DeclaredWorkers).
    private static readonly string[] Servers = ["uWSGI", "Celery", "Granian", "Odoo"];

    /// <summary>True if such workers are processes of Python.</summary>
    public static bool Runs(WorkerPool workers) => Servers.Contains(workers.Server);

    /// <summary>The Python among what runs; null if there is none.</summary>
    internal static PythonFacts? Of(Referee referee)
    {
        if (referee.Seen.FirstOrDefault(s => s.Program == Program) is not { Text: not null } seen)
            return null;
        var image = referee.Image is { Row.Program: Program } match ? match : null;
        return new(
            image is { Row.Release: "tag" } && referee.Reference is { } reference
                ? KnownImages.Numbers(ContainerImage.Parse(reference).Tag)
                : null,
            seen.Evidence == ProgramEvidence.Command || image is { Standing: ImageStanding.Own }
                ? RuntimeCertainty.Exact
                : RuntimeCertainty.Assumed
        );
    }
}
