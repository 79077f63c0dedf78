using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>The JVMs of a container. Source: runtime-memory.md §3 to §6.</summary>
public static class Jvm
{
    private const int MostAlternatives = 32;

    private const long Mebi = 1L << 20;

    /// <summary>What runs side by side in one of the ways that things can go.</summary>
    /// <param name="Processes">All JVMs of this way.</param>
    /// <param name="Max">The largest heap; null if unknown.</param>
    /// <param name="Total">The largest sum of heaps at a time; null if unknown.</param>
    /// <param name="Concurrent">The most JVMs at a time.</param>
    /// <param name="IsUnknown">True if something runs that is not known.</param>
    private sealed record Way(ImmutableArray<JvmProcess> Processes, long? Max, long? Total, int Concurrent, bool IsUnknown)
    {
        public static Way Nothing { get; } = new([], 0, 0, 0, false);

        public static Way Unknown { get; } = new([], null, null, 0, true);

        public static Way Of(JvmProcess process)
        {
            long? heap = process.Starts == false ? 0 : process.Heap?.MaxHeapBytes;
            return new([process], heap, heap, process.Starts == false ? 0 : 1, false);
        }

        public Way Then(Way next) =>
            new(
                Processes.AddRange(next.Processes),
                Larger(Max, next.Max),
                Larger(Total, next.Total),
                Math.Max(Concurrent, next.Concurrent),
                IsUnknown || next.IsUnknown
            );

        public Way Beside(Way other) =>
            new(
                Processes.AddRange(other.Processes),
                Larger(Max, other.Max),
                Sum(Total, other.Total),
                Concurrent + other.Concurrent,
                IsUnknown || other.IsUnknown
            );

        private static long? Larger(long? a, long? b) => a is { } x && b is { } y ? Math.Max(x, y) : null;

        private static long? Sum(long? a, long? b) => a is { } x && b is { } y ? (long)Int128.Min((Int128)x + y, long.MaxValue) : null;
    }

    // Newest first.
    private static readonly ImmutableArray<int> OtherReleases = [25, 21, 11, 8];

    /// <summary>The facts of the container's JVMs, or null if none is recognised.</summary>
    public static JvmFacts? Evaluate(JvmInput input)
    {
        var facts = Read(input);
        if (facts is not { Starts: false, VersionFrom: VersionSource.Default })
            return facts;
        // An option that ended with some release is evidence of that release or an earlier one (runtime-memory.md §3.5).
        foreach (int release in OtherReleases)
        {
            if (Read(input with { ConfiguredVersion = release }) is { Starts: not false } told)
                return told with { VersionFrom = VersionSource.Default };
        }
        return facts;
    }

    private static JvmFacts? Read(JvmInput input)
    {
        var reader = new JvmProcessReader(input);
        var ways = Ways(input.Plan, reader);
        var running = ways.Where(w => w.Processes.Length > 0 || w.IsUnknown).ToList();
        if (!running.Exists(w => w.Processes.Length > 0))
        {
            return (input.NamesJava ? JvmEvidence.Program : reader.Evidence) is { } evidence
                ? WithoutProcess(input, reader, evidence, running.Count > 0)
                : null;
        }
        return Facts(input, reader, running);
    }

    private static List<Way> Ways(ProcessPlan plan, JvmProcessReader reader)
    {
        switch (plan)
        {
            case ProcessPlan.Run run:
                reader.Note(run.Process);
                if (reader.CommandInArguments(run.Process) is { } command)
                    return Ways(command, reader);
                if (reader.Read(run.Process) is not { } processes)
                    return [Way.Unknown];
                return [processes.Aggregate(Way.Nothing, (way, process) => way.Beside(Way.Of(process)))];
            case ProcessPlan.Sequence sequence:
                return Cross(sequence.Steps, reader, (a, b) => a.Then(b));
            case ProcessPlan.SideBySide branches:
                return Cross(branches.Branches, reader, (a, b) => a.Beside(b));
            case ProcessPlan.OneOf choice:
                var all = choice.Alternatives.SelectMany(p => Ways(p, reader)).ToList();
                if (choice.OrNothing)
                    all.Add(Way.Nothing);
                return all.Count > MostAlternatives ? [Way.Unknown] : all;
            case ProcessPlan.Fails:
                reader.HasFailure = true;
                return [Way.Nothing];
            default:
                return [Way.Unknown];
        }
    }

    private static List<Way> Cross(ImmutableArray<ProcessPlan> plans, JvmProcessReader reader, Func<Way, Way, Way> join)
    {
        List<Way> ways = [Way.Nothing];
        foreach (var plan in plans)
        {
            var next = Ways(plan, reader);
            if (ways.Count * next.Count > MostAlternatives)
                return [Way.Unknown];
            ways = [.. ways.SelectMany(a => next, join)];
        }
        return ways;
    }

