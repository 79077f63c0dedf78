using System.Collections.Immutable;
using ManifestLint.ConfigFiles;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Servers;

/// <summary>The parameters of a PostgreSQL server: those of its command line, and those of its configuration file, which they beat.
/// Source: postgres 18 src/backend/postmaster/postmaster.c (PostmasterMain), src/backend/utils/misc/guc-file.l.</summary>
internal sealed class PostgresOptions
{
    // Real ones read 2 at most.
    private const int MostIncludes = 32;

    // Of postmaster's getopt string "B:bC:c:D:d:EeFf:h:ijk:lN:OPp:r:S:sTt:W:-:".
    private const string WithValue = "BCcDdfhkNprStW",
        WithoutValue = "bEeFijlOPsT";

    private readonly Dictionary<string, ServerSetting> _ofFile = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ServerSetting> _ofLine = new(StringComparer.Ordinal);
    private readonly ServerProcess _process;
    private Word? _configFile,
        _dataFolder;
    private int _includes;

    // What the file says behind the last include that cannot be read.
    private readonly HashSet<string> _behindInclude = new(StringComparer.Ordinal);

    private readonly bool _hasKnownNames;

    private PostgresOptions(ServerProcess process) => (_process, _hasKnownNames) = (process, Postgres.HasKnownNames(process));

    /// <summary>True if a newer release may know a parameter that this one does not.</summary>
    public bool HasUnknownNames { get; private set; }

    /// <summary>False if words of the command line cannot be known.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>True if a file was read, false if it was not found; null if it cannot be known which file it is, or what an included one says.</summary>
    public bool? HasFile { get; private set; } = false;

    /// <summary>The last file or folder that is included and cannot be read; null if there is none.</summary>
    public Word? OpenInclude { get; private set; }

    /// <summary>True if a file that is included behind a setting may replace it.</summary>
    public bool IsOpen(ServerSetting setting) =>
        OpenInclude is not null && !_ofLine.ContainsKey(setting.Name) && !_behindInclude.Contains(setting.Name);

    /// <summary>True if the command line names a file that the scan does not hold.</summary>
    public bool NamesUnknownFile { get; private set; }

    /// <summary>True for <c>--version</c>, <c>--help</c>, <c>--single</c> and the like: no server runs.</summary>
    public bool IsQuery { get; private set; }

    /// <summary>What keeps the server from starting, as far as the command line's form goes; null if nothing does.</summary>
    public ServerFailure? Failure { get; private set; }

    /// <summary>Every setting by its parameter's name in lower case, those of the command line first.</summary>
    public IEnumerable<ServerSetting> Settings => _ofLine.Values.Concat(_ofFile.Values.Where(s => !_ofLine.ContainsKey(s.Name)));

    /// <summary>The setting of a parameter; null where none is written.</summary>
    public ServerSetting? Setting(string name) => _ofLine.GetValueOrDefault(name) ?? _ofFile.GetValueOrDefault(name);

    /// <summary>Reads the command line and the file that it leads to.</summary>
    /// <param name="process">The process.</param>
    /// <param name="fallbackFiles">Where the image looks for a file by itself.</param>
    /// <param name="fallbackFolders">Whose files the one includes that the image makes where there is none.</param>
    /// <param name="flags">A variable whose words the image's start script puts before the arguments; null for none.</param>
    public static PostgresOptions Read(
        ServerProcess process,
        IEnumerable<string> fallbackFiles,
        IEnumerable<string> fallbackFolders,
        Word? flags
    )
    {
        var options = new PostgresOptions(process);
        if (flags is { Outline: null })
            options.IsComplete = false;
        else if (flags is not null)
            options.ReadArguments(ConfigWords.Split(flags));
        options.ReadArguments(process.Arguments);
        options.FindFile(fallbackFiles);
        if (options is { HasFile: false, IsQuery: false })
        {
            foreach (
                string folder in fallbackFolders.Where(f =>
                    process.Input.ListFiles?.Invoke(f) is { Names.Count: > 0 } or { IsComplete: false }
                )
            )
                options.ReadFolder(Word.Of(folder), folder);
        }
        return options;
    }

    private void ReadArguments(ImmutableArray<Word> words)
    {
        if (
            words is [{ IsKnown: true } first, ..]
            && first.Text is "--single" or "--boot" or "--check" or "--describe-config" or "--help" or "-?" or "--version" or "-V"
        )
        {
            IsQuery = true;
            return;
        }
        for (int i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (word.Kind == WordKind.UnknownMany || (!word.IsKnown && word.Prefix.Length < 3))
            {
                IsComplete = false;
                continue;
            }
            string text = word.Prefix;
            if (text.StartsWith("--", StringComparison.Ordinal))
                Assign(word.IsKnown ? word.Slice(2, text.Length - 2) : null, text, word);
            else if (text.Length > 1 && text[0] == '-')
                Short(word, words, ref i);
            else
                Fail(ServerFailureKind.NoSuchArgument, word);
        }
    }

