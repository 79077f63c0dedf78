using System.Globalization;
using ManifestLint.Tables;

namespace ManifestLint.Runtimes.Java;

/// <summary>The type of a <c>-XX</c> flag.</summary>
public enum JvmFlagType
{
    /// <summary><c>+</c> or <c>-</c> before the name.</summary>
    Switch,

    /// <summary>32 bits, signed.</summary>
    Int,

    /// <summary>32 bits, unsigned.</summary>
    UInt,

    /// <summary>64 bits, signed.</summary>
    Long,

    /// <summary>64 bits, unsigned: sizes in bytes (unless the flag says otherwise) and counts.</summary>
    ULong,

    /// <summary>A double: percentages.</summary>
    Double,

    /// <summary>Any text.</summary>
    Text,
}

/// <summary>What has to come before a flag.</summary>
public enum JvmFlagLock
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary><c>-XX:+UnlockDiagnosticVMOptions</c>.</summary>
    Diagnostic,

    /// <summary><c>-XX:+UnlockExperimentalVMOptions</c>.</summary>
    Experimental,
}

/// <summary>What a JDK does with the name of a flag.</summary>
public enum JvmFlagStanding
{
    /// <summary>Not known here whether it has the flag.</summary>
    Unsure,

    /// <summary>It has the flag.</summary>
    Known,

    /// <summary>Accepted with a warning, without effect.</summary>
    Ignored,

    /// <summary>The JVM does not start.</summary>
    Refused,
}

/// <summary>A <c>-XX</c> flag in one release.</summary>
/// <param name="Standing">What the release does with it; the other values count only for Known.</param>
/// <param name="Type">Its type.</param>
/// <param name="Lock">What has to come before it.</param>
/// <param name="Range">The values that it takes.</param>
public readonly record struct JvmFlag(JvmFlagStanding Standing, JvmFlagType Type, JvmFlagLock Lock, JvmFlagRange Range);

/// <summary>The values of a flag, the ends included.</summary>
/// <param name="Minimum">Smaller ones are refused.</param>
/// <param name="Maximum">Larger ones are refused.</param>
public readonly record struct JvmFlagRange(double Minimum, double Maximum)
{
    /// <summary>Whatever its type holds.</summary>
    public static JvmFlagRange All { get; } = new(double.MinValue, double.MaxValue);

    /// <summary>The values that are surely taken, where others of the range may be refused for another reason or were not asked; null: all of them.</summary>
    public JvmFlagSure? Sure { get; init; }

    /// <summary>True if the value is refused.</summary>
    public bool Refuses(double value) => value < Minimum || value > Maximum;

    /// <summary>True if nobody knows.</summary>
    public bool IsUnsure(double value) => Sure is { } sure && (value < sure.Minimum || value > sure.Maximum);
}

/// <summary>The values that a flag surely takes, the ends included.</summary>
/// <param name="Minimum">The smallest one.</param>
/// <param name="Maximum">The largest one.</param>
public readonly record struct JvmFlagSure(double Minimum, double Maximum)
{
    /// <summary>No value.</summary>
    public static JvmFlagSure None { get; } = new(double.MaxValue, double.MinValue);
}

/// <summary>Which options which JDK knows: one complete table for each release that was asked or read; between two of them what both agree on, so
/// that a name is refused for certain where none of them has it, and nothing is said of what only one has. The table of the newest release is
/// incomplete: it says what was read of that release, and nothing by a name that it does not have.</summary>
public static class JvmOptionTable
{
    // The releases with a table of their own.
    private static readonly int[] Releases = [8, 11, 17, 21, 25];

    // The release whose table has only what is known to differ from the one before.
    private const int Incomplete = 26;

    private static readonly Dictionary<int, DataTable> Flags = Releases
        .Append(Incomplete)
        .ToDictionary(r => r, r => new DataTable($"flags-{r}"));

    private static readonly DataTable Lives = new("flag-lives");

