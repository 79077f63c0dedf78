using System.Globalization;
using ManifestLint.Scanning;

namespace ManifestLint.Images;

/// <summary>The release of Java that an image's name or tag tells.</summary>
internal static class JavaReleases
{
    // Eight got it with update 191, and what came after with 10. Source: JDK-8146115 and its backport.
    private const int FirstUpdateThatSees = 191;

    /// <summary>The feature release; null if nothing tells it.</summary>
    public static int? Of(ContainerImage image)
    {
        if (
            image.Known is { Row: { Program: "jvm" or "openj9", Release: not "word" }, Release: { } release }
            && Leading(release) is { } own
        )
            return own;
        var named = ImageWords.JavaNumber(image.Tag)
            ?? ImageWords.JavaNumber(image.Name)
            ?? ImageWords.JavaNumber(PathText.FolderOf(image.Repository));
        return named is >= 6 and <= 40 ? named : null;
    }

    /// <summary>True for a JDK image whose tag names an update that does not see the limit of its container.</summary>
    public static bool IsBlind(ContainerImage image) =>
        image.Known is { Row: { Program: "jvm", Release: "tag" }, Release: { } release }
        && Leading(release) is { } version
        && (version == 9 || UpdateOf8(image) < FirstUpdateThatSees);

    /// <summary>The update of Java 8 that a JDK image's tag names; null for none, and for other releases.</summary>
    public static int? UpdateOf8(ContainerImage image) =>
        image.Known is { Row: { Program: "jvm", Release: "tag" }, Release: { } release } && Leading(release) == 8 ? Update(release) : null;

    // 17-jre, 8u342, 11.0.20_8-jdk, 1.8.0.
    private static int? Leading(string text)
    {
        if (Number(text) is not { } number)
            return null;
        if (number == 1 && text.StartsWith("1.", StringComparison.Ordinal))
            return Number(text[2..]) is >= 5 and <= 8 and var old ? old : null;
        return number is >= 6 and <= 40 ? number : null;
    }

    // 8u131-jre, 8.0.181, 1.8.0_181; null where the tag names none.
    private static int? Update(string text)
    {
        var cursor = new TextCursor(text);
        cursor.Take("1.");
        if (!cursor.Take("8"))
            return null;
        return cursor.Take("u") || cursor.Take(".0.") || cursor.Take(".0_") || cursor.Take(".0u") ? Number(text[cursor.At..]) : null;
    }

    private static int? Number(string text)
    {
        int length = 0;
        while (length < text.Length && length < 6 && char.IsAsciiDigit(text[length]))
            length++;
        return length == 0 ? null : int.Parse(text.AsSpan(0, length), CultureInfo.InvariantCulture);
    }
}
