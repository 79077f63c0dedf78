using System.Buffers;

namespace ManifestLint.Manifests;

/// <summary>What other programs fill in before Kubernetes sees a text (contracts.md C2).</summary>
public static class Placeholder
{
    /// <summary>Stands for a value of which nothing is known.</summary>
    public const string Unknown = "${unknown}";

    private static readonly SearchValues<char> Openings = SearchValues.Create("{$<%_@[(#");

    /// <summary>
    /// True where a text holds a placeholder anywhere: <c>{{…}}</c>, <c>{%…%}</c>, <c>${NAME}</c>, <c>$(NAME)</c>, <c>$NAME</c>,
    /// <c>&lt;NAME&gt;</c>, <c>&lt;path:…&gt;</c> and <c>&lt;NAME | …&gt;</c> (argocd-vault-plugin), <c>%NAME%</c>, <c>__NAME__</c>, <c>@NAME@</c>, <c>[[NAME]]</c>,
    /// <c>((NAME))</c>, <c>#{NAME}#</c>, <c>(@ … @)</c> (ytt), <c>ENC[…]</c> (SOPS). None of these can be part of a quantity.
    /// </summary>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        if (!text.ContainsAny(Openings))
            return false;
        for (int i = 0; i < text.Length - 1; i++)
        {
            var rest = text[(i + 1)..];
            bool starts = text[i] switch
            {
                '{' => rest[0] is '{' or '%',
                '$' => rest[0] is '{' or '(' or '_' || char.IsAsciiLetter(rest[0]),
                '#' => rest[0] == '{',
                '[' when i >= 3 && text[(i - 3)..i] is "ENC" => true,
                '[' => rest[0] == '[' && IsName(rest[1..], "]]", mayHaveBlanks: true),
                '(' => rest[0] == '@' || (rest[0] == '(' && IsName(rest[1..], "))", mayHaveBlanks: true)),
                '_' => rest[0] == '_' && IsName(rest[1..], "__"),
                '<' => IsName(rest, ">", mayHaveBlanks: true) || IsVaultPath(rest),
                '%' => IsName(rest, "%"),
                '@' => IsName(rest, "@"),
                _ => false,
            };
            if (starts)
                return true;
        }
        return false;
    }

    // `<path:kv/data/app#key>`, or a name with modifiers behind it: `<key | base64encode>`.
    private static bool IsVaultPath(ReadOnlySpan<char> text)
    {
        text = text.Length > 256 ? text[..256] : text;
        int length = text.IndexOfAny('<', '>', '\n');
        if (length <= 0 || text[length] != '>')
            return false;
        int pipe = text[..length].IndexOf('|');
        return text.StartsWith("path:", StringComparison.Ordinal) || (pipe > 0 && IsName(string.Concat(text[..pipe].Trim(), ">"), ">"));
    }

    // Names are short; a bound keeps a long text of opening marks linear.
    private static bool IsName(ReadOnlySpan<char> text, ReadOnlySpan<char> end, bool mayHaveBlanks = false)
    {
        text = text.Length > 256 ? text[..256] : text;
        if (mayHaveBlanks)
            text = text.TrimStart(' ');
        int length = text.IndexOf(end);
        if (length <= 0 || !(char.IsLetter(text[0]) || text[0] is '_' or '.'))
            return false;
        foreach (char c in text[..length])
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '-' or '.' or ':' or '/') && !(c == ' ' && mayHaveBlanks))
                return false;
        }
        return true;
    }
}
