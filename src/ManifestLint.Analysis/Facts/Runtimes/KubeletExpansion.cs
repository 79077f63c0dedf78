using System.Collections.Immutable;

namespace ManifestLint.Facts.Runtimes;

/// <summary>The environment of a container before anything of it runs.</summary>
/// <param name="Variables">Values by name; one of kind Unknown is set to something that cannot be known.</param>
/// <param name="IsComplete">False if more variables may be set than the manifest shows (an <c>envFrom</c> whose object is not in the scan).</param>
public sealed record ContainerEnvironment(ImmutableDictionary<string, Word> Variables, bool IsComplete = true)
{
    /// <summary>Nothing is set.</summary>
    public static ContainerEnvironment Empty { get; } = new(ImmutableDictionary<string, Word>.Empty);

    /// <summary>The value of <paramref name="name"/>; null if it is not set as far as the manifest tells.</summary>
    public Word? Find(string name)
    {
        if (Variables.TryGetValue(name, out var value))
            return value;
        if (name is "KUBERNETES_SERVICE_HOST" or "KUBERNETES_SERVICE_PORT" or "KUBERNETES_PORT")
            return Word.UnknownToken;
        return IsComplete && !IsServiceVariable(name) ? null : Word.Unknown;
    }

    /// <summary>True for names the kubelet may set for a service of the namespace, which a manifest does not show. Left out are the
    /// <c>NAME_PORT</c> forms of the old links, because applications use such names for themselves.</summary>
    private static bool IsServiceVariable(string name) =>
        name.EndsWith("_SERVICE_HOST", StringComparison.Ordinal) || name.EndsWith("_SERVICE_PORT", StringComparison.Ordinal);
}

/// <summary>The kubelet's <c>$(NAME)</c> expansion of <c>command</c>, <c>args</c> and <c>env[].value</c>.
/// Source: kubernetes v1.36 third_party/forked/golang/expansion/expand.go.</summary>
public static class KubeletExpansion
{
    /// <summary><paramref name="template"/> with its references replaced. <c>$$</c> becomes <c>$</c>; a name that is not set and a
    /// reference without an end stay as they are; a replaced value is not scanned again. Unknown (with what stands before it) if a
    /// reference has an unknown value.</summary>
    public static Word Expand(Word template, ContainerEnvironment environment)
    {
        if (!template.IsKnown || !template.Text.Contains('$'))
            return template;
        var text = template.Text;
        var pieces = new List<Word>();
        int start = 0,
            i = 0;
        while (i < text.Length - 1)
        {
            if (text[i] != '$')
            {
                i++;
            }
            else if (text[i + 1] == '$')
            {
                pieces.Add(template.Slice(start, i + 1 - start));
                start = i += 2;
            }
            else if (text[i + 1] == '(' && text.IndexOf(')', i + 2) is >= 0 and var end)
            {
                if (environment.Find(text[(i + 2)..end]) is { } value)
                {
                    pieces.Add(template.Slice(start, i - start));
                    pieces.Add(value);
                    start = end + 1;
                }
                i = end + 1;
            }
            else
            {
                // Two characters at once, as the kubelet reads an operator and what follows it.
                i += 2;
            }
        }
        if (start == 0)
            return template;
        pieces.Add(template.Slice(start, text.Length - start));
        return Word.Concat(pieces);
    }
}
