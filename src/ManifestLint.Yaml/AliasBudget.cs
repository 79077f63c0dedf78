namespace ManifestLint.Yaml;

/// <summary>
/// How much of a document may come from aliases, each of which is decoded as often as it is used. Source: sigs.k8s.io/yaml v1.4 goyaml.v2
/// decode.go (unmarshal, allowedAliasRatio).
/// </summary>
internal struct AliasBudget()
{
    /// <summary>More nodes than any document may come to.</summary>
    public const long Endless = 1L << 40;

    private const long Low = 400_000;
    private const long High = 4_000_000;

    // The document itself is one.
    private long _decoded = 1;
    private long _aliased;

    /// <summary>Counts nodes as they are decoded; false once aliases make up too much.</summary>
    public bool TrySpend(long nodes, bool isAliased)
    {
        _decoded = Math.Min(_decoded + nodes, Endless);
        if (isAliased)
            _aliased = Math.Min(_aliased + nodes, Endless);
        return _aliased <= 100 || _decoded <= 1000 || _aliased <= Share(_decoded) * _decoded;
    }

    private static double Share(long decoded) => 0.99 - (0.89 * (Math.Clamp(decoded, Low, High) - Low) / (High - Low));
}
