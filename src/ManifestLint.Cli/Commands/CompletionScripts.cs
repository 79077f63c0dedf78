using System.Text;

namespace ManifestLint.Cli.Commands;

/// <summary>An option as completion needs it.</summary>
/// <param name="Names">The long name first.</param>
/// <param name="Description">A sentence.</param>
/// <param name="TakesValue">False for a switch.</param>
/// <param name="TakesFile">True if the value is a file or a folder.</param>
/// <param name="Values">The values that there are; empty if there are too many.</param>
internal sealed record CompletedOption(string[] Names, string Description, bool TakesValue, bool TakesFile, string[] Values);

/// <summary>A command as completion needs it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">A sentence.</param>
/// <param name="Options">Its options.</param>
/// <param name="Words">Words that it takes; files too unless it is <c>completions</c> or takes nothing.</param>
internal sealed record CompletedCommand(string Name, string Description, CompletedOption[] Options, string[] Words)
{
    /// <summary>True if it takes paths.</summary>
    public bool TakesFiles => Name is not ("completions" or "rules" or "init");

    /// <summary>Every name of every option.</summary>
    public string OptionNames => string.Join(' ', Options.SelectMany(o => o.Names));
}

/// <summary>Completion scripts: they hold every word and start no program, so that completing is instant.</summary>
internal static class CompletionScripts
{
    /// <summary>For bash 4 and later.</summary>
    public static string Bash(List<CompletedCommand> commands)
    {
        var script = new StringBuilder(
            $$"""
            # bash completion of manifestlint: eval "$(manifestlint completions bash)"
            _manifestlint() {
              local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= i
              for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in {{Names(commands)}}) command=${COMP_WORDS[i]}; break ;; esac
              done
              # --format=json comes in three words.
              if [[ $current == = ]]; then current=; elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
              COMPREPLY=()
              case $command:$previous in

            """
        );
        foreach (var (pattern, option) in Values(commands))
        {
            string words = option.TakesFile ? "-f" : $"-W {Quoted(string.Join(' ', option.Values))}";
            script.Append($"    {pattern}) mapfile -t COMPREPLY < <(compgen {words} -- \"$current\"); return ;;\n");
        }
        script.Append(
            $"  esac\n  case $command in\n    '') mapfile -t COMPREPLY < <(compgen -W '{string.Join(' ', commands.Select(c => c.Name))} --help --version' -- \"$current\") ;;\n"
        );
        foreach (var command in commands)
        {
            script.Append(
                $"    {command.Name})\n      if [[ $current == -* ]]; then mapfile -t COMPREPLY < <(compgen -W {Quoted(command.OptionNames)} -- \"$current\")\n"
            );
            string files = command.TakesFiles ? " -f" : "";
            script.Append(
                $"      else mapfile -t COMPREPLY < <(compgen -W {Quoted(string.Join(' ', command.Words))}{files} -- \"$current\"); fi ;;\n"
            );
        }
        return script.Append("  esac\n}\ncomplete -o filenames -F _manifestlint manifestlint\n").ToString();
    }

    /// <summary>For zsh: a file <c>_manifestlint</c> in <c>fpath</c>, or evaluated.</summary>
    public static string Zsh(List<CompletedCommand> commands)
    {
        var script = new StringBuilder(
            $$"""
            #compdef manifestlint
            # zsh completion of manifestlint: source <(manifestlint completions zsh)
            _manifestlint() {
              local command= word
              for word in ${words[2,CURRENT-1]}; do
                case $word in ({{Names(commands)}}) command=$word; break ;; esac
              done
              case $command:${words[CURRENT-1]} in

            """
        );
        foreach (var (pattern, option) in Values(commands))
        {
            script.Append(
                $"    ({pattern}) {(option.TakesFile ? "_files" : $"compadd -- {string.Join(' ', option.Values.Select(Quoted))}")}; return ;;\n"
            );
        }
        script.Append(
            $"  esac\n  case $command in\n    ('') compadd -- {string.Join(' ', commands.Select(c => c.Name))} --help --version ;;\n"
        );
        foreach (var command in commands)
        {
            string words = command.Words.Length == 0 ? "" : $"compadd -- {string.Join(' ', command.Words.Select(Quoted))}; ";
            script.Append(
                $"    ({command.Name}) if [[ $PREFIX == -* ]]; then compadd -- {command.OptionNames}; else {words}{(command.TakesFiles ? "_files" : ":")}; fi ;;\n"
            );
        }
        return script
            .Append(
                """
                  esac
                }
                if [[ ${funcstack[1]} == _manifestlint ]]; then _manifestlint "$@"; else compdef _manifestlint manifestlint; fi

                """
            )
            .ToString();
    }

