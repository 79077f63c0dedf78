using System.Collections.Immutable;
using ManifestLint.Configuration;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>Scans one text as the program would.</summary>
internal static class PageScan
{
    // The day on which examples are read.
    private static readonly DateOnly Today = new(2026, 1, 1);

    /// <summary>What all rules find together; an opt-in rule is enabled where it is the one asked about.</summary>
    public static ImmutableArray<ReportedFinding> All(string name, string text, ReadOnlySpan<string> options, CatalogEntry? asked = null) =>
        Lint(name, text, options, asked is { IsOptIn: true } ? Severities([(asked.Rule.Id, Severity.Note)]) : LintConfiguration.Default);

    /// <summary>What one rule finds when no other speaks, so that nothing hides it.</summary>
    public static ImmutableArray<ReportedFinding> Alone(string name, string text, ReadOnlySpan<string> options, CatalogEntry asked) =>
        Lint(
            name,
            text,
            options,
            Severities(
                RuleCatalog.All.Where(e => e != asked || asked.IsOptIn).Select(e => (e.Rule.Id, e == asked ? Severity.Note : Severity.Off))
            )
        );

    /// <summary>A finding as the format <c>concise</c> prints it.</summary>
    public static string Concise(ReportedFinding finding) =>
        $"{finding.Place.File}:{finding.Place.Line}:{finding.Place.Column}: {finding.Severity.ToString().ToLowerInvariant()}: {finding.Message} [{finding.RuleId} {finding.RuleName}]";

    /// <summary>What stands in a page's fence behind <c>bad</c> or <c>good</c>.</summary>
    public static Assumptions AssumptionsOf(ReadOnlySpan<string> options)
    {
        var assumptions = new Assumptions();
        for (int i = 0; i < options.Length; i += 2)
        {
            string value = options[i + 1];
            assumptions = options[i] switch
            {
                "--kubernetes-version" => assumptions with
                {
                    KubernetesVersion = KubernetesVersion.TryParse(value, out var version) ? version : throw new FormatException(value),
                },
                "--node-memory" => assumptions with
                {
                    NodeMemoryBytes = ResourceQuantity.Parse(value)!.Value.Bytes!.Value,
                    NodeIsConfigured = true,
                },
                "--node-cpus" => assumptions with
                {
                    NodeCpuMillicores = ResourceQuantity.Parse(value)!.Value.Milli!.Value,
                    NodeIsConfigured = true,
                },
                _ => throw new FormatException($"unknown option {options[i]}"),
            };
        }
        return assumptions;
    }

    /// <summary>The text after every fix of one rule; null if it has none.</summary>
    public static string? Repair(string name, string text, ReadOnlySpan<string> options, CatalogEntry asked)
    {
        var configuration = asked is { IsOptIn: true } ? Severities([(asked.Rule.Id, Severity.Note)]) : LintConfiguration.Default;
        var request = Request(name, text, options, configuration);
        var outcome = Fixer.Apply(request, request.Sources[0], f => f.RuleId == asked.Rule.Id);
        Assert.Null(outcome.Problem);
        return outcome.Applied.IsEmpty ? null : outcome.Text;
    }

    private static LintConfiguration Severities(IEnumerable<(string Id, Severity Severity)> severities) =>
        LintConfiguration.Default with
        {
            Severities = severities.ToImmutableDictionary(s => s.Id, s => s.Severity),
        };

    private static ImmutableArray<ReportedFinding> Lint(
        string name,
        string text,
        ReadOnlySpan<string> options,
        LintConfiguration configuration
    )
    {
        var result = Linter.Lint(Request(name, text, options, configuration));
        Assert.Empty(result.Crashes);
        return result.Findings;
    }

    private static LintRequest Request(string name, string text, ReadOnlySpan<string> options, LintConfiguration configuration)
    {
        var source = new LintSource(name, "/pages/" + name, true, () => new SourceReading(new SourceText(name, text), null));
        return new LintRequest
        {
            Sources = [source],
            Assumptions = AssumptionsOf(options),
            Configuration = configuration,
            Jobs = 1,
            Today = Today,
        };
    }
}
