using ManifestLint.Configuration;

namespace ManifestLint.Tests.Rules;

/// <summary>What is found within a container names it, whichever rule found it; what is found in a list that is lost names none.</summary>
public sealed class FoundInContainerTests
{
    private const string Two = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: first, image: 'a:1'}\n";

    [Theory]
    [InlineData("ML0002", Two + "  - {name: second, image: 'b:1', resources: {limits: {memory: 1Gi}, limits: {memory: 2Gi}}}\n", "second")]
    [InlineData("ML0002", Two + "  - {name: second, image: 'b:1', image: 'c:1'}\n", "second")]
    [InlineData("ML0002", Two + "  initContainers:\n  - {name: init, image: 'b:1', env: [{name: A, name: B}]}\n", "init")]
    [InlineData("ML0002", Two + "  volumes: [{name: v, name: w}]\n", null)]
    [InlineData("ML0002", Two + "  containers:\n  - {name: second, image: 'b:1'}\n", null)]
    [InlineData("ML0006", Two + "  - {name: second, image: 'b:1', resources: {limts: {memory: 1Gi}}}\n", "second")]
    [InlineData("ML0006", Two + "  - {name: second, image: 'b:1', limits: {memory: 1Gi}}\n", "second")]
    [InlineData("ML0006", Two + "  limits: {memory: 1Gi}\n", null)]
    [InlineData("ML0007", Two + "  - {name: second, image: 'b:1', env: [{name: A, value: 5}]}\n", "second")]
    public void The_container_is_named(string rule, string text, string? container) =>
        Assert.Equal(
            container,
            Assert
                .Single(PageScan.Result([new PageFile("a.yaml", text)], [], LintConfiguration.Default).Findings, f => f.RuleId == rule)
                .Container
        );

    [Fact]
    public void What_stands_in_a_list_that_is_lost_is_in_no_container_that_counts() =>
        Assert.Contains(
            PageScan
                .Result(
                    [
                        new PageFile(
                            "a.yaml",
                            "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - {name: lost, image: 'a:1', image: 'b:1'}\n  containers:\n  - {name: app, image: 'a:1'}\n"
                        ),
                    ],
                    [],
                    LintConfiguration.Default
                )
                .Findings,
            f => f is { RuleId: "ML0002", Place.Line: 6, Container: null }
        );
}
