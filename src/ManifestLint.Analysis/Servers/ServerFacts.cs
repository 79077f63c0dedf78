using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

/// <summary>A setting of a server as its author wrote it.</summary>
/// <param name="Name">Its name in the server's manual: <c>maxmemory</c>, <c>shared_buffers</c>.</param>
/// <param name="Written">The whole of it for messages: <c>maxmemory 900mb</c>, <c>-m 1024</c>.</param>
/// <param name="Value">The value alone, with its origin.</param>
/// <param name="From">Where it was written.</param>
public sealed record ServerSetting(string Name, string Written, Word Value, TextOrigin From)
{
    /// <summary>True if a Secret holds it or a part of its value.</summary>
    public bool IsOfSecret => From.IsOfSecret || SecretText.IsOf(Value);

    /// <summary>The same with the references of its value: <c>maxmemory $(LIMIT)mb</c>.</summary>
    public string AsWritten =>
        From.IsOfSecret && !SecretText.IsName(Name) ? $"… {SecretText.Of(Value)}"
        : WordPlace.Reference(Value) is { } reference && Written.EndsWith(Value.Text, StringComparison.Ordinal)
            ? Written[..^Value.Text.Length] + reference
        : !IsOfSecret ? Written
        : Written.EndsWith(Value.Text, StringComparison.Ordinal) ? Written[..^Value.Text.Length] + SecretText.Of(Value)
        // It has taken further words in.
        : $"{Name} {SecretText.Of(Value)} …";

    /// <summary>As clauses name it: <c>maxmemory $(LIMIT)mb (1024mb)</c>.</summary>
    public SettingText Shown =>
        AsWritten is var written && written != Written && !SecretText.IsHidden(Value)
            ? new SettingText(WrittenText.Cut(written), WrittenText.Cut(Value.Text))
            : WrittenText.Cut(written);
}

/// <summary>How much of a memory limit a setting may take (runtime-memory.md §13), and what the rest is for.</summary>
/// <param name="WarnAbove">Percent of the limit; exactly this much is fine.</param>
/// <param name="ErrorFrom">Percent of the limit from which it is an error, itself included; null: never.</param>
/// <param name="Beside">What must fit beside it, continuing "is left for …".</param>
/// <param name="Consequence">What follows from <paramref name="ErrorFrom"/> on, continuing "so …".</param>
public sealed record ServerBudget(int WarnAbove, int? ErrorFrom, string Beside, string Consequence)
{
    /// <summary>What makes it so much, continuing "advised …"; null where nothing in particular does.</summary>
    public string? Where { get; init; }

    /// <summary><see cref="Consequence"/> below the limit; null where that is no difference.</summary>
    public string? ConsequenceBelow { get; init; }

    /// <summary>What leads to <see cref="Consequence"/>, a clause; null where the amount alone does.</summary>
    public string? Cause { get; init; }
}

/// <summary>What the amount of a <see cref="ServerSize"/> is.</summary>
public enum ServerSizeKind
{
    /// <summary>The value of a setting; without one, the server's default.</summary>
    Value,

    /// <summary>Not what the setting says: <see cref="ServerMisread"/> tells why.</summary>
    Misread,

    /// <summary>The buffers and the memory of every session together.</summary>
    Sessions,

    /// <summary>Two settings together.</summary>
    Together,

    /// <summary>A value that releases which see the limit lower to their share of it.</summary>
    Lowered,

    /// <summary>The soft limit that a server gives its own collector.</summary>
    SoftLimit,
}

/// <summary>What the number of a setting counts.</summary>
public enum ServerUnitKind
{
    /// <summary>MiB.</summary>
    Mebibytes,

    /// <summary>GiB, with a fraction where need be.</summary>
    Gibibytes,

    /// <summary>A part of the limit, 1 for all of it.</summary>
    Part,

    /// <summary>Percent of the limit.</summary>
    Percent,
}

/// <summary>How an amount is written in a setting.</summary>
/// <param name="Kind">What the number counts.</param>
/// <param name="Suffix">What follows the number: <c>mb</c>.</param>
public sealed record ServerUnit(ServerUnitKind Kind, string Suffix = "")
{
    /// <summary>The name, up to the value, of the setting to write where it is another one than that in force: <c>cache_size=</c>; else null.</summary>
    public string? Instead { get; init; }

    /// <summary>The server's own share in percent, where it is less than what is advised; else null.</summary>
    public int? Default { get; init; }
}

