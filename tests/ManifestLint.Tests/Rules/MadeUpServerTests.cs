using System.Collections.Immutable;
using ManifestLint.Evidence;
using ManifestLint.Explaining;
using ManifestLint.Facts;
using ManifestLint.Inspection;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Runtimes;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>A server that nobody knows, added in this file alone: every rule that adds, compares and names amounts speaks of it, and <c>inspect</c> and
/// <c>explain</c> show it.</summary>
public sealed class MadeUpServerTests
{
    private static readonly Server Store = new("store", ["stored"], Read) { Source = "the manual of Store" };

    private static ServerFacts Read(ServerProcess process)
    {
        var facts = new ServerFacts
        {
            Name = Store.Name,
            Label = "Store",
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
        };
        if (process.Process.Variable("STORE_CACHE") is not { IsKnown: true } value)
            return facts with { Unbounded = new(ServerUnboundedKind.Keys) };
        var setting = new ServerSetting("cache", $"STORE_CACHE={value.Text}", value, new TextOrigin.Variable("STORE_CACHE"));
        long bytes = long.Parse(value.Text.TrimEnd('m'), System.Globalization.CultureInfo.InvariantCulture) << 20;
        return facts with
        {
            Sizes =
            [
                new("cache", bytes, setting, new ServerBudget(80, 100, "its clients", "it is OOMKilled"))
                {
                    Smaller = new(ServerUnitKind.Mebibytes, "m"),
                },
            ],
            Source = setting,
        };
    }

    private static LintRequest Request(string cache, string status) =>
        new()
        {
            Sources =
            [
                new LintSource("/k8s/store.yaml", "/k8s/store.yaml", true, () =>
                    new SourceReading(new SourceText("/k8s/store.yaml", Manifest(cache, status)), null)
                ),
            ],
            Servers = [Store],
            Jobs = 1,
        };

    private static string Manifest(string cache, string status) =>
        """
            apiVersion: v1
            kind: Pod
            metadata: {name: store-0, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: store, controller: true, uid: "1"}]}
            spec:
              volumes: [{name: scratch, emptyDir: {medium: Memory, sizeLimit: 400Mi}}]
              containers:
              - name: store
                image: registry.example.com/store:1
                command: [stored]
                env: [CACHE]
                volumeMounts: [{name: scratch, mountPath: /scratch}]
                resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}
            STATUS
            ---
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: store, namespace: shop}
            spec:
              template:
                spec:
                  volumes: [{name: scratch, emptyDir: {medium: Memory, sizeLimit: 400Mi}}]
                  containers:
                  - name: store
                    image: registry.example.com/store:1
                    command: [stored]
                    env: [CACHE]
                    volumeMounts: [{name: scratch, mountPath: /scratch}]
                    resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}
            ---
            apiVersion: autoscaling.k8s.io/v1
            kind: VerticalPodAutoscaler
            metadata: {name: store, namespace: shop}
            spec:
              targetRef: {apiVersion: apps/v1, kind: StatefulSet, name: store}
              updatePolicy: {updateMode: Recreate}
              resourcePolicy: {containerPolicies: [{containerName: "*", minAllowed: {memory: 256Mi}}]}
            """.Replace("[CACHE]", cache.Length == 0 ? "[]" : $"[{{name: STORE_CACHE, value: {cache}}}]", StringComparison.Ordinal).Replace(
            "STATUS",
            status,
            StringComparison.Ordinal
        );

    private const string Killed =
        "status: {phase: Running, containerStatuses: [{name: store, restartCount: 3, state: {running: {}}, lastState: {terminated: {reason: OOMKilled, exitCode: 137}}}]}";

    private static ILookup<string, string> Messages(string cache, string status = "") =>
        Linter.Lint(Request(cache, status)).Findings.ToLookup(f => f.RuleId, f => f.Message(), StringComparer.Ordinal);

    [Fact]
    public void A_volume_beside_it_and_an_autoscaler_that_moves_the_limit_under_it_are_told()
    {
        var found = Messages("700m");
        Assert.Contains(
            "scratch (400Mi) and Store STORE_CACHE=700m together exceed",
            Assert.Single(found["ML4002"].Distinct()),
            StringComparison.Ordinal
        );
        Assert.Contains("below STORE_CACHE=700m", Assert.Single(found["ML5008"].Distinct()), StringComparison.Ordinal);
        Assert.Empty(found["ML3401"]);
    }

