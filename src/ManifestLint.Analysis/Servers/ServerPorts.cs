using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Programs;

namespace ManifestLint.Servers;

/// <summary>Where servers listen: two of a kind on one port do not run side by side. Sources: redis/redis redis.conf (port); memcached memcached.c (-p);
/// postgresql.org runtime-config-connection (port), app-postgres (-p); dev.mysql.com server-options (--port, -P); mongodb/mongo
/// src/mongo/db/server_options_general.idl (net.port).</summary>
internal static class ServerPorts
{
    private static readonly Dictionary<string, (int Usual, ImmutableArray<string> Options)> Known = new(StringComparer.Ordinal)
    {
        ["redis"] = (6379, []),
        ["memcached"] = (11211, ["-p", "--port"]),
        ["postgres"] = (5432, ["-p", "--port"]),
        ["mysql"] = (3306, ["-P", "--port"]),
        ["mongodb"] = (27017, ["--port"]),
    };

    /// <summary>True if servers of one kind among those that start at once have a port of their own each, and there are as many as are expected.</summary>
    public static bool Differ(ServerInput input, int count)
    {
        var servers = input.Plan.AtOnce.Select(p => Named(p, input)).OfType<(string Name, ServerProcess Process)>().ToList();
        return servers.Count == count
            && servers
                .GroupBy(s => s.Name)
                .Where(same => same.Count() > 1)
                .All(same =>
                {
                    var ports = same.Select(s => PortOf(s.Name, s.Process)).ToList();
                    return !ports.Contains(null) && ports.Distinct().Count() == ports.Count;
                });
    }

    private static (string Name, ServerProcess Process)? Named(Process process, ServerInput input)
    {
        if (process.EntrypointUnknown || process.Arguments is not [{ IsKnown: true } program, .. var arguments])
            return null;
        string name = program.BaseName;
        return input.Servers.FirstOrDefault(s => s.Programs.Contains(name)) is { } server
            ? (server.Name, new(name, arguments, process, input.Image, input))
            : null;
    }

    // Null where it cannot be known.
    private static int? PortOf(string name, ServerProcess process)
    {
        if (!Known.TryGetValue(name, out var known) || process.Arguments.Any(w => w.Kind == WordKind.UnknownMany))
            return null;
        if (name == "redis")
        {
            var options = RedisOptions.Read(process);
            return options.Directives.LastOrDefault(d => d.Name == "port") switch
            {
                { IsOption: true } last => Number(last.Values.FirstOrDefault()),
                { Name: not null } last when options.IsComplete => Number(last.Values.FirstOrDefault()),
                _ => options.IsComplete ? known.Usual : null,
            };
        }
        int? port = known.Usual;
        for (int i = 0; i < process.Arguments.Length; i++)
        {
            var word = process.Arguments[i];
            if (known.Options.FirstOrDefault(o => IsIn(word.Prefix, o)) is not { } option)
                continue;
            port =
                !word.IsKnown ? null
                : word.Text.Length > option.Length ? Number(word.Slice(option.Length, word.Text.Length - option.Length))
                : Number(process.Arguments.ElementAtOrDefault(i + 1));
        }
        return port;
    }

    private static bool IsIn(string word, string option) =>
        word == option || (word.StartsWith(option, StringComparison.Ordinal) && (option.Length == 2 || word[option.Length] == '='));

    private static int? Number(Word? word) =>
        word is { IsKnown: true }
        && int.TryParse(word.Text.AsSpan().TrimStart('='), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            ? port
            : null;
}
