using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Amounts;

/// <summary>What teams may decide about ML1001 and ML1003.</summary>
public sealed record InitContainerOptions
{
    /// <summary>True to tell of init containers that end, too.</summary>
    public bool AreTold { get; init; }
}

/// <summary>ML1001 memory-limit-missing.</summary>
/// <param name="init">Whether init containers are told.</param>
public sealed class MemoryLimitMissing(InitContainerOptions init) : PodRule("ML1001")
{
    // What a pod without any resources lacks is one cause, also where its class is not BestEffort or not to be known.
    private static readonly Lazy<ImmutableArray<string>> OfBarePod = new(() =>
        [.. RulePage.Load("rules/ML2001-pod-best-effort.md").SupersedesInPod.Where(id => id != "ML1001")]
    );

    // More than any author writes between a key and the next one.
    private const int MostLines = 24;

    private static readonly YamlPath MemoryLimit = YamlPath.Of("limits", "memory");

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        if (pod.AbsenceSaysNothing)
            return [];
        List<ContainerFacts> unlimited = [];
        foreach (var container in pod.Containers)
        {
            if (container.MemoryLimit.IsNone && IsTold(container.Spec) && !IsChoice(container, pod) && !Idle.Is(container, pod))
                unlimited.Add(container);
        }
        if (unlimited.Count == 0)
            return [];
        return BarePod.Is(pod) ? [OfAll(unlimited, pod)] : unlimited.Select(c => Of(c, pod));
    }

    // Who has a request and no limit by rule: cluster components of OpenShift (github.com/openshift/enhancements CONVENTIONS.md, "cluster components SHOULD
    // NOT be configured with resource limits"), and the control plane's static pods (kubeadm, ControlPlaneStaticPod: requests only).
    private static bool IsChoice(ContainerFacts container, PodFacts pod) =>
        (container.MemoryRequest.IsPositive || container.CpuRequest.IsPositive)
        && (
            pod.Workload.Manifest.HasAnnotation("include.release.openshift.io/")
            || (pod.Workload.Manifest is { Kind: "Pod", Namespace: "kube-system" } && pod.Workload.Pod.Node.TextAt("hostNetwork") == "true")
            || (container.Spec.Resources.Entry is { } own && HoldsLimitInComment(own.Key.Location))
        );

    // "# limits:" and below it "# memory: 1Gi", among what belongs to the resources: their author has weighed it.
    private static bool HoldsLimitInComment(Location resources)
    {
        string text = resources.Source.Text;
        int column = resources.Start.Column - 1;
        bool inLimits = false;
        int left = MostLines;
        foreach (var line in text.AsSpan(resources.Span.End).EnumerateLines())
        {
            var content = line.TrimStart(' ');
            bool isComment = content.StartsWith("#");
            bool isFirst = left == MostLines;
            if (--left == 0 || (!isFirst && !isComment && !content.IsEmpty && line.Length - content.Length <= column))
                return false;
            var comment = isComment ? content.TrimStart("# ") : "";
            inLimits |= comment.StartsWith("limits:");
            if (inLimits && comment.StartsWith("memory:"))
                return true;
        }
        return false;
    }

    private bool IsTold(ContainerSpec container) =>
        container.Type switch
        {
            _ when container.IsUnwritten => false,
            ContainerType.Ephemeral => false,
            ContainerType.Init => init.AreTold,
            _ => true,
        };

    private Finding Of(ContainerFacts container, PodFacts pod)
    {
        string subject = Describe.Container(container.Spec);
        string it = container.OnlyWaits ? "what is started in it later" : "it";
        var statement =
            container.MemoryLimit.IsKnown
                ? Statement.Of(
                    $"memory limit {Describe.MemoryLimit(container)} means no limit for {subject}",
                    so: $"{it} can take all memory of the node{OthersFirst(pod)}"
                )
            : container.MemoryRequest.IsNone
                ? Statement.Of(
                    $"{subject} has no memory limit and no memory request",
                    so: $"{it} can take all memory of the node{(IsCritical(pod) ? "," : ", and")} none is set aside for it{OthersFirst(pod)}"
                )
            : Statement.Of($"{subject} has no memory limit", so: $"{it} can grow until the node runs out of memory{OthersFirst(pod)}");
        var limit = container.Spec.MemoryLimit;
        return At(limit.Location, container.Spec.Path.Then(limit.Path), NodeShare.AddTo(statement, [container], pod)) with
        {
            Container = container.Spec.Name,
            Lacks = MemoryLimit,
            Remedy = Remedy.Told(AtLeast(container)),
            Lowered = Describe.Absence(pod, container),
        };
    }

    private static bool IsCritical(PodFacts pod) => PodPriority.IsNodeCritical(pod.Workload.Pod) == true;

    // Those that keep -997 are not killed for what they take.
    private static string OthersFirst(PodFacts pod) =>
        IsCritical(pod)
            ? $", and the kernel kills other pods first (this one is system-node-critical: oom_score_adj {OomScoreAdj.Guaranteed})"
            : "";

    private static Advice? AtLeast(ContainerFacts container) =>
        container.Spec.MemoryRequest is var request && request.IsKnown(out var asked) && asked is { IsZero: false, IsNegative: false }
            ? new($"memory limit of at least {request.Text}") { Why = "the request" }
            : null;

    private Finding OfAll(List<ContainerFacts> unlimited, PodFacts pod)
    {
        var first = unlimited.Find(c => c.Spec.Type == ContainerType.App) ?? unlimited[0];
        var single = Of(first, pod);
        if (unlimited.Count == 1)
            return single with { IsOfBarePod = true, AlsoSupersedes = OfBarePod.Value };
        bool unasked = unlimited.TrueForAll(c => c.MemoryRequest.IsNone);
        string none = pod.Containers.Any(c => BarePod.IsOfOperator(c.Spec))
            ? "no container that runs in this pod"
            : "no container of this pod";
        var statement = Statement.Of(
            unasked ? $"{none} has a memory limit or a memory request" : $"{none} has a memory limit",
            so: unasked
                ? $"they can take all memory of the node{(IsCritical(pod) ? "," : ", and")} none is set aside for them{OthersFirst(pod)}"
                : $"they can grow until the node runs out of memory{OthersFirst(pod)}"
        );
        return single with
        {
            Statement = NodeShare.AddTo(statement, unlimited, pod),
            IsOfBarePod = true,
            AlsoSupersedes = OfBarePod.Value,
            Related = BarePod.Others(unlimited, first),
        };
    }
}
