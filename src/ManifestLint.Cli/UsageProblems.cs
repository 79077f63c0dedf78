using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Parsing;
using ManifestLint.Cli.Files;
using ManifestLint.Findings;

namespace ManifestLint.Cli;

/// <summary>What is wrong with a command line, told so that it can be put right.</summary>
internal static class UsageProblems
{
    /// <summary>One sentence each, without a full stop; empty if the command line can be carried out.</summary>
    public static ImmutableArray<string> Of(ParseResult parsed)
    {
        var unknown = Misspelled(parsed).ToImmutableArray();
        return unknown.IsEmpty ? [.. parsed.Errors.Select(error => error.Message.TrimEnd('.')).Distinct()] : unknown;
    }

    private static IEnumerable<string> Misspelled(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        bool isCommandKnown = command.Subcommands.Count == 0;
        foreach (var token in Words(parsed))
        {
            if (token.StartsWith('-'))
                yield return Unknown("option", token.Split('=')[0], OptionNames(parsed.CommandResult));
            else if (!isCommandKnown)
                yield return Unknown("command", token, command.Subcommands.Select(c => c.Name));
            else
                continue;
            // What follows a word that is no command belongs to it.
            if (!isCommandKnown)
                yield break;
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

    private static string Unknown(string what, string name, IEnumerable<string> names) =>
        Spelling.Nearest(name, names) is { } nearest
            ? $"unknown {what} {name} (did you mean {nearest}?)"
            : $"unknown {what} {name} (--help lists what there is)";
}
