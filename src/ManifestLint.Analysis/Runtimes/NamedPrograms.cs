using System.Collections.Frozen;
using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes;

/// <summary>What kind of program a process is, as far as its memory settings go.</summary>
internal enum ProgramFamily
{
    /// <summary>A JVM.</summary>
    Jvm,

    /// <summary>Node.js.</summary>
    NodeJs,

    /// <summary>A program of Go.</summary>
    Go,

    /// <summary>.NET.</summary>
    DotNet,

    /// <summary>PHP.</summary>
    Php,

    /// <summary>None of these: a server in C, Python, Ruby, Erlang, a tool of the shell.</summary>
    Other,
}

/// <summary>Which kinds of program a container's command, arguments and image name. A variable names none: it is read by whoever runs
/// (runtime-memory.md §6, "What makes a JVM").</summary>
internal sealed class NamedPrograms
{
    private readonly HashSet<ProgramFamily> _named = [];
    private readonly ProgramFamily? _image;
    private readonly bool _isOpen;

    private NamedPrograms(ProcessPlan plan, ContainerImage? image, Func<string, ProgramFamily?> familyOf)
    {
        _image = image is { } known ? KnownImages.Family(known) : null;
        var processes = new List<Process>();
        _isOpen = !plan.TryCollect(processes);
        foreach (var process in processes)
        {
            // What the image runs with these words: a word that is a program runs in place of the image's own.
            bool isOwn = process.EntrypointUnknown;
            if (process.Arguments is not [{ IsKnown: true } word, ..])
            {
                _isOpen |= isOwn || !process.Arguments.IsEmpty;
                continue;
            }
            if (familyOf(BaseName(word.Text)) is { } family)
                _named.Add(family);
            else if (isOwn || !word.Text.StartsWith('-'))
                _isOpen = true;
        }
    }

    /// <summary>What a container names.</summary>
    /// <param name="plan">What it runs.</param>
    /// <param name="image">Its image; null if none is written.</param>
    /// <param name="ofScript">The family of a product's start script by its base name; null for others.</param>
    public static NamedPrograms Of(ProcessPlan plan, string? image, Func<string, ProgramFamily?> ofScript) =>
        new(plan, image is { Length: > 0 } reference ? ContainerImage.Parse(reference) : null, name =>
            KnownImages.ProgramFamilyOf(name) ?? ofScript(name)
        );

    /// <summary>True if a variable for this kind of program may have a reader: such a program is named, or something runs that command and image
    /// leave open.</summary>
    public bool Allows(ProgramFamily family) =>
        _named.Contains(family) || _image == family || (_image is null && (_isOpen || _named.Count == 0));

    private static string BaseName(string path) => path[(path.LastIndexOf('/') + 1)..];
}

/// <summary>Programs and public images that tell what kind of program runs. The names are those under which the projects publish.</summary>
internal static class KnownImages
{
    private static readonly FrozenDictionary<string, ProgramFamily> Programs = Index(
        (ProgramFamily.Jvm, "java"),
        (ProgramFamily.NodeJs, "node nodejs npm npx yarn pnpm pm2 pm2-runtime pm2-docker next nest nuxt ts-node tsx nodemon"),
        (ProgramFamily.DotNet, "dotnet"),
        (ProgramFamily.Php, "php php-fpm php-cgi apache2-foreground artisan"),
        (
            ProgramFamily.Go,
            "prometheus alertmanager node_exporter blackbox_exporter traefik coredns etcd vault consul minio caddy telegraf influxd loki promtail pilot-agent"
        ),
        (
            ProgramFamily.Other,
            "python python2 python3 pip gunicorn uvicorn hypercorn celery flask django-admin uwsgi jupyter airflow "
                + "ruby bundle rails rake puma unicorn sidekiq perl lua Rscript erl elixir mix beam.smp "
                + "redis-server redis-sentinel redis-cli valkey-server valkey-sentinel valkey-cli keydb-server dragonfly memcached "
                + "postgres pg_ctl psql pg_dump pg_isready pgbouncer mysqld mysqld_safe mysql mariadbd mariadb mysqldump mongod mongos mongo mongosh "
                + "rabbitmq-server rabbitmqctl clickhouse-server clickhouse clickhouse-client varnishd "
                + "nginx nginx-debug openresty httpd apache2 apache2ctl haproxy envoy squid lighttpd "
                + "fluent-bit fluentd td-agent vector supercronic crond sshd "
                + "sleep cat echo true false test [ mkdir cp mv rm ln chown chmod touch tail head grep sed awk curl wget nc env printenv date "
                + "hostname id ls find wait kill cd export set ulimit umask printf tee cut rev tr sort uniq wc basename dirname readlink "
                + "realpath seq install stat df du uname whoami tty nslookup dig host ping jq yq envsubst base64 md5sum sha256sum gzip gunzip "
                + "mktemp pwd read trap openssl update-ca-certificates sysctl mount tar unzip expr getent until exit git kubectl helm aws"
        )
    );

