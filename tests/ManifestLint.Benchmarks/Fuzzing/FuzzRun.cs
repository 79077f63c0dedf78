using System.Globalization;
using System.Runtime;

namespace ManifestLint.Benchmarks.Fuzzing;

/// <summary>
/// <c>fuzz COUNT SEED</c>: so many inputs, the same for one seed everywhere. Each is made of one or two that were kept; one that shows a new
/// combination of what can be seen is kept, too, and with <c>explore</c> also one by which a method runs for the first time, which differs from run to
/// run. A failure is printed with the input that makes it.
/// </summary>
internal static class FuzzRun
{
    private const int MostFailures = 10;

    // What is kept is drawn from; more would only dilute it.
    private const int MostKept = 4000;

    /// <summary>0 if nothing failed, 1 if something did, 2 for bad arguments.</summary>
    public static int Start(string[] arguments)
    {
        if (
            arguments is not [var counted, var seeded, .. var more]
            || more is not ([] or ["explore"])
            || !int.TryParse(counted, NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            || !int.TryParse(seeded, NumberStyles.None, CultureInfo.InvariantCulture, out int seed)
        )
        {
            Console.Error.WriteLine("fuzz COUNT SEED [explore]");
            return 2;
        }
        var random = new Random(seed);
        FuzzTarget[] targets = [new ReaderTarget(), new ShellTarget(), new JvmTarget(), new FileTarget()];
        var mutators = targets.Select(t => new Mutator(random, t.Words)).ToArray();
        var kept = targets.Select(t => t.Seeds.ToList()).ToArray();
        var seen = targets.Select(_ => new HashSet<string>(StringComparer.Ordinal)).ToArray();
        int failures = 0;
        int[] reached = new int[targets.Length];
        for (int i = 0; i < count && failures < MostFailures; i++)
        {
            int which = i % targets.Length;
            // The seeds themselves come first.
            int turn = i / targets.Length;
            string input = turn < targets[which].Seeds.Count ? targets[which].Seeds[turn] : mutators[which].Next(kept[which]);
            if (Try(targets[which], input, out string shown, out bool reachesMore) is { } failure)
            {
                failures++;
                Console.Error.WriteLine($"input {i} of seed {seed}, {targets[which].Name}: {failure}\n{input}\n");
            }
            else if (seen[which].Add(shown) | (more.Length > 0 && reachesMore))
            {
                reached[which] += reachesMore ? 1 : 0;
                Keep(kept[which], input, random);
            }
        }
        string[] told = [.. targets.Select((t, i) => $"{t.Name} {seen[i].Count}, new methods by {reached[i]}, dearest {t.Dearest}")];
        Console.Out.WriteLine($"{count} inputs of seed {seed}, {failures} failures; combinations seen: {string.Join("; ", told)}");
        return failures == 0 ? 0 : 1;
    }

    private static void Keep(List<string> kept, string input, Random random)
    {
        if (kept.Count < MostKept)
            kept.Add(input);
        else
            kept[random.Next(MostKept)] = input;
    }

    private static string? Try(FuzzTarget target, string input, out string shown, out bool reachesMore)
    {
        (shown, reachesMore) = ("", false);
        try
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            // Nothing of ours is compiled before it runs, so what is compiled has run for the first time.
            long methods = JitInfo.GetCompiledMethodCount(currentThread: true);
            var first = target.Look(input);
            reachesMore = JitInfo.GetCompiledMethodCount(currentThread: true) > methods;
            long cost = GC.GetAllocatedBytesForCurrentThread() - before;
            shown = first.Shown;
            var second = target.Look(input);
            return first.Failure
                ?? (first.Output == second.Output ? null : "two runs differ")
                ?? (target.Costs(cost, input.Length) ? null : $"{cost} bytes are allocated for {input.Length} characters");
        }
        catch (Exception exception)
        {
            return exception.ToString();
        }
    }
}

/// <summary>What was seen of one input.</summary>
/// <param name="Shown">What can be seen at all, without amounts and places: a new one is worth keeping.</param>
/// <param name="Output">Everything, byte for byte.</param>
/// <param name="Failure">What must not be; null for nothing.</param>
internal sealed record FuzzLook(string Shown, string Output, string? Failure);

/// <summary>What inputs are given to.</summary>
/// <param name="name">Its name.</param>
/// <param name="bytesAtOnce">What may be allocated for any input (contracts.md C8: work, not time).</param>
/// <param name="bytesPerCharacter">And for each character more.</param>
internal abstract class FuzzTarget(string name, long bytesAtOnce, long bytesPerCharacter)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Inputs to begin with.</summary>
    public abstract IReadOnlyList<string> Seeds { get; }

    /// <summary>Words of its language.</summary>
    public abstract IReadOnlyList<string> Words { get; }

    /// <summary>The largest share of what is allowed that an input has taken, in hundredths.</summary>
    public long Dearest { get; private set; }

    /// <summary>Looks at an input.</summary>
    public abstract FuzzLook Look(string input);

    /// <summary>Notes what an input has cost; false if that is more than its length allows.</summary>
    public bool Costs(long bytes, int characters)
    {
        long allowed = bytesAtOnce + (bytesPerCharacter * characters);
        Dearest = Math.Max(Dearest, 100 * bytes / allowed);
        return bytes <= allowed;
    }
}
