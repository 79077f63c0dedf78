using System.CommandLine;
using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Cli;

/// <summary><c>manifestlint scan</c>: findings.</summary>
internal static class ScanCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var shared = new SharedOptions();
        var format = ReportTarget.FormatOption([.. Enum.GetValues<ReportFormat>()]);
        var reports = ReportTarget.ReportOption();
        var failOn = new Option<Severity?>("--fail-on")
        {
            Description = "Exit with 1 on findings of this severity or worse: error, warning, note or never (default warning)",
            HelpName = "SEVERITY",
            CompletionSources = { "error", "warning", "note", "never" },
            CustomParser = result => SharedOptions.Only(result) switch
            {
                "error" => Severity.Error,
                "warning" => Severity.Warning,
                "note" => Severity.Note,
                "never" => Severity.Off,
                var other => SharedOptions.Fail<Severity?>(result, $"'{other}' is none of error, warning, note, never"),
            },
        };
        var exitZero = new Option<bool>("--exit-zero") { Description = "Exit with 0 where it would be 1" };
        var strict = new Option<bool>("--strict") { Description = "Exit with 2 if a file could not be read" };

        var command = new Command("scan", "Report what will go wrong with memory, and which line to change") { format, reports, failOn, exitZero, strict };
        shared.AddTo(command);
        command.SetAction(result =>
        {
            var run = new ScanRun(shared, result)
            {
                Targets = [new(result.GetValue(format), shared.Output(result)), .. result.GetValue(reports) ?? []],
                FailOn = result.GetValue(exitZero) ? Severity.Off : result.GetValue(failOn) ?? Severity.Warning,
                Strict = result.GetValue(strict),
            };
            return run.Execute();
        });
        return command;
    }
}
