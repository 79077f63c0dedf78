using ManifestLint.Cluster;
using ManifestLint.Containers;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Servers;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Servers;

/// <summary>Servers in whole manifests: what is recognised, which setting wins, which rule speaks.</summary>
public sealed class ServerManifestTests
{
    // image | container fields | limit | text of the mounted file, with its place | the rule that speaks, or nothing
    [Theory]
    [InlineData("redis:7.4", "args: [--maxmemory, 900mb]", "1Gi", "ML3401")]
    [InlineData("redis:7.4", "args: [--maxmemory, 1gb]", "1Gi", "ML3402")]
    [InlineData("valkey/valkey:8", "command: [valkey-server, --maxmemory, 700mb, --replicaof, primary, '6379']", "1Gi", "ML3401")]
    [InlineData("redis:7.4", "command: [sh, -c, 'exec redis-server --maxmemory 512Mi']", "1Gi", "ML3403")]
    [InlineData("redis:7.4", "args: [--maxmemory, 800mb]", "1Gi", "ML3401")]
    [InlineData("redis:7.4", "args: [--maxmemory, 800mb, --save, '']", "1Gi", null)]
    [InlineData("redis:7.4", "args: [--maxmemory, $(SIZE)]\n      env: [{name: SIZE, value: 512mb}]", "1Gi", null)]
    [InlineData("redis:7.4", "args: [--maxmemory, 900mb, --maxmemory, 500mb]", "1Gi", null)]
    [InlineData("redis:7.4", "args: [--maxmemmory, 512mb]", "1Gi", "ML3403")]
    [InlineData("redis:7.4", "args: [--foo, '1', --maxmemory, 512mb]", "1Gi", "ML3403")]
    [InlineData("redis:latest", "args: [--foo, '1', --maxmemory, 512mb]", "1Gi", null)]
    [InlineData("redis:7.4", "args: [--loadmodule, /m.so, --foo, '1', --maxmemory, 512mb]", "1Gi", null)]
    [InlineData("redis/redis-stack-server:7.4.0", "args: [--foo, '1', --maxmemory, 512mb]", "1Gi", null)]
    [InlineData("redis:7.4", "args: [--maxmemory, 512mb, --timeout]", "1Gi", "ML3403")]
    [InlineData(
        "redis:7.4",
        "args: [--maxmemory, 512mb, --bind, 0.0.0.0, '::', --save, '900', '1', --rename-command, FLUSHALL, '']",
        "1Gi",
        null
    )]
    [InlineData("postgres:17", "args: [-c, foo=1]", "1Gi", "ML3403")]
    [InlineData("postgres:latest", "args: [-c, foo=1]", "1Gi", null)]
    [InlineData("postgres:latest", "args: [-c, shared_bufers=1GB]", "1Gi", "ML3403")]
    [InlineData("postgres:17", "args: [-c, pg_stat_statements.track=all, -c, wal_level=logical, -c, io_combine_limit=64kB]", "1Gi", null)]
    [InlineData("timescale/timescaledb:2.17.2-pg16", "args: [-c, maintenance_work_mem=512kB]", "1Gi", "ML3403")]
    [InlineData("mysql:8.4", "args: [--innodb-bufferpool-size=512M]", "1Gi", "ML3403")]
    [InlineData("mysql:8.4", "args: [--some-plugin-option=1, --user, mysql]", "1Gi", null)]
    [InlineData("mysql:8.4", "args: [--skip-name-resolve=1, extra]", "1Gi", "ML3403")]
    [InlineData("memcached:1.6", "args: [-I, 700k]", "1Gi", "ML3403")]
    [InlineData("memcached:1.6", "args: [-o, 'slab_chunk_max=64', -I, 700k]", "1Gi", null)]
    [InlineData("redis:7.4", "command: [redis-cli, --bigkeys]", "1Gi", null)]
    [InlineData("redis:7.4", "command: [redis-sentinel, /etc/sentinel.conf]", "1Gi", null)]
    [InlineData("memcached:1.6", "args: [-m, '900']", "1Gi", "ML3401")]
    [InlineData("memcached:1.6", "args: [--memory-limit=1024]", "1Gi", "ML3402")]
    [InlineData("memcached:1.6", "args: [-c, '1024', -m2g]", "4Gi", "ML3404")]
    [InlineData("memcached:1.6", "args: [-m, '100', -I, 64m]", "1Gi", "ML3403")]
    [InlineData("memcached:1.6", "args: [-m, '512']", "1Gi", null)]
    [InlineData("memcached:1.6", "args: [-m, 512m, -v]", "1Gi", null)]
    [InlineData("memcached:1.6", "tty: false", "128Mi", null)]
    [InlineData("memcached:1.6", "tty: false", "64Mi", "ML3401")]
    [InlineData("postgres:17", "args: [-c, shared_buffers=512MB]", "1Gi", "ML3401")]
    [InlineData("postgres:17", "args: [--shared-buffers=1GB]", "1Gi", "ML3402")]
    [InlineData("postgres:17", "command: [docker-entrypoint.sh, postgres, -c, work_mem=4M]", "1Gi", "ML3403")]
    [InlineData("postgres:17", "args: [-c, max_connections=500, -c, work_mem=16MB]", "1Gi", "ML3401")]
    [InlineData("postgres:17", "args: [-c, shared_buffers=256MB]", "1Gi", null)]
    [InlineData("postgres:17", "args: [-B, '32768']", "1Gi", null)]
    [InlineData("postgres:17", "tty: false", "256Mi", null)]
    [InlineData("postgres:17", "tty: false", "250Mi", "ML3401")]
    [InlineData("postgres:17", "args: [-c, shared_buffers=128MB]", "256Mi", "ML3401")]
    [InlineData("postgres:17", "tty: false", "320Mi", null)]
    [InlineData("postgres:17", "tty: false", "128Mi", "ML3401")]
    [InlineData("postgres:17", "command: [psql, -c, 'SHOW shared_buffers']", "64Mi", null)]
    [InlineData("postgres:16", "args: [-c, maintenance_work_mem=512kB]", "1Gi", "ML3403")]
    [InlineData("postgres:17", "args: [-c, maintenance_work_mem=512kB]", "1Gi", null)]
    [InlineData("mysql:8.4", "args: [--innodb-buffer-pool-size=900M]", "1Gi", "ML3401")]
    [InlineData("mariadb:11.8", "args: [--innodb_buffer_pool_size, 1G]", "1Gi", "ML3402")]
    [InlineData("mysql:8.4", "args: [--innodb-buffer-pool-size=1.5G]", "4Gi", "ML3403")]
    [InlineData("mysql:8.4", "args: [--innodb-buffer-pool-size=512]", "1Gi", "ML3404")]
    [InlineData("mysql:8.4", "args: [--Innodb-Buffer-Pool-Size=512M]", "1Gi", "ML3403")]
    [InlineData("mysql:8.4", "args: [--innodb-buffer-pool-size=512MB]", "1Gi", null)]
    [InlineData("mysql:8.4", "args: [--loose-innodb-buffer-pool-size=512M]", "1Gi", null)]
    [InlineData("mariadb:11.8", "args: [--Innodb-Buffer-Pool-Size=512M]", "1Gi", null)]
    [InlineData("mysql:8.4", "command: [mysqladmin, ping]", "64Mi", null)]
    [InlineData(
        "redis/redis-stack-server:7.2.0-v9",
        "env: [{name: REDIS_ARGS, value: '--appendonly yes --maxmemory 2gb'}]",
        "1Gi",
        "ML3402"
    )]
    [InlineData("redis/redis-stack:latest", "env: [{name: REDIS_ARGS, value: '--maxmemory 300mb'}]", "1Gi", null)]
    [InlineData("redis:7.4", "env: [{name: REDIS_ARGS, value: '--maxmemory 2gb'}]", "1Gi", "ML3405")]
    [InlineData("bitnami/valkey:8.0.1", "env: [{name: VALKEY_EXTRA_FLAGS, value: '--maxmemory 900mb'}]", "1Gi", "ML3401")]
    [InlineData("bitnami/valkey:8.0.1", "env: [{name: REDIS_EXTRA_FLAGS, value: '--maxmemory 900mb'}]", "1Gi", null)]
    [InlineData("registry.example/mongo:4.2.8", "tty: false", "4Gi", "ML3401")]
    [InlineData("mirror.example/library/mongo:4.4.10", "tty: false", "4Gi", "ML3401")]
    [InlineData("registry.example/mongo:4.2", "tty: false", "4Gi", null)]
    [InlineData("mirror.example/library/mongo:4.2.8", "args: [--wiredTigerCacheSizeGB, '1']", "4Gi", null)]
    [InlineData("linuxserver/mongo:4.2.8", "tty: false", "4Gi", null)]
    public void A_setting_in_the_container(string image, string fields, string limit, string? rule) =>
        Assert.Equal(rule is null ? [] : [rule], Rules(Pod(image, fields, limit, null, null, null)));

