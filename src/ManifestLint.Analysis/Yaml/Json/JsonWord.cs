using System.Buffers;

namespace ManifestLint.Yaml.Json;

/// <summary>What stands in JSON without quotes. Source: Go encoding/json scanner.go.</summary>
internal static class JsonWord
{
    private static readonly SearchValues<char> s_ends = SearchValues.Create(" \t\r\n,:[]{}\"'#/");

    /// <summary>What a text starts with, up to a character that is in no word.</summary>
    public static ReadOnlySpan<char> At(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAny(s_ends);
        return length < 0 ? text : text[..length];
    }

    /// <summary>True for a number, <c>true</c>, <c>false</c> and <c>null</c>.</summary>
    public static bool IsValue(ReadOnlySpan<char> word) => word is "true" or "false" or "null" || IsNumber(word);

    // -? ( 0 | [1-9] digits ) ( . digits )? ( [eE] [+-]? digits )?
    private static bool IsNumber(ReadOnlySpan<char> word)
    {
        if (word is ['-', ..])
            word = word[1..];
        if (word is ['0', >= '0' and <= '9', ..] || !SkipDigits(ref word))
            return false;
        if (word is ['.', ..])
        {
            word = word[1..];
            if (!SkipDigits(ref word))
                return false;
        }
        if (word is not ['e' or 'E', ..])
            return word.IsEmpty;
        word = word[1..];
        if (word is ['+' or '-', ..])
            word = word[1..];
        return SkipDigits(ref word) && word.IsEmpty;
    }

    private static bool SkipDigits(ref ReadOnlySpan<char> word)
    {
        int digits = word.IndexOfAnyExceptInRange('0', '9');
        digits = digits < 0 ? word.Length : digits;
        word = word[digits..];
        return digits > 0;
    }
}
