using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>The program <c>java</c>: which of its words are options of the virtual machine, and where they end.
/// Source: openjdk <c>src/java.base/share/native/libjli/java.c</c> (<c>ParseArguments</c>) and <c>args.c</c>; runtime-memory.md §4.</summary>
internal sealed class JvmLauncher(int version, Func<string, Word?>? readFile)
{
    private readonly List<(Word Word, bool Raw, bool FromVariable)> _words = [];
    private int _next;
    private bool _jar;
    private bool _exits;

    /// <summary>The options for the virtual machine: the word, its text as the machine gets it, where it was written.</summary>
    public List<(Word Word, string Text, TextOrigin From)> Options { get; } = [];

    /// <summary>Why no program runs, or null.</summary>
    public RuntimeFailure? Failure { get; private set; }

    /// <summary>True if the launcher gives up before it creates a virtual machine.</summary>
    public bool EndsBeforeMachine { get; private set; }

    /// <summary>The exit code with <see cref="Failure"/>.</summary>
    public int ExitCode { get; private set; } = 1;

    /// <summary>The word at fault.</summary>
    public Word? FailedAt { get; private set; }

    /// <summary>Where it was written.</summary>
    public TextOrigin? FailedFrom { get; private set; }

    /// <summary>True if words exist that are not known.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>The main class, jar or module; null where none is reached.</summary>
    public Word? Operand { get; private set; }

    /// <summary>The words behind it, which the program gets.</summary>
    public IEnumerable<Word> Behind => Operand is null ? [] : _words.Skip(_next + 1).Select(w => w.Word);

    /// <summary>Reads the words.</summary>
    public void Read(IReadOnlyList<Word> arguments, Word? variable)
    {
        if (version >= 9 && variable is not null && !AddVariable(variable))
            return;
        foreach (var word in arguments)
            _words.Add((word, false, false));
        while (Failure is null && !IsUncertain && Peek() is { } word && IsOption(word))
            ReadOption(word);
        if (Failure is null && !IsUncertain)
            ReadOperand();
    }

    private bool AddVariable(Word variable)
    {
        if (variable.Outline is null)
        {
            IsUncertain = true;
            return true;
        }
        if (JvmWords.Split(variable) is not { } words)
        {
            Fail(RuntimeFailure.UnmatchedQuote, variable, beforeMachine: true);
            FailedFrom = new TextOrigin.Variable("JDK_JAVA_OPTIONS");
            return false;
        }
        foreach (var word in words)
            _words.Add((word, false, true));
        return true;
    }

    /// <summary>The next word, with argument files put in place.</summary>
    private Word? Peek()
    {
        while (_next < _words.Count)
        {
            var (word, raw, fromVariable) = _words[_next];
            if (raw || version < 9 || !word.IsKnown || !word.Text.StartsWith('@') || word.Text.Length < 2)
                return word;
            if (word.Text[1] == '@')
            {
                _words[_next] = (word.Slice(1, word.Text.Length - 1), true, fromVariable);
                continue;
            }
            var content = readFile?.Invoke(word.Text[1..]);
            if (content is not { Outline: not null })
            {
                IsUncertain = true;
                return null;
            }
            _words.RemoveAt(_next);
            _words.InsertRange(_next, JvmWords.SplitArgumentFile(content).Select(w => (w, true, fromVariable)));
        }
        return null;
    }

    private bool IsOption(Word word)
    {
        if (word.IsKnown)
            return word.Text.StartsWith('-');
        if (IsHarmless(word.Prefix))
            return true;
        // Who fills in one word behind -jar fills in the file.
        if (word.Kind == WordKind.Unknown && _next > 0 && _words[_next - 1].Word is { IsKnown: true, Text: "-jar" })
            return false;
        // A pattern such as /app/*.jar is no option, whatever it matches.
        IsUncertain = !word.IsNoOption || word.Prefix.StartsWith('@');
        return false;
    }

