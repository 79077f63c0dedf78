using System.Globalization;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>
/// How long a Kafka broker keeps messages, as far as variables say it. Source: Kafka documentation, "Broker Configs" (log.retention.ms before
/// log.retention.minutes before log.retention.hours); images make <c>KAFKA_LOG_RETENTION_MS</c> of it, Bitnami's <c>KAFKA_CFG_LOG_RETENTION_MS</c>.
/// </summary>
internal static class KafkaRetention
{
    private const long Hour = 3_600_000;

    private static readonly (string Unit, long Milliseconds)[] s_units = [("MS", 1), ("MINUTES", 60_000), ("HOURS", Hour)];

    /// <summary>True if it is known and an hour at most.</summary>
    public static bool IsBrief(ProgramEnvironment environment)
    {
        foreach (var (unit, milliseconds) in s_units)
        {
            foreach (string prefix in (string[])["KAFKA_", "KAFKA_CFG_"])
            {
                if (environment.Variables.TryGetValue($"{prefix}LOG_RETENTION_{unit}", out var word))
                    return word.IsKnown
                        && long.TryParse(word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long kept)
                        && kept <= Hour / milliseconds;
            }
        }
        return false;
    }
}
