using System.Text;
using System.Xml;

namespace ManifestLint.Reporting;

/// <summary>What reports in XML share.</summary>
internal static class XmlText
{
    /// <summary>UTF-8 without a byte-order mark, indented, with line breaks of one character.</summary>
    public static XmlWriterSettings Settings { get; } =
        new()
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            Indent = true,
            NewLineChars = "\n",
            NewLineHandling = NewLineHandling.Entitize,
        };

    /// <summary>Writes an attribute, whatever its text holds.</summary>
    public static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Legal(value));

    /// <summary>The text with escapes for what XML has no way to write: most control characters, half a pair, U+FFFE and U+FFFF.</summary>
    public static string Legal(string text) => TerminalText.Escape(text);
}
