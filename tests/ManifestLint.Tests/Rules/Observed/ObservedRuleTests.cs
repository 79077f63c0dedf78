using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Tests.Owners;
using ManifestLint.Tests.Reporting;

namespace ManifestLint.Tests.Rules.Observed;

/// <summary>What the rules about live objects say, from what Kubernetes writes into a status (kubernetes-memory.md §12 to §14, §22).</summary>
public sealed class ObservedRuleTests
{
    private const string Limit = LiveDump.SmallWeb;

    [Theory]
    [InlineData(
        "command:\n- java\n- -Xmx480m\n- -jar\n- a.jar",
        "-Xmx480m leaves 32 MiB for everything beside the heap, which usually takes about 200 MiB"
    )]
    [InlineData("command:\n- java\n- -Xmx1g\n- -jar\n- a.jar", "-Xmx1g lets the heap alone take 200 % of the memory limit 512Mi")]
    [InlineData(
        "command:\n- java\n- -Xmx64m\n- -jar\n- a.jar",
        "-Xmx64m keeps the heap to 12.5 % of the memory limit 512Mi, so what filled it is beside the heap"
    )]
    [InlineData(
        "command:\n- java\n- -jar\n- a.jar",
        "the JVM's default heap (128 MiB) keeps the heap to 25 % of the memory limit 512Mi, so what filled it is beside the heap"
    )]
    [InlineData(
        "command:\n- node\n- --max-old-space-size=500\n- a.js",
        "--max-old-space-size=500 (500 MiB) leaves 12 MiB for everything beside the heap"
    )]
    [InlineData(
        "env:\n- name: GOMEMLIMIT\n  value: 512MiB",
        "GOMEMLIMIT=512MiB is a goal of the collector and no limit, and not below what the container may use, if the image runs a Go program"
    )]
    [InlineData(
        "volumeMounts:\n- mountPath: /cache\n  name: cache",
        "what it writes to memory-backed volume cache (up to 512 MiB) counts as its memory"
    )]
    public void An_oom_kill_is_told_with_what_the_facts_say_caused_it(string program, string cause)
    {
        string pod = LiveDump
            .Pod("web-0", null, LiveDump.Killed("web", 14), LiveDump.Container("web", program + "\n" + Limit))
            .Replace(
                "  restartPolicy: Always",
                "  restartPolicy: Always\n  volumes:\n  - emptyDir:\n      medium: Memory\n    name: cache",
                StringComparison.Ordinal
            );
        Assert.Equal(
            $"container web was OOMKilled at its memory limit 512Mi (exit code 137, 14 restarts); {cause}",
            Message("ML6001", pod)
        );
    }

    [Theory]
    [InlineData(
        "containerStatuses",
        "state:\n    terminated:\n      exitCode: 137\n      reason: OOMKilled",
        "container web was OOMKilled at its memory limit 512Mi (exit code 137, 2 restarts)"
    )]
    // ST-2: a child was killed, the container ended by itself.
    [InlineData(
        "containerStatuses",
        "state:\n    terminated:\n      exitCode: 0\n      reason: OOMKilled",
        "a process of container web was OOMKilled at its memory limit 512Mi (exit code 0, 2 restarts)"
    )]
    [InlineData("initContainerStatuses", "state:\n    terminated:\n      exitCode: 137\n      reason: OOMKilled", null)]
    // kubernetes-memory.md §22: the limit that is in force, not the one that is asked for.
    [InlineData(
        "containerStatuses",
        "lastState:\n    terminated:\n      exitCode: 137\n      reason: OOMKilled\n  resources:\n    limits:\n      memory: 256Mi",
        "container web was OOMKilled at the limit 256Mi in force, not yet the 512Mi of its spec (exit code 137, 2 restarts)"
    )]
    [InlineData(
        "containerStatuses",
        "lastState:\n    terminated:\n      exitCode: 137\n      reason: OOMKilled\n  resources:\n    limits:\n      memory: 512Mi",
        "container web was OOMKilled at its memory limit 512Mi (exit code 137, 2 restarts)"
    )]
    public void An_oom_kill_is_read_wherever_the_status_tells_it(string key, string state, string? expected) =>
        Assert.Equal(
            expected,
            Message(
                "ML6001",
                LiveDump.Pod("web-0", null, $"{key}:\n- name: web\n  restartCount: 2\n  {state}", LiveDump.Container("web", Limit))
            )
        );

