using ManifestLint.Cli.Files;
using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Cli;

/// <summary>The baselines of one scan: the one to compare with, the one to write.</summary>
internal sealed class BaselineRun
{
    private readonly Baseline? _accepted;
    private readonly string? _file;
    private readonly string? _written;

    private BaselineRun(Baseline? accepted, string? file, string? written) => (_accepted, _file, _written) = (accepted, file, written);

    /// <summary>Reads the baseline; null after messages if it cannot be used.</summary>
    /// <param name="file">The baseline to compare with, or null.</param>
    /// <param name="written">The file to write one to, or null.</param>
    public static BaselineRun? Open(string? file, string? written)
    {
        if (file is null)
            return new BaselineRun(null, null, written);
        var (text, unreadable) = ConfigurationFiles.Read(Path.GetFullPath(file), ManifestFiles.Display(file));
        if (text is null)
        {
            Terminal.Error($"{file}: the baseline cannot be read: {unreadable}");
            return null;
        }
        var (baseline, problems) = BaselineReader.Read(text);
        foreach (var problem in problems)
            Terminal.Error($"{ConfigurationChoice.Position(problem.Location)}: {problem.Message}");
        return problems.IsEmpty ? new BaselineRun(baseline, file, written) : null;
    }

    /// <summary>Whether a file, given by its full path with slashes, is one of the baselines, which a scan of their folder passes over.</summary>
    public bool IsBaseline(string full) =>
        new[] { _file, _written }.Any(f => f is not null && ManifestFiles.WithForwardSlashes(Path.GetFullPath(f)) == full);

    /// <summary>Sets aside what was accepted, or what is accepted now because it is written; null after a message if it cannot be written.</summary>
    /// <param name="result">What the scan found.</param>
    /// <param name="scanned">The paths of the files that were scanned, as reported.</param>
    /// <param name="isWhole">False if something could not be read or analysed: what is half known is not accepted for good.</param>
    /// <param name="isQuiet">True to say nothing about what is gone and what is written.</param>
    public LintResult? Apply(LintResult result, IEnumerable<string> scanned, bool isWhole, bool isQuiet)
    {
        if (_accepted is null && _written is null)
            return result;
        Func<string, string> relative = new ReportPaths().RelativeHere;
        var looked = scanned.Select(relative).ToHashSet(StringComparer.Ordinal);
        string working = Directory.GetCurrentDirectory(),
            root = GitRepository.Find(working)?.Root ?? working;
        var compared = _accepted?.Apply(result, relative, MayBeGone);
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
        string? problem = AtomicFile.Write(_written, stream => BaselineWriter.Write(now, stream));
        if (problem is not null)
        {
            Terminal.Error($"{_written}: {problem}");
            return null;
        }
        string dropped = compared is null ? "" : $", {compared.Findings.Length} new, {compared.GoneFromBaseline} gone";
        if (!isQuiet)
            Terminal.Error($"wrote {_written} with {Findings(result.Findings.Length)}{dropped}");
        return now.Apply(result, relative, MayBeGone);

        // What was not looked at says nothing; what does not exist any more is gone.
        bool MayBeGone(string file) => looked.Contains(file) || FileKinds.Of(Path.GetFullPath(file, root)) == FileKind.Missing;
    }

    private static string Findings(int count) => count == 1 ? "1 finding" : $"{count} findings";
}
