using ManifestLint.Programs;

namespace ManifestLint.Evidence;

/// <summary>An option or a variable that decides a fact of a runtime.</summary>
/// <param name="Name">Its name: <c>--max-old-space-size</c>, <c>GOMEMLIMIT</c>.</param>
/// <param name="Word">The option as a whole, or the variable's value, with its origin.</param>
/// <param name="From">What brings it to the runtime: the variable, where one does, wherever its value stands.</param>
public sealed record RuntimeSetting(string Name, Word Word, TextOrigin From)
{
    /// <summary>The whole of it as its author wrote it, where <see cref="Word"/> is the value alone: <c>--concurrency=8</c>; null where it is the whole.</summary>
    public string? Written { get; init; }

    /// <summary>The whole of it as its author wrote it, references and all.</summary>
    public string AsWritten => Written ?? WordPlace.AsWritten(Word);
}

/// <summary>An option that is read and then has no effect, or never reaches the runtime.</summary>
/// <param name="Setting">The option.</param>
/// <param name="Reason">Why.</param>
public sealed record RuntimeIgnoredSetting(RuntimeSetting Setting, IgnoredReason Reason);
