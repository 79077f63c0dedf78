using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.ConfigFiles;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Scanning;

namespace ManifestLint.Servers;

/// <summary>RabbitMQ's memory watermark. Sources: rabbitmq-server v4.0 deps/rabbit_common/src/rabbit_resource_monitor_misc.erl
/// (parse_information_unit), deps/rabbit_common/src/vm_memory_monitor.erl (parse_mem_limit, interpret_limit); docker-library/rabbitmq
/// docker-entrypoint.sh; runtime-memory.md §11.</summary>
internal static class RabbitMq
{
    private const string Relative = "vm_memory_high_watermark.relative",
        Absolute = "vm_memory_high_watermark.absolute",
        Override = "total_memory_available_override_value",
        Variable = "RABBITMQ_VM_MEMORY_HIGH_WATERMARK";

    private const string Beside = "what publishers still send, the bookkeeping of the queues and the Erlang runtime";

    private const string Consequence = "a backlog gets the container OOMKilled before RabbitMQ blocks its publishers";

    private static readonly ServerBudget Amount = new(80, 100, Beside, Consequence),
        Share = new(80, null, Beside, Consequence) { Cause = "RabbitMQ counts from the node's memory and reads no limit of a container" },
        ShareOfOverride = new(70, null, Beside, Consequence);

    public static Server Server { get; } = new("rabbitmq", ["rabbitmq-server"], Read) { Source = "https://www.rabbitmq.com/docs/memory" };

    // "2Gi" as Kubernetes writes it; releases before 3.13 know no such unit.
    private static string? Meant(string text) =>
        text.Length > 2 && text[^2] is 'K' or 'M' or 'G' or 'k' && text[^1] == 'i' && text[..^2].All(char.IsAsciiDigit)
            ? $"{text[..^2]}{(text[^2] is 'K' or 'k' ? "ki" : text[^2..])}B"
            : null;

