using System.Globalization;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Java;

/// <summary>What an option of a JVM with a number is made of.</summary>
internal static class JvmOptionText
{
    /// <summary>What stands before its number: <c>-Xmx</c>, <c>-XX:MaxHeapSize=</c>; null for what takes none.</summary>
    public static string? Name(string option)
    {
        var cursor = new TextCursor(option);
        if (!cursor.TakeAny("-Xmx", "-Xms", "-Xmn", "-Xss"))
        {
            if (!cursor.Take("-XX:") || cursor.TakeWhile(char.IsAsciiLetterOrDigit) == 0 || !cursor.Take("="))
                return null;
        }
        return cursor.Since(0);
    }

    /// <summary>The same of an option without a value, <c>-XX:MaxHeapSize=</c> where the sign is missing, too; null for anything else.</summary>
    public static string? NameAlone(string option) =>
        Name(option) is { } name
            ? name == option
                ? name
                : null
            : Name(option + "=") is { } whole && whole == option + "="
                ? whole
                : null;

    /// <summary>True for a size in the form that a JVM reads, and not 0.</summary>
    public static bool IsWholeSize(string option) =>
        Name(option) is { } name
        && option[name.Length..] is { Length: > 0 } size
        && size.TrimEnd('k', 'm', 'g', 't', 'K', 'M', 'G', 'T') is { Length: > 0 } digits
        && size.Length - digits.Length <= 1
        && digits.All(char.IsAsciiDigit)
        && digits.Any(c => c != '0');

    /// <summary>The name of an option whose value does not follow it at once: it is missing, or a sign that does not belong there stands between.</summary>
    public static string? Apart(string option) =>
        NameAlone(option)
        ?? (Name(option) is { } name && option[name.Length..] is ['=' or ':', .. var value] && IsValue(name, value) ? name : null);

    /// <summary>True for a size or a percentage that an option of this name takes.</summary>
    public static bool IsValue(string name, string value) =>
        IsWholeSize(name + value) || (name.EndsWith("RAMPercentage=", StringComparison.Ordinal) && IsShare(value));

    /// <summary>True for a percentage.</summary>
    public static bool IsShare(string value) =>
        decimal.TryParse(value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _);
}
