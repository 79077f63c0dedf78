using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>What is done with the documents and objects of a file, or of a part of it.</summary>
/// <param name="OnDocument">Called for each document.</param>
/// <param name="OnObject">Called for each object.</param>
internal sealed record FileWork(Action<SourceText, YamlDocument> OnDocument, Action<Manifest> OnObject);

/// <summary>Reads one file, document by document, and hands each object on; trees are dropped as it goes.</summary>
/// <param name="source">The file.</param>
/// <param name="kept">What was read of it already.</param>
/// <param name="effort">What it may cost beside its characters.</param>
/// <param name="role">What it is to kustomizations.</param>
/// <param name="isOfSecret">True if it goes into a Secret as it is, whatever else it is.</param>
internal sealed class FileAnalysis(LintSource source, KeptReading kept, long effort, FileRole role, bool isOfSecret)
{
    /// <summary>Where the file's results go.</summary>
    public FileOutcome Outcome { get; } = new();

    /// <summary>Goes through the file.</summary>
    /// <param name="work">What is done with what it holds.</param>
    /// <param name="sharing">Tells of a text how its parts can be gone through side by side, or null where they hang together.</param>
    public void Run(FileWork work, Func<SourceText, FileSharing?>? sharing = null)
    {
        var reading = kept.TextOf(source.Path) is { } known ? new SourceReading(known, null) : source.Open();
        if (reading.Text is not { } text)
        {
            Outcome.Skipped.Add(new SkippedFile(source.Path, SkipCause.Unreadable) { Problem = reading.Problem });
            return;
        }
        text.IsOfSecret |= isOfSecret;
        if (role == FileRole.Secret)
        {
            Skip(SkipCause.OfSecret);
            return;
        }
        // Lines of a program's own configuration are no YAML that somebody got wrong: what they say is judged where they are mounted.
        if (!Overlays.IsReadAsYaml(role, source.FullPath))
            return;
        // What is piped from Helm is told at its templates, which somebody has written.
        Outcome.IsGenerated = !source.IsRendered && GeneratedText.Says(text);
        Outcome.IsForTrial = Trials.Says(text.Text);
        var all = new FilePart(source, text, kept.Documents, Outcome, effort);
        if (sharing?.Invoke(text) is { } shared)
            new SharedFile(all, shared).Run();
        else
            all.Go(() => all.Documents(YamlDocuments.Cut(text), 0, work));
        Outcome.Effort = all.Spent - ScanEffort.Of(text.Text.Length);
        bool holdsOnlyTemplates = Outcome.Objects == 0 && !all.AnyError;
        if (all.Templates.Count > 0 && holdsOnlyTemplates)
            Skip(SkipCause.Template);
        else
            Outcome.Skipped.AddRange(all.Templates.Select(line => new SkippedFile(source.Path, SkipCause.Template, line)));
        if (all.Exhausted is { } line)
            Outcome.Skipped.Add(new SkippedFile(source.Path, SkipCause.TooMuchWork, line));
        Conclude(text, all.AnyError);
    }

    private void Conclude(SourceText text, bool anyError)
    {
        // A JSON patch is no object, nor are replacements and data, and read all the same.
        if (
            Outcome.Objects > 0
            || Outcome.IsSkipped
            || Overlays.IsKustomization(source)
            || role == FileRole.Composed
            || (!anyError && role is FileRole.Data or FileRole.Directive)
        )
            return;
        if (!anyError)
            Skip(SkipCause.NoObject);
        else if (!source.IsExplicit && !Skim.LooksLikeManifest(text.Text))
        {
            Outcome.Drop();
            Outcome.Skipped.Clear();
            Skip(SkipCause.NoObjectInErrors);
        }
    }

    private void Skip(SkipCause cause) => Outcome.Skipped.Add(new SkippedFile(source.Path, cause));
}
