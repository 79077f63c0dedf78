using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Findings;

/// <summary>Whether a fix may be applied unseen.</summary>
public enum FixSafety
{
    /// <summary>Same meaning, or certainly meant.</summary>
    Safe,

    /// <summary>Needs a human.</summary>
    Unsafe,
}

/// <summary>A repair: whether it may be applied unseen, and the edits.</summary>
public sealed record Fix
{
    private Fix(FixSafety safety, ImmutableArray<TextEdit> edits) => (Safety, Edits) = (safety, edits);

    /// <summary>Whether it may be applied unseen.</summary>
    public FixSafety Safety { get; }

    /// <summary>The edits, each of a text of its own, which need not be that of the finding; at least one.</summary>
    public ImmutableArray<TextEdit> Edits { get; }

    /// <summary>A fix; null if an edit is null, or there is none.</summary>
    internal static Fix? Of(FixSafety safety, ReadOnlySpan<TextEdit?> edits)
    {
        var certain = ImmutableArray.CreateBuilder<TextEdit>(edits.Length);
        foreach (var edit in edits)
        {
            if (edit is not { } known)
                return null;
            certain.Add(known);
        }
        return certain.Count == 0 ? null : new Fix(safety, certain.ToImmutable());
    }
}
