using System.CommandLine;
using ManifestLint.Catalog;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Surface;
using ManifestLint.Cluster;
using ManifestLint.Configuration;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Quantities;
using ManifestLint.Reporting;

namespace ManifestLint.Cli.Commands;

/// <summary><c>manifestlint config</c>: what applies to a path, and from where.</summary>
internal static class ConfigCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        var path = new Argument<string>("PATH")
        {
            Description = "A file or folder; the current folder if none is given",
            DefaultValueFactory = _ => ".",
        };
        var config = new Option<string?>("--config")
        {
            Description = $"Configuration to use instead of the {ConfigurationFiles.Name} that is found",
            HelpName = "FILE",
        };
        var command = new Command("config", "Show which configuration applies to a path, and where each setting comes from")
        {
            path,
            config,
        };
        command.SetAction(result => Execute(result.GetValue(path)!, result.GetValue(config)));
        return command;
    }

    private static int Execute(string path, string? config)
    {
        if (path.Length == 0)
        {
            Terminal.Error("an empty path names nothing");
            return ExitCode.Usage;
        }
        string full = Path.GetFullPath(path);
        if (FileKinds.Of(full) == FileKind.Missing)
        {
            string hint = NearestName.Find(path, Directory.GetCurrentDirectory()) is { } nearest ? $" (did you mean {nearest}?)" : "";
            Terminal.Error($"{path} does not exist{hint}");
            return ExitCode.Usage;
        }
        if (Configurations.For([path], config, isOff: false) is not { } configurations)
            return ExitCode.Usage;
        Write(configurations.Run, ManifestFiles.WithForwardSlashes(full), FileKinds.Of(full) == FileKind.Folder, Console.Out);
        return ExitCode.Clean;
    }

    private static string Words(Assumptions node, NodePool pool)
    {
        string[] conditions =
        [
            .. pool.Paths.Select(p => $"path {p}"),
            .. pool.Namespaces.Select(n => $"namespace {n}"),
            .. pool.Overlays.Select(o => $"overlay {o}"),
            .. pool.NodeSelector.Select(l => $"nodeSelector {l.Key}: {l.Value}"),
        ];
        string size = $"{node.NodeMemoryText}, {node.NodeCpuMillicores / 1000m:0.###} cpus";
        string where = conditions.Length == 0 ? "all other pods" : string.Join(", ", conditions);
        return $"pool{(pool.Name is { } name ? $" {name}" : "")}: {size} for {where}";
    }

    private static void Write(ConfigurationChoice choice, string full, bool isFolder, TextWriter output)
    {
        var (configuration, usual) = (choice.Configuration, choice.Configuration.ApplyTo(new Assumptions()));
        output.Write($"configuration: {TerminalText.Escape(choice.File ?? "none")}\n");
        Setting("failOn", configuration.FailOn is null ? "warning" : Word(configuration.FailOn.Value, "never"));
        Setting("kubernetesVersion", usual.KubernetesVersion.ToString());
        Setting("nodes.memory", usual.NodeMemoryText);
        Setting("nodes.cpus", $"{usual.NodeCpuMillicores / 1000m:0.###}");
        foreach (var pool in configuration.Pools)
            output.Write($"  {TerminalText.Escape(Words(usual.On(pool), pool))}\n");
        Setting("javaVersion", $"{usual.JavaVersion}");
        Setting("include", configuration.Include.IsEmpty ? "every manifest" : string.Join(", ", configuration.Include));
        Setting("exclude", configuration.Exclude.IsEmpty ? "nothing" : string.Join(", ", configuration.Exclude));
        Setting("context", configuration.Context.IsEmpty ? "nothing" : string.Join(", ", configuration.Context));
        Setting(
            "sidecars",
            configuration.Sidecars.IsEmpty
                ? "the table of ML2003"
                : $"the table of ML2003 and {string.Join(", ", configuration.Sidecars.Select(s => s.Name))}"
        );
        Setting(
            "images",
            configuration.Images.IsEmpty
                ? "those that are known"
                : string.Join(", ", configuration.Images.Select(i => $"{i.Glob} runs {i.Runtime}"))
        );
        Setting(
            "registries",
            configuration.Registries.IsEmpty
                ? "no mirrors"
                : string.Join(", ", configuration.Registries.Select(r => $"{r.Prefix} is {r.Of}"))
        );
        if (!isFolder && !choice.Takes(full))
            output.Write("this file is left out of scans of its folder\n");
        output.Write("rules:\n");
        foreach (var entry in RuleCatalog.All)
        {
            bool isSet = configuration.Severities.TryGetValue(entry.Rule.Id, out var severity);
            string name = $"{entry.Rule.Id} {entry.Name}";
            output.Write($"  {name}: {Word(isSet ? severity : entry.Page.Severity, "off")} ({From("rules." + entry.Rule.Id)})\n");
            foreach (var option in RuleOption.Of(entry.Rule.Id))
                output.Write($"    {option.Key}: {option.Show(configuration.Options)} ({From($"rules.{entry.Rule.Id}.{option.Key}")})\n");
        }
        foreach (var part in configuration.Overrides)
        {
            bool applies = part.Paths.IsEmpty || part.Paths.Any(glob => choice.Matches(full, glob));
            if (!applies && !isFolder)
                continue;
            output.Write(
                $"override {TerminalText.Escape(Conditions(part))}: {string.Join(", ", part.Severities.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key} {Word(s.Value, "off")}"))} ({ConfigurationChoice.Position(part.Place!.Value)})\n"
            );
        }

        void Setting(string key, string value) => output.Write($"{key}: {TerminalText.Escape(value)} ({From(key)})\n");
        string From(string key) =>
            configuration.Places.TryGetValue(key, out var place) ? TerminalText.Escape(ConfigurationChoice.Position(place)) : "default";
    }

    private static string Conditions(ConfigurationOverride part)
    {
        var parts = new List<string>();
        if (!part.Paths.IsEmpty)
            parts.Add($"paths {string.Join(", ", part.Paths)}");
        if (!part.Namespaces.IsEmpty)
            parts.Add($"namespaces {string.Join(", ", part.Namespaces)}");
        if (!part.Kinds.IsEmpty)
            parts.Add($"kinds {string.Join(", ", part.Kinds)}");
        if (!part.Labels.IsEmpty)
            parts.Add($"labels {string.Join(", ", part.Labels.Select(l => $"{l.Key}={l.Value}"))}");
        return string.Join("; ", parts);
    }

    private static string Word(Severity severity, string off) => severity == Severity.Off ? off : severity.ToString().ToLowerInvariant();
}
