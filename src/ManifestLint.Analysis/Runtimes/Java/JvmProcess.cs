using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Java;

/// <summary>One JVM.</summary>
/// <param name="Line">Its options; null if they cannot be known.</param>
/// <param name="Heap">Its heap; null if it cannot be known.</param>
/// <param name="Starts">Whether it starts; null if unknown.</param>
/// <param name="Failure">Why not.</param>
/// <param name="ExitCode">Its exit code then.</param>
/// <param name="FailedAt">The option at fault.</param>
/// <param name="Certainty">How sure that is.</param>
/// <param name="Evidence">What tells of it.</param>
/// <param name="Product">The product, or null.</param>
internal sealed record JvmProcess(
    JvmCommandLine? Line,
    JvmHeap? Heap,
    bool? Starts,
    RuntimeFailure? Failure,
    int? ExitCode,
    JvmSetting? FailedAt,
    RuntimeCertainty Certainty,
    JvmEvidence Evidence,
    JvmImage? Product
)
{
    /// <summary>As in <see cref="RuntimeFacts.FailureDetail"/>.</summary>
    public FailureDetail? FailureDetail { get; init; }

    /// <summary>As in <see cref="Process.UnsetName"/>, where the result would be another one if it were set.</summary>
    public string? UnsetName { get; init; }

    /// <summary>A word that was meant for it and does not reach it; null if there is none.</summary>
    public JvmIgnoredSetting? Lost { get; init; }

    /// <summary>The size of the cache that its product keeps outside of the heap; null where none is set, or it cannot be known.</summary>
    public JvmSetting? PageCache { get; init; }

    /// <summary>As in <see cref="Process.IsPassedOn"/>.</summary>
    public bool IsPassedOn { get; init; }

    /// <summary>True if nothing makes it less than exact but variables that nobody shows.</summary>
    public bool RestsOnSources { get; init; }
}

/// <summary>Finds the JVMs among the processes of one container and reads their options.</summary>
internal sealed class JvmProcessReader
{
    private static readonly TextOrigin DefaultOrigin = new TextOrigin.ImageDefault();

    private readonly JvmInput _input;
    private ImmutableDictionary<string, Word> _environment = ImmutableDictionary<string, Word>.Empty;
    private bool _onlyJava = true;

    // The last program of which nobody knows whether it starts a JVM.
    private Process? _open;

    public JvmProcessReader(JvmInput input)
    {
        _input = input;
        Product =
            input.Passes.Length > 0 ? new("given image", [.. input.Passes.Select(p => new JvmVariable(p))])
            : input.Image is { } image ? JvmImages.Find(image)
            : null;
        int? tagged = input.Image is { } named ? JavaReleases.Of(named) : null;
        (Version, VersionFrom) =
            input.ConfiguredVersion is { } configured ? (configured, VersionSource.Option)
            : tagged is { } tag ? (tag, VersionSource.ImageTag)
            : (17, VersionSource.Default);
    }

    // What the options make of the container: an update that does not look for its limit takes the node for it.
    private RuntimeSurroundings Seen(JvmCommandLine line) =>
        IsBlind(line) ? _input.Around with { MemoryLimit = Allowance.None } : _input.Around;

    /// <summary>True if the update that the image's tag names does not see the container's limit (runtime-memory.md §3.6).</summary>
    public bool IsBlind(JvmCommandLine? line) =>
        _input.ConfiguredVersion is null
        && _input.Image is { } image
        && JavaReleases.IsBlind(image)
        && line?.Switch("UseCGroupMemoryLimitForHeap") != true;

    /// <summary>The product of the image, or null.</summary>
    public JvmImage? Product { get; }

    private bool IsOwnImage => _input.Image?.Known is { IsOwn: true };

    /// <summary>Feature version of Java.</summary>
    public int Version { get; }

    /// <summary>Where the version comes from.</summary>
    public VersionSource VersionFrom { get; }

    /// <summary>True if a program runs of which nobody knows whether it starts a JVM; beside one that is known it says nothing of that one.</summary>
    public bool HasOpenProgram { get; private set; }

    /// <summary>What tells of a JVM apart from the programs; null if nothing does.</summary>
    public JvmEvidence? Evidence =>
        HasJvmVariable(_environment) ? JvmEvidence.Variable
        : Product is not null ? JvmEvidence.Image
        : null;

    /// <summary>What a JDK image without a script of its own runs where <c>args</c> begin with a program: the words as a command of their own.
    /// Null for other images and other words.</summary>
    public ProcessPlan? CommandInArguments(Process process)
    {
        // The first environment is the container's, and evidence.
        if (_environment.IsEmpty)
            _environment = process.Environment;
        if (!process.EntrypointUnknown || Product is not { IsJdk: true } || process.Arguments is not [{ IsKnown: true } first, ..])
            return null;
        if (first.Text.Length == 0 || first.Text.StartsWith('-'))
            return null;
        var environment = new ProgramEnvironment(process.Environment, process.EnvironmentComplete);
        return ContainerProcesses.Start(process.Arguments, environment, _input.ReadFile);
    }

    /// <summary>The JVMs of a process (several for a product that starts several); empty if it runs none, null if that cannot be known.</summary>
    public IReadOnlyList<JvmProcess>? Read(Process process)
    {
        var read = ReadWhole(process);
        return read is null || !process.IsPassedOn
            ? read
            :
            [
                .. read.Select(p =>
                    p.Certainty == RuntimeCertainty.Exact ? p with { Certainty = RuntimeCertainty.Assumed, IsPassedOn = true } : p
                ),
            ];
    }

