using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

/// <summary>Redis and its forks Valkey and KeyDB. Source: redis 8.0 src/util.c (memtoull), src/config.c (numericParseString,
/// maxmemory_policy_enum); runtime-memory.md §11.</summary>
public static class Redis
{
    // Only pmem-redis reads it: the folder and size of a pool of persistent memory that holds the values. Source: pmem/pmem-redis README, src/config.c.
    private const string PersistentMemory = "pmdir";

    private const string Maxmemory = "maxmemory";

    private const string Persisting = "where it saves or replicates",
        ByDefault = "with the snapshots that it takes by default (save \"\" turns them off)",
        WithoutDefault = "without the snapshots that it takes by default (save \"\" turns them off), and 60 % with them";

    private static readonly ServerBudget Cache = new(
        80,
        100,
        "fragmentation, client buffers and the replication backlog",
        "a full cache gets the container OOMKilled before a key is evicted or a write refused"
    );

    private static readonly ServerBudget Store = new(
        60,
        90,
        "copy-on-write during saves and replica syncs, fragmentation and buffers",
        "the container is OOMKilled before maxmemory is reached, and sooner during a BGSAVE, AOF rewrite or replica sync (copy-on-write)"
    )
    {
        ConsequenceBelow =
            "a BGSAVE, AOF rewrite or replica sync under writes gets the container OOMKilled: pages changed meanwhile exist twice",
        Where = Persisting,
    };

    // All others take exactly one value.
    private static readonly ImmutableArray<string> WithSeveralValues =
    [
        "save",
        "bind",
        "client-output-buffer-limit",
        "oom-score-adj-values",
        "latency-tracking-info-percentiles",
        "shutdown-on-sigint",
        "shutdown-on-sigterm",
        "user",
        "loadmodule",
        "rename-command",
        "replicaof",
        "slaveof",
        "sentinel",
        "rdma-bind",
    ];

    // What the modules of Redis 8 and Redis Stack are told.
    private static readonly ImmutableArray<string> OfModules = ["search-", "ts-", "bf-", "cf-", "vset-", "json-"];

    private static readonly ImmutableArray<string> Policies =
    [
        "noeviction",
        "allkeys-lru",
        "allkeys-lfu",
        "allkeys-lrm",
        "allkeys-random",
        "volatile-lru",
        "volatile-lfu",
        "volatile-lrm",
        "volatile-random",
        "volatile-ttl",
    ];

    internal static Server Server { get; } =
        new("redis", ["redis-server", "valkey-server", "keydb-server"], Read)
        {
            Source = "redis src/config.c (loadServerConfigFromString, numericParseString), src/util.c (memtoull)",
            FinePercent = Store.WarnAbove,
            IsArgument = word => word.EndsWith(".conf", StringComparison.Ordinal),
            OfStartScript = OfBitnamiChart,
            Sclorg = new("run-redis", OfSclorg),
            // redis/redis redis.conf (port)
            Port = new(6379) { Read = RedisOptions.PortOf },
        };

