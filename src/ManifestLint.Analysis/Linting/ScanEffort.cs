using ManifestLint.Findings;
using ManifestLint.Programs;

namespace ManifestLint.Linting;

/// <summary>
/// What following variables and scripts may cost in a scan (contracts.md C8, units of <see cref="Effort"/>): so much for a file, and
/// more for each character of it. Ten times above the largest real value known, which is 188,000 for a file, 13 for a character, and 2,000,000 for all 6,850 files.
/// </summary>
internal sealed class ScanEffort(int files)
{
    // What a file may cost is settled by those that stand so many before it: the number of threads makes no difference.
    private const int FilesAtOnce = 64;

    private const long MostOfFile = 2_000_000;

    // Where the scan as a whole has cost too much.
    private const long LeastOfFile = 10_000;
    private const long MostOfScan = 20_000_000;
    private const long PerCharacter = 24;

    // In milliseconds. To wake those that wait takes memory: where there is none, they look for themselves.
    private const int Patience = 100;

    // Of an object that was composed.
    private const int CharactersOfObject = 4000;

    // Of a file, and one more: 0 where it is not known yet.
    private readonly long[] _costs = new long[files];
    private readonly long[] _spent = new long[files + 1];
    private int _settled;

    /// <summary>What a file may cost beside its characters. Waits for those that settle it, which must have begun: files are begun in their order.</summary>
    public long OfFile(int index)
    {
        int before = Math.Max(0, index - FilesAtOnce);
        lock (_costs)
        {
            for (Settle(); _settled < before; Settle())
                Monitor.Wait(_costs, Patience);
            return _spent[before] > MostOfScan ? LeastOfFile : MostOfFile;
        }
    }

    /// <summary>Counts what a file has cost; once for each.</summary>
    public void Count(int index, long cost)
    {
        Volatile.Write(ref _costs[index], Math.Max(0, cost) + 1);
        lock (_costs)
            Monitor.PulseAll(_costs);
    }

    private void Settle()
    {
        for (; _settled < files && Volatile.Read(ref _costs[_settled]) is > 0 and var next; _settled++)
            _spent[_settled + 1] = _spent[_settled] + next - 1;
    }

    /// <summary>What so many characters may cost.</summary>
    public static long Of(int characters) => PerCharacter * characters;

    /// <summary>Begins with the objects of a kustomization.</summary>
    public static void Begin(Overlay overlay) => Effort.Begin(MostOfFile + Of(CharactersOfObject * overlay.Composed.Objects.Length));

    /// <summary>Ends with them, and tells if something was given up.</summary>
    public static void End(Overlay overlay, FileOutcome outcome)
    {
        if (Effort.IsSpent)
            outcome.Skipped.Add(new SkippedFile(overlay.Display, SkipCause.TooMuchWork, 1));
        else if (Effort.TakeGivenUp() is { } why)
            outcome.Skipped.Add(new SkippedFile(overlay.Display, SkipCause.TooMany, 1) { PastLimit = why });
        Effort.End();
    }
}
