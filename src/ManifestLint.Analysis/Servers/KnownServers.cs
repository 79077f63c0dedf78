using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Scanning;

namespace ManifestLint.Servers;

/// <summary>The servers whose memory settings are known, and what finds them in a container. Source: runtime-memory.md §11.</summary>
public static class KnownServers
{
    /// <summary>All of them.</summary>
    internal static ImmutableArray<Server> All { get; } =
    [
        Redis.Server,
        Memcached.Server,
        Postgres.Server,
        MySql.Server,
        MongoDb.Server,
        RabbitMq.Server,
        ClickHouse.Server,
        CockroachDb.Server,
        OtelCollector.Server,
        Prometheus.Server,
    ];

    /// <summary>The facts of each of the container's servers, where different ones run side by side; else of the one that is recognised.</summary>
    public static ImmutableArray<ServerFacts> EvaluateAll(ServerInput input)
    {
        ImmutableArray<ServerFacts> beside = [.. Known(input, input.Plan.Concurrent)];
        // One that runs twice was prepared by the first, which is stopped in ways that nobody sees (mysqladmin shutdown), unless each has a port of its own.
        if (beside.Length > 1 && (beside.DistinctBy(f => f.Name).Count() == beside.Length || HavePorts(input, beside.Length)))
            return beside;
        return Evaluate(input) is { } facts ? [facts] : [];
    }

    // As many as are expected start at once, and those of a kind have a port of their own each.
    private static bool HavePorts(ServerInput input, int count)
    {
        var servers = input
            .Plan.AtOnce(Waiting.IsSmall)
            .Select(p =>
                p is { EntrypointUnknown: false, Arguments: [{ IsKnown: true } program, .. var arguments] }
                && input.Servers.FirstOrDefault(s => s.Programs.Contains(program.BaseName)) is { } server
                    ? (Server: server, Port: server.Port?.Of(new(program.BaseName, arguments, p, input.Image, input)))
                    : default
            )
            .Where(s => s.Server is not null)
            .ToList();
        return servers.Count == count
            && servers
                .GroupBy(s => s.Server)
                .Where(g => g.Count() > 1)
                .All(g => g.All(s => s.Port is not null) && g.DistinctBy(s => s.Port).Count() == g.Count());
    }

    private static IEnumerable<ServerFacts> Known(ServerInput input, ImmutableArray<ProcessPlan> plans) =>
        plans.Select(p => Evaluate(input with { Plan = p })).OfType<ServerFacts>().Where(f => f.Certainty != RuntimeCertainty.Unknown);

    /// <summary>The facts of the container's server, or null if none is recognised.</summary>
    public static ServerFacts? Evaluate(ServerInput input)
    {
        var image = input.Image;
        string? program = image?.Known?.Row.Program;
        var ofImage = input.Servers.FirstOrDefault(s => s.Name == program);
        if (OfOneWord(input) is { } oneWord)
            return oneWord;
        var (processes, isWhole) = input.Plan.Processes;
        if (
            ofImage?.Sclorg is { } script
            && processes is [var single]
            && isWhole
            && OfSclorg(ofImage, script, single, image!, input) is { } red
        )
            return red;
        if (ofImage is not null && processes is [var only] && isWhole && Entrypoint(only) is { } arguments)
            return OfEntrypoint(ofImage, only, arguments, image!, input);
        return Running(processes, !isWhole, ofImage, image, input);
    }

    // redis-server --maxmemory 100mb as one word is the name of no program.
    private static ServerFacts? OfOneWord(ServerInput input)
    {
        if (
            input.Plan is not ProcessPlan.Fails { Failure: ProgramFailure.CommandNotFound, Program: { IsKnown: true } word }
            || word.Text.IndexOf(' ') is not (> 0 and var end)
        )
            return null;
        string name = PathText.NameOf(word.Text[..end]);
        if (input.Servers.FirstOrDefault(s => s.Programs.Contains(name)) is not { } server)
            return null;
        // What it is called by those words.
        var facts = server.Facts(new(name, [], Nothing, null, input));
        var setting = new ServerSetting("command", word.Text, word, word.Origin ?? new TextOrigin.Argument("command"));
        return Unknown(facts) with
        {
            Certainty = RuntimeCertainty.Exact,
            Starts = false,
            Failure = new(ServerFailureKind.OneWord, setting, 127),
        };
    }

