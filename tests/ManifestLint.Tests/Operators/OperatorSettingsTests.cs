using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Operators;

/// <summary>The settings that fields of custom resources hold: heaps, caches, buffers (operators.md).</summary>
public sealed class OperatorSettingsTests
{
    private const string TwoGi = "resources: {requests: {cpu: 1, memory: 2Gi}, limits: {memory: 2Gi}}";

    [Theory]
    // Strimzi: a share of the limit, unless one of the heap's options is there.
    [InlineData("kafka.strimzi.io/v1 KafkaConnect", "{replicas: 1, " + TwoGi + "}", "connect", 1536)]
    [InlineData("kafka.strimzi.io/v1 KafkaNodePool", "{replicas: 1, " + TwoGi + "}", "kafka", 1024)]
    [InlineData("kafka.strimzi.io/v1 KafkaNodePool", "{replicas: 1, resources: {limits: {memory: 40Gi}}}", "kafka", 5120)]
    [InlineData("kafka.strimzi.io/v1 KafkaConnect", "{jvmOptions: {-Xmx: 1g}, " + TwoGi + "}", "connect", 1024)]
    [InlineData("kafka.strimzi.io/v1 KafkaConnect", "{jvmOptions: {-XX: {MaxRAMPercentage: 50}}, " + TwoGi + "}", "connect", 1024)]
    [InlineData("kafka.strimzi.io/v1 KafkaConnect", "{jvmOptions: {-Xms: 256m}, " + TwoGi + "}", "connect", 512)]
    [InlineData("kafka.strimzi.io/v1beta2 Kafka", "{zookeeper: {" + TwoGi + "}}", "zookeeper", 1536)]
    [InlineData("kafka.strimzi.io/v1 Kafka", "{entityOperator: {userOperator: {" + TwoGi + "}}}", "user-operator", 409)]
    [InlineData(
        "kafka.strimzi.io/v1 Kafka",
        "{entityOperator: {topicOperator: {jvmOptions: {-Xmx: 300m}, " + TwoGi + "}}}",
        "topic-operator",
        300
    )]
    [InlineData("kafka.strimzi.io/v1beta2 KafkaNodePool", "{" + TwoGi + "}", "kafka", null)]
    // ECK: variables of the template.
    [InlineData(
        "elasticsearch.k8s.elastic.co/v1 Elasticsearch",
        "{version: 8.13.0, nodeSets: [{name: a, podTemplate: {spec: {containers: [{name: elasticsearch, env: [{name: ES_JAVA_OPTS, value: -Xmx700m}]}]}}}]}",
        "elasticsearch",
        700
    )]
    [InlineData("elasticsearch.k8s.elastic.co/v1 Elasticsearch", "{version: 8.13.0, nodeSets: [{name: a}]}", "elasticsearch", 1024)]
    // By roles: 60 % for a dedicated master, 40 % for machine learning, half for all others.
    [InlineData(
        "elasticsearch.k8s.elastic.co/v1 Elasticsearch",
        "{version: 8.13.0, nodeSets: [{name: a, config: {node.roles: [master]}}]}",
        "elasticsearch",
        1228
    )]
    [InlineData(
        "elasticsearch.k8s.elastic.co/v1 Elasticsearch",
        "{version: 8.13.0, nodeSets: [{name: a, config: {node: {roles: [ml, remote_cluster_client]}}}]}",
        "elasticsearch",
        816
    )]
    [InlineData(
        "elasticsearch.k8s.elastic.co/v1 Elasticsearch",
        "{version: 8.13.0, nodeSets: [{name: a, config: {node.roles: [data, master]}}]}",
        "elasticsearch",
        1024
    )]
    [InlineData(
        "elasticsearch.k8s.elastic.co/v1 Elasticsearch",
        "{version: 8.13.0, nodeSets: [{name: a, config: {node.roles: ['${ROLE}']}}]}",
        "elasticsearch",
        null
    )]
    [InlineData("logstash.k8s.elastic.co/v1alpha1 Logstash", "{version: 8.13.0}", "logstash", 1024)]
    // Cassandra.
    [InlineData(
        "cassandra.datastax.com/v1beta1 CassandraDatacenter",
        "{size: 3, config: {jvm-options: {max_heap_size: 700M}}, " + TwoGi + "}",
        "cassandra",
        700
    )]
    [InlineData("cassandra.datastax.com/v1beta1 CassandraDatacenter", "{size: 3, " + TwoGi + "}", "cassandra", null)]
    [InlineData(
        "k8ssandra.io/v1alpha1 K8ssandraCluster",
        "{cassandra: {config: {jvmOptions: {heap_max_size: 512Mi}}, datacenters: [{size: 3}]}}",
        "cassandra",
        512
    )]
    // Spark: the memory is the heap.
    [InlineData(
        "sparkoperator.k8s.io/v1beta2 SparkApplication",
        "{type: Scala, executor: {memory: 2gb}}",
        "spark-kubernetes-executor",
        2048
    )]
    [InlineData(
        "sparkoperator.k8s.io/v1beta2 SparkApplication",
        "{type: Scala, executor: {memory: '700'}}",
        "spark-kubernetes-executor",
        700
    )]
    [InlineData(
        "sparkoperator.k8s.io/v1beta2 SparkApplication",
        "{type: Scala, sparkConf: {spark.driver.memory: 3g}, driver: {}}",
        "spark-kubernetes-driver",
        3072
    )]
    [InlineData(
        "sparkoperator.k8s.io/v1beta2 SparkApplication",
        "{type: Scala, executor: {memory: '${MEM}'}}",
        "spark-kubernetes-executor",
        null
    )]
    // Flink: what the other parts leave. Cases of operators.md §10.
    [InlineData("flink.apache.org/v1beta1 FlinkDeployment", "{jobManager: {resource: {memory: 1600m}}}", "flink-main-container", 1024)]
    [InlineData("flink.apache.org/v1beta1 FlinkDeployment", "{jobManager: {}}", "flink-main-container", 1024)]
    [InlineData(
        "flink.apache.org/v1beta1 FlinkDeployment",
        "{jobManager: {resource: {memory: 2Gi}}, flinkConfiguration: {jobmanager.memory.off-heap.size: 228m}}",
        "flink-main-container",
        1359
    )]
    [InlineData(
        "flink.apache.org/v1beta1 FlinkDeployment",
        "{jobManager: {resource: {memory: 1600m}}, flinkConfiguration: {env.java.opts.all: -Xmx1g}}",
        "flink-main-container",
        null
    )]
    // A flat key that begins like another hides nothing.
    [InlineData(
        "flink.apache.org/v1beta1 FlinkDeployment",
        "{jobManager: {resource: {memory: 1600m}}, flinkConfiguration: {kubernetes.jobmanager.cpu: '0.5', jobmanager.memory: x}}",
        "flink-main-container",
        1024
    )]
    // WebLogic: the server and the node manager.
    [InlineData(
        "weblogic.oracle/v9 Domain",
        "{serverPod: {env: [{name: USER_MEM_ARGS, value: -Xmx512m}], " + TwoGi + "}}",
        "weblogic-server",
        512
    )]
    [InlineData(
        "weblogic.oracle/v9 Domain",
        "{serverPod: {env: [{name: USER_MEM_ARGS, value: -Xmx512m}, {name: JAVA_OPTIONS, value: -Xmx600m}], " + TwoGi + "}}",
        "weblogic-server",
        600
    )]
    // OpenSearch: half of the request.
    [InlineData(
        "opensearch.org/v1 OpenSearchCluster",
        "{general: {version: 2.14.0}, nodePools: [{component: a, " + TwoGi + "}]}",
        "opensearch",
        1024
    )]
    [InlineData(
        "opensearch.org/v1 OpenSearchCluster",
        "{general: {version: 2.14.0}, nodePools: [{component: a, jvm: -Xmx700M -Xms700M, " + TwoGi + "}]}",
        "opensearch",
        700
    )]
    [InlineData("opensearch.org/v1 OpenSearchCluster", "{general: {version: 2.14.0}, nodePools: [{component: a}]}", "opensearch", 512)]
    [InlineData("mongodb.com/v1 MongoDBOpsManager", "{jvmParameters: [-Xmx4352m]}", "mongodb-ops-manager", 4352)]
    // Without an -Xmx it is the operator's share of the limit.
    [InlineData("mongodb.com/v1 MongoDBOpsManager", "{jvmParameters: [-Dmms.x=y]}", "mongodb-ops-manager", null)]
    [InlineData("mongodb.com/v1 MongoDBOpsManager", "{backup: {enabled: true, jvmParameters: [-Xmx3g]}}", "mongodb-backup-daemon", 3072)]
    [InlineData("k8ssandra.io/v1alpha1 K8ssandraCluster", "{stargate: {heapSize: 384Mi}}", "stargate", 384)]
    [InlineData(
        "k8ssandra.io/v1alpha1 K8ssandraCluster",
        "{stargate: {heapSize: 384M}, cassandra: {datacenters: [{stargate: {heapSize: 1Gi}}]}}",
        "stargate",
        366
    )]
    [InlineData("opensearch.org/v1 OpenSearchCluster", "{bootstrap: {" + TwoGi + "}}", "opensearch", 1024)]
    // The share of the operators is of 0.32; the API before left the JVM's quarter.
    [InlineData("kafka.strimzi.io/v1beta1 Kafka", "{entityOperator: {userOperator: {" + TwoGi + "}}}", "user-operator", 512)]
    // Both sizes of Flink: what is not the one is overhead.
    [InlineData(
        "flink.apache.org/v1beta1 FlinkDeployment",
        "{jobManager: {resource: {memory: 2g}}, flinkConfiguration: {jobmanager.memory.flink.size: 1g}}",
        "flink-main-container",
        896
    )]
    public void Heaps(string kind, string spec, string container, int? mebibytes)
    {
        var heap = Container(kind, spec, container).Jvm?.MaxHeapBytes;
        Assert.Equal(mebibytes, heap is { } bytes ? (int)(bytes >> 20) : null);
    }

