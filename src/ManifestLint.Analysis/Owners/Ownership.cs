using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Detaching;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Rules;
using ManifestLint.Suppressing;

namespace ManifestLint.Owners;

/// <summary>The amounts of a container, to be compared with those of another.</summary>
internal readonly record struct OwnedAmounts(Amount MemoryRequest, Amount MemoryLimit, Amount CpuRequest, Amount CpuLimit);

/// <summary>A container of an object that owns or is owned.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Amounts">Its requests and limits after defaulting.</param>
internal sealed record OwnedContainer(string Name, OwnedAmounts Amounts)
{
    /// <summary>Where its limit stands, or is missing; null in what cannot be an owner.</summary>
    public DetachedPlace? Limit { get; init; }

    /// <summary>Where its request stands, or is missing; null in what cannot be an owner.</summary>
    public DetachedPlace? Request { get; init; }

    /// <summary>Where its name stands; null in what cannot be an owner.</summary>
    public DetachedPlace? Self { get; init; }

    /// <summary>Where stands what fills its memory: its heap, a server's cache, a volume; null if nowhere.</summary>
    public ReportedRelation? Cause { get; init; }
}

/// <summary>Which of an owner's places a finding is about.</summary>
internal enum Aim
{
    /// <summary>The object or the container as such.</summary>
    Self,

    /// <summary>The memory limit.</summary>
    Limit,

    /// <summary>The memory request.</summary>
    Request,
}

/// <summary>A finding of an object that owns or is owned.</summary>
/// <param name="Reported">The finding, with what was observed as its last related place.</param>
/// <param name="Entry">Its rule.</param>
/// <param name="Aim">What it is about.</param>
/// <param name="Observed">What was observed; null if it follows from the spec.</param>
/// <param name="Weight">How much that weighs.</param>
internal sealed record OwnedFinding(ReportedFinding Reported, CatalogEntry Entry, Aim Aim, ReportedRelation? Observed, long Weight)
{
    /// <summary>The container that it is in or that it names, or null.</summary>
    public string? Container { get; init; }

    /// <summary>Further containers that it speaks for.</summary>
    public ImmutableArray<string> AlsoOf { get; init; } = [];

    /// <summary>Its severity where nothing is configured.</summary>
    public Severity Severity { get; init; }

    /// <summary>True if it is configured away in the file of its object: it counts where its owner's file prints it, and nowhere else.</summary>
    public bool IsOff => Reported.Severity == Severity.Off;
}

/// <summary>One small record for each object that owns or is owned.</summary>
internal sealed class OwnedObject
{
    public required ObjectReference Reference { get; init; }

    public required string Group { get; init; }

    public required ObjectPlace Place { get; init; }

    public string? Uid { get; init; }

    public OwnerReference? Controller { get; init; }

    /// <summary>The label <c>pod-template-hash</c> of a pod, or null.</summary>
    public string? TemplateHash { get; init; }

    /// <summary>True for a kind with a complete pod template: one that can own.</summary>
    public bool IsOwner { get; init; }

    /// <summary>True if absent amounts say nothing, because a kustomization patches them.</summary>
    public bool AbsenceSaysNothing { get; init; }

    public required DetachedPlace Self { get; init; }

    public ImmutableArray<OwnedContainer> Containers { get; init; } = [];

    /// <summary>The suppressions that speak for what is told in its place; null where there are none, and for what cannot own.</summary>
    public OwnersSuppressions? Standing { get; init; }

    /// <summary>The severities that are configured for its rules, in its file; empty for what cannot own.</summary>
    public ImmutableDictionary<string, Severity> Severities { get; init; } = ImmutableDictionary<string, Severity>.Empty;

    /// <summary>True if rules across objects may still add findings.</summary>
    public bool AwaitsClaims { get; set; }

    public List<OwnedFinding> Findings { get; } = [];

    private Dictionary<string, OwnedContainer>? _byName;
    private Dictionary<(string, string?), ReportedFinding>? _told;

