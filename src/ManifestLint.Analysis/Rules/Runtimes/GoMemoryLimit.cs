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
        OfEach(container.Go, pod, g => Check(g, container, pod));

    private protected abstract IEnumerable<Finding> Check(GoFacts go, ContainerFacts container, PodFacts pod);
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
                .OfReason(
                    $"no Go program starts with {source.Name}={WrittenText.Of(source.Word)}",
                    failure.Reason(),
                    Ending.With("exit code 2 before main", container, pod, "every Go program in it")
                )
                .If(Assume.Runtime(go.Assumption)),
            withLimit: false
        ) with
        {
            Lowered = AtMostWarning(go.Certainty),
            Remedy = Unit(source, container, pod),
        };
    }

    // A goal that is all of the limit is one that nobody reaches.
    private const int MostPercent = 90;

    // 900Mi is what Kubernetes calls 900MiB. Of 900M it is not sure.
    private static Remedy? Unit(RuntimeSetting source, ContainerFacts container, PodFacts pod)
    {
        if (KubernetesUnit(source.Word.Text) is not var (number, unit, isBinary))
            return null;
        string value = $"{number}{char.ToUpperInvariant(unit)}iB";
        return Remedies.Within(
            new Rewriting($"{source.Name}={value}", null, [(source.Word, "", value)]) { IsMeant = isBinary },
            ResourceQuantity.TryParse($"{number}{char.ToUpperInvariant(unit)}i", out var amount, out _) ? amount.Bytes : null,
            MostPercent,
            0,
            container,
            pod
        );
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
        string end = Limit(container) is null ? "until the node runs out of it" : "until the container is OOMKilled";
        yield return AtSource(
            source,
            container,
            pod,
            Statement
                .Of(
                    $"{source.Name}={WrittenText.Of(source.Word)} switches off Go's garbage collector, and there is no GOMEMLIMIT at which it would still run",
                    $"memory only grows, {end}"
                )
                .If(Assume.Runtime(go.Assumption)),
            withLimit: false
        ) with
        {
            Lowered = Describe.Absence(pod, container),
            Remedy = Limit(container) is { } limit
                ? Remedies.Told(GoDemands.SoftLimit("GOMEMLIMIT", limit, container.Limit("memory").Plain))
                : null,
        };
    }
}
