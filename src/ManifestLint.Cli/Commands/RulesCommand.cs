using System.CommandLine;
using ManifestLint.Catalog;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Surface;
using ManifestLint.Reporting;

namespace ManifestLint.Cli.Commands;

/// <summary><c>manifestlint rules</c>: all of them.</summary>
internal static class RulesCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var format = ReportTarget.FormatOption("text", "json", "markdown");
        var color = SharedOptions.ColorOption();
        var command = new Command("rules", "List all rules") { format, color };
        command.SetAction(result =>
        {
            var pages = RuleCatalog.All.Select(entry => entry.Page).ToArray();
            using var output = StandardStreams.OpenOutput();
            if (result.GetValue(format) == ReportFormat.Json)
            {
                RuleListReporter.WriteJson([.. pages], output);
                return ExitCode.Clean;
            }
            using var text = new StreamWriter(output, Terminal.Utf8, 1 << 14) { NewLine = "\n" };
            if (result.GetValue(format) == ReportFormat.Markdown)
                RuleListReporter.WriteMarkdown([.. pages], text);
            else
                RuleListReporter.WriteText([.. pages], Terminal.Style(result.GetValue(color), !Console.IsOutputRedirected), text);
            return ExitCode.Clean;
        });
        return command;
    }
}
