using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Evidence;

/// <summary>Where a word was written, and how.</summary>
public static class WordPlace
{
    // References into references are few.
    private const int MostTexts = 4;

    /// <summary>Where its author wrote it, references and all; else the place of its first stretch that stands in a manifest, as long as it goes on there.
    /// Null if it was computed.</summary>
    public static Location? Of(Word word)
    {
        if (Frame(word) is { } frame)
            return frame.Scalar.LocationOf(frame.Start, frame.End - frame.Start);
        WordPart? first = null;
        int length = 0;
        foreach (var part in word.Parts)
        {
            if (part.Origin.Scalar is null)
                continue;
            if (first is null)
                (first, length) = (part, part.Length);
            else if (ReferenceEquals(part.Origin.Scalar, first.Value.Origin.Scalar) && part.Offset == first.Value.Offset + length)
                length += part.Length;
            else
                break;
        }
        return first is { } found ? found.Origin.Scalar!.LocationOf(found.Offset, length) : null;
    }

    /// <summary>A word as its author wrote it, where references bring in other texts: <c>-Xmx$(HEAP)m</c> for <c>-Xmx900m</c>; null where that is its text,
    /// or is not to be told.</summary>
    public static string? Reference(Word word) =>
        Frame(word) is { } frame && !(frame.Origin.IsOfSecret && SecretText.IsHidden(word))
            ? frame.Scalar.Value[frame.Start..frame.End]
            : null;

    /// <summary>A word as its author wrote it, references and all; of an option that a start script makes of a variable, the variable.</summary>
    public static string AsWritten(Word word) => VariableOf(word) is { } made ? made.AsWritten : Reference(word) ?? SecretText.Of(word);

    /// <summary>The variable that a start script makes an option of, by writing something in front of its value; null for an option that its author wrote.</summary>
    internal static VariableInOption? VariableOf(Word word)
    {
        if (
            !word.IsKnown
            || word.Parts is not [{ Start: 0, Origin: TextOrigin.Variable { Scalar: null } variable } first, _, ..]
            || !word.Text.StartsWith('-')
        )
            return null;
        var last = word.Parts[^1];
        int end = last.Origin is TextOrigin.Variable { Scalar: null } own && own.Name == variable.Name ? last.Start : word.Text.Length;
        if (end <= first.Length)
            return null;
        string option = word.Text[..first.Length];
        // A percent sign is the author's, who has no other way to ask for a share.
        string unit =
            end < word.Text.Length ? word.Text[end..]
            : option.EndsWith("Percentage=", StringComparison.Ordinal) ? "%"
            : "";
        return new(variable.Name, option, word.Slice(first.Length, end - first.Length), unit);
    }

    /// <summary>What the references of a word stand in; where it has none, where its first characters do. Null if it was computed.</summary>
    public static TextOrigin? Holder(Word word) => Frame(word)?.Origin ?? word.Origin;

    /// <summary>The stretches that references bring into a word; none where its author wrote all of it in one place.</summary>
    public static IEnumerable<WordPart> Inserted(Word word) =>
        Frame(word) is { } frame ? word.Parts.Where(p => !ReferenceEquals(p.Origin.Scalar, frame.Scalar)) : [];

    // A text with references, and the stretch of it that a word is made of.
    private sealed record Stretch(TextOrigin Origin, YamlScalar Scalar, int Start, int End);

    private static Stretch? Frame(Word word)
    {
        if (!word.IsKnown || word.Parts.Length == 0 || (word.Parts.Length == 1 && word.Parts[0].Length == word.Text.Length))
            return null;
        List<YamlScalar> tried = [];
        foreach (var part in word.Parts)
        {
            if (part.Origin is not { Scalar: { } scalar } origin || tried.Contains(scalar))
                continue;
            if (Stretched(word, scalar) is var (start, end))
                return new(origin, scalar, start, end);
            tried.Add(scalar);
            if (tried.Count == MostTexts)
                break;
        }
        return null;
    }

    private static (int Start, int End)? Stretched(Word word, YamlScalar scalar)
    {
        string text = scalar.Value;
        WordPart? first = null;
        WordPart last = default;
        foreach (var part in word.Parts)
        {
            if (ReferenceEquals(part.Origin.Scalar, scalar))
                (first, last) = (first ?? part, part);
        }
        int start = first!.Value.Offset,
            end = last.Offset + last.Length;
        if (first.Value.Start > 0)
            start = ReferenceBefore(text, start);
        if (last.Start + last.Length < word.Text.Length)
            end = ReferenceBehind(text, end);
        if (start < 0 || end <= start || end > text.Length)
            return null;
        // Of ${HEAP:-1g} the word has what stands before the brace.
        for (int open = Opened(text.AsSpan(start, end - start)); open > 0 && end < text.Length && text[end] == '}'; open--)
            end++;
        var written = text.AsSpan(start, end - start);
        // What a script puts together of pieces from here and there has no one text.
        return
            written.IndexOf('$') is >= 0 and var dollar
            && !written.SequenceEqual(word.Text)
            && word.Text.AsSpan().StartsWith(written[..dollar])
            && !written.ContainsAny(';', '\n')
            ? (start, end)
            : null;
    }

    private static int Opened(ReadOnlySpan<char> text) => text.Count("${") - text.Count('}');

    // Where the reference starts that ends at an offset: $(NAME), ${NAME}; -1 where none does.
    private static int ReferenceBefore(string text, int end)
    {
        if (end < 1 || end > text.Length || text[end - 1] is not (')' or '}'))
            return -1;
        int open = text.LastIndexOf(text[end - 1] == ')' ? '(' : '{', end - 1);
        return open > 0 && text[open - 1] == '$' ? open - 1 : -1;
    }

    // Where the reference ends that starts at an offset: $(NAME), ${NAME} or a shell's $NAME; -1 where none does.
    private static int ReferenceBehind(string text, int start)
    {
        if (start < 0 || start + 1 >= text.Length || text[start] != '$')
            return -1;
        if (text[start + 1] is '(' or '{')
            return text.IndexOf(text[start + 1] == '(' ? ')' : '}', start) + 1 is > 0 and var end ? end : -1;
        int name = start + 1;
        while (name < text.Length && (char.IsAsciiLetterOrDigit(text[name]) || text[name] == '_'))
            name++;
        return name > start + 1 ? name : -1;
    }
}

/// <summary>A variable of a start script that holds the amount of an option alone.</summary>
/// <param name="Name">The variable.</param>
/// <param name="Option">What the script writes in front: <c>-Xmx</c>.</param>
/// <param name="Value">What the variable holds, a percent sign aside.</param>
/// <param name="Unit">What the script writes behind, or the percent sign of its author.</param>
internal sealed record VariableInOption(string Name, string Option, Word Value, string Unit)
{
    /// <summary>As its author wrote it: <c>MAX_MEMORY=900m</c>, <c>MEMORY=90%</c>.</summary>
    public string AsWritten => $"{Start}{WrittenText.Shown(WordPlace.AsWritten(Value))}{(Unit == "%" ? Unit : "")}";

    /// <summary>What to write for the option with a value: <c>MAX_MEMORY=600m</c>.</summary>
    public string With(string value) =>
        Unit == "%" ? $"{Start}{value}%"
        : Unit.Length > 0 && value.EndsWith(Unit, StringComparison.Ordinal) ? $"{Start}{value[..^Unit.Length]}"
        : $"{Start}{value}";

    // An option of the script itself: -m 1g.
    private string Start => Name.StartsWith('-') ? $"{Name} " : $"{Name}=";
}
