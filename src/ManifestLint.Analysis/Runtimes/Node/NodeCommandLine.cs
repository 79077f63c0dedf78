using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Node;

/// <summary>The options of one Node.js process: NODE_OPTIONS first, then its own words up to the script.
/// Source: nodejs/node v20 src/node_options-inl.h and src/node_options.cc (ParseNodeOptionsEnvVar), v8 src/flags/flags.cc; runtime-memory.md §7.</summary>
internal sealed class NodeCommandLine
{
    private const string Variable = "NODE_OPTIONS";

    private readonly int _version;
    private ulong? _old,
        _semi,
        _heap;
    private bool _small,
        _notHuge;

    private NodeCommandLine(int version) => _version = version;

    /// <summary>The options that size the heap.</summary>
    public NodeHeapOptions Heap => new(_old, _semi, _heap, _small) { IsNotHuge = _notHuge };

    /// <summary>The percentage, above 0 and up to 100; null if none. It beats the other sizes of the old space.</summary>
    public double? Percentage { get; private set; }

    /// <summary>The option that decides the old space, or null.</summary>
    public RuntimeSetting? Source { get; private set; }

    /// <summary>Why the process does not start, or null.</summary>
    public RuntimeFailure? Failure { get; private set; }

    /// <summary>The option at fault.</summary>
    public RuntimeSetting? FailedAt { get; private set; }

    /// <summary>True if the failure rests on the release.</summary>
    public bool FailureDependsOnVersion { get; private set; }

    /// <summary>The exit code with <see cref="Failure"/>.</summary>
    public int ExitCode { get; private set; } = 9;

    /// <summary>True if words exist that are not known and may hold any option.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>True if the sizes are known, but not whether every option is accepted.</summary>
    public bool HasUnsureOption { get; private set; }

    /// <summary>Options without effect.</summary>
    public List<RuntimeIgnoredSetting> Ignored { get; } = [];

    /// <summary>A whole command line in the word of the program: there is no executable of that name.</summary>
    public static NodeCommandLine NotFound(Word program, int version)
    {
        var line = new NodeCommandLine(version);
        line.Fail(RuntimeFailure.CommandNotFound, Setting(program), exitCode: 127);
        return line;
    }

    /// <summary>Reads the options.</summary>
    /// <param name="arguments">The words behind the program; null where a launcher such as npm starts it.</param>
    /// <param name="variable">NODE_OPTIONS, or null.</param>
    /// <param name="version">Major version of Node.js.</param>
    public static NodeCommandLine Read(IReadOnlyList<Word>? arguments, Word? variable, int version)
    {
        var line = new NodeCommandLine(version);
        if (variable is { Outline: not null })
            line.ReadVariable(variable);
        else if (variable is not null)
            line.IsUncertain = true;
        if (line.Failure is null && arguments is not null)
            line.ReadWords(arguments, isVariable: false);
        if (line.Failure is null && line._old is > 0 and < 4 && line.Percentage is null)
            line.Fail(RuntimeFailure.OutOfMemoryAtStartup, line.Source, exitCode: 134);
        return line;
    }

    /// <summary>Splits NODE_OPTIONS: at spaces alone; double quotes group and a backslash within them takes the next character as it is.
    /// Null if a quote has no end.</summary>
    public static IReadOnlyList<Word>? Split(Word variable)
    {
        string text = variable.Outline!;
        var words = new List<Word>();
        var pieces = new List<Word>();
        bool isQuoted = false,
            isOpen = false;
        // Where what is taken as it stands begins: a piece for each character would have each say whence it comes.
        int from = 0;
        for (int i = 0; i <= text.Length; i++)
        {
            bool isEnd = i == text.Length || (text[i] == ' ' && !isQuoted);
            if (!isEnd && text[i] != '"' && !(text[i] == '\\' && isQuoted))
            {
                isOpen = true;
                continue;
            }
            if (i > from)
                pieces.Add(variable.Slice(from, i - from));
            from = i + 1;
            if (isEnd)
            {
                if (isOpen)
                    words.Add(Word.Concat(pieces));
                pieces.Clear();
                isOpen = false;
            }
            else if (text[i] == '"')
                isQuoted = !isQuoted;
            // What stands behind a backslash is taken whatever it is.
            else if (++i == text.Length)
                return null;
            else
                isOpen = true;
        }
        return isQuoted ? null : words;
    }

