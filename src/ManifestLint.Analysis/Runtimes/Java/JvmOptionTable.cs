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
/// <param name="Minimum">Smallest value, included.</param>
/// <param name="Maximum">Largest value, included.</param>
public readonly record struct JvmFlag(JvmFlagStanding Standing, JvmFlagType Type, JvmFlagLock Lock, double Minimum, double Maximum);

/// <summary>Which options which JDK knows. JDK 17 is complete; of the others the flags that are in use, so a name that is not listed is
/// refused with certainty only by 17.</summary>
public static class JvmOptionTable
{
    private static readonly Lazy<(Dictionary<string, Row> Flags17, Dictionary<string, Life> Lives)> Tables = new(Read);

    private sealed record Row(JvmFlagType Type, JvmFlagLock Lock, double Minimum, double Maximum);

    private sealed record Life(JvmFlagType Type, JvmFlagLock Lock, int ExperimentalBefore, int Since, int IgnoredIn, int RefusedIn);

    /// <summary>All names that are known of any release.</summary>
    public static IEnumerable<string> Names => Tables.Value.Flags17.Keys.Union(Tables.Value.Lives.Keys);

    /// <summary>The flag of this name (case counts) in a JDK.</summary>
    public static JvmFlag Find(string name, int version)
    {
        var (flags17, lives) = Tables.Value;
        var row = flags17.GetValueOrDefault(name);
        if (lives.TryGetValue(name, out var life))
            return Lived(life, row, version);
        if (row is null)
            return new(
                version == 17 || IsSurelyNoFlag(name, flags17) ? JvmFlagStanding.Refused : JvmFlagStanding.Unsure,
                default,
                default,
                0,
                0
            );
        // Flags for all come and go through a table that warns for some releases; the other kinds vanish without notice, and what
        // JDK 17 has need not have existed before.
        bool certain = version == 17 || (version > 17 && row.Lock == JvmFlagLock.None);
        return new(certain ? JvmFlagStanding.Known : JvmFlagStanding.Unsure, row.Type, row.Lock, row.Minimum, row.Maximum);
    }

    /// <summary>The first release after <paramref name="version"/> that refuses the flag, or null if none is known.</summary>
    public static int? RefusedAfter(string name, int version) =>
        Tables.Value.Lives.TryGetValue(name, out var life) && life.RefusedIn > version && life.RefusedIn != int.MaxValue
            ? life.RefusedIn
            : null;

    /// <summary>The first release that refuses a flag which earlier ones take, or null if none is known.</summary>
    public static int? RefusedIn(string name) => RefusedAfter(name, 0);

    private static JvmFlag Lived(Life life, Row? row, int version)
    {
        var standing =
            version < life.Since || version >= life.RefusedIn ? JvmFlagStanding.Refused
            : version >= life.IgnoredIn ? JvmFlagStanding.Ignored
            : JvmFlagStanding.Known;
        var needed = life.ExperimentalBefore > version ? JvmFlagLock.Experimental : life.Lock;
        // Ranges are checked since JDK 9; before, each flag had its own way.
        bool ranged = row is not null && version >= 9;
        var (minimum, maximum) = ranged ? (row!.Minimum, row.Maximum) : (double.MinValue, double.MaxValue);
        return new(standing, life.Type, needed, minimum, maximum);
    }

    /// <summary>A name that no release can have: other characters than a C++ name has, or a known name in another case.</summary>
    private static bool IsSurelyNoFlag(string name, Dictionary<string, Row> flags17) =>
        name.Length == 0
        || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')
        || flags17.Keys.Any(known => known.Equals(name, StringComparison.OrdinalIgnoreCase));

