namespace ManifestLint.Tests.Operators;

/// <summary>One row of a kind: a spec that shows it, or why the kind has none.</summary>
/// <param name="Spec">The spec; null where there is none.</param>
/// <param name="Reason">Why there is none; null where there is a spec.</param>
internal sealed record KindCell(string? Spec, string? Reason)
{
    public static implicit operator KindCell(string spec) => new(spec, null);

    /// <summary>No row, and why.</summary>
    public static KindCell None(string reason) => new(null, reason);
}

/// <summary>What is tried on a kind.</summary>
/// <param name="Kind"><c>apiVersion Kind</c>.</param>
/// <param name="Container">The container that is looked at.</param>
internal sealed record KindRow(string Kind, string Container)
{
    /// <summary>A spec with <see cref="Kinds.Mark"/> where its resources stand; null where it has no such field, and the four rows below say it.</summary>
    public string? Resources { get; init; }

    /// <summary>Nothing is written.</summary>
    public KindCell? Absent { get; init; }

    /// <summary><c>{}</c> is.</summary>
    public KindCell? Empty { get; init; }

    /// <summary>Limits alone are.</summary>
    public KindCell? Limits { get; init; }

    /// <summary>Requests alone are.</summary>
    public KindCell? Requests { get; init; }

    /// <summary>Amounts in a template, or at the level that goes over the other.</summary>
    public required KindCell Template { get; init; }

    /// <summary>What the pod of <see cref="Template"/> is made from, where it is another one than the first.</summary>
    public string? TemplatePath { get; init; }

    /// <summary>A heap, a cache or the like.</summary>
    public required KindCell Setting { get; init; }

    /// <summary>A container beside it.</summary>
    public required KindCell Sidecar { get; init; }
}

/// <summary>The rows that every kind must have, or say why it has not (operators.md).</summary>
internal static class KindRows
{
    private const string Over = "resources: {requests: {memory: 3Gi}, limits: {memory: 3Gi}}",
        TwoGi = "resources: {limits: {memory: 2Gi}}",
        Beside = "{name: beside, image: 'registry.example/beside:1'}";

