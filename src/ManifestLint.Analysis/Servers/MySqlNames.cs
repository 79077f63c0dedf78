using System.Collections.Frozen;

namespace ManifestLint.Servers;

/// <summary>The options that people give MySQL and MariaDB most, which both accept in some supported release. Plugins bring more, so a name that is not here may exist all the same. Source: https://dev.mysql.com/doc/refman/8.4/en/server-option-variable-reference.html, https://mariadb.com/docs/server/server-management/variables-and-modes/full-list-of-mariadb-options-system-and-status-variables.</summary>
internal static class MySqlNames
{
    private static readonly Lazy<FrozenSet<string>> Names = new(static () =>
        List.Split([' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal)
    );

    /// <summary>True for a name that exists.</summary>
    public static bool Contains(string name) => Names.Value.Contains(name);

    private const string List = """
        activate-all-roles-on-login authentication-policy auto-increment-increment auto-increment-offset autocommit back-log basedir big-tables bind-address
        binlog-cache-size binlog-checksum binlog-do-db binlog-expire-logs-seconds binlog-format binlog-ignore-db binlog-row-image binlog-stmt-cache-size
        bulk-insert-buffer-size character-set-client-handshake character-set-server collation-server completion-type concurrent-insert connect-timeout console
        datadir default-authentication-plugin default-storage-engine default-time-zone default-tmp-storage-engine delay-key-write div-precision-increment
        enforce-gtid-consistency event-scheduler expire-logs-days explicit-defaults-for-timestamp federated flush flush-time ft-max-word-len ft-min-word-len
        general-log general-log-file group-concat-max-len gtid-mode init-connect init-file init-replica innodb-adaptive-flushing innodb-adaptive-hash-index
        innodb-autoextend-increment innodb-autoinc-lock-mode innodb-change-buffering innodb-data-file-path innodb-data-home-dir innodb-dedicated-server
        innodb-doublewrite innodb-fast-shutdown innodb-file-format innodb-file-per-table innodb-flush-log-at-timeout innodb-flush-log-at-trx-commit
        innodb-flush-method innodb-flush-neighbors innodb-force-recovery innodb-io-capacity innodb-io-capacity-max innodb-large-prefix
        innodb-lock-wait-timeout innodb-log-buffer-size innodb-log-file-size innodb-log-files-in-group innodb-log-group-home-dir innodb-lru-scan-depth
        innodb-max-dirty-pages-pct innodb-numa-interleave innodb-old-blocks-time innodb-online-alter-log-max-size innodb-open-files innodb-page-cleaners
        innodb-page-size innodb-print-all-deadlocks innodb-purge-threads innodb-read-io-threads innodb-redo-log-capacity innodb-rollback-on-timeout
        innodb-sort-buffer-size innodb-stats-on-metadata innodb-status-output innodb-strict-mode innodb-temp-data-file-path innodb-thread-concurrency
        innodb-undo-log-truncate innodb-use-native-aio innodb-write-io-threads interactive-timeout join-buffer-size key-buffer-size local-infile
        lock-wait-timeout log-bin log-bin-index log-bin-trust-function-creators log-error log-error-verbosity log-isam log-output
        log-queries-not-using-indexes log-replica-updates log-slave-updates log-slow-admin-statements log-throttle-queries-not-using-indexes log-warnings
        long-query-time low-priority-updates lower-case-table-names master-info-repository max-allowed-packet max-binlog-cache-size max-binlog-size
        max-binlog-stmt-cache-size max-connect-errors max-connections max-delayed-threads max-digest-length max-error-count max-execution-time
        max-heap-table-size max-join-size max-length-for-sort-data max-prepared-stmt-count max-relay-log-size max-sort-length max-user-connections
        max-write-lock-count min-examined-row-limit myisam-max-sort-file-size myisam-recover-options myisam-repair-threads myisam-sort-buffer-size
        mysql-native-password mysqlx mysqlx-port mysqlx-socket net-buffer-length net-read-timeout net-retry-count net-write-timeout old-passwords
        open-files-limit optimizer-prune-level optimizer-search-depth optimizer-switch performance-schema pid-file plugin-dir plugin-load plugin-load-add port
        preload-buffer-size query-alloc-block-size query-cache-limit query-cache-min-res-unit query-cache-size query-cache-type query-prealloc-size
        range-alloc-block-size read-buffer-size read-only read-rnd-buffer-size regexp-time-limit relay-log relay-log-index relay-log-purge relay-log-recovery
        replicate-do-db replicate-do-table replicate-ignore-db replicate-ignore-table replicate-wild-do-table replicate-wild-ignore-table report-host
        report-port require-secure-transport secure-auth secure-file-priv server-id session-track-gtids skip-character-set-client-handshake
        skip-external-locking skip-grant-tables skip-host-cache skip-log-bin skip-mysqlx skip-name-resolve skip-networking skip-performance-schema
        skip-replica-start skip-show-database skip-slave-start skip-ssl skip-symbolic-links slave-net-timeout slave-parallel-type slave-parallel-workers
        slow-launch-time slow-query-log slow-query-log-file socket sort-buffer-size sql-mode sql-require-primary-key ssl ssl-ca ssl-cert ssl-cipher ssl-key
        stored-program-cache super-read-only symbolic-links sync-binlog sync-relay-log table-definition-cache table-open-cache table-open-cache-instances
        thread-cache-size thread-stack tls-version tmp-table-size tmpdir transaction-isolation transaction-write-set-extraction updatable-views-with-limit
        user verbose wait-timeout
        """;
}