    private IReadOnlyList<JvmProcess>? ReadWhole(Process process)
    {
        if (process.EntrypointUnknown)
            return ReadEntrypoint(process);
        if (process.Arguments is not [var program, ..])
            return [];
        if (!program.IsKnown)
        {
            _onlyJava = false;
            return PathText.NameOf(program.Prefix) is "java" or "" ? null : [];
        }
        string name = PathText.NameOf(program.Text);
        if (name == "java")
            return [ReadJava(process, RuntimeCertainty.Exact)];
        _onlyJava = false;
        var script =
            Product is { } own && (own.Programs.Contains(name) || own.ProgramsWithin.Contains(name) || IsOwnScript(own, program.Text, name))
                ? own
                : JvmImages.FindByProgram(name);
        if (script is not null && (script == Product || script.Programs.Contains(name)))
        {
            if (Run(script, name, process)?.OfService(process.Arguments.AsSpan()[1..]) is not { } run)
                return [];
            var read = ReadScript(run, process, JvmEvidence.Program);
            // In somebody else's image the script may find other variables and files than in the product's own.
            return script == Product ? read : [.. read.Select(Elsewhere)];
        }
        // A word with a dash in front, left over from a broken line, is no program.
        bool mayStartOne = !name.StartsWith('-') && KnownImages.ProgramOf(name) is null or "jvm" or "openj9";
        if (mayStartOne && Product is null && ReadArguments(process.Arguments[1..], process) is { } native)
            return [native];
        if (mayStartOne && (Product is not null || HasJvmVariable(process.Environment)))
            (HasOpenProgram, _open) = (true, process);
        return [];
    }

    // What a program of a product runs with these words: itself, or another product; null for a tool. Of its programs the first one alone has commands.
    private static JvmImage? Run(JvmImage script, string name, Process process)
    {
        bool isFirst = name == script.Programs.FirstOrDefault();
        if (isFirst && script.Starts is { } other && process.Arguments is [_, { IsKnown: true } second, ..] && second.Text == other.Word)
            return JvmImages.Named(other.Product)! with { IsRead = script.IsRead };
        return (isFirst || script.ProgramsWithin.Contains(name)) && script.IsTool(process.Arguments.AsSpan()[1..]) ? null : script;
    }

    /// <summary>A heap among the arguments of a program that nobody knows: native executables of GraalVM take it, and scripts that pass their
    /// arguments to java (runtime-memory.md §3.8). Null where there is none.</summary>
    private JvmProcess? ReadArguments(ImmutableArray<Word> all, Process process)
    {
        var arguments = OptionsOf(all);
        var options = arguments.Where(w => w.IsKnown && IsHeapOption(w.Text)).ToList();
        var bare = process with { Environment = ImmutableDictionary<string, Word>.Empty };
        // Several options in one word are one argument, which is none of them.
        if (options.Count == 0 && arguments.FirstOrDefault(IsSeveralOptions) is { } several)
        {
            var reason = new IgnoredReason.SeveralInOneWord();
            return ReadLine(Application([]), bare, RuntimeCertainty.Assumed, JvmEvidence.Program, null) with
            {
                Heap = null,
                Starts = null,
                Lost = new(several.Text, several, several.Origin ?? new TextOrigin.Argument("args"), reason),
            };
        }
        if (options.Count == 0)
            return null;
        return ReadLine(Application(options), bare, RuntimeCertainty.Assumed, JvmEvidence.Program, null);
    }

    // Words that are java's end as they end for java: behind -jar and its file, or at a class. What stands behind an option of two dashes may be its
    // value.
    private static List<Word> OptionsOf(ImmutableArray<Word> arguments)
    {
        var options = new List<Word>();
        bool isJava = false;
        for (int i = 0; i < arguments.Length; i++)
        {
            var word = arguments[i];
            string text = word.Text;
            if (text is "-jar" or "-m" or "--module" || (isJava && word.IsNoOption))
                break;
            if (text is "-cp" or "-classpath" or "--class-path" or "-p" or "--module-path")
            {
                isJava = true;
                i++;
            }
            else if (text.Length > 2 && text.StartsWith("--", StringComparison.Ordinal) && !text.Contains('='))
                i++;
            else
                options.Add(word);
        }
        return options;
    }

    /// <summary>The JVM behind a script that cannot be followed: every one reads the variables of the machine, whoever starts it, and where no product is
    /// known the script is taken to pass on what scripts usually do. Null where they decide no heap, or where the command itself speaks of one and what
    /// gets it cannot be told.</summary>
    public JvmProcess? ReadBehindScript()
    {
        if (_open is null && _input.MentionsHeap)
            return null;
        var environment = _environment.IsEmpty && _input.Environment is { } first ? first.Variables : _environment;
        var process = _open ?? new Process([], environment, EnvironmentComplete: _input.Environment?.IsComplete != false);
        bool isMachines = process.Environment.ContainsKey("JAVA_TOOL_OPTIONS") || process.Environment.ContainsKey("_JAVA_OPTIONS");
        JvmProcess? read =
            Product is null or { IsJdk: true } ? ReadGeneric(process, JvmEvidence.Variable)[0]
            : isMachines ? ReadLine(Application([]), process, RuntimeCertainty.Assumed, JvmEvidence.Variable, Product)
            : null;
        return read is { Starts: not false, Heap.DecidedBy: not null }
            ? read with
            {
                Certainty = read.Certainty == RuntimeCertainty.Exact ? RuntimeCertainty.Assumed : read.Certainty,
            }
            : null;
    }