    public OwnedContainer? Find(string? container)
    {
        if (container is null)
            return null;
        _byName ??= Containers.DistinctBy(c => c.Name).ToDictionary(c => c.Name, StringComparer.Ordinal);
        return _byName.GetValueOrDefault(container);
    }

    /// <summary>True if it has a finding of a rule about a container; called once all of its findings are known.</summary>
    public bool Tells(string ruleId, string? container) => Told(ruleId, container) is not null;

    /// <summary>Its first finding of a rule about a container, or null; called once all of its findings are known.</summary>
    public ReportedFinding? Told(string ruleId, string? container)
    {
        _told ??= Findings
            .DistinctBy(f => (f.Reported.RuleId, f.Reported.Container))
            .ToDictionary(f => (f.Reported.RuleId, f.Reported.Container), f => f.Reported);
        return _told.GetValueOrDefault((ruleId, container));
    }
}

/// <summary>
/// Reports what is found in owned objects once, on the owner that an author can edit: a Pod's findings on the Deployment of its ReplicaSet.
/// What the owner's template tells already is dropped; what only the pods show (how they ended, a sidecar that was injected, amounts that were
/// changed) moves to the owner, with the pods as related places.
/// </summary>
internal sealed class Ownership
{
    // A report of a thousand pods needs no thousand places.
    private const int MostPlaces = 3;
    private const int MostRelated = 100;
    private const int MostSteps = 4;

    private readonly ImmutableArray<OwnedObject> _objects;
    private readonly Func<ObjectPlace, ObjectPlace, bool> _areNeighbours;
    private readonly Dictionary<string, OwnedObject?> _byUid = new(StringComparer.Ordinal);
    private Action<SupersededFinding>? _list;

    // What the controllers of Kubernetes make, and of what. Source: kubernetes v1.36 pkg/controller (deployment, cronjob, replicaset,
    // statefulset, daemon, job).
    private static readonly (string Owner, string Child)[] Made =
    [
        ("apps/Deployment", "apps/ReplicaSet"),
        ("batch/CronJob", "batch/Job"),
        ("apps/ReplicaSet", "/Pod"),
        ("apps/StatefulSet", "/Pod"),
        ("apps/DaemonSet", "/Pod"),
        ("batch/Job", "/Pod"),
    ];

    private Ownership(ImmutableArray<OwnedObject> objects, Func<ObjectPlace, ObjectPlace, bool> areNeighbours)
    {
        (_objects, _areNeighbours) = (objects, areNeighbours);
        foreach (var owner in objects)
        {
            // The same object twice in a scan: which of the two it is cannot be said.
            if (owner is { IsOwner: true, Uid: { } uid } && !_byUid.TryAdd(uid, owner))
                _byUid[uid] = null;
        }
    }

    /// <summary>The findings of all objects, each once.</summary>
    /// <param name="objects">The objects, in the order of files and documents.</param>
    /// <param name="areNeighbours">Whether two objects belong together (contracts.md C2).</param>
    /// <param name="list">Receives what is dropped, with the owner's finding or, of an earlier revision, the owner; null if nobody asks.</param>
    public static IEnumerable<ReportedFinding> Settle(
        ImmutableArray<OwnedObject> objects,
        Func<ObjectPlace, ObjectPlace, bool> areNeighbours,
        Action<SupersededFinding>? list = null
    )
    {
        if (objects.IsEmpty)
            return [];
        var ownership = new Ownership(objects, areNeighbours) { _list = list };
        return ownership.Settle();
    }

