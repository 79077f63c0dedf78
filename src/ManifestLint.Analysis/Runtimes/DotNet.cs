using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes;

/// <summary>The garbage collector of .NET. Source: dotnet/runtime v10 src/coreclr/gc/gc.cpp (compute_hard_limit), src/coreclr/gc/gcconfig.h and
/// src/coreclr/utilcode/clrconfignative; the limits of parsing measured with .NET 10.0.12; runtime-memory.md §9.</summary>
public static class DotNet
{
    /// <summary>The version where no image tag tells it.</summary>
    public const int DefaultVersion = 10;

    private const long Mebi = 1L << 20;

    private const string Source = "dotnet/runtime src/coreclr/gc/gc.cpp (compute_hard_limit, compute_memory_settings)";

    // 19 regions of 1 MiB are needed, and the collector reserves five times the limit.
    private const long LeastLimit = (19 * Mebi / 5) + 1;

    private static readonly ImmutableArray<string> Names =
    [
        "GCHeapHardLimit",
        "GCHeapHardLimitPercent",
        "GCHeapHardLimitSOH",
        "GCHeapHardLimitLOH",
        "GCHeapHardLimitPOH",
        "GCHeapHardLimitSOHPercent",
        "GCHeapHardLimitLOHPercent",
        "GCHeapHardLimitPOHPercent",
        "gcServer",
        "GCHeapCount",
        "GCConserveMemory",
        "GCDynamicAdaptationMode",
    ];

    private static readonly ImmutableArray<string> Variables = [.. Names.SelectMany(n => new[] { "DOTNET_" + n, "COMPlus_" + n })];

    /// <summary>True for a variable of its collector.</summary>
    internal static bool IsVariable(string name) =>
        name.StartsWith("DOTNET_GC", StringComparison.OrdinalIgnoreCase)
        || name.StartsWith("COMPlus_GC", StringComparison.OrdinalIgnoreCase);

    /// <summary>The facts of each of the container's .NET programs where several start side by side; else of the one that is recognised.</summary>
    public static ImmutableArray<DotNetFacts> EvaluateAll(DotNetInput input)
    {
        ImmutableArray<DotNetFacts> beside =
        [
            .. input
                .Plan.AtOnce(Waiting.IsInstant)
                .Where(IsDotNet)
                .Select(p => Evaluate(input with { Plan = new ProcessPlan.Run(p) }))
                .OfType<DotNetFacts>(),
        ];
        return beside.Length > 1 ? beside
            : Evaluate(input) is { } facts ? [facts]
            : [];
    }

    /// <summary>The facts of the container's .NET program, or null if none is recognised.</summary>
    public static DotNetFacts? Evaluate(DotNetInput input)
    {
        bool isDotNetImage = input.Image?.Known is { Row.Program: "dotnet" };
        if (
            input.Plan is ProcessPlan.Fails { Program: { IsKnown: true } missing }
            && NoScript.BeginsWith(missing.Text, static name => name == "dotnet")
        )
        {
            return new DotNetFacts
            {
                Version = DefaultVersion,
                VersionFrom = VersionSource.Default,
                Certainty = RuntimeCertainty.Exact,
                Starts = false,
                Failure = RuntimeFailure.CommandNotFound,
                FailureDetail = new(FailureDetailKind.WholeLine),
                ExitCode = 127,
                FailedAt = new("command", missing, missing.Origin ?? new TextOrigin.Argument("command")),
            };
        }
        var (all, isWhole) = input.Plan.Processes;
        var processes = all.Where(p => !IsAsked(p)).ToList();
        var speaking = processes.Where(p => HasVariable(p.Environment)).ToList();
        var own =
            speaking.Count > 0 ? speaking : processes.Where(p => isDotNetImage ? p.EntrypointUnknown || IsDotNet(p) : IsDotNet(p)).ToList();
        if (own.Count == 0)
            return null;
        int? tagged = isDotNetImage ? TaggedVersion(input.Image!.Known!.Release ?? "") : null;
        (int version, VersionSource from) =
            input.ConfiguredVersion is { } configured ? (configured, VersionSource.Option)
            : tagged is { } tag ? (tag, VersionSource.ImageTag)
            : (DefaultVersion, VersionSource.Default);
        // A variable alone is a hint: whoever starts may be no .NET program.
        bool isCertain =
            own.TrueForAll(p => IsDotNet(p) && !p.IsPassedOn)
            || (speaking.Count > 0 && input.Image?.Known is { IsOwn: true, Row.Program: "dotnet" });
        var facts = own.Select(p => new DotNetReader(p, version, input.Around).Read(from)).Distinct().ToList();
        if (facts is not [var only] || !isWhole)
            return new DotNetFacts
            {
                Version = version,
                VersionFrom = from,
                Certainty = RuntimeCertainty.Unknown,
            };
        return isCertain ? only : only with { Certainty = RuntimeCertainty.Assumed, Wrapper = null };
    }

