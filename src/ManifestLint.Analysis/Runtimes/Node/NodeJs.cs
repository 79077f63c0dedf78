using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.ConfigFiles;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Node;

/// <summary>One Node.js process.</summary>
/// <param name="Line">Its options.</param>
/// <param name="Sizes">Its heap.</param>
/// <param name="Starts">Whether it starts; null if unknown.</param>
/// <param name="Certainty">How sure that is.</param>
/// <param name="IsThroughLauncher">True if npm or the like starts it.</param>
internal sealed record NodeProcess(
    NodeCommandLine Line,
    NodeHeapSizes Sizes,
    bool? Starts,
    RuntimeCertainty Certainty,
    bool IsThroughLauncher
)
{
    /// <summary>Its old space in bytes; null if unknown.</summary>
    public long? OldSpace => Sizes.OldSpace;

    /// <summary>Its whole heap in bytes; null if unknown.</summary>
    public long? Heap => Sizes.Heap;

    /// <summary>True if a script of package.json may bring options of its own.</summary>
    public bool IsThroughPackage { get; init; }

    /// <summary>What tells of it where it is assumed.</summary>
    public NodeBasis Basis { get; init; }

    /// <summary>True if the memory of the node decides.</summary>
    public bool IsFromNode { get; init; }

    /// <summary>Its whole heap on a node of the assumed size, in bytes; null unless that decides and nobody has told it.</summary>
    public long? HeapOnAssumedNode { get; init; }

    /// <summary>As in <see cref="Process.UnsetName"/>.</summary>
    public string? UnsetName { get; init; }

    /// <summary>As in <see cref="RuntimeFacts.Wrapper"/>.</summary>
    public string? Wrapper { get; init; }
}

/// <summary>The Node.js processes of a container. Source: runtime-memory.md §7.</summary>
public static class NodeJs
{
    /// <summary>The version where no image tag tells it.</summary>
    public const int DefaultVersion = 20;

    /// <summary>True for a variable that Node.js reads.</summary>
    internal static bool IsVariable(string name) => name == "NODE_OPTIONS";

    /// <summary>The facts of the container's Node.js processes, or null if none is recognised.</summary>
    public static NodeFacts? Evaluate(NodeInput input)
    {
        var reader = new NodeProcessReader(input);
        if (input.Plan is ProcessPlan.Fails { Program: { IsKnown: true } program } && NoScript.BeginsWith(program.Text, IsProgram))
        {
            var line = NodeCommandLine.NotFound(program, reader.Version);
            return Facts(reader, [new([new(line, default, false, RuntimeCertainty.Exact, false)], 0, 1, false)]);
        }
        var ways = reader.Ways(input.Plan);
        var running = ways.Where(w => w.Processes.Length > 0 || w.IsUnknown).ToList();
        if (running.Exists(w => w.Processes.Length > 0))
            return Facts(reader, running);
        if (reader.AssumedProcess(running.Exists(w => w.IsUnknown)) is not { } assumed)
            return null;
        return Facts(reader, [new([assumed], assumed.Starts == false ? 0 : assumed.OldSpace, 1, false)]);
    }

    /// <summary>True if a program of this base name is Node.js, or starts it.</summary>
    internal static bool IsProgram(string name) => name is "node" or "nodejs" || NodeProcessReader.IsLauncher(name);

