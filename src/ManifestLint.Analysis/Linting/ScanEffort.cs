using ManifestLint.Findings;
using ManifestLint.Programs;

namespace ManifestLint.Linting;

/// <summary>
/// What following variables and scripts may cost in a scan (contracts.md C8, units of <see cref="Effort"/>): so much for a file, and
/// more for each character of it. Ten times above the largest real value known, which is 188,000 for a file, 13 for a character, and 2,000,000 for all 6,850 files.
/// </summary>
internal sealed class ScanEffort
{
    // Files are taken in groups, and what one group may cost is settled by those before it: the number of threads makes no difference.
    public const int FilesAtOnce = 64;

    private const long MostOfFile = 2_000_000;

    // Where the scan as a whole has cost too much.
    private const long LeastOfFile = 10_000;
    private const long MostOfScan = 20_000_000;
    private const long PerCharacter = 24;
    private long _spent;

    // Of an object that was composed.
    private const int CharactersOfObject = 4000;

    /// <summary>What is said of a file in which something was given up.</summary>
    public const string Exhausted = "following its variables and scripts takes too much work, so the values from here on are unknown";

    /// <summary>What a file may cost beside its characters.</summary>
    public long OfFile => _spent > MostOfScan ? LeastOfFile : MostOfFile;

    /// <summary>What so many characters may cost.</summary>
    public static long Of(int characters) => PerCharacter * characters;

    /// <summary>Begins with the objects of a kustomization.</summary>
    public static void Begin(Overlay overlay) => Effort.Begin(MostOfFile + Of(CharactersOfObject * overlay.Composed.Objects.Length));

    /// <summary>Ends with them, and tells if something was given up.</summary>
    public static void End(Overlay overlay, FileOutcome outcome)
    {
        if (Effort.IsSpent)
            outcome.Skipped.Add(new SkippedFile(overlay.Display, Exhausted, SkipKind.PastLimit, 1));
        else if (Effort.TakeGivenUp() is { } why)
            outcome.Skipped.Add(new SkippedFile(overlay.Display, why, SkipKind.PastLimit, 1));
        Effort.End();
    }

    /// <summary>Counts what a group of files has cost.</summary>
    public void Count(IEnumerable<FileOutcome> outcomes) => _spent += outcomes.Sum(o => Math.Max(0, o.Effort));
}
