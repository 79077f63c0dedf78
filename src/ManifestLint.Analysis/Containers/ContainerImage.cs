namespace ManifestLint.Containers;

/// <summary>The parts of an image reference that tell what is inside.</summary>
/// <param name="Repository">Path without registry, tag and digest, in lower case: <c>bitnami/kafka</c>.</param>
/// <param name="Tag">The tag in lower case, empty if none is written.</param>
public readonly record struct ContainerImage(string Repository, string Tag)
{
    /// <summary>The last component of the path: <c>kafka</c>.</summary>
    public string Name => Repository[(Repository.LastIndexOf('/') + 1)..];

    /// <summary>Takes an image reference apart; never fails, an empty text gives an empty name.</summary>
    public static ContainerImage Parse(string reference)
    {
        string text = reference.Trim().ToLowerInvariant();
        int digest = text.IndexOf('@');
        if (digest >= 0)
            text = text[..digest];
        int slash = text.LastIndexOf('/'),
            colon = text.LastIndexOf(':');
        string tag = colon > slash ? text[(colon + 1)..] : "";
        if (colon > slash)
            text = text[..colon];
        int first = text.IndexOf('/');
        bool hasRegistry = first > 0 && (text[..first].AsSpan().IndexOfAny('.', ':') >= 0 || text[..first] == "localhost");
        return new ContainerImage(hasRegistry ? text[(first + 1)..] : text, tag);
    }

    /// <summary>True if the end of the path matches: <c>*</c> stands for any characters within a component; a pattern of two components
    /// looks at the last two.</summary>
    public bool Matches(string pattern)
    {
        var path = Repository.AsSpan();
        int wanted = pattern.AsSpan().Count('/') + 1;
        int start = path.Length;
        for (int i = 0; i < wanted; i++)
        {
            if (start < 0)
                return false;
            start = path[..start].LastIndexOf('/');
        }
        return MatchesGlob(path[(start + 1)..], pattern);
    }

    private static bool MatchesGlob(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern)
    {
        int star = pattern.IndexOf('*');
        if (star < 0)
            return text.SequenceEqual(pattern);
        if (!text.StartsWith(pattern[..star]))
            return false;
        for (int from = star; from <= text.Length; from++)
        {
            if (MatchesGlob(text[from..], pattern[(star + 1)..]))
                return true;
            if (from < text.Length && text[from] == '/')
                return false;
        }
        return false;
    }
}