    [Fact]
    public void It_is_named_as_the_cause_of_an_oom_kill() =>
        Assert.Contains(
            "Store STORE_CACHE=700m is 68.4 % of the memory limit 1Gi",
            Assert.Single(Messages("700m", Killed)["ML6001"]),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(
        "900m",
        "ML3401",
        "Store STORE_CACHE=900m is 87.9 % of the memory limit 1Gi, so only 124 MiB is left for its clients; at most 80 % is advised"
    )]
    [InlineData("1024m", "ML3402", "Store STORE_CACHE=1024m (1 GiB) is 100 % of the memory limit 1Gi, so it is OOMKilled")]
    [InlineData("", "ML3405", "Store has no maxmemory")]
    public void Its_sizes_are_held_against_the_limit(string cache, string rule, string message) =>
        Assert.StartsWith(message, Assert.Single(Messages(cache)[rule].Distinct()), StringComparison.Ordinal);

    [Fact]
    public void It_is_inspected_and_explained()
    {
        var (report, explanation) = Linter
            .Inspect(Request("700m", ""), (pod, _) =>
                (
                    RuntimeReports.ProgramsOf(pod.Containers[0]).Single(),
                    string.Join('\n', Explanation.Of(pod, pod.Containers[0]).Steps.SelectMany(s => s.Lines.Append(s.Source)))
                )
            )
            .Pods[0];
        Assert.Equal(("store", 700L << 20), (report.Runtime.Name, report.Budget!.CapBytes));
        Assert.Contains("at most 80 % advised; the rest is for its clients", explanation, StringComparison.Ordinal);
        Assert.Contains("the manual of Store", explanation, StringComparison.Ordinal);
    }
}

/// <summary>Which rules speak of which kind of program.</summary>
public sealed class SizeRuleTests
{
    private static readonly string[] Programs = ["Jvm", "NodeFacts", "GoFacts", "DotNet", "Php", "ServerFacts", "Redis", "Postgres"];

    [Fact]
    public void No_rule_about_sizes_names_a_program()
    {
        var rules = typeof(ManifestLint.Rules.Runtimes.SizeRule)
            .Assembly.GetTypes()
            .Where(t =>
                t.IsSubclassOf(typeof(ManifestLint.Rules.Runtimes.SizeRule))
                || t == typeof(ManifestLint.Rules.Runtimes.SizeRule)
                || t.Name is "MemoryVolumeAboveLimit" or "VpaMovesLimitUnderHeap" or "MemoryCause" or "NodeShare"
            )
            .Select(t => t.FullName!)
            .ToHashSet(StringComparer.Ordinal);
        Assert.True(rules.Count >= 20, $"{rules.Count} rules");
        foreach (var arrow in House.RoomGraph.OfHouse.Arrows.Where(a => rules.Contains(a.From.Split('+')[0])))
        {
            string name = arrow.To.Split('.')[^1];
            Assert.False(
                name != "JvmHeapAboveBudgetOptions"
                    && arrow.To.StartsWith("ManifestLint.", StringComparison.Ordinal)
                    && !arrow.To.StartsWith("ManifestLint.Rules.", StringComparison.Ordinal)
                    && Programs.Any(p => name.StartsWith(p, StringComparison.Ordinal)),
                $"{arrow.From} uses {arrow.To}"
            );
        }
    }

    [Fact]
    public void The_table_names_rules_that_are_there_and_each_once()
    {
        string[] ids =
        [
            .. ManifestLint
                .Rules.Runtimes.SizeRuleIds.All.SelectMany(r => new[] { r.Above, r.Hopeless, r.Together, r.Unbounded })
                .OfType<string>(),
        ];
        Assert.Equal(ids.Length, ids.Distinct(StringComparer.Ordinal).Count());
        var known = ManifestLint.Catalog.RuleCatalog.All.Where(e => e.Rule is ManifestLint.Rules.Runtimes.SizeRule).Select(e => e.Rule.Id);
        Assert.Equal(known.Order(StringComparer.Ordinal), ids.Order(StringComparer.Ordinal));
        Assert.Equal(Enum.GetValues<DemandFamily>(), ManifestLint.Rules.Runtimes.SizeRuleIds.All.Select(r => r.Family).Order());
    }
}
