using System.Text.Json;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary><c>--only-certain</c>: what rests on something assumed is in no report and decides no exit code.</summary>
public sealed class OnlyCertainTests : IDisposable
{
    // How far the limit can move is up to the recommender's flags, which nobody sees.
    private const string Assumed = """
        apiVersion: autoscaling.k8s.io/v1
        kind: VerticalPodAutoscaler
        metadata: {name: web, namespace: shop}
        spec:
          targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
          updatePolicy: {updateMode: Recreate}
        ---
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - name: web
                  image: eclipse-temurin:21-jre
                  command: [java, -Xmx1g, -jar, /app.jar]
                  resources:
                    requests: {cpu: 500m, memory: 1Gi}
                    limits: {memory: 2Gi}

        """;

    private readonly TemporaryFolder _folder = new();

    public OnlyCertainTests()
    {
        _folder.Write("assumed.yaml", Assumed);
        _folder.Write("certain.yaml", Sample.Note);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_assumed_decides_no_exit_code_and_is_counted()
    {
        var all = Scan();
        Assert.Equal(1, all.ExitCode);
        Assert.Contains("assumed.yaml", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("left out", all.Output, StringComparison.Ordinal);

        var certain = Scan("--only-certain");
        Assert.Equal(0, certain.ExitCode);
        Assert.DoesNotContain("assumed.yaml", certain.Output, StringComparison.Ordinal);
        Assert.Contains("certain.yaml:", certain.Output, StringComparison.Ordinal);
        Assert.Matches("(?m)^left out 1 finding resting on something assumed \\(--only-certain\\)$", certain.Output);
        Assert.Equal(1, Scan("--only-certain", "--fail-on", "note").ExitCode);
    }

    [Theory]
    [InlineData("text")]
    [InlineData("concise")]
    [InlineData("json")]
    [InlineData("sarif")]
    [InlineData("github")]
    [InlineData("gitlab")]
    [InlineData("junit")]
    [InlineData("markdown")]
    [InlineData("checkstyle")]
    [InlineData("rdjson")]
    public void No_format_has_what_is_assumed(string format)
    {
        Assert.Contains("assumed.yaml", Scan("--format", format).Output, StringComparison.Ordinal);
        string certain = Scan("--format", format, "--only-certain").Output;
        Assert.DoesNotContain("assumed.yaml", certain, StringComparison.Ordinal);
        Assert.Contains("certain.yaml", certain, StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_what_certainty_says()
    {
        Assert.Contains("assumed", Certainties());
        Assert.Equal(["certain"], Certainties("--only-certain").Distinct());
        // What is suppressed is left out, too.
        _folder.Write("assumed.yaml", "# manifestlint: ignore-file[ML5008] known\n" + Assumed);
        Assert.Contains("assumed", Certainties());
        Assert.Equal(["certain"], Certainties("--only-certain").Distinct());
    }

    [Fact]
    public void A_baseline_holds_what_is_assumed_all_the_same()
    {
        Assert.Equal(0, Scan("--only-certain", "--write-baseline", "accepted.json").ExitCode);
        var later = Scan("--baseline", "accepted.json", "--fail-on", "note");
        Assert.Equal((0, ""), (later.ExitCode, later.Error));
        Assert.Equal("", Scan("--only-certain", "--baseline", "accepted.json").Error);
    }

    private string[] Certainties(params string[] options)
    {
        using var document = JsonDocument.Parse(Scan([.. options, "--format", "json"]).Output);
        return [.. document.RootElement.GetProperty("findings").EnumerateArray().Select(f => f.GetProperty("certainty").GetString()!)];
    }

    private CliResult Scan(params string[] options) => CliProcess.Run(_folder.Path, ["scan", "--no-config", .. options, "."]);
}