    private JvmProcess ReadJava(Process process, RuntimeCertainty certainty)
    {
        string program = process.Arguments[0].Text;
        var read = ReadLine(process.Arguments[1..], process, certainty, JvmEvidence.Program, Product is { IsJdk: true } ? Product : null);
        // A JDK keeps its launcher in a folder bin; at another place the file may be missing.
        return program.Contains('/') && !program.EndsWith("bin/java", StringComparison.Ordinal)
            ? read with
            {
                Heap = null,
                Starts = null,
            }
            : read;
    }

    private IReadOnlyList<JvmProcess>? ReadEntrypoint(Process process)
    {
        bool startsJava = process.Arguments is [{ IsKnown: true } first, ..] && PathText.NameOf(first.Text) == "java";
        if (startsJava && Product is null)
            return [ReadJava(process, RuntimeCertainty.Assumed) with { IsPassedOn = true }];
        _onlyJava = false;
        if (Product is { Name: "distroless Java" })
        {
            return process.Arguments.IsEmpty
                ? null
                :
                [
                    ReadLine(
                        [Word.Of("-jar"), .. process.Arguments],
                        process,
                        IsOwnImage ? RuntimeCertainty.Exact : RuntimeCertainty.Assumed,
                        JvmEvidence.Image,
                        Product
                    ),
                ];
        }
        if (Product is { IsJdk: false } product)
        {
            var run = process.Arguments is [{ IsKnown: true } called, ..] ? Run(product, PathText.NameOf(called.Text), process) : product;
            return run is null ? [] : ReadScript(run.OfService(process.Arguments.AsSpan()), process, JvmEvidence.Image);
        }
        if (process.Environment.Keys.Any(JvmImages.IsOfBuildpack))
            return ReadPaketo(WithJavaOptions(process));
        if (Product is null && ReadArguments(process.Arguments, process) is { } passed)
            return [passed];
        bool hasVariable = HasJvmVariable(process.Environment);
        if (Product is null && !hasVariable && !process.Environment.Keys.Any(IsOfSpring))
            return [];
        return ReadGeneric(process, hasVariable ? JvmEvidence.Variable : JvmEvidence.Image);
    }

    /// <summary>An image that is not known: its script is taken to pass on the variables that scripts usually pass on.</summary>
    private IReadOnlyList<JvmProcess> ReadGeneric(Process process, JvmEvidence evidence)
    {
        var variables = new List<string>();
        foreach (var (name, value) in process.Environment)
        {
            if (JvmImages.IsConvention(name) || JvmImages.IsSizeConvention(name) || HoldsHeap(name, value))
                variables.Add(name);
        }
        variables.Sort(StringComparer.Ordinal);
        bool byMachine = JvmImages.MachineVariables.Any(process.Environment.ContainsKey) && variables.Count == 0;
        // Only an image of Java itself surely runs somebody who reads it.
        var certainty = byMachine && Product is not null && IsOwnImage ? RuntimeCertainty.Exact : RuntimeCertainty.Assumed;
        JvmProcess Try(IEnumerable<string> order)
        {
            var words = new List<Word>();
            foreach (string name in order)
            {
                var kind = JvmImages.IsSizeConvention(name)
                    ? name == "SOLR_HEAP" || name == "MAX_HEAP_SIZE"
                        ? JvmVariableKind.BothSizes
                        : JvmVariableKind.MaxSize
                    : JvmVariableKind.Options;
                AddVariable(words, new JvmVariable(name, kind), process.Environment);
            }
            return ReadLine(Application(words), process, certainty, evidence, Product);
        }

        var read = Try(variables);
        // An entrypoint that nobody has seen may itself set what the variables leave open.
        if (byMachine && read is { Starts: not false, Heap: not null and not { Origin: JvmHeapOrigin.Explicit } })
            read = read with { Certainty = RuntimeCertainty.Assumed };
        // In which order a script that nobody has seen puts them is not known.
        if (variables.Count > 1 && Try(variables.AsEnumerable().Reverse()).Heap?.MaxHeapBytes != read.Heap?.MaxHeapBytes)
        {
            read = read with { Heap = null, Starts = null, Certainty = RuntimeCertainty.Unknown };
        }
        return [read];
    }

    private List<JvmProcess> ReadScript(JvmImage product, Process process, JvmEvidence evidence)
    {
        var certainty = product.IsRead ? RuntimeCertainty.Exact : RuntimeCertainty.Assumed;
        var environment = product.DropsToolOptions ? process.Environment.Remove("JAVA_TOOL_OPTIONS") : process.Environment;
        var own = process with { Environment = environment };
        if (HasJvmVariable(environment) && evidence == JvmEvidence.Image)
            evidence = JvmEvidence.Variable;
        var mounted = JvmMountedOptions.Read(product, _input, Version, own);
        // What a file sets without export reaches the script alone.
        environment = mounted.Environment;
        var words = mounted.Words.ToList();
        foreach (var variable in product.Variables)
        {
            // What the script always adds stands in that file.
            if (mounted.Replaces && variable.Name.Length == 0)
                continue;
            if (
                variable.Kind == JvmVariableKind.ReplacesAll
                && environment.TryGetValue(variable.Name, out var value)
                && value.Prefix.Length > 0
            )
                words.Clear();
            AddVariable(words, variable, environment);
        }
        AddArguments(words, product, process);
        bool known = !mounted.IsUnknown && AddOwnHeap(words, product, environment);
        var read = ReadLine(Application(words), own, certainty, evidence, product);
        if (!known && read.Line?["MaxHeapSize"] is null && read.Starts != false)
            read = read with { Heap = null, Certainty = RuntimeCertainty.Unknown };
        // A default that nobody wrote does not stand against a file that nobody sees.
        JvmProcess Held(JvmProcess one) =>
            mounted.IsUnknown && one.Starts != false && one.Heap?.DecidedBy?.From is null or TextOrigin.ImageDefault
                ? one with
                {
                    Line = null,
                    Heap = null,
                    Certainty = RuntimeCertainty.Unknown,
                }
                : one;
        var all = new List<JvmProcess> { Held(read) with { PageCache = PageCacheOf(product, environment) } };
        foreach (var beside in product.Beside)
        {
            var more = new List<Word>();
            foreach (var variable in beside)
                AddVariable(more, variable, environment);
            all.Add(Held(ReadLine(Application(more), own, certainty, evidence, product)));
        }
        return all;
    }

