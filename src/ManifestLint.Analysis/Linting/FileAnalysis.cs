using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Judging;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Owners;
using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Suppressing;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>What came out of one file.</summary>
internal sealed class FileOutcome
{
    // There are as many of these as files, until the end, and most stay empty: lists are made as they are asked for.
    private List<ReportedFinding>? _findings;
    private List<RuleCrash>? _crashes;
    private List<SupersededFinding>? _superseded;
    private List<HeldNote>? _notes;
    private List<Action>? _postponed;
    private List<StandingSuppression>? _standing;
    private List<OwnedObject>? _owned;
    private List<SkippedFile>? _skipped;

    public List<ReportedFinding> Findings => _findings ??= [];

    public List<RuleCrash> Crashes => _crashes ??= [];

    /// <summary>What other findings stand for, where that is asked for.</summary>
    public List<SupersededFinding> Superseded => _superseded ??= [];

    /// <summary>What rules across objects noted, in the order of the file.</summary>
    public List<HeldNote> Notes => _notes ??= [];

    /// <summary>What can only be judged when it is known which claims hold: suppressions that speak for one.</summary>
    public List<Action> Postponed => _postponed ??= [];

    /// <summary>Suppressions of documents that findings of other documents may point into.</summary>
    public List<StandingSuppression> Standing => _standing ??= [];

    /// <summary>The objects that own or are owned, in the order of the file; their findings wait here until it is known who is whose.</summary>
    public List<OwnedObject> Owned => _owned ??= [];

    /// <summary>What was not judged: the file as a whole, or documents of it.</summary>
    public List<SkippedFile> Skipped => _skipped ??= [];

    /// <summary>True if the file as a whole was not judged.</summary>
    public bool IsSkipped => _skipped is [{ Line: null }];

    /// <summary>What following its variables and scripts cost beyond what its length allows (see <see cref="Programs.Effort"/>).</summary>
    public long Effort { get; set; }

    /// <summary>True if the text says that a program wrote it.</summary>
    public bool IsGenerated { get; set; }

    /// <summary>True if it says that it is not for production.</summary>
    public bool IsForTrial { get; set; }

    public int Objects { get; set; }

    /// <summary>How many objects the file holds, those that are judged where they are composed included.</summary>
    public int Held { get; set; }

    public int Pods { get; set; }

    /// <summary>Forgets what was found: the file turned out to be no manifest.</summary>
    public void Drop()
    {
        (_findings, _superseded, _notes, _postponed, _standing, _owned) = (null, null, null, null, null, null);
        (Objects, Pods) = (0, 0);
    }
}

/// <summary>Reads one file, document by document, and hands each object on; trees are dropped as it goes.</summary>
/// <param name="source">The file.</param>
/// <param name="kept">What was read of it already.</param>
/// <param name="effort">What it may cost beside its characters.</param>
/// <param name="role">What it is to kustomizations.</param>
internal sealed class FileAnalysis(LintSource source, KeptReading kept, long effort, FileRole role)
{
    /// <summary>Where the file's results go.</summary>
    public FileOutcome Outcome { get; } = new();

    /// <summary>Goes through the file.</summary>
    /// <param name="onDocument">Called for each document.</param>
    /// <param name="onObject">Called for each object.</param>
    public void Run(Action<SourceText, YamlDocument> onDocument, Action<SourceText, Manifest> onObject)
    {
        var reading = kept.TextOf(source.Path) is { } known ? new SourceReading(known, null) : source.Open();
        if (reading.Text is not { } text)
        {
            Skip(reading.Problem ?? "cannot be read", SkipKind.Unreadable);
            return;
        }
        // Lines of a program's own configuration are no YAML that somebody got wrong: what they say is judged where they are mounted.
        if (!Overlays.IsReadAsYaml(role, source.FullPath))
            return;
        Effort.Begin(effort);
        // What is piped from Helm is told at its templates, which somebody has written.
        Outcome.IsGenerated = !source.IsRendered && GeneratedText.Says(text.Text);
        Outcome.IsForTrial = Trials.Says(text.Text);
        var templates = new List<int>();
        int? exhausted = null;
        int index = 0;
        bool anyError = false;
        foreach (var span in YamlDocuments.Cut(text))
        {
            var document = kept.Documents.GetValueOrDefault(index) ?? UnknownValues.ReadDocument(text, span, index);
            index++;
            if (document.Error is not null && TemplateText.IsIn(text, span))
            {
                templates.Add(LineOf(text, span));
                continue;
            }
            anyError |= document.Error is not null;
            Effort.Allow(ScanEffort.Of(span.Length));
            onDocument(text, document);
            foreach (var manifest in Manifest.Split(document))
            {
                Outcome.Objects++;
                onObject(text, manifest);
                if (Effort.IsSpent)
                    exhausted ??= manifest.Root.Location.Start.Line;
                else if (Effort.TakeGivenUp() is { } why)
                    Outcome.Skipped.Add(new SkippedFile(source.Path, why, SkipKind.PastLimit, manifest.Root.Location.Start.Line));
            }
        }
        Outcome.Effort = Effort.End() - ScanEffort.Of(text.Text.Length);
        bool holdsOnlyTemplates = Outcome.Objects == 0 && !anyError;
        if (templates.Count > 0 && holdsOnlyTemplates)
            Skip(Template, SkipKind.Template);
        else
            Outcome.Skipped.AddRange(templates.Select(line => new SkippedFile(source.Path, Template, SkipKind.Template, line)));
        if (exhausted is { } line)
            Outcome.Skipped.Add(new SkippedFile(source.Path, ScanEffort.Exhausted, SkipKind.PastLimit, line));
        Conclude(text, anyError);
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
            Skip(NotManifest, SkipKind.NotManifest);
        else if (!source.IsExplicit && !Skim.LooksLikeManifest(text.Text))
        {
            Outcome.Drop();
            Outcome.Skipped.Clear();
            Skip("does not parse and holds no apiVersion and kind", SkipKind.NotManifest);
        }
    }

    private const string NotManifest = "holds no Kubernetes object";
    private const string Template = "a template that has to be rendered first";

    private void Skip(string reason, SkipKind kind) => Outcome.Skipped.Add(new SkippedFile(source.Path, reason, kind));

    private static int LineOf(SourceText text, TextSpan document)
    {
        int content = text.Text.AsSpan(document.Start, document.Length).IndexOfAnyExcept(" \t\r\n");
        return text.PositionOf(document.Start + Math.Max(content, 0)).Line;
    }
}