    [Theory]
    [InlineData("2026-11-20T10:11:22Z", "2026-11-20T10:12:03Z", " after 41 s", ": lived 41 s, died 2026-11-20T10:12:03Z")]
    [InlineData("2026-11-20T10:12:03Z", "2026-11-20T10:12:03Z", " after less than 1 s", ": lived less than 1 s, died 2026-11-20T10:12:03Z")]
    [InlineData("2026-11-20T10:08:43Z", "2026-11-20T10:12:03Z", " after 3 min 20 s", ": lived 3 min 20 s, died 2026-11-20T10:12:03Z")]
    [InlineData("2026-11-20T05:00:00Z", "2026-11-20T10:12:03Z", " after 5 h 12 min", ": lived 5 h 12 min, died 2026-11-20T10:12:03Z")]
    [InlineData("2026-11-11T06:12:03Z", "2026-11-20T10:12:03Z", " after 9 d 4 h", ": lived 9 d 4 h, died 2026-11-20T10:12:03Z")]
    [InlineData("2026-11-20T09:12:03Z", "2026-11-20T10:12:40Z", " after 1 h", ": lived 1 h, died 2026-11-20T10:12:40Z")]
    [InlineData("2026-11-20T10:11:22.999Z", "2026-11-20T10:12:03.123456Z", " after 41 s", ": lived 41 s, died 2026-11-20T10:12:03Z")]
    // Not known, or no times at all: nothing is said of them.
    [InlineData("null", "2026-11-20T10:12:03Z", "", ": died 2026-11-20T10:12:03Z")]
    [InlineData("2026-11-20T10:12:03Z", "2026-11-20T10:12:02Z", "", ": died 2026-11-20T10:12:02Z")]
    [InlineData("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z", "", "")]
    [InlineData("yesterday and the day before", "[2026-11-20T10:12:03Z]", "", "")]
    [InlineData("2026-11-20T11:11:22+01:00", "2026-13-20T10:12:03Z", "", "")]
    [InlineData("2026-11-20T10:11:22Z", "null", "", "")]
    public void How_long_it_lived_and_when_it_died_is_told(string started, string finished, string after, string times)
    {
        string pod = LiveDump.Pod(
            "web-0",
            null,
            LiveDump
                .Killed("web", 2)
                .Replace(
                    "reason: OOMKilled",
                    $"reason: OOMKilled\n      startedAt: {started}\n      finishedAt: {finished}",
                    StringComparison.Ordinal
                ),
            LiveDump.Container("web", Limit)
        );
        var finding = Assert.Single(Find("ML6001", pod));
        Assert.Equal($"container web was OOMKilled{after} at its memory limit 512Mi (exit code 137, 2 restarts)", finding.Statement.What);
        Assert.Equal($"in pod web-0{(times.Length == 0 ? ":" : times + ",")} 2 restarts", finding.Related[^1].Note);
    }

    [Fact]
    public void Without_a_limit_it_was_the_node()
    {
        string pod = LiveDump.Pod(
            "web-0",
            null,
            LiveDump.Killed("web", 1) + "\nqosClass: BestEffort",
            LiveDump.Container("web", "resources: {}")
        );
        Assert.Equal(
            "container web, which has no memory limit, was OOMKilled (exit code 137, 1 restart); the node had no more memory for its pods, and at equal usage a pod with oom_score_adj 1000 goes first",
            Message("ML6001", pod)
        );
    }

