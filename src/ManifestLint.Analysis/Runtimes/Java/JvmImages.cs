using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Java;

/// <summary>How a variable of a start script becomes options.</summary>
internal enum JvmVariableKind
{
    /// <summary>It holds options.</summary>
    Options,

    /// <summary>It holds options, and where it is set the script's own ones and those of the other variables before it are left out.</summary>
    ReplacesAll,

    /// <summary>It holds a size, used as <c>-Xmx</c>.</summary>
    MaxSize,

    /// <summary>It holds a size, used as <c>-Xms</c>.</summary>
    InitialSize,

    /// <summary>It holds a size, used as <c>-Xms</c> and <c>-Xmx</c>.</summary>
    BothSizes,

    /// <summary>It holds a size, used as <c>-XX:MaxDirectMemorySize=</c>.</summary>
    DirectSize,

    /// <summary>It holds a number of MiB, used as <c>-Xmx</c>.</summary>
    MaxMebibytes,

    /// <summary>It holds a number of MiB, used as <c>-Xms</c> and <c>-Xmx</c>.</summary>
    BothMebibytes,
}

/// <summary>One variable of a start script, in the order of its command line.</summary>
/// <param name="Name">The variable; empty for options that the script always adds.</param>
/// <param name="Kind">What it holds.</param>
/// <param name="Default">The options (separated by blanks) that the script uses where the variable is not set, or null.</param>
internal sealed record JvmVariable(string Name, JvmVariableKind Kind = JvmVariableKind.Options, string? Default = null)
{
    /// <summary>Stands within a name for the word behind the program, in capitals.</summary>
    public const string Command = "{COMMAND}";

    /// <summary>True if the variable set to nothing means no option, not the default.</summary>
    public bool IsEmptyKept { get; init; }

    /// <summary>The variable that counts for a process of the program.</summary>
    public JvmVariable Of(Process process) =>
        !Name.Contains(Command, StringComparison.Ordinal) ? this
        : process.Arguments is [_, { IsKnown: true, Text: not ['-', ..] } word, ..]
            ? this with
            {
                Name = Name.Replace(Command, word.Text.ToUpperInvariant(), StringComparison.Ordinal),
            }
        : this;

    /// <summary>True if a value in percent is taken for a share of the limit.</summary>
    public bool TakesShare { get; init; }

    /// <summary>The variable that counts in its place where it is not set; null for none.</summary>
    public string? Else { get; init; }

    /// <summary>Another variable that must be set as well, or this one does not count; null for none.</summary>
    public string? OnlyWith { get; init; }
}

/// <summary>What an image's start script sizes by itself.</summary>
internal enum JvmImageHeap
{
    /// <summary>Nothing: the defaults of its variables, else those of the JVM.</summary>
    None,

    /// <summary>Something that is not known here.</summary>
    Unknown,

    /// <summary>Elasticsearch's share of the limit.</summary>
    Elasticsearch,

    /// <summary>Cassandra's share of the node.</summary>
    Cassandra,

    /// <summary>fabric8's run-java.sh.</summary>
    RunJava,

    /// <summary>The scripts of Red Hat's images.</summary>
    RedHat,

    /// <summary>Those of its images before 1.14.</summary>
    RedHatBefore,
}

/// <summary>A product whose images start a JVM. Source: runtime-memory.md §6.</summary>
/// <param name="Name">What people call it; in small letters and with dashes it is the start script of rows in <c>images.txt</c>.</param>
/// <param name="Variables">What its start script puts on the command line, in order.</param>
internal sealed record JvmImage(string Name, ImmutableArray<JvmVariable> Variables)
{
    /// <summary>Programs that are this product's start script, by base name.</summary>
    public ImmutableArray<string> Programs { get; init; } = [];

    /// <summary>The same for names that mean it in its own images alone.</summary>
    public ImmutableArray<string> ProgramsWithin { get; init; } = [];

    /// <summary>The first words after such a program with which it starts the server; with others it is a tool, which has neither its heap nor its
    /// variables. Empty: there are no others.</summary>
    public ImmutableArray<string> ServerWords { get; init; } = [];

    /// <summary>True if these words after a program of the product start no server.</summary>
    public bool IsTool(ReadOnlySpan<Word> words)
    {
        if (ServerWords.IsEmpty || words.IsEmpty || words[0] is not { IsKnown: true, Text: { Length: > 0 } first })
            return false;
        return !first.StartsWith('-') && !ServerWords.Contains(first);
    }

    /// <summary>The word after its first program with which that starts another product, and that product's name; null for none.</summary>
    public (string Word, string Product)? Starts { get; init; }

    /// <summary>The first words with which its start script takes the options of another file of the image: that file, and the options in it.</summary>
    public ImmutableArray<(string Word, string File, string Options)> Services { get; init; } = [];

    /// <summary>The product as it starts the service that these words begin with.</summary>
    public JvmImage OfService(ReadOnlySpan<Word> words)
    {
        if (words is not [{ IsKnown: true, Text: var first }, ..])
            return this;
        foreach (var (word, file, options) in Services)
        {
            if (word == first)
                return this with
                {
                    Heap = JvmImageHeap.None,
                    Variables = [new("", Default: options), .. Variables],
                    Files = [new(file, JvmFileForm.Lines)],
                };
        }
        return this;
    }

    /// <summary>Options of the start script that take the next word, as its variables do.</summary>
    public ImmutableArray<JvmVariable> Arguments { get; init; } = [];

