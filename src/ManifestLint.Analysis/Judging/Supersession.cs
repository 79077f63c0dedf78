using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Judging;

/// <summary>A finding that is not told, and the one that stands for it.</summary>
internal readonly record struct Superseded(Finding Finding, CatalogEntry Entry, Finding By);

/// <summary>
/// One cause, one finding (rules.md rule 1): drops what another finding of the same pod or container makes superfluous, and relates its
/// place. No finding hides one of a higher severity, but for the symptoms of a cause, whose severity it takes over.
/// </summary>
internal sealed class Supersession
{
    private readonly List<(Finding Finding, CatalogEntry Entry)> _findings;
    private readonly ContainerSpec?[] _owners;
    private readonly ResourceField?[] _fields;

    // Who may supersede: by pod and rule, and among these by container.
    private readonly Dictionary<(YamlPath Pod, string Rule), List<int>> _inPod = [];
    private readonly Dictionary<(YamlPath Pod, string Rule, ContainerSpec? Owner), List<int>> _inContainer = [];
    private readonly Dictionary<(YamlPath Pod, string Rule, string Name), List<int>> _alsoOf = [];
    private readonly Dictionary<YamlPath, HashSet<CatalogEntry>> _rules = [];
    private readonly Dictionary<YamlPath, List<int>> _ofBarePods = [];
    private readonly Dictionary<(Location Place, string Superseded), List<int>> _atPlace = [];

    // What stands for each finding: itself, another, or (-1) nothing found out yet.
    private readonly int[] _standing;

    private Supersession(List<(Finding Finding, CatalogEntry Entry)> findings, ContainerIndex containers)
    {
        _findings = findings;
        _owners = [.. findings.Select(f => OwnerOf(f.Finding, containers))];
        _fields = [.. findings.Select(f => ResourceField.Of(f.Finding.Lacks ?? f.Finding.Path))];
        _standing = [.. Enumerable.Repeat(-1, findings.Count)];
        for (int i = 0; i < findings.Count; i++)
        {
            var (finding, entry) = findings[i];
            if (finding.SupersedesNothing)
                continue;
            if (finding.PodPath is not { } pod)
            {
                foreach (string rule in entry.Page.Supersedes)
                    Add(_atPlace, (finding.Location, rule), i);
                continue;
            }
            Add(_inPod, (pod, finding.RuleId), i);
            Add(_inContainer, (pod, finding.RuleId, _owners[i]), i);
            foreach (string name in finding.AlsoOf)
                Add(_alsoOf, (pod, finding.RuleId, name), i);
            if (finding.IsOfBarePod)
                Add(_ofBarePods, pod, i);
            if (!_rules.TryGetValue(pod, out var rules))
                _rules.Add(pod, rules = []);
            rules.Add(entry);
        }
    }

    /// <summary>What remains of the findings of one object, in their order.</summary>
    /// <param name="findings">The findings with their rules; those of a pod carry its address.</param>
    /// <param name="containers">The containers of the object.</param>
    /// <param name="onDropped">Called for each that does not.</param>
    public static List<(Finding Finding, CatalogEntry Entry)> Apply(
        List<(Finding Finding, CatalogEntry Entry)> findings,
        ContainerIndex containers,
        Action<Superseded>? onDropped = null
    )
    {
        if (findings.Count < 2 || !MayHappen(findings))
            return findings;
        var all = new Supersession(findings, containers);
        for (int i = 0; i < findings.Count; i++)
        {
            int by = all.StandsFor(i);
            if (by != i)
                onDropped?.Invoke(new(findings[i].Finding, findings[i].Entry, findings[by].Finding));
        }
        return all.Remaining();
    }

    // Most findings come together with none that has to do with them.
    private static bool MayHappen(List<(Finding Finding, CatalogEntry Entry)> findings)
    {
        var rules = new List<CatalogEntry>();
        foreach (var (finding, entry) in findings)
        {
            if (finding.IsOfBarePod)
                return true;
            if (!rules.Exists(e => ReferenceEquals(e, entry)))
                rules.Add(entry);
        }
        return rules.Exists(by =>
            rules.Exists(r =>
                by.Page.Supersedes.Contains(r.Rule.Id)
                || by.Page.SupersedesInPod.Contains(r.Rule.Id)
                || by.Page.Symptoms.Contains(r.Rule.Id)
            )
        );
    }

    private List<(Finding, CatalogEntry)> Remaining()
    {
        var droppedBy = new Dictionary<int, List<int>>();
        for (int i = 0; i < _findings.Count; i++)
        {
            if (_standing[i] == i)
                continue;
            foreach (int by in Superseders(i).Where(j => _standing[j] == j))
                Add(droppedBy, by, i);
        }
        var remaining = new List<(Finding, CatalogEntry)>(_findings.Count - droppedBy.Count);
        for (int i = 0; i < _findings.Count; i++)
        {
            if (_standing[i] != i)
                continue;
            var (finding, entry) = _findings[i];
            remaining.Add((droppedBy.TryGetValue(i, out var dropped) ? StandingFor(i, dropped) : finding, entry));
        }
        return remaining;
    }

