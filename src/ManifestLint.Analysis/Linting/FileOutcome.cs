using ManifestLint.Findings;
using ManifestLint.Owners;
using ManifestLint.Suppressing;

namespace ManifestLint.Linting;

/// <summary>What came out of one file.</summary>
internal sealed class FileOutcome
{
    // There are as many of these as files, until the end, and most stay empty: lists are made as they are asked for.
    private List<ReportedFinding>? _findings;
    private List<RuleCrash>? _crashes;
    private List<SupersededFinding>? _superseded;
    private List<HeldNote>? _notes;
    private List<Action>? _postponed;
    private List<StandingSuppression>? _standing;
    private List<OwnedObject>? _owned;
    private List<SkippedFile>? _skipped;

    public List<ReportedFinding> Findings => _findings ??= [];

    public List<RuleCrash> Crashes => _crashes ??= [];

    /// <summary>What other findings stand for, where that is asked for.</summary>
    public List<SupersededFinding> Superseded => _superseded ??= [];

    /// <summary>What rules across objects noted, in the order of the file.</summary>
    public List<HeldNote> Notes => _notes ??= [];

    /// <summary>What can only be judged when it is known which claims hold: suppressions that speak for one.</summary>
    public List<Action> Postponed => _postponed ??= [];

    /// <summary>Suppressions of documents that findings of other documents may point into.</summary>
    public List<StandingSuppression> Standing => _standing ??= [];

    /// <summary>The objects that own or are owned, in the order of the file; their findings wait here until it is known who is whose.</summary>
    public List<OwnedObject> Owned => _owned ??= [];

    /// <summary>What was not judged: the file as a whole, or documents of it.</summary>
    public List<SkippedFile> Skipped => _skipped ??= [];

    /// <summary>True if the file as a whole was not judged.</summary>
    public bool IsSkipped => _skipped is [{ Line: null }];

    /// <summary>What following its variables and scripts cost beyond what its length allows (see <see cref="Programs.Effort"/>).</summary>
    public long Effort { get; set; }

    /// <summary>True if the text says that a program wrote it.</summary>
    public bool IsGenerated { get; set; }

    /// <summary>True if it says that it is not for production.</summary>
    public bool IsForTrial { get; set; }

    public int Objects { get; set; }

    /// <summary>How many objects the file holds, those that are judged where they are composed included.</summary>
    public int Held { get; set; }

    public int Pods { get; set; }

    /// <summary>Nothing yet, for a part of the file.</summary>
    public FileOutcome OfPart() => new() { IsGenerated = IsGenerated, IsForTrial = IsForTrial };

    /// <summary>Adds what came out of the part of the file that comes next.</summary>
    public void Add(FileOutcome next)
    {
        Add(ref _findings, next._findings);
        Add(ref _crashes, next._crashes);
        Add(ref _superseded, next._superseded);
        Add(ref _notes, next._notes);
        Add(ref _postponed, next._postponed);
        Add(ref _standing, next._standing);
        Add(ref _owned, next._owned);
        Add(ref _skipped, next._skipped);
        (Objects, Pods) = (Objects + next.Objects, Pods + next.Pods);
    }

    private static void Add<T>(ref List<T>? all, List<T>? next)
    {
        if (next is not null)
            (all ??= []).AddRange(next);
    }

    /// <summary>Forgets what was found: the file turned out to be no manifest.</summary>
    public void Drop()
    {
        (_findings, _superseded, _notes, _postponed, _standing, _owned) = (null, null, null, null, null, null);
        (Objects, Pods) = (0, 0);
    }
}
