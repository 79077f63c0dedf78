using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

/// <summary>MySQL, Percona Server and MariaDB: the buffer pool of InnoDB. Source: mysql 8.0 mysys/my_getopt.cc (eval_num_suffix, getopt_ull_limit_value),
/// storage/innobase/handler/ha_innodb.cc (innodb_buffer_pool_size); mariadb 11.8 mysys/my_getopt.c; runtime-memory.md §11.</summary>
public static class MySql
{
    private const string Size = "innodb-buffer-pool-size";

    private const long Mebi = 1 << 20,
        Default = 128 * Mebi,
        MySqlLeast = 5 * Mebi,
        MariaDbLeast = 6 * Mebi;

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private static readonly ServerBudget Budget = new(
        75,
        100,
        "the pool's own structures (a tenth of it), connections and the performance schema",
        "a pool that fills up gets the container OOMKilled"
    );

    // Others that begin so; a name that is none of them is refused, and MariaDB takes a beginning only where it is the beginning of one alone.
    private static readonly ImmutableArray<string> Family =
    [
        Size,
        "innodb-buffer-pool-chunk-size",
        "innodb-buffer-pool-dump-at-shutdown",
        "innodb-buffer-pool-dump-now",
        "innodb-buffer-pool-dump-pct",
        "innodb-buffer-pool-filename",
        "innodb-buffer-pool-in-core-file",
        "innodb-buffer-pool-instances",
        "innodb-buffer-pool-load-abort",
        "innodb-buffer-pool-load-at-startup",
        "innodb-buffer-pool-load-now",
        "innodb-buffer-pool-size-auto-min",
        "innodb-buffer-pool-size-max",
        "innodb-buffer-pool-load-pages-abort",
        "innodb-buffer-pool-evict",
        "innodb-buffer-pool-populate",
        "innodb-buffer-pool-debug",
        "innodb-buffer-pool-stats",
        "innodb-buffer-pool-stats-temporary",
        "innodb-buffer-pool-pages",
        "innodb-buffer-page",
        "innodb-buffer-page-lru",
    ];

    private static readonly ImmutableArray<string> Files =
    [
        "/etc/my.cnf",
        "/etc/my.cnf.d/",
        "/etc/mysql/my.cnf",
        "/etc/mysql/conf.d/",
        "/etc/mysql/mysql.conf.d/",
        "/etc/mysql/mariadb.conf.d/",
    ];

    // Source: bitnami/containers bitnami/mysql/8.0 rootfs/opt/bitnami/scripts/libmysql.sh (mysql_initialize): my_custom.cnf is included behind my.cnf.
    private static readonly ImmutableArray<string> BitnamiFiles =
    [
        "/opt/bitnami/mysql/conf/my.cnf",
        "/opt/bitnami/mysql/conf/bitnami/my_custom.cnf",
        "/opt/bitnami/mysql/conf/my_custom.cnf",
        "/bitnami/mysql/conf/my_custom.cnf",
        "/opt/bitnami/mariadb/conf/my.cnf",
        "/opt/bitnami/mariadb/conf/bitnami/my_custom.cnf",
        "/opt/bitnami/mariadb/conf/my_custom.cnf",
        "/bitnami/mariadb/conf/my_custom.cnf",
    ];

    internal static Server Server { get; } =
        new("mysql", ["mysqld", "mariadbd", "mysqld_safe", "mariadbd-safe"], Read)
        {
            Source =
                "mysql mysys/my_getopt.cc (my_handle_options, eval_num_suffix), storage/innobase/handler/ha_innodb.cc; mariadb mysys/my_getopt.c",
            Sclorg = new("run-mysqld", OfSclorg),
        };

    // Source: sclorg/mysql-container root/usr/share/container-scripts/mysql/common.sh (MYSQL_INNODB_BUFFER_POOL_SIZE); MariaDB's is the same.
    private static ImmutableArray<Word> OfSclorg(ServerProcess process)
    {
        const string Script = "sclorg/mysql-container container-scripts/mysql/common.sh";
        var pool = Sclorg.Share(process, 50, "M", "32M", Script);
        return Sclorg.Options(Sclorg.Option(process, $"--{Size}=", "MYSQL_INNODB_BUFFER_POOL_SIZE", pool));
    }

