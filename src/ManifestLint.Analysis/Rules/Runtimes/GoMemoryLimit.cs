using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Findings;
using ManifestLint.Manifests;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about Go share: whom they judge.</summary>
public abstract class GoRule : RuntimeRule
{
    private protected GoRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        container.Go is { Certainty: not RuntimeCertainty.Unknown } go && pod.Workload.Completeness != Completeness.Patch
            ? Check(go, container, pod)
            : [];

    private protected abstract IEnumerable<Finding> Check(GoFacts go, ContainerFacts container, PodFacts pod);
}

/// <summary>ML3201 go-memory-limit-above-budget.</summary>
public sealed class GoMemoryLimitAboveBudget() : GoRule("ML3201")
{
    private protected override IEnumerable<Finding> Check(GoFacts go, ContainerFacts container, PodFacts pod)
    {
        if (
            go.MemoryLimitBytes is not { } soft
            || go.LimitSource is not { } source
            || container.MemoryMax.Bytes is not { } limit
            || soft < limit
        )
            yield break;
        var reference = ResourceOf(source.Name, container);
        string value = reference is null ? Shown(source.Word.Text) : $"{reference.Value} through the downward API";
        string end =
            soft == limit
                ? "so it leaves no room for memory that the Go runtime does not manage, nor for the collector to act in time"
                : "so the container is OOMKilled before the collector works harder to stay below it";
        yield return AtSetting(
            source.Word,
            container,
            pod,
            $"{source.Name}={value} ({new ByteSize(soft).ToHuman()}) is {ByteSize.Percent(soft, limit)} % of the memory limit {LimitText(container, pod)}, {end}",
            at: reference?.Location
        ) with
        {
            Severity = soft == limit ? Severity.Note : null,
        };
    }
}

/// <summary>ML3203 go-memory-limit-malformed.</summary>
public sealed class GoMemoryLimitMalformed() : GoRule("ML3203")
{
    private protected override IEnumerable<Finding> Check(GoFacts go, ContainerFacts container, PodFacts pod)
    {
        if (go.Starts != false || go.LimitSource is not { Word.IsKnown: true } source)
            yield break;
        yield return AtSetting(
            source.Word,
            container,
            pod,
            $"{source.Name}={Shown(source.Word.Text)} is no amount that Go reads (digits alone or with B, KiB, MiB, GiB or TiB), so every Go program of {Describe.Container(container.Spec)} ends with exit code 2 before main",
            withLimit: false
        ) with
        {
            Severity = AtMostWarning(go.Certainty),
        };
    }
}

/// <summary>ML3204 go-gc-off.</summary>
public sealed class GoGcOff() : GoRule("ML3204")
{
    private protected override IEnumerable<Finding> Check(GoFacts go, ContainerFacts container, PodFacts pod)
    {
        if (!go.IsCollectorOff || !go.IsUnlimited || go.CollectorSource is not { Word.IsKnown: true } source)
            yield break;
        string end = container.MemoryMax.Bytes is null ? "until the node runs out of it" : "until the container is OOMKilled";
        yield return AtSetting(
            source.Word,
            container,
            pod,
            $"{source.Name}={Shown(source.Word.Text)} switches Go's garbage collector off and no GOMEMLIMIT switches it on again, so memory only grows, {end}",
            withLimit: false
        ) with
        {
            Severity = Describe.Absence(pod, container.Spec),
        };
    }
}

/// <summary>ML3205 go-memory-limit-from-node.</summary>
public sealed class GoMemoryLimitFromNode() : GoRule("ML3205")
{
    private protected override IEnumerable<Finding> Check(GoFacts go, ContainerFacts container, PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || !container.MemoryMax.IsUnlimited || go.LimitSource is not { } source)
            yield break;
        if (ResourceOf(source.Name, container) is not { Value: "limits.memory" } reference)
            yield break;
        yield return AtSetting(
            null,
            container,
            pod,
            $"{source.Name} takes limits.memory, but {Describe.Container(container.Spec)} has no memory limit, so it becomes the node's allocatable memory and the collector holds nothing back before the node runs out of memory",
            at: reference.Location
        ) with
        {
            Severity = Describe.Absence(pod, container.Spec),
        };
    }
}
