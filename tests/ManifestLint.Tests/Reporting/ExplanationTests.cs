using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using ManifestLint.Explaining;
using ManifestLint.Facts;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Reporting;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reporting;

public sealed class ExplanationTests
{
    private const string Api = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: api
        spec:
          initContainers:
            - name: proxy
              image: envoy:1.30
              restartPolicy: Always
              resources:
                limits: {memory: 128Mi, cpu: 1500m}
          containers:
            - name: api
              image: eclipse-temurin:21
              command: [java, "-XX:MaxRAMPercentage=75", -jar, app.jar]
              resources:
                requests: {memory: 1e9}
                limits: {memory: 1.5Gi}
            - name: odd
              image: "x`y**z"
              resources:
                limits: {memory: "${MEMORY}"}
        """;

    [Fact]
    public void Every_step_of_a_jvm() => Golden.Verify(Report(Explained(Api, 15)), "explained-jvm", "txt");

    private const string Others = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: others
        spec:
          containers:
            - name: node
              image: node:20
              env: [{name: NODE_OPTIONS, value: --max-old-space-size=300}]
              command: [node, server.js]
              resources: {limits: {memory: 512Mi, cpu: 1}}
            - name: node-default
              image: node:20
              command: [node, server.js]
              resources: {limits: {memory: 1Gi, cpu: 1}}
            - name: go
              image: golang:1.24
              env: [{name: GOMEMLIMIT, value: 400MiB}, {name: GOGC, value: "50"}]
              resources: {limits: {memory: 512Mi, cpu: 1}}
            - name: go-bad
              image: golang:1.24
              env: [{name: GOMEMLIMIT, value: 400Mi}]
              resources: {limits: {memory: 512Mi, cpu: 1}}
            - name: dotnet
              image: mcr.microsoft.com/dotnet/aspnet:8.0
              command: [dotnet, app.dll]
              env: [{name: DOTNET_GCHeapHardLimitPercent, value: "32"}]
              resources: {limits: {memory: 512Mi, cpu: 1}}
            - name: dotnet-default
              image: mcr.microsoft.com/dotnet/aspnet:8.0
              command: [dotnet, app.dll]
              resources: {limits: {memory: 512Mi, cpu: 1}}
        """;

    [Fact]
    public void Every_step_of_the_other_runtimes()
    {
        var steps = Explained(Others, 2)
            .Select(e =>
                e with
                {
                    Steps =
                    [
                        .. e.Steps.Where(s =>
                            s.Title.Contains("Node", StringComparison.Ordinal)
                            || s.Title.Contains("Go ", StringComparison.Ordinal)
                            || s.Title.Contains(".NET", StringComparison.Ordinal)
                            || s.Title.Contains("heap", StringComparison.Ordinal)
                            || s.Title.Contains("soft", StringComparison.Ordinal)
                        ),
                    ],
                }
            );
        Golden.Verify(Report([.. steps]), "explained-runtimes", "txt");
    }

    private const string Servers = """
        apiVersion: v1
        kind: Pod
        metadata:
          name: servers
        spec:
          containers:
            - name: redis
              image: redis:7.4
              args: [--maxmemory, 900mb, --appendonly, "yes"]
              resources: {limits: {memory: 1Gi, cpu: 1}}
            - name: postgres
              image: postgres:17
              args: [-c, shared_buffers=512MB, -c, work_mem=16MB]
              resources: {limits: {memory: 2Gi, cpu: 1}}
            - name: postgres-default
              image: postgres:17
              resources: {limits: {memory: 128Mi, cpu: 1}}
            - name: memcached
              image: memcached:1.6
              args: [-m, 1g]
              resources: {limits: {memory: 2Gi, cpu: 1}}
            - name: php
              image: php:8.4-cli
              args: [-d, memory_limit=512MB, worker.php]
              resources: {limits: {memory: 1Gi, cpu: 1}}
            - name: celery
              image: registry.example/worker:1
              command: [celery, -A, app, worker, --concurrency=4, --max-memory-per-child=300000]
              resources: {limits: {memory: 1Gi, cpu: 1}}
        """;

    [Fact]
    public void Every_step_of_servers_and_workers()
    {
        var steps = Explained(Servers, 2)
            .Select(e =>
                e with
                {
                    Steps =
                    [
                        .. e.Steps.Where(s =>
                            s.Title.Contains("memory settings", StringComparison.Ordinal)
                            || s.Title.Contains("may use", StringComparison.Ordinal)
                            || s.Title.Contains("processes of", StringComparison.Ordinal)
                        ),
                    ],
                }
            );
        Golden.Verify(Report([.. steps]), "explained-servers", "txt");
    }

