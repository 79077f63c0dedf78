using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Surface;
using ManifestLint.Findings;
using ManifestLint.Neighbours;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Inputs;

/// <summary>Turns paths into sources for the linter.</summary>
internal sealed class Sources
{
    private const string TemplateFolder = "-/";
    private const string NothingCame = "was empty: did the program before the pipe fail?";
    private const string RenderedFolder = "-kustomize/";

    private static readonly ManifestFileSet s_none = new()
    {
        Files = [],
        Skipped = [],
        Folders = [],
        Problems = [],
    };

    private KustomizeRendering? _rendering;

    private Sources(ManifestFileSet set) => Set = set;

    /// <summary>What was found.</summary>
    public ManifestFileSet Set { get; }

    /// <summary>Files that the configuration leaves out.</summary>
    public ImmutableArray<ManifestFile> Excluded { get; private init; } = [];

    /// <summary>The sources that get findings.</summary>
    public ImmutableArray<LintSource> Files { get; private init; } = [];

    /// <summary>The folders, as reported, of which nothing was left out because nobody named it: those that were searched, and rendered charts.</summary>
    public IEnumerable<string> WholeFolders =>
        Set
            .Folders.Select(f => f.DisplayPath)
            .Concat(Files.Where(f => f.FullPath.StartsWith(TemplateFolder, StringComparison.Ordinal)).Select(f => f.Path.Split('/')[0]))
            .Distinct(StringComparer.Ordinal);

    /// <summary>Files read for their context only.</summary>
    public ImmutableArray<LintSource> Neighbours { get; private init; } = [];

    /// <summary>Finds the files of the paths.</summary>
    /// <param name="paths">The paths as given.</param>
    /// <param name="takes">Whether a file found in a folder, given by its full path with slashes, is to be read.</param>
    /// <param name="rendering">What a kustomization renders, to be scanned too; with it, no path means no file.</param>
    /// <param name="isWhole">True to take standard input for one text, whatever rendered it.</param>
    public static Sources Find(
        IReadOnlyList<string> paths,
        Func<string, bool> takes,
        KustomizeRendering? rendering = null,
        bool isWhole = false
    )
    {
        var found = rendering is not null && paths.Count == 0 ? s_none : ManifestFiles.Find(paths);
        var set = found with { Files = [.. found.Files.Where(f => f.IsExplicit || takes(ManifestFiles.WithForwardSlashes(f.FullPath)))] };
        if (!set.Problems.IsEmpty)
            return new Sources(set);
        var input = set.Files.Any(f => f.IsStandardInput) ? ReadStandardInput() : default;
        if (input.Text is { } given && IsBlank(given))
            return new Sources(set with { Problems = [new PathProblem("-", "standard input " + NothingCame)] });
        var neighbours = NeighbourFiles.Find(set).Files;
        return new Sources(set)
        {
            Excluded = [.. found.Files.Except(set.Files)],
            Files =
            [
                .. set.Files.SelectMany(f =>
                    f.IsStandardInput ? StandardInput(input, isWhole) : [Source(f.DisplayPath, f.FullPath, f.IsExplicit)]
                ),
                .. rendering is null ? [] : new[] { Read(rendering.Text, RenderedFolder + "0") },
            ],
            _rendering = rendering,
            Neighbours = [.. neighbours.Concat(NamedBeside(set, neighbours)).Select(n => Source(n.DisplayPath, n.FullPath, false))],
        };
    }

    // What a kustomization above lists beside a file that was named: a LimitRange in another folder acts on its pods all the same.
    private static List<NeighbourFile> NamedBeside(ManifestFileSet set, ImmutableArray<NeighbourFile> neighbours)
    {
        var known = set
            .Files.Select(f => f.FullPath)
            .Concat(neighbours.Select(n => n.FullPath))
            .Select(ManifestFiles.WithForwardSlashes)
            .ToHashSet(StringComparer.Ordinal);
        var named = set
            .Files.Where(f => f.IsExplicit)
            .Select(f => ManifestFiles.WithForwardSlashes(f.FullPath))
            .ToHashSet(StringComparer.Ordinal);
        var found = new List<NeighbourFile>();
        foreach (var neighbour in neighbours.Where(n => n.IsKustomization))
        {
            if (
                ReadPatch(neighbour.FullPath) is not { } text
                || YamlReader.ReadYaml(text).Documents is not [{ Root: YamlMapping root }, ..]
            )
                continue;
            var resources = Kustomization.Read(root, ManifestFiles.WithForwardSlashes(neighbour.FullPath)).Resources;
            if (!resources.Any(named.Contains))
                continue;
            foreach (string path in resources)
            {
                if (found.Count >= NeighbourFiles.MostManifests || !known.Add(path) || FileKinds.Of(path) != FileKind.File)
                    continue;
                found.Add(
                    new NeighbourFile(
                        ManifestFiles.WithForwardSlashes(Path.GetRelativePath(Directory.GetCurrentDirectory(), path)),
                        path,
                        false
                    )
                );
            }
        }
        return found;
    }

