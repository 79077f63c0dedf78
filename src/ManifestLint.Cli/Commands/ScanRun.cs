using System.Collections.Immutable;
using System.CommandLine;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Inputs;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Outputs;
using ManifestLint.Cli.Surface;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reporting;
using ManifestLint.Rules;

namespace ManifestLint.Cli.Commands;

/// <summary>One scan, from paths to exit code.</summary>
internal sealed class ScanRun(SharedOptions options, ParseResult parsed, Configurations configurations, BaselineRun baseline)
{
    private readonly Assumptions _assumptions = options.Assumptions(parsed, configurations.Run.Configuration);
    private readonly bool _quiet = options.Quiet(parsed);

    /// <summary>Which reports go where; the first is the one on standard output or in <c>--output</c>.</summary>
    public required ImmutableArray<ReportTarget> Targets { get; init; }

    /// <summary>The severity from which on findings make the exit code 1; Off for never.</summary>
    public required Severity FailOn { get; init; }

    /// <summary>True if something that could not be judged makes the exit code 2.</summary>
    public bool Strict { get; init; }

    /// <summary>Which findings are wanted.</summary>
    public required FindingFilter Filter { get; init; }

    /// <summary>False to report what comments and annotations suppress, too.</summary>
    public bool HonoursSuppressions { get; init; } = true;

    /// <summary>Scans and reports.</summary>
    public int Execute()
    {
        var sources = Sources.Find(
            options.Paths(parsed),
            file => configurations.Takes(file) && !baseline.IsBaseline(file),
            options.Kustomizations(parsed),
            options.Context(parsed, configurations.Run),
            bare: configurations.HoldNone
        );
        if (InputCheck.Report(sources.Set.Problems))
            return ExitCode.Usage;
        var settings = new SourceSettings(options, parsed, configurations, sources, Filter.Rules.ApplyTo);
        foreach (var source in sources.Files)
            settings.Of(source.FullPath);
        foreach (var source in sources.Neighbours)
            settings.Of(source.FullPath);
        foreach (string file in sources.KustomizationFiles)
            settings.Of(file);
        if (configurations.HasFailed)
            return ExitCode.Usage;

        using var progress = Progress.Start(sources.Files.Length, !_quiet);
        var request = sources.Request() with
        {
            Assumptions = _assumptions,
            Configuration = Filter.Rules.ApplyTo(configurations.Run.Configuration),
            SettingsOf = settings.Of,
            PathMatches = settings.Matches,
            HonoursSuppressions = HonoursSuppressions,
            Today = DateOnly.FromDateTime(DateTime.UtcNow),
            Jobs = options.Jobs(parsed),
            WithLineHashes = Targets.Any(t => t.Format == ReportFormat.Sarif),
            WithSuperseded = options.Verbose(parsed),
            FileDone = progress.Advance,
        };
        var result = Linter.Lint(request);
        progress.Stop();
        result = result with { Skipped = [.. result.Skipped.Concat(sources.Skipped).OrderBy(s => s.File, StringComparer.Ordinal)] };

        int input = InputCheck.Of(sources, result, Strict, options.Verbose(parsed), _quiet);
        bool isWhole = input == ExitCode.Clean && result.Crashes.IsEmpty;
        if (
            baseline.Apply(result, new(sources.Files.Select(f => f.Path), sources.WholeFolders, Filter.Rules.Takes), isWhole, _quiet)
            is not { } compared
        )
            return ExitCode.Usage;
        result = Filter.Apply(compared);
        int exit =
            input != ExitCode.Clean ? input
            : !result.Crashes.IsEmpty ? ExitCode.Crash
            : FailOn != Severity.Off && result.Findings.Any(f => f.Severity >= FailOn) ? ExitCode.Findings
            : ExitCode.Clean;
        foreach (var target in Targets)
        {
            if (!Write(target, result, request.RulesInForce, exit))
                exit = ExitCode.Usage;
        }
        InputCheck.Report(result.Crashes);
        return exit;
    }

    private bool Write(ReportTarget target, LintResult result, RuleSet rules, int exit)
    {
        if (target.File is null)
        {
            using var output = StandardStreams.OpenOutput();
            Write(target.Format, result, rules, exit, output, toTerminal: !Console.IsOutputRedirected);
            return true;
        }
        string? problem = AtomicFile.Write(target.File, stream => Write(target.Format, result, rules, exit, stream, toTerminal: false));
        if (problem is not null)
            Terminal.Error($"{target.File}: {problem}");
        return problem is null;
    }

    private void Write(ReportFormat format, LintResult result, RuleSet rules, int exit, Stream output, bool toTerminal)
    {
        switch (format)
        {
            case ReportFormat.Json:
                JsonReporter.Write(result, _assumptions, Product.Version, output);
                return;
            case ReportFormat.Sarif:
                SarifReporter.Write(result, SarifInput.For(result, rules, exit), output);
                return;
            case ReportFormat.GitLab:
                GitLabReporter.Write(result, new ReportPaths().Relative, output);
                return;
            case ReportFormat.JUnit:
                JUnitReporter.Write(result, FailOn, new ReportPaths().Relative, output);
                return;
            case ReportFormat.Checkstyle:
                CheckstyleReporter.Write(result, new ReportPaths().Relative, output);
                return;
            case ReportFormat.RdJson:
                RdJsonReporter.Write(result, new ReportPaths().Relative, output);
                return;
        }
        using var text = new StreamWriter(output, Terminal.Utf8, 1 << 12) { NewLine = "\n" };
        var style = Terminal.Style(options.Color(parsed), toTerminal) with
        {
            IsBrief = _quiet || (exit == ExitCode.Usage && result.ObjectCount == 0),
        };
        switch (format)
        {
            case ReportFormat.Concise:
                TextReporter.WriteConcise(result, style, text);
                break;
            case ReportFormat.GitHub:
                GitHubReporter.Write(result, new ReportPaths().Relative, text);
                break;
            case ReportFormat.Markdown:
                MarkdownReporter.Write(result, new ReportPaths().Relative, text);
                break;
            default:
                TextReporter.Write(result, style, text);
                break;
        }
    }
}
