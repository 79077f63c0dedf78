using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>An option that counts: the last one of its kind from the strongest source.</summary>
/// <param name="Name">The flag that it sets, by its <c>-XX</c> name: <c>-Xmx</c> is <c>MaxHeapSize</c>.</param>
/// <param name="Value">The value as written; <c>true</c> or <c>false</c> for a switch.</param>
/// <param name="Number">The value as a number (bytes, percent, a count), null for texts and switches.</param>
/// <param name="Word">The option as a whole, with its origin.</param>
/// <param name="From">What brings it to the JVM: the variable, where one does, wherever its value stands.</param>
public sealed record JvmSetting(string Name, string Value, double? Number, Word Word, TextOrigin From)
{
    /// <summary>The value in bytes, exactly; null for other numbers and texts.</summary>
    public ulong? Size { get; init; }

    /// <summary>True for an <c>-XX:</c> option out of JAVA_TOOL_OPTIONS or _JAVA_OPTIONS: the JVM does not check it against the other sizes.</summary>
    public bool IsFromVariable { get; init; }
}

/// <summary>An option that is read and then has no effect, or never reaches a JVM.</summary>
/// <param name="Text">The option or variable as written.</param>
/// <param name="Word">The same with its origin.</param>
/// <param name="From">As in <see cref="JvmSetting"/>.</param>
/// <param name="Reason">Why it has no effect.</param>
public sealed record JvmIgnoredSetting(string Text, Word Word, TextOrigin From, IgnoredReason Reason)
{
    /// <summary>The kind of reason.</summary>
    public JvmIgnoredKind Kind =>
        Reason switch
        {
            IgnoredReason.Later => JvmIgnoredKind.Overridden,
            IgnoredReason.NoSuchVariable or IgnoredReason.NotUsed => JvmIgnoredKind.NeverReferenced,
            IgnoredReason.DoesNothing or IgnoredReason.NotReadBefore => JvmIgnoredKind.OtherRelease,
            _ => JvmIgnoredKind.WithoutEffect,
        };
}

/// <summary>Why an option has no effect.</summary>
public enum JvmIgnoredKind
{
    /// <summary>A later one from the same or a stronger source replaces it.</summary>
    Overridden,

    /// <summary>No program reads the variable.</summary>
    NeverReferenced,

    /// <summary>A percentage that another setting or a small limit makes idle.</summary>
    WithoutEffect,

    /// <summary>This JDK accepts the option and does nothing.</summary>
    OtherRelease,
}

/// <summary>An option that this JDK takes and a later one refuses.</summary>
/// <param name="Setting">The option.</param>
/// <param name="RefusedFrom">First release that does not start with it.</param>
public sealed record JvmExpiringSetting(JvmSetting Setting, int RefusedFrom);
