namespace ManifestLint.Programs;

/// <summary>Programs that end at once by an option and leave a server behind, which goes on beside all that follows.</summary>
internal static class SelfDetaching
{
    /// <summary>True if such a server of the process goes on.</summary>
    public static bool Is(Process process)
    {
        if (process.EntrypointUnknown || process.Arguments is not [{ IsKnown: true } program, .. var arguments])
            return false;
        return program.BaseName switch
        {
            // redis/redis redis.conf (daemonize), which is an option of the command line, too
            "redis-server" or "valkey-server" or "keydb-server" => arguments
                .Zip(arguments.Skip(1))
                .Any(p => p is ({ IsKnown: true, Text: "--daemonize" }, { IsKnown: true, Text: "yes" })),
            // mongodb/mongo src/mongo/db/server_options_general.idl (processManagement.fork)
            "mongod" => Has("--fork"),
            // memcached/memcached doc/memcached.1
            "memcached" => Has("-d", "--daemon"),
            // rabbitmq/rabbitmq-server deps/rabbit/scripts/rabbitmq-env (detached)
            "rabbitmq-server" => Has("-detached"),
            // elastic/elasticsearch distribution/tools/server-cli ServerCli.java (daemonizeOption)
            "elasticsearch" => Has("-d", "--daemonize"),
            // apache/kafka bin/kafka-server-start.sh, bin/zookeeper-server-start.sh, bin/connect-distributed.sh: only as the first word
            "kafka-server-start.sh"
            or "kafka-server-start"
            or "zookeeper-server-start.sh"
            or "zookeeper-server-start"
            or "connect-distributed.sh"
            or "connect-distributed" => arguments is [{ IsKnown: true, Text: "-daemon" }, ..],
            // apache/spark sbin/spark-daemon.sh (execute_command)
            "start-master.sh" or "start-worker.sh" or "start-slave.sh" or "start-history-server.sh" => process.EnvironmentComplete
                && process.Variable("SPARK_NO_DAEMONIZE") is null,
            _ => false,
        };

        bool Has(params ReadOnlySpan<string> options)
        {
            foreach (var word in arguments)
            {
                if (word.IsKnown && options.Contains(word.Text))
                    return true;
            }
            return false;
        }
    }
}