    private void ReadVariable(Word variable)
    {
        if (Split(variable) is { } words)
            ReadWords(words, isVariable: true);
        else
            Fail(RuntimeFailure.UnterminatedString, new(Variable, variable, new TextOrigin.Variable(Variable)));
    }

    private void ReadWords(IReadOnlyList<Word> words, bool isVariable)
    {
        int i = 0;
        bool hasProgram = isVariable,
            isNamed = false;
        while (i < words.Count && Failure is null)
        {
            var word = words[i];
            if (!word.IsKnown && !IsReadable(word))
                return;
            string text = word.Prefix;
            if (text is "--" && !isVariable)
            {
                hasProgram |= ++i < words.Count;
                break;
            }
            if (text.Length < 2 || text[0] != '-')
            {
                hasProgram = true;
                break;
            }
            i++;
            isNamed |= ReadOption(word, text, words, ref i, isVariable);
            hasProgram |= isNamed;
        }
        if (Failure is not null || IsUncertain)
            return;
        if (!isVariable && !isNamed && i < words.Count && words[i] is { IsKnown: true } script && IsNoScript(script.Text))
        {
            bool isEmpty = script.Text.Length == 0;
            Fail(isEmpty ? RuntimeFailure.EmptyScript : RuntimeFailure.ScriptNotFound, Setting(script), exitCode: isEmpty ? 0 : 1);
            return;
        }
        Leftovers(words, i, isVariable);
        if (!hasProgram)
            Fail(RuntimeFailure.NoProgram, null, exitCode: 0);
    }

    // A flag without its dashes is looked for as a file like any other word.
    private static bool IsNoScript(string text) =>
        NoScript.IsIt(text, NodeJs.IsProgram)
        || text.Replace('_', '-').StartsWith("max-old-space-size", StringComparison.Ordinal)
        || text.Replace('_', '-').StartsWith("max-semi-space-size", StringComparison.Ordinal)
        || text.Replace('_', '-').StartsWith("max-heap-size", StringComparison.Ordinal);

    private bool IsReadable(Word word)
    {
        // --conditions=<unknown> and /app/<unknown> are what they are; anything else may be an option.
        if (word.Kind == WordKind.Unknown && (word.IsNoOption || word.Prefix.Contains('=')))
            return true;
        IsUncertain = true;
        return false;
    }

    // What stands behind an operand is the program's; an option of V8 there is a mistake worth telling.
    private void Leftovers(IReadOnlyList<Word> words, int from, bool isVariable)
    {
        if (isVariable && from < words.Count)
        {
            var first = words[from];
            for (int i = from; i < words.Count; i++)
            {
                if (!words[i].IsKnown || !HoldsSize(words[i].Text))
                    continue;
                IgnoredReason reason = i == from ? new IgnoredReason.TakenForProgram() : new IgnoredReason.BehindOperand(first);
                Ignored.Add(new(Setting(words[i]), reason));
            }
            return;
        }
        for (int i = from + 1; i < words.Count; i++)
        {
            if (words[i].IsKnown && words[i].Text.StartsWith("--", StringComparison.Ordinal) && HoldsSize(words[i].Text))
                Ignored.Add(new(Setting(words[i]), new IgnoredReason.BehindProgram(words[from])));
        }
    }

    private static bool HoldsSize(string text) => text.Replace('_', '-').Contains("max-old-space-size", StringComparison.Ordinal);