    /// <summary>True for the option that sizes the buffer pool, in any case.</summary>
    internal static bool IsSize(string name) => name.Equals(Size, StringComparison.OrdinalIgnoreCase);

    /// <summary>True for a process of MariaDB.</summary>
    internal static bool IsMariaDb(ServerProcess process) =>
        process.Program.StartsWith("mariadb", StringComparison.Ordinal) || process.Image?.Known?.Row.Kind == "mariadb";

    /// <summary>Reads a size: a decimal integer, then nothing or one of <c>K M G T P E</c> in any case; what follows that letter is ignored.</summary>
    /// <param name="text">The value.</param>
    /// <param name="isMariaDb">MariaDB refuses a minus sign and less than 6 MiB; MySQL takes less than 5 MiB for 5 MiB.</param>
    /// <param name="bytes">The size in bytes, a multiple of 1 MiB.</param>
    /// <returns>False where the server refuses the text.</returns>
    public static bool TryParseSize(string text, bool isMariaDb, out long bytes)
    {
        bytes = 0;
        if (text.Length == 0)
            return false;
        var number = CNumber.Integer(text);
        char suffix = number.End < text.Length ? char.ToUpperInvariant(text[number.End]) : '\0';
        int power = suffix == '\0' ? 0 : "KMGTPE".IndexOf(suffix, StringComparison.Ordinal) + 1;
        if (suffix != '\0' && power == 0)
            return false;
        if (number.Value > ulong.MaxValue || (isMariaDb && number.Value < 0))
            return false;
        // 64 bits wrap, as in C; then the variable's own bounds.
        var product = number.Value < 0 ? 0 : (number.Value << (10 * power)) & ulong.MaxValue;
        bytes = (long)BigInteger.Min(product, long.MaxValue);
        if (isMariaDb && bytes < MariaDbLeast)
            return false;
        bytes = Math.Max(bytes, MySqlLeast) / Mebi * Mebi;
        return true;
    }

    private static string LabelOf(ServerProcess process) =>
        IsMariaDb(process) ? "MariaDB"
        : process.Image?.Known?.Row.Kind == "percona" ? "Percona Server"
        : "MySQL";

