using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Quantities;
using ManifestLint.Runtimes;

namespace ManifestLint.Servers;

/// <summary>What a server asks memory for, by its sizes, whichever product it is.</summary>
internal static class ServerDemands
{
    // What is written in GiB is no less than a quarter of one.
    private const long LeastOfGibibytes = 256L << 20;

    // Of PostgreSQL: as few sessions are for trials, and with less for each than by default they sort on the disk.
    private const int LeastSessions = 10,
        DefaultSessionMebibytes = 4;

    private const string SessionCount = "max_connections";

    /// <summary>The demands of a server that starts. Those behind the first count it again, with what sessions add.</summary>
    public static IEnumerable<MemoryDemand> Of(ServerFacts server)
    {
        for (int i = 0; i < server.Sizes.Length; i++)
            yield return Demand(server, server.Sizes[i], isMain: i == 0);
        if (server.Unbounded is { } unbounded)
            yield return Unbounded(server, unbounded);
    }

    private static MemoryDemand Demand(ServerFacts server, ServerSize size, bool isMain) =>
        new(
            size.Name,
            size.Bytes,
            size.Kind == ServerSizeKind.SoftLimit ? DemandKind.Goal
                : size.Setting is null ? DemandKind.Default
                : DemandKind.Cap
        )
        {
            What = $"{size.Name} of {server.Label}",
            Subject = ServerText.Subject(server, size, isCounted: size.IsOfNode),
            Reached = $"{size.Name} is used up",
            DefaultOf = $"default of {server.Label}",
            Setting = size.Setting is { } setting ? Named(setting) : null,
            Of =
                size.IsOfNode ? DemandBasis.Node
                : size.By is Derivation.Share ? DemandBasis.Limit
                : DemandBasis.Fixed,
            OnNode = size.OnNode,
            IsMain = isMain,
            IsPart = !isMain,
            By = size.By,
            Story = new(
                $"What {server.Label} may use, and the limit",
                size.Kind == ServerSizeKind.Sessions ? "in all" : size.Setting?.Shown.ToString() ?? $"{server.Label}'s default {size.Name}",
                "the shares that rule ML3401 advises (manifestlint explain ML3401)"
            ),
            Certainty = server.Certainty,
            Assumption = server.Assumption,
            Budget = Budget(server, size),
        };

    private static DemandBudget Budget(ServerFacts server, ServerSize size)
    {
        // What a vendor advises is for the speed of what somebody sizes. A default that leaves half of the limit keeps nothing from running.
        bool isModest = size is { Setting: null, IsOfNode: false };
        return new(DemandFamily.Server)
        {
            Is = size is { Bytes: long.MaxValue, Setting: { } none }
                ? $"{server.Label} {none.Shown} is no limit at all under"
                : $"{ServerText.Subject(server, size)} {(size.Kind == ServerSizeKind.Together ? "are" : "is")}",
            Fine = new(isModest ? Math.Max(size.Budget.WarnAbove, 50) : size.Budget.WarnAbove),
            Advised = size.Budget.WarnAbove,
            AdvisedWhere = size.Budget.Where,
            Hopeless = size.Budget.ErrorFrom is { } percent ? new(percent, IsIncluded: true) : null,
            Beside = size.Budget.Beside,
            Consequence = size.Budget.Consequence,
            ConsequenceBelow = size.Budget.ConsequenceBelow,
            Cause = size.Budget.Cause,
            TellsWhatIsLeft = size.Budget.ErrorFrom is < 100,
            Note = ServerText.Measure(size, isError: false),
            NoteWhenHopeless = ServerText.Measure(size, isError: true),
            IsMild = size.Setting is null || size.IsOfNode,
            Whole = server.Label,
            At = size.Setting is { } at ? Named(at) : null,
            Further = [.. size.Further.Select(Named)],
            Lower = (limit, text, _) => Lowered(server, size, limit, text),
        };
    }

