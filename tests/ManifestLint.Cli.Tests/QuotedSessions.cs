using System.Text;
using System.Text.RegularExpressions;
using ManifestLint.Tests;

namespace ManifestLint.Cli.Tests;

/// <summary>
/// The <c>console</c> blocks of a document: after each line with <c>$</c> stands what that command prints, on both of its outputs. A block
/// is run by bash in a folder of its own that holds a copy of examples/. <c>ACCEPT=1</c> rewrites the blocks.
/// </summary>
internal static partial class QuotedSessions
{
    /// <summary>Runs the blocks that are chosen, and compares.</summary>
    /// <param name="document">Path of the document in the repository.</param>
    /// <param name="isChosen">Whether to run a block, given its text.</param>
    /// <returns>How many were run.</returns>
    public static int Check(string document, Func<string, bool> isChosen)
    {
        string path = Path.Join(VectorFiles.RepositoryRoot(), document),
            text = File.ReadAllText(path);
        int count = 0;
        string actual = Block()
            .Replace(text, block =>
            {
                if (!isChosen(block.Value))
                    return block.Value;
                count++;
                return $"```console\n{Replay(block.Groups["session"].Value)}```";
            });
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
                string program = Path.Join(AppContext.BaseDirectory, "manifestlint");
                var run = CliProcess.Bash(folder.FullName, $"exec 2>&1; manifestlint() {{ '{program}' \"$@\"; }}; {line[2..]}");
                shown.Append(line).Append('\n').Append(run.Output);
            }
            return shown.ToString();
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [GeneratedRegex(@"```console\n(?<session>.*?)```", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex Block();
}