    private void Short(Word word, ImmutableArray<Word> words, ref int next)
    {
        string text = word.Prefix;
        for (int i = 1; i < text.Length; i++)
        {
            char option = text[i];
            if (WithoutValue.Contains(option, StringComparison.Ordinal))
                continue;
            if (!WithValue.Contains(option, StringComparison.Ordinal))
            {
                Fail(ServerFailureKind.NoSuchOption, word);
                return;
            }
            bool isJoined = i + 1 < text.Length;
            var value = !isJoined
                ? next + 1 < words.Length
                    ? words[++next]
                    : null
                : word.IsKnown
                    ? word.Slice(i + 1, text.Length - i - 1)
                    : Word.Unknown;
            string written = $"-{option}{(isJoined ? "" : " ")}{value}";
            if (value is null)
                Fail(ServerFailureKind.NoValue, word);
            else if (option == 'c')
                Assign(
                    value.IsKnown ? value
                        : value.Prefix.Contains('=', StringComparison.Ordinal) ? value
                        : null,
                    written,
                    value.IsKnown ? value : word
                );
            else if (option == 'D')
                _dataFolder = value;
            else if (option is 'B' or 'N' or 'S')
                Set(
                    _ofLine,
                    option switch
                    {
                        'B' => "shared_buffers",
                        'N' => "max_connections",
                        _ => "work_mem",
                    },
                    value,
                    written,
                    word
                );
            return;
        }
    }

    // name=value; the value may be unknown.
    private void Assign(Word? assignment, string written, Word at)
    {
        if (assignment is null)
        {
            IsComplete = false;
            return;
        }
        int equals = assignment.Prefix.IndexOf('=', StringComparison.Ordinal);
        if (equals < 0)
        {
            Fail(ServerFailureKind.NameAndValueApart, at);
            return;
        }
        string name = assignment.Prefix[..equals].Replace('-', '_').ToLowerInvariant();
        var value = assignment.IsKnown ? assignment.Slice(equals + 1, assignment.Text.Length - equals - 1) : Word.Unknown;
        Set(
            _ofLine,
            name,
            value,
            assignment.IsKnown ? $"{assignment.Text[..equals].Trim('-')}={WrittenText.Quoted(value.Text)}" : written,
            at
        );
    }

    private void Set(Dictionary<string, ServerSetting> settings, string name, Word value, string written, Word at)
    {
        if (name == "config_file")
            _configFile = value;
        if (name == "data_directory")
            _dataFolder ??= value;
        if (PostgresParameter.Find(name) is null)
        {
            if (name.Contains('.', StringComparison.Ordinal) || PostgresNames.Contains(name))
                return;
            if (_hasKnownNames || IsMisspelt(name))
                Fail(ServerFailureKind.NoSuchParameter, at, written);
            else
                HasUnknownNames = true;
            return;
        }
        settings[name] = new(
            name,
            written,
            value.Parts.IsEmpty && !at.Parts.IsEmpty
                ? at.IsKnown && value.IsKnown && value.Text.Length == 0
                    ? at
                    : value
                : value,
            value.Origin ?? at.Origin ?? new TextOrigin.Argument("command")
        );
    }

    // These mean one that all releases have.
    private static bool IsMisspelt(string name) =>
        !name.Contains('.', StringComparison.Ordinal)
        && (
            name.Contains("shared_buf", StringComparison.Ordinal)
            || name.Replace("_", "", StringComparison.Ordinal).Trim()
                is "workmem"
                    or "maintenanceworkmem"
                    or "maxconnection"
                    or "maxconnections"
                    or "sharedbuffers"
                    or "effectivecachesize"
        );

    private void Fail(ServerFailureKind kind, Word at, string? written = null) =>
        Failure ??= new(kind, new("", written ?? WrittenText.Quoted(at.Text), at, at.Origin ?? new TextOrigin.Argument("command")), 1);

