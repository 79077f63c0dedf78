using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>The options of one JVM in the order in which it reads them, and what it says of them before it sizes its heap.
/// Source: openjdk <c>java.c</c> (launcher) and <c>arguments.cpp</c>; runtime-memory.md §3.5, §4; JDK 17 asked for each branch.</summary>
public sealed class JvmCommandLine
{
    private readonly Dictionary<string, JvmSetting> _settings = new(StringComparer.Ordinal);

    // JDK 9 brought it (openjdk libjli/args.c).
    internal const string LaterVariable = "JDK_JAVA_OPTIONS";
    internal const int FirstWithVariable = 9;

    private readonly List<JvmIgnoredSetting> _ignored = [];
    private readonly HashSet<Word> _overwritten = new(ReferenceEqualityComparer.Instance);
    private readonly int _version;
    private readonly bool _isOpenJ9;
    private readonly Func<string, Word?>? _readFile;
    private bool _isVariable;
    private bool _ignoreUnrecognized;
    private bool _diagnosticUnlocked;
    private bool _experimentalUnlocked;

    /// <summary>An option as the machine gets it.</summary>
    private readonly record struct Option(Word Word, string Text, TextOrigin From, bool IsVariable);

    private JvmCommandLine(int version, Func<string, Word?>? readFile, bool isOpenJ9) =>
        (_version, _readFile, _isOpenJ9) = (version, readFile, isOpenJ9);

    /// <summary>True for the options of Eclipse OpenJ9.</summary>
    public bool IsOpenJ9 => _isOpenJ9;

    /// <summary>The settings in force, by flag name.</summary>
    public IReadOnlyDictionary<string, JvmSetting> Settings => _settings;

    /// <summary>Options without effect.</summary>
    public IReadOnlyList<JvmIgnoredSetting> Ignored =>
        IgnoredReason.WithLast(_ignored, i => i.Word, i => i.Reason, (i, last) => i with { Reason = last });

    /// <summary>Why the JVM does not start, or null if nothing that is known keeps it from starting.</summary>
    public RuntimeFailure? Failure { get; private set; }

    /// <summary>The exit code that goes with <see cref="Failure"/>; 0 where the JVM prints something and ends.</summary>
    public int? ExitCode { get; private set; }

    /// <summary>The option at fault, or null.</summary>
    public JvmSetting? FailedAt { get; private set; }

    /// <summary>True if words or files exist that are not known, so that no value is certain.</summary>
    public bool IsUncertain { get; private set; }

    /// <summary>True if it loads an agent; the debugger's, which <c>-agentlib:</c> names, is none.</summary>
    public bool HasAgent { get; private set; }

    /// <summary>True if an option is used of which it is not known whether this release has it.</summary>
    public bool HasUnsureOption { get; private set; }

    /// <summary>True for a build of a vendor who has options of its own, of which no table is complete: a name that no release of OpenJDK ever had
    /// may be one of them, and what is locked there may be open.</summary>
    private bool HasVendorOptions { get; init; }

    private int? UpdateOf8 { get; init; }

    /// <summary>Reads the options of a process whose program is <c>java</c>.</summary>
    /// <param name="arguments">The words after the program.</param>
    /// <param name="environment">Its environment.</param>
    /// <param name="version">Feature version of the JDK.</param>
    /// <param name="readFile">The text of a file as the process sees it, or null if the file is not known; the path may be relative.</param>
    /// <param name="isOpenJ9">True for Eclipse OpenJ9, which ignores the -XX options that it does not know.</param>
    /// <param name="hasVendorOptions">As in <see cref="HasVendorOptions"/>.</param>
    /// <param name="updateOf8">The update of Java 8; null if it is not known.</param>
    public static JvmCommandLine Read(
        IReadOnlyList<Word> arguments,
        ImmutableDictionary<string, Word> environment,
        int version,
        Func<string, Word?>? readFile,
        bool isOpenJ9 = false,
        bool hasVendorOptions = false,
        int? updateOf8 = null
    )
    {
        var line = new JvmCommandLine(version, readFile, isOpenJ9) { HasVendorOptions = hasVendorOptions, UpdateOf8 = updateOf8 };
        line.ReadAll(arguments, environment);
        return line;
    }

    /// <summary>The setting of a flag, or null if no option sets it.</summary>
    public JvmSetting? this[string flag] => _settings.GetValueOrDefault(flag);

    /// <summary>The value of a switch, or null if no option sets it.</summary>
    public bool? Switch(string flag) => this[flag] is { } setting ? setting.Value == "true" : null;