    /// <summary>No JVM can be seen in what runs, but image or variables tell of one.</summary>
    private static JvmFacts WithoutProcess(JvmInput input, JvmProcessReader reader, JvmEvidence evidence, bool runsUnknown)
    {
        bool fails = !runsUnknown && reader.HasFailure;
        var failure = fails ? FirstFailure(input.Plan) : null;
        return new JvmFacts
        {
            Version = reader.Version,
            VersionFrom = reader.VersionFrom,
            Certainty =
                !fails ? RuntimeCertainty.Unknown
                : failure?.UnsetName is null ? RuntimeCertainty.Exact
                : RuntimeCertainty.Assumed,
            UnsetName = failure?.UnsetName,
            Evidence = evidence,
            Product = reader.Product?.Name,
            Starts = fails ? false : null,
            Failure = failure is { } ended ? RuntimeFailures.Of(ended.Failure) : null,
            ExitCode = failure?.ExitCode,
            VendorShare = reader.Product?.VendorShare,
            KeepsPageCache = reader.Product?.KeepsPageCache == true,
        };
    }

    private static ProcessPlan.Fails? FirstFailure(ProcessPlan plan) =>
        plan switch
        {
            ProcessPlan.Fails fails => fails,
            ProcessPlan.Sequence sequence => sequence.Steps.Select(FirstFailure).FirstOrDefault(f => f is not null),
            ProcessPlan.SideBySide branches => branches.Branches.Select(FirstFailure).FirstOrDefault(f => f is not null),
            ProcessPlan.OneOf choice => choice.Alternatives.Select(FirstFailure).FirstOrDefault(f => f is not null),
            _ => null,
        };

    private static JvmFacts Facts(JvmInput input, JvmProcessReader reader, List<Way> ways)
    {
        bool unknown = ways.Exists(w => w.IsUnknown);
        var main = ways.SelectMany(w => w.Processes)
            .OrderBy(p =>
                p.Starts switch
                {
                    true => 0,
                    null => 1,
                    false => 2,
                }
            )
            .ThenByDescending(p => p.Heap?.MaxHeapBytes ?? 0)
            .First();
        bool? starts = unknown ? null : Agreed(ways, StartsOf);
        var failed = starts == false ? ways.SelectMany(w => w.Processes).LastOrDefault(p => p.Starts == false) : null;
        long? max = starts == false || unknown ? null : Agreed(ways, w => w.Max);
        long? total = starts == false || unknown ? null : Agreed(ways, w => w.Total);
        var heap = starts == false || unknown ? null : main.Heap;
        bool agreed = ways.Count == 1 || ways.TrueForAll(w => LargestOf(w)?.Heap == heap);
        var settings = main.Line?.Settings.Values.OrderBy(s => s.Name, StringComparer.Ordinal).ToImmutableArray() ?? [];
        string? faulty =
            failed?.FailedAt is { } at && at.Word.Text.StartsWith("-XX:", StringComparison.Ordinal) ? FlagName(at.Word.Text) : null;
        var facts = new JvmFacts
        {
            Version = reader.Version,
            VersionFrom = reader.VersionFrom,
            Certainty = unknown || main.Line is { IsUncertain: true } ? RuntimeCertainty.Unknown : main.Certainty,
            Evidence = main.Evidence,
            Product = main.Product?.Name,
            Starts = starts,
            Failure = failed?.Failure,
            ExitCode = failed?.ExitCode,
            FailedAt = failed?.FailedAt,
            UnsetName = (failed ?? main).UnsetName,
            RefusedFrom =
                failed?.Failure == RuntimeFailure.UnrecognizedVmOption && faulty is not null ? JvmOptionTable.RefusedIn(faulty) : null,
            MaxHeapBytes = max,
            TotalMaxHeapBytes = total,
            InitialHeapBytes = agreed ? heap?.InitialHeapBytes : null,
            Collector = agreed ? heap?.Collector : null,
            HeapOrigin =
                heap is null ? null
                : heap.DecidedBy?.From is TextOrigin.ImageDefault ? JvmHeapOrigin.ImageDefault
                : heap.Origin,
            HeapSource = heap?.DecidedBy,
            HeapBy = heap?.MaxHeapBytes == max ? ComputedBy(heap) : null,
            IsHeapFromNode = heap?.IsFromNode == true,
            VendorShare = main.Product?.VendorShare,
            KeepsPageCache = main.Product?.KeepsPageCache == true,
            HasAgent = main.Line?.HasAgent == true,
            Settings = settings,
            Ignored = [.. ways.SelectMany(w => w.Processes).SelectMany(IgnoredBy).Concat(reader.NeverReferenced(input.Plan)).Distinct()],
            Expiring = [.. Expiring(settings, reader.Version)],
            Caps = CapsOf(main.Line),
            IsPreTouched = main.Line?.Switch("AlwaysPreTouch") == true,
            SeesContainer = main.Line?.Switch("UseContainerSupport") != false,
            ProcessCount = Math.Max(1, ways.Max(w => w.Concurrent)),
        };
        return facts with { Budget = Budget(facts) };
    }