    /// <summary>True if the image runs the server of this process.</summary>
    internal static bool IsImageOf(ServerProcess process, ContainerImage image) =>
        All.Any(s => s.Programs.Contains(process.Program) && s.IsImage(image));

    // The image runs its script by itself, or by name in command or arguments; options behind it go to the server.
    private static ServerFacts? OfSclorg(Server server, SclorgScript script, Process process, ContainerImage image, ServerInput input)
    {
        if (image.Known is not { Row.Script: "sclorg" } known)
            return null;
        var words = process.Arguments;
        bool isNamed = words is [{ IsKnown: true } first, ..] && PathText.NameOf(first.Text) == script.Program;
        if (!isNamed && !(process.EntrypointUnknown && words.IsEmpty))
            return null;
        var own = new ServerProcess(server.Programs[0], [], process, image, input);
        var facts = server.Facts(own with { Arguments = [.. script.Arguments(own), .. isNamed ? words[1..] : []] });
        return known.IsOwn || facts.Certainty == RuntimeCertainty.Unknown
            ? facts
            : Assumed(facts, new RuntimeAssumption.ImageSetsNothingElse());
    }

    private static ServerFacts? Running(
        ImmutableArray<Process> processes,
        bool isUnknown,
        Server? ofImage,
        ContainerImage? image,
        ServerInput input
    )
    {
        var found = new List<(Server Server, ServerProcess Process)>();
        foreach (var process in processes)
        {
            if (process.EntrypointUnknown || process.Arguments is not [var program, .. var arguments])
                continue;
            if (!program.IsKnown)
            {
                isUnknown = true;
                continue;
            }
            string name = PathText.NameOf(program.Text);
            if (input.Servers.FirstOrDefault(s => s.Programs.Contains(name)) is { } server)
            {
                if (!IsBrief(server, arguments))
                    found.Add((server, new(name, arguments, process, image, input)));
            }
            else if (ofImage is not null && name.EndsWith(".sh", StringComparison.Ordinal))
                isUnknown = true;
        }
        // One that left its shell and runs again has been stopped in between.
        var (before, last) = (found, found.LastOrDefault().Server);
        found = found.FindAll(f => !f.Process.Process.Detaches || f.Server != last || f == before[^1]);
        if (found.Count == 0 && isUnknown && image is { } own && ofImage?.OfStartScript?.Invoke(own, input) is var (words, assumption))
        {
            var assumed = ofImage.Facts(new(ofImage.Programs[0], words, Nothing, image, input));
            return assumed.Certainty == RuntimeCertainty.Unknown
                ? assumed
                : assumed with
                {
                    Certainty = RuntimeCertainty.Assumed,
                    Assumption = assumption,
                    Unbounded = null,
                };
        }
        if (found.Count == 0)
            return isUnknown && ofImage is not null ? Unknown(ofImage.Facts(new(ofImage.Programs[0], [], Nothing, image, input))) : null;
        var facts = found[0].Server.Facts(found[0].Process);
        // Two servers in one container share its limit, or one of them only prepares the other.
        if (isUnknown || found.Count > 1)
            return Unknown(facts);
        return found[0].Process.Process.IsPassedOn && facts.Certainty == RuntimeCertainty.Exact
            ? Assumed(facts, new RuntimeAssumption.EntrypointPassesArguments())
            : facts;
    }

    private static readonly Process Nothing = new([], ImmutableDictionary<string, Word>.Empty);

    // The words after the image's entrypoint, which runs by itself or is named like everybody's.
    private static ImmutableArray<Word>? Entrypoint(Process process) =>
        process switch
        {
            { EntrypointUnknown: true } => process.Arguments,
            { Arguments: [{ IsKnown: true } program, .. var rest] }
                when program.Text is "docker-entrypoint.sh" || program.Text.EndsWith("/docker-entrypoint.sh", StringComparison.Ordinal) =>
                rest,
            _ => null,
        };

