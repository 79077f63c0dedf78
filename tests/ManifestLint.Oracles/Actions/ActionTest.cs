using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Oracles.Actions;

/// <summary>A test of the GitHub Action: action.yml's own steps in a simulated runner, the real executable, releases on a local port.</summary>
public abstract class ActionTest : IClassFixture<ReleaseServer>, IDisposable
{
    protected ActionTest(ReleaseServer releases)
    {
        Releases = releases;
        string sources = Folder.Folder("_actions/manifestlint/manifestlint/v0.1.0");
        File.Copy(Path.Join(ActionYaml.Repository, "action.yml"), Path.Join(sources, "action.yml"));
        Runner = new SimulatedRunner(Folder)
        {
            ActionPath = sources,
            GitHub = { ["action_repository"] = "manifestlint/manifestlint", ["server_url"] = releases.Address },
        };
        Runner.Write(".git/HEAD", "ref: refs/heads/main\n");
        List(("v0.1.0", "linux-x64", releases.Digest));
    }

    private protected TemporaryFolder Folder { get; } = new();

    private protected ReleaseServer Releases { get; }

    private protected SimulatedRunner Runner { get; }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Writes what the action lists at its commit.</summary>
    private protected void List(params (string Tag, string Platform, string Digest)[] archives) =>
        Folder.Write(
            Path.Join(Path.GetRelativePath(Folder.Path, Runner.ActionPath), "packaging/checksums"),
            string.Concat(archives.Select(a => $"{a.Digest}  {a.Tag}/manifestlint-{a.Platform}.tar.gz\n"))
        );

    private protected static Dictionary<string, string> Outputs(
        string findings,
        string errors,
        string warnings,
        string sarif,
        string exitCode
    ) =>
        new(StringComparer.Ordinal)
        {
            ["findings"] = findings,
            ["errors"] = errors,
            ["warnings"] = warnings,
            ["sarif-file"] = sarif,
            ["exit-code"] = exitCode,
        };
}
