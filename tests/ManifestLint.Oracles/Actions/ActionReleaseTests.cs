using ManifestLint.Cli.Tests;

namespace ManifestLint.Oracles.Actions;

/// <summary>Which executable the action runs: that of a release, or one that it builds.</summary>
public sealed class ActionReleaseTests(ReleaseServer releases) : ActionTest(releases)
{
    [ActionFact]
    public void What_was_released_is_checked()
    {
        var (archive, checksum) = ReleaseServer.Pack(Folder, "#!/bin/sh\nexit 0\n", "linux-x64");
        archive[^1] ^= 1;
        Releases.Add("v0.1.1", "linux-x64", archive, checksum);
        Runner.GitHub["action_ref"] = "v0.1.1";
        var result = Runner.Run();
        Assert.Equal((false, "release"), (result.Succeeded, Assert.Single(result.Ran)));
        Assert.Contains("is not what was released", Assert.Single(result.Log.Annotations).Data, StringComparison.Ordinal);
        Assert.Equal(Outputs("", "", "", "", ""), result.Outputs);
    }

    [ActionTheory]
    [InlineData("main", "", "", "this is no tag of a release")]
    [InlineData("4f1b6ea", "", "", "this is no tag of a release")]
    [InlineData("", "", "", "this is no tag of a release")]
    [InlineData("v0.1.0", "source", "", "as asked")]
    [InlineData("v0.9.0", "", "", "release v0.9.0 has no manifestlint-linux-x64.tar.gz (HTTP 404)")]
    [InlineData("v0.9.1", "", "", "release v0.9.1 has no manifestlint-linux-x64.tar.gz.sha256 (HTTP 404)")]
    [InlineData("v0.9.2", "", "", "the executable of release v0.9.2 does not start on this machine")]
    [InlineData("v0.1.0", "", "http://127.0.0.1:1", "release v0.1.0 has no manifestlint-linux-x64.tar.gz (HTTP 000)")]
    public void Without_an_executable_it_builds_itself(string actionRef, string version, string server, string reason)
    {
        var (archive, checksum) = ReleaseServer.Pack(Folder, "no program\n", "linux-x64");
        Releases.Add("v0.9.1", "linux-x64", archive, null);
        Releases.Add("v0.9.2", "linux-x64", archive, checksum);
        (Runner.GitHub["action_ref"], Runner.GitHub["server_url"]) = (actionRef, server.Length > 0 ? server : Releases.Address);
        UseStandInForTheSdk();
        Runner.Write("web.yaml", Sample.Warning());
        var result = Runner.Run(("version", version));
        Assert.Equal(["release", "build", "scan"], result.Ran);
        Assert.Equal($"manifestlint is built from source{(reason == "as asked" ? ", " : ": ")}{reason}", result.Log.Shown[0]);
        Assert.Equal(["warning web.yaml:13"], result.Places);
    }

    [ActionTheory]
    [InlineData("v0.9.0", "release v0.9.0 has no manifestlint-linux-x64.tar.gz (HTTP 404)")]
    [InlineData("0.9.0", "release v0.9.0 has no manifestlint-linux-x64.tar.gz (HTTP 404)")]
    [InlineData("latest", "this is no tag of a release")]
    public void A_release_that_was_asked_for_is_never_replaced_by_another_version(string version, string reason)
    {
        var result = Runner.Run(("version", version));
        Assert.Equal(["release"], result.Ran);
        Assert.Equal($"version {version} cannot be used: {reason}", Assert.Single(result.Log.Annotations).Data);
    }

    [ActionFact]
    public void A_release_may_be_named_without_its_v()
    {
        Runner.GitHub["action_ref"] = "main";
        Runner.Write("web.yaml", Sample.Clean);
        var result = Runner.Run(("version", "0.1.0"));
        Assert.Equal(("manifestlint of release v0.1.0 for linux-x64", true), (result.Log.Shown[0], result.Succeeded));
    }