    private void ReadAll(IReadOnlyList<Word> arguments, ImmutableDictionary<string, Word> environment)
    {
        var launcher = new JvmLauncher(_version, _readFile);
        launcher.Read(arguments, environment.GetValueOrDefault(LaterVariable));
        var weak = ReadVariable(environment, "JAVA_TOOL_OPTIONS");
        var strong = ReadVariable(environment, "_JAVA_OPTIONS");
        IsUncertain |= launcher.IsUncertain;
        if (launcher.Failure is { } early && launcher.EndsBeforeMachine)
        {
            Fail(early, launcher.ExitCode, launcher.FailedAt, launcher.FailedFrom);
            return;
        }

        var options = new List<Option>();
        AddOptions(options, weak, new TextOrigin.Variable("JAVA_TOOL_OPTIONS"));
        foreach (string own in _isOpenJ9 ? OpenJ9.Variables : [])
            AddOptions(options, ReadVariable(environment, own), new TextOrigin.Variable(own));
        int firstOfLine = options.Count;
        foreach (var (word, text, from) in launcher.Options)
            options.Add(new(word, text, from, IsVariable: false));
        int endOfLine = options.Count;
        AddOptions(options, strong, new TextOrigin.Variable("_JAVA_OPTIONS"));
        ReadSettings(options, firstOfLine, endOfLine);
        AddUnread(launcher, environment);
        if (launcher.Failure is { } failure)
            Fail(failure, launcher.ExitCode, launcher.FailedAt, launcher.FailedFrom);
    }

    // A heap that no machine gets: directly behind the program, where nothing makes it the value of an option of that, and in a variable of later releases.
    private void AddUnread(JvmLauncher launcher, ImmutableDictionary<string, Word> environment)
    {
        foreach (
            var word in launcher.Behind.TakeWhile(w =>
                w.IsKnown && (w.Text.StartsWith("-X", StringComparison.Ordinal) || w.Text.StartsWith("-D", StringComparison.Ordinal))
            )
        )
        {
            if (IsHeapOption(word.Text))
                _ignored.Add(
                    new(
                        word.Text,
                        word,
                        word.Origin ?? new TextOrigin.Argument("args"),
                        new IgnoredReason.BehindProgram(launcher.Operand!, "java")
                    )
                );
        }
        if (
            _version < FirstWithVariable
            && environment.TryGetValue(LaterVariable, out var unread)
            && unread.IsKnown
            && unread.Text.Contains("-X", StringComparison.Ordinal)
        )
            _ignored.Add(
                new(
                    unread.Text,
                    unread,
                    new TextOrigin.Variable(LaterVariable),
                    new IgnoredReason.NotReadBefore(LaterVariable, FirstWithVariable, _version)
                )
            );
    }

    /// <summary>True for a well-formed <c>-Xmx512m</c> or <c>-XX:MaxRAMPercentage=75</c>.</summary>
    public static bool IsHeapOption(string text)
    {
        if (text.StartsWith("-XX:MaxRAMPercentage=", StringComparison.Ordinal))
            return text.Length > "-XX:MaxRAMPercentage=".Length && char.IsAsciiDigit(text["-XX:MaxRAMPercentage=".Length]);
        return text.StartsWith("-Xmx", StringComparison.Ordinal)
            && JvmSizes.TryParseSize(text.AsSpan("-Xmx".Length), 17, out ulong size)
            && size >= 1 << 20;
    }

    private List<Word> ReadVariable(ImmutableDictionary<string, Word> environment, string name)
    {
        if (!environment.TryGetValue(name, out var value))
            return [];
        if (value.Outline is null)
        {
            IsUncertain = true;
            return [];
        }
        var words = JvmWords.Split(value);
        if (words is null)
            Fail(RuntimeFailure.UnmatchedQuote, 1, value, new TextOrigin.Variable(name));
        return words ?? [];
    }

    private static void AddOptions(List<Option> options, List<Word> words, TextOrigin from)
    {
        foreach (var word in words)
            options.Add(new(word, word.Text, from, IsVariable: true));
    }