    private void ReadOption(Word word)
    {
        bool fromVariable = _words[_next].FromVariable;
        _next++;
        string text = word.Text;
        if (!word.IsKnown)
            return;
        if (fromVariable && IsTerminal(text))
            Fail(RuntimeFailure.OptionNotAllowedInVariable, word, beforeMachine: true);
        else if (text == "-jar")
        {
            if (_next >= _words.Count)
                Fail(RuntimeFailure.MissingOptionArgument, word, beforeMachine: true);
            _jar = true;
        }
        else if (version < 9)
            ReadOption8(word, text);
        else if (TakesValue(text))
            ReadValue(word, text);
        else
            ReadSingle(word, text);
    }

    private void ReadOption8(Word word, string text)
    {
        if (text is "-cp" or "-classpath")
        {
            if (_next >= _words.Count)
                Fail(RuntimeFailure.MissingOptionArgument, word, beforeMachine: true);
            else
                _next++;
        }
        else if (text == "-d32")
            Fail(RuntimeFailure.UnrecognizedOption, word, beforeMachine: true);
        else
            ReadSingle(word, text);
    }

    /// <summary>From JDK 9 on a value that begins with a dash is an error, not a value.</summary>
    private void ReadValue(Word word, string text)
    {
        var value = Peek();
        if (IsUncertain)
            return;
        bool given = value is not null && !value.Prefix.StartsWith('-');
        bool mayBeEmpty = text is "-cp" or "-classpath" or "--class-path" or "-d" or "--describe-module";
        if (!given || (value!.IsKnown && value.Text.Length == 0 && !mayBeEmpty))
        {
            Fail(RuntimeFailure.MissingOptionArgument, word, beforeMachine: true);
            return;
        }
        if (value.Kind == WordKind.UnknownMany)
        {
            IsUncertain = true;
            return;
        }
        _next++;
        if (text is "-m" or "--module")
            _next = _words.Count + 1;
        if (text is "-d" or "--describe-module")
            _exits = true;
        if (text is "--enable-native-access" or "--sun-misc-unsafe-memory-access" or "--illegal-native-access" or "--finalization")
        {
            Options.Add((word, $"{text}={(value.IsKnown ? value.Text : "")}", From(word)));
        }
    }

    private void ReadSingle(Word word, string text)
    {
        switch (text)
        {
            case "-version"
            or "--version"
            or "-help"
            or "-h"
            or "-?"
            or "--help"
            or "-X"
            or "--help-extra" when version >= 9 || text[1] != '-':
                Stop(word, beforeMachine: false);
                return;
            case "-fullversion" or "--full-version" when version >= 9 || text[1] != '-':
                Stop(word, beforeMachine: true);
                return;
            case "--list-modules" or "--validate-modules" when version >= 9:
                _exits = true;
                return;
            case "-Xinternalversion":
                Stop(word, beforeMachine: true);
                return;
            case "-server"
            or "-client"
            or "-showversion"
            or "-checksource"
            or "-cs"
            or "-noasyncgc"
            or "-Xdiag"
            or "-XshowSettings"
            or "-verify"
            or "-noverify"
            or "-verifyremote"
            or "-Xfuture"
            or "-noclassgc"
            or "-debug":
                return;
            case "--show-version" or "--dry-run" or "--show-resolved-modules" or "--show-module-resolution" when version >= 9:
                return;
        }
        if (text.StartsWith("-splash:", StringComparison.Ordinal) || text.StartsWith("-XshowSettings:", StringComparison.Ordinal))
            return;
        if (version >= 9 && StartsWithAny(text, "--class-path=", "--source=", "--describe-module="))
            return;
        if (version >= 9 && text.StartsWith("--module=", StringComparison.Ordinal))
        {
            _next = _words.Count + 1;
            return;
        }
        bool old = StartsWithAny(text, "-ss", "-oss", "-ms", "-mx");
        Options.Add((word, old ? "-X" + text[1..] : text, From(word)));
    }

    private void ReadOperand()
    {
        if (_next > _words.Count)
            return;
        if (Peek() is not { } word)
        {
            // A process that is restored has its main class.
            if (IsUncertain || Options.Exists(o => o.Text.StartsWith("-XX:CRaCRestoreFrom", StringComparison.Ordinal)))
                return;
            if (_exits)
                Stop(Word.Of(""), beforeMachine: false);
            else
                Fail(RuntimeFailure.Usage, null, beforeMachine: false);
        }
        else if (_words[_next].FromVariable)
            Fail(RuntimeFailure.OptionNotAllowedInVariable, word, beforeMachine: true);
        else if (_exits)
            Stop(word, beforeMachine: false);
        else if (word.IsKnown && _jar && IsNoFile(word.Text))
            Fail(RuntimeFailure.JarNotFound, word, beforeMachine: false);
        else if (word.IsKnown && !_jar && IsNoClass(word.Text))
            Fail(RuntimeFailure.MainClassNotFound, word, beforeMachine: false);
        else
            Operand = word;
    }

