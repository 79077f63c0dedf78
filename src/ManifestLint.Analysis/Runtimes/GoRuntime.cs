using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes;

/// <summary>What decides the facts of a container's Go program.</summary>
/// <param name="Plan">What the container runs.</param>
/// <param name="Image">Its image; null if none is written.</param>
/// <param name="Around">Limits and assumed node.</param>
public sealed record GoInput(ProcessPlan Plan, ContainerImage? Image, RuntimeSurroundings Around);

/// <summary>What will follow from a container's variables for the Go runtime.</summary>
public sealed record GoFacts : RuntimeFacts
{
    /// <summary>The soft memory limit in bytes; null if there is none or it is unknown.</summary>
    public long? MemoryLimitBytes { get; init; }

    private protected override RuntimeAssumption? Assumed =>
        LimitSource?.Name == GoRuntime.Ratio
            ? new RuntimeAssumption.ProgramUses("automemlimit")
            : new RuntimeAssumption.ImageRuns("a Go program");

    private protected override IEnumerable<MemoryDemand> Asked() => GoDemands.Of(this);

    /// <summary>The field of the container that the variable takes through the downward API: <c>limits.memory</c>; null where it takes none.</summary>
    public string? LimitField { get; init; }

    /// <summary>True if the Go program is only beside what the limit is for, as Istio's agent is beside Envoy.</summary>
    public bool IsBesideMain { get; init; }

    /// <summary>How the soft limit was computed; null where there is none.</summary>
    public Derivation? LimitBy { get; init; }

    /// <summary>True if it is known that there is no soft limit.</summary>
    public bool IsUnlimited { get; init; }

    /// <summary>GOGC in percent; null if the collector is off or that is unknown.</summary>
    public int? CollectorPercent { get; init; }

    /// <summary>True if GOGC switches the collector off.</summary>
    public bool IsCollectorOff { get; init; }

    /// <summary>The variable that sets the soft limit, or null.</summary>
    public RuntimeSetting? LimitSource { get; init; }

    /// <summary>The variable GOGC, or null.</summary>
    public RuntimeSetting? CollectorSource { get; init; }
}

/// <summary>The Go runtime's memory settings. Source: golang/go src/runtime/mgcpacer.go (readGOGC, readGOMEMLIMIT) and src/runtime/string.go
/// (parseByteCount); runtime-memory.md §8.</summary>
public static class GoRuntime
{
    /// <summary>The release (after <c>1.</c>) where no image tag tells it.</summary>
    public const int DefaultVersion = 27;

    /// <summary>Where its variables are read.</summary>
    internal const string Source = "golang/go src/runtime/mgcpacer.go (readGOMEMLIMIT, readGOGC), src/runtime/string.go (parseByteCount)";

    /// <summary>The variable of automemlimit.</summary>
    internal const string Ratio = "AUTOMEMLIMIT";

    private const string Limit = "GOMEMLIMIT",
        Collector = "GOGC";

    /// <summary>True for a variable that Go programs read.</summary>
    internal static bool IsVariable(string name) => name is Limit or Collector or Ratio;

    /// <summary>The facts of each of the container's Go programs where several start side by side; else of the one that is recognised.</summary>
    public static ImmutableArray<GoFacts> EvaluateAll(GoInput input)
    {
        ImmutableArray<GoFacts> beside =
        [
            .. input
                .Plan.AtOnce(Waiting.IsInstant)
                .Where(p => !IsOther(p) && IsOfGo(p, input.Image?.Known))
                .Select(p => Evaluate(input with { Plan = new ProcessPlan.Run(p) }))
                .OfType<GoFacts>(),
        ];
        return beside.Length > 1 ? beside
            : Evaluate(input) is { } facts ? [facts]
            : [];
    }

