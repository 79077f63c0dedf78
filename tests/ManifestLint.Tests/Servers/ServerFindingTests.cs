using System.Text.Json.Nodes;
using ManifestLint.Findings;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Servers;

/// <summary>Manifests of servers through the whole pipeline: what is found in three that are wrong and three that are fine, for each server.</summary>
public sealed class ServerFindingTests
{
    private static readonly string[] Sizes =
    [
        "ML3001",
        "ML3002",
        "ML3003",
        "ML3006",
        "ML3401",
        "ML3402",
        "ML3403",
        "ML3404",
        "ML3405",
        "ML3502",
    ];

    [Theory]
    // MongoDB: a number of GiB, no unit; half of what is above 1 GiB without one.
    [InlineData("ML3402", "mongo:7.0", "2Gi", """{"args":["--wiredTigerCacheSizeGB","2"]}""")]
    [InlineData("ML3401", "mongo:7.0", "2Gi", """{"args":["mongod","--wiredTigerCacheSizeGB=1.5"]}""")]
    [InlineData("ML3403", "mongo:7.0", "2Gi", """{"command":["mongod","--wiredTigerCacheSizeGB","1GB"]}""")]
    [InlineData("ML3403", "mongo:7.0", "2Gi", """{"command":["mongod","--wiredTigerCacheSizeGB","0.1"]}""")]
    [InlineData(
        "ML3401",
        "mongo:7.0",
        "2Gi",
        """{"args":["--config","/etc/mongo/mongod.conf"],"file":"/etc/mongo/mongod.conf","text":"storage:\n  wiredTiger:\n    engineConfig:\n      cacheSizeGB: 1.5\n"}"""
    )]
    [InlineData("ML3401", "mongo:7.0", "256Mi", "{}")]
    [InlineData("", "mongo:7.0", "2Gi", """{"args":["--wiredTigerCacheSizeGB","1.2"]}""")]
    [InlineData("", "mongo:7.0", "2Gi", "{}")]
    [InlineData("", "mongo:7.0", "300Mi", """{"args":["--config","/etc/mongod.conf"]}""")]
    [InlineData(
        "",
        "mongo:7.0",
        "2Gi",
        """{"args":["--config","/etc/m.conf","--wiredTigerCacheSizeGB","1"],"file":"/etc/m.conf","text":"storage.wiredTiger.engineConfig.cacheSizeGB: 4\n"}"""
    )]
    [InlineData("", "mongo:7.0", "2Gi", """{"args":["--wiredTigerCacheSizeGB","${CACHE}"]}""")]
    [InlineData("", "mongo:7.0", "2Gi", """{"command":["mongosh"],"args":["--eval","--wiredTigerCacheSizeGB 9"]}""")]
    // RabbitMQ.
    [InlineData(
        "ML3402",
        "rabbitmq:3.13",
        "1Gi",
        """{"file":"/etc/rabbitmq/rabbitmq.conf","text":"vm_memory_high_watermark.absolute = 1GiB\n"}"""
    )]
    [InlineData(
        "ML3401",
        "rabbitmq:4.0",
        "1Gi",
        """{"file":"/etc/rabbitmq/conf.d/20-memory.conf","text":"# memory\nvm_memory_high_watermark.relative = 0.8\n"}"""
    )]
    [InlineData(
        "ML3404",
        "rabbitmq:3.12-management",
        "4Gi",
        """{"file":"/etc/rabbitmq/rabbitmq.conf","text":"vm_memory_high_watermark.absolute = 2Gi\n"}"""
    )]
    [InlineData(
        "",
        "rabbitmq:3.13",
        "1Gi",
        """{"file":"/etc/rabbitmq/advanced.config","text":"[{rabbit,[{vm_memory_high_watermark,{absolute,536870912}}]}]."}"""
    )]
    [InlineData("ML3403", "rabbitmq:3.12", "1Gi", """{"env":{"RABBITMQ_VM_MEMORY_HIGH_WATERMARK":"0.6"}}""")]
    [InlineData(
        "",
        "rabbitmq:3.13",
        "1Gi",
        """{"file":"/etc/rabbitmq/rabbitmq.conf","text":"vm_memory_high_watermark.absolute = 800MiB\n"}"""
    )]
    [InlineData(
        "",
        "rabbitmq:4.0",
        "1Gi",
        """{"file":"/etc/rabbitmq/rabbitmq.conf","text":"vm_memory_high_watermark.relative = 0.7\ntotal_memory_available_override_value = 1GiB\n"}"""
    )]
    // A share of the node, of which 16Gi are assumed; an amount beats it.
    [InlineData(
        "ML3401",
        "rabbitmq:4.0",
        "4Gi",
        """{"file":"/etc/rabbitmq/rabbitmq.conf","text":"vm_memory_high_watermark.relative = 0.3\n"}"""
    )]
    [InlineData(
        "",
        "rabbitmq:4.0",
        "4Gi",
        """{"file":"/etc/rabbitmq/rabbitmq.conf","text":"vm_memory_high_watermark.relative = 0.9\nvm_memory_high_watermark.absolute = 2GiB\n"}"""
    )]
    // Releases of MongoDB that see no cgroup v2 limit.
    [InlineData("ML3401", "mongo:4.0", "4Gi", "{}")]
    [InlineData("ML3401", "mongo:4.2.19", "4Gi", "{}")]
    [InlineData("ML3401", "mongo:5.0.6-focal", "4Gi", "{}")]
    [InlineData("", "mongo:5.1.0", "4Gi", "{}")]
    [InlineData("", "mongo:4.2", "4Gi", "{}")]
    [InlineData("", "mongo:5.0.7", "4Gi", "{}")]
    [InlineData("", "mongo", "4Gi", "{}")]
    // CockroachDB.
    [InlineData(
        "ML3402",
        "cockroachdb/cockroach:v23.2.1",
        "2Gi",
        """{"command":["cockroach","start","--cache","1GiB","--max-sql-memory=.5"]}"""
    )]
    [InlineData("ML3401", "cockroachdb/cockroach:v23.2.1", "2Gi", """{"command":["cockroach","start","--cache","80%"]}""")]
    [InlineData(
        "",
        "cockroachdb/cockroach:v23.2.1",
        "2Gi",
        """{"command":["cockroach","start","--cache","80%","--max-sql-memory=$(X)"]}"""
    )]
    [InlineData("", "cockroachdb/cockroach:v23.2.1", "2Gi", """{"command":["cockroach","sql","--cache","90%"]}""")]
    [InlineData(
        "",
        "rabbitmq:4.0",
        "1Gi",
        """{"file":"/etc/rabbitmq/rabbitmq.conf","text":"#vm_memory_high_watermark.relative = 0.9\n"}"""
    )]
    [InlineData("", "rabbitmq:4.0", "1Gi", "{}")]
    // ClickHouse.
    [InlineData(
        "ML3401",
        "clickhouse/clickhouse-server:24.8",
        "2Gi",
        """{"file":"/etc/clickhouse-server/config.d/memory.xml","text":"<clickhouse>\n  <!-- all -->\n  <max_server_memory_usage>4000000000</max_server_memory_usage>\n</clickhouse>\n"}"""
    )]
    [InlineData(
        "ML3401",
        "clickhouse/clickhouse-server:24.8",
        "2Gi",
        """{"file":"/etc/clickhouse-server/config.d/memory.yaml","text":"max_server_memory_usage_to_ram_ratio: 0.95\n"}"""
    )]
    [InlineData(
        "ML3402",
        "clickhouse/clickhouse-server:24.8",
        "2Gi",
        """{"file":"/etc/clickhouse-server/config.d/memory.xml","text":"<yandex><max_server_memory_usage_to_ram_ratio>1</max_server_memory_usage_to_ram_ratio></yandex>"}"""
    )]
    [InlineData(
        "",
        "clickhouse/clickhouse-server:24.8",
        "2Gi",
        """{"file":"/etc/clickhouse-server/config.d/memory.xml","text":"<clickhouse><max_server_memory_usage>1800000000</max_server_memory_usage></clickhouse>"}"""
    )]
    [InlineData(
        "",
        "clickhouse/clickhouse-server:24.8",
        "2Gi",
        """{"file":"/etc/clickhouse-server/config.d/memory.xml","text":"<clickhouse><max_server_memory_usage_to_ram_ratio>0.8</max_server_memory_usage_to_ram_ratio><max_server_memory_usage>4000000000</max_server_memory_usage></clickhouse>"}"""
    )]
    [InlineData(
        "",
        "clickhouse/clickhouse-server:24.8",
        "2Gi",
        """{"file":"/etc/clickhouse-server/users.d/memory.xml","text":"<clickhouse><max_server_memory_usage>4000000000</max_server_memory_usage></clickhouse>"}"""
    )]
    [InlineData(
        "",
        "clickhouse/clickhouse-server:24.8",
        "2Gi",
        """{"file":"/etc/clickhouse-server/config.d/memory.xml","text":"<clickhouse><max_server_memory_usage from_env=\"MOST\"/></clickhouse>"}"""
    )]
    // OpenTelemetry Collector.
    [InlineData(
        "ML3402",
        "otel/opentelemetry-collector-contrib:0.130.0",
        "512Mi",
        """{"args":["--config=/conf/c.yaml"],"file":"/conf/c.yaml","text":"processors:\n  memory_limiter:\n    check_interval: 1s\n    limit_mib: 512\nservice:\n  pipelines:\n    traces:\n      processors: [memory_limiter, batch]\n"}"""
    )]
    [InlineData(
        "ML3401",
        "otel/opentelemetry-collector-contrib:0.130.0",
        "512Mi",
        """{"args":["--config","/conf/c.yaml"],"file":"/conf/c.yaml","text":"processors:\n  memory_limiter/soft: {check_interval: 1s, limit_percentage: 95, spike_limit_percentage: 10}\nservice:\n  pipelines:\n    traces: {processors: [memory_limiter/soft]}\n"}"""
    )]
    [InlineData(
        "ML3403",
        "otel/opentelemetry-collector:0.130.0",
        "512Mi",
        """{"args":["--config=/conf/c.yaml"],"file":"/conf/c.yaml","text":"processors:\n  memory_limiter:\n    check_interval: 0s\n    limit_mib: 400\nservice: {pipelines: {traces: {processors: [memory_limiter]}}}\n"}"""
    )]
    [InlineData(
        "ML3403",
        "otel/opentelemetry-collector:0.130.0",
        "512Mi",
        """{"args":["--config=/conf/c.yaml"],"file":"/conf/c.yaml","text":"processors:\n  memory_limiter:\n    check_interval: 1s\n    limit_mib: 400MiB\nservice: {pipelines: {traces: {processors: [memory_limiter]}}}\n"}"""
    )]
    [InlineData(
        "ML3403",
        "otel/opentelemetry-collector:0.130.0",
        "512Mi",
        """{"args":["--config=/conf/c.yaml"],"file":"/conf/c.yaml","text":"processors:\n  memory_limiter:\n    check_interval: 1s\n    limit_mib: 400\n    spike_limit_mib: 400\nservice: {pipelines: {traces: {processors: [memory_limiter]}}}\n"}"""
    )]
    [InlineData(
        "",
        "otel/opentelemetry-collector:0.130.0",
        "512Mi",
        """{"args":["--config=/conf/c.yaml"],"file":"/conf/c.yaml","text":"processors:\n  memory_limiter:\n    check_interval: 1s\n    limit_percentage: 80\n    spike_limit_percentage: 25\nservice: {pipelines: {traces: {processors: [memory_limiter]}}}\n"}"""
    )]
    [InlineData(
        "",
        "otel/opentelemetry-collector:0.130.0",
        "512Mi",
        """{"args":["--config=/conf/c.yaml"],"file":"/conf/c.yaml","text":"processors:\n  memory_limiter:\n    check_interval: 1s\n    limit_mib: 4000\nservice: {pipelines: {traces: {processors: [batch]}}}\n"}"""
    )]
    [InlineData(
        "",
        "otel/opentelemetry-collector:0.130.0",
        "512Mi",
        """{"args":["--config=/conf/c.yaml"],"file":"/conf/c.yaml","text":"processors:\n  memory_limiter:\n    check_interval: 1s\n    limit_mib: ${env:MOST}\nservice: {pipelines: {traces: {processors: [memory_limiter]}}}\n"}"""
    )]
    [InlineData("", "otel/opentelemetry-collector:0.130.0", "512Mi", """{"args":["--config=/elsewhere.yaml"]}""")]
    // Prometheus: only the share of the soft limit is in a setting.
    [InlineData("ML3401", "prom/prometheus:v3.5.0", "2Gi", """{"args":["--config.file=/etc/p.yml","--auto-gomemlimit.ratio=1.0"]}""")]
    [InlineData("ML3403", "quay.io/prometheus/prometheus:v3.5.0", "2Gi", """{"args":["--auto-gomemlimit.ratio=80%"]}""")]
    [InlineData("ML3403", "prom/prometheus:v3.5.0", "2Gi", """{"command":["/bin/prometheus","--auto-gomemlimit.ratio","1.5"]}""")]
    [InlineData("", "prom/prometheus:v3.5.0", "2Gi", """{"args":["--auto-gomemlimit.ratio=0.8"]}""")]
    [InlineData("", "prom/prometheus:v3.5.0", "2Gi", "{}")]
    [InlineData("", "prom/prometheus:v3.5.0", "2Gi", """{"args":["--no-auto-gomemlimit","--auto-gomemlimit.ratio=1.0"]}""")]
    // PHP-FPM.
    [InlineData(
        "ML3502",
        "php:8.3-fpm",
        "1Gi",
        """{"file":"/usr/local/etc/php-fpm.d/www.conf","text":"[www]\npm = dynamic\npm.max_children = 50\nphp_admin_value[memory_limit] = 128M\n"}"""
    )]
    [InlineData("ML3404", "php:8.3-fpm", "1Gi", """{"file":"/usr/local/etc/php/conf.d/memory.ini","text":"memory_limit = 512MB\n"}""")]
    [InlineData("ML3502", "php:8.3-cli", "1Gi", """{"command":["php","-d","memory_limit=2G","import.php"]}""")]
    [InlineData(
        "",
        "php:8.3-fpm",
        "1Gi",
        """{"file":"/usr/local/etc/php-fpm.d/www.conf","text":"[www]\npm = dynamic\npm.max_children = 8\nphp_admin_value[memory_limit] = 128M\n"}"""
    )]
    [InlineData(
        "",
        "php:8.3-fpm",
        "1Gi",
        """{"file":"/usr/local/etc/php-fpm.d/www.conf","text":"[www]\npm = dynamic\npm.max_children = 50\n"}"""
    )]
    [InlineData("", "php:8.3-cli", "1Gi", """{"command":["php","-d","memory_limit=-1","composer.phar"]}""")]
    [InlineData(
        "",
        "php:8.3-fpm",
        "1Gi",
        """{"file":"/usr/local/etc/php/conf.d/memory.ini","text":"memory_limit = ${PHP_MEMORY_LIMIT}\n"}"""
    )]
    // Elasticsearch and OpenSearch: half of the limit.
    [InlineData(
        "ML3001",
        "docker.elastic.co/elasticsearch/elasticsearch:8.15.0",
        "4Gi",
        """{"env":{"ES_JAVA_OPTS":"-Xms2500m -Xmx2500m"}}"""
    )]
    [InlineData("ML3002", "docker.elastic.co/elasticsearch/elasticsearch:8.15.0", "4Gi", """{"env":{"ES_JAVA_OPTS":"-Xms3g -Xmx3g"}}""")]
    [InlineData("ML3002", "opensearchproject/opensearch:2.17.0", "1Gi", "{}")]
    [InlineData("", "docker.elastic.co/elasticsearch/elasticsearch:8.15.0", "4Gi", """{"env":{"ES_JAVA_OPTS":"-Xms2g -Xmx2g"}}""")]
    [InlineData("", "docker.elastic.co/elasticsearch/elasticsearch:8.15.0", "4Gi", "{}")]
    [InlineData("", "opensearchproject/opensearch:2.17.0", "2Gi", "{}")]
    // Kafka.
    [InlineData("ML3001", "confluentinc/cp-kafka:7.7.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"-Xms1200m -Xmx1200m"}}""")]
    [InlineData("ML3001", "apache/kafka:3.8.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"-Xmx1536m"}}""")]
    [InlineData("", "apache/kafka:3.8.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"-Xmx1536m","KAFKA_LOG_RETENTION_MS":"300000"}}""")]
    [InlineData("", "apache/kafka:3.8.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"-Xmx1536m","KAFKA_CFG_LOG_RETENTION_HOURS":"1"}}""")]
    [InlineData("ML3001", "apache/kafka:3.8.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"-Xmx1536m","KAFKA_LOG_RETENTION_HOURS":"168"}}""")]
    [InlineData("ML3001", "apache/kafka:3.8.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"-Xmx1536m","KAFKA_LOG_RETENTION_MS":"-1"}}""")]
    [InlineData("ML3001", "apache/kafka:3.8.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"-Xmx1800m"}}""")]
    [InlineData("ML3002", "apache/kafka:3.8.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"-Xmx2g"}}""")]
    [InlineData("ML3002", "confluentinc/cp-kafka:7.7.0", "1Gi", "{}")]
    [InlineData("", "confluentinc/cp-kafka:7.7.0", "2Gi", "{}")]
    [InlineData("", "apache/kafka:3.8.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"-Xmx1g"}}""")]
    [InlineData("", "apache/kafka:3.8.0", "2Gi", """{"env":{"KAFKA_HEAP_OPTS":"${HEAP}"}}""")]
    // Cassandra.
    [InlineData("ML3001", "cassandra:4.1", "4Gi", """{"env":{"MAX_HEAP_SIZE":"2500M","HEAP_NEWSIZE":"400M"}}""")]
    [InlineData("ML3002", "cassandra:4.1", "4Gi", """{"env":{"MAX_HEAP_SIZE":"4G","HEAP_NEWSIZE":"400M"}}""")]
    [InlineData("ML3006", "cassandra:4.1", "4Gi", """{"env":{"MAX_HEAP_SIZE":"2Gi","HEAP_NEWSIZE":"400M"}}""")]
    [InlineData("", "cassandra:4.1", "4Gi", """{"env":{"MAX_HEAP_SIZE":"2G","HEAP_NEWSIZE":"400M"}}""")]
    [InlineData("", "cassandra:4.1", "4Gi", "{}")]
    [InlineData("", "cassandra:4.1", "4Gi", """{"command":["cqlsh"],"env":{"MAX_HEAP_SIZE":"8G"}}""")]
    public void A_manifest_is_judged(string rules, string image, string limit, string rest)
    {
        var findings = PodReading.Findings(("/k8s/server.json", Manifest(image, limit, JsonNode.Parse(rest)!)));
        Assert.Equal(rules, string.Join(' ', findings.Select(f => f.RuleId).Where(Sizes.Contains).Distinct()));
    }

