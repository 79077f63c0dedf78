using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

/// <summary>PostgreSQL. Source: runtime-memory.md §11; the grammar is that of <see cref="PostgresParameter"/> and <see cref="PostgresOptions"/>.</summary>
public static class Postgres
{
    private const string SharedBuffers = "shared_buffers",
        WorkMemory = "work_mem",
        MaxConnections = "max_connections";

    private static readonly ServerBudget Buffers = new(
        40,
        75,
        "sessions, their sorts and the page cache, which PostgreSQL counts on",
        "under load PostgreSQL is OOMKilled: all sessions end, and it has to recover"
    );

    private static readonly ServerBudget Sessions = new(
        100,
        null,
        "anything else",
        "when many sort at the same time PostgreSQL is OOMKilled: all sessions end, and it has to recover"
    );

    internal static Server Server { get; } =
        new("postgres", ["postgres", "postmaster"], Read)
        {
            Source =
                "postgres src/backend/postmaster/postmaster.c (PostmasterMain), src/backend/utils/misc/guc.c (parse_int), src/backend/utils/misc/guc-file.l",
            FinePercent = Buffers.WarnAbove,
            Sclorg = new("run-postgresql", OfSclorg),
        };

    // Source: sclorg/postgresql-container src/root/usr/share/container-scripts/postgresql/common.sh (POSTGRESQL_SHARED_BUFFERS).
    private static ImmutableArray<Word> OfSclorg(ServerProcess process)
    {
        const string Script = "sclorg/postgresql-container container-scripts/postgresql/common.sh";
        var buffers = Sclorg.Share(process, 25, "MB", "32MB", Script);
        return Sclorg.Options(
            Sclorg.Option(process, "--shared_buffers=", "POSTGRESQL_SHARED_BUFFERS", buffers),
            Sclorg.Option(process, "--max_connections=", "POSTGRESQL_MAX_CONNECTIONS")
        );
    }

