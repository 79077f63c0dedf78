using System.Buffers;

namespace ManifestLint.Reading;

/// <summary>Tells texts that a program wrote and will write again: what is wrong in one is repaired where it comes from.</summary>
public static class GeneratedText
{
    private const int MostLines = 20;

    private static readonly SearchValues<string> s_marks = SearchValues.Create(
        ["generated", "do not edit", "don't edit", "do not modify"],
        StringComparison.OrdinalIgnoreCase
    );

    /// <summary>Whether the comments at the head of a text say so, in whatever case; Helm writes from which template what follows is rendered.</summary>
    /// <param name="text">The text of a YAML file.</param>
    public static bool Says(string text)
    {
        int lines = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var content = line.Trim("\uFEFF \t");
            bool isComment = content.StartsWith("#");
            if ((!isComment && content.Length > 0 && content is not "---") || ++lines > MostLines)
                return false;
            if (isComment && IsMark(content))
                return true;
        }
        return false;
    }

    private static bool IsMark(ReadOnlySpan<char> comment) =>
        comment.ContainsAny(s_marks) || (comment.StartsWith("# Source: ") && comment.Contains("/templates/", StringComparison.Ordinal));
}