    /// <summary>True if the defaults of its variables stand in the programs themselves, whichever image they are in.</summary>
    public bool HoldsDefaults { get; init; }

    /// <summary>True if the script was read; false if it is known by documentation only.</summary>
    public bool IsRead { get; init; } = true;

    /// <summary>What it sizes by itself.</summary>
    public JvmImageHeap Heap { get; init; }

    /// <summary>The share of the limit that the vendor advises as the most, or null for the usual one.</summary>
    public double? VendorShare { get; init; }

    /// <summary>
    /// True if the room beside the heap, by <see cref="VendorShare"/>, is for the page cache of its files: the kernel reclaims that, so a full one is
    /// slow and no OOM. Source: Apache Kafka documentation, "Hardware and OS" (memory to buffer active readers and writers).
    /// </summary>
    public bool KeepsPageCache { get; init; }

    /// <summary>True for a JDK that runs what it is given: no script, words that begin with a program are a command.</summary>
    public bool IsJdk { get; init; }

    /// <summary>True if the script takes JAVA_TOOL_OPTIONS away from the JVM.</summary>
    public bool DropsToolOptions { get; init; }

    /// <summary>Files of the image that hold options, which a volume may replace; what they set counts before the variables.</summary>
    public ImmutableArray<JvmImageFile> Files { get; init; } = [];

    /// <summary>Variables with the size of a cache that it keeps outside of the heap, the strongest first: digits and nothing or one of <c>k m g t</c>.</summary>
    public ImmutableArray<string> PageCache { get; init; } = [];

    /// <summary>Further JVMs beside the first one, each by the variables with its options.</summary>
    public ImmutableArray<ImmutableArray<JvmVariable>> Beside { get; init; } = [];
}

/// <summary>The images that are known to start a JVM.</summary>
public static class JvmImages
{
    /// <summary>The product of a name; null for none.</summary>
    internal static JvmImage? Named(string? name) => name is null ? null : Table.FirstOrDefault(i => i.Name == name);