    /// <summary>For fish.</summary>
    public static string Fish(List<CompletedCommand> commands)
    {
        var script = new StringBuilder("# fish completion of manifestlint: manifestlint completions fish | source\n");
        string none = $"not __fish_seen_subcommand_from {string.Join(' ', commands.Select(c => c.Name))}";
        foreach (var command in commands)
        {
            script.Append($"complete -c manifestlint -f -n {Quoted(none)} -a {command.Name} -d {Quoted(command.Description)}\n");
            string here = Quoted($"__fish_seen_subcommand_from {command.Name}");
            if (!command.TakesFiles)
                script.Append($"complete -c manifestlint -f -n {here}\n");
            if (command.Words.Length > 0)
                script.Append($"complete -c manifestlint -n {here} -a {Quoted(string.Join(' ', command.Words))}\n");
            foreach (var option in command.Options)
            {
                var names = option.Names.Select(n => n.StartsWith("--", StringComparison.Ordinal) ? $" -l {n[2..]}" : $" -s {n[1..]}");
                string value =
                    !option.TakesValue ? ""
                    : option.TakesFile ? " -r"
                    : option.Values.Length == 0 ? " -x"
                    : $" -x -a {Quoted(string.Join(' ', option.Values))}";
                script.Append($"complete -c manifestlint -n {here}{string.Concat(names)}{value} -d {Quoted(option.Description)}\n");
            }
        }
        return script.ToString();
    }

    /// <summary>For PowerShell 7.</summary>
    public static string PowerShell(List<CompletedCommand> commands)
    {
        var script = new StringBuilder(
            """
            # PowerShell completion of manifestlint: manifestlint completions pwsh | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName manifestlint -ScriptBlock {
              param($word, $ast, $position)
              $before = @($ast.CommandElements | Where-Object { $_.Extent.EndOffset -lt $position } | ForEach-Object { "$_" } | Select-Object -Skip 1)

            """
        );
        script.Append($"  $command = $before | Where-Object {{ $_ -in {Array(commands.Select(c => c.Name))} }} | Select-Object -First 1\n");
        script.Append(
            "  $previous = if ($before.Count -gt 0) { $before[-1] } else { '' }\n  $words = switch -CaseSensitive (\"${command}:$previous\") {\n"
        );
        foreach (var (pattern, option) in Values(commands).Where(v => !v.Option.TakesFile))
        {
            foreach (string key in pattern.Split('|'))
                script.Append($"    {Single(key)} {{ {Array(option.Values)}; break }}\n");
        }
        script.Append("    default {\n      switch ($command) {\n");
        foreach (var command in commands)
        {
            script.Append(
                $"        '{command.Name}' {{ if ($word -like '-*') {{ {Array(command.Options.SelectMany(o => o.Names))} }} else {{ {Array(command.Words)} }} }}\n"
            );
        }
        script.Append(
            $"        default {{ {Array(commands.Select(c => c.Name).Append("--help").Append("--version"))} }}\n      }}\n    }}\n  }}\n"
        );
        return script
            .Append(
                """
                  $words | Where-Object { $_ -like "$word*" } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
                }

                """
            )
            .ToString();
    }

    private static string Names(List<CompletedCommand> commands) => string.Join('|', commands.Select(c => c.Name));

    // "scan:--format|scan:-f": the command and the option whose value comes next.
    private static IEnumerable<(string Pattern, CompletedOption Option)> Values(List<CompletedCommand> commands) =>
        from command in commands
        from option in command.Options
        where option.TakesValue && (option.TakesFile || option.Values.Length > 0)
        select (string.Join('|', option.Names.Select(n => $"{command.Name}:{n}")), option);

    private static string Quoted(string text) => $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Single(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Array(IEnumerable<string> words) => $"@({string.Join(", ", words.Select(Single))})";
}