    private static NodeFacts Facts(NodeProcessReader reader, List<RuntimeWay<NodeProcess>> ways)
    {
        bool unknown = ways.Exists(w => w.IsUnknown);
        var all = ways.SelectMany(w => w.Processes).ToList();
        var main = MainOf(all);
        bool? starts =
            unknown ? null
            : ways.TrueForAll(w => w.Processes.Any(p => p.Starts == true)) ? true
            : ways.TrueForAll(w => !w.Processes.IsEmpty && w.Processes.All(p => p.Starts == false)) ? false
            : null;
        bool isSettled = !unknown && starts != false && ways.TrueForAll(w => w.Total == ways[0].Total);
        var failed = starts == false ? all.Last(p => p.Starts == false).Line : null;
        int count = Math.Max(1, ways.Max(w => w.Concurrent));
        long? total = isSettled ? ways[0].Total : null;
        var line = main.Line;
        return new NodeFacts
        {
            Version = reader.Version,
            VersionFrom = reader.VersionFrom,
            Certainty = unknown || line.IsUncertain ? RuntimeCertainty.Unknown : main.Certainty,
            Starts = starts,
            Failure = failed?.Failure,
            ExitCode = failed?.ExitCode,
            FailedAt = failed?.FailedAt,
            FailureDetail = NodeFailures.Detail(failed?.Failure, failed?.FailedAt, reader.Version),
            FailureDependsOnVersion = failed?.FailureDependsOnVersion == true,
            MaxHeapBytes = isSettled ? main.Heap : null,
            MaxOldSpaceBytes = isSettled ? main.OldSpace : null,
            OldSpaceBy = isSettled ? main.Sizes.OldSpaceBy : null,
            HeapBy = isSettled ? main.Sizes.HeapBy : null,
            TotalOldSpaceBytes = total,
            TotalMaxHeapBytes = total is null ? null : Heaps(ways[0], main),
            TotalBy = total is null ? null : SumOf(ways[0], isSet: line.Source is not null),
            FurtherHeaps = total is null
                ? []
                : [.. ways[0].Together.Select(p => p.Line.Source).OfType<RuntimeSetting>().Where(s => s != line.Source).Distinct()],
            HeapOrigin =
                line.IsUncertain ? null
                : line.Percentage is not null ? NodeHeapOrigin.Percentage
                : line.Source is not null ? NodeHeapOrigin.Explicit
                : NodeHeapOrigin.Default,
            HeapSource = line.Source,
            IsHeapFromNode = main.IsFromNode,
            HeapOnAssumedNodeBytes = isSettled ? main.HeapOnAssumedNode : null,
            UnsetName = main.UnsetName,
            Wrapper = main.Wrapper,
            Ignored = [.. all.SelectMany(IgnoredOf).Distinct()],
            Basis = main.Basis,
            IsThroughLauncher = main.IsThroughLauncher,
            IsThroughPackage = main.IsThroughPackage,
            ProcessCount = count,
        };
    }

    // The largest of those that surely start.
    private static NodeProcess MainOf(List<NodeProcess> all) =>
        all.MinBy(p =>
            (
                p.Starts switch
                {
                    true => 0,
                    null => 1,
                    false => 2,
                },
                -(p.OldSpace ?? 0)
            )
        )!;

    private static IEnumerable<RuntimeIgnoredSetting> IgnoredOf(NodeProcess process) =>
        IgnoredReason.WithLast(process.Line.Ignored, i => i.Setting.Word, i => i.Reason, (i, last) => i with { Reason = last });

    // The whole heaps of those that run side by side.
    private static long? Heaps(RuntimeWay<NodeProcess> way, NodeProcess main) =>
        way.Together.Length < 2 ? main.Heap
        : way.Together.Any(p => p.Heap is null) ? null
        : (long)Int128.Min(way.Together.Aggregate(Int128.Zero, (sum, p) => sum + p.Heap!.Value), long.MaxValue);

    private static Derivation.Sum? SumOf(RuntimeWay<NodeProcess> way, bool isSet) =>
        SideBySideSum.Of(
            [
                .. way.Together.Select(p =>
                    (
                        p.Line.Source is { Word: { IsKnown: true, Text.Length: > 0 } word } ? WrittenText.Of(word) : "default heap",
                        isSet ? p.OldSpace : p.Heap
                    )
                ),
            ],
            NodeHeap.Source
        );
}

/// <summary>Finds the Node.js processes among the processes of one container.</summary>
internal sealed class NodeProcessReader
{
    private readonly NodeInput _input;
    private readonly ImageMatch? _image;
    private Process? _other;

    // Whoever has the name may start something else with these words.
    private bool _isGuess;

    public NodeProcessReader(NodeInput input)
    {
        _input = input;
        _image = input.Image?.Known;
        IsNodeImage = _image is { Row: { Program: "node", Release: not "-" } };
        int? tagged = TaggedVersion();
        (Version, VersionFrom) =
            input.ConfiguredVersion is { } configured ? (configured, VersionSource.Option)
            : tagged is { } tag ? (tag, VersionSource.ImageTag)
            : (NodeJs.DefaultVersion, VersionSource.Default);
    }