/// <summary>Memory that a server's own settings permit it.</summary>
/// <param name="Name">The setting's name, also where nothing sets it: <c>shared_buffers</c>.</param>
/// <param name="Bytes">The amount, at most 2⁶³ − 1.</param>
/// <param name="Setting">What decides it; null for the server's default, which is worth no more than a warning, and that from
/// where a written one would be an error.</param>
/// <param name="Budget">Its share of the limit.</param>
public sealed record ServerSize(string Name, long Bytes, ServerSetting? Setting, ServerBudget Budget)
{
    /// <summary>What the amount is.</summary>
    public ServerSizeKind Kind { get; init; }

    /// <summary>How a smaller amount is written; null where none can be.</summary>
    public ServerUnit? Smaller { get; init; }

    /// <summary>What to write for several settings that come to a share of the limit, in percent; null where that cannot be said.</summary>
    public Func<int, string?>? Lowered { get; init; }

    /// <summary>How it was computed; null where it is one setting's value.</summary>
    public Derivation? By { get; init; }

    /// <summary>Further settings that it is a sum of.</summary>
    public ImmutableArray<ServerSetting> Further { get; init; } = [];

    /// <summary>True if it is computed of the node's memory although the container has a limit: of the assumed node where nobody has told its size.</summary>
    public bool IsOfNode { get; init; }

    /// <summary>What it means where the container has no limit: a clause that an amount of the node ends; null for the usual one.</summary>
    public string? OnNode { get; init; }
}

/// <summary>Why a server takes a value for something else than it says.</summary>
public enum ServerMisreadKind
{
    /// <summary>A number without a unit counts bytes.</summary>
    CountsBytes,

    /// <summary>A number counts MiB.</summary>
    CountsMebibytes,

    /// <summary>A number counts MiB, and what stands behind the digits is ignored.</summary>
    CountsMebibytesAlone,

    /// <summary>An E is a unit, not an exponent.</summary>
    ExponentIsUnit,

    /// <summary>It is raised to the smallest amount.</summary>
    RaisedToLeast,

    /// <summary>It cannot be read, and the default stays.</summary>
    Unreadable,

    /// <summary>PHP takes the last character alone for the unit.</summary>
    LastCharacterIsUnit,

    /// <summary>A number has no fraction.</summary>
    NoFraction,

    /// <summary>PHP reads the digits in front.</summary>
    DigitsInFront,
}

/// <summary>A value that the server takes for something else than it says.</summary>
/// <param name="Setting">The setting.</param>
/// <param name="Kind">Why.</param>
/// <param name="Bytes">What is made of it.</param>
public sealed record ServerMisread(ServerSetting Setting, ServerMisreadKind Kind, long Bytes)
{
    /// <summary>True if that is less than the server can take, so that the limit before it stays.</summary>
    public bool IsRefused { get; init; }

    /// <summary>The share of the node's memory, in percent, that is in force instead; null where there is none.</summary>
    public int? DefaultPercent { get; init; }

    /// <summary>The value that its author surely meant, in the server's own form; null if that is not sure.</summary>
    public string? Meant { get; init; }

    /// <summary>That in bytes, where the text alone does not tell them.</summary>
    public long? MeantBytes { get; init; }

    /// <summary>What was surely meant, with its bytes where they are known; null if that is not sure.</summary>
    public (string Text, long? Bytes)? MeantAmount => Meant is { } text ? (text, MeantBytes ?? BytesOf(text)) : null;

    /// <summary>What a number with a unit amounts to in any server, counted in binary units, which no server exceeds; null for a number alone.</summary>
    internal static long? BytesOf(string text)
    {
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9');
        if (digits <= 0 || !long.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out long number))
            return null;
        int shift = char.ToLowerInvariant(text[digits]) switch
        {
            'k' => 10,
            'm' => 20,
            'g' => 30,
            't' => 40,
            _ => -1,
        };
        return shift < 0 ? null : (long)Int128.Min((Int128)number << shift, long.MaxValue);
    }

    /// <summary>The value that its author probably meant, where that is not sure, and its bytes; null if nothing can be said.</summary>
    public (string Text, long Bytes)? Likely { get; init; }

    /// <summary>A number without a unit, of somebody who counted MiB, or GiB where MiB would be next to nothing.</summary>
    /// <param name="number">The number.</param>
    /// <param name="mebi">The server's unit for MiB.</param>
    /// <param name="gibi">The one for GiB.</param>
    public static (string Text, long Bytes)? WithUnit(ulong number, string mebi, string gibi) =>
        number switch
        {
            0 or > 1 << 20 => null,
            < 16 => (string.Create(CultureInfo.InvariantCulture, $"{number}{gibi}"), (long)number << 30),
            _ => (string.Create(CultureInfo.InvariantCulture, $"{number}{mebi}"), (long)number << 20),
        };
}

