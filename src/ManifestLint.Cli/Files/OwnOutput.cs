using System.Text;
using System.Text.RegularExpressions;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Cli.Files;

/// <summary>Tells what an earlier run wrote from everything else, so that a report never takes the place of something that was written by hand.</summary>
internal static partial class OwnOutput
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
            return string.IsNullOrWhiteSpace(text) || isOurs(text);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read cannot be told to be ours.
            return false;
        }
    }

    /// <summary>Whether a text is a report of ours, in any format, or the beginning and the end of one.</summary>
    public static bool IsReport(string text)
    {
        string plain = Colour().Replace(text, "");
        return Json().IsMatch(plain)
            || Sarif().IsMatch(plain)
            || GitLab().IsMatch(plain)
            || JUnit().IsMatch(plain)
            || Checkstyle().IsMatch(plain)
            || RdJson().IsMatch(plain)
            || Markdown().IsMatch(plain)
            || GitHub().IsMatch(plain)
            || FindingLine().IsMatch(plain)
            || Summary().IsMatch(plain)
            || Inspection().IsMatch(plain);
    }

    /// <summary>Whether a text is a baseline of ours, however it was formatted since.</summary>
    public static bool IsBaseline(string text) =>
        BaselineStart().IsMatch(text)
        || (
            text.Contains($"\"{BaselineReader.Format}\"", StringComparison.Ordinal)
            && BaselineReader.Read(new SourceText("baseline", text)).Problems.IsEmpty
        );

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

    [GeneratedRegex("\u001b\\[[0-9;]*m", RegexOptions.None, 1000)]
    private static partial Regex Colour();

    [GeneratedRegex("""\A\s*\{\s*"format"\s*:\s*"manifestlint-(scan|inspect)/[0-9]+"\s*[,}]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Json();

    [GeneratedRegex("""\A\s*\{\s*"format"\s*:\s*"manifestlint-baseline/[0-9]+"\s*[,}]""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex BaselineStart();

    [GeneratedRegex(
        """\A\s*\{\s*"\$schema"\s*:\s*"[^"]*"\s*,\s*"version"\s*:\s*"2\.1\.0"\s*,\s*"runs"\s*:\s*\[\s*\{\s*"tool"\s*:\s*\{\s*"driver"\s*:\s*\{\s*"name"\s*:\s*"manifestlint"\s*[,}]""",
        RegexOptions.None,
        1000
    )]
    private static partial Regex Sarif();

    [GeneratedRegex(
        """\A\s*\[\s*(\]\s*\z|\{\s*"description"\s*:\s*"([^"\\]|\\.)*"\s*,\s*"check_name"\s*:\s*"ML[0-9]{4} )""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex GitLab();

    [GeneratedRegex("""\A<\?xml [^>]*\?>\s*<testsuites name="manifestlint" """, RegexOptions.None, 1000)]
    private static partial Regex JUnit();

    [GeneratedRegex(
        """\A<\?xml [^>]*\?>\s*<checkstyle version="[^"]*"( />\s*\z|>\s*<file name="[^"]*">\s*<error [^>]* source="ML[0-9]{4}" />)""",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Checkstyle();

    [GeneratedRegex("""\A\s*\{\s*"source"\s*:\s*\{\s*"name"\s*:\s*"manifestlint"\s*,""", RegexOptions.None, 1000)]
    private static partial Regex RdJson();

    [GeneratedRegex(@"\A### manifestlint: (no findings|[0-9]+ (error|warning|note))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Markdown();

    [GeneratedRegex(@"\A::(error|warning|notice) [^\n]*title=(manifestlint|ML[0-9]{4} [a-z0-9-]+)::", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex GitHub();

    [GeneratedRegex(
        @"\A[^\n]+?:[0-9]+:[0-9]+: (error|warning|note): [^\n]* \[ML[0-9]{4} [a-z0-9-]+\]\n",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex FindingLine();

    [GeneratedRegex(
        @"\A(no (new )?findings|[0-9]+ (error|warning|note)s?(, [0-9]+ (warning|note)s?)*) in [0-9]+ objects? with [0-9]+ pods? in [0-9]+ files?\n",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Summary();

    // Its lines are wrapped.
    [GeneratedRegex(
        @"\A(no pods\n\z|[\s\S]*\sassumed\s+Kubernetes\s+1\.[0-9]+\s+and\s+a\s+\S+\s+node\s+\(--kubernetes-version,\s+--node-memory\)\s*\z)",
        RegexOptions.ExplicitCapture,
        1000
    )]
    private static partial Regex Inspection();
}
