using System.Text;
using ManifestLint.Tests;

namespace ManifestLint.Oracles;

/// <summary>
/// The <c>console</c> blocks of a document: after each line with <c>$</c> stands what that command prints, on both of its outputs. A block
/// is run by bash in a folder of its own that holds a copy of examples/. <c>ACCEPT=1</c> rewrites the blocks.
/// </summary>
internal static class QuotedSessions
{
    private const string Start = "```console\n";
    private const string End = "```";

    /// <summary>Runs the blocks that are chosen, and compares.</summary>
    /// <param name="document">Path of the document in the repository.</param>
    /// <param name="isChosen">Whether to run a block, given its text.</param>
    /// <returns>How many were run.</returns>
    public static int Check(string document, Func<string, bool> isChosen)
    {
        string path = Path.Join(VectorFiles.RepositoryRoot(), document),
            text = File.ReadAllText(path);
        int count = 0;
        string[] parts = text.Split(Start);
        for (int i = 1; i < parts.Length; i++)
        {
            int end = parts[i].IndexOf(End, StringComparison.Ordinal);
            string session = parts[i][..end];
            if (!isChosen(session))
                continue;
            count++;
            parts[i] = Replay(session) + parts[i][end..];
        }
        string actual = string.Join(Start, parts);
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
            File.WriteAllText(path, actual);
        else
            Assert.Equal(text, actual);
        return count;
    }

    private static string Replay(string session)
    {
        var folder = Directory.CreateTempSubdirectory("manifestlint-session-");
        try
        {
            string examples = Path.Join(VectorFiles.RepositoryRoot(), "examples");
            foreach (string file in Directory.EnumerateFiles(examples, "*", SearchOption.AllDirectories))
            {
                string copy = Path.Join(folder.FullName, "examples", Path.GetRelativePath(examples, file));
                Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
                File.Copy(file, copy);
            }
            var shown = new StringBuilder();
            foreach (string line in session.Split('\n').Where(l => l.StartsWith("$ ", StringComparison.Ordinal)))
            {
                var run = Oracle.Bash(folder.FullName, $"exec 2>&1; manifestlint() {{ \"$manifestlint\" \"$@\"; }}; {line[2..]}");
                shown.Append(line).Append('\n').Append(run.Output);
            }
            return shown.ToString();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