    [Fact]
    public void A_sidecar_is_held_to_the_smallest_regular_container()
    {
        string text = Report(Explained(Api.Replace("${MEMORY}", "64Mi", StringComparison.Ordinal), 8));
        Assert.StartsWith("sidecar proxy of Pod api\n", text, StringComparison.Ordinal);
        Assert.Contains("= 1000 - 1000 × 134217728 ÷ 17179869184 = 1000 - 7 = 993\n", text, StringComparison.Ordinal);
        Assert.Contains("= 1000 - 1000 × 67108864 ÷ 17179869184 = 1000 - 3 = 997\n", text, StringComparison.Ordinal);
        Assert.Contains("kept between 3 and 999: 993\n", text, StringComparison.Ordinal);
    }

    private const string Shop = """
        apiVersion: v1
        kind: LimitRange
        metadata: {name: lr, namespace: shop}
        spec: {limits: [{type: Container, default: {memory: 512Mi}, defaultRequest: {memory: 128Mi}}]}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: web, namespace: shop}
        spec:
          initContainers:
            - {name: proxy, image: envoy, restartPolicy: Always, resources: {requests: {memory: 128Mi}}}
            - {name: migrate, image: web, resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}
          containers:
            - {name: web, image: web}
        """;

    // By hand: 128Mi + 1Gi while migrate runs, 128Mi + 128Mi afterwards; the limits are 512Mi + 1Gi and 512Mi + 512Mi.
    [Fact]
    public void Sums_are_shown_as_they_were_computed()
    {
        var lines = Lines(Explained(Shop, 14));
        Assert.Contains(
            "memory request: 134217728 bytes (128 MiB), since none is written: the defaultRequest 128Mi of LimitRange lr is injected (a.yaml:4)",
            lines
        );
        Assert.Contains(
            "memory limit: 536870912 bytes (512 MiB), since none is written: the default 512Mi of LimitRange lr is injected (a.yaml:4)",
            lines
        );
        Assert.Contains(
            "memory request of the pod = 134217728 (proxy) + 1073741824 (migrate) = 1207959552 bytes (1.1 GiB), while migrate starts: more than the requests of what runs afterwards",
            lines
        );
        Assert.Contains(
            "memory.max of the pod = 536870912 (proxy) + 1073741824 (migrate) = 1610612736 bytes (1.5 GiB), while migrate starts: more than the limits of what runs afterwards",
            lines
        );
    }

    // By hand: 128Mi + 256Mi once all runs, 128Mi + 64Mi before; 120Mi of overhead come on top.
    [Fact]
    public void Overhead_is_a_term_of_the_sum()
    {
        string small = Shop.Replace("memory: 1Gi", "memory: 64Mi", StringComparison.Ordinal)
            .Replace("{name: web, image: web}", "{name: web, image: web, resources: {requests: {memory: 256Mi}}}", StringComparison.Ordinal)
            .Replace("  initContainers:", "  overhead: {memory: 120Mi}\n  initContainers:", StringComparison.Ordinal);
        Assert.Contains(
            "memory request of the pod = 268435456 (web) + 134217728 (proxy) + 125829120 (overhead) = 528482304 bytes (504 MiB), once all is started: no start needs more",
            Lines(Explained(small, 15))
        );
    }

    [Theory]
    [InlineData(
        "resources: {requests: {memory: 2Gi}, limits: {memory: 3Gi}}",
        "memory request of the pod = 2147483648 bytes (2 GiB) (spec.resources)"
    )]
    [InlineData(
        "resources: {limits: {memory: 3Gi}}",
        "memory request of the pod = 1207959552 bytes (1.1 GiB) (spec.resources: the sum of its containers as written)"
    )]
    public void A_pod_level_amount_replaces_the_sum(string resources, string request)
    {
        var lines = Lines(Explained(Shop.Replace("  initContainers:", $"  {resources}\n  initContainers:", StringComparison.Ordinal), 15));
        Assert.Contains(request, lines);
        Assert.Contains("memory.max of the pod = 3221225472 bytes (3 GiB) (spec.resources)", lines);
    }