    private IEnumerable<ReportedFinding> Settle()
    {
        var moved = new Dictionary<OwnedObject, List<(OwnedObject Child, OwnedFinding Finding)>>();
        var stay = new List<OwnedObject>();
        foreach (var one in _objects)
        {
            if (Top(one) is not { } top)
            {
                // What the configuration of its own file silences was kept for an owner alone.
                one.Findings.RemoveAll(f => f.IsOff);
                stay.Add(one);
                continue;
            }
            if (!moved.TryGetValue(top, out var list))
                moved[top] = list = [];
            // What a ReplicaSet or Job has beyond its owner is of an earlier revision, which nobody edits.
            if (one.IsOwner)
            {
                foreach (var finding in one.Findings)
                    Drop(finding, top);
                continue;
            }
            var template = OwnerOf(one)!;
            foreach (var finding in one.Findings)
            {
                if (finding.Observed is not null ? !IsPast(finding, template, top) : IsNews(finding, one, template, top))
                    list.Add((one, finding));
                else
                    Drop(finding, top);
            }
        }
        foreach (var siblings in stay.Where(IsOrphan).GroupBy(KeyOf))
        {
            foreach (var finding in Once([.. siblings]))
                yield return finding;
        }
        foreach (var one in stay)
        {
            if (IsOrphan(one))
                continue;
            var findings = moved.TryGetValue(one, out var ofChildren) ? Join(one, ofChildren) : one.Findings.Select(f => f.Reported);
            foreach (var finding in findings)
                yield return finding;
        }
    }

    // By what tells the same at the owner; what none tells is of an earlier revision, for which the owner stands.
    private void Drop(OwnedFinding finding, OwnedObject top)
    {
        if (_list is not null)
            List(
                finding,
                top.Told(finding.Reported.RuleId, finding.Reported.Container) ?? finding.Reported with { Place = top.Self.Place }
            );
    }

    private void List(OwnedFinding finding, ReportedFinding by)
    {
        if (!finding.IsOff && finding.Reported.Suppression is null)
            _list?.Invoke(SupersededFinding.Of(finding.Reported, by));
    }

    // A pod whose owner is not in the scan. What a Node controls are static pods, which have nothing in common.
    private static bool IsOrphan(OwnedObject one) => !one.IsOwner && one.Controller is { Kind: not "Node" };

    private static (string Controller, string? Namespace, string File) KeyOf(OwnedObject pod)
    {
        var controller = pod.Controller!;
        return controller.Uid is { } uid
            ? (uid, null, "")
            : (
                $"{controller.Group} {controller.Kind} {controller.Name}",
                pod.Place.Namespace,
                pod.Place.Namespace is null ? pod.Place.File : ""
            );
    }

    // Pods of one template: the first that shows something speaks for all that show the same, of what was observed the heaviest.
    private IEnumerable<ReportedFinding> Once(ImmutableArray<OwnedObject> pods)
    {
        var groups = pods.SelectMany(p => p.Findings.Select(f => (Pod: p, Finding: f)))
            .GroupBy(x =>
                (
                    x.Finding.Reported.RuleId,
                    x.Finding.Reported.LogicalPath,
                    IsSuppressed: x.Finding.Reported.Suppression is not null,
                    Statement: x.Finding.Observed is null ? x.Finding.Reported.Statement : null
                )
            )
            .Select(g => g.OrderByDescending(x => x.Finding.Weight).ToList())
            .ToList();
        var superseding = new SupersedingFindings(groups.Select(g => (g[0].Finding, g[0].Finding.Reported, (OwnedObject?)g[0].Pod)));
        foreach (var same in groups)
        {
            var (pod, first) = same[0];
            int by = superseding.First(first, pod);
            if (by >= 0)
            {
                List(first, groups[by][0].Finding.Reported);
                continue;
            }
            var others = same.Where(x => x.Pod != pod).DistinctBy(x => x.Pod).ToList();
            if (others.Count == 0)
            {
                foreach (var (_, finding) in same)
                    yield return finding.Reported;
                continue;
            }
            yield return first.Reported with
            {
                Statement = first.Reported.Statement with
                {
                    Recurs = new Recurrence(null, others.Count, $"{pod.Controller!.Kind} {pod.Controller.Name}")
                    {
                        IsObserved = first.Observed is not null,
                    },
                },
                Related =
                [
                    .. first.Reported.Related,
                    .. others.Take(MostPlaces - 1).Select(x => x.Finding.Observed).OfType<ReportedRelation>(),
                ],
            };
        }
    }

