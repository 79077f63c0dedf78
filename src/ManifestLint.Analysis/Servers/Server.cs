using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

/// <summary>What decides the facts of a container's server.</summary>
/// <param name="Plan">What the container runs.</param>
/// <param name="Image">Its image; null if none is written.</param>
/// <param name="Around">Limits and assumed node.</param>
public sealed record ServerInput(ProcessPlan Plan, ContainerImage? Image, RuntimeSurroundings Around)
{
    /// <summary>Gives the text of a file in the container by its path; null if it cannot be known.</summary>
    public Func<string, Word?>? ReadFile { get; init; }

    /// <summary>The paths of the files that are known, in the order of their names.</summary>
    public Func<IEnumerable<string>> FilePaths { get; init; } = static () => [];

    /// <summary>The servers that are looked for.</summary>
    internal ImmutableArray<Server> Servers { get; init; } = KnownServers.All;

    /// <summary>All that the container runs, of which <see cref="Plan"/> may be a part.</summary>
    public ProcessPlan Whole { get; init; } = Plan;

    /// <summary>Gives the files that ConfigMaps and Secrets put into a folder of the container.</summary>
    public Func<string, MountedFolder>? ListFiles { get; init; }
}

/// <summary>One process of a server.</summary>
/// <param name="Program">The base name of its program; the server's first one where the image decides.</param>
/// <param name="Arguments">The words after the program.</param>
/// <param name="Process">The process, for its variables.</param>
/// <param name="Image">The container's image; null if none is written.</param>
/// <param name="Input">What else decides.</param>
internal sealed record ServerProcess(
    string Program,
    ImmutableArray<Word> Arguments,
    Process Process,
    ContainerImage? Image,
    ServerInput Input
)
{
    /// <summary>True if the manifest names neither a command nor arguments, so that the image's own command line is in force.</summary>
    public bool IsImageDefault { get; init; }

    /// <summary>The text of a file; null if it cannot be known.</summary>
    public Word? ReadFile(string path) => Input.ReadFile?.Invoke(path);
}

/// <summary>The start script of a Red Hat or sclorg image (runtime-memory.md §6.4).</summary>
/// <param name="Program">Its base name.</param>
/// <param name="Arguments">What it puts on the command line of the server: a file that it names, settings of its variables and its own defaults.</param>
internal sealed record SclorgScript(string Program, Func<ServerProcess, ImmutableArray<Word>> Arguments);

/// <summary>On which port a server listens, of those that share nothing but that with another of their kind: not of one that locks its folder.</summary>
/// <param name="Usual">The port where nothing says another.</param>
/// <param name="Options">The options that take one.</param>
internal sealed record ServerPort(int Usual, params ImmutableArray<string> Options)
{
    /// <summary>Where the options stand in a file, too: the last port and whether all is known that may set one.</summary>
    public Func<ServerProcess, (Word? Last, bool IsComplete)>? Read { get; init; }

    /// <summary>The port of a process; null where it cannot be known.</summary>
    public int? Of(ServerProcess process)
    {
        var words = process.Arguments;
        if (words.Any(w => w.Kind == WordKind.UnknownMany))
            return null;
        if (Read?.Invoke(process) is var (last, isComplete))
            return !isComplete ? null
                : last is null ? Usual
                : Number(last);
        int? port = Usual;
        for (int i = 0; i < words.Length; i++)
        {
            string text = words[i].Prefix;
            if (
                Options.FirstOrDefault(o => text == o || text.StartsWith(o.Length == 2 ? o : o + "=", StringComparison.Ordinal))
                is not { } option
            )
                continue;
            port =
                !words[i].IsKnown ? null
                : text.Length > option.Length ? Number(words[i].Slice(option.Length, text.Length - option.Length))
                : Number(words.ElementAtOrDefault(i + 1));
        }
        return port;
    }

    private static int? Number(Word? word) =>
        word is { IsKnown: true }
        && int.TryParse(word.Text.AsSpan().TrimStart('='), NumberStyles.None, CultureInfo.InvariantCulture, out int port)
            ? port
            : null;
}

/// <summary>One server product: how it is recognised, and what reads its settings.</summary>
/// <param name="Name">The public name (contracts.md C3), and its word in <c>images.txt</c> and <c>programs.txt</c>.</param>
/// <param name="Programs">Base names of its programs; the first one is what the image runs by default.</param>
/// <param name="Read">The facts of one process with certainty Exact; what makes them less certain is added by <see cref="KnownServers"/>, but the
/// reader itself may answer Unknown or Assumed.</param>
internal sealed record Server(string Name, ImmutableArray<string> Programs, Func<ServerProcess, ServerFacts> Read)
{
    /// <summary>The facts of one process, with what they were read in.</summary>
    public ServerFacts Facts(ServerProcess process) => Read(process) with { ReadIn = Source, FinePercent = FinePercent };

    /// <summary>What its settings were read in: files and functions of its source, or its manual.</summary>
    public required string Source { get; init; }

    /// <summary>The share of a limit, in percent, up to which what it keeps is fine.</summary>
    public int FinePercent { get; init; } = 75;

    /// <summary>Other arguments than those with <c>-</c> that the entrypoint passes to the program: <c>redis.conf</c>. Null: none.</summary>
    public Func<string, bool>? IsArgument { get; init; }

    /// <summary>Where it listens by itself and the options that say otherwise; null where that is not read. Two of a kind on one port do not run side by
    /// side.</summary>
    public ServerPort? Port { get; init; }

    /// <summary>The arguments that stand for what a start script of the image surely hands on, where the script itself cannot be followed, and what that
    /// rests on; null if there are none.</summary>
    public Func<ContainerImage, ServerInput, (ImmutableArray<Word> Arguments, RuntimeAssumption Assumption)?>? OfStartScript { get; init; }

    /// <summary>What Red Hat's and sclorg's images of it start (<c>run-redis</c>), and what that hands on; null where there is none.</summary>
    public SclorgScript? Sclorg { get; init; }

    /// <summary>True if the image runs this server, by a row of <c>images.txt</c>.</summary>
    public bool IsImage(ContainerImage image) => image.Known?.Row.Program == Name;

    /// <summary>Whether an image that is not official leaves the server's default as it is; null where no such image was read.</summary>
    public Func<ContainerImage, bool>? IsDefaultKept { get; init; }

    /// <summary>True if its entrypoint is known: it puts the program before arguments that begin with <c>-</c>, as those of docker-library do, and runs
    /// any other word as a command. What runs in other images is assumed to be the same.</summary>
    public bool IsOfficial(ContainerImage image) =>
        image.Known is { IsOwn: true, Row.Script: "library" or "run" } known && known.Row.Program == Name;
}