    // Where spec.resources counts it decides the class, whatever the containers have.
    [Theory]
    [InlineData(
        "limits: {cpu: 1, memory: 3Gi}, requests: {cpu: 1, memory: 3Gi}",
        "Guaranteed: spec.resources has a cpu and a memory limit"
    )]
    [InlineData("requests: {memory: 3Gi}", "Burstable: spec.resources requests or limits something")]
    public void A_class_is_explained_by_what_it_is_read_off(string resources, string expected)
    {
        string pod = Shop.Replace("  initContainers:", $"  resources: {{{resources}}}\n  initContainers:", StringComparison.Ordinal);
        Assert.Contains(Lines(Explained(pod, 15)), l =>
            l.StartsWith(expected, StringComparison.Ordinal) && l.EndsWith("it decides, not the containers", StringComparison.Ordinal)
        );
        Assert.DoesNotContain(Lines(Explained(Shop, 14)), l => l.Contains("spec.resources", StringComparison.Ordinal));
    }

    // By hand: 2Gi are asked for, the containers ask for 128Mi + 1Gi while migrate starts, and three of them share the rest.
    [Fact]
    public void What_a_pod_leaves_over_is_shared_before_their_eyes()
    {
        string pod = Shop.Replace(
            "  initContainers:",
            "  resources: {requests: {memory: 2Gi}}\n  initContainers:",
            StringComparison.Ordinal
        );
        var lines = Lines(Explained(pod, 15));
        Assert.Contains(
            "share of the pod's request = (request of the pod - requests of its containers) ÷ containers = (2147483648 - 1207959552) ÷ 3 = 313174698 bytes",
            lines
        );
        Assert.Contains("= 1000 - 1000 × (134217728 + 313174698) ÷ 17179869184 = 1000 - 26 = 974", lines);
    }

