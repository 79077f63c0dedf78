using System.Buffers;
using ManifestLint.Yaml;

namespace ManifestLint.Reading;

/// <summary>Tells texts that a program wrote and will write again: what is wrong in one is repaired where it comes from.</summary>
public static class GeneratedText
{
    private static readonly SearchValues<string> s_marks = SearchValues.Create(
        ["generated", "do not edit", "don't edit", "do not modify"],
        StringComparison.OrdinalIgnoreCase
    );

    private const string Generated = "generated";

    private static readonly SearchValues<char> s_letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    // Helm writes above each object from which template it is rendered.
    private const string HelmSource = "# Source: ";

    /// <summary>Whether the comments at the head of a text say so, in whatever case, or those above an object that Helm has rendered.</summary>
    /// <param name="source">The text of a YAML file.</param>
    public static bool Says(SourceText source) => HeadSays(source.Text) || IsRendered(source);

    private static bool IsRendered(SourceText source)
    {
        foreach (var document in YamlDocuments.Cut(source))
        {
            var text = source.Text.AsSpan(document.Start, document.Length).TrimStart();
            if (!text.StartsWith(HelmSource))
                continue;
            int end = text.IndexOf('\n');
            var line = end < 0 ? text : text[..end];
            return line.Contains("/templates/", StringComparison.Ordinal) || line.Contains("/crds/", StringComparison.Ordinal);
        }
        return false;
    }

    private static bool HeadSays(string text)
    {
        foreach (var comment in new HeadComments(text))
        {
            if (!comment.IsEmpty && IsMark(comment))
                return true;
        }
        return false;
    }

    // "Don't edit resources in this file" speaks of something in it.
    private static bool ForbidsEdits(ReadOnlySpan<char> comment)
    {
        var rest = comment[(comment.IndexOfAny(s_marks) + 1)..];
        int end = rest.IndexOf("edit", StringComparison.OrdinalIgnoreCase);
        rest =
            end < 0
                ? rest[(rest.IndexOf("modify", StringComparison.OrdinalIgnoreCase) + "modify".Length)..]
                : rest[(end + "edit".Length)..];
        var next = rest.TrimStart(' ');
        int length = next.IndexOfAnyExcept(s_letters);
        var word = length < 0 ? next : next[..length];
        return word.IsEmpty
            || word.ToString().ToLowerInvariant() is "by" or "directly" or "file" or "it" or "manually" or "the" or "this" or "these";
    }

    private static bool IsMark(ReadOnlySpan<char> comment) =>
        (comment.ContainsAny(s_marks) && (comment.Contains(Generated, StringComparison.OrdinalIgnoreCase) || ForbidsEdits(comment)))
        || (comment.StartsWith(HelmSource) && comment.Contains("/templates/", StringComparison.Ordinal));
}
