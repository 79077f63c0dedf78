using System.Globalization;

namespace ManifestLint.Yaml;

/// <summary>
/// An unquoted scalar as Go's YAML 1.1 library resolves it: a short tag, and the text it has in JSON (empty where a float is not finite).
/// Source: sigs.k8s.io/yaml v1.4 goyaml.v2/resolve.go; Go strconv ParseInt and ParseFloat.
/// </summary>
public readonly partial record struct GoYaml(string Tag, string Text)
{
    /// <summary>Resolves a scalar. With <paramref name="triesTime"/> a date is a date.</summary>
    public static GoYaml Resolve(string text, bool triesTime)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return new("!!null", "null");
            case "y" or "Y" or "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return new("!!bool", "true");
            case "n" or "N" or "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return new("!!bool", "false");
            case ".nan" or ".NaN" or ".NAN" or ".inf" or ".Inf" or ".INF" or "+.inf" or "+.Inf" or "+.INF" or "-.inf" or "-.Inf" or "-.INF":
                return new("!!float", "");
        }
        if (text[0] == '.')
            return (HasGoUnderscores(text) ? AsFloat(text.Replace("_", "", StringComparison.Ordinal)) : null) ?? new("!!str", text);
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-'))
            return new("!!str", text);
        if (triesTime && IsTimestamp(text))
            return new("!!timestamp", text);
        var number = text.Contains('_', StringComparison.Ordinal) ? text.Replace("_", "", StringComparison.Ordinal) : text;
        return AsInteger(number) ?? AsFloat(number) ?? new("!!str", text);
    }

    /// <summary>
    /// A finite number as Go's encoding/json prints it: the fewest digits that read back the same, with an exponent below 10⁻⁶ and from
    /// 10²¹ on.
    /// </summary>
    public static string PrintFloat(double value)
    {
        if (value == 0)
            return double.IsNegative(value) ? "-0" : "0";
        // .NET finds the same digits, but places the point elsewhere: take them apart.
        var shortest = value.ToString("R", CultureInfo.InvariantCulture).AsSpan().TrimStart('-');
        int exponentAt = shortest.IndexOf('E');
        var mantissa = exponentAt < 0 ? shortest : shortest[..exponentAt];
        int point = mantissa.IndexOf('.');
        var all = mantissa.ToString().Replace(".", "", StringComparison.Ordinal);
        var digits = all.TrimStart('0');
        // Of the first digit that is not zero.
        int exponent = (point < 0 ? mantissa.Length : point) - 1 - (all.Length - digits.Length);
        if (exponentAt >= 0)
            exponent += int.Parse(shortest[(exponentAt + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        digits = digits.TrimEnd('0');
        string sign = value < 0 ? "-" : "";
        if (Math.Abs(value) is < 1e-6 or >= 1e21)
        {
            var fraction = digits.Length > 1 ? "." + digits[1..] : "";
            return string.Create(
                CultureInfo.InvariantCulture,
                $"{sign}{digits[0]}{fraction}e{(exponent < 0 ? "-" : "+")}{Math.Abs(exponent)}"
            );
        }
        if (exponent < 0)
            return sign + "0." + new string('0', -exponent - 1) + digits;
        if (digits.Length <= exponent + 1)
            return sign + digits.PadRight(exponent + 1, '0');
        return sign + digits[..(exponent + 1)] + "." + digits[(exponent + 1)..];
    }

    // Any of Go's spellings, if it fits 64 bits: signed, or unsigned without a sign.
    private static GoYaml? AsInteger(string number)
    {
        bool isSigned = number[0] is '+' or '-';
        var digits = number.AsSpan(isSigned ? 1 : 0);
        int radix = 10;
        if (digits.Length > 0 && digits[0] == '0')
        {
            radix =
                digits.Length < 3
                    ? 8
                    : digits[1] switch
                    {
                        'b' or 'B' => 2,
                        'o' or 'O' => 8,
                        'x' or 'X' => 16,
                        _ => 8,
                    };
            bool hasPrefix = digits.Length >= 3 && !char.IsAsciiDigit(digits[1]);
            if (hasPrefix && digits[1] is not ('b' or 'B' or 'o' or 'O' or 'x' or 'X'))
                return null;
            if (hasPrefix)
                digits = digits[2..];
        }
        // The library gives "0b" a second chance with a sign behind it.
        bool isNegative = number[0] == '-';
        if (!isSigned && radix == 2 && number[1] == 'b' && digits[0] is '+' or '-')
        {
            (isSigned, isNegative) = (true, digits[0] == '-');
            digits = digits[1..];
        }
        if (digits.IsEmpty)
            return null;

        UInt128 value = 0;
        foreach (char c in digits)
        {
            int digit =
                !char.IsAsciiHexDigit(c) ? radix
                : c <= '9' ? c - '0'
                : (c | 0x20) - 'a' + 10;
            if (digit >= radix)
                return null;
            value = (value * (uint)radix) + (uint)digit;
            if (value > ulong.MaxValue)
                return null;
        }
        if (isSigned && value > (isNegative ? (UInt128)1 << 63 : long.MaxValue))
            return null;
        var text = value.ToString(CultureInfo.InvariantCulture);
        return new("!!int", isNegative && value != 0 ? "-" + text : text);
    }

    // A decimal number; not where it is too large for 64 bits, which stays a string.
    private static GoYaml? AsFloat(string number)
    {
        if (!IsDecimal(number))
            return null;
        double value = double.Parse(number, NumberStyles.Float, CultureInfo.InvariantCulture);
        return double.IsFinite(value) ? new("!!float", PrintFloat(value)) : null;
    }

    // [+-]? ( .digits | digits [ . digits* ] ) ( [eE] [+-]? digits )?
    private static bool IsDecimal(string number)
    {
        int at = number.Length > 0 && number[0] is '+' or '-' ? 1 : 0;
        int whole = Digits(number, ref at),
            fraction = 0;
        bool hasPoint = at < number.Length && number[at] == '.';
        if (hasPoint)
        {
            at++;
            fraction = Digits(number, ref at);
        }
        if (whole == 0 && fraction == 0)
            return false;
        if (at < number.Length && number[at] is 'e' or 'E')
        {
            at++;
            if (at < number.Length && number[at] is '+' or '-')
                at++;
            if (Digits(number, ref at) == 0)
                return false;
        }
        return at == number.Length;
    }

    private static int Digits(string text, ref int at)
    {
        int start = at;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
            at++;
        return at - start;
    }

    // Behind a leading point Go itself reads the number, and wants a digit on both sides of an underscore.
    private static bool HasGoUnderscores(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '_')
                continue;
            if (i == 0 || i == text.Length - 1 || !char.IsAsciiDigit(text[i - 1]) || !char.IsAsciiDigit(text[i + 1]))
                return false;
        }
        return true;
    }

    // Close enough: neither a date nor what resembles one is a quantity.
    internal static bool IsTimestamp(string text)
    {
        int at = 0;
        if (
            Digits(text, ref at) != 4
            || !Takes('-')
            || Digits(text, ref at) is not (1 or 2)
            || !Takes('-')
            || Digits(text, ref at) is not (1 or 2)
        )
            return false;
        if (at == text.Length)
            return true;
        if (text[at] is not ('T' or 't' or ' '))
            return false;
        int time = ++at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] is ':' or '.'))
            at++;
        if (at == time || at == text.Length)
            return at > time;
        if (text[at] is 'Z' or 'z')
            return at + 1 == text.Length;
        if (text[at] is not ('+' or '-'))
            return false;
        int zone = ++at;
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == ':'))
            at++;
        return at > zone && at == text.Length;

        bool Takes(char c) => at < text.Length && text[at] == c && at++ >= 0;
    }
}
