using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;

namespace ManifestLint.Rules.Input;

/// <summary>ML0005 cpu-unit-suspicious.</summary>
public sealed class CpuUnitSuspicious() : PodRule("ML0005")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        foreach (var quantity in PodQuantities.Of(pod.Workload.Pod))
        {
            if (quantity.Resource != "cpu" || !quantity.IsContainerResource || !quantity.Field.IsKnown(out var value) || value.IsNegative)
                continue;
            string text = quantity.Field.Text.Trim();
            bool isMany = ManyCores.Are(quantity, value, pod);
            var statement =
                isMany
                    ? Statement.Of(
                        $"{quantity.What} {text} means {text} cores",
                        so: quantity.IsLimit
                            ? "it limits nothing: hardly any node has that many"
                            : "the pod stays Pending: hardly any node has that many"
                    )
                : quantity.IsLimit && !value.IsZero && value < Thousandth
                    ? Statement.Of(
                        $"{quantity.What} {text} is less than a thousandth of a core",
                        so: "it is rounded up to 1m and the container hardly runs"
                    )
                : null;
            if (statement is null)
                continue;
            var finding = At(quantity.Field.Node, quantity.Path, statement) with { Container = quantity.Container?.Name };
            yield return isMany
                ? SlipRepair.With(finding, quantity, Meant(quantity.Field), pod.Workload.Pod, Meant, pod.Workload.Manifest.Editor)
                : finding with
                {
                    Remedy = Remedy.Told(InThousandths(text, quantity.Container?.Resources.Requests["cpu"])),
                };
        }
    }

    // 500 and 250 are 500m and 250m that somebody mistyped.
    private static string? Meant(Field<ResourceQuantity> field) =>
        field.IsKnown(out var value) && field.Text.Trim() is { Length: < 6 } text && UnitSlips.IsManyCores(text, value) ? text + "m" : null;

    // 500u: the next unit.
    private static string? InThousandths(string text, Field<ResourceQuantity>? request) =>
        text is [.. { Length: > 0 and < 6 } digits, 'u' or 'n']
        && digits.All(char.IsAsciiDigit)
        && ResourceQuantity.Parse(digits + "m") is { IsZero: false } value
        && !(request is { } asked && asked.IsKnown(out var least) && least > value)
            ? string.Create(CultureInfo.InvariantCulture, $"cpu limit {digits}m ({value.Milli / 1000m:0.###} cores), if that was meant")
            : null;

    private static ResourceQuantity Thousandth { get; } = ResourceQuantity.Parse("1m")!.Value;
}
