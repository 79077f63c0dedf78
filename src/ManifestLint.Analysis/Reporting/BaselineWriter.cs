using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>Writes a baseline (schemas/manifestlint-baseline.schema.json): one finding a line, so that version control shows what came and went.</summary>
public static class BaselineWriter
{
    /// <summary>Writes one JSON object and a line break.</summary>
    /// <param name="baseline">What is accepted.</param>
    /// <param name="output">Receives UTF-8 without a byte-order mark; stays open.</param>
    public static void Write(Baseline baseline, Stream output)
    {
        using var text = new StreamWriter(output, new UTF8Encoding(false), 1 << 14, leaveOpen: true) { NewLine = "\n" };
        text.Write($"{{\"format\": \"{BaselineReader.Format}\",\n\"findings\": [");
        for (int i = 0; i < baseline.Entries.Length; i++)
        {
            var entry = baseline.Entries[i];
            text.Write(i == 0 ? "\n" : ",\n");
            text.Write(
                $"{{\"file\": {Quoted(entry.File)}, \"rule\": {Quoted(entry.Rule)}, \"object\": {OrNull(entry.Object)}, \"container\": {OrNull(entry.Container)}, \"fingerprint\": {Quoted(entry.Fingerprint)}, \"count\": {entry.Count}}}"
            );
        }
        text.Write("\n]}\n");
    }

    private static string OrNull(string? text) => text is null ? "null" : Quoted(text);

    private static string Quoted(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