    /// <summary>Reads a size: digits, then nothing or one of <c>b k kb m mb g gb</c> in any case; powers of 1000 without the <c>b</c>, of 1024
    /// with it. What does not fit 64 bits wraps, as in C.</summary>
    /// <returns>False where Redis refuses the text.</returns>
    public static bool TryParseSize(string text, out ulong bytes)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        bytes = 0;
        ulong unit = text[digits..].ToLowerInvariant() switch
        {
            "" or "b" => 1,
            "k" => 1000,
            "kb" => 1 << 10,
            "m" => 1_000_000,
            "mb" => 1 << 20,
            "g" => 1_000_000_000,
            "gb" => 1 << 30,
            _ => 0,
        };
        // 128 digits fill the buffer that they are copied to.
        if (unit == 0 || digits >= 128)
            return false;
        ulong number = 0;
        if (digits > 0 && !ulong.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out number))
            number = ulong.MaxValue;
        bytes = unchecked(number * unit);
        return true;
    }

    // Source: bitnami/charts bitnami/redis templates/scripts-configmap.yaml: --include redis.conf, then master.conf or replica.conf, from words of a bash array.
    // Source: sclorg/redis-container 7/root/usr/bin/run-redis, which names this file; RHEL 8 had it a folder above.
    private static ImmutableArray<Word> OfSclorg(ServerProcess process)
    {
        const string File = "/etc/redis/redis.conf",
            Old = "/etc/redis.conf";
        return [Word.Of(process.ReadFile(File) is null && process.ReadFile(Old) is not null ? Old : File)];
    }

    private static (ImmutableArray<Word> Arguments, RuntimeAssumption Assumption)? OfBitnamiChart(ContainerImage image, ServerInput input)
    {
        string name = image.Known?.Row.Kind ?? "redis";
        string path = $"/opt/bitnami/{name}/mounted-etc/{name}.conf";
        return KnownImages.IsOf(image, "bitnami") && input.ReadFile?.Invoke(path) is { IsKnown: true }
            ? ([Word.Of(path)], new RuntimeAssumption.ScriptReads($"{name}.conf", "Bitnami", Maxmemory))
            : null;
    }

    private static ServerFacts Read(ServerProcess process)
    {
        var options = RedisOptions.Read(process);
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = LabelOf(process),
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
        };
        if (options.IsQuery || options.HasOpenWords || options.Directives.Any(d => d.Name == "sentinel"))
            return Reported(facts with { Certainty = RuntimeCertainty.Unknown, Starts = null }, null, null);
        if (Failure(options, process) is { } failure)
            return Reported(facts with { Starts = false, Failure = failure, Source = failure.Setting }, null, null);
        // What another release, a module or a fork reads there may bound it as well.
        bool hasForeign = options.Directives.Any(d => !RedisNames.Contains(d.Name) && !IsOfModule(d.Name));
        if (options.Directives.Any(d => !RedisNames.Contains(d.Name)))
            facts = facts with { Starts = null };
        ServerSetting? size = null;
        ulong bytes = 0;
        string? policy = "noeviction";
        bool isKnown = options.IsComplete && !hasForeign;
        List<RedisDirective> persisting = [];
        foreach (var directive in options.Directives)
        {
            switch (directive)
            {
                case { Name: Maxmemory, Values: [var value] }:
                    isKnown = value.IsKnown && TryParseSize(value.Text, out bytes);
                    size = Setting(directive);
                    break;
                case { Name: "maxmemory-policy", Values: [var value] }:
                    policy = value.IsKnown ? value.Text.ToLowerInvariant() : null;
                    break;
                case { Name: "appendonly", Values: [{ IsKnown: true } value] }
                    when value.Text.Equals("yes", StringComparison.OrdinalIgnoreCase):
                case { Name: "replicaof" or "slaveof", Values: [var host, ..] }
                    when !(host.IsKnown && host.Text.Equals("no", StringComparison.OrdinalIgnoreCase)):
                case { Name: "save", Values: { Length: > 0 } values } when values.Any(v => v.Prefix.Length > 0):
                    persisting.Add(directive);
                    break;
            }
        }
        if (options.OpenBehind(Maxmemory) is { } path)
            facts = facts.IfIncluded(path.Text);
        bool savesByDefault = options.IsComplete && options.Directives.All(d => d.Name != "save") && SavesByDefault(process);
        // What throws keys away is a cache, whatever it saves by default.
        var budget =
            persisting.Count > 0 ? Store with { Cause = SetByOperator(persisting) }
            : savesByDefault && policy == "noeviction" ? Store with { Where = ByDefault }
            : savesByDefault ? Cache with { Where = WithoutDefault }
            : Cache;
        // A file that cannot be read comes before the options, so these decide; only what they leave open stays so.
        if (!options.IsComplete && options.Directives.All(d => d.Name != "maxmemory-policy"))
            policy = null;
        return Sized(facts, size, isKnown ? bytes : null, policy, budget);
    }

    private static string LabelOf(ServerProcess process) =>
        (process.Program, process.Image?.Known?.Row.Kind) switch
        {
            ("valkey-server", _) or (_, "valkey") => "Valkey",
            ("keydb-server", _) or (_, "keydb") => "KeyDB",
            _ => "Redis",
        };

    // What no author wrote; null where one did.
    private static string? SetByOperator(List<RedisDirective> persisting) =>
        persisting.TrueForAll(d => d.At.Origin is TextOrigin.Operator) && persisting[0].At.Origin is TextOrigin.Operator { Name: var name }
            ? $"{name} makes it {string.Join(" and ", persisting.Select(d => d.Name is "save" or "appendonly" ? "save its data" : "replicate").Distinct())}"
            : null;

    // From 6.2 on a file or arguments without the word leave the points at which it saves by itself. Source: redis/redis pull requests 7092 and 7767
    // (release notes of 6.2), src/server.c (initServerConfig); Valkey began as 7.2.
    private static bool SavesByDefault(ServerProcess process) =>
        process.Image?.Known is { Row: { Program: "redis", Script: "library", Kind: null or "valkey" } }
        && !ServerVersion.IsAtMost(process, 6, 1);

    private static ServerFacts Sized(ServerFacts facts, ServerSetting? setting, ulong? bytes, string? policy, ServerBudget budget)
    {
        facts = Reported(facts with { Source = setting }, bytes, policy);
        if (bytes is not { } known)
            return facts with { Certainty = setting is null ? RuntimeCertainty.Unknown : facts.Certainty, Starts = null };
        if (known == 0)
        {
            return facts with
            {
                Unbounded = new(ServerUnboundedKind.Keys) { Setting = setting, Budget = budget },
            };
        }
        long size = (long)Math.Min(known, long.MaxValue);
        // An empty server uses more than this: somebody counted MiB.
        if (known < 1 << 20 && setting!.Value.Text.All(char.IsAsciiDigit))
            facts = facts with
            {
                Misread = [new(setting, ServerMisreadKind.CountsBytes, size) { Likely = ServerMisread.WithUnit(known, "mb", "gb") }],
            };
        return facts with { Sizes = [new(Maxmemory, size, setting!, budget) { Smaller = new(ServerUnitKind.Mebibytes, "mb") }] };
    }

    private static ServerFacts Reported(ServerFacts facts, ulong? bytes, string? policy) =>
        facts with
        {
            Values =
            [
                new(
                    "maxmemoryBytes",
                    bytes switch
                    {
                        null => FactValue.Unknown,
                        0 => FactValue.Unlimited,
                        { } known => FactValue.Wide(known),
                    }
                )
                {
                    Label = "maxmemory",
                    Unit = ValueUnit.Bytes,
                },
                new("policy", new(null, policy)) { Label = "policy" },
            ],
        };

    // The first line that Redis refuses ends it.
    private static ServerFailure? Failure(RedisOptions options, ServerProcess process)
    {
        bool hasOwnNames = HasOwnNames(options, process);
        foreach (var directive in options.Directives)
        {
            if (directive.Name == Maxmemory && directive.Values is [{ IsKnown: true } value] && !TryParseSize(value.Text, out _))
            {
                return new(ServerFailureKind.RedisSize, Setting(directive), 1) { Meant = MeantSize(value.Text) };
            }
            if (directive.Name == Maxmemory && directive.Values.Length != 1 && directive.Values.All(v => v.Kind != WordKind.UnknownMany))
            {
                return new(ServerFailureKind.MaxmemoryWithManyValues, Setting(directive), 1);
            }
            if (
                directive.Name == "maxmemory-policy"
                && directive.Values is [{ IsKnown: true } policy]
                && !Policies.Contains(policy.Text.ToLowerInvariant())
            )
            {
                return new(ServerFailureKind.RedisPolicy, Setting(directive), 1);
            }
            if (IsMisspelt(directive.Name) || (!hasOwnNames && !RedisNames.Contains(directive.Name) && !IsOfModule(directive.Name)))
            {
                var kind = directive.Name.Contains('=', StringComparison.Ordinal)
                    ? ServerFailureKind.DirectiveWithEquals
                    : ServerFailureKind.NoSuchDirective;
                var setting = Setting(directive);
                int equals = setting.Written.IndexOf('=', StringComparison.Ordinal);
                return new(kind, setting, 1)
                {
                    // The words of a configuration may be many; those of a directive are few.
                    Instead =
                        kind == ServerFailureKind.DirectiveWithEquals && equals > 0
                            ? WrittenText.Cut($"{setting.Written[..equals]} {setting.Written[(equals + 1)..]}")
                            : null,
                };
            }
            if (HasWrongCount(directive))
                return new(
                    directive.Values.IsEmpty ? ServerFailureKind.DirectiveWithoutValue : ServerFailureKind.DirectiveWithManyValues,
                    Setting(directive),
                    1
                );
        }
        return options.Stray is { } stray
            ? new(ServerFailureKind.NoDirective, new("", stray.Text, stray, stray.Origin ?? new TextOrigin.Argument("command")), 1)
            : null;
    }

    // "save" and "sentinel" at the end of the command line may stand alone.
    private static bool HasWrongCount(RedisDirective directive)
    {
        if (!RedisNames.Contains(directive.Name) || directive.Values.Any(v => v.Kind == WordKind.UnknownMany))
            return false;
        return directive.Values.IsEmpty
            ? directive.Name is not ("save" or "sentinel")
            : directive.Values.Length > 1 && !WithSeveralValues.Contains(directive.Name);
    }

    // KeyDB, modules and releases that are not known here bring directives of their own.
    private static bool HasOwnNames(RedisOptions options, ServerProcess process)
    {
        bool isValkey = process.Program == "valkey-server";
        return process.Program == "keydb-server"
            || process.Image?.Known?.Row.Kind is "keydb" or "redis-stack"
            || options.Directives.Any(d => d.Name is "loadmodule" or PersistentMemory)
            || !ServerVersion.IsAtMost(process, isValkey ? 9 : 8, isValkey ? 1 : 0);
    }

    private static bool IsOfModule(string name) =>
        name.Contains('.', StringComparison.Ordinal) || OfModules.Any(p => name.StartsWith(p, StringComparison.Ordinal));

    // This one is meant, whatever modules there are.
    private static bool IsMisspelt(string name)
    {
        string letters = name.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal);
        return (letters.StartsWith("maxmem", StringComparison.Ordinal) || letters.StartsWith("memory", StringComparison.Ordinal))
            && !RedisNames.Contains(name);
    }

    // Kubernetes' and Java's units, and blanks: the number with the unit that Redis has.
    private static string? MeantSize(string text)
    {
        string trimmed = text.Trim();
        int digits = trimmed.AsSpan().IndexOfAnyExceptInRange('0', '9');
        return digits <= 0
            ? null
            : trimmed[digits..].Trim().ToLowerInvariant() switch
            {
                "ki" or "kib" or "kb" => trimmed[..digits] + "kb",
                "mi" or "mib" or "mb" => trimmed[..digits] + "mb",
                "gi" or "gib" or "gb" => trimmed[..digits] + "gb",
                _ => null,
            };
    }

    private static ServerSetting Setting(RedisDirective directive)
    {
        string name = RedisNames.Contains(directive.Name) ? directive.At.Text : SecretText.NameOf(directive.At);
        string written = string.Join(
            ' ',
            directive
                .Values.Select((v, i) => WrittenText.Quoted(i == 0 ? v.ToString() : SecretText.Of(v)))
                .Prepend(directive.IsOption ? "--" + name : name)
        );
        var value = directive.Values is [var first, ..] && (first.Text.Length > 0 || !first.IsKnown) ? first : directive.At;
        return new(
            name == SecretText.Hidden ? name : directive.Name,
            written,
            value,
            value.Origin ?? directive.At.Origin ?? new TextOrigin.Argument("command")
        );
    }
}
