using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Owners;
using ManifestLint.Rules;
using ManifestLint.Suppressing;

namespace ManifestLint.Linting;

/// <summary>A note detached from its text, and the finding that it becomes if its claim holds.</summary>
/// <param name="entry">The rule that took it.</param>
/// <param name="record">What the rule remembers.</param>
/// <param name="place">Where it was seen.</param>
internal sealed class HeldNote(CatalogEntry entry, SetRecord record, ReportedPlace place)
{
    public CatalogEntry Entry => entry;

    public SetRecord Record => record;

    public ReportedPlace Place => place;

    /// <summary>The finding, severity and suppression settled, its statement yet to be made; null for a witness.</summary>
    public ReportedFinding? Claim { get; set; }

    /// <summary>Its severity where nothing is configured.</summary>
    public Severity Severity { get; set; }

    /// <summary>Whether that holds, for the suppressions that speak for it.</summary>
    public Claim Standing { get; } = new();

    /// <summary>The object that owns or is owned and that the claim is about; null for every other.</summary>
    public OwnedObject? Owned { get; set; }
}

/// <summary>Once every file is read, rules across objects say which claims hold.</summary>
internal static class SetStep
{
    /// <summary>Adds what rules across objects find to the outcomes of the files it lies in.</summary>
    /// <param name="rules">The rules that run.</param>
    /// <param name="outcomes">What came out of each file, in path order.</param>
    public static void Judge(ImmutableArray<CatalogEntry> rules, FileOutcome[] outcomes)
    {
        foreach (var entry in rules)
        {
            if (entry.Rule is ManifestSetRule rule && outcomes.Any(o => o.Notes.Count > 0))
                Judge(entry, rule, outcomes);
        }
    }

    private static void Judge(CatalogEntry entry, ManifestSetRule rule, FileOutcome[] outcomes)
    {
        var records = ImmutableArray.CreateBuilder<SetRecord>();
        string? firstFile = null;
        foreach (var outcome in outcomes)
        {
            foreach (var note in outcome.Notes)
            {
                if (note.Entry.Rule.Id != entry.Rule.Id)
                    continue;
                records.Add(note.Record);
                firstFile ??= note.Place.File;
            }
        }
        if (records.Count == 0)
            return;
        try
        {
            ImmutableArray<SetVerdict> verdicts = [.. rule.Judge(records.DrainToImmutable())];
            if (verdicts.IsEmpty)
                return;
            // There may be a record for each of very many pods, and few that a verdict names.
            var named = verdicts
                .SelectMany(v => v.Related.Select(r => r.Record).Prepend(v.Claim))
                .ToHashSet<SetRecord>(ReferenceEqualityComparer.Instance);
            var notes = new Dictionary<SetRecord, (HeldNote Note, FileOutcome Outcome)>(named.Count, ReferenceEqualityComparer.Instance);
            foreach (var outcome in outcomes)
            {
                foreach (var note in outcome.Notes)
                    if (note.Entry.Rule.Id == entry.Rule.Id && named.Contains(note.Record))
                        notes.Add(note.Record, (note, outcome));
            }
            // A verdict that cannot be told costs itself alone.
            foreach (var verdict in verdicts)
            {
                try
                {
                    Tell(entry, verdict, notes);
                }
                catch (Exception exception) when (exception is not OutOfMemoryException)
                {
                    outcomes[0].Crashes.Add(new RuleCrash(firstFile!, rule.Id, exception));
                }
            }
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            outcomes[0].Crashes.Add(new RuleCrash(firstFile!, rule.Id, exception));
        }
    }

    private static void Tell(CatalogEntry entry, SetVerdict verdict, Dictionary<SetRecord, (HeldNote Note, FileOutcome Outcome)> notes)
    {
        var (note, outcome) = notes[verdict.Claim];
        // Configuration may have turned the rule off where the claim stands.
        if (note.Claim is not { } claim)
            return;
        var finding = claim with
        {
            Statement = verdict.Statement,
            Advice = verdict.Advice ?? claim.Advice,
            Related = [.. verdict.Related.Select(r => new ReportedRelation(notes[r.Record].Note.Place, r.Note)), .. claim.Related],
        };
        note.Standing.Holds = true;
        if (note.Owned is { } owned)
            owned.Findings.Add(new OwnedFinding(finding, entry, Aim.Self, null, 0) { Severity = note.Severity });
        else
            outcome.Findings.Add(finding);
    }
}
