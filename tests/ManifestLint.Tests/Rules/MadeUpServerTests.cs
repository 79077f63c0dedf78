using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Linting;
using ManifestLint.Programs;
using ManifestLint.Reading;
using ManifestLint.Rules.Observed;
using ManifestLint.Rules.Pods;
using ManifestLint.Rules.Sets;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>A server that nobody knows, made in this file alone: the rules that add, compare and name amounts speak of it.</summary>
public sealed class MadeUpServerTests
{
    private const string Manifest = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: store, namespace: shop}
        spec:
          template:
            spec:
              volumes: [{name: scratch, emptyDir: {medium: Memory, sizeLimit: 400Mi}}]
              containers:
              - name: store
                image: registry.example.com/store:1
                env: [{name: STORE_CACHE, value: 700m}]
                volumeMounts: [{name: scratch, mountPath: /scratch}]
                resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}
        ---
        apiVersion: autoscaling.k8s.io/v1
        kind: VerticalPodAutoscaler
        metadata: {name: store, namespace: shop}
        spec:
          targetRef: {apiVersion: apps/v1, kind: Deployment, name: store}
          updatePolicy: {updateMode: Recreate}
          resourcePolicy: {containerPolicies: [{containerName: "*", minAllowed: {memory: 256Mi}}]}
        """;

    private static ServerFacts Store
    {
        get
        {
            var value = Word.Of("700m", new TextOrigin.Variable("STORE_CACHE"));
            var setting = new ServerSetting("cache", "STORE_CACHE=700m", value, new TextOrigin.Variable("STORE_CACHE"));
            return new()
            {
                Name = "store",
                Label = "Store",
                Certainty = RuntimeCertainty.Exact,
                Starts = true,
                Sizes = [new("cache", 700 << 20, setting, new ServerBudget(80, 100, "the rest", "it is OOMKilled"))],
            };
        }
    }

    // Rules are asked while the tree is there.
    private static ImmutableArray<string> Ask(Func<PodFacts, IEnumerable<string>> rule) =>
        [
            .. Linter
                .Inspect(
                    new LintRequest
                    {
                        Sources =
                        [
                            new LintSource("/k8s/store.yaml", "/k8s/store.yaml", true, () =>
                                new SourceReading(new SourceText("/k8s/store.yaml", Manifest), null)
                            ),
                        ],
                        Jobs = 1,
                    },
                    (pod, _) => rule(With(pod)).ToImmutableArray()
                )
                .Pods.SelectMany(p => p),
        ];

    private static PodFacts With(PodFacts pod) =>
        pod with
        {
            Containers = [.. pod.Containers.Select(c => c with { Server = Store, Demands = [.. Store.Demands] })],
        };

    [Fact]
    public void A_volume_beside_it_is_told() =>
        Assert.Contains("cache of Store", Assert.Single(Ask(p => new MemoryVolumeAboveLimit().Check(p).Select(f => f.Statement.What))));

    [Fact]
    public void An_autoscaler_that_moves_the_limit_under_it_is_told() =>
        Assert.Contains(
            "below cache of 700 MiB",
            Assert.Single(Ask(p => p.Containers.SelectMany(c => new VpaMovesLimitUnderHeap().Check(c, p)).Select(f => f.Statement.What)))
        );

    [Fact]
    public void It_is_named_as_the_cause_of_an_oom_kill() =>
        Assert.Contains("68.4 % of it", Assert.Single(Ask(p => p.Containers.Select(c => MemoryCause.Of(c, p, 1 << 30)!.Text))));
}
