using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0004 memory-unit-suspicious.</summary>
public sealed class MemoryUnitSuspicious() : PodAndObjectRule("ML0004")
{
    private const long PageBytes = 4096;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) =>
        PodQuantities.Check(PodQuantities.Of(pod.Workload.Pod), q => Check(q, pod.Workload.Manifest.Editor, pod.Workload.Pod));

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(Manifest manifest) =>
        PodQuantities.Check(ObjectQuantities.Of(manifest), q => Check(q, manifest.Editor, null));

    private Finding? Check(PodQuantity quantity, YamlEditor editor, PodSpec? pod)
    {
        if (
            quantity.Tiny is not { } tiny
            || !quantity.Field.IsKnown(out var value)
            || value.IsNegative
            || quantity.Field.Node.Target is not YamlScalar { IsNull: false } scalar
        )
            return null;
        string text = scalar.Value.Trim();
        if (Problem(quantity, tiny, text, value, pod is { RunsOnWindows: true }) is not { } problem)
            return null;
        var finding = At(quantity.Field.Node, quantity.Path, problem) with
        {
            Container = quantity.Container?.Name,
            Severity = tiny.Severity,
        };
        return SlipRepair.With(finding, quantity, Meant(quantity.Field), pod, Meant, editor);
    }

    private static Statement? Problem(PodQuantity quantity, NextToNothing tiny, string text, ResourceQuantity value, bool isWindows)
    {
        string subject = $"{quantity.What} {text}";
        if (QuantityDiagnosis.IsDigitless(text))
            return Statement.Of($"{subject} has no digits and counts as 0", so: NoDigits(quantity));
        // What the suffix is says nothing: the API server itself prints 0.1Gi as 107374182400m.
        if (!UnitSlips.IsTiny(value))
            return null;
        if (QuantityDiagnosis.HasSubUnitSuffix(text))
        {
            string part = text[^1] switch
            {
                'm' => "thousandths",
                'u' => "millionths",
                _ => "billionths",
            };
            return Statement.Of($"{subject} is {Size(value)}: {text[^1]} means {part}", so: Consequence(quantity, tiny, value, isWindows));
        }
        return Statement.Of($"{subject} is only {Size(value)}", so: Consequence(quantity, tiny, value, isWindows));
    }

    private static string? NoDigits(PodQuantity quantity) =>
        !quantity.IsContainerResource ? null
        : quantity.IsLimit ? "there is no limit"
        : "nothing is set aside for the container";

    private static string Size(ResourceQuantity value) =>
        value.Bytes is not { } bytes ? $"{value} bytes"
        : bytes == 1 && value.IsFractional ? "less than a byte"
        : new ByteSize(bytes).ToHuman();

    private static string Consequence(PodQuantity quantity, NextToNothing tiny, ResourceQuantity value, bool isWindows) =>
        // rules.md rule 6: Windows has no such kernel.
        quantity is { IsLimit: true, Container: not null }
        && value.Bytes < PageBytes
        && !isWindows
            ? $"{tiny.Consequence}: the kernel rounds the limit down to no page at all"
            : tiny.Consequence;

    // 512m, 512 and 512u are 512Mi that somebody mistyped; a thousand kilobytes may be meant.
    private static string? Meant(Field<ResourceQuantity> field)
    {
        if (!field.IsKnown(out var value) || value.IsZero || !UnitSlips.IsTiny(value))
            return null;
        string text = field.Text.Trim(),
            digits = QuantityDiagnosis.HasSubUnitSuffix(text) ? text[..^1] : text;
        return digits.Length is > 0 and < 6 && digits.All(char.IsAsciiDigit) ? digits + "Mi" : null;
    }
}
