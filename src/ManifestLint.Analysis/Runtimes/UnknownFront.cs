using ManifestLint.Images;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes;

/// <summary>Programs that nobody knows and that start another one, given to them as an argument: <c>ssm-env ./app</c>. They are there to bring
/// variables.</summary>
internal static class UnknownFront
{
    /// <summary>The base name of such a program; null if the process is none.</summary>
    public static string? Of(Process process)
    {
        if (
            process.Arguments is not [{ IsKnown: true, Text: [not ('-' or '.'), ..] } program, .. var words]
            || KnownImages.ProgramOf(program.BaseName) is not null
        )
            return null;
        for (int i = 0; i < words.Length; i++)
        {
            if (!words[i].IsKnown || (i > 0 && words[i - 1].Text is ['-', ..] and not "--"))
                continue;
            string text = words[i].Text;
            bool isProgram =
                (i == 0 && IsPathOfProgram(words[i], isFound: !program.Text.Contains('/')))
                || (i + 1 < words.Length && text == "--")
                || KnownImages.ProgramOf(words[i].BaseName) is "go" or "dotnet" or "node" or "jvm";
            if (isProgram)
                return program.BaseName;
        }
        return null;
    }

    // A program by its own path may also be given a file or a folder.
    private static bool IsPathOfProgram(Word word, bool isFound) =>
        !word.BaseName.Contains('.')
        && (
            word.Text.StartsWith("./", StringComparison.Ordinal)
            || (word.Text.StartsWith('/') && (isFound || word.Text.Contains("bin/", StringComparison.Ordinal)))
        );
}
