using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Surface;
using ManifestLint.Composition;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Inputs;

/// <summary>Turns paths into sources for the linter.</summary>
internal sealed class Sources
{
    private const string TemplateFolder = "-/";
    private const string NothingCame = "was empty: did the program before the pipe fail?";

    private static readonly ManifestFileSet s_none = new()
    {
        Files = [],
        Skipped = [],
        Folders = [],
        Problems = [],
    };

    // Opens what kustomizations name; null where a path cannot be read, so that nothing is analysed.
    private NamedFiles? _named;

    private HashSet<string> _ofFacts = [];

    private Sources(ManifestFileSet set) => Set = set;

    /// <summary>True for the full path of a file that was named for its facts: no configuration beside it is looked for.</summary>
    public bool IsContext(string full) => _ofFacts.Contains(full);

    /// <summary>What was found.</summary>
    public ManifestFileSet Set { get; }

    /// <summary>Files that the configuration leaves out.</summary>
    public ImmutableArray<ManifestFile> Excluded { get; private init; } = [];

    /// <summary>The sources that get findings.</summary>
    public ImmutableArray<LintSource> Files { get; private init; } = [];

    /// <summary>The folders, as reported, of which nothing was left out because nobody named it: those that were searched, and rendered charts.</summary>
    public IEnumerable<string> WholeFolders =>
        Set.Folders.Select(f => f.DisplayPath).Concat(TemplateFolders()).Distinct(StringComparer.Ordinal);

    private IEnumerable<string> TemplateFolders()
    {
        foreach (var file in Files)
        {
            if (file.FullPath.StartsWith(TemplateFolder, StringComparison.Ordinal))
                yield return file.Path.Split('/')[0];
        }
    }

    // Files of the folders of named ones that are past what is read there.
    private ImmutableArray<NeighbourFile> _left = [];

    /// <summary>Files read for their context only.</summary>
    public ImmutableArray<LintSource> Neighbours { get; private init; } = [];

    /// <summary>The full paths of the folders of kustomizations that are asked for.</summary>
    public ImmutableArray<string> Kustomizations { get; private init; } = [];

    /// <summary>The full paths of the folders of kustomizations that are read for facts only.</summary>
    public ImmutableArray<string> ContextKustomizations { get; private init; } = [];

    /// <summary>The kustomizations that use what was named.</summary>
    public UsingKustomizations Using { get; private init; } = new([], false);

    /// <summary>The full paths of the files of kustomizations that are composed and are none of <see cref="Files"/>, for their configuration.</summary>
    public IEnumerable<string> KustomizationFiles
    {
        get
        {
            foreach (string folder in Kustomizations.Concat(Using.Folders))
                yield return $"{folder}/{CompositionFiles.KustomizationNames[0]}";
        }
    }

    /// <summary>Finds the files of the paths.</summary>
    /// <param name="paths">The paths as given.</param>
    /// <param name="takes">Whether a file found in a folder, given by its full path with slashes, is to be read.</param>
    /// <param name="kustomizations">Folders whose kustomizations are asked for, as given; with one, no path means no file.</param>
    /// <param name="context">What is read for facts only.</param>
    /// <param name="isWhole">True to take standard input for one text, whatever rendered it.</param>
    /// <param name="bare">Told which folders hold neither a configuration nor a repository, before <paramref name="takes"/> is asked; null for nobody.</param>
    public static Sources Find(
        IReadOnlyList<string> paths,
        Func<string, bool> takes,
        IReadOnlyList<string>? kustomizations = null,
        ImmutableArray<ContextPath> context = default,
        bool isWhole = false,
        Action<IReadOnlySet<string>>? bare = null
    )
    {
        kustomizations ??= [];
        var found = kustomizations.Count > 0 && paths.Count == 0 ? s_none : ManifestFiles.Find(paths);
        bare?.Invoke(found.Bare);
        var taken = ImmutableArray.CreateBuilder<ManifestFile>(found.Files.Length);
        var excluded = ImmutableArray.CreateBuilder<ManifestFile>();
        foreach (var file in found.Files)
            (file.IsExplicit || takes(ManifestFiles.WithForwardSlashes(file.FullPath)) ? taken : excluded).Add(file);
        var set = found with { Files = taken.DrainToImmutable() };
        set = set with { Problems = [.. set.Problems, .. kustomizations.Select(ProblemOf).OfType<PathProblem>()] };
        if (!set.Problems.IsEmpty)
            return new Sources(set);
        var input = set.Files.Any(f => f.IsStandardInput) ? ReadStandardInput() : default;
        if (input.Text is { } given && IsBlank(given))
            return new Sources(set with { Problems = [new PathProblem("-", "standard input " + NothingCame)] });
        context = context.IsDefault ? [] : context;
        string[] folders = [.. kustomizations.Select(k => Path.TrimEndingDirectorySeparator(Path.GetFullPath(k.Length == 0 ? "." : k)))];
        var named = new NamedFiles(set, folders, Directory.GetCurrentDirectory());
        var facts = ContextFiles.Find(context, named);
        if (!facts.Problems.IsEmpty)
            return new Sources(set with { Problems = facts.Problems });
        var beside = NeighbourFiles.Find(set);
        var scanned = set.Files.Select(f => f.FullPath).ToHashSet(StringComparer.Ordinal);
        var ofFacts = new List<LintSource>();
        foreach (var file in facts.Files)
        {
            if (scanned.Add(file.FullPath))
                ofFacts.Add(Source(file.DisplayPath, file.FullPath, false));
        }
        return new Sources(set)
        {
            Excluded = excluded.DrainToImmutable(),
            Files =
            [
                .. set.Files.SelectMany(f =>
                    f.IsStandardInput ? StandardInput(input, isWhole) : [Source(f.DisplayPath, f.FullPath, f.IsExplicit)]
                ),
            ],
            Neighbours =
            [
                .. ofFacts,
                .. beside
                    .Files.Select(n => Source(n.DisplayPath, n.FullPath, false))
                    .ExceptBy(ofFacts.Select(f => f.FullPath), n => n.FullPath, StringComparer.Ordinal),
            ],
            _left = [.. beside.Left.ExceptBy(ofFacts.Select(f => f.FullPath), n => n.FullPath, StringComparer.Ordinal)],
            _ofFacts = ofFacts.Select(f => f.FullPath).ToHashSet(StringComparer.Ordinal),
            ContextKustomizations =
            [
                .. ofFacts
                    .FindAll(f => NeighbourFiles.IsKustomizationName(Path.GetFileName(f.FullPath.AsSpan())))
                    .Select(f => ManifestFiles.WithForwardSlashes(Path.GetDirectoryName(f.FullPath)!)),
            ],
            _named = named,
            Kustomizations = [.. folders.Select(ManifestFiles.WithForwardSlashes)],
            Using = UsingKustomizations.Of(set, named.RealPathOf),
        };
    }