    // The owner of the owner, as far as the scan reaches; null if not even the first is in it.
    private OwnedObject? Top(OwnedObject one)
    {
        OwnedObject? top = null;
        for (int step = 0; step < MostSteps && OwnerOf(top ?? one) is { } next && next != one; step++)
            top = next;
        return top;
    }

    // Only what a controller writes counts: an ownerReferences entry in an author's hand must not silence anything.
    private OwnedObject? OwnerOf(OwnedObject one)
    {
        if (one.Controller is not { Uid: { Length: > 0 } uid } controller || !_byUid.TryGetValue(uid, out var owner) || owner is null)
            return null;
        bool isMade =
            owner.Reference.Kind == controller.Kind
            && owner.Reference.Name == controller.Name
            && Made.Contains(($"{owner.Group}/{owner.Reference.Kind}", $"{one.Group}/{one.Reference.Kind}"));
        return isMade && owner != one && _areNeighbours(owner.Place, one.Place) ? owner : null;
    }

    // What happened under amounts of an earlier revision is over: the author has changed them since.
    private static bool IsPast(OwnedFinding finding, OwnedObject template, OwnedObject top) =>
        template != top
        && template.Find(finding.Reported.Container) is { } then
        && top.Find(finding.Reported.Container) is { } now
        && then.Amounts != now.Amounts;

    // What follows from a pod's spec and not from the template it was made of.
    private static bool IsNews(OwnedFinding finding, OwnedObject pod, OwnedObject template, OwnedObject top)
    {
        var reported = finding.Reported;
        if (top.Tells(reported.RuleId, reported.Container))
            return false;
        return template.AbsenceSaysNothing
            || (reported.Container is null ? pod.Containers.Any(IsOther) : pod.Find(reported.Container) is not { } own || IsOther(own));

        bool IsOther(OwnedContainer container) => template.Find(container.Name)?.Amounts != container.Amounts;
    }

    private IEnumerable<ReportedFinding> Join(OwnedObject owner, List<(OwnedObject Child, OwnedFinding Finding)> children)
    {
        var joined = children
            .GroupBy(c => (c.Finding.Reported.RuleId, c.Finding.Reported.Container))
            .Where(g => SeverityAt(owner, g.First().Finding) != Severity.Off)
            .Select(g => Merged(owner, [.. g]))
            .ToList();
        var superseding = new SupersedingFindings(joined.Select(j => (j.By, j.Finding, (OwnedObject?)null)));
        var remaining = new List<ReportedFinding>();
        foreach (var own in owner.Findings)
        {
            int by = superseding.First(own, null);
            if (by < 0)
            {
                remaining.Add(own.Reported);
                continue;
            }
            // One cause, one finding: its place and its repair go on living in the one that stays.
            var merged = joined[by];
            var finding = merged.Finding;
            List(own, finding);
            // What it says to write is computed of the template's limit.
            var fix = finding.Fix ?? (merged.IsOfOwnersLimit ? own.Reported.Fix : null);
            bool isRelated =
                finding.Related.Length >= MostRelated
                || finding.Related.Any(r => r.Place == own.Reported.Place)
                || finding.Place == own.Reported.Place;
            joined[by] = merged with
            {
                Finding = finding with
                {
                    Fix = fix,
                    // What the owner's own finding says to write stands here, where that of the pod points at what it is made from.
                    Advice =
                        fix is not null ? null
                        : !merged.IsOfOwnersLimit ? finding.Advice
                        : merged.By.Reported.Advice is { MadeKind: null } here ? here
                        : own.Reported.Advice ?? merged.By.Reported.Advice,
                    Related = isRelated
                        ? finding.Related
                        : finding.Related.Insert(0, new ReportedRelation(own.Reported.Place, own.Reported.Statement.What)),
                },
            };
        }
        return remaining.Concat(joined.Select(j => j.Finding));
    }

