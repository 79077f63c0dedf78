using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using ManifestLint.Cli.Files;
using ManifestLint.Findings;

namespace ManifestLint.Cli.Options;

/// <summary>What is wrong with a command line, told so that it can be put right.</summary>
internal static class UsageProblems
{
    /// <summary>One sentence each, without a full stop; empty if the command line can be carried out.</summary>
    /// <param name="parsed">The command line as it was understood.</param>
    /// <param name="words">Its words as they were given.</param>
    public static ImmutableArray<string> Of(ParseResult parsed, string[] words)
    {
        var empty = Empty(parsed, words).Distinct().Select(name => $"{name}: an empty text names nothing").ToImmutableArray();
        if (!empty.IsEmpty)
            return empty;
        var unknown = Misspelled(parsed, words).ToImmutableArray();
        return unknown.IsEmpty ? [.. parsed.Errors.Select(error => error.Message.TrimEnd('.')).Distinct()] : unknown;
    }

    // A variable that is not set leaves --baseline "" or --baseline=, which would take the next word for its value.
    private static IEnumerable<string> Empty(ParseResult parsed, string[] words) =>
        parsed
            .CommandResult.Children.OfType<OptionResult>()
            .Where(o => o.Tokens.Any(t => t.Value.Length == 0))
            .Select(o => o.Option.Name)
            .Concat(
                words
                    .TakeWhile(word => word != "--")
                    .Where(word => word.EndsWith('='))
                    .Select(word =>
                        parsed
                            .CommandResult.Command.Options.FirstOrDefault(o => o.Name == word[..^1] || o.Aliases.Contains(word[..^1]))
                            ?.Name
                    )
                    .OfType<string>()
            );

    private static IEnumerable<string> Misspelled(ParseResult parsed, string[] words)
    {
        var command = parsed.CommandResult.Command;
        // What follows a word that is no command belongs to it, a command as in "help scan" too.
        if (parsed.UnmatchedTokens is [var first, ..] && (command.Subcommands.Count > 0 || first == words[0]))
        {
            yield return MeantCalls.UnknownAtRoot(first, words, parsed.RootCommandResult.Command);
            yield break;
        }
        foreach (var token in Words(parsed))
        {
            if (token.Length > 1 && token[0] == '-')
                yield return Unknown("option", token.Split('=')[0], OptionNames(parsed.CommandResult));
            else
                yield return $"{command.Name} does not take {token} (manifestlint {command.Name} --help tells what it takes)";
        }
    }

    // Words that are neither a known option nor its value. A path that starts with a dash stands after --, as everywhere; - alone is standard input.
    private static IEnumerable<string> Words(ParseResult parsed)
    {
        var known = parsed.Tokens.TakeWhile(token => token.Type != TokenType.DoubleDash).ToHashSet(ReferenceEqualityComparer.Instance);
        return parsed.UnmatchedTokens.Concat(
            parsed
                .CommandResult.Children.OfType<ArgumentResult>()
                .SelectMany(argument => argument.Tokens)
                .Where(token => token.Value.Length > 1 && token.Value[0] == '-' && known.Contains(token))
                .Select(token => token.Value)
        );
    }

    private static IEnumerable<string> OptionNames(CommandResult result) =>
        result.Command.Options.Concat((result.Parent as CommandResult)?.Command.Options.Where(o => o.Recursive) ?? []).Select(o => o.Name);

    // What kubectl and other tools call them.
    private static readonly Dictionary<string, string> s_synonyms = new(StringComparer.Ordinal)
    {
        ["-k"] = "--kustomize",
        ["-n"] = "--namespace",
        ["--severity"] = "--min-severity",
        ["--rule"] = "--select",
        ["--rules"] = "--select",
        ["--enable"] = "--select",
        ["--include-rules"] = "--select",
        ["--skip"] = "--ignore",
        ["--disable"] = "--ignore",
        ["--exclude-rules"] = "--ignore",
        ["--k8s-version"] = "--kubernetes-version",
        ["--soft-fail"] = "--exit-zero",
        ["--no-fail"] = "--exit-zero",
        ["-j"] = "--jobs",
        ["-c"] = "--config",
        ["-s"] = "--quiet",
        ["--silent"] = "--quiet",
    };

    private static string Unknown(string what, string name, IEnumerable<string> names) =>
        name is "-r" or "-R" or "--recursive" ? $"unknown {what} {name} (a folder is searched with all that is below it)"
        : name is "--filename" or "--file" or "--files" ? $"unknown {what} {name} (paths are given without an option)"
        : (s_synonyms.TryGetValue(name, out string? synonym) && names.Contains(synonym) ? synonym : Spelling.Meant(name, names))
            is { } nearest
            ? $"unknown {what} {name} (did you mean {nearest}?)"
        : $"unknown {what} {name} (--help lists what there is)";
}
