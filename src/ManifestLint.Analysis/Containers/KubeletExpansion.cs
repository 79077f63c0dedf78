using System.Collections.Immutable;
using ManifestLint.Programs;

namespace ManifestLint.Containers;

/// <summary>The kubelet's <c>$(NAME)</c> expansion of <c>command</c>, <c>args</c> and <c>env[].value</c>.
/// Source: kubernetes v1.36 third_party/forked/golang/expansion/expand.go.</summary>
public static class KubeletExpansion
{
    /// <summary>False for a text that stays as it is, whatever is set.</summary>
    public static bool MayExpand(Word template) => template.IsKnown && template.Text.Contains('$');

    /// <summary><paramref name="template"/> with its references replaced. <c>$$</c> becomes <c>$</c>; a name that is not set and a
    /// reference without an end stay as they are; a replaced value is not scanned again. Unknown (with what stands before it) if a
    /// reference has an unknown value.</summary>
    public static Word Expand(Word template, ProgramEnvironment environment)
    {
        if (!MayExpand(template))
            return template;
        var text = template.Text;
        var pieces = new List<Word>();
        int start = 0,
            i = 0,
            lastEnd = text.LastIndexOf(')');
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
            else if (text[i + 1] == '(' && lastEnd >= i + 2)
            {
                int end = text.IndexOf(')', i + 2);
                if (Find(text[(i + 2)..end], environment) is { } value)
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

    // Null if it is not set as far as the manifest tells.
    private static Word? Find(string name, ProgramEnvironment environment) =>
        environment.Variables.TryGetValue(name, out var value)
            ? value
            : ServiceVariables.Find(name) ?? (environment.IsComplete ? null : Word.Unknown);
}