    private Finding StandingFor(int index, List<int> dropped)
    {
        var (finding, entry) = _findings[index];
        var places = new List<RelatedPlace>();
        foreach (int j in dropped)
        {
            var other = _findings[j].Finding;
            bool isSymptom = entry.Page.Symptoms.Contains(other.RuleId);
            if (_owners[j] is null || _owners[j] != _owners[index])
                places.Add(new RelatedPlace(other.Location, other.Statement.What));
            if (!isSymptom)
                continue;
            places.AddRange(other.Related);
            if (Rank(j) != Severity.Error)
                continue;
            // What really happens: the API server is there before the kubelet.
            finding = finding with
            {
                Severity = Severity.Error,
                // With what it rests on: it is its consequence now.
                Statement = (
                    finding.Statement with
                    {
                        Consequence = other.Statement.Consequence,
                        Cause = other.Location == finding.Location ? other.SameSubject ?? other.Statement.What : other.Statement.What,
                        FurtherCause = null,
                        CauseIf = null,
                    }
                ).If([.. other.Statement.Assumed.Concat(other.Statement.Given).Select(a => (Assumption?)a)]),
            };
        }
        var known = finding.Related.Select(r => r.Location).Append(finding.Location).ToHashSet();
        return finding with { Related = [.. finding.Related, .. places.Where(p => known.Add(p.Location))] };
    }

    // Pages never supersede in a circle, so this ends.
    private int StandsFor(int index)
    {
        if (_standing[index] >= 0)
            return _standing[index];
        int by = index;
        foreach (int j in Superseders(index))
        {
            int root = StandsFor(j);
            if (root != j && !ReachesFurther(j, index))
                continue;
            by = root;
            break;
        }
        return _standing[index] = by;
    }

    // One that is dropped itself no longer speaks for other containers, unless its pod has nothing at all: then whatever tells that tells all.
    private bool ReachesFurther(int dropped, int index) => _findings[dropped].Finding.IsOfBarePod || _owners[dropped] == _owners[index];

    private IEnumerable<int> Superseders(int index)
    {
        var finding = _findings[index].Finding;
        // A key that stands twice at the same place explains what the value that counts lacks.
        if (_atPlace.TryGetValue((finding.Location, finding.RuleId), out var atPlace))
        {
            foreach (int j in atPlace)
                if (j != index && finding.PodPath is not null && IsAllowed(j, index))
                    yield return j;
        }
        if (finding.PodPath is not { } pod || !_rules.TryGetValue(pod, out var rules))
            yield break;
        foreach (int j in _ofBarePods.GetValueOrDefault(pod, []))
        {
            if (j != index && _findings[j].Finding.AlsoSupersedes.Contains(finding.RuleId) && IsAllowed(j, index))
                yield return j;
        }
        foreach (var entry in rules)
        {
            string rule = entry.Rule.Id;
            if (entry.Page.SupersedesInPod.Contains(finding.RuleId))
            {
                foreach (int j in _inPod[(pod, rule)])
                    if (j != index && IsAllowed(j, index))
                        yield return j;
            }
            bool isSymptom = entry.Page.Symptoms.Contains(finding.RuleId);
            if (!isSymptom && !entry.Page.Supersedes.Contains(finding.RuleId))
                continue;
            foreach (int j in InContainer(pod, rule, index))
                if (j != index && (isSymptom ? IsCauseOf(j, index) : IsSameField(j, index) && IsAllowed(j, index)))
                    yield return j;
        }
    }

    private IEnumerable<int> InContainer(YamlPath pod, string rule, int index)
    {
        if (_inContainer.TryGetValue((pod, rule, _owners[index]), out var own))
        {
            foreach (int j in own)
                yield return j;
        }
        if (_owners[index]?.Name is { } name && _alsoOf.TryGetValue((pod, rule, name), out var others))
        {
            foreach (int j in others)
                yield return j;
        }
    }

    // The severity that rules.md gives it, whatever an assumption or the configuration makes of that.
    private Severity Rank(int index) => _findings[index].Finding.Severity ?? _findings[index].Entry.Page.Severity;

    private bool IsAllowed(int by, int index) => Rank(by) >= Rank(index);

    // The amount that is wrong itself, or one that it is measured against.
    private bool IsCauseOf(int by, int index) =>
        _fields[by] == _fields[index] || _findings[index].Finding.Related.Any(r => r.Location == _findings[by].Finding.Location);

    // Of one resource nothing is said by what is wrong with another; only an error of the request says something of the limit.
    private bool IsSameField(int by, int index)
    {
        if (_fields[by] is not { } one || _fields[index] is not { } other)
            return true;
        return one.Resource.Equals(other.Resource, StringComparison.OrdinalIgnoreCase)
            && (one.IsLimit || !other.IsLimit || Rank(by) == Severity.Error);
    }

    private static void Add<TKey>(Dictionary<TKey, List<int>> index, TKey key, int value)
        where TKey : notnull
    {
        if (!index.TryGetValue(key, out var list))
            index.Add(key, list = []);
        list.Add(value);
    }

    // A request or limit that an address leads to.
    private readonly record struct ResourceField(string Resource, bool IsLimit)
    {
        public static ResourceField? Of(YamlPath path) =>
            path.Length > 1 && path.Last.Key is { } resource && path.Parent!.Last.Key is "limits" or "requests"
                ? new(resource, path.Parent!.Last.Key == "limits")
                : null;
    }

    /// <summary>The container that a finding is in, else the one that it names (a volume is a matter of who writes it), or null.</summary>
    public static ContainerSpec? OwnerOf(Finding finding, ContainerIndex containers)
    {
        if (containers.At(finding.Path) is { } container)
            return container;
        return finding is { Container: { } name, PodPath: { } pod } ? containers.Named(name, pod) : null;
    }
}