    private static MemoryDemand Unbounded(ServerFacts server, ServerUnbounded unbounded)
    {
        string what = ServerText.What(server, unbounded),
            consequence = ServerText.Consequence(unbounded);
        var setting = unbounded.Setting is { } said ? Named(said) : null;
        return new(server.Label, 0, DemandKind.Default)
        {
            What = server.Label,
            Subject = server.Label,
            Reached = "",
            IsMain = false,
            Of = unbounded.IsFromNode ? DemandBasis.Node : DemandBasis.Fixed,
            Setting = setting,
            Certainty = server.Certainty,
            Assumption = server.Assumption,
            Unbounded = what,
            UnboundedOnNode = unbounded.IsFromNode
                ? $"the cache of {server.Label} alone may take half of the node's memory beyond the first GiB"
                : $"nothing bounds what {server.Label} keeps",
            OfNodeBytes = unbounded.IsFromNode ? MongoDb.DefaultOf : null,
            Budget = new(DemandFamily.Server)
            {
                Is = what,
                IsHeldToFine = false,
                At = setting,
                Unbounded = unbounded.IsFromNode
                    ? new(UnboundedWhere.WithoutLimit, container => $"{what}, and {container} has no memory limit", consequence)
                    : new(UnboundedWhere.UnderLimit, _ => what, consequence),
                Lower = (limit, text, _) => unbounded.Budget is { } budget ? Bound(budget, limit, text) : null,
            },
        };
    }

    private static Rewriting? Bound(ServerBudget budget, long limit, string limitText) =>
        Smaller(new(ServerUnitKind.Mebibytes, "mb"), limit, budget.WarnAbove) is var (number, isExact, _)
            ? Rewriting.Told(
                $"maxmemory {number}mb, with a maxmemory-policy",
                string.Create(CultureInfo.InvariantCulture, $"{(isExact ? "" : "at most ")}{budget.WarnAbove} % of {limitText}")
            )
            : null;

    // To the share up to which it is fine, or what was meant.
    private static Rewriting? Lowered(ServerFacts server, ServerSize size, long limit, string limitText)
    {
        if (size.Setting is { } set && server.Misread.FirstOrDefault(m => m.Setting == set) is { Meant: { } meant })
            return Written(set, meant, null) with { IsMeant = true };
        if (size is { Kind: ServerSizeKind.Sessions, Setting: { } counted, By: Derivation.Sum { Terms: [var buffers, var session] } })
            return OfSessions(size, counted, limit / 10 * 9, buffers, session);
        if (size.Lowered?.Invoke(size.Budget.WarnAbove) is { } together)
            return Rewriting.Told(together, $"at most {size.Budget.WarnAbove} % of {limitText}");
        if (size.Smaller is not { } unit || Smaller(unit, limit, size.Budget.WarnAbove) is not var (number, isExact, amount))
            return null;
        string value = number + unit.Suffix;
        string? why =
            unit.Default is not null ? "the default"
            : unit.Kind is ServerUnitKind.Part or ServerUnitKind.Percent ? null
            : $"{(isExact ? "" : "at most ")}{size.Budget.WarnAbove} % of {limitText}";
        // What nobody set is fine in a limit that is large enough for it.
        if (size is { Setting: null, IsOfNode: false })
            return Rewriting.Told(
                $"memory limit {RoundAmount.Up((long)((((Int128)size.Bytes * 100 / size.Budget.WarnAbove) + (1 << 20) - 1) >> 20))}Mi or more",
                $"{size.Name} at {size.Budget.WarnAbove} %"
            );
        // Made alone, it would only show what comes next.
        if (size.Setting is { } own && IsTooMuchBeside(server, size, limit))
            return Written(own, value, $"{why ?? "its share"}, and less for its sessions, which take too much in addition") with
            {
                Edits = [],
            };
        return unit.Instead is { } instead ? Rewriting.Told($"{instead}{value}", why)
            : size.Setting is { } setting ? Written(setting, value, why) with { Amount = amount }
            : null;
    }