    private static readonly ImmutableArray<JvmImage> Table =
    [
        new("JDK", []) { IsJdk = true },
        new("Semeru", []) { IsJdk = true, IsRead = false },
        // The server script merges the files of these places in their order; a later option counts. Source: openliberty.io/docs, "Server configuration
        // overview" (jvm.options); IBM, "Customizing the Liberty environment" (JVM_ARGS).
        new("Liberty", [new("JVM_ARGS")])
        {
            ProgramsWithin = ["server"],
            ServerWords = ["run", "start", "debug"],
            Files =
            [
                .. new[] { "/opt/ol/wlp/usr", "/opt/ibm/wlp/usr" }.Select(f => LibertyFile($"{f}/shared/")),
                .. new[] { "configDropins/defaults/", "", "configDropins/overrides/" }.SelectMany(part =>
                    new[] { "/config/", "/opt/ol/wlp/usr/servers/defaultServer/", "/opt/ibm/wlp/usr/servers/defaultServer/" }.Select(f =>
                        LibertyFile(f + part)
                    )
                ),
            ],
        },
        new("Bitnami ZooKeeper", [new("ZOO_HEAP_SIZE", JvmVariableKind.BothMebibytes, "-Xms1024m -Xmx1024m"), new("JVMFLAGS")]),
        new(
            "Bitnami Elasticsearch",
            [new("ELASTICSEARCH_HEAP_SIZE", JvmVariableKind.BothSizes, "-Xms1024m -Xmx1024m"), new("ES_JAVA_OPTS")]
        )
        {
            VendorShare = 0.5,
            DropsToolOptions = true,
        },
        new(
            "Bitnami OpenSearch",
            [new("OPENSEARCH_HEAP_SIZE", JvmVariableKind.BothSizes, "-Xms1024m -Xmx1024m"), new("OPENSEARCH_JAVA_OPTS")]
        )
        {
            VendorShare = 0.5,
            DropsToolOptions = true,
        },
        new("Bitnami SonarQube", BitnamiSonarQube("-Xmx512m -Xms512m"))
        {
            IsRead = false,
            Beside = [BitnamiSonarQube("-Xmx512m -Xms128m"), BitnamiSonarQube("-Xmx512m -Xms128m")],
        },
        new("Bitnami Kafka", [new("KAFKA_HEAP_OPTS", Default: "-Xmx1024m -Xms1024m"), new("KAFKA_JVM_PERFORMANCE_OPTS"), new("KAFKA_OPTS")])
        {
            VendorShare = 0.5,
            KeepsPageCache = true,
        },
        new("Bitnami Tomcat", [new("JAVA_OPTS"), new("CATALINA_OPTS")]) { IsRead = false },
        new("Bitnami Java", []) { IsJdk = true },
        new("distroless Java", []),
        // apache-maven/src/assembly/maven/bin/mvn: it starts java with MAVEN_OPTS behind what .mvn/jvm.config says.
        new("Maven", [new("MAVEN_OPTS")]) { IsJdk = true, Programs = ["mvn", "mvnw"] },
        new("Gradle", [new("JAVA_OPTS"), new("GRADLE_OPTS")])
        {
            IsRead = false,
            Heap = JvmImageHeap.Unknown,
            Programs = ["gradle", "gradlew"],
        },
        new("sbt", [new("JAVA_OPTS"), new("SBT_OPTS")])
        {
            IsRead = false,
            Heap = JvmImageHeap.Unknown,
            Programs = ["sbt"],
        },
        new("Tomcat", [new("JAVA_OPTS"), new("CATALINA_OPTS")])
        {
            Programs = ["catalina.sh", "startup.sh"],
            ServerWords = ["run", "start", "debug", "jpda"],
            Files =
            [
                // bin/catalina.sh sources it if it is there.
                new("/usr/local/tomcat/bin/setenv.sh", JvmFileForm.Sourced) { IsOptional = true },
                new("/usr/local/tomee/bin/setenv.sh", JvmFileForm.Sourced) { IsOptional = true },
            ],
        },
        new("Jetty", [new("JAVA_OPTIONS")]) { IsRead = false },
        new(
            "WildFly",
            [
                new("PREPEND_JAVA_OPTS"),
                new("JAVA_OPTS", Default: "-Xms64m -Xmx512m -XX:MetaspaceSize=96M -XX:MaxMetaspaceSize=256m"),
                new("JAVA_OPTS_APPEND"),
            ]
        )
        {
            Programs = ["standalone.sh", "domain.sh"],
            Files =
            [
                new("/opt/jboss/wildfly/bin/standalone.conf", JvmFileForm.Sourced),
                new("/opt/jboss/keycloak/bin/standalone.conf", JvmFileForm.Sourced),
            ],
        },
        new(
            "Keycloak",
            [
                new("JAVA_OPTS_KC_HEAP", Default: "-XX:MaxRAMPercentage=70.0 -XX:MinRAMPercentage=70.0 -XX:InitialRAMPercentage=50.0"),
                new("JAVA_OPTS", JvmVariableKind.ReplacesAll),
                new("JAVA_OPTS_APPEND"),
            ]
        )
        {
            Programs = ["kc.sh"],
        },
        new("Jenkins", [new("JAVA_OPTS"), new("JENKINS_JAVA_OPTS")]) { Programs = ["jenkins.sh"] },
        new("Nexus", [new("INSTALL4J_ADD_VM_PARAMS")])
        {
            Heap = JvmImageHeap.Unknown,
            Files = [new("/opt/sonatype/nexus/bin/nexus.vmoptions", JvmFileForm.Lines)],
            Programs = ["nexus", "start-nexus-repository-manager.sh"],
        },
        new("SonarQube", [new("SONAR_SEARCH_JAVAOPTS", Default: "-Xmx512m -Xms512m")])
        {
            Files = [new("/opt/sonarqube/conf/sonar.properties", JvmFileForm.Properties) { IsOptional = true }],
            IsRead = false,
            Beside =
            [
                [new("SONAR_WEB_JAVAOPTS", Default: "-Xmx512m -Xms128m")],
                [new("SONAR_CE_JAVAOPTS", Default: "-Xmx512m -Xms128m")],
            ],
        },
        new("Elasticsearch", [new("ES_JAVA_OPTS")])
        {
            Heap = JvmImageHeap.Elasticsearch,
            VendorShare = 0.5,
            DropsToolOptions = true,
            Programs = ["elasticsearch"],
            Files =
            [
                new("/usr/share/elasticsearch/config/jvm.options", JvmFileForm.Releases),
                new("/usr/share/elasticsearch/config/jvm.options.d/", JvmFileForm.Releases),
            ],
        },
        new("OpenSearch", [new("", Default: "-Xms1g -Xmx1g"), new("OPENSEARCH_JAVA_OPTS")])
        {
            Files =
            [
                new("/usr/share/opensearch/config/jvm.options", JvmFileForm.Releases),
                new("/usr/share/opensearch/config/jvm.options.d/", JvmFileForm.Releases),
            ],
            IsRead = false,
            VendorShare = 0.5,
            DropsToolOptions = true,
        },
        new("Logstash", [new("", Default: "-Xms1g -Xmx1g"), new("LS_JAVA_OPTS")])
        {
            DropsToolOptions = true,
            Files = [new("/usr/share/logstash/config/jvm.options", JvmFileForm.Releases)],
            Programs = ["logstash"],
        },
        new("Strimzi", [new("KAFKA_HEAP_OPTS")])
        {
            Heap = JvmImageHeap.Unknown,
            VendorShare = 0.5,
            KeepsPageCache = true,
        },
        new("Kafka Connect", [new("KAFKA_HEAP_OPTS", Default: "-Xms256M -Xmx2G"), new("KAFKA_JVM_PERFORMANCE_OPTS"), new("KAFKA_OPTS")])
        {
            HoldsDefaults = true,
            Programs = WithAndWithoutSuffix("connect-distributed", "connect-standalone", "connect-mirror-maker"),
        },
        // debezium/container-images connect-base/2.6/docker-entrypoint.sh: HEAP_OPTS, if it holds anything, in place of Kafka's own variable.
        new(
            "Debezium Connect",
            [
                new("HEAP_OPTS", Default: "-Xms256M -Xmx2G") { Else = "KAFKA_HEAP_OPTS" },
                new("KAFKA_JVM_PERFORMANCE_OPTS"),
                new("KAFKA_OPTS"),
            ]
        ),
        new("Kafka ZooKeeper", [new("KAFKA_HEAP_OPTS", Default: "-Xmx512M -Xms512M"), new("KAFKA_OPTS")])
        {
            HoldsDefaults = true,
            Programs = WithAndWithoutSuffix("zookeeper-server-start"),
        },
        new("Kafka", [new("KAFKA_HEAP_OPTS", Default: "-Xmx1G -Xms1G"), new("KAFKA_JVM_PERFORMANCE_OPTS"), new("KAFKA_OPTS")])
        {
            VendorShare = 0.5,
            KeepsPageCache = true,
            HoldsDefaults = true,
            Programs = WithAndWithoutSuffix("kafka-server-start"),
        },
        new("Kafka tools", [new("KAFKA_HEAP_OPTS", Default: "-Xmx512M"), new("KAFKA_OPTS")])
        {
            HoldsDefaults = true,
            Programs = WithAndWithoutSuffix(
                "kafka-console-consumer",
                "kafka-console-producer",
                "kafka-consumer-perf-test",
                "kafka-producer-perf-test",
                "kafka-verifiable-consumer",
                "kafka-verifiable-producer"
            ),
        },
        new("Kafka commands", [new("KAFKA_HEAP_OPTS", Default: "-Xmx256M"), new("KAFKA_OPTS")])
        {
            HoldsDefaults = true,
            Programs = WithAndWithoutSuffix(
                "kafka-topics",
                "kafka-configs",
                "kafka-acls",
                "kafka-broker-api-versions",
                "kafka-cluster",
                "kafka-consumer-groups",
                "kafka-delegation-tokens",
                "kafka-delete-records",
                "kafka-dump-log",
                "kafka-features",
                "kafka-get-offsets",
                "kafka-leader-election",
                "kafka-log-dirs",
                "kafka-metadata-quorum",
                "kafka-metadata-shell",
                "kafka-reassign-partitions",
                "kafka-run-class",
                "kafka-storage",
                "kafka-transactions",
                "zookeeper-shell"
            ),
        },
        new("Schema Registry", [new("SCHEMA_REGISTRY_HEAP_OPTS", Default: "-Xms512M -Xmx512M"), new("SCHEMA_REGISTRY_OPTS")])
        {
            HoldsDefaults = true,
            Programs = ["schema-registry-start"],
        },
        new("ksqlDB", [new("KSQL_HEAP_OPTS", Default: "-Xmx3g"), new("KSQL_OPTS")]) { IsRead = false },
        new("Kafka REST", [new("KAFKAREST_HEAP_OPTS", Default: "-Xmx256M"), new("KAFKAREST_OPTS")]) { IsRead = false },
        new("Control Center", [new("CONTROL_CENTER_HEAP_OPTS", Default: "-Xmx6G"), new("CONTROL_CENTER_OPTS")]) { IsRead = false },
        new("ZooKeeper", [new("ZK_SERVER_HEAP", JvmVariableKind.MaxMebibytes, "-Xmx1000m"), new("SERVER_JVMFLAGS"), new("JVMFLAGS")])
        {
            Programs = ["zkServer.sh"],
            ServerWords = ["start", "start-foreground", "restart", "upgrade"],
            // bin/zkEnv.sh sources it if it is there.
            Files = [new("/conf/java.env", JvmFileForm.Sourced) { IsOptional = true, FolderVariable = "ZOOCFGDIR" }],
        },
        new("Cassandra", [new("MAX_HEAP_SIZE", JvmVariableKind.BothSizes), new("JVM_OPTS"), new("JVM_EXTRA_OPTS")])
        {
            Heap = JvmImageHeap.Cassandra,
            VendorShare = 0.5,
            Programs = ["cassandra"],
            Files =
            [
                new("/etc/cassandra/jvm-server.options", JvmFileForm.Lines),
                new("/etc/cassandra/jvm.options", JvmFileForm.Lines),
                // conf/cassandra-env.sh: bin/cassandra sources it.
                new("/etc/cassandra/cassandra-env.sh", JvmFileForm.Sourced),
            ],
        },
        new("Solr", [new("SOLR_JAVA_MEM", Default: "-Xms512m -Xmx512m"), new("SOLR_HEAP", JvmVariableKind.BothSizes), new("SOLR_OPTS")])
        {
            Programs = ["solr", "solr-foreground", "solr-precreate"],
            ServerWords = ["start", "restart"],
            Arguments =
            [
                new("-m", JvmVariableKind.BothSizes),
                new("-memory", JvmVariableKind.BothSizes),
                new("--memory", JvmVariableKind.BothSizes),
                new("-a"),
                new("-addlopts"),
                new("--jvm-opts"),
            ],
            Files =
            [
                new("/etc/default/solr.in.sh", JvmFileForm.Sourced) { IsOptional = true },
                new("/opt/solr/bin/solr.in.sh", JvmFileForm.Sourced) { IsOptional = true },
            ],
        },
        new("ActiveMQ Artemis", [new("JAVA_ARGS", Default: "-Xms512M -Xmx2G"), new("JAVA_ARGS_APPEND")])
        {
            Files = [new("/var/lib/artemis-instance/etc/artemis.profile", JvmFileForm.Opaque)],
            IsRead = false,
        },
        new("ActiveMQ", [new("ACTIVEMQ_OPTS_MEMORY", Default: "-Xms64M -Xmx1G"), new("ACTIVEMQ_OPTS", JvmVariableKind.ReplacesAll)]),
        new("Pulsar", [new("PULSAR_MEM", Default: "-Xms2g -Xmx2g -XX:MaxDirectMemorySize=4g"), new("PULSAR_GC"), new("PULSAR_EXTRA_OPTS")])
        {
            // bin/pulsar sources both files; a bookie takes the options of its own one.
            Files = [new("/pulsar/conf/pulsar_env.sh", JvmFileForm.Sourced)],
            HoldsDefaults = true,
            Programs = ["pulsar"],
            Starts = ("bookie", "Pulsar bookie"),
        },
        new(
            "Pulsar bookie",
            [
                new("BOOKIE_MEM", Default: "-Xms2g -Xmx2g -XX:MaxDirectMemorySize=2g") { Else = "PULSAR_MEM" },
                new("BOOKIE_GC") { Else = "PULSAR_GC" },
                new("BOOKIE_EXTRA_OPTS"),
            ]
        )
        {
            Files = [new("/pulsar/conf/bkenv.sh", JvmFileForm.Sourced)],
            HoldsDefaults = true,
            Programs = ["bookkeeper"],
        },
        new("Hazelcast", [new("JAVA_OPTS_DEFAULT", Default: "-XX:MaxRAMPercentage=80.0"), new("JAVA_OPTS")]),
        new("Trino", [new("", Default: "-XX:InitialRAMPercentage=80.0 -XX:MaxRAMPercentage=80.0")])
        {
            Files = [new("/etc/trino/jvm.config", JvmFileForm.Lines)],
        },
        new("Camunda", [new("JAVA_OPTS")]),
        new("NiFi", [new("NIFI_JVM_HEAP_INIT", JvmVariableKind.InitialSize), new("NIFI_JVM_HEAP_MAX", JvmVariableKind.MaxSize)])
        {
            Heap = JvmImageHeap.Unknown,
        },
        new(
            "Neo4j",
            [
                new("NEO4J_server_memory_heap_initial__size", JvmVariableKind.InitialSize),
                new("NEO4J_server_memory_heap_max__size", JvmVariableKind.MaxSize),
                new("NEO4J_dbms_memory_heap_initial__size", JvmVariableKind.InitialSize),
                new("NEO4J_dbms_memory_heap_max__size", JvmVariableKind.MaxSize),
            ]
        )
        {
            // neo4j/docker-neo4j docker-image-src/5/coredb/docker-entrypoint.sh: each NEO4J_ variable is a line of neo4j.conf.
            PageCache = ["NEO4J_server_memory_pagecache_size", "NEO4J_dbms_memory_pagecache_size"],
            Heap = JvmImageHeap.Unknown,
            IsRead = false,
        },
        // apache/hbase bin/hbase (HEAP_SETTINGS, HBASE_MASTER_OPTS and the like). Its file hbase-env.sh may set another.
        new("HBase", [new("HBASE_HEAPSIZE", JvmVariableKind.MaxMebibytes), new("HBASE_OPTS"), new($"HBASE_{JvmVariable.Command}_OPTS")])
        {
            Programs = ["hbase"],
            // thrift2 takes the options of thrift.
            ServerWords = ["master", "regionserver", "thrift", "rest", "zookeeper"],
            IsRead = false,
        },
        new(
            "Hadoop",
            [
                new("HADOOP_HEAPSIZE", JvmVariableKind.MaxMebibytes),
                new("HADOOP_HEAPSIZE_MAX", JvmVariableKind.MaxMebibytes),
                new("HADOOP_OPTS"),
                new($"HDFS_{JvmVariable.Command}_OPTS"),
                new($"HADOOP_{JvmVariable.Command}_OPTS"),
            ]
        )
        {
            // apache/hadoop hadoop-common-project/hadoop-common/src/main/bin/hadoop-functions.sh (hadoop_finalize_hadoop_heap, hadoop_subcommand_opts):
            // a heap among the options keeps those of the sizes away. Its file hadoop-env.sh may set another.
            Programs = ["hdfs"],
            ServerWords = ["namenode", "datanode", "secondarynamenode", "journalnode", "zkfc", "dfsrouter", "nfs3", "portmap"],
            IsRead = false,
        },
        new("Flink", []) { Heap = JvmImageHeap.Unknown, IsRead = false },
        new("Spark", []) { Heap = JvmImageHeap.Unknown, IsRead = false },
        // apache/spark launcher/src/main/java/org/apache/spark/launcher/SparkClassCommandBuilder.java, AbstractCommandBuilder.java (1g). Its file
        // spark-env.sh may set another.
        new("Spark class", [new("SPARK_DAEMON_JAVA_OPTS"), new("SPARK_DAEMON_MEMORY", JvmVariableKind.MaxSize, "-Xmx1g")])
        {
            // apache/spark sbin/start-master.sh and the others call sbin/spark-daemon.sh, and that spark-class with the class.
            Programs = ["spark-class", "start-master.sh", "start-worker.sh", "start-slave.sh", "start-history-server.sh"],
            ServerWords =
            [
                "org.apache.spark.deploy.master.Master",
                "org.apache.spark.deploy.worker.Worker",
                "org.apache.spark.deploy.history.HistoryServer",
            ],
            HoldsDefaults = true,
            IsRead = false,
        },
        new(SparkSubmit.Product, [new("SPARK_DRIVER_MEMORY", JvmVariableKind.MaxSize)])
        {
            // apache/spark bin/spark-shell, bin/spark-sql, bin/pyspark: spark-submit with a class of their own in front of the words.
            Programs = ["spark-submit", "spark-shell", "spark-sql", "pyspark"],
            Heap = JvmImageHeap.Unknown,
            IsRead = false,
        },
        // distribution/docker/druid.sh of apache/druid: the variables replace what the file of the service says, JAVA_OPTS follow.
        new(
            "Druid",
            [
                new("DRUID_XMS", JvmVariableKind.InitialSize),
                new("DRUID_XMX", JvmVariableKind.MaxSize),
                new("DRUID_MAXDIRECTMEMORYSIZE", JvmVariableKind.DirectSize),
                new("JAVA_OPTS"),
            ]
        )
        {
            Heap = JvmImageHeap.Unknown,
            IsRead = false,
            Programs = ["druid.sh"],
            // examples/conf/druid/cluster of apache/druid; the broker had twice as much before 0.16.
            Services =
            [
                DruidService("historical", "data/historical", "-Xms8g -Xmx8g -XX:MaxDirectMemorySize=13g"),
                DruidService("indexer", "data/indexer", "-Xms4g -Xmx4g -XX:MaxDirectMemorySize=4g"),
                DruidService("middleManager", "data/middleManager", "-Xms128m -Xmx128m"),
                DruidService("broker", "query/broker", "-Xms12g -Xmx12g -XX:MaxDirectMemorySize=6g"),
                DruidService("coordinator", "master/coordinator-overlord", "-Xms15g -Xmx15g"),
                DruidService("overlord", "master/coordinator-overlord", "-Xms15g -Xmx15g"),
            ],
        },
        new(
            "Confluence",
            [
                new("JVM_MINIMUM_MEMORY", JvmVariableKind.InitialSize),
                new("JVM_MAXIMUM_MEMORY", JvmVariableKind.MaxSize, "-Xms1024m -Xmx1024m"),
            ]
        )
        {
            IsRead = false,
        },
        new("Jira", [new("JVM_MINIMUM_MEMORY", JvmVariableKind.InitialSize), new("JVM_MAXIMUM_MEMORY", JvmVariableKind.MaxSize)])
        {
            Heap = JvmImageHeap.Unknown,
            IsRead = false,
        },
        new(
            "Bitbucket",
            [new("JVM_MINIMUM_MEMORY", JvmVariableKind.InitialSize), new("JVM_MAXIMUM_MEMORY", JvmVariableKind.MaxSize, "-Xmx1g")]
        )
        {
            IsRead = false,
        },
        // docker-entrypoint.sh of Graylog2/graylog-docker: the variable behind options without a heap; the gigabyte is that of Graylog's packages.
        new("Graylog", [new("GRAYLOG_SERVER_JAVA_OPTS")]),
        new("GoCD", [new("", Default: "-Xmx1024m"), new("GOCD_SERVER_JVM_OPTS")]) { IsRead = false },
        new("TeamCity", [new("TEAMCITY_SERVER_MEM_OPTS", Default: "-Xmx2g")]) { IsRead = false },
        new("Jitsi Videobridge", [new("VIDEOBRIDGE_MAX_MEMORY", JvmVariableKind.MaxSize, "-Xmx3072m")]) { Programs = ["jvb.sh"] },
        new("Jicofo", [new("JICOFO_MAX_MEMORY", JvmVariableKind.MaxSize, "-Xmx3072m")]) { Programs = ["jicofo.sh"] },
        // Dockerfile.j2 of crate/docker-crate sets CRATE_HEAP_SIZE=512M.
        new("CrateDB", [new("CRATE_HEAP_SIZE", JvmVariableKind.BothSizes, "-Xms512M -Xmx512M"), new("CRATE_JAVA_OPTS")])
        {
            IsRead = false,
        },
        new("Artifactory", [new("EXTRA_JAVA_OPTIONS")]) { Heap = JvmImageHeap.Unknown, IsRead = false },
        // scripts/start-configuration and start-finalExec of itzg/docker-minecraft-server: ${MEMORY=1G} replaces an unset variable only.
        new(
            "Minecraft",
            [
                new("JVM_XX_OPTS"),
                new("MEMORY", JvmVariableKind.BothSizes, "-Xms1G -Xmx1G") { IsEmptyKept = true, TakesShare = true },
                new("INIT_MEMORY", JvmVariableKind.InitialSize),
                new("MAX_MEMORY", JvmVariableKind.MaxSize),
                new("JVM_OPTS"),
            ]
        ),
        // Dockerfile and scripts/run-bungeecord.sh of itzg/docker-mc-proxy: the image sets MEMORY=512m, and nobody looks for a percent sign.
        new(
            "Minecraft proxy",
            [
                new("JVM_XX_OPTS"),
                new("MEMORY", JvmVariableKind.BothSizes, "-Xms512m -Xmx512m") { IsEmptyKept = true },
                new("INIT_MEMORY", JvmVariableKind.InitialSize),
                new("MAX_MEMORY", JvmVariableKind.MaxSize),
                new("JVM_OPTS"),
            ]
        ),
        new("Besu", [new("JAVA_OPTS"), new("BESU_OPTS")]) { IsRead = false, Programs = ["besu"] },
        new("Teku", [new("JAVA_OPTS"), new("TEKU_OPTS")]) { IsRead = false, Programs = ["teku"] },
        new("WebLogic", [new("USER_MEM_ARGS"), new("JAVA_OPTIONS")]) { IsRead = false, Heap = JvmImageHeap.Unknown },
        new("run-java.sh", [new("JAVA_OPTIONS")]) { Heap = JvmImageHeap.RunJava },
        new("UBI OpenJDK", [new("JAVA_OPTS_APPEND")]) { Heap = JvmImageHeap.RedHat, Programs = ["run-java.sh"] },
        new("Red Hat OpenJDK", [new("JAVA_OPTS"), new("JAVA_OPTIONS"), new("JAVA_OPTS_APPEND")])
        {
            Heap = JvmImageHeap.RedHatBefore,
            IsRead = false,
        },
        // The launch script replaces an -Xmx of JAVA_OPTS by a share of the limit; which release has which script is not known.
        new("JBoss EAP", [new("JAVA_OPTS"), new("JAVA_OPTS_APPEND")]) { Heap = JvmImageHeap.Unknown, IsRead = false },
    ];

