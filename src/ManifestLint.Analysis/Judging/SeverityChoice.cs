using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Reading;
using ManifestLint.Rules;

namespace ManifestLint.Judging;

/// <summary>Which severity is in force: an override's, else the configuration's, else the finding's own, else the page's.</summary>
/// <param name="ofRun">What is configured for the run.</param>
/// <param name="ofFile">What is configured for a file, given by its full path; one object for files of one configuration.</param>
/// <param name="sources">Every file that a finding may be printed in.</param>
/// <param name="pathMatches">Whether a glob of the configuration takes in a file, given by its full path.</param>
/// <param name="fullPathOf">The full path of a file that is none of the sources and that a kustomization uses; null for any other.</param>
internal sealed class SeverityChoice(
    LintConfiguration ofRun,
    Func<string, LintConfiguration> ofFile,
    ImmutableArray<LintSource> sources,
    Func<string, string, bool> pathMatches,
    Func<string, string?> fullPathOf
)
{
    private readonly ImmutableArray<LintConfiguration> _configurations =
    [
        .. sources.Select(s => ofFile(s.FullPath)).Append(ofRun).ToHashSet<LintConfiguration>(ReferenceEqualityComparer.Instance),
    ];
    private readonly ConcurrentDictionary<LintConfiguration, FileSeverities> _byConfiguration = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<(string Path, string? Overlay), FileSeverities> _byPath = new();
    private readonly Lazy<ILookup<string, LintSource>> _sources = new(() => sources.ToLookup(s => s.Path, StringComparer.Ordinal));

    /// <summary>True if a rule is on anywhere.</summary>
    public bool MayRun(CatalogEntry entry) =>
        _configurations.Any(c =>
            IsOn(entry, c.Severities)
            || c.Overrides.Any(o => o.Severities.TryGetValue(entry.Rule.Id, out var severity) && severity != Severity.Off)
        );

    /// <summary>The choice for the file that a finding is printed in.</summary>
    /// <param name="path">Its path as reports show it.</param>
    /// <param name="linted">The file being linted, which most findings are printed in.</param>
    /// <param name="overlay">The full path of the kustomization that composes the object: what is configured for it counts, too; or null.</param>
    public FileSeverities Of(string path, LintSource linted, string? overlay = null)
    {
        if (_byPath.TryGetValue((path, overlay), out var known))
            return known;
        string printed =
            path == linted.Path ? linted.FullPath
            : _sources.Value[path].FirstOrDefault() is { } source ? source.FullPath
            : fullPathOf(path) ?? linted.FullPath;
        var configuration = ofFile(printed);
        var general = _byConfiguration.GetOrAdd(configuration, c => new(c.Severities, new(c.Overrides), static _ => true));
        string[] paths = overlay is null ? [printed] : [printed, overlay];
        return _byPath[(path, overlay)] = configuration.Overrides.All(o => o.Paths.IsEmpty)
            ? general
            : general.Where(o => TakesIn(o, paths));
    }

    // Every file asks each override.
    private bool TakesIn(ConfigurationOverride one, string[] paths)
    {
        foreach (string glob in one.Paths)
        {
            foreach (string path in paths)
            {
                if (pathMatches(path, glob))
                    return true;
            }
        }
        return one.Paths.IsEmpty;
    }

    internal static bool IsOn(CatalogEntry entry, ImmutableDictionary<string, Severity> severities) =>
        severities.TryGetValue(entry.Rule.Id, out var severity) ? severity != Severity.Off : !entry.IsOptIn;
}

/// <summary>The severities of one file, or of all files where no override asks for a path.</summary>
internal sealed class FileSeverities(
    ImmutableDictionary<string, Severity> configured,
    OverrideIndex overrides,
    Func<ConfigurationOverride, bool> takesIn
)
{
    private readonly Lazy<ImmutableArray<ConfigurationOverride>> _general = new(() => [.. overrides.General.Where(takesIn)]);

    // What is asked about one object is asked together.
    private Applied? _last;

    private sealed record Applied(Manifest Manifest, ImmutableArray<ConfigurationOverride> Overrides);

    /// <summary>The same for files of which overrides take in others.</summary>
    public FileSeverities Where(Func<ConfigurationOverride, bool> takesIn) => new(configured, overrides, takesIn);

    /// <summary>The severity of a finding; Off if it does not count here.</summary>
    public Severity Of(Finding finding, CatalogEntry entry, Manifest? manifest)
    {
        if (Configured(entry, manifest) is { } severity)
            return severity;
        if (entry.IsOptIn && !SeverityChoice.IsOn(entry, configured))
            return Severity.Off;
        return finding.SeverityOr(entry.Page.Severity);
    }

    /// <summary>True if a rule counts for an object.</summary>
    public bool IsOn(CatalogEntry entry, Manifest? manifest) =>
        Configured(entry, manifest) is { } severity ? severity != Severity.Off : !entry.IsOptIn;

    /// <summary>What is configured for the rules of an object, the overrides that apply to it included.</summary>
    public ImmutableDictionary<string, Severity> ConfiguredFor(Manifest manifest) =>
        Of(manifest).Aggregate(configured, (all, o) => all.SetItems(o.Severities));

    // The last override that speaks wins.
    private Severity? Configured(CatalogEntry entry, Manifest? manifest)
    {
        var applied = Of(manifest);
        for (int i = applied.Length - 1; i >= 0; i--)
        {
            if (applied[i].Severities.TryGetValue(entry.Rule.Id, out var severity))
                return severity;
        }
        return configured.TryGetValue(entry.Rule.Id, out var general) ? general : null;
    }

    // What has no object has no namespace, kind or label.
    private ImmutableArray<ConfigurationOverride> Of(Manifest? manifest)
    {
        if (manifest is null || overrides.IsGeneral)
            return _general.Value;
        var last = _last;
        if (last?.Manifest != manifest)
            _last = last = new(manifest, [.. overrides.Of(manifest).Where(takesIn)]);
        return last.Overrides;
    }
}
