using ManifestLint.Manifests;

namespace ManifestLint.Facts.Runtimes.Servers;

/// <summary>Words that the readers of servers share.</summary>
internal static class ServerText
{
    /// <summary>A size as the subject of a sentence: <c>Redis maxmemory 900mb (900 MiB)</c>.</summary>
    public static string Size(string label, ServerSetting setting, long bytes) =>
        $"{label} {Of(setting)} ({new ByteSize(bytes).ToHuman()})";

    /// <summary>As above for a setting that may have been left to the server, or that it takes for something else than it says.</summary>
    /// <param name="label">The product.</param>
    /// <param name="setting">The setting; null where none is written.</param>
    /// <param name="unset">Its name, where none is written.</param>
    /// <param name="bytes">The amount in force.</param>
    /// <param name="isMisread">True if it is another amount than the setting says.</param>
    public static string Size(string label, ServerSetting? setting, string unset, long bytes, bool isMisread = false) =>
        setting is null ? $"{label}'s default {unset} ({new ByteSize(bytes).ToHuman()}, nothing sets another)"
        : isMisread ? $"{label} {Of(setting)}, which is read as {new ByteSize(bytes).ToHuman()},"
        : Size(label, setting, bytes);

    /// <summary>A setting, and where it is from unless it stands in the container itself.</summary>
    public static string Of(ServerSetting setting) =>
        setting.From is TextOrigin.Argument { Field: "command" or "args" }
        || (WordPlace.Of(setting.Value) is not null && setting.From is TextOrigin.Variable)
            ? setting.Written
            : $"{setting.Written} of {setting.From}";

    /// <summary>A share as percent, without digits that nobody wrote: <c>80</c> for 0.8.</summary>
    public static string Percent(double share) => (share * 100).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A value as a message shows it: in quotes where it is empty or holds blanks.</summary>
    public static string Quoted(string value) =>
        value.Length == 0 || value.Any(char.IsWhiteSpace) ? $"\"{value.ReplaceLineEndings("\\n")}\"" : value;
}

/// <summary>The version in an image tag.</summary>
internal static class ServerVersion
{
    /// <summary>True if the process is of this release or an older one, as far as the image tells: one that is not the server's own says nothing, and one
    /// without a version in its tag may be newer.</summary>
    public static bool IsAtMost(ServerProcess process, int major, int minor)
    {
        if (process.Image is not { } image || !KnownServers.IsImageOf(process, image))
            return true;
        if (Of(process)?.Split('.') is not [var first, .. var rest] || !int.TryParse(first, out int number))
            return false;
        return number < major || (number == major && rest is [var second, ..] && int.TryParse(second, out int next) && next <= minor);
    }

    /// <summary>The numbers at the start of the tag, joined by points: <c>7.2</c> of <c>redis:7.2-alpine</c>; null if it does not begin with one, or the
    /// image is another one than the server's.</summary>
    public static string? Of(ServerProcess process)
    {
        if (process.Image is not { } image || !KnownServers.IsImageOf(process, image))
            return null;
        string tag = image.Tag.StartsWith('v') ? image.Tag[1..] : image.Tag;
        int length = 0;
        while (
            length < tag.Length
            && (
                char.IsAsciiDigit(tag[length])
                || (tag[length] == '.' && length > 0 && length + 1 < tag.Length && char.IsAsciiDigit(tag[length + 1]))
            )
        )
            length++;
        return length is > 0 and < 16 ? tag[..length] : null;
    }
}
