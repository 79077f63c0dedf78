namespace ManifestLint.Oracles;

/// <summary>The package as people install it: packed from a clone, installed with <c>dotnet tool install</c>, run.</summary>
public sealed class PackageOracleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("manifestlint-package-").FullName;

    public void Dispose() => ScratchClone.Delete(_folder);

    [OracleFact("dotnet", "git", Oracle.NewBuild)]
    public void One_package_for_all_platforms_installs_and_runs()
    {
        string clone = Path.Combine(_folder, "clone"),
            packages = Path.Combine(_folder, "packages"),
            tools = Path.Combine(_folder, "tools");
        ScratchClone.Make(clone);
        DotNet(clone, "pack", "--configuration", "Release", "--output", packages);
        Assert.Equal(["manifestlint.0.1.0.nupkg"], Directory.EnumerateFiles(packages).Select(Path.GetFileName));
        DotNet(_folder, "tool", "install", "manifestlint", "--tool-path", tools, "--source", packages);

        string tool = Path.Combine(tools, "manifestlint");
        string commit = Oracle.Run("git", ["-C", clone, "rev-parse", "HEAD"]).Output.Trim();
        Assert.Equal((0, $"0.1.0+{commit}\n", ""), Oracle.Run("env", [tool, "--version"]));
        File.WriteAllText(
            Path.Combine(_folder, "pod.yaml"),
            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: a, resources: {limits: {memory: 400m}}}]}\n"
        );
        var (exitCode, output, error) = Oracle.Run("env", [tool, "scan", "pod.yaml", "--format", "concise"], folder: _folder);
        Assert.Equal((1, ""), (exitCode, error));
        Assert.StartsWith("pod.yaml:4:", output, StringComparison.Ordinal);
        Assert.Contains("[ML0004 memory-unit-suspicious]", output, StringComparison.Ordinal);
        // The pages are in it.
        Assert.StartsWith("ML1001 memory-limit-missing\n", Oracle.Run("env", [tool, "explain", "ML1001"]).Output, StringComparison.Ordinal);
    }

    private static void DotNet(string folder, params string[] arguments)
    {
        var (exitCode, output, error) = Oracle.Run("dotnet", arguments, folder: folder, environment: ScratchClone.CleanEnvironment);
        Assert.True(exitCode == 0, output + error);
    }
}
