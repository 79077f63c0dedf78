using System.Buffers;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Reading;

/// <summary>Where a text holds what a Secret holds, all but keys and names: its documents, patches of it, what generators and templates make one of.</summary>
internal static class SecretSpans
{
    private const string Kind = "Secret";
    private const string List = "SecretList";

    // No other kind has texts of this name.
    private const string Texts = "stringData";
    private const string OfPlugin = "SecretGenerator";
    private const string Generator = "secretGenerator";

    // What a generator's entry says beside what it holds.
    private static readonly string[] s_ofGenerator = ["name", "namespace", "behavior", "type", "options", "env", "envs", "files"];
    private static readonly string[] s_ofPlugin = ["apiVersion", "kind", "metadata", .. s_ofGenerator];
    private static readonly string[] s_ofSecret = ["apiVersion", "kind", "type", "immutable"];

    // Kinds that have a template of one.
    private static readonly string[] s_ofTemplates = ["ExternalSecret", "ClusterExternalSecret", "SealedSecret"];

    // The kind may be written so.
    private static readonly SearchValues<string> s_escapes = SearchValues.Create(
        ["\\u", "\\U", "\\x", "\\\n", "\\\r"],
        StringComparison.Ordinal
    );

    /// <summary>True for the kind of a Secret.</summary>
    public static bool IsOne(string? kind) => kind == Kind;

    /// <summary>True for a plugin of kustomize that makes one.</summary>
    public static bool IsGenerator(YamlMapping root) => root.TextAt("kind") == OfPlugin;

    /// <summary>True for a place of which a Secret holds a part.</summary>
    public static bool Hold(Location place) => FirstIn(In(place.Source, place.Span), place.Span) >= 0;

    /// <summary>Where the first hidden character of a line stands; -1 where none does.</summary>
    public static int FirstIn(TextSpan[] hidden, TextSpan line)
    {
        int at = Ordered.First(hidden.Length, i => hidden[i].End > line.Start);
        return at < hidden.Length && hidden[at].Start < line.End ? Math.Max(hidden[at].Start, line.Start) : -1;
    }

    /// <summary>The hidden spans of the documents that a line stands in, in order.</summary>
    public static TextSpan[] In(SourceText source, TextSpan line)
    {
        if (source.IsOfSecret)
            return [new TextSpan(0, source.Text.Length)];
        var documents = YamlDocuments.Cut(source);
        int first = Ordered.First(documents.Length, i => documents[i].End > line.Start);
        if (first == documents.Length || documents[first].Start >= line.End)
            return [];
        // The last place is for all of them, which is what a line asks that holds several.
        var known = source.Hidden;
        return first + 1 < documents.Length && documents[first + 1].Start < line.End
            ? known[^1] ??= [.. documents.SelectMany((_, i) => Of(i))]
            : Of(first);

        TextSpan[] Of(int index) => known[index] ??= Search(source, documents[index], index);
    }

    private static TextSpan[] Search(SourceText source, TextSpan span, int index)
    {
        // Most documents speak of none.
        var text = source.Text.AsSpan(span.Start, span.Length);
        if (!Speaks(text))
            return [];
        var document = YamlReader.ReadDocument(source, span, index);
        // What a template of one holds are references nearly always.
        if (document.Root is not { } root || document.Error is not null)
            return
                text.Contains(Generator, StringComparison.Ordinal)
                || text.Contains(Texts, StringComparison.Ordinal)
                || Names(text, orTemplates: false)
                ? [span]
                : [];
        var found = new List<TextSpan>();
        Search(root, found);
        found.Sort((one, other) => one.Start.CompareTo(other.Start));
        // One may hold another.
        int last = 0;
        return [.. found.Select(s => new TextSpan(Math.Max(last, s.Start), last = Math.Max(last, s.End))).Where(s => s.Length > 0)];
    }

    // A kind that speaks of one, or what makes one; a pod's secretKeyRef tells nothing.
    private static bool Speaks(ReadOnlySpan<char> text) =>
        text.Contains(Generator, StringComparison.Ordinal)
        // A patch of one need not name a kind.
        || text.Contains(Texts, StringComparison.Ordinal)
        || text.Contains("/data/", StringComparison.Ordinal)
        || text.ContainsAny(s_escapes)
        || Names(text);

