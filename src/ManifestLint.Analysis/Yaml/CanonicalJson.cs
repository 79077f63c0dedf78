using System.Text;

namespace ManifestLint.Yaml;

/// <summary>Nodes as JSON with sorted keys, as Go prints it: what names of generated objects are made of, and how values are compared.</summary>
public static class CanonicalJson
{
    /// <summary>True if both are the same JSON.</summary>
    public static bool AreEqual(YamlNode x, YamlNode y) => Of(x) == Of(y);

    /// <summary>A node as JSON.</summary>
    public static string Of(YamlNode node)
    {
        var text = new StringBuilder();
        Write(node, text);
        return text.ToString();
    }

    /// <summary>A text as Go prints it in JSON: <c>&lt; &gt; &amp;</c> and the line separators are escaped.</summary>
    public static string Quoted(string value)
    {
        var text = new StringBuilder(value.Length + 2).Append('"');
        foreach (char c in value)
        {
            switch (c)
            {
                case '"':
                    text.Append("\\\"");
                    break;
                case '\\':
                    text.Append("\\\\");
                    break;
                case '\n':
                    text.Append("\\n");
                    break;
                case '\r':
                    text.Append("\\r");
                    break;
                case '\t':
                    text.Append("\\t");
                    break;
                case '\b':
                    text.Append("\\b");
                    break;
                case '\f':
                    text.Append("\\f");
                    break;
                case < ' ' or '<' or '>' or '&' or '\u2028' or '\u2029':
                    text.Append("\\u").Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
                    break;
                default:
                    text.Append(c);
                    break;
            }
        }
        return text.Append('"').ToString();
    }

    private static void Write(YamlNode node, StringBuilder text)
    {
        switch (node.Target)
        {
            case YamlScalar scalar:
                text.Append(Of(scalar));
                break;
            case YamlSequence sequence:
                text.Append('[');
                for (int i = 0; i < sequence.Items.Length; i++)
                {
                    if (i > 0)
                        text.Append(',');
                    Write(sequence.Items[i], text);
                }
                text.Append(']');
                break;
            case YamlMapping mapping:
                text.Append('{');
                bool any = false;
                foreach (var entry in mapping.EffectiveEntries().OrderBy(e => e.Name, StringComparer.Ordinal))
                {
                    if (any)
                        text.Append(',');
                    any = true;
                    text.Append(Quoted(entry.Name!)).Append(':');
                    Write(entry.Value, text);
                }
                text.Append('}');
                break;
        }
    }

    private static string Of(YamlScalar scalar)
    {
        if (YamlType.IsNull(scalar))
            return "null";
        if (YamlType.IsText(scalar))
            return Quoted(scalar.Value);
        var resolved = GoYaml.Resolve(scalar.Value, triesTime: false);
        return resolved.Text.Length == 0 ? "null" : resolved.Text;
    }
}