    /// <summary>Reads an amount.</summary>
    /// <param name="text">Digits and a unit: <c>kB MB GB</c> are powers of 1000, <c>kiB MiB GiB</c> of 1024.</param>
    /// <param name="isRecent">True from 3.13 on: <c>k M G</c> are powers of 1000, not of 1024, and <c>Ki Mi Gi Ti TB TiB</c> exist.</param>
    /// <returns>Bytes, at most 2⁶³ − 1; null where RabbitMQ cannot read it and takes its default.</returns>
    public static long? ParseAmount(string text, bool isRecent)
    {
        int digits = 0;
        while (digits < text.Length && char.IsAsciiDigit(text[digits]))
            digits++;
        if (digits == 0 || !UInt128.TryParse(text.AsSpan(0, digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return null;
        string unit = text[digits..];
        ulong factor = unit switch
        {
            "" => 1,
            "kB" or "KB" or "kb" or "Kb" => 1000,
            "MB" or "mb" or "Mb" => 1_000_000,
            "GB" or "gb" or "Gb" => 1_000_000_000,
            "kiB" or "KiB" or "kib" or "KIB" => 1UL << 10,
            "MiB" or "mib" or "MIB" => 1UL << 20,
            "GiB" or "gib" or "GIB" => 1UL << 30,
            "k" or "K" => isRecent ? 1000 : 1UL << 10,
            "m" or "M" => isRecent ? 1_000_000 : 1UL << 20,
            "g" or "G" => isRecent ? 1_000_000_000 : 1UL << 30,
            "Ki" or "ki" when isRecent => 1UL << 10,
            "Mi" when isRecent => 1UL << 20,
            "Gi" when isRecent => 1UL << 30,
            "Ti" or "TiB" or "tib" or "TIB" when isRecent => 1UL << 40,
            "TB" or "tb" or "Tb" when isRecent => 1_000_000_000_000,
            _ => 0,
        };
        return factor == 0 ? null
            : number > (ulong)long.MaxValue / factor ? long.MaxValue
            : (long)(number * factor);
    }

    private static ServerFacts Read(ServerProcess process)
    {
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = "RabbitMQ",
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
            Values = Values(null),
        };
        if (OfVariable(process, facts) is { } old)
            return old;
        ServerSetting? absolute = null,
            relative = null,
            total = null;
        foreach (string path in Files(process))
        {
            if (process.ReadFile(path) is not { IsKnown: true } file)
                continue;
            foreach (var entry in IniText.Read(file, "#"))
            {
                if (entry.Key is not (Relative or Absolute or Override))
                    continue;
                var setting = new ServerSetting(
                    entry.Key,
                    $"{entry.Key} = {entry.Value}",
                    entry.Value,
                    entry.Value.Origin ?? file.Origin ?? new TextOrigin.MountedFile(path)
                );
                if (entry.Key == Absolute)
                    absolute = setting;
                else if (entry.Key == Override)
                    total = setting;
                else
                    relative = setting;
            }
        }
        // The share that is the default is told of no pod; an amount beats a share.
        if ((absolute ?? relative) is not { Value.IsKnown: true } chosen || total is { Value.IsKnown: false } || HasErlangTerms(process))
            return facts with { Certainty = RuntimeCertainty.Unknown };
        return Sized(facts, process, chosen, total);
    }

    /// <summary>The share of what it takes for the total that is in force where nothing is set, in percent.</summary>
    private static int DefaultPercent(string? version) => version is not null && !IsAtLeast(version, 4, 0) ? 40 : 60;

    private static ServerFacts Sized(ServerFacts facts, ServerProcess process, ServerSetting setting, ServerSetting? total)
    {
        facts = facts with { Source = setting };
        string text = setting.Value.Text;
        if (setting.Name == Absolute)
        {
            if (ParseAmount(text, IsRecent(facts.Version)) is not { } bytes)
            {
                return facts with
                {
                    Misread =
                    [
                        new(setting, ServerMisreadKind.Unreadable, 0)
                        {
                            Meant = Meant(text),
                            DefaultPercent = DefaultPercent(facts.Version),
                        },
                    ],
                };
            }
            return facts with
            {
                Values = Values(bytes),
                Sizes = [new(Absolute, bytes, setting, Amount) { Smaller = new(ServerUnitKind.Mebibytes, "MiB") }],
            };
        }
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share) || share is not (>= 0 and < 1e6))
            return facts with { Certainty = RuntimeCertainty.Unknown };
        // More than all of it counts as all of it.
        if (total is null)
            return WritesTotal(process) ? facts : OfNode(facts, process, setting, Math.Min(1, share));
        if (ParseAmount(total.Value.Text, IsRecent(facts.Version)) is not { } whole)
            return facts with { Certainty = RuntimeCertainty.Unknown };
        long size = (long)(whole * Math.Min(1, share));
        return facts with
        {
            Values = Values(size),
            Sizes =
            [
                new(Relative, size, setting, ShareOfOverride)
                {
                    By = ShareOf(MemoryBasis.Option, whole, Math.Min(1, share), size),
                    Smaller = Fixed(setting),
                },
            ],
        };
    }

    // Before 3.9 the official image adds the limit of cgroup v1 as the total where such a variable makes it write into the file; of cgroup v2 it knows nothing.
    // Source: docker-library/rabbitmq 3.8/ubuntu/docker-entrypoint.sh (allConfigKeys, shouldWriteConfig).
    private static bool WritesTotal(ServerProcess process) =>
        process.Image is { } image
        && Server.IsOfficial(image)
        && ServerVersion.IsAtMost(process, 3, 8)
        && process.Process.Environment.Keys.Any(name =>
            name is "RABBITMQ_DEFAULT_USER" or "RABBITMQ_DEFAULT_PASS" or "RABBITMQ_DEFAULT_VHOST"
            || name.StartsWith("RABBITMQ_SSL_", StringComparison.Ordinal)
            || name.StartsWith("RABBITMQ_MANAGEMENT_SSL_", StringComparison.Ordinal)
        );