    /// <summary>What is to be analysed, without how.</summary>
    public LintRequest Request()
    {
        var named = _named ?? throw new InvalidOperationException("there are problems");
        return new()
        {
            Sources = Files,
            Neighbours = Neighbours,
            OpenNamed = named.Open,
            IsFolder = named.IsFolder,
            RealPath = named.RealPathOf,
            DisplayOf = named.Display,
            ContextKustomizations = ContextKustomizations,
            IsSearchCut = Using.IsCut,
            Kustomizations = Kustomizations,
            UsingKustomizations = Using.Folders,
            PathInRepository = new RepositoryPaths(Set).Of,
        };
    }

    private static PathProblem? ProblemOf(string folder)
    {
        string full = Path.GetFullPath(folder.Length == 0 ? "." : folder);
        var kind = FileKinds.Of(full);
        if (kind == FileKind.Missing)
            return new PathProblem(
                folder,
                $"--kustomize: {folder} does not exist",
                NearestName.Find(folder, Directory.GetCurrentDirectory())
            );
        if (kind != FileKind.Folder)
            return new PathProblem(folder, $"--kustomize: {folder} is not a folder");
        return CompositionFiles.KustomizationNames.Any(name => FileKinds.Of(Path.Join(full, name)) == FileKind.File)
            ? null
            : new PathProblem(folder, $"--kustomize: {folder} holds no kustomization.yaml");
    }

    /// <summary>What was passed over while looking, as the summary tells it.</summary>
    public IEnumerable<SkippedFile> Skipped =>
        Set
            .Skipped.Select(s => new SkippedFile(s.DisplayPath, SkipCause.Unreadable) { Problem = s.Message })
            .Concat(_left.Select(n => new SkippedFile(n.DisplayPath, SkipCause.PastNeighbours)));

    private static LintSource Source(string display, string full, bool isExplicit)
    {
        WeakReference<SourceText>? known = null;
        Func<SourceReading> open = () =>
        {
            if (known is not null && known.TryGetTarget(out var text))
                return new SourceReading(text, null);
            var reading = Reading(display, TextFiles.Read(full));
            // Two of the same are not held where one is not collected yet.
            if (reading.Text is { Text.Length: >= LargeText.Least })
                known = new(reading.Text);
            return reading;
        };
        var kind = isExplicit ? FileKinds.Of(full) : FileKind.File;
        if (kind == FileKind.Pipe)
            open = () =>
                TextFiles.Read(full) is { Text: var text } reading && (text is null || !IsBlank(text))
                    ? Reading(display, reading)
                    : new SourceReading(null, "it " + NothingCame);
        return new LintSource(display, ManifestFiles.WithForwardSlashes(full), isExplicit, kind == FileKind.File ? open : Once(open));
    }

    /// <summary>The full path that globs of the configuration are compared with: that of the file a source stands for.</summary>
    /// <param name="full">The full path of one of <see cref="Files"/>.</param>
    public string PathOf(string full)
    {
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
