using System.Security.Cryptography;
using ManifestLint.Cli.Tests;

namespace ManifestLint.Oracles.Actions;

/// <summary>Which executable the action runs: one that its commit lists, with the digest that it lists, or one that it builds because it was asked.</summary>
public sealed class ActionReleaseTests(ReleaseServer releases) : ActionTest(releases)
{
    private const string Silent = "#!/bin/sh\nexit 0\n";

    [ActionFact]
    public void What_was_released_is_checked()
    {
        var (archive, digest) = ReleaseServer.Pack(Folder, Silent);
        archive[^1] ^= 1;
        Releases.Add("v0.1.1", "linux-x64", archive);
        List(("v0.1.1", "linux-x64", digest));
        var result = Runner.Run();
        Assert.Equal((false, "release"), (result.Succeeded, Assert.Single(result.Ran)));
        Assert.Contains("is not what was released", Assert.Single(result.Log.Annotations).Data, StringComparison.Ordinal);
        Assert.Equal(Outputs("", "", "", "", ""), result.Outputs);
    }

    [ActionFact]
    public void The_newest_that_is_listed_is_used_and_another_one_where_it_is_asked_for()
    {
        // The older one answers nothing, which is told as a scan that did not take place.
        var (archive, digest) = ReleaseServer.Pack(Folder, Silent);
        Releases.Add("v0.0.9", "linux-x64", archive);
        List(("v0.1.0", "osx-x64", digest), ("v0.1.0", "linux-x64", Releases.Digest), ("v0.0.9", "linux-x64", digest));
        Runner.Write("web.yaml", Sample.Warning());
        Assert.Equal("manifestlint of release v0.1.0 for linux-x64", Runner.Run().Log.Shown[0]);
        Assert.Equal("manifestlint of release v0.1.0 for linux-x64", Runner.Run(("version", "0.1.0")).Log.Shown[0]);
        Assert.Equal("manifestlint of release v0.0.9 for linux-x64", Runner.Run(("version", "v0.0.9")).Log.Shown[0]);
    }

    [ActionTheory]
    [InlineData("v0.9.0", "", "version v0.9.0 has no manifestlint-linux-x64.tar.gz in packaging/checksums of this commit of the action")]
    [InlineData("latest", "", "version latest has no manifestlint-linux-x64.tar.gz in packaging/checksums of this commit of the action")]
    [InlineData(
        "v0.1.0/..",
        "",
        "version v0.1.0/.. has no manifestlint-linux-x64.tar.gz in packaging/checksums of this commit of the action"
    )]
    [InlineData("v0.9.1", "", "release v0.9.1 has no manifestlint-linux-x64.tar.gz (HTTP 404)")]
    [InlineData("v0.9.2", "", "the executable of release v0.9.2 does not start on this machine")]
    [InlineData("v0.1.0", "http://127.0.0.1:1", "release v0.1.0 has no manifestlint-linux-x64.tar.gz (HTTP 000)")]
    public void A_version_that_cannot_be_had_is_never_replaced_by_another_one(string version, string server, string message)
    {
        var (archive, digest) = ReleaseServer.Pack(Folder, "no program\n");
        Releases.Add("v0.9.2", "linux-x64", archive);
        List(("v0.1.0", "linux-x64", Releases.Digest), ("v0.9.1", "linux-x64", digest), ("v0.9.2", "linux-x64", digest));
        Runner.GitHub["server_url"] = server.Length > 0 ? server : Releases.Address;
        var result = Runner.Run(("version", version));
        Assert.Equal(["release"], result.Ran);
        Assert.Equal(message, Assert.Single(result.Log.Annotations).Data);
    }

    [ActionFact]
    public void A_commit_that_lists_no_release_says_so()
    {
        File.Delete(Path.Join(Runner.ActionPath, "packaging/checksums"));
        var result = Runner.Run();
        Assert.Equal(["release"], result.Ran);
        Assert.StartsWith(
            "this commit of the action lists no release: ",
            Assert.Single(result.Log.Annotations).Data,
            StringComparison.Ordinal
        );
    }

    [ActionFact]
    public void What_an_earlier_job_has_left_is_used_after_it_was_checked()
    {
        Runner.Environment["RUNNER_TOOL_CACHE"] = Folder.Folder("tools");
        Runner.Write("web.yaml", Sample.Clean);
        int asked = Releases.Asked.Count;
        Assert.True(Runner.Run().Succeeded);
        Assert.True(Runner.Run().Succeeded);
        Assert.Equal(asked + 1, Releases.Asked.Count);
        string kept = Folder.At("tools/manifestlint/v0.1.0/manifestlint-linux-x64.tar.gz");
        File.WriteAllText(kept, "another one");
        Assert.True(Runner.Run().Succeeded);
        Assert.Equal(asked + 2, Releases.Asked.Count);
        Assert.Equal(Releases.Digest, Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(kept))));
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
        List([.. new[] { "linux-x64", "linux-arm64", "osx-arm64", "osx-x64", "win-x64" }.Select(p => ("v0.8.0", p, Releases.Digest))]);
        int asked = Releases.Asked.Count;
        var result = Runner.Run();
        string[] expected = platform is null ? [] : [$"/manifestlint/manifestlint/releases/download/v0.8.0/manifestlint-{platform}.tar.gz"];
        Assert.Equal(expected, Releases.Asked.Skip(asked));
        Assert.Equal(["release"], result.Ran);
    }

    [ActionFact]
    public void Without_the_sdk_the_message_says_what_to_add()
    {
        string bin = Folder.Folder("bin");
        File.CreateSymbolicLink(Path.Join(bin, "bash"), Oracle.Find("bash")!);
        Runner.Environment["PATH"] = bin;
        var result = Runner.Run(("version", "source"));
        Assert.Equal(["build"], result.Ran);
        Assert.Contains("actions/setup-dotnet", Assert.Single(result.Log.Annotations).Data, StringComparison.Ordinal);
    }

    [ActionFact("dotnet", Oracle.NewBuild)]
    public void It_really_builds_itself_where_it_was_asked_to()
    {
        string sources = Folder.Folder("_actions/manifestlint/manifestlint/v0.7.0");
        CopySources(sources);
        var runner = new SimulatedRunner(Folder) { ActionPath = sources };
        // Another version that the repository asks for is not the action's.
        runner.Write("global.json", """{"sdk": {"version": "1.0.0", "rollForward": "disable"}}""");
        runner.Write("web.yaml", Sample.Warning());
        var result = runner.Run(("version", "source"));
        Assert.True(result.Ran.SequenceEqual(["build", "scan"]), result.Raw);
        Assert.Equal(["warning web.yaml:13"], result.Places);
        Assert.Equal(Outputs("1", "0", "1", "", "1"), result.Outputs);
        Assert.False(Directory.Exists(Path.Join(sources, "artifacts")), "the action's own folder is left as it was");
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