    // No cgroup file is read: the total is MemTotal of /proc/meminfo, the node's.
    private static ServerFacts OfNode(ServerFacts facts, ServerProcess process, ServerSetting setting, double share)
    {
        var around = process.Input.Around;
        facts = facts with { Source = setting };
        if ((around.NodeMemoryBytes ?? around.AssumedNodeMemoryBytes) is not { } node)
            return facts;
        long size = (long)(node * share);
        // Nobody wrote it, and no image tells the release.
        bool isUsual = facts.Version is null && setting.From is TextOrigin.Operator or TextOrigin.ImageDefault;
        return facts with
        {
            Values = Values(around.NodeMemoryBytes is null ? null : size),
            Sizes =
            [
                new(Relative, size, setting, Share)
                {
                    IsOfNode = true,
                    OnNode =
                        $"RabbitMQ {(isUsual ? "from 4.0 on " : "")}blocks publishers only at {setting.Value.Text} of the node's memory",
                    By = ShareOf(MemoryBasis.Node, node, share, size),
                    Smaller = Fixed(setting),
                },
            ],
        };
    }

    // An amount in place of a share, which has a name of its own in the file.
    private static ServerUnit Fixed(ServerSetting setting) =>
        new(ServerUnitKind.Mebibytes, "MiB") { Instead = setting.Name == Variable ? null : $"{Absolute} = " };

    private static Derivation.Share ShareOf(MemoryBasis of, long whole, double share, long bytes) =>
        new(of, whole, share * 100)
        {
            Bytes = bytes,
            Source = "rabbitmq-server deps/rabbit_common/src/vm_memory_monitor.erl (interpret_limit)",
        };

