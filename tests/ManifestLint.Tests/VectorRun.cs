using System.Text.Json;

namespace ManifestLint.Tests;

/// <summary>
/// What a test made of the cases of a vector file. Whatever is wrong must stand in <c>tests/vectors/known.txt</c>; what could not be asked is
/// counted, by reason.
/// </summary>
/// <param name="name">The file, or the part of it that the test runs.</param>
internal sealed class VectorRun(string name)
{
    private readonly HashSet<string> _ran = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leftOut = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _reasons = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _unsaid = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _wrong = new(StringComparer.Ordinal);

    /// <summary>Notes a case that was asked, and how the answers differ from what the real thing did; not at all if it is right.</summary>
    public void Add(JsonElement vector, IEnumerable<string> differences)
    {
        string id = IdOf(vector);
        Assert.True(_ran.Add(id), $"{id} ran twice");
        string difference = string.Join("; ", differences);
        if (difference.Length > 0)
            _wrong.Add(id, difference);
    }

    /// <summary>Notes a case that was asked, and how the answer differs; null if it is right.</summary>
    public void Add(JsonElement vector, string? difference) => Add(vector, difference is null ? [] : [difference]);

    /// <summary>Notes a case whose answer is wrong unless it is the expected one.</summary>
    public void Compare(JsonElement vector, string expected, string actual) =>
        Add(vector, expected == actual ? null : $"expected {expected}, got {actual}");

    /// <summary>Notes a case that cannot be asked.</summary>
    public void LeaveOut(JsonElement vector, string reason)
    {
        Assert.True(_leftOut.Add(IdOf(vector)), $"{IdOf(vector)} is left out twice");
        _reasons[reason] = _reasons.GetValueOrDefault(reason) + 1;
    }

    /// <summary>Notes a value of a case that was asked for and that the program has no fact of.</summary>
    public void Unsaid(string value) => _unsaid[value] = _unsaid.GetValueOrDefault(value) + 1;

    /// <summary>
    /// Tells what ran, and fails if known.txt and the run disagree or if another number was left out than the test expects: neither may change
    /// unseen.
    /// </summary>
    /// <param name="leftOut">How many cases are left out.</param>
    /// <param name="unsaid">The values that there is no fact of, each with how often it was asked for.</param>
    /// <param name="also">What else to tell.</param>
    public void Settle(int leftOut = 0, string unsaid = "", string also = "")
    {
        VectorFiles.Report(
            name,
            $"vectors: {name}: {_ran.Count} of {_ran.Count + _leftOut.Count} cases ran, {_wrong.Count} wrong (known.txt), {_leftOut.Count} left out"
                + (_reasons.Count == 0 ? "" : $" ({string.Join(", ", _reasons.Select(r => $"{r.Value} {r.Key}"))})")
                + (_unsaid.Count == 0 ? "" : $"; left out as values that the program has no fact of: {Values}")
                + (also.Length == 0 ? "" : $"; {also}")
        );
        Assert.True(_ran.Count + _leftOut.Count > 0, $"{name} has no case");
        var disagreements = KnownVectors.Disagreements(KnownVectors.Listed, _ran, _leftOut, _wrong).ToList();
        Assert.True(disagreements.Count == 0, string.Join('\n', disagreements));
        Assert.Equal(leftOut, _leftOut.Count);
        Assert.Equal(unsaid, Values);
    }

    private string Values => string.Join(", ", _unsaid.Select(u => $"{u.Key} {u.Value}"));

    private static string IdOf(JsonElement vector) => vector.GetProperty("id").GetString()!;
}
