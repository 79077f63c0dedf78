using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Surface;
using ManifestLint.Configuration;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Options;

/// <summary>A path whose objects count as facts and have no findings.</summary>
/// <param name="Path">The path from the current folder, or an absolute one.</param>
/// <param name="Asker">What names it, as messages begin; null for <c>--context</c>, which may name any path: a configuration only what lies in the repository.</param>
internal readonly record struct ContextPath(string Path, string? Asker);

/// <summary>The configuration of a run.</summary>
/// <param name="Configuration">What it says.</param>
/// <param name="File">The path as messages show it; null if there is none.</param>
/// <param name="Folder">The full path of its folder with slashes: what its globs are relative to.</param>
internal sealed record ConfigurationChoice(LintConfiguration Configuration, string? File, string Folder)
{
    /// <summary>The rules there are.</summary>
    public static ImmutableArray<(string Id, string Name)> Rules { get; } = [.. RuleCatalog.All.Select(e => (e.Rule.Id, e.Name))];

    /// <summary>Its full path with slashes; null if there is none.</summary>
    public string? FullPath { get; init; }

    /// <summary>Whether a glob of the configuration takes in a file, given by its full path with slashes.</summary>
    public bool Matches(string file, string glob) => ConfigurationFiles.Matches(glob, Folder, file);

    /// <summary>Whether a file that was found in a folder is to be scanned.</summary>
    public bool Takes(string file) =>
        !IsConfiguration(file)
        && (Configuration.Include.IsEmpty || Configuration.Include.Any(glob => Matches(file, glob)))
        && !LeavesOut(file);

    /// <summary>Whether a file or folder is one that the configuration leaves out.</summary>
    public bool LeavesOut(string file) => Configuration.Exclude.Any(glob => Matches(file, glob));

    // One without a dot in front may be a manifest of that name, where it is not the configuration.
    private bool IsConfiguration(string file) =>
        file == FullPath
        || ConfigurationFiles.Names.Any(name =>
            name[0] == '.' && file.Length > name.Length && file[^(name.Length + 1)] == '/' && file.EndsWith(name, StringComparison.Ordinal)
        );

    /// <summary>Reads a configuration; null after messages if it cannot be used.</summary>
    /// <param name="full">Its full path.</param>
    /// <param name="display">The path as messages show it.</param>
    public static ConfigurationChoice? Read(string full, string display)
    {
        var (text, problem) = ConfigurationFiles.Read(full, display);
        if (text is null)
        {
            Terminal.Error($"{display}: the configuration cannot be read: {problem}");
            return null;
        }
        var reading = ConfigurationReader.Read(text, Rules);
        Terminal.Errors(reading.Problems.Select(p => $"{Position(p.Location)}: {p.Message}"), display);
        return reading.Problems.IsEmpty
            ? new ConfigurationChoice(reading.Configuration, display, ManifestFiles.WithForwardSlashes(Path.GetDirectoryName(full)!))
            {
                FullPath = ManifestFiles.WithForwardSlashes(full),
            }
            : null;
    }

    /// <summary><c>file:line:column</c>.</summary>
    public static string Position(Location location) => $"{location.Source.Path}:{location.Start.Line}:{location.Start.Column}";
}