    private static readonly DataTable Updates = new("updates-8");

    private static readonly Lazy<string[]> Vendors = new(() => [.. DataTable.Rows("flags-vendors").Select(r => r[0])]);

    private sealed record Row(JvmFlagType Type, JvmFlagStanding Standing, JvmFlagLock Lock, JvmFlagRange Range);

    private sealed record Life(JvmFlagType Type, JvmFlagLock Lock, int ExperimentalBefore, int Since, int IgnoredIn, int RefusedIn);

    /// <summary>All names that are known of any release.</summary>
    public static IEnumerable<string> Names =>
        Flags.Values.Append(Lives).SelectMany(t => t.All()).Select(r => r[0]).Distinct(StringComparer.Ordinal);

    /// <summary>True if some release has, or had, a flag of this name (case counts).</summary>
    public static bool IsNamed(string name) => Lives.Find(name) is not null || Flags.Values.Any(t => t.Find(name) is not null);

    /// <summary>The flag of this name (case counts) in a JDK.</summary>
    public static JvmFlag Find(string name, int version)
    {
        if (
            Array.Exists(Vendors.Value, v =>
                v.EndsWith('*') ? name.AsSpan().StartsWith(v.AsSpan(0, v.Length - 1), StringComparison.Ordinal) : v == name
            )
        )
            return Of(JvmFlagStanding.Unsure);
        if (Flags.ContainsKey(version) && RowOf(name, version) is { } row)
            return Of(row);
        if (Releases.Contains(version))
            return Of(JvmFlagStanding.Refused);
        var (below, above) = (Neighbour(name, version, isBelow: true), Neighbour(name, version, isBelow: false));
        if (LifeOf(name) is { } life)
            return Lived(life, below, above, version);
        if (below is { Standing: JvmFlagStanding.Known } && above is { Standing: JvmFlagStanding.Known })
        {
            return below.Type == above.Type && below.Lock == above.Lock
                ? new(JvmFlagStanding.Known, below.Type, below.Lock, Agreed(below.Range, above.Range))
                : new(JvmFlagStanding.Unsure, below.Type, below.Lock, JvmFlagRange.All);
        }
        if (below is null && above is null)
        {
            // What was gone before does not come back; what comes later is not there yet, or is just new.
            bool isLater = version < Releases[^1] && Releases.Any(r => r > version && Flags[r].Find(name) is not null);
            return Of(isLater ? JvmFlagStanding.Unsure : JvmFlagStanding.Refused);
        }
        // A flag for all goes through a table that warns for some releases; the other kinds vanish without notice.
        return version > Releases[^1] && below is { Standing: JvmFlagStanding.Known, Lock: JvmFlagLock.None }
            ? new(JvmFlagStanding.Known, below.Type, below.Lock, Agreed(below.Range, JvmFlagRange.All))
            : Of(JvmFlagStanding.Unsure);
    }

    /// <summary>The flag in an update of Java 8.</summary>
    public static JvmFlag FindIn8(string name, int update) =>
        Updates.Find(name) is [_, var first] && update < int.Parse(first, CultureInfo.InvariantCulture)
            ? Of(JvmFlagStanding.Refused)
            : Find(name, 8);

    /// <summary>The first release after <paramref name="version"/> that refuses the flag, or null if none is known.</summary>
    public static int? RefusedAfter(string name, int version) =>
        LifeOf(name) is { RefusedIn: not int.MaxValue and var refused } && refused > version ? refused : null;

    /// <summary>The first release that refuses a flag which earlier ones take, or null if none is known.</summary>
    public static int? RefusedIn(string name) => RefusedAfter(name, 0);

    private static JvmFlag Of(JvmFlagStanding standing) => new(standing, default, default, JvmFlagRange.All);

    private static JvmFlag Of(Row row) => new(row.Standing, row.Type, row.Lock, row.Range);

