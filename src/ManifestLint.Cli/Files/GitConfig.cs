using System.Text;

namespace ManifestLint.Cli.Files;

/// <summary>
/// The values of a repository's own <c>config</c> file. Included files and the user's configuration are not read.
/// Source: git v2.50 Documentation/config.adoc, "Syntax".
/// </summary>
internal sealed class GitConfig
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    /// <summary>Reads the text of a configuration file; a line that makes no sense is passed over.</summary>
    public static GitConfig Parse(string text)
    {
        var config = new GitConfig();
        string section = "";
        // A backslash at the end of a line continues it.
        foreach (string line in text.Replace("\r\n", "\n").Replace("\\\n", "").Split('\n'))
        {
            string rest = line.Trim();
            if (rest.StartsWith('['))
            {
                int close = EndOfSection(rest);
                if (close < 0)
                    continue;
                section = SectionName(rest[1..close]);
                rest = rest[(close + 1)..].Trim();
            }
            if (rest.Length == 0 || rest[0] is '#' or ';')
                continue;
            int equals = rest.IndexOf('=');
            string name = (equals < 0 ? rest : rest[..equals]).Trim().ToLowerInvariant();
            config._values[section + "." + name] = equals < 0 ? "true" : Unquote(rest[(equals + 1)..]);
        }
        return config;
    }

    /// <summary>The last value of a key such as <c>remote.origin.url</c>, or <c>null</c>. A subsection counts case, the rest is lower case.</summary>
    public string? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>Whether a boolean key is set to a word for yes.</summary>
    public bool IsTrue(string key) => this[key]?.ToLowerInvariant() is "true" or "yes" or "on" or "1";

    private static int EndOfSection(string line)
    {
        bool quoted = false;
        for (int i = 1; i < line.Length; i++)
        {
            if (line[i] == '\\' && quoted)
                i++;
            else if (line[i] == '"')
                quoted = !quoted;
            else if (line[i] == ']' && !quoted)
                return i;
        }
        return -1;
    }

    private static string SectionName(string header)
    {
        int quote = header.IndexOf('"');
        if (quote < 0)
            return header.Trim().ToLowerInvariant();
        return header[..quote].Trim().ToLowerInvariant() + "." + Unquote(header[quote..]);
    }

    private static string Unquote(string value)
    {
        var result = new StringBuilder(value.Length);
        bool quoted = false;
        int kept = 0;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (!quoted && c is ('#' or ';'))
                break;
            if (c == '"')
            {
                quoted = !quoted;
            }
            else if (c == '\\' && i + 1 < value.Length)
            {
                c = value[++i];
                result.Append(
                    c switch
                    {
                        'n' => '\n',
                        't' => '\t',
                        'b' => '\b',
                        _ => c,
                    }
                );
            }
            else if (result.Length > 0 || quoted || !char.IsWhiteSpace(c))
            {
                result.Append(c);
            }
            if (quoted || !char.IsWhiteSpace(c))
                kept = result.Length;
        }
        return result.ToString(0, kept);
    }
}
