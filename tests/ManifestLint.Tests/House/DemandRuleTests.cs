using System.Text.RegularExpressions;

namespace ManifestLint.Tests.House;

/// <summary>Who adds or compares amounts goes by demands: such a rule, <c>inspect</c>'s sum and <c>explain</c>'s story of it name no runtime and no
/// server, so that a new one needs none of them.</summary>
public sealed partial class DemandRuleTests
{
    private static readonly string Source = Path.Combine(VectorFiles.RepositoryRoot(), "src", "ManifestLint.Analysis");

    // Each with the class that must be in it, so that no file is read in vain.
    [Theory]
    [InlineData("Rules/Runtimes/SizeRules.cs", "AboveBudgetRule")]
    [InlineData("Rules/Amounts/MemoryLimitMissing.cs", "MemoryLimitMissing")]
    [InlineData("Rules/Qos/PodBestEffort.cs", "PodBestEffort")]
    [InlineData("Rules/NodeShare.cs", "NodeShare")]
    [InlineData("Rules/Pods/MemoryVolumeAboveLimit.cs", "MemoryVolumeAboveLimit")]
    [InlineData("Rules/Pods/MemoryVolumeUnbounded.cs", "MemoryVolumeUnbounded")]
    [InlineData("Rules/Sets/VpaMovesLimitUnderHeap.cs", "VpaMovesLimitUnderHeap")]
    [InlineData("Rules/Observed/ContainerOomKilled.cs", "ContainerOomKilled")]
    [InlineData("Rules/Observed/MemoryCause.cs", "MemoryCause")]
    [InlineData("Runtimes/MemoryBudget.cs", "MemoryBudget")]
    [InlineData("Inspection/PodReport.cs", "PodReport")]
    [InlineData("Explaining/ExplainedDemand.cs", "ExplainedDemand")]
    public void Names_no_runtime_and_no_server(string file, string type)
    {
        string text = File.ReadAllText(Path.Combine(Source, file));
        Assert.Matches($@"\b(class|record) {type}\b", text);
        Assert.Equal([], Named(text));
    }

    [Theory]
    [InlineData("using ManifestLint.Runtimes.Java;", "ManifestLint.Runtimes.Java")]
    [InlineData("using ManifestLint.Servers;", "ManifestLint.Servers")]
    [InlineData("if (container.NodeJs is { } node)", ".NodeJs")]
    [InlineData("facts.Jvm?.MaxHeapBytes", ".Jvm")]
    [InlineData("JvmFacts jvm", "JvmFacts")]
    [InlineData("ServerSize size", "ServerSize")]
    [InlineData("new(DemandFamily.Jvm, \"ML3001\")", null)]
    [InlineData("demand.Budget", null)]
    public void What_names_one_is_seen(string line, string? named) => Assert.Equal(named is null ? [] : [named], Named(line));

    private static IEnumerable<string> Named(string text) => Runtime().Matches(text).Select(m => m.Value).Distinct();

    [GeneratedRegex(
        @"ManifestLint\.(Runtimes\.(Java|Node)|Servers)\b|(?<!DemandFamily)\.(Jvm|NodeJs|Go|DotNet|Server|Php|Interpreter)\b|\b(Jvm|OpenJ9|NodeJs|NodeFacts|Go|DotNet|Php|Server|Redis|Memcached|Postgres|MySql|MongoDb|RabbitMq|ClickHouse|Flink)[A-Z]\w*",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Runtime();
}