    private static readonly FrozenDictionary<string, ProgramFamily> Names = Index(
        (ProgramFamily.NodeJs, "node nodejs kibana ghost n8n mongo-express redis-commander verdaccio"),
        (
            ProgramFamily.Go,
            "golang prometheus alertmanager node-exporter blackbox-exporter kube-state-metrics grafana loki promtail tempo mimir thanos traefik "
                + "coredns etcd vault consul minio caddy telegraf influxdb registry opentelemetry-collector opentelemetry-collector-contrib "
                + "opentelemetry-collector-k8s otelcol victoria-metrics vmagent vminsert vmselect vmstorage external-dns cluster-autoscaler "
                + "metrics-server argocd dex oauth2-proxy redis_exporter postgres_exporter postgres-exporter mysqld-exporter nats proxyv2"
        ),
        (ProgramFamily.Php, "php wordpress drupal nextcloud phpmyadmin joomla mediawiki matomo"),
        (
            ProgramFamily.Other,
            "redis redis-stack redis-stack-server redis-sentinel redis-cluster valkey valkey-cluster keydb dragonfly memcached "
                + "postgres postgresql postgresql-repmgr postgis pgvector timescaledb pgbouncer "
                + "mysql mysql-server mariadb mariadb-galera percona mongo mongodb mongodb-sharded mongodb-community-server "
                + "rabbitmq clickhouse clickhouse-server varnish "
                + "nginx nginx-unprivileged httpd apache haproxy envoy squid openresty "
                + "fluent-bit fluentd vector python pypy ruby rails perl rust gcc erlang elixir "
                + "busybox pause kubectl"
        )
    );

    // Images of .NET are called by their folder.
    private static readonly ImmutableArray<string> DotNet =
    [
        "dotnet/aspnet",
        "dotnet/runtime",
        "dotnet/sdk",
        "core/aspnet",
        "core/runtime",
        "core/sdk",
    ];

    /// <summary>The family of a program by its base name; null for others.</summary>
    public static ProgramFamily? ProgramFamilyOf(string name) =>
        Programs.TryGetValue(name, out var family) ? family
        // python3.12
        : name.StartsWith("python3.", StringComparison.Ordinal) ? ProgramFamily.Other
        : null;

    /// <summary>The family of what an image runs by itself, whoever packaged it; null for others.</summary>
    public static ProgramFamily? Family(ContainerImage image)
    {
        foreach (string pattern in DotNet)
        {
            if (image.Matches(pattern))
                return ProgramFamily.DotNet;
        }
        return Names.TryGetValue(WithoutRelease(image.Name), out var family) ? family : null;
    }

    /// <summary>Red Hat and sclorg write the release into the name: <c>postgresql-15</c>.</summary>
    private static string WithoutRelease(string name)
    {
        int dash = name.LastIndexOf('-');
        return dash > 0 && dash < name.Length - 1 && !name.AsSpan(dash + 1).ContainsAnyExceptInRange('0', '9') ? name[..dash] : name;
    }

    private static FrozenDictionary<string, ProgramFamily> Index(params ReadOnlySpan<(ProgramFamily Family, string Names)> rows)
    {
        var index = new Dictionary<string, ProgramFamily>(StringComparer.Ordinal);
        foreach (var (family, names) in rows)
        {
            foreach (string name in names.Split(' '))
                index.Add(name, family);
        }
        return index.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