    private void ReadSettings(List<Option> options, int firstOfLine, int endOfLine)
    {
        (Word Word, TextOrigin From)? settingsFile = null;
        var all = new List<Option>(options.Count);
        for (int i = 0; i < options.Count; i++)
        {
            var option = options[i];
            bool onLine = i >= firstOfLine && i < endOfLine;
            if (_version >= 9 && option.Text.StartsWith("-XX:VMOptionsFile=", StringComparison.Ordinal))
            {
                AddOptionsFile(all, option);
                continue;
            }
            all.Add(option);
            HasAgent |=
                option.Text.StartsWith("-javaagent:", StringComparison.Ordinal)
                || option.Text.StartsWith("-agentpath:", StringComparison.Ordinal);
            // JDK 8 looks for these two on the command line alone.
            if (_version < 9 && !onLine)
                continue;
            if (option.Text.StartsWith("-XX:Flags=", StringComparison.Ordinal))
                settingsFile = (option.Word, option.From);
        }
        foreach (var (text, i) in all.Select((o, i) => (o.Text, i)))
        {
            if (_version < 9 && (i < firstOfLine || i >= endOfLine))
                continue;
            if (text == "-XX:+IgnoreUnrecognizedVMOptions")
                _ignoreUnrecognized = true;
            if (text == "-XX:-IgnoreUnrecognizedVMOptions")
                _ignoreUnrecognized = false;
        }
        if (settingsFile is var (at, atFrom))
            ReadSettingsFile(at.Text["-XX:Flags=".Length..], at, atFrom);
        foreach (var option in all)
        {
            if (Failure is not null)
                return;
            _isVariable = option.IsVariable;
            if (!option.Word.IsKnown && option.Text.Length == 0)
                IsUncertain |= !JvmLauncher.IsHarmless(option.Word.Prefix);
            else
                Apply(option.Word, option.Text, option.From);
        }
    }

    /// <summary>Puts the contents of a VMOptionsFile in its place (JDK 9 and later).</summary>
    private void AddOptionsFile(List<Option> options, Option option)
    {
        string path = option.Text["-XX:VMOptionsFile=".Length..];
        var content = _readFile?.Invoke(path);
        if (content is not { Outline: not null })
        {
            IsUncertain = true;
            return;
        }
        var words = JvmWords.Split(content);
        if (words is null)
        {
            Fail(RuntimeFailure.UnmatchedQuote, 1, option.Word, option.From);
            return;
        }
        var from = content.Origin ?? new TextOrigin.MountedFile(path);
        foreach (var word in words)
        {
            if (word.Text.StartsWith("-XX:VMOptionsFile=", StringComparison.Ordinal))
                Fail(RuntimeFailure.CannotOpenOptionsFile, 1, word, from);
            options.Add(new(word, word.Text, from, option.IsVariable));
        }
    }

    private void ReadSettingsFile(string path, Word at, TextOrigin from)
    {
        var content = path.Length == 0 ? null : _readFile?.Invoke(path);
        if (content is not { IsKnown: true })
        {
            if (path.Length == 0)
                Fail(RuntimeFailure.CannotOpenOptionsFile, 1, at, from);
            else
                IsUncertain = true;
            return;
        }
        foreach (var word in JvmWords.SplitSettingsFile(content))
        {
            if (Failure is null)
                ApplyFlag(word, word.Text, content.Origin ?? new TextOrigin.MountedFile(path));
        }
    }

    private void Apply(Word word, string text, TextOrigin from)
    {
        if (TryTail(text, "-Xmx", out string? tail) || TryTail(text, "-XX:MaxHeapSize=", out tail))
        {
            SetSize("MaxHeapSize", tail, word, from, RuntimeFailure.InvalidMaxHeapSize, minimum: 1);
        }
        else if (TryTail(text, "-Xms", out tail))
        {
            SetSize("InitialHeapSize", tail, word, from, RuntimeFailure.InvalidInitialHeapSize, minimum: 0, also: "MinHeapSize");
        }
        else if (TryTail(text, "-Xmn", out tail))
        {
            SetSize("NewSize", tail, word, from, RuntimeFailure.InvalidYoungGenerationSize, minimum: 1, also: "MaxNewSize");
        }
        else if (TryTail(text, "-Xss", out tail))
            ApplyStackSize(tail, word, from);
        else if (TryTail(text, "-Xmaxjitcodesize", out tail))
        {
            SetSize("ReservedCodeCacheSize", tail.StartsWith('=') ? tail[1..] : tail, word, from, RuntimeFailure.CodeCache, minimum: 1);
        }
        else if (TryTail(text, "-XX:", out tail))
        {
            if (!tail.StartsWith("Flags=", StringComparison.Ordinal))
                ApplyFlag(word, tail, from);
        }
        else
            ApplyOther(word, text, from);
    }