    /// <summary>The facts of the container's Go program, or null if none is recognised.</summary>
    public static GoFacts? Evaluate(GoInput input)
    {
        var (all, isWhole) = input.Plan.Processes;
        var processes = all.Where(p => !IsOther(p)).ToList();
        var speaking = processes
            .Where(p => p.Environment.ContainsKey(Limit) || p.Environment.ContainsKey(Collector) || p.Environment.ContainsKey(Ratio))
            .ToList();
        var match = input.Image?.Known;
        bool isGoImage = match is { Row: { Program: "go", Release: "tag" } };
        if (speaking.Count == 0 && !(isGoImage && processes.Count > 0 && isWhole))
            return null;
        int? tagged = isGoImage ? TaggedVersion(match!.Release!) : null;
        // A script may set the variables for one of its commands: those that get them are the ones that read them.
        var facts = (speaking.Count > 0 ? speaking : [processes[0]])
            .Select(p => Seen(Read(p, input, tagged), IsOfGo(p, match), p))
            .Distinct()
            .ToList();
        return facts is [var only]
            ? only
            : new GoFacts
            {
                Version = tagged ?? DefaultVersion,
                VersionFrom = tagged is null ? VersionSource.Default : VersionSource.ImageTag,
                Certainty = RuntimeCertainty.Unknown,
            };
    }

    /// <summary>Reads GOMEMLIMIT: digits and one of <c>B KiB MiB GiB TiB</c> or nothing.</summary>
    /// <param name="text">The value; not empty and not <c>off</c>.</param>
    /// <param name="bytes">The amount; 2⁶³ − 1 means no limit.</param>
    /// <returns>False where the runtime refuses the text.</returns>
    public static bool TryParseByteCount(ReadOnlySpan<char> text, out long bytes)
    {
        bytes = 0;
        var digits = text;
        int power = 0;
        if (text.IsEmpty)
            return false;
        if (!char.IsAsciiDigit(text[^1]))
        {
            if (text[^1] != 'B' || text.Length < 2)
                return false;
            digits = text[..^1];
            if (!char.IsAsciiDigit(text[^2]))
            {
                if (text[^2] != 'i' || text.Length < 4)
                    return false;
                power = "KMGT".IndexOf(text[^3]) + 1;
                if (power == 0)
                    return false;
                digits = text[..^3];
            }
        }
        if (!TryParseInteger(digits, out long number) || number < 0 || number > long.MaxValue >> (10 * power))
            return false;
        bytes = number << (10 * power);
        return true;
    }

    private static Derivation.Scaled Scale(string text, long bytes)
    {
        int power = text.Length > 3 && text[^2] == 'i' ? 10 * ("KMGT".IndexOf(text[^3]) + 1) : 0;
        return new(bytes >> power, power) { Bytes = bytes, Source = "golang/go src/runtime/string.go (parseByteCount)" };
    }