    // As much for each as there is room for beside the buffers, and as many where that would be less than the default; null where few would be left.
    private static Rewriting? OfSessions(ServerSize size, ServerSetting setting, long room, DerivationTerm buffers, DerivationTerm session)
    {
        long left = room - (long)Int128.Min(buffers.Bytes, long.MaxValue),
            mebibytes = left / session.Times >> 20;
        return setting.Name == size.Name && mebibytes >= DefaultSessionMebibytes
                ? Told(setting, string.Create(CultureInfo.InvariantCulture, $"{mebibytes}MB"), session.Times, mebibytes << 20)
            : RoundAmount.Down(Math.Max(left, 0) / (long)session.Bytes) is >= LeastSessions and var sessions
                ? Told(Counted(), sessions.ToString(CultureInfo.InvariantCulture), sessions, (long)session.Bytes)
            : null;

        // Where nobody wrote how many, behind what was written, in the same form.
        ServerSetting Counted() =>
            setting.Name != size.Name
                ? setting
                : size.Further.FirstOrDefault(s => s.Name == SessionCount)
                    ?? setting with
                    {
                        Name = SessionCount,
                        Written = setting.Written.Contains(setting.Name, StringComparison.Ordinal)
                            ? setting.Written.Replace(setting.Name, SessionCount, StringComparison.Ordinal)
                            : $"{SessionCount}={setting.Value.Text}",
                    };

        Rewriting Told(ServerSetting changed, string value, long sessions, long each) =>
            Written(
                changed,
                value,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{sessions} × {Text(each)} + {Text((long)buffers.Bytes)} = {Text((each * sessions) + (long)buffers.Bytes)}"
                )
            ) with
            {
                Edits = [],
            };
    }

    private static string Text(long bytes) => new ByteSize(bytes).ToHumanExact();

    // What sessions add to a size passes the line even where that is lowered.
    private static bool IsTooMuchBeside(ServerFacts server, ServerSize size, long limit) =>
        server.Sizes.Any(s =>
            s.Kind == ServerSizeKind.Sessions
            && s != size
            && (Int128)s.Bytes - size.Bytes + ((Int128)limit * size.Budget.WarnAbove / 100) > (Int128)limit * s.Budget.WarnAbove / 100
        );

    // A share of a limit in a unit; null where so little is none.
    private static (string Number, bool IsExact, (decimal Number, bool IsShare) Amount)? Smaller(ServerUnit unit, long limit, int percent)
    {
        switch (unit.Kind)
        {
            case ServerUnitKind.Part:
                return (
                    ((unit.Default ?? percent) / 100m).ToString("0.##", CultureInfo.InvariantCulture),
                    true,
                    (unit.Default ?? percent, true)
                );
            case ServerUnitKind.Percent:
                return ((unit.Default ?? percent).ToString(CultureInfo.InvariantCulture), true, (unit.Default ?? percent, true));
            case ServerUnitKind.Gibibytes when (Int128)limit * percent / 100 >= LeastOfGibibytes:
                // From 1 GiB on tenths of it are what somebody would write.
                decimal gibibytes = limit * (percent / 100m) / (1L << 30),
                    rounded = gibibytes >= 1 ? Math.Floor(gibibytes * 10) / 10 : Math.Floor(gibibytes * 100) / 100;
                return (rounded.ToString("0.##", CultureInfo.InvariantCulture), rounded == gibibytes, (rounded * (1L << 30), false));
            case ServerUnitKind.Mebibytes when RoundAmount.Down((Int128)limit * percent, 100) is (> 0 and var mebibytes, var isExact):
                return (mebibytes.ToString(CultureInfo.InvariantCulture), isExact, (mebibytes << 20, false));
            default:
                return null;
        }
    }

    /// <summary>The setting with another value, which stands at its end where it was written so.</summary>
    public static Rewriting Written(ServerSetting setting, string value, string? why) =>
        new(
            setting.Value.Text.Length > 0 && setting.Written.EndsWith(setting.Value.Text, StringComparison.Ordinal)
                ? setting.Written[..^setting.Value.Text.Length] + value
                : $"{setting.Name} {value}",
            why,
            [(setting.Value, "", value)]
        );

    private static RuntimeSetting Named(ServerSetting setting) =>
        new(setting.Name, setting.Value, setting.From) { Written = setting.AsWritten };
}
