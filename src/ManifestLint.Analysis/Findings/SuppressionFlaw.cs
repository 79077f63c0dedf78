namespace ManifestLint.Findings;

/// <summary>Why a suppression suppresses nothing.</summary>
public enum SuppressionFlawKind
{
    /// <summary>It says none of <c>ignore</c>, <c>ignore-document</c> and <c>ignore-file</c>.</summary>
    NoVerb,

    /// <summary>It names no rule in brackets. Subject: what stands before them.</summary>
    NoBrackets,

    /// <summary>There is nothing between its brackets.</summary>
    EmptyBrackets,

    /// <summary>A second rule stands where a reason is read. Subject: that rule; hint: how both are written.</summary>
    SecondRule,

    /// <summary>Its end is written another way. Subject: as it is written; hint: as it should be.</summary>
    MisspelledEnd,

    /// <summary>Its end is no date. Subject: what stands there.</summary>
    NoDate,

    /// <summary><c>ignore-file</c> stands below the first value of the file.</summary>
    BelowFirstValue,

    /// <summary>No value stands on the line that it speaks for.</summary>
    NoValueBelow,

    /// <summary>Its document does not parse, so that nothing in it can be meant.</summary>
    UnreadableDocument,

    /// <summary>No container has that name. Subject: the name; hint: one that is close.</summary>
    NoSuchContainer,
}

/// <summary>Why a suppression suppresses nothing, and what its author probably meant.</summary>
/// <param name="Kind">Why.</param>
/// <param name="Subject">The text that is wrong; null where the kind says it all.</param>
/// <param name="Hint">What may be meant; null if that cannot be told.</param>
public sealed record SuppressionFlaw(SuppressionFlawKind Kind, string? Subject = null, string? Hint = null);