    /// <summary>True if the option names the program (<c>-e</c>, <c>--test</c>).</summary>
    private bool ReadOption(Word word, string text, IReadOnlyList<Word> words, ref int next, bool isVariable)
    {
        int equals = text.IndexOf('=');
        string name = (equals < 0 ? text : text[..equals]).Replace('_', '-');
        string? value = equals < 0 ? null : text[(equals + 1)..];
        if (!name.StartsWith("--", StringComparison.Ordinal) && name.Length <= 3)
            return ReadShort(word, text, words, ref next, isVariable);
        bool isOneDash = !name.StartsWith("--", StringComparison.Ordinal);
        string bare = name[(isOneDash ? 1 : 2)..];
        var option = NodeOptionTable.Find(bare, _version);
        bool isV8 = option?.Kind is NodeOptionKind.V8Switch or NodeOptionKind.V8Value or NodeOptionKind.V8Text;
        if (option is null or { IsInRelease: false } || (isOneDash && !isV8))
        {
            Refuse(word, name, option is not null, isVariable);
            return false;
        }
        if (isVariable && (!option.Value.IsInVariable || isOneDash))
        {
            Fail(RuntimeFailure.NotAllowedInNodeOptions, Setting(word), dependsOnVersion: name is "--max-heap-size");
            return false;
        }
        if (isV8)
            ReadFlag(word, bare, value, option.Value.Kind);
        else if (option.Value.Kind == NodeOptionKind.Value)
            ReadValue(word, name, value, words, ref next);
        else if (option.Value.Kind == NodeOptionKind.CheckedValue)
            ReadChecked(word, bare, value, words, ref next);
        else if (name is "--debug" or "--debug-brk")
            Fail(RuntimeFailure.BadOption, Setting(word));
        else if (name is "--version" or "--help" or "--v8-options")
            Fail(RuntimeFailure.NoProgram, Setting(word), exitCode: 0);
        return name
            is "--eval"
                or "--test"
                or "--interactive"
                or "--run"
                or "--watch"
                or "--watch-path"
                or "--print"
                or "--prof-process"
                or "--build-snapshot-config"
                or "--completion-bash";
    }

    // An option that no release at hand has, and one that this release lacks.
    private void Refuse(Word word, string name, bool isInOthers, bool isVariable)
    {
        bool isAboutSize =
            name.Replace("-", "", StringComparison.Ordinal).Contains("spacesize", StringComparison.OrdinalIgnoreCase)
            || name.Contains("heap", StringComparison.OrdinalIgnoreCase)
            || name.Contains("old-space", StringComparison.Ordinal);
        if (_version is < 18 or > 22 && !isAboutSize)
            HasUnsureOption = true;
        else
            Fail(
                isVariable ? RuntimeFailure.NotAllowedInNodeOptions : RuntimeFailure.BadOption,
                Setting(word),
                dependsOnVersion: isInOthers || !isAboutSize
            );
    }

    private bool ReadShort(Word word, string text, IReadOnlyList<Word> words, ref int next, bool isVariable)
    {
        if (text is "-r" or "-C")
        {
            Take(word, words, ref next);
            return false;
        }
        if (isVariable)
        {
            Fail(RuntimeFailure.NotAllowedInNodeOptions, Setting(word));
            return false;
        }
        switch (text)
        {
            case "-e" or "-pe":
                Take(word, words, ref next);
                return true;
            case "-p":
                if (next < words.Count && !words[next].Prefix.StartsWith('-'))
                    next++;
                return true;
            case "-i":
                return true;
            case "-c":
                return false;
            case "-v" or "-h":
                Fail(RuntimeFailure.NoProgram, Setting(word), exitCode: 0);
                return false;
            default:
                Fail(RuntimeFailure.BadOption, Setting(word));
                return false;
        }
    }

    private Word? Take(Word word, IReadOnlyList<Word> words, ref int next)
    {
        if (next >= words.Count || (words[next].Prefix.Length > 1 && words[next].Prefix[0] == '-'))
            Fail(RuntimeFailure.MissingOptionArgument, Setting(word));
        else if (words[next].Kind == WordKind.UnknownMany)
            IsUncertain = true;
        else
            return words[next++];
        return null;
    }

    private void ReadValue(Word word, string name, string? value, IReadOnlyList<Word> words, ref int next)
    {
        bool isKnown = word.IsKnown;
        var setting = Setting(word);
        if (value is null)
        {
            if (Take(word, words, ref next) is not { } taken)
                return;
            isKnown = taken.IsKnown;
            value = taken.Text;
            setting = setting with { Word = Word.Concat(word, Word.Of(" "), taken) };
        }
        else if (value.Length == 0 && isKnown && name != "--max-old-space-size-percentage")
        {
            Fail(RuntimeFailure.MissingOptionArgument, setting);
        }
        if (name != "--max-old-space-size-percentage" || Failure is not null)
            return;
        if (!isKnown)
            IsUncertain = true;
        else if (NodeNumber(value) is > 0 and <= 100 and var percentage)
            (Percentage, Source) = (percentage, setting);
        else
            Fail(RuntimeFailure.IllegalValue, setting);
    }

    // Values that are surely taken; of others, and where another option is needed, it is not known.
    private static readonly Dictionary<string, string[]> Taken = new(StringComparer.Ordinal)
    {
        ["unhandled-rejections"] = ["strict", "warn", "none", "throw", "warn-with-error-codes"],
        ["use-largepages"] = ["off", "on", "silent"],
        ["experimental-default-type"] = ["module", "commonjs"],
    };

