using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using ManifestLint.Catalog;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Inputs;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Surface;
using ManifestLint.Explaining;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reporting;

namespace ManifestLint.Cli.Commands;

/// <summary><c>manifestlint explain</c>: a rule's page, or how the facts of a container follow from what is written.</summary>
internal static class ExplainCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var subject = new Argument<string>("RULE|FILE:LINE")
        {
            Description = "A rule by id or name, or a line of a manifest",
            HelpName = "RULE|FILE:LINE",
            CompletionSources =
            {
                _ => RuleCatalog.All.SelectMany(e => new[] { e.Rule.Id, e.Name }).Select(name => new CompletionItem(name)),
            },
        };
        var shared = new SharedOptions();
        var command = new Command("explain", "Explain a rule, or the container at a line with every number that follows for it")
        {
            subject,
        };
        shared.AddAssumptionsTo(command);
        command.SetAction(result => Execute(shared, result, result.GetValue(subject)!));
        return command;
    }

    private static int Execute(SharedOptions options, ParseResult parsed, string subject)
    {
        if (RuleCatalog.All.FirstOrDefault(e => Is(e.Rule.Id) || Is(e.Name)) is { } entry)
        {
            Write(options, parsed, (style, text) => PageReporter.Write(entry.Page, style, text));
            return ExitCode.Clean;
        }
        if (Split(subject) is { } place)
            return ExplainLine(options, parsed, place.File, place.Line);
        string? nearest = Spelling.Nearest(subject, RuleCatalog.All.SelectMany(e => new[] { e.Rule.Id, e.Name }));
        string hint = nearest is not null ? $"did you mean {nearest}?" : "manifestlint rules lists all; a line of a manifest is FILE:LINE";
        Terminal.Error($"there is no rule {subject} ({hint})");
        return ExitCode.Usage;

        bool Is(string name) => string.Equals(name, subject, StringComparison.OrdinalIgnoreCase);
    }

    // FILE:LINE, and FILE:LINE:COLUMN as reports print it. A drive letter's colon is none of these.
    private static (string File, int Line)? Split(string subject)
    {
        var (file, last) = Cut(subject);
        if (last is null || file.Length == 0)
            return null;
        var (shorter, line) = Cut(file);
        return line is { } number && shorter.Length > 0 ? (shorter, number) : (file, last.Value);
    }

    private static (string Before, int? Number) Cut(string text)
    {
        int colon = text.LastIndexOf(':');
        return
            colon > 0 && int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number > 0
            ? (text[..colon], number)
            : (text, null);
    }

    private static int ExplainLine(SharedOptions options, ParseResult parsed, string file, int line)
    {
        if (options.Configuration(parsed, [file]) is not { } configuration)
            return ExitCode.Usage;
        var sources = Sources.Find([file], configuration.Takes);
        if (InputCheck.Report(sources.Set.Problems))
            return ExitCode.Usage;
        var (pods, result) = Linter.Inspect(
            new LintRequest
            {
                Sources = sources.Files,
                Neighbours = sources.Neighbours,
                ReadPatch = Sources.ReadPatch,
                Assumptions = options.Assumptions(parsed, configuration.Configuration),
                Jobs = 1,
            },
            (pod, path) =>
                (Here: Explanation.At(pod, path, line), Lines: pod.Containers.Select(c => c.Spec.Node.Location.Start.Line).ToArray())
        );
        InputCheck.Report(result.Crashes);
        if (!result.Crashes.IsEmpty)
            return ExitCode.Crash;
        if (result.Skipped.FirstOrDefault() is { } skipped)
        {
            Terminal.Error($"{skipped.File}: {skipped.Reason}");
            return ExitCode.Usage;
        }
        var found = pods.SelectMany(p => p.Here).ToArray();
        if (found.Length == 0)
        {
            string lines = string.Join(", ", pods.SelectMany(p => p.Lines).Distinct().Order().Take(20));
            Terminal.Error(
                $"{file} has no pod at line {line.ToString(CultureInfo.InvariantCulture)} ({(lines.Length == 0 ? "nor at another line" : $"containers start at {lines}")})"
            );
            return ExitCode.Usage;
        }
        Write(options, parsed, (style, text) => ExplanationReporter.Write([.. found], style, text));
        return ExitCode.Clean;
    }

    private static void Write(SharedOptions options, ParseResult parsed, Action<TextStyle, TextWriter> write)
    {
        using var output = StandardStreams.OpenOutput();
        using var text = new StreamWriter(output, Terminal.Utf8, 1 << 14) { NewLine = "\n" };
        write(Terminal.Style(options.Color(parsed)), text);
    }
}
