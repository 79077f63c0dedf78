using System.Globalization;
using System.Numerics;

namespace ManifestLint.Yaml;

/// <summary>
/// What a key is called in JSON. Source: kubectl (sigs.k8s.io/yaml v1.4, goyaml.v2 resolve.go and yaml.go convertToJSONableObject):
/// a plain key that resolves to a bool or a number is written as that value, <c>y</c> as <c>true</c> and <c>0x10</c> as <c>16</c>.
/// </summary>
internal static class YamlKey
{
    private const string StringTag = "tag:yaml.org,2002:str";

    /// <summary>The name, or null for a key that is null and so has none.</summary>
    public static string? NameOf(YamlScalar key)
    {
        string value = key.Value;
        if (key.Style != YamlScalarStyle.Plain || value.Length == 0)
        {
            return key.IsNull ? null : value;
        }
        return value[0] switch
        {
            'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' or '~' when key.Tag != StringTag => NameOfWord(value),
            (>= '0' and <= '9') or '+' or '-' or '.' when key.Tag != StringTag => NameOfNumber(value),
            _ => value,
        };
    }

    private static string? NameOfWord(string value) =>
        value switch
        {
            "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON" => "true",
            "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF" => "false",
            "~" or "null" or "Null" or "NULL" => null,
            _ => value,
        };

    private static string NameOfNumber(string value)
    {
        // Longer than any number that stays one; also keeps hostile keys cheap.
        if (value.Length > 400)
            return value;
        string digits = value.Replace("_", "", StringComparison.Ordinal);
        if (IsInteger(digits, out var integer))
            return integer.ToString(CultureInfo.InvariantCulture);
        return value switch
        {
            ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" => ".inf",
            "-.inf" or "-.Inf" or "-.INF" => "-.inf",
            ".nan" or ".NaN" or ".NAN" => ".nan",
            _ when IsFloat(digits)
                    && double.TryParse(digits, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
                    && double.IsFinite(number) => FormatFloat((float)number),
            _ => value,
        };
    }

    private static bool IsInteger(string text, out BigInteger value)
    {
        value = default;
        var rest = text.AsSpan();
        bool isNegative = rest is ['-', ..];
        if (rest is ['+' or '-', ..])
            rest = rest[1..];
        int radix = rest switch
        {
            ['0', 'x' or 'X', _, ..] => 16,
            ['0', 'b' or 'B', _, ..] => 2,
            ['0', _, ..] => 8,
            _ => 10,
        };
        int prefix = rest is ['0', 'x' or 'X' or 'b' or 'B' or 'o' or 'O', _, ..] ? 2 : 0;
        rest = rest[prefix..];
        if (rest.IsEmpty)
            return false;
        foreach (char c in rest)
        {
            int digit =
                c is >= '0' and <= '9' ? c - '0'
                : char.ToLowerInvariant(c) is >= 'a' and <= 'f' and var hex ? hex - 'a' + 10
                : 99;
            if (digit >= radix)
                return false;
            value = value * radix + digit;
        }
        if (isNegative)
            value = -value;
        // What fits neither int64 nor uint64 becomes a float.
        return value >= long.MinValue && value <= ulong.MaxValue;
    }

    private static bool IsFloat(string text)
    {
        var rest = text.AsSpan().TrimStart("+-");
        if (text.Length - rest.Length > 1)
            return false;
        int whole = SkipDigits(ref rest);
        int fraction = 0;
        if (rest is ['.', ..])
        {
            rest = rest[1..];
            fraction = SkipDigits(ref rest);
        }
        if (whole + fraction == 0)
            return false;
        if (rest is not ['e' or 'E', ..])
            return rest.IsEmpty;
        rest = rest[1..];
        if (rest is ['+' or '-', ..])
            rest = rest[1..];
        return SkipDigits(ref rest) > 0 && rest.IsEmpty;
    }

    private static int SkipDigits(ref ReadOnlySpan<char> rest)
    {
        int count = 0;
        while (count < rest.Length && char.IsAsciiDigit(rest[count]))
            count++;
        rest = rest[count..];
        return count;
    }

    // Go's strconv.FormatFloat(f, 'g', -1, 32): the shortest digits, an exponent below -4 and from 6 on.
    private static string FormatFloat(float value)
    {
        if (float.IsInfinity(value))
            return value > 0 ? ".inf" : "-.inf";
        string scientific = ShortestScientific(value);
        int at = scientific.IndexOf('E', StringComparison.Ordinal);
        int exponent = int.Parse(scientific.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        if (exponent is < -4 or >= 6)
        {
            string direction = exponent < 0 ? "-" : "+";
            return scientific[..at] + "e" + direction + Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture);
        }
        string sign = scientific[0] == '-' ? "-" : "";
        string digits = scientific[..at].TrimStart('-').Replace(".", "", StringComparison.Ordinal);
        if (exponent < 0)
            return sign + "0." + new string('0', -exponent - 1) + digits;
        digits = digits.PadRight(exponent + 1, '0');
        return digits.Length == exponent + 1 ? sign + digits : sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    private static string ShortestScientific(float value)
    {
        for (int digits = 0; digits < 9; digits++)
        {
            string text = value.ToString("E" + digits.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
            if (float.Parse(text, CultureInfo.InvariantCulture).Equals(value))
                return text;
        }
        return value.ToString("E8", CultureInfo.InvariantCulture);
    }
}