    [Theory]
    [InlineData(
        "postgresql.cnpg.io/v1 Cluster",
        "{postgresql: {parameters: {shared_buffers: 512MB}}, " + TwoGi + "}",
        "postgres",
        "sharedBuffersBytes",
        512
    )]
    [InlineData(
        "acid.zalan.do/v1 postgresql",
        "{postgresql: {parameters: {shared_buffers: 256MB}}, " + TwoGi + "}",
        "postgres",
        "sharedBuffersBytes",
        256
    )]
    [InlineData(
        "pgv2.percona.com/v2 PerconaPGCluster",
        "{instances: [{name: a, " + TwoGi + "}], patroni: {dynamicConfiguration: {postgresql: {parameters: {shared_buffers: 1GB}}}}}",
        "database",
        "sharedBuffersBytes",
        1024
    )]
    [InlineData("mongodbcommunity.mongodb.com/v1 MongoDBCommunity", "{version: 6.0.5}", "mongod", "cacheSizeBytes", 256)]
    [InlineData(
        "mongodbcommunity.mongodb.com/v1 MongoDBCommunity",
        "{version: 6.0.5, additionalMongodConfig: {storage: {wiredTiger: {engineConfig: {cacheSizeGB: 2}}}}}",
        "mongod",
        "cacheSizeBytes",
        2048
    )]
    [InlineData(
        "mongodb.com/v1 MongoDB",
        "{version: 7.0.2, additionalMongodConfig: {storage.wiredTiger.engineConfig.cacheSizeGB: 1}}",
        "mongodb-enterprise-database",
        "cacheSizeBytes",
        1024
    )]
    [InlineData(
        "psmdb.percona.com/v1 PerconaServerMongoDB",
        "{image: 'percona/percona-server-mongodb:7.0.8-5', replsets: [{name: a, resources: {limits: {memory: 5Gi}}}]}",
        "mongod",
        "cacheSizeBytes",
        2048
    )]
    [InlineData(
        "psmdb.percona.com/v1 PerconaServerMongoDB",
        "{replsets: [{name: a, storage: {wiredTiger: {engineConfig: {cacheSizeRatio: 0.25}}}, resources: {limits: {memory: 5Gi}}}]}",
        "mongod",
        "cacheSizeBytes",
        1024
    )]
    [InlineData(
        "k8s.mariadb.com/v1alpha1 MariaDB",
        "{image: 'mariadb:11.4', myCnf: \"[mariadb]\\ninnodb_buffer_pool_size=900M\\n\", " + TwoGi + "}",
        "mariadb",
        "bufferPoolBytes",
        900
    )]
    [InlineData("k8s.mariadb.com/v1alpha1 MariaDB", "{image: 'mariadb:11.4', " + TwoGi + "}", "mariadb", "bufferPoolBytes", 128)]
    // operators.md §12: 1Gi, 2Gi, 4Gi and 8Gi.
    [InlineData("pxc.percona.com/v1 PerconaXtraDBCluster", "{pxc: {resources: {limits: {memory: 1Gi}}}}", "pxc", "bufferPoolBytes", 512)]
    [InlineData("pxc.percona.com/v1 PerconaXtraDBCluster", "{pxc: {resources: {limits: {memory: 2Gi}}}}", "pxc", "bufferPoolBytes", 1024)]
    [InlineData("pxc.percona.com/v1 PerconaXtraDBCluster", "{pxc: {resources: {limits: {memory: 4Gi}}}}", "pxc", "bufferPoolBytes", 3080)]
    [InlineData("pxc.percona.com/v1 PerconaXtraDBCluster", "{pxc: {resources: {limits: {memory: 8Gi}}}}", "pxc", "bufferPoolBytes", 6152)]
    [InlineData(
        "pxc.percona.com/v1 PerconaXtraDBCluster",
        "{pxc: {configuration: \"[mysqld]\\ninnodb_buffer_pool_size=700M\\n\", resources: {limits: {memory: 8Gi}}}}",
        "pxc",
        "bufferPoolBytes",
        700
    )]
    [InlineData(
        "pxc.percona.com/v1 PerconaXtraDBCluster",
        "{pxc: {configuration: \"[mysqld]\\ninnodb_buffer_pool_size={{containerMemoryLimit}}\\n\", resources: {limits: {memory: 8Gi}}}}",
        "pxc",
        "bufferPoolBytes",
        null
    )]
    // A comment and another section set nothing, dashes are another key.
    [InlineData(
        "pxc.percona.com/v1 PerconaXtraDBCluster",
        "{pxc: {configuration: \"[mysqld]\\n# innodb_buffer_pool_size=700M\\n[mysqldump]\\ninnodb_buffer_pool_size=1\\n\", resources: {limits: {memory: 2Gi}}}}",
        "pxc",
        "bufferPoolBytes",
        1024
    )]
    [InlineData("ps.percona.com/v1 PerconaServerMySQL", "{mysql: {resources: {limits: {memory: 4Gi}}}}", "mysql", "bufferPoolBytes", 2048)]
    // Chunks of whole MiB, rounded down, and nothing rounded up before: 2150 MiB are half of 4300Mi.
    [InlineData(
        "ps.percona.com/v1 PerconaServerMySQL",
        "{mysql: {resources: {limits: {memory: 4300Mi}}}}",
        "mysql",
        "bufferPoolBytes",
        2144
    )]
    [InlineData(
        "rabbitmq.com/v1beta1 RabbitmqCluster",
        "{rabbitmq: {additionalConfig: 'vm_memory_high_watermark.relative = 0.5'}, resources: {limits: {memory: 2560Mi}}}",
        "rabbitmq",
        "watermarkBytes",
        1024
    )]
    [InlineData(
        "rabbitmq.com/v1beta1 RabbitmqCluster",
        "{rabbitmq: {additionalConfig: 'vm_memory_high_watermark.absolute = 700MiB'}, " + TwoGi + "}",
        "rabbitmq",
        "watermarkBytes",
        700
    )]
    [InlineData("rabbitmq.com/v1beta1 RabbitmqCluster", "{resources: {limits: {memory: 2560Mi}}}", "rabbitmq", "watermarkBytes", 1228)]
    [InlineData(
        "rabbitmq.com/v1beta1 RabbitmqCluster",
        "{image: 'rabbitmq:3.12-management', resources: {limits: {memory: 2560Mi}}}",
        "rabbitmq",
        "watermarkBytes",
        819
    )]
    [InlineData(
        "databases.spotahome.com/v1 RedisFailover",
        "{redis: {customConfig: [maxmemory 500mb], " + TwoGi + "}}",
        "redis",
        "maxmemoryBytes",
        500
    )]
    [InlineData(
        "redis.redis.opstreelabs.in/v1beta2 Redis",
        "{kubernetesConfig: {" + TwoGi + "}, redisConfig: {maxMemoryPercentOfLimit: 50}}",
        "x",
        "maxmemoryBytes",
        1024
    )]
    [InlineData(
        "redis.redis.opstreelabs.in/v1beta2 RedisCluster",
        "{kubernetesConfig: {" + TwoGi + "}, redisConfig: {dynamicConfig: [maxmemory 1gb]}}",
        "x-leader",
        "maxmemoryBytes",
        1024
    )]
    [InlineData(
        "redis.redis.opstreelabs.in/v1beta2 Redis",
        "{kubernetesConfig: {" + TwoGi + "}, redisConfig: {maxMemoryPercentOfLimit: 50, additionalRedisConfig: elsewhere}}",
        "x",
        "maxmemoryBytes",
        null
    )]
    public void Caches(string kind, string spec, string container, string value, int? mebibytes)
    {
        var server = Container(kind, spec, container).Servers.FirstOrDefault();
        long? bytes = server?.Values.Single(v => v.Name == value).Value.Number;
        Assert.Equal(mebibytes, bytes is { } known ? (int)(known >> 20) : null);
    }