    private void ApplyOther(Word word, string text, TextOrigin from)
    {
        if (_isOpenJ9)
        {
            // Its own options have no table here.
            HasUnsureOption |= !OpenJ9.IsOwnOption(text) && JvmMachineOptions.Knows(text, _version) != true;
            return;
        }
        switch (JvmMachineOptions.Knows(text, _version))
        {
            case null:
                HasUnsureOption |= !_ignoreUnrecognized;
                break;
            case false when text.StartsWith("-Xbootclasspath", StringComparison.Ordinal) || !_ignoreUnrecognized || text.Length == 0:
                Fail(RuntimeFailure.UnrecognizedOption, 1, word, from);
                break;
            case true when text is "-Xincgc":
                Store(new JvmSetting("UseConcMarkSweepGC", "true", null, word, from));
                break;
            case true when text is "-Xprof" && _version >= 10:
                _ignored.Add(new(text, word, from, new IgnoredReason.DoesNothing(_version)));
                break;
        }
    }

    private void ApplyStackSize(string text, Word word, TextOrigin from)
    {
        // At most 1 GiB; JDK 8 and 11 want at least 1000 bytes (11 then ends for another reason).
        ulong minimum = _version < 17 ? 1000u : 0u;
        bool valid = JvmSizes.TryParseSize(text, _version, out ulong bytes) && bytes >= minimum && bytes <= 1UL << 30;
        if (!valid && _isOpenJ9)
            HasUnsureOption = true;
        else if (!valid)
            Fail(RuntimeFailure.InvalidThreadStackSize, 1, word, from);
        else
            Store(new JvmSetting("ThreadStackSize", text, (bytes + 1023) / 1024, word, from) { Size = (bytes + 1023) / 1024 });
    }

    private void ApplyFlag(Word word, string text, TextOrigin from)
    {
        if (text.StartsWith('#'))
            return;
        bool? sign =
            text.StartsWith('+') ? true
            : text.StartsWith('-') ? false
            : null;
        string body = sign is null ? text : text[1..];
        int equals = body.IndexOf('=');
        string name = equals < 0 ? body : body[..equals];
        var flag = UpdateOf8 is { } update && _version == 8 ? JvmOptionTable.FindIn8(name, update) : JvmOptionTable.Find(name, _version);
        if (name == "DefaultMaxRAMFraction")
            name = "MaxRAMFraction";
        if (_isOpenJ9)
        {
            if (flag.Standing is not (JvmFlagStanding.Refused or JvmFlagStanding.Ignored or JvmFlagStanding.Unsure))
                SetFlag(name, flag, sign, equals < 0 ? null : body[(equals + 1)..], word, from);
            return;
        }
        if (HasVendorOptions && (IsLocked(flag.Lock) || (flag.Standing == JvmFlagStanding.Refused && !JvmOptionTable.IsNamed(name))))
        {
            HasUnsureOption |= !_ignoreUnrecognized;
            return;
        }
        switch (flag.Standing)
        {
            case JvmFlagStanding.Refused when !_ignoreUnrecognized:
                Fail(RuntimeFailure.UnrecognizedVmOption, 1, word, from);
                return;
            case JvmFlagStanding.Refused or JvmFlagStanding.Ignored:
                _ignored.Add(new(word.Text, word, from, new IgnoredReason.DoesNothing(_version)));
                return;
            case JvmFlagStanding.Unsure:
                HasUnsureOption |= !_ignoreUnrecognized;
                return;
        }
        RuntimeFailure? failed = IsLocked(flag.Lock)
            ? RuntimeFailure.LockedVmOption
            : SetFlag(name, flag, sign, equals < 0 ? null : body[(equals + 1)..], word, from);
        if (failed is not { } failure)
            return;
        // Before JDK 17 IgnoreUnrecognizedVMOptions may have forgiven more than unknown names; JDK 8 forgave what is locked.
        if (_ignoreUnrecognized && _version < 17)
            HasUnsureOption |= _version != 8 || failure != RuntimeFailure.LockedVmOption;
        else
            Fail(failure, 1, word, from);
    }

    private bool IsLocked(JvmFlagLock needed) =>
        needed switch
        {
            JvmFlagLock.Diagnostic => !_diagnosticUnlocked,
            JvmFlagLock.Experimental => !_experimentalUnlocked,
            _ => false,
        };