    private static bool Names(ReadOnlySpan<char> text, bool orTemplates = true)
    {
        while (text.IndexOf(Kind, StringComparison.Ordinal) is >= 0 and var at)
        {
            int start = at,
                end = at + Kind.Length;
            while (start > 0 && char.IsLetter(text[start - 1]))
                start--;
            while (end < text.Length && char.IsLetter(text[end]))
                end++;
            var word = text[start..end];
            if (word is Kind or List or OfPlugin || (orTemplates && s_ofTemplates.Contains(word.ToString())))
                return true;
            text = text[end..];
        }
        return false;
    }

    private static void Search(YamlNode node, List<TextSpan> found, string? within = null)
    {
        switch (node)
        {
            case YamlScalar scalar:
                // A manifest within a text: an inline patch, a file of a ConfigMap.
                if (scalar.Location.Text is var text && text.Contains('\n', StringComparison.Ordinal) && Names(text))
                    found.Add(scalar.Location.Span);
                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                    Search(item, found, within);
                break;
            case YamlMapping mapping:
                // One that is written twice is what either says.
                string? kind = mapping
                    .Entries.Where(e => e.Name == "kind")
                    .Select(e => (e.Value.Target as YamlScalar)?.Value)
                    .FirstOrDefault(IsKind)
                    ?? (IsKind(mapping.TextAt("kind")) ? mapping.TextAt("kind") : within);
                if (kind == OfPlugin)
                    HideBelow(mapping, s_ofPlugin, found);
                else
                    Search(mapping, kind, found);
                break;
        }
    }

    private static void Search(YamlMapping mapping, string? kind, List<TextSpan> found)
    {
        for (int i = 0; i < mapping.Entries.Length; i++)
        {
            var (name, value) = (mapping.Entries[i].Name, mapping.Entries[i].Value);
            if (kind == Kind)
                HideComments(value, i + 1 < mapping.Entries.Length ? mapping.Entries[i + 1].Key : null, found);
            if (name == Generator)
                HideBelow(value, s_ofGenerator, found);
            else if (kind == Kind && name == "metadata")
                HideBelow(value, ["name", "namespace"], found);
            else if ((kind == Kind && !IsShown(name, value)) || name == Texts || IsOfPatch(mapping, name, value))
                HideAll(value, found);
            else if (kind == List && name == "items")
                Search(value, found, Kind);
            else if (kind is not (null or Kind or List) && name == "template")
                Search(value, found, Kind);
            else
                Search(value, found, kind is null or Kind or List ? null : kind);
        }
    }

    // What stands between two keys of one may say what it holds.
    private static void HideComments(YamlNode value, YamlNode? next, List<TextSpan> found)
    {
        string text = value.Location.Source.Text;
        int end = next?.Location.Span.Start ?? text.IndexOf('\n', value.Location.Span.End);
        if (end < 0)
            end = text.Length;
        if (
            value.Location.Span.End < end
            && text.IndexOf('#', value.Location.Span.End, end - value.Location.Span.End) is >= 0 and var start
        )
            found.Add(new TextSpan(start, end));
    }

    // A second kind may be anything.
    private static bool IsShown(string? name, YamlNode value) =>
        s_ofSecret.Contains(name) && (name != "kind" || IsKind((value.Target as YamlScalar)?.Value));

    /// <summary>True for a document whose kind may hold a Secret, or what makes one, beside other fields; so may what has none.</summary>
    public static bool MayBeIn(YamlMapping root)
    {
        var kinds = root.Entries.Where(e => e.Name == "kind").Select(e => (e.Value.Target as YamlScalar)?.Value).ToList();
        return kinds.Count == 0 || kinds.Exists(MayHold);

        static bool MayHold(string? kind) =>
            kind is null or "Kustomization" or "Component" || IsKind(kind) || kind.EndsWith("List", StringComparison.Ordinal);
    }

    private static bool IsKind(string? kind) => kind is Kind or List or OfPlugin || s_ofTemplates.Contains(kind);

