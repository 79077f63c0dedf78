using ManifestLint.Cli.Tests;
using ManifestLint.Tests;

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

    private const string Options = """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: options, namespace: shop}
        data: {JAVA_TOOL_OPTIONS: -Xmx900m}
        """;

    private const string Java = """
        apiVersion: v1
        kind: Pod
        metadata: {name: java, namespace: shop}
        spec:
          containers:
            - name: app
              image: eclipse-temurin:21
              command: [java, -jar, app.jar]
              envFrom: [{configMapRef: {name: options}}]
              resources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: 1Gi, cpu: 1}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("manifestlint-hook-").FullName;

    public void Dispose() => ScratchClone.Delete(_folder);

    // git submodule, which pre-commit calls, is a shell script.
    [OracleFact("pre-commit", "git", "sed", "dotnet", Oracle.NewBuild)]
    public void The_hook_is_installed_and_tells_of_what_is_wrong()
    {
        string tool = Path.Combine(_folder, "tool"),
            project = Path.Combine(_folder, "project");
        ScratchClone.Make(tool);

        // What the LimitRange gives counts although it is not among the files handed over.
        Write(project, "shop/limits.yaml", Limits);
        Write(project, "shop/relies.yaml", Pod("relies", "{}"));
        Write(project, "shop/clean.yaml", Pod("clean", "{requests: {memory: 64Mi, cpu: 100m}, limits: {memory: 64Mi, cpu: 100m}}"));
        Write(project, "shop/bad.yaml", Pod("bad", "{requests: {memory: 2Gi, cpu: 1}, limits: {memory: 1Gi, cpu: 1}}"));
        // So do an option in a ConfigMap and a patch of a kustomization above.
        Write(project, "java/options.yaml", Options);
        Write(project, "java/app.yaml", Java);
        Write(project, "patched/kustomization.yaml", "resources: [base/web.yaml]\npatches: [{path: limits.yaml}]\n");
        Write(
            project,
            "patched/limits.yaml",
            Pod("web", "{limits: {memory: 64Mi, cpu: 100m}}")
                .Replace("      image: registry.example.com/app:1\n", "", StringComparison.Ordinal)
        );
        Write(project, "patched/base/web.yaml", Pod("web", "{}"));
        Write(project, "compose.yaml", "services:\n  web:\n    image: nginx\n");
        Write(project, "notes.md", "no manifest\n");
        ScratchClone.Commit(project);

        // As a project has it: installed once, from then on run on what is staged.
        string revision = Oracle.Run("git", ["-C", tool, "rev-parse", "HEAD"]).Output.Trim();
        Write(
            project,
            ".pre-commit-config.yaml",
            $"repos:\n  - repo: {tool}\n    rev: {revision}\n    hooks: [{{id: manifestlint-dotnet}}]\n"
        );
        var (exitCode, output, error) = Hook("shop/relies.yaml", "shop/clean.yaml", "shop/bad.yaml", "compose.yaml", "notes.md");
        Assert.True(exitCode == 1, output + error);
        Assert.Contains("- exit code: 1", output, StringComparison.Ordinal);
        string[] findings = [.. output.Split('\n').Where(l => l.Contains(" [ML", StringComparison.Ordinal))];
        Assert.StartsWith("shop/bad.yaml:9:", Assert.Single(findings), StringComparison.Ordinal);
        Assert.EndsWith("[ML1002 memory-limit-below-request]", findings[0], StringComparison.Ordinal);
        Assert.DoesNotContain("notes.md", output, StringComparison.Ordinal);

        // Quiet about what is clean.
        (exitCode, output, error) = Hook("shop/relies.yaml", "shop/clean.yaml", "patched/base/web.yaml", "compose.yaml", "notes.md");
        Assert.True(exitCode == 0, output + error);
        Assert.Contains("Passed", output, StringComparison.Ordinal);
        Assert.DoesNotContain("[ML", output, StringComparison.Ordinal);
        (exitCode, output, error) = Hook("java/app.yaml");
        Assert.True(exitCode == 1, output + error);
        string heap = Assert.Single(output.Split('\n'), l => l.Contains(" [ML", StringComparison.Ordinal));
        Assert.StartsWith("java/", heap, StringComparison.Ordinal);
        Assert.Contains("-Xmx900m", heap, StringComparison.Ordinal);

        // README shows what the hook of the other repository says of an example.
        const string Example = "examples/log-sidecar.yaml";
        Write(project, Example, File.ReadAllText(Path.Combine(VectorFiles.RepositoryRoot(), Example)));
        Oracle.Run("git", ["-C", project, "add", Example]);
        (exitCode, output, error) = Hook(Example);
        Assert.True(exitCode == 1, output + error);
        Assert.Contains(
            $"```console\n$ pre-commit run --files {Example}\n{output.TrimEnd('\n')}\n```".Replace(
                "id: manifestlint-dotnet",
                "id: manifestlint",
                StringComparison.Ordinal
            ),
            File.ReadAllText(Path.Combine(VectorFiles.RepositoryRoot(), "README.md")),
            StringComparison.Ordinal
        );

        (int ExitCode, string Output, string Error) Hook(params string[] staged) => Run(project, null, staged);
    }

    [OracleFact("pre-commit", "git", "sed")]
    public void The_hook_of_those_who_have_manifestlint_runs_the_one_on_the_path()
    {
        string tool = Path.Combine(_folder, "tool"),
            project = Path.Combine(_folder, "project");
        Write(tool, ".pre-commit-hooks.yaml", File.ReadAllText(Path.Combine(VectorFiles.RepositoryRoot(), ".pre-commit-hooks.yaml")));
        ScratchClone.Commit(tool);
        string revision = Oracle.Run("git", ["-C", tool, "rev-parse", "HEAD"]).Output.Trim();
        Write(
            project,
            ".pre-commit-config.yaml",
            $"repos:\n  - repo: {tool}\n    rev: {revision}\n    hooks: [{{id: manifestlint-system}}]\n"
        );
        Write(project, "bad.yaml", Pod("bad", "{requests: {memory: 2Gi, cpu: 1}, limits: {memory: 1Gi, cpu: 1}}"));
        ScratchClone.Commit(project);
        string path = Path.GetDirectoryName(CliProcess.Executable) + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");
        var (exitCode, output, error) = Run(project, path, "bad.yaml");
        Assert.True(exitCode == 1, output + error);
        Assert.Contains("bad.yaml:9:", output, StringComparison.Ordinal);
    }

    private (int ExitCode, string Output, string Error) Run(string project, string? path, params string[] staged) =>
        Oracle.Run(
            "pre-commit",
            ["run", "--files", .. staged],
            folder: project,
            environment:
            [
                .. ScratchClone.CleanEnvironment,
                new("PRE_COMMIT_HOME", Path.Combine(_folder, "home")),
                new("PATH", path ?? Environment.GetEnvironmentVariable("PATH")),
            ]
        );

    private static string Pod(string name, string resources) =>
        $$"""
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
}
