using ManifestLint.Findings;

namespace ManifestLint.Linting;

/// <summary>Advises one value for a text that several containers take: the smallest of those that would be advised for each.</summary>
internal static class SharedAdvice
{
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

    // Null where they are not comparable: what is an amount to one is a share to the other.
    private static ReportedFinding? LeastOf(List<ReportedFinding> all) =>
        all.TrueForAll(f => f.Share!.Amount is { } amount && amount.IsShare == all[0].Share!.Amount?.IsShare)
            ? all.MinBy(f => f.Share!.Amount!.Value.Number)
            : null;
}
