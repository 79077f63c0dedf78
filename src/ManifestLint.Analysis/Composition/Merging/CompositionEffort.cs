using ManifestLint.Programs;

namespace ManifestLint.Composition.Merging;

/// <summary>
/// What composing one kustomization may cost (contracts.md C8): patches, labels and images are each asked of all objects, and a base may be
/// reached on very many ways.
/// </summary>
internal static class CompositionEffort
{
    // About half a second; a hundred patches of five hundred objects take a tenth.
    private const long Most = 20_000_000;

    /// <summary>Begins with a kustomization.</summary>
    public static void Begin() => Effort.Begin(Most);

    /// <summary>Ends with it.</summary>
    public static void End() => Effort.End();

    /// <summary>Counts work (units of <see cref="Effort"/>).</summary>
    /// <exception cref="RefusalException">It is too much.</exception>
    public static void Spend(long units)
    {
        if (!Effort.Spend(units))
            throw new RefusalException(null, RefusalKind.TooMuchWork);
    }
}
