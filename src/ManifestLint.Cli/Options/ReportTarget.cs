using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using ManifestLint.Cli.Files;
using ManifestLint.Findings;

namespace ManifestLint.Cli.Options;

/// <summary>Formats of a report.</summary>
internal enum ReportFormat
{
    /// <summary>Lines with source excerpts.</summary>
    Text,

    /// <summary>One line a finding.</summary>
    Concise,

    /// <summary>manifestlint-scan/1.</summary>
    Json,

    /// <summary>SARIF 2.1.0.</summary>
    Sarif,

    /// <summary>Workflow commands of GitHub Actions.</summary>
    GitHub,

    /// <summary>GitLab code quality.</summary>
    GitLab,

    /// <summary>JUnit test results.</summary>
    JUnit,

    /// <summary>GitHub-flavoured Markdown.</summary>
    Markdown,

    /// <summary>Checkstyle's XML.</summary>
    Checkstyle,

    /// <summary>reviewdog's diagnostic format.</summary>
    RdJson,
}

/// <summary>A report and where it goes.</summary>
/// <param name="Format">The format.</param>
/// <param name="File">The file; null for standard output.</param>
internal readonly record struct ReportTarget(ReportFormat Format, string? File)
{
    /// <summary>The names of the formats, as options take them, in the order of <see cref="ReportFormat"/>: to ask the runtime for them is a
    /// hundredth of a start.</summary>
    public static ImmutableArray<string> Names { get; } =
    ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "checkstyle", "rdjson"];

    /// <summary>Reads a format's name.</summary>
    public static ReportFormat? FormatOf(string name) => Names.IndexOf(name) is var index and >= 0 ? (ReportFormat)index : null;

    /// <summary><c>--format</c>.</summary>
    /// <param name="words">The names of the formats that a command has.</param>
    public static Option<ReportFormat> FormatOption(params ImmutableArray<string> words) =>
        new("--format", "-f")
        {
            Description = $"Format on standard output or in --output: {string.Join(", ", words)} (default text)",
            HelpName = "FORMAT",
            CompletionSources = { _ => words.Select(w => new CompletionItem(w)) },
            CustomParser = result =>
                SharedOptions.Only(result) is var word && words.Contains(word)
                    ? FormatOf(word)!.Value
                    : SharedOptions.NoneOf<ReportFormat>(result, words, Meant(word, words)),
        };

    // kubectl's -f takes a file.
    private static string? Meant(string word, ImmutableArray<string> words) =>
        Spelling.Meant(word, words)
        ?? (word.Length == 0 || FileKinds.Of(Path.GetFullPath(word)) == FileKind.Missing ? null : $"{word} without -f");

    /// <summary><c>--report FORMAT=FILE</c>, repeatable.</summary>
    public static Option<ReportTarget[]> ReportOption() =>
        new("--report")
        {
            Description = $"Write a further report to a file; may be given several times. Formats: {string.Join(", ", Names)}",
            HelpName = "FORMAT=FILE",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            CustomParser = result =>
            {
                var targets = new List<ReportTarget>();
                foreach (var token in result.Tokens)
                {
                    int equals = token.Value.IndexOf('=');
                    if (equals > 0 && equals < token.Value.Length - 1 && FormatOf(token.Value[..equals]) is { } format)
                        targets.Add(new(format, token.Value[(equals + 1)..] is var file and not "-" ? file : null));
                    else
                        return SharedOptions.Fail<ReportTarget[]>(
                            result,
                            $"'{token.Value}' is not a FORMAT=FILE with one of {string.Join(", ", Names)}"
                        );
                }
                return [.. targets];
            },
        };
}
