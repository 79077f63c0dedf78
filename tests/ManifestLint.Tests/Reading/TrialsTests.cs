using ManifestLint.Reading;

namespace ManifestLint.Tests.Reading;

/// <summary>Which manifests are for trying something out (rules.md rule 3).</summary>
public sealed class TrialsTests
{
    [Theory]
    [InlineData(true, "test/k8s/web.yaml")]
    [InlineData(true, "a/tests/web.yaml")]
    [InlineData(true, "e2e-tests/web.yaml")]
    [InlineData(true, "hack/e2e/web.yaml")]
    [InlineData(true, "Pods101/web.yaml")]
    [InlineData(true, "eks-workshop/labs/web.yaml")]
    [InlineData(true, "k8s/web-for-tests-only.yaml")]
    [InlineData(false, "test.yaml")]
    [InlineData(false, "latest/web.yaml")]
    [InlineData(false, "test-network/web.yaml")]
    [InlineData(false, "e2e2/web.yaml")]
    [InlineData(false, "101/web.yaml")]
    [InlineData(false, "examples/web.yaml")]
    public void A_path_says_so(bool isTrial, string path) => Assert.Equal(isTrial, Trials.IsPath(path));

    [Theory]
    [InlineData(true, "# Not for production use.\nkind: Pod\n")]
    [InlineData(true, "---\n# The amounts are not meant\n# to be used in production.\nkind: Pod\n")]
    [InlineData(true, "# should NOT be considered production-ready\n")]
    [InlineData(true, "---\r\n# The amounts are not meant\r\n# to be used in production.\r\nkind: Pod\r\n")]
    [InlineData(true, "# The amounts are not meant\r# to be used in production.\rkind: Pod\r")]
    [InlineData(false, "# a\rkind: Pod\r# not for production\r")]
    [InlineData(false, "# production\nkind: Pod\n")]
    [InlineData(false, "# Not great.\n\n# In production as well.\nkind: Pod\n")]
    [InlineData(false, "kind: Pod\n# not for production\n")]
    [InlineData(false, "# In production this is notable.\nkind: Pod\n")]
    public void The_head_says_so(bool isTrial, string text) => Assert.Equal(isTrial, Trials.Says(text));
}
