using System.Collections.Immutable;
using ManifestLint.ConfigFiles;
using ManifestLint.Containers;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Runtimes.Node;

/// <summary>
/// The scripts of a package.json that the container gets from the scan, which <c>npm start</c> and the like run. Sources: npm/cli
/// docs/lib/content/commands/npm-run-script.md, npm-start.md; yarnpkg.com/cli/run; pnpm.io/cli/run.
/// </summary>
internal static class PackageScripts
{
    // The scripts that a process was started by, one behind the other: one that runs itself never ends.
    private const string Running = "_scripts_of_package";

    /// <summary>True for a process that such a script starts.</summary>
    public static bool IsWithin(Process process) => process.Environment.ContainsKey(Running);

    /// <summary>What a process runs as a script; null where it runs none, or none that is known.</summary>
    public static ProcessPlan? PlanOf(Process process, Func<string, Word?>? readFile)
    {
        if (
            process.EntrypointUnknown
            // Behind a cd, which of all files is meant is not known.
            || process.Variable("PWD") is { IsKnown: false }
            || NameOf(process.Arguments) is not { } name
            || readFile?.Invoke(FileOf(process)) is not { IsKnown: true } file
            || ConfigYaml.Read(file)?.MappingAt("scripts")?[name] is not YamlScalar { IsNull: false } script
        )
            return null;
        string before = process.Variable(Running)?.Text ?? "";
        if (before.Split('\n').Contains(name))
            return null;
        var inherited = process.Inherited;
        var environment = inherited with { Variables = inherited.Variables.SetItem(Running, Word.Of($"{before}\n{name}")) };
        return ContainerProcesses.Start([Word.Of("sh"), Word.Of("-c"), ConfigYaml.Value(file, script)], environment, readFile);
    }

    private static string FileOf(Process process) =>
        process.Variable("PWD") is { IsKnown: true, Text: ['/', ..] folder } ? $"{folder.TrimEnd('/')}/package.json" : "package.json";

    // What stands behind the name goes to the script's last command, and options may name another folder.
    private static string? NameOf(ImmutableArray<Word> words)
    {
        if (words.Length is not (2 or 3) || words.Any(w => !w.IsKnown))
            return null;
        string program = PathText.NameOf(words[0].Text),
            verb = words[1].Text;
        if (program is not ("npm" or "yarn" or "pnpm"))
            return null;
        if (words.Length == 3)
            return verb is "run" or "run-script" ? words[2].Text : null;
        return verb == "start" || (program != "npm" && verb is not ("run" or "install" or "exec")) ? verb : null;
    }
}