    private void ReadChecked(Word word, string name, string? value, IReadOnlyList<Word> words, ref int next)
    {
        bool isApart = value is null;
        if (isApart && next < words.Count && words[next].IsKnown)
            value = words[next++].Text;
        if (value is not null && Taken.TryGetValue(name, out string[]? taken) && taken.Contains(value))
            return;
        HasUnsureOption = true;
        // Whether the next word is its value or the script is not known then.
        IsUncertain |= isApart;
    }

    // strtod, all of the text: blanks and a sign may stand in front, nothing behind.
    private static double? NodeNumber(string text) =>
        text.Length > 0
        && !char.IsWhiteSpace(text[^1])
        && double.TryParse(
            text,
            NumberStyles.AllowLeadingWhite | NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent,
            CultureInfo.InvariantCulture,
            out double value
        )
            ? value
            : null;

    private void ReadFlag(Word word, string name, string? value, NodeOptionKind kind)
    {
        var setting = Setting(word);
        if (kind == NodeOptionKind.V8Switch)
        {
            if (value is not null)
                Fail(RuntimeFailure.IllegalValue, setting);
            else if (name is "optimize-for-size" or "lite-mode")
                _small = true;
            else if (name is "no-huge-max-old-generation-size")
                _notHuge = true;
            return;
        }
        if (kind == NodeOptionKind.V8Text && value is null)
        {
            // The next word is its value, unless there is none.
            IsUncertain = true;
            return;
        }
        if (value is null || name.StartsWith("no-", StringComparison.Ordinal))
        {
            Fail(RuntimeFailure.IllegalValue, setting);
            return;
        }
        if (name is not ("max-old-space-size" or "max-semi-space-size" or "max-heap-size"))
        {
            HasUnsureOption |= word.IsKnown && (value.Length == 0 || !value.All(char.IsAsciiDigit));
            return;
        }
        if (!word.IsKnown)
        {
            IsUncertain = true;
            return;
        }
        if (!TryReadSize(value, out ulong? size))
            Fail(RuntimeFailure.IllegalValue, setting);
        else if (size is null)
            Ignored.Add(new(setting, new IgnoredReason.OutOfRange()));
        else
            SetSize(name, size.Value, setting);
    }

    private void SetSize(string name, ulong size, RuntimeSetting setting)
    {
        switch (name)
        {
            case "max-semi-space-size":
                _semi = size;
                break;
            case "max-heap-size":
                _heap = size;
                if (_old is null or 0 && Percentage is null)
                    Source = setting;
                break;
            default:
                if (_old is > 0 && Source is { } before && Percentage is null && _old != size)
                    Ignored.Add(new(before, new IgnoredReason.Later(setting.Word, setting.From)));
                _old = size;
                if (Percentage is null)
                    Source = size == 0 ? null : setting;
                break;
        }
    }

    /// <summary>A number as V8 reads it: blanks and a sign in front, then decimal digits and nothing else; an empty text is 0. False where V8 refuses
    /// it; null where it is negative or too large, which V8 tells and ignores.</summary>
    private static bool TryReadSize(string text, out ulong? size)
    {
        size = 0;
        if (text.Length == 0)
            return true;
        var rest = text.AsSpan().TrimStart(" \t\n\v\f\r");
        bool isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+"))
            rest = rest[1..];
        if (rest.IsEmpty || rest.ContainsAnyExceptInRange('0', '9'))
            return false;
        size =
            !ulong.TryParse(rest, NumberStyles.None, CultureInfo.InvariantCulture, out ulong number)
            || (isNegative && number > 0)
            || number == ulong.MaxValue
                ? null
                : number;
        return true;
    }

    private void Fail(RuntimeFailure failure, RuntimeSetting? at, int exitCode = 9, bool dependsOnVersion = false) =>
        (Failure, FailedAt, ExitCode, FailureDependsOnVersion) = (failure, at, exitCode, dependsOnVersion);

    private static RuntimeSetting Setting(Word word)
    {
        int equals = word.Prefix.IndexOf('=');
        return new(equals < 0 ? word.Prefix : word.Prefix[..equals], word, word.Origin ?? new TextOrigin.Argument("command"));
    }
}
