namespace ManifestLint.Rules;

/// <summary>A rule, and its page as soon as somebody asks.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Name">Its name: the page is <c>rules/ID-name.md</c>.</param>
/// <param name="IsOptIn">True if it reports only where it is enabled; the page's severity is then <c>off</c>.</param>
public sealed record CatalogEntry(Rule Rule, string Name, bool IsOptIn = false)
{
    private readonly Lazy<RulePage> _page = new(() => RulePage.Load($"rules/{Rule.Id}-{Name}.md"));

    /// <summary>Its page.</summary>
    public RulePage Page => _page.Value;
}
