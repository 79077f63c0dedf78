using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace ManifestLint.Cli.Options;

/// <summary>Help; that of the program as a whole ends with examples.</summary>
internal sealed class HelpWithExamples(HelpAction help) : SynchronousCommandLineAction
{
    private const string Examples = """
        Examples:
          manifestlint scan deploy/
          manifestlint inspect deploy/web.yaml
          helm template web charts/web | manifestlint scan -


        """;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        int exit = help.Invoke(parseResult);
        if (parseResult.CommandResult.Command is RootCommand)
            parseResult.InvocationConfiguration.Output.Write(Examples.ReplaceLineEndings("\n"));
        return exit;
    }
}