    private static ServerFacts Read(ServerProcess process)
    {
        bool isBitnami = KnownImages.IsOf(process.Image, "bitnami");
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = "PostgreSQL",
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
        };
        var options = PostgresOptions.Read(
            process,
            isBitnami
                ? ["/bitnami/postgresql/conf/postgresql.conf", "/opt/bitnami/postgresql/conf/postgresql.conf"]
                : ["/var/lib/postgresql/data/postgresql.conf", "/var/lib/postgresql/data/pgdata/postgresql.conf"],
            // Source: bitnami/containers bitnami/postgresql/16 rootfs/opt/bitnami/scripts/libpostgresql.sh (postgresql_create_config, postgresql_initialize).
            isBitnami ? ["/opt/bitnami/postgresql/conf/conf.d", "/bitnami/postgresql/conf/conf.d"] : [],
            // Source: bitnami/containers bitnami/postgresql/16 rootfs/opt/bitnami/scripts/postgresql/run.sh (read -r -a).
            isBitnami ? process.Process.Variable("POSTGRESQL_EXTRA_FLAGS") : null
        );
        if (options.IsQuery || !options.IsComplete)
            return Reported(facts with { Certainty = RuntimeCertainty.Unknown, Starts = null }, null);
        if (options.Failure is { } failure)
            return Failed(facts, failure);
        foreach (var setting in options.Settings)
        {
            if (setting.Value.IsKnown && !Parameter(setting.Name, facts).TryParse(setting.Value.Text, out _))
                return Failed(facts, Refused(setting, Parameter(setting.Name, facts)));
        }
        // A file that the scan does not hold may be missing, or refused.
        if (options.NamesUnknownFile || options.HasUnknownNames)
            facts = facts with { Starts = null };
        long? buffers = Amount(options, SharedBuffers);
        // What an image or an included file sets by itself cannot be seen.
        bool isDefault = options.Setting(SharedBuffers) is null;
        if (
            isDefault
            && (options.HasFile is null || isBitnami || process.Image is { } image && !Server.IsOfficial(image) && Server.IsImage(image))
        )
            buffers = null;
        // Before 15 a file without the line meant 8 MB, and initdb wrote the line.
        if (isDefault && options.HasFile == true && Major(facts) is < 15)
            buffers = null;
        facts = Reported(facts, buffers) with
        {
            Source = options.Setting(SharedBuffers) ?? options.Setting(WorkMemory) ?? options.Setting(MaxConnections),
        };
        if (facts.Source is { } source && options.OpenInclude is { } include && options.IsOpen(source))
            facts = facts.IfIncluded(include.Text);
        return buffers is { } known ? facts with { Sizes = Sizes(options, known) } : facts;
    }

    private static ImmutableArray<ServerSize> Sizes(PostgresOptions options, long buffers)
    {
        var setting = options.Setting(SharedBuffers);
        var size = new ServerSize(SharedBuffers, buffers, setting, Buffers) { Smaller = new(ServerUnitKind.Mebibytes, "MB") };
        // With every default the sum says nothing about this manifest.
        if ((options.Setting(WorkMemory) ?? options.Setting(MaxConnections)) is not { } session)
            return [size];
        if (Amount(options, WorkMemory) is not { } work || Amount(options, MaxConnections) is not { } sessions)
            return [size];
        long sum = (long)Int128.Min(buffers + ((Int128)work * sessions), long.MaxValue);
        return
        [
            size,
            new ServerSize(WorkMemory, sum, session, Sessions)
            {
                Kind = ServerSizeKind.Sessions,
                Further = [.. new[] { setting, options.Setting(MaxConnections) }.OfType<ServerSetting>().Where(s => s != session)],
                By = new Derivation.Sum([
                    new(SharedBuffers, buffers),
                    new(WorkMemory, work, sessions)
                    {
                        Of = $"sessions (max_connections{(options.Setting(MaxConnections) is null ? " by default" : "")})",
                    },
                ])
                {
                    Bytes = sum,
                    Source = "https://www.postgresql.org/docs/current/runtime-config-resource.html (work_mem)",
                },
            },
        ];
    }

    private static long? Amount(PostgresOptions options, string name)
    {
        var parameter = PostgresParameter.Find(name)!;
        if (options.Setting(name) is not { } setting)
            return options.HasFile is null ? null : parameter.Bytes(parameter.Default);
        return setting.Value.IsKnown && parameter.TryParse(setting.Value.Text, out int number) ? parameter.Bytes(number) : null;
    }

    // Up to 16 autovacuum workers and VACUUM wanted a MiB.
    private static PostgresParameter Parameter(string name, ServerFacts facts)
    {
        var parameter = PostgresParameter.Find(name)!;
        return name == "maintenance_work_mem" && Major(facts) is <= 16 ? parameter with { Least = 1024 } : parameter;
    }

    private static int? Major(ServerFacts facts) =>
        facts.Version is { } version && int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            ? major
            : null;

    /// <summary>True if <see cref="PostgresNames"/> has every parameter of this release, as far as the image tells.</summary>
    internal static bool HasKnownNames(ServerProcess process) =>
        process.Image is not { } image || !KnownServers.IsImageOf(process, image) || image.Known?.Major is <= 18;

    private static ServerFacts Reported(ServerFacts facts, long? buffers) =>
        facts with
        {
            Values = [RuntimeValue.OfBytes("sharedBuffersBytes", new(buffers), "shared buffers")],
        };

    private static ServerFacts Failed(ServerFacts facts, ServerFailure failure) =>
        Reported(facts with { Starts = false, Failure = failure, Source = failure.Setting }, null);

    private static ServerFailure Refused(ServerSetting setting, PostgresParameter parameter)
    {
        string text = setting.Value.Text;
        bool isNumber = (parameter with { Least = int.MinValue, Most = int.MaxValue }).TryParse(text, out int number);
        long read = parameter.Bytes(number);
        var kind =
            isNumber ? ServerFailureKind.OutOfRange
            : text.Length > 0 && CNumber.Integer(text, radix: 0) is { IsOutOfRange: false, End: > 0 } integer && integer.End == text.Length
                ? parameter.UnitBytes switch
                {
                    0 => ServerFailureKind.NumberTooLarge,
                    1024 => ServerFailureKind.TooManyKilobytes,
                    _ => ServerFailureKind.TooManyBlocks,
                }
            : parameter.UnitBytes == 0 ? ServerFailureKind.UnitOfNumber
            : ServerFailureKind.PostgresUnit;
        return new(kind, setting, 1)
        {
            Read = isNumber ? read : null,
            IsCount = parameter.UnitBytes == 0 || read < 0,
            Meant = parameter.UnitBytes == 0 ? null : Meant(text),
        };
    }

    // The same number with the unit that PostgreSQL has.
    private static string? Meant(string text)
    {
        string trimmed = text.Trim();
        int digits = trimmed.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits <= 0
            ? null
            : trimmed[digits..].Trim().ToLowerInvariant() switch
            {
                "k" or "kb" or "ki" or "kib" => trimmed[..digits] + "kB",
                "m" or "mb" or "mi" or "mib" => trimmed[..digits] + "MB",
                "g" or "gb" or "gi" or "gib" => trimmed[..digits] + "GB",
                _ => null,
            };
    }
}
