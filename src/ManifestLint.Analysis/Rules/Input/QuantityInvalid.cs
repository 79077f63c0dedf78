using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0003 quantity-invalid.</summary>
public sealed class QuantityInvalid() : PodRule("ML0003")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        foreach (var quantity in PodQuantities.Of(pod.Workload.Pod))
        {
            if (Problem(quantity.Field) is not { } problem)
                continue;
            yield return At(
                quantity.Field.Node,
                quantity.Path,
                $"{quantity.What} {problem}, so the API server rejects the {pod.Workload.Manifest.Kind}"
            ) with
            {
                Container = quantity.Container?.Name,
                Fix = Repair(quantity.Field, pod.Workload.Manifest.Editor),
            };
        }
    }

    // Null where nothing is wrong, or where the text is a placeholder.
    private static string? Problem(Field<ResourceQuantity> field)
    {
        if (field.IsKnown(out var value))
            return value.IsNegative ? $"{field.Text} is negative" : null;
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
        return QuantityDiagnosis.Of(resolved.Text).Problem is { Length: > 0 } why
            ? $"{shown} is no quantity ({why})"
            : $"{shown} is no quantity";
    }

    private static Fix? Repair(Field<ResourceQuantity> field, YamlEditor editor)
    {
        if (field.Node is not YamlScalar scalar || field.IsKnown(out _))
            return null;
        var diagnosis = QuantityDiagnosis.Of(QuantityScalar.Resolve(scalar.Value, scalar.Style == YamlScalarStyle.Plain, scalar.Tag).Text);
        if (diagnosis.Intended is { } intended)
            return Fix.Safe($"write {intended}", editor.Replace(scalar, intended));
        if (diagnosis.Candidates.IsDefaultOrEmpty)
            return null;
        string binary = diagnosis.Candidates[^1];
        return Fix.Unsafe($"write {binary}, or {diagnosis.Candidates[0]} if powers of ten are meant", editor.Replace(scalar, binary));
    }
}
