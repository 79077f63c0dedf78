namespace ManifestLint.Programs;

/// <summary>Where a text comes from. Whoever brings texts says what that is; nothing here looks into it.</summary>
public abstract record TextSource;
