using System.Collections.Frozen;

namespace ManifestLint.Servers;

/// <summary>Every directive of the supported releases of Redis and Valkey, in small letters. Source: <c>CONFIG GET *</c> of redis 7.0.15;
/// what redis 6.2 to 8.0 and valkey 7.2 to 9.1 have beside those, from their redis.conf, valkey.conf and src/config.c as far as read. Rather one too many than one too few.</summary>
internal static class RedisNames
{
    private static readonly Lazy<FrozenSet<string>> Names = new(static () =>
        List.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal)
    );

    /// <summary>True for a name that exists.</summary>
    public static bool Contains(string name) => Names.Value.Contains(name);

    private const string List = """
        acl-pubsub-default aclfile acllog-max-len active-defrag-cycle-max active-defrag-cycle-min active-defrag-cycle-us active-defrag-ignore-bytes
        active-defrag-max-scan-fields active-defrag-threshold-lower active-defrag-threshold-upper active-expire-effort activedefrag activerehashing
        always-show-logo aof-disable-auto-gc aof-load-truncated aof-rewrite-incremental-fsync aof-timestamp-enabled aof-use-rdb-preamble aof_rewrite_cpulist
        appenddirname appendfilename appendfsync appendonly auto-aof-rewrite-min-size auto-aof-rewrite-percentage availability-zone bgsave_cpulist bind
        bind-source-addr bio_cpulist busy-reply-threshold client-default-resp client-output-buffer-limit client-query-buffer-limit
        cluster-allow-pubsubshard-when-down cluster-allow-reads-when-down cluster-allow-replica-migration cluster-announce-bus-port
        cluster-announce-client-ipv4 cluster-announce-client-ipv6 cluster-announce-client-port cluster-announce-client-tls-port cluster-announce-hostname
        cluster-announce-human-nodename cluster-announce-ip cluster-announce-port cluster-announce-tls-port cluster-blacklist-ttl
        cluster-compatibility-sample-ratio cluster-config-file cluster-config-save-behavior cluster-databases cluster-enabled cluster-link-sendbuf-limit
        cluster-manual-failover-timeout cluster-message-gossip-perc cluster-migration-barrier cluster-node-timeout cluster-ping-interval cluster-port
        cluster-preferred-endpoint-type cluster-replica-no-failover cluster-replica-validity-factor cluster-require-full-coverage cluster-slave-no-failover
        cluster-slave-validity-factor cluster-slot-migration-handoff-max-lag-bytes cluster-slot-migration-max-archived-tasks
        cluster-slot-migration-sync-buffer-drain-timeout cluster-slot-migration-write-pause-timeout cluster-slot-stats-enabled
        commandlog-execution-slower-than commandlog-large-reply-max-len commandlog-large-request-max-len commandlog-reply-larger-than
        commandlog-request-larger-than commandlog-slow-execution-max-len crash-log-enabled crash-memcheck-enabled daemonize databases dbfilename
        debug-client-enforce-reply-list debug-context dir disable-thp dual-channel-replication-enabled dynamic-hz enable-debug-assert enable-debug-command
        enable-module-command enable-protected-configs events-per-io-thread extended-redis-compatibility gopher-enabled hash-max-listpack-entries
        hash-max-listpack-value hash-max-ziplist-entries hash-max-ziplist-value hash-seed hide-user-data-from-log hll-sparse-max-bytes hz ignore-warnings
        import-mode include io-threads io-threads-always-active io-threads-do-reads jemalloc-bg-thread key-load-delay key-memory-histograms
        latency-monitor-threshold latency-tracking latency-tracking-info-percentiles lazyfree-lazy-eviction lazyfree-lazy-expire lazyfree-lazy-server-del
        lazyfree-lazy-user-del lazyfree-lazy-user-flush lfu-decay-time lfu-log-factor list-compress-depth list-max-listpack-size list-max-ziplist-entries
        list-max-ziplist-size list-max-ziplist-value loading-process-events-interval-bytes loadmodule locale-collate log-format log-timestamp-format logfile
        loglevel lookahead lua-enable-insecure-api lua-replicate-commands lua-time-limit masterauth masteruser max-new-connections-per-cycle
        max-new-tls-connections-per-cycle maxclients maxmemory maxmemory-clients maxmemory-eviction-tenacity maxmemory-policy maxmemory-samples
        min-io-threads-avoid-copy-reply min-replicas-max-lag min-replicas-to-write min-slaves-max-lag min-slaves-to-write min-string-size-avoid-copy-reply
        min-string-size-avoid-copy-reply-threaded mptcp no-appendfsync-on-rewrite notify-keyspace-events oom-score-adj oom-score-adj-values pidfile port
        prefetch-batch-max-size proc-title-template propagation-error-behavior protected-mode proto-max-bulk-len rdb-del-sync-files rdb-key-save-delay
        rdb-save-incremental-fsync rdb-version-check rdbchecksum rdbcompression rdma-bind rdma-completion-vector rdma-port rdma-rx-size rename-command
        repl-backlog-size repl-backlog-ttl repl-disable-tcp-nodelay repl-diskless-load repl-diskless-sync repl-diskless-sync-delay
        repl-diskless-sync-max-replicas repl-mptcp repl-ping-replica-period repl-ping-slave-period repl-rdb-channel repl-timeout replica-announce-ip
        replica-announce-port replica-announced replica-full-sync-buffer-limit replica-ignore-disk-write-errors replica-ignore-maxmemory replica-lazy-flush
        replica-priority replica-read-only replica-serve-stale-data replicaof requirepass sanitize-dump-payload save sentinel server_cpulist
        set-max-intset-entries set-max-listpack-entries set-max-listpack-value set-proc-title shutdown-on-sigint shutdown-on-sigterm shutdown-timeout
        skip-rdb-checksum-client-support slave-announce-ip slave-announce-port slave-announced slave-ignore-maxmemory slave-lazy-flush slave-priority
        slave-read-only slave-serve-stale-data slaveof slot-migration-log-max-len slot-migration-max-failover-repl-bytes slowlog-log-slower-than
        slowlog-max-len socket-mark-id stop-writes-on-bgsave-error stream-idmp-duration stream-idmp-maxsize stream-node-max-bytes stream-node-max-entries
        supervised syslog-enabled syslog-facility syslog-ident tcp-backlog tcp-keepalive timeout tls-auth-clients tls-auth-clients-user
        tls-auto-reload-interval tls-ca-cert-dir tls-ca-cert-file tls-cert-file tls-ciphers tls-ciphersuites tls-client-cert-file tls-client-key-file
        tls-client-key-file-pass tls-cluster tls-dh-params-file tls-key-file tls-key-file-pass tls-port tls-prefer-server-ciphers tls-protocols
        tls-replication tls-session-cache-size tls-session-cache-timeout tls-session-caching tracking-table-max-keys unixsocket unixsocketgroup unixsocketperm
        use-exit-on-panic user vset-force-single-threaded-execution watchdog-period zset-max-listpack-entries zset-max-listpack-value zset-max-ziplist-entries
        zset-max-ziplist-value
        """;
}
