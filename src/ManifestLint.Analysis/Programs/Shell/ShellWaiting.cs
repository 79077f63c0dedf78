namespace ManifestLint.Programs.Shell;

/// <summary>Loops that wait for a file: what they tell of a process in the background.</summary>
internal static class ShellWaiting
{
    /// <summary>True if a loop goes on until a file comes or goes with which a process may have ended. One of the number or the socket of a process comes with
    /// its start.</summary>
    public static bool IsForFile(LoopCommand loop)
    {
        var condition = loop.Condition is ListCommand { Items: [.., (var last, false)] } ? last : loop.Condition;
        bool comes = loop.Until;
        if (condition is PipelineCommand { Negated: true, Stages: [var only] })
            (condition, comes) = (only, !comes);
        var words = condition switch
        {
            SimpleCommand { Words: [{ Bare: "[" or "test" }, .. var rest] } => rest,
            ConditionCommand tested => tested.Words,
            _ => [],
        };
        if (words is [{ Bare: "!" }, .. var behind])
            (words, comes) = (behind, !comes);
        return words is [{ Bare: "-e" or "-f" or "-d" or "-s" or "-r" or "-S" or "-p" } asked, var path, ..]
            && !(comes && (asked.Bare == "-S" || IsOfStart(path)));
    }

    private static bool IsOfStart(ShellWord path) =>
        path.Parts is [.., LiteralPart { Text.Text: var end }]
        && (end.EndsWith(".pid", StringComparison.Ordinal) || end.EndsWith(".sock", StringComparison.Ordinal));
}
