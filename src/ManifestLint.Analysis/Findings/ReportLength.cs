using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace ManifestLint.Findings;

/// <summary>
/// How much of one finding leaves, whatever a file holds: about ten times what real manifests lead to (contracts.md C8). The records of a report apply it
/// themselves, so that nothing else leaves. The new text of a fix is whole or there is no fix.
/// </summary>
internal static class ReportLength
{
    /// <summary>UTF-16 code units of a part of a statement.</summary>
    private const int Sentence = 3000;

    /// <summary>UTF-16 code units of a note, a condition, a source, a reason, an address, and of what to write.</summary>
    private const int Note = 1000;

    /// <summary>UTF-16 code units of a name.</summary>
    private const int Name = 600;

    /// <summary>UTF-16 code units that an edit may write.</summary>
    private const int Edit = 4000;

    /// <summary>UTF-16 code units of the line that a place shows whole.</summary>
    public const int Line = 2000;

    /// <summary>UTF-16 code units that it shows of a longer one, around the place: what a terminal shows. There may be tens of thousands of places in
    /// one line.</summary>
    public const int KeptOfLine = 600;

    /// <summary>Related places of a finding, edits of a fix.</summary>
    public const int Places = 1000;

    private const int Conditions = 50;
    private const int Sources = 50;

    /// <summary>UTF-16 code units of a first line, as far as long names make it longer.</summary>
    private const int FirstLine = 125;

    private const int LeastOfWord = 24,
        MostOfWord = 63;

    /// <summary>A first line: of words that make it too long, names above all, it holds the beginning and the end, which tell one from another.</summary>
    private static string OfLine(string what)
    {
        if (what.Length <= FirstLine)
            return what;
        string[] words = what.Split(' ');
        int most = MostOfWord;
        while (most > LeastOfWord && what.Length - words.Sum(w => Math.Max(0, w.Length - most)) > FirstLine)
            most--;
        return string.Join(' ', words.Select(w => w.Length <= most ? w : InTheMiddle(w, most)));
    }

    private static string InTheMiddle(string word, int most)
    {
        int head = most / 2,
            tail = word.Length - (most - head - 1);
        // Pairs of surrogates stay whole.
        if (char.IsHighSurrogate(word[head - 1]))
            head--;
        if (char.IsLowSurrogate(word[tail]))
            tail++;
        return string.Concat(word.AsSpan(0, head), "…", word.AsSpan(tail));
    }

    /// <summary>A name, of an object or a container.</summary>
    public static string OfName(string name) => Short(name, Name);

    /// <summary>The same where there may be none.</summary>
    [return: NotNullIfNotNull(nameof(name))]
    public static string? OfNameIfAny(string? name) => name is null ? null : OfName(name);

    /// <summary>What stands behind another text or beside it.</summary>
    public static string OfNote(string note) => Short(note, Note);

    /// <summary>The same where there may be none.</summary>
    [return: NotNullIfNotNull(nameof(note))]
    public static string? OfNoteIfAny(string? note) => note is null ? null : OfNote(note);

    /// <summary>A statement whose parts each have an end.</summary>
    public static Statement Of(Statement statement)
    {
        // Most are, and stay the one that equal ones share.
        bool isShort =
            statement.What.Length <= FirstLine
            && (statement.Consequence?.Length ?? 0) <= Sentence
            && (statement.Cause?.Length ?? 0) <= Sentence
            && (statement.FurtherCause?.Length ?? 0) <= Sentence
            && (statement.CauseIf?.Text.Length ?? 0) <= Note
            && (statement.Besides is not { } more || (more.Text.Length <= Sentence && AreShort(more.If)))
            && (statement.Measure?.Length ?? 0) <= Sentence
            && AreShort(statement.Assumed)
            && AreShort(statement.Given)
            && (statement.Recurs?.OnlyInPod?.Length ?? 0) <= Name
            && (statement.Recurs?.Controller?.Length ?? 0) <= Name;
        return isShort
            ? statement
            : statement with
            {
                What = OfLine(Short(statement.What, Sentence)),
                Consequence = statement.Consequence is { } so ? Short(so, Sentence) : null,
                Cause = statement.Cause is { } cause ? Short(cause, Sentence) : null,
                FurtherCause = statement.FurtherCause is { } further ? Short(further, Sentence) : null,
                CauseIf = statement.CauseIf is { } of ? OfCondition(of) : null,
                Besides = statement.Besides is { } besides ? new Clause(Short(besides.Text, Sentence), OfConditions(besides.If)) : null,
                Measure = statement.Measure is { } measure ? Short(measure, Sentence) : null,
                Assumed = OfConditions(statement.Assumed),
                Given = OfConditions(statement.Given),
                Recurs = statement.Recurs is { } recurs
                    ? recurs with
                    {
                        OnlyInPod = recurs.OnlyInPod is { } pod ? OfName(pod) : null,
                        Controller = recurs.Controller is { } controller ? OfName(controller) : null,
                    }
                    : null,
            };
    }

    /// <summary>The first of the sources.</summary>
    public static ImmutableArray<ReportedSource> Of(ImmutableArray<ReportedSource> sources) =>
        sources.Length <= Sources ? sources : sources[..Sources];

    /// <summary>The first of the places.</summary>
    public static ImmutableArray<ReportedRelation> Of(ImmutableArray<ReportedRelation> related) =>
        related.Length <= Places ? related : related[..Places];

    /// <summary>True if all of a fix may leave.</summary>
    public static bool Holds(Fix fix) => fix.Edits.Length <= Places && fix.Edits.All(e => e.NewText.Length <= Edit);

    private static bool AreShort(ImmutableArray<Assumption> given) =>
        !given.IsDefault && given.Length <= Conditions && given.All(a => a.Text.Length <= Note);

    private static ImmutableArray<Assumption> OfConditions(ImmutableArray<Assumption> given) =>
        given.IsDefaultOrEmpty ? [] : [.. given.Take(Conditions).Select(OfCondition)];

    private static Assumption OfCondition(Assumption assumption) => assumption with { Text = OfNote(assumption.Text) };

    private static string Short(string text, int most)
    {
        // A rule's bug is told where it is reported, and costs nothing else.
        ArgumentNullException.ThrowIfNull(text);
        return text.Length <= most ? text : string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[most - 1]) ? most - 1 : most), "…");
    }
}
