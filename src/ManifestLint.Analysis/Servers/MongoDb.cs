using System.Buffers;
using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.ConfigFiles;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Servers;

/// <summary>MongoDB's WiredTiger cache. Source: mongodb/mongo v7.0 src/mongo/db/storage/wiredtiger/wiredtiger_util.cpp (getCacheSizeMB),
/// wiredtiger_global_options.idl (a double from 0.25 to 10000); runtime-memory.md §11.</summary>
internal static class MongoDb
{
    private const string Option = "--wiredTigerCacheSizeGB",
        Key = "storage.wiredTiger.engineConfig.cacheSizeGB",
        ExtraFlags = "MONGODB_EXTRA_FLAGS";

    private const long Mebi = 1L << 20,
        Gibi = 1L << 30,
        LeastDefault = 256 * Mebi;

    private const string Beside = "connections, sorts, indexes that are being built and the file cache";

    private static readonly ServerBudget Cache = new(
        60,
        90,
        Beside,
        "a full cache gets the container OOMKilled before WiredTiger evicts pages from it"
    );

    private static readonly ServerBudget OfNode = Cache with { Cause = "this release does not see a cgroup v2 limit" };

    public static Server Server { get; } =
        new("mongodb", ["mongod"], Read)
        {
            FinePercent = Cache.WarnAbove,
            Source = "https://www.mongodb.com/docs/manual/reference/configuration-options/ (storage.wiredTiger.engineConfig.cacheSizeGB)",
            // bitnami/containers bitnami/mongodb templates/mongodb.conf.tpl (4.0, 4.2, 8.0) holds nothing of WiredTiger; nor does what a mirror has of the
            // official image.
            IsDefaultKept = image =>
                image.Known is { IsOwn: true, Row.Script: "bitnami" } || image is { Known.Row.IsOfficial: true, IsRepackaged: false },
        };

