using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Quantities;

namespace ManifestLint.Runtimes.Java;

/// <summary>The JVMs of a container. Source: runtime-memory.md §3 to §6.</summary>
public static class Jvm
{
    private const long Mebi = 1L << 20;

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
                return told with { VersionFrom = VersionSource.Evidence };
        }
        return facts;
    }

    private static JvmFacts? Read(JvmInput input)
    {
        var reader = new JvmProcessReader(input);
        var walk = new RuntimeWays<JvmProcess>(reader.Read, p => p.Starts == false ? 0 : p.Heap?.MaxHeapBytes)
        {
            Inside = reader.CommandInArguments,
        };
        var ways = walk.Of(input.Plan);
        var running = ways.Where(w => w.Processes.Length > 0 || w.IsUnknown).ToList();
        if (running.Count == 0 && reader.HasOpenProgram)
            running = [RuntimeWays<JvmProcess>.Unknown];
        if (!running.Exists(w => w.Processes.Length > 0))
        {
            if (running.Count > 0 && reader.ReadBehindScript() is { } behind)
                return Facts(input, reader, [new([behind], behind.Heap?.MaxHeapBytes, 1, false)]);
            bool fails = running.Count == 0 && walk.HasFailure;
            return (input.NamesJava ? JvmEvidence.Program : reader.Evidence) is { } evidence
                ? WithoutProcess(input, reader, evidence, fails)
                : null;
        }
        return Facts(input, reader, running);
    }

    /// <summary>No JVM can be seen in what runs, but image or variables tell of one.</summary>
    private static JvmFacts WithoutProcess(JvmInput input, JvmProcessReader reader, JvmEvidence evidence, bool fails)
    {
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
            Implementation = input.Image is { } image && OpenJ9.IsImage(image) ? JvmImplementation.OpenJ9 : default,
            Starts = fails ? false : null,
            Failure = failure is { } ended ? RuntimeFailures.Of(ended.Failure) : null,
            ExitCode = failure?.ExitCode,
            VendorShare = (reader.Product ?? JvmImages.Named(input.Product))?.VendorShare,
            KeepsPageCache = (reader.Product ?? JvmImages.Named(input.Product))?.KeepsPageCache == true,
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

    // One that starts before one that may, and of those the largest.
    private static JvmProcess MainOf(List<RuntimeWay<JvmProcess>> ways) =>
        ways.SelectMany(w => w.Processes)
            .MinBy(p =>
                (
                    p.Starts switch
                    {
                        true => 0,
                        null => 1,
                        false => 2,
                    },
                    -(p.Heap?.MaxHeapBytes ?? 0)
                )
            )!;

    private static JvmFacts Facts(JvmInput input, JvmProcessReader reader, List<RuntimeWay<JvmProcess>> ways)
    {
        bool unknown = ways.Exists(w => w.IsUnknown);
        var main = MainOf(ways);
        bool? starts = unknown ? null : Agreed(ways, StartsOf);
        var failed = starts == false ? ways.SelectMany(w => w.Processes).LastOrDefault(p => p.Starts == false) : null;
        long? max = starts == false || unknown ? null : Agreed(ways, MaxOf);
        long? total = starts == false || unknown ? null : Agreed(ways, w => w.Total);
        var heap = starts == false || unknown ? null : main.Heap;
        bool agreed = ways.Count == 1 || ways.TrueForAll(w => LargestOf(w)?.Heap == heap);
        var settings = main.Line?.Settings.Values.OrderBy(s => s.Name, StringComparer.Ordinal).ToImmutableArray() ?? [];
        var product = main.Product ?? JvmImages.Named(input.Product);
        var facts = new JvmFacts
        {
            Version = reader.Version,
            VersionFrom = reader.VersionFrom,
            Certainty = unknown || main.Line is { IsUncertain: true } ? RuntimeCertainty.Unknown : main.Certainty,
            Evidence = main.Evidence,
            Product = product?.Name,
            Starts = starts,
            Failure = failed is null ? null : JvmFailures.Of(failed),
            ExitCode = failed?.ExitCode,
            FailedAt = failed?.FailedAt,
            FailureDetail = failed is null ? null : JvmFailures.Detail(failed, reader.Version),
            UnsetName = (failed ?? main).UnsetName,
            RestsOnSources = failed is null && main.RestsOnSources,
            Wrapper = (failed ?? main).Wrapper,
            IsPassedOn = (failed ?? main).IsPassedOn,
            IsSourced = input.Environment?.IsComplete == true,
            RefusedFrom = failed is null ? null : RefusedFrom(failed),
            MaxHeapBytes = max,
            TotalMaxHeapBytes = total,
            TotalBy = total is null ? null : SumOf(ways[0]),
            FurtherHeaps = total is null
                ? []
                : [.. ways[0].Together.Select(p => p.Heap?.DecidedBy).OfType<JvmSetting>().Where(s => s != heap?.DecidedBy).Distinct()],
            InitialHeapBytes = agreed ? heap?.InitialHeapBytes : null,
            Collector = agreed ? heap?.Collector : null,
            HeapOrigin =
                heap is null ? null
                : heap.DecidedBy?.From is TextOrigin.ImageDefault ? JvmHeapOrigin.ImageDefault
                : heap.Origin,
            HeapSource = heap?.DecidedBy,
            HeapBy = heap?.MaxHeapBytes == max ? ComputedBy(heap) : null,
            IsHeapFromNode = heap?.IsFromNode == true || ComputedBy(heap) is Derivation.Share { Of: MemoryBasis.Node },
            VendorShare = product?.VendorShare,
            KeepsPageCache = product?.KeepsPageCache == true,
            KeepsBriefly = product?.KeepsPageCache == true && input.Environment is { } given && KafkaRetention.IsBrief(given),
            HasAgent = main.Line?.HasAgent == true,
            Settings = settings,
            Ignored = [.. ways.SelectMany(w => w.Processes).SelectMany(IgnoredBy).Concat(reader.NeverReferenced(input.Plan)).Distinct()],
            Expiring = [.. Expiring(settings, reader.Version)],
            Caps = CapsOf(main.Line),
            PageCache = main.PageCache,
            IsPreTouched = main.Line?.Switch("AlwaysPreTouch") == true,
            SeesContainer = main.Line?.Switch("UseContainerSupport") != false && !reader.IsBlind(main.Line),
            ProcessCount = Math.Max(1, ways.Max(w => w.Concurrent)),
            Like = LikeOf(main, input.Image),
            IsGuessed = input.Image?.Known is { Standing: ImageStanding.NameAlone } && main.Evidence != JvmEvidence.Program,
        };
        return facts with { Budget = Budget(facts), Implementation = ImplementationOf(main, facts, input.Plan) };
    }

    private static JvmImplementation ImplementationOf(JvmProcess main, JvmFacts facts, ProcessPlan plan) =>
        main.Line?.IsOpenJ9 == true ? JvmImplementation.OpenJ9
        : facts.Assumption is RuntimeAssumption.ProgramTakes && !RunsScript(plan) ? JvmImplementation.Native
        : JvmImplementation.HotSpot;

    private static string? LikeOf(JvmProcess main, ContainerImage? image)
    {
        if (main.Evidence == JvmEvidence.Program || image?.Known is not { IsOwn: false } known || known.Row.Registry == "-")
            return null;
        return known.Row.IsOfficial ? known.Row.Name : known.Row.Repository;
    }

    // A script hands on what it is given; what is compiled takes it itself.
    private static bool RunsScript(ProcessPlan plan) =>
        !plan.Processes.IsWhole
        || plan.Processes.Known.Any(p =>
            p.Arguments is [{ IsKnown: true } word, ..] && word.Text.EndsWith(".sh", StringComparison.Ordinal)
        );

    // What a script or an operator computes comes to the JVM as an option.
    private static Derivation? ComputedBy(JvmHeap? heap) =>
        heap?.DecidedBy?.From switch
        {
            TextOrigin.ImageDefault image => image.By,
            TextOrigin.Operator by => by.By,
            _ => heap?.By,
        };

    private static int? RefusedFrom(JvmProcess failed) =>
        failed is { Failure: RuntimeFailure.UnrecognizedVmOption, FailedAt: { } at }
        && at.Word.Text.StartsWith("-XX:", StringComparison.Ordinal)
            ? JvmOptionTable.RefusedIn(FlagName(at.Word.Text))
            : null;

    private static Derivation.Sum? SumOf(RuntimeWay<JvmProcess> way) =>
        SideBySideSum.Of([.. way.Together.Select(p => (HeapOf(p), p.Heap?.MaxHeapBytes))], JvmDemands.HeapSource);

    private static string HeapOf(JvmProcess process) =>
        process.Heap switch
        {
            // Nobody wrote the option that a start script adds.
            { DecidedBy.From: TextOrigin.ImageDefault, MaxHeapBytes: { } bytes } =>
                $"{JvmDemands.OfImage(process.Product?.Name)} ({new ByteSize(bytes).ToHumanExact()})",
            { DecidedBy.Word: { IsKnown: true, Text.Length: > 0 } word } => WrittenText.Of(word),
            _ => "default heap",
        };

    private static bool? StartsOf(RuntimeWay<JvmProcess> way) =>
        way.Processes.Any(p => p.Starts == true) ? true
        : way.Processes.Any(p => p.Starts is null) ? null
        : false;

    /// <summary>The largest heap; null if one is unknown.</summary>
    private static long? MaxOf(RuntimeWay<JvmProcess> way)
    {
        long? max = 0;
        foreach (var process in way.Processes)
        {
            if (process.Starts != false)
                max = process.Heap?.MaxHeapBytes is { } heap && max is { } before ? Math.Max(heap, before) : null;
        }
        return max;
    }

    private static JvmProcess? LargestOf(RuntimeWay<JvmProcess> way) =>
        way.Processes.Where(p => p.Starts != false).MaxBy(p => p.Heap?.MaxHeapBytes ?? 0);

    private static T? Agreed<T>(List<RuntimeWay<JvmProcess>> ways, Func<RuntimeWay<JvmProcess>, T?> value)
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
        if (process.Lost is { } lost)
            yield return lost;
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
            { IsSmallMemory: true, MaxHeapBytes: not null } => new IgnoredReason.SmallMemory(
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
            .. facts.PageCache is { Size: { } cache } set
                ? [new(JvmBudgetPart.PageCache, (long)cache, true, set.Word)]
                : ImmutableArray<JvmBudgetLine>.Empty,
            new(JvmBudgetPart.ThreadStacks, JvmBudgetLine.UsualThreads * JvmBudgetLine.TouchedTenths * Mebi / 10, false),
            new(JvmBudgetPart.Other, 30 * Mebi, false),
        ];
    }
}
