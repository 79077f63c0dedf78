using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

/// <summary>The words of what is known about servers: made here, and nowhere else.</summary>
internal static class ServerText
{
    // What no server of those that are read is content with.
    private const long Little = 64L << 20;

    // More than a container gets.
    private const long Boundless = 1L << 40;

    /// <summary>An amount as the subject of a clause: <c>Redis maxmemory 900mb (900 MiB)</c>.</summary>
    /// <param name="server">The server.</param>
    /// <param name="size">The amount.</param>
    /// <param name="isCounted">True if the clause goes on with the bytes of what is a share of the node, so that they are not told here.</param>
    public static SettingText Subject(ServerFacts server, ServerSize size, bool isCounted = false)
    {
        string amount = Human(size.Bytes);
        var written =
            size.Setting is not { } setting ? $"{server.Label}'s default {size.Name}"
            // What nobody wrote into the file does not read as if somebody had.
            : setting.From is TextOrigin.Operator or TextOrigin.ImageDefault
                ? $"{server.Label}'s default {setting.Name} {setting.Value.Text}"
            : setting.Shown with { Written = $"{server.Label} {setting.Shown.Written}" };
        string text = size switch
        {
            { IsOfNode: true, Setting: null } =>
                $"the {size.Name} that {server.Label} {server.Version} sizes from the node's memory{(isCounted ? "" : $" ({amount})")}",
            { IsOfNode: true } => $"{written} of the node's memory{(isCounted ? "" : $" ({amount})")}",
            { Kind: ServerSizeKind.Together, By: Derivation.Sum { Terms: [var first, var second] } } =>
                $"{server.Label} {new SettingText(first.Name).With((long)first.Bytes)} + {new SettingText(second.Name).With((long)second.Bytes)}, {amount} together,",
            { Kind: ServerSizeKind.Misread } => $"{written}, read as {amount},",
            { Kind: ServerSizeKind.Sessions, By: Derivation.Sum { Terms: [var buffers, var session] } } => string.Create(
                CultureInfo.InvariantCulture,
                $"{server.Label} {Part(size, buffers)} + {(IsCounted(size, buffers, session) ? "" : "the default ")}{session.Times} sessions × {Part(size, session)} ({amount} together)"
            ),
            { Kind: ServerSizeKind.SoftLimit } => $"the GOMEMLIMIT that {server.Label} sets by {size.Setting?.Shown} ({amount})",
            _ => written.With(size.Bytes),
        };
        return new(text) { TellsAmount = !size.IsOfNode || !isCounted };
    }

    // As its author wrote it; what nobody wrote is a default.
    private static string Part(ServerSize size, DerivationTerm part) =>
        Settings(size).FirstOrDefault(s => s.Name == part.Name) is { } written
            ? written.Shown.With((long)part.Bytes)
            : $"default {part.Name} {Human((long)part.Bytes)}";

    // True if a setting tells how many there are: one that is neither of the amounts.
    private static bool IsCounted(ServerSize size, DerivationTerm buffers, DerivationTerm session) =>
        Settings(size).Any(s => s.Name != buffers.Name && s.Name != session.Name);

    private static IEnumerable<ServerSetting> Settings(ServerSize size) =>
        size.Setting is { } main ? size.Further.Prepend(main) : size.Further;

    /// <summary>The measure that a share of the limit is held against, a clause; null for none.</summary>
    /// <param name="size">The amount.</param>
    /// <param name="isError">True if it is more than works.</param>
    public static string? Measure(ServerSize size, bool isError) =>
        size.IsOfNode ? null
        : size.Kind == ServerSizeKind.Lowered ? "releases that see the limit lower it to 90 %"
        : (isError ? size.Budget.ErrorFrom : size.Budget.WarnAbove) < 100
            ? $"at most {Number(size.Budget.WarnAbove)} % is advised{(size.Budget.Where is { } where ? $" {where}" : "")}"
        : null;