    // The severity is that of the file that the finding is printed in, which is the owner's.
    private static Severity SeverityAt(OwnedObject owner, OwnedFinding finding) =>
        owner.Severities.TryGetValue(finding.Reported.RuleId, out var configured) ? configured
        : finding.Entry.IsOptIn ? Severity.Off
        : finding.Severity;

    /// <summary>What pods show, told at their owner.</summary>
    /// <param name="Finding">The finding.</param>
    /// <param name="By">The pod's that speaks.</param>
    /// <param name="IsOfOwnersLimit">True if that pod has the memory limit that the owner's template has.</param>
    private sealed record MergedFinding(ReportedFinding Finding, OwnedFinding By, bool IsOfOwnersLimit);

    // A limit that says something else is not what was reached.
    private static DetachedPlace? TargetOf(Aim aim, OwnedContainer? container, bool isOfOwnersLimit) =>
        aim switch
        {
            Aim.Limit when isOfOwnersLimit => container?.Limit,
            Aim.Request => container?.Request,
            _ => container?.Self,
        };

    // One finding for all pods that show the same: the heaviest speaks, the first few are shown.
    private static MergedFinding Merged(OwnedObject owner, List<(OwnedObject Child, OwnedFinding Finding)> same)
    {
        if (same.Exists(s => s.Finding.Reported.Suppression is null))
            same.RemoveAll(s => s.Finding.Reported.Suppression is not null);
        same =
        [
            .. same.OrderByDescending(s => s.Finding.Weight)
                .ThenBy(s => s.Finding.Reported.Place.File, StringComparer.Ordinal)
                .ThenBy(s => s.Finding.Reported.Place.Offset),
        ];
        var (child, first) = same[0];
        var reported = first.Reported;
        var container = owner.Find(reported.Container);
        bool isOfOwnersLimit =
            container is null || child.Find(reported.Container) is not { } own || own.Amounts.MemoryLimit == container.Amounts.MemoryLimit;
        var target = TargetOf(first.Aim, container, isOfOwnersLimit) ?? owner.Self;

        int pods = same.Select(s => s.Child).Distinct().Count();
        var statement =
            first.Observed is not null && pods == 1
                ? reported.Statement
                : reported.Statement with
                {
                    Recurs = new Recurrence(first.Observed is null ? child.Reference.Name : null, pods - 1)
                    {
                        IsObserved = first.Observed is not null,
                    },
                };
        var related = ImmutableArray.CreateBuilder<ReportedRelation>();
        // What the pod relates of its own spec stands in the owner's template, too, unless that says something else by now.
        var cause = reported.Related.FirstOrDefault(r => r.Cause is not null);
        bool isOfOwner = container?.Cause is { } ours && ours.Cause == cause?.Cause && ours.Written == cause?.Written;
        if (cause is not null)
            related.Add(isOfOwner ? container!.Cause! : cause);
        if (first.Aim == Aim.Limit && !isOfOwnersLimit)
            related.Add(new ReportedRelation(reported.Place, $"the memory limit of pod {child.Reference.Name}"));
        foreach (var (pod, finding) in same.Take(MostPlaces))
        {
            var seen = finding.Observed ?? new ReportedRelation(finding.Reported.Place, $"in pod {pod.Reference.Name}");
            related.Add(seen);
        }
        var moved = reported with
        {
            Severity = SeverityAt(owner, first),
            Statement = statement,
            Place = target.Place,
            Path = target.Path,
            LogicalPath = target.LogicalPath,
            AlsoAt = [],
            LineHash = target.LineHash,
            Object = owner.Reference,
            Related = related.ToImmutable(),
            Fix = null,
            // Where the template has another setting by now, what mends the pod's is no advice on it.
            Advice = cause is not null && !isOfOwner && container?.Cause is not null ? null : reported.Advice,
        };
        var silencer = owner.Standing?.Silencer(moved);
        return new(moved with { Suppression = reported.Suppression ?? silencer }, first, isOfOwnersLimit);
    }
}
