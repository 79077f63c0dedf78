using System.Collections.Immutable;

namespace ManifestLint.Programs;

/// <summary>A program in front that may have set any variable anew.</summary>
/// <param name="Name">Its base name.</param>
/// <param name="Given">The variables that it was given: what is set behind it stays as it is.</param>
public sealed record WrapperInFront(string Name, ImmutableDictionary<string, Word> Given)
{
    /// <summary>True if a variable may have another value than <paramref name="now"/>, or one where that is null.</summary>
    public bool MaySet(string variable, Word? now) =>
        now is null || (Given.TryGetValue(variable, out var given) && ReferenceEquals(given, now));
}
