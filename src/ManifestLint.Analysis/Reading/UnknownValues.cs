using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Reading;

/// <summary>
/// Values that a tool puts in, or decrypts, before Kubernetes sees a document, though nothing in their own text says so (contracts.md C2): every value of a
/// document that SOPS encrypted, what stands before a comment of ytt, and what ytt writes only under a condition or several times. What stands for a text of
/// a Secret elsewhere in a list is one for us, too: nothing there tells that it must not be shown.
/// </summary>
public static class UnknownValues
{
    private const string YttMark = "#@";

    // Their texts are those of the tool's input: what sort of object it is, and which.
    private static readonly string[] s_identity = ["apiVersion", "kind", "metadata", "sops"];

    /// <summary>One document with each such value a placeholder at the place where it stands.</summary>
    public static YamlDocument ReadDocument(SourceText source, TextSpan span, int index)
    {
        var document = YamlReader.ReadDocument(source, span, index);
        if (document.Root is not YamlMapping root)
            return document;
        bool isEncrypted = root["sops"] is YamlMapping;
        bool hasYtt = document.Comments.Any(c => IsYtt(source.Text, c.Location.Span.Start));
        var secrets = MayHoldAlias(root, source.Text.AsSpan(span.Start, span.Length)) ? SecretSpans.In(source, span) : [];
        return isEncrypted || hasYtt || secrets.Length > 0
            ? document with
            {
                Root = new Marking(source.Text, hasYtt ? Controlled(source.Text, document.Comments) : [], isEncrypted, secrets).Root(root),
            }
            : document;
    }

    private static bool MayHoldAlias(YamlMapping root, ReadOnlySpan<char> text) =>
        !root.IsPlain && SecretSpans.MayBeIn(root) && text.Contains('*') && text.Contains('&');

    private static bool IsYtt(string text, int offset) => string.CompareOrdinal(text, offset, YttMark, 0, YttMark.Length) == 0;

    // Where the nodes start that stand below a comment such as `#@ if x:`, back to front: such comments stand one below the other.
    private static HashSet<int> Controlled(string text, ImmutableArray<YamlComment> comments)
    {
        var starts = new HashSet<int>();
        int nextComment = -1,
            nextNode = -1;
        foreach (var comment in comments.Reverse())
        {
            var span = comment.Location.Span;
            int at = SkipBlanks(text, span.End, isAcrossLines: true);
            if (at != nextComment)
                nextNode = at;
            nextComment = span.Start;
            if (comment.IsAlone && IsControl(text.AsSpan(span.Start, span.Length)))
                starts.Add(SkipDashes(text, nextNode));
        }
        return starts;
    }

    private static bool IsControl(ReadOnlySpan<char> comment)
    {
        if (!comment.StartsWith(YttMark, StringComparison.Ordinal))
            return false;
        var word = comment[YttMark.Length..].TrimStart(' ');
        int length = word.IndexOfAnyExceptInRange('a', 'z');
        return (length < 0 ? word : word[..length]) is "if" or "elif" or "else" or "for";
    }

    private static int SkipBlanks(string text, int at, bool isAcrossLines)
    {
        while (at < text.Length && (text[at] is ' ' or '\t' || (isAcrossLines && text[at] is '\n' or '\r')))
            at++;
        return at;
    }

    private static int SkipDashes(string text, int at)
    {
        while (at + 1 < text.Length && text[at] == '-' && text[at + 1] is ' ' or '\t')
            at = SkipBlanks(text, at + 1, isAcrossLines: false);
        return at;
    }

    private sealed class Marking(string text, HashSet<int> controlled, bool isEncrypted, TextSpan[] secrets)
    {
        // What aliases stand for.
        private readonly Dictionary<YamlNode, YamlNode> _anchored = [];

        public YamlMapping Root(YamlMapping root)
        {
            bool isControlled = IsControlled(root);
            var entries = root.Entries.Select(e =>
                s_identity.Contains(e.Name) ? e
                : isControlled ? new YamlEntry(e.Key, Unknown(e.Value))
                : new YamlEntry(e.Key, Marked(e.Value))
            );
            return new YamlMapping(root.Location, [.. Once(entries, isControlled)], root.IsFlow, root.Anchor, root.Tag);
        }

        private YamlNode Marked(YamlNode node)
        {
            var marked = node switch
            {
                YamlMapping mapping => Mapping(mapping),
                YamlSequence sequence => new YamlSequence(
                    sequence.Location,
                    [.. sequence.Items.Select(Marked)],
                    sequence.IsFlow,
                    sequence.Anchor,
                    sequence.Tag
                ),
                YamlAlias alias when IsHidden(alias.Target) && !IsHidden(alias) => new YamlAlias(
                    alias.Location,
                    alias.Name,
                    new YamlScalar(alias.Location, Placeholder.Unknown, YamlScalarStyle.Plain)
                ),
                YamlAlias alias => new YamlAlias(alias.Location, alias.Name, _anchored.GetValueOrDefault(alias.Target, alias.Target)),
                _ when isEncrypted || IsFilledIn(node) => Unknown(node),
                _ => node,
            };
            if (node.Anchor is not null)
                _anchored[node] = marked;
            return marked;
        }

        private YamlMapping Mapping(YamlMapping mapping)
        {
            bool isControlled = IsControlled(mapping);
            var entries = mapping.Entries.Select(e => new YamlEntry(
                e.Key is YamlAlias ? Marked(e.Key) : e.Key,
                isControlled ? Unknown(e.Value) : Marked(e.Value)
            ));
            return new YamlMapping(mapping.Location, [.. Once(entries, isControlled)], mapping.IsFlow, mapping.Anchor, mapping.Tag);
        }

        // ytt writes one of the keys that stand under `if` and `else`.
        private static IEnumerable<YamlEntry> Once(IEnumerable<YamlEntry> entries, bool isControlled) =>
            isControlled ? entries.DistinctBy(e => e.Name, StringComparer.Ordinal) : entries;

        private bool IsControlled(YamlMapping mapping) =>
            controlled.Count > 0 && mapping.Entries.Any(e => controlled.Contains(e.Key.Location.Span.Start));

        private bool IsFilledIn(YamlNode scalar) =>
            controlled.Contains(scalar.Location.Span.Start)
            || IsYtt(text, SkipBlanks(text, scalar.Location.Span.End, isAcrossLines: false));

        private bool IsHidden(YamlNode node) => SecretSpans.FirstIn(secrets, node.Location.Span) >= 0;

        private YamlScalar Unknown(YamlNode node)
        {
            var unknown = new YamlScalar(node.Location, Placeholder.Unknown, YamlScalarStyle.Plain, node.Anchor);
            if (node.Anchor is not null)
                _anchored[node] = unknown;
            return unknown;
        }
    }
}
