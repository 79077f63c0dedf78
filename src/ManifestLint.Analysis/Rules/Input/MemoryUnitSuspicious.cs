using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0004 memory-unit-suspicious.</summary>
public sealed class MemoryUnitSuspicious() : PodRule("ML0004")
{
    private const long MiB = 1 << 20;

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
            if (Problem(quantity, scalar.Value.Trim(), value) is not { } problem)
                continue;
            yield return At(quantity.Field.Node, quantity.Path, $"{quantity.What} {problem}") with
            {
                Container = quantity.Container?.Name,
                Severity = quantity.IsLimit ? Severity.Error : Severity.Warning,
                Fix = Repair(quantity.Field.Node as YamlScalar, scalar.Value.Trim(), value, pod.Workload.Manifest.Editor),
            };
        }
    }

    private static string? Problem(PodQuantity quantity, string text, ResourceQuantity value)
    {
        if (QuantityDiagnosis.IsDigitless(text))
            return $"{text} has no digits and counts as 0, so {(quantity.IsLimit ? "there is no limit" : "nothing is set aside for the container")}";
        if (QuantityDiagnosis.HasSubUnitSuffix(text) && !value.IsZero)
        {
            string part = text[^1] switch
            {
                'm' => "a thousandth",
                'u' => "a millionth",
                _ => "a billionth",
            };
            string size = value.Bytes is { } rounded ? new ByteSize(rounded).ToHuman() : value.ToString();
            return $"{text} means {text[..^1]} times {part} of a byte, {size} in all, so {(quantity.IsLimit ? Consequence(value) : "nothing is set aside for the container")}";
        }
        if (!quantity.IsLimit || value.IsZero || value.Bytes is not (> 0 and < MiB and var bytes))
            return null;
        return $"{text} is only {new ByteSize(bytes).ToHuman()}, so {Consequence(value)}";
    }

    private static string Consequence(ResourceQuantity value) =>
        value.Bytes is { } bytes and < MiB
            ? bytes < 4096
                ? "the container cannot start: the kernel rounds the limit down to no page at all"
                : "the container cannot start"
            : "the container gets less than it seems";

    // 512m, 512 and 512u are 512Mi that somebody mistyped; a thousand kilobytes may be meant.
    private static Fix? Repair(YamlScalar? scalar, string text, ResourceQuantity value, YamlEditor editor)
    {
        if (scalar is null || value.IsZero)
            return null;
        string digits = QuantityDiagnosis.HasSubUnitSuffix(text) ? text[..^1] : text;
        return digits.Length is > 0 and < 6 && digits.All(char.IsAsciiDigit)
            ? Fix.Unsafe($"write {digits}Mi", editor.Replace(scalar, digits + "Mi"))
            : null;
    }
}
