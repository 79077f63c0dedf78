using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Suppressing;

/// <summary>The suppressions that speak for what is found in one document.</summary>
/// <param name="Source">Its text.</param>
/// <param name="OfDocument">Those of the document.</param>
/// <param name="OfFile">Those of the file.</param>
internal sealed record SuppressionsInForce(SourceText? Source, SuppressionIndex OfDocument, SuppressionIndex OfFile)
{
    /// <summary>None.</summary>
    public static SuppressionsInForce None { get; } = new(null, new SuppressionIndex(), new SuppressionIndex());

    /// <summary>True if there are none.</summary>
    public bool IsEmpty => OfDocument.IsEmpty && OfFile.IsEmpty;

    /// <summary>The first that silences a finding; null if none does. All that name it have a use then.</summary>
    /// <param name="finding">The finding.</param>
    /// <param name="manifest">Its object, or null.</param>
    /// <param name="container">The container it is in, or null.</param>
    /// <param name="question">What is asked about it.</param>
    public ActiveSuppression? Silence(Finding finding, Manifest? manifest, ContainerSpec? container, in SuppressionQuestion question)
    {
        var answer = SuppressionIndex.Answer.None;
        OfDocument.AskWhole(question, ref answer);
        OfDocument.AskObject(question, SuppressionIndex.OwnerOf(manifest), finding.PodPath, finding.Path, ref answer);
        if (Source is not null && finding.Location.Source.Path == Source.Path)
            OfDocument.AskSpan(question, finding.Location.Span with { End = finding.Location.Span.Start }, ref answer);
        if (container is not null)
            OfDocument.AskSpan(question, container.Node.Location.Span, ref answer);
        if (manifest is not null)
            OfDocument.AskSpan(question, manifest.Root.Location.Span, ref answer);
        return OrThatOfFile(question, answer);
    }

    /// <summary>
    /// The first that silences what is told of others in an object's place; null if none does: a comment silences what is printed at its line,
    /// whatever the finding is about, an annotation of the object everything.
    /// </summary>
    /// <param name="owner">The object (<see cref="SuppressionIndex.OwnerOf"/>).</param>
    /// <param name="pod">The address of its pod.</param>
    /// <param name="place">Where it is told.</param>
    /// <param name="question">What is asked about it.</param>
    public ActiveSuppression? SilenceAt(int owner, YamlPath pod, ReportedPlace place, in SuppressionQuestion question)
    {
        var answer = SuppressionIndex.Answer.None;
        OfDocument.AskObject(question, owner, pod, YamlPath.Root, ref answer);
        if (Source is null || place.File != Source.Path)
            return answer.Active;
        OfDocument.AskWhole(question, ref answer);
        OfDocument.AskSpan(question, new TextSpan(place.Offset, place.Offset), ref answer);
        return OrThatOfFile(question, answer);
    }

    // Those of the file have a use, too, but come behind the document's.
    private ActiveSuppression? OrThatOfFile(in SuppressionQuestion question, SuppressionIndex.Answer answer)
    {
        var later = SuppressionIndex.Answer.None;
        OfFile.AskWhole(question, ref later);
        return answer.Active ?? later.Active;
    }
}
