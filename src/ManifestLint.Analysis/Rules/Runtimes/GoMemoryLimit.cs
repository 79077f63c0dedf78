using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;

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
        // Of Istio's proxy the agent alone is Go: Envoy takes what the limit is for, and the agent stays far below.
        if (soft == limit && container.Spec.Name is { } name && (name == "istio-proxy" || Placeholder.IsIn(name)))
            yield break;
        var reference = ResourceOf(source.Name, container);
        string value = reference is null
            ? $"{source.Name}={Shown(source.Word.Text)} ({Human(soft)})"
            : $"{source.Name}, {reference.Value} through the downward API ({Human(soft)}),";
        string consequence =
            soft == limit
                ? "no room is left for memory that the Go runtime does not manage, nor for the collector to act in time"
                : "the container is OOMKilled before the collector works harder to stay below it";
        yield return AtSource(
            source,
            container,
            pod,
            Statement
                .Of($"{value} is {ByteSize.Percent(soft, limit)} % of the memory limit {Describe.MemoryLimit(container)}", consequence)
                .If(Assume.Runtime(go.Assumption)),
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
        if (go.Starts != false || go.Failure is not { } failure || go.LimitSource is not { Word.IsKnown: true } source)
            yield break;
        yield return AtSource(
            source,
            container,
            pod,
            Statement
                .Of(
                    $"no Go program starts with {source.Name}={Shown(source.Word.Text)}: {failure.Reason()}",
                    $"every Go program of {Describe.Container(container.Spec)} ends with exit code 2 before main"
                )
                .If(Assume.Runtime(go.Assumption)),
            withLimit: false
        ) with
        {
            Lowered = AtMostWarning(go.Certainty),
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
        yield return AtSource(
            source,
            container,
            pod,
            Statement
                .Of(
                    $"{source.Name}={Shown(source.Word.Text)} switches Go's garbage collector off, and no GOMEMLIMIT switches it on again",
                    $"memory only grows, {end}"
                )
                .If(Assume.Runtime(go.Assumption)),
            withLimit: false
        ) with
        {
            Lowered = Describe.Absence(pod, container.Spec),
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
            Statement
                .Of(
                    $"{source.Name} takes limits.memory, but {Describe.Container(container.Spec)} has no memory limit",
                    $"{source.Name} becomes the node's allocatable memory, and the collector holds nothing back before the node runs out"
                )
                .If(Assume.Runtime(go.Assumption)),
            at: reference.Location
        ) with
        {
            Lowered = Describe.Absence(pod, container.Spec),
        };
    }
}
