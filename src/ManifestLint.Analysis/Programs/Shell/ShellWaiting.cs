namespace ManifestLint.Programs.Shell;

/// <summary>Loops that wait: what they tell of a process in the background.</summary>
internal static class ShellWaiting
{
    /// <summary>True if a loop goes on until a process has started: until it answers, or its number or its socket is there. Any other loop may go on
    /// until it has ended.</summary>
    public static bool IsForStart(LoopCommand loop)
    {
        var condition = loop.Condition is ListCommand { Items: [(var only, false)] } ? only : loop.Condition;
        bool comes = loop.Until;
        if (condition is PipelineCommand { Negated: true, Stages: [var stage] })
            (condition, comes) = (stage, !comes);
        if (condition is RedirectedCommand redirected)
            condition = redirected.Body;
        var tested = condition switch
        {
            SimpleCommand { Words: [{ Bare: "[" or "test" }, .. var rest] } => rest,
            ConditionCommand test => test.Words,
            _ => [],
        };
        if (tested is [{ Bare: "!" }, .. var behind])
            (tested, comes) = (behind, !comes);
        if (!comes)
            return false;
        return tested is [{ Bare: "-S" }, ..]
            || (tested is [{ Bare: "-e" or "-f" or "-s" or "-r" }, var path, ..] && IsOfStart(path))
            || (condition is SimpleCommand { Words: [{ Bare: { } program }, ..] } && Asks(program));
    }

    /// <summary>True if a command pauses: between two looks at something.</summary>
    public static bool Pauses(ShellNode node) =>
        node switch
        {
            SimpleCommand { Words: [{ Bare: "sleep" }, ..] } => true,
            ListCommand list => list.Items.Any(i => Pauses(i.Node)),
            AndOrCommand either => Pauses(either.Left) || Pauses(either.Right),
            PipelineCommand pipeline => pipeline.Stages.Any(Pauses),
            IfCommand choice => Pauses(choice.Then) || (choice.Else is { } other && Pauses(other)),
            RedirectedCommand redirected => Pauses(redirected.Body),
            _ => false,
        };

    private static bool IsOfStart(ShellWord path) =>
        path.Parts is [.., LiteralPart { Text.Text: var end }]
        && (end.EndsWith(".pid", StringComparison.Ordinal) || end.EndsWith(".sock", StringComparison.Ordinal));

    // Programs that succeed where a server answers.
    private static bool Asks(string program) =>
        program
            is "nc"
                or "ncat"
                or "curl"
                or "wget"
                or "pg_isready"
                or "redis-cli"
                or "valkey-cli"
                or "mysqladmin"
                or "mariadb-admin"
                or "mysql"
                or "mariadb"
                or "psql"
                or "mongo"
                or "mongosh"
                or "rabbitmqctl"
                or "rabbitmq-diagnostics";
}