    private static ServerFacts? OfEntrypoint(
        Server server,
        Process process,
        ImmutableArray<Word> arguments,
        ContainerImage image,
        ServerInput input
    )
    {
        bool isDefault = arguments.IsEmpty;
        if (IsBrief(server, arguments))
            return null;
        if (isDefault || (arguments[0].Prefix is { Length: > 0 } first && (first[0] == '-' || server.IsArgument?.Invoke(first) == true)))
        {
            // Images of forks run their own program.
            string program =
                image.Known?.Row.Kind is { } kind
                && server.Programs.FirstOrDefault(p => p.StartsWith(kind, StringComparison.Ordinal)) is { } own
                    ? own
                    : server.Programs[0];
            var facts = server.Facts(new(program, arguments, process, image, input) { IsImageDefault = isDefault });
            return server.IsOfficial(image) || facts.Certainty == RuntimeCertainty.Unknown
                ? facts
                : Assumed(
                    facts,
                    isDefault ? new RuntimeAssumption.ImageSetsNothingElse() : new RuntimeAssumption.EntrypointPassesArguments()
                ) with
                {
                    // What such an image sets by itself is anybody's guess, but for what was read.
                    Sizes = [.. facts.Sizes.Where(s => s.Setting is not null || server.IsDefaultKept?.Invoke(image) == true)],
                    Unbounded = facts.Unbounded?.Setting is null ? null : facts.Unbounded,
                };
        }
        var plan = ContainerProcesses.Start(arguments, process.Inherited, input.ReadFile);
        var (processes, isWhole) = plan.Processes;
        var named = Running(processes, !isWhole, server, image, input);
        // An entrypoint that nobody has seen may do something else with a command.
        return named is null or { Certainty: RuntimeCertainty.Unknown } || image.Known is { IsOwn: true }
            ? named
            : Assumed(named, new RuntimeAssumption.EntrypointPassesArguments());
    }

    private static ServerFacts Assumed(ServerFacts facts, RuntimeAssumption because) =>
        facts with
        {
            Certainty = RuntimeCertainty.Assumed,
            Assumption = facts.Assumption ?? because,
        };

    private static ServerFacts Unknown(ServerFacts facts) =>
        facts with
        {
            Certainty = RuntimeCertainty.Unknown,
            Assumption = null,
            Starts = null,
            Failure = null,
            Sizes = [],
            Misread = [],
            Unbounded = null,
            Values = [.. facts.Values.Select(v => v with { Value = FactValue.Unknown })],
            Source = null,
        };

    // Sources: mongod --help (general options); mysqld, "Server Command Options" (--initialize, --initialize-insecure, --help, --version) and
    // mariadb-install-db (--bootstrap); redis server.c (main: -v, --version, -h, --help, --test-memory, --check-system); memcached.c (-h, -V, -i);
    // postgres main.c (--help, -?, --version, -V, --check, --boot, --describe-config) and postgres.c (-C); clickhouse Server.cpp (--help, --version);
    // cockroach cli (version, help).
    private static readonly Dictionary<string, ImmutableArray<string>> Brief = new(StringComparer.Ordinal)
    {
        ["mongodb"] = ["--version", "--help", "-h", "--sysinfo"],
        ["mysql"] = ["--version", "-V", "--help", "-?", "--initialize", "--initialize-insecure", "--bootstrap"],
        ["redis"] = ["--version", "-v", "--help", "-h", "--test-memory", "--check-system"],
        ["memcached"] = ["-h", "--help", "-V", "--version", "-i", "--license"],
        ["postgres"] = ["--version", "-V", "--help", "-?", "--check", "--boot", "--describe-config", "-C"],
        ["clickhouse"] = ["--version", "-V", "--help", "-h"],
        ["prometheus"] = ["--version", "--help", "-h"],
        ["otel-collector"] = ["--version", "-v", "--help", "-h"],
        ["cockroachdb"] = ["--version", "--help", "-h"],
    };

    // True if with these words a server answers or prepares something and ends, without ever filling its cache.
    private static bool IsBrief(Server server, ImmutableArray<Word> arguments)
    {
        if (!Brief.TryGetValue(server.Name, out var words))
            return false;
        // Only the first one: behind others it may be a value.
        return arguments.Any(w => w.IsKnown && w.Text.StartsWith("--", StringComparison.Ordinal) && words.Contains(w.Text))
            || (arguments is [{ IsKnown: true } first, ..] && words.Contains(first.Text));
    }
}
