using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.ConfigFiles;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

/// <summary>memcached. Source: memcached 1.6 memcached.c (main: shortopts, longopts, the checks of item_size_max); runtime-memory.md §11.</summary>
public static class Memcached
{
    private const long Mebi = 1 << 20;

    private const ulong DefaultLimit = 64 * Mebi;

    // slab_chunk_max, half of a slab page; -o can set another.
    private const long Chunk = 512 << 10;

    private const string WithValue = "aspUmcluPfntDRbBIYeoN",
        WithoutValue = "AZMkhiVrvdLCSFXW";

    private static readonly ServerBudget Budget = new(
        80,
        100,
        "connections, the hash table and the threads' buffers",
        "a full cache gets the container OOMKilled before memcached evicts an item"
    );

    private static readonly ImmutableArray<(string Name, char Option)> LongOptions =
    [
        ("unix-mask", 'a'),
        ("enable-shutdown", 'A'),
        ("enable-ssl", 'Z'),
        ("port", 'p'),
        ("unix-socket", 's'),
        ("udp-port", 'U'),
        ("memory-limit", 'm'),
        ("disable-evictions", 'M'),
        ("conn-limit", 'c'),
        ("lock-memory", 'k'),
        ("help", 'h'),
        ("license", 'i'),
        ("version", 'V'),
        ("enable-coredumps", 'r'),
        ("verbose", 'v'),
        ("daemon", 'd'),
        ("listen", 'l'),
        ("user", 'u'),
        ("pidfile", 'P'),
        ("slab-growth-factor", 'f'),
        ("slab-min-size", 'n'),
        ("threads", 't'),
        ("enable-largepages", 'L'),
        ("max-reqs-per-event", 'R'),
        ("disable-cas", 'C'),
        ("listen-backlog", 'b'),
        ("protocol", 'B'),
        ("max-item-size", 'I'),
        ("enable-sasl", 'S'),
        ("disable-flush-all", 'F'),
        ("disable-dumping", 'X'),
        ("disable-watch", 'W'),
        ("auth-file", 'Y'),
        ("memory-file", 'e'),
        ("extended", 'o'),
        ("napi-ids", 'N'),
    ];

    internal static Server Server { get; } =
        new("memcached", ["memcached"], Read) { Source = "memcached memcached.c (main)", Port = new(11211, "-p", "--port") };

    /// <summary>What <c>-m</c> makes of a text, in bytes: C's <c>atoi</c>, in MiB. Blanks and a sign may come first, everything behind the digits is ignored, a
    /// text without digits is 0, and a negative number wraps.</summary>
    public static ulong ParseLimit(string text) => unchecked((ulong)(long)ParseInteger(text) * Mebi);

    private static int ParseInteger(string text)
    {
        int i = 0;
        while (i < text.Length && ConfigWords.IsBlank(text[i]))
            i++;
        bool isNegative = i < text.Length && text[i] == '-';
        if (i < text.Length && text[i] is '-' or '+')
            i++;
        Int128 number = 0;
        for (; i < text.Length && char.IsAsciiDigit(text[i]); i++)
            number = Int128.Min((number * 10) + (text[i] - '0'), (Int128)long.MaxValue + 1);
        // strtol stops at the ends of 64 bits; the lower half of that is the int.
        long stopped = isNegative ? (long)-number : (long)Int128.Min(number, long.MaxValue);
        return unchecked((int)stopped);
    }

