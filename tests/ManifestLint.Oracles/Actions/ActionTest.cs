using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Oracles.Actions;

/// <summary>A test of the GitHub Action: action.yml's own steps in a simulated runner, the real executable, releases on a local port.</summary>
public abstract class ActionTest : IClassFixture<ReleaseServer>, IDisposable
{
    protected ActionTest(ReleaseServer releases)
    {
        Releases = releases;
        Runner = new SimulatedRunner(Folder)
        {
            GitHub =
            {
                ["action_ref"] = "v0.1.0",
                ["action_repository"] = "manifestlint/manifestlint",
                ["server_url"] = releases.Address,
            },
        };
        Runner.Write(".git/HEAD", "ref: refs/heads/main\n");
    }

    private protected TemporaryFolder Folder { get; } = new();

    private protected ReleaseServer Releases { get; }

    private protected SimulatedRunner Runner { get; }

    public void Dispose()
    {
        Folder.Dispose();
        GC.SuppressFinalize(this);
    }

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
