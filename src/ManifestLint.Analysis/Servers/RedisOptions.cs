using System.Collections.Immutable;
using System.Text;
using ManifestLint.ConfigFiles;
using ManifestLint.Programs;

namespace ManifestLint.Servers;

/// <summary>One directive as Redis reads it: from a file, or from options appended to it.</summary>
/// <param name="Name">In lower case.</param>
/// <param name="Values">Its arguments.</param>
/// <param name="At">The directive's name as written, with its origin.</param>
/// <param name="IsOption">True if it stands on the command line, behind two dashes.</param>
internal readonly record struct RedisDirective(string Name, ImmutableArray<Word> Values, Word At, bool IsOption);

/// <summary>The directives of a Redis, Valkey or KeyDB process in the order in which they apply: the file, then the options.
/// Source: redis 8.0 src/server.c (main), src/config.c (loadServerConfigFromString), src/sds.c (sdssplitargs).</summary>
internal sealed class RedisOptions
{
    // Real ones read 2 at most.
    private const int MostIncludes = 32;

    private static readonly ImmutableArray<string> OfBitnami = ["/opt/bitnami/redis/", "/opt/bitnami/valkey/"];

    private readonly List<RedisDirective> _directives = [];
    private readonly ServerProcess _process;
    private int _includes;

    private RedisOptions(ServerProcess process) => _process = process;

    /// <summary>The directives.</summary>
    public IReadOnlyList<RedisDirective> Directives => _directives;

    /// <summary>False if some may be missing: a file that the scan does not hold, standard input, words that cannot be known.</summary>
    public bool IsComplete { get; private set; } = true;

    // The last file that is included and cannot be read, and how many directives stand before it.
    private (Word Path, int Before)? _open;

    /// <summary>The file that is included behind a directive and cannot be read; null where there is none, or no such directive.</summary>
    public Word? OpenBehind(string name) =>
        _open is var (path, before) && _directives.FindLastIndex(d => d.Name == name) is >= 0 and var at && at < before ? path : null;

    /// <summary>True if words cannot be known that may be directives, so that nothing is certain.</summary>
    public bool HasOpenWords { get; private set; }

    /// <summary>A word that is no directive though one must stand there; null if there is none.</summary>
    public Word? Stray { get; private set; }

    /// <summary>True for <c>--version</c>, <c>--help</c> and the like: no server runs.</summary>
    public bool IsQuery { get; private set; }

    /// <summary>Reads a command line.</summary>
    public static RedisOptions Read(ServerProcess process)
    {
        var options = new RedisOptions(process);
        if (process is { IsImageDefault: true, Image.Known.Row.Kind: "redis-stack" })
            options.ReadStack();
        options.ReadArguments(process.Arguments);
        // Source: bitnami/containers bitnami/redis README (REDIS_EXTRA_FLAGS), bitnami/valkey/8.0 scripts/valkey/run.sh: the words go behind the server's own.
        string name = process.Program.StartsWith("valkey", StringComparison.Ordinal) ? "VALKEY_EXTRA_FLAGS" : "REDIS_EXTRA_FLAGS";
        if (process.IsImageDefault && process.Process.Variable(name) is { } flags)
            options.ReadFlags(flags);
        if (RedisOrders.In(process.Input.Whole) is { } later)
            options._directives.Add(later);
        return options;
    }

    /// <summary>As in <see cref="ServerPort.Read"/>: options come after the file.</summary>
    public static (Word? Last, bool IsComplete) PortOf(ServerProcess process)
    {
        var options = Read(process);
        var last = options.Directives.LastOrDefault(d => d.Name == "port");
        return (
            last.Values.IsDefault ? null : last.Values.FirstOrDefault() ?? Word.Unknown,
            (options.IsComplete || last.IsOption) && !options.HasOpenWords
        );
    }

    // Source: redis-stack/redis-stack etc/scripts/entrypoint.sh: this file if it is there, then the words of the variable.
    private void ReadStack()
    {
        const string File = "/redis-stack.conf";
        if (_process.ReadFile(File) is not null)
            ReadFile(Word.Of(File));
        if (_process.Process.Variable("REDIS_ARGS") is { } words)
            ReadFlags(words);
    }

    private void ReadFlags(Word flags)
    {
        if (flags.Outline is not null && ConfigWords.Split(flags) is var words && words is [{ Text: ['-', '-', ..] }, ..])
            ReadArguments(words);
        else
            IsComplete = false;
    }

