using ManifestLint.Cli.Files;
using ManifestLint.Cli.Options;
using ManifestLint.Cli.Surface;
using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Cli.Outputs;

/// <summary>What a scan looked at: of everything else a baseline keeps what it holds.</summary>
/// <param name="Files">The files, as reported.</param>
/// <param name="Folders">The folders that were searched, and those of charts that were rendered: what is missing in them is gone.</param>
/// <param name="Runs">Whether a rule, given by its id, was asked for.</param>
internal sealed record ScannedPart(IEnumerable<string> Files, IEnumerable<string> Folders, Func<string, bool> Runs);

/// <summary>The baselines of one scan: the one to compare with, the one to write.</summary>
internal sealed class BaselineRun
{
    private readonly Baseline? _accepted;
    private readonly Baseline _replaced;
    private readonly string? _file;
    private readonly string? _written;

    private BaselineRun(Baseline? accepted, Baseline replaced, string? file, string? written) =>
        (_accepted, _replaced, _file, _written) = (accepted, replaced, file, written);

    /// <summary>Reads the baselines; null after messages if one cannot be used.</summary>
    /// <param name="file">The baseline to compare with, or null.</param>
    /// <param name="written">The file to write one to, or null. If it holds one already, what a scan does not look at is kept.</param>
    public static BaselineRun? Open(string? file, string? written)
    {
        var none = new Baseline([]);
        var accepted = file is null ? none : Read(file);
        var replaced = written is null || !HoldsBaseline(written) ? none : Read(written);
        return accepted is null || replaced is null ? null : new BaselineRun(file is null ? null : accepted, replaced, file, written);
    }

    // A report may be replaced by a baseline, and then nothing of it is kept.
    private static bool HoldsBaseline(string file) =>
        FileKinds.Of(Path.GetFullPath(file)) == FileKind.File
        && TextFiles.Read(Path.GetFullPath(file)).Text is { } text
        && OwnOutput.IsBaseline(text);

    private static Baseline? Read(string file)
    {
        var (text, unreadable) = ConfigurationFiles.Read(Path.GetFullPath(file), ManifestFiles.Display(file));
        if (text is null)
        {
            Terminal.Error($"{file}: the baseline cannot be read: {unreadable}");
            return null;
        }
        var (baseline, problems) = BaselineReader.Read(text);
        Terminal.Errors(problems.Select(p => $"{ConfigurationChoice.Position(p.Location)}: {p.Message}"), file);
        return problems.IsEmpty ? baseline : null;
    }

    /// <summary>Whether a file, given by its full path with slashes, is one of the baselines, which a scan of their folder passes over.</summary>
    public bool IsBaseline(string full) =>
        new[] { _file, _written }.Any(f => f is not null && ManifestFiles.WithForwardSlashes(Path.GetFullPath(f)) == full);

    /// <summary>Sets aside what was accepted, or what is accepted now because it is written; null after a message if it cannot be written.</summary>
    /// <param name="result">What the scan found.</param>
    /// <param name="scanned">What it looked at.</param>
    /// <param name="isWhole">False if something could not be read or analysed: what is half known is not accepted for good.</param>
    /// <param name="isQuiet">True to say nothing about what is gone and what is written.</param>
    public LintResult? Apply(LintResult result, ScannedPart scanned, bool isWhole, bool isQuiet)
    {
        if (_accepted is null && _written is null)
            return result;
        Func<string, string> relative = new ReportPaths().RelativeHere;
        var files = scanned.Files.Select(relative).ToHashSet(StringComparer.Ordinal);
        string[] folders = [.. scanned.Folders.Select(relative)];
        string working = Directory.GetCurrentDirectory(),
            root = GitRepository.Find(working)?.Root ?? working;
        var compared = _accepted?.Apply(result, relative, WasLookedAt);
        if (_written is not null && !isWhole)
            Terminal.Error($"{_written} is not written: not everything could be analysed");
        if (_written is null || !isWhole)
        {
            if (!isQuiet && compared?.GoneFromBaseline > 0)
                Terminal.Error(
                    $"{Findings(compared.GoneFromBaseline)} of {_file} {(compared.GoneFromBaseline == 1 ? "is" : "are")} gone: --write-baseline {_file} drops {(compared.GoneFromBaseline == 1 ? "it" : "them")}"
                );
            return compared ?? result;
        }

        var now = Baseline.Of(result, relative);
        var others = Others(_replaced).With(Others(_accepted ?? new Baseline([])));
        var all = now.With(others);
        string? problem = AtomicFile.Write(_written, stream => BaselineWriter.Write(all, stream));
        if (problem is not null)
        {
            Terminal.Error($"{_written}: {problem}");
            return null;
        }
        // What it held before goes by no less a word than what it was compared with.
        var change = compared ?? (_replaced.Count == 0 ? null : _replaced.Apply(result, relative, WasLookedAt));
        string kept = all.Count == now.Count ? "" : $", {all.Count - now.Count} of them kept of what was not scanned",
            changed = change is null ? "" : $", {change.Findings.Length} new, {change.GoneFromBaseline} gone";
        if (!isQuiet)
            Terminal.Error($"wrote {_written} with {Findings(all.Count)}{kept}{changed}");
        return all.Apply(result, relative, WasLookedAt);

        Baseline Others(Baseline before) => before.Beside(result, relative, WasLookedAt, Exists);
        bool Exists(string file) => FileKinds.Of(Path.GetFullPath(file, root)) != FileKind.Missing;
        // A file that is missing in a folder that was searched was looked for.
        bool WasLookedAt(BaselineEntry entry) =>
            scanned.Runs(entry.Rule) && (files.Contains(entry.File) || (folders.Any(f => IsIn(f, entry.File)) && !Exists(entry.File)));
    }

    private static bool IsIn(string folder, string file) =>
        folder is "." or "" || file.StartsWith(folder.TrimEnd('/') + "/", StringComparison.Ordinal);

    private static string Findings(int count) => count == 1 ? "1 finding" : $"{count} findings";
}
