using System.Collections.Immutable;
using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Surface;
using ManifestLint.Cluster;
using ManifestLint.Configuration;

namespace ManifestLint.Cli.Options;

/// <summary>Options that scan and inspect share.</summary>
internal sealed class SharedOptions
{
    private readonly Argument<string[]> _paths = new("PATH")
    {
        Description = "Files, folders, glob patterns, or - for standard input; the current folder if none is given",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<KubernetesVersion?> _kubernetesVersion = new("--kubernetes-version")
    {
        // Put together without a template inside of a template: for two at once the runtime's pool measures the processor first, in every start.
        Description =
            $"Minor version whose behaviour counts, 1.{KubernetesVersion.Oldest} to 1.{KubernetesVersion.Newest} (default "
            + KubernetesVersion.Default
            + ")",
        HelpName = "VERSION",
        CompletionSources =
        {
            _ =>
                Enumerable
                    .Range(KubernetesVersion.Oldest, KubernetesVersion.Newest - KubernetesVersion.Oldest + 1)
                    .Select(minor => new CompletionItem(new KubernetesVersion(minor).ToString())),
        },
        CustomParser = result =>
            KubernetesVersion.TryParse(Only(result), out var version)
                ? version
                : Fail<KubernetesVersion?>(
                    result,
                    $"'{Only(result)}' is not a Kubernetes version between 1.{KubernetesVersion.Oldest} and 1.{KubernetesVersion.Newest}"
                ),
    };

    private readonly Option<long?> _nodeMemory = new("--node-memory")
    {
        Description = "Memory of the nodes, a quantity or plain bytes (default 16Gi)",
        HelpName = "QUANTITY",
        CustomParser = result =>
            NodeAmounts.Memory(Only(result)) is { } bytes
                ? bytes
                : Fail<long?>(result, $"'{Only(result)}' is not an amount of memory such as 16Gi"),
    };

    private readonly Option<long?> _nodeCpus = new("--node-cpus")
    {
        Description = "Cpus of the nodes (default 4)",
        HelpName = "N",
        CustomParser = result =>
            NodeAmounts.Cpus(Only(result)) is { } milli
                ? milli
                : Fail<long?>(result, $"'{Only(result)}' is not a number of cpus such as 4"),
    };

    private readonly Option<int?> _javaVersion = new("--java-version")
    {
        Description = "Java version where image tags do not tell it (default: image tag, else 17)",
        HelpName = "N",
        CustomParser = result =>
            int.TryParse(Only(result), out int version) && version is >= 8 and <= 99
                ? version
                : Fail<int?>(result, $"'{Only(result)}' is not a Java version such as 17"),
    };

    private readonly Option<string?> _namespace = new("--namespace")
    {
        Description = "Namespace of objects that name none",
        HelpName = "NAME",
    };

    private readonly Option<string[]> _kustomize = new("--kustomize")
    {
        Description =
            "Look into what the kustomization of this folder composes, and without paths into nothing else; may be given several times",
        HelpName = "DIR",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<string[]> _context = new("--context")
    {
        Description =
            "Read files or a folder for facts alone, with no findings in them: LimitRanges, quotas, Namespaces, classes of a cluster; may be given several times",
        HelpName = "PATH",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly Option<int?> _jobs = new("--jobs", "-j")
    {
        Description = "Files to analyse at the same time (default: one per cpu)",
        HelpName = "N",
        CustomParser = result =>
            int.TryParse(Only(result), out int jobs) && jobs is >= 1 and <= 1024
                ? jobs
                : Fail<int?>(result, $"'{Only(result)}' is not a number of jobs such as 4"),
    };

    private readonly Option<ColorMode> _color = ColorOption();

    private readonly Option<string?> _config = new("--config")
    {
        Description = $"Configuration to use instead of the {ConfigurationFiles.Name} that is found",
        HelpName = "FILE",
    };
    private readonly Option<bool> _noConfig = new("--no-config") { Description = "Use no configuration" };
    private readonly Option<string?> _output = new("--output", "-o")
    {
        Description = "Write the report to a file instead of standard output",
        HelpName = "FILE",
    };
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "No progress, no summary" };
    private readonly Option<bool> _verbose = new("--verbose", "-v")
    {
        Description = "List what was skipped, and findings that others cover",
    };

    /// <summary>Adds them to a command.</summary>
    public void AddTo(Command command)
    {
        command.Arguments.Add(_paths);
        foreach (
            Option option in new Option[]
            {
                _output,
                _kustomize,
                _context,
                _kubernetesVersion,
                _nodeMemory,
                _nodeCpus,
                _javaVersion,
                _namespace,
                _config,
                _noConfig,
                _jobs,
                _color,
                _quiet,
                _verbose,
            }
        )
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Adds <c>--format</c>, and what has to be said where a format is written for <c>--output</c>.</summary>
    public void AddFormatTo(Command command, Option<ReportFormat> format)
    {
        command.Options.Add(format);
        OutputCheck.RefuseFormatNames(command, format, _output);
    }

    /// <summary>Adds those that decide facts, and colour.</summary>
    public void AddAssumptionsTo(Command command)
    {
        foreach (
            Option option in new Option[]
            {
                _kubernetesVersion,
                _nodeMemory,
                _nodeCpus,
                _javaVersion,
                _namespace,
                _context,
                _config,
                _noConfig,
                _color,
            }
        )
            command.Options.Add(option);
    }

    /// <summary><c>--color</c>.</summary>
    public static Option<ColorMode> ColorOption() =>
        new("--color")
        {
            Description = "Colour: auto, always or never (default auto)",
            HelpName = "WHEN",
            CompletionSources = { "auto", "always", "never" },
            CustomParser = result =>
                Only(result) switch
                {
                    "auto" => ColorMode.Auto,
                    "always" => ColorMode.Always,
                    "never" => ColorMode.Never,
                    var other => Fail<ColorMode>(result, $"'{other}' is not auto, always or never"),
                },
        };

    /// <summary>Paths as given.</summary>
    public IReadOnlyList<string> Paths(ParseResult result) => result.GetValue(_paths) ?? [];

    /// <summary>Folders whose kustomizations are asked for, as given.</summary>
    public IReadOnlyList<string> Kustomizations(ParseResult result) => result.GetValue(_kustomize) ?? [];

    /// <summary>What is read for facts only: as given, then what the configuration of the run names.</summary>
    public ImmutableArray<ContextPath> Context(ParseResult result, ConfigurationChoice run) =>
        [
            .. (result.GetValue(_context) ?? []).Select(path => new ContextPath(path, null)),
            .. run.Configuration.Context.Select(path => new ContextPath(
                ManifestFiles.WithForwardSlashes(Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.Join(run.Folder, path))),
                $"{ConfigurationChoice.Position(run.Configuration.Places["context"])}: context"
            )),
        ];

    /// <summary>The configurations that apply; null after messages if one cannot be used.</summary>
    public Configurations? Configurations(
        ParseResult result,
        IReadOnlyList<string>? paths = null,
        IReadOnlyList<string>? excluded = null
    ) =>
        Cli.Options.Configurations.For(
            paths ?? [.. Paths(result), .. Kustomizations(result)],
            result.GetValue(_config),
            result.GetValue(_noConfig),
            excluded
        );

    /// <summary>What is assumed: options beat the configuration.</summary>
    public Assumptions Assumptions(ParseResult result, LintConfiguration configuration)
    {
        var (memory, cpus, java) = (result.GetValue(_nodeMemory), result.GetValue(_nodeCpus), result.GetValue(_javaVersion));
        var usual = configuration.ApplyTo(new Assumptions());
        return usual with
        {
            KubernetesVersion = result.GetValue(_kubernetesVersion) ?? usual.KubernetesVersion,
            KubernetesVersionIsConfigured = usual.KubernetesVersionIsConfigured || result.GetValue(_kubernetesVersion) is not null,
            NodeMemoryBytes = memory ?? usual.NodeMemoryBytes,
            NodeMemoryWritten = memory is null ? usual.NodeMemoryWritten : result.GetResult(_nodeMemory)?.Tokens[^1].Value,
            NodeMemorySource = memory is null ? usual.NodeMemorySource : NodeMemorySource.Option,
            NodeCpuMillicores = cpus ?? usual.NodeCpuMillicores,
            // An option beats the pools, each for its own amount.
            Pools =
            [
                .. usual.Pools.Select(p =>
                    p with
                    {
                        MemoryBytes = memory is null ? p.MemoryBytes : null,
                        CpuMillicores = cpus is null ? p.CpuMillicores : null,
                    }
                ),
            ],
            NodeCpuIsConfigured = usual.NodeCpuIsConfigured || cpus is not null,
            JavaVersion = java ?? usual.JavaVersion,
            JavaVersionIsConfigured = usual.JavaVersionIsConfigured || java is not null,
            Namespace = result.GetValue(_namespace),
        };
    }

    /// <summary>Files at once.</summary>
    public int Jobs(ParseResult result) => result.GetValue(_jobs) ?? Environment.ProcessorCount;

    /// <summary>When to colour.</summary>
    public ColorMode Color(ParseResult result) => result.GetValue(_color);

    /// <summary>Where the report goes; null for standard output, which <c>-</c> names too.</summary>
    public string? Output(ParseResult result) => result.GetValue(_output) is { } file and not "-" ? file : null;

    /// <summary>True for no progress and no summary.</summary>
    public bool Quiet(ParseResult result) => result.GetValue(_quiet);

    /// <summary>True to list what was skipped.</summary>
    public bool Verbose(ParseResult result) => result.GetValue(_verbose);

    /// <summary>The only word of an option.</summary>
    public static string Only(ArgumentResult result) => result.Tokens.Count == 1 ? result.Tokens[0].Value : "";

    /// <summary>Reports a word that is none of some, with the one that may be meant.</summary>
    public static T NoneOf<T>(ArgumentResult result, IEnumerable<string> words, string? meant) =>
        Fail<T>(result, $"'{Only(result)}' is none of {string.Join(", ", words)}{(meant is null ? "" : $" (did you mean {meant}?)")}");

    /// <summary>Reports a bad value.</summary>
    public static T Fail<T>(ArgumentResult result, string message)
    {
        result.AddError($"{(result.Parent as OptionResult)?.Option.Name}: {message}");
        return default!;
    }
}