    private void ReadArguments(ImmutableArray<Word> arguments)
    {
        int next = 0;
        if (arguments is [var first, ..])
        {
            if (first is { IsKnown: true, Text: "-v" or "--version" or "-h" or "--help" or "--test-memory" or "--check-system" })
            {
                IsQuery = true;
                return;
            }
            // The first word is a file unless it begins with a dash.
            if (first.IsKnown && first.Text.Length > 0 && first.Text[0] != '-')
            {
                ReadFile(first);
                next = 1;
            }
            else if (!first.IsKnown && first.Prefix.Length == 0)
            {
                HasOpenWords = true;
                return;
            }
        }
        var line = ImmutableArray.CreateBuilder<Word>();
        bool mayBeName = true;
        for (; next < arguments.Length; next++)
        {
            var word = arguments[next];
            // What may be a name cannot be told from one more value.
            if (word.Kind == WordKind.UnknownMany || (mayBeName && !word.IsKnown && word.Prefix.Length < 3 && !word.IsNoOption))
            {
                HasOpenWords = true;
                return;
            }
            if (word is { IsKnown: true, Text: "-" } && (next == 0 || next == arguments.Length - 1))
            {
                IsComplete = false;
            }
            else if (mayBeName && word.Prefix.StartsWith("--", StringComparison.Ordinal))
            {
                AddLine(line);
                if (!word.IsKnown)
                {
                    IsComplete = false;
                    continue;
                }
                var parts = Split(word.Slice(2, word.Text.Length - 2));
                if (parts is null)
                    Stray ??= word;
                else
                    line.AddRange(parts.Value);
                // A name that came with its value is complete.
                mayBeName = line.Count > 1 || (line.Count == 1 && line[0].Text is "save" or "sentinel");
            }
            else
            {
                if (line.Count == 0)
                    Stray ??= word;
                line.Add(word);
                mayBeName = true;
            }
        }
        AddLine(line);
    }

    private void AddLine(ImmutableArray<Word>.Builder line)
    {
        if (line.Count > 0 && line[0].IsKnown)
            Add([.. line], isOption: true);
        line.Clear();
    }

    private void Add(ImmutableArray<Word> words, bool isOption)
    {
        var directive = new RedisDirective(words[0].Text.ToLowerInvariant(), words[1..], words[0], isOption);
        if (directive is { Name: "include", Values: [var file] })
            ReadFile(file);
        else
            _directives.Add(directive);
    }

    private void ReadFile(Word path)
    {
        if (_includes == MostIncludes)
            Effort.GiveUp(PastLimit.OptionFiles);
        if (!path.IsKnown || ++_includes > MostIncludes || Text(path.Text) is not { IsKnown: true } text)
        {
            IsComplete = false;
            _open = (path, _directives.Count);
            return;
        }
        foreach (var written in ConfigWords.Lines(text))
        {
            var line = ConfigWords.Trim(written);
            if (line.Text.Length == 0 || line.Text[0] == '#')
                continue;
            if (Split(line) is not { } words)
                Stray ??= line;
            else if (words.Length > 0)
                Add(words, isOption: false);
        }
    }

    // Bitnami's start scripts copy the files from the folder where they are mounted.
    private Word? Text(string path)
    {
        if (_process.ReadFile(path) is { } text)
            return text;
        return OfBitnami.FirstOrDefault(f => path.StartsWith(f + "etc/", StringComparison.Ordinal)) is { } folder
            ? _process.ReadFile($"{folder}mounted-etc/{path[(folder.Length + "etc/".Length)..]}")
            : null;
    }

    /// <summary>Words in double quotes (with escapes) or single ones, or bare; null where a quote has no end or is followed by something else.</summary>
    private static ImmutableArray<Word>? Split(Word line)
    {
        string text = line.Text;
        var words = ImmutableArray.CreateBuilder<Word>();
        int i = 0;
        while (true)
        {
            while (i < text.Length && ConfigWords.IsBlank(text[i]))
                i++;
            if (i == text.Length)
                return words.ToImmutable();
            if (text[i] is '"' or '\'')
            {
                int end = Quoted(text, i, out string value);
                if (end < 0 || (end < text.Length && !ConfigWords.IsBlank(text[end])))
                    return null;
                // What holds no escape stands there as it is.
                words.Add(end - i - 2 == value.Length ? line.Slice(i + 1, value.Length) : Word.Of(value));
                i = end;
                continue;
            }
            int start = i;
            while (i < text.Length && !ConfigWords.IsBlank(text[i]) && text[i] is not ('"' or '\''))
                i++;
            words.Add(line.Slice(start, i - start));
            // A quote within a bare word opens another stretch of the same word; nobody writes sizes so.
            if (i < text.Length && text[i] is '"' or '\'')
                return QuotedTail(line, words, start);
        }
    }

