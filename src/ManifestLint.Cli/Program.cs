using System.CommandLine;
using System.CommandLine.Help;
using ManifestLint.Cli.Commands;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Surface;

StandardStreams.Check();
StandardStreams.HoldFileSizeLimit();

try
{
    // What hooks and package managers ask, and no command is needed for.
    if (args is ["--version"])
    {
        Console.Out.WriteLine(Product.Informational);
        return ExitCode.Clean;
    }
    args = ExplainCommand.WithStandardInput(args);
    var parsed = Parse(Meant(args), args);
    var problems = UsageProblems.Of(parsed, args);
    // Help, and what is wrong with a call, is told by all commands.
    if (!problems.IsEmpty && parsed.RootCommandResult.Command is not RootCommand)
    {
        parsed = Parse(Root(), args);
        problems = UsageProblems.Of(parsed, args);
    }
    if (problems.IsEmpty)
        return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    foreach (string problem in problems)
        Terminal.Error(problem);
    return ExitCode.Usage;
}
catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
{
    // Whatever is named is looked for first: only the folder that all paths start from is taken for granted.
    Terminal.Error("the current folder does not exist any more");
    return ExitCode.Usage;
}
catch (Exception exception) when (StandardStreams.IsWriteFailure(exception))
{
    // Files are told of where they are opened: what is left is standard output. A reader that has gone is no error, the runtime hides that.
    Terminal.Error("standard output cannot be written");
    return ExitCode.Usage;
}
catch (Exception exception) when (IsOutOfMemory(exception))
{
    Terminal.Error("there is not enough memory for this input");
    return ExitCode.Usage;
}
catch (Exception exception)
{
    Terminal.Error($"a bug in manifestlint: {exception}");
    return ExitCode.Crash;
}

// A path may start with @: it names no file of further arguments.
static ParseResult Parse(Command root, string[] args) =>
    root.Parse(args.Length == 0 ? ["--help"] : args, new ParserConfiguration { ResponseFileTokenReplacer = null });

// A hook scans file by file: what else could be asked is a tenth of a start. The other names of --help could be paths.
static Command Meant(string[] args) =>
    args is ["scan", ..] && !args.Contains("/h") && !args.Contains("/?") ? new Command("manifestlint") { ScanCommand.Create() } : Root();

static RootCommand Root()
{
    var root = new RootCommand(
        "Says what the API server, the kubelet, the kernel and the language runtime will do with the memory that Kubernetes manifests describe"
    )
    {
        ScanCommand.Create(),
        InspectCommand.Create(),
        ExplainCommand.Create(),
        RulesCommand.Create(),
        CompletionsCommand.Create(),
        ConfigCommand.Create(),
        InitCommand.Create(),
    };
    // Wider lines are hard to read, and a pipe or file has no width at all.
    foreach (var option in root.Options.OfType<HelpOption>())
    {
        var help = (HelpAction)option.Action!;
        help.MaxWidth = Math.Clamp(Terminal.Width, 40, 100);
        option.Action = new HelpWithExamples(help);
    }
    return root;
}

// Also of what failed while a type was made ready.
static bool IsOutOfMemory(Exception exception) =>
    exception is OutOfMemoryException || (exception.InnerException is { } inner && IsOutOfMemory(inner));
