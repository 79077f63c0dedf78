using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Surface;
using ManifestLint.Configuration;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Options;

/// <summary>The configuration of a run.</summary>
/// <param name="Configuration">What it says.</param>
/// <param name="File">The path as messages show it; null if there is none.</param>
/// <param name="Folder">The full path of its folder with slashes: what its globs are relative to.</param>
internal sealed record ConfigurationChoice(LintConfiguration Configuration, string? File, string Folder)
{
    /// <summary>The rules there are.</summary>
    public static ImmutableArray<(string Id, string Name)> Rules { get; } = [.. RuleCatalog.All.Select(e => (e.Rule.Id, e.Name))];

    /// <summary>The configuration that applies; null after a message if it cannot be used.</summary>
    /// <param name="paths">The paths as given; none is the current folder.</param>
    /// <param name="file">The file named on the command line, or null.</param>
    /// <param name="isOff">True to look for none.</param>
    public static ConfigurationChoice? For(IReadOnlyList<string> paths, string? file, bool isOff)
    {
        string working = Directory.GetCurrentDirectory();
        var none = new ConfigurationChoice(LintConfiguration.Default, null, ManifestFiles.WithForwardSlashes(working));
        if (file is not null)
            return Read(Path.GetFullPath(file, working), ManifestFiles.Display(file));
        if (isOff)
            return none;
        var found = new List<string?>();
        foreach (string path in paths.Count == 0 ? ["."] : paths)
        {
            var here = ConfigurationFiles.Find(path, working);
            if (here.Length > 1)
            {
                Terminal.Error(
                    $"{string.Join(" and ", here.Select(f => Shown(f, working)))} are both configurations: keep one of them, or name one with --config"
                );
                return null;
            }
            if (!found.Contains(here.FirstOrDefault()))
                found.Add(here.FirstOrDefault());
        }
        if (found.Count > 1)
        {
            string names = string.Join(", ", found.Select(f => f is null ? "none" : Shown(f, working)).Order(StringComparer.Ordinal));
            Terminal.Error($"different configurations apply to these paths ({names}): scan them one by one, or name one with --config");
            return null;
        }
        return found[0] is { } one ? Read(one, Shown(one, working)) : none;
    }

    /// <summary>Its full path with slashes; null if there is none.</summary>
    public string? FullPath { get; init; }

    /// <summary>Globs of the command line, relative to the current folder: what they take in is left out, too.</summary>
    public ImmutableArray<string> AlsoExcluded { get; init; } = [];

    /// <summary>Whether a glob of the configuration takes in a file, given by its full path with slashes.</summary>
    public bool Matches(string file, string glob) => ConfigurationFiles.Matches(glob, Folder, file);

    /// <summary>Whether a file that was found in a folder is to be scanned.</summary>
    public bool Takes(string file) =>
        !IsConfiguration(file)
        && (Configuration.Include.IsEmpty || Configuration.Include.Any(glob => Matches(file, glob)))
        && !Configuration.Exclude.Any(glob => Matches(file, glob))
        && !AlsoExcluded.Any(glob => ConfigurationFiles.MatchesFrom(glob, _working, file));

    // One without a dot in front may be a manifest of that name, where it is not the configuration.
    private bool IsConfiguration(string file) =>
        file == FullPath || ConfigurationFiles.Names.Any(name => name[0] == '.' && file.EndsWith("/" + name, StringComparison.Ordinal));

    private readonly string _working = ManifestFiles.WithForwardSlashes(Directory.GetCurrentDirectory());

    private static ConfigurationChoice? Read(string full, string display)
    {
        var (text, problem) = ConfigurationFiles.Read(full, display);
        if (text is null)
        {
            Terminal.Error($"{display}: the configuration cannot be read: {problem}");
            return null;
        }
        var reading = ConfigurationReader.Read(text, Rules);
        foreach (var one in reading.Problems)
            Terminal.Error($"{Position(one.Location)}: {one.Message}");
        return reading.Problems.IsEmpty
            ? new ConfigurationChoice(reading.Configuration, display, ManifestFiles.WithForwardSlashes(Path.GetDirectoryName(full)!))
            {
                FullPath = ManifestFiles.WithForwardSlashes(full),
            }
            : null;
    }

    /// <summary><c>file:line:column</c>.</summary>
    public static string Position(Location location) => $"{location.Source.Path}:{location.Start.Line}:{location.Start.Column}";

    private static string Shown(string full, string working) => ManifestFiles.WithForwardSlashes(Path.GetRelativePath(working, full));
}
