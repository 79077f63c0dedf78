using System.Collections.Immutable;
using System.Text;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Inputs;

/// <summary>Takes apart what <c>helm template</c> prints: every document says in a comment which template it comes from.</summary>
internal static class RenderedTemplates
{
    // Source: helm v3 pkg/action/action.go (renderResources) and cmd/helm/template.go: "---\n# Source: %s\n%s\n".
    private const string Marker = "# Source: ";

    /// <summary>
    /// The text of each template, in the order of the first document of each, with the documents of one template together as
    /// <c>helm template --output-dir</c> writes them: so its lines are those of that file, and of what <c>--show-only</c> prints. Documents
    /// that name no template belong to the one before them, as those of a file of custom resource definitions do; what
    /// stands before the first keeps the name of <paramref name="stream"/>. Null if no document names one.
    /// </summary>
    public static ImmutableArray<SourceText>? Split(SourceText stream)
    {
        if (!stream.Text.Contains(Marker, StringComparison.Ordinal))
            return null;
        var order = new List<string>();
        var parts = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        string current = stream.Path;
        int start = 0;
        foreach (var document in YamlDocuments.Cut(stream))
        {
            if (TemplateOf(stream.Text.AsSpan(document.Start, document.Length)) is not { } template || template == current)
                continue;
            // The document's own --- belongs to it.
            int end = Math.Max(
                start,
                document.Start >= 3 && stream.Text.AsSpan(document.Start - 3, 3) is "---" ? document.Start - 3 : document.Start
            );
            Take(end);
            (current, start) = (template, end);
        }
        if (current == stream.Path)
            return null;
        Take(stream.Text.Length);
        return [.. order.Select(path => new SourceText(path, parts[path].ToString()))];

        void Take(int end)
        {
            var part = stream.Text.AsSpan(start, end - start);
            if (part.IsWhiteSpace())
                return;
            if (!parts.TryGetValue(current, out var text))
            {
                order.Add(current);
                parts[current] = text = new StringBuilder(part.Length);
            }
            text.Append(part);
        }
    }

    // The comment stands right below the ---. The path is the renderer's word: one that leads elsewhere is not taken.
    private static string? TemplateOf(ReadOnlySpan<char> document)
    {
        int line = document.IndexOfAnyExcept(" \t\r\n");
        if (line < 0 || !document[line..].StartsWith(Marker, StringComparison.Ordinal))
            return null;
        var path = document[(line + Marker.Length)..];
        int end = path.IndexOfAny('\r', '\n');
        string name = (end < 0 ? path : path[..end]).Trim().ToString();
        bool isPlain =
            name.Length > 0
            && !name.StartsWith('/')
            && !name.Contains('\\')
            && !name.Contains(':')
            && !name.Split('/').Contains("..")
            && !name.Any(char.IsControl);
        return isPlain ? name : null;
    }
}