    [Theory]
    // The fix goes to the author's field.
    [InlineData(
        "cassandra.datastax.com/v1beta1 CassandraDatacenter",
        "{config: {jvm-server-options: {initial_heap_size: 1536M, max_heap_size: 1536M}}, " + TwoGi + "}",
        "ML3002",
        "{initial_heap_size: 1024m, max_heap_size: 1024m}"
    )]
    [InlineData(
        "postgresql.cnpg.io/v1 Cluster",
        "{postgresql: {parameters: {shared_buffers: 2GB}}, " + TwoGi + "}",
        "ML3402",
        "{shared_buffers: 800MB}"
    )]
    [InlineData(
        "databases.spotahome.com/v1 RedisFailover",
        "{redis: {customConfig: [maxmemory 2gb, maxmemory-policy allkeys-lru], " + TwoGi + "}}",
        "ML3402",
        "maxmemory 1200mb"
    )]
    [InlineData(
        "mongodb.com/v1 MongoDB",
        "{version: 7.0.2, additionalMongodConfig: {storage.wiredTiger.engineConfig.cacheSizeGB: 9}, podSpec: {podTemplate: {spec: {containers: [{name: mongodb-enterprise-database, resources: {limits: {memory: 10Gi}}}]}}}}",
        "ML3402",
        "cacheSizeGB: 6}"
    )]
    public void Fixes_go_to_the_field(string kind, string spec, string rule, string written)
    {
        string manifest = Manifest(kind, spec);
        var finding = Assert.Single(PodReading.Findings(("/k8s/a.yaml", manifest)), f => f.RuleId == rule);
        Assert.NotNull(finding.Fix);
        string text = manifest;
        foreach (var edit in finding.Fix.Edits.OrderByDescending(e => e.Place.Span.Start))
            text = string.Concat(text.AsSpan(0, edit.Place.Span.Start), edit.NewText, text.AsSpan(edit.Place.Span.End));
        Assert.Contains(written, text, StringComparison.Ordinal);
    }

