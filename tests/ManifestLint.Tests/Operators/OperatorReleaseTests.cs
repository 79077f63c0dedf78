using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Operators;

/// <summary>Which containers a release or a field makes, and what is said where an operator sets the amounts (operators.md).</summary>
public sealed class OperatorReleaseTests
{
    private const string Proxies = "pxc: {resources: {limits: {cpu: 1, memory: 1Gi}}}, haproxy: {enabled: true}, proxysql: {enabled: true}";

    [Theory]
    [InlineData("v1", "crVersion: 1.12.0", "haproxy", "", "BestEffort")]
    [InlineData("v1-6-0", "pause: false", "haproxy", "", "BestEffort")]
    [InlineData("v1-6-0", "crVersion: 1.13.0", "haproxy", "pxc-init 1Gi", "Burstable")]
    [InlineData("v1", "crVersion: 1.13.0", "haproxy", "pxc-init 1Gi", "Burstable")]
    [InlineData("v1", "crVersion: 1.14.0", "haproxy", "pxc-init 50M", "Burstable")]
    [InlineData("v1", "crVersion: 1.15.0", "haproxy", "pxc-init 50M, haproxy-init 50M", "Burstable")]
    [InlineData("v1", "crVersion: 1.15.0", "proxysql", "pxc-init 50M, proxysql-init 50M", "Burstable")]
    [InlineData("v1", "pause: false", "haproxy", "pxc-init 50M, haproxy-init 50M", "Burstable")]
    [InlineData("v1", "crVersion: 1.14.0, initContainer: {resources: {}}", "haproxy", "pxc-init none", "BestEffort")]
    [InlineData("v1", "crVersion: 1.13.0, initContainer: {resources: {limits: {memory: 100M}}}", "haproxy", "pxc-init 100M", "Burstable")]
    [InlineData("v1", "crVersion: 1.6.0", "pxc", "pxc-init 1Gi", "Guaranteed")]
    [InlineData("v1", "crVersion: '${VERSION}'", "haproxy", "pxc-init unknown, haproxy-init unknown", null)]
    public void Init_containers_of_XtraDB_clusters(string version, string field, string pod, string containers, string? qos)
    {
        var facts = Pods($"pxc.percona.com/{version} PerconaXtraDBCluster", $"{{{field}, {Proxies}}}")
            .Single(p => p.Containers.Any(c => c.Spec.Name == pod));
        var init = facts.Containers.Where(c => c.Spec.Type == ContainerType.Init).Select(c => $"{c.Spec.Name} {Limit(c)}");
        Assert.Equal((containers, qos), (string.Join(", ", init), facts.QosComputed?.ToString()));
    }

    [Theory]
    [InlineData("v1alpha1", "listeners: {external: {type: nodeport}}", "kafka-init 256Mi", "Burstable")]
    [InlineData("v1alpha1", "listeners: {external: {type: route}}", "", "BestEffort")]
    [InlineData("v1alpha1", "rack: {topologyKey: zone}", "kafka-init 256Mi", "Burstable")]
    [InlineData("v1alpha1", "rack: {topologyKey: zone}, listeners: {external: {type: nodeport}}", "kafka-init 256Mi", "Burstable")]
    [InlineData("v1beta1", "rack: {topologyKey: zone}", "kafka-init 256Mi", "Burstable")]
    [InlineData("v1beta2", "rack: {topologyKey: zone}", "", "BestEffort")]
    public void Brokers_of_old_releases_of_Strimzi_have_an_init_container_with_amounts_of_its_own(
        string version,
        string field,
        string containers,
        string qos
    )
    {
        var facts = Assert.Single(Pods($"kafka.strimzi.io/{version} Kafka", $"{{kafka: {{replicas: 3, {field}}}}}"));
        var init = facts.Containers.Where(c => c.Spec.Type == ContainerType.Init).Select(c => $"{c.Spec.Name} {Limit(c)}");
        Assert.Equal((containers, qos), (string.Join(", ", init), facts.QosComputed?.ToString()));
    }

    [Theory]
    [InlineData("crVersion: 1.6.0", "pxc")]
    [InlineData("crVersion: 1.9.0", "pxc, logs, logrotate")]
    public void Log_collectors_of_XtraDB_clusters(string field, string containers)
    {
        var pod = Assert.Single(
            Pods("pxc.percona.com/v1 PerconaXtraDBCluster", $"{{{field}, pxc: {{}}, logcollector: {{enabled: true}}}}")
        );
        Assert.Equal(containers, string.Join(", ", pod.Containers.Where(c => c.Spec.Type == ContainerType.App).Select(c => c.Spec.Name)));
    }