    /// <returns>The failure, or null.</returns>
    private RuntimeFailure? SetFlag(string name, JvmFlag flag, bool? sign, string? value, Word word, TextOrigin from)
    {
        if (flag.Type == JvmFlagType.Switch)
        {
            if (sign is not { } on || value is not null)
                return RuntimeFailure.ImproperVmOption;
            if (name == "UnlockDiagnosticVMOptions")
                _diagnosticUnlocked = on;
            if (name == "UnlockExperimentalVMOptions")
                _experimentalUnlocked = on;
            Store(new JvmSetting(name, on ? "true" : "false", null, word, from));
            HasUnsureOption |= flag.Range.IsUnsure(on ? 1 : 0);
            return null;
        }
        if (sign is not null)
            return RuntimeFailure.UnexpectedPlusMinus;
        if (value is null)
            return RuntimeFailure.ImproperVmOption;
        return SetValue(name, flag, value, word, from) ? null : RuntimeFailure.ImproperVmOption;
    }

    private bool SetValue(string name, JvmFlag flag, string value, Word word, TextOrigin from)
    {
        switch (flag.Type)
        {
            case JvmFlagType.Text:
                if (name == "NativeMemoryTracking" && value is not ("off" or "summary" or "detail"))
                    return false;
                HasUnsureOption |= flag.Range.Sure is not null;
                Store(new JvmSetting(name, value, null, word, from));
                return true;
            case JvmFlagType.Double:
                if (!JvmSizes.TryParseDouble(value, _version, out double number) || flag.Range.Refuses(number))
                    return false;
                if (name.EndsWith("RAMPercentage", StringComparison.Ordinal) && number is < 0 or > 100)
                    return false;
                Store(new JvmSetting(name, value, number, word, from));
                return true;
            case JvmFlagType.Int or JvmFlagType.Long:
                if (!JvmSizes.TryParseSigned(value, _version, out var signed))
                    return false;
                if (flag.Type == JvmFlagType.Int && (signed < int.MinValue || signed > int.MaxValue))
                    return _version < 21;
                if (flag.Range.Refuses((double)signed))
                    return false;
                HasUnsureOption |= flag.Range.IsUnsure((double)signed);
                Store(new JvmSetting(name, value, (double)signed, word, from) { Size = signed >= 0 ? (ulong)signed : null });
                return true;
            default:
                if (!JvmSizes.TryParseSize(value, _version, out ulong size) || flag.Range.Refuses(size))
                    return false;
                HasUnsureOption |= flag.Range.IsUnsure(size);
                Store(new JvmSetting(name, value, size, word, from) { Size = size, IsFromVariable = _isVariable });
                return true;
        }
    }

    private void SetSize(string name, string text, Word word, TextOrigin from, RuntimeFailure failure, ulong minimum, string? also = null)
    {
        if (!JvmSizes.TryParseSize(text, _version, out ulong bytes) || bytes < minimum)
        {
            Fail(failure, 1, word, from);
            return;
        }
        var setting = new JvmSetting(name, text, bytes, word, from) { Size = bytes };
        Store(setting);
        if (also is not null)
            Store(setting with { Name = also });
    }

    private void Store(JvmSetting setting)
    {
        var earlier = _settings.GetValueOrDefault(setting.Name);
        if (earlier is not null && !earlier.Word.Equals(setting.Word) && IsAnother(earlier, setting))
        {
            var later = new IgnoredReason.Later(setting.Word, setting.From);
            if (_overwritten.Add(earlier.Word))
                _ignored.Add(new(earlier.Word.Text, earlier.Word, earlier.From, later));
        }
        // Once on the command line, always on the command line: the JVM keeps that mark.
        _settings[setting.Name] = earlier is { IsFromVariable: false } ? setting with { IsFromVariable = false } : setting;
    }

    private static bool IsAnother(JvmSetting earlier, JvmSetting later) =>
        earlier.Number is { } a && later.Number is { } b ? a.CompareTo(b) != 0 : earlier.Value != later.Value;

    private void Fail(RuntimeFailure failure, int? exitCode, Word? word, TextOrigin? from)
    {
        if (Failure is not null)
            return;
        (Failure, ExitCode) = (failure, exitCode);
        if (word is not null)
            FailedAt = new JvmSetting("", word.Text, null, word, from ?? new TextOrigin.Argument("args"));
    }

    private static bool TryTail(string text, string prefix, out string tail)
    {
        bool matches = text.StartsWith(prefix, StringComparison.Ordinal);
        tail = matches ? text[prefix.Length..] : "";
        return matches;
    }
}
