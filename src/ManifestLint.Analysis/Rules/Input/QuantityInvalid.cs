using System.Collections.Frozen;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Input;

/// <summary>ML0003 quantity-invalid.</summary>
public sealed class QuantityInvalid() : PodAndObjectRule("ML0003")
{
    private const int LongestSuffix = 12;

    // runtime-memory.md §2.3; 0 counts as 1.
    private static readonly FrozenSet<string> MemoryDivisors = new[]
    {
        "0",
        "1",
        "1k",
        "1M",
        "1G",
        "1T",
        "1P",
        "1E",
        "1Ki",
        "1Mi",
        "1Gi",
        "1Ti",
        "1Pi",
        "1Ei",
    }.ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> CpuDivisors = new[] { "0", "1", "1m" }.ToFrozenSet(StringComparer.Ordinal);

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod) =>
        PodQuantities.Check(PodQuantities.Of(pod.Workload.Pod), q => Check(q, pod.Workload.Manifest));

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(Manifest manifest) =>
        PodQuantities.Check(ObjectQuantities.Of(manifest), q => Check(q, manifest));

    private Finding? Check(PodQuantity quantity, Manifest manifest)
    {
        var statement =
            quantity.Field.IsKnown(out var value) ? WrongValue(quantity, value, manifest)
            : Problem(quantity.Field) is { } problem ? Statement.Of($"{quantity.What} {problem}", so: Describe.Unreadable(manifest))
            : null;
        return statement is null
            ? null
            : At(quantity.Field.Node, quantity.Path, statement) with
            {
                Container = quantity.Container?.Name,
                SupersedesNothing = quantity.IsDivisor,
                Remedy = Repair(quantity, manifest.Editor) ?? Remedy.Told(Instead(quantity)),
            };
    }

    private static Statement? WrongValue(PodQuantity quantity, ResourceQuantity value, Manifest manifest)
    {
        string text = AmountInForce.Shown(quantity.Field.Text);
        if (quantity.IsDivisor)
        {
            bool isCpu = quantity.Resource.EndsWith(".cpu", StringComparison.Ordinal);
            return Placeholder.IsIn(quantity.Resource) || (isCpu ? CpuDivisors : MemoryDivisors).Contains(value.ToCanonicalString())
                ? null
                : Statement.Of(
                    $"{quantity.What} {text} has to be one unit, such as {(isCpu ? "1m" : "1M or 1Mi")}",
                    so: Rejection.OfObject(manifest)
                );
        }
        return value.IsNegative && IsBounded(manifest)
            ? Statement.Of($"{quantity.What} {text} is negative", so: Rejection.OfObject(manifest))
            : null;
    }

    // Of what is no pod's, quotas, claims and targets of an HPA have to be positive or zero; a LimitRange takes any sign.
    private static bool IsBounded(Manifest manifest) => manifest.Kind is not ("LimitRange" or "VerticalPodAutoscaler");

    // Of a text that is no quantity; null for a placeholder.
    private static string? Problem(Field<ResourceQuantity> field)
    {
        if (FieldReading.IsForeign(field.Node))
            return null;
        if (field.Node.Target is not YamlScalar scalar)
            return field.Node.Target is YamlMapping ? "is a mapping, not a quantity" : "is a list, not a quantity";
        // A word in capitals is a name that some script replaces, and no attempt at an amount.
        if (
            scalar.Value is { Length: > 3 } word
            && char.IsAsciiLetterUpper(word[0])
            && word.All(c => char.IsAsciiLetterUpper(c) || c == '_')
        )
            return null;
        if (SecretText.Holds(scalar.Location) && !SecretText.MayBeCarried(scalar.Value))
            return $"{SecretText.Hidden} is not a quantity";
        var resolved = QuantityScalar.Resolve(scalar.Value, scalar.Style == YamlScalarStyle.Plain, scalar.Tag);
        if (resolved.Kind is QuantityScalarKind.Invalid or QuantityScalarKind.ConversionError)
            return $"{scalar.Value} is {resolved.Reason}, not a quantity";
        string shown =
            scalar.Value.Length == 0 ? "\"\""
            : scalar.Value.Any(char.IsWhiteSpace) ? $"\"{scalar.Value}\""
            : scalar.Value;
        return $"{shown} is not a quantity: {Reason(QuantityDiagnosis.Of(resolved.Text))}";
    }

    private static string Reason(QuantityDiagnosis diagnosis) =>
        diagnosis.Problem switch
        {
            QuantityProblem.Empty => "it is empty",
            QuantityProblem.NoDigits => "it has no digits",
            QuantityProblem.QuotedHexadecimal => "a hexadecimal number must not be quoted",
            QuantityProblem.Comma => "a comma is not a decimal point",
            QuantityProblem.Underscore => "a quoted number has no underscores",
            QuantityProblem.TwoPoints => "it has two decimal points",
            QuantityProblem.TrailingText => "it does not end after its suffix",
            QuantityProblem.Blank => "it contains a space",
            QuantityProblem.UnknownSuffix => $"there is no suffix {Short(diagnosis.Suffix!)}",
            _ => "it is not a number",
        };

    private static string Short(string suffix) => suffix.Length > LongestSuffix ? $"{suffix[..LongestSuffix]}…" : suffix;

    // What ML0004 or ML0005 would say is none either.
    private static bool IsSlip(string repaired, PodQuantity quantity) =>
        ResourceQuantity.Parse(repaired) is { } value
        && (quantity.Tiny is not null ? UnitSlips.IsTiny(value) : quantity.Resource == "cpu" && UnitSlips.IsManyCores(repaired, value));

    // Of a value that can be read: -1Gi is 1Gi with a slip, 2Mi as a divisor is 1Mi.
    private static string? Instead(PodQuantity quantity)
    {
        if (!quantity.Field.IsKnown(out var value))
            return null;
        string text = quantity.Field.Text.Trim();
        if (value.IsNegative)
            return text is ['-', .. var positive] && ResourceQuantity.Parse(positive) is not null && !IsSlip(positive, quantity)
                ? $"{quantity.What} {positive}, if the minus is a slip"
                : null;
        int digits = text.AsSpan().IndexOfAnyExceptInRange('0', '9') is >= 0 and var end ? end : text.Length;
        if (!quantity.IsDivisor || digits == 0 || !int.TryParse(text.AsSpan(0, digits), CultureInfo.InvariantCulture, out int times))
            return null;
        string unit = "1" + text[digits..];
        bool isCpu = quantity.Resource.EndsWith(".cpu", StringComparison.Ordinal);
        return times > 1 && (isCpu ? CpuDivisors : MemoryDivisors).Contains(unit)
            ? $"divisor: {unit} (the number is then {(times == 2 ? "twice" : $"{times} times")} as large)"
            : null;
    }

    private static Remedy? Repair(PodQuantity quantity, YamlEditor editor)
    {
        if (quantity.Field.Node.Target is not YamlScalar scalar || quantity.Field.IsKnown(out _))
            return null;
        var diagnosis = QuantityDiagnosis.Of(QuantityScalar.Resolve(scalar.Value, scalar.Style == YamlScalarStyle.Plain, scalar.Tag).Text);
        if (diagnosis.Intended is { } intended && !IsSlip(intended, quantity))
            return Remedy.Safe($"{quantity.What} {intended}", editor.Replace(quantity.Field.Node, intended));
        if (diagnosis.Candidates.IsDefaultOrEmpty || diagnosis.Candidates.Any(c => IsSlip(c, quantity)))
            return null;
        string binary = diagnosis.Candidates[^1];
        return Remedy.Unsafe(
            $"{quantity.What} {binary}, or {diagnosis.Candidates[0]} if powers of ten are meant",
            editor.Replace(quantity.Field.Node, binary)
        );
    }
}
