using System.Text.Json;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Quantities;

/// <summary>Every case of tests/vectors/quantity.json; none is left out.</summary>
public sealed class QuantityVectorTests
{
    [Theory]
    [InlineData("parse")]
    [InlineData("yaml")]
    [InlineData("json")]
    [InlineData("compare")]
    [InlineData("add")]
    [InlineData("roundUp")]
    public void Every_case_holds(string op)
    {
        var run = new VectorRun($"quantity-{op}");
        foreach (var c in VectorFiles.Cases("quantity").Where(c => Text(c, "op") == op))
            run.Add(c, Check(op, c));
        run.Settle();
    }

    [Fact]
    public void No_operation_is_left_out()
    {
        var known = new HashSet<string?>(StringComparer.Ordinal) { "parse", "yaml", "json", "compare", "add", "roundUp" };
        Assert.All(VectorFiles.Cases("quantity"), c => Assert.Contains(Text(c, "op"), known));
    }

    private static IEnumerable<string> Check(string op, JsonElement c) =>
        op switch
        {
            "parse" => CheckParse(c, Text(c, "input")!),
            "yaml" => CheckScalar(c, FromYaml(Text(c, "input")!)),
            "json" => CheckScalar(c, QuantityScalar.FromJson(Text(c, "input"))),
            "compare" => Differs("order", c.GetProperty("expected").GetInt32(), Quantity(c, "x").CompareTo(Quantity(c, "y"))),
            "add" => Differs("sum", Text(c, "expected"), (Quantity(c, "x") + Quantity(c, "y")).ToCanonicalString()),
            _ => CheckRoundUp(c),
        };

    private static IEnumerable<string> CheckParse(JsonElement c, string text)
    {
        bool isValid = ResourceQuantity.TryParse(text, out var value, out var error);
        if (!c.GetProperty("valid").GetBoolean())
            return Differs("error", Text(c, "error"), error.ToString());
        if (!isValid)
            return [$"is refused: {error}"];
        return
        [
            .. Differs("value", Text(c, "value"), Exact(value)),
            .. Differs("format", Text(c, "format"), value.Format.ToString()),
            .. Differs("bytes", Text(c, "bytes"), value.Bytes?.ToString()),
            .. Differs("milli", Text(c, "milli"), value.Milli?.ToString()),
            .. Differs("canonical", Text(c, "canonical"), value.ToCanonicalString()),
            .. Differs("serialized", Text(c, "serialized"), ResourceQuantity.Serialized(text)),
            .. Differs("stored", Text(c, "stored"), ResourceQuantity.Stored(text)),
            .. Differs("apiAccepted", c.GetProperty("apiAccepted").GetBoolean(), !value.IsNegative),
            .. Differs("fractional", c.GetProperty("fractional").GetBoolean(), value.IsFractional),
        ];
    }

    private static IEnumerable<string> CheckScalar(JsonElement c, QuantityScalar? scalar)
    {
        ResourceQuantity value = default;
        bool isValid =
            scalar is { Kind: QuantityScalarKind.Quantity or QuantityScalarKind.Null }
            && ResourceQuantity.TryParse(scalar.Value.Text, out value, out _);
        if (!c.GetProperty("valid").GetBoolean() || !isValid)
            return Differs("valid", c.GetProperty("valid").GetBoolean(), isValid);
        return
        [
            .. Differs("serialized", Text(c, "serialized"), ResourceQuantity.Serialized(scalar!.Value.Text)),
            .. Differs("value", Text(c, "value"), Exact(value)),
            .. Differs("bytes", Text(c, "bytes"), value.Bytes?.ToString()),
        ];
    }

    private static IEnumerable<string> CheckRoundUp(JsonElement c)
    {
        var before = Quantity(c, "input");
        var after = before.RoundUp(c.GetProperty("scale").GetInt32());
        return
        [
            .. Differs("value", Text(c, "expectedValue"), Exact(after)),
            .. Differs("exact", c.GetProperty("exact").GetBoolean(), after == before),
        ];
    }

    // The scalar under "memory:", null where it is no scalar. The text is indented as deep as the vectors' block scalars ask.
    private static QuantityScalar? FromYaml(string text)
    {
        var file = YamlReader.Read(new SourceText("case.yaml", $"        memory: {text}\n"));
        if (file.Documents is not [{ Root: YamlMapping { Entries: [{ Value.Target: YamlScalar scalar }] } }])
            return null;
        return QuantityScalar.Resolve(scalar.Value, scalar.Style == YamlScalarStyle.Plain, scalar.Tag);
    }

    private static ResourceQuantity Quantity(JsonElement c, string name) =>
        ResourceQuantity.Parse(Text(c, name)) ?? throw new FormatException(Text(c, name));

    /// <summary>All digits of a value, with a point where it has a fraction.</summary>
    private static string Exact(ResourceQuantity value)
    {
        var digits = value.AsDigits();
        string sign = digits.IsNegative ? "-" : "";
        if (digits.Exponent >= 0)
            return sign + digits.Digits + new string('0', (int)digits.Exponent);
        var padded = digits.Digits.PadLeft((int)-digits.Exponent + 1, '0');
        return sign + padded.Insert(padded.Length + (int)digits.Exponent, ".");
    }

    private static IEnumerable<string> Differs<T>(string what, T expected, T actual) =>
        EqualityComparer<T>.Default.Equals(expected, actual) ? [] : [$"{what} is {actual}, not {expected}"];

    private static string? Text(JsonElement c, string name) => c.GetProperty(name).GetString();
}
