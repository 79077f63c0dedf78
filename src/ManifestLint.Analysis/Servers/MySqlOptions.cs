using System.Collections.Immutable;
using ManifestLint.ConfigFiles;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Servers;

/// <summary>One option as MySQL or MariaDB reads it.</summary>
/// <param name="Name">Without dashes in front, prefixes such as <c>loose-</c> and the value; underscores as dashes.</param>
/// <param name="Value">The value; null where none is written.</param>
/// <param name="Written">As its author wrote it.</param>
/// <param name="At">Where.</param>
internal sealed record MySqlOption(string Name, Word? Value, string Written, Word At);

/// <summary>The options of a mysqld or mariadbd process, those of its files first, in the order in which they apply.
/// Source: mysql 8.0 mysys/my_getopt.cc (my_handle_options, findopt), mysys/my_default.cc (search_default_file_with_ext).</summary>
internal sealed class MySqlOptions
{
    // Real ones read 2 at most.
    private const int MostIncludes = 32;

    private static readonly ImmutableArray<string> Prefixes = ["loose-", "maximum-", "skip-", "disable-", "enable-"];

    private readonly List<MySqlOption> _options = [];
    private readonly ServerProcess _process;
    private int _includes;

    // Files and folders that the image reads by itself.
    private readonly ImmutableArray<string> _usual;

    private MySqlOptions(ServerProcess process, ImmutableArray<string> usual) => (_process, _usual) = (process, usual);

    /// <summary>The options.</summary>
    public IReadOnlyList<MySqlOption> Options => _options;

    /// <summary>False if words of the command line cannot be known.</summary>
    public bool IsComplete { get; private set; } = true;

    /// <summary>False if a file may be read that the scan does not hold.</summary>
    public bool HasAllFiles { get; private set; } = true;

    // The last file or folder that is included and cannot be read, and how many options stand before it.
    private (string Path, int Before)? _open;

    /// <summary>The file or folder that is included behind the size and cannot be read; null where there is none, or no size.</summary>
    public string? OpenBehindSize =>
        _open is var (path, before) && _options.FindLastIndex(o => MySql.IsSize(o.Name)) is >= 0 and var at && at < before ? path : null;

    /// <summary>True if words may be refused that do not decide the memory.</summary>
    public bool HasOpenWords { get; private set; }

    /// <summary>A word that the server surely refuses; null if there is none.</summary>
    public ServerFailure? Stray { get; private set; }

    /// <summary>True for <c>--version</c>, <c>--help</c> and the like: no server runs.</summary>
    public bool IsQuery { get; private set; }

    /// <summary>Reads a command line and the files before it.</summary>
    /// <param name="process">The process.</param>
    /// <param name="files">Files and folders (with a slash at the end) that the image reads by itself.</param>
    public static MySqlOptions Read(ServerProcess process, ImmutableArray<string> files)
    {
        var options = new MySqlOptions(process, files);
        var words = process.Arguments;
        Word? only = null,
            extra = null;
        bool hasNoFiles = false;
        // These come first, or they are unknown options.
        int next = 0;
        for (; next < words.Length; next++)
        {
            string text = words[next].Prefix;
            if (text == "--no-defaults" || text == "--print-defaults")
                hasNoFiles = true;
            else if (text.StartsWith("--defaults-file=", StringComparison.Ordinal))
                only = Path(words[next], "--defaults-file=".Length);
            else if (text.StartsWith("--defaults-extra-file=", StringComparison.Ordinal))
                extra = Path(words[next], "--defaults-extra-file=".Length);
            else if (!text.StartsWith("--defaults-group-suffix=", StringComparison.Ordinal))
                break;
        }
        if (only is not null)
            options.ReadNamed(only);
        else if (!hasNoFiles)
            foreach (string file in files)
                options.ReadUsual(file);
        if (extra is not null)
            options.ReadNamed(extra);
        options.ReadArguments(words, next);
        return options;
    }

    private static Word Path(Word word, int start) => word.IsKnown ? word.Slice(start, word.Text.Length - start) : Word.Unknown;

