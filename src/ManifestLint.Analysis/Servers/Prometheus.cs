using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Servers;

/// <summary>
/// The soft limit that Prometheus gives its own collector: a share of the container's limit, since 3.0 without being asked. What its series and
/// queries need is in no setting. Source: prometheus/prometheus v3.5 cmd/prometheus/main.go (auto-gomemlimit.ratio must be above 0 and at most
/// 1); KimMachineGun/automemlimit memlimit/memlimit.go (GOMEMLIMIT beats it); runtime-memory.md §8, §11.
/// </summary>
internal static class Prometheus
{
    private const string Ratio = "--auto-gomemlimit.ratio",
        Switch = "auto-gomemlimit";

    private const double DefaultRatio = 0.9;

    // GOMEMLIMIT is soft: its size alone is never an error.
    private static readonly ServerBudget Soft = new(
        95,
        null,
        "memory that the Go runtime does not manage, mapped blocks among it",
        "nothing is left for what the Go runtime does not manage, and its collector acts too late"
    );

    public static Server Server { get; } =
        new("prometheus", ["prometheus"], Read)
        {
            Source = "prometheus cmd/prometheus/main.go (auto-gomemlimit)",
            // Their entrypoint is the program itself.
        };

    private static ServerFacts Read(ServerProcess process)
    {
        var facts = new ServerFacts
        {
            Name = Server.Name,
            Label = "Prometheus",
            Version = ServerVersion.Of(process),
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
            Values = Values(default),
        };
        ServerSetting? ratio = null;
        bool? isOn = facts.Version is { } version
            ? !version.StartsWith("1", StringComparison.Ordinal) && !version.StartsWith("2", StringComparison.Ordinal)
            : null;
        for (int i = 0; i < process.Arguments.Length; i++)
        {
            var word = process.Arguments[i];
            if (!word.IsKnown && word.Prefix.Length < Ratio.Length)
                return facts with { Certainty = RuntimeCertainty.Unknown, Starts = null };
            string text = word.Prefix;
            if (text is "--no-" + Switch)
                isOn = false;
            else if (
                text is "--" + Switch
                || (text.StartsWith("--enable-feature", StringComparison.Ordinal) && text.Contains(Switch, StringComparison.Ordinal))
            )
                isOn = true;
            else if (text.StartsWith(Ratio + "=", StringComparison.Ordinal))
                ratio = new(
                    Ratio,
                    word.ToString(),
                    word.IsKnown ? word.Slice(Ratio.Length + 1, text.Length - Ratio.Length - 1) : Word.Unknown,
                    word.Origin ?? new TextOrigin.Argument("args")
                );
            else if (text == Ratio && i + 1 < process.Arguments.Length)
                ratio = new(
                    Ratio,
                    $"{Ratio} {process.Arguments[++i]}",
                    process.Arguments[i],
                    word.Origin ?? new TextOrigin.Argument("args")
                );
        }
        if (ratio is null)
            return OfShare(facts, process, isOn, DefaultRatio, null);
        facts = facts with { Source = ratio };
        if (!ratio.Value.IsKnown)
            return facts with { Starts = null };
        // kingpin reads a float; whatever it is, the switch does not matter here.
        bool isNumber = double.TryParse(ratio.Value.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share);
        if (!isNumber || share is not (> 0 and <= 1))
        {
            return facts with
            {
                Starts = false,
                Failure = new(ServerFailureKind.Ratio, ratio, isNumber ? 1 : 2) { Meant = Meant(ratio.Value.Text) },
            };
        }
        return OfShare(facts, process, isOn ?? true, share, ratio);
    }

    // "80%" and "80" say what is meant.
    private static string? Meant(string text) =>
        decimal.TryParse(text.TrimEnd('%'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal percent)
        && percent is > 1 and <= 100
            ? (percent / 100).ToString("0.####", CultureInfo.InvariantCulture)
            : null;

    private static ServerFacts OfShare(ServerFacts facts, ServerProcess process, bool? isOn, double share, ServerSetting? setting)
    {
        // The variable beats the share, and what it says is Go's matter.
        if (
            process.Process.Variable("GOMEMLIMIT") is not null
            || isOn is not { } on
            || process.Input.Around.MemoryLimit is not { IsKnown: true, Value: { } limit }
        )
            return facts;
        if (!on)
            return facts with { Values = Values(FactValue.Unlimited) };
        long bytes = (long)(limit * share);
        facts = facts with { Values = Values(new(bytes)) };
        return setting is null
            ? facts
            : facts with
            {
                Sizes =
                [
                    new(Ratio, bytes, setting, Soft)
                    {
                        Kind = ServerSizeKind.SoftLimit,
                        Smaller = new(ServerUnitKind.Part) { Default = (int)(DefaultRatio * 100) },
                        By = new Derivation.Share(MemoryBasis.Limit, limit, share * 100)
                        {
                            Bytes = bytes,
                            Source = "prometheus cmd/prometheus/main.go (auto-gomemlimit)",
                        },
                    },
                ],
            };
    }

    private static ImmutableArray<RuntimeValue> Values(FactValue limit) =>
        [RuntimeValue.OfBytes("memoryLimitBytes", limit, "GOMEMLIMIT in force")];
}