    [Theory]
    [InlineData("redis:7.4", "args: [/etc/redis/redis.conf]", "/etc/redis", "redis.conf", "maxmemory 1gb", "ML3402")]
    [InlineData(
        "redis:7.4",
        "command: [redis-server, /etc/redis/redis.conf, --maxmemory, 500mb]",
        "/etc/redis",
        "redis.conf",
        "maxmemory 1gb",
        null
    )]
    [InlineData(
        "redis:7.4",
        "args: [/etc/redis/redis.conf]",
        "/etc/redis",
        "redis.conf",
        "# maxmemory 1gb\nMAXMEMORY \"700mb\"\nsave \"\"",
        null
    )]
    [InlineData("redis:7.4", "args: [/etc/redis/redis.conf]", "/etc/redis", "redis.conf", "appendonly yes\nmaxmemory 700mb", "ML3401")]
    [InlineData(
        "redis:7.4",
        "args: [/etc/redis/redis.conf]",
        "/etc/redis",
        "redis.conf",
        "include /etc/other.conf\nmaxmemory-policy allkeys-lru",
        null
    )]
    [InlineData("redis:7.4", "args: [/etc/redis/redis.conf]", "/etc/redis", "redis.conf", "maxmemory 50%", "ML3403")]
    [InlineData("redis:7.4", "args: [/etc/redis/redis.conf]", "/etc/redis", "redis.conf", "port 6379", "ML3405")]
    [InlineData(
        "postgres:17",
        "args: [-c, config_file=/etc/pg/postgresql.conf]",
        "/etc/pg",
        "postgresql.conf",
        "shared_buffers = 512MB # half",
        "ML3401"
    )]
    [InlineData(
        "postgres:17",
        "args: [-c, config_file=/etc/pg/postgresql.conf, -c, shared_buffers=128MB]",
        "/etc/pg",
        "postgresql.conf",
        "shared_buffers = 512MB",
        null
    )]
    [InlineData(
        "postgres:17",
        "args: [-c, config_file=/etc/pg/postgresql.conf]",
        "/etc/pg",
        "postgresql.conf",
        "shared_buffers = 0.25GB",
        "ML3403"
    )]
    [InlineData(
        "postgres:17",
        "args: [-c, config_file=/etc/pg/postgresql.conf]",
        "/etc/pg",
        "postgresql.conf",
        "shared_buffers = '0.25GB'\nwork_mem 1MB",
        null
    )]
    [InlineData(
        "postgres:17",
        "args: [-c, config_file=/etc/other/postgresql.conf]",
        "/etc/pg",
        "postgresql.conf",
        "shared_buffers = 1GB",
        null
    )]
    // A server reads the group of its own series, no other one's; sql/mysqld.cc (load_default_groups).
    [InlineData("mysql:8.0", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-5.7]\ninnodb_buffer_pool_size=2G", null)]
    [InlineData("mysql:8.0", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-8.0]\ninnodb_buffer_pool_size=2G", "ML3402")]
    [InlineData("mysql:8.0.36", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-8.0]\ninnodb_buffer_pool_size=2G", "ML3402")]
    [InlineData("mysql:8.4", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-8.0]\ninnodb_buffer_pool_size=2G", null)]
    [InlineData("percona:8.0", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-5.6]\ninnodb_buffer_pool_size=2G", null)]
    [InlineData("mysql:latest", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-8.0]\ninnodb_buffer_pool_size=2G", null)]
    [InlineData("mysql:8", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-8.0]\ninnodb_buffer_pool_size=2G", null)]
    [InlineData("mysql:8.0", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-8.0.36]\ninnodb_buffer_pool_size=2G", null)]
    [InlineData("mariadb:11.2", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-8.0]\ninnodb_buffer_pool_size=2G", null)]
    [InlineData("mariadb:11.2", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mariadb-10.6]\ninnodb_buffer_pool_size=2G", null)]
    [InlineData("mariadb:11.2", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mariadb-11.2]\ninnodb_buffer_pool_size=2G", "ML3402")]
    [InlineData("mariadb:11.2", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mysqld-11.2]\ninnodb_buffer_pool_size=2G", "ML3402")]
    [InlineData("mariadb:11.2", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mariadbd-11.2]\ninnodb_buffer_pool_size=2G", "ML3402")]
    [InlineData("mysql:8.0", "tty: false", "/etc/mysql/conf.d", "x.cnf", "[mariadb-8.0]\ninnodb_buffer_pool_size=2G", null)]
    [InlineData("mysql:8.4", "tty: false", "/etc/mysql/conf.d", "pool.cnf", "[mysqld]\ninnodb_buffer_pool_size = 1G # all of it", "ML3402")]
    [InlineData(
        "mysql:8.4",
        "tty: false",
        "/etc/mysql/conf.d",
        "pool.cnf",
        "[client]\ninnodb_buffer_pool_size = 1G\n[mysqld]\nmax_connections = 20",
        null
    )]
    [InlineData(
        "mysql:8.4",
        "args: [--innodb-buffer-pool-size=256M]",
        "/etc/mysql/conf.d",
        "pool.cnf",
        "[mysqld]\ninnodb-buffer-pool-size=1G",
        null
    )]
    [InlineData(
        "mariadb:11.8",
        "args: [--defaults-file=/etc/own/my.cnf]",
        "/etc/own",
        "my.cnf",
        "[mariadb]\ninnodb_buffer_pool_size = \"900M\"",
        "ML3401"
    )]
    [InlineData(
        "bitnami/redis:7.4.1",
        "command: [/bin/bash, -c, /opt/bitnami/scripts/start-scripts/start-master.sh]",
        "/opt/bitnami/redis/mounted-etc",
        "redis.conf",
        "appendonly yes\nmaxmemory 900mb",
        "ML3401"
    )]
    [InlineData(
        "bitnami/redis:7.4.1",
        "command: [/bin/bash, -c, /opt/bitnami/scripts/start-scripts/start-master.sh]",
        "/opt/bitnami/redis/mounted-etc",
        "redis.conf",
        "appendonly yes",
        null
    )]
    [InlineData(
        "bitnami/mysql:8.0",
        "tty: false",
        "/opt/bitnami/mysql/conf",
        "my_custom.cnf",
        "[mysqld]\ninnodb_buffer_pool_size=1500M",
        "ML3402"
    )]
    [InlineData(
        "bitnami/mariadb:11.4",
        "tty: false",
        "/opt/bitnami/mariadb/conf",
        "my_custom.cnf",
        "[mysqld]\ninnodb_buffer_pool_size=900M",
        "ML3401"
    )]
    [InlineData("bitnami/postgresql:16", "tty: false", "/bitnami/postgresql/conf/conf.d", "a.conf", "shared_buffers = 2GB", "ML3402")]
    [InlineData("bitnami/postgresql:16", "tty: false", "/opt/bitnami/postgresql/conf/conf.d", "a.conf", "shared_buffers = 600MB", "ML3401")]
    [InlineData("bitnami/postgresql:16", "tty: false", "/bitnami/postgresql/conf/conf.d", "a.conf.bak", "shared_buffers = 2GB", null)]
    [InlineData(
        "postgres:17",
        "args: [-c, config_file=/etc/pg/postgresql.conf]",
        "/etc/pg",
        "postgresql.conf",
        "include_dir = 'conf.d'\nshared_buffers = 2GB",
        "ML3402"
    )]
    [InlineData(
        "bitnami/rabbitmq:3.12.12",
        "tty: false",
        "/bitnami/rabbitmq/conf",
        "rabbitmq.conf",
        "total_memory_available_override_value = 1073741824\nvm_memory_high_watermark.relative = 0.4",
        null
    )]
    [InlineData(
        "bitnami/rabbitmq:3.12.12",
        "tty: false",
        "/bitnami/rabbitmq/conf",
        "rabbitmq.conf",
        "vm_memory_high_watermark.absolute = 950MiB",
        "ML3401"
    )]
    [InlineData(
        "bitnami/valkey:8.0.1",
        "command: [valkey-server, --include, /opt/bitnami/valkey/etc/valkey.conf]",
        "/opt/bitnami/valkey/mounted-etc",
        "valkey.conf",
        "maxmemory 900mb",
        "ML3401"
    )]
    [InlineData("rabbitmq:3.8", "tty: false", "/etc/rabbitmq", "rabbitmq.conf", "vm_memory_high_watermark.relative = 0.7", "ML3401")]
    [InlineData(
        "rabbitmq:3.8",
        "env: [{name: RABBITMQ_DEFAULT_USER, value: shop}]",
        "/etc/rabbitmq",
        "rabbitmq.conf",
        "vm_memory_high_watermark.relative = 0.7",
        null
    )]
    [InlineData(
        "rabbitmq:3.12",
        "env: [{name: RABBITMQ_DEFAULT_USER, value: shop}]",
        "/etc/rabbitmq",
        "rabbitmq.conf",
        "vm_memory_high_watermark.relative = 0.7",
        "ML3401"
    )]
    [InlineData("mysql:8.4", "tty: false", "/etc/mysql/conf.d", "pool.txt", "[mysqld]\ninnodb_buffer_pool_size = 1G", null)]
    public void A_setting_in_a_mounted_file(string image, string fields, string folder, string key, string text, string? rule) =>
        Assert.Equal(rule is null ? [] : [rule], Rules(Pod(image, fields, "1Gi", folder, key, text)));

    [Theory]
    [InlineData("redis", "redis")]
    [InlineData("docker.io/library/redis:7", "redis")]
    [InlineData("public.ecr.aws/docker/library/postgres:16", "postgres")]
    [InlineData("bitnami/mariadb:11.4", "mysql")]
    [InlineData("percona/percona-server:8.0", "mysql")]
    [InlineData("memcached:1.6-alpine", "memcached")]
    [InlineData("oliver006/redis_exporter:v1", null)]
    [InlineData("prometheuscommunity/postgres-exporter:v0.15", null)]
    public void An_image_alone_tells_the_server(string image, string? name) =>
        Assert.Equal(
            name,
            PodReading
                .Containers(new Assumptions(), ("/k8s/app.yaml", Pod(image, "tty: false", "1Gi", null, null, null)))
                .Single()
                .Servers.FirstOrDefault()
                ?.Name
        );

    [Fact]
    public void What_an_image_of_others_does_with_arguments_is_assumed()
    {
        var finding = Assert.Single(
            PodReading
                .Findings(("/k8s/app.yaml", Pod("example.com/team/redis:7", "args: [--maxmemory, 1gb]", "1Gi", null, null, null)))
                .Where(f => f.RuleId.StartsWith("ML34", StringComparison.Ordinal))
        );
        Assert.Equal((ManifestLint.Findings.Severity.Warning, "ML3402"), (finding.Severity, finding.RuleId));
        Assert.EndsWith(", if the image's entrypoint passes its arguments on", finding.Message(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("args: [--maxmemory, '${SIZE}']")]
    [InlineData("args: [--maxmemory, $(SIZE)]\n      env: [{name: SIZE, valueFrom: {configMapKeyRef: {name: elsewhere, key: size}}}]")]
    [InlineData("command: [/usr/local/bin/start.sh]")]
    [InlineData("command: [sh, -c, 'redis-server --port 1 & redis-server --port 1 & wait']")]
    public void What_cannot_be_known_keeps_silent(string fields) => Assert.Empty(Rules(Pod("redis:7.4", fields, "64Mi", null, null, null)));

    [Fact]
    public void No_text_of_a_setting_or_a_file_throws()
    {
        string[] texts =
        [
            "",
            " ",
            "'",
            "\"",
            "\"x",
            "[",
            "[mysqld",
            "!include",
            "!includedir ",
            "=",
            "-",
            "--",
            "-c",
            "maxmemory",
            "maxmemory '",
            "99999999999999999999999999999999",
            "1e999",
            ".",
            "0x",
            "-m",
            "-I",
            "é",
            "\u2028",
            "#",
            "a=b=c",
            "''",
            "!includedir /",
            "include",
            "include_dir x",
        ];
        foreach (string image in new[] { "redis", "memcached", "postgres", "mysql", "mariadb" })
        {
            foreach (string text in texts)
            {
                var words = new[]
                {
                    Word.Of(text),
                    Word.Of("-c" + text),
                    Word.Of("--maxmemory"),
                    Word.Of(text),
                    Word.Of("-m" + text),
                    Word.Of("--innodb-buffer-pool-size=" + text),
                    Word.Of("shared_buffers=" + text),
                };
                foreach (var word in words)
                {
                    var plan = ContainerProcesses.Resolve(null, [Word.Of("-" + text), word, Word.Of(text)], ProgramEnvironment.Empty);
                    Assert.NotNull(
                        KnownServers.Evaluate(
                            new(plan, ContainerImage.Parse(image), default)
                            {
                                ReadFile = _ => Word.Of(text),
                                ListFiles = _ => new(["a.cnf"], true),
                            }
                        )
                    );
                }
            }
        }
    }

    private static IEnumerable<string> Rules(string manifest) =>
        PodReading.Findings(("/k8s/app.yaml", manifest)).Select(f => f.RuleId).Where(r => r.StartsWith("ML34", StringComparison.Ordinal));

    private static string Pod(string image, string fields, string limit, string? folder, string? key, string? text)
    {
        string mount = folder is null ? "" : $"\n      volumeMounts: [{{name: files, mountPath: {folder}}}]";
        string volume = folder is null ? "" : "\n  volumes: [{name: files, configMap: {name: files}}]";
        string data = text is null
            ? ""
            : $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: files}}\ndata:\n  {key}: |\n    {text.ReplaceLineEndings("\n    ")}\n";
        return $"""
                apiVersion: v1
                kind: Pod
                metadata: {"{name: app}"}
                spec:
                  containers:
                    - name: app
                      image: {image}
                      RESOURCES
                """.Replace(
                "RESOURCES",
                fields.Replace("\n      ", "\n      ", StringComparison.Ordinal)
                    + $"\n      resources: {{requests: {{cpu: 1, memory: {limit}}}, limits: {{memory: {limit}}}}}{mount}{volume}",
                StringComparison.Ordinal
            )
            + "\n"
            + data;
    }
}
