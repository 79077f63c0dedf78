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
        container.Server is { Certainty: not RuntimeCertainty.Unknown } server && pod.Workload.Completeness != Completeness.Patch
            ? Check(server, container, pod)
            : [];

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
            source: setting is null ? null : Source(setting.Name, setting.Written, setting.Value, setting.From)
        );

    /// <summary>An amount and its share of the limit.</summary>
    private protected static string Share(ServerFacts server, ServerSize size, long limit, string limitText, bool isError) =>
        size is { Bytes: long.MaxValue, Setting: { } setting }
            ? $"{server.Label} {WrittenText.Cut(setting.Written)} is no limit at all beside the memory limit {limitText}"
            : $"{ServerText.Subject(server, size)} is {ByteSize.Share(size.Bytes, limit)} the memory limit {limitText}{ServerText.Line(size, isError)}";

    /// <summary>What follows where no room, or far too little, is left for what must fit beside an amount.</summary>
    private protected static Statement Hopeless(string what, ServerSize size, long limit) =>
        Statement.Of(what, size.Budget.Consequence) with
        {
            Cause =
                size.Budget.Cause is { } cause ? cause
                : size.Budget.ErrorFrom is not (< 100) ? null
                : size.Bytes < limit ? $"only {Human(limit - size.Bytes)} is left for {size.Budget.Beside}"
                : $"nothing is left for {size.Budget.Beside}",
        };

    /// <summary>The size that passes its line furthest: the first at which a limit is an error, else the first that is worth a warning.</summary>
    private protected static (ServerSize Size, bool IsError)? Worst(ServerFacts server, long limit)
    {
        if (
            server.Sizes.FirstOrDefault(s =>
                s.Setting is not null && s.Budget.ErrorFrom is { } percent && (Int128)s.Bytes * 100 >= (Int128)limit * percent
            ) is
            { } error
        )
            return (error, true);
        // The share as a number of bytes, rounded up.
        return
            server.Sizes.FirstOrDefault(s =>
                (Int128)s.Bytes * 100 > ((Int128)limit * s.Budget.WarnAbove) + 99 && !IsModestDefault(s, limit)
            )
                is { } warning
            ? (warning, false)
            : null;
    }

    // What a vendor advises is for the speed of what somebody sizes. A default that leaves half of the limit keeps nothing from running.
    private static bool IsModestDefault(ServerSize size, long limit) =>
        size is { Setting: null, IsOfNode: false } && size.Bytes <= limit / 2;

    /// <summary>True if nothing is left to speak of: what a written value of this size would be an error for.</summary>
    private protected static bool IsHopeless(ServerSize size, long limit) =>
        size.Bytes >= limit || (size.Budget.ErrorFrom is { } percent && (Int128)size.Bytes * 100 >= (Int128)limit * percent);

    /// <summary>The node's memory, where the amount rests on it and nobody has told it.</summary>
    private protected static Assumption? Node(ServerSize size, PodFacts pod) => size.IsOfNode ? Assume.NodeMemory(pod) : null;

    /// <summary>Lowers a size to the share up to which it is fine, or writes what was meant; null where the value does not stand alone in the container.</summary>
    private protected static Remedy? Lower(ServerFacts server, ServerSize size, long limit, string limitText, PodFacts pod)
    {
        if (size.Setting is not { } setting)
            return null;
        if (server.Misread.FirstOrDefault(m => m.Setting == setting) is { Meant: { } meant })
            return Write(meant, setting, pod);
        if (size.MebiSuffix is null && !size.IsInGibibytes)
            return null;
        var (mebibytes, isExact) = RoundAmount.Down((Int128)limit * size.Budget.WarnAbove, 100);
        if (mebibytes < (size.IsInGibibytes ? 256 : 1))
            return null;
        string value = $"{mebibytes}{size.MebiSuffix}";
        if (size.IsInGibibytes)
        {
            // From 1 GiB on tenths of it are what somebody would write.
            decimal gibibytes = limit * (size.Budget.WarnAbove / 100m) / (1L << 30),
                rounded = gibibytes >= 1 ? Math.Floor(gibibytes * 10) / 10 : Math.Floor(gibibytes * 100) / 100;
            (value, isExact) = (rounded.ToString("0.##", CultureInfo.InvariantCulture), rounded == gibibytes);
        }
        return Written(setting, value, $" ({(isExact ? "" : "at most ")}{size.Budget.WarnAbove} % of {limitText})", pod, Remedy.Unsafe);
    }

    /// <summary>Writes the value that was surely meant.</summary>
    private protected static Remedy? Write(string? meant, ServerSetting setting, PodFacts pod) =>
        meant is { } text ? Written(setting, text, "", pod, Remedy.Safe) : null;

    private delegate Remedy Kind(string title, params ReadOnlySpan<TextEdit?> edits);

    private static Remedy Written(ServerSetting setting, string value, string why, PodFacts pod, Kind kind) =>
        kind(
            WithValue(setting, value) + why,
            SettingEdits.Place(setting.Value, "") is { } place ? SettingEdits.Edit(pod, place.Scalar, [(place, value)]) : null
        );

    // The setting with another value, where it was written with the value at its end.
    private static string WithValue(ServerSetting setting, string value) =>
        setting.Value.Text.Length > 0 && setting.Written.EndsWith(setting.Value.Text, StringComparison.Ordinal)
            ? setting.Written[..^setting.Value.Text.Length] + value
            : $"{setting.Name} {value}";
}

