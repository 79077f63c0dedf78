using ManifestLint.Facts;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Facts;

/// <summary>What keeps a pod from Guaranteed, in the words of sentences and in those of <c>inspect --format json</c>.</summary>
public sealed class QosBlockerTests
{
    private const string Pod = """
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          containers:
            - name: web
              image: web
              resources:
                requests: {cpu: 1, REQUEST}
                limits: {cpu: 1, LIMIT}
        """;

    private const string LimitRange = """
        apiVersion: v1
        kind: LimitRange
        metadata: {name: lr, namespace: shop}
        spec: {limits: [{type: Container, default: {memory: 512Mi}, defaultRequest: {memory: 128Mi}}]}
        ---

        """;

    [Theory]
    [InlineData("memory: 64Mi", "memory: 0.5Gi", false, "memory limit 0.5Gi above request 64Mi", "limit 0.5Gi above request 64Mi")]
    [InlineData("memory: 1Gi", "memory: 0.5Gi", false, "memory limit 0.5Gi below request 1Gi", "limit 0.5Gi below request 1Gi")]
    [InlineData("memory: 64Mi", "", false, "no memory limit", "no memory limit")]
    [InlineData("memory: 64Mi", "memory: 0", false, "memory limit 0, which is none", "memory limit 0, which is none")]
    [InlineData(
        "memory: 64Mi",
        "memory: ",
        false,
        "memory limit (empty, counts as 0), which is none",
        "memory limit (empty, counts as 0), which is none"
    )]
    [InlineData("memory: 0", "memory: 64Mi", false, "memory request 0", "memory request 0")]
    [InlineData(
        "memory: 64Mi",
        "",
        true,
        "memory limit 512Mi injected by LimitRange lr above request 64Mi",
        "limit 512Mi above request 64Mi"
    )]
    [InlineData("", "", true, "memory limit 512Mi above request 128Mi injected by LimitRange lr", "limit 512Mi above request 128Mi")]
    public void Amounts_say_who_wrote_them(string request, string limit, bool isRange, string text, string reason)
    {
        string manifest = Pod.Replace(", REQUEST", request.Length == 0 ? "" : ", " + request, StringComparison.Ordinal)
            .Replace(", LIMIT", limit.Length == 0 ? "" : ", " + limit, StringComparison.Ordinal);
        var blocker = Assert.Single(Blockers(isRange ? LimitRange + manifest : manifest));
        Assert.Equal((text, reason), (blocker.ToString(), blocker.Reason));
    }

    private static IEnumerable<QosBlocker> Blockers(string text) =>
        Linter
            .Inspect(
                new LintRequest
                {
                    Sources = [new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null))],
                },
                (pod, _) => pod.QosBlockers
            )
            .Pods.SelectMany(p => p);
}
