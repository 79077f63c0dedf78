using ManifestLint.Evidence;
using ManifestLint.Runtimes;
using ManifestLint.Scanning;

namespace ManifestLint.Servers;

/// <summary>PHP's <c>memory_limit</c> as a server's setting.</summary>
internal static class PhpServer
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
            Values =
            [
                RuntimeValue.OfBytes(
                    "memoryLimitBytes",
                    php.IsUnlimited ? FactValue.Unlimited : new(php.MemoryLimitBytes),
                    "memory_limit in force"
                ),
            ],
            Source = php.LimitSource is { } source ? Setting(source) : null,
        };

    private static ServerMisread Misread(PhpMisread misread)
    {
        string text = misread.Setting.Word.Text;
        string? size = SizeOf(text);
        var kind =
            size is not null ? ServerMisreadKind.LastCharacterIsUnit
            : text.Contains('.', StringComparison.Ordinal) ? ServerMisreadKind.NoFraction
            : ServerMisreadKind.DigitsInFront;
        return new(Setting(misread.Setting), kind, misread.ReadsBytes) { IsRefused = misread.IsRefused, Meant = size };
    }

    private static ServerSetting Setting(RuntimeSetting setting) =>
        new(setting.Name, $"{setting.Name}={WrittenText.Quoted(setting.Word.Text)}", setting.Word, setting.From);

    /// <summary>What <c>512MB</c>, <c>512Mi</c> and <c>512MiB</c>, in any case, say in front of the letters that PHP does not know; null for anything else.</summary>
    internal static string? SizeOf(string text)
    {
        var cursor = new TextCursor(text);
        if (cursor.TakeDigits() == 0 || !cursor.TakeOne("KMGkmg"))
            return null;
        string size = cursor.Since(0);
        bool hasMore = cursor.TakeOne("iI") | cursor.TakeOne("bB");
        return hasMore && cursor.IsAtLastEnd ? size : null;
    }
}