    /// <summary>Reads a file that a kustomization names; null where that is not possible.</summary>
    public static SourceText? ReadPatch(string path) =>
        FileKinds.Of(path) == FileKind.File && TextFiles.Read(path) is { Text: { } text } ? new SourceText(path, text) : null;

    /// <summary>What was passed over while looking, as the summary tells it.</summary>
    public IEnumerable<SkippedFile> Skipped => Set.Skipped.Select(s => new SkippedFile(s.DisplayPath, s.Message, SkipKind.Unreadable));

    private static LintSource Source(string display, string full, bool isExplicit)
    {
        Func<SourceReading> open = () => Reading(display, TextFiles.Read(full));
        var kind = isExplicit ? FileKinds.Of(full) : FileKind.File;
        if (kind == FileKind.Pipe)
            open = () =>
                TextFiles.Read(full) is { Text: var text } reading && (text is null || !IsBlank(text))
                    ? Reading(display, reading)
                    : new SourceReading(null, "it " + NothingCame);
        return new LintSource(display, full.Replace('\\', '/'), isExplicit, kind == FileKind.File ? open : Once(open));
    }

    /// <summary>The full path that globs of the configuration are compared with: that of the file a source stands for.</summary>
    /// <param name="full">The full path of one of <see cref="Files"/>.</param>
    public string PathOf(string full)
    {
        if (full.StartsWith(RenderedFolder, StringComparison.Ordinal))
            return _rendering!.Folder + "/kustomization.yaml";
        if (!full.StartsWith(TemplateFolder, StringComparison.Ordinal))
            return full;
        string template = Files.First(f => f.FullPath == full).Path;
        return ManifestFiles.WithForwardSlashes(Path.GetFullPath(template));
    }

    /// <summary>Whether a source, given by its full path, is standard input or a part of it.</summary>
    public static bool IsStandardInput(string full) => full == "-" || full.StartsWith(TemplateFolder, StringComparison.Ordinal);

    private static TextReading ReadStandardInput()
    {
        using var input = StandardStreams.OpenInput();
        return TextFiles.Read(input);
    }

    private static bool IsBlank(string text) => text.AsSpan().Trim('\uFEFF').IsWhiteSpace();

    // What a chart renders is one whole: its templates are neighbours, in whichever folders of the chart they lie.
    private static IEnumerable<LintSource> StandardInput(TextReading reading, bool isWhole)
    {
        if (reading.Text is not { } text)
        {
            var problem = new SourceReading(null, reading.Problem!.Message);
            return [new LintSource(ManifestFiles.StandardInputName, "-", true, () => problem)];
        }
        var whole = new SourceText(ManifestFiles.StandardInputName, text);
        return !isWhole && RenderedTemplates.Split(whole) is { } templates
            ? templates.Select(
                (template, i) =>
                    Read(template, TemplateFolder + i.ToString(CultureInfo.InvariantCulture)) with
                    {
                        IsRendered = template.Path != whole.Path,
                    }
            )
            : [Read(whole, "-")];
    }

    private static LintSource Read(SourceText text, string full) => new(text.Path, full, true, () => new SourceReading(text, null));

    // What comes through a pipe, such as <(helm template …), does not come again.
    private static Func<SourceReading> Once(Func<SourceReading> open)
    {
        var reading = new Lazy<SourceReading>(open);
        return () => reading.Value;
    }

    private static SourceReading Reading(string display, TextReading reading) =>
        reading.Text is { } text
            ? new SourceReading(new SourceText(display, text), null)
            : new SourceReading(null, reading.Problem!.Message);
}
