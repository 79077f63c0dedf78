using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Runtimes.Java;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Facts;

/// <summary>Facts and findings of manifests through the whole pipeline.</summary>
internal static class PodReading
{
    /// <summary>The facts of every container of the given files, in order, as <c>inspect</c> computes them.</summary>
    public static ImmutableArray<ContainerFacts> Containers(Assumptions assumptions, params (string Path, string Text)[] files) =>
        [.. Pods(assumptions, files).SelectMany(p => p.Containers)];

    /// <summary>The facts of every pod of the given files, in order.</summary>
    public static ImmutableArray<PodFacts> Pods(Assumptions assumptions, params (string Path, string Text)[] files) =>
        [.. Linter.Inspect(Request(assumptions, files), (pod, _) => pod).Pods];

    /// <summary>The JVMs of the only container of one manifest; null if none is recognised.</summary>
    public static JvmFacts? Jvm(string manifest, Assumptions? assumptions = null) =>
        Assert.Single(Containers(assumptions ?? new Assumptions(), ("/k8s/app.yaml", manifest)), c => !c.Spec.IsUnwritten).Jvm;

    /// <summary>The findings of the given files.</summary>
    public static ImmutableArray<ReportedFinding> Findings(params (string Path, string Text)[] files)
    {
        var result = Linter.Lint(Request(new Assumptions(), files));
        Assert.Empty(result.Crashes);
        return result.Findings;
    }

    private static LintRequest Request(Assumptions assumptions, (string Path, string Text)[] files) =>
        new()
        {
            Sources =
            [
                .. files.Select(f => new LintSource(f.Path, f.Path, true, () => new SourceReading(new SourceText(f.Path, f.Text), null))),
            ],
            Assumptions = assumptions,
            Jobs = 1,
        };
}
