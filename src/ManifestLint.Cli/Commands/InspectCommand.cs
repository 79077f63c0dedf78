using System.Collections.Immutable;
using System.CommandLine;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Inputs;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Outputs;
using ManifestLint.Cli.Surface;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Inspection;
using ManifestLint.Reporting;

namespace ManifestLint.Cli.Commands;

/// <summary><c>manifestlint inspect</c>: the facts of every pod.</summary>
internal static class InspectCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var shared = new SharedOptions();
        var format = ReportTarget.FormatOption("text", "json");
        var command = new Command("inspect", "Show QoS class, oom_score_adj, effective budgets and runtime heaps of every pod");
        shared.AddFormatTo(command, format);
        shared.AddTo(command);
        command.SetAction(result => Execute(shared, result, result.GetValue(format)));
        return command;
    }

    private static int Execute(SharedOptions options, ParseResult parsed, ReportFormat format)
    {
        if (options.Configurations(parsed) is not { } configurations)
            return ExitCode.Usage;
        if (OutputCheck.Report([new ReportTarget(format, options.Output(parsed))]))
            return ExitCode.Usage;
        var sources = Sources.Find(
            options.Paths(parsed),
            configurations.Takes,
            options.Kustomizations(parsed),
            options.Context(parsed, configurations.Run),
            bare: configurations.HoldNone
        );
        if (InputCheck.Report(sources.Set.Problems))
            return ExitCode.Usage;

        var settings = new SourceSettings(options, parsed, configurations, sources);
        foreach (string file in sources.Files.Select(s => s.FullPath).Concat(sources.KustomizationFiles))
            settings.Of(file);
        if (configurations.HasFailed)
            return ExitCode.Usage;
        var assumptions = options.Assumptions(parsed, configurations.Run.Configuration);
        using var progress = Progress.Start(sources.Files.Length, !options.Quiet(parsed));
        var (pods, result) = Linter.Inspect(
            sources.Request() with
            {
                Assumptions = assumptions,
                SettingsOf = settings.Of,
                PathMatches = settings.Matches,
                Jobs = options.Jobs(parsed),
                FileDone = progress.Advance,
            },
            static (pod, file, composed) => PodReport.Of(pod, file, composed?.Overlay)
        );
        progress.Stop();
        pods = PodReport.Join(pods);
        result = result with { Skipped = [.. result.Skipped.Concat(sources.Skipped).OrderBy(s => s.File, StringComparer.Ordinal)] };

        int input = InputCheck.Of(sources, result, strict: false, options.Verbose(parsed), options.Quiet(parsed));
        InputCheck.Report(result.Crashes);
        if (!Write(options, parsed, format, pods, result.Skipped, assumptions))
            return ExitCode.Usage;
        return input != ExitCode.Clean ? input
            : result.Crashes.IsEmpty ? ExitCode.Clean
            : ExitCode.Crash;
    }

    private static bool Write(
        SharedOptions options,
        ParseResult parsed,
        ReportFormat format,
        ImmutableArray<PodReport> pods,
        ImmutableArray<SkippedFile> skipped,
        Assumptions assumptions
    )
    {
        if (options.Output(parsed) is not { } file)
        {
            using var output = StandardStreams.OpenOutput();
            Write(output, toTerminal: !Console.IsOutputRedirected);
            return true;
        }
        string? problem = AtomicFile.Write(file, stream => Write(stream, toTerminal: false));
        if (problem is not null)
            Terminal.Error($"{file}: {problem}");
        return problem is null;

        void Write(Stream output, bool toTerminal)
        {
            if (format == ReportFormat.Json)
            {
                InspectJsonReporter.Write(pods, skipped, assumptions, output);
                return;
            }
            using var text = new StreamWriter(output, Terminal.Utf8, 1 << 16) { NewLine = "\n" };
            int width = toTerminal ? Terminal.Width : Sheet.Unbroken;
            InspectTables.Write(pods, assumptions, text, width, Terminal.UsesColor(options.Color(parsed), toTerminal));
        }
    }
}