    // What a script or an operator computes comes to the JVM as an option.
    private static Derivation? ComputedBy(JvmHeap? heap) =>
        heap?.DecidedBy?.From switch
        {
            TextOrigin.ImageDefault image => image.By,
            TextOrigin.Operator by => by.By,
            _ => heap?.By,
        };

    private static bool? StartsOf(Way way) =>
        way.Processes.Any(p => p.Starts == true) ? true
        : way.Processes.Any(p => p.Starts is null) ? null
        : false;

    private static JvmProcess? LargestOf(Way way) => way.Processes.Where(p => p.Starts != false).MaxBy(p => p.Heap?.MaxHeapBytes ?? 0);

    private static T? Agreed<T>(List<Way> ways, Func<Way, T?> value)
        where T : struct
    {
        var first = value(ways[0]);
        return ways.TrueForAll(w => EqualityComparer<T?>.Default.Equals(value(w), first)) ? first : null;
    }

    private static string FlagName(string text)
    {
        string body = text["-XX:".Length..].TrimStart('+', '-');
        int equals = body.IndexOf('=');
        return equals < 0 ? body : body[..equals];
    }

    private static IEnumerable<JvmIgnoredSetting> IgnoredBy(JvmProcess process)
    {
        if (process.Line is not { } line || process.Heap is not { } heap)
            yield break;
        foreach (var ignored in line.Ignored)
            yield return ignored;
        var percentage = line["MaxRAMPercentage"] ?? line["MaxRAMFraction"];
        if (percentage is null || ReferenceEquals(percentage, heap.DecidedBy) || percentage.From is TextOrigin.ImageDefault)
            yield break;
        IgnoredReason? reason = heap switch
        {
            { Origin: JvmHeapOrigin.Explicit, DecidedBy: { } by } => new IgnoredReason.MaximumIsSet(by.Word, by.From),
            { Origin: JvmHeapOrigin.InitialRaisesMax, DecidedBy: { } by } => new IgnoredReason.InitialIsLarger(by.Word, by.From),
            { IsSmallMemory: true, MaxHeapBytes: { } bytes } => new IgnoredReason.SmallMemory(
                bytes,
                (line["MinRAMPercentage"] ?? line["MinRAMFraction"])?.Word
            ),
            _ => null,
        };
        if (reason is not null)
            yield return new(percentage.Word.Text, percentage.Word, percentage.From, reason);
    }

    private static IEnumerable<JvmExpiringSetting> Expiring(ImmutableArray<JvmSetting> settings, int version)
    {
        foreach (var setting in settings)
        {
            if (JvmOptionTable.RefusedAfter(setting.Name, version) is { } release)
                yield return new(setting, release);
        }
    }

    private static JvmCaps CapsOf(JvmCommandLine? line)
    {
        if (line is null)
            return JvmCaps.None;
        long? Size(string flag, long unit = 1) =>
            line[flag]?.Size is { } size ? (long)UInt128.Min((UInt128)size * (ulong)unit, long.MaxValue) : null;
        return new JvmCaps(
            Size("MaxDirectMemorySize"),
            Size("MaxMetaspaceSize"),
            Size("CompressedClassSpaceSize"),
            Size("ReservedCodeCacheSize"),
            Size("ThreadStackSize", 1024),
            Size("MaxNewSize"),
            Size("SoftMaxHeapSize")
        );
    }

    /// <summary>The heap, and beside it what options fix, else usual figures of a service (rules.md ML3003).</summary>
    private static ImmutableArray<JvmBudgetLine> Budget(JvmFacts facts)
    {
        if (facts.TotalMaxHeapBytes is not { } heap)
            return [];
        JvmBudgetLine Line(JvmBudgetPart part, string flag, long? cap, long estimate) =>
            cap is { } bytes
                ? new(part, bytes, true, facts.Settings.FirstOrDefault(s => s.Name == flag)?.Word)
                : new(part, estimate, false);
        return
        [
            new(JvmBudgetPart.Heap, heap, true, facts.HeapSource?.Word),
            Line(JvmBudgetPart.Metaspace, "MaxMetaspaceSize", facts.Caps.Metaspace, 96 * Mebi),
            Line(JvmBudgetPart.CodeCache, "ReservedCodeCacheSize", facts.Caps.CodeCache, 60 * Mebi),
            Line(JvmBudgetPart.DirectBuffers, "MaxDirectMemorySize", facts.Caps.Direct, 10 * Mebi),
            new(JvmBudgetPart.ThreadStacks, JvmBudgetLine.UsualThreads * JvmBudgetLine.TouchedTenths * Mebi / 10, false),
            new(JvmBudgetPart.Other, 30 * Mebi, false),
        ];
    }
}