    /// <summary>Why it does not start, a clause that continues "does not start with …:".</summary>
    public static string Reason(ServerFailure failure) =>
        failure.Kind switch
        {
            ServerFailureKind.OneWord => "the whole command line is one argument",
            ServerFailureKind.NoSuchOption => "there is no such option",
            ServerFailureKind.NoSuchArgument => "there is no such argument",
            ServerFailureKind.NoSuchParameter => "there is no such parameter",
            ServerFailureKind.NoSuchDirective => "there is no such directive",
            ServerFailureKind.DirectiveWithEquals => "name and value are two arguments, without =",
            ServerFailureKind.NoDirective => "a directive belongs there",
            ServerFailureKind.DirectiveWithoutValue => "the directive lacks its value",
            ServerFailureKind.DirectiveWithManyValues => "the directive takes one value",
            ServerFailureKind.MaxmemoryWithManyValues => "maxmemory takes one value",
            ServerFailureKind.RedisSize => "a size is digits with b, k, kb, m, mb, g, gb or nothing",
            ServerFailureKind.RedisPolicy => "there is no such policy",
            ServerFailureKind.NoValue => "the option lacks its value",
            ServerFailureKind.NameAndValueApart => "name and value are one argument, joined with =",
            ServerFailureKind.NeedsQuotes => "in a file such a value needs single quotes",
            ServerFailureKind.OutOfRange => $"{Read(failure)} is out of range",
            ServerFailureKind.NumberTooLarge => "the number is too large",
            ServerFailureKind.TooManyKilobytes => "a number without a unit counts kB, and this is too many",
            ServerFailureKind.TooManyBlocks => "a number without a unit counts blocks of 8 kB, and this is too many",
            ServerFailureKind.UnitOfNumber => "it takes a number without a unit",
            ServerFailureKind.PostgresUnit when failure.Setting.AsWritten.EndsWith('%') => "an amount such as 512MB is needed, not a share",
            ServerFailureKind.PostgresUnit => "a unit is B, kB, MB, GB or TB, in just this case",
            ServerFailureKind.MySqlSize => "a size is a whole number with K, M, G, T, P, E or nothing",
            ServerFailureKind.PoolTooSmall => "the smallest pool has 6 MiB",
            ServerFailureKind.StrayWord => "an option begins with --, and an argument that belongs to none is refused",
            ServerFailureKind.ItemTooSmall => "the largest item has at least 1024 bytes",
            ServerFailureKind.ItemTooLarge => "the largest item has at most a GiB",
            ServerFailureKind.ItemNotInChunks => "the largest item is a multiple of 512k, the size of a chunk",
            ServerFailureKind.CacheBelowTwoItems =>
                $"only its digits count, as MiB, and {Read(failure)} is less than {Human(2 * (failure.ItemBytes ?? 0))}, twice the largest item",
            ServerFailureKind.ItemAboveHalf => $"the largest item may be half of the cache ({Read(failure)}) at most",
            ServerFailureKind.MongoSize => "the size is a number of GiB from 0.25 to 10000, without a unit",
            ServerFailureKind.DeprecatedVariable => "since 3.9 the image refuses this variable",
            ServerFailureKind.Ratio => "the ratio must be a number above 0 and at most 1",
            ServerFailureKind.NoScript => NoScript.Detail(failure.Setting.AsWritten, "script").ToString(),
            ServerFailureKind.IntervalMissing => "check_interval must be above zero, and its default is zero",
            ServerFailureKind.IntervalZero => "check_interval must be above zero",
            ServerFailureKind.LimiterNumber => "it must be a whole number, without a unit",
            ServerFailureKind.LimiterWithoutLimit => "limit_mib or limit_percentage must be above zero",
            ServerFailureKind.PercentageAboveAll => "a percentage is at most 100",
            ServerFailureKind.SpikeAboveLimit => "the spike limit must be smaller than limit_mib",
            ServerFailureKind.SpikeAbovePercentage => "the spike limit must be smaller than limit_percentage",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    /// <summary>For <c>inspect</c>, in a word: <c>invalid-maxmemory</c>.</summary>
    public static string Code(ServerFailure failure) =>
        failure.Kind switch
        {
            ServerFailureKind.NoSuchOption => "unknown-option",
            ServerFailureKind.NoSuchArgument => "invalid-argument",
            ServerFailureKind.NoSuchParameter => "unrecognized-parameter",
            ServerFailureKind.NoSuchDirective or ServerFailureKind.DirectiveWithEquals => "unknown-directive",
            ServerFailureKind.NoDirective => "bad-directive",
            ServerFailureKind.DirectiveWithoutValue or ServerFailureKind.DirectiveWithManyValues => "wrong-number-of-values",
            ServerFailureKind.NoValue or ServerFailureKind.NameAndValueApart => "missing-value",
            ServerFailureKind.NeedsQuotes => "syntax-error",
            ServerFailureKind.OneWord => "command-not-found",
            ServerFailureKind.StrayWord => "too-many-arguments",
            ServerFailureKind.ItemTooSmall => "item-size-too-small",
            ServerFailureKind.ItemTooLarge => "item-size-too-large",
            ServerFailureKind.ItemNotInChunks => "item-size-not-in-chunks",
            ServerFailureKind.CacheBelowTwoItems or ServerFailureKind.ItemAboveHalf => "item-size-above-half-of-memory",
            ServerFailureKind.MongoSize => "invalid-cache-size",
            ServerFailureKind.DeprecatedVariable => "deprecated-variable",
            ServerFailureKind.NoScript => "script-not-found",
            ServerFailureKind.Ratio => "invalid-gomemlimit-ratio",
            ServerFailureKind.IntervalMissing
            or ServerFailureKind.IntervalZero
            or ServerFailureKind.LimiterNumber
            or ServerFailureKind.LimiterWithoutLimit
            or ServerFailureKind.PercentageAboveAll
            or ServerFailureKind.SpikeAboveLimit
            or ServerFailureKind.SpikeAbovePercentage => "invalid-memory-limiter",
            _ => "invalid-" + failure.Setting.Name.Replace('_', '-'),
        };

    /// <summary>What is made of a value, continuing "is", and why.</summary>
    public static (string Read, string? Why) Reading(ServerFacts server, ServerMisread misread)
    {
        string read = Human(misread.Bytes);
        return misread.Kind switch
        {
            ServerMisreadKind.CountsBytes => ($"read as {read}", "a number without a unit counts bytes"),
            ServerMisreadKind.CountsMebibytes => ($"read as {read}", "the number counts MiB"),
            ServerMisreadKind.CountsMebibytesAlone => ($"read as {read}", "the number counts MiB, and what follows the digits is ignored"),
            ServerMisreadKind.ExponentIsUnit => ($"read as {read}", "E means 2⁶⁰ bytes, and what follows it is ignored"),
            ServerMisreadKind.RaisedToLeast => ($"read as bytes and raised to {read}", $"{server.Label} has no smaller pool"),
            ServerMisreadKind.Unreadable => ("ignored", "RabbitMQ takes digits alone or with kB, MB, GB, kiB, MiB, GiB and the like"),
            ServerMisreadKind.LastCharacterIsUnit => (
                $"read as {read}",
                "the last character alone is the unit, and only K, M and G are units"
            ),
            ServerMisreadKind.NoFraction => ($"read as {read}", "a number has no fraction"),
            _ => ($"read as {read}", null),
        };
    }

    /// <summary>What follows from that; null where what it is read as says all.</summary>
    public static string? Consequence(ServerFacts server, ServerMisread misread) =>
        misread.IsRefused
            ? $"{server.Label} needs more than {new ByteSize(misread.Bytes).ToHuman()} to start, and keeps the limit set before it, by default 128M"
        : misread.Kind == ServerMisreadKind.CountsBytes ? "every write fails with an OOM error"
        : misread.Kind == ServerMisreadKind.Unreadable ? $"the default {misread.DefaultPercent / 100m:0.0} of the node's memory is in force"
        : misread.Kind == ServerMisreadKind.RaisedToLeast ? "nearly every page has to be read from the disk"
        : misread.Kind is ServerMisreadKind.CountsMebibytes or ServerMisreadKind.CountsMebibytesAlone
            ? misread.Bytes < Little ? $"{server.Label} evicts items almost immediately"
                : misread.Bytes >= Boundless ? $"{server.Label} has no bound that counts"
                : $"{server.Label} has {(misread.Meant is null ? "another amount" : "far less")} than was meant"
        : misread.Bytes < Little ? $"{server.Label} has far less than was meant"
        : $"{server.Label} has another amount than was meant";

    /// <summary>What nothing bounds, a clause.</summary>
    public static string What(ServerFacts server, ServerUnbounded unbounded) =>
        unbounded.Kind == ServerUnboundedKind.CacheOfNode ? $"nothing sets the cache of {server.Label}"
        : unbounded.Setting is { } setting ? $"{setting.Shown} sets no bound for {server.Label}"
        : $"{server.Label} has no maxmemory";

    /// <summary>What follows from that, a clause.</summary>
    public static string Consequence(ServerUnbounded unbounded) =>
        unbounded.Kind == ServerUnboundedKind.CacheOfNode
            ? "it may take half of the node's memory beyond the first GiB"
            : "nothing stops it from growing";

    private static string Read(ServerFailure failure) => failure.IsCount ? Number(failure.Read ?? 0) : Human(failure.Read ?? 0);

    private static string Human(long bytes) => new ByteSize(bytes).ToHumanExact();

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The version in an image tag.</summary>
internal static class ServerVersion
{
    /// <summary>True if the process is of this release or an older one, as far as the image tells: one that is not the server's own says nothing, and one
    /// without a version in its tag may be newer.</summary>
    public static bool IsAtMost(ServerProcess process, int major, int minor)
    {
        if (process.Image is not { } image || !KnownServers.IsImageOf(process, image))
            return true;
        if (Of(process)?.Split('.') is not [var first, .. var rest] || !int.TryParse(first, out int number))
            return false;
        return number < major || (number == major && rest is [var second, ..] && int.TryParse(second, out int next) && next <= minor);
    }

    /// <summary>The release that the image tells; null if it tells none, or is another one than the server's.</summary>
    public static string? Of(ServerProcess process) =>
        process.Image is { Known: { } known } image && KnownServers.IsImageOf(process, image) ? known.Version : null;
}