    [Theory]
    [InlineData(
        "phase: Running",
        "",
        "somebody or an OOM daemon of the node sent SIGKILL, or the runtime missed an OOM kill: the kernel log of the node tells which"
    )]
    [InlineData(
        "phase: Running",
        "livenessProbe:\n  tcpSocket:\n    port: 80\n",
        "most likely its liveness probe failed and the container did not end within the 30 seconds of its grace period"
    )]
    [InlineData("phase: Failed\nreason: Terminated", "", "its node was shut down")]
    [InlineData("phase: Succeeded", "", null)]
    [InlineData("phase: Failed\nreason: Evicted\nmessage: Pod was evicted", "", null)]
    public void A_kill_that_was_no_oom_kill_has_another_reason(string status, string container, string? reason)
    {
        string pod = LiveDump.Pod(
            "web-0",
            null,
            LiveDump.Killed("web", 0, "Error").Replace("phase: Running", status, StringComparison.Ordinal),
            LiveDump.Container("web", container + Limit)
        );
        Assert.Equal(
            reason is null ? null : $"container web was killed (exit code 137) but the container runtime saw no OOM kill; {reason}",
            Message("ML6002", pod)
        );
    }

    [Theory]
    [InlineData(143, "Error")]
    [InlineData(139, "Error")]
    [InlineData(134, "Error")]
    [InlineData(0, "Completed")]
    [InlineData(137, "OOMKilled")]
    public void Other_ends_are_no_kills(int exitCode, string reason) =>
        Assert.Null(Message("ML6002", LiveDump.Pod("web-0", null, LiveDump.Killed("web", 1, reason, exitCode), LiveDump.Container("web"))));

    // Messages as pkg/kubelet/eviction writes them: v1.36, before 1.27 (found in a real cluster), before 1.13.
    [Theory]
    [InlineData(
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 84Mi. Container web was using 831488Ki, request is 512Mi, has larger consumption of memory. ",
        "because its node was low on memory (84Mi available, eviction threshold 100Mi); container web used 812 MiB with a request of 512Mi, and pods above their request go first",
        21
    )]
    [InlineData(
        "The node was low on resource: memory. Container web was using 2391212Ki, which exceeds its request of 90Mi. ",
        "because its node was low on memory; container web used 2.3 GiB with a request of 90Mi, and pods above their request go first",
        21
    )]
    [InlineData(
        "The node was low on resource: memory. Container web was using 10Mi, request is 0, has larger consumption of memory. ",
        "because its node was low on memory; container web used 10Mi without a request, and pods above their request go first",
        21
    )]
    [InlineData("The node was low on resource: [DiskPressure]. ", "because its node was low on DiskPressure", 8)]
    [InlineData(
        "The node was low on resource: ephemeral-storage. Threshold quantity: 1.5Gi, available: 1.2Gi. Container web was using 3Gi, request is 0, has larger consumption of ephemeral-storage. ",
        "because its node was low on ephemeral-storage; 1.2Gi were available, and the eviction threshold is 1.5Gi, and container web used 3Gi without a request",
        8
    )]
    [InlineData(
        "Usage of EmptyDir volume \"cache\" exceeds the limit \"1.5Gi\". ",
        "by its kubelet; Usage of EmptyDir volume \"cache\" exceeds the limit \"1.5Gi\"",
        8
    )]
    [InlineData(
        "Pod ephemeral local storage usage exceeds the total limit of containers 1Gi. ",
        "by its kubelet; Pod ephemeral local storage usage exceeds the total limit of containers 1Gi",
        8
    )]
    [InlineData("", "by its kubelet, and its status does not say why", 8)]
    public void An_eviction_says_what_its_message_says(string message, string expected, int line)
    {
        string pod = LiveDump.Pod("web-0", null, $"message: '{message}'\nphase: Failed\nreason: Evicted", LiveDump.Container("web", Limit));
        var finding = Assert.Single(Find("ML6003", pod));
        Assert.Equal($"pod shop/web-0 was evicted {expected}", finding.Message());
        Assert.Equal(line, finding.Place.Line);
    }

