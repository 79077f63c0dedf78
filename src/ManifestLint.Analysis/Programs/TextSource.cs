namespace ManifestLint.Programs;

/// <summary>Where a text comes from. Whoever brings texts says what that is; nothing here looks into it.</summary>
public abstract record TextSource
{
    /// <summary>True if a Secret holds the text, which whoever prints it has to ask.</summary>
    public virtual bool IsOfSecret => false;
}