    // What is said first fits a line, with names as people have them; the rest stands below.
    [Theory]
    [InlineData("redis:7", """["--maxmemory","700mb"]""", "")]
    [InlineData("postgres:16", """["-c","shared_buffers=700MB"]""", "")]
    [InlineData("mysql:8.0", """["--innodb-buffer-pool-size=900M"]""", "")]
    [InlineData("mysql:8.0", """["--innodb-buffer-pool-size=1.5G"]""", "")]
    [InlineData("mongo:6", """["--wiredTigerCacheSizeGB","0.7"]""", "")]
    [InlineData("memcached:1.6", """["-m","900"]""", "")]
    [InlineData("rabbitmq:3.8", """[]""", "RABBITMQ_VM_MEMORY_HIGH_WATERMARK=950MiB")]
    [InlineData("rabbitmq:3.10", """[]""", "RABBITMQ_VM_MEMORY_HIGH_WATERMARK=0.7")]
    public void The_first_line_is_short(string image, string arguments, string variable)
    {
        string name = image.Split(':')[0].Split('/')[^1] + "-primary";
        string environment = variable.Split('=') is [var key, var value] ? $"{{name: {key}, value: '{value}'}}" : "";
        string manifest = """
            apiVersion: apps/v1
            kind: StatefulSet
            metadata: {name: NAME, namespace: shop}
            spec:
              selector: {matchLabels: {app: NAME}}
              template:
                metadata: {labels: {app: NAME}}
                spec:
                  volumes: [{name: scratch, emptyDir: {medium: Memory, sizeLimit: 400Mi}}]
                  containers:
                  - name: server
                    image: IMAGE
                    args: ARGS
                    env: [ENV]
                    volumeMounts: [{name: scratch, mountPath: /scratch}]
                    resources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: 1Gi}}
            ---
            apiVersion: autoscaling.k8s.io/v1
            kind: VerticalPodAutoscaler
            metadata: {name: NAME, namespace: shop}
            spec: {targetRef: {apiVersion: apps/v1, kind: StatefulSet, name: NAME}, updatePolicy: {updateMode: Recreate}}
            """.Replace("NAME", name, StringComparison.Ordinal).Replace("IMAGE", image, StringComparison.Ordinal).Replace(
            "ARGS",
            arguments,
            StringComparison.Ordinal
        ).Replace("ENV", environment, StringComparison.Ordinal);
        var told = PodReading.Findings(("/k8s/server.yaml", manifest)).Where(f => f.RuleId != "ML4003").ToList();
        Assert.NotEmpty(told);
        Assert.All(told, f => Assert.InRange(f.Statement!.What.Length, 1, 130));
    }

