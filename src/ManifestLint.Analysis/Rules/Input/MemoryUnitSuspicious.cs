using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0004 memory-unit-suspicious.</summary>
public sealed class MemoryUnitSuspicious() : PodRule("ML0004")
{
    private const long MiB = 1 << 20;
    private const long PageBytes = 4096;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        foreach (var quantity in PodQuantities.Of(pod.Workload.Pod))
        {
            if (quantity.Resource != "memory" || !quantity.IsContainerResource)
                continue;
            if (
                !quantity.Field.IsKnown(out var value)
                || value.IsNegative
                || quantity.Field.Node.Target is not YamlScalar { IsNull: false } scalar
            )
                continue;
            string text = scalar.Value.Trim();
            if (Problem(quantity, text, value, pod) is not { } problem)
                continue;
            yield return At(quantity.Field.Node, quantity.Path, problem) with
            {
                Container = quantity.Container?.Name,
                Severity = quantity.IsLimit ? Severity.Error : Severity.Warning,
                Fix = Repair(quantity, text, value, pod.Workload.Manifest.Editor),
            };
        }
    }

    private static Statement? Problem(PodQuantity quantity, string text, ResourceQuantity value, PodFacts pod)
    {
        string subject = $"{quantity.What} {text}";
        if (QuantityDiagnosis.IsDigitless(text))
            return Statement.Of(
                $"{subject} has no digits and counts as 0",
                so: quantity.IsLimit ? Refusal(quantity, value, pod) ?? "there is no limit" : "nothing is set aside for the container"
            );
        if (QuantityDiagnosis.HasSubUnitSuffix(text) && !value.IsZero)
        {
            string part = text[^1] switch
            {
                'm' => "thousandths",
                'u' => "millionths",
                _ => "billionths",
            };
            return Statement.Of($"{subject} is {Size(value)}: {text[^1]} stands for {part}", so: Consequence(quantity, value, pod));
        }
        if (!quantity.IsLimit || value.IsZero || value.Bytes is not (> 0 and < MiB))
            return null;
        return Statement.Of($"{subject} is only {Size(value)}", so: Consequence(quantity, value, pod));
    }

    private static string Size(ResourceQuantity value) =>
        value.Bytes is not { } bytes ? $"{value} bytes"
        : bytes == 1 && value.IsFractional ? "less than a byte"
        : new ByteSize(bytes).ToHuman();

    private static string Consequence(PodQuantity quantity, ResourceQuantity value, PodFacts pod)
    {
        bool isTiny = value.Bytes is < MiB;
        if (!quantity.IsLimit)
            return isTiny ? "next to nothing is set aside for the container" : "less is set aside for the container than it seems";
        if (Refusal(quantity, value, pod) is { } refusal)
            return refusal;
        if (!isTiny)
            return "the container gets less than it seems";
        if (pod.Workload.Pod.RunsOnWindows)
            return "no program fits in it";
        return value.Bytes < PageBytes
            ? "the container cannot start: the kernel rounds the limit down to no page at all"
            : "the container cannot start";
    }

    // A limit below its request never comes to anything: VAL-3. Null where it is not.
    private static string? Refusal(PodQuantity quantity, ResourceQuantity limit, PodFacts pod)
    {
        var manifest = pod.Workload.Manifest;
        var written = (quantity.Container?.Resources ?? pod.Workload.Pod.Resources).Requests["memory"];
        if (!written.IsAbsent)
            return written.IsKnown(out var asked) && asked.ToStored() > limit.ToStored() ? Describe.Rejected(manifest) : null;
        var filled = quantity.Container is { } own
            ? pod.Containers.FirstOrDefault(c => ReferenceEquals(c.Spec, own))?.MemoryRequest
            : pod.Amounts.PodLevel?.Requests["memory"];
        return filled is { IsKnown: true } request && request.Value > limit.ToStored() ? Describe.RejectedPods(manifest) : null;
    }

    // 512m, 512 and 512u are 512Mi that somebody mistyped; a thousand kilobytes may be meant.
    private static Fix? Repair(PodQuantity quantity, string text, ResourceQuantity value, YamlEditor editor)
    {
        if (quantity.Field.Node is not YamlScalar scalar || value.IsZero)
            return null;
        string digits = QuantityDiagnosis.HasSubUnitSuffix(text) ? text[..^1] : text;
        return digits.Length is > 0 and < 6 && digits.All(char.IsAsciiDigit)
            ? Fix.Unsafe($"{quantity.What} {digits}Mi", editor.Replace(scalar, digits + "Mi"))
            : null;
    }
}
