using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Oracles.Actions;

/// <summary>Packages of texts that stand for executables: what can be asked of packages without a native build.</summary>
internal static class StandInPackages
{
    /// <summary>Makes them in FOLDER/NAME/out.</summary>
    public static void Make(TemporaryFolder folder, string name, string executable, params string[] platforms)
    {
        foreach (string platform in platforms)
        {
            string file = platform.StartsWith("win-", StringComparison.Ordinal) ? "manifestlint.exe" : "manifestlint";
            folder.Write($"{name}/native/{platform}/{file}", executable);
            folder.Write($"{name}/native/{platform}/project.assets.json", Assets(platform));
        }
        var (exitCode, output, error) = Oracle.Run(
            "python3",
            [Path.Join(ActionYaml.Repository, "packaging/packages.py"), folder.At($"{name}/native"), folder.At($"{name}/out")]
        );
        Assert.True(exitCode == 0, output + error);
    }

    // What NuGet writes when it restores, as far as it is read.
    private static string Assets(string platform) =>
        $$"""
            {"libraries": {
               "YamlDotNet/18.1.0": {"type": "package", "sha512": "{{Convert.ToBase64String(new byte[64])}}"},
               "Microsoft.DotNet.ILCompiler/10.0.12": {"type": "package", "sha512": "AAAA"},
               "ManifestLint.Analysis/0.1.0": {"type": "project"} },
             "project": {"frameworks": {"net10.0": {"downloadDependencies": [
               {"name": "Microsoft.NETCore.App.Runtime.NativeAOT.{{platform}}", "version": "[10.0.12, 10.0.12]"},
               {"name": "runtime.{{platform}}.Microsoft.DotNet.ILCompiler", "version": "[10.0.12, 10.0.12]"}
             ] } } } }
            """;
}
