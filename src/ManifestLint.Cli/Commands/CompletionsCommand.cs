using System.CommandLine;
using System.CommandLine.Completions;
using ManifestLint.Cli.Surface;
using ManifestLint.Findings;

namespace ManifestLint.Cli.Commands;

/// <summary><c>manifestlint completions</c>: a script for a shell.</summary>
internal static class CompletionsCommand
{
    /// <summary>The command; it describes the commands beside it.</summary>
    public static Command Create()
    {
        var shell = new Argument<string>("SHELL")
        {
            Description = "bash, zsh, fish or pwsh",
            HelpName = "SHELL",
            CompletionSources = { "bash", "zsh", "fish", "pwsh" },
        };
        shell.Validators.Add(result =>
        {
            string name = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            if (name is not ("bash" or "zsh" or "fish" or "pwsh"))
            {
                string? meant =
                    name.Equals("powershell", StringComparison.OrdinalIgnoreCase) ? "pwsh"
                    : name is "sh" ? "bash"
                    : Spelling.Meant(name, ["bash", "zsh", "fish", "pwsh"]);
                result.AddError($"'{name}' is none of bash, zsh, fish, pwsh{(meant is null ? "" : $" (did you mean {meant}?)")}");
            }
        });
        var command = new Command("completions", "Print a completion script for a shell, to be evaluated by it") { shell };
        command.SetAction(result =>
        {
            var commands = Describe(result.RootCommandResult.Command);
            string script = result.GetValue(shell) switch
            {
                "bash" => CompletionScripts.Bash(commands),
                "zsh" => CompletionScripts.Zsh(commands),
                "fish" => CompletionScripts.Fish(commands),
                _ => CompletionScripts.PowerShell(commands),
            };
            using var output = StandardStreams.OpenOutput();
            using var text = new StreamWriter(output, Terminal.Utf8) { NewLine = "\n" };
            text.Write(script.ReplaceLineEndings("\n"));
            return ExitCode.Clean;
        });
        return command;
    }

    private static List<CompletedCommand> Describe(Command root)
    {
        var everywhere = root.Options.Where(o => o.Recursive).ToList();
        return root
            .Subcommands.Where(c => !c.Hidden)
            .Select(c => new CompletedCommand(
                c.Name,
                c.Description ?? "",
                [.. c.Options.Concat(everywhere).Where(o => !o.Hidden).Select(Describe)],
                [.. c.Arguments.SelectMany(a => a.GetCompletions(CompletionContext.Empty)).Select(i => i.Label)]
            ))
            .ToList();
    }

    private static CompletedOption Describe(Option option) =>
        new(
            [
                option.Name,
                .. option
                    .Aliases.Where(a => a.StartsWith('-') && !a.StartsWith("-?", StringComparison.Ordinal))
                    .Order(StringComparer.Ordinal),
            ],
            option.Description ?? "",
            option.Arity.MaximumNumberOfValues > 0 && option.ValueType != typeof(bool) && option.ValueType != typeof(void),
            option.HelpName is { } name && (name.EndsWith("FILE", StringComparison.Ordinal) || name == "DIR"),
            // The library offers the members of enumerations too, by their names in C#; ours are lower case.
            [.. option.GetCompletions(CompletionContext.Empty).Select(i => i.Label).Where(l => !char.IsAsciiLetterUpper(l[0]))]
        );
}
