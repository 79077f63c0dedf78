using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Runtimes;

/// <summary>What the rules about servers share: whom they judge, and how they speak of a setting.</summary>
public abstract class ServerRule : RuntimeRule
{
    private protected ServerRule(string id)
        : base(id) { }

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod) =>
        pod.Workload.Completeness == Completeness.Patch
            ? []
            : container
                .Servers.Where(s => s.Certainty != RuntimeCertainty.Unknown)
                .SelectMany(s => Check(s, container, pod).Select(Weighed));

    private protected abstract IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod);

    /// <summary>A finding at a setting that rests on what the server's facts rest on.</summary>
    private protected Finding AtSetting(
        ServerSetting? setting,
        ServerFacts server,
        ContainerFacts container,
        PodFacts pod,
        Statement statement,
        bool withLimit = true
    ) =>
        AtSetting(
            setting?.Value,
            container,
            pod,
            statement.If(Assume.Runtime(server.Assumption)),
            withLimit,
            source: setting is null ? null : Source(setting.Name, setting.AsWritten, setting.Value, setting.From)
        );

    /// <summary>Writes the value that was surely meant; only told where the limit has no room for it.</summary>
    private protected static Remedy? Write(
        (string Text, long? Bytes)? meant,
        ServerSetting setting,
        ServerFacts server,
        ContainerFacts container,
        PodFacts pod
    ) =>
        meant is var (text, bytes)
            ? Remedies.Within(
                ServerDemands.Written(setting, text, null) with
                {
                    IsMeant = true,
                },
                bytes,
                server.FinePercent,
                0,
                container,
                pod
            )
            : null;
}

/// <summary>ML3403 server-memory-malformed.</summary>
public sealed class ServerMemoryMalformed() : ServerRule("ML3403")
{
    // More would be no line for people.
    private const int MostWords = 8;

    private protected override IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod)
    {
        if (server.Starts != false || server.Failure is not { } failure)
            yield break;
        if (failure.Kind == ServerFailureKind.OneWord)
        {
            yield return AtSetting(
                failure.Setting,
                server,
                container,
                pod,
                Statement.OfReason(
                    $"no program has the name {Shown(failure.Setting.AsWritten)}",
                    ServerText.Reason(failure),
                    Ending.WithoutProgram(container)
                ),
                withLimit: false
            );
            yield break;
        }
        yield return AtSetting(
            failure.Setting,
            server,
            container,
            pod,
            Statement.OfReason(
                $"{server.Label} does not start with {failure.Setting.Shown}",
                ServerText.Reason(failure),
                container.Servers.Length == 1
                    ? Ending.With($"exit code {failure.ExitCode}", container, pod)
                    : $"it ends with exit code {failure.ExitCode}, and the others do without it"
            ),
            withLimit: false
        ) with
        {
            Lowered = AtMostWarning(server.Certainty),
            Remedy = Write(failure.MeantAmount, failure.Setting, server, container, pod)
                ?? OfShare(failure, server, container, pod)
                ?? (failure.Setting.IsOfSecret ? null : Remedy.Told(failure.Instead ?? ThroughShell(failure, container))),
        };
    }

    // What only a shell replaces, as words of their own, and what it does not change.
    private static string? ThroughShell(ServerFailure failure, ContainerFacts container) =>
        failure is { Kind: ServerFailureKind.NoScript, Setting.Value: { Text: ['$', not '(', ..] } reference }
        && container.Spec.Node["args"] is null
        && reference.Origin is TextOrigin.Argument { Field: "command" }
        && container.Spec.Node["command"] is YamlSequence { Items: { Length: > 1 and <= MostWords } items }
        && items.Select(i => (i.Target as YamlScalar)?.Value).ToList() is var words
        && words.TrueForAll(w =>
            w is { Length: > 0 } && (w == reference.Text || w.All(c => char.IsAsciiLetterOrDigit(c) || "-_./=:,".Contains(c)))
        )
            ? $"command: [\"sh\", \"-c\", \"exec {string.Join(' ', words)}\"]"
            : null;

    // A share of the limit, which PostgreSQL does not compute, as the amount that it is.
    private static Remedy? OfShare(ServerFailure failure, ServerFacts server, ContainerFacts container, PodFacts pod) =>
        failure is { Kind: ServerFailureKind.PostgresUnit, Setting: { Name: "shared_buffers", Value.Text: [.. var number, '%'] } setting }
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int percent)
        && Limit(container) is { } limit
        && Math.Min(percent, server.FinePercent) is > 0 and var share
        && (long)((Int128)limit * share / 100) >> 20 is > 0 and var mebibytes
            ? Remedies.Of(
                ServerDemands.Written(
                    setting,
                    string.Create(CultureInfo.InvariantCulture, $"{mebibytes}MB"),
                    $"{share} % of {container.Limit("memory").Plain}"
                ),
                pod
            )
            : null;
}

/// <summary>ML3404 server-memory-misread.</summary>
public sealed class ServerMemoryMisread() : ServerRule("ML3404")
{
    private protected override IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod)
    {
        if (server.Starts == false)
            yield break;
        foreach (var misread in server.Misread)
        {
            var (read, why) = ServerText.Reading(server, misread);
            var statement = Statement.OfReason(
                $"{server.Label} {misread.Setting.Shown} is {read}",
                why,
                ServerText.Consequence(server, misread)
            );
            yield return AtSetting(
                misread.Setting,
                server,
                container,
                pod,
                misread.DefaultPercent is { } percent ? InBytes(statement, percent, container, pod) : statement,
                withLimit: false
            ) with
            {
                Remedy = Write(misread.MeantAmount, misread.Setting, server, container, pod)
                    // No larger than what may be used.
                    ?? (
                        misread.Likely is { } likely && Remedies.Fits(container, likely.Bytes, server.FinePercent)
                            ? Remedies.Of(ServerDemands.Written(misread.Setting, likely.Text, null), pod)
                            : null
                    ),
            };
        }
    }

    // What the default share is on this node; nothing of a node that cannot hold the pod (rules.md rule 7).
    private static Statement InBytes(Statement statement, int percent, ContainerFacts container, PodFacts pod)
    {
        if (pod.IsAboveAssumedNode)
            return statement;
        long node = pod.Assumptions.NodeMemoryBytes,
            bytes = (long)((Int128)node * percent / 100);
        string above = Limit(container) is not { } limit
            ? ""
            : $", {(bytes > limit ? "above" : "within")} the memory limit {Describe.MemoryLimit(container)}";
        return (
            statement with
            {
                Consequence = $"{statement.Consequence}, {new ByteSize(bytes).ToHuman()} of {pod.Assumptions.NodeText}{above}",
            }
        ).If(Assume.NodeMemory(pod));
    }
}
