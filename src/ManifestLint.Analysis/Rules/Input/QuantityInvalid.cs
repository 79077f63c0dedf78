using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0003 quantity-invalid.</summary>
public sealed class QuantityInvalid() : PodRule("ML0003")
{
    private const int LongestSuffix = 12;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        foreach (var quantity in PodQuantities.Of(pod.Workload.Pod))
        {
            var manifest = pod.Workload.Manifest;
            var statement = quantity.Field.IsKnown(out var value)
                ? value.IsNegative
                    ? Statement.Of($"{quantity.What} {quantity.Field.Text} is negative", so: Describe.Rejected(manifest))
                    : null
                : Problem(quantity.Field) is { } problem
                    ? Statement.Of($"{quantity.What} {problem}", so: Describe.Unreadable(manifest))
                    : null;
            if (statement is null)
                continue;
            yield return At(quantity.Field.Node, quantity.Path, statement) with
            {
                Container = quantity.Container?.Name,
                Fix = Repair(quantity, manifest.Editor),
            };
        }
    }

    // Of a text that is no quantity; null for a placeholder.
    private static string? Problem(Field<ResourceQuantity> field)
    {
        if (FieldReading.IsForeign(field.Node))
            return null;
        if (field.Node.Target is not YamlScalar scalar)
            return field.Node.Target is YamlMapping ? "is a mapping, not a quantity" : "is a list, not a quantity";
        var resolved = QuantityScalar.Resolve(scalar.Value, scalar.Style == YamlScalarStyle.Plain, scalar.Tag);
        if (resolved.Kind is QuantityScalarKind.Invalid or QuantityScalarKind.ConversionError)
            return $"{scalar.Value} is {resolved.Reason}, not a quantity";
        string shown =
            scalar.Value.Length == 0 ? "\"\""
            : scalar.Value.Any(char.IsWhiteSpace) ? $"\"{scalar.Value}\""
            : scalar.Value;
        return $"{shown} is no quantity: {Reason(QuantityDiagnosis.Of(resolved.Text))}";
    }

    private static string Reason(QuantityDiagnosis diagnosis) =>
        diagnosis.Problem switch
        {
            QuantityProblem.Empty => "it is empty",
            QuantityProblem.NoDigits => "it has no digits",
            QuantityProblem.QuotedHexadecimal => "a hexadecimal number must not be quoted",
            QuantityProblem.Comma => "a comma is no decimal point",
            QuantityProblem.Underscore => "a quoted number has no underscores",
            QuantityProblem.TwoPoints => "it has two decimal points",
            QuantityProblem.TrailingText => "it does not end after its suffix",
            QuantityProblem.Blank => "it contains a blank",
            QuantityProblem.UnknownSuffix => $"there is no suffix {Short(diagnosis.Suffix!)}",
            _ => "it is no number",
        };

    private static string Short(string suffix) => suffix.Length > LongestSuffix ? $"{suffix[..LongestSuffix]}…" : suffix;

    private static Fix? Repair(PodQuantity quantity, YamlEditor editor)
    {
        if (quantity.Field.Node is not YamlScalar scalar || quantity.Field.IsKnown(out _))
            return null;
        var diagnosis = QuantityDiagnosis.Of(QuantityScalar.Resolve(scalar.Value, scalar.Style == YamlScalarStyle.Plain, scalar.Tag).Text);
        if (diagnosis.Intended is { } intended)
            return Fix.Safe($"{quantity.What} {intended}", editor.Replace(scalar, intended));
        if (diagnosis.Candidates.IsDefaultOrEmpty)
            return null;
        string binary = diagnosis.Candidates[^1];
        return Fix.Unsafe(
            $"{quantity.What} {binary}, or {diagnosis.Candidates[0]} if powers of ten are meant",
            editor.Replace(scalar, binary)
        );
    }
}
