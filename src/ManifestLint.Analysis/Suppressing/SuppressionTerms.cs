using ManifestLint.Rules;

namespace ManifestLint.Suppressing;

/// <summary>How suppressions are read.</summary>
/// <param name="Rules">The rules that they may name.</param>
/// <param name="AreHonoured">False if comments and annotations do not count and are not judged either.</param>
/// <param name="Today">Today in UTC, for those with an end; null if none has ended.</param>
internal sealed record SuppressionTerms(RuleSet Rules, bool AreHonoured, DateOnly? Today);
