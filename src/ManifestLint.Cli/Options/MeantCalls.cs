using System.CommandLine;
using ManifestLint.Catalog;
using ManifestLint.Cli.Files;
using ManifestLint.Findings;

namespace ManifestLint.Cli.Options;

/// <summary>The call that somebody may have meant whose first word is no command.</summary>
internal static class MeantCalls
{
    // More is the list of a shell or a hook.
    private const int MostWords = 8;

    // What other tools call them.
    private static readonly Dictionary<string, string> s_synonyms = new(StringComparer.OrdinalIgnoreCase)
    {
        ["lint"] = "scan",
        ["check"] = "scan",
        ["validate"] = "scan",
        ["verify"] = "scan",
        ["analyze"] = "scan",
        ["analyse"] = "scan",
        ["audit"] = "scan",
        ["run"] = "scan",
        ["test"] = "scan",
        ["show"] = "inspect",
        ["describe"] = "inspect",
        ["facts"] = "inspect",
        ["list"] = "rules",
        ["checks"] = "rules",
        ["configuration"] = "config",
        ["settings"] = "config",
        ["completion"] = "completions",
        ["help"] = "--help",
        ["version"] = "--version",
        ["-v"] = "--version",
        ["-V"] = "--version",
    };

    /// <summary>One sentence about a word where a command should stand.</summary>
    /// <param name="word">The word.</param>
    /// <param name="line">All words of the line.</param>
    /// <param name="root">The command that has the others.</param>
    public static string UnknownAtRoot(string word, IReadOnlyList<string> line, Command root)
    {
        if (word.Length == 0)
            return "an empty argument is not a command (--help lists what there is)";
        string what = word.Length > 1 && word[0] == '-' ? "option" : "command";
        string unknown = $"unknown {what} {word.Split('=')[0]}";
        string[] rest = [.. line.SkipWhile(w => w != word).Skip(1)];
        if (Call(word, rest, root) is { } call)
            return $"{unknown} (did you mean: manifestlint {call}?)";
        var names = what == "option" ? root.Options.Select(o => o.Name) : root.Subcommands.Select(c => c.Name);
        if (Spelling.Meant(word, names) is { } nearest)
            return $"{unknown} (did you mean {nearest}?)";
        return LooksLikePath(word)
            ? $"{unknown} (did you mean: manifestlint {Line("scan", [word, .. rest])}?)"
            : $"{unknown} (--help lists what there is)";
    }

    private static string? Call(string word, string[] rest, Command root)
    {
        bool isThere = word == "-" || FileKinds.Of(Path.GetFullPath(word)) != FileKind.Missing;
        // "test" alone may be a folder; "test k8s" is none.
        if (s_synonyms.TryGetValue(word, out string? synonym) && !(isThere && rest.Length == 0))
            return synonym == "--help" && rest is [var of, ..] && root.Subcommands.Any(c => c.Name == of) ? $"{of} --help"
                : synonym.StartsWith("--", StringComparison.Ordinal) ? synonym
                : Line(synonym, rest);
        if (isThere)
            return Line("scan", [word, .. rest]);
        if (word[0] == '-')
        {
            string name = word.Split('=')[0];
            var scan = root.Subcommands.First(c => c.Name == "scan");
            return scan.Options.Any(o => o.Name == name || o.Aliases.Contains(name)) ? Line("scan", [word, .. rest]) : null;
        }
        bool isRule = RuleCatalog.All.Any(e =>
            e.Rule.Id.Equals(word, StringComparison.OrdinalIgnoreCase) || e.Name.Equals(word, StringComparison.OrdinalIgnoreCase)
        );
        return isRule || IsPlace(word) ? Line("explain", [word]) : null;
    }

    // FILE:LINE, as reports print it.
    private static bool IsPlace(string word) =>
        word.IndexOf(':', StringComparison.Ordinal) is var colon and > 0
        && char.IsAsciiDigit(word[^1])
        && FileKinds.Of(Path.GetFullPath(word[..colon])) == FileKind.File;

    private static bool LooksLikePath(string word) =>
        word[0] != '-'
        && (
            word.IndexOfAny(['/', '*', Path.DirectorySeparatorChar]) >= 0 || word is "." or ".." || ManifestFiles.HasManifestExtension(word)
        );

    private static string Line(string command, string[] words) =>
        string.Join(
            ' ',
            words.Length > MostWords ? [command, .. words.Take(MostWords).Select(Shown), "…"] : [command, .. words.Select(Shown)]
        );

    // As a shell takes it back.
    private static string Shown(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./=,:@%+".Contains(c))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
