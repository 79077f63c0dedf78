using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Programs;

namespace ManifestLint.Findings;

/// <summary>Sorts of reasons to skip a file.</summary>
public enum SkipKind
{
    /// <summary>A template of some tool, to be rendered first.</summary>
    Template,

    /// <summary>Holds no Kubernetes object.</summary>
    NotManifest,

    /// <summary>Could not be read, or is no text.</summary>
    Unreadable,

    /// <summary>A kustomization that cannot be composed, or not whole.</summary>
    NotComposed,

    /// <summary>A part of an object, such as a patch, that nothing in the scan composes.</summary>
    Partial,

    /// <summary>There is more of something than is looked at, or it costs too much work, so values are unknown (contracts.md C8).</summary>
    PastLimit,

    /// <summary>Beside what was named, and past what is read there for facts (contracts.md C8); nothing of it would have been judged.</summary>
    NotRead,
}

/// <summary>Why a file or document was not analysed, or only in part.</summary>
public enum SkipCause
{
    /// <summary>It is a template.</summary>
    Template,

    /// <summary>It parses and holds no object.</summary>
    NoObject,

    /// <summary>It does not parse and does not look like an object.</summary>
    NoObjectInErrors,

    /// <summary>A kustomization puts it into a Secret.</summary>
    OfSecret,

    /// <summary>It could not be read.</summary>
    Unreadable,

    /// <summary>Kustomize would refuse it.</summary>
    NotComposed,

    /// <summary>Something that it names could not be had.</summary>
    NotComposedWhole,

    /// <summary>Nothing in the scan uses the part of an object.</summary>
    Alone,

    /// <summary>The same, and what may use it was not all looked for.</summary>
    SearchCut,

    /// <summary>What changes an object could not be had.</summary>
    DependsOnGap,

    /// <summary>Its variables and scripts cost too much work.</summary>
    TooMuchWork,

    /// <summary>There is more of something than is looked at.</summary>
    TooMany,

    /// <summary>It stands beside what was named, past what is read there.</summary>
    PastNeighbours,
}

/// <summary>A file or document that was not analysed, and why.</summary>
/// <param name="File">Its path.</param>
/// <param name="Cause">Why.</param>
/// <param name="Line">The 1-based line at which the document starts; null for the whole file.</param>
public sealed record SkippedFile(string File, SkipCause Cause, int? Line = null)
{
    /// <summary>What is wrong with the file; null where nobody said more.</summary>
    public string? Problem { get; init; }

    /// <summary>What there is more of than is looked at.</summary>
    public PastLimit? PastLimit { get; init; }

    /// <summary>Why kustomize refuses.</summary>
    public RefusalReason? Refusal { get; init; }

    /// <summary>What could not be had.</summary>
    public GapReason? Gap { get; init; }

    /// <summary>Where what could not be had is named, in another place than this one.</summary>
    public (string File, int Line)? NamedAt { get; init; }

    /// <summary>The overlays that this is about.</summary>
    public ImmutableArray<string> Overlays { get; init; } = [];

    /// <summary>What sort of reason, for counting and exit codes.</summary>
    public SkipKind Kind =>
        Cause switch
        {
            SkipCause.Template => SkipKind.Template,
            SkipCause.NoObject or SkipCause.NoObjectInErrors or SkipCause.OfSecret => SkipKind.NotManifest,
            SkipCause.NotComposed or SkipCause.NotComposedWhole => SkipKind.NotComposed,
            SkipCause.Alone or SkipCause.SearchCut or SkipCause.DependsOnGap => SkipKind.Partial,
            SkipCause.TooMuchWork or SkipCause.TooMany => SkipKind.PastLimit,
            SkipCause.PastNeighbours => SkipKind.NotRead,
            _ => SkipKind.Unreadable,
        };

    /// <summary>Why, in a few words.</summary>
    public string Reason => ReportLength.OfNote(Text);

    private string Text =>
        Cause switch
        {
            SkipCause.Template => "a template that has to be rendered first",
            SkipCause.NoObject => "holds no Kubernetes object",
            SkipCause.NoObjectInErrors => "does not parse and holds no apiVersion and kind",
            SkipCause.OfSecret => "goes into a Secret as it is, so it is no manifest here",
            SkipCause.NotComposed => $"not composed: {Refusal} {OfOverlays}",
            SkipCause.NotComposedWhole => $"not composed whole: {Gap} {OfOverlays}",
            SkipCause.Alone => "a partial object: what it belongs to is not in the scan",
            SkipCause.SearchCut => "a partial object: the search for kustomizations that use it ended at its limit",
            SkipCause.DependsOnGap => $"a partial object: {Gap} ({NamedAt?.File}:{NamedAt?.Line})",
            SkipCause.TooMuchWork => "following its variables and scripts takes too much work, so the values from here on are unknown",
            SkipCause.TooMany => PastLimit?.Text() ?? "there is too much of something to be looked at",
            SkipCause.PastNeighbours =>
                "of the files next to a named one 4 MB in 2000 files are read, the smallest first, and this is past them",
            _ => Problem ?? "cannot be read",
        };

    private string OfOverlays => $"(overlay{(Overlays.Length == 1 ? "" : "s")} {string.Join(", ", Overlays)})";
}