    private static (string Word, string File, string Options) DruidService(string word, string folder, string options) =>
        (word, $"/opt/druid/conf/druid/cluster/{folder}/jvm.config", options);

    private static JvmImageFile LibertyFile(string folder) => new(folder + "jvm.options", JvmFileForm.Lines) { IsOptional = true };

    // Apache's names and Confluent's.
    private static ImmutableArray<string> WithAndWithoutSuffix(params ReadOnlySpan<string> names)
    {
        var all = ImmutableArray.CreateBuilder<string>();
        foreach (string name in names)
            all.AddRange(name + ".sh", name);
        return all.ToImmutable();
    }

    // sonarqube_set_heap_size: both variables or none.
    private static ImmutableArray<JvmVariable> BitnamiSonarQube(string otherwise) =>
        [
            new("", Default: otherwise),
            new("SONARQUBE_MAX_HEAP_SIZE", JvmVariableKind.MaxSize) { OnlyWith = "SONARQUBE_MIN_HEAP_SIZE" },
            new("SONARQUBE_MIN_HEAP_SIZE", JvmVariableKind.InitialSize) { OnlyWith = "SONARQUBE_MAX_HEAP_SIZE" },
        ];

    /// <summary>The variables that every JVM (or its launcher) reads.</summary>
    public static readonly ImmutableArray<string> MachineVariables = ["JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS"];

