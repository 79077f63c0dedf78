using System.CommandLine;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Surface;

namespace ManifestLint.Cli.Commands;

/// <summary><c>manifestlint init</c>: a commented configuration that changes nothing yet.</summary>
internal static class InitCommand
{
    /// <summary>What it writes: every setting as a comment with its default.</summary>
    public const string Template = """
        # yaml-language-server: $schema=https://raw.githubusercontent.com/manifestlint/manifestlint/main/schemas/manifestlint-config.schema.json
        # Configuration of manifestlint. Everything here is the default: remove the # in front of a setting to change it.
        # Options on the command line beat this file. `manifestlint config` shows what applies.

        # Rules by id or name: off, error, warning or note. `manifestlint explain ML1001` tells what a rule is about.
        rules: {}
        #  ML1005: warning                   # cpu-limit-missing is off unless enabled
        #  ML1008: {options: {warningBelow: 4Mi, noteBelow: 12Mi}}
        #  ML1009: {severity: note, options: {ratio: 4}}
        #  ML3001: {options: {percent: 75}}  # the share of the limit that a heap may take

        # Findings of this severity or worse make the exit code 1: error, warning, note or never.
        #failOn: warning

        # What is assumed where manifests do not say. Once the nodes are written here, rules also compare pods with them.
        #kubernetesVersion: "1.36"
        #nodes: {memory: 16Gi, cpus: 4}
        #javaVersion: 17

        # Which files of a folder to take, relative to this one. Files that are named on the command line are always read.
        #include: []
        #exclude: []

        # Other severities for a part, by path, namespace, kind or label; the last one that speaks wins.
        #overrides: []
        #  - paths: ["legacy/**"]
        #    namespaces: [kube-system]
        #    kinds: [Job, CronJob]
        #    labels: {tier: batch}
        #    rules: {ML1001: note}

        # Helper containers of your own, in addition to those in the page of ML2003: what their name and their image's path contain.
        #sidecars: []
        #  - {name: audit-agent, images: [platform/audit]}

        """;

    /// <summary>The command.</summary>
    public static Command Create()
    {
        var command = new Command("init", $"Write a commented {ConfigurationFiles.Name} that is equal to the defaults");
        command.SetAction(_ => Execute());
        return command;
    }

    private static int Execute()
    {
        if (ConfigurationFiles.Names.FirstOrDefault(n => FileKinds.Of(Path.GetFullPath(n)) != FileKind.Missing) is { } name)
        {
            Terminal.Error($"{name} exists already and stays as it is");
            return ExitCode.Usage;
        }
        string? problem = AtomicFile.Write(ConfigurationFiles.Name, stream =>
            stream.Write(Terminal.Utf8.GetBytes(Template.ReplaceLineEndings("\n")))
        );
        if (problem is not null)
        {
            Terminal.Error($"{ConfigurationFiles.Name}: {problem}");
            return ExitCode.Usage;
        }
        try
        {
            Console.Out.Write($"wrote {ConfigurationFiles.Name}\n");
        }
        catch (Exception e) when (StandardStreams.IsWriteFailure(e))
        {
            // What ends in 2 leaves nothing behind.
            File.Delete(ConfigurationFiles.Name);
            throw;
        }
        return ExitCode.Clean;
    }
}