    private static readonly KindCell NoTemplate = KindCell.None("its operator takes no template of it"),
        NoSetting = KindCell.None("no field of it holds a heap or a cache"),
        Alone = KindCell.None("its operator adds no container of the author's");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<KindRow> All { get; } =
    [
        Eck(
            "elasticsearch.k8s.elastic.co/v1 Elasticsearch",
            "elasticsearch",
            "nodeSets: [{name: a, TEMPLATE, SHORT}]",
            "ES_JAVA_OPTS",
            "-Xms700m -Xmx700m"
        ),
        Eck("kibana.k8s.elastic.co/v1 Kibana", "kibana", "TEMPLATE, SHORT", "NODE_OPTIONS", "--max-old-space-size=700"),
        Eck("apm.k8s.elastic.co/v1 ApmServer", "apm-server", "TEMPLATE, SHORT", "GOMEMLIMIT", "700MiB"),
        Eck("enterprisesearch.k8s.elastic.co/v1 EnterpriseSearch", "enterprise-search", "TEMPLATE, SHORT", "JAVA_TOOL_OPTIONS", "-Xmx700m"),
        Eck("logstash.k8s.elastic.co/v1alpha1 Logstash", "logstash", "TEMPLATE, SHORT", "LS_JAVA_OPTS", "-Xms700m -Xmx700m"),
        Eck("maps.k8s.elastic.co/v1alpha1 ElasticMapsServer", "maps", "TEMPLATE, SHORT", "NODE_OPTIONS", "--max-old-space-size=700"),
        Eck("packageregistry.k8s.elastic.co/v1alpha1 PackageRegistry", "package-registry", "TEMPLATE, SHORT", "GOMEMLIMIT", "700MiB"),
        Eck("beat.k8s.elastic.co/v1beta1 Beat", "filebeat", "type: filebeat, deployment: {TEMPLATE}, SHORT", "GOMEMLIMIT", "700MiB"),
        Eck("agent.k8s.elastic.co/v1alpha1 Agent", "agent", "daemonSet: {TEMPLATE}, SHORT", "GOMEMLIMIT", "700MiB"),
        Eck("autoops.k8s.elastic.co/v1alpha1 AutoOpsAgentPolicy", "autoops-agent", "TEMPLATE, SHORT", "GOMEMLIMIT", "700MiB"),
        new("postgresql.cnpg.io/v1 Cluster", "postgres")
        {
            Resources = "{instances: 3, RES: 0}",
            Template = NoTemplate,
            Setting = "{postgresql: {parameters: {shared_buffers: 512MB}}, " + TwoGi + "}",
            Sidecar = KindCell.None("plugins add theirs by a protocol that no manifest holds"),
        },
        new("postgresql.cnpg.io/v1 Pooler", "pgbouncer")
        {
            Resources = "{template: {spec: {containers: [{name: pgbouncer, RES: 0}]}}}",
            Template = "{template: {spec: {containers: [{name: pgbouncer, " + Over + "}]}}}",
            Setting = NoSetting,
            Sidecar = "{template: {spec: {containers: [{name: pgbouncer}, " + Beside + "]}}}",
        },
        Strimzi("kafka.strimzi.io/v1 KafkaNodePool", "kafka", "{replicas: 3, WHAT}"),
        new("kafka.strimzi.io/v1beta2 Kafka", "topic-operator")
        {
            Resources = "{entityOperator: {topicOperator: {RES: 0}}}",
            Template = KindCell.None("its template holds no resources"),
            Setting = "{entityOperator: {topicOperator: {jvmOptions: {-Xmx: 700m}, " + TwoGi + "}}}",
            Sidecar = "{entityOperator: {topicOperator: {}, userOperator: {" + TwoGi + "}}}",
        },
        Strimzi("kafka.strimzi.io/v1 KafkaConnect", "connect", "{WHAT}"),
        Strimzi("kafka.strimzi.io/v1 KafkaMirrorMaker2", "mirrormaker2", "{WHAT}"),
        Strimzi("kafka.strimzi.io/v1 KafkaBridge", "bridge", "{WHAT}"),
        new("rabbitmq.com/v1beta1 RabbitmqCluster", "rabbitmq")
        {
            Resources = "{RES: 0}",
            Template = "{override: {statefulSet: {spec: {template: {spec: {containers: [{name: rabbitmq, " + Over + "}]}}}}}}",
            Setting = "{rabbitmq: {additionalConfig: 'vm_memory_high_watermark.absolute = 700MiB'}, " + TwoGi + "}",
            Sidecar = "{override: {statefulSet: {spec: {template: {spec: {containers: [" + Beside + "]}}}}}}",
        },
        new("mongodbcommunity.mongodb.com/v1 MongoDBCommunity", "mongod")
        {
            Resources = "{members: 3, version: 6.0.5, statefulSet: {spec: {template: {spec: {containers: [{name: mongod, RES: 0}]}}}}}",
            Template =
                "{members: 3, version: 6.0.5, statefulSet: {spec: {template: {spec: {containers: [{name: mongod, " + Over + "}]}}}}}",
            Setting = "{members: 3, version: 6.0.5, additionalMongodConfig: {storage.wiredTiger.engineConfig.cacheSizeGB: 0.5}}",
            Sidecar = "{members: 3, version: 6.0.5, statefulSet: {spec: {template: {spec: {containers: [" + Beside + "]}}}}}",
        },
        new("mongodb.com/v1 MongoDB", "mongodb-enterprise-database")
        {
            Resources =
                "{members: 3, version: 7.0.2, podSpec: {podTemplate: {spec: {containers: [{name: mongodb-enterprise-database, RES: 0}]}}}}",
            Template =
                "{members: 3, version: 7.0.2, podSpec: {podTemplate: {spec: {containers: [{name: mongodb-enterprise-database, "
                + Over
                + "}]}}}}",
            Setting = "{members: 3, version: 7.0.2, additionalMongodConfig: {storage: {wiredTiger: {engineConfig: {cacheSizeGB: 0.5}}}}}",
            Sidecar = "{members: 3, version: 7.0.2, podSpec: {podTemplate: {spec: {containers: [" + Beside + "]}}}}",
        },
        new("mongodb.com/v1 MongoDBOpsManager", "mongodb-ops-manager")
        {
            Resources = "{statefulSet: {spec: {template: {spec: {containers: [{name: mongodb-ops-manager, RES: 0}]}}}}}",
            Template = "{statefulSet: {spec: {template: {spec: {containers: [{name: mongodb-ops-manager, " + Over + "}]}}}}}",
            Setting = "{jvmParameters: [-Xmx3500m]}",
            Sidecar = "{statefulSet: {spec: {template: {spec: {containers: [" + Beside + "]}}}}}",
        },
        Redis("redis.redis.opstreelabs.in/v1beta2 Redis", "x", "kubernetesConfig: {RES: 0}", "redisConfig: {maxMemoryPercentOfLimit: 50}"),
        Redis(
            "redis.redis.opstreelabs.in/v1beta2 RedisReplication",
            "x",
            "clusterSize: 3, kubernetesConfig: {RES: 0}",
            "redisConfig: {dynamicConfig: [maxmemory 1gb]}"
        ),
        Redis("redis.redis.opstreelabs.in/v1beta2 RedisSentinel", "x", "clusterSize: 3, kubernetesConfig: {RES: 0}", null),
        Redis(
            "redis.redis.opstreelabs.in/v1beta2 RedisCluster",
            "x-leader",
            "clusterSize: 3, redisLeader: {RES: 0}",
            "redisConfig: {maxMemoryPercentOfLimit: 50}"
        ) with
        {
            Template = "{kubernetesConfig: {" + TwoGi + "}, redisLeader: {" + Over + "}}",
        },
        new("databases.spotahome.com/v1 RedisFailover", "redis")
        {
            Resources = "{redis: {RES: 0}, sentinel: {}}",
            Template = NoTemplate,
            Setting = "{redis: {customConfig: [maxmemory 700mb], " + TwoGi + "}, sentinel: {}}",
            Sidecar = "{redis: {extraContainers: [" + Beside + "]}, sentinel: {}}",
        },
        new("k8s.mariadb.com/v1alpha1 MariaDB", "mariadb")
        {
            Resources = "{image: 'mariadb:11.4', RES: 0}",
            Template = NoTemplate,
            Setting = "{image: 'mariadb:11.4', myCnf: \"[mariadb]\\ninnodb_buffer_pool_size=700M\\n\", " + TwoGi + "}",
            Sidecar = "{image: 'mariadb:11.4', sidecarContainers: [" + Beside + "]}",
        },
        MariaDb("MaxScale"),
        MariaDb("Backup"),
        MariaDb("PhysicalBackup"),
        MariaDb("Restore"),
        MariaDb("SqlJob"),
        new("cassandra.datastax.com/v1beta1 CassandraDatacenter", "cassandra")
        {
            Resources = "{clusterName: c, size: 3, RES: 0}",
            Template = "{clusterName: c, size: 3, " + TwoGi + ", podTemplateSpec: {spec: {containers: [{name: cassandra, " + Over + "}]}}}",
            Setting =
                "{clusterName: c, size: 3, config: {jvm-server-options: {initial_heap_size: 700M, max_heap_size: 700M}}, " + TwoGi + "}",
            Sidecar = "{clusterName: c, size: 3, podTemplateSpec: {spec: {containers: [" + Beside + "]}}}",
        },
        new("k8ssandra.io/v1alpha1 K8ssandraCluster", "cassandra")
        {
            Resources = "{cassandra: {datacenters: [{size: 3, RES: 0}]}}",
            Template = "{cassandra: {" + TwoGi + ", datacenters: [{size: 3, " + Over + "}]}}",
            Setting = "{cassandra: {config: {jvmOptions: {heap_max_size: 700Mi}}, datacenters: [{size: 3, " + TwoGi + "}]}}",
            Sidecar = "{medusa: {}, cassandra: {datacenters: [{size: 3}]}}",
        },
        Spark("SparkApplication", "ROLES"),
        Spark("ScheduledSparkApplication", "template: {ROLES}"),
        Flink("FlinkDeployment", "ROLES"),
        Flink("FlinkBlueGreenDeployment", "template: {spec: {ROLES}}"),
        new("weblogic.oracle/v1 Cluster", "weblogic-server")
        {
            Resources = "{clusterName: c, serverPod: {RES: 0}}",
            Template = KindCell.None("what it lacks stands in the domain, which is another object"),
            Setting = "{clusterName: c, serverPod: {env: [{name: USER_MEM_ARGS, value: -Xmx700m}], " + TwoGi + "}}",
            Sidecar = "{clusterName: c, serverPod: {containers: [" + Beside + "]}}",
        },
        new("weblogic.oracle/v9 Domain", "weblogic-server")
        {
            Resources = "{domainUID: d, serverPod: {RES: 0}}",
            Template = "{domainUID: d, serverPod: {" + TwoGi + "}, adminServer: {serverPod: {" + Over + "}}}",
            TemplatePath = "spec.adminServer",
            Setting = "{domainUID: d, serverPod: {env: [{name: USER_MEM_ARGS, value: -Xmx700m}], " + TwoGi + "}}",
            Sidecar = "{domainUID: d, serverPod: {containers: [" + Beside + "]}}",
        },
        Percona(
            "pxc.percona.com/v1 PerconaXtraDBCluster",
            "pxc",
            "pxc: {WHAT}",
            "configuration: \"[mysqld]\\ninnodb_buffer_pool_size=700M\\n\""
        ),
        Percona(
            "ps.percona.com/v1 PerconaServerMySQL",
            "mysql",
            "mysql: {WHAT}",
            "configuration: \"[mysqld]\\ninnodb_buffer_pool_size=700M\\n\""
        ),
        Percona(
            "psmdb.percona.com/v1 PerconaServerMongoDB",
            "mongod",
            "replsets: [{name: rs0, WHAT}]",
            "storage: {wiredTiger: {engineConfig: {cacheSizeRatio: 0.7}}}"
        ),
        Percona("pgv2.percona.com/v2 PerconaPGCluster", "database", "instances: [{name: a, WHAT}]", null) with
        {
            Setting =
                "{patroni: {dynamicConfiguration: {postgresql: {parameters: {shared_buffers: 700MB}}}}, instances: [{name: a, "
                + TwoGi
                + "}]}",
        },
        OpenSearch("opensearch.org/v1"),
        OpenSearch("opensearch.opster.io/v1"),
        new("acid.zalan.do/v1 postgresql", "postgres")
        {
            Resources = "{numberOfInstances: 2, RES: 0}",
            Template = NoTemplate,
            Setting = "{postgresql: {version: '16', parameters: {shared_buffers: 700MB}}, " + TwoGi + "}",
            Sidecar = "{sidecars: [" + Beside + "]}",
        },
        Prometheus("monitoring.coreos.com/v1 Prometheus", "prometheus"),
        Prometheus("monitoring.coreos.com/v1alpha1 PrometheusAgent", "prometheus"),
        Prometheus("monitoring.coreos.com/v1 Alertmanager", "alertmanager"),
        Prometheus("monitoring.coreos.com/v1 ThanosRuler", "thanos-ruler"),
        new("opentelemetry.io/v1beta1 OpenTelemetryCollector", "otc-container")
        {
            Resources = "{RES: 0}",
            Template = NoTemplate,
            Setting =
                "{config: {processors: {memory_limiter: {check_interval: 1s, limit_mib: 700}}, service: {pipelines: {traces: {receivers: [otlp], processors: [memory_limiter], exporters: [debug]}}}}, "
                + TwoGi
                + "}",
            Sidecar = "{additionalContainers: [" + Beside + "]}",
        },
    ];

