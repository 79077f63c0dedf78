namespace ManifestLint.Programs.Shell;

/// <summary>The options of shells, of <c>set</c> and of their command lines. Sources: dash 0.5.12 src/options.c; bash(1) SHELL BUILTIN COMMANDS.</summary>
internal static class ShellOptionNames
{
    /// <summary>Stands for <c>-n</c>: commands are read and not run.</summary>
    public const ShellOptions Reading = (ShellOptions)1024;

    private static readonly HashSet<string> OtherNames =
    [
        "ignoreeof",
        "interactive",
        "monitor",
        "stdin",
        "xtrace",
        "verbose",
        "vi",
        "emacs",
        "noclobber",
        "notify",
        "nolog",
        "debug",
    ];

    private static readonly HashSet<string> BashNames =
    [
        "braceexpand",
        "errtrace",
        "functrace",
        "hashall",
        "histexpand",
        "history",
        "keyword",
        "onecmd",
        "physical",
        "posix",
        "privileged",
    ];

    public static bool ChangesReading(ShellOptions options) => (options & Reading) != ShellOptions.None;

    /// <summary>Applies <c>-o name</c>; false if there is no such option.</summary>
    public static bool ByName(string name, bool on, ref ShellOptions options, ShellDialect dialect)
    {
        var option = name switch
        {
            "errexit" => ShellOptions.ErrorExit,
            "nounset" => ShellOptions.NoUnset,
            "allexport" => ShellOptions.AllExport,
            "noglob" => ShellOptions.NoGlob,
            "pipefail" => ShellOptions.PipeFail,
            "noexec" => Reading,
            _ => ShellOptions.None,
        };
        if (option == ShellOptions.None)
            return OtherNames.Contains(name) || (dialect != ShellDialect.Dash && BashNames.Contains(name));
        options = on ? options | option : options & ~option;
        return true;
    }

    /// <summary>Applies one letter; false if there is no such option.</summary>
    public static bool ByLetter(char letter, bool on, ref ShellOptions options, ShellDialect dialect)
    {
        var option = letter switch
        {
            'e' => ShellOptions.ErrorExit,
            'u' => ShellOptions.NoUnset,
            'a' => ShellOptions.AllExport,
            'f' => ShellOptions.NoGlob,
            'n' => Reading,
            _ => ShellOptions.None,
        };
        if (option == ShellOptions.None)
            return (dialect == ShellDialect.Dash ? "IimsxvVECblp" : "IimsxvVECblhkptBHPTr").Contains(letter);
        options = on ? options | option : options & ~option;
        return true;
    }
}