    /// <summary>Reads a cache size in GiB.</summary>
    /// <returns>Bytes, in whole MiB as the server takes them; null where mongod refuses the text.</returns>
    public static long? ParseGibibytes(string text) =>
        double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double number)
        && number is >= 0.25 and <= 10000
            ? (long)(number * 1024) * Mebi
            : null;

    /// <summary>The cache without any setting: half of the memory above 1 GiB, at least 256 MiB.</summary>
    public static long DefaultOf(long memory) => Math.Max(LeastDefault, (memory - Gibi) / 2 / Mebi * Mebi);

    private static ServerFacts Read(ServerProcess process)
    {
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = process.Image?.Known?.Row.Kind == "percona" ? "Percona Server for MongoDB" : "MongoDB",
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
        };
        var (setting, isComplete, isAssumed) = Setting(process);
        if (isAssumed)
            facts = facts with { Certainty = RuntimeCertainty.Assumed, Assumption = new RuntimeAssumption.ImagePassesOn(ExtraFlags) };
        if (setting is null)
            return isComplete
                ? Defaulted(facts, process)
                : facts with
                {
                    Certainty = RuntimeCertainty.Unknown,
                    Starts = null,
                    Values = Values(null),
                };
        facts = facts with { Source = setting };
        if (!setting.Value.IsKnown)
            return facts with { Starts = null, Values = Values(null) };
        if (ParseGibibytes(setting.Value.Text) is not { } bytes)
        {
            // Forms of numbers that only the server can tell.
            if (setting.Value.Text.StartsWith("0x", StringComparison.OrdinalIgnoreCase))
                return facts with { Starts = null, Values = Values(null) };
            return facts with
            {
                Starts = false,
                Failure = new(ServerFailureKind.MongoSize, setting, 2)
                {
                    Meant = Meant(setting.Value.Text),
                    MeantBytes = Meant(setting.Value.Text) is { } meant ? (long?)ParseGibibytes(meant) : null,
                },
                Values = Values(null),
            };
        }
        return facts with
        {
            Values = Values(bytes),
            Sizes = [new("cache", bytes, setting, Cache) { Smaller = new(ServerUnitKind.Gibibytes) }],
        };
    }

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    // "2GB" and "512Mi" say what is meant.
    private static string? Meant(string text)
    {
        int digits = text.AsSpan().IndexOfAnyExcept(NumberCharacters);
        if (
            digits <= 0
            || !decimal.TryParse(text[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal number)
        )
            return null;
        decimal? gibibytes = text[digits..].Trim().ToUpperInvariant() switch
        {
            "G" or "GB" or "GI" or "GIB" => number,
            "M" or "MB" or "MI" or "MIB" => number / 1024,
            _ => null,
        };
        string? meant = gibibytes is { } size ? Math.Round(size, 2).ToString("0.##", CultureInfo.InvariantCulture) : null;
        return meant is not null && ParseGibibytes(meant) is not null ? meant : null;
    }

    private static ServerFacts Defaulted(ServerFacts facts, ServerProcess process)
    {
        var limit = process.Input.Around.MemoryLimit;
        if (!limit.IsKnown)
            return facts with { Values = Values(null) };
        if (limit.Value is not { } memory)
        {
            return facts with { Values = Values(null), Unbounded = new(ServerUnboundedKind.CacheOfNode) };
        }
        if (SeesLimit(process, facts.Version) is not { } seesLimit)
            return facts with { Values = Values(null) };
        var around = process.Input.Around;
        if ((seesLimit ? memory : around.NodeMemoryBytes ?? around.AssumedNodeMemoryBytes) is not { } total)
            return facts with { Values = Values(null) };
        long bytes = DefaultOf(total);
        return facts with
        {
            Values = Values(seesLimit || around.NodeMemoryBytes is not null ? bytes : null),
            Sizes =
            [
                new("cache", bytes, null, seesLimit ? Cache : OfNode)
                {
                    IsOfNode = !seesLimit,
                    Smaller = seesLimit ? null : new(ServerUnitKind.Gibibytes) { Instead = $"{Option} " },
                    By = new Derivation.Share(seesLimit ? MemoryBasis.Limit : MemoryBasis.Node, total, 50)
                    {
                        Bytes = bytes,
                        Beyond = Gibi,
                        Unit = Mebi,
                        RaisedTo = bytes == LeastDefault ? LeastDefault : null,
                        Source = "mongodb/mongo src/mongo/db/storage/wiredtiger/wiredtiger_util.cpp (getCacheSizeMB)",
                    },
                },
            ],
        };
    }

    // From 4.2.20, 4.4.14, 5.0.7 and 5.3 on; 5.1 and 5.2 are not known. A tag without a patch is the last one, without a number the newest release
    // (runtime-memory.md §11).
    private static bool? SeesLimit(ServerProcess process, string? version)
    {
        if (version is null)
            return process.Image?.Known is { Release: "" or "latest" } ? true : null;
        int[] parts =
        [
            .. version
                .Split('.')
                .Select(p => int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : int.MaxValue),
        ];
        int patch = parts.Length > 2 ? parts[2] : int.MaxValue;
        return (parts[0], parts.Length > 1 ? parts[1] : int.MaxValue) switch
        {
            (> 5, _) => true,
            (5, 0) => patch >= 7,
            (5, 1 or 2) => null,
            (5, _) => true,
            (4, 2) => patch >= 20,
            (4, >= 4) => patch >= 14,
            _ => false,
        };
    }

    private static ImmutableArray<RuntimeValue> Values(long? bytes) => [RuntimeValue.OfBytes("cacheSizeBytes", new(bytes), "cache size")];

    // The option beats the file. What a variable brings is known for some images only.
    private static (ServerSetting? Setting, bool IsComplete, bool IsAssumed) Setting(ServerProcess process)
    {
        var options = OfWords(process.Arguments);
        if (options.Setting is not null)
            return (options.Setting, true, false);
        if (process.Process.Variable(ExtraFlags) is { } variable)
        {
            if (!variable.IsKnown)
                return (null, false, false);
            var extra = OfWords(Split(variable));
            if (extra.Setting is { } set)
                return (set, true, true);
        }
        if (options.File is not { } path)
            return (null, options.IsComplete && process.Process.EnvironmentComplete, false);
        if (process.ReadFile(path) is not { IsKnown: true } file || ConfigYaml.Read(file) is not { } root)
            return (null, false, false);
        // mongod reads further sources only with --configExpand.
        return ConfigYaml.Find(root, Key.Split('.')) is YamlScalar scalar
            ? (
                new(
                    Key,
                    $"{Key}: {scalar.Value}",
                    ConfigYaml.Expanded(ConfigYaml.Value(file, scalar), process.Process),
                    file.Origin ?? new TextOrigin.MountedFile(path)
                ),
                true,
                false
            )
            : (null, options.IsComplete, false);
    }

    private static ImmutableArray<Word> Split(Word text) =>
        [
            .. text
                .Text.Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Distinct(StringComparer.Ordinal)
                .Select(w => text.Slice(text.Text.IndexOf(w, StringComparison.Ordinal), w.Length)),
        ];

    private static (ServerSetting? Setting, string? File, bool IsComplete) OfWords(ImmutableArray<Word> words)
    {
        ServerSetting? setting = null;
        string? file = null;
        bool isComplete = true;
        for (int i = 0; i < words.Length; i++)
        {
            var word = words[i];
            if (!word.IsKnown)
            {
                isComplete = false;
                continue;
            }
            string text = word.Text;
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string name = equals > 0 ? text[..equals] : text;
            if (name is not (Option or "--config" or "-f"))
                continue;
            var value =
                equals > 0 ? word.Slice(equals + 1, text.Length - equals - 1)
                : i + 1 < words.Length ? words[++i]
                : Word.Unknown;
            if (name != Option)
                (file, isComplete) = (value.IsKnown ? value.Text : null, isComplete && value.IsKnown);
            else
                setting = new(Option, equals > 0 ? text : $"{Option} {value}", value, word.Origin ?? new TextOrigin.Argument("args"));
        }
        return (setting, file, isComplete);
    }
}
