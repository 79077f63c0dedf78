using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;

namespace ManifestLint.Operators;

/// <summary>
/// The RabbitMQ Cluster Operator: it tells RabbitMQ how much memory there is, which the watermark is a share of (operators.md §4).
/// Source: rabbitmq/cluster-operator 06cda8e8 internal/resource/configmap.go, statefulset.go, the CRD.
/// </summary>
internal sealed class RabbitMq() : Operator("RabbitMQ's operator")
{
    private const string File = "/etc/rabbitmq/rabbitmq.conf",
        Total = "total_memory_available_override_value = ",
        Watermark = "vm_memory_high_watermark.";

    // What the operator leaves to the kernel's own bookkeeping.
    private const long MostReserve = 2L << 30;

    private static readonly TextOrigin OfOperator = new TextOrigin.Operator("RabbitMQ's operator");

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: rabbitmq/cluster-operator 06cda8e8 internal/resource/statefulset.go, the CRD
            rabbitmq.com/RabbitmqCluster spec rabbitmq template=override.statefulSet.spec.template resources=resources absent=cpu:1,memory:2Gi/cpu:2,memory:2Gi run=rabbitmq-server replicas=replicas:1 called=StatefulSet/{/metadata.name}-server
            rabbitmq.com/RabbitmqCluster spec default-user-credential-updater if=secretBackend.vault.defaultUserPath empty=cpu:10m,memory:512Ki/cpu:500m,memory:128Mi
            rabbitmq.com/RabbitmqCluster spec init:setup-container empty=cpu:20m,memory:64Mi/cpu:20m,memory:64Mi
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        if (container.Program is not { } program)
            return;
        var own = container.WordAt("rabbitmq.additionalConfig") ?? Word.Of("");
        if (!own.IsKnown || container.Limit("memory").IsUnknown)
        {
            container.Program = program with { IsUnknown = true };
            return;
        }
        var lines = new List<Word>();
        if (container.Limit("memory") is { IsPositive: true } limit && limit.Value.Bytes is { } bytes)
            lines.Add(Word.Of($"{Total}{(bytes - Math.Min(bytes / 5, MostReserve)).ToString(CultureInfo.InvariantCulture)}\n", OfOperator));
        if (!own.Text.Contains(Watermark, StringComparison.Ordinal) && Share(container) is { } share)
            lines.Add(Word.Of($"{Watermark}relative = {share}\n", OfOperator));
        lines.Add(own);
        container.Program = program with { Files = program.Files.SetItem(File, Word.Concat(lines)) };
    }

    // 0.6 from 4.0 on, which the operator starts by itself; null for an image of which no release is known.
    private static string? Share(ContainerDraft container)
    {
        if (container.Image is not { } image)
            return "0.6";
        return ContainerImage.Parse(image).Known?.Major switch
        {
            null => null,
            >= 4 => "0.6",
            _ => "0.4",
        };
    }
}