    private static KindRow Eck(string kind, string container, string fields, string variable, string value)
    {
        string With(string containers, string shorthand) =>
            "{version: 9.1.0, "
            + fields
                .Replace("TEMPLATE", "podTemplate: {spec: {containers: [" + containers + "]}}", StringComparison.Ordinal)
                .Replace("SHORT", shorthand, StringComparison.Ordinal)
            + "}";
        return new KindRow(kind, container)
        {
            Resources = With($"{{name: {container}, {Kinds.Mark}}}", "x: y"),
            // The shorthand goes over the template.
            Template = With($"{{name: {container}, {TwoGi}}}", Over),
            Setting = With($"{{name: {container}, env: [{{name: {variable}, value: {value}}}], {TwoGi}}}", "x: y"),
            Sidecar = With(Beside, "x: y"),
        };
    }

    private static KindRow Strimzi(string kind, string container, string fields) =>
        new(kind, container)
        {
            Resources = fields.Replace("WHAT", Kinds.Mark, StringComparison.Ordinal),
            Template = KindCell.None("its template holds no resources"),
            Setting = fields.Replace("WHAT", "jvmOptions: {-Xmx: 700m}, " + TwoGi, StringComparison.Ordinal),
            Sidecar = Alone,
        };

    private static KindRow Redis(string kind, string container, string fields, string? setting) =>
        new(kind, container)
        {
            Resources = "{" + fields + "}",
            Template = NoTemplate,
            Setting = setting is null
                ? KindCell.None("Sentinel keeps no data")
                : "{" + fields.Replace(Kinds.Mark, TwoGi, StringComparison.Ordinal) + ", " + setting + "}",
            Sidecar = "{" + fields + ", redisExporter: {enabled: true}, sidecars: [" + Beside + "]}",
        };

