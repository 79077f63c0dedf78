using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Tests.Owners;

namespace ManifestLint.Tests.Rules;

/// <summary>A setting that stands in another object than the container that takes it: what a finding names and shows, and what its fix edits.</summary>
public sealed class SettingPlacesTests
{
    [Theory]
    [InlineData(
        "env: [{name: JAVA_TOOLS_OPTIONS, valueFrom: {configMapKeyRef: {name: jvm, key: opts}}}]",
        "opts: -Xmx900m",
        "env JAVA_TOOLS_OPTIONS, ConfigMap jvm, key opts",
        "taken here",
        "rename JAVA_TOOLS_OPTIONS to JAVA_TOOL_OPTIONS in app.yaml",
        "app.yaml"
    )]
    [InlineData(
        "envFrom: [{configMapRef: {name: jvm}}]",
        "JAVA_TOOLS_OPTIONS: -Xmx900m",
        "env JAVA_TOOLS_OPTIONS, ConfigMap jvm, key JAVA_TOOLS_OPTIONS",
        "container web takes it",
        "rename JAVA_TOOLS_OPTIONS to JAVA_TOOL_OPTIONS",
        "config.yaml"
    )]
    // The right name is taken already: which of the two is meant, nobody can say.
    [InlineData(
        "envFrom: [{configMapRef: {name: jvm}}]",
        "JAVA_TOOLS_OPTIONS: -Xmx900m\n  JAVA_TOOL_OPTIONS: -Xmx300m",
        "env JAVA_TOOLS_OPTIONS, ConfigMap jvm, key JAVA_TOOLS_OPTIONS",
        "container web takes it",
        null,
        null
    )]
    public void A_misspelt_variable_is_told_where_its_value_stands(
        string variables,
        string data,
        string from,
        string note,
        string? title,
        string? edited
    )
    {
        var finding = Find("ML3007", "image: eclipse-temurin:21\ncommand: [java, -jar, a.jar]\n" + variables, data);
        Assert.Equal("config.yaml", finding.Place.File);
        Assert.Equal(from, Assert.Single(finding.From).In);
        var related = Assert.Single(finding.Related);
        Assert.Equal((note, "app.yaml"), (related.Note, related.Place.File));
        Assert.Equal(title, finding.Fix?.Title);
        Assert.Equal(edited, finding.Fix?.Edits.Single().Place.File);
    }

    [Theory]
    [InlineData("env: [{name: NODE_OPTIONS, valueFrom: {configMapKeyRef: {name: jvm, key: opts}}}]", "opts", "opts")]
    [InlineData("envFrom: [{configMapRef: {name: jvm}}]", "NODE_OPTIONS", "NODE_OPTIONS")]
    public void The_variable_that_brings_an_option_is_named(string variables, string key, string told)
    {
        var finding = Find(
            "ML3102",
            "image: node:20\ncommand: [node, a.js]\n" + variables + "\n" + LiveDump.SmallWeb,
            $"{key}: --max-old-space-size=512"
        );
        Assert.Equal($"env NODE_OPTIONS, ConfigMap jvm, key {told}", Assert.Single(finding.From).In);
        Assert.Equal("the memory limit", Assert.Single(finding.Related).Note);
    }

    private static ReportedFinding Find(string rule, string container, string data) =>
        OwnershipTests
            .Lint(
                1,
                ("app.yaml", LiveDump.Workload("Deployment", "web", null, null, LiveDump.Container("web", container))),
                ("config.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: jvm, namespace: shop}}\ndata:\n  {data}\n")
            )
            .Findings.Single(f => f.RuleId == rule);
}
