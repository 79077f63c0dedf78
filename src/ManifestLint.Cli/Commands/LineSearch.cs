using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Inputs;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Surface;
using ManifestLint.Explaining;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Reporting;

namespace ManifestLint.Cli.Commands;

/// <summary>What there is to say of a line: findings first, then the arithmetic of the containers that it, or a finding there, is about.</summary>
/// <param name="Findings">The findings that a scan prints at the line.</param>
/// <param name="Explanations">The containers.</param>
internal sealed record ExplainedPlace(ImmutableArray<ReportedFinding> Findings, ImmutableArray<Explanation> Explanations)
{
    /// <summary>True if there is nothing to say.</summary>
    public bool IsEmpty => Findings.IsEmpty && Explanations.IsEmpty;

    /// <summary>The findings that only a scan of the file, or of its folder, prints: what lies elsewhere changes them.</summary>
    public ImmutableArray<ReportedFinding> OfFileAlone { get; init; } = [];

    /// <summary>True if a part is missing because of a bug, which was told.</summary>
    public bool Crashed { get; init; }

    /// <summary>Writes it.</summary>
    public void Write(TextStyle style, TextWriter output)
    {
        foreach (var finding in Findings)
            TextReporter.Write(finding, style, output);
        if (!OfFileAlone.IsEmpty)
            output.Write("a scan of this file, or of its folder, alone says:\n\n");
        foreach (var finding in OfFileAlone)
            TextReporter.Write(finding, style, output);
        ExplanationReporter.Write(Explanations, style, output);
    }
}

/// <summary>
/// Looks up a line of a file, or of standard input, as scans of the current folder (or the file's repository), of the file's folder and of the
/// file would.
/// </summary>
/// <param name="options">The options of the command.</param>
/// <param name="parsed">The command line.</param>
/// <param name="path">The path as given; the name of standard input in reports for that.</param>
/// <param name="line">1-based.</param>
internal sealed class LineSearch(SharedOptions options, ParseResult parsed, string path, int line)
{
    // Of places that have something to say, in a message.
    private const int MostPlaces = 5;

    // Of a folder without a repository that is looked at as a whole (contracts.md C1).
    private const int MostEntries = 20_000;
    private const long MostBytes = 32_000_000;

    // Helm's, in which the templates of a chart and of the charts below it lie.
    private const string TemplatesFolder = "templates";

    private readonly bool _isStandardInput = path == ManifestFiles.StandardInputName;

    /// <summary>What was found; null after a message, with the nearest lines that have something.</summary>
    public ExplainedPlace? Find()
    {
        string given = _isStandardInput ? "-" : path;
        bool isTemplate = ManifestFiles.WithForwardSlashes(path).Split('/').SkipLast(1).Contains(TemplatesFolder);
        if (options.Configurations(parsed, [given]) is not { } configurations)
            return null;
        var sources = Find(given, configurations);
        bool isFolder = !sources.Set.Folders.IsEmpty;
        if (isTemplate && !isFolder && Console.IsInputRedirected && OfRendering() is { } rendered)
            return rendered;
        if (InputCheck.Report(sources.Set.Problems))
        {
            if (isTemplate)
                TellOfRendering();
            return null;
        }
        // What other files of its folder make of a line, such as a pod of a ConfigMap, is printed by a scan of the folder.
        var scan = Scan(
            configurations,
            sources,
            isFolder ? sources.Files : [.. sources.Files, .. sources.Neighbours.Where(n => !sources.IsContext(n.FullPath))]
        );
        if (configurations.HasFailed)
            return null;
        if (isFolder)
        {
            Terminal.Error($"{path} is a folder: name a file of it{Nearest(scan, scan.Places, withFiles: true)}");
            return null;
        }
        string file = sources.Files[0].Path;
        var found = At(scan, file);
        InputCheck.Report(scan.Result.Crashes);
        if (!_isStandardInput && OfWholeScan() is { IsEmpty: false } whole)
            found = whole with
            {
                Explanations = whole.Explanations.IsEmpty ? found.Explanations : whole.Explanations,
                OfFileAlone = [.. found.Findings.Where(f => !whole.Findings.Any(w => IsSame(w, f)))],
            };
        if (!found.IsEmpty)
            return found with { Crashed = found.Crashed || !scan.Result.Crashes.IsEmpty };
        // A file of data is no manifest, and a kustomization may still have made something of it.
        if (scan.Result.Skipped.FirstOrDefault(s => s.File == file && s.Line is null) is { } skipped)
        {
            Terminal.Error($"{file}: {skipped.Reason}");
            if (isTemplate)
                TellOfRendering();
            return null;
        }
        Terminal.Error(
            $"{file} has neither a container nor a finding at line {Text(line)}{Nearest(scan, [.. scan.Places.Where(p => p.File == file)], withFiles: false)}"
        );
        return null;
    }

