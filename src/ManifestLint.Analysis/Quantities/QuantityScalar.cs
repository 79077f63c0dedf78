using System.Globalization;
using System.Text;
using ManifestLint.Yaml;

namespace ManifestLint.Quantities;

/// <summary>What a YAML or JSON value is to the decoder of a quantity.</summary>
public enum QuantityScalarKind
{
    /// <summary>A text for <see cref="ResourceQuantity.TryParse"/>, which may still be no quantity.</summary>
    Quantity,

    /// <summary>Null: the quantity zero, and the key counts as present .</summary>
    Null,

    /// <summary>Something that no quantity can be: a boolean, a date, a list, a mapping.</summary>
    Invalid,

    /// <summary>The file does not even become JSON: <c>.inf</c>, <c>.nan</c>, a tag that does not fit. No object of it is read.</summary>
    ConversionError,
}

/// <summary>
/// What becomes of a scalar on its way from YAML through JSON to a quantity: YAML 1.1 as sigs.k8s.io/yaml reads it, Go's way of printing
/// numbers, and the decoder's trimming. Source: sigs.k8s.io/yaml v1.4 goyaml.v2/resolve.go, Go encoding/json encode.go (floatEncoder),
/// apimachinery quantity.go UnmarshalJSON; odd cases checked against kubectl v1.32.
/// </summary>
/// <param name="Kind">What the value is.</param>
/// <param name="Text">The text that the decoder reads as a quantity; <c>0</c> for null, empty otherwise.</param>
/// <param name="Reason">For <see cref="QuantityScalarKind.Invalid"/> and <see cref="QuantityScalarKind.ConversionError"/> what the value is, such as <c>a boolean</c>; else null.</param>
public readonly record struct QuantityScalar(QuantityScalarKind Kind, string Text, string? Reason)
{
    private const string LongTagPrefix = "tag:yaml.org,2002:";

    /// <summary>Resolves a YAML scalar.</summary>
    /// <param name="value">The text after unquoting, unescaping and folding.</param>
    /// <param name="plain">True where it is written without quotes and is no block scalar.</param>
    /// <param name="tag">The explicit tag, short (<c>!!str</c>) or long, or null.</param>
    public static QuantityScalar Resolve(string value, bool plain, string? tag = null)
    {
        if (string.IsNullOrEmpty(tag))
            return !plain || IsPlainlyText(value) ? TextOf(value) : Resolved(GoYaml.Resolve(value, triesTime: true));
        string name = tag.StartsWith(LongTagPrefix, StringComparison.Ordinal) ? "!!" + tag[LongTagPrefix.Length..] : tag;
        return name switch
        {
            "!!bool" or "!!int" or "!!float" or "!!null" or "!!timestamp" => Tagged(GoYaml.Resolve(value, name == "!!timestamp"), name),
            "!!binary" => FromBase64(value),
            // "!!str", "!" and every tag that nobody knows leave a string.
            _ => TextOf(value),
        };
    }

    /// <summary>
    /// Reads the raw token of a JSON file. Escapes between the quotes are not decoded, so that they make the quantity invalid; a number
    /// is taken as it is written.
    /// </summary>
    public static QuantityScalar FromJson(ReadOnlySpan<char> token)
    {
        token = token.Trim(" \t\r\n");
        if (token is "null")
            return Null;
        if (token is "true" or "false")
            return Invalid("a boolean");
        if (token.Length > 0 && token[0] is '[' or '{')
            return Invalid(token[0] == '[' ? "a list" : "a mapping");
        if (token.Length >= 2 && token[0] == '"' && token[^1] == '"')
            return TextOf(token[1..^1].Trim("\u2028\u2029").ToString());
        return TextOf(token.ToString());
    }

    private static QuantityScalar Null => new(QuantityScalarKind.Null, "0", null);

    private static QuantityScalar Invalid(string reason) => new(QuantityScalarKind.Invalid, "", reason);

    private static QuantityScalar Unconvertible(string reason) => new(QuantityScalarKind.ConversionError, "", reason);

    // The common cases, which are no YAML number of any kind or print as they stand: 512Mi, 100m, 134217728.
    private static bool IsPlainlyText(string value)
    {
        if (value.Length == 0 || !char.IsAsciiDigit(value[0]))
            return false;
        if (value[^1] is 'i' or 'm' or 'k' or 'M' or 'G' or 'T' or 'P' or 'u' or 'n')
            return true;
        return value.Length <= 18 && (value[0] != '0' || value.Length == 1) && !value.AsSpan().ContainsAnyExceptInRange('0', '9');
    }

    // On the way to JSON control characters and U+2028, U+2029 become escapes, so the decoder does not see white space in them.
    private static QuantityScalar TextOf(string value)
    {
        int start = 0,
            end = value.Length;
        while (start < end && IsTrimmed(value[start]))
            start++;
        while (end > start && IsTrimmed(value[end - 1]))
            end--;
        return new(QuantityScalarKind.Quantity, end - start == value.Length ? value : value[start..end], null);
    }

    private static bool IsTrimmed(char c) => char.IsWhiteSpace(c) && c is not ((>= '\t' and <= '\r') or '\u2028' or '\u2029');

    private static QuantityScalar FromBase64(string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out int count)
            ? TextOf(Encoding.UTF8.GetString(bytes, 0, count))
            : Unconvertible("no base64");
    }

    private static QuantityScalar Tagged(GoYaml value, string tag)
    {
        if (value.Tag == tag)
            return Resolved(value);
        // Only a signed 64-bit integer may be called a float.
        if (tag == "!!float" && value.Tag == "!!int" && long.TryParse(value.Text, CultureInfo.InvariantCulture, out long whole))
            return TextOf(GoYaml.PrintFloat(whole));
        return Unconvertible($"no {tag[2..]}, as its tag claims");
    }

    private static QuantityScalar Resolved(GoYaml value) =>
        value.Tag switch
        {
            "!!null" => Null,
            "!!bool" => Invalid("a boolean"),
            "!!timestamp" => Invalid("a date"),
            "!!float" when value.Text.Length == 0 => Unconvertible("no finite number"),
            _ => TextOf(value.Text),
        };
}
