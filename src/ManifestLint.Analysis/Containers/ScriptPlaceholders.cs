using System.Collections.Immutable;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Containers;

/// <summary>
/// Placeholders of templating tools in commands and variables (contracts.md C2). <c>$(NAME)</c> is the kubelet's; <c>${NAME}</c> is literal text
/// where the container declares NAME, else a placeholder. A script that a shell runs is the shell's to expand: what it makes of a name that
/// nothing sets is marked as such (<see cref="Process.UnsetName"/>), and rules that would rest on it keep silent.
/// </summary>
internal static class ScriptPlaceholders
{
    private static readonly string[] Shells = ["sh", "bash", "dash", "ash", "zsh", "ksh", "busybox"];

    /// <summary>True for a text that some tool fills in: <c>{{…}}</c>, <c>%NAME%</c>, <c>@NAME@</c>, <c>__NAME__</c>, <c>&lt;NAME&gt;</c>.</summary>
    public static bool IsIn(YamlScalar scalar)
    {
        string text = scalar.Value;
        if (text.Contains("{{", StringComparison.Ordinal))
            return true;
        return HoldsMarkedName(text);
    }

    /// <summary>Marks what cannot be known because a tool fills it in.</summary>
    public static (ImmutableArray<Word>? Command, ImmutableArray<Word>? Args, ProgramEnvironment Environment) Apply(
        ImmutableArray<Word>? command,
        ImmutableArray<Word>? args,
        ProgramEnvironment environment
    )
    {
        // Hardly any container has one.
        if (!(command ?? []).Any(MayHold) && !(args ?? []).Any(MayHold) && !environment.AnyValue(MayHoldNames))
            return (command, args, environment);
        var words = (command ?? []).AddRange(args ?? []);
        bool hasShell = words.Any(w => w.IsKnown && Shells.Contains(PathText.NameOf(w.Text)));
        var open = words
            .Where(MayHoldNames)
            .SelectMany(w => OpenNames(w.Text))
            .Where(n => !environment.Variables.ContainsKey(n))
            .ToHashSet(StringComparer.Ordinal);
        var variables = environment.Variables;
        foreach (var (name, value) in environment.Variables)
        {
            if (MayHoldNames(value) && OpenNames(value.Text).Any(n => !environment.Variables.ContainsKey(n)))
                variables = variables.SetItem(name, Word.Unknown);
        }
        environment = environment with { Variables = variables };
        if (words.Any(w => w.IsKnown && ScriptTemplates.IsIn(w.Text)))
            environment = ScriptTemplates.With(environment);
        return (Blurred(command, open, hasShell), Blurred(args, open, hasShell), environment);
    }

    private static bool MayHold(Word word) => MayHoldNames(word) || (word.IsKnown && ScriptTemplates.IsIn(word.Text));

    private static ImmutableArray<Word>? Blurred(ImmutableArray<Word>? words, HashSet<string> open, bool hasShell) =>
        words is { } some ? [.. some.Select(w => Blurred(w, open, hasShell))] : null;

    private static Word Blurred(Word word, HashSet<string> open, bool hasShell)
    {
        if (!word.IsKnown)
            return word;
        if (!hasShell && OpenNames(word.Text).Any(open.Contains))
            return Word.Unknown;
        if (!ScriptTemplates.IsIn(word.Text))
            return word;
        // Of the words of a command with a shell the script is the one with blanks.
        return hasShell && word.Text.AsSpan().Trim().ContainsAny(" \n") ? ScriptTemplates.Read(word) : ScriptTemplates.Begin(word);
    }

    // Hardly any text does.
    private static bool MayHoldNames(Word word) => word.IsKnown && word.Text.Contains("${", StringComparison.Ordinal);

    // The names in ${NAME}; with an operator inside the braces it is a shell's.
    private static IEnumerable<string> OpenNames(string text)
    {
        for (int at = text.IndexOf("${", StringComparison.Ordinal); at >= 0; at = text.IndexOf("${", at + 2, StringComparison.Ordinal))
        {
            int end = at + 2;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '.' or '-'))
                end++;
            if (end > at + 2 && end < text.Length && text[end] == '}' && !char.IsAsciiDigit(text[at + 2]))
                yield return text[(at + 2)..end];
        }
    }

    private static bool HoldsMarkedName(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            string? close = text[i] switch
            {
                '%' => "%",
                '@' => "@",
                '<' => ">",
                '_' when i + 1 < text.Length && text[i + 1] == '_' => "__",
                _ => null,
            };
            if (close is null)
                continue;
            int start = i + (close == "__" ? 2 : 1),
                end = start;
            while (
                end < text.Length
                && (
                    char.IsAsciiLetterUpper(text[end])
                    || (end > start && (char.IsAsciiDigit(text[end]) || text[end] == '-'))
                    || (text[end] == '_' && !text.AsSpan(end).StartsWith(close))
                )
            )
                end++;
            if (end > start && char.IsAsciiLetterUpper(text[start]) && text.AsSpan(end).StartsWith(close))
                return true;
        }
        return false;
    }
}