    private static JvmSetting? PageCacheOf(JvmImage product, ImmutableDictionary<string, Word> environment)
    {
        foreach (string name in product.PageCache)
        {
            if (!environment.TryGetValue(name, out var value))
                continue;
            if (!value.IsKnown || !JvmSizes.TryParseSize(value.Text, 17, out ulong size) || size > long.MaxValue)
                return null;
            var origin = new TextOrigin.Variable(name);
            return new(name, value.Text, size, Word.Concat(Word.Of(name + "=", origin), value), origin) { Size = size };
        }
        return null;
    }

    // What the words of a start script add to those of its variables.
    private static void AddArguments(List<Word> words, JvmImage product, Process process)
    {
        for (int i = 0; i + 1 < process.Arguments.Length; i++)
        {
            string text = process.Arguments[i].Text;
            if (product.Arguments.FirstOrDefault(a => a.Name == text) is { } argument)
                AddVariable(words, argument, ImmutableDictionary<string, Word>.Empty.Add(text, process.Arguments[++i]));
        }
    }

    // The name alone tells of the script: in an image of such programs its own default is taken for granted.
    private JvmProcess Elsewhere(JvmProcess read) =>
        read switch
        {
            { Starts: not false, Heap: { } heap }
                when heap.DecidedBy is null
                    || (Product is null && heap.DecidedBy.From is TextOrigin.ImageDefault && read.Product?.HoldsDefaults != true) =>
                read with
                {
                    Heap = null,
                    Certainty = RuntimeCertainty.Unknown,
                },
            { Certainty: RuntimeCertainty.Exact, Heap.DecidedBy.From: TextOrigin.ImageDefault } => read with
            {
                Certainty = RuntimeCertainty.Assumed,
            },
            _ => read,
        };

    // Scripts that images call alike, whatever is in them, and those that one product's image starts with. Sources: apache/kafka docker/jvm/Dockerfile,
    // elastic/logstash docker/templates/Dockerfile.erb, apache/nifi nifi-docker/dockerhub/Dockerfile, trinodb/trino core/docker/Dockerfile,
    // opensearch-project/opensearch-build docker/release/dockerfiles, apache/druid distribution/docker/Dockerfile, itzg/docker-minecraft-server Dockerfile,
    // SonarSource/docker-sonarqube Dockerfile.
    private static bool IsOwnScript(JvmImage product, string path, string name) =>
        name is "docker-entrypoint.sh" or "entrypoint.sh"
        || path is "/etc/confluent/docker/run" or "/etc/confluent/docker/launch"
        || product.Name switch
        {
            "Kafka" => path is "/etc/kafka/docker/run" or "/etc/kafka/docker/launch",
            "Logstash" => name is "docker-entrypoint",
            "NiFi" => path.EndsWith("scripts/start.sh", StringComparison.Ordinal),
            "Trino" => name is "run-trino",
            "OpenSearch" => name is "opensearch-docker-entrypoint.sh",
            "Druid" => path is "/druid.sh",
            "Minecraft" => path is "/start" or "/image/scripts/start",
            "SonarQube" => path is "/opt/sonarqube/docker/sonar.sh",
            _ => false,
        };