    private static (Dictionary<string, Row> Flags17, Dictionary<string, Life> Lives) Read()
    {
        var flags = new Dictionary<string, Row>(1024, StringComparer.Ordinal);
        foreach (string[] parts in DataTable.Rows("flags-17"))
        {
            var (minimum, maximum) = parts.Length >= 4 ? (Number(parts[2]), Number(parts[3])) : (double.MinValue, double.MaxValue);
            flags[parts[0]] = new Row(TypeOf(parts[1][0]), LockOf(parts), minimum, maximum);
        }
        var lives = new Dictionary<string, Life>(512, StringComparer.Ordinal);
        foreach (string[] parts in DataTable.Rows("flag-lives"))
        {
            lives[parts[0]] = new Life(
                TypeOf(parts[1][0]),
                LockOf(parts),
                parts[1].Length > 2 ? Release(parts[1][2..]) : 0,
                Release(parts[2]),
                Release(parts[3]),
                Release(parts[4])
            );
        }
        return (flags, lives);
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

    /// <summary>Whether the virtual machine knows an option that does not begin with <c>-XX:</c>, as it reads it from a variable or from the launcher.
    /// Null: not known here. Source: <c>Arguments::parse_each_vm_init_arg</c>; JDK 17 asked for each.</summary>
    public static bool? IsMachineOption(string option, int version)
    {
        if (option.StartsWith("--", StringComparison.Ordinal))
            return IsLongOption(option, version);
        if (
            StartsWithAny(
                option,
                "-D",
                "-agentlib:",
                "-agentpath:",
                "-javaagent:",
                "-verbose:",
                "-ea:",
                "-da:",
                "-enableassertions:",
                "-disableassertions:",
                "-Xrun",
                "-Xloggc:",
                "-Xbootclasspath/a:",
                "-Xverify",
                "-Xmaxjitcodesize",
                "-Xss",
                "-Xmn",
                "-Xmx",
                "-Xms"
            )
        )
        {
            return true;
        }
        return option switch
        {
            "-ea"
            or "-da"
            or "-enableassertions"
            or "-disableassertions"
            or "-esa"
            or "-dsa"
            or "-enablesystemassertions"
            or "-disablesystemassertions"
            or "-verbose"
            or "-verbosegc"
            or "-Xint"
            or "-Xcomp"
            or "-Xmixed"
            or "-Xbatch"
            or "-Xrs"
            or "-Xcheck:jni"
            or "-Xcheck"
            or "-Xdebug"
            or "-Xnoagent"
            or "-Xnoclassgc"
            or "-Xshare:auto"
            or "-Xshare:on"
            or "-Xshare:off"
            or "-Xshare:dump"
            or "-Xinternalversion"
            or "-Xprof" => true,
            "-Xincgc" or "-Xnoincgc" or "-d64" => version == 8,
            "-Xconcgc" or "-Xnoconcgc" => version < 14 ? null : false,
            "-Xlog" => version >= 9,
            _ when option.StartsWith("-Xlog:", StringComparison.Ordinal) => version >= 9,
            _ when StartsWithAny(option, "-Xbootclasspath:", "-Xbootclasspath/p:") => version == 8,
            // Sub-options and old ones of 8 and of later releases are not all known here.
            _ when option.StartsWith("-X", StringComparison.Ordinal)
                    && version is 8 or > 25
                    && option is "-Xboundthreads" or "-Xoss" or "-Xusealtsigs" => null,
            _ => false,
        };
    }

    private static bool? IsLongOption(string option, int version)
    {
        if (version < 9)
            return false;
        if (option == "--enable-preview")
            return version >= 11 ? true : null;
        if (
            StartsWithAny(
                option,
                "--add-reads=",
                "--add-exports=",
                "--add-opens=",
                "--add-modules=",
                "--limit-modules=",
                "--module-path=",
                "--upgrade-module-path=",
                "--patch-module="
            )
        )
        {
            return true;
        }
        if (option.StartsWith("--illegal-access=", StringComparison.Ordinal))
            return true;
        if (option.StartsWith("--enable-native-access=", StringComparison.Ordinal))
            return version >= 17 ? true
                : version == 16 ? null
                : false;
        if (option.StartsWith("--finalization=", StringComparison.Ordinal))
            return version >= 18;
        if (option.StartsWith("--sun-misc-unsafe-memory-access=", StringComparison.Ordinal))
            return version >= 23;
        if (option.StartsWith("--illegal-native-access=", StringComparison.Ordinal))
            return version >= 24;
        return version <= 17 ? false
            : version > 26 ? null
            : false;
    }

    private static bool StartsWithAny(string text, params ReadOnlySpan<string> prefixes)
    {
        foreach (string prefix in prefixes)
        {
            if (text.StartsWith(prefix, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
