using ManifestLint.Findings;

namespace ManifestLint.Owners;

/// <summary>Finds which of some findings stands for another one, without looking at each.</summary>
internal sealed class SupersedingFindings
{
    private readonly Dictionary<string, OfRule> _rules = new(StringComparer.Ordinal);

    /// <param name="findings">Findings in their order, as they are told, and the pods that they are of.</param>
    public SupersedingFindings(IEnumerable<(OwnedFinding By, ReportedFinding Told, OwnedObject? Pod)> findings)
    {
        int index = 0;
        foreach (var (by, told, pod) in findings)
        {
            if (by.Entry.Page.SupersedesInPod.Length + by.Entry.Page.Supersedes.Length > 0)
            {
                if (!_rules.TryGetValue(by.Reported.RuleId, out var rule))
                    _rules.Add(by.Reported.RuleId, rule = new OfRule(by.Entry));
                rule.Add(by, told.Suppression is not null, pod, index);
            }
            index++;
        }
    }

    /// <summary>The first that stands for a finding; -1 if none does. No suppressed one hides another that is not.</summary>
    /// <param name="other">The finding.</param>
    /// <param name="pod">The pod that it is of, which does not count; null to count all.</param>
    public int First(OwnedFinding other, OwnedObject? pod)
    {
        int first = int.MaxValue;
        bool isSuppressed = other.Reported.Suppression is not null;
        foreach (var rule in _rules.Values)
        {
            if (rule.Entry.Page.SupersedesInPod.Contains(other.Reported.RuleId))
                first = Math.Min(first, rule.All.First(isSuppressed, pod));
            if (rule.Entry.Page.Supersedes.Contains(other.Reported.RuleId) && rule.Of(other.Container) is { } own)
                first = Math.Min(first, own.First(isSuppressed, pod));
        }
        return first == int.MaxValue ? -1 : first;
    }

    private sealed class OfRule(Rules.CatalogEntry entry)
    {
        private readonly Dictionary<string, Candidates> _byContainer = new(StringComparer.Ordinal);
        private readonly Candidates _ofNone = new();

        public Rules.CatalogEntry Entry => entry;

        public Candidates All { get; } = new();

        public Candidates? Of(string? container) => container is null ? _ofNone : _byContainer.GetValueOrDefault(container);

        public void Add(OwnedFinding by, bool isSuppressed, OwnedObject? pod, int index)
        {
            All.Add(isSuppressed, pod, index);
            if (by.Container is null)
                _ofNone.Add(isSuppressed, pod, index);
            foreach (string name in by.Container is { } own ? by.AlsoOf.Prepend(own) : by.AlsoOf)
            {
                if (!_byContainer.TryGetValue(name, out var candidates))
                    _byContainer.Add(name, candidates = new Candidates());
                candidates.Add(isSuppressed, pod, index);
            }
        }
    }

    // The first of two pods, suppressed or not: one of them is another pod than that of whoever asks.
    private sealed class Candidates
    {
        private readonly List<(int Index, OwnedObject? Pod)> _open = [];
        private readonly List<(int Index, OwnedObject? Pod)> _suppressed = [];

        public void Add(bool isSuppressed, OwnedObject? pod, int index)
        {
            var list = isSuppressed ? _suppressed : _open;
            if (list.Count < 2 && (list.Count == 0 || list[0].Pod != pod))
                list.Add((index, pod));
        }

        public int First(bool countsSuppressed, OwnedObject? notOf) =>
            Math.Min(First(_open, notOf), countsSuppressed ? First(_suppressed, notOf) : int.MaxValue);

        private static int First(List<(int Index, OwnedObject? Pod)> list, OwnedObject? notOf)
        {
            foreach (var (index, pod) in list)
            {
                if (pod is null || pod != notOf)
                    return index;
            }
            return int.MaxValue;
        }
    }
}