/// <summary>Memory that nothing bounds.</summary>
public enum ServerUnboundedKind
{
    /// <summary>Every key that is written is kept.</summary>
    Keys,

    /// <summary>The cache takes half of the node's memory.</summary>
    CacheOfNode,
}

/// <summary>Memory that nothing bounds.</summary>
/// <param name="Kind">Which memory.</param>
public sealed record ServerUnbounded(ServerUnboundedKind Kind)
{
    /// <summary>True if it is sized by the memory the server sees, so that it matters only where there is no limit.</summary>
    public bool IsFromNode => Kind == ServerUnboundedKind.CacheOfNode;

    /// <summary>The setting that says so; null where none is written.</summary>
    public ServerSetting? Setting { get; init; }

    /// <summary>How much of a limit a bound may be; null where the limit itself is what bounds it.</summary>
    public ServerBudget? Budget { get; init; }
}

/// <summary>Why a server does not start.</summary>
public enum ServerFailureKind
{
    /// <summary>Program and options are one word, which is the name of no program.</summary>
    OneWord,

    /// <summary>An option or a directive that it does not have.</summary>
    NoSuchOption,

    /// <summary>A word that is no option.</summary>
    NoSuchArgument,

    /// <summary>A parameter of PostgreSQL that it does not have.</summary>
    NoSuchParameter,

    /// <summary>A directive of Redis that it does not have.</summary>
    NoSuchDirective,

    /// <summary>A directive of Redis with an equals sign between name and value.</summary>
    DirectiveWithEquals,

    /// <summary>A word of Redis where a directive must stand.</summary>
    NoDirective,

    /// <summary>A directive of Redis without its value.</summary>
    DirectiveWithoutValue,

    /// <summary>A directive of Redis with more than one value.</summary>
    DirectiveWithManyValues,

    /// <summary>maxmemory with more or fewer values than one.</summary>
    MaxmemoryWithManyValues,

    /// <summary>A size that Redis cannot read.</summary>
    RedisSize,

    /// <summary>A policy that Redis does not have.</summary>
    RedisPolicy,

    /// <summary>An option without its value.</summary>
    NoValue,

    /// <summary>A parameter of PostgreSQL whose name and value are apart.</summary>
    NameAndValueApart,

    /// <summary>A value of postgresql.conf that needs quotes.</summary>
    NeedsQuotes,

    /// <summary>A number of PostgreSQL out of range.</summary>
    OutOfRange,

    /// <summary>A number of PostgreSQL beyond all numbers.</summary>
    NumberTooLarge,

    /// <summary>Too many of PostgreSQL's kB.</summary>
    TooManyKilobytes,

    /// <summary>Too many of PostgreSQL's blocks of 8 kB.</summary>
    TooManyBlocks,

    /// <summary>A unit where PostgreSQL takes a number.</summary>
    UnitOfNumber,

    /// <summary>A unit that PostgreSQL does not have.</summary>
    PostgresUnit,

    /// <summary>A size that MySQL cannot read.</summary>
    MySqlSize,

    /// <summary>A pool below the least of MariaDB.</summary>
    PoolTooSmall,

    /// <summary>A word of MySQL that belongs to no option.</summary>
    StrayWord,

    /// <summary>An item size of memcached below the least.</summary>
    ItemTooSmall,

    /// <summary>An item size of memcached above the most.</summary>
    ItemTooLarge,

    /// <summary>An item size of memcached that is no multiple of a chunk.</summary>
    ItemNotInChunks,

    /// <summary>A cache of memcached below twice the largest item.</summary>
    CacheBelowTwoItems,

    /// <summary>An item size of memcached above half of the cache.</summary>
    ItemAboveHalf,

    /// <summary>A cache size that MongoDB cannot read.</summary>
    MongoSize,

    /// <summary>A variable that RabbitMQ's image refuses.</summary>
    DeprecatedVariable,

    /// <summary>A ratio of Prometheus out of range.</summary>
    Ratio,

    /// <summary>A word of PHP that is the name of no script.</summary>
    NoScript,

    /// <summary>A memory_limiter without a check interval.</summary>
    IntervalMissing,

    /// <summary>A memory_limiter with a check interval of zero.</summary>
    IntervalZero,