    // The official image reads it before 3.9 and refuses to start with it from then on; Bitnami's still reads it.
    private static ServerFacts? OfVariable(ServerProcess process, ServerFacts facts)
    {
        if (process.Process.Variable(Variable) is not { } value || process.Image is not { } image)
            return null;
        var setting = new ServerSetting(
            Variable,
            $"{Variable}={WrittenText.Quoted(value.ToString())}",
            value,
            new TextOrigin.Variable(Variable)
        );
        bool isOfficial = Server.IsOfficial(image);
        if (isOfficial && facts.Version is { } version && IsAtLeast(version, 3, 9))
        {
            return value is not { IsKnown: true, Text.Length: > 0 }
                ? null
                : facts with
                {
                    Starts = false,
                    Source = setting,
                    Failure = new(ServerFailureKind.DeprecatedVariable, setting, 1)
                    {
                        Instead = InFile(value.Text, process.Input.Around.MemoryLimit.Value, facts.Version),
                    },
                };
        }
        if (!value.IsKnown || (isOfficial && facts.Version is null))
            return facts with { Certainty = RuntimeCertainty.Unknown };
        if (!isOfficial)
            facts = facts with { Certainty = RuntimeCertainty.Assumed, Assumption = new RuntimeAssumption.ImagePassesOn(Variable) };
        string text = value.Text;
        bool isPercent = text.EndsWith('%');
        if (isPercent || text.Contains('.', StringComparison.Ordinal))
        {
            return
                double.TryParse(text.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
                && (isPercent ? share / 100 : share) is >= 0 and <= 1 and var part
                // The official image of these releases takes the limit of cgroup v1 for the total, and no other.
                && !isOfficial
                ? OfNode(facts, process, setting, part)
                : facts with
                {
                    Source = setting,
                };
        }
        return Sized(facts, process, setting with { Name = Absolute }, null);
    }

    // The line of rabbitmq.conf that says the same; what fits the limit where it says more, as a share of the node does.
    private static string? InFile(string text, long? limit, string? version)
    {
        bool isShare = text.EndsWith('%') || text.Contains('.', StringComparison.Ordinal);
        if (
            limit is { } most
            && (isShare || ParseAmount(text, IsRecent(version)) > (Int128)most * Amount.WarnAbove / 100)
            && RoundAmount.Down((Int128)most * Amount.WarnAbove, 100).Mebibytes is > 0 and var mebibytes
        )
        {
            // What the share meant, of the limit instead of the node, where that fits.
            return isShare && Asked(text) is { } asked && asked * 100 <= Amount.WarnAbove
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Absolute} = {(long)(most * asked) >> 20}MiB in rabbitmq.conf ({WrittenText.Cut(text)} of the memory limit)"
                )
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Absolute} = {mebibytes}MiB in rabbitmq.conf ({Amount.WarnAbove} % of the memory limit at most)"
                );
        }
        return isShare
            ? Asked(text) is { } share
                ? string.Create(CultureInfo.InvariantCulture, $"{Relative} = {share:0.###} in rabbitmq.conf")
                : null
            : ParseAmount(text, IsRecent(version)) is null
                ? null
                : $"{Absolute} = {WrittenText.Cut(text)} in rabbitmq.conf";
    }

    // 0.6 of 0.6 and of 60%.
    private static decimal? Asked(string text) =>
        decimal.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal share)
            ? text.EndsWith('%')
                ? share / 100
                : share
            : null;

    // rabbitmq.conf, then conf.d in the order of its names, each setting over the one before it. Bitnami's image copies the first of its two folders over
    // the second. Source: bitnami/containers bitnami/rabbitmq scripts/librabbitmq.sh (rabbitmq_initialize, RABBITMQ_MOUNTED_CONF_DIR).
    private static IEnumerable<string> Files(ServerProcess process)
    {
        if (KnownImages.IsOf(process.Image, "bitnami"))
        {
            yield return "/opt/bitnami/rabbitmq/etc/rabbitmq/rabbitmq.conf";
            yield return "/bitnami/rabbitmq/conf/rabbitmq.conf";
        }
        string main = process.Process.Variable("RABBITMQ_CONFIG_FILE") is { IsKnown: true } named
            ? named.Text
            : "/etc/rabbitmq/rabbitmq.conf";
        if (!main.EndsWith(".conf", StringComparison.Ordinal))
            main += ".conf";
        yield return main;
        foreach (string path in process.Input.FilePaths())
        {
            if (
                path.EndsWith(".conf", StringComparison.Ordinal)
                && path != main
                && PathText.NameOf(PathText.FolderOf(path)) == "conf.d"
                && path.Contains("rabbitmq", StringComparison.Ordinal)
            )
                yield return path;
        }
    }

    // advanced.config, in Erlang's own terms, counts over rabbitmq.conf. Source: rabbitmq-server deps/rabbit/src/rabbit_prelaunch_conf.erl
    // (load_cuttlefish_config_file, apply_config).
    private static bool HasErlangTerms(ServerProcess process) =>
        process
            .Input.FilePaths()
            .Any(path =>
                path.EndsWith(".config", StringComparison.Ordinal)
                && process.ReadFile(path) is { IsKnown: true, Text: var text }
                && (
                    text.Contains("vm_memory_high_watermark", StringComparison.Ordinal) || text.Contains(Override, StringComparison.Ordinal)
                )
            );

    private static bool IsRecent(string? version) => version is null || IsAtLeast(version, 3, 13);

    private static bool IsAtLeast(string version, int major, int minor)
    {
        string[] parts = version.Split('.');
        if (!int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out int first))
            return false;
        // A tag of the major version alone is its newest release.
        int second =
            parts.Length > 1 && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                ? number
                : int.MaxValue;
        return first > major || (first == major && second >= minor);
    }

    private static ImmutableArray<RuntimeValue> Values(long? bytes) => [RuntimeValue.OfBytes("watermarkBytes", new(bytes), "watermark")];
}
