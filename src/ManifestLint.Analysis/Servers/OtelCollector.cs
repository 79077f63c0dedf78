using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.ConfigFiles;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Servers;

/// <summary>The memory_limiter of the OpenTelemetry Collector. Source: open-telemetry/opentelemetry-collector internal/memorylimiter/config.go
/// (Validate) and memorylimiter.go (getMemUsageChecker: limit_mib before limit_percentage, which is of the cgroup's limit); runtime-memory.md §11.</summary>
internal static class OtelCollector
{
    private const string Limit = "limit_mib",
        Percentage = "limit_percentage",
        SpikeLimit = "spike_limit_mib",
        SpikePercentage = "spike_limit_percentage",
        Interval = "check_interval";

    private static readonly ServerBudget Bound = new(
        90,
        100,
        "memory outside the Go heap and data that comes in between two checks",
        "a burst gets the container OOMKilled before the collector refuses data"
    );

    public static Server Server { get; } =
        new(
            "otel-collector",
            ["otelcol", "otelcol-contrib", "otelcol-k8s", "otelcol-otlp", "otelcontribcol", "otelcol-custom", "otelcol-sumo"],
            Read
        )
        {
            Source = "opentelemetry-collector processor/memorylimiterprocessor/README.md",
            // Their entrypoint is the program itself. Source: open-telemetry/opentelemetry-collector-releases distributions/*/Dockerfile.
        };

    /// <summary>The facts of the container that the operator makes from an OpenTelemetryCollector; null where its configuration is none.</summary>
    /// <param name="config">The configuration in the resource; null: none.</param>
    /// <param name="around">Its limits.</param>
    public static ServerFacts? OfResource(YamlNode? config, RuntimeSurroundings around)
    {
        var nothing = new Process([], ImmutableDictionary<string, Word>.Empty, EnvironmentComplete: false);
        var process = new ServerProcess(Server.Programs[0], [], nothing, null, new ServerInput(ProcessPlan.Nothing, null, around));
        // v1beta1 has a mapping, v1alpha1 a text.
        if (config is YamlMapping mapping)
            return OfConfigs(
                [
                    new(
                        mapping,
                        s => Word.Of(s.Value, new TextOrigin.ResourceField(ConfigField) { Scalar = s }),
                        new TextOrigin.ResourceField(ConfigField)
                    ),
                ],
                process,
                isComplete: true
            );
        if (config is not YamlScalar text)
            return null;
        var file = Word.Of(text.Value, new TextOrigin.ResourceField(ConfigField) { Scalar = text });
        return ConfigYaml.Read(file) is { } root
            ? OfConfigs([new(root, s => ConfigYaml.Value(file, s), new TextOrigin.ResourceField(ConfigField))], process, isComplete: true)
            : null;
    }

    private static YamlPath ConfigField => YamlPath.Of("spec", "config");

    /// <summary>A configuration with what tells where its scalars stand.</summary>
    private sealed record Config(YamlMapping Root, Func<YamlScalar, Word> Word, TextOrigin From);

    private static ServerFacts Read(ServerProcess process)
    {
        var configs = new List<Config>();
        bool isComplete = true;
        for (int i = 0; i < process.Arguments.Length; i++)
        {
            var word = process.Arguments[i];
            if (
                !word.IsKnown
                || word.Text.StartsWith("--set", StringComparison.Ordinal)
                || word.Text.StartsWith("--feature-gates=", StringComparison.Ordinal)
            )
            {
                isComplete &= word.IsKnown && !word.Text.StartsWith("--set", StringComparison.Ordinal);
                continue;
            }
            string option = word.Text.StartsWith("--", StringComparison.Ordinal) ? word.Text[1..] : word.Text;
            string? path =
                option.StartsWith("-config=", StringComparison.Ordinal) ? option["-config=".Length..]
                : option == "-config" && i + 1 < process.Arguments.Length ? process.Arguments[++i].Text
                : null;
            if (path is null)
                continue;
            Word? file = path.StartsWith("env:", StringComparison.Ordinal)
                ? process.Process.Variable(path[4..])
                : process.ReadFile(path.StartsWith("file:", StringComparison.Ordinal) ? path[5..] : path);
            if (file is { IsKnown: true } && ConfigYaml.Read(file) is { } root)
                configs.Add(new(root, s => ConfigYaml.Value(file, s), file.Origin ?? new TextOrigin.MountedFile(path)));
            else
                isComplete = false;
        }
        // Configurations are merged; what more than one of them says is not told apart here.
        return OfConfigs(configs, process, isComplete && configs.Count == 1);
    }

