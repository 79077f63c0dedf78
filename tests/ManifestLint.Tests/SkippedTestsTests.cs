using System.Reflection;

namespace ManifestLint.Tests;

/// <summary>A skipped test is told with its reason.</summary>
public sealed class SkippedTestsTests
{
    [Fact]
    public void Each_reason_is_told_once_with_its_tests() =>
        Assert.Equal(
            ["skipped, java is not on PATH: 3, A.One, B.Two", "skipped, node is not on PATH: 1, A.Three"],
            SkippedTests.Lines([
                ("node is not on PATH", "A.Three"),
                ("java is not on PATH", "B.Two"),
                ("java is not on PATH", "A.One"),
                // Another row of the same theory.
                ("java is not on PATH", "A.One"),
            ])
        );

    [Fact]
    public void It_is_at_work() =>
        Assert.Equal(
            [typeof(SkippedTests).FullName, typeof(SkippedTests).Assembly.GetName().Name],
            CustomAttributeData
                .GetCustomAttributes(typeof(SkippedTests).Assembly)
                .Single(a => a.AttributeType == typeof(TestFrameworkAttribute))
                .ConstructorArguments.Select(a => (string?)a.Value)
        );
}
