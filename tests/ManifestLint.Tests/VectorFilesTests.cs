namespace ManifestLint.Tests;

/// <summary>No vector is forgotten: every file has a test of its own, or is left out for a reason that is told.</summary>
public sealed class VectorFilesTests
{
    // What the tests beside this one run.
    private static readonly string[] Run =
    [
        "defaulting",
        "dotnet-gc",
        "effective-resources",
        "gomemlimit",
        "jvm-options",
        "limitrange",
        "misc-sizes",
        "node-options",
        "oom-score-adj",
        "qos",
        "quantity",
        "validation",
    ];

    [Fact]
    public void Every_file_is_run_or_left_out_for_a_reason()
    {
        int leftOut = VectorFiles.Cases("eviction-order").Count;
        VectorFiles.Report(
            "eviction-order",
            $"eviction-order: 0 of {leftOut} cases ran, {leftOut} left out: the order hangs on measured working sets, which no manifest holds"
        );

        Assert.Equal(
            [.. Run.Append("eviction-order").Order(StringComparer.Ordinal)],
            Directory.GetFiles(VectorFiles.Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)
        );
        Assert.All(Cases(), c =>
            Assert.True(c.TryGetProperty("workingSetBytes", out _), "an eviction-order case without a measured working set could be run")
        );
    }

    private static IEnumerable<System.Text.Json.JsonElement> Cases() =>
        VectorFiles.Cases("eviction-order").SelectMany(c => c.GetProperty("pods").EnumerateArray());
}
