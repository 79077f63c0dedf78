using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Facts.Runtimes.Servers;
using ManifestLint.Findings;
using ManifestLint.Manifests;

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

    /// <summary>The words that a finding about an assumed fact ends with.</summary>
    private protected static string Condition(ServerFacts server) =>
        server is { Certainty: RuntimeCertainty.Assumed, Assumption: { } assumption } ? $", if {assumption}" : "";

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
        // The share as a number of bytes, rounded up; a default counts only where it is hopeless.
        return
            server.Sizes.FirstOrDefault(s =>
                s.Setting is null
                    ? s.Budget.ErrorFrom is { } hopeless && (Int128)s.Bytes * 100 >= (Int128)limit * hopeless
                    : (Int128)s.Bytes * 100 > ((Int128)limit * s.Budget.WarnAbove) + 99
            )
                is { } warning
            ? (warning, false)
            : null;
    }

    /// <summary>The share from which it is an error, as words in a message; nothing where that is all of the limit.</summary>
    private protected static string Line(ServerSize size) => size.Budget.ErrorFrom < 100 ? $", {size.Budget.ErrorFrom} % or more" : "";

    /// <summary>Lowers a size to the share up to which it is fine, or writes what was meant; null where the value does not stand alone in the container.</summary>
    private protected static Fix? Lower(ServerFacts server, ServerSize size, long limit, PodFacts pod)
    {
        if (size.Setting is null || SettingEdits.Place(size.Setting.Value, "") is not { } place)
            return null;
        if (server.Misread.FirstOrDefault(m => m.Setting == size.Setting) is { Meant: { } meant })
            return Write(meant, size.Setting, pod);
        if (size.MebiSuffix is null && !size.IsInGibibytes)
            return null;
        long mebibytes = (long)((Int128)limit * size.Budget.WarnAbove / 100 >> 20);
        return mebibytes < (size.IsInGibibytes ? 256 : 1)
            ? null
            : Fix.Unsafe(
                $"lower {size.Setting.Name} to {size.Budget.WarnAbove} % of the limit",
                SettingEdits.Edit(
                    pod,
                    place.Scalar,
                    [
                        (
                            place,
                            size.IsInGibibytes
                                ? (Math.Floor(mebibytes / 1024m * 100) / 100).ToString("0.##", CultureInfo.InvariantCulture)
                                : $"{mebibytes}{size.MebiSuffix}"
                        ),
                    ]
                )
            );
    }

    /// <summary>Writes the value that was surely meant.</summary>
    private protected static Fix? Write(string? meant, ServerSetting setting, PodFacts pod) =>
        meant is { } text && SettingEdits.Place(setting.Value, "") is { } place
            ? Fix.Safe($"write {text}", SettingEdits.Edit(pod, place.Scalar, [(place, text)]))
            : null;
}

/// <summary>ML3401 server-memory-above-budget.</summary>
public sealed class ServerMemoryAboveBudget() : ServerRule("ML3401")
{
    private protected override IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod)
    {
        if (container.MemoryMax.Bytes is not { } limit || Worst(server, limit) is not (var size, false))
            yield break;
        bool isHopeless = size.Setting is null || size.Bytes >= limit;
        string line = size.Setting is null ? Line(size) : $", above {size.Budget.WarnAbove} %";
        string end = isHopeless
            ? size.Budget.Consequence
            : $"only {new ByteSize(limit - size.Bytes).ToHuman()} is left for {size.Budget.Beside}";
        yield return AtSetting(
            size.Setting?.Value,
            container,
            pod,
            $"{size.What} is {(size.Percent ?? ByteSize.Percent(size.Bytes, limit))} % of the memory limit {LimitText(container, pod)}{line}, so {end}{Condition(server)}"
        ) with
        {
            Fix = Lower(server, size, limit, pod),
        };
    }
}

/// <summary>ML3402 server-memory-at-limit.</summary>
public sealed class ServerMemoryAtLimit() : ServerRule("ML3402")
{
    private protected override IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod)
    {
        if (container.MemoryMax.Bytes is not { } limit || Worst(server, limit) is not (var size, true))
            yield break;
        yield return AtSetting(
            size.Setting?.Value,
            container,
            pod,
            $"{size.What} is {(size.Percent ?? ByteSize.Percent(size.Bytes, limit))} % of the memory limit {LimitText(container, pod)}{Line(size)}, so {size.Budget.Consequence}{Condition(server)}"
        ) with
        {
            Severity = AtMostWarning(server.Certainty),
            Fix = Lower(server, size, limit, pod),
        };
    }
}

/// <summary>ML3403 server-memory-malformed.</summary>
public sealed class ServerMemoryMalformed() : ServerRule("ML3403")
{
    private protected override IEnumerable<Finding> Check(ServerFacts server, ContainerFacts container, PodFacts pod)
    {
        if (server.Starts != false || server.Failure is not { } failure)
            yield break;
        yield return AtSetting(
            failure.Setting.Value,
            container,
            pod,
            $"{server.Label} does not start with {ServerText.Of(failure.Setting)}: {failure.Reason}, so the container ends with exit code {failure.ExitCode} again and again{Condition(server)}",
            withLimit: false
        ) with
        {
            Severity = AtMostWarning(server.Certainty),
            Fix = Write(failure.Meant, failure.Setting, pod),
        };
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
            yield return AtSetting(
                misread.Setting.Value,
                container,
                pod,
                $"{server.Label} {ServerText.Of(misread.Setting)} is read as {misread.Reading}{Condition(server)}",
                withLimit: false
            ) with
            {
                Fix = Write(misread.Meant, misread.Setting, pod),
            };
        }
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
        string end = unbounded.IsFromNode
            ? $" and {Describe.Container(container.Spec)} has no memory limit"
            : $" until the container is OOMKilled at the memory limit {LimitText(container, pod)}";
        string message = unbounded.Message + end + Condition(server);
        yield return AtSetting(unbounded.Setting?.Value, container, pod, message);
    }
}
