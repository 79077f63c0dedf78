using System.Text.RegularExpressions;
using ManifestLint.Manifests;

namespace ManifestLint.Facts.Runtimes.Servers;

/// <summary>PHP's <c>memory_limit</c> as a server's setting.</summary>
internal static partial class PhpServer
{
    /// <summary>The facts of PHP under the names that all servers have.</summary>
    public static ServerFacts Of(PhpFacts php) =>
        new()
        {
            Name = "php",
            Label = "PHP",
            Certainty = php.Certainty,
            Assumption =
                php.Certainty != RuntimeCertainty.Assumed ? null
                : php.LimitSource?.Name == "PHP_MEMORY_LIMIT" ? "the image passes PHP_MEMORY_LIMIT on"
                : "the image runs PHP",
            // A value that it cannot use does not keep PHP from starting.
            Starts = php.Certainty == RuntimeCertainty.Unknown ? null : true,
            Misread = [.. php.Misread.Select(Misread)],
            Values = [new("memoryLimitBytes", php.IsUnlimited ? ReportedValue.Unlimited : new(php.MemoryLimitBytes))],
            Source = php.LimitSource is { } source ? Setting(source) : null,
        };

    private static ServerMisread Misread(PhpMisread misread)
    {
        string read = new ByteSize(misread.ReadsBytes).ToHuman();
        string text = misread.Setting.Word.Text;
        string why =
            WithUnit().IsMatch(text) ? ": the last character alone is the unit, and only K, M and G are units"
            : text.Contains('.', StringComparison.Ordinal) ? ": a number has no fraction"
            : "";
        string end = misread.IsRefused ? $"{why}; PHP needs more than that and keeps the limit that was in force before" : why;
        return new(Setting(misread.Setting), read + end)
        {
            Meant = WithUnit().Match(text) is { Success: true } match ? match.Groups["size"].Value : null,
        };
    }

    private static ServerSetting Setting(RuntimeSetting setting) =>
        new(setting.Name, $"{setting.Name}={ServerText.Quoted(setting.Word.Text)}", setting.Word, setting.From);

    [GeneratedRegex(
        "^(?<size>[0-9]+[KMG])(?:B|i|iB)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex WithUnit();
}