    private static readonly Lazy<Dictionary<string, JvmImage>> ByScript = new(() =>
        Table.ToDictionary(p => p.Name.Replace(' ', '-').ToLowerInvariant(), StringComparer.Ordinal)
    );

    /// <summary>The product of an image, or null if it is not known to run a JVM.</summary>
    internal static JvmImage? Find(ContainerImage image)
    {
        if (image.Known is not { Row.Program: "jvm" or "openj9" } match)
            return null;
        return ByScript.Value.TryGetValue(match.Row.Script, out var product)
            ? Certainty(Refine(product, image), image, match.Standing)
            : null;
    }

    // A packager's image has a start script of its own. A copy in another registry, or below a folder that is nobody's, is taken for the image of that
    // name.
    private static JvmImage Certainty(JvmImage product, ContainerImage image, ImageStanding standing)
    {
        if (image.IsRepackaged && standing == ImageStanding.NameAlone)
        {
            return product with
            {
                IsRead = false,
                Heap = product.IsJdk ? product.Heap : JvmImageHeap.Unknown,
                Variables = [.. product.Variables.Where(v => v.Name.Length > 0).Select(v => v with { Default = null })],
                Beside = [],
            };
        }
        return standing == ImageStanding.Own ? product : product with { IsRead = false };
    }