    /// <summary>A memory_limiter with a number that is none.</summary>
    LimiterNumber,

    /// <summary>A memory_limiter without a limit.</summary>
    LimiterWithoutLimit,

    /// <summary>A percentage above 100.</summary>
    PercentageAboveAll,

    /// <summary>A spike limit above the limit in MiB.</summary>
    SpikeAboveLimit,

    /// <summary>A spike limit above the limit in percent.</summary>
    SpikeAbovePercentage,
}

/// <summary>Why a server does not start.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Setting">The setting at fault.</param>
/// <param name="ExitCode">The exit code.</param>
public sealed record ServerFailure(ServerFailureKind Kind, ServerSetting Setting, int ExitCode)
{
    /// <summary>What was read, in bytes or as the plain number that it is; null where nothing is told of it.</summary>
    public long? Read { get; init; }

    /// <summary>True if <see cref="Read"/> counts no bytes.</summary>
    public bool IsCount { get; init; }

    /// <summary>The largest item in bytes, which the amount is held against; null where there is none.</summary>
    public long? ItemBytes { get; init; }

    /// <summary>As in <see cref="ServerMisread.Meant"/>.</summary>
    public string? Meant { get; init; }

    /// <summary>As in <see cref="ServerMisread.MeantBytes"/>.</summary>
    public long? MeantBytes { get; init; }

    /// <summary>As in <see cref="ServerMisread.MeantAmount"/>.</summary>
    public (string Text, long? Bytes)? MeantAmount => Meant is { } text ? (text, MeantBytes ?? ServerMisread.BytesOf(text)) : null;

    /// <summary>What to write where more than the value is wrong: <c>--maxmemory 512mb</c>; null where nothing tells that.</summary>
    public string? Instead { get; init; }
}

/// <summary>What will follow from the memory settings of a container's server.</summary>
public sealed record ServerFacts
{
    /// <summary>The same where a file that is included behind the setting, and that nobody sees, may set another.</summary>
    internal ServerFacts IfIncluded(string path) =>
        this with
        {
            Certainty = RuntimeCertainty.Assumed,
            Assumption = new RuntimeAssumption.IncludedSetsNone(WrittenText.Cut(path)),
        };

    /// <summary>The public name (contracts.md C3): <c>redis</c>, also for Valkey and KeyDB.</summary>
    public required string Name { get; init; }

    /// <summary>The product for people: <c>Valkey</c>.</summary>
    public required string Label { get; init; }

    /// <summary>The version as the image tag gives it; null if it gives none.</summary>
    public string? Version { get; init; }

    /// <summary>Where it is from.</summary>
    public VersionSource VersionFrom { get; init; } = VersionSource.ImageTag;

    /// <summary>How sure the facts are.</summary>
    public required RuntimeCertainty Certainty { get; init; }

    /// <summary>What they rest on where <see cref="Certainty"/> is Assumed; else null.</summary>
    public RuntimeAssumption? Assumption { get; init; }

    /// <summary>True if the server accepts its memory settings; null if unknown.</summary>
    public bool? Starts { get; init; }

    /// <summary>Why it does not start; null unless <see cref="Starts"/> is false.</summary>
    public ServerFailure? Failure { get; init; }

    /// <summary>The amounts to compare with the limit, the most telling first; empty where none is known.</summary>
    public ImmutableArray<ServerSize> Sizes { get; init; } = [];

    /// <summary>Values that are taken for something else than they say.</summary>
    public ImmutableArray<ServerMisread> Misread { get; init; } = [];

    /// <summary>What nothing bounds; null where a bound is in force or cannot be known.</summary>
    public ServerUnbounded? Unbounded { get; init; }

    /// <summary>What it asks memory for; empty where nothing is known of it, or where it does not start.</summary>
    public IEnumerable<MemoryDemand> Demands => Certainty == RuntimeCertainty.Unknown || Starts == false ? [] : ServerDemands.Of(this);

    /// <summary>What the product's own settings come to, under the names of contracts.md C3.</summary>
    public ImmutableArray<RuntimeValue> Values { get; init; } = [];

    /// <summary>The setting that decides; null where none is written.</summary>
    public ServerSetting? Source { get; init; }

    /// <summary>The share of a limit, in percent, that an amount which is repaired may take.</summary>
    public int FinePercent { get; init; } = 75;

    /// <summary>What its settings were read in: files and functions of its source, or its manual; null for what is no server.</summary>
    public string? ReadIn { get; init; }
}
