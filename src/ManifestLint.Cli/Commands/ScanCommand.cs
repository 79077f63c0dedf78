using System.CommandLine;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Outputs;
using ManifestLint.Cli.Surface;
using ManifestLint.Configuration;
using ManifestLint.Findings;

namespace ManifestLint.Cli.Commands;

/// <summary><c>manifestlint scan</c>: findings.</summary>
internal static class ScanCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var shared = new SharedOptions();
        var format = ReportTarget.FormatOption(ReportTarget.Names);
        var reports = ReportTarget.ReportOption();
        var failOn = FailOn();
        var exitZero = new Option<bool>("--exit-zero") { Description = "Exit with 0 where it would be 1" };
        var strict = new Option<bool>("--strict")
        {
            Description = "Exit with 2 if something could not be judged: a template, an overlay, a part of an object, a file",
        };
        var filters = new FilterOptions();
        var exclude = Exclude();
        var noSuppressions = new Option<bool>("--no-suppressions") { Description = "Report what comments and annotations suppress, too" };
        var baseline = Baseline();
        var writeBaseline = WriteBaseline();

        var command = new Command("scan", "Report what will go wrong with memory, and which line to change")
        {
            reports,
            failOn,
            exitZero,
            strict,
            noSuppressions,
            baseline,
            writeBaseline,
            exclude,
        };
        shared.AddFormatTo(command, format);
        filters.AddTo(command);
        shared.AddTo(command);
        command.SetAction(result =>
        {
            if (shared.Configurations(result, excluded: result.GetValue(exclude)) is not { } configurations)
                return ExitCode.Usage;
            ReportTarget[] targets = [new(result.GetValue(format), shared.Output(result)), .. result.GetValue(reports) ?? []];
            if (OutputCheck.Report(targets, result.GetValue(writeBaseline)))
                return ExitCode.Usage;
            if (BaselineRun.Open(result.GetValue(baseline), result.GetValue(writeBaseline)) is not { } accepted)
                return ExitCode.Usage;
            var run = new ScanRun(shared, result, configurations, accepted)
            {
                Targets = [.. targets],
                FailOn = result.GetValue(exitZero)
                    ? Severity.Off
                    : result.GetValue(failOn) ?? configurations.Run.Configuration.FailOn ?? Severity.Warning,
                Strict = result.GetValue(strict),
                Filter = filters.Read(result),
                HonoursSuppressions = !result.GetValue(noSuppressions),
            };
            return run.Execute();
        });
        return command;
    }

    private static readonly string[] s_failOn = ["error", "warning", "note", "never"];

    private static Option<Severity?> FailOn() =>
        new Option<Severity?>("--fail-on")
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
                    var other => SharedOptions.NoneOf<Severity?>(result, s_failOn, SeverityWords.Meant(other, s_failOn)),
                },
        };

    private static Option<string[]> Exclude() =>
        new Option<string[]>("--exclude")
        {
            Description =
                "Leave out files and folders that match, in addition to those that the configuration excludes; may be given several times",
            HelpName = "GLOB",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };

    private static Option<string?> Baseline() =>
        new Option<string?>("--baseline")
        {
            Description = "Report only what is new against this baseline, or against a SARIF log of ours",
            HelpName = "FILE",
        };

    private static Option<string?> WriteBaseline() =>
        new Option<string?>("--write-baseline") { Description = "Accept what is found: write it to a baseline", HelpName = "FILE" };
}