    /// <summary>The product whose start script a program is, or null.</summary>
    internal static JvmImage? FindByProgram(string program) => ByProgram.Value.GetValueOrDefault(program);

    // The first one of each.
    private static readonly Lazy<Dictionary<string, JvmImage>> ByProgram = new(() =>
    {
        var all = new Dictionary<string, JvmImage>(StringComparer.Ordinal);
        foreach (var product in Table)
        {
            foreach (string program in product.Programs)
                all.TryAdd(program, product);
        }
        return all;
    });

    /// <summary>What a product's start script runs by its base name, a word of <c>programs.txt</c>; null for others.</summary>
    internal static string? ProgramOfScript(string program) => FindByProgram(program) is null ? null : "jvm";

    /// <summary>Releases of one product that differ: Keycloak was WildFly before 17, and in its legacy images after that, and had a fixed heap before 24;
    /// Elasticsearch took 2 GiB from 5.0 on, 1 GiB from 6.0 on and sizes its heap since 7.11; ZooKeeper has a default since 3.5; Red Hat's scripts are
    /// others since 1.14.</summary>
    private static JvmImage Refine(JvmImage product, ContainerImage image)
    {
        if (product.Name == "Keycloak" && image.Says("legacy"))
            return Table.First(p => p.Name == "WildFly");
        if (image.TagNumbers is not { } tag || Number(tag, 0) is not { } release)
            return product;
        switch (product.Name)
        {
            case "Keycloak":
                if (release < 17)
                    return Table.First(p => p.Name == "WildFly");
                return release >= 24
                    ? product
                    : product with
                    {
                        Variables = [new("JAVA_OPTS_KC_HEAP", Default: "-Xms64m -Xmx512m"), .. product.Variables[1..]],
                    };
            case "UBI OpenJDK":
                return release == 1 && Number(tag, 1) is < 14 ? Table.First(p => p.Name == "Red Hat OpenJDK") : product;
            case "Elasticsearch":
                if (release > 7 || (release == 7 && Number(tag, 1) is null or >= 11))
                    return product;
                return release < 5
                    ? product with
                    {
                        Heap = JvmImageHeap.Unknown,
                    }
                    : product with
                    {
                        Heap = JvmImageHeap.None,
                        Variables = [new("", Default: release == 5 ? "-Xms2g -Xmx2g" : "-Xms1g -Xmx1g"), .. product.Variables],
                    };
            case "ZooKeeper":
                // bin/zkEnv.sh of 3.4.13 knows no ZK_SERVER_HEAP, that of 3.5.5 does.
                return release < 3 || (release == 3 && Number(tag, 1) is < 5)
                    ? product with
                    {
                        Variables = product.Variables[1..],
                    }
                    : product;
            default:
                return product;
        }
    }

