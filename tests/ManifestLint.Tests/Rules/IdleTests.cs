using ManifestLint.Tests.Rules.Sets;

namespace ManifestLint.Tests.Rules;

/// <summary>What takes no memory lacks none.</summary>
public sealed class IdleTests
{
    [Theory]
    [InlineData("image: registry.k8s.io/pause", "", false)]
    [InlineData("image: registry.k8s.io/pause:3.10", "{requests: {memory: 1Gi}}", false)]
    [InlineData("image: 123.example.com/mirror/eks/pause-amd64@sha256:0123", "{requests: {cpu: 1}}", false)]
    [InlineData("{image: registry.k8s.io/pause:3.10, command: [sh, -c, run]}", "", true)]
    [InlineData("image: registry.example.com/pausing:1", "", true)]
    [InlineData("image: registry.example.com/pause/web:1", "", true)]
    public void A_pause_container_sleeps(string image, string resources, bool isTold) =>
        Assert.Equal(isTold, IsTold(image.Trim('{', '}'), resources, ""));

    [Theory]
    [InlineData("tolerations: [{key: kwok.x-k8s.io/node, operator: Exists}]", false)]
    [InlineData("nodeSelector: {kwok.x-k8s.io/node: fake}", false)]
    [InlineData("tolerations: [{key: example.com/kwok.x-k8s.io, operator: Exists}]", true)]
    [InlineData("nodeSelector: {type: kwok.x-k8s.io}", true)]
    public void Nothing_runs_on_the_nodes_of_kwok(string pod, bool isTold)
    {
        Assert.Equal(isTold, IsTold("image: fake", "{}", pod));
        Assert.Equal(isTold, IsTold("image: fake", "{requests: {memory: 1Gi}}", pod));
    }

    [Fact]
    public void An_annotation_of_kwok_tells_so_too()
    {
        string marked = Manifest("image: fake", "{}", "")
            .Replace("spec:\n      {}", "", StringComparison.Ordinal)
            .Replace(
                "  template:\n",
                "  template:\n    metadata: {annotations: {kwok.x-k8s.io/usage-cpu: 10m}}\n",
                StringComparison.Ordinal
            );
        Assert.Empty(SetScan.Of(marked).Findings);
    }

    private static bool IsTold(string image, string resources, string pod)
    {
        var rules = SetScan.Of(Manifest(image, resources, pod)).Findings.Select(f => f.RuleId).Distinct().ToList();
        Assert.All(rules, r => Assert.True(r is "ML1001" or "ML1003" or "ML2001", r));
        return rules.Count > 0;
    }

    private static string Manifest(string image, string resources, string pod) =>
        SetScan
            .Deployment("idle", resources.Length == 0 ? "{}" : resources, pod: pod.Length == 0 ? "hostIPC: false" : pod)
            .Replace(
                "image: registry.example/app:1",
                image.Replace(", command", "\n          command", StringComparison.Ordinal),
                StringComparison.Ordinal
            );
}
