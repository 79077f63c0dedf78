using System.Collections.Immutable;

namespace ManifestLint.Evidence;

/// <summary>What a share is taken of.</summary>
public enum MemoryBasis
{
    /// <summary>The container's memory limit.</summary>
    Limit,

    /// <summary>The node's memory.</summary>
    Node,

    /// <summary>An amount that an option gives.</summary>
    Option,
}

/// <summary>A summand.</summary>
/// <param name="Name">What it is: <c>work_mem</c>, <c>metaspace</c>.</param>
/// <param name="Bytes">The amount of one, in bytes; below 0 where it is taken away.</param>
/// <param name="Times">How often it counts.</param>
public readonly record struct DerivationTerm(string Name, Int128 Bytes, long Times = 1)
{
    /// <summary>What there are so many of: <c>sessions (max_connections)</c>; null where the name says it.</summary>
    public string? Of { get; init; }
}

/// <summary>How an amount was computed, kept by the function that computed it. The cases below are all there are.</summary>
public abstract record Derivation
{
    private Derivation() { }

    /// <summary>The result in bytes.</summary>
    public required long Bytes { get; init; }

    /// <summary>The unit that the result is rounded to, in bytes; 1 for none.</summary>
    public long Unit { get; init; } = 1;

    /// <summary>True if it is rounded up, not down.</summary>
    public bool IsRoundedUp { get; init; }

    /// <summary>Where the formula stands: a file and a function, or a manual.</summary>
    public required string Source { get; init; }

    /// <summary>A share of an amount of memory.</summary>
    /// <param name="Of">What of.</param>
    /// <param name="OfBytes">How much that is.</param>
    /// <param name="Percent">The share in percent.</param>
    public sealed record Share(MemoryBasis Of, long OfBytes, double Percent) : Derivation
    {
        /// <summary>What is taken off before the share; 0 for nothing.</summary>
        public long Beyond { get; init; }

        /// <summary>The least amount, where it decided; else null.</summary>
        public long? RaisedTo { get; init; }

        /// <summary>The most, where it decided; else null.</summary>
        public long? LoweredTo { get; init; }

        /// <summary>A share in whole percent, between bounds.</summary>
        /// <param name="of">What of.</param>
        /// <param name="bytes">How much that is.</param>
        /// <param name="percent">The share in percent.</param>
        /// <param name="source">Where the formula stands.</param>
        /// <param name="least">At least this much; 0 for no bound.</param>
        /// <param name="most">At most this much.</param>
        /// <param name="unit">What the result is rounded down to.</param>
        internal static Share Between(
            MemoryBasis of,
            long bytes,
            int percent,
            string source,
            long least = 0,
            long most = long.MaxValue,
            long unit = 1
        )
        {
            long share = (long)Int128.Min((Int128)bytes * percent / 100, long.MaxValue);
            return new(of, bytes, percent)
            {
                Bytes = Math.Max(Math.Min(share, most), least) / unit * unit,
                Unit = unit,
                Source = source,
                RaisedTo = share < least ? least : null,
                LoweredTo = share > most ? most : null,
            };
        }
    }

    /// <summary>A number and its unit.</summary>
    /// <param name="Number">The number as written.</param>
    /// <param name="Power">The unit, as a power of two.</param>
    public sealed record Scaled(long Number, int Power) : Derivation;

    /// <summary>A sum.</summary>
    /// <param name="Terms">The summands in order.</param>
    public sealed record Sum(ImmutableArray<DerivationTerm> Terms) : Derivation
    {
        /// <summary>The sum itself, before it is rounded, and where it is beyond 2⁶³ − 1, too.</summary>
        public Int128 Total => Terms.Aggregate(Int128.Zero, (sum, term) => sum + (term.Bytes * term.Times));

        /// <summary>A sum of amounts as they are.</summary>
        /// <param name="terms">The amounts.</param>
        /// <param name="source">Where it stands what counts.</param>
        internal static Sum Of(ImmutableArray<DerivationTerm> terms, string source)
        {
            var sum = new Sum(terms) { Bytes = 0, Source = source };
            return sum with { Bytes = (long)Int128.Min(sum.Total, long.MaxValue) };
        }

        /// <inheritdoc/>
        public bool Equals(Sum? other) => other is not null && Bytes == other.Bytes && Terms.AsSpan().SequenceEqual(other.Terms.AsSpan());

        /// <inheritdoc/>
        public override int GetHashCode() => HashCode.Combine(Bytes, Terms.Length);
    }
}