    // Findings of a rendering name the template, wherever the chart lies, and its lines are those of what it renders.
    private ExplainedPlace? OfRendering()
    {
        if (options.Configurations(parsed, ["-"]) is not { } configurations)
            return null;
        var sources = Sources.Find(["-"], configurations.Takes, context: options.Context(parsed, configurations.Run));
        if (!sources.Set.Problems.IsEmpty)
            return null;
        var found = At(Scan(configurations, sources, sources.Files), ManifestFiles.WithForwardSlashes(path));
        return found.IsEmpty ? null : found;
    }

    private void TellOfRendering() =>
        Terminal.Error(
            $"a line that a template renders is explained where the rendering comes through standard input: helm template … | manifestlint explain {path}:{Text(line)}"
        );

    private Sources Find(string given, Configurations configurations) =>
        Sources.Find([given], configurations.Takes, context: options.Context(parsed, configurations.Run), isWhole: true);

    private sealed record Scanned(LintResult Result, ImmutableArray<(PodFacts Pod, ComposedPod? Composed)> Pods)
    {
        /// <summary>Where there is something to say: containers and findings.</summary>
        public ImmutableArray<(string File, int Line)> Places =>
            [
                .. Pods.SelectMany(p =>
                        p.Pod.Containers.Select(c => (File: c.Spec.Node.Location.Source.Path, c.Spec.Node.Location.Start.Line))
                    )
                    .Concat(Result.Findings.Select(f => (f.Place.File, f.Place.Line)))
                    .Distinct(),
            ];
    }

    private Scanned Scan(Configurations configurations, Sources sources, ImmutableArray<LintSource> files)
    {
        var request = Request(configurations, sources, files);
        var (pods, _) = Linter.Inspect(request, static (pod, _, composed) => (pod, composed));
        return new(Linter.Lint(request), pods);
    }

    private LintRequest Request(Configurations configurations, Sources sources, ImmutableArray<LintSource> files)
    {
        var settings = new SourceSettings(options, parsed, configurations, sources);
        foreach (string file in files.Select(s => s.FullPath).Concat(sources.KustomizationFiles))
            settings.Of(file);
        return sources.Request() with
        {
            Sources = files,
            Neighbours = [.. sources.Neighbours.Where(n => sources.IsContext(n.FullPath))],
            Assumptions = options.Assumptions(parsed, configurations.Run.Configuration),
            Configuration = configurations.Run.Configuration,
            SettingsOf = settings.Of,
            PathMatches = settings.Matches,
            Today = DateOnly.FromDateTime(DateTime.UtcNow),
        };
    }

    // What a scan of the current folder prints, or of the file's repository where the current folder lies outside of it; null where there is neither.
    private ExplainedPlace? OfWholeScan()
    {
        if (Scope() is not { } scope || options.Configurations(parsed, [scope]) is not { } configurations)
            return null;
        var sources = Find(scope, configurations);
        string full = ManifestFiles.WithForwardSlashes(Path.GetFullPath(path));
        if (!sources.Set.Problems.IsEmpty)
            return null;
        // What a generator takes in is no manifest of the scan.
        string file = sources.Files.FirstOrDefault(f => f.FullPath == full)?.Path
            ?? ManifestFiles.WithForwardSlashes(Path.GetRelativePath(Directory.GetCurrentDirectory(), full));
        var request = Request(configurations, sources, sources.Files);
        if (configurations.HasFailed)
            return null;
        var result = Linter.Lint(request);
        InputCheck.Report(result.Crashes);
        var findings = FindingsAt(result, file);
        // Of thousands of pods none is kept, and none is looked into that cannot be meant.
        var (explained, _) = Linter.Inspect(request, (pod, of, composed) =>
            of == file || composed is not null || !findings.IsEmpty ? Of(pod, composed, file, findings) : Explained.Nothing
        );
        return new(findings, Best(explained)) { Crashed = !result.Crashes.IsEmpty };
    }

    private string? Scope()
    {
        string working = Directory.GetCurrentDirectory(),
            full = Path.GetFullPath(path),
            way = Path.GetRelativePath(working, full);
        string? root = GitRepository.Find(Path.GetDirectoryName(full) ?? full)?.Root;
        bool isBelow = !Path.IsPathRooted(way) && way.Split('/', '\\')[0] != "..";
        string? scope =
            isBelow && root is null ? (IsProject(working) ? working : null)
            : isBelow && root!.Length <= working.Length ? working
            : root;
        return scope is null || Path.IsPathRooted(path) ? scope : Path.GetRelativePath(working, scope);
    }