    [Theory]
    // The author's own text and field, whatever the operator makes of it.
    [InlineData(
        "k8ssandra.io/v1alpha1 K8ssandraCluster",
        "{cassandra: {config: {jvmOptions: {heap_max_size: 2Gi}}, " + TwoGi + ", datacenters: [{size: 3}]}}",
        "heap_max_size: 2Gi is 100 % of the memory limit 2Gi",
        "spec.cassandra.config.jvmOptions.heap_max_size"
    )]
    [InlineData(
        "opensearch.org/v1 OpenSearchCluster",
        "{general: {version: 2.14.0}, nodePools: [{component: a, jvm: -Xmx2G -Xms2G, " + TwoGi + "}]}",
        "-Xmx2G is 100 % of the memory limit 2Gi",
        "spec.nodePools[0].jvm"
    )]
    [InlineData(
        "rabbitmq.com/v1beta1 RabbitmqCluster",
        "{rabbitmq: {additionalConfig: 'vm_memory_high_watermark.absolute = 2GiB'}, " + TwoGi + "}",
        "RabbitMQ vm_memory_high_watermark.absolute = 2GiB is 100 % of the memory limit 2Gi",
        "spec.rabbitmq.additionalConfig"
    )]
    public void Findings_name_the_text_and_the_field_of_the_author(string kind, string spec, string what, string from)
    {
        var finding = Assert.Single(PodReading.Findings(("/k8s/a.yaml", Manifest(kind, spec))), f => f.RuleId is "ML3002" or "ML3402");
        Assert.StartsWith(what, finding.Statement.What, StringComparison.Ordinal);
        Assert.Equal(from, finding.From[0].In);
    }

