using System.Collections.Immutable;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>A repair helps: made by itself, it leaves neither its finding nor an error or warning that was not there before.</summary>
public sealed class RepairTests
{
    public static TheoryData<string> Pages => [.. RulePages.FileNames];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Of_every_example(string page)
    {
        foreach (var example in RulePages.Examples(RulePages.Text(page)))
            AssertHelps($"{page}:{example.FirstLine}", [.. example.Files], example.Options);
    }

    public static TheoryData<string> Settings
    {
        get
        {
            var all = new TheoryData<string>();
            foreach (
                string size in (ReadOnlySpan<string>)
                    [
                        "1.5g",
                        "0.5g",
                        "1,5g",
                        "2Gi",
                        "512Mi",
                        "1gb",
                        "900mb",
                        "512",
                        "2048",
                        "1",
                        "2",
                        "8",
                        "1048576",
                        " 512m",
                        " 1g",
                        "0",
                        "1z",
                        "2g",
                        "700m",
                        "10g",
                        "512m ",
                    ]
            )
            {
                all.Add($"image: eclipse-temurin:21, command: [java, -Xmx{size}, -jar, a.jar]");
                all.Add($"image: eclipse-temurin:21, command: [java, '-Xmx{size}', -jar, a.jar]");
                all.Add($"image: eclipse-temurin:21, command: [java, -Xmx$(HEAP), -jar, a.jar], env: [{{name: HEAP, value: '{size}'}}]");
                all.Add($"image: eclipse-temurin:21, command: [sh, -c, 'exec java -Xmx${{HEAP:-{size}}} -jar a.jar']");
                all.Add(
                    $"image: eclipse-temurin:21, command: [java, -jar, a.jar], env: [{{name: JAVA_TOOL_OPTIONS, value: '-Xms64m -Xmx{size}'}}]"
                );
                all.Add(
                    $"image: eclipse-temurin:21, command: [java, -jar, a.jar], env: [{{name: JAVA_TOOL_OPTIONS, value: '-Xms{size} -Xmx256m'}}]"
                );
                all.Add($"image: node:20, command: [node, '--max-old-space-size={size}', a.js]");
                all.Add($"image: node:20, command: [node, a.js], env: [{{name: NODE_OPTIONS, value: '--max-old-space-size {size}'}}]");
                all.Add($"image: golang:1.24, env: [{{name: GOMEMLIMIT, value: '{size}'}}]");
                all.Add(
                    $"image: mcr.microsoft.com/dotnet/aspnet:8.0, command: [dotnet, a.dll], env: [{{name: DOTNET_GCHeapHardLimit, value: '{size}'}}]"
                );
                all.Add($"image: redis:7, command: [redis-server, --maxmemory, '{size}']");
                all.Add($"image: postgres:16, command: [postgres, -c, 'shared_buffers={size}']");
                all.Add($"image: mysql:8.0, args: ['--innodb-buffer-pool-size={size}']");
                all.Add($"image: memcached:1.6, command: [memcached, -m, '{size}']");
                all.Add($"image: mongo:7, args: [--wiredTigerCacheSizeGB, '{size}']");
                all.Add($"image: php:8.3-cli, command: [php, -d, 'memory_limit={size}', a.php]");
            }
            foreach (
                string percent in (ReadOnlySpan<string>)
                    ["25%", "75%", "90%", "100%", "75,5", "150%", "100", "99", "90", "80", "75", "50", "10", "0x64", "0x100"]
            )
            {
                all.Add($"image: eclipse-temurin:21, command: [java, '-XX:MaxRAMPercentage={percent}', -jar, a.jar]");
                all.Add(
                    $"image: mcr.microsoft.com/dotnet/aspnet:8.0, command: [dotnet, a.dll], env: [{{name: DOTNET_GCHeapHardLimitPercent, value: '{percent}'}}]"
                );
                all.Add($"image: node:22, command: [node, '--max-old-space-size-percentage={percent}', a.js]");
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void Of_a_setting_under_limits_small_and_large(string container)
    {
        foreach (string limit in (ReadOnlySpan<string>)["128Mi", "256Mi", "512Mi", "1Gi", "3Gi", "20Gi"])
        {
            string resources = $"{{memory: {limit}, cpu: 1}}";
            string text =
                $"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n  - {{name: app, {container}, resources: {{requests: {resources}, limits: {resources}}}}}\n";
            AssertHelps($"{container} of {limit}", [new PageFile("pod.yaml", text)], []);
        }
    }

    // What is written is fine by the rule that asked for it, and by those that it hid.
    [Theory]
    [InlineData(
        "image: confluentinc/cp-kafka:7.5.0, env: [{name: KAFKA_HEAP_OPTS, value: -Xmx3500m -Xms3500m}]",
        "-Xmx2048m and -Xms2048m (50 % of 4Gi)",
        75
    )]
    [InlineData("image: apache/kafka:3.8.0, env: [{name: KAFKA_HEAP_OPTS, value: -Xmx3500m}]", "-Xmx1600m (at most 40 % of 4Gi)", 40)]
    [InlineData("image: eclipse-temurin:21, command: [java, -Xmx3900m, -jar, a.jar]", "-Xmx2400m (at most 60 % of 4Gi)", 60)]
    [InlineData("image: eclipse-temurin:21, command: [java, -Xmx5g, -jar, a.jar]", "-Xmx2400m (at most 60 % of 4Gi)", 60)]
    [InlineData("image: eclipse-temurin:21, command: [java, '-XX:MaxRAMPercentage=90', -jar, a.jar]", "-XX:MaxRAMPercentage=60.0", 60)]
    [InlineData("image: eclipse-temurin:21, command: [java, -Xmx2GB, -jar, a.jar]", "-Xmx2g", 60)]
    [InlineData(
        "image: eclipse-temurin:21, command: [java, -Xmx3GB, -jar, a.jar]",
        "-Xmx3g (too much for the memory limit 4Gi, which has to be raised, too)",
        60
    )]
    [InlineData("image: eclipse-temurin:21, command: [java, -jar, a.jar]", "-XX:MaxRAMPercentage=60.0 (2.4 GiB)", 60)]
    [InlineData("image: postgres:16, args: [-c, shared_buffers=4GB]", "shared_buffers=1600MB (at most 40 % of 4Gi)", 75)]
    [InlineData(
        "image: postgres:16, args: [-c, shared_buffers=4GB, -c, max_connections=400, -c, work_mem=16MB]",
        "shared_buffers=1600MB (at most 40 % of 4Gi, and less for its sessions, which take too much in addition)",
        75
    )]
    public void What_is_written_is_fine(string container, string write, double percent)
    {
        var configuration = LintConfiguration.Default with { Options = new() { JvmHeap = new() { Percent = (decimal)percent } } };
        PageFile file = new(
            "pod.yaml",
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n  - {{name: app, {container}, resources: {{limits: {{memory: 4Gi}}}}}}\n"
        );
        var found = Linter
            .Lint(PageScan.Request([file], [], configuration))
            .Findings.Single(f => f.RuleId.StartsWith("ML3", StringComparison.Ordinal));
        Assert.Equal(write, found.Fix?.Advice.Text ?? found.Advice?.Text);
        if (found.Fix is { } fix)
        {
            var after = Linter.Lint(PageScan.Request([file with { Text = Applied(file, fix) }], [], configuration));
            Assert.DoesNotContain(after.Findings, f => f.RuleId.StartsWith("ML3", StringComparison.Ordinal));
        }
    }

    private static void AssertHelps(string name, ImmutableArray<PageFile> files, string[] options)
    {
        var before = PageScan.Request(files, options, LintConfiguration.Default) with { WithSuperseded = true };
        var found = Linter.Lint(before);
        foreach (var finding in found.Findings.Where(f => f.Fix is not null))
        {
            var repaired = files.Select(f => f with { Text = Applied(f, finding.Fix!) }).ToImmutableArray();
            var after = Linter.Lint(PageScan.Request(repaired, options, LintConfiguration.Default));
            string what = $"{name}: {finding.Fix!.Advice.Text} for {finding.RuleId} {finding.Statement.What}";
            Assert.False(
                after.Findings.Any(f => KeyOf(f) == KeyOf(finding) && f.Statement.What == finding.Statement.What),
                $"{what}: it is still there"
            );
            var known = found.Findings.Select(KeyOf).ToHashSet();
            var worse = after.Findings.Where(f =>
                f.Severity >= Severity.Warning && !known.Contains(KeyOf(f)) && !found.Superseded.Any(s => s.RuleId == f.RuleId)
            );
            Assert.True(!worse.Any(), $"{what}: {string.Join(", ", worse.Select(f => $"{f.RuleId} {f.Statement.What}"))}");
        }
    }

    private static (string, string?, string?) KeyOf(ReportedFinding finding) =>
        (finding.RuleId, finding.Object?.ToString(), finding.Container);

    private static string Applied(PageFile file, ReportedFix fix)
    {
        var text = new SourceText(file.Name, file.Text);
        return TextEdits.Apply(
            text,
            fix.Edits.Where(e => e.Place.File == file.Name).Select(e => new TextEdit(new Location(text, e.Place.Span), e.NewText))
        );
    }
}