    private static KindRow MariaDb(string kind) =>
        new("k8s.mariadb.com/v1alpha1 " + kind, kind == "MaxScale" ? "maxscale" : "mariadb")
        {
            Resources = "{RES: 0}",
            Template = NoTemplate,
            Setting = NoSetting,
            Sidecar = Alone,
        };

    private static KindRow Spark(string kind, string fields)
    {
        string With(string driver) =>
            "{" + fields.Replace("ROLES", "type: Scala, driver: {" + driver + "}", StringComparison.Ordinal) + "}";
        return new KindRow("sparkoperator.k8s.io/v1beta2 " + kind, "spark-kubernetes-driver")
        {
            Absent = With(""),
            Empty = KindCell.None("its amounts are memory and cores, no resources"),
            Limits = With("coreLimit: 1, memoryLimit: 2g"),
            Requests = With("cores: 2, memory: 2g"),
            Template = With("memory: 2g, template: {spec: {containers: [{name: spark-kubernetes-driver, " + Over + "}]}}"),
            Setting = With("memory: 700m"),
            Sidecar = With("sidecars: [" + Beside + "]"),
        };
    }

    private static KindRow Flink(string kind, string fields)
    {
        string With(string manager) => "{" + fields.Replace("ROLES", "jobManager: {" + manager + "}", StringComparison.Ordinal) + "}";
        return new KindRow("flink.apache.org/v1beta1 " + kind, "flink-main-container")
        {
            Absent = With(""),
            Empty = With("resource: {}"),
            Limits = With("resources: {limits: {cpu: 1, memory: 1Gi}}"),
            Requests = With("resources: {requests: {cpu: 1, memory: 1Gi}}"),
            Template = With("resource: {memory: 2g}, podTemplate: {spec: {containers: [{name: flink-main-container, " + Over + "}]}}"),
            Setting = With("resource: {memory: 1600m}"),
            Sidecar = With("podTemplate: {spec: {containers: [" + Beside + "]}}"),
        };
    }

