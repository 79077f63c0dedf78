namespace ManifestLint.Tests;

/// <summary>No vector is forgotten: every file has a test of its own, or is left out for a reason that is told.</summary>
public sealed class VectorFilesTests
{
    // What the tests beside this one run.
    private static readonly string[] Run =
    [
        "api-server",
        "defaulting",
        "dotnet-gc",
        "effective-resources",
        "gomemlimit",
        "jvm-options",
        "kubelet",
        "limitrange",
        "misc-sizes",
        "node-options",
        "oom-score-adj",
        "qos",
        "quantity",
        "validation",
    ];

    [Fact]
    public void Every_file_is_run_or_left_out_for_a_reason() =>
        Assert.Equal(
            [.. Run.Append("eviction-order").Order(StringComparer.Ordinal)],
            Directory.GetFiles(VectorFiles.Folder, "*.json").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)
        );

    [Fact]
    public void No_order_of_eviction_can_be_asked_for()
    {
        var run = new VectorRun("eviction-order");
        foreach (var c in VectorFiles.Cases("eviction-order"))
        {
            Assert.All(c.GetProperty("pods").EnumerateArray(), p =>
                Assert.True(p.TryGetProperty("workingSetBytes", out _), "an order that needs no measured working set could be run")
            );
            run.LeaveOut(c, "depend on measured working sets, and no command takes them");
        }
        run.Settle(leftOut: 161);
    }

    [Fact]
    public void No_kind_of_small_case_is_forgotten()
    {
        string[] kinds =
        [
            "innodb-buffer-pool-size",
            "k8s-env-order",
            "k8s-expansion",
            "memcached-memory",
            "php-memory-limit",
            "php-quantity",
            "postgres-parameter",
            "redis-maxmemory",
            "resource-field-ref",
            "shell-words",
        ];
        Assert.Equal(
            kinds,
            VectorFiles.Cases("misc-sizes").Select(c => c.GetProperty("kind").GetString()!).Distinct().Order(StringComparer.Ordinal)
        );
    }
}