    // The first or the second number; null where a tag has only one, and so is the newest.
    private static int? Number(string numbers, int index)
    {
        foreach (var part in numbers.AsSpan().Split('.'))
        {
            if (index-- == 0)
                return int.TryParse(numbers.AsSpan()[part], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                    ? number
                    : null;
        }
        return null;
    }

    /// <summary>True for a variable that a JVM, a start script or a buildpack reads, and for what was meant to be one.</summary>
    internal static bool IsVariable(string name) =>
        MachineVariables.Contains(name)
        || OpenJ9.Variables.Contains(name)
        || IsConvention(name)
        || IsSizeConvention(name)
        || IsOfBuildpack(name)
        || IsMisspelt(name)
        || OfProducts.Value.Contains(name);

    // What the start script of some product reads.
    private static readonly Lazy<HashSet<string>> OfProducts = new(() =>
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var product in Table)
        {
            Add(product.Variables);
            foreach (var beside in product.Beside)
                Add(beside);
        }
        return names;

        void Add(ImmutableArray<JvmVariable> variables)
        {
            foreach (var variable in variables)
            {
                // A word that others use, too, is none.
                if (variable.Name.Contains('_') && variable.Name is not ("INIT_MEMORY" or "MAX_MEMORY"))
                    names.Add(variable.Name);
            }
        }
    });

    /// <summary>True for a variable of Paketo's buildpacks for Java.</summary>
    internal static bool IsOfBuildpack(string name) =>
        name.StartsWith("BPL_JVM_", StringComparison.Ordinal)
        || name.StartsWith("BPL_JAVA_", StringComparison.Ordinal)
        || name.StartsWith("BPL_JMX_", StringComparison.Ordinal)
        || name.StartsWith("BPL_JFR_", StringComparison.Ordinal)
        || name is "BPL_HEAP_DUMP_PATH" or "BPL_SPRING_CLOUD_BINDINGS_DISABLED" or "BPL_SPRING_CLOUD_BINDINGS_ENABLED";

    /// <summary>True for a variable that start scripts by convention pass to <c>java</c>.</summary>
    public static bool IsConvention(string name) =>
        name
            is "JAVA_OPTS"
                or "JAVA_OPTIONS"
                or "JVM_OPTS"
                or "JVM_OPTIONS"
                or "JVM_ARGS"
                or "JAVA_ARGS"
                or "JAVA_OPTS_APPEND"
                or "CATALINA_OPTS"
                or "JVM_EXTRA_OPTS"
                or "JAVA_EXTRA_OPTS"
                or "JAVA_ARGS_APPEND"
                or "JAVA_OPT"
                or "JAVA_PARAMS"
                or "JAVA_HEAP_OPTS"
                or "JAVA_MEM_OPTS"
                or "INSTALL4J_ADD_VM_PARAMS"
                or "PULSAR_MEM"
                or "SOLR_JAVA_MEM"
                or "JVMFLAGS"
                or "SERVER_JVMFLAGS"
        || !OpenJ9.Variables.Contains(name)
            && EndsWithAny(name, "_JAVA_OPTS", "_HEAP_OPTS", "_JVM_OPTS", "_JAVAOPTS", "_JAVA_OPTIONS")
            && !MachineVariables.Contains(name)
            && !IsMisspelt(name);

    /// <summary>True for a variable that start scripts by convention take as a heap size.</summary>
    public static bool IsSizeConvention(string name) =>
        name is "MAX_HEAP_SIZE" or "SOLR_HEAP" or "JVM_MAXIMUM_MEMORY" or "NIFI_JVM_HEAP_MAX" or "DRUID_XMX";

    /// <summary>True for a name that was meant to be one of <see cref="MachineVariables"/> and is read by nobody.</summary>
    public static bool IsMisspelt(string name) =>
        name
            is "JAVA_TOOL_OPTION"
                or "JAVA_TOOLS_OPTIONS"
                or "JAVA_TOOL_OPTS"
                or "JAVA_TOOLS_OPTS"
                or "JAVATOOL_OPTIONS"
                or "JAVA_TOOLOPTIONS"
                or "JDK_JAVA_OPTION"
                or "JDK_JAVA_OPTS"
                or "_JAVA_OPTS"
                or "_JAVA_OPTION"
                or "__JAVA_OPTIONS"
        // Every variable comes here.
        || (
            name.Length > 0
            && name[^1] is 's' or 'S'
            && !MachineVariables.Contains(name)
            && MachineVariables.Contains(name.ToUpperInvariant())
        );

    private static bool EndsWithAny(string text, params ReadOnlySpan<string> suffixes)
    {
        foreach (string suffix in suffixes)
        {
            if (text.EndsWith(suffix, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
