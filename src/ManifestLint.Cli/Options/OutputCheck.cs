using System.CommandLine;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Surface;

namespace ManifestLint.Cli.Options;

/// <summary>What is wrong with the files that a run is to write, told before anything is read or written (contracts.md C1, C8).</summary>
internal static class OutputCheck
{
    private static readonly string[] s_standardOutputs = ["/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"];

    /// <summary>True, after a message each, if two outputs lead to one file, or one to a file that this program did not write.</summary>
    /// <param name="reports">The reports.</param>
    /// <param name="baseline">The baseline to write; null for none.</param>
    public static bool Report(IReadOnlyList<ReportTarget> reports, string? baseline = null)
    {
        bool isBad = false;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string? file in baseline is null ? reports.Select(r => r.File) : reports.Select(r => r.File).Append(baseline))
        {
            if (PlaceOf(file) is { } place && !seen.Add(place))
                Refuse($"two outputs cannot go to {file ?? "standard output"}");
        }
        foreach (string file in reports.Select(r => r.File).OfType<string>().Where(f => !OwnOutput.MayReplace(f, OwnReport.Is)))
            Refuse(NotOurs(file));
        if (baseline is not null && !OwnOutput.MayReplace(baseline, text => OwnOutput.IsBaseline(text) || OwnReport.Is(text)))
            Refuse(NotOurs(baseline));
        return isBad;

        void Refuse(string message)
        {
            Terminal.Error(message);
            isBad = true;
        }
    }

    // Source: kubectl v1.35, -o of get, and its kin.
    private static readonly string[] s_kubectlFormats =
    [
        "yaml",
        "kyaml",
        "wide",
        "name",
        "jsonpath",
        "jsonpath-as-json",
        "jsonpath-file",
        "go-template",
        "go-template-file",
        "template",
        "templatefile",
        "custom-columns",
        "custom-columns-file",
    ];

    /// <summary>Refuses a file that is called like a format of ours, as kubectl's <c>-o json</c> has it, or of kubectl, where no format is asked for.</summary>
    public static void RefuseFormatNames(Command command, Option format, Option output) =>
        command.Validators.Add(result =>
        {
            if (result.GetResult(format) is { Implicit: false } || result.GetResult(output)?.Tokens is not [{ Value: var name }])
                return;
            string word = name.Split('=')[0].ToLowerInvariant();
            if (ReportTarget.FormatOf(word) is null && s_kubectlFormats.Contains(word))
                result.AddError(
                    $"-o {name} would write a file of that name: there is no format {word}, and -f chooses one (-o ./{name} for the file)"
                );
            else if (ReportTarget.FormatOf(word) is not null && word.Length == name.Length)
                result.AddError($"-o {name} would write a file of that name: -f {word} chooses the format (-o ./{name} for the file)");
        });

    private static string NotOurs(string file) => $"{file} is not overwritten: what it holds was not written by manifestlint";

    // What tells one place from another; null where several outputs do no harm to each other.
    private static string? PlaceOf(string? file)
    {
        if (file is null || s_standardOutputs.Contains(file))
            return "";
        string full = Path.GetFullPath(file);
        return FileKinds.Of(full) == FileKind.Device ? null : RealPath.Of(full);
    }
}
