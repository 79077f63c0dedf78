using ManifestLint.Benchmarks;

namespace ManifestLint.Oracles;

/// <summary>A copy of this repository's sources, committed to git: what a clone holds, as far as packing needs it.</summary>
internal static class ScratchClone
{
    /// <summary>
    /// What the build that runs the tests has set and what would lead another build astray, and what would have it run analyzers; servers that
    /// outlive it are not started.
    /// </summary>
    public static KeyValuePair<string, string?>[] CleanEnvironment { get; } =
    [
        new("MSBuildSDKsPath", null),
        new("MSBuildExtensionsPath", null),
        new("MSBUILD_EXE_PATH", null),
        new("Analyze", null),
        new("MSBUILDDISABLENODEREUSE", "1"),
        new("UseSharedCompilation", "false"),
    ];

    /// <summary>Makes it.</summary>
    public static void Make(string target)
    {
        string root = Repository.Root();
        // Of the tests only the projects that the solution names.
        var files = Directory
            .EnumerateFiles(root)
            .Where(f => Path.GetFileName(f) != ".git")
            .Concat(
                new[] { "src", "rules" }.SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories)
                )
            )
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.csproj", SearchOption.AllDirectories));
        foreach (string file in files)
        {
            string copy = Path.Combine(target, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
        Commit(target);
    }

    /// <summary>Makes a repository of a folder.</summary>
    public static void Commit(string folder)
    {
        foreach (
            string[] arguments in new[]
            {
                ["init", "--quiet"],
                ["add", "--all"],
                new[] { "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "test" },
            }
        )
        {
            var (exitCode, _, error) = Oracle.Run("git", ["-C", folder, .. arguments]);
            Assert.True(exitCode == 0, error);
        }
    }

    /// <summary>Removes a folder with repositories: git writes its objects read-only.</summary>
    public static void Delete(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(folder, recursive: true);
    }
}
