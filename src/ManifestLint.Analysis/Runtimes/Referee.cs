using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes;

/// <summary>What tells of a program; the strongest first.</summary>
internal enum ProgramEvidence
{
    /// <summary>A word of the command, of the arguments or of a script.</summary>
    Command,

    /// <summary>The image.</summary>
    Image,
}

/// <summary>A program that a container runs.</summary>
/// <param name="Program">What it is, a word of <c>programs.txt</c>.</param>
/// <param name="Evidence">What tells of it.</param>
/// <param name="Text">The word, or the repository.</param>
internal readonly record struct ProgramSeen(string Program, ProgramEvidence Evidence, string Text);

/// <summary>What a container runs for certain, and the image that may run it.</summary>
/// <param name="Seen">The program.</param>
/// <param name="Reference">The image as written.</param>
internal readonly record struct ProgramWinner(ProgramSeen Seen, string? Reference)
{
    /// <summary>A clause.</summary>
    public override string ToString() =>
        Seen.Evidence == ProgramEvidence.Command ? $"the command runs {Seen.Text}"
        : Seen.Program == Referee.Other ? $"{Reference} runs something else"
        : $"the image runs {Seen.Program}";
}

/// <summary>Why something tells of no program.</summary>
internal enum LoserReason
{
    /// <summary>An image that is not known to run the winner.</summary>
    ImageRunsOther,

    /// <summary>An image that would run a program of its own.</summary>
    ImageRunsItsOwn,

    /// <summary>A variable that the winner does not read.</summary>
    ReadByNothing,

    /// <summary>A variable that is one of those of several languages.</summary>
    SeveralLanguages,

    /// <summary>A variable that nothing is there to read.</summary>
    NoReader,
}

/// <summary>What might tell of a program and does not count.</summary>
/// <param name="What">A variable or an image.</param>
/// <param name="Why">Why.</param>
/// <param name="Winner">What runs instead, where that is known.</param>
/// <param name="Program">What the image would run.</param>
internal readonly record struct ProgramLoser(string What, LoserReason Why, ProgramWinner? Winner = null, string? Program = null)
{
    /// <summary>Why, a clause.</summary>
    public string Reason =>
        Why switch
        {
            LoserReason.ImageRunsOther => $"it would not run that, but {Winner}",
            LoserReason.ImageRunsItsOwn => $"it would run {Program}, but {Winner}",
            LoserReason.ReadByNothing => $"nothing reads it: {Winner}",
            LoserReason.SeveralLanguages => "the variables speak to several languages, and nothing tells which of them runs",
            LoserReason.NoReader => "nothing here reads it",
            _ => throw new InvalidOperationException(),
        };
}

/// <summary>Decides what a container runs: what command, arguments and scripts name, else what the image does. A variable names nothing, for it is
/// read by whoever runs (runtime-memory.md §6, "What makes a JVM").</summary>
internal sealed class Referee
{
    // A program that is none of the languages and servers that are read.
    internal const string Other = "other";

    // What scripts call beside what they are for.
    private const string Tool = "tool";

    // The language of a program that is not one of these words itself.
    private static readonly Dictionary<string, string> Languages = new(StringComparer.Ordinal)
    {
        ["openj9"] = "jvm",
        ["prometheus"] = "go",
        ["otel-collector"] = "go",
        ["cockroachdb"] = "go",
    };

    private readonly HashSet<string> _named;
    private readonly string? _ofImage;
    private readonly bool _isMainOpen;
    private readonly bool _isContradictory;

    private Referee(ImageMatch? image, string? reference, ImmutableArray<ProgramSeen> seen, bool isOpen, bool isMainOpen, int languages)
    {
        // Where the command names everything that runs, the image says nothing.
        bool isImageAsked =
            isOpen || !seen.Any(s => s.Evidence == ProgramEvidence.Command) || seen.Any(s => s.Evidence == ProgramEvidence.Image);
        Image = image;
        Seen = seen;
        Reference = reference;
        _named = new(StringComparer.Ordinal);
        foreach (var program in seen)
        {
            if (program.Evidence == ProgramEvidence.Command)
                _named.Add(LanguageOf(program.Program));
        }
        _ofImage = image is null || !isImageAsked ? null : LanguageOf(image.Row.Program);
        IsOpen = isOpen;
        _isMainOpen = isMainOpen;
        _isContradictory = languages > 1 && _ofImage is null && _named.All(p => p == Tool);
    }

