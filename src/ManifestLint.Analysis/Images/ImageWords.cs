using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Scanning;
using ManifestLint.Tables;

namespace ManifestLint.Images;

/// <summary>Words of a reference that say something of an image which is no row of the table: the rows of <c>image-words.txt</c>.</summary>
internal static class ImageWords
{
    private static readonly Lazy<ImmutableArray<(string Word, string[] Says)>> Rows = new(() =>
        [.. DataTable.Rows("image-words").Select(r => (r[0], r[1].Split(',')))]
    );

    // No frozen one: making that takes longer than all that a small scan asks of it.
    private static readonly Lazy<Dictionary<string, string[]>> ByWord = new(() =>
        Rows.Value.ToDictionary(r => r.Word, r => r.Says, StringComparer.Ordinal)
    );

    private static readonly Lazy<ImmutableArray<(string Word, string[] Says)>> ForJava = new(() =>
        [.. Rows.Value.Where(r => r.Says.Contains("java"))]
    );

    /// <summary>True if one of the words of a text, numbers behind it left out, says this.</summary>
    /// <param name="text">A repository, a tag, or a path in an image.</param>
    /// <param name="what">What the table's words say.</param>
    public static bool Say(ReadOnlySpan<char> text, string what)
    {
        var words = ByWord.Value.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var part in text.SplitAny("/:-_."))
        {
            var word = text[part].TrimEnd("0123456789");
            if (words.TryGetValue(word, out var says) && says.Contains(what))
                return true;
            if (words.TryGetValue(text[part], out says) && says.Contains(what))
                return true;
        }
        return false;
    }

    /// <summary>True for a name that says that there is no such image.</summary>
    public static bool IsNone(string name)
    {
        name = name.Replace("-", "", StringComparison.Ordinal);
        if (name.EndsWith("image", StringComparison.Ordinal))
            name = name[..^"image".Length];
        return ByWord.Value.TryGetValue(name, out var says) && says.Contains("none");
    }

    /// <summary>The number behind a whole word for Java: <c>jdk17</c>, <c>temurin-21</c>, <c>java17-debian12</c>; not <c>javascript</c>.</summary>
    public static int? JavaNumber(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (at > 0 && text[at - 1] is not ('-' or '_' or '.' or '/'))
                continue;
            foreach (var (word, _) in ForJava.Value)
            {
                var cursor = new TextCursor(text, at);
                if (!cursor.Take(word))
                    continue;
                cursor.TakeOne("-_");
                int start = cursor.At;
                if ((cursor.Take("1.") ? Number(text, cursor.At) : null) is { } old)
                    return old;
                if (Number(text, start) is { } number)
                    return number;
            }
        }
        return null;
    }

    // One or two digits that stand alone.
    private static int? Number(string text, int start)
    {
        var cursor = new TextCursor(text, start);
        return cursor.TakeDigits() is 1 or 2 ? int.Parse(cursor.Since(start), CultureInfo.InvariantCulture) : null;
    }
}
