using System.Collections.Frozen;
using System.Globalization;

namespace ManifestLint.Yaml;

/// <summary>
/// What a key is called in JSON. Source: kubectl (sigs.k8s.io/yaml v1.4, goyaml.v2 resolve.go and yaml.go convertToJSONableObject):
/// a plain key that resolves to a bool or a number is written as that value, <c>y</c> as <c>true</c> and <c>0x10</c> as <c>16</c>.
/// </summary>
internal static class YamlKey
{
    private static readonly FrozenSet<string> s_resolvedTags = new[] { "bool", "int", "float", "null" }
        .Select(t => "tag:yaml.org,2002:" + t)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The name, or null for a key that is null and so has none.</summary>
    public static string? NameOf(YamlScalar key)
    {
        string value = key.Value;
        bool isResolved = key.Tag is { } tag ? s_resolvedTags.Contains(tag) : key.Style == YamlScalarStyle.Plain;
        if (!isResolved)
            return value;
        if (value.Length == 0)
            return null;
        return value[0] switch
        {
            'y' or 'Y' or 'n' or 'N' or 't' or 'T' or 'f' or 'F' or 'o' or 'O' or '~' => NameOfWord(value),
            (>= '0' and <= '9') or '+' or '-' or '.' => NameOfNumber(value),
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
        var number = GoYaml.Resolve(value, triesTime: false);
        return number.Tag switch
        {
            "!!int" => number.Text,
            "!!float" when number.Text.Length > 0 => FormatFloat((float)double.Parse(number.Text, CultureInfo.InvariantCulture)),
            "!!float" when value[^1] is 'n' or 'N' => ".nan",
            "!!float" => value[0] == '-' ? "-.inf" : ".inf",
            _ => value,
        };
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
