using Xunit.Sdk;

namespace ManifestLint.Oracles;

/// <summary>What is missing and what hangs is named.</summary>
public sealed class OracleTests
{
    [Theory]
    [InlineData("Client Version: v1.32.3\nKustomize Version: v5.5.0\n", 32)]
    [InlineData("Client Version: v1.35.2-eks-0123456\nKustomize Version: v5.7.1\n", 35)]
    // Up to 1.27.
    [InlineData(
        "Client Version: version.Info{Major:\"1\", Minor:\"20+\", GitVersion:\"v1.20.2\", GitCommit:\"faecb196815e248d3ecfb03c680a4507229c2a56\", GoVersion:\"go1.15.8\"}\n",
        20
    )]
    [InlineData("Kustomize Version: v1.99.0\n", null)]
    [InlineData("", null)]
    public void The_release_of_a_kubectl_is_read(string answer, int? minor) => Assert.Equal(minor, Oracle.ClientMinor(answer));

    [Fact]
    public void Everything_that_is_missing_is_named()
    {
        if (Oracle.IsRequired)
        {
            Assert.Null(Oracle.WhyNot(["no-such-program"]));
            return;
        }
        Assert.Equal(
            "no-such-program is not on PATH, kubectl-1.1 is neither KUBECTL_1_1 nor on PATH, nor-this is not on PATH",
            Oracle.WhyNot(["no-such-program", "kubectl-1.1", "nor-this"])
        );
    }

    [Fact]
    public void What_is_required_and_missing_is_named() =>
        Assert.Contains(
            "no-such-program is required, and is not on PATH",
            Assert.Throws<TrueException>(() => Oracle.Required("no-such-program")).Message,
            StringComparison.Ordinal
        );

    [Fact]
    public void What_hangs_is_named_with_its_arguments() =>
        Assert.StartsWith(
            "sleep 1d did not end within ",
            Assert.Throws<FailException>(() => Oracle.Run("sleep", ["1d"], patience: TimeSpan.Zero)).Message,
            StringComparison.Ordinal
        );
}