    [Theory]
    [InlineData("node:22", "command: [node, --max-old-space-size=300, a.js]", "300 MiB of 512 MiB: 212 MiB left")]
    [InlineData("redis:7", "args: [--maxmemory, 600mb]", "600 MiB of 512 MiB: 88 MiB too much")]
    [InlineData("golang:1.24", "env: [{name: GOMEMLIMIT, value: 400MiB}]", "memoryLimit")]
    public void Every_runtime_has_the_budget_that_inspect_shows(string image, string program, string expected)
    {
        string pod =
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: app}}\nspec:\n  containers:\n    - name: app\n      image: {image}\n      {program}\n"
            + "      resources: {limits: {memory: 512Mi}}\n";
        var step = Assert.Single(Explained(pod, 6)).Steps.Single(s => s.Title == "All that it may take, and the limit");
        var budget = InspectReports.Of(pod)[0].Containers[0].Budget!;
        Assert.Equal(
            budget.Lines.Select(l => $"{l.What}: {l.Bytes} bytes"),
            step.Lines[..^1].Select(l => l[..(l.IndexOf("bytes", StringComparison.Ordinal) + 5)])
        );
        if (expected != "memoryLimit")
            Assert.Equal(expected, step.Lines[^1]);
        else
            Assert.Contains("what it tries to keep to", step.Lines[0], StringComparison.Ordinal);
    }

    // Beside which of two heaps, nobody asks.
    [Theory]
    [InlineData("redis-server --maxmemory 100mb", "maxmemory")]
    [InlineData("node --max-old-space-size=100 x.js", "heap")]
    public void A_JVM_and_another_program_have_one_sum(string beside, string other)
    {
        string pod =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec:\n  containers:\n    - name: app\n      image: eclipse-temurin:17\n"
            + $"      command: [sh, -c, 'java -Xmx256m -jar /a.jar & exec {beside}']\n      resources: {{limits: {{memory: 1Gi}}}}\n";
        var lines = Assert.Single(Explained(pod, 6)).Steps.Single(s => s.Title == "All that it may take, and the limit").Lines;
        Assert.Contains(lines, l => l.StartsWith("in all = ", StringComparison.Ordinal) && l.Contains(other, StringComparison.Ordinal));
        Assert.DoesNotContain(lines, l => l.StartsWith("beside ", StringComparison.Ordinal));
    }

    // What an image sizes by itself is no share that the JVM takes.
    [Fact]
    public void A_heap_that_an_image_sets_is_not_told_as_the_jvms_own()
    {
        const string Search =
            "apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec:\n  containers:\n    - name: app\n      image: elasticsearch:8.15.0\n      resources: {limits: {memory: 2Gi}}\n";
        Assert.DoesNotContain(Lines(Explained(Search, 6)), l => l.Contains("the JVM's own share", StringComparison.Ordinal));
    }

    private static ImmutableArray<string> Lines(ImmutableArray<Explanation> explanations) =>
        [.. Assert.Single(explanations).Steps.SelectMany(s => s.Lines)];

    [Fact]
    public void What_cannot_be_known_is_said()
    {
        string text = Report(Explained(Api, 20));
        string flat = string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains("memory limit: ${MEMORY} is filled in by something else (a.yaml:22)", flat, StringComparison.Ordinal);
        Assert.Contains(
            "memory.max cannot be known: it depends on memory limit ${MEMORY} of container odd (a.yaml:22)",
            flat,
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("1000 -", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_of_the_pod_explains_all_its_containers_and_one_beside_it_none()
    {
        Assert.Equal(
            ["sidecar proxy of Pod api", "container api of Pod api", "container odd of Pod api"],
            Explained(Api, 2).Select(e => e.Title)
        );
        Assert.Equal(["container api of Pod api"], Explained(Api, 18).Select(e => e.Title));
        Assert.Empty(Explained(Api, 40));
    }

    [Fact]
    public void Every_sum_in_the_examples_is_right_and_ends_with_the_fact()
    {
        int sums = 0;
        foreach (string file in Directory.GetFiles(Path.Combine(VectorFiles.RepositoryRoot(), "examples"), "*.yaml"))
        {
            foreach (
                var (explanation, score) in Inspect(File.ReadAllText(file), pod =>
                        pod.Containers.Select(c => (Explanation.Of(pod, c), c.OomScoreAdj)).ToList()
                    )
                    .SelectMany(e => e)
            )
            {
                var lines = explanation.Steps.Single(s => s.Title == "oom_score_adj").Lines;
                string last = lines.LastOrDefault(l => l.StartsWith("kept between", StringComparison.Ordinal))?.Split(": ")[1]
                    ?? lines[0].Split([',', ':'])[0];
                Assert.Equal(score, int.Parse(last, CultureInfo.InvariantCulture));
                foreach (
                    string line in explanation
                        .Steps.SelectMany(s => s.Lines)
                        .Where(l => l.Contains(" × ", StringComparison.Ordinal) || l.Contains(" ÷ ", StringComparison.Ordinal))
                )
                {
                    sums += Check(line) ? 1 : 0;
                }
            }
        }
        Assert.True(sums > 10, $"{sums} sums checked");
    }

    // "768Mi = 768 × 1048576 = 805306368 bytes" and "= 1000 - 1000 × 805306368 ÷ 17179869184 = 1000 - 46 = 954"; false for words.
    private static bool Check(string line)
    {
        string[] sides = line.Split(" = ");
        if (line.StartsWith("= 1000 -", StringComparison.Ordinal))
        {
            string[] terms = sides[0].Split(' ');
            var quotient =
                1000 * BigInteger.Parse(terms[5], CultureInfo.InvariantCulture) / BigInteger.Parse(terms[7], CultureInfo.InvariantCulture);
            Assert.Equal($"1000 - {quotient}", sides[1]);
            Assert.Equal((1000 - quotient).ToString(CultureInfo.InvariantCulture), sides[2]);
            return true;
        }
        if (sides.Length < 3 || sides[1].Split(' ') is not [var number, var sign, var factor, .. var noun] || noun is not ([] or ["cores"]))
            return false;
        // What runtimes compute is checked by RuntimeSumTests.
        if (
            !decimal.TryParse(number, CultureInfo.InvariantCulture, out decimal value)
            || !decimal.TryParse(factor, CultureInfo.InvariantCulture, out decimal unit)
            || sides[2].EndsWith('%')
        )
            return false;
        // Thousandths are what cpus are counted in, and what bytes are rounded to.
        bool isCpu = sides[2].Contains("millicore", StringComparison.Ordinal);
        value = sign == "×" ? value * unit : value / unit;
        Assert.Equal(Math.Ceiling(isCpu ? value * 1000 : value).ToString("0", CultureInfo.InvariantCulture), sides[2].Split(' ')[0]);
        return true;
    }

    private static string Report(ImmutableArray<Explanation> explanations) =>
        Samples.Text(output => ExplanationReporter.Write(explanations, new TextStyle(80), output));

    private static ImmutableArray<Explanation> Explained(string text, int line) =>
        Inspect(text, pod => Explanation.At(pod, "a.yaml", line)).SelectMany(e => e).ToImmutableArray();

    private static ImmutableArray<T> Inspect<T>(string text, Func<PodFacts, T> select) =>
        Linter
            .Inspect(
                new LintRequest
                {
                    Sources = [new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null))],
                },
                (pod, _) => select(pod)
            )
            .Pods;
}
