using System.Collections.Immutable;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Surface;
using ManifestLint.Configuration;

namespace ManifestLint.Cli.Options;

/// <summary>
/// The configurations of a run: the nearest one above each file, from its folder upward to the root of its repository; outside of a repository to
/// the current folder, or to the folder that was named (contracts.md C9). Each is read once.
/// </summary>
internal sealed class Configurations
{
    private readonly string _working = Directory.GetCurrentDirectory();
    private readonly HashSet<string> _named;
    private readonly ConfigurationChoice _none;

    // The only one: that of --config, or none at all.
    private readonly ConfigurationChoice? _fixed;
    private readonly Dictionary<string, ConfigurationChoice> _byFolder = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ConfigurationChoice> _read = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private IReadOnlySet<string> _bare = ImmutableHashSet<string>.Empty;

    // Of the file that was asked about last: the next one mostly lies beside it.
    private (string Folder, ConfigurationChoice? Choice) _last = ("", null);

    private Configurations(IEnumerable<string> named, ConfigurationChoice? one)
    {
        _named = named.ToHashSet(StringComparer.Ordinal);
        _none = new(LintConfiguration.Default, null, ManifestFiles.WithForwardSlashes(_working));
        _fixed = one;
        Run = Current = one ?? _none;
    }

    /// <summary>What holds for the run: the configuration that all named paths lead to; where they lead to different ones, <see cref="Current"/>.</summary>
    public ConfigurationChoice Run { get; private set; }

    /// <summary>That of the current folder, which is that of standard input.</summary>
    public ConfigurationChoice Current { get; private set; }

    /// <summary>True if one cannot be used, after a message.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>Globs of the command line, relative to the current folder: what they take in is left out, too.</summary>
    public IReadOnlyList<string> AlsoExcluded { get; init; } = [];

    /// <summary>Those of some paths; null after messages if one cannot be used.</summary>
    /// <param name="paths">The paths as given; none is the current folder.</param>
    /// <param name="file">The file named on the command line, or null.</param>
    /// <param name="isOff">True to look for none.</param>
    /// <param name="excluded">See <see cref="AlsoExcluded"/>.</param>
    public static Configurations? For(IReadOnlyList<string> paths, string? file, bool isOff, IReadOnlyList<string>? excluded = null)
    {
        string working = Directory.GetCurrentDirectory();
        ConfigurationChoice? one = null;
        if (file is not null)
        {
            one = ConfigurationChoice.Read(Path.GetFullPath(file, working), ManifestFiles.Display(file));
            if (one is null)
                return null;
        }
        string[] named =
        [
            .. (paths.Count == 0 ? ["."] : paths).Select(p => ConfigurationFiles.FolderOf(p, working)).Distinct(StringComparer.Ordinal),
        ];
        if (isOff)
            one ??= new(LintConfiguration.Default, null, ManifestFiles.WithForwardSlashes(working));
        var all = new Configurations(named, one) { AlsoExcluded = excluded ?? [] };
        if (one is null)
            all.Choose(named);
        return all.HasFailed ? null : all;
    }

    /// <summary>That of a file, given by its full path.</summary>
    public ConfigurationChoice Of(string file)
    {
        if (_fixed is not null)
            return _fixed;
        lock (_lock)
        {
            var folder = Path.GetDirectoryName(file.AsSpan());
            if (_last.Choice is null || !folder.SequenceEqual(_last.Folder))
            {
                string asked = folder.IsEmpty ? file : folder.ToString();
                _last = (asked, OfFolder(asked));
            }
            return _last.Choice!;
        }
    }

    /// <summary>Notes folders that are known to hold neither a configuration nor a repository.</summary>
    public void HoldNone(IReadOnlySet<string> folders) => _bare = folders;

    /// <summary>Whether a file that was found in a folder, given by its full path with slashes, is to be scanned.</summary>
    public bool Takes(string file) =>
        Of(file).Takes(file)
        && !AlsoExcluded.Any(glob => ConfigurationFiles.MatchesFrom(glob, ManifestFiles.WithForwardSlashes(_working), file));

    private void Choose(string[] named)
    {
        ConfigurationChoice[] led = [.. named.Select(OfFolder).Distinct()];
        if (HasFailed)
            return;
        // Nobody wants to hear of one that has no say.
        if (led.Length > 1 || _named.Contains(_working))
            Current = OfFolder(_working);
        Run = led.Length == 1 ? led[0] : Current;
    }

    // A folder that the configuration above leaves out has none of its own: what a vendored project brings along does not count.
    private ConfigurationChoice OfFolder(string folder)
    {
        folder = Path.TrimEndingDirectorySeparator(folder);
        if (_byFolder.TryGetValue(folder, out var known))
            return known;
        ConfigurationChoice chosen;
        if (_named.Contains(folder) || folder == _working || !IsBelowNamed(folder))
            chosen = Nearest(folder);
        else if (OfFolder(Path.GetDirectoryName(folder)!) is var above && above.LeavesOut(ManifestFiles.WithForwardSlashes(folder)))
            chosen = above;
        else if (_bare.Contains(folder))
            chosen = above;
        else if (In(folder) is { } own)
            chosen = own;
        else
            chosen = GitRepository.At(folder) is null ? above : _none;
        return _byFolder[folder] = chosen;
    }

    private bool IsBelowNamed(string folder)
    {
        var named = _named.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var above = Path.GetDirectoryName(folder.AsSpan()); !above.IsEmpty; above = Path.GetDirectoryName(above))
        {
            if (named.Contains(above))
                return true;
        }
        return false;
    }

    private ConfigurationChoice Nearest(string folder) => Only(ConfigurationFiles.Find(folder, _working)) ?? _none;

    private ConfigurationChoice? In(string folder) => Only(ConfigurationFiles.In(folder));

    private ConfigurationChoice? Only(IReadOnlyList<string> found)
    {
        if (found.Count == 0)
            return null;
        if (_read.TryGetValue(found[0], out var known))
            return known;
        if (IsLinkOutside(found[0]))
        {
            Terminal.Error($"{Shown(found[0])}: the configuration cannot be read: it is a link that leads out of the repository");
            HasFailed = true;
            return _read[found[0]] = _none;
        }
        if (found.Count > 1)
        {
            Terminal.Error(
                $"{string.Join(" and ", found.Select(Shown))} are both configurations: keep one of them, or name one with --config"
            );
            HasFailed = true;
        }
        var read = found.Count > 1 ? null : ConfigurationChoice.Read(found[0], Shown(found[0]));
        HasFailed |= read is null;
        return _read[found[0]] = read ?? _none;
    }

    // Nothing outside is opened because a repository says so (contracts.md C8).
    private bool IsLinkOutside(string file)
    {
        if (FileKinds.OfEntry(file) != FileKind.Link)
            return false;
        string folder = RealPath.Of(Path.GetDirectoryName(file)!);
        string root = GitRepository.Find(folder)?.Root ?? folder;
        string real = RealPath.Of(file);
        return !real.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
    }

    private string Shown(string full) => ManifestFiles.WithForwardSlashes(Path.GetRelativePath(_working, full));
}
