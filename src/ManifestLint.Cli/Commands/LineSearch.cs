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
/// <param name="Crashed">True if a part is missing because of a bug, which was told.</param>
internal sealed record ExplainedPlace(ImmutableArray<ReportedFinding> Findings, ImmutableArray<Explanation> Explanations, bool Crashed)
{
    /// <summary>Writes it.</summary>
    public void Write(TextStyle style, TextWriter output)
    {
        foreach (var finding in Findings)
            TextReporter.Write(finding, style, output);
        ExplanationReporter.Write(Explanations, style, output);
    }
}

/// <summary>Looks up a line of a file, or of standard input, as a scan of the file, of its folder or of the current folder would.</summary>
/// <param name="options">The options of the command.</param>
/// <param name="parsed">The command line.</param>
/// <param name="path">The path as given; the name of standard input in reports for that.</param>
/// <param name="line">1-based.</param>
internal sealed class LineSearch(SharedOptions options, ParseResult parsed, string path, int line)
{
    // Of places that have something to say, in a message.
    private const int MostPlaces = 5;

    private readonly bool _isStandardInput = path == ManifestFiles.StandardInputName;

    /// <summary>What was found; null after a message, with the nearest lines that have something.</summary>
    public ExplainedPlace? Find()
    {
        string given = _isStandardInput ? "-" : path;
        if (options.Configurations(parsed, [given]) is not { } configurations)
            return null;
        var sources = Find(given, configurations);
        if (InputCheck.Report(sources.Set.Problems))
            return null;
        bool isFolder = !sources.Set.Folders.IsEmpty;
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
        // A file of data is no manifest, and a kustomization may still make something of it.
        if (
            found.Explanations.IsEmpty
            && found.Findings.IsEmpty
            && scan.Result.Skipped.FirstOrDefault(s => s.File == file && s.Line is null) is { } skipped
        )
        {
            Terminal.Error($"{file}: {skipped.Reason}");
            return null;
        }
        if (found.Findings.IsEmpty && found.Explanations.IsEmpty && !_isStandardInput && Everything() is { } wider)
            found = At(
                wider,
                ManifestFiles.WithForwardSlashes(Path.GetRelativePath(Directory.GetCurrentDirectory(), Path.GetFullPath(path)))
            );
        InputCheck.Report(scan.Result.Crashes);
        if (!found.Findings.IsEmpty || !found.Explanations.IsEmpty)
            return found with { Crashed = !scan.Result.Crashes.IsEmpty };
        Terminal.Error(
            $"{file} has neither a container nor a finding at line {Text(line)}{Nearest(scan, [.. scan.Places.Where(p => p.File == file)], withFiles: false)}"
        );
        return null;
    }

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
        var settings = new SourceSettings(options, parsed, configurations, sources);
        foreach (string file in files.Select(s => s.FullPath).Concat(sources.KustomizationFiles))
            settings.Of(file);
        var request = sources.Request() with
        {
            Sources = files,
            Neighbours = [.. sources.Neighbours.Where(n => sources.IsContext(n.FullPath))],
            Assumptions = options.Assumptions(parsed, configurations.Run.Configuration),
            Configuration = configurations.Run.Configuration,
            SettingsOf = settings.Of,
            PathMatches = settings.Matches,
            Today = DateOnly.FromDateTime(DateTime.UtcNow),
        };
        var (pods, _) = Linter.Inspect(request, static (pod, _, composed) => (pod, composed));
        return new(Linter.Lint(request), pods);
    }

    // A finding may come from a file elsewhere: what a scan of the current folder would print.
    private Scanned? Everything()
    {
        string working = Directory.GetCurrentDirectory();
        if (Path.GetRelativePath(working, Path.GetFullPath(path)).StartsWith("..", StringComparison.Ordinal))
            return null;
        if (options.Configurations(parsed, ["."]) is not { } configurations)
            return null;
        var sources = Find(".", configurations);
        return sources.Set.Problems.IsEmpty ? Scan(configurations, sources, sources.Files) : null;
    }

    private ExplainedPlace At(Scanned scan, string file)
    {
        ImmutableArray<ReportedFinding> findings =
        [
            .. scan.Result.Findings.Where(f => f.Place.File == file && f.Place.Line <= line && line <= Math.Max(f.Place.Line, LastLine(f))),
        ];
        var explanations = scan
            .Pods.SelectMany(p => In(p.Composed?.Overlay, Explanation.At(p.Pod, file, line)))
            .Concat(scan.Pods.SelectMany(p => In(p.Composed?.Overlay, About(p.Pod, p.Composed?.Overlay, findings))))
            .DistinctBy(e => (e.Title, e.Place))
            .ToList();
        // What is written there may be gone from what is composed, as the name in a patch is: then the pods that it changed.
        if (explanations.Count == 0)
            explanations =
            [
                .. scan
                    .Pods.Where(p => p.Composed?.IsReachedFrom(file, line) == true)
                    .SelectMany(p => In(p.Composed!.Overlay, p.Pod.Containers.Select(c => Explanation.Of(p.Pod, c)))),
            ];
        return new(findings, [.. explanations], Crashed: false);
    }

    // An end at the start of a line does not take it in.
    private static int LastLine(ReportedFinding finding) =>
        finding.Place.EndColumn == 1 ? finding.Place.EndLine - 1 : finding.Place.EndLine;

    private static IEnumerable<Explanation> In(string? overlay, IEnumerable<Explanation> explanations) =>
        overlay is null ? explanations : explanations.Select(e => e with { Title = $"{e.Title}, overlay {overlay}" });

    private static IEnumerable<Explanation> About(PodFacts pod, string? overlay, ImmutableArray<ReportedFinding> findings) =>
        pod
            .Containers.Where(c => findings.Any(f => f.Container is { } name && name == c.Spec.Name && IsAbout(f, pod, overlay)))
            .Select(c => Explanation.Of(pod, c));

    // A finding that several overlays share names the object of one.
    private static bool IsAbout(ReportedFinding finding, PodFacts pod, string? overlay)
    {
        var manifest = pod.Workload.Manifest;
        bool isNamed =
            finding.Object is { } owner && (owner.Kind, owner.Name, owner.Namespace) == (manifest.Kind, manifest.Name, manifest.Namespace);
        if (overlay is null)
            return isNamed && finding.Overlays.IsEmpty;
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