    /// <summary>Major version of Node.js.</summary>
    public int Version { get; }

    /// <summary>Where it comes from.</summary>
    public VersionSource VersionFrom { get; }

    // One of Node.js itself, not of a program that is written in it.
    private bool IsNodeImage { get; }

    /// <summary>Every way of a plan.</summary>
    public List<RuntimeWay<NodeProcess>> Ways(ProcessPlan plan)
    {
        // The entrypoint of the official image runs its arguments, or node with them.
        if (
            plan is ProcessPlan.Run { Process: { EntrypointUnknown: true, Arguments: [{ IsKnown: true } first, ..] } process }
            && IsNodeImage
        )
        {
            bool isDistroless = _image is { Row.Script: "run" };
            // What is no command goes to node: options, scripts, and a whole command line in one word.
            bool isOption =
                first.Text.StartsWith('-')
                || NoScript.IsIt(first.Text, NodeJs.IsProgram)
                || first.Text.EndsWith(".js", StringComparison.Ordinal)
                || first.Text.EndsWith(".mjs", StringComparison.Ordinal);
            var words = isDistroless || isOption ? process.Arguments.Insert(0, Word.Of("node")) : process.Arguments;
            _isGuess = !_image!.IsOwn;
            plan = ContainerProcesses.Start(words, process.Inherited, _input.ReadFile);
        }
        return new RuntimeWays<NodeProcess>(Read, p => p.Starts == false ? 0 : p.OldSpace)
        {
            Inside = p => PackageScripts.PlanOf(p, _input.ReadFile),
        }.Of(plan);
    }

    /// <summary>The process that NODE_OPTIONS or the image tells of where none can be seen; null if neither does.</summary>
    /// <param name="isUnknown">True if what runs is not known.</param>
    public NodeProcess? AssumedProcess(bool isUnknown)
    {
        if (isUnknown || _other is not { } process)
            return null;
        var options = OptionsOf(process);
        bool isImageAlone = IsImageAlone(process);
        if (!isImageAlone && string.IsNullOrWhiteSpace(options?.Outline))
            return null;
        var line = NodeCommandLine.Read(null, options, Version);
        // What a variable makes every Node.js refuse, the one that the image starts refuses.
        bool isCertain = line.Failure is not null && isImageAlone && _image!.IsOwn;
        return Of(
            line,
            isCertain ? RuntimeCertainty.Exact : RuntimeCertainty.Assumed,
            process.EnvironmentComplete,
            isThroughLauncher: false
        ) with
        {
            Basis = _image?.Row.Program == "node" ? NodeBasis.Command : NodeBasis.Variable,
        };
    }

    // Kibana's script puts the lines of a file before the variable. Source: elastic/kibana src/dev/build/tasks/bin/scripts/kibana.
    private Word? OptionsOf(Process process)
    {
        var variable = process.Variable("NODE_OPTIONS");
        if (
            _image?.Row is not { Program: "node", Kind: "kibana" }
            || _input.ReadFile?.Invoke("/usr/share/kibana/config/node.options") is not { IsKnown: true } file
        )
            return variable;
        var words = ConfigWords.Lines(file).Where(l => !l.Text.StartsWith('#')).SelectMany(l => new[] { l, Word.Of(" ") });
        return Word.Concat([.. words, variable ?? Word.Of("")]);
    }

    // Clusters have nodes of many kinds: a last word alone, with nothing of Node.js beside it, tells of none.
    private bool IsImageAlone(Process process) =>
        process is { EntrypointUnknown: true, Arguments: [] } && IsNodeImage && _image!.Standing != ImageStanding.NameAlone;

