using ManifestLint.Evidence;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Detaching;

/// <summary>
/// What reports may show of lines: of what a Secret holds only the amount that a finding is about, whatever stands beside it. May be asked by several threads.
/// </summary>
/// <param name="isSecretFile">True for a file, by the path that reports show, that goes into a Secret as it is.</param>
internal sealed class SecretLines(Func<string, bool> isSecretFile)
{
    private const string Kind = "Secret";
    private const string Generator = "secretGenerator";
    private const string Hidden = "…";

    // What a generator's entry says beside what it holds.
    private static readonly string[] s_ofGenerator = ["name", "namespace", "behavior", "type", "options", "env", "envs", "files"];
    private static readonly string[] s_ofSecret = ["apiVersion", "kind", "type", "immutable"];

    /// <summary>The line of a place as it may be shown; null where all of it may.</summary>
    public ReportedPlace? Shown(Location location)
    {
        var line = location.Source.SpanOfLine(location.Start.Line);
        var hidden = HiddenIn(location.Source, line);
        int first = FirstIn(hidden, line);
        if (first < 0)
            return null;
        string text = location.Source.Text;
        int start = location.Span.Start,
            end = Math.Clamp(location.Span.End, start, Math.Max(start, line.End));
        string before = first - line.Start > ReportLength.Line ? "" : text[line.Start..first];
        if (start < first)
            return Of(before + Hidden, first - before.Length);
        string own = text[start..end];
        if (FirstIn(hidden, new TextSpan(start, end)) >= 0 && !SecretText.IsAmountOfOption(own))
            own = Hidden;
        else if (end < line.End)
            own += Hidden;
        // What is hidden in front of a place counts as one character, so that the line starts elsewhere then.
        return start > first && own != Hidden
            ? Of(before + Hidden + own, start - before.Length - 1)
            : Of(before + own, start - before.Length);

        ReportedPlace Of(string shown, int from) => new(location.Detached, shown, from - line.Start + 1);
    }

    private static int FirstIn(TextSpan[] hidden, TextSpan line)
    {
        int at = Ordered.First(hidden.Length, i => hidden[i].End > line.Start);
        return at < hidden.Length && hidden[at].Start < line.End ? Math.Max(hidden[at].Start, line.Start) : -1;
    }

    private TextSpan[] HiddenIn(SourceText source, TextSpan line)
    {
        if (isSecretFile(source.Path))
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
        if (!Speaks(source.Text.AsSpan(span.Start, span.Length)))
            return [];
        var document = UnknownValues.ReadDocument(source, span, index);
        if (document.Root is not { } root || document.Error is not null)
            return [span];
        var found = new List<TextSpan>();
        Search(root, found);
        found.Sort((one, other) => one.Start.CompareTo(other.Start));
        // One may hold another.
        int last = 0;
        return [.. found.Select(s => new TextSpan(Math.Max(last, s.Start), last = Math.Max(last, s.End))).Where(s => s.Length > 0)];
    }

    // The kind as a word of its own, or what makes one; a pod's secretKeyRef tells nothing.
    private static bool Speaks(ReadOnlySpan<char> text)
    {
        if (
            text.Contains(Generator, StringComparison.Ordinal)
            // What a JSON patch writes into one names no kind.
            || text.Contains("/stringData", StringComparison.Ordinal)
            || text.Contains("/data/", StringComparison.Ordinal)
        )
            return true;
        return Names(text);
    }

    private static bool Names(ReadOnlySpan<char> text)
    {
        for (int at = text.IndexOf(Kind, StringComparison.Ordinal); at >= 0; )
        {
            int end = at + Kind.Length;
            if ((at == 0 || !char.IsLetter(text[at - 1])) && (end == text.Length || !char.IsLetter(text[end])))
                return true;
            int next = text[end..].IndexOf(Kind, StringComparison.Ordinal);
            at = next < 0 ? -1 : end + next;
        }
        return false;
    }

    private static void Search(YamlNode node, List<TextSpan> found)
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
                    Search(item, found);
                break;
            case YamlMapping mapping:
                bool isSecret = mapping.TextAt("kind") == Kind;
                foreach (var entry in mapping.Entries)
                {
                    var (name, value) = (entry.Name, entry.Value);
                    if (name == Generator)
                        HideBelow(value, s_ofGenerator, found);
                    else if (isSecret && name == "metadata")
                        HideBelow(value, ["name", "namespace"], found);
                    else if ((isSecret && !s_ofSecret.Contains(name)) || IsOfPatch(mapping, name))
                        HideAll(value, found);
                    else
                        Search(value, found);
                }
                break;
        }
    }

    // A patch of a Secret, and what a JSON patch writes into one.
    private static bool IsOfPatch(YamlMapping mapping, string? name) =>
        (name == "patch" && mapping.MappingAt("target") is { } target && MayBeSecret(target.TextAt("kind")) && SaysData(mapping[name]))
        || (
            name == "value"
            && mapping.TextAt("path") is ['/', .. var path]
            && (path.StartsWith("data", StringComparison.Ordinal) || path.StartsWith("stringData", StringComparison.Ordinal))
        );

    // The kind of a target is a regular expression, and may be left out.
    private static bool MayBeSecret(string? kind) => kind is null or Kind || !kind.All(char.IsAsciiLetter);

    private static bool SaysData(YamlNode? patch) =>
        patch is not YamlScalar { Value: var text }
        || text.Contains("stringData", StringComparison.Ordinal)
        || text.Contains("/data/", StringComparison.Ordinal)
        || text.Contains("data:", StringComparison.Ordinal);

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