    /// <summary>Adds the options of a variable that the image's start script appends to the command line.</summary>
    public void ReadFlags(Word flags)
    {
        if (flags.Outline is null)
        {
            IsComplete = false;
            return;
        }
        ReadArguments(ConfigWords.Split(flags), 0);
    }

    private void ReadArguments(ImmutableArray<Word> words, int next)
    {
        bool mayBeValue = false;
        for (; next < words.Length; next++)
        {
            var word = words[next];
            if (word.Kind == WordKind.UnknownMany || (!word.IsKnown && word.Prefix.Length == 0))
                IsComplete = false;
            string text = word.Prefix;
            // It ends the server's own options, but InnoDB reads the words once more as a plugin.
            if (text is "--")
                continue;
            if (text is "-V" or "-?" or "--version" or "--help")
                IsQuery = true;
            if (!text.StartsWith("--", StringComparison.Ordinal))
            {
                Other(word, isFirst: next == 0, mayBeValue);
                mayBeValue = text.Length == 2;
                continue;
            }
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (!word.IsKnown && equals < 0)
            {
                IsComplete = false;
                continue;
            }
            string name = Name(equals < 0 ? text[2..] : text[2..equals]);
            var value =
                equals < 0 ? null
                : word.IsKnown ? word.Slice(equals + 1, text.Length - equals - 1)
                : Word.Unknown;
            mayBeValue = equals < 0;
            if (name.StartsWith("maximum-", StringComparison.OrdinalIgnoreCase))
                IsComplete = false;
            // An option that needs a value takes the next word, whatever it looks like.
            bool takesNext = equals < 0 && MySql.IsSize(name) && next + 1 < words.Length;
            if (takesNext)
                (value, mayBeValue) = (words[++next], false);
            _options.Add(
                new(
                    name,
                    value,
                    takesNext ? $"{text} {value}"
                        : word.IsKnown ? text
                        : $"{text}{Word.Unknown}",
                    word
                )
            );
        }
    }

    // A word that is no long option. Source: mysql 8.0 sql/mysqld.cc (get_options: "Too many arguments").
    private void Other(Word word, bool isFirst, bool mayBeValue)
    {
        string text = word.Prefix;
        bool isOption = text.Length > 1 && text[0] == '-';
        if (
            !word.IsKnown
            || (isOption ? !text.StartsWith("-inno", StringComparison.OrdinalIgnoreCase) && text != "-O" : mayBeValue || isFirst)
        )
            HasOpenWords = true;
        else
            Stray ??= new(
                isOption ? ServerFailureKind.NoSuchOption : ServerFailureKind.StrayWord,
                new("", text, word, word.Origin ?? new TextOrigin.Argument("command")),
                1
            );
    }