    private IReadOnlyList<NodeProcess>? Read(Process process)
    {
        if (process.EntrypointUnknown)
        {
            _other ??= process;
            return [];
        }
        if (process.Arguments is not [var program, ..])
            return [];
        if (!program.IsKnown)
            return IsNodeImage || process.Environment.ContainsKey("NODE_OPTIONS") ? null : [];
        string name = PathText.NameOf(program.Text);
        var variable = process.Variable("NODE_OPTIONS");
        if (name is "node" or "nodejs")
            return [OfNode(process, variable)];
        if (IsLauncher(name) && (!CommonWords.Contains(name) || IsSurelyNode(program, variable)))
        {
            // Options in package.json and the like cannot be seen; the variable reaches every process that they start.
            var started = Of(
                NodeCommandLine.Read(null, variable, Version),
                RuntimeCertainty.Assumed,
                process.EnvironmentComplete,
                isThroughLauncher: true
            );
            started = started with { IsThroughPackage = RunsScripts(name) };
            if (PackageScripts.IsWithin(process))
                started = started with { Basis = NodeBasis.Package };
            if (name is "pm2" or "pm2-runtime" or "pm2-docker")
                return Pm2(process, started);
            return [started];
        }
        if (!IsOther(name))
            _other ??= process;
        return [];
    }

    // What else tells of Node.js: its image, its variable, or the folder that npm installs programs into.
    private bool IsSurelyNode(Word program, Word? variable) =>
        IsNodeImage || variable is not null || program.Text.Contains("node_modules/", StringComparison.Ordinal);

    private NodeProcess OfNode(Process process, Word? variable)
    {
        var line = NodeCommandLine.Read(process.Arguments[1..], variable, Version);
        var basis =
            PackageScripts.IsWithin(process) ? NodeBasis.Package
            : process.IsPassedOn ? NodeBasis.PassedOn
            : NodeBasis.Command;
        var certainty = _isGuess || basis != NodeBasis.Command ? RuntimeCertainty.Assumed : RuntimeCertainty.Exact;
        var read = Of(line, certainty, process.EnvironmentComplete, isThroughLauncher: false) with { Basis = basis };
        if (certainty == RuntimeCertainty.Exact && RuntimeFacts.WrapperOf(process, line.FailedAt ?? line.Source) is { } wrapper)
            read = read with { Certainty = RuntimeCertainty.Assumed, Wrapper = wrapper };
        if (line.Failure != RuntimeFailure.EmptyScript || process.UnsetName is null)
            return read;
        // What the script reads and nobody sets may be set by an image, but not by Node.js's own.
        return IsNodeImage ? read with { UnsetName = process.UnsetName } : read with { Starts = null };
    }

    private NodeProcess Of(NodeCommandLine line, RuntimeCertainty certainty, bool isComplete, bool isThroughLauncher)
    {
        // Node.js 12 to 18 cannot see the limit of cgroup v2; runtime-memory.md §7.
        bool seesLimit = Version >= 20,
            hasLimit = _input.Around.MemoryLimit is { IsKnown: true, Value: not null };
        long? memory =
            !_input.Around.MemoryLimit.IsKnown ? null
            : _input.Around.MemoryLimit.Value is { } limit && seesLimit ? Math.Min(limit, _input.Around.NodeMemoryBytes ?? long.MaxValue)
            : _input.Around.NodeMemoryBytes;
        bool isFromNode = !(hasLimit && seesLimit) && _input.Around.MemoryLimit.IsKnown;
        if (line.Failure is not null)
            return new(line, default, false, certainty, isThroughLauncher);
        var options = line.Heap;
        var of = hasLimit && memory == _input.Around.MemoryLimit.Value ? MemoryBasis.Limit : MemoryBasis.Node;
        if (line.Percentage is { } percentage)
            options = options with
            {
                OldSpace = memory is { } basis ? Math.Max(1, (ulong)(basis * percentage / 100 / NodeHeap.Mebi)) : null,
            };
        var sizes = NodeHeap.Compute(options, memory, of, Version);
        if (line.Percentage is { } share && memory is { } whole && sizes.OldSpace is { } bytes)
        {
            sizes = sizes with
            {
                OldSpaceBy = new Derivation.Share(of, whole, share)
                {
                    Bytes = bytes,
                    Unit = NodeHeap.Mebi,
                    Source = NodeHeap.Source,
                },
            };
        }
        if (line.IsUncertain || (line.Percentage is not null && memory is null))
            sizes = default;
        // Where variables may be missing, a heap that nothing sets may be set after all.
        if (!isComplete && line.Source is null)
            sizes = default;
        bool? starts = line.IsUncertain || line.HasUnsureOption ? null : true;
        bool isOfNode = isFromNode && line.Source is null;
        return new(line, sizes, starts, certainty, isThroughLauncher)
        {
            IsFromNode = isOfNode,
            HeapOnAssumedNode =
                isOfNode && memory is null && isComplete && !line.IsUncertain
                    ? NodeHeap.Compute(line.Heap, _input.Around.AssumedNodeMemoryBytes, MemoryBasis.Node, Version).Heap
                    : null,
        };
    }

