using System.Collections.Immutable;
using ManifestLint.Cli.Files;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Cli;

/// <summary>Turns paths into sources for the linter.</summary>
internal sealed class Sources
{
    private Sources(ManifestFileSet set) => Set = set;

    /// <summary>What was found.</summary>
    public ManifestFileSet Set { get; }

    /// <summary>The sources that get findings.</summary>
    public ImmutableArray<LintSource> Files { get; private init; } = [];

    /// <summary>Files read for their context only.</summary>
    public ImmutableArray<LintSource> Neighbours { get; private init; } = [];

    /// <summary>Finds the files of the paths.</summary>
    public static Sources Find(IReadOnlyList<string> paths)
    {
        var set = ManifestFiles.Find(paths);
        if (!set.Problems.IsEmpty) return new Sources(set);
        return new Sources(set)
        {
            Files = [.. set.Files.Select(f => f.IsStandardInput ? StandardInput() : Source(f.DisplayPath, f.FullPath, f.IsExplicit))],
            Neighbours = [.. NeighbourFiles.Find(set).Files.Select(n => Source(n.DisplayPath, n.FullPath, false))],
        };
    }

    /// <summary>Reads a file that a kustomization names; null where that is not possible.</summary>
    public static SourceText? ReadPatch(string path) =>
        FileKinds.Of(path) == FileKind.File && TextFiles.Read(path) is { Text: { } text } ? new SourceText(path, text) : null;

    /// <summary>What was passed over while looking, as the summary tells it.</summary>
    public IEnumerable<SkippedFile> Skipped => Set.Skipped.Select(s => new SkippedFile(s.DisplayPath, s.Message, SkipKind.Unreadable));

    private static LintSource Source(string display, string full, bool isExplicit)
    {
        Func<SourceReading> open = () => Reading(display, TextFiles.Read(full));
        return new LintSource(display, full.Replace('\\', '/'), isExplicit, isExplicit && FileKinds.Of(full) != FileKind.File ? Once(open) : open);
    }

    private static LintSource StandardInput() => new(ManifestFiles.StandardInputName, "-", true, Once(() =>
    {
        using var input = Console.OpenStandardInput();
        return Reading(ManifestFiles.StandardInputName, TextFiles.Read(input));
    }));

    // What comes through a pipe, such as <(helm template …), does not come again.
    private static Func<SourceReading> Once(Func<SourceReading> open)
    {
        var reading = new Lazy<SourceReading>(open);
        return () => reading.Value;
    }

    private static SourceReading Reading(string display, TextReading reading) =>
        reading.Text is { } text ? new SourceReading(new SourceText(display, text), null) : new SourceReading(null, reading.Problem!.Message);
}
