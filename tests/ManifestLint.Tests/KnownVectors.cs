using System.Text.RegularExpressions;

namespace ManifestLint.Tests;

/// <summary>A line of <c>tests/vectors/known.txt</c>: a case that the program answers wrongly today.</summary>
/// <param name="Id">The case.</param>
/// <param name="Issue">What will mend it, by topic: one of <see cref="KnownVectors.Topics"/>.</param>
/// <param name="Reason">What is wrong, in a few words.</param>
internal sealed record KnownVector(string Id, string Issue, string Reason);

/// <summary>The list of cases that are known to be answered wrongly. It holds them all and nothing else.</summary>
internal static partial class KnownVectors
{
    /// <summary>The issues that mend something: which program runs in a container and what it takes, and what is true of objects and of YAML.</summary>
    public static readonly IReadOnlyList<string> Topics = ["programs", "truth"];

    private static readonly Lazy<(IReadOnlyList<KnownVector>, IReadOnlyList<string>)> File = new(() =>
        Read(System.IO.File.ReadAllLines(Path.Combine(VectorFiles.Folder, "known.txt")))
    );

    /// <summary>What stands in the file.</summary>
    public static IReadOnlyList<KnownVector> Listed => File.Value.Item1;

    /// <summary>Lines of the file that are none.</summary>
    public static IReadOnlyList<string> Malformed => File.Value.Item2;

    /// <summary>Reads lines of <c>id  issue  reason</c>, two spaces or more between them; a line that starts with <c>#</c> is a comment.</summary>
    public static (IReadOnlyList<KnownVector> Listed, IReadOnlyList<string> Malformed) Read(IEnumerable<string> lines)
    {
        var (listed, malformed) = (new List<KnownVector>(), new List<string>());
        foreach (string line in lines.Where(l => !string.IsNullOrWhiteSpace(l) && !l.StartsWith('#')))
        {
            string[] parts = Gap().Split(line.TrimEnd());
            if (parts is [var id, var issue, { Length: > 0 } reason] && Word().IsMatch(id) && Word().IsMatch(issue))
            {
                if (listed.Exists(k => k.Id == id))
                    malformed.Add($"{id} stands twice");
                if (!Topics.Contains(issue))
                    malformed.Add($"{id} waits for '{issue}', which is none of {string.Join(", ", Topics)}");
                listed.Add(new KnownVector(id, issue, reason));
            }
            else
            {
                malformed.Add($"not 'id  issue  reason': {line}");
            }
        }
        return (listed, malformed);
    }

    /// <summary>Where the list and a run disagree: a listed case that is not wrong, a wrong one that is not listed.</summary>
    /// <param name="listed">The list; cases of other runs in it do not matter.</param>
    /// <param name="ran">The cases that were asked.</param>
    /// <param name="leftOut">The cases that were not.</param>
    /// <param name="wrong">What is wrong, by case.</param>
    public static IEnumerable<string> Disagreements(
        IReadOnlyList<KnownVector> listed,
        IReadOnlySet<string> ran,
        IReadOnlySet<string> leftOut,
        IReadOnlyDictionary<string, string> wrong
    )
    {
        foreach (var known in listed)
        {
            if (leftOut.Contains(known.Id))
                yield return $"{known.Id} is left out: known.txt must not list it";
            else if (ran.Contains(known.Id) && !wrong.ContainsKey(known.Id))
                yield return $"{known.Id} is right now: delete it from known.txt ({known.Issue}: {known.Reason})";
        }
        foreach (var (id, difference) in wrong)
        {
            if (!listed.Any(k => k.Id == id))
                yield return $"{id}: {difference}";
        }
    }

    [GeneratedRegex(@"\t+| {2,}")]
    private static partial Regex Gap();

    [GeneratedRegex(@"^\S+$")]
    private static partial Regex Word();
}