    /// <summary>Reads a number of a DOTNET_ variable: hexadecimal digits behind blanks, a sign and <c>0x</c>, up to the first other character. Source: strtoull
    /// with radix 16. Nothing to read and more than 64 bits give 0; a minus sign wraps around.</summary>
    public static ulong ParseHexadecimal(string text)
    {
        var rest = text.AsSpan().TrimStart(" \t\n\v\f\r");
        bool isNegative = rest.StartsWith("-");
        if (isNegative || rest.StartsWith("+"))
            rest = rest[1..];
        if (rest.Length > 2 && rest[0] == '0' && rest[1] is 'x' or 'X' && char.IsAsciiHexDigit(rest[2]))
            rest = rest[2..];
        int length = 0;
        while (length < rest.Length && char.IsAsciiHexDigit(rest[length]))
            length++;
        if (length == 0 || !ulong.TryParse(rest[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number))
            return 0;
        return isNegative ? unchecked(0UL - number) : number;
    }

    private static bool HasVariable(ImmutableDictionary<string, Word> environment) => Variables.Any(environment.ContainsKey);

    private static bool IsDotNet(Process process) =>
        !process.EntrypointUnknown
        && process.Arguments is [{ IsKnown: true } program, ..]
        && PathText.NameOf(program.Text) == "dotnet"
        && !IsAsked(process);

    private static readonly string[] Questions = ["--help", "--info", "--list-runtimes", "--list-sdks", "--version", "-h"];

    // It tells of itself and ends. Source: dotnet/runtime src/native/corehost/fxr/command_line.cpp, dotnet/sdk Parser.cs
    private static bool IsAsked(Process process) =>
        process.Arguments is [{ IsKnown: true } program, { IsKnown: true } question]
        && PathText.NameOf(program.Text) == "dotnet"
        && Questions.Contains(question.Text);

    private static int? TaggedVersion(string tag)
    {
        int length = 0;
        while (length < tag.Length && char.IsAsciiDigit(tag[length]))
            length++;
        return length is 1 or 2 ? int.Parse(tag[..length], CultureInfo.InvariantCulture) : null;
    }

    /// <summary>Reads one process's variables.</summary>
    private sealed class DotNetReader(Process process, int version, RuntimeSurroundings around)
    {
        private RuntimeSetting? _source;
        private DotNetMisread? _misread;
        private bool _isUnknown;

        public DotNetFacts Read(VersionSource versionFrom)
        {
            var facts = new DotNetFacts
            {
                Version = version,
                VersionFrom = versionFrom,
                Certainty = RuntimeCertainty.Exact,
            };
            // A limit above the node's memory counts as the node's memory.
            long? total =
                !around.MemoryLimit.IsKnown ? null
                : around.MemoryLimit.Value is { } limit ? Math.Min(limit, around.NodeMemoryBytes ?? long.MaxValue)
                : around.NodeMemoryBytes;
            facts = WithLimit(facts, total);
            if (_isUnknown)
                facts = facts with
                {
                    Starts = null,
                    Failure = null,
                    ExitCode = null,
                    HeapHardLimitBytes = null,
                    LimitBy = null,
                    IsUnlimited = false,
                    LimitOrigin = null,
                    Certainty = RuntimeCertainty.Unknown,
                };
            if (facts.Certainty == RuntimeCertainty.Exact && RuntimeFacts.WrapperOf(process, _source) is { } wrapper)
                facts = facts with { Certainty = RuntimeCertainty.Assumed, Wrapper = wrapper };
            facts = WithHeaps(WithProgram(facts));
            return facts with
            {
                FailureDetail = DetailOf(facts),
                LimitSource = _source,
                LimitRead = _source is { Word: { IsKnown: true } word } ? ParseHexadecimal(word.Text) : null,
                Misread = _misread,
            };
        }

        // Null where the failure says it, or where the text is not to be shown.
        private FailureDetail? DetailOf(DotNetFacts facts)
        {
            if (facts is { Failure: RuntimeFailure.ScriptNotFound, FailedAt.Word: { Text.Length: > 0 } word })
                return NoScript.Detail(word.Text, "program");
            if (facts.Failure is null || _source is not { Word.IsKnown: true } source)
                return null;
            if (facts.Missing != DotNetHeaps.None)
                return Incomplete(facts.Missing, source.Name);
            return
                facts.Failure == RuntimeFailure.HeapHardLimitTooSmall
                && source.Name.EndsWith("GCHeapHardLimit", StringComparison.Ordinal)
                && !SecretText.IsHidden(source.Word)
                ? new(
                    FailureDetailKind.Hexadecimal,
                    new ByteSize((long)Math.Min(ParseHexadecimal(source.Word.Text), long.MaxValue)).ToHumanExact()
                )
                : null;
        }

        // DOTNET_GCHeapHardLimitLOH and DOTNET_GCHeapHardLimitPOH.
        private static FailureDetail Incomplete(DotNetHeaps missing, string written)
        {
            string prefix = written[..written.IndexOf("GC", StringComparison.Ordinal)],
                suffix = written.EndsWith("Percent", StringComparison.Ordinal) ? "Percent" : "";
            string[] names =
            [
                .. new[] { DotNetHeaps.Soh, DotNetHeaps.Loh, DotNetHeaps.Poh }
                    .Where(h => missing.HasFlag(h))
                    .Select(h => $"{prefix}GCHeapHardLimit{h.ToString().ToUpperInvariant()}{suffix}"),
            ];
            return new(FailureDetailKind.Incomplete, names[0]) { Second = names.ElementAtOrDefault(1) };
        }

        // What is set to no number counts as not set.
        private static DotNetHeaps Missing(ulong[] values) =>
            (values[0] == 0 ? DotNetHeaps.Soh : DotNetHeaps.None)
            | (values[1] == 0 ? DotNetHeaps.Loh : DotNetHeaps.None)
            | (values[2] == 0 ? DotNetHeaps.Poh : DotNetHeaps.None);

        // dotnet takes its first word for a program or a command. With which code it ends depends on whether the image holds the SDK.
        private DotNetFacts WithProgram(DotNetFacts facts) =>
            IsDotNet(process)
            && process.UnsetName is null
            && process.Arguments is [_, { IsKnown: true } program, ..]
            && NoScript.IsIt(program.Text, static name => name == "dotnet")
                ? facts with
                {
                    Starts = false,
                    Failure = RuntimeFailure.ScriptNotFound,
                    ExitCode = null,
                    FailedAt = new("command", program, program.Origin ?? new TextOrigin.Argument("command")),
                }
                : facts;

        private DotNetFacts WithLimit(DotNetFacts facts, long? total)
        {
            ulong absolute = Number("GCHeapHardLimit"),
                percent = Number("GCHeapHardLimitPercent") & uint.MaxValue;
            ulong[] sizes = [Number("GCHeapHardLimitSOH"), Number("GCHeapHardLimitLOH"), Number("GCHeapHardLimitPOH")];
            ulong[] shares =
            [
                .. new[] { "GCHeapHardLimitSOHPercent", "GCHeapHardLimitLOHPercent", "GCHeapHardLimitPOHPercent" }.Select(n =>
                    Number(n) & uint.MaxValue
                ),
            ];
            if (sizes.Any(s => s > 0))
                return OfSizes(facts, sizes);
            if (shares.Any(s => s > 0))
                return OfShares(facts, total, shares);
            Note("GCHeapHardLimit", isPercent: false);
            if (absolute > 0)
            {
                _source = Setting("GCHeapHardLimit");
                if (absolute > long.MaxValue)
                    return TooLarge(facts);
                return Limited(facts, (long)absolute, DotNetLimitOrigin.Bytes);
            }
            Note("GCHeapHardLimitPercent", isPercent: true);
            if (percent is > 0 and < 100)
            {
                _source = Setting("GCHeapHardLimitPercent");
                return total is { } whole
                    ? Limited(facts, Share(whole, percent), DotNetLimitOrigin.Percent) with
                    {
                        LimitBy = Derivation.Share.Between(Basis(whole), whole, (int)percent, Source),
                    }
                    : facts with
                    {
                        Starts = true,
                        LimitOrigin = DotNetLimitOrigin.Percent,
                    };
            }
            return Default(facts, total);
        }

        private static DotNetFacts Failed(DotNetFacts facts, RuntimeFailure failure) =>
            facts with
            {
                Starts = false,
                Failure = failure,
                ExitCode = 137,
            };

        // From 9 on what no number of bytes can be is no limit.
        private DotNetFacts TooLarge(DotNetFacts facts) =>
            version >= 9
                ? facts with
                {
                    Starts = true,
                    IsUnlimited = true,
                    LimitOrigin = DotNetLimitOrigin.Bytes,
                }
                : Failed(facts, RuntimeFailure.HeapHardLimitTooLarge);

        private const ulong Page = 4096;

        private DotNetFacts OfSizes(DotNetFacts facts, ulong[] sizes)
        {
            _source = Setting("GCHeapHardLimitSOH") ?? Setting("GCHeapHardLimitLOH") ?? Setting("GCHeapHardLimitPOH");
            if (sizes.Contains(0UL))
                return Failed(facts, RuntimeFailure.HeapHardLimitsIncomplete) with { Missing = Missing(sizes) };
            // A part that does not hold a page cannot be reserved.
            if (Array.Exists(sizes, s => s < Page))
                return Failed(facts, RuntimeFailure.HeapHardLimitTooSmall);
            // 64 bits, past whose end it goes on from 0.
            ulong sum = unchecked(sizes[0] + sizes[1] + sizes[2]);
            if (sum > long.MaxValue)
                return TooLarge(facts);
            long together = (long)sum;
            var terms = new Derivation.Sum([
                new("small objects", (Int128)sizes[0]),
                new("large objects", (Int128)sizes[1]),
                new("pinned objects", (Int128)sizes[2]),
            ])
            {
                Bytes = together,
                Source = Source,
            };
            return Limited(facts, together, DotNetLimitOrigin.Bytes) with { LimitBy = terms };
        }

        private DotNetFacts OfShares(DotNetFacts facts, long? total, ulong[] shares)
        {
            _source = Setting("GCHeapHardLimitSOHPercent") ?? Setting("GCHeapHardLimitLOHPercent") ?? Setting("GCHeapHardLimitPOHPercent");
            if (shares.Any(s => s is 0 or >= 100) || shares[0] + shares[1] + shares[2] >= 100)
                return Failed(facts, RuntimeFailure.HeapHardLimitsIncomplete) with { Missing = Missing(shares) };
            return total is { } all
                ? Limited(facts, shares.Sum(s => Share(all, s)), DotNetLimitOrigin.Percent) with
                {
                    LimitBy = new Derivation.Sum([
                        new("small objects", Share(all, shares[0])),
                        new("large objects", Share(all, shares[1])),
                        new("pinned objects", Share(all, shares[2])),
                    ])
                    {
                        Bytes = shares.Sum(s => Share(all, s)),
                        Source = Source,
                    },
                }
                : facts with
                {
                    Starts = true,
                    LimitOrigin = DotNetLimitOrigin.Percent,
                };
        }

        private DotNetFacts Default(DotNetFacts facts, long? total)
        {
            facts = facts with { Starts = true };
            // Where variables may be missing, one of them may set the limit.
            if (!process.EnvironmentComplete)
                return facts;
            facts = facts with { LimitOrigin = DotNetLimitOrigin.Default };
            if (around.MemoryLimit is { IsKnown: true, Value: null })
                return facts with { IsUnlimited = true };
            if (total is not { } whole)
                return facts;
            var share = Derivation.Share.Between(Basis(whole), whole, 75, Source, least: 20 * Mebi);
            return facts with { HeapHardLimitBytes = share.Bytes, LimitBy = share };
        }

        private MemoryBasis Basis(long total) => around.MemoryLimit.Value == total ? MemoryBasis.Limit : MemoryBasis.Node;

        private DotNetFacts Limited(DotNetFacts facts, long bytes, DotNetLimitOrigin origin)
        {
            if (bytes < LeastLimit)
                return facts with { Starts = false, Failure = RuntimeFailure.HeapHardLimitTooSmall, ExitCode = 137, LimitOrigin = origin };
            return facts with { Starts = true, HeapHardLimitBytes = bytes, LimitOrigin = origin };
        }

        private DotNetFacts WithHeaps(DotNetFacts facts)
        {
            ulong server = Number("gcServer"),
                heaps = Number("GCHeapCount");
            if (Setting("gcServer") is null && !process.EnvironmentComplete)
                return facts;
            int? cpus =
                around.CpuLimitMillis is { IsKnown: true, Value: { } millis } ? WholeCpus.Of(millis)
                : around.CpuLimitMillis.IsKnown ? around.NodeCpus
                : null;
            if (around.NodeCpus is { } most && cpus > most)
                cpus = most;
            if (
                Setting("PROCESSOR_COUNT") is { Word.IsKnown: true } count
                && int.TryParse(count.Word.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int given)
                && given > 0
            )
                cpus = given;
            if (server == 0)
                return facts with { IsServerCollector = false, HeapCount = 1 };
            if (cpus is null)
                return facts;
            if (cpus < 2)
                return facts with { IsServerCollector = false, HeapCount = 1 };
            return facts with { IsServerCollector = true, HeapCount = heaps > 0 ? (int)Math.Min(heaps, (ulong)cpus.Value) : cpus };
        }

        private static long Share(long total, ulong percent) => (long)((Int128)total * percent / 100);

        private ulong Number(string name)
        {
            if (Setting(name) is not { } setting)
                return 0;
            if (setting.Word.IsKnown)
                return ParseHexadecimal(setting.Word.Text);
            if (name.StartsWith("GCHeapHard", StringComparison.Ordinal))
                _isUnknown = true;
            return 0;
        }

        // DOTNET_ is known from .NET 6 on and wins unless it is empty.
        private RuntimeSetting? Setting(string name)
        {
            if (version >= 6 && process.Variable("DOTNET_" + name) is { } word && !(word.IsKnown && word.Text.Length == 0))
                return new("DOTNET_" + name, word, new TextOrigin.Variable("DOTNET_" + name));
            return process.Variable("COMPlus_" + name) is { } old
                ? new("COMPlus_" + name, old, new TextOrigin.Variable("COMPlus_" + name))
                : null;
        }

        private void Note(string name, bool isPercent)
        {
            if (_misread is not null || Setting(name) is not { Word.IsKnown: true } setting)
                return;
            string text = setting.Word.Text.Trim();
            if (text.Length is < 2 or > 15 || !text.All(char.IsAsciiDigit))
                return;
            long looks = long.Parse(text, CultureInfo.InvariantCulture),
                reads = (long)ParseHexadecimal(text);
            if (looks != reads)
                _misread = new(setting, isPercent, looks, reads);
        }
    }
}
