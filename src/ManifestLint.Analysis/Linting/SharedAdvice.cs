using System.Buffers;
using System.Globalization;
using ManifestLint.Findings;

namespace ManifestLint.Linting;

/// <summary>Advises one value for a text that several containers take: the smallest of those that would be advised for each.</summary>
internal static class SharedAdvice
{
    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789.");

    /// <summary>The findings, of which no two advise different values for one text.</summary>
    public static List<ReportedFinding> Agree(List<ReportedFinding> findings)
    {
        var least = findings
            .Where(f => f is { Share: not null, Suppression: null })
            .GroupBy(f => f.Share!.Place)
            .Where(g => g.DistinctBy(f => f.Share!.Value, StringComparer.Ordinal).Skip(1).Any())
            .ToDictionary(g => g.Key, g => LeastOf([.. g]));
        return least.Count == 0
            ? findings
            : [.. findings.Select(f => f.Share is { } share && least.TryGetValue(share.Place, out var one) ? With(f, one) : f)];
    }

    private static ReportedFinding With(ReportedFinding finding, ReportedFinding? least)
    {
        if (least is null)
            return finding with { Advice = null };
        if (least.Share!.Value == finding.Share!.Value)
            return finding;
        string? container = least.Container is { } name ? $"container {name}" : null;
        string[] taker =
        [
            .. least.Object != finding.Object && least.Object is { } other ? new[] { other.ToString() } : [],
            .. container is null ? [] : new[] { container },
        ];
        return taker.Length == 0
            ? finding with
            {
                Advice = null,
            }
            : finding with
            {
                Advice = least.Share.Advice with { Why = $"as much as {string.Join(", ", taker)} can have, which takes it, too" },
            };
    }

    // Null where they are not written alike: what is an amount to one is none to the other.
    private static ReportedFinding? LeastOf(List<ReportedFinding> all)
    {
        var amounts = all.ConvertAll(f => AmountOf(f.Share!.Value));
        return amounts.TrueForAll(a => a is { } amount && amount.HasUnit == amounts[0]!.Value.HasUnit)
            ? all[amounts.IndexOf(amounts.Min())]
            : null;
    }

    private static (decimal Number, bool HasUnit)? AmountOf(string text)
    {
        int digits = text.AsSpan().IndexOfAnyExcept(s_digits);
        string unit = digits < 0 ? "" : text[digits..].TrimEnd('b', 'B').TrimEnd('i').ToUpperInvariant();
        int power = "KMGT".IndexOf(unit, StringComparison.Ordinal) + 1;
        return
            decimal.TryParse(
                digits < 0 ? text : text[..digits],
                NumberStyles.AllowDecimalPoint,
                CultureInfo.InvariantCulture,
                out decimal number
            )
            && unit.Length <= 1
            && (unit.Length == 0 || power > 0)
            && number < 1_000_000_000_000_000
            ? (unit.Length == 0 ? number : number * (1L << (10 * power)), unit.Length > 0)
            : null;
    }
}