    // Without a repository nothing says where a project ends, and a folder such as /tmp is none.
    private static bool IsProject(string folder)
    {
        List<ManifestFile> files = [];
        var walk = new FolderWalk(files, []) { MostEntries = MostEntries };
        walk.Run(folder, "");
        return !walk.IsCut && files.Sum(f => new FileInfo(f.FullPath) is { Exists: true } file ? file.Length : 0) <= MostBytes;
    }

    private static bool IsSame(ReportedFinding one, ReportedFinding other) =>
        (one.RuleId, one.Place.Line, one.Place.Column) == (other.RuleId, other.Place.Line, other.Place.Column);

    private ExplainedPlace At(Scanned scan, string file)
    {
        var findings = FindingsAt(scan.Result, file);
        return new(findings, Best([.. scan.Pods.Select(p => Of(p.Pod, p.Composed, file, findings))]));
    }

    /// <summary>What there is to say of a pod.</summary>
    /// <param name="Own">Of the containers that stand at the line, or that its findings name.</param>
    /// <param name="Reached">Of all its containers, where what is written at the line is gone from what is composed, as the name in a patch is.</param>
    private sealed record Explained(ImmutableArray<Explanation> Own, ImmutableArray<Explanation> Reached)
    {
        public static Explained Nothing { get; } = new([], []);
    }

    private static ImmutableArray<Explanation> Best(IReadOnlyCollection<Explained> explained)
    {
        bool isOwn = explained.Any(e => !e.Own.IsEmpty);
        return [.. explained.SelectMany(e => isOwn ? e.Own : e.Reached).DistinctBy(e => (e.Title, e.Place))];
    }

    private ImmutableArray<ReportedFinding> FindingsAt(LintResult result, string file) =>
        [.. result.Findings.Where(f => f.Place.File == file && f.Place.Line <= line && line <= Math.Max(f.Place.Line, LastLine(f)))];

    // An end at the start of a line does not take it in.
    private static int LastLine(ReportedFinding finding) =>
        finding.Place.EndColumn == 1 ? finding.Place.EndLine - 1 : finding.Place.EndLine;

    private Explained Of(PodFacts pod, ComposedPod? composed, string file, ImmutableArray<ReportedFinding> findings)
    {
        string? overlay = composed?.Overlay;
        ImmutableArray<Explanation> own =
        [
            .. Explanation
                .At(pod, file, line)
                .Concat(
                    pod.Containers.Where(c => findings.Any(f => f.Container is { } name && name == c.Spec.Name && IsAbout(f, pod, overlay)))
                        .Select(c => Explanation.Of(pod, c))
                )
                .Select(Titled),
        ];
        return own.IsEmpty && composed?.IsReachedFrom(file, line) == true
            ? new([], [.. pod.Containers.Select(c => Titled(Explanation.Of(pod, c)))])
            : new(own, []);

        Explanation Titled(Explanation explanation) =>
            overlay is null ? explanation : explanation with { Title = $"{explanation.Title}, overlay {overlay}" };
    }

    // A finding that several overlays share names the object of one.
    private static bool IsAbout(ReportedFinding finding, PodFacts pod, string? overlay)
    {
        var manifest = pod.Workload.Manifest;
        bool isNamed =
            finding.Object is { } owner && (owner.Kind, owner.Name, owner.Namespace) == (manifest.Kind, manifest.Name, manifest.Namespace);
        // Of a folder for each stage each may hold an object of that name.
        if (overlay is null)
            return isNamed && finding.Overlays.IsEmpty && manifest.Root.Location.Source.Path == (finding.Taker ?? finding.Place).File;
        return finding.Overlays.Contains(overlay) && (isNamed || !Explanation.At(pod, finding.Place.File, finding.Place.Line).IsEmpty);
    }

    private string Nearest(Scanned scan, ImmutableArray<(string File, int Line)> places, bool withFiles)
    {
        if (places.IsEmpty)
            return scan.Result.ObjectCount == 0 ? "" : ", nor at another line";
        var nearest = places
            .OrderBy(p => Math.Abs(p.Line - line))
            .ThenBy(p => p.File, StringComparer.Ordinal)
            .ThenBy(p => p.Line)
            .Take(MostPlaces)
            .OrderBy(p => p.File, StringComparer.Ordinal)
            .ThenBy(p => p.Line);
        return $" (nearest: {string.Join(", ", nearest.Select(p => withFiles ? $"{p.File}:{Text(p.Line)}" : Text(p.Line)))})";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
