using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.ConfigFiles;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Servers;

/// <summary>ClickHouse's bound for all queries together. Sources: ClickHouse programs/server/Server.cpp (max_server_memory_usage: 0 is the
/// share of the memory, more than the share is lowered to it), src/Common/Config/ConfigProcessor.cpp (config.d), base/base/getMemoryAmount.cpp
/// (cgroups); runtime-memory.md §11.</summary>
internal static class ClickHouse
{
    private const string Absolute = "max_server_memory_usage",
        Ratio = "max_server_memory_usage_to_ram_ratio";

    private const double DefaultRatio = 0.9;

    private const string Beside = "what its tracker does not count: memory of threads, allocator and libraries";

    private static readonly ServerBudget Bound = new(
        90,
        100,
        Beside,
        "large queries get the container OOMKilled before ClickHouse fails one of them"
    );

    private static readonly ServerBudget Lowered = new(
        90,
        null,
        Beside,
        "it bounds nothing: other releases fill the container until it is OOMKilled"
    );

    public static Server Server { get; } =
        new("clickhouse", ["clickhouse-server"], Read)
        {
            Source = "https://clickhouse.com/docs/operations/server-configuration-parameters/settings (max_server_memory_usage)",
        };

    private static ServerFacts Read(ServerProcess process)
    {
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = "ClickHouse",
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
            Values = Values(null),
        };
        var (absolute, ratio) = Written(process);
        if (absolute is null && ratio is null)
            return facts with { Certainty = RuntimeCertainty.Unknown };
        facts = facts with { Source = absolute ?? ratio };
        var limit = process.Input.Around.MemoryLimit;
        long? bytes =
            absolute is null ? 0
            : absolute.Value.IsKnown && long.TryParse(absolute.Value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long amount)
                ? amount
            : null;
        if (ShareOf(ratio) is not { } part || bytes is not { } most || !limit.IsKnown)
            return facts;
        long? byShare = limit.Value is { } memory && part > 0 ? (long)Math.Min(memory * part, long.MaxValue) : null;
        if (most > 0 && (byShare is null || most <= byShare || ratio is null))
        {
            // Where the share is the default one, releases that see the container's limit lower the amount to it, so that it is no error.
            bool isLowered = ratio is null && most > byShare;
            return facts with
            {
                Values = Values(most),
                Sizes =
                [
                    new(Absolute, most, absolute!, isLowered ? Lowered : Bound)
                    {
                        Kind = isLowered ? ServerSizeKind.Lowered : ServerSizeKind.Value,
                    },
                ],
            };
        }
        if (byShare is not { } size || ratio is null)
            return facts;
        return facts with
        {
            Source = ratio,
            Values = Values(size),
            Sizes =
            [
                new(Ratio, size, ratio, Bound)
                {
                    Smaller = new(ServerUnitKind.Part),
                    By = new Derivation.Share(MemoryBasis.Limit, limit.Value ?? 0, part * 100)
                    {
                        Bytes = size,
                        Source = "ClickHouse programs/server/Server.cpp (max_server_memory_usage_to_ram_ratio)",
                    },
                },
            ],
        };
    }

    private static double? ShareOf(ServerSetting? ratio) =>
        ratio is null ? DefaultRatio
        : ratio.Value.IsKnown
        && double.TryParse(ratio.Value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
        && number is >= 0 and < 1e6
            ? number
        : null;

    private static (ServerSetting? Absolute, ServerSetting? Ratio) Written(ServerProcess process)
    {
        ServerSetting? absolute = null,
            ratio = null;
        foreach (string path in process.Input.FilePaths().Where(IsRead))
        {
            if (process.ReadFile(path) is not { IsKnown: true } file)
                continue;
            foreach (var (name, value) in path.EndsWith(".xml", StringComparison.Ordinal) ? OfXml(file) : OfYaml(file))
            {
                var setting = new ServerSetting(name, $"{name} {value}", value, file.Origin ?? new TextOrigin.MountedFile(path));
                if (name == Absolute)
                    absolute = setting;
                else
                    ratio = setting;
            }
        }
        return (absolute, ratio);
    }

    // The server's own files; users.xml and users.d hold other settings under the same names.
    private static bool IsRead(string path)
    {
        if (
            !path.Contains("clickhouse", StringComparison.Ordinal)
            || !(
                path.EndsWith(".xml", StringComparison.Ordinal)
                || path.EndsWith(".yaml", StringComparison.Ordinal)
                || path.EndsWith(".yml", StringComparison.Ordinal)
            )
        )
            return false;
        string folder = PathText.NameOf(PathText.FolderOf(path));
        return folder is "config.d" or "conf.d" || PathText.NameOf(path).StartsWith("config.", StringComparison.Ordinal);
    }

    private static IEnumerable<(string Name, Word Value)> OfXml(Word file) =>
        XmlText
            .Elements(file)
            .Where(e => e.Name is Absolute or Ratio)
            .Select(e => (e.Name, e.HasAttributes || Placeholder.IsIn(e.Value.Text) ? Word.Unknown : e.Value));

    private static IEnumerable<(string Name, Word Value)> OfYaml(Word file)
    {
        if (ConfigYaml.Read(file) is not { } root)
            yield break;
        foreach (string name in new[] { Absolute, Ratio })
        {
            if (root[name] is YamlScalar scalar)
                yield return (name, Placeholder.IsIn(scalar.Value) ? Word.Unknown : ConfigYaml.Value(file, scalar));
        }
    }

    private static ImmutableArray<RuntimeValue> Values(long? bytes) =>
        [RuntimeValue.OfBytes("maxServerMemoryBytes", new(bytes), "max server memory")];
}