    private static KindRow Percona(string kind, string container, string fields, string? setting)
    {
        string With(string what) => "{" + fields.Replace("WHAT", what, StringComparison.Ordinal) + "}";
        return new KindRow(kind, container)
        {
            Resources = With(Kinds.Mark),
            Template = NoTemplate,
            Setting = setting is null ? NoSetting : With(setting + ", " + TwoGi),
            Sidecar = With("sidecars: [" + Beside + "]"),
        };
    }

    private static KindRow OpenSearch(string version) =>
        new(version + " OpenSearchCluster", "opensearch")
        {
            Resources = "{general: {version: 2.14.0}, nodePools: [{component: a, RES: 0}]}",
            Template = NoTemplate,
            Setting = "{general: {version: 2.14.0}, nodePools: [{component: a, jvm: -Xmx700M -Xms700M, " + TwoGi + "}]}",
            Sidecar = "{general: {version: 2.14.0}, nodePools: [{component: a, sidecarContainers: [" + Beside + "]}]}",
        };

    private static KindRow Prometheus(string kind, string container) =>
        new(kind, container)
        {
            Resources = "{RES: 0}",
            Template = $"{{containers: [{{name: {container}, {Over}}}]}}",
            Setting = $"{{containers: [{{name: {container}, env: [{{name: GOMEMLIMIT, value: 700MiB}}]}}], {TwoGi}}}",
            Sidecar = "{containers: [" + Beside + "]}",
        };
}
