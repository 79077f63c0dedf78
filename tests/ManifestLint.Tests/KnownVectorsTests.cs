namespace ManifestLint.Tests;

/// <summary>The list of known wrong cases and how a run is held against it.</summary>
public sealed class KnownVectorsTests
{
    private static readonly KnownVector Listed = new("a-1", "truth", "zero is no amount");

    [Fact]
    public void The_file_is_well_formed_and_lists_cases_that_exist()
    {
        Assert.Empty(KnownVectors.Malformed);
        var ids = Directory
            .GetFiles(VectorFiles.Folder, "*.json")
            .SelectMany(f => VectorFiles.Cases(Path.GetFileNameWithoutExtension(f)))
            .Select(c => c.GetProperty("id").GetString())
            .ToHashSet(StringComparer.Ordinal);
        Assert.All(KnownVectors.Listed, k => Assert.Contains(k.Id, ids));
    }

    [Theory]
    [InlineData("a-1  truth  zero is no amount")]
    [InlineData("# a comment\n\na-1\ttruth\tzero is no amount")]
    public void A_line_names_case_issue_and_reason(string text)
    {
        var (listed, malformed) = KnownVectors.Read(text.Split('\n'));
        Assert.Equal([Listed], listed);
        Assert.Empty(malformed);
    }

    [Theory]
    [InlineData("a-1")]
    [InlineData("a-1  truth")]
    [InlineData("a-1    zero is no amount")]
    [InlineData("a-1 truth zero is no amount")]
    [InlineData("  a-1  truth  zero is no amount")]
    [InlineData("a-1  later  zero is no amount")]
    [InlineData("a-1  Truth  zero is no amount")]
    [InlineData("a-1  truth  one\na-1  truth  two")]
    public void A_line_without_case_known_issue_or_reason_or_a_second_one_of_a_case_is_refused(string text) =>
        Assert.Single(KnownVectors.Read(text.Split('\n')).Malformed);

    [Fact]
    public void A_run_that_agrees_with_the_list_passes()
    {
        Assert.Empty(Disagreements(ran: ["a-1", "a-2"], wrong: "a-1"));
        // Cases of other runs do not matter.
        Assert.Empty(Disagreements(ran: ["a-2"]));
    }

    [Fact]
    public void A_listed_case_that_is_right_is_told() =>
        Assert.StartsWith("a-1 is right now: delete it", Assert.Single(Disagreements(ran: ["a-1"])), StringComparison.Ordinal);

    [Fact]
    public void A_wrong_case_that_is_not_listed_is_told() =>
        Assert.Equal(["a-2: 1 instead of 2"], Disagreements(ran: ["a-1", "a-2"], wrong: ["a-1", "a-2"]));

    [Fact]
    public void A_listed_case_that_no_test_asks_is_told() =>
        Assert.StartsWith("a-1 is left out", Assert.Single(Disagreements(ran: [], leftOut: "a-1")), StringComparison.Ordinal);

    private static List<string> Disagreements(string[] ran, string? leftOut = null, params string[] wrong) =>
        [
            .. KnownVectors.Disagreements(
                [Listed],
                ran.ToHashSet(StringComparer.Ordinal),
                leftOut is null ? new HashSet<string>(StringComparer.Ordinal) : [leftOut],
                wrong.ToDictionary(id => id, _ => "1 instead of 2", StringComparer.Ordinal)
            ),
        ];
}
