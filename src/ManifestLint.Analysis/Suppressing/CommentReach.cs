using ManifestLint.Yaml;

namespace ManifestLint.Suppressing;

/// <summary>What a comment speaks for: a line and the value that starts on it.</summary>
internal static class CommentReach
{
    /// <summary>The 1-based line a comment speaks for: its own, or the one below if it stands alone; null if no value stands there.</summary>
    /// <param name="comment">The comment.</param>
    /// <param name="document">Its document.</param>
    /// <param name="last">What was found for the comment before it: several may stand above each other.</param>
    public static int? LineOf(YamlComment comment, YamlDocument document, ref (int From, int Stop, int? Line) last)
    {
        int line = comment.Location.Start.Line;
        if (!comment.IsAlone)
            return line;
        if (line <= last.From || line >= last.Stop)
            last = Below(comment.Location.Source, line, document);
        return last.Line;
    }

    private static (int From, int Stop, int? Line) Below(SourceText source, int from, YamlDocument document)
    {
        int line = from + 1;
        for (; line <= source.LineCount; line++)
        {
            var span = source.SpanOfLine(line);
            if (span.Start >= document.Span.End)
                break;
            var text = source.Text.AsSpan(span.Start, span.Length).TrimStart(" \t");
            if (text.IsEmpty)
                break;
            // Other comments may stand in between, several suppressions among them.
            if (text[0] != '#')
                return (from, line, line);
        }
        return (from, line, null);
    }

    /// <summary>
    /// The span a comment speaks for, from the start of the line to the end of what starts on it, and the address of that value below
    /// <paramref name="root"/>, with the end of the last of them, 0 for none. Above a <c>- name: app</c> that is the whole item, behind it the name alone.
    /// </summary>
    public static (TextSpan Span, YamlPath Path, int ValueEnd) Of(YamlNode root, SourceText source, int line, bool isAbove)
    {
        var span = source.SpanOfLine(line);
        var walk = new Walk(span, isAbove);
        walk.Visit(root, YamlPath.Root);
        return (new TextSpan(span.Start, Math.Max(span.End, walk.End)), walk.Path ?? YamlPath.Root, walk.End);
    }

    // An alias is another place's value: its own place is where it is written.
    private sealed class Walk(TextSpan line, bool isAbove)
    {
        public int End { get; private set; }

        public YamlPath? Path { get; private set; }

        public void Visit(YamlNode node, YamlPath path)
        {
            // What stands beside each other stands in the order of the text.
            if (node is YamlMapping mapping)
            {
                var entries = mapping.Entries;
                for (int i = Ordered.First(entries.Length, at => EndOf(entries[at]) > line.Start); i < entries.Length; i++)
                {
                    var entry = entries[i];
                    if (entry.Key.Location.Span.Start >= line.End)
                        break;
                    var below = path.Key(entry.Name ?? "?");
                    if (StartsOnLine(entry.Key))
                        Take(EndOf(entry), below);
                    else if (Touches(entry.Value))
                        Visit(entry.Value, below);
                }
            }
            else if (node is YamlSequence sequence)
            {
                var items = sequence.Items;
                for (int i = Ordered.First(items.Length, at => items[at].Location.Span.End > line.Start); i < items.Length; i++)
                {
                    var item = items[i];
                    if (item.Location.Span.Start >= line.End)
                        break;
                    bool isWhole = isAbove || item is not (YamlMapping { IsFlow: false } or YamlSequence { IsFlow: false });
                    if (StartsOnLine(item) && isWhole)
                        Take(item.Location.Span.End, path.Index(i));
                    else if (Touches(item))
                        Visit(item, path.Index(i));
                }
            }
        }

        private static int EndOf(YamlEntry entry) => Math.Max(entry.Key.Location.Span.End, entry.Value.Location.Span.End);

        private void Take(int end, YamlPath path)
        {
            End = Math.Max(End, end);
            Path ??= path;
        }

        private bool StartsOnLine(YamlNode node) => node.Location.Span.Start >= line.Start && node.Location.Span.Start < line.End;

        private bool Touches(YamlNode node) => node.Location.Span.Start < line.End && node.Location.Span.End > line.Start;
    }
}
