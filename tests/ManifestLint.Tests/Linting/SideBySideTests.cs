using ManifestLint.Linting;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Linting;

public sealed class SideBySideTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(500)]
    public void Each_number_has_one_round(int jobs)
    {
        int[] rounds = new int[200];
        SideBySide.For(20, 200, new Hands(jobs), i => Interlocked.Increment(ref rounds[i]));
        Assert.Equal([.. Enumerable.Repeat(0, 20), .. Enumerable.Repeat(1, 180)], rounds);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void What_a_round_fails_with_is_thrown_and_no_further_one_begins(int jobs)
    {
        int begun = 0;
        var thrown = Assert.Throws<InvalidOperationException>(() => SideBySide.For(0, int.MaxValue, new Hands(jobs), _ =>
            {
                Interlocked.Increment(ref begun);
                throw new InvalidOperationException("of a round");
            }));
        Assert.Equal("of a round", thrown.Message);
        Assert.InRange(begun, 1, jobs);
    }

    [Fact]
    public void What_a_file_may_cost_hangs_on_those_well_before_it_whenever_they_end()
    {
        const int Files = 300;
        const int Costly = 100;
        long[] InOrder(IEnumerable<int> ends)
        {
            var effort = new ScanEffort(Files);
            foreach (int file in ends)
                effort.Count(file, file == Costly ? 30_000_000 : -5);
            return [.. Enumerable.Range(0, Files).Select(effort.OfFile)];
        }
        long[] allowed = InOrder(Enumerable.Range(0, Files));
        Assert.Equal(allowed, InOrder(Enumerable.Range(0, Files).Reverse()));
        // Files that may be at work beside the costly one have what all have.
        int first = Array.FindIndex(allowed, most => most != allowed[0]);
        Assert.InRange(first, Costly + 2, Costly + 100);
        Assert.All(allowed[first..], most => Assert.True(most < allowed[0]));
    }

    [Fact]
    public void A_file_waits_for_those_that_settle_what_it_may_cost()
    {
        const int Files = 400;
        var effort = new ScanEffort(Files);
        long[] allowed = new long[Files];
        SideBySide.For(0, Files, new Hands(4), i =>
        {
            allowed[i] = effort.OfFile(i);
            effort.Count(i, 1_000_000);
        });
        int first = Array.FindIndex(allowed, most => most != allowed[0]);
        Assert.InRange(first, 20, Files - 1);
        Assert.Single(allowed[first..].Distinct());
    }

    [Fact]
    public void Small_texts_are_kept_until_there_are_many()
    {
        var texts = new KeptTexts();
        Assert.Null(texts.Keep(Text(100_000)));
        int kept = Enumerable.Range(0, 10_000).Count(_ => texts.Keep(Text(1000)) is not null);
        Assert.InRange(kept, 1000, 5000);
        Assert.Null(texts.Keep(Text(1000)));
    }

    private static SourceText Text(int length) => new("a.yaml", new string('#', length));
}