    /// <summary>A word that nobody names a file: a reference that no shell has replaced.</summary>
    private static bool IsNoFile(string text) => text.Length == 0 || IsReference(text);

    /// <summary>A word that is the name of no class and of no source file that one could run.</summary>
    private bool IsNoClass(string text)
    {
        if (version >= 11 && text.EndsWith(".java", StringComparison.Ordinal))
            return IsReference(text);
        if (text == "java" || text.EndsWith(".jar", StringComparison.Ordinal) || IsReference(text) || IsOptionWithoutDash(text))
            return true;
        return !text.Split('.', '/')
            .All(part =>
                part.Length > 0 && !char.IsAsciiDigit(part[0]) && part.All(c => char.IsLetterOrDigit(c) || c is '_' or '$' or '-')
            );
    }

    // Xmx512m and XX:+UseG1GC; no class has such a name.
    private static bool IsOptionWithoutDash(string text) =>
        text.StartsWith("XX:", StringComparison.Ordinal)
        || (
            StartsWithAny(text, "Xmx", "Xms", "Xmn", "Xss")
            && text.Length > 3
            && text.AsSpan(3).TrimEnd("kKmMgGtT").IndexOfAnyExceptInRange('0', '9') < 0
        );

    private static bool IsReference(string text)
    {
        int dollar = text.IndexOf('$');
        if (dollar < 0 || dollar + 1 >= text.Length)
            return false;
        return text[dollar + 1] is '{' or '(' || (dollar == 0 && char.IsAsciiLetter(text[1]));
    }

    private void Stop(Word word, bool beforeMachine)
    {
        Fail(RuntimeFailure.NoProgram, word, beforeMachine);
        ExitCode = 0;
    }

    private void Fail(RuntimeFailure failure, Word? word, bool beforeMachine)
    {
        if (Failure is not null)
            return;
        (Failure, FailedAt, EndsBeforeMachine) = (failure, word, beforeMachine);
        FailedFrom = word is null ? new TextOrigin.Argument("args") : From(word);
    }

    private static TextOrigin From(Word word) => word.Origin ?? new TextOrigin.Argument("args");

    private static bool IsTerminal(string text) =>
        text
            is "-jar"
                or "-m"
                or "--module"
                or "-version"
                or "--version"
                or "-help"
                or "-h"
                or "-?"
                or "--help"
                or "-X"
                or "--help-extra"
                or "-fullversion"
                or "--full-version"
                or "--dry-run"
        || text.StartsWith("--module=", StringComparison.Ordinal);

    /// <summary>Options that say nothing of memory whatever follows.</summary>
    public static bool IsHarmless(string prefix) =>
        StartsWithAny(
            prefix,
            "-D",
            "-javaagent:",
            "-agentlib:",
            "-agentpath:",
            "-Xlog:",
            "-Xloggc:",
            "-XX:HeapDumpPath=",
            "-XX:ErrorFile=",
            "-XX:OnOutOfMemoryError=",
            "-XX:OnError="
        );

    private bool TakesValue(string text) =>
        text
            is "-cp"
                or "-classpath"
                or "--class-path"
                or "-p"
                or "--module-path"
                or "--upgrade-module-path"
                or "--add-modules"
                or "--limit-modules"
                or "--add-reads"
                or "--add-exports"
                or "--add-opens"
                or "--patch-module"
                or "-m"
                or "--module"
                or "-d"
                or "--describe-module"
        || (version >= 11 && text == "--source")
        || (version >= 17 && text == "--enable-native-access")
        || (version >= 23 && text == "--sun-misc-unsafe-memory-access")
        || (version >= 24 && text == "--illegal-native-access");

    private static bool StartsWithAny(string text, params ReadOnlySpan<string> prefixes)
    {
        foreach (string prefix in prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