    [Fact]
    public void What_rests_on_a_default_of_the_operator_is_a_warning_and_says_so()
    {
        const string spec =
            "{version: 8.13.0, podTemplate: {spec: {containers: [{name: logstash, env: [{name: LS_JAVA_OPTS, value: -Xmx2g}]}]}}}";
        var finding = Assert.Single(PodReading.Findings(("/k8s/a.yaml", Manifest("logstash.k8s.elastic.co/v1alpha1 Logstash", spec))), f =>
            f.RuleId == "ML3002"
        );
        Assert.Equal(Severity.Warning, finding.Severity);
        Assert.Contains(finding.Statement.Assumed, a => a.Kind == AssumptionKind.Operator);
        Assert.Contains("2Gi set by ECK", finding.Statement.What, StringComparison.Ordinal);
    }

    [Fact]
    public void A_patched_resource_is_judged_as_it_is_composed()
    {
        const string spec =
            "{version: 8.13.0, nodeSets: [{name: hot, count: 3, podTemplate: {spec: {containers: [{name: elasticsearch, env: [{name: ES_JAVA_OPTS, value: -Xms2g -Xmx2g}]}]}}}]}";
        const string kustomization = """
            resources: [es.yaml]
            patches:
            - target: {kind: Elasticsearch}
              patch: |
                - op: add
                  path: /spec/nodeSets/0/podTemplate/spec/containers/0/resources
                  value: {requests: {cpu: 1, memory: 3Gi}, limits: {cpu: 1, memory: 3Gi}}
            """;
        var findings = PodReading.Findings(
            ("/k8s/kustomization.yaml", kustomization),
            ("/k8s/es.yaml", Manifest("elasticsearch.k8s.elastic.co/v1 Elasticsearch", spec))
        );
        var heap = Assert.Single(findings, f => f.RuleId is "ML3001" or "ML3002");
        Assert.Contains("66.7 % of the memory limit 3Gi", heap.Statement.What, StringComparison.Ordinal);
        Assert.Equal("Elasticsearch", heap.Object!.Kind);
    }

    private static ContainerFacts Container(string kind, string spec, string name) =>
        PodReading.Containers(new Assumptions(), ("/k8s/a.yaml", Manifest(kind, spec))).First(c => c.Spec.Name == name);

    private static string Manifest(string kind, string spec)
    {
        string[] words = kind.Split(' ');
        return $"apiVersion: {words[0]}\nkind: {words[1]}\nmetadata: {{name: x, namespace: n}}\nspec: {spec}\n";
    }
}