    // Go's own integers: a sign and decimal digits. A plus sign is taken by recent releases only.
    private static bool TryParseInteger(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        var digits = text.StartsWith("-") || text.StartsWith("+") ? text[1..] : text;
        return !digits.IsEmpty
            && !digits.ContainsAnyExceptInRange('0', '9')
            && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number);
    }

    private static GoFacts Read(Process process, GoInput input, int? tagged)
    {
        int version = tagged ?? DefaultVersion;
        var facts = new GoFacts
        {
            Version = version,
            VersionFrom = tagged is null ? VersionSource.Default : VersionSource.ImageTag,
            Certainty = RuntimeCertainty.Exact,
            Starts = true,
        };
        facts = WithCollector(facts, process, version);
        return WithLimit(facts, process, input, version);
    }

    private static GoFacts WithCollector(GoFacts facts, Process process, int version)
    {
        if (process.Variable(Collector) is not { } word)
        {
            return process.EnvironmentComplete ? facts with { CollectorPercent = 100 } : facts;
        }
        facts = facts with { CollectorSource = new(Collector, word, new TextOrigin.Variable(Collector)) };
        if (!word.IsKnown || IsUnsure(word.Text, version))
            return facts;
        if (word.Text == "off")
            return facts with { IsCollectorOff = true };
        // What is no 32-bit number counts as not written.
        int percent = TryParseInteger(word.Text, out long number) && number is >= int.MinValue and <= int.MaxValue ? (int)number : 100;
        return percent < 0 ? facts with { IsCollectorOff = true } : facts with { CollectorPercent = percent };
    }

    private static GoFacts WithLimit(GoFacts facts, Process process, GoInput input, int version)
    {
        // Go 1.18 and before have no such limit.
        if (version < 19)
            return facts with { IsUnlimited = true };
        if (process.Variable(Limit) is { } word)
        {
            facts = facts with { LimitSource = new(Limit, word, new TextOrigin.Variable(Limit)) };
            if (!word.IsKnown || IsUnsure(word.Text, version))
                return facts with { Starts = null };
            if (word.Text is "" or "off")
                return facts with { IsUnlimited = true };
            if (RefusesPlus(word.Text, version) || !TryParseByteCount(word.Text, out long bytes))
                return facts with { Starts = false, Failure = RuntimeFailure.MalformedGoMemoryLimit, ExitCode = 2 };
            return bytes == long.MaxValue
                ? facts with
                {
                    IsUnlimited = true,
                }
                : facts with
                {
                    MemoryLimitBytes = bytes,
                    LimitBy = Scale(word.Text, bytes),
                };
        }
        if (!process.EnvironmentComplete)
            return facts;
        // The library automemlimit, which its variable tells of.
        if (process.Variable(Ratio) is not { } ratio || ratio is { IsKnown: true, Text: "off" })
            return facts with { IsUnlimited = true };
        facts = facts with { LimitSource = new(Ratio, ratio, new TextOrigin.Variable(Ratio)), Certainty = RuntimeCertainty.Assumed };
        if (
            !ratio.IsKnown
            || !double.TryParse(ratio.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double share)
            || share is not (> 0 and <= 1)
        )
            return facts;
        return input.Around.MemoryLimit.Value is { } limit
            ? facts with
            {
                MemoryLimitBytes = (long)(limit * share),
                LimitBy = new Derivation.Share(MemoryBasis.Limit, limit, share * 100)
                {
                    Bytes = (long)(limit * share),
                    Source = "github.com/KimMachineGun/automemlimit memlimit/memlimit.go (AUTOMEMLIMIT)",
                },
            }
            : facts;
    }

    // 1.19 refuses a plus sign and 1.27 takes it; where that changed is not known.
    private static bool RefusesPlus(string text, int version) => text.StartsWith('+') && version <= 19;

    private static bool IsUnsure(string text, int version) => text.StartsWith('+') && version is > 19 and < 27;

    private static int? TaggedVersion(string tag)
    {
        if (!tag.StartsWith("1.", StringComparison.Ordinal))
            return null;
        int length = tag.AsSpan(2).IndexOfAnyExceptInRange('0', '9');
        return
            int.TryParse(
                length < 0 ? tag.AsSpan(2) : tag.AsSpan(2, length),
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out int release
            )
            && release < 1000
            ? release
            : null;
    }

    // A variable alone is a hint: whoever starts may be no Go program.
    private static GoFacts Seen(GoFacts facts, bool isSeen, Process process) =>
        facts.Certainty != RuntimeCertainty.Exact ? facts
        : !isSeen ? facts with { Certainty = RuntimeCertainty.Assumed }
        : RuntimeFacts.WrapperOf(process, facts.LimitSource ?? facts.CollectorSource) is { } wrapper
            ? facts with
            {
                Certainty = RuntimeCertainty.Assumed,
                Wrapper = wrapper,
            }
        : facts;

    private static bool IsOfGo(Process process, ImageMatch? image) =>
        ProgramOf(process) is { } program
            ? Referee.LanguageOf(program) == "go" && !process.IsPassedOn
            : image is { IsOwn: true }
                && Referee.LanguageOf(image.Row.Program) == "go"
                // A script may set it anew, or run something else.
                && process.Arguments is not [{ Text: [.., '.', 's', 'h'] }, ..];

    private static bool IsOther(Process process) =>
        (ProgramOf(process) is { } program && Referee.LanguageOf(program) != "go")
        // It tells of itself and ends.
        || process.Arguments is [{ IsKnown: true } tool, { IsKnown: true, Text: "version" or "help" or "env" }, ..]
            && PathText.NameOf(tool.Text) == "go";

    private static string? ProgramOf(Process process) =>
        !process.EntrypointUnknown && process.Arguments is [{ IsKnown: true } program, ..]
            ? KnownImages.ProgramOf(PathText.NameOf(program.Text))
            : null;
}
