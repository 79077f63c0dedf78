using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;
using ManifestLint.Scanning;

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
    private const int UsualPercent = 90;

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
        string text = Describe.MemoryLimit(container);
        string what =
            reference is not null && soft == limit ? $"{source.Name} is taken from {reference.Value}: all of the memory limit {text}"
            : reference is not null
                ? $"{source.Name}, {reference.Value} through the downward API ({Human(soft)}), is {ByteSize.Share(soft, limit)} the memory limit {text}"
            : $"{WrittenText.WithAmount($"{source.Name}={Shown(source.Word.Text)}", soft)} is {ByteSize.Share(soft, limit)} the memory limit {text}";
        string consequence =
            go.IsCollectorOff && soft == limit
                ? "the heap grows to it by design, because GOGC=off collects nothing before, and no room is left for anything else"
            : soft == limit ? "no room is left for memory that the Go runtime does not manage, nor for the collector to act in time"
            : "a heap that grows so far gets the container OOMKilled before the collector works harder";
        var finding = AtSource(
            source,
            container,
            pod,
            Statement.Of(what, consequence).If(Assume.Runtime(go.Assumption)),
            at: reference?.Location
        ) with
        {
            Severity = soft == limit && !go.IsCollectorOff ? Severity.Note : null,
        };
        yield return With(finding, Lower(source, limit, container.Limit("memory").Plain, pod));
    }

    // Of the downward API the variable would have to become a value, which no longer follows the limit.
    private static Remedy? Lower(RuntimeSetting source, long limit, string limitText, PodFacts pod)
    {
        var (mebibytes, isExact) = RoundAmount.Down((Int128)limit * UsualPercent, 100);
        if (mebibytes < 1)
            return null;
        string value = $"{mebibytes}MiB";
        return Remedy.Unsafe(
            $"{source.Name}={value} ({(isExact ? "" : "at most ")}{UsualPercent} % of {limitText})",
            SettingEdits.Place(source.Word, "") is { } place ? SettingEdits.Edit(pod, place.Scalar, [(place, value)]) : null
        );
    }
}

/// <summary>ML3203 go-memory-limit-malformed.</summary>
public sealed class GoMemoryLimitMalformed() : GoRule("ML3203")
{
    private protected override IEnumerable<Finding> Check(GoFacts go, ContainerFacts container, PodFacts pod)
    {
        if (go.Starts != false || go.Failure is not { } failure || go.LimitSource is not { Word.IsKnown: true } source)
            yield break;
        var finding = AtSource(
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
        yield return With(finding, Unit(source, pod));
    }

    // 900Mi is what Kubernetes calls 900MiB. Of 900M it is not sure.
    private static Remedy? Unit(RuntimeSetting source, PodFacts pod)
    {
        if (KubernetesUnit(source.Word.Text) is not var (number, unit, isBinary))
            return null;
        string value = $"{number}{char.ToUpperInvariant(unit)}iB",
            title = $"{source.Name}={value}";
        var edit = SettingEdits.Place(source.Word, "") is { } place ? SettingEdits.Edit(pod, place.Scalar, [(place, value)]) : null;
        return isBinary ? Remedy.Safe(title, edit) : Remedy.Unsafe(title, edit);
    }

    /// <summary>Cuts <c>900Mi</c>, in any case, into its number, the unit's letter and whether it is a binary one; null for anything else.</summary>
    internal static (string Number, char Unit, bool IsBinary)? KubernetesUnit(string text)
    {
        var cursor = new TextCursor(text);
        cursor.TakeWhile(static c => c == ' ');
        int start = cursor.At;
        if (cursor.TakeDigits() == 0)
            return null;
        string number = cursor.Since(start);
        cursor.TakeWhile(static c => c == ' ');
        int letter = cursor.At;
        if (!cursor.TakeOne("KMGTkmgt"))
            return null;
        bool isBinary = cursor.TakeOne("iI");
        cursor.TakeOne("bB");
        cursor.TakeWhile(static c => c == ' ');
        return cursor.IsAtLastEnd ? (number, text[letter], isBinary) : null;
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
            Lowered = Describe.Absence(pod, container),
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
            Lowered = Describe.Absence(pod, container),
        };
    }
}
