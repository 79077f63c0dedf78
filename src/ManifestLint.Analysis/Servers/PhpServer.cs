using System.Text.RegularExpressions;
using ManifestLint.Evidence;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

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
            Assumption = php.Assumption,
            // A value that it cannot use does not keep PHP from starting.
            Starts = php.Certainty == RuntimeCertainty.Unknown ? null : php.NoScriptAt is null,
            Failure = php is { NoScriptAt: { } script, Certainty: not RuntimeCertainty.Unknown }
                ? new(ServerFailureKind.NoScript, new(script.Name, WrittenText.Quoted(script.Word.Text), script.Word, script.From), 1)
                : null,
            Misread = [.. php.Misread.Select(Misread)],
            Values = [new("memoryLimitBytes", php.IsUnlimited ? FactValue.Unlimited : new(php.MemoryLimitBytes))],
            Source = php.LimitSource is { } source ? Setting(source) : null,
        };

    private static ServerMisread Misread(PhpMisread misread)
    {
        string text = misread.Setting.Word.Text;
        var kind =
            WithUnit().IsMatch(text) ? ServerMisreadKind.LastCharacterIsUnit
            : text.Contains('.', StringComparison.Ordinal) ? ServerMisreadKind.NoFraction
            : ServerMisreadKind.DigitsInFront;
        return new(Setting(misread.Setting), kind, misread.ReadsBytes)
        {
            IsRefused = misread.IsRefused,
            Meant = WithUnit().Match(text) is { Success: true } match ? match.Groups["size"].Value : null,
        };
    }

    private static ServerSetting Setting(RuntimeSetting setting) =>
        new(setting.Name, $"{setting.Name}={WrittenText.Quoted(setting.Word.Text)}", setting.Word, setting.From);

    [GeneratedRegex(
        "^(?<size>[0-9]+[KMG])(?:B|i|iB)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000
    )]
    private static partial Regex WithUnit();
}
