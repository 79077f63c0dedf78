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
            process.Arguments is not [{ IsKnown: true, Text: [not '-', ..] } program, .. var words]
            || KnownImages.ProgramOf(program.BaseName) is not null
        )
            return null;
        for (int i = 0; i < words.Length; i++)
        {
            if (!words[i].IsKnown || (i > 0 && words[i - 1].Text is ['-', ..] and not "--"))
                continue;
            string text = words[i].Text;
            bool isProgram =
                text.StartsWith("./", StringComparison.Ordinal)
                || (i == 0 && text.StartsWith('/') && !words[i].BaseName.Contains('.'))
                || (i + 1 < words.Length && text == "--")
                || KnownImages.ProgramOf(words[i].BaseName) is "go" or "dotnet" or "node" or "jvm";
            if (isProgram)
                return program.BaseName;
        }
        return null;
    }
}