    /// <summary>True if something runs that command and image leave open.</summary>
    public bool IsOpen { get; }

    /// <summary>What is known of the image; null if nothing is.</summary>
    public ImageMatch? Image { get; }

    /// <summary>The image as written; null if none is.</summary>
    public string? Reference { get; }

    /// <summary>What runs, each program once.</summary>
    public ImmutableArray<ProgramSeen> Seen { get; }

    /// <summary>Judges a container.</summary>
    /// <param name="plan">What it runs.</param>
    /// <param name="image">Its image; null if none is written.</param>
    /// <param name="reference">The same as its author wrote it.</param>
    /// <param name="ofScript">What a product's start script is by its base name; null for others.</param>
    /// <param name="languages">How many languages the container's variables speak to.</param>
    public static Referee Judge(ProcessPlan plan, ContainerImage? image, string? reference, Func<string, string?> ofScript, int languages)
    {
        var match = image?.Known;
        var (processes, isWhole) = plan.Processes;
        bool isOpen = !isWhole,
            isLastOpen = false,
            isOwn = false;
        var seen = new List<ProgramSeen>();
        foreach (var process in processes)
        {
            // What the image runs with these words: a word that is a program runs in place of the image's own.
            isOwn |= process.EntrypointUnknown;
            if (process.Arguments is not [{ IsKnown: true } word, ..])
            {
                isLastOpen = process.EntrypointUnknown || !process.Arguments.IsEmpty;
                isOpen |= isLastOpen;
                continue;
            }
            string name = PathText.NameOf(word.Text);
            if ((KnownImages.ProgramOf(name) ?? ofScript(name)) is { } program)
            {
                seen.Add(new(program, ProgramEvidence.Command, word.Text));
                // What stays in the end is what the variables are for.
                isLastOpen &= program == Tool;
            }
            else if (process.EntrypointUnknown || !word.Text.StartsWith('-'))
                isOpen = isLastOpen = true;
        }
        if (match is not null && (isOwn || seen.Count == 0))
            seen.Add(new(match.Row.Program, ProgramEvidence.Image, match.Row.Repository));
        return new(match, reference, [.. seen.DistinctBy(s => s.Program)], isOpen, !isWhole || isLastOpen, languages);
    }

    /// <summary>True if what speaks to this language may have a reader: such a program is named, or what runs in the end is left open by command and
    /// image, and the variables speak to no other language.</summary>
    public bool Allows(string language) =>
        _named.Contains(language) || _ofImage == language || (_ofImage is null && (_isMainOpen || _named.Count == 0) && !_isContradictory);

    /// <summary>What seemed to tell of another program.</summary>
    /// <param name="spoken">The variables that speak to a language.</param>
    public IEnumerable<ProgramLoser> Losers(List<(string Name, string Language)> spoken)
    {
        ProgramWinner? winner = Seen.FirstOrDefault(s => s.Program != Tool) is { Text: not null } first ? new(first, Reference) : null;
        if (
            Image is { } image
            && winner is not null
            && Seen.All(s => s.Evidence == ProgramEvidence.Command && s.Program != image.Row.Program)
        )
            yield return new(
                Reference ?? "",
                image.Row.Program == Other ? LoserReason.ImageRunsOther : LoserReason.ImageRunsItsOwn,
                winner,
                image.Row.Program
            );
        // Few of many are: only those are put in order.
        var unread = spoken.FindAll(v => !Allows(v.Language));
        if (unread.Count == 0)
            yield break;
        foreach (string name in unread.Select(v => v.Name).Order(StringComparer.Ordinal))
            yield return new(
                name,
                winner is not null ? LoserReason.ReadByNothing
                    : _isContradictory ? LoserReason.SeveralLanguages
                    : LoserReason.NoReader,
                winner
            );
    }

    /// <summary>The language of what a table calls a program: itself, or what it is written in.</summary>
    internal static string LanguageOf(string program) => Languages.GetValueOrDefault(program, program);
}
