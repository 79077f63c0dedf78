using System.Collections.Immutable;

namespace ManifestLint.Programs.Shell;

/// <summary>Whose rules a script follows.</summary>
internal enum ShellDialect
{
    /// <summary><c>dash</c>: POSIX as it reads it.</summary>
    Dash,

    /// <summary><c>bash</c>, with the extensions modelled here; others make the script unknown.</summary>
    Bash,

    /// <summary>Another POSIX shell (busybox ash, ksh), and <c>sh</c>, which is dash, ash or bash by the image: like dash, and unknown wherever an
    /// extension could matter.</summary>
    Posix,
}

/// <summary>What stands in a word before expansion.</summary>
/// <param name="Quoted">True inside quotes: the result is neither split nor matched against file names.</param>
internal abstract record ShellPart(bool Quoted);

/// <summary>Characters that stand for themselves, quotes removed; the text has an outline.</summary>
internal sealed record LiteralPart(Word Text, bool Quoted) : ShellPart(Quoted);

/// <summary>How <c>${NAME…}</c> goes on after the name.</summary>
internal enum ParameterOperator
{
    None,
    Default,
    Assign,
    Alternative,
    Error,
    Length,
    RemoveShortestSuffix,
    RemoveLongestSuffix,
    RemoveShortestPrefix,
    RemoveLongestPrefix,
    ReplaceFirst,
    ReplaceAll,
    ReplacePrefix,
    ReplaceSuffix,
    Substring,

    /// <summary>Nothing this shell knows: it stops when it gets here.</summary>
    Bad,
}

/// <summary>A parameter expansion.</summary>
/// <param name="EmptyCounts">True for the forms with a colon: an empty value counts as unset.</param>
internal sealed record ParameterPart(
    string Name,
    ParameterOperator Operator,
    bool EmptyCounts,
    ShellWord? Argument,
    ShellWord? Argument2,
    bool Quoted
) : ShellPart(Quoted);

/// <summary><c>$(…)</c> or backquotes.</summary>
/// <param name="Body">Null if it is empty.</param>
internal sealed record CommandPart(ShellNode? Body, bool Quoted) : ShellPart(Quoted);

/// <summary><c>$((…))</c>.</summary>
internal sealed record ArithmeticPart(ShellWord Content, bool Quoted) : ShellPart(Quoted);

/// <summary>A word before expansion.</summary>
internal sealed record ShellWord(ImmutableArray<ShellPart> Parts)
{
    public static ShellWord Empty { get; } = new([]);

    /// <summary>The text if the whole word is unquoted literal characters.</summary>
    public string? Bare => Parts is [LiteralPart { Quoted: false, Text: { IsKnown: true, Text: var text } }] ? text : null;
}

/// <summary><c>NAME=value</c> in front of a command.</summary>
internal sealed record ShellAssignment(string Name, bool Append, ShellWord Value)
{
    /// <summary>The words of <c>NAME=(…)</c>, an array of bash; null for a text.</summary>
    public ImmutableArray<ShellWord>? Items { get; init; }

    /// <summary><c>local</c> or a word like it, in front of an array.</summary>
    public string? DeclaredBy { get; init; }
}

/// <summary>A redirection.</summary>
/// <param name="Descriptor">The file descriptor, -1 for both output streams.</param>
/// <param name="Target">What follows the operator; null for a here-document.</param>
internal sealed record ShellRedirection(int Descriptor, ShellWord? Target)
{
    /// <summary>The body of a here-document if something in it is expanded; it stands on the lines that follow the command.</summary>
    public ShellWord? Body { get; set; }
}

/// <summary>A command of any kind.</summary>
internal abstract record ShellNode;

internal sealed record SimpleCommand(
    ImmutableArray<ShellAssignment> Assignments,
    ImmutableArray<ShellWord> Words,
    ImmutableArray<ShellRedirection> Redirections
) : ShellNode;

internal sealed record PipelineCommand(ImmutableArray<ShellNode> Stages, bool Negated) : ShellNode;

internal sealed record AndOrCommand(ShellNode Left, bool IsAnd, ShellNode Right) : ShellNode;

internal sealed record ListCommand(ImmutableArray<(ShellNode Node, bool Background)> Items) : ShellNode;

internal sealed record SubshellCommand(ShellNode Body) : ShellNode;

internal sealed record IfCommand(ShellNode Condition, ShellNode Then, ShellNode? Else) : ShellNode;

internal sealed record LoopCommand(ShellNode Condition, ShellNode Body, bool Until) : ShellNode;

/// <summary><c>for</c>; without words it goes over the positional parameters.</summary>
internal sealed record ForCommand(string Name, ImmutableArray<ShellWord>? Words, ShellNode Body) : ShellNode;

internal sealed record CaseCommand(ShellWord Subject, ImmutableArray<CaseItem> Items) : ShellNode;

/// <param name="Body">Null if nothing is done.</param>
internal sealed record CaseItem(ImmutableArray<ShellWord> Patterns, ShellNode? Body);

internal sealed record FunctionCommand(string Name, ShellNode Body) : ShellNode;

/// <summary>A compound command with redirections.</summary>
internal sealed record RedirectedCommand(ShellNode Body, ImmutableArray<ShellRedirection> Redirections) : ShellNode;

/// <summary><c>[[ … ]]</c> of bash, its words unsplit.</summary>
internal sealed record ConditionCommand(ImmutableArray<ShellWord> Words) : ShellNode;