    private static ServerFacts Read(ServerProcess process)
    {
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = "memcached",
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
        };
        var line = new CommandLine();
        line.Read(process.Arguments);
        if (
            process.IsImageDefault
            && KnownImages.IsOf(process.Image, "bitnami")
            && process.Process.Variable("MEMCACHED_CACHE_SIZE") is { } variable
        )
        {
            // Source: bitnami/containers bitnami/memcached README (MEMCACHED_CACHE_SIZE: cache size in megabytes), run.sh.
            line.Limit = new(
                "MEMCACHED_CACHE_SIZE",
                $"MEMCACHED_CACHE_SIZE={variable}",
                variable,
                variable.Origin ?? new TextOrigin.Variable("MEMCACHED_CACHE_SIZE")
            );
        }
        if (!line.IsComplete || line.IsQuery)
            return Reported(facts with { Certainty = RuntimeCertainty.Unknown, Starts = null }, null);
        if (line.Unknown is { } unknown)
            return Failed(
                facts,
                new(unknown.Name is "-m" or "-I" ? ServerFailureKind.NoValue : ServerFailureKind.NoSuchOption, unknown, 1)
            );
        if (line.HasUnknownOption)
            facts = facts with { Starts = null };
        if (line.Limit is { Value.IsKnown: false } || line.ItemSize is { Value.IsKnown: false })
            return Reported(facts with { Starts = null, Source = line.Limit }, null);
        ulong bytes = line.Limit is { } limit ? ParseLimit(limit.Value.Text) : DefaultLimit;
        long item = line.ItemSize is { } written ? ParseItemSize(written.Value.Text) : Mebi;
        if (ItemFailure(line, item, bytes) is { } failure)
            return Failed(facts, failure);
        long size = (long)Math.Min(bytes, long.MaxValue);
        var misread = line.Limit is { } set ? Misread(set, size) : null;
        return Reported(facts, bytes) with
        {
            Source = line.Limit,
            Misread = misread is null ? [] : [misread],
            Sizes =
            [
                new("-m", size, line.Limit, Budget)
                {
                    Kind = misread is null ? ServerSizeKind.Value : ServerSizeKind.Misread,
                    Smaller = new(ServerUnitKind.Mebibytes),
                },
            ],
        };
    }

    private static ServerFacts Reported(ServerFacts facts, ulong? bytes) =>
        facts with
        {
            Values = [RuntimeValue.OfBytes("limitBytes", bytes is { } known ? FactValue.Wide(known) : FactValue.Unknown, "limit")],
        };

    private static ServerFacts Failed(ServerFacts facts, ServerFailure failure) =>
        Reported(facts with { Starts = false, Failure = failure, Source = failure.Setting }, null);

    private static ServerFailure? ItemFailure(CommandLine line, long item, ulong bytes)
    {
        if (item < 1024)
            return new(ServerFailureKind.ItemTooSmall, line.ItemSize!, 64);
        if ((ulong)item > bytes / 2)
        {
            long read = (long)Math.Min(bytes, long.MaxValue);
            return line.Limit is { } limit
                ? new(ServerFailureKind.CacheBelowTwoItems, limit, 64)
                {
                    Read = read,
                    ItemBytes = item,
                    Meant = Written(Meant(limit.Value.Text)),
                    MeantBytes = Meant(limit.Value.Text) * Mebi,
                }
                : new(ServerFailureKind.ItemAboveHalf, line.ItemSize!, 64) { Read = read };
        }
        if (item > 1L << 30)
            return new(ServerFailureKind.ItemTooLarge, line.ItemSize!, 64);
        return !line.HasExtended && item % Chunk != 0 ? new(ServerFailureKind.ItemNotInChunks, line.ItemSize!, 64) : null;
    }

    // The last character may be a unit here, and only here.
    private static long ParseItemSize(string text)
    {
        int shift =
            text.Length == 0
                ? 0
                : char.ToLowerInvariant(text[^1]) switch
                {
                    'k' => 10,
                    'm' => 20,
                    'g' => 30,
                    _ => 0,
                };
        return unchecked((int)((long)ParseInteger(text) << shift));
    }

    private static ServerMisread? Misread(ServerSetting setting, long size)
    {
        string text = setting.Value.Text.Trim();
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits < 0)
        {
            // More than a TiB: somebody counted bytes.
            return size < 1L << 40
                ? null
                : new(setting, ServerMisreadKind.CountsMebibytes, size) { Meant = Written(Meant(text)), MeantBytes = Meant(text) * Mebi };
        }
        char unit = char.ToLowerInvariant(text[digits]);
        if (unit is 'm' or ' ')
            return null;
        return new(setting, ServerMisreadKind.CountsMebibytesAlone, size) { Meant = Written(Meant(text)), MeantBytes = Meant(text) * Mebi };
    }

    // The number of MiB that a text with a unit, or a number of bytes, surely stands for.
    private static long? Meant(string text)
    {
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (
            digits == 0
            || !long.TryParse(digits < 0 ? text : text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number)
        )
            return null;
        return (digits < 0 ? "" : text[digits..].ToLowerInvariant()) switch
        {
            // It does not start with less than twice the largest item.
            "" when number >= 64 * Mebi && number % Mebi == 0 => number / Mebi,
            "g" or "gb" or "gi" or "gib" when number is > 0 and < 1 << 20 => number << 10,
            "t" or "tb" or "ti" or "tib" when number is > 0 and < 1 << 10 => number << 20,
            _ => null,
        };
    }

    private static string? Written(long? mebibytes) => mebibytes?.ToString(CultureInfo.InvariantCulture);

    /// <summary>GNU's getopt_long: options and other words in any order, values joined or apart, long names shortened as long as they stay clear.</summary>
    private sealed class CommandLine
    {
        public ServerSetting? Limit { get; set; }

        public ServerSetting? ItemSize { get; private set; }

        public ServerSetting? Unknown { get; private set; }

        public bool IsComplete { get; private set; } = true;

        public bool HasExtended { get; private set; }

        /// <summary>True if another release may know an option that is not known here.</summary>
        public bool HasUnknownOption { get; private set; }

        public bool IsQuery { get; private set; }

        public void Read(ImmutableArray<Word> words)
        {
            for (int i = 0; i < words.Length; i++)
            {
                var word = words[i];
                if (word.Kind == WordKind.UnknownMany || (!word.IsKnown && word.Prefix.Length == 0))
                    IsComplete = false;
                if (word is { IsKnown: true, Text: "--" })
                    return;
                if (word.Prefix.StartsWith("--", StringComparison.Ordinal))
                    Long(word, words, ref i);
                else if (word.Prefix.Length > 1 && word.Prefix[0] == '-')
                    Short(word, words, ref i);
            }
        }

        private void Short(Word word, ImmutableArray<Word> words, ref int next)
        {
            string text = word.Prefix;
            for (int i = 1; i < text.Length; i++)
            {
                char option = text[i];
                if (WithoutValue.Contains(option, StringComparison.Ordinal))
                {
                    IsQuery |= option is 'h' or 'i' or 'V';
                    continue;
                }
                if (!WithValue.Contains(option, StringComparison.Ordinal))
                {
                    HasUnknownOption = true;
                    return;
                }
                bool isJoined = i + 1 < text.Length || !word.IsKnown;
                var value = isJoined
                    ? word.IsKnown
                        ? word.Slice(i + 1, text.Length - i - 1)
                        : Word.Unknown
                    : next + 1 < words.Length
                        ? words[++next]
                        : null;
                Take(option, value, isJoined ? $"-{option}{value}" : $"-{option} {WrittenText.Quoted(value?.ToString() ?? "")}", word);
                return;
            }
        }

        private void Long(Word word, ImmutableArray<Word> words, ref int next)
        {
            string text = word.Prefix;
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            if (!word.IsKnown && equals < 0)
            {
                IsComplete = false;
                return;
            }
            string name = equals < 0 ? text[2..] : text[2..equals];
            var matches = LongOptions.Where(o => o.Name.StartsWith(name, StringComparison.Ordinal)).ToList();
            var exact = matches.Where(o => o.Name == name).ToList();
            if ((exact.Count > 0 ? exact : matches) is not [var (_, option)])
            {
                // Other releases have other options, but none of them sets the memory.
                if (name.Contains("mem", StringComparison.Ordinal))
                    Unknown ??= new(name, text, word, word.Origin ?? new TextOrigin.Argument("command"));
                HasUnknownOption = true;
                return;
            }
            IsQuery |= option is 'h' or 'i' or 'V';
            if (!WithValue.Contains(option, StringComparison.Ordinal))
                return;
            var value =
                equals >= 0
                    ? word.IsKnown
                        ? word.Slice(equals + 1, text.Length - equals - 1)
                        : Word.Unknown
                    : next + 1 < words.Length
                        ? words[++next]
                        : null;
            Take(option, value, $"--{name}{(equals >= 0 ? '=' : ' ')}{WrittenText.Quoted(value?.ToString() ?? "")}", word);
        }

        private void Take(char option, Word? value, string written, Word at)
        {
            HasExtended |= option == 'o';
            HasUnknownOption |= value is null;
            if (option is not ('m' or 'I'))
                return;
            var setting = new ServerSetting(
                option == 'm' ? "-m" : "-I",
                written,
                value ?? at,
                (value ?? at).Origin ?? at.Origin ?? new TextOrigin.Argument("command")
            );
            if (value is null)
                Unknown ??= setting;
            else if (option == 'm')
                Limit = setting;
            else
                ItemSize = setting;
        }
    }
}
