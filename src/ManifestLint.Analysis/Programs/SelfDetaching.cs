namespace ManifestLint.Programs;

/// <summary>Programs that end at once by an option and leave a server behind, which goes on beside all that follows.</summary>
internal static class SelfDetaching
{
    /// <summary>True if such a server of the process goes on.</summary>
    /// <param name="process">The process.</param>
    /// <param name="readFile">As in <see cref="ProgramSurroundings.ReadFile"/>.</param>
    public static bool Is(Process process, Func<string, Word?> readFile)
    {
        if (process.EntrypointUnknown || process.Arguments is not [{ IsKnown: true } program, .. var arguments])
            return false;
        return program.BaseName switch
        {
            // redis/redis redis.conf (daemonize), which is an option of the command line, too
            "redis-server" or "valkey-server" or "keydb-server" => arguments
                .Zip(arguments.Skip(1))
                .Where(p => p.First is { IsKnown: true, Text: "--daemonize" })
                .Select(p => p.Second.Text)
                .LastOrDefault(arguments is [{ IsKnown: true, Text: [not '-', ..] file }, ..] ? InFile(file, "daemonize") : null) == "yes",
            // mongodb/mongo src/mongo/db/server_options_general.idl (processManagement.fork)
            "mongod" => Has("--fork"),
            // dev.mysql.com server-options (--daemonize), which MariaDB has not
            "mysqld" => Has("--daemonize", "-D"),
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

        // The last line counts.
        string? InFile(string path, string name) =>
            readFile(path) is not { IsKnown: true } file
                ? null
                : file
                    .Text.Split('\n')
                    .Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
                    .LastOrDefault(l => l.Length == 2 && l[0].Equals(name, StringComparison.OrdinalIgnoreCase))
                    ?[1];

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
