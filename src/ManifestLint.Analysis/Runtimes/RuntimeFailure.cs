using ManifestLint.Programs;

namespace ManifestLint.Runtimes;

/// <summary>Why a language runtime does not start, or the script before it ends.</summary>
public enum RuntimeFailure
{
    /// <summary>The value of -Xmx is no size.</summary>
    InvalidMaxHeapSize,

    /// <summary>The value of -Xms is no size.</summary>
    InvalidInitialHeapSize,

    /// <summary>The value of -Xmn is no size.</summary>
    InvalidYoungGenerationSize,

    /// <summary>The value of -Xss is no size, or out of range.</summary>
    InvalidThreadStackSize,

    /// <summary>A heap below what a JVM runs with.</summary>
    TooSmallHeap,

    /// <summary>A heap of a few bytes, for want of a unit.</summary>
    HeapWithoutUnit,

    /// <summary>A percentage with a percent sign.</summary>
    PercentSign,

    /// <summary>-Xms above -Xmx.</summary>
    InitialExceedsMax,

    /// <summary>The minimum heap above the maximum one.</summary>
    MinExceedsMax,

    /// <summary>The minimum heap above the initial one.</summary>
    MinExceedsInitial,

    /// <summary>A value that the option does not take together with others.</summary>
    FlagOutOfRange,

    /// <summary>A value that the option does not take.</summary>
    ImproperVmOption,

    /// <summary>An -XX option that this release does not have.</summary>
    UnrecognizedVmOption,

    /// <summary>An option that this release does not have.</summary>
    UnrecognizedOption,

    /// <summary>An experimental or diagnostic option.</summary>
    LockedVmOption,

    /// <summary>A switch where a value belongs.</summary>
    UnexpectedPlusMinus,

    /// <summary>More than one collector.</summary>
    ConflictingCollectors,

    /// <summary>The only collector is switched off.</summary>
    NoCollector,

    /// <summary>Too little memory for AggressiveHeap.</summary>
    AggressiveHeapTooSmall,

    /// <summary>A metaspace below what a JVM runs with.</summary>
    MetaspaceTooSmall,

    /// <summary>A code cache out of range.</summary>
    CodeCache,

    /// <summary>Thread stacks below what a JVM runs with.</summary>
    StackTooSmall,

    /// <summary>More than addresses reach.</summary>
    StartupError,

    /// <summary>A file of options that cannot be opened.</summary>
    CannotOpenOptionsFile,

    /// <summary>A quote without an end.</summary>
    UnmatchedQuote,

    /// <summary>An option that a variable must not hold.</summary>
    OptionNotAllowedInVariable,

    /// <summary>An option without its value.</summary>
    MissingOptionArgument,

    /// <summary>A word that is the name of no class.</summary>
    MainClassNotFound,

    /// <summary>A word that is the name of no file.</summary>
    JarNotFound,

    /// <summary>A word that is the name of no script and no program.</summary>
    ScriptNotFound,

    /// <summary>An empty word where the script must stand.</summary>
    EmptyScript,

    /// <summary>Nothing to run.</summary>
    Usage,

    /// <summary>It prints something, or reads its standard input, and ends well.</summary>
    NoProgram,

    /// <summary>What is to stand beside the heap does not fit the limit: Paketo's memory calculator.</summary>
    MemoryCalculator,

    /// <summary>A value that V8 refuses.</summary>
    IllegalValue,

    /// <summary>An option that Node.js does not have.</summary>
    BadOption,

    /// <summary>An option that NODE_OPTIONS must not hold.</summary>
    NotAllowedInNodeOptions,

    /// <summary>A quote in NODE_OPTIONS without an end.</summary>
    UnterminatedString,

    /// <summary>A heap that is too small to boot.</summary>
    OutOfMemoryAtStartup,

    /// <summary>GOMEMLIMIT is no amount.</summary>
    MalformedGoMemoryLimit,

    /// <summary>A hard limit below what the collector of .NET can reserve.</summary>
    HeapHardLimitTooSmall,

    /// <summary>One of .NET's limits for single heaps lacks the others, or their shares make the whole.</summary>
    HeapHardLimitsIncomplete,