    // Its file includes another that nobody sees: behind the setting that may set another size, before it or behind an option it cannot.
    [Theory]
    [InlineData("redis:7", "/etc/redis.conf", "maxmemory 4gb\ninclude /data/x.conf\n", """["redis-server","/etc/redis.conf"]""", "Warning")]
    [InlineData("redis:7", "/etc/redis.conf", "include /data/x.conf\nmaxmemory 4gb\n", """["redis-server","/etc/redis.conf"]""", "Error")]
    [InlineData(
        "redis:7",
        "/etc/redis.conf",
        "include /data/x.conf\n",
        """["redis-server","/etc/redis.conf","--maxmemory","4gb"]""",
        "Error"
    )]
    [InlineData(
        "postgres:16",
        "/etc/pg.conf",
        "shared_buffers = 4GB\ninclude_if_exists = '/etc/x.conf'\n",
        """["postgres","-c","config_file=/etc/pg.conf"]""",
        "Warning"
    )]
    [InlineData(
        "postgres:16",
        "/etc/pg.conf",
        "shared_buffers = 1GB\ninclude_dir = 'conf.d'\nshared_buffers = 4GB\n",
        """["postgres","-c","config_file=/etc/pg.conf"]""",
        "Error"
    )]
    [InlineData(
        "postgres:16",
        "/etc/pg.conf",
        "include = '/etc/x.conf'\n",
        """["postgres","-c","config_file=/etc/pg.conf","-c","shared_buffers=4GB"]""",
        "Error"
    )]
    [InlineData(
        "mysql:8.0",
        "/etc/mysql/conf.d/my.cnf",
        "[mysqld]\ninnodb_buffer_pool_size=4G\n!includedir /etc/mysql/custom/\n",
        """["mysqld"]""",
        "Warning"
    )]
    [InlineData(
        "mysql:8.0",
        "/etc/mysql/conf.d/my.cnf",
        "[mysqld]\ninnodb_buffer_pool_size=4G\n!include /etc/other.cnf\n",
        """["mysqld"]""",
        "Warning"
    )]
    [InlineData(
        "mysql:8.0",
        "/etc/mysql/my.cnf",
        "[mysqld]\ninnodb_buffer_pool_size=4G\n!includedir /etc/mysql/conf.d/\n",
        """["mysqld"]""",
        "Error"
    )]
    [InlineData(
        "mysql:8.0",
        "/etc/mysql/conf.d/my.cnf",
        "!includedir /etc/mysql/custom\n[mysqld]\ninnodb_buffer_pool_size=4G\n",
        """["mysqld"]""",
        "Error"
    )]
    public void An_include_that_nobody_sees_may_say_otherwise(string image, string file, string text, string command, string severity)
    {
        var rest = new JsonObject
        {
            ["command"] = JsonNode.Parse(command),
            ["file"] = file,
            ["text"] = text,
        };
        var finding = Assert.Single(PodReading.Findings(("/k8s/server.json", Manifest(image, "1Gi", rest))), f => f.RuleId == "ML3402");
        Assert.Equal(severity, finding.Severity.ToString());
    }

