using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Cluster;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Reporting;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>Scans the texts of an example as the program would.</summary>
internal static class PageScan
{
    private const string Folder = "/pages/";

    // The day on which examples are read.
    private static readonly DateOnly Today = new(2026, 1, 1);

    /// <summary>What all rules find together; an opt-in rule is enabled where it is the one asked about.</summary>
    public static ImmutableArray<ReportedFinding> All(
        IEnumerable<PageFile> files,
        ReadOnlySpan<string> options,
        CatalogEntry? asked = null
    ) => Lint(files, options, asked is { IsOptIn: true } ? Severities([(asked.Rule.Id, Severity.Note)]) : LintConfiguration.Default);

    /// <summary>What one rule finds when no other speaks, so that nothing hides it.</summary>
    public static ImmutableArray<ReportedFinding> Alone(IEnumerable<PageFile> files, ReadOnlySpan<string> options, CatalogEntry asked) =>
        Lint(
            files,
            options,
            Severities(
                RuleCatalog.All.Where(e => e != asked || asked.IsOptIn).Select(e => (e.Rule.Id, e == asked ? Severity.Note : Severity.Off))
            )
        );

    /// <summary>A finding as the format <c>text</c> prints it, but for the lines it shows and the name of the page that it stands on.</summary>
    public static string Text(ReportedFinding finding) =>
        $"{finding.Place.File}:{finding.Place.Line}:{finding.Place.Column}: {finding.Severity.ToString().ToLowerInvariant()}: {finding.Statement.What} [{finding.RuleId} {finding.RuleName}]\n"
        + string.Concat(FindingLines.Of(finding).Where(l => l.Name is not ("page" or "object")).Select(l => $"  = {l.Name}: {l.Text}\n"));

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
                    KubernetesVersionIsConfigured = true,
                },
                "--node-memory" => assumptions with
                {
                    NodeMemoryBytes = ResourceQuantity.Parse(value)!.Value.Bytes!.Value,
                    NodeMemoryWritten = value,
                    NodeMemorySource = NodeMemorySource.Option,
                },
                "--node-cpus" => assumptions with
                {
                    NodeCpuMillicores = ResourceQuantity.Parse(value)!.Value.Milli!.Value,
                    NodeCpuIsConfigured = true,
                },
                _ => throw new FormatException($"unknown option {options[i]}"),
            };
        }
        return assumptions;
    }

    /// <summary>The files that the fixes of one rule change; none if it has no fix.</summary>
    public static ImmutableArray<PageFile> Repair(PageExample example, CatalogEntry asked)
    {
        var configuration = asked is { IsOptIn: true } ? Severities([(asked.Rule.Id, Severity.Note)]) : LintConfiguration.Default;
        var outcome = Fix(example.Files, example.Options, f => f.RuleId == asked.Rule.Id, configuration);
        return [.. example.Files.Where(f => outcome.Texts.ContainsKey(f.Name)).Select(f => f with { Text = outcome.Texts[f.Name] })];
    }

    /// <summary>All that a scan of several files finds, line hashes included; a path of an override is the name of a file.</summary>
    public static LintResult Result(IEnumerable<PageFile> files, ReadOnlySpan<string> options, LintConfiguration configuration)
    {
        var result = Linter.Lint(
            Request(files, options, configuration) with
            {
                WithLineHashes = true,
                PathMatches = (path, glob) => path == Folder + glob,
            }
        );
        Assert.Empty(result.Crashes);
        return result;
    }

    /// <summary>What comes of repairing several files.</summary>
    public static FixOutcome Fix(
        IEnumerable<PageFile> files,
        ReadOnlySpan<string> options,
        Func<ReportedFinding, bool> isWanted,
        LintConfiguration? configuration = null
    )
    {
        var outcome = Fixer.Apply(Request(files, options, configuration ?? LintConfiguration.Default), isWanted);
        Assert.Null(outcome.Problem);
        return outcome;
    }

    private static LintConfiguration Severities(IEnumerable<(string Id, Severity Severity)> severities) =>
        LintConfiguration.Default with
        {
            Severities = severities.ToImmutableDictionary(s => s.Id, s => s.Severity),
        };

    private static ImmutableArray<ReportedFinding> Lint(
        IEnumerable<PageFile> files,
        ReadOnlySpan<string> options,
        LintConfiguration configuration
    )
    {
        var result = Linter.Lint(Request(files, options, configuration));
        Assert.Empty(result.Crashes);
        return result.Findings;
    }

    internal static LintRequest Request(IEnumerable<PageFile> files, ReadOnlySpan<string> options, LintConfiguration configuration) =>
        new()
        {
            Sources =
            [
                .. files.Select(f => new LintSource(f.Name, Folder + f.Name, true, () =>
                    new SourceReading(new SourceText(f.Name, f.Text), null)
                )),
            ],
            Assumptions = AssumptionsOf(options),
            Configuration = configuration,
            Jobs = 1,
            Today = Today,
        };
}
