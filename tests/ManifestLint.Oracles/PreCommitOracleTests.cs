namespace ManifestLint.Oracles;

/// <summary>The hook as pre-commit installs and runs it: it packs a copy of this repository, installs every package, hands over files.</summary>
public sealed class PreCommitOracleTests : IDisposable
{
    private const string Limits = """
        apiVersion: v1
        kind: LimitRange
        metadata: {name: defaults, namespace: shop}
        spec:
          limits:
            - type: Container
              default: {memory: 256Mi, cpu: 500m}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("manifestlint-hook-").FullName;

    public void Dispose()
    {
        // git writes its objects read-only.
        foreach (string file in Directory.EnumerateFiles(_folder, "*", SearchOption.AllDirectories)) File.SetAttributes(file, FileAttributes.Normal);
        Directory.Delete(_folder, recursive: true);
    }

    [OracleFact("pre-commit")]
    public void The_hook_is_installed_and_tells_of_what_is_wrong()
    {
        string tool = Path.Combine(_folder, "tool"), project = Path.Combine(_folder, "project");
        CopySources(tool);
        Commit(tool);

        // What the LimitRange gives counts although it is not among the files handed over.
        Write(project, "shop/limits.yaml", Limits);
        Write(project, "shop/relies.yaml", Pod("relies", "{}"));
        Write(project, "shop/clean.yaml", Pod("clean", "{requests: {memory: 64Mi, cpu: 100m}, limits: {memory: 64Mi, cpu: 100m}}"));
        Write(project, "shop/bad.yaml", Pod("bad", "{requests: {memory: 2Gi, cpu: 1}, limits: {memory: 1Gi, cpu: 1}}"));
        Write(project, "compose.yaml", "services:\n  web:\n    image: nginx\n");
        Write(project, "notes.md", "no manifest\n");
        Commit(project);

        string[] files = ["shop/relies.yaml", "shop/clean.yaml", "shop/bad.yaml", "compose.yaml", "notes.md"];
        var (exitCode, output, error) = Oracle.Run(
            "env",
            // What the build that runs this test has set would lead the other build astray.
            ["-u", "MSBuildSDKsPath", "-u", "MSBuildExtensionsPath", "-u", "MSBUILD_EXE_PATH", "MSBUILDDISABLENODEREUSE=1", $"PRE_COMMIT_HOME={_folder}/home",
                "pre-commit", "try-repo", tool, "manifestlint", "--files", .. files],
            folder: project, minutes: 15);
        Assert.True(exitCode == 1, output + error);
        Assert.Contains("- exit code: 1", output, StringComparison.Ordinal);
        string[] findings = [.. output.Split('\n').Where(l => l.Contains(" [ML", StringComparison.Ordinal))];
        Assert.StartsWith("shop/bad.yaml:9:", Assert.Single(findings), StringComparison.Ordinal);
        Assert.EndsWith("[ML1002 memory-limit-below-request]", findings[0], StringComparison.Ordinal);
        Assert.Contains("manifestlint: compose.yaml: holds no Kubernetes object", output, StringComparison.Ordinal);
        Assert.DoesNotContain("notes.md", output, StringComparison.Ordinal);
    }

    private static string Pod(string name, string resources) => $$"""
        apiVersion: v1
        kind: Pod
        metadata: {name: {{name}}, namespace: shop}
        spec:
          containers:
            - name: app
              image: registry.example.com/app:1
              resources:
                {{resources}}
        """;

    private static void Write(string folder, string file, string text)
    {
        string path = Path.Combine(folder, file);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text.TrimEnd('\n') + "\n");
    }

    // What a clone holds, as far as packing needs it: of the tests only the projects that the solution names.
    private static void CopySources(string target)
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "ManifestLint.sln"))) root = Path.GetDirectoryName(root)!;
        var files = Directory.EnumerateFiles(root).Where(f => Path.GetFileName(f) != ".git")
            .Concat(new[] { "src", "rules" }.SelectMany(folder => Directory.EnumerateFiles(Path.Combine(root, folder), "*", SearchOption.AllDirectories)))
            .Concat(Directory.EnumerateFiles(Path.Combine(root, "tests"), "*.csproj", SearchOption.AllDirectories));
        foreach (string file in files)
        {
            string copy = Path.Combine(target, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static void Commit(string folder)
    {
        foreach (string[] arguments in new[] { ["init", "--quiet"], ["add", "--all"], new[] { "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "--quiet", "--message", "test" } })
        {
            var (exitCode, _, error) = Oracle.Run("git", ["-C", folder, .. arguments]);
            Assert.True(exitCode == 0, error);
        }
    }
}