    private static ImmutableArray<Word>? QuotedTail(Word line, ImmutableArray<Word>.Builder words, int start)
    {
        words[^1] = line.Slice(start, line.Text.Length - start);
        return words.ToImmutable();
    }

    private static int Quoted(string text, int start, out string value)
    {
        char quote = text[start];
        var result = new StringBuilder();
        value = "";
        for (int i = start + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                value = result.ToString();
                return i + 1;
            }
            if (text[i] == '\\' && i + 1 < text.Length && (quote == '"' || text[i + 1] == '\''))
                i++;
            result.Append(text[i]);
        }
        return -1;
    }
}

/// <summary>What a script tells a running Redis by its client: <c>redis-cli config set maxmemory 100mb</c>. Source: redis/redis src/redis-cli.c
/// (parseOptions), src/config.c (configSetCommand).</summary>
internal static class RedisOrders
{
    private const string Maxmemory = "maxmemory";

    private static readonly ImmutableArray<string> WithoutArgument =
    [
        "-2",
        "-3",
        "-4",
        "-6",
        "-c",
        "-e",
        "--csv",
        "--insecure",
        "--json",
        "--no-auth-warning",
        "--no-raw",
        "--pipe",
        "--raw",
        "--tls",
        "--verbose",
    ];

    private static readonly ImmutableArray<string> WithArgument =
    [
        "-h",
        "-p",
        "-t",
        "-s",
        "-a",
        "-u",
        "-r",
        "-i",
        "-n",
        "-d",
        "-D",
        "--user",
        "--pass",
        "--sni",
        "--cacert",
        "--cacertdir",
        "--cert",
        "--key",
        "--tls-ciphers",
        "--tls-ciphersuites",
    ];

    /// <summary>A size that is not known, where a client may set it; null where none does. Whether the server runs then, listens there, lets everybody in
    /// and takes it, no text tells.</summary>
    public static RedisDirective? In(ProcessPlan plan) =>
        plan.Processes.Known.Any(p => IsClient(p) && MaySet(p.Arguments[1..]))
            ? new RedisDirective(Maxmemory, [Word.Unknown], Word.Of(Maxmemory), IsOption: false)
            : null;

    private static bool IsClient(Process process) =>
        !process.EntrypointUnknown
        && process.Arguments is [{ IsKnown: true } program, ..]
        && program.BaseName is "redis-cli" or "valkey-cli" or "keydb-cli";

    private static bool MaySet(ImmutableArray<Word> words)
    {
        for (int i = 0; i < words.Length; i++)
        {
            string option = words[i].Prefix;
            if (WithArgument.Contains(option))
                i++;
            else if (WithoutArgument.Contains(option))
                continue;
            // A mode of its own, or orders that are taken from elsewhere.
            else if (option is ['-', ..])
                return words[i..].Any(w => !w.IsKnown || Is(w, "config"));
            else
                return !words[i].IsKnown || (Is(words[i], "config") && Sets(words[(i + 1)..]));
        }
        // Orders come from standard input.
        return true;
    }

    // What Redis refuses leaves it as it was.
    private static bool Sets(ImmutableArray<Word> order)
    {
        if (order is not [var verb, .. var pairs] || (verb.IsKnown && !Is(verb, "set")))
            return false;
        for (int i = 0; i < pairs.Length; i += 2)
        {
            if (!pairs[i].IsKnown || pairs[i].Kind == WordKind.UnknownMany)
                return true;
            if (Is(pairs[i], Maxmemory) && (i + 1 >= pairs.Length || !pairs[i + 1].IsKnown || Redis.TryParseSize(pairs[i + 1].Text, out _)))
                return true;
        }
        return false;
    }

    private static bool Is(Word word, string text) => word.IsKnown && word.Text.Equals(text, StringComparison.OrdinalIgnoreCase);
}
