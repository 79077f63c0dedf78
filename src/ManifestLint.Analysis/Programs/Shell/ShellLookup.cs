using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>Commands that print where a program is: <c>which java</c>, <c>command -v java</c>, <c>type -p java</c>.</summary>
internal static class ShellLookup
{
    /// <summary>The program that <paramref name="body"/> looks for, if that is all it does; null if it does something else.</summary>
    public static Word? Of(ShellNode body) =>
        Alone(body) switch
        {
            AndOrCommand { IsAnd: false } choice when Of(choice.Left) is { } name && SaysNoOther(Alone(choice.Right), name.Text) => name,
            SimpleCommand { Assignments.IsEmpty: true, Words: [{ Bare: "which" }, .. var rest] } => Name(rest),
            SimpleCommand { Assignments.IsEmpty: true, Words: [{ Bare: "command" }, { Bare: "-v" }, .. var rest] } => Name(rest),
            SimpleCommand { Assignments.IsEmpty: true, Words: [{ Bare: "type" }, { Bare: "-p" or "-P" }, .. var rest] } => Name(rest),
            _ => null,
        };

    private static ShellNode Alone(ShellNode body) => body is ListCommand { Items: [{ Background: false, Node: var only }] } ? only : body;

    private static Word? Name(ImmutableArray<ShellWord> words) =>
        words is [{ Bare: { } name, Parts: [LiteralPart literal] }] && !name.StartsWith('-') ? literal.Text : null;

    // || true, || echo /usr/bin/java.
    private static bool SaysNoOther(ShellNode otherwise, string name) =>
        otherwise is SimpleCommand { Assignments.IsEmpty: true } command
        && command.Words.Select(w => w.Bare).ToList() is var words
        && (words is ["true" or ":"] || (words is ["echo", { } path] && path.EndsWith("/" + name, StringComparison.Ordinal)));
}
