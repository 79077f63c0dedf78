using ManifestLint.Servers;

namespace ManifestLint.Oracles.Servers;

/// <summary>The names that the real servers list of themselves: each is a row, or a setting that exists would be taken for one that does not.</summary>
public sealed partial class ServerOracleTests
{
    [OracleFact("redis-server")]
    public void Every_directive_of_redis_is_a_row()
    {
        string socket = Socket();
        using var server = Start("redis-server", ["--port", "0", "--unixsocket", socket, "--dir", _folder]);
        Assert.True(IsUp(server, socket));
        string reply = Ask(server, socket, "CONFIG GET *\r\n", r => Bulks(r) is not null);
        // Names and values in turn.
        AllAreRows("redis-server", Bulks(reply)!.Where((_, i) => i % 2 == 0), RedisNames.Contains);
    }

    [OracleFact("postgres")]
    public void Every_parameter_of_postgres_is_a_row() =>
        AllAreRows(
            "postgres",
            Oracle
                .Run("postgres", ["--describe-config"])
                .Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(l => l.Split('\t')[0].ToLowerInvariant()),
            PostgresNames.Contains
        );

    private void AllAreRows(string program, IEnumerable<string> names, Func<string, bool> isRow)
    {
        string[] all = [.. names.Distinct(StringComparer.Ordinal)];
        output.WriteLine($"{program}: {all.Length} names");
        Assert.True(all.Length > 100, $"{program} lists {all.Length} names");
        Assert.Equal([], all.Where(n => !isRow(n)));
    }

    // The texts of an answer that is whole; null before.
    private static List<string>? Bulks(string reply)
    {
        int end = reply.IndexOf('\n');
        if (end < 0 || reply[0] != '*' || !int.TryParse(reply[1..end].Trim(), out int count))
            return null;
        var texts = new List<string>();
        int at = end + 1;
        while (texts.Count < count)
        {
            end = at < reply.Length ? reply.IndexOf('\n', at) : -1;
            if (end < 0 || !int.TryParse(reply.AsSpan(at + 1, end - at - 1).Trim(), out int length) || end + 1 + length + 2 > reply.Length)
                return null;
            texts.Add(reply.Substring(end + 1, length));
            at = end + 1 + length + 2;
        }
        return texts;
    }
}
