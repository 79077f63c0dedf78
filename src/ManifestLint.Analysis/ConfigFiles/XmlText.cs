using ManifestLint.Programs;

namespace ManifestLint.ConfigFiles;

/// <summary>An element right below the root.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">Its text without blanks around it, with its place; empty where it has children.</param>
/// <param name="HasAttributes">True if it has attributes, which may put another value in its place.</param>
internal readonly record struct XmlElement(string Name, Word Value, bool HasAttributes);

/// <summary>Reads the flat part of XML settings, tolerant of everything else: the first levels of ClickHouse's config.xml hold all that is asked for.</summary>
internal static class XmlText
{
    /// <summary>The elements right below the root, in their order. What is not well-formed ends the list.</summary>
    public static IEnumerable<XmlElement> Elements(Word file)
    {
        string text = file.Text;
        int depth = 0,
            start = -1;
        string name = "";
        bool hasAttributes = false,
            isLeaf = false;
        for (int at = text.IndexOf('<', StringComparison.Ordinal); at >= 0; at = text.IndexOf('<', at))
        {
            var rest = text.AsSpan(at);
            string end =
                rest.StartsWith("<!--") ? "-->"
                : rest.StartsWith("<![CDATA[") ? "]]>"
                : rest.StartsWith("<?") ? "?>"
                : ">";
            int close = text.IndexOf(end, at, StringComparison.Ordinal);
            if (close < 0)
                yield break;
            int next = close + end.Length;
            if (end != ">" || rest.StartsWith("<!"))
            {
                at = next;
                continue;
            }
            if (rest.StartsWith("</"))
            {
                depth--;
                if (depth == 1 && isLeaf && start >= 0)
                    yield return new(name, ConfigWords.Slice(file, start, at), hasAttributes);
                isLeaf = false;
            }
            else if (text[close - 1] != '/')
            {
                depth++;
                isLeaf = depth == 2;
                if (isLeaf)
                {
                    var tag = text.AsSpan(at + 1, close - at - 1).Trim();
                    int blank = tag.IndexOfAny(" \t\r\n");
                    (name, hasAttributes, start) = ((blank < 0 ? tag : tag[..blank]).ToString(), blank >= 0, next);
                }
            }
            at = next;
        }
    }
}