    private static ServerFacts OfConfigs(List<Config> configs, ServerProcess process, bool isComplete)
    {
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = "OpenTelemetry Collector",
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
            Values = Values(null),
        };
        if (!isComplete || configs is not [var config])
            return facts with { Certainty = RuntimeCertainty.Unknown, Starts = null };
        bool isFound = false;
        foreach (string section in new[] { "processors", "extensions" })
        {
            foreach (var entry in config.Root.MappingAt(section)?.EffectiveEntries() ?? [])
            {
                if (entry.Name is not { } id || (id != "memory_limiter" && !id.StartsWith("memory_limiter/", StringComparison.Ordinal)))
                    continue;
                isFound = true;
                var limiter = new Limiter(id, entry, config, process);
                if (limiter.Failure() is { } failure)
                    return facts with { Starts = false, Failure = failure, Source = failure.Setting };
                if (IsUsed(config.Root, id) && limiter.Size(process.Input.Around.MemoryLimit) is { } size)
                    facts = facts with
                    {
                        Sizes = facts.Sizes.Add(size),
                        Source = facts.Source ?? size.Setting,
                        Values = Values(size.Bytes),
                    };
            }
        }
        return isFound ? facts : facts with { Values = Values(null) };
    }

    private static bool IsUsed(YamlMapping root, string id)
    {
        if (root.MappingAt("service") is not { } service)
            return false;
        if (Names(service["extensions"]).Contains(id))
            return true;
        return service
                .MappingAt("pipelines")
                ?.EffectiveEntries()
                .Any(p => p.Value.Target is YamlMapping pipeline && Names(pipeline["processors"]).Contains(id)) == true;
    }

    private static IEnumerable<string> Names(YamlNode? list) =>
        (list as YamlSequence)?.Items.Select(i => i.Target).OfType<YamlScalar>().Select(s => s.Value) ?? [];

    private static ImmutableArray<RuntimeValue> Values(long? bytes) =>
        [RuntimeValue.OfBytes("memoryLimiterBytes", new(bytes), "memory limiter")];

    /// <summary>One memory_limiter.</summary>
    private sealed class Limiter(string id, YamlEntry entry, Config config, ServerProcess process)
    {
        private readonly YamlMapping? _settings = entry.Value.Target as YamlMapping;

        /// <summary>Why the collector refuses it; null if it does not or that cannot be known.</summary>
        public ServerFailure? Failure()
        {
            var key = entry.Key.Target is YamlScalar name ? config.Word(name) : Word.Of(id);
            ServerSetting Missing(string written) => new(id, $"{id} {written}", key, config.From);
            if (_settings is null)
                return entry.Value.Target is YamlScalar { IsNull: true }
                    ? new(ServerFailureKind.IntervalZero, Missing("without settings"), 1)
                    : null;
            if (Value(Interval) is not { } interval)
                return new(ServerFailureKind.IntervalMissing, Missing("without check_interval"), 1);
            if (
                interval.Value is { IsKnown: true } time
                && time.Text.Length > 0
                && !time.Text.Any(c => c is >= '1' and <= '9')
                && time.Text.Contains('0', StringComparison.Ordinal)
            )
                return new(ServerFailureKind.IntervalZero, interval, 1);
            var (limit, share, spike, spikeShare) = (Value(Limit), Value(Percentage), Value(SpikeLimit), Value(SpikePercentage));
            foreach (var setting in new[] { limit, share, spike, spikeShare })
            {
                if (setting is { Value.IsKnown: true } && Number(setting) is null && setting.Value.Text.Any(char.IsAsciiLetter))
                    return new(ServerFailureKind.LimiterNumber, setting, 1);
            }
            if (limit is null && share is null)
                return new(ServerFailureKind.LimiterWithoutLimit, Missing("without a limit"), 1);
            var (mebibytes, percent) = (limit is null ? 0 : Number(limit), share is null ? 0 : Number(share));
            if (mebibytes == 0 && percent == 0)
                return new(ServerFailureKind.LimiterWithoutLimit, limit ?? share!, 1);
            if (percent > 100)
                return new(ServerFailureKind.PercentageAboveAll, share!, 1);
            if (spikeShare is not null && Number(spikeShare) > 100)
                return new(ServerFailureKind.PercentageAboveAll, spikeShare, 1);
            if (mebibytes > 0 && spike is not null && Number(spike) >= mebibytes)
                return new(ServerFailureKind.SpikeAboveLimit, spike, 1) { Instead = Spike(spike, mebibytes) };
            if (percent > 0 && spikeShare is not null && Number(spikeShare) >= percent)
                return new(ServerFailureKind.SpikeAbovePercentage, spikeShare, 1) { Instead = Spike(spikeShare, percent) };
            return null;

            // Source: opentelemetry-collector internal/memorylimiter/memorylimiter.go (newFixedMemUsageChecker): a fifth where nothing is set.
            static string? Spike(ServerSetting setting, long? limit) =>
                limit / 5 is > 0 and var fifth ? $"{setting.Name}: {fifth} (a fifth of the limit, the default)" : null;
        }

        /// <summary>The amount from which it refuses data; null if unknown.</summary>
        public ServerSize? Size(Allowance memory)
        {
            var (limit, share) = (Value(Limit), Value(Percentage));
            if (limit is not null && Number(limit) is not 0)
            {
                return Number(limit) is { } mebibytes && mebibytes < long.MaxValue >> 20
                    ? new(id, mebibytes << 20, limit, Bound) { Smaller = new(ServerUnitKind.Mebibytes) }
                    : null;
            }
            if (share is null || Number(share) is not { } percent || memory is not { IsKnown: true, Value: { } bytes })
                return null;
            long size = (long)((Int128)bytes * percent / 100);
            return new(id, size, share, Bound)
            {
                Smaller = new(ServerUnitKind.Percent),
                By = Derivation.Share.Between(
                    MemoryBasis.Limit,
                    bytes,
                    (int)percent,
                    "opentelemetry-collector internal/memorylimiter/memorylimiter.go (getMemUsageChecker)"
                ),
            };
        }

        private ServerSetting? Value(string name)
        {
            if (_settings?.Find(name) is not { } found)
                return null;
            var word = found.Value.Target is YamlScalar scalar ? ConfigYaml.Expanded(config.Word(scalar), process.Process) : Word.Unknown;
            return new(name, $"{name}: {word}", word, config.From);
        }

        private static long? Number(ServerSetting setting) =>
            setting.Value.IsKnown
            && long.TryParse(setting.Value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number <= uint.MaxValue
                ? number
                : null;
    }
}
