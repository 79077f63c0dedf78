using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Owners;

/// <summary>Owned objects are reported once, on the owner that an author can edit (rules.md).</summary>
public sealed class OwnershipTests
{
    private const string NoLimit = "resources:\n  requests:\n    cpu: 250m\n    memory: 512Mi";

    [Fact]
    public void Fifty_pods_are_one_finding_at_the_deployment()
    {
        string web = LiveDump.Container("web");
        var items = Enumerable
            .Range(0, 50)
            .Select(i => LiveDump.Pod($"web-5d8f7c9b6-{i:00}", "ReplicaSet web-5d8f7c9b6 rs-1", LiveDump.Killed("web", i), web))
            .Append(LiveDump.Workload("ReplicaSet", "web-5d8f7c9b6", "Deployment web d-1", "rs-1", web))
            .Append(LiveDump.Workload("Deployment", "web", null, "d-1", web));
        var finding = Assert.Single(Scan(LiveDump.List(items)));
        Assert.Equal(
            ("ML6001", "Deployment shop/web", "spec.template.spec.containers[0].resources.limits.memory"),
            (finding.RuleId, finding.Object!.ToString(), finding.Path.ToString())
        );
        Assert.Equal(
            "container web was OOMKilled at its memory limit 512Mi (exit code 137, 49 restarts); it happened in 49 more pods",
            finding.Message()
        );
        Assert.Equal(
            ["in pod web-5d8f7c9b6-49: 49 restarts", "in pod web-5d8f7c9b6-48: 48 restarts", "in pod web-5d8f7c9b6-47: 47 restarts"],
            finding.Related.Select(r => r.Note)
        );
    }