    [ActionTheory]
    [InlineData("Linux", "ARM64", "linux-arm64")]
    [InlineData("macOS", "ARM64", "osx-arm64")]
    [InlineData("macOS", "X64", "osx-x64")]
    [InlineData("Windows", "X64", "win-x64")]
    [InlineData("Linux", "ARM", null)]
    public void Each_platform_has_its_own_executable(string system, string processor, string? platform)
    {
        (Runner.Environment["RUNNER_OS"], Runner.Environment["RUNNER_ARCH"]) = (system, processor);
        int asked = Releases.Asked.Count;
        var result = Runner.Run(("version", "v0.8.0"));
        string[] expected = platform is null ? [] : [$"/manifestlint/manifestlint/releases/download/v0.8.0/manifestlint-{platform}.tar.gz"];
        Assert.Equal(expected, Releases.Asked.Skip(asked));
        Assert.Equal(["release"], result.Ran);
    }

    [ActionFact]
    public void Without_the_sdk_the_message_says_what_to_add()
    {
        string bin = Folder.Folder("bin");
        foreach (string program in new[] { "bash", "mktemp", "curl", "cut", "tar", "gzip", "sha256sum" })
            File.CreateSymbolicLink(Path.Join(bin, program), Oracle.Find(program)!);
        Runner.Environment["PATH"] = bin;
        var result = Runner.Run(("version", "source"));
        Assert.Equal(["release", "build"], result.Ran);
        Assert.Contains("actions/setup-dotnet", Assert.Single(result.Log.Annotations).Data, StringComparison.Ordinal);
    }

    [ActionFact("dotnet")]
    public void It_really_builds_itself_where_its_tag_has_no_release()
    {
        string sources = Folder.Folder("_actions/manifestlint/manifestlint/v0.7.0");
        CopySources(sources);
        var runner = new SimulatedRunner(Folder)
        {
            ActionPath = sources,
            GitHub =
            {
                ["action_ref"] = "v0.7.0",
                ["action_repository"] = "manifestlint/manifestlint",
                ["server_url"] = Releases.Address,
            },
        };
        // Another version that the repository asks for is not the action's.
        runner.Write("global.json", """{"sdk": {"version": "1.0.0", "rollForward": "disable"}}""");
        runner.Write("web.yaml", Sample.Warning());
        var result = runner.Run();
        Assert.True(result.Ran.SequenceEqual(["release", "build", "scan"]), result.Raw);
        Assert.Equal(["warning web.yaml:13"], result.Places);
        Assert.Equal(Outputs("1", "0", "1", "", "1"), result.Outputs);
        Assert.False(Directory.Exists(Path.Join(sources, "artifacts")), "the action's own folder is left as it was");
    }

    // Where only the way to the build matters; the build itself has its own test.
    private void UseStandInForTheSdk()
    {
        string program = Folder.Write(
            "sdk/dotnet",
            $"""
            #!/usr/bin/env bash
            [ "$PWD" = "$GITHUB_ACTION_PATH" ] && [ "$1 $2 $5" = "publish src/ManifestLint.Cli --artifacts-path" ] || exit 9
            mkdir -p "$6/publish/ManifestLint.Cli/release"
            printf '#!/bin/sh\nexec "%s" "$@"\n' '{CliProcess.Executable}' >"$6/publish/ManifestLint.Cli/release/manifestlint"
            chmod +x "$6/publish/ManifestLint.Cli/release/manifestlint"
            """
        );
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Runner.Environment["PATH"] = $"{Folder.At("sdk")}:{Environment.GetEnvironmentVariable("PATH")}";
    }

    // What the runner downloads, as far as building needs it.
    private static void CopySources(string target)
    {
        string root = ActionYaml.Repository;
        var files = Directory
            .EnumerateFiles(root)
            .Where(f => Path.GetFileName(f) != ".git")
            .Concat(
                new[] { "src", "rules" }.SelectMany(folder =>
                    Directory.EnumerateFiles(Path.Join(root, folder), "*", SearchOption.AllDirectories)
                )
            );
        foreach (string file in files)
        {
            string copy = Path.Join(target, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }
}
