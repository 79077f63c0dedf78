using System.Text;

namespace ManifestLint.Yaml;

/// <summary>Replaces a span of a certain text; an empty span inserts, an empty text deletes.</summary>
/// <param name="Location">What goes, in the text that it goes from.</param>
/// <param name="NewText">What takes its place.</param>
public readonly record struct TextEdit(Location Location, string NewText)
{
    /// <summary>What goes, in UTF-16 code units of its text.</summary>
    public TextSpan Span => Location.Span;
}

/// <summary>Edits of one text.</summary>
public static class TextEdits
{
    /// <summary>
    /// The text with the edits made, in order of their place whatever order they come in. An edit that overlaps one before it is
    /// skipped; insertions at the same place are all made, in the order given, before a replacement that starts there.
    /// </summary>
    /// <exception cref="ArgumentException">An edit belongs to another text.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An edit is not inside the text.</exception>
    public static string Apply(SourceText source, IEnumerable<TextEdit> edits)
    {
        string text = source.Text;
        var result = new StringBuilder(text.Length);
        int copied = 0;
        foreach (var edit in edits.OrderBy(e => e.Span.Start).ThenBy(e => e.Span.End))
        {
            if (!ReferenceEquals(edit.Location.Source, source))
                throw new ArgumentException($"an edit of {edit.Location.Source.Path} is none of {source.Path}", nameof(edits));
            var span = edit.Span;
            ArgumentOutOfRangeException.ThrowIfNegative(span.Start, nameof(edits));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(span.End, text.Length, nameof(edits));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(span.Start, span.End, nameof(edits));
            if (span.Start < copied)
                continue;
            result.Append(text, copied, span.Start - copied).Append(edit.NewText);
            copied = span.End;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
