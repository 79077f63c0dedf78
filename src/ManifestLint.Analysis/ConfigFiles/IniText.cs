using ManifestLint.Manifests;
using ManifestLint.Programs;

namespace ManifestLint.ConfigFiles;

/// <summary>One <c>key = value</c> line of a settings file.</summary>
/// <param name="Section">The name in the brackets above it; empty before the first.</param>
/// <param name="Key">The key, without blanks around it.</param>
/// <param name="Value">The value, without blanks and quotes, with its place; unknown where a tool fills it in.</param>
internal readonly record struct IniEntry(string Section, string Key, Word Value);

/// <summary>Reads files of sections and <c>key = value</c> lines: php.ini, PHP-FPM's pools, uwsgi.ini, rabbitmq.conf, my.cnf.</summary>
internal static class IniText
{
    /// <summary>The entries in their order; a key without <c>=</c> has an empty value.</summary>
    /// <param name="file">The text.</param>
    /// <param name="comments">The characters that begin a comment at the start of a line, and behind blanks.</param>
    public static List<IniEntry> Read(Word file, string comments)
    {
        var entries = new List<IniEntry>();
        if (!file.IsKnown)
            return entries;
        string text = file.Text,
            section = "";
        for (int start = 0; start < text.Length; )
        {
            int end = text.IndexOf('\n', start);
            if (end < 0)
                end = text.Length;
            var line = text.AsSpan(start, end - start).Trim();
            if (line.Length > 1 && line[0] == '[' && line.IndexOf(']') is > 0 and var close)
                section = line[1..close].Trim().ToString();
            else if (line.Length > 0 && !comments.Contains(line[0], StringComparison.Ordinal))
                entries.Add(Entry(file, section, start, end, comments));
            start = end + 1;
        }
        return entries;
    }

    private static IniEntry Entry(Word file, string section, int start, int end, string comments)
    {
        string text = file.Text;
        int equals = text.IndexOf('=', start, end - start);
        if (equals < 0)
            return new(section, text[start..end].Trim(), Word.Of(""));
        string key = text[start..equals].Trim();
        int from = equals + 1;
        while (from < end && char.IsWhiteSpace(text[from]))
            from++;
        if (from < end && text[from] is '"' or '\'' && text.IndexOf(text[from], from + 1, end - from - 1) is > 0 and var quote)
        {
            return new(section, key, Known(file.Slice(from + 1, quote - from - 1)));
        }
        int to = from;
        while (to < end && !(comments.Contains(text[to], StringComparison.Ordinal) && (to == from || char.IsWhiteSpace(text[to - 1]))))
            to++;
        while (to > from && char.IsWhiteSpace(text[to - 1]))
            to--;
        return new(section, key, Known(file.Slice(from, to - from)));
    }

    // ${NAME} stays: some programs fill it in from the environment.
    private static Word Known(Word value) =>
        value.Text.StartsWith("${", StringComparison.Ordinal) || !Placeholder.IsIn(value.Text) ? value : Word.Unknown;
}
