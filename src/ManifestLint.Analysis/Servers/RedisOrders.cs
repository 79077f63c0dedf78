using System.Collections.Immutable;
using ManifestLint.Programs;

namespace ManifestLint.Servers;

/// <summary>What a script tells a running Redis by its client: <c>redis-cli config set maxmemory 100mb</c>. Source: redis/redis src/redis-cli.c
/// (parseOptions), src/config.c (configSetCommand).</summary>
internal static class RedisOrders
{
    private const string Maxmemory = "maxmemory";

    private static readonly ImmutableArray<string> WithArgument =
    [
        "-h",
        "-p",
        "-t",
        "-s",
        "-a",
        "-u",
        "-r",
        "-i",
        "-n",
        "-d",
        "-D",
        "-X",
        "--user",
        "--pass",
        "--sni",
        "--cacert",
        "--cacertdir",
        "--cert",
        "--key",
        "--tls-ciphers",
        "--tls-ciphersuites",
    ];

    /// <summary>The size that is in force in the end; one that is not known where that cannot be told, null where nobody sets it.</summary>
    public static RedisDirective? In(ProcessPlan plan)
    {
        var clients = plan.Processes.Known.Where(IsClient).ToList();
        var orders = clients.ConvertAll(c => (Client: c, Order: Of(c.Arguments[1..]))).FindAll(o => o.Order is not null);
        if (orders.Count == 0)
            return null;
        bool isCertain =
            plan.Processes.Known.Count(p => p.Arguments is [{ IsKnown: true } w, ..] && Redis.Server.Programs.Contains(w.BaseName)) == 1
            && Certain(plan).Contains(orders[^1].Client, ReferenceEqualityComparer.Instance)
            && orders.TrueForAll(o => o.Order is { Values: [{ IsKnown: true }] });
        return isCertain ? orders[^1].Order : orders[^1].Order!.Value with { Values = [Word.Unknown] };
    }

    private static bool IsClient(Process process) =>
        !process.EntrypointUnknown
        && process.Arguments is [{ IsKnown: true } program, ..]
        && program.BaseName is "redis-cli" or "valkey-cli" or "keydb-cli";

    // What surely runs.
    private static IEnumerable<Process> Certain(ProcessPlan plan) =>
        plan switch
        {
            ProcessPlan.Run run => [run.Process],
            ProcessPlan.Sequence sequence => sequence.Steps.SelectMany(Certain),
            ProcessPlan.SideBySide beside => beside.Branches.SelectMany(Certain),
            _ => [],
        };

    private static RedisDirective? Of(ImmutableArray<Word> words)
    {
        var unknown = new RedisDirective(Maxmemory, [Word.Unknown], Word.Of(Maxmemory), IsOption: false);
        bool isHere = true,
            isSpecial = false;
        for (int i = 0; i < words.Length; i++)
        {
            string option = words[i].Prefix;
            if (WithArgument.Contains(option))
            {
                i++;
                isHere &= option is not ("-h" or "-u") || words.ElementAtOrDefault(i)?.Text is "localhost" or "127.0.0.1" or "::1";
            }
            else if (option is ['-', ..])
                isSpecial |=
                    option is ['-', '-', ..] and not ("--no-auth-warning" or "--pipe" or "--raw" or "--no-raw" or "--tls" or "--insecure");
            else if (!words[i].IsKnown)
                return unknown;
            else
                return !Is(words[i], "config") ? null
                    : Set(words[(i + 1)..]) is not { } set ? null
                    : isHere ? set
                    : unknown;
        }
        // Orders come from standard input.
        return isSpecial ? null : unknown;

        RedisDirective? Set(ImmutableArray<Word> order)
        {
            if (order is not [var verb, .. var pairs])
                return null;
            if (verb.IsKnown && !Is(verb, "set"))
                return null;
            RedisDirective? found = null;
            for (int i = 0; i < pairs.Length; i += 2)
            {
                if (!pairs[i].IsKnown || pairs[i].Kind == WordKind.UnknownMany)
                    return unknown;
                if (!Is(pairs[i], Maxmemory))
                    continue;
                if (i + 1 >= pairs.Length || !pairs[i + 1].IsKnown)
                    return unknown;
                // What Redis refuses leaves it as it was.
                if (Redis.TryParseSize(pairs[i + 1].Text, out _))
                    found = new(Maxmemory, [pairs[i + 1]], pairs[i], IsOption: false);
            }
            return verb.IsKnown ? found : unknown;
        }
    }

    private static bool Is(Word word, string text) => word.IsKnown && word.Text.Equals(text, StringComparison.OrdinalIgnoreCase);
}
