namespace ManifestLint.Tests.Operators;

/// <summary>
/// Custom resources that operators make pods of: the least that makes all of them, with a mark where the resources of one container stand. A kind that has
/// none here is taken from <see cref="KindRows"/>.
/// </summary>
internal static class Kinds
{
    /// <summary>Replaced by <c>resources: …</c> or nothing.</summary>
    public const string Mark = "RES: 0";

    /// <summary>Manifests by the kind and the container that the mark belongs to.</summary>
    public static IReadOnlyList<(string Name, string Manifest)> All =>
        [
            .. Written,
            .. KindRows
                .All.Where(r => r.Resources is not null && !Written.Any(k => k.Name.Split(',')[0] == r.Kind))
                .Select(r => Of(r.Kind.Split(' ')[0], r.Kind.Split(' ')[1], r.Resources!)),
        ];

    private static readonly (string Name, string Manifest)[] Written =
    [
        Of(
            "elasticsearch.k8s.elastic.co/v1",
            "Elasticsearch",
            "{version: 9.1.0, nodeSets: [{name: hot, count: 3, podTemplate: {spec: {containers: [{name: elasticsearch, RES: 0}]}}}]}"
        ),
        Of(
            "elasticsearch.k8s.elastic.co/v1",
            "Elasticsearch",
            "{version: 9.1.0, secureSettings: [{secretName: s}], monitoring: {metrics: {elasticsearchRefs: [{name: m}]}, logs: {elasticsearchRefs: [{name: m}]}}, nodeSets: [{name: hot, count: 3, RES: 0}]}",
            "by its shorthand"
        ),
        Of("kibana.k8s.elastic.co/v1", "Kibana", "{version: 9.1.0, count: 1, podTemplate: {spec: {containers: [{name: kibana, RES: 0}]}}}"),
        Of(
            "apm.k8s.elastic.co/v1",
            "ApmServer",
            "{version: 8.13.0, count: 1, podTemplate: {spec: {containers: [{name: apm-server, RES: 0}]}}}"
        ),
        Of(
            "enterprisesearch.k8s.elastic.co/v1",
            "EnterpriseSearch",
            "{version: 8.13.0, count: 1, podTemplate: {spec: {containers: [{name: enterprise-search, RES: 0}]}}}"
        ),
        Of(
            "logstash.k8s.elastic.co/v1alpha1",
            "Logstash",
            "{version: 8.13.0, count: 1, podTemplate: {spec: {containers: [{name: logstash, RES: 0}]}}}"
        ),
        Of(
            "maps.k8s.elastic.co/v1alpha1",
            "ElasticMapsServer",
            "{version: 8.13.0, count: 1, podTemplate: {spec: {containers: [{name: maps, RES: 0}]}}}"
        ),
        Of(
            "packageregistry.k8s.elastic.co/v1alpha1",
            "PackageRegistry",
            "{version: 9.1.0, count: 1, podTemplate: {spec: {containers: [{name: package-registry, RES: 0}]}}}"
        ),
        Of(
            "beat.k8s.elastic.co/v1beta1",
            "Beat",
            "{type: filebeat, version: 9.1.0, daemonSet: {podTemplate: {spec: {containers: [{name: filebeat, RES: 0}]}}}}"
        ),
        Of(
            "agent.k8s.elastic.co/v1alpha1",
            "Agent",
            "{version: 9.1.0, daemonSet: {podTemplate: {spec: {containers: [{name: agent, RES: 0}]}}}}"
        ),
        Of(
            "agent.k8s.elastic.co/v1alpha1",
            "Agent",
            "{version: 9.1.0, mode: fleet, deployment: {replicas: 2, podTemplate: {spec: {containers: [{name: agent, RES: 0}]}}}}",
            "of a fleet"
        ),
        Of(
            "autoops.k8s.elastic.co/v1alpha1",
            "AutoOpsAgentPolicy",
            "{version: 9.1.0, podTemplate: {spec: {containers: [{name: autoops-agent, RES: 0}]}}}"
        ),
        Of("postgresql.cnpg.io/v1", "Cluster", "{instances: 3, RES: 0}"),
        Of("postgresql.cnpg.io/v1", "Pooler", "{instances: 2, template: {spec: {containers: [{name: pgbouncer, RES: 0}]}}}"),
        Of("kafka.strimzi.io/v1", "KafkaNodePool", "{replicas: 3, RES: 0}"),
        Of("kafka.strimzi.io/v1beta2", "KafkaNodePool", "{replicas: 3, RES: 0}", "of the older API"),
        Of(
            "kafka.strimzi.io/v1beta2",
            "Kafka",
            "{kafka: {replicas: 3, RES: 0}, zookeeper: {replicas: 3}, entityOperator: {topicOperator: {}, userOperator: {}}, cruiseControl: {}, kafkaExporter: {}}"
        ),
        Of("kafka.strimzi.io/v1", "Kafka", "{kafka: {}, entityOperator: {topicOperator: {RES: 0}, userOperator: {}}}", "topic operator"),
        Of("kafka.strimzi.io/v1", "KafkaConnect", "{replicas: 2, RES: 0}"),
        Of("kafka.strimzi.io/v1", "KafkaMirrorMaker2", "{replicas: 2, RES: 0}"),
        Of("kafka.strimzi.io/v1", "KafkaBridge", "{replicas: 2, RES: 0}"),
        Of("rabbitmq.com/v1beta1", "RabbitmqCluster", "{replicas: 3, RES: 0}"),
        Of(
            "mongodbcommunity.mongodb.com/v1",
            "MongoDBCommunity",
            "{members: 3, version: 6.0.5, statefulSet: {spec: {template: {spec: {containers: [{name: mongod, RES: 0}]}}}}}"
        ),
        Of(
            "mongodb.com/v1",
            "MongoDB",
            "{type: ReplicaSet, members: 3, version: 7.0.2, podSpec: {podTemplate: {spec: {containers: [{name: mongodb-enterprise-database, RES: 0}]}}}}"
        ),
        Of(
            "mongodb.com/v1",
            "MongoDB",
            "{type: ShardedCluster, mongosCount: 2, configServerCount: 3, shardPodSpec: {podTemplate: {spec: {containers: [{name: mongodb-enterprise-database, RES: 0}]}}}}",
            "sharded"
        ),
        Of(
            "mongodb.com/v1",
            "MongoDBOpsManager",
            "{replicas: 1, backup: {enabled: true}, applicationDatabase: {members: 3}, statefulSet: {spec: {template: {spec: {containers: [{name: mongodb-ops-manager, RES: 0}]}}}}}"
        ),
        Of(
            "redis.redis.opstreelabs.in/v1beta2",
            "Redis",
            "{kubernetesConfig: {image: quay.io/opstree/redis:v7.0.15, RES: 0}, redisExporter: {enabled: true}}"
        ),
        Of("redis.redis.opstreelabs.in/v1beta2", "RedisReplication", "{clusterSize: 3, kubernetesConfig: {RES: 0}}"),
        Of("redis.redis.opstreelabs.in/v1beta2", "RedisSentinel", "{clusterSize: 3, kubernetesConfig: {RES: 0}}"),
        Of(
            "redis.redis.opstreelabs.in/v1beta2",
            "RedisCluster",
            "{clusterSize: 3, kubernetesConfig: {resources: {limits: {memory: 3Gi}}}, redisLeader: {RES: 0}}"
        ),
        Of(
            "databases.spotahome.com/v1",
            "RedisFailover",
            "{redis: {replicas: 3, exporter: {enabled: true}, RES: 0}, sentinel: {replicas: 3}}"
        ),
        Of(
            "k8s.mariadb.com/v1alpha1",
            "MariaDB",
            "{image: 'mariadb:11.4', replicas: 3, galera: {enabled: true}, metrics: {enabled: true, exporter: {}}, RES: 0}"
        ),
        Of("k8s.mariadb.com/v1alpha1", "MaxScale", "{replicas: 2, RES: 0}"),
        Of("k8s.mariadb.com/v1alpha1", "Backup", "{RES: 0}"),
        Of("k8s.mariadb.com/v1alpha1", "PhysicalBackup", "{RES: 0}"),
        Of("k8s.mariadb.com/v1alpha1", "Restore", "{RES: 0}"),
        Of("k8s.mariadb.com/v1alpha1", "SqlJob", "{RES: 0}"),
        Of(
            "cassandra.datastax.com/v1beta1",
            "CassandraDatacenter",
            "{clusterName: c, serverType: cassandra, serverVersion: 4.1.3, size: 3, RES: 0}"
        ),
        Of(
            "cassandra.datastax.com/v1beta1",
            "CassandraDatacenter",
            "{clusterName: c, size: 3, resources: {limits: {memory: 4Gi}}, podTemplateSpec: {spec: {containers: [{name: cassandra, RES: 0}]}}}",
            "by its template"
        ),
        Of(
            "k8ssandra.io/v1alpha1",
            "K8ssandraCluster",
            "{cassandra: {resources: {limits: {memory: 3Gi}}, telemetry: {vector: {enabled: true}}, datacenters: [{size: 3, RES: 0}]}, reaper: {}, medusa: {}, stargate: {heapSize: 512Mi}}"
        ),
        Of(
            "sparkoperator.k8s.io/v1beta2",
            "SparkApplication",
            "{type: Scala, driver: {cores: 1, memory: 1g, template: {spec: {containers: [{name: spark-kubernetes-driver, RES: 0}]}}}, executor: {instances: 2, memory: 4g}}"
        ),
        Of(
            "sparkoperator.k8s.io/v1beta2",
            "ScheduledSparkApplication",
            "{template: {type: Python, driver: {coreLimit: 1200m}, executor: {cores: 2, memory: 4g, memoryLimit: 8Gi}}}"
        ),
        Of(
            "flink.apache.org/v1beta1",
            "FlinkDeployment",
            "{jobManager: {resource: {memory: 1600m, cpu: 1}}, taskManager: {resource: {memory: 2048m, cpu: 2}}, podTemplate: {spec: {containers: [{name: flink-main-container, RES: 0}]}}}"
        ),
        Of("flink.apache.org/v1beta1", "FlinkBlueGreenDeployment", "{template: {spec: {jobManager: {}, taskManager: {}}}}"),
        Of("weblogic.oracle/v1", "Cluster", "{clusterName: c, replicas: 2, serverPod: {RES: 0}}"),
        Of(
            "weblogic.oracle/v9",
            "Domain",
            "{serverPod: {resources: {requests: {cpu: 250m, memory: 768Mi}, limits: {memory: 768Mi}}}, adminServer: {serverPod: {RES: 0}}}"
        ),
        Of(
            "pxc.percona.com/v1",
            "PerconaXtraDBCluster",
            "{crVersion: 1.14.0, pxc: {size: 3, RES: 0}, haproxy: {enabled: true, size: 2}, logcollector: {enabled: true}, pmm: {enabled: true}}"
        ),
        Of(
            "pxc.percona.com/v1",
            "PerconaXtraDBCluster",
            "{crVersion: 1.9.0, pxc: {size: 3, RES: 0}, proxysql: {enabled: true}, logcollector: {enabled: true}}",
            "of 1.9"
        ),
        Of(
            "ps.percona.com/v1",
            "PerconaServerMySQL",
            "{mysql: {size: 3, RES: 0}, proxy: {haproxy: {enabled: true}, router: {enabled: true}}, orchestrator: {enabled: true}, backup: {enabled: true}}"
        ),
        Of(
            "psmdb.percona.com/v1",
            "PerconaServerMongoDB",
            "{image: 'percona/percona-server-mongodb:7.0.8-5', replsets: [{name: rs0, size: 3, arbiter: {enabled: true}, RES: 0}], sharding: {enabled: true, configsvrReplSet: {size: 3}, mongos: {size: 2}}, backup: {enabled: true}}"
        ),
        Of(
            "pgv2.percona.com/v2",
            "PerconaPGCluster",
            "{instances: [{name: a, replicas: 3, RES: 0}], proxy: {pgBouncer: {replicas: 2}}, backups: {pgbackrest: {repoHost: {}}}}"
        ),
        Of(
            "opensearch.org/v1",
            "OpenSearchCluster",
            "{general: {version: 2.14.0}, nodePools: [{component: data, replicas: 3, RES: 0}], dashboards: {enable: true, replicas: 1}, bootstrap: {resources: {limits: {memory: 1Gi}}}}"
        ),
        Of(
            "opensearch.opster.io/v1",
            "OpenSearchCluster",
            "{general: {version: 2.14.0}, nodePools: [{component: data, replicas: 3, RES: 0}]}"
        ),
        Of("acid.zalan.do/v1", "postgresql", "{numberOfInstances: 2, connectionPooler: {}, RES: 0}"),
        Of(
            "monitoring.coreos.com/v1",
            "Prometheus",
            "{replicas: 2, containers: [{name: prometheus, args: [a]}, {name: proxy, image: p}], RES: 0}"
        ),
        Of("monitoring.coreos.com/v1alpha1", "PrometheusAgent", "{RES: 0}"),
        Of("monitoring.coreos.com/v1", "Alertmanager", "{RES: 0}"),
        Of("monitoring.coreos.com/v1", "ThanosRuler", "{RES: 0}"),
        Of("opentelemetry.io/v1beta1", "OpenTelemetryCollector", "{RES: 0}"),
    ];

    private static (string, string) Of(string apiVersion, string kind, string spec, string? variant = null) =>
        (
            $"{apiVersion} {kind}{(variant is null ? "" : $", {variant}")}",
            $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: x, namespace: n, labels: {{strimzi.io/cluster: c}}}}\nspec: {spec}\n"
        );
}