    // Where the owner's own finding has nothing to advise (two JVMs with shares), what the pod's says stays; else the owner's edit, whose template it is.
    [Theory]
    [InlineData(
        "command: [sh, -c, 'java -XX:MaxRAMPercentage=60 -jar a.jar & java -XX:MaxRAMPercentage=60 -jar b.jar & wait']",
        "-Xmx310m (leaves 202 MiB of 512Mi beside the heap; or memory limit 825Mi), in the manifest that the pod is made from",
        null
    )]
    [InlineData("command: [java, -Xmx500m, -jar, a.jar]", null, "-Xmx310m (leaves 202 MiB of 512Mi beside the heap)")]
    public void What_to_write_outlives_the_finding_that_is_told_no_more(string template, string? advice, string? fix)
    {
        static string Java(string command) =>
            LiveDump
                .Container("web", $"{command}\n{LiveDump.SmallWeb}")
                .Replace("registry.example.com/web:1.0.0", "eclipse-temurin:21", StringComparison.Ordinal);
        var finding = Assert.Single(
            Scan(
                LiveDump.List(
                    LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Killed("web", 3), Java("command: [java, -Xmx600m, -jar, a.jar]")),
                    LiveDump.Workload("StatefulSet", "web", null, "s-1", Java(template))
                )
            ),
            f => f.RuleId == "ML6001"
        );
        Assert.Equal("StatefulSet shop/web", finding.Object!.ToString());
        Assert.Equal((advice, fix), (finding.Advice?.Text, finding.Fix?.Advice.Text));
    }

    [Fact]
    public void What_the_template_tells_is_told_once()
    {
        string web = LiveDump.Container("web", NoLimit);
        var items = Enumerable
            .Range(0, 3)
            .Select(i => LiveDump.Pod($"web-5d8f7c9b6-{i}", "ReplicaSet web-5d8f7c9b6 rs-1", LiveDump.Running, web))
            .Append(LiveDump.Workload("Deployment", "web", null, "d-1", web))
            .Append(LiveDump.Workload("ReplicaSet", "web-5d8f7c9b6", "Deployment web d-1", "rs-1", web));
        Assert.Equal(["ML1001 Deployment shop/web"], Told(LiveDump.List(items)));
    }

    [Fact]
    public void What_the_template_tells_is_listed_with_the_finding_that_tells_it()
    {
        string web = LiveDump.Container("web", NoLimit);
        string[] items =
        [
            LiveDump.Pod("web-5d8f7c9b6-0", "ReplicaSet web-5d8f7c9b6 rs-1", LiveDump.Running, web),
            LiveDump.Workload("Deployment", "web", null, "d-1", web),
            LiveDump.Workload("ReplicaSet", "web-5d8f7c9b6", "Deployment web d-1", "rs-1", web),
        ];
        string text = LiveDump.List(items);
        var source = new LintSource("live.yaml", "/live.yaml", true, () => new SourceReading(new SourceText("live.yaml", text), null));
        var result = Linter.Lint(new LintRequest { Sources = [source], WithSuperseded = true });
        var told = Assert.Single(result.Findings);
        Assert.Equal(2, result.Superseded.Length);
        Assert.All(result.Superseded, s => Assert.Equal(("ML1001", "ML1001", told.Place), (s.RuleId, s.ByRuleId, s.ByPlace)));
        Assert.Empty(Linter.Lint(new LintRequest { Sources = [source] }).Superseded);
    }

    [Theory]
    [InlineData("ReplicaSet web-5d8f7c9b6 rs-1", "Deployment web d-1 ")]
    [InlineData("StatefulSet web s-1", "StatefulSet web s-1 -")]
    [InlineData("DaemonSet web s-1", "DaemonSet web s-1 -")]
    [InlineData("Job web s-1", "Job web s-1 -")]
    public void Owners_are_found(string controller, string owner)
    {
        string web = LiveDump.Container("web");
        string[] parts = owner.Split(' ');
        var items = new List<string>
        {
            LiveDump.Pod("web-0", controller, LiveDump.Killed("web", 2), web),
            LiveDump.Workload(parts[0], parts[1], null, parts[2].Length == 0 ? null : parts[2], web),
        };
        if (parts[3].Length == 0)
            items.Add(LiveDump.Workload("ReplicaSet", "web-5d8f7c9b6", "Deployment web d-1", "rs-1", web));
        Assert.Equal([$"ML6001 {parts[0]} shop/web"], Told(LiveDump.List(items)));
    }

    [Theory]
    [InlineData("StatefulSet web s-1", "StatefulSet", "web", "s-2", "shop")]
    // A name alone is in the author's hand: the uid has to stand on both sides.
    [InlineData("StatefulSet web s-1", "StatefulSet", "web", null, "shop")]
    [InlineData("StatefulSet web", "StatefulSet", "web", "s-1", "shop")]
    [InlineData("StatefulSet api s-1", "StatefulSet", "web", "s-1", "shop")]
    [InlineData("Deployment web s-1", "Deployment", "web", "s-1", "shop")]
    [InlineData("CronJob web s-1", "CronJob", "web", "s-1", "shop")]
    [InlineData("ReplicaSet web-5d8f7c9b6 rs-unseen", "Deployment", "web", "d-1", "shop")]
    [InlineData("StatefulSet web s-1", "StatefulSet", "web", "s-1", "test")]
    [InlineData("StatefulSet web s-1", "StatefulSet", "api", null, "shop")]
    [InlineData("StatefulSet web s-1", "DaemonSet", "web", null, "shop")]
    [InlineData("StatefulSet web s-1", "StatefulSet", "web", null, "test")]
    [InlineData("ReplicaSet web-77777 r-1", "Deployment", "web", "d-1", "shop")]
    [InlineData("Node worker-1 n-1", "Deployment", "web", "d-1", "shop")]
    [InlineData(null, "Deployment", "web", "d-1", "shop")]
    public void Others_are_no_owners(string? controller, string kind, string name, string? uid, string @namespace)
    {
        string web = LiveDump.Container("web");
        string other = LiveDump
            .Workload(kind, name, null, uid, web)
            .Replace("namespace: shop", $"namespace: {@namespace}", StringComparison.Ordinal);
        Assert.Equal(
            ["ML6001 Pod shop/web-0"],
            Told(LiveDump.List(LiveDump.Pod("web-0", controller, LiveDump.Killed("web", 2), web), other))
        );
    }

    [Fact]
    public void Two_owners_are_none()
    {
        string web = LiveDump.Container("web"),
            set = LiveDump.Workload("StatefulSet", "web", null, null, web);
        Assert.Equal(
            ["ML6001 Pod shop/web-0"],
            Told(LiveDump.List(LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Killed("web", 2), web), set, set))
        );
    }

    [Fact]
    public void Pods_whose_owner_is_not_in_the_scan_are_told_once()
    {
        string web = LiveDump.Container("web", NoLimit),
            other = LiveDump.Container("web");
        var found = Scan(
            LiveDump.List(
                Enumerable
                    .Range(0, 20)
                    .Select(i => LiveDump.Pod($"web-{i:00}", "ReplicaSet web-5d8f7c9b6 rs-1", LiveDump.Running, web))
                    .Append(LiveDump.Pod("api-0", "ReplicaSet api-66 rs-2", LiveDump.Running, web))
            )
        );
        Assert.Equal(["ML1001 Pod shop/web-00", "ML1001 Pod shop/api-0"], found.Select(f => $"{f.RuleId} {f.Object}"));
        Assert.Equal(
            [
                "container web has no memory limit, so it can grow until the node runs out of memory; the same in 19 more pods of ReplicaSet web-5d8f7c9b6",
                "container web has no memory limit, so it can grow until the node runs out of memory",
            ],
            found.Select(f => f.Message())
        );

        // What one of them showed speaks for all, heaviest first; what it explains is not told again for those that still run.
        found = Scan(
            LiveDump.List(
                LiveDump.Pod("web-0", "DaemonSet web d-1", LiveDump.Running, other),
                LiveDump.Pod("web-1", "DaemonSet web d-1", LiveDump.Killed("web", 2), other),
                LiveDump.Pod("web-2", "DaemonSet web d-1", LiveDump.Killed("web", 9), other)
            )
        );
        var killed = Assert.Single(found);
        Assert.Equal(("ML6001", "Pod shop/web-2"), (killed.RuleId, killed.Object!.ToString()));
        Assert.EndsWith(
            "at its memory limit 512Mi (exit code 137, 9 restarts); it happened in one more pod of DaemonSet web",
            killed.Message(),
            StringComparison.Ordinal
        );
        Assert.Contains(killed.Related, r => r.Note.StartsWith("in pod web-1", StringComparison.Ordinal));

        // Static pods of one node have nothing in common.
        Assert.Equal(
            2,
            Scan(
                LiveDump.List(
                    LiveDump.Pod("a-node", "Node worker-1 n-1", LiveDump.Running, web),
                    LiveDump.Pod("b-node", "Node worker-1 n-1", LiveDump.Running, web)
                )
            ).Length
        );
    }

    [Fact]
    public void Owners_that_own_each_other_end_nothing()
    {
        string web = LiveDump.Container("web", NoLimit);
        Scan(
            LiveDump.List(
                LiveDump.Workload("ReplicaSet", "a", "ReplicaSet b u-b", "u-a", web),
                LiveDump.Workload("ReplicaSet", "b", "ReplicaSet a u-a", "u-b", web),
                LiveDump.Workload("ReplicaSet", "c", "ReplicaSet c u-c", "u-c", web),
                LiveDump.Pod("a-0", "ReplicaSet a u-a", LiveDump.Running, web)
            )
        );
    }

    [Fact]
    public void A_cron_job_speaks_for_the_pods_of_its_jobs()
    {
        string web = LiveDump.Container("web");
        string job = LiveDump.Workload("Job", "web-1", "CronJob web c-1", "j-1", web);
        string cron = """
            apiVersion: batch/v1
            kind: CronJob
            metadata: {name: web, namespace: shop, uid: c-1}
            spec:
              jobTemplate:
                spec:
                  template:
                    spec:
                      containers:
                      - name: web
                        image: registry.example.com/web:1.0.0
                        resources: {limits: {memory: 512Mi}, requests: {cpu: 250m}}
            """;
        Assert.Equal(
            ["ML6001 CronJob shop/web"],
            Told(LiveDump.List(LiveDump.Pod("web-1-x", "Job web-1 j-1", LiveDump.Killed("web", 0), web), job, cron))
        );
    }

    // What filled the pod's memory is shown at the owner only where the owner's template says the same, else in the pod.
    [Theory]
    [InlineData("command: [java, -Xmx480m, -jar, a.jar]", true)]
    [InlineData("command: [java, -Xmx300m, -jar, a.jar]", false)]
    [InlineData("command: [redis-server, --maxmemory, 480mb]", false)]
    public void A_cause_is_shown_at_the_owner_by_what_it_is(string ofOwner, bool isAtOwner)
    {
        string pod = LiveDump.Container("web", "command: [java, -Xmx480m, -jar, a.jar]\n" + LiveDump.SmallWeb),
            owner = LiveDump.Container("web", ofOwner + "\n" + LiveDump.SmallWeb);
        var finding = Scan(
                LiveDump.List(
                    LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Killed("web", 2), pod),
                    LiveDump.Workload("StatefulSet", "web", null, "s-1", owner)
                )
            )
            .Single(f => f.RuleId == "ML6001");
        var observed = finding.Related.Single(r => r.Note.StartsWith("in pod web-0", StringComparison.Ordinal));
        // The owner stands below its pod.
        var cause = Assert.Single(finding.Related, r => r.Note == "the heap is set here");
        Assert.Equal(isAtOwner, cause.Place.Line > observed.Place.Line);
        Assert.Contains(finding.Related, r => r.Note.StartsWith("in pod web-0", StringComparison.Ordinal));
    }

    [Fact]
    public void The_manifest_of_a_repository_is_no_owner()
    {
        string web = LiveDump.Container("web");
        var findings = Scan(
            ("dump.yaml", LiveDump.List(LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Killed("web", 2), web))),
            ("k8s/web.yaml", LiveDump.Workload("StatefulSet", "web", null, null, web))
        );
        Assert.Equal("dump.yaml", Assert.Single(findings).Place.File);
    }

    [Fact]
    public void Who_only_says_that_it_is_owned_keeps_its_findings()
    {
        string good = LiveDump.Container("web"),
            bad = LiveDump.Container("web", NoLimit);
        var claims = new[]
        {
            LiveDump.Workload("Deployment", "good", null, "d-1", good),
            LiveDump.Workload("Deployment", "bad", "Deployment good d-1", "d-2", bad),
            LiveDump.Workload("StatefulSet", "db", "Deployment good d-1", "s-1", bad),
            LiveDump.Workload("ReplicaSet", "one", "ReplicaSet two r-2", "r-1", bad),
            LiveDump.Workload("ReplicaSet", "two", "ReplicaSet one r-1", "r-2", bad),
        };
        Assert.Equal(
            ["ML1001 Deployment shop/bad", "ML1001 ReplicaSet shop/one", "ML1001 ReplicaSet shop/two", "ML1001 StatefulSet shop/db"],
            Told(LiveDump.List(claims)).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public void A_sidecar_that_was_injected_is_told_once_at_the_owner()
    {
        string web = LiveDump.Container("web"),
            proxy = LiveDump.Container("mesh", NoLimit);
        var items = Enumerable
            .Range(0, 3)
            .Select(i => LiveDump.Pod($"web-{i}", "StatefulSet web s-1", LiveDump.Running, web, proxy))
            .Append(LiveDump.Workload("StatefulSet", "web", null, "s-1", web));
        var finding = Assert.Single(Scan(LiveDump.List(items)));
        Assert.Equal(
            ("ML2003", Severity.Warning, "StatefulSet shop/web", "mesh"),
            (finding.RuleId, finding.Severity, finding.Object!.ToString(), finding.Container)
        );
        Assert.EndsWith("; this is so in pod web-0 and 2 more pods, not in the template", finding.Message(), StringComparison.Ordinal);
        Assert.Equal(["in pod web-0", "in pod web-1", "in pod web-2"], finding.Related.Select(r => r.Note));
    }

    [Fact]
    public void What_was_resized_is_told_and_what_an_old_revision_had_is_not()
    {
        string now = LiveDump.Container("web"),
            then = LiveDump.Container("web", NoLimit);
        Assert.Equal(
            ["ML1001 StatefulSet shop/web", "ML6005 StatefulSet shop/web"],
            Told(
                LiveDump.List(
                    LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Running, then),
                    LiveDump.Workload("StatefulSet", "web", null, "s-1", now)
                )
            )
        );
        Assert.Empty(
            Told(
                LiveDump.List(
                    LiveDump.Pod("web-0", "ReplicaSet web-1 r-1", LiveDump.Killed("web", 3), then),
                    LiveDump.Workload("ReplicaSet", "web-1", "Deployment web d-1", "r-1", then),
                    LiveDump.Workload("Deployment", "web", null, "d-1", now)
                )
            )
        );
    }

    // An amount is a number, however it is written.
    [Theory]
    [InlineData("{memory: 1Gi}", "{memory: \"1073741824\"}", null)]
    [InlineData("{memory: 1Gi}", "{memory: 1048576Ki}", null)]
    [InlineData("{memory: 1Gi}", "{memory: 1073741824000m}", null)]
    [InlineData("{memory: 1G}", "{memory: 1e9}", null)]
    [InlineData("{memory: 1Gi}", "{memory: \"1073741825\"}", "memory limit 1073741825 instead of 1Gi")]
    [InlineData("{memory: 1Gi}", "{memory: 1G}", "memory limit 1G instead of 1Gi")]
    [InlineData("{memory: 1Gi, cpu: 1}", "{memory: 1Gi, cpu: 1000m}", null)]
    [InlineData("{memory: 1Gi, cpu: 0.1}", "{memory: 1Gi, cpu: 100m}", null)]
    [InlineData("{memory: 1Gi, cpu: 0.1}", "{memory: 1Gi, cpu: 1e-1}", null)]
    [InlineData("{memory: 1Gi, cpu: 1}", "{memory: 1Gi, cpu: 1001m}", "cpu limit 1001m instead of 1")]
    [InlineData("{memory: 1Gi, cpu: 1}", "{memory: 1Gi}", "no cpu limit instead of 1")]
    [InlineData("{memory: 1Gi}", "{memory: 1Gi, cpu: 1}", "cpu limit 1 instead of none")]
    public void A_live_amount_differs_where_it_is_another_number(string template, string live, string? told)
    {
        string Web(string limits) => LiveDump.Container("web", $"resources: {{requests: {{cpu: 10m, memory: 64Mi}}, limits: {limits}}}");
        var found = Scan(
                LiveDump.List(
                    LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Running, Web(live)),
                    LiveDump.Workload("StatefulSet", "web", null, "s-1", Web(template))
                )
            )
            .Where(f => f.RuleId == "ML6005");
        Assert.Equal(told is null ? [] : [$"container web of pod web-0 has {told}"], found.Select(f => f.Statement.What));
    }

    // What ran is not of the template that is at hand: its amounts are another release's.
    [Theory]
    [InlineData(":1.0.0", ":1.1.0", false)]
    [InlineData(":1.0.0", ":${TAG}", true)]
    [InlineData("name: web", "name: site", false)]
    [InlineData("    app: web", "    app: web\n    managed-by: somebody", true)]
    [InlineData("    app: web", "    app: site", false)]
    [InlineData("containers:", "containers:\n  - {name: helper, image: registry.example.com/helper:1}", false)]
    [InlineData("containers:", "containers:\n  - {name: istio-proxy, image: docker.io/istio/proxyv2:1.29.0}", true)]
    [InlineData("containers:", "initContainers:\n  - {name: vault-agent-init, image: hashicorp/vault:1.19}\n  containers:", true)]
    public void A_pod_of_another_revision_says_nothing_of_the_template(string before, string after, bool isTold)
    {
        string pod = LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Running, LiveDump.Container("web", NoLimit));
        Assert.Contains(before, pod, StringComparison.Ordinal);
        string changed = pod.Replace(before, after, StringComparison.Ordinal);
        Assert.Equal(
            isTold,
            Told(LiveDump.List(changed, LiveDump.Workload("StatefulSet", "web", null, "s-1", LiveDump.Container("web"))))
                .Contains("ML6005 StatefulSet shop/web")
        );
    }

    [Fact]
    public void One_cause_is_one_finding_and_keeps_its_repair()
    {
        string web = LiveDump.Container("web", "command:\n- java\n- -Xmx500m\n- -jar\n- a.jar\n" + LiveDump.SmallWeb);
        var finding = Assert.Single(
            Scan(
                LiveDump.List(
                    LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Killed("web", 3), web),
                    LiveDump.Workload("StatefulSet", "web", null, "s-1", web)
                )
            )
        );
        Assert.Equal("ML6001", finding.RuleId);
        Assert.Equal(["the heap is set here", "in pod web-0: 3 restarts"], finding.Related.Select(r => r.Note));
        Assert.True(finding.Related[0].Place.Line > finding.Related[1].Place.Line, "the heap of the owner, not of the pod");
        Assert.Contains("-Xmx310m", finding.Fix!.Advice.Text, StringComparison.Ordinal);
    }

    // rules.md rule 1: what explains why it was killed, and what an absent limit or request may lead to, has led to it.
    [Theory]
    [InlineData("web", "resources: {}", "")]
    [InlineData(
        "redis:7",
        "args: [redis-server, --maxmemory, 250mb]\nresources: {limits: {memory: 256Mi}, requests: {cpu: 1, memory: 256Mi}}",
        ""
    )]
    [InlineData("redis:7", "args: [redis-server]\nresources: {limits: {memory: 256Mi}, requests: {cpu: 1, memory: 256Mi}}", "")]
    [InlineData(
        "golang:1.25",
        "env: [{name: GOMEMLIMIT, valueFrom: {resourceFieldRef: {resource: limits.memory}}}]\nresources: {requests: {cpu: 1, memory: 1Gi}}",
        ""
    )]
    [InlineData("web", "command: [java, -XX:MaxRAMPercentage=50, -jar, a.jar]\nresources: {requests: {cpu: 1, memory: 1Gi}}", "")]
    [InlineData(
        "web",
        "volumeMounts: [{name: cache, mountPath: /cache}]\nresources: {limits: {memory: 256Mi}, requests: {cpu: 1, memory: 256Mi}}",
        "medium: Memory"
    )]
    [InlineData(
        "web",
        "volumeMounts: [{name: cache, mountPath: /cache}]\nresources: {limits: {memory: 256Mi}, requests: {cpu: 1, memory: 256Mi}}",
        "medium: Memory, sizeLimit: 1Gi"
    )]
    public void What_may_lead_to_an_oom_kill_is_told_once_it_did(string image, string more, string volume)
    {
        string web = LiveDump.Container("web", more).Replace("registry.example.com/web:1.0.0", image, StringComparison.Ordinal);
        string owner = LiveDump.Workload("StatefulSet", "web", null, "s-1", web);
        if (volume.Length > 0)
            owner = owner.Replace(
                "      restartPolicy: Always",
                $"      volumes:\n      - {{name: cache, emptyDir: {{{volume}}}}}\n      restartPolicy: Always",
                StringComparison.Ordinal
            );
        Assert.Contains("volume", volume.Length > 0 ? owner : "volume", StringComparison.Ordinal);
        Assert.Equal(
            ["ML6001 StatefulSet shop/web"],
            Told(LiveDump.List(LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Killed("web", 3), web), owner))
        );
        Assert.Equal(["ML6001 Pod shop/web-0"], Told(LiveDump.List(LiveDump.Pod("web-0", null, LiveDump.Killed("web", 3), web))));
    }

    [Theory]
    [InlineData("--maxmemory, 250mb", "Redis --maxmemory 250mb is 97.7 % of the memory limit 256Mi", "maxmemory is set here")]
    [InlineData("--maxmemory, '0'", "--maxmemory 0 sets no bound for Redis", "said here")]
    [InlineData("--save, '60'", "Redis has no maxmemory", "in pod web-0: 3 restarts")]
    public void A_server_has_filled_what_its_settings_permit(string args, string cause, string note)
    {
        string web = LiveDump
            .Container(
                "web",
                $"args: [redis-server, {args}]\nresources: {{limits: {{memory: 256Mi}}, requests: {{cpu: 1, memory: 256Mi}}}}"
            )
            .Replace("registry.example.com/web:1.0.0", "redis:7", StringComparison.Ordinal);
        var finding = Assert.Single(
            Scan(
                LiveDump.List(
                    LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Killed("web", 3), web),
                    LiveDump.Workload("StatefulSet", "web", null, "s-1", web)
                )
            )
        );
        Assert.Equal("container web was OOMKilled at its memory limit 256Mi (exit code 137, 3 restarts); " + cause, finding.Message());
        Assert.Equal(note, finding.Related[0].Note);
    }

    [Theory]
    [InlineData("memory", "ML6003")]
    [InlineData("ephemeral-storage", "ML2001 ML6003")]
    public void A_pod_without_requests_was_evicted_for_that_where_memory_was_low(string resource, string rules)
    {
        string status =
            $"message: 'The node was low on resource: {resource}. Threshold quantity: 100Mi, available: 81248Ki. Container web was using 1843432Ki, request is 0, has larger consumption of {resource}. '\nphase: Failed\nreason: Evicted";
        string web = LiveDump.Container("web", "resources: {}");
        string pod = LiveDump.Pod("web-0", "StatefulSet web s-1", status, web);
        Assert.Equal(
            rules.Split(' ').Select(r => r + " StatefulSet shop/web"),
            Told(LiveDump.List(pod, LiveDump.Workload("StatefulSet", "web", null, "s-1", web))).Order()
        );
        Assert.Equal(rules.Split(' '), Scan(LiveDump.List(LiveDump.Pod("web-0", null, status, web))).Select(f => f.RuleId).Order());
    }

    [Fact]
    public void The_owner_can_suppress_what_its_pods_show_and_is_not_told_that_it_is_unused()
    {
        string web = LiveDump.Container("web");
        string pod = LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Killed("web", 3), web);
        string owner = LiveDump
            .Workload("StatefulSet", "web", null, "s-1", web)
            .Replace(
                "  name: web\n  namespace",
                "  annotations:\n    manifestlint.dev/ignore: ML6001@web a leak that we know\n  name: web\n  namespace",
                StringComparison.Ordinal
            );
        Assert.Empty(Told(LiveDump.List(pod, owner)));
        Assert.Empty(Told(owner));
        string comment = LiveDump
            .Workload("StatefulSet", "web", null, "s-1", web)
            .Replace(
                "            memory: 512Mi\n          requests",
                "            memory: 512Mi # manifestlint: ignore[ML6001] a leak\n          requests",
                StringComparison.Ordinal
            );
        Assert.NotEqual(comment, LiveDump.Workload("StatefulSet", "web", null, "s-1", web));
        Assert.Empty(Told(LiveDump.List(pod, comment)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Order_and_threads_change_nothing(int jobs)
    {
        string web = LiveDump.Container("web", NoLimit);
        var texts = Enumerable
            .Range(0, 12)
            .Select(i => LiveDump.Pod($"web-{i}", "StatefulSet web s-1", LiveDump.Killed("web", i % 4), web))
            .Append(LiveDump.Workload("StatefulSet", "web", null, "s-1", web))
            .Select((t, i) => ($"{i:00}.yaml", t))
            .ToArray();
        var forward = Scan(texts);
        var backward = Lint(jobs, [.. texts.Reverse()]).Findings;
        Assert.Equal(forward.Select(Line), backward.Select(Line));

        static string Line(ReportedFinding f) => $"{f.Place.File}:{f.Place.Offset} {f.RuleId} {f.Message()} {string.Join(' ', f.Related)}";
    }

    private static IEnumerable<string> Told(string text) => Scan(text).Select(f => $"{f.RuleId} {f.Object}");

    private static ImmutableArray<ReportedFinding> Scan(string text) => Scan(("dump.yaml", text));

    private static ImmutableArray<ReportedFinding> Scan(params (string Path, string Text)[] files) => Lint(2, files).Findings;

    internal static LintResult Lint(int jobs, params (string Path, string Text)[] files)
    {
        var result = Linter.Lint(
            new LintRequest
            {
                Sources =
                [
                    .. files.Select(f => new LintSource(f.Path, "/" + f.Path, true, () =>
                        new SourceReading(new SourceText(f.Path, f.Text), null)
                    )),
                ],
                Jobs = jobs,
            }
        );
        Assert.Empty(result.Crashes);
        return result;
    }
}