    [Theory]
    [InlineData(
        "pxc.percona.com/v1 PerconaXtraDBCluster",
        "{haproxy: {enabled: true, sidecars: [{name: haproxy}, {name: mine}]}}",
        "haproxy, pxc-monit, mine"
    )]
    [InlineData(
        "psmdb.percona.com/v1 PerconaServerMongoDB",
        "{replsets: [{name: a, sidecars: [{name: mongod}, {name: mine}]}]}",
        "mongod, mine"
    )]
    [InlineData("acid.zalan.do/v1 postgresql", "{sidecars: [{name: postgres}, {name: mine}]}", "postgres, mine")]
    public void A_sidecar_with_the_name_of_a_container_of_the_operator_does_not_exist(string kind, string spec, string containers)
    {
        var pod = Assert.Single(Pods(kind, spec));
        Assert.Equal(containers, string.Join(", ", pod.Containers.Where(c => c.Spec.Type == ContainerType.App).Select(c => c.Spec.Name)));
    }

    [Theory]
    [InlineData("redis: {}, sentinel: {}", "spec.redis spec.sentinel")]
    [InlineData("redis: {}, sentinel: {}, bootstrapNode: {host: a}", "spec.redis")]
    [InlineData("redis: {}, sentinel: {}, bootstrapNode: {host: a, allowSentinels: false}", "spec.redis")]
    [InlineData("redis: {}, sentinel: {}, bootstrapNode: {host: a, allowSentinels: true}", "spec.redis spec.sentinel")]
    [InlineData("redis: {}, sentinel: {}, bootstrapNode: null", "spec.redis spec.sentinel")]
    public void Sentinels_while_bootstrapping(string spec, string pods) =>
        Assert.Equal(
            pods,
            string.Join(' ', Pods("databases.spotahome.com/v1 RedisFailover", $"{{{spec}}}").Select(p => p.Workload.PodPath))
        );

    [Theory]
    // Sidecars of Zalando's operator have its defaults, and a limit below the request becomes the request.
    [InlineData("sidecars: [{name: mine}]", "mine", "100Mi / 500Mi")]
    [InlineData("sidecars: [{name: mine, resources: {limits: {memory: 1Gi}}}]", "mine", "100Mi / 1Gi")]
    [InlineData("resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}", "postgres", "2Gi / 2Gi")]
    [InlineData("resources: {requests: {memory: 2Gi}}", "postgres", "2Gi / 2Gi")]
    public void Amounts_of_the_Postgres_operator(string fields, string container, string amounts)
    {
        string spec = $"{{numberOfInstances: 2, {fields}}}";
        var facts = Assert.Single(Pods("acid.zalan.do/v1 postgresql", spec)).Containers.Single(c => c.Spec.Name == container);
        Assert.Equal(amounts, $"{facts.MemoryRequest.Value} / {facts.MemoryLimit.Value}");
        Assert.Equal([], Findings("acid.zalan.do/v1 postgresql", spec).Where(f => f.RuleId is "ML1002" or "ML2003"));
    }

    [Theory]
    // What Spark adds by itself is its own, what the author writes less than that is told.
    [InlineData("memory: 4g", null)]
    [InlineData("memory: 4g, memoryOverhead: 1g", null)]
    [InlineData("memory: 4g, memoryOverhead: 100m", "ML3001")]
    [InlineData("memory: 4g, memoryLimit: 5g", "ML3001")]
    [InlineData("memory: 4g, memoryLimit: 4g", "ML3002")]
    [InlineData("memory: 4g, memoryLimit: 16g", null)]
    public void Room_beside_the_heap_of_Spark(string role, string? rule) =>
        Assert.Equal(
            rule,
            Findings("sparkoperator.k8s.io/v1beta2 SparkApplication", $"{{type: Scala, driver: {{{role}}}}}")
                .SingleOrDefault(f => f.RuleId.StartsWith("ML300", StringComparison.Ordinal))
                ?.RuleId
        );

    [Theory]
    [InlineData("monitoring: {metrics: {elasticsearchRefs: []}}", false)]
    [InlineData("monitoring: {metrics: {elasticsearchRefs: [{name: m}]}}", true)]
    [InlineData("monitoring: {}", false)]
    public void Beats_that_watch_a_node(string field, bool isThere) =>
        Assert.Equal(
            isThere,
            Pods("elasticsearch.k8s.elastic.co/v1 Elasticsearch", $"{{version: 8.13.0, nodeSets: [{{name: a}}], {field}}}")[0]
                .Containers.Any(c => c.Spec.Name == "metricbeat")
        );

    [Fact]
    public void What_an_operator_limits_to_start_with_is_no_slip_of_the_author()
    {
        // The one cpu limit of the pod is that of sentinel-config-copy.
        const string spec = "{redis: {}, sentinel: {resources: {requests: {cpu: 100m, memory: 100Mi}, limits: {memory: 100Mi}}}}";
        Assert.DoesNotContain(Findings("databases.spotahome.com/v1 RedisFailover", spec), f => f.RuleId == "ML2002");
    }