    private static string Name(string written)
    {
        string name = written.Replace('_', '-');
        foreach (string prefix in Prefixes)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal) && MySql.IsSize(name[prefix.Length..]))
                return prefix is "loose-" ? name[prefix.Length..] : name;
        }
        return name;
    }

    private void ReadNamed(Word path)
    {
        if (path.IsKnown && _process.ReadFile(path.Text) is { IsKnown: true } text)
            ReadFile(text);
        else
            HasAllFiles = false;
    }

    private void ReadUsual(string path)
    {
        if (path.EndsWith('/'))
            ReadFolder(path);
        else if (_process.ReadFile(path) is { IsKnown: true } text)
            ReadFile(text);
    }

    // What it holds; null where that is not known.
    private MountedFolder? ReadFolder(string folder)
    {
        if (_process.Input.ListFiles?.Invoke(folder) is not { } listing)
            return null;
        if (!listing.IsComplete)
            HasAllFiles = false;
        foreach (string name in listing.Names.Order(StringComparer.Ordinal))
        {
            if (!name.EndsWith(".cnf", StringComparison.Ordinal))
                continue;
            if (_process.ReadFile($"{folder.TrimEnd('/')}/{name}") is { IsKnown: true } text)
                ReadFile(text);
            else
                HasAllFiles = false;
        }
        return listing;
    }

    private void ReadFile(Word text)
    {
        if (++_includes > MostIncludes)
        {
            HasAllFiles = false;
            Effort.GiveUp(PastLimit.OptionFiles);
            return;
        }
        bool? isOurs = false;
        foreach (var written in ConfigWords.Lines(text))
        {
            var line = ConfigWords.Trim(written);
            string content = line.Text;
            if (content.Length == 0 || content[0] is '#' or ';')
                continue;
            if (content[0] == '!')
            {
                Include(content);
            }
            else if (content[0] == '[')
            {
                int end = content.IndexOf(']', StringComparison.Ordinal);
                isOurs = end > 0 ? IsGroup(content[1..end].Trim()) : false;
            }
            else if (isOurs != false)
            {
                ReadLine(line, isCertain: isOurs == true);
            }
        }
    }

    private void Include(string directive)
    {
        const string OfFolder = "!includedir ",
            OfFile = "!include ";
        if (directive.StartsWith(OfFolder, StringComparison.Ordinal))
        {
            string folder = directive[OfFolder.Length..].Trim().TrimEnd('/') + "/";
            bool isOpen = ReadFolder(folder) switch
            {
                { IsComplete: false } => true,
                // What the image ships there sets no size.
                null or { Names.Count: 0 } => !_usual.Contains(folder),
                _ => false,
            };
            if (isOpen)
                _open = (folder, _options.Count);
            return;
        }
        string path = directive.StartsWith(OfFile, StringComparison.Ordinal) ? directive[OfFile.Length..].Trim() : directive;
        if (_process.ReadFile(path) is { IsKnown: true } text)
            ReadFile(text);
        else if (_usual.Contains(path))
            HasAllFiles = false;
        else
            (HasAllFiles, _open) = (false, (path, _options.Count));
    }

    // True for a group that the server reads, null for one that it may read: mysqld-8.4 and mariadb-11.8 belong to one series. Sources: mysql 8.0
    // sql/mysqld.cc (load_default_groups: mysqld, server, MYSQL_BASE_VERSION); mariadb include/mysql_version.h.in.
    private bool? IsGroup(string name)
    {
        if (name is "mysqld" or "server")
            return true;
        bool isMariaDb = MySql.IsMariaDb(_process);
        if (isMariaDb && (name is "mariadb" or "mariadbd" or "galera"))
            return true;
        int dash = name.IndexOf('-', StringComparison.Ordinal);
        if (dash < 0 || !(name[..dash] is "mysqld" || (isMariaDb && (name[..dash] is "mariadb" or "mariadbd"))))
            return false;
        string[] series = name[(dash + 1)..].Split('.'),
            release = ServerVersion.Of(_process)?.Split('.') ?? [];
        if (series.Length != 2 || release.Take(2).Zip(series).Any(pair => pair.First != pair.Second))
            return false;
        return release.Length >= 2 ? true : null;
    }

    private void ReadLine(Word line, bool isCertain)
    {
        string text = line.Text;
        int end = Comment(text),
            equals = text.IndexOf('=', StringComparison.Ordinal);
        if (equals > end)
            equals = -1;
        string name = Name((equals < 0 ? text[..end] : text[..equals]).Trim());
        Word? value = null;
        if (equals >= 0)
        {
            value = ConfigWords.Slice(line, equals + 1, end);
            if (value.Text.Length > 1 && value.Text[0] is '"' or '\'' && value.Text[^1] == value.Text[0])
                value = value.Slice(1, value.Text.Length - 2);
        }
        if (isCertain)
            _options.Add(new(name, value, text[..end].Trim(), line));
        else if (MySql.IsSize(name))
            _options.Add(new(name, Word.Unknown, text[..end].Trim(), line));
    }

    // A # outside of quotes ends a line.
    private static int Comment(string text)
    {
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            if (quote == '\0' && text[i] == '#')
                return i;
            if (text[i] is '"' or '\'' && (quote == '\0' || quote == text[i]))
                quote = quote == '\0' ? text[i] : '\0';
        }
        return text.Length;
    }
}
