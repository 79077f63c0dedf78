using ManifestLint.Neighbours;
using ManifestLint.Yaml;

namespace ManifestLint.Reading;

/// <summary>Tells from the text alone, without parsing, whether a document may hold context objects.</summary>
public static class Skim
{
    /// <summary>
    /// True if the document's root kind is context, or it shows no kind at column 1 (flow style, JSON) or is a list, and names one anywhere.
    /// </summary>
    public static bool MayHoldContext(SourceText source, TextSpan document)
    {
        var text = source.Text.AsSpan(document.Start, document.Length);
        if (RootKind(text) is { } kind && !kind.EndsWith("List", StringComparison.Ordinal) && kind is not "Template")
            return ManifestSet.IsContextKind(kind);
        foreach (string context in ManifestSet.ContextKinds)
        {
            if (text.IndexOf(context, StringComparison.Ordinal) >= 0)
                return true;
        }
        return false;
    }

    /// <summary>The value of <c>kind:</c> at column 1; null if it does not show there.</summary>
    public static string? RootKind(ReadOnlySpan<char> document)
    {
        int at;
        if (document.StartsWith("kind:", StringComparison.Ordinal))
            at = 0;
        else
        {
            at = document.IndexOf("\nkind:", StringComparison.Ordinal);
            if (at < 0)
                return null;
            at++;
        }
        var rest = document[(at + "kind:".Length)..];
        int end = rest.IndexOfAny('\n', '\r');
        if (end >= 0)
            rest = rest[..end];
        int comment = rest.IndexOf(" #", StringComparison.Ordinal);
        if (comment >= 0)
            rest = rest[..comment];
        rest = rest.Trim().Trim("\"'");
        return rest.IsEmpty ? null : rest.ToString();
    }

    /// <summary>True if an object in the text may have an owner.</summary>
    public static bool MayHoldOwned(ReadOnlySpan<char> text) => text.Contains("ownerReferences", StringComparison.Ordinal);

    /// <summary>True if an object in the text may hold a pod template: its key is followed by what ends a key, as in no label of a pod.</summary>
    public static bool MayHoldTemplate(string text)
    {
        const string Key = "template";
        for (int at = text.IndexOf(Key, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Key, at, StringComparison.Ordinal))
        {
            at += Key.Length;
            if (at == text.Length || text[at] is ':' or '"' or '\'' || char.IsWhiteSpace(text[at]))
                return true;
        }
        return false;
    }

    /// <summary>True if a pod may be in the text.</summary>
    public static bool MayHoldPods(string text) => text.Contains("containers", StringComparison.Ordinal);

    /// <summary>True if the text holds both words that make a Kubernetes object.</summary>
    public static bool LooksLikeManifest(string text) =>
        text.Contains("apiVersion", StringComparison.Ordinal) && text.Contains("kind", StringComparison.Ordinal);
}