    // A page cache is taken back where it has to be; what is killed is what cannot be.
    [Theory]
    [InlineData("apache/kafka:3.8.0", "KAFKA_HEAP_OPTS", "-Xmx1200m", Severity.Note, "the page cache that Kafka", false)]
    [InlineData(
        "apache/kafka:3.8.0",
        "KAFKA_HEAP_OPTS",
        "-Xmx1700m",
        Severity.Warning,
        "metaspace, threads, buffers and Kafka's page cache",
        true
    )]
    [InlineData(
        "opensearchproject/opensearch:2.17.0",
        "OPENSEARCH_JAVA_OPTS",
        "-Xmx1200m",
        Severity.Warning,
        "what OpenSearch needs outside",
        true
    )]
    public void What_lies_beside_the_heap_is_named(
        string image,
        string name,
        string value,
        Severity severity,
        string words,
        bool isRepaired
    )
    {
        var manifest = Manifest(image, "2Gi", JsonNode.Parse($$$"""{"env":{"{{{name}}}":"{{{value}}}"}}""")!);
        var finding = Assert.Single(PodReading.Findings(("/k8s/server.json", manifest)), f => f.RuleId == "ML3001");
        Assert.Equal((severity, isRepaired), (finding.Severity, finding.Fix is not null));
        Assert.Contains(words, finding.Statement.Consequence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(
        "v1beta1",
        """{"processors":{"memory_limiter":{"check_interval":"1s","limit_mib":1000}},"service":{"pipelines":{"traces":{"processors":["memory_limiter"]}}}}""",
        "ML3402"
    )]
    [InlineData(
        "v1alpha1",
        "\"processors:\\n  memory_limiter:\\n    limit_mib: 400\\nservice: {pipelines: {traces: {processors: [memory_limiter]}}}\\n\"",
        "ML3403"
    )]
    [InlineData(
        "v1beta1",
        """{"processors":{"memory_limiter":{"check_interval":"1s","limit_percentage":80}},"service":{"pipelines":{"traces":{"processors":["memory_limiter"]}}}}""",
        ""
    )]
    public void The_operators_collector_has_its_configuration_beside_its_resources(string version, string config, string rules)
    {
        string text =
            $$$"""{"apiVersion":"opentelemetry.io/{{{version}}}","kind":"OpenTelemetryCollector","metadata":{"name":"c"},"spec":{"resources":{"limits":{"memory":"512Mi"}},"config":{{{config}}}}}""";
        Assert.Equal(rules, string.Join(' ', PodReading.Findings(("/k8s/c.json", text)).Select(f => f.RuleId).Where(Sizes.Contains)));
    }

    [Fact]
    public void A_size_in_a_mounted_file_is_pointed_at()
    {
        const string Text = """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: otel}
            data:
              c.yaml: |
                processors:
                  memory_limiter:
                    check_interval: 1s
                    limit_mib: 900
                service:
                  pipelines:
                    traces: {processors: [memory_limiter]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: otel}
            spec:
              volumes:
                - {name: conf, configMap: {name: otel}}
              containers:
                - name: otel
                  image: otel/opentelemetry-collector:0.130.0
                  args: ["--config=/conf/c.yaml"]
                  volumeMounts: [{name: conf, mountPath: /conf}]
                  resources: {limits: {memory: 512Mi}}
            """;
        var finding = Assert.Single(PodReading.Findings(("/k8s/otel.yaml", Text)), f => f.RuleId == "ML3402");
        Assert.Equal((9, 20), (finding.Place.Line, finding.Place.Column));
    }

    private static string Manifest(string image, string limit, JsonNode rest)
    {
        var container = new JsonObject
        {
            ["name"] = "app",
            ["image"] = image,
            ["resources"] = new JsonObject
            {
                ["limits"] = new JsonObject { ["memory"] = limit, ["cpu"] = "1" },
            },
        };
        foreach (string key in (string[])["command", "args"])
        {
            if (rest[key] is { } words)
                container[key] = words.DeepClone();
        }
        if (rest["env"] is JsonObject env)
            container["env"] = new JsonArray([
                .. env.Select(v => (JsonNode)new JsonObject { ["name"] = v.Key, ["value"] = v.Value!.DeepClone() }),
            ]);
        var spec = new JsonObject { ["containers"] = new JsonArray(container) };
        var items = new JsonArray();
        if (rest["file"] is { } file)
        {
            string path = file.GetValue<string>(),
                key = path[(path.LastIndexOf('/') + 1)..];
            container["volumeMounts"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "files",
                    ["mountPath"] = path,
                    ["subPath"] = key,
                }
            );
            spec["volumes"] = new JsonArray(
                new JsonObject
                {
                    ["name"] = "files",
                    ["configMap"] = new JsonObject { ["name"] = "files" },
                }
            );
            items.Add(Object("ConfigMap", "files", "data", new JsonObject { [key] = rest["text"]!.DeepClone() }));
        }
        items.Add(Object("Pod", "app", "spec", spec));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "List",
            ["items"] = items,
        }.ToJsonString();
    }

    private static JsonObject Object(string kind, string name, string key, JsonObject content) =>
        new()
        {
            ["apiVersion"] = "v1",
            ["kind"] = kind,
            ["metadata"] = new JsonObject { ["name"] = name },
            [key] = content,
        };
}
