using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Linting;

/// <summary>Goes through a part of a file, or all of it, on one thread.</summary>
/// <param name="source">The file.</param>
/// <param name="text">Its text.</param>
/// <param name="kept">The documents that were parsed already, by index.</param>
/// <param name="outcome">Where the part's results go.</param>
/// <param name="effort">What following its variables and scripts may cost beside its characters.</param>
internal sealed class FilePart(
    LintSource source,
    SourceText text,
    ImmutableDictionary<int, YamlDocument> kept,
    FileOutcome outcome,
    long effort
)
{
    // There are very many parts, and few with templates.
    private List<int>? _templates;

    /// <summary>The file's text.</summary>
    public SourceText Text => text;

    /// <summary>Where its results go.</summary>
    public FileOutcome Outcome => outcome;

    /// <summary>What it could cost when it began.</summary>
    public long Had { get; } = effort;

    /// <summary>What is left of that; -1 once something was given up.</summary>
    public long Left { get; private set; } = effort;

    /// <summary>What it has cost.</summary>
    public long Spent { get; private set; }

    /// <summary>The lines of documents that are templates.</summary>
    public IReadOnlyList<int> Templates => _templates ?? [];

    /// <summary>The line of the first object with which something was given up for its cost.</summary>
    public int? Exhausted { get; private set; }

    /// <summary>True if a document does not parse, templates left aside.</summary>
    public bool AnyError { get; private set; }

    /// <summary>Does work, and counts what it costs.</summary>
    public void Go(Action work)
    {
        Effort.Begin(Left);
        work();
        Left = Math.Max(-1, Effort.Left);
        Spent += Effort.End();
    }

    /// <summary>Another part, whose results are to be added here.</summary>
    /// <param name="most">What it may cost at most.</param>
    public FilePart Next(long most) => new(source, text, kept, outcome.OfPart(), Math.Min(Left, most));

    /// <summary>True if a part came to what it would have come to after all before it, which have been added.</summary>
    public bool Takes(FilePart next) => next.Left < 0 ? next.Had == Left : next.Spent <= Left;

    /// <summary>Adds what came of the part that comes next.</summary>
    public void Add(FilePart next)
    {
        outcome.Add(next.Outcome);
        if (next._templates is { } templates)
            (_templates ??= []).AddRange(templates);
        Exhausted ??= next.Exhausted;
        AnyError |= next.AnyError;
        Left = next.Left < 0 ? -1 : Left + next.Left - next.Had;
        Spent += next.Spent;
    }

    /// <summary>Documents and their objects.</summary>
    /// <param name="spans">Where they stand.</param>
    /// <param name="first">The index of the first.</param>
    /// <param name="work">What is done with them.</param>
    public void Documents(IEnumerable<TextSpan> spans, int first, FileWork work)
    {
        foreach (var span in spans)
        {
            if (Document(span, first++, work) is { } document)
                Objects(Manifest.Split(document), work);
        }
    }

    /// <summary>A document without its objects; null for a template.</summary>
    public YamlDocument? Document(TextSpan span, int index, FileWork work)
    {
        var document = kept.GetValueOrDefault(index) ?? UnknownValues.ReadDocument(text, span, index);
        if (document.Error is not null && TemplateText.IsIn(text, span))
        {
            (_templates ??= []).Add(LineOf(span));
            return null;
        }
        AnyError |= document.Error is not null;
        Effort.Allow(ScanEffort.Of(span.Length));
        work.OnDocument(text, document);
        return document;
    }

    /// <summary>Objects, one by one.</summary>
    public void Objects(IEnumerable<Manifest> objects, FileWork work)
    {
        foreach (var manifest in objects)
        {
            outcome.Objects++;
            work.OnObject(manifest);
            if (Effort.IsSpent)
                Exhausted ??= manifest.Root.Location.Start.Line;
            else if (Effort.TakeGivenUp() is { } why)
                outcome.Skipped.Add(new SkippedFile(source.Path, SkipCause.TooMany, manifest.Root.Location.Start.Line) { PastLimit = why });
        }
    }

    private int LineOf(TextSpan document)
    {
        int content = text.Text.AsSpan(document.Start, document.Length).IndexOfAnyExcept(" \t\r\n");
        return text.PositionOf(document.Start + Math.Max(content, 0)).Line;
    }
}