    // pm2 starts as many processes as -i says, each with what --node-args says.
    private static IReadOnlyList<NodeProcess>? Pm2(Process process, NodeProcess started)
    {
        int count = 1;
        for (int i = 1; i < process.Arguments.Length; i++)
        {
            var word = process.Arguments[i];
            if (
                !word.IsKnown
                || word.Text.StartsWith("--node-args", StringComparison.Ordinal)
                || word.Text.StartsWith("--interpreter-args", StringComparison.Ordinal)
            )
                return null;
            if (word.Text == "--")
                break;
            string? instances =
                word.Text is "-i" or "--instances" && i + 1 < process.Arguments.Length && process.Arguments[i + 1].IsKnown
                    ? process.Arguments[i + 1].Text
                : word.Text.StartsWith("--instances=", StringComparison.Ordinal) ? word.Text["--instances=".Length..]
                : null;
            if (instances is null)
                continue;
            // max, 0 and numbers below zero count from the cpus of the node.
            if (!int.TryParse(instances, NumberStyles.None, CultureInfo.InvariantCulture, out count) || count is 0 or > 256)
                return null;
        }
        return [.. Enumerable.Repeat(started, count)];
    }

    private int? TaggedVersion()
    {
        if (!IsNodeImage || _image?.Release is not { } text)
            return null;
        int length = 0;
        while (length < text.Length && char.IsAsciiDigit(text[length]))
            length++;
        if (length is > 0 and < 4)
            return int.Parse(text[..length], CultureInfo.InvariantCulture) is >= 4 and <= 40 and var major ? major : null;
        return text switch
        {
            _ when text.StartsWith("hydrogen", StringComparison.Ordinal) => 18,
            _ when text.StartsWith("iron", StringComparison.Ordinal) => 20,
            _ when text.StartsWith("jod", StringComparison.Ordinal) => 22,
            _ when text.StartsWith("krypton", StringComparison.Ordinal) => 24,
            _ => null,
        };
    }

    // Programs of other languages are called so, too.
    private static readonly FrozenSet<string> CommonWords = FrozenSet.Create(StringComparer.Ordinal, "serve", "forever");

    // What runs the scripts of package.json, or may.
    private static bool RunsScripts(string name) =>
        name is "npm" or "npx" or "yarn" or "pnpm" or "pnpx" or "corepack" or "lerna" or "nx"
        || name.StartsWith("pm2", StringComparison.Ordinal);

    internal static bool IsLauncher(string name) =>
        name
            is "npm"
                or "npx"
                or "yarn"
                or "pnpm"
                or "pnpx"
                or "corepack"
                or "pm2"
                or "pm2-runtime"
                or "pm2-docker"
                or "next"
                or "nest"
                or "nuxt"
                or "ts-node"
                or "tsx"
                or "nodemon"
                or "vite"
                or "react-scripts"
                or "cross-env"
                or "lerna"
                or "nx"
                or "forever"
                or "gatsby"
                or "strapi"
                or "serve";

    // Programs of their own that pass no variable of Node.js on.
    private static bool IsOther(string name) =>
        name
            is "sleep"
                or "cat"
                or "echo"
                or "true"
                or "false"
                or "test"
                or "["
                or "mkdir"
                or "cp"
                or "mv"
                or "rm"
                or "ln"
                or "chown"
                or "chmod"
                or "touch"
                or "tail"
                or "head"
                or "grep"
                or "sed"
                or "awk"
                or "curl"
                or "wget"
                or "nc"
                or "env"
                or "printenv"
                or "date"
                or "ls"
                or "find"
                or "java"
                or "python"
                or "python3"
                or "php"
                or "php-fpm"
                or "nginx"
                or "ruby"
                or "dotnet"
                or "go"
                or "git"
                or "tar"
                or "unzip";
}