    /// <summary>A hard limit beyond all memory, before .NET 9.</summary>
    HeapHardLimitTooLarge,

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

/// <summary>The words of a <see cref="RuntimeFailure"/>.</summary>
public static class RuntimeFailures
{
    /// <summary>What ended a command line before the runtime started.</summary>
    public static RuntimeFailure Of(ProgramFailure failure) =>
        failure switch
        {
            ProgramFailure.CommandNotFound => RuntimeFailure.CommandNotFound,
            ProgramFailure.ShellSyntaxError => RuntimeFailure.ShellSyntaxError,
            ProgramFailure.ShellUnsetVariable => RuntimeFailure.ShellUnsetVariable,
            ProgramFailure.ShellUnknownOption => RuntimeFailure.ShellUnknownOption,
            ProgramFailure.ShellWithoutScript => RuntimeFailure.ShellWithoutScript,
            ProgramFailure.ShellBadSubstitution => RuntimeFailure.ShellBadSubstitution,
            ProgramFailure.ShellBadVariableName => RuntimeFailure.ShellBadVariableName,
            ProgramFailure.ShellReadOnlyVariable => RuntimeFailure.ShellReadOnlyVariable,
            ProgramFailure.ShellArithmeticError => RuntimeFailure.ShellArithmeticError,
            ProgramFailure.ShellShiftTooFar => RuntimeFailure.ShellShiftTooFar,
            ProgramFailure.ShellLocalOutsideFunction => RuntimeFailure.ShellLocalOutsideFunction,
            ProgramFailure.ShellExit => RuntimeFailure.ShellExit,
            ProgramFailure.ShellErrorExit => RuntimeFailure.ShellErrorExit,
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>For <c>inspect</c>, in the words of runtime-memory.md: <c>too-small-heap</c>.</summary>
    public static string Code(this RuntimeFailure failure) =>
        failure switch
        {
            RuntimeFailure.InvalidMaxHeapSize => "invalid-max-heap-size",
            RuntimeFailure.InvalidInitialHeapSize => "invalid-initial-heap-size",
            RuntimeFailure.InvalidYoungGenerationSize => "invalid-young-generation-size",
            RuntimeFailure.InvalidThreadStackSize => "invalid-thread-stack-size",
            RuntimeFailure.TooSmallHeap or RuntimeFailure.HeapWithoutUnit => "too-small-heap",
            RuntimeFailure.InitialExceedsMax => "initial-exceeds-max",
            RuntimeFailure.MinExceedsMax => "min-exceeds-max",
            RuntimeFailure.MinExceedsInitial => "min-exceeds-initial",
            RuntimeFailure.FlagOutOfRange => "flag-out-of-range",
            RuntimeFailure.ImproperVmOption or RuntimeFailure.PercentSign => "improper-vm-option",
            RuntimeFailure.UnrecognizedVmOption => "unrecognized-vm-option",
            RuntimeFailure.UnrecognizedOption => "unrecognized-option",
            RuntimeFailure.LockedVmOption => "locked-vm-option",
            RuntimeFailure.UnexpectedPlusMinus => "unexpected-plus-minus",
            RuntimeFailure.ConflictingCollectors => "conflicting-collectors",
            RuntimeFailure.NoCollector => "no-collector",
            RuntimeFailure.AggressiveHeapTooSmall => "aggressive-heap-too-small",
            RuntimeFailure.MetaspaceTooSmall => "metaspace-too-small",
            RuntimeFailure.CodeCache => "code-cache",
            RuntimeFailure.StackTooSmall => "stack-too-small",
            RuntimeFailure.StartupError => "startup-error",
            RuntimeFailure.CannotOpenOptionsFile => "cannot-open-options-file",
            RuntimeFailure.UnmatchedQuote => "unmatched-quote",
            RuntimeFailure.OptionNotAllowedInVariable => "option-not-allowed-in-variable",
            RuntimeFailure.MissingOptionArgument => "missing-option-argument",
            RuntimeFailure.MainClassNotFound => "main-class-not-found",
            RuntimeFailure.JarNotFound => "jar-not-found",
            RuntimeFailure.ScriptNotFound => "script-not-found",
            RuntimeFailure.EmptyScript => "empty-script",
            RuntimeFailure.Usage => "usage",
            RuntimeFailure.NoProgram => "no-program",
            RuntimeFailure.MemoryCalculator => "memory-calculator",
            RuntimeFailure.IllegalValue => "illegal-value",
            RuntimeFailure.BadOption => "bad-option",
            RuntimeFailure.NotAllowedInNodeOptions => "not-allowed-in-NODE_OPTIONS",
            RuntimeFailure.UnterminatedString => "unterminated-string",
            RuntimeFailure.OutOfMemoryAtStartup => "out-of-memory-at-startup",
            RuntimeFailure.MalformedGoMemoryLimit => "malformed-GOMEMLIMIT",
            RuntimeFailure.CommandNotFound => "command-not-found",
            RuntimeFailure.ShellSyntaxError => "shell-syntax-error",
            RuntimeFailure.ShellUnsetVariable => "shell-unset-variable",
            RuntimeFailure.ShellUnknownOption => "shell-unknown-option",
            RuntimeFailure.ShellWithoutScript => "shell-without-script",
            RuntimeFailure.ShellBadSubstitution => "shell-bad-substitution",
            RuntimeFailure.ShellBadVariableName => "shell-bad-variable-name",
            RuntimeFailure.ShellReadOnlyVariable => "shell-read-only-variable",
            RuntimeFailure.ShellArithmeticError => "shell-arithmetic-error",
            RuntimeFailure.ShellShiftTooFar => "shell-shift-too-far",
            RuntimeFailure.ShellLocalOutsideFunction => "shell-local-outside-function",
            RuntimeFailure.ShellExit => "shell-exit",
            RuntimeFailure.ShellErrorExit => "shell-error-exit",
            RuntimeFailure.HeapHardLimitTooSmall or RuntimeFailure.HeapHardLimitsIncomplete or RuntimeFailure.HeapHardLimitTooLarge =>
                "gc-init-failed",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>For people, a clause about the option at fault, continuing "does not start with …:".</summary>
    public static string Reason(this RuntimeFailure failure) =>
        failure switch
        {
            RuntimeFailure.InvalidMaxHeapSize => "a heap size is a whole number above 0, alone or with one of k, m, g, t",
            RuntimeFailure.InvalidInitialHeapSize => "an initial heap size is a whole number above 0, alone or with one of k, m, g, t",
            RuntimeFailure.InvalidYoungGenerationSize =>
                "a size of the young generation is a whole number above 0, alone or with one of k, m, g, t",
            RuntimeFailure.InvalidThreadStackSize or RuntimeFailure.StackTooSmall => "the thread stack size is out of range",
            RuntimeFailure.TooSmallHeap => "the heap is too small",
            RuntimeFailure.HeapWithoutUnit => "the unit is missing",
            RuntimeFailure.PercentSign => "it has a percent sign, and the option takes a number alone",
            RuntimeFailure.InitialExceedsMax => "the initial heap is larger than the maximum heap",
            RuntimeFailure.MinExceedsMax => "the minimum heap is larger than the maximum heap",
            RuntimeFailure.MinExceedsInitial => "the minimum heap is larger than the initial heap",
            RuntimeFailure.FlagOutOfRange => "the value is out of range",
            RuntimeFailure.ImproperVmOption or RuntimeFailure.IllegalValue => "the value does not fit the option",
            RuntimeFailure.UnrecognizedVmOption or RuntimeFailure.UnrecognizedOption or RuntimeFailure.BadOption =>
                "there is no such option",
            RuntimeFailure.LockedVmOption => "the option is locked (experimental or diagnostic)",
            RuntimeFailure.UnexpectedPlusMinus => "the option takes a value, not + or -",
            RuntimeFailure.ConflictingCollectors => "two garbage collectors are selected",
            RuntimeFailure.NoCollector => "the only garbage collector is switched off",
            RuntimeFailure.AggressiveHeapTooSmall => "there is too little memory for AggressiveHeap",
            RuntimeFailure.MetaspaceTooSmall => "the metaspace is too small",
            RuntimeFailure.CodeCache => "the code cache size is out of range",
            RuntimeFailure.StartupError => "no machine has that much memory",
            RuntimeFailure.CannotOpenOptionsFile => "the options file cannot be opened",
            RuntimeFailure.UnmatchedQuote or RuntimeFailure.UnterminatedString => "a quote has no end",
            RuntimeFailure.OptionNotAllowedInVariable => "a variable must not hold this option",
            RuntimeFailure.MissingOptionArgument => "the option lacks its value",
            RuntimeFailure.MainClassNotFound => "it is taken for the main class",
            RuntimeFailure.JarNotFound => "it is taken for the jar",
            RuntimeFailure.ScriptNotFound => "it is taken for the script",
            RuntimeFailure.EmptyScript => "the argument for the script is empty",
            RuntimeFailure.Usage => "no main class and no jar is named",
            RuntimeFailure.NoProgram => "it names no program to run",
            RuntimeFailure.MemoryCalculator => "what the image reserves beside the heap does not fit the limit",
            RuntimeFailure.NotAllowedInNodeOptions => "NODE_OPTIONS must not hold this option",
            RuntimeFailure.OutOfMemoryAtStartup => "the heap is too small to boot",
            RuntimeFailure.MalformedGoMemoryLimit => "it takes digits alone or with B, KiB, MiB, GiB, TiB",
            RuntimeFailure.HeapHardLimitTooSmall => "that is too little for a heap",
            RuntimeFailure.HeapHardLimitsIncomplete => "all three limits must be set, and percentages together stay below 100",
            RuntimeFailure.HeapHardLimitTooLarge => "no machine has that much memory",
            RuntimeFailure.CommandNotFound => "there is no such program",
            RuntimeFailure.ShellSyntaxError => "the script has a syntax error",
            RuntimeFailure.ShellUnsetVariable => "the script needs a variable that is not set",
            RuntimeFailure.ShellUnknownOption => "the shell has no such option",
            RuntimeFailure.ShellWithoutScript => "the shell gets no script",
            RuntimeFailure.ShellBadSubstitution => "the script holds an expansion that the shell does not have",
            RuntimeFailure.ShellBadVariableName => "the script sets a variable whose name is none",
            RuntimeFailure.ShellReadOnlyVariable => "the script sets a variable that must not be set again",
            RuntimeFailure.ShellArithmeticError => "the script has arithmetic that cannot be done",
            RuntimeFailure.ShellShiftTooFar => "the script shifts away more arguments than there are",
            RuntimeFailure.ShellLocalOutsideFunction => "the script uses local outside of a function",
            RuntimeFailure.ShellExit => "the script ends with an error",
            RuntimeFailure.ShellErrorExit => "a command of the script fails under set -e",
            _ => throw new System.Diagnostics.UnreachableException(),
        };
}