    private void FindFile(IEnumerable<string> fallbackFiles)
    {
        if (IsQuery)
            return;
        if (_configFile is { } named)
        {
            HasFile =
                named.IsKnown && _process.ReadFile(named.Text) is { IsKnown: true } text && ReadFile(text, Folder(named.Text))
                    ? HasFile is null
                        ? null
                        : true
                    : null;
            NamesUnknownFile = HasFile is null;
            return;
        }
        var folder = _dataFolder ?? _process.Process.Variable("PGDATA");
        if (folder is { IsKnown: false })
            HasFile = null;
        var paths = folder is { IsKnown: true } known ? fallbackFiles.Prepend($"{known.Text.TrimEnd('/')}/postgresql.conf") : fallbackFiles;
        foreach (string path in paths)
        {
            if (_process.ReadFile(path) is not { IsKnown: true } found)
                continue;
            HasFile = true;
            ReadFile(found, Folder(path));
            return;
        }
    }

    private static string Folder(string path) => path[..Math.Max(0, path.LastIndexOf('/'))];

    private bool ReadFile(Word text, string folder)
    {
        if (++_includes > MostIncludes)
        {
            HasFile = null;
            Effort.GiveUp(PastLimit.OptionFiles);
            return false;
        }
        foreach (var written in ConfigWords.Lines(text))
        {
            if (Line(written) is not var (name, value))
                continue;
            switch (name.Text.ToLowerInvariant())
            {
                case "include" or "include_if_exists":
                    string path = value.Text.StartsWith('/') ? value.Text : $"{folder}/{value.Text}";
                    if (_process.ReadFile(path) is { IsKnown: true } included)
                        ReadFile(included, Folder(path));
                    else
                        Open(value);
                    break;
                case "include_dir":
                    ReadFolder(value, value.Text.StartsWith('/') ? value.Text : $"{folder}/{value.Text}");
                    break;
                case var key:
                    _behindInclude.Add(key);
                    Set(_ofFile, key, value, $"{key} = {value}", written);
                    break;
            }
        }
        return true;
    }

    // Source: postgres src/backend/utils/misc/conffiles.c (GetConfFilesInDir): what ends in .conf and does not begin with a point, by name.
    private void ReadFolder(Word written, string path)
    {
        if (!written.IsKnown || _process.Input.ListFiles?.Invoke(path) is not { IsComplete: true, Names.Count: > 0 } listing)
        {
            Open(written);
            return;
        }
        foreach (string name in listing.Names.Order(StringComparer.Ordinal))
        {
            if (name.StartsWith('.') || !name.EndsWith(".conf", StringComparison.Ordinal))
                continue;
            if (_process.ReadFile($"{path.TrimEnd('/')}/{name}") is { IsKnown: true } text)
                ReadFile(text, path.TrimEnd('/'));
            else
                Open(written);
        }
    }

    private void Open(Word path)
    {
        HasFile = null;
        OpenInclude = path;
        _behindInclude.Clear();
    }

    /// <summary>name, an optional =, and a value that may stand in single quotes; null for an empty line, a comment, or what the server would refuse.</summary>
    private (Word Name, Word Value)? Line(Word line)
    {
        string text = line.Text;
        int i = 0;
        while (i < text.Length && ConfigWords.IsBlank(text[i]))
            i++;
        int start = i;
        while (i < text.Length && (char.IsAsciiLetterOrDigit(text[i]) || text[i] is '_' or '.' or '$'))
            i++;
        if (i == start)
            return null;
        var name = line.Slice(start, i - start);
        while (i < text.Length && ConfigWords.IsBlank(text[i]))
            i++;
        if (i < text.Length && text[i] == '=')
            i++;
        while (i < text.Length && ConfigWords.IsBlank(text[i]))
            i++;
        if (i < text.Length && text[i] == '\'')
        {
            int end = text.IndexOf('\'', i + 1);
            return end < 0 ? null : (name, line.Slice(i + 1, end - i - 1));
        }
        int from = i;
        while (i < text.Length && !ConfigWords.IsBlank(text[i]) && text[i] != '#')
            i++;
        if (i == from)
            return null;
        var value = line.Slice(from, i - from);
        int rest = i;
        while (rest < text.Length && ConfigWords.IsBlank(text[rest]))
            rest++;
        bool hasMore = rest < text.Length && text[rest] != '#';
        // A fraction with a unit, a percent sign or a second word is a syntax error without quotes.
        if (
            hasMore
            || (
                char.IsAsciiDigit(value.Text[0])
                && value.Text.AsSpan().IndexOfAny('.', '%') >= 0
                && !value.Text.All(c => char.IsAsciiDigit(c) || c == '.')
            )
        )
        {
            if (PostgresParameter.Find(name.Text) is not null)
                Fail(ServerFailureKind.NeedsQuotes, value, ConfigWords.Trim(line).Text);
            return null;
        }
        return (name, value);
    }
}
