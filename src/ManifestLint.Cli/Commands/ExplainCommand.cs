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

/// <summary><c>manifestlint explain</c>: a rule's page, or what is found at a line and how the facts of its container follow from what is written.</summary>
internal static class ExplainCommand
{
    // Of rules that may be meant, in a message.
    private const int MostNames = 8;

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
        var full = new Option<bool>("--full") { Description = "The whole page of a rule, with its examples" };
        var shared = new SharedOptions();
        var command = new Command(
            "explain",
            "Explain a rule, or a line: what is found there, and every number that follows for its container"
        )
        {
            subject,
            full,
        };
        shared.AddAssumptionsTo(command);
        command.SetAction(result => Execute(shared, result, result.GetValue(subject)!, result.GetValue(full)));
        return command;
    }

    /// <summary>The words of a command line with <c>-:12</c> written as reports write it: the parser takes it for an option.</summary>
    public static string[] WithStandardInput(string[] words) =>
        words is ["explain", ..]
            ? [.. words.Select(w => w.StartsWith("-:", StringComparison.Ordinal) ? ManifestFiles.StandardInputName + w[1..] : w)]
            : words;

    private static int Execute(SharedOptions options, ParseResult parsed, string subject, bool isFull)
    {
        if (RuleCatalog.All.FirstOrDefault(e => Is(e.Rule.Id) || Is(e.Name)) is { } entry)
        {
            Write(options, parsed, (style, text) => PageReporter.Write(entry.Page, isFull, style, text));
            return ExitCode.Clean;
        }
        if (Split(subject) is { } place)
        {
            if (new LineSearch(options, parsed, place.File, place.Line).Find() is not { } found)
                return ExitCode.Usage;
            Write(options, parsed, found.Write);
            return found.Crashed ? ExitCode.Crash : ExitCode.Clean;
        }
        Terminal.Error(Unknown(subject));
        return ExitCode.Usage;

        bool Is(string name) => string.Equals(name, subject, StringComparison.OrdinalIgnoreCase);
    }

    private static string Unknown(string subject)
    {
        if (subject.Length > 0 && FileKinds.Of(Path.GetFullPath(subject.TrimEnd(':'))) != FileKind.Missing)
            return $"explain takes a line of a file: manifestlint explain {subject.TrimEnd(':')}:LINE (scan prints them)";
        string[] names = [.. RuleCatalog.All.SelectMany(e => new[] { e.Rule.Id, e.Name })];
        // A number without its letters, a beginning, a word of a name.
        string[] holding =
            subject.Length < 3 ? [] : [.. names.Where(n => n.Contains(subject, StringComparison.OrdinalIgnoreCase)).Take(MostNames + 1)];
        string hint = holding switch
        {
            { Length: > 0 and <= MostNames } => $"did you mean {string.Join(", ", holding)}?",
            _ when Spelling.Nearest(subject, names) is { } nearest => $"did you mean {nearest}?",
            _ => "manifestlint rules lists all; a line of a manifest is FILE:LINE",
        };
        return $"there is no rule {subject} ({hint})";
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

    private static void Write(SharedOptions options, ParseResult parsed, Action<TextStyle, TextWriter> write)
    {
        using var output = StandardStreams.OpenOutput();
        using var text = new StreamWriter(output, Terminal.Utf8, 1 << 14) { NewLine = "\n" };
        write(Terminal.Style(options.Color(parsed), !Console.IsOutputRedirected), text);
    }
}
