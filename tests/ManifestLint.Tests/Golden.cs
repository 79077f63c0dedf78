using System.Runtime.CompilerServices;
using System.Text;
using DiffPlex.DiffBuilder;
using DiffPlex.DiffBuilder.Model;

namespace ManifestLint.Tests;

/// <summary>
/// Texts that were looked at once: <c>name.verified.ext</c> beside the test. A mismatch writes <c>name.received.ext</c> and shows the
/// difference; <c>ACCEPT=1</c> accepts it.
/// </summary>
internal static class Golden
{
    public static void Verify(string actual, string name, string extension, [CallerFilePath] string test = "")
    {
        // A deterministic build maps source paths to /_/.
        string folder = test.StartsWith("/_", StringComparison.Ordinal)
            ? Path.Combine(VectorFiles.RepositoryRoot(), Path.GetDirectoryName(test[(test.IndexOf('/', 2) + 1)..])!)
            : Path.GetDirectoryName(test)!;
        string verified = Path.Combine(folder, $"{name}.verified.{extension}"),
            received = Path.Combine(folder, $"{name}.received.{extension}");
        string expected = File.Exists(verified) ? File.ReadAllText(verified) : "";
        if (actual == expected)
        {
            File.Delete(received);
            return;
        }
        if (Environment.GetEnvironmentVariable("ACCEPT") == "1")
        {
            File.WriteAllText(verified, actual);
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, actual);
        var difference = new StringBuilder($"{name}.verified.{extension} differs (ACCEPT=1 accepts):\n");
        foreach (var line in new InlineDiffBuilder(new DiffPlex.Differ()).BuildDiffModel(expected, actual, ignoreWhitespace: false).Lines)
        {
            char mark = line.Type switch
            {
                ChangeType.Inserted => '+',
                ChangeType.Deleted => '-',
                _ => ' ',
            };
            difference.Append(mark).Append(line.Text).Append('\n');
        }
        Assert.Fail(difference.ToString());
    }
}
