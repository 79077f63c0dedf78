using System.Collections.Immutable;
using System.Text.Json;
using ManifestLint.Rules;

namespace ManifestLint.Reporting;

/// <summary>All rules: for people, for programs (<c>manifestlint-rules/1</c>, schemas/manifestlint-rules.schema.json), for a document.</summary>
public static class RuleListReporter
{
    /// <summary>A table: id, severity, name, title.</summary>
    public static void WriteText(ImmutableArray<RulePage> pages, TextStyle style, TextWriter output)
    {
        var terminal = new TerminalPage(style.Width, style.IsColoured, output);
        int[] widths = [pages.Max(p => p.Id.Length), "severity".Length, pages.Max(p => p.Name.Length)];
        bool fits = widths.Sum(w => w + 2) + 24 <= Math.Min(style.Width, 100);
        foreach (var page in pages)
        {
            if (fits)
                terminal.Row([page.Id, PageReporter.Severity(page), page.Name], widths, page.Title);
            else
                terminal.Row([page.Id, PageReporter.Severity(page)], widths, page.Name);
        }
    }

    /// <summary>One JSON object and a line break.</summary>
    public static void WriteJson(ImmutableArray<RulePage> pages, Stream output)
    {
        using var json = JsonText.Open(output);
        json.WriteStartObject();
        json.WriteString("format", "manifestlint-rules/1");
        json.WriteStartArray("rules");
        foreach (var page in pages)
        {
            json.WriteStartObject();
            json.WriteString("id", page.Id);
            json.WriteString("name", page.Name);
            json.WriteString("title", page.Title);
            json.WriteString("severity", PageReporter.Severity(page));
            json.WriteString("category", page.Category);
            json.WriteString("fix", page.Fix);
            json.WriteString("since", page.Since);
            WriteIds(json, "supersedes", [.. page.Supersedes.Concat(page.Symptoms).Distinct()]);
            WriteIds(json, "supersedesInPod", page.SupersedesInPod);
            json.WriteString("helpUri", SarifReporter.HelpUri(page));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        JsonText.Close(json, output);
    }

    /// <summary>A table in Markdown, each rule a link to its page.</summary>
    public static void WriteMarkdown(ImmutableArray<RulePage> pages, TextWriter output)
    {
        output.Write("| id | name | severity | fix | |\n| --- | --- | --- | --- | --- |\n");
        foreach (var page in pages)
        {
            output.Write(
                $"| [{page.Id}]({SarifReporter.HelpUri(page)}) | {page.Name} | {PageReporter.Severity(page)} | {page.Fix} | {MarkdownReporter.Text(page.Title)} |\n"
            );
        }
    }

    private static void WriteIds(Utf8JsonWriter json, string name, ImmutableArray<string> ids)
    {
        json.WriteStartArray(name);
        foreach (string id in ids)
            json.WriteStringValue(id);
        json.WriteEndArray();
    }
}
