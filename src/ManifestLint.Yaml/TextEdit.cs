using System.Text;

namespace ManifestLint.Yaml;

/// <summary>Replaces a span of a text; an empty span inserts, an empty text deletes.</summary>
/// <param name="Span">What goes, in UTF-16 code units of the text.</param>
/// <param name="NewText">What takes its place.</param>
public readonly record struct TextEdit(TextSpan Span, string NewText);

/// <summary>Edits of one text.</summary>
public static class TextEdits
{
    /// <summary>
    /// The text with the edits made, in order of their place whatever order they come in. An edit that overlaps one before it is
    /// skipped; insertions at the same place are all made, in the order given, before a replacement that starts there.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">An edit is not inside the text.</exception>
    public static string Apply(string text, IEnumerable<TextEdit> edits)
    {
        var result = new StringBuilder(text.Length);
        int copied = 0;
        foreach (var (span, newText) in edits.OrderBy(e => e.Span.Start).ThenBy(e => e.Span.End))
        {
            ArgumentOutOfRangeException.ThrowIfNegative(span.Start, nameof(edits));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(span.End, text.Length, nameof(edits));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(span.Start, span.End, nameof(edits));
            if (span.Start < copied)
                continue;
            result.Append(text, copied, span.Start - copied).Append(newText);
            copied = span.End;
        }
        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
