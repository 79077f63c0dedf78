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
            CustomParser = result =>
                SharedOptions.Only(result) switch
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
        var onlyCertain = new Option<bool>("--only-certain") { Description = "Leave out findings that rest on something assumed" };
        var noSuppressions = new Option<bool>("--no-suppressions") { Description = "Report what comments and annotations suppress, too" };
        var baseline = new Option<string?>("--baseline")
        {
            Description = "Report only what is new against this baseline, or against a SARIF log of ours",
            HelpName = "FILE",
        };
        var writeBaseline = new Option<string?>("--write-baseline")
        {
            Description = "Accept what is found: write it to a baseline",
            HelpName = "FILE",
        };

        var kustomize = new Option<string?>("--kustomize")
        {
            Description = "Scan what kubectl kustomize renders of this folder (starts kubectl)",
            HelpName = "DIR",
        };
        var command = new Command("scan", "Report what will go wrong with memory, and which line to change")
        {
            format,
            reports,
            failOn,
            exitZero,
            strict,
            onlyCertain,
            noSuppressions,
            baseline,
            writeBaseline,
            kustomize,
        };
        shared.AddTo(command);
        command.SetAction(result =>
        {
            string? folder = result.GetValue(kustomize);
            string[]? paths = folder is null ? null : [.. shared.Paths(result), folder];
            if (shared.Configuration(result, paths) is not { } configuration)
                return ExitCode.Usage;
            if (BaselineRun.Open(result.GetValue(baseline), result.GetValue(writeBaseline)) is not { } accepted)
                return ExitCode.Usage;
            var run = new ScanRun(shared, result, configuration, accepted)
            {
                Targets = [new(result.GetValue(format), shared.Output(result)), .. result.GetValue(reports) ?? []],
                FailOn = result.GetValue(exitZero)
                    ? Severity.Off
                    : result.GetValue(failOn) ?? configuration.Configuration.FailOn ?? Severity.Warning,
                Kustomize = folder,
                Strict = result.GetValue(strict),
                OnlyCertain = result.GetValue(onlyCertain),
                HonoursSuppressions = !result.GetValue(noSuppressions),
            };
            return run.Execute();
        });
        return command;
    }
}
