using System.Collections.Concurrent;
using System.Collections.Immutable;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Rules;

namespace ManifestLint;

/// <summary>Which severity is in force: an override's, else the configuration's, else the finding's own, else the page's.</summary>
internal sealed class SeverityChoice(LintRequest request)
{
    private readonly ImmutableArray<LintConfiguration> _configurations =
    [
        .. request
            .Sources.Concat(request.Neighbours)
            .Select(s => request.For(s.FullPath).Configuration)
            .Append(request.Configuration)
            .Distinct(),
    ];
    private readonly ConcurrentDictionary<LintConfiguration, FileSeverities> _byConfiguration = new(ReferenceEqualityComparer.Instance);
    private readonly ConcurrentDictionary<string, FileSeverities> _byPath = new(StringComparer.Ordinal);
    private readonly Lazy<ILookup<string, LintSource>> _sources = new(() =>
        request.Sources.Concat(request.Neighbours).ToLookup(s => s.Path, StringComparer.Ordinal)
    );

    /// <summary>True if a rule is on anywhere.</summary>
    public bool MayRun(CatalogEntry entry) =>
        _configurations.Any(c =>
            IsOn(entry, c.Severities)
            || c.Overrides.Any(o => o.Severities.TryGetValue(entry.Rule.Id, out var severity) && severity != Severity.Off)
        );

    /// <summary>The choice for the file that a finding is printed in.</summary>
    /// <param name="path">Its path as reports show it.</param>
    /// <param name="linted">The file being linted, which most findings are printed in.</param>
    public FileSeverities Of(string path, LintSource linted)
    {
        if (_byPath.TryGetValue(path, out var known))
            return known;
        var printed = path == linted.Path ? linted : _sources.Value[path].FirstOrDefault() ?? linted;
        var configuration = request.For(printed.FullPath).Configuration;
        return _byPath[path] = configuration.Overrides.IsEmpty
            ? _byConfiguration.GetOrAdd(configuration, c => new(c.Severities, []))
            : new(
                configuration.Severities,
                [.. configuration.Overrides.Where(o => o.Paths.IsEmpty || o.Paths.Any(glob => request.PathMatches(printed.FullPath, glob)))]
            );
    }

    internal static bool IsOn(CatalogEntry entry, ImmutableDictionary<string, Severity> severities) =>
        severities.TryGetValue(entry.Rule.Id, out var severity) ? severity != Severity.Off : !entry.IsOptIn;
}

/// <summary>The severities of one file.</summary>
internal sealed class FileSeverities(ImmutableDictionary<string, Severity> configured, ImmutableArray<ConfigurationOverride> overrides)
{
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
        overrides.Where(o => Applies(o, manifest)).Aggregate(configured, (all, o) => all.SetItems(o.Severities));

    // The last override that speaks wins.
    private Severity? Configured(CatalogEntry entry, Manifest? manifest)
    {
        for (int i = overrides.Length - 1; i >= 0; i--)
        {
            if (overrides[i].Severities.TryGetValue(entry.Rule.Id, out var severity) && Applies(overrides[i], manifest))
                return severity;
        }
        return configured.TryGetValue(entry.Rule.Id, out var general) ? general : null;
    }

    // What has no object has no namespace, kind or label.
    private static bool Applies(ConfigurationOverride part, Manifest? manifest)
    {
        if (part.Namespaces.IsEmpty && part.Kinds.IsEmpty && part.Labels.IsEmpty)
            return true;
        if (manifest is null)
            return false;
        return (part.Namespaces.IsEmpty || (manifest.Namespace is { } name && part.Namespaces.Contains(name)))
            && (part.Kinds.IsEmpty || part.Kinds.Contains(manifest.Kind))
            && part.Labels.All(l => manifest.Label(l.Key) == l.Value);
    }
}
