using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes.Java;

/// <summary>Finds the JVMs among the processes of one container and reads their options.</summary>
internal sealed class JvmProcessReader
{
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
        JvmVariables.HasJvmVariable(_environment) ? JvmEvidence.Variable
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
        var environment = process.Inherited;
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
        if (mayStartOne && (Product is not null || JvmVariables.HasJvmVariable(process.Environment)))
            (HasOpenProgram, _open) = (true, process);
        return [];
    }

    // What a program of a product runs with these words: itself, or another product; null for a tool. Of its programs the first one alone has commands.
    private static JvmImage? Run(JvmImage script, string name, Process process)
    {
        if (script.Name == SparkSubmit.Product)
            return SparkSubmit.IsElsewhere(process) ? null : script;
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
        var options = arguments.Where(w => w.IsKnown && JvmCommandLine.IsHeapOption(w.Text)).ToList();
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
            return ReadPaketo(PaketoCalculator.WithJavaOptions(process));
        if (Product is null && ReadArguments(process.Arguments, process) is { } passed)
            return [passed];
        bool hasVariable = JvmVariables.HasJvmVariable(process.Environment);
        if (Product is null && !hasVariable && !process.Environment.Keys.Any(JvmVariables.IsOfSpring))
            return [];
        return ReadGeneric(process, hasVariable ? JvmEvidence.Variable : JvmEvidence.Image);
    }

    /// <summary>An image that is not known: its script is taken to pass on the variables that scripts usually pass on.</summary>
    private IReadOnlyList<JvmProcess> ReadGeneric(Process process, JvmEvidence evidence)
    {
        var variables = new List<string>();
        foreach (var (name, value) in process.Environment)
        {
            if (
                (JvmImages.IsConvention(name) || JvmImages.IsSizeConvention(name) || JvmVariables.HoldsHeap(name, value))
                && !JvmVariables.IsInMachineVariable(name, value, process.Environment, Version)
            )
                variables.Add(name);
        }
        variables = [.. variables.Order(StringComparer.Ordinal)];
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
                JvmVariableWords.Add(words, new JvmVariable(name, kind), process.Environment);
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
        if (evidence == JvmEvidence.Image && environment.Any(v => IsTaken(product, v.Key, v.Value)))
            evidence = JvmEvidence.Variable;
        var mounted = JvmMountedOptions.Read(product, _input, Version, own);
        // What a file sets without export reaches the script alone.
        environment = mounted.Environment;
        var words = mounted.Words.ToList();
        foreach (var variable in product.Variables.Select(v => v.Of(process)))
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
            JvmVariableWords.Add(words, variable, environment);
        }
        AddArguments(words, product, process);
        bool known = !mounted.IsUnknown && new JvmOwnHeap(_input, Version).Add(words, product, environment);
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
                JvmVariableWords.Add(more, variable, environment);
            all.Add(Held(ReadLine(Application(more), own, certainty, evidence, product)));
        }
        return all;
    }

    // What neither the machine nor the script reads tells of nothing. A script that nobody has read may read what scripts usually do.
    private static bool IsTaken(JvmImage product, string name, Word value) =>
        JvmImages.MachineVariables.Contains(name)
        || OpenJ9.Variables.Contains(name)
        || JvmImages.IsOfBuildpack(name)
        || product.Variables.Any(v => v.Name == name)
        || (!product.IsRead && (JvmImages.IsConvention(name) || JvmVariables.HoldsHeap(name, value)));

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
        if (product.Name == SparkSubmit.Product)
            words.AddRange(SparkSubmit.Heap(process));
        for (int i = 0; i + 1 < process.Arguments.Length; i++)
        {
            string text = process.Arguments[i].Text;
            if (product.Arguments.FirstOrDefault(a => a.Name == text) is { } argument)
                JvmVariableWords.Add(words, argument, ImmutableDictionary<string, Word>.Empty.Add(text, process.Arguments[++i]));
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

    private List<JvmProcess> ReadPaketo(Process process)
    {
        var read = ReadLine(Application([]), process, RuntimeCertainty.Exact, JvmEvidence.Variable, null);
        return [PaketoCalculator.Of(read, process, _input.Around.MemoryLimit)];
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
        string? wrapper = restsOnSources && process.UnsetName is null ? process.Wrapper?.Name : null;
        var heap = isOpenJ9 ? OpenJ9.Compute(line, _input.Around) : JvmErgonomics.Compute(line, Seen(line), Version);
        if (line.Failure is not null)
        {
            return new(line, null, false, line.Failure, line.ExitCode, line.FailedAt, Weaker(certainty), evidence, product)
            {
                UnsetName = process.UnsetName,
                Wrapper = wrapper,
            };
        }
        if (line.IsUncertain)
            return new(line, null, null, null, null, null, RuntimeCertainty.Unknown, evidence, product);
        if (heap.Failure is not null)
            return new(line, null, false, heap.Failure, 1, heap.FailedAt ?? heap.DecidedBy, Weaker(certainty), evidence, product)
            {
                FailureDetail = heap.FailureDetail,
                UnsetName = process.UnsetName,
                Wrapper = wrapper,
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
            Wrapper = wrapper,
        };

        RuntimeCertainty Weaker(RuntimeCertainty own) =>
            process.UnsetName is not null && own == RuntimeCertainty.Exact ? RuntimeCertainty.Assumed : own;
    }

    /// <summary>Variables with JVM options that nothing reads: conventions beside a command that does not use them, and misspelt names.</summary>
    public IEnumerable<JvmIgnoredSetting> NeverReferenced(ProcessPlan plan)
    {
        foreach (var (name, value) in _environment.OrderBy(e => e.Key, StringComparer.Ordinal))
        {
            if (!value.IsKnown || !JvmVariables.HoldsOptions(value.Text))
                continue;
            bool convention = _onlyJava && (JvmImages.IsConvention(name) || JvmVariables.HoldsHeap(name, value)),
                misspelt = JvmImages.IsMisspelt(name);
            // A ConfigMap may serve several containers.
            bool isOwn = value.Parts.All(p => p.Origin is TextOrigin.Variable own && own.Name == name);
            if ((!(convention && isOwn) && !misspelt) || IsUsed(plan, name, value))
                continue;
            IgnoredReason reason = misspelt ? new IgnoredReason.NoSuchVariable() : new IgnoredReason.NotUsed();
            yield return new(name, value, new TextOrigin.Variable(name), reason);
        }
    }

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

    private static bool IsSeveralOptions(Word word) =>
        word.IsKnown
        && word.Text.StartsWith("-X", StringComparison.Ordinal)
        && JvmWords.SplitPlainly(word) is { Count: > 1 } words
        && words.TrueForAll(w => w.Text.StartsWith('-'))
        && words.Exists(w => JvmCommandLine.IsHeapOption(w.Text));
}