    [Theory]
    [InlineData("Burstable", Limit, false)]
    [InlineData("Guaranteed", Limit, true)]
    [InlineData("Guaranteed", "resources:\n  limits:\n    cpu: 1\n    memory: 1Gi", false)]
    [InlineData("BestEffort", "resources: {}", false)]
    [InlineData("BestEffort", "resources:\n  limits:\n    memory: ${MEMORY}", false)]
    [InlineData("Sturdy", Limit, false)]
    public void A_class_that_the_spec_does_not_give_is_told(string status, string resources, bool isTold) =>
        Assert.Equal(
            isTold,
            Find("ML6004", LiveDump.Pod("web-0", null, $"phase: Running\nqosClass: {status}", LiveDump.Container("web", resources))).Any()
        );

    [Fact]
    public void A_class_is_left_alone_where_releases_or_the_day_decide()
    {
        string pod = LiveDump.Pod("web-0", null, "phase: Running\nqosClass: BestEffort", LiveDump.Container("web", "resources: {}"));
        Assert.Empty(
            Find(
                "ML6004",
                pod.Replace("  nodeName:", "  resources:\n    limits: {cpu: 1, memory: 1Gi}\n  nodeName:", StringComparison.Ordinal)
            )
        );
        Assert.Empty(
            Find(
                "ML6004",
                pod
                    + "\n---\n"
                    + "apiVersion: v1\nkind: LimitRange\nmetadata: {name: later, namespace: shop}\nspec:\n  limits:\n  - {type: Container, default: {cpu: 1, memory: 1Gi}}"
            )
        );
    }

    [Fact]
    public void A_status_of_any_shape_is_survived()
    {
        foreach (
            string status in new[]
            {
                "containerStatuses: {}",
                "containerStatuses:\n- web",
                "containerStatuses:\n- name: web\n  state: x\n  lastState: [1]",
                "reason: [Evicted]",
                "reason: Evicted\nmessage: [a]",
                "containerStatuses:\n- name: web\n  restartCount: many\n  lastState:\n    terminated: {reason: OOMKilled}\n  resources: x",
                "qosClass: {}",
                "containerStatuses:\n- name: web\n  lastState:\n    terminated: {exitCode: 99999999999999999999}\n  resources: {limits: {memory: -5}}",
            }
        )
            Find("", LiveDump.Pod("web-0", null, status, LiveDump.Container("web", Limit)));
    }

    // That it was killed was seen; what filled it depends on a start script, and whoever reads `assumed` alone has to learn that.
    [Fact]
    public void A_cause_that_rests_on_something_says_so_in_every_format()
    {
        const string Script = "image: registry.example/shop/web:1\nenv:\n- name: JAVA_OPTS\n  value: -Xmx480m\n";
        string pod = LiveDump.Pod("web-0", null, LiveDump.Killed("web", 14), LiveDump.Container("web", Script + Limit));
        var finding = Assert.Single(Find("ML6001", pod));
        Assert.EndsWith(", if the image's start script passes JAVA_OPTS on", finding.Message(), StringComparison.Ordinal);
        Assert.Equal(Certainty.Certain, finding.Statement.Certainty);
        Assert.Empty(FindingText.Assumed(finding.Statement));
        string json = Samples.Utf8(s => JsonReporter.Write(new LintResult { Findings = [finding] }, new Assumptions(), "0.1.0", s));
        Assert.Contains("\"assumed\":[]", json, StringComparison.Ordinal);
    }

    private static string? Message(string rule, string text) => Find(rule, text).SingleOrDefault()?.Message();

    private static IEnumerable<ReportedFinding> Find(string rule, string text) =>
        OwnershipTests.Lint(1, ("pod.yaml", text)).Findings.Where(f => f.RuleId == rule);
}