    // The row of the nearest release with a table.
    private static Row? Neighbour(string name, int version, bool isBelow)
    {
        if (isBelow && version > Incomplete && RowOf(name, Incomplete) is { } newest)
            return newest;
        int release = isBelow ? Releases.LastOrDefault(r => r < version) : Releases.FirstOrDefault(r => r > version);
        return release == 0 ? null : RowOf(name, release);
    }

    private static JvmFlagRange Agreed(JvmFlagRange one, JvmFlagRange other) =>
        new(Math.Min(one.Minimum, other.Minimum), Math.Max(one.Maximum, other.Maximum))
        {
            Sure = one == other ? one.Sure : new JvmFlagSure(Math.Max(Least(one), Least(other)), Math.Min(Most(one), Most(other))),
        };

    private static double Least(JvmFlagRange range) => range.Sure?.Minimum ?? range.Minimum;

    private static double Most(JvmFlagRange range) => range.Sure?.Maximum ?? range.Maximum;

    private static JvmFlag Lived(Life life, Row? below, Row? above, int version)
    {
        var standing =
            version < life.Since || version >= life.RefusedIn ? JvmFlagStanding.Refused
            : version >= life.IgnoredIn ? JvmFlagStanding.Ignored
            : JvmFlagStanding.Known;
        var needed = life.ExperimentalBefore > version ? JvmFlagLock.Experimental : life.Lock;
        // Where one neighbour alone has it, what that one refuses may be taken.
        var range =
            below is not null && above is not null ? Agreed(below.Range, above.Range)
            : (below ?? above) is { } only ? Agreed(only.Range, JvmFlagRange.All)
            : JvmFlagRange.All;
        return new(standing, life.Type, needed, range);
    }

    private static Row? RowOf(string name, int release) =>
        Flags[release].Find(name) is { } parts ? new(TypeOf(parts[1][0]), StandingOf(parts[1][1]), LockOf(parts), RangeOf(parts)) : null;

    private static Life? LifeOf(string name) =>
        Lives.Find(name) is { } parts
            ? new(
                TypeOf(parts[1][0]),
                LockOf(parts),
                parts[1].Length > 2 ? Release(parts[1][2..]) : 0,
                Release(parts[2]),
                Release(parts[3]),
                Release(parts[4])
            )
            : null;

    private static JvmFlagStanding StandingOf(char kind) =>
        kind switch
        {
            'i' => JvmFlagStanding.Ignored,
            '?' => JvmFlagStanding.Unsure,
            _ => JvmFlagStanding.Known,
        };

    private static JvmFlagRange RangeOf(string[] parts)
    {
        var range = parts.Length >= 4 && parts[2] != "-" ? new JvmFlagRange(Number(parts[2]), Number(parts[3])) : JvmFlagRange.All;
        return parts.Length >= 6 ? range with { Sure = new JvmFlagSure(Number(parts[4]), Number(parts[5])) }
            : parts[1].Length > 2 ? range with { Sure = JvmFlagSure.None }
            : range;
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private static int Release(string text) => text == "-" ? int.MaxValue : int.Parse(text, CultureInfo.InvariantCulture);

    private static JvmFlagType TypeOf(char letter) =>
        letter switch
        {
            'b' => JvmFlagType.Switch,
            'i' => JvmFlagType.Int,
            'u' => JvmFlagType.UInt,
            'x' => JvmFlagType.Long,
            'd' => JvmFlagType.Double,
            's' => JvmFlagType.Text,
            _ => JvmFlagType.ULong,
        };

    private static JvmFlagLock LockOf(string[] parts) =>
        parts[1][1] switch
        {
            // The keys are not locked themselves.
            _ when parts[0].StartsWith("Unlock", StringComparison.Ordinal) => JvmFlagLock.None,
            'd' => JvmFlagLock.Diagnostic,
            'e' => JvmFlagLock.Experimental,
            _ => JvmFlagLock.None,
        };
}