/// <summary>ML3401 server-memory-above-budget.</summary>
public sealed class ServerMemoryAboveBudget() : ServerRule("ML3401")
{
    private protected override IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod)
    {
        if (container.MemoryMax.Bytes is not { } limit || Worst(server, limit) is not (var size, false))
            yield break;
        bool isHopeless = IsHopeless(size, limit);
        string text = Describe.MemoryLimit(container),
            share = Share(server, size, limit, text, isError: false);
        var statement = isHopeless
            ? Hopeless(share, size, limit)
            : Statement.Of(share, $"only {Human(limit - size.Bytes)} is left for {size.Budget.Beside}");
        var finding = AtSetting(size.Setting, server, container, pod, statement.If(Node(size, pod)));
        finding = finding with
        {
            // A default that leaves little, and one of a node that may be smaller, are told in a lower voice.
            Lowered = size.Setting is null && (size.IsOfNode || !isHopeless) ? Severity.Note : null,
            From = [.. finding.From, .. size.Further.Select(s => Source(s.Name, s.Written, s.Value, s.From)).OfType<StatementSource>()],
        };
        yield return With(finding, Lower(server, size, limit, container.Limit("memory").Plain, pod));
    }
}

/// <summary>ML3402 server-memory-at-limit.</summary>
public sealed class ServerMemoryAtLimit() : ServerRule("ML3402")
{
    private protected override IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod)
    {
        if (container.MemoryMax.Bytes is not { } limit || Worst(server, limit) is not (var size, true))
            yield break;
        string text = Describe.MemoryLimit(container);
        Severity? lowered = size.IsOfNode ? Severity.Warning : AtMostWarning(server.Certainty);
        var finding = AtSetting(
            size.Setting,
            server,
            container,
            pod,
            Hopeless(Share(server, size, limit, text, isError: lowered is null), size, limit).If(Node(size, pod))
        ) with
        {
            Lowered = lowered,
        };
        yield return With(finding, Lower(server, size, limit, container.Limit("memory").Plain, pod));
    }
}

/// <summary>ML3403 server-memory-malformed.</summary>
public sealed class ServerMemoryMalformed() : ServerRule("ML3403")
{
    private protected override IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod)
    {
        if (server.Starts != false || server.Failure is not { } failure)
            yield break;
        var finding = AtSetting(
            failure.Setting,
            server,
            container,
            pod,
            Statement.Of(
                $"{server.Label} does not start with {WrittenText.Cut(failure.Setting.Written)}: {ServerText.Reason(failure)}",
                $"the container ends with exit code {failure.ExitCode} again and again"
            ),
            withLimit: false
        ) with
        {
            Lowered = AtMostWarning(server.Certainty),
        };
        yield return With(
            finding,
            Write(failure.Meant, failure.Setting, pod) ?? (failure.Instead is { } instead ? new Remedy(instead, null) : null)
        );
    }
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
            var statement = Statement.Of(
                $"{server.Label} {WrittenText.Cut(misread.Setting.Written)} is read as {ServerText.Reading(server, misread)}",
                ServerText.Consequence(server, misread)
            );
            var finding = AtSetting(
                misread.Setting,
                server,
                container,
                pod,
                misread.DefaultPercent is { } percent ? InBytes(statement, percent, container, pod) : statement,
                withLimit: false
            );
            yield return With(finding, Write(misread.Meant, misread.Setting, pod));
        }
    }

    // What the default share is on this node; nothing of a node that cannot hold the pod (rules.md rule 7).
    private static Statement InBytes(Statement statement, int percent, ContainerFacts container, PodFacts pod)
    {
        if (pod.IsAboveAssumedNode)
            return statement;
        long node = pod.Assumptions.NodeMemoryBytes,
            bytes = (long)((Int128)node * percent / 100);
        string above = container.MemoryMax.Bytes is not { } limit
            ? ""
            : $", {(bytes > limit ? "above" : "within")} the memory limit {Describe.MemoryLimit(container)}";
        return (statement with { Consequence = $"{statement.Consequence}, {Human(bytes)} of a {new ByteSize(node)} node{above}" }).If(
            Assume.NodeMemory(pod)
        );
    }
}

/// <summary>ML3405 server-memory-unbounded.</summary>
public sealed class ServerMemoryUnbounded() : ServerRule("ML3405")
{
    private protected override IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod)
    {
        if (pod.AbsenceSaysNothing || server.Starts == false || server.Unbounded is not { } unbounded)
            yield break;
        if (unbounded.IsFromNode ? !container.MemoryMax.IsUnlimited : container.MemoryMax.Bytes is null)
            yield break;
        string what = ServerText.What(server, unbounded),
            consequence = ServerText.Consequence(unbounded);
        var statement = unbounded.IsFromNode
            ? Statement.Of($"{what}, and {Describe.Container(container.Spec)} has no memory limit", consequence)
            : Statement.Of(what, $"{consequence} until the container is OOMKilled at the memory limit {Describe.MemoryLimit(container)}");
        yield return AtSetting(unbounded.Setting, server, container, pod, statement);
    }
}
