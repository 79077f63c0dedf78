namespace ManifestLint.Programs;

/// <summary>Why a command line starts nothing, or the script before it ends.</summary>
public enum ProgramFailure
{
    /// <summary>No such program.</summary>
    CommandNotFound,

    /// <summary>A script with a syntax error.</summary>
    ShellSyntaxError,

    /// <summary>A script that needs a variable that is not set.</summary>
    ShellUnsetVariable,

    /// <summary>An option that the shell does not have.</summary>
    ShellUnknownOption,

    /// <summary>A shell that is to run a script and gets none.</summary>
    ShellWithoutScript,

    /// <summary>An expansion that the shell does not have.</summary>
    ShellBadSubstitution,

    /// <summary>A variable whose name is none.</summary>
    ShellBadVariableName,

    /// <summary>A variable that must not be set again.</summary>
    ShellReadOnlyVariable,

    /// <summary>Arithmetic that cannot be done.</summary>
    ShellArithmeticError,

    /// <summary>More words shifted away than there are.</summary>
    ShellShiftTooFar,

    /// <summary>local outside of a function.</summary>
    ShellLocalOutsideFunction,

    /// <summary>A script that ends by itself with an error.</summary>
    ShellExit,

    /// <summary>A command that fails under set -e.</summary>
    ShellErrorExit,
}