    // Null where the roles are not known, and for machine learning above 16 GiB, where the share is of two parts.
    private static Derivation.Share? HeapOfRoles(MemoryBasis of, long memory, ImmutableDictionary<string, Word> environment)
    {
        const string MachineDependent = "elasticsearch distribution/tools/server-cli (MachineDependentHeap)";
        const long Most = 31 * 1024 * Mebi;
        string[] roles = [];
        if (environment.TryGetValue("node.roles", out var written))
        {
            if (!written.IsKnown)
                return null;
            roles = written.Text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
        if (roles.Length > 0 && Array.TrueForAll(roles, r => r == "master"))
            return Derivation.Share.Between(of, memory, 60, MachineDependent, most: Most, unit: Mebi);
        if (roles.Contains("ml") && Array.TrueForAll(roles, r => r is "ml" or "remote_cluster_client"))
            return memory > 16 * 1024 * Mebi ? null : Derivation.Share.Between(of, memory, 40, MachineDependent, unit: 4 * Mebi);
        return memory < 1024 * Mebi
            ? Derivation.Share.Between(of, memory, 40, MachineDependent, least: 128 * Mebi, unit: Mebi)
            : Derivation.Share.Between(of, memory, 50, MachineDependent, most: Most, unit: Mebi);
    }

    /// <summary>What a script sizes by itself where no option does.</summary>
    /// <returns>False if that is not known.</returns>
    private bool AddOwnHeap(List<Word> words, JvmImage product, ImmutableDictionary<string, Word> environment)
    {
        if (product.Heap == JvmImageHeap.RedHat)
            return AddRedHat(words, environment);
        if (product.Heap == JvmImageHeap.RedHatBefore)
            return AddRedHatBefore(words, environment);
        if (words.Exists(w => !w.IsKnown) || words.Exists(IsMaxHeap))
            return true;
        switch (product.Heap)
        {
            case JvmImageHeap.None:
                return true;
            case JvmImageHeap.Elasticsearch:
                if (words.Exists(w => w.Text.StartsWith("-Xms", StringComparison.Ordinal)))
                    return true;
                var of = _input.Around.MemoryLimit.Value is null ? MemoryBasis.Node : MemoryBasis.Limit;
                if (
                    !_input.Around.MemoryLimit.IsKnown
                    || (_input.Around.MemoryLimit.Value ?? _input.Around.NodeMemoryBytes) is not { } memory
                    || HeapOfRoles(of, memory, environment) is not { } heap
                )
                    return false;
                words.InsertRange(0, [Own("-Xms", heap), Own("-Xmx", heap)]);
                return true;
            case JvmImageHeap.Cassandra:
                if (_input.Around.NodeMemoryBytes is not { } node)
                    return false;
                const string Calculated = "cassandra conf/cassandra-env.sh (calculate_heap_sizes)";
                var half = Derivation.Share.Between(MemoryBasis.Node, node, 50, Calculated, most: 1024 * Mebi, unit: Mebi);
                var quarter = Derivation.Share.Between(MemoryBasis.Node, node, 25, Calculated, most: 8192 * Mebi, unit: Mebi);
                var larger = quarter.Bytes >= half.Bytes ? quarter : half;
                words.InsertRange(0, [Own("-Xms", larger), Own("-Xmx", larger)]);
                return true;
            case JvmImageHeap.RunJava:
                return AddRatio(
                    words,
                    environment,
                    Version >= 10 ? null
                        : _input.Around.MemoryLimit.Value <= 300 * Mebi ? 25
                        : 50
                );
            default:
                return false;
        }
    }

    private const long Mebi = 1L << 20;

    /// <summary>The options of java-default-options (redhat-openjdk-containers): JAVA_OPTS in place of all of them, even if empty.</summary>
    private static bool AddRedHat(List<Word> words, ImmutableDictionary<string, Word> environment)
    {
        if (environment.ContainsKey("JAVA_OPTS"))
        {
            words.Clear();
            AddVariable(words, new JvmVariable("JAVA_OPTS"), environment);
            return true;
        }
        var share = Word.Of("80.0", DefaultOrigin);
        TextOrigin origin = DefaultOrigin;
        if (environment.TryGetValue("JAVA_MAX_MEM_RATIO", out var given))
        {
            if (
                !given.IsKnown
                || !decimal.TryParse(given.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal ratio)
                || ratio is < 0 or > 100
            )
                return false;
            origin = new TextOrigin.Variable("JAVA_MAX_MEM_RATIO");
            // printf %.0f rounds halves to the even number.
            string rounded = decimal.Round(ratio, MidpointRounding.ToEven).ToString("0", CultureInfo.InvariantCulture);
            share = Word.Concat(rounded == given.Text ? given : Word.Of(rounded, origin), Word.Of(".0", origin));
        }
        words.Insert(0, Word.Of("-XX:+UseParallelGC", DefaultOrigin));
        if (share.Text != "0.0")
            words.Insert(0, Word.Concat(Word.Of("-XX:MaxRAMPercentage=", origin), share));
        return true;
    }

    /// <summary>
    /// The options of java-default-options (jboss-openshift/cct_module): a share of the limit, and for the start a share of that, unless JAVA_OPTS gives a
    /// heap; they stand in front of what may say otherwise.
    /// </summary>
    private bool AddRedHatBefore(List<Word> words, ImmutableDictionary<string, Word> environment)
    {
        const string Source =
            "jboss-openshift/cct_module jboss/container/java/jvm/bash/java-default-options (calc_max_memory, calc_init_memory)";
        if (words.Exists(w => !w.IsKnown) || words.Exists(w => w.Text.StartsWith("-Xmx", StringComparison.Ordinal)))
            return true;
        int? max = Percent("JAVA_MAX_MEM_RATIO", 50),
            initial = Percent("JAVA_INITIAL_MEM_RATIO", 25);
        if (max is null || initial is null || !_input.Around.MemoryLimit.IsKnown)
            return false;
        if (max == 0 || _input.Around.MemoryLimit.Value is not { } limit)
            return true;
        var share = Derivation.Share.Between(MemoryBasis.Limit, limit, max.Value, Source);
        share = share with { Bytes = (share.Bytes + (Mebi / 2)) / Mebi * Mebi, Unit = Mebi };
        words.Insert(0, Own("-Xmx", share));
        // JAVA_MAX_INITIAL_MEM.
        const long MostAtFirst = 4096;
        long first = ((share.Bytes / Mebi * initial.Value) + 50) / 100;
        if (first > 0)
            words.Insert(0, Own(string.Create(CultureInfo.InvariantCulture, $"-Xms{Math.Min(first, MostAtFirst)}m")));
        return true;

        int? Percent(string name, int usual) =>
            !environment.TryGetValue(name, out var given) ? usual
            : given.IsKnown && int.TryParse(given.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int written) && written <= 100
                ? written
            : null;
    }

    private bool AddRatio(List<Word> words, ImmutableDictionary<string, Word> environment, int? usual)
    {
        int? ratio = usual;
        if (environment.TryGetValue("JAVA_MAX_MEM_RATIO", out var given))
        {
            if (
                !given.IsKnown
                || !int.TryParse(given.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int written)
                || written > 1000
            )
                return false;
            ratio = written;
        }
        if (ratio is null or 0)
            return true;
        if (!_input.Around.MemoryLimit.IsKnown)
            return false;
        if (_input.Around.MemoryLimit.Value is { } limit)
        {
            const string RunJava = "fabric8io-images/run-java-sh fish-pepper/run-java-sh/fp-files/run-java.sh (calc_max_memory)";
            var share = Derivation.Share.Between(MemoryBasis.Limit, limit, ratio.Value, RunJava);
            words.Add(Own("-Xmx", share with { Bytes = (share.Bytes + (Mebi / 2)) / Mebi * Mebi, Unit = Mebi }));
        }
        return true;
    }

    private static Word Own(string text) => Word.Of(text, DefaultOrigin);

    private static Word Own(string option, Derivation size) =>
        Word.Of($"{option}{size.Bytes / Mebi}m", new TextOrigin.ImageDefault { By = size });

    private static bool IsMaxHeap(Word word) =>
        word.Text.StartsWith("-Xmx", StringComparison.Ordinal)
        || word.Text.StartsWith("-XX:MaxHeapSize=", StringComparison.Ordinal)
        || word.Text.StartsWith("-XX:MaxRAMPercentage=", StringComparison.Ordinal);

    // The launch helper of the image appends JAVA_OPTS to what the JVM reads by itself.
    private static Process WithJavaOptions(Process process)
    {
        if (process.Variable("JAVA_OPTS") is not { } more)
            return process;
        var both = process.Variable("JAVA_TOOL_OPTIONS") is { } before ? Word.Concat(before, Word.Of(" "), more) : more;
        var variables = process.Environment;
        return process with { Environment = variables.SetItem("JAVA_TOOL_OPTIONS", both) };
    }

    /// <summary>The memory calculator of Paketo's buildpacks, runtime-memory.md §5.1; it needs the number of classes, which only a variable tells.</summary>
    private List<JvmProcess> ReadPaketo(Process process)
    {
        var read = ReadLine([Word.Of("-jar"), Word.Of("app.jar")], process, RuntimeCertainty.Exact, JvmEvidence.Variable, null);
        if (read.Starts == false || read.Line is not { IsUncertain: false } line)
            return [read];
        foreach (string name in CalculatorNumbers)
        {
            if (process.Environment.TryGetValue(name, out var value) && value.IsKnown && !IsWhole(value.Text))
            {
                var origin = new TextOrigin.Variable(name);
                var at = new JvmSetting(name, value.Text, null, Word.Concat(Word.Of(name + "=", origin), value), origin);
                return [NotCalculated(read, at, new(FailureDetailKind.NotWhole))];
            }
        }
        long? Number(string name, long otherwise) =>
            !process.Environment.TryGetValue(name, out var value) ? otherwise
            : value.IsKnown
            && long.TryParse(value.Text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number < 1_000_000_000
                ? number
            : null;
        var classes = process.Environment.ContainsKey("BPL_JVM_LOADED_CLASS_COUNT") ? Number("BPL_JVM_LOADED_CLASS_COUNT", 0) : null;
        long? threads = Number("BPL_JVM_THREAD_COUNT", 250),
            // The one with the older name counts where the other is not set, and has to be a number even then.
            room = Number("BPL_JVM_HEADROOM", 0) is { } older ? Number("BPL_JVM_HEAD_ROOM", older) : null;
        var given = line["MaxHeapSize"];
        var unknown = given is null ? read with { Heap = null, Starts = null, Certainty = RuntimeCertainty.Unknown } : read;
        if (threads is null || room is null || _input.Around.MemoryLimit.Value is not { } total)
            return [unknown];
        Int128 Given(string flag, Int128 otherwise, int unit = 1) => line[flag]?.Size is { } size ? (Int128)size * unit : otherwise;
        // Without the number of classes this is the least that the calculator counts.
        Int128 direct = Given("MaxDirectMemorySize", 10 * Mebi),
            metaspace = Given("MaxMetaspaceSize", 14_000_000 + (5_800 * (Int128)(classes ?? 0))),
            code = Given("ReservedCodeCacheSize", 240 * Mebi),
            stack = Given("ThreadStackSize", Mebi, 1024),
            head = (Int128)total * room.Value / 100;
        var rest = direct + metaspace + code + (stack * threads.Value) + head;
        if (rest + (Int128)(given?.Size ?? 0) > total || (given is null && rest == total))
        {
            bool isLeast = classes is null && line["MaxMetaspaceSize"] is null;
            string reserved = new ByteSize((long)Int128.Min(rest, long.MaxValue)).ToHumanBeside(new ByteSize(total));
            return [NotCalculated(read, given, new(FailureDetailKind.Reserved, reserved) { IsAtLeast = isLeast })];
        }
        if (given is not null || (classes is null && line["MaxMetaspaceSize"] is null))
            return [unknown];
        DerivationTerm[] terms =
        [
            new("memory limit", total),
            new("direct buffers", -direct),
            new("metaspace", -metaspace),
            new("code cache", -code),
            new("thread stacks", -stack, threads.Value),
            .. head > 0 ? [new DerivationTerm("head room", -head)] : ImmutableArray<DerivationTerm>.Empty,
        ];
        return [read with { Heap = Calculated(read.Heap!, (long)((total - rest) / 1024 * 1024), terms) }];
    }

    // Atoi of all of them. Source: paketo-buildpacks/libjvm helper/memory_calculator.go.
    private static readonly ImmutableArray<string> CalculatorNumbers =
    [
        "BPL_JVM_HEAD_ROOM",
        "BPL_JVM_HEADROOM",
        "BPL_JVM_LOADED_CLASS_COUNT",
        "BPL_JVM_THREAD_COUNT",
    ];

    private static bool IsWhole(string text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);

    private static JvmProcess NotCalculated(JvmProcess read, JvmSetting? at, FailureDetail detail) =>
        read with
        {
            Heap = null,
            Starts = false,
            Failure = RuntimeFailure.MemoryCalculator,
            ExitCode = null,
            FailedAt = at,
            FailureDetail = detail,
        };

    private static JvmHeap Calculated(JvmHeap heap, long bytes, DerivationTerm[] terms)
    {
        var sum = new Derivation.Sum([.. terms])
        {
            Bytes = bytes,
            Unit = 1024,
            Source = "paketo-buildpacks/libjvm calc/calculator.go (Calculator.Calculate)",
        };
        var origin = new TextOrigin.ImageDefault { By = sum };
        string size = $"{bytes / 1024}";
        var by = new JvmSetting("MaxHeapSize", $"{size}k", null, Word.Of($"-Xmx{size}K", origin), origin);
        return heap with { MaxHeapBytes = bytes, InitialHeapBytes = null, Origin = JvmHeapOrigin.ImageDefault, DecidedBy = by };
    }

    private static void AddVariable(List<Word> words, JvmVariable variable, ImmutableDictionary<string, Word> environment)
    {
        if (variable.Else is { } instead && !environment.ContainsKey(variable.Name) && environment.ContainsKey(instead))
            variable = variable with { Name = instead };
        if (
            variable.Name.Length == 0
            || !environment.TryGetValue(variable.Name, out var value)
            || (value.IsKnown && value.Text.Length == 0)
            || (variable.OnlyWith is { } other && !environment.ContainsKey(other))
        )
        {
            bool isKept = variable.IsEmptyKept && environment.ContainsKey(variable.Name);
            if (variable.Default is { } text && !isKept)
                words.AddRange(text.Split(' ').Select(Own));
            return;
        }
        if (!value.IsKnown && (value.Outline is null || variable.Kind is not (JvmVariableKind.Options or JvmVariableKind.ReplacesAll)))
        {
            words.Add(Word.UnknownMany);
            return;
        }
        var origin = new TextOrigin.Variable(variable.Name);
        if (value.Parts.IsEmpty)
            value = Word.Of(value.Text, origin);
        if (variable.TakesShare && value.Text.EndsWith('%'))
        {
            var share = value.Slice(0, value.Text.Length - 1);
            words.Add(Word.Concat(Word.Of("-XX:InitialRAMPercentage=", origin), share));
            words.Add(Word.Concat(Word.Of("-XX:MaxRAMPercentage=", origin), share));
            return;
        }
        switch (variable.Kind)
        {
            case JvmVariableKind.MaxSize:
                words.Add(Word.Concat(Word.Of("-Xmx", origin), value));
                break;
            case JvmVariableKind.InitialSize:
                words.Add(Word.Concat(Word.Of("-Xms", origin), value));
                break;
            case JvmVariableKind.DirectSize:
                words.Add(Word.Concat(Word.Of("-XX:MaxDirectMemorySize=", origin), value));
                break;
            case JvmVariableKind.BothSizes:
                words.Add(Word.Concat(Word.Of("-Xms", origin), value));
                words.Add(Word.Concat(Word.Of("-Xmx", origin), value));
                break;
            case JvmVariableKind.MaxMebibytes or JvmVariableKind.BothMebibytes:
                bool hasUnit = value.Text.Length > 0 && !char.IsAsciiDigit(value.Text[^1]);
                if (variable.Kind == JvmVariableKind.BothMebibytes)
                    words.Add(Word.Concat(Word.Of("-Xms", origin), value, Word.Of(hasUnit ? "" : "m", origin)));
                words.Add(Word.Concat(Word.Of("-Xmx", origin), value, Word.Of(hasUnit ? "" : "m", origin)));
                break;
            default:
                words.AddRange(JvmWords.Split(value) ?? JvmWords.SplitPlainly(value));
                break;
        }
    }

    private static List<Word> Application(List<Word> words)
    {
        words.AddRange([Word.Of("-jar"), Word.Of("app.jar")]);
        return words;
    }

    private JvmProcess ReadLine(
        IReadOnlyList<Word> arguments,
        Process process,
        RuntimeCertainty certainty,
        JvmEvidence evidence,
        JvmImage? product
    )
    {
        // The other JDK images hold HotSpot, whatever somebody asks of it.
        bool isOpenJ9 =
            (_input.Image is { } image && OpenJ9.IsImage(image))
            || (Product is not { IsJdk: true } && OpenJ9.IsToldBy(arguments, process.Environment));
        bool hasVendorOptions =
            _input.Image?.Says("vendor") == true
            || (process.Arguments is [{ IsKnown: true } program, ..] && ImageWords.Say(program.Text, "vendor"));
        int? update = _input is { ConfiguredVersion: null, Image: { } own } ? JavaReleases.UpdateOf8(own) : null;
        var line = JvmCommandLine.Read(arguments, process.Environment, Version, _input.ReadFile, isOpenJ9, hasVendorOptions, update);
        bool restsOnSources = !process.EnvironmentComplete && certainty == RuntimeCertainty.Exact;
        if (restsOnSources)
            certainty = RuntimeCertainty.Assumed;
        var heap = isOpenJ9 ? OpenJ9.Compute(line, _input.Around) : JvmErgonomics.Compute(line, Seen(line), Version);
        if (line.Failure is not null)
        {
            return new(line, null, false, line.Failure, line.ExitCode, line.FailedAt, Weaker(certainty), evidence, product)
            {
                UnsetName = process.UnsetName,
            };
        }
        if (line.IsUncertain)
            return new(line, null, null, null, null, null, RuntimeCertainty.Unknown, evidence, product);
        if (heap.Failure is not null)
            return new(line, null, false, heap.Failure, 1, heap.FailedAt ?? heap.DecidedBy, Weaker(certainty), evidence, product)
            {
                FailureDetail = heap.FailureDetail,
                UnsetName = process.UnsetName,
            };
        bool isSet = heap.DecidedBy is not null && heap.DecidedBy.From is not TextOrigin.ImageDefault;
        // Where variables may be missing, a heap that nothing sets may be set after all.
        if (!process.EnvironmentComplete && !isSet)
            heap = heap with { MaxHeapBytes = null, InitialHeapBytes = null };
        return new(
            line,
            heap,
            line.HasUnsureOption || heap.IsUnsure ? null : true,
            null,
            null,
            null,
            isSet ? certainty : Weaker(certainty),
            evidence,
            product
        )
        {
            UnsetName = isSet ? null : process.UnsetName,
            RestsOnSources = restsOnSources,
        };

        RuntimeCertainty Weaker(RuntimeCertainty own) =>
            process.UnsetName is not null && own == RuntimeCertainty.Exact ? RuntimeCertainty.Assumed : own;
    }

    /// <summary>Variables with JVM options that nothing reads: conventions beside a command that does not use them, and misspelt names.</summary>
    public IEnumerable<JvmIgnoredSetting> NeverReferenced(ProcessPlan plan)
    {
        foreach (var (name, value) in _environment.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (!value.IsKnown || !HoldsOptions(value.Text))
                continue;
            bool convention = _onlyJava && JvmImages.IsConvention(name),
                misspelt = JvmImages.IsMisspelt(name);
            // A ConfigMap may serve several containers.
            bool isOwn = value.Parts.All(p => p.Origin is TextOrigin.Variable own && own.Name == name);
            if ((!(convention && isOwn) && !misspelt) || IsUsed(plan, name, value))
                continue;
            IgnoredReason reason = misspelt ? new IgnoredReason.NoSuchVariable() : new IgnoredReason.NotUsed();
            yield return new(name, value, new TextOrigin.Variable(name), reason);
        }
    }

    private static bool HoldsOptions(string text) =>
        text.Contains("-X", StringComparison.Ordinal) || text.Contains("-D", StringComparison.Ordinal);

    private bool IsUsed(ProcessPlan plan, string name, Word value)
    {
        var origins = value.Parts.Select(p => p.Origin).ToList();
        bool Holds(Word word) => word.Parts.Any(p => origins.Contains(p.Origin) || p.Origin is TextOrigin.Variable own && own.Name == name);
        return Words(plan).Any(Holds) || _environment.Any(e => e.Key != name && Holds(e.Value));
    }

    private static IEnumerable<Word> Words(ProcessPlan plan) =>
        plan switch
        {
            ProcessPlan.Run run => run.Process.Arguments,
            ProcessPlan.Sequence sequence => sequence.Steps.SelectMany(Words),
            ProcessPlan.SideBySide branches => branches.Branches.SelectMany(Words),
            ProcessPlan.OneOf choice => choice.Alternatives.SelectMany(Words),
            _ => [],
        };

    // A variable of any name that holds a whole option for the heap; where its name is no convention it may be anybody's.
    private static bool HoldsHeap(string name, Word value) =>
        value.Outline is { } text
        && !Placeholder.IsIn(name)
        && text.Contains("-X", StringComparison.Ordinal)
        && !JvmImages.MachineVariables.Contains(name)
        && !JvmImages.IsMisspelt(name)
        && !OpenJ9.Variables.Contains(name)
        && JvmWords.SplitPlainly(value).Exists(w => IsHeapOption(w.Text));

    private static bool IsSeveralOptions(Word word) =>
        word.IsKnown
        && word.Text.StartsWith("-X", StringComparison.Ordinal)
        && JvmWords.SplitPlainly(word) is { Count: > 1 } words
        && words.TrueForAll(w => w.Text.StartsWith('-'))
        && words.Exists(w => IsHeapOption(w.Text));

    /// <summary>True for a well-formed <c>-Xmx512m</c> or <c>-XX:MaxRAMPercentage=75</c>.</summary>
    private static bool IsHeapOption(string text)
    {
        if (text.StartsWith("-XX:MaxRAMPercentage=", StringComparison.Ordinal))
            return text.Length > "-XX:MaxRAMPercentage=".Length && char.IsAsciiDigit(text["-XX:MaxRAMPercentage=".Length]);
        return text.StartsWith("-Xmx", StringComparison.Ordinal)
            && JvmSizes.TryParseSize(text.AsSpan("-Xmx".Length), 17, out ulong size)
            && size >= 1 << 20;
    }

    // Variables of Spring Boot's applications, which say nothing of a heap.
    private static bool IsOfSpring(string name) =>
        name.StartsWith("SPRING_", StringComparison.Ordinal) || name.StartsWith("MANAGEMENT_", StringComparison.Ordinal);

    private static bool HasJvmVariable(ImmutableDictionary<string, Word> environment)
    {
        foreach (string name in environment.Keys)
        {
            if (
                JvmImages.MachineVariables.Contains(name)
                || OpenJ9.Variables.Contains(name)
                || JvmImages.IsConvention(name)
                || JvmImages.IsOfBuildpack(name)
            )
                return true;
            if (HoldsHeap(name, environment[name]))
                return true;
            if (JvmImages.IsMisspelt(name) && environment[name] is { IsKnown: true } value && HoldsOptions(value.Text))
                return true;
        }
        return false;
    }
}
