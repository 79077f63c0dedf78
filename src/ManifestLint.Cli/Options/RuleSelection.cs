using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using ManifestLint.Catalog;
using ManifestLint.Configuration;
using ManifestLint.Findings;

namespace ManifestLint.Cli.Options;

/// <summary>The rules that the command line asks for (contracts.md C1).</summary>
/// <param name="Selected">The ids of the only rules to run; null for those that the configuration has on.</param>
/// <param name="Ignored">The ids of rules that do not run, selected or not.</param>
internal sealed record RuleSelection(ImmutableHashSet<string>? Selected, ImmutableHashSet<string> Ignored)
{
    /// <summary><c>--select</c> or <c>--ignore</c>: ids, names or prefixes of ids, separated by commas, repeatable.</summary>
    public static Option<ImmutableHashSet<string>?> Option(string name, string description) =>
        new(name)
        {
            Description = description,
            HelpName = "RULES",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
            CompletionSources = { _ => RuleCatalog.All.SelectMany(e => new[] { e.Rule.Id, e.Name }).Select(n => new CompletionItem(n)) },
            CustomParser = result =>
            {
                var ids = ImmutableHashSet.CreateBuilder<string>(StringComparer.Ordinal);
                const StringSplitOptions Bare = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
                foreach (var token in result.Tokens)
                {
                    string[] words = token.Value.Split(',', Bare);
                    if (words.Length == 0)
                        return SharedOptions.Fail<ImmutableHashSet<string>?>(result, $"'{token.Value}' names no rule");
                    foreach (string word in words)
                    {
                        string[] meant = [.. Find(word)];
                        if (meant.Length == 0)
                            return SharedOptions.Fail<ImmutableHashSet<string>?>(result, Unknown(word));
                        ids.UnionWith(meant);
                    }
                }
                return ids.ToImmutable();
            },
        };

    /// <summary>Whether a rule may run, as far as the command line has a say.</summary>
    public bool Takes(string id) => !Ignored.Contains(id) && Selected?.Contains(id) != false;

    /// <summary>The configuration with this over it: what is not taken is off everywhere, what is selected is off nowhere.</summary>
    public LintConfiguration ApplyTo(LintConfiguration configuration)
    {
        var severities = configuration.Severities;
        foreach (var entry in RuleCatalog.All)
        {
            string id = entry.Rule.Id;
            if (!Takes(id))
                severities = severities.SetItem(id, Severity.Off);
            else if (Selected is not null && severities.GetValueOrDefault(id) == Severity.Off)
                severities = entry.IsOptIn ? severities.SetItem(id, Severity.Note) : severities.Remove(id);
        }
        return configuration with
        {
            Severities = severities,
            Overrides =
            [
                .. configuration.Overrides.Select(o =>
                    o with
                    {
                        Severities = o.Severities.RemoveRange(
                            o.Severities.Where(s => !Takes(s.Key) || (Selected is not null && s.Value == Severity.Off)).Select(s => s.Key)
                        ),
                    }
                ),
            ],
        };
    }

    private static IEnumerable<string> Find(string word)
    {
        bool isPrefix = word.StartsWith("ML", StringComparison.OrdinalIgnoreCase) && word.AsSpan(2).IndexOfAnyExceptInRange('0', '9') < 0;
        return RuleCatalog
            .All.Where(e =>
                e.Name.Equals(word, StringComparison.OrdinalIgnoreCase)
                || (isPrefix && e.Rule.Id.StartsWith(word, StringComparison.OrdinalIgnoreCase))
            )
            .Select(e => e.Rule.Id);
    }

    private static string Unknown(string word)
    {
        if (word.Any(char.IsWhiteSpace))
            return $"there is no rule {word} (rules are separated by commas)";
        var categories = RuleCatalog.All.Select(e => e.Rule.Id[..3]).Distinct(StringComparer.Ordinal);
        string? nearest = Spelling.Meant(word, RuleCatalog.All.SelectMany(e => new[] { e.Rule.Id, e.Name }).Concat(categories));
        return $"there is no rule {word} ({(nearest is null ? "manifestlint rules lists all" : $"did you mean {nearest}?")})";
    }
}