    [Fact]
    public void A_pod_that_only_the_operator_starts_something_in_is_told_once()
    {
        const string spec =
            "{redis: {resources: {limits: {cpu: 1, memory: 1Gi}}, customConfig: [maxmemory 1mb]}, sentinel: {extraContainers: [{name: mine, image: a}]}}";
        var finding = Assert.Single(Findings("databases.spotahome.com/v1 RedisFailover", spec), f => f.RuleId is not "ML3401");
        Assert.Equal("ML1001", finding.RuleId);
        Assert.StartsWith("no container that runs in this pod has a memory limit", finding.Statement.What, StringComparison.Ordinal);
        Assert.Single(finding.Related);
    }

    [Theory]
    [InlineData("resource: {memory: 1g, cpu: 1}", true)]
    [InlineData("resources: {requests: {cpu: 1, memory: 1Gi}, limits: {cpu: 1, memory: 1Gi}}", true)]
    [InlineData("resources: {requests: {cpu: 1, memory: 1Gi}}", false)]
    public void Whoever_writes_requests_alone_has_not_asked_for_Guaranteed(string amounts, bool isTold)
    {
        string spec = $"{{jobManager: {{podTemplate: {{spec: {{initContainers: [{{name: fetch, image: a}}]}}}}, {amounts}}}}}";
        var findings = Findings("flink.apache.org/v1beta1 FlinkDeployment", spec).Where(f => f.RuleId == "ML2004").ToList();
        Assert.Equal(isTold, findings.Count > 0);
    }

    [Fact]
    public void A_class_that_rests_on_the_limits_that_an_operator_makes_says_so()
    {
        const string spec =
            "{jobManager: {podTemplate: {spec: {initContainers: [{name: fetch, image: a}]}}, resource: {memory: 1g, cpu: 1}}}";
        var finding = Assert.Single(Findings("flink.apache.org/v1beta1 FlinkDeployment", spec), f => f.RuleId == "ML2004");
        Assert.Contains(finding.Statement.Assumed, a => a.Kind == AssumptionKind.Operator && a.Text == "Flink's limit-factor of 1.0");
        Assert.DoesNotContain(
            Findings(
                "flink.apache.org/v1beta1 FlinkDeployment",
                spec.Replace(
                    "{jobManager",
                    "{flinkConfiguration: {kubernetes.jobmanager.memory.limit-factor: 1, kubernetes.jobmanager.cpu.limit-factor: 1}, jobManager",
                    StringComparison.Ordinal
                )
            ),
            f => f.RuleId == "ML2004" && f.Statement.Assumed.Any(a => a.Kind == AssumptionKind.Operator)
        );
    }

    [Theory]
    // A dedicated master gets 60 % of the limit by Elasticsearch itself.
    [InlineData("{version: 8.13.0, nodeSets: [{name: a, config: {node.roles: [master]}}]}", false)]
    [InlineData(
        "{version: 8.13.0, nodeSets: [{name: a, podTemplate: {spec: {containers: [{name: elasticsearch, env: [{name: ES_JAVA_OPTS, value: -Xms1228m -Xmx1228m}]}]}}}]}",
        true
    )]
    public void What_a_vendor_makes_of_the_limit_is_no_finding(string spec, bool isTold) =>
        Assert.Equal(isTold, Findings("elasticsearch.k8s.elastic.co/v1 Elasticsearch", spec).Any(f => f.RuleId == "ML3001"));

    [Theory]
    [InlineData("image: 'redis:7', customConfig: [save 60 1]", true)]
    [InlineData("image: pmem/redis, version: latest, command: [redis-server, /redis/redis.conf, --pmdir, /data, 100Mb]", false)]
    [InlineData("image: 'pmem/redis:4.0.0', command: [redis-server, /redis/redis.conf, --pmdir, /data, 100Mb]", false)]
    public void What_another_server_of_the_family_reads_may_bound_it(string redis, bool isUnbounded)
    {
        var findings = Findings("databases.spotahome.com/v1 RedisFailover", $"{{redis: {{{redis}}}, sentinel: {{}}}}");
        Assert.Equal(isUnbounded, findings.Any(f => f.Message().Contains("nothing bounds what Redis keeps", StringComparison.Ordinal)));
        Assert.DoesNotContain(findings, f => f.RuleId == "ML3403");
    }

    private static string Limit(ContainerFacts container) =>
        container.MemoryLimit.IsUnknown ? "unknown"
        : container.MemoryLimit.IsAbsent ? "none"
        : container.MemoryLimit.Value.ToString();

    private static IReadOnlyList<PodFacts> Pods(string kind, string spec) =>
        PodReading.Pods(new Assumptions(), ("/k8s/a.yaml", Manifest(kind, spec)));

    private static IReadOnlyList<ReportedFinding> Findings(string kind, string spec) =>
        PodReading.Findings(("/k8s/a.yaml", Manifest(kind, spec)));

    private static string Manifest(string kind, string spec)
    {
        string[] words = kind.Split(' ');
        return $"apiVersion: {words[0]}\nkind: {words[1]}\nmetadata: {{name: x, namespace: n}}\nspec: {spec}\n";
    }
}
