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
        if (Empty(parsed, words) is { Count: > 0 } empty)
            return [.. empty.Distinct().Select(name => $"{name}: an empty text names nothing")];
        var unknown = Misspelled(parsed, words).ToImmutableArray();
        return !unknown.IsEmpty ? unknown
            : parsed.Errors.Count == 0 ? []
            : [.. parsed.Errors.Select(error => error.Message.TrimEnd('.')).Distinct()];
    }

    // A variable that is not set leaves --baseline "" or --baseline=, which would take the next word for its value.
    // In loops, as are the next ones: every start comes here, and the first time of a chain of queries costs more than all of it.
    private static List<string> Empty(ParseResult parsed, string[] words)
    {
        var names = new List<string>();
        foreach (var child in parsed.CommandResult.Children)
        {
            if (child is OptionResult option && option.Tokens.Any(t => t.Value.Length == 0))
                names.Add(option.Option.Name);
        }
        foreach (string word in words)
        {
            if (word == "--")
                break;
            if (!word.EndsWith('='))
                continue;
            var meant = parsed.CommandResult.Command.Options.FirstOrDefault(o => o.Name == word[..^1] || o.Aliases.Contains(word[..^1]));
            if (meant is not null)
                names.Add(meant.Name);
        }
        return names;
    }

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
    private static List<string> Words(ParseResult parsed)
    {
        var words = new List<string>(parsed.UnmatchedTokens);
        HashSet<object?>? known = null;
        foreach (var child in parsed.CommandResult.Children)
        {
            foreach (var token in child is ArgumentResult argument ? argument.Tokens : [])
            {
                if (token.Value.Length < 2 || token.Value[0] != '-')
                    continue;
                known ??= parsed
                    .Tokens.TakeWhile(t => t.Type != TokenType.DoubleDash)
                    .ToHashSet<object?>(ReferenceEqualityComparer.Instance);
                if (known.Contains(token))
                    words.Add(token.Value);
            }
        }
        return words;
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