    private static ServerFacts Read(ServerProcess process)
    {
        bool isMariaDb = IsMariaDb(process),
            isBitnami = KnownImages.IsOf(process.Image, "bitnami");
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = LabelOf(process),
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
        };
        var options = MySqlOptions.Read(process, isBitnami ? BitnamiFiles : Files);
        if (isBitnami && (process.Process.Variable("MYSQL_EXTRA_FLAGS") ?? process.Process.Variable("MARIADB_EXTRA_FLAGS")) is { } flags)
            options.ReadFlags(flags);
        if (options.IsQuery || !options.IsComplete)
            return Reported(facts with { Certainty = RuntimeCertainty.Unknown, Starts = null }, null);
        if (options.Stray is { } stray)
            return Reported(facts with { Starts = false, Failure = stray, Source = stray.Setting }, null);
        ServerSetting? setting = null;
        if (options.HasOpenWords)
            facts = facts with { Starts = null };
        foreach (var option in options.Options)
        {
            if (Failure(option, isMariaDb) is { } failure)
                return Reported(facts with { Starts = false, Failure = failure, Source = failure.Setting }, null);
            if (IsSize(option.Name))
                setting = Setting(option);
            else if (!IsKnown(option.Name) && !option.Name.StartsWith("loose-", StringComparison.Ordinal))
                facts = facts with { Starts = null };
        }
        if (options.OpenBehindSize is { } path)
            facts = facts.IfIncluded(path);
        bool isDefaultKnown =
            options.HasAllFiles && !(isBitnami || process.Image is { } image && Server.IsImage(image) && !Server.IsOfficial(image));
        long? bytes = setting is null
            ? isDefaultKnown
                ? Default
                : null
            : setting.Value.IsKnown && TryParseSize(setting.Value.Text, isMariaDb, out long parsed)
                ? parsed
                : null;
        facts = Reported(facts, bytes) with { Source = setting };
        if (bytes is not { } size)
            return facts;
        bool isMisread = setting is not null && IsExponent(setting.Value.Text);
        return facts with
        {
            Sizes =
            [
                new("innodb_buffer_pool_size", size, setting, Budget)
                {
                    Kind = isMisread ? ServerSizeKind.Misread : ServerSizeKind.Value,
                    Smaller = new(ServerUnitKind.Mebibytes, "M"),
                },
            ],
            Misread = isMisread ? [new(setting!, ServerMisreadKind.ExponentIsUnit, size)] : Small(setting, size),
        };
    }

    // Somebody counted MiB or GiB: the server takes its smallest pool instead.
    private static ImmutableArray<ServerMisread> Small(ServerSetting? setting, long size) =>
        setting is null
        || size > MySqlLeast
        || !setting.Value.Text.Trim().All(char.IsAsciiDigit)
        || !long.TryParse(setting.Value.Text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out long written)
        || written >= size
            ? []
            : [new(setting, ServerMisreadKind.RaisedToLeast, size) { Likely = ServerMisread.WithUnit((ulong)written, "M", "G") }];

    private static bool IsExponent(string text)
    {
        int end = CNumber.Integer(text).End;
        return end > 0 && end + 1 < text.Length && text[end] is 'e' or 'E' && text[(end + 1)..].TrimStart('+', '-').All(char.IsAsciiDigit);
    }

    private static ServerFacts Reported(ServerFacts facts, long? bytes) =>
        facts with
        {
            Values = [RuntimeValue.OfBytes("bufferPoolBytes", new(bytes), "buffer pool")],
        };

    private static ServerFailure? Failure(MySqlOption option, bool isMariaDb)
    {
        if (!option.Name.StartsWith("innodb-buffer-pool", StringComparison.OrdinalIgnoreCase) && !IsMisspelt(option.Name))
            return null;
        // MySQL tells capitals from small letters, and takes no shortened names.
        string name = isMariaDb ? option.Name.ToLowerInvariant() : option.Name;
        // MariaDB takes a beginning that is the beginning of one name alone.
        if (!Family.Contains(name) && !(isMariaDb && Family.Count(f => f.StartsWith(name, StringComparison.Ordinal)) == 1))
            return new(ServerFailureKind.NoSuchOption, Setting(option), 1);
        if (name != Size)
            return null;
        if (option.Value is null)
            return new(ServerFailureKind.NoValue, Setting(option), 1);
        if (!option.Value.IsKnown || TryParseSize(option.Value.Text, isMariaDb, out _))
            return null;
        string text = option.Value.Text;
        bool isSmall = isMariaDb && CNumber.Integer(text) is { End: > 0 } && TryParseSize(text, isMariaDb: false, out _);
        return new(isSmall ? ServerFailureKind.PoolTooSmall : ServerFailureKind.MySqlSize, Setting(option), 1)
        {
            Meant = isSmall ? null : Meant(text),
        };
    }

    // A fraction of a GiB in MiB, a blank before the unit left out.
    private static string? Meant(string text)
    {
        string trimmed = text.Trim().Trim('\'', '"');
        int end = trimmed.AsSpan().IndexOfAnyExcept(NumberCharacters);
        if (end <= 0)
            return null;
        char unit = char.ToUpperInvariant(trimmed[end..].TrimStart()[0]);
        if (
            !decimal.TryParse(trimmed.AsSpan(0, end), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
            || number is <= 0 or > 100_000
        )
            return null;
        if (unit is 'M' or 'G' && number % 1 == 0)
            return string.Create(CultureInfo.InvariantCulture, $"{number:0}{unit}");
        return unit == 'G' && number * 1024 % 1 == 0 ? string.Create(CultureInfo.InvariantCulture, $"{number * 1024:0}M") : null;
    }

    // Plugins bring options of their own, but InnoDB is always there.
    private static bool IsMisspelt(string name) =>
        !IsKnown(name) && name.Replace("-", "", StringComparison.Ordinal).StartsWith("innodbbuf", StringComparison.OrdinalIgnoreCase);

    private static bool IsKnown(string name) => Family.Contains(name.ToLowerInvariant()) || MySqlNames.Contains(name.ToLowerInvariant());

    private static ServerSetting Setting(MySqlOption option)
    {
        var at = option.Value is { } value && (!value.Parts.IsEmpty || !value.IsKnown) ? value : option.At;
        return new(
            "innodb_buffer_pool_size",
            option.Written.ReplaceLineEndings("\\n"),
            option.Value is { Text.Length: 0, IsKnown: true } ? at : option.Value ?? at,
            at.Origin ?? option.At.Origin ?? new TextOrigin.Argument("command")
        );
    }
}
