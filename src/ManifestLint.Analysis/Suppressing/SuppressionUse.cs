namespace ManifestLint.Suppressing;

/// <summary>Whether a rule found something that suppressions speak for: one for all that speak for the same.</summary>
internal sealed class SuppressionUse
{
    private List<Claim>? _claims;
    private bool _isUsed;

    // What it has become one with.
    private SuppressionUse? _in;

    /// <summary>True if something was found that holds, whether or not the suppression still counts.</summary>
    public bool IsUsed => Whole._isUsed;

    /// <summary>True if something may yet turn out to hold.</summary>
    public bool Awaits => Whole._claims is { Count: > 0 };

    private SuppressionUse Whole
    {
        get
        {
            var whole = this;
            while (whole._in is { } next)
                whole = next;
            return whole;
        }
    }

    /// <summary>Counts a finding; one that is a claim as soon as it is known to hold.</summary>
    public void Take(Claim? claim)
    {
        if (claim is null)
            Whole._isUsed = true;
        else
            (Whole._claims ??= []).Add(claim);
    }

    /// <summary>Makes one of two.</summary>
    public void Unite(SuppressionUse other)
    {
        SuppressionUse whole = Whole,
            gone = other.Whole;
        if (ReferenceEquals(whole, gone))
            return;
        whole._isUsed |= gone._isUsed;
        if (gone._claims is { } claims)
            (whole._claims ??= []).AddRange(claims);
        gone._in = whole;
    }

    /// <summary>Counts the claims that turned out to hold; called when it is known which do.</summary>
    public void Conclude()
    {
        var whole = Whole;
        whole._isUsed |= whole._claims?.Exists(c => c.Holds) == true;
        whole._claims?.Clear();
    }
}
