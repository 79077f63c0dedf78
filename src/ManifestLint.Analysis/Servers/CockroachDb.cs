using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Programs;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

/// <summary>CockroachDB's cache and its memory for SQL. Source: CockroachDB docs, cockroach start (--cache, --max-sql-memory: bytes with a unit, a
/// fraction or a percentage of the container's memory) and Production Checklist (both together at most 75 %); runtime-memory.md §11.</summary>
internal static class CockroachDb
{
    private const string Cache = "--cache",
        Sql = "--max-sql-memory";

    private static readonly ServerBudget Both = new(
        75,
        100,
        "the Go runtime, compactions and everything else that is not counted",
        "the container is OOMKilled before CockroachDB refuses a query"
    );

    public static Server Server { get; } =
        new("cockroachdb", ["cockroach"], Read)
        {
            Source = "https://www.cockroachlabs.com/docs/stable/cockroach-start (--cache, --max-sql-memory)",
            // Source: cockroachdb/cockroach build/deploy/cockroach.sh, which runs cockroach with its arguments.
            IsArgument = static word => word is "start" or "start-single-node",
        };

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    /// <summary>Reads an amount.</summary>
    /// <param name="text">Digits with <c>MB</c>, <c>MiB</c> and the like, <c>.25</c> or <c>25%</c>.</param>
    /// <param name="memory">What a share is taken of; null if unknown.</param>
    /// <returns>Bytes; null if that cannot be known.</returns>
    public static long? Parse(string text, long? memory)
    {
        bool isPercent = text.EndsWith('%');
        int digits = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        string number = digits < 0 ? text : text[..digits],
            unit = digits < 0 ? "" : text[digits..].Trim().ToLowerInvariant();
        if (!double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value))
            return null;
        if (isPercent || (unit.Length == 0 && value < 1))
            return memory is { } whole && value <= 100 ? (long)(whole * (isPercent ? value / 100 : value)) : null;
        double? factor = unit switch
        {
            "" or "b" => 1,
            "k" or "kb" => 1e3,
            "m" or "mb" => 1e6,
            "g" or "gb" => 1e9,
            "t" or "tb" => 1e12,
            "ki" or "kib" => 1L << 10,
            "mi" or "mib" => 1L << 20,
            "gi" or "gib" => 1L << 30,
            "ti" or "tib" => 1L << 40,
            _ => null,
        };
        return value * factor is { } bytes and < long.MaxValue ? (long)bytes : null;
    }

    private static ServerFacts Read(ServerProcess process)
    {
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = "CockroachDB",
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = null,
            Values = Values(null, null),
        };
        // Other subcommands are clients.
        if (process.Arguments is not [{ Text: "start" or "start-single-node" }, ..])
            return facts with { Certainty = RuntimeCertainty.Unknown };
        ServerSetting? cache = Setting(process.Arguments, Cache),
            sql = Setting(process.Arguments, Sql);
        long? memory = process.Input.Around.MemoryLimit is { IsKnown: true, Value: { } limit }
            ? limit
            : process.Input.Around.NodeMemoryBytes;
        long? cached = Amount(cache, memory),
            queried = Amount(sql, memory);
        facts = facts with { Source = cache ?? sql, Values = Values(cached, queried) };
        if ((cache is not null && cached is null) || (sql is not null && queried is null))
            return facts;
        if (cached is { } one && queried is { } other)
        {
            long sum = one + other;
            return facts with
            {
                Sizes =
                [
                    new("cache and SQL memory", sum, cache, Both)
                    {
                        Kind = ServerSizeKind.Together,
                        Further = [sql!],
                        Lowered = percent => Shares((int)(percent * (Int128)one / sum), (int)(percent * (Int128)other / sum)),
                        By = new Derivation.Sum([new(cache!.Shown.ToString(), one), new(sql!.Shown.ToString(), other)])
                        {
                            Bytes = sum,
                            Source = "https://www.cockroachlabs.com/docs/stable/cockroach-start (--cache, --max-sql-memory)",
                        },
                    },
                ],
            };
        }
        return (cached ?? queried) is { } only ? facts with { Sizes = [new((cache ?? sql)!.Name, only, cache ?? sql, Both)] } : facts;
    }

    // Less than a percent is none.
    private static string? Shares(int cached, int queried) =>
        cached == 0 || queried == 0 ? null : $"{Cache}={cached}% and {Sql}={queried}%";

    private static long? Amount(ServerSetting? setting, long? memory) =>
        setting is { Value.IsKnown: true }
            ? Parse(setting.Value.Text, memory) is { } bytes and < long.MaxValue / 2
                ? bytes
                : null
            : null;

    private static ServerSetting? Setting(ImmutableArray<Word> words, string option)
    {
        ServerSetting? found = null;
        for (int i = 0; i < words.Length; i++)
        {
            var word = words[i];
            string text = word.Prefix;
            bool isJoined = text.StartsWith(option + "=", StringComparison.Ordinal);
            if (text != option && !isJoined)
                continue;
            var value = isJoined
                ? word.IsKnown
                    ? word.Slice(option.Length + 1, text.Length - option.Length - 1)
                    : Word.Unknown
                : i + 1 < words.Length
                    ? words[i + 1]
                    : Word.Unknown;
            found = new(option, isJoined ? text : $"{option} {value}", value, word.Origin ?? new TextOrigin.Argument("args"));
        }
        return found;
    }

    private static ImmutableArray<RuntimeValue> Values(long? cache, long? sql) =>
        [RuntimeValue.OfBytes("cacheSizeBytes", new(cache), "cache size"), RuntimeValue.OfBytes("sqlMemoryBytes", new(sql), "SQL memory")];
}
