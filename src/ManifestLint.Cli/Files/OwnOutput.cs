using System.Text;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Files;

/// <summary>Tells what an earlier run wrote from everything else, so that a report never takes the place of something that was written by hand.</summary>
internal static class OwnOutput
{
    // Enough for the first line of every report and for the last ones of a text.
    private const int Part = 64 * 1024;

    /// <summary>Whether a file may be replaced: there is none, it is no regular file, it is blank, or it is what an earlier run wrote.</summary>
    /// <param name="path">The path, which may be a link.</param>
    /// <param name="isOurs">Tells that from the text; of a large file it gets the beginning and the end.</param>
    public static bool MayReplace(string path, Func<string, bool> isOurs)
    {
        if (FileKinds.Of(Path.GetFullPath(path)) != FileKind.File)
            return true;
        try
        {
            string text = Ends(Path.GetFullPath(path));
            return string.IsNullOrWhiteSpace(text) || (isOurs(text) && !HoldsObject(text));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read cannot be told to be ours.
            return false;
        }
    }

    /// <summary>Whether a text is a baseline of ours, however it was formatted since.</summary>
    public static bool IsBaseline(string text) =>
        OwnReport.BeginsAsBaseline(text)
        || (
            text.Contains($"\"{BaselineReader.Format}\"", StringComparison.Ordinal)
            && BaselineReader.Read(new SourceText("baseline", text)).Problems.IsEmpty
        );

    // Whatever else it says, a report or a baseline holds none.
    private static bool HoldsObject(string text) =>
        YamlReader
            .Read(new SourceText("output", text))
            .Documents.Any(d => d.Root is YamlMapping root && root.Find("apiVersion") is not null && root.Find("kind") is not null);

    private static string Ends(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        if (file.Length <= 2 * Part)
            return Next(file, 2 * Part);
        string start = Next(file, Part);
        file.Seek(-Part, SeekOrigin.End);
        return start + Next(file, Part);
    }

    private static string Next(FileStream file, int most)
    {
        byte[] bytes = new byte[most];
        int length = file.ReadAtLeast(bytes, most, throwOnEndOfStream: false);
        return Encoding.UTF8.GetString(bytes, 0, length);
    }
}