    // A patch of a Secret, and what a JSON patch writes into one.
    private static bool IsOfPatch(YamlMapping mapping, string? name, YamlNode value) =>
        (name == "patch" && mapping.MappingAt("target") is { } target && MayBeSecret(target.TextAt("kind")) && SaysData(mapping[name]))
        || (
            (name == "value" || (name == "op" && !IsOperation(value)))
            && mapping.TextAt("path") is ['/', .. var path]
            && path.Split('/')[0] is "data" or Texts
        );

    private static bool IsOperation(YamlNode op) =>
        (op.Target as YamlScalar)?.Value is "add" or "remove" or "replace" or "move" or "copy" or "test";

    /// <summary>True for a patch in a file of its own that goes into a Secret.</summary>
    /// <param name="kind">A kind of its target for which <see cref="MayBeSecret"/> is true.</param>
    /// <param name="file">The patch.</param>
    /// <param name="isAnyThere">False if none is there for a target without a kind to take in, so that the patch is of what it says itself.</param>
    public static bool IsPatch(string? kind, YamlFile file, bool isAnyThere) =>
        kind == Kind
        || file.Documents.Any(d =>
            d.Root is YamlMapping root
                ? root.Find("data") is not null && (kind is not null || isAnyThere || root.Find("kind") is null)
                : d.Error is not null && SaysData(file.Source.Text.Substring(d.Span.Start, d.Span.Length))
        );

    /// <summary>False for the kind of a target that takes in no Secret: it is a regular expression, and may be left out.</summary>
    public static bool MayBeSecret(string? kind) => kind is null or Kind || !kind.All(char.IsAsciiLetter);

    // The key of what it holds, in YAML or JSON, or a path to it; no "metadata".
    private static bool SaysData(YamlNode? patch) => patch is not YamlScalar { Value: var text } || SaysData(text);

    private static bool SaysData(string text)
    {
        if (text.Contains(Texts, StringComparison.Ordinal))
            return true;
        for (int at = text.IndexOf("data", StringComparison.Ordinal); at >= 0; at = text.IndexOf("data", at + 1, StringComparison.Ordinal))
        {
            if ((at == 0 || !char.IsLetter(text[at - 1])) && text.AsSpan(at + 4).TrimStart("\"' ") is [':' or '/', ..])
                return true;
        }
        return false;
    }

    private static void HideAll(YamlNode value, List<TextSpan> found)
    {
        if (value is YamlMapping)
            HideBelow(value, [], found);
        else
            found.Add(value.Location.Span);
    }

    // All but keys, and the values of some: what stands between, comments, too.
    private static void HideBelow(YamlNode node, string[] shown, List<TextSpan> found)
    {
        string text = node.Location.Source.Text;
        switch (node)
        {
            case YamlMapping mapping:
                for (int i = 0; i < mapping.Entries.Length; i++)
                {
                    var entry = mapping.Entries[i];
                    if (shown.Contains(entry.Name))
                        continue;
                    if (entry.Value is YamlMapping || (entry.Value is YamlSequence && shown == s_ofGenerator))
                    {
                        HideBelow(entry.Value, [], found);
                        continue;
                    }
                    int start = BehindColon(text, entry.Key.Location.Span.End),
                        end = i + 1 < mapping.Entries.Length ? mapping.Entries[i + 1].Key.Location.Span.Start : mapping.Location.Span.End;
                    Hide(start, end);
                }
                break;
            case YamlSequence sequence:
                foreach (var item in sequence.Items)
                    HideBelow(item, shown, found);
                break;
            default:
                // Of a literal the key may be shown.
                int equals = node.Location.Text.IndexOf('=', StringComparison.Ordinal);
                Hide(node.Location.Span.Start + equals + 1, node.Location.Span.End);
                break;
        }

        void Hide(int start, int end)
        {
            while (end > start && text[end - 1] == ' ')
                end--;
            // A comment behind a value may say what the value was.
            int rest = end;
            while (rest < text.Length && text[rest] == ' ')
                rest++;
            if (rest > end && rest < text.Length && text[rest] == '#')
                end = text.IndexOf('\n', rest) is >= 0 and var line ? line : text.Length;
            if (end > start)
                found.Add(new TextSpan(start, end));
        }
    }

    private static int BehindColon(string text, int at)
    {
        if (at < text.Length && text[at] == ':')
            at++;
        while (at < text.Length && text[at] == ' ')
            at++;
        return at;
    }
}
