using System.Diagnostics.CodeAnalysis;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>What can be said about a field from the text alone.</summary>
public enum FieldState
{
    /// <summary>Not written.</summary>
    Absent,

    /// <summary>Written, but not readable here: a placeholder, a typo, an alias into nowhere.</summary>
    Unknown,

    /// <summary>Written and read.</summary>
    Known,
}

/// <summary>
/// A field of a manifest in one of three states. Absent and unknown are never confused, so a template never makes a rule cry
/// "missing". It always has a node to point at.
/// </summary>
public readonly struct Field<T>
{
    internal Field(FieldState state, T? value, YamlNode node, YamlPath path) => (State, _value, Node, Path) = (state, value, node, path);

    private readonly T? _value;

    /// <summary>What is known.</summary>
    public FieldState State { get; }

    /// <summary>The value as written; for an absent field the closest written key above it.</summary>
    public YamlNode Node { get; }

    /// <summary>The key before the value, where there is one to point at.</summary>
    internal YamlNode? Key { get; init; }

    /// <summary>What to point at: the value; its key where it is left empty, as in <c>memory:</c>; the closest key above where it is not written.</summary>
    public Location Location => Node.Location.Span.Length == 0 && Key is { } key ? key.Location : Node.Location;

    /// <summary>
    /// Address of <see cref="Node"/> relative to the view the field was read from (a container, a pod): <c>resources.limits.memory</c>.
    /// </summary>
    public YamlPath Path { get; }

    /// <summary>True if it is not written.</summary>
    public bool IsAbsent => State == FieldState.Absent;

    /// <summary>True if it is written but cannot be read.</summary>
    public bool IsUnknown => State == FieldState.Unknown;

    /// <summary>The text as its author wrote it (unquoted), or empty if absent or no scalar.</summary>
    public string Text => State != FieldState.Absent && Node.Target is YamlScalar scalar ? scalar.Value : "";

    /// <summary>True, with the value, if it is known.</summary>
    public bool IsKnown([MaybeNullWhen(false)] out T value)
    {
        value = _value;
        return State == FieldState.Known;
    }
}

/// <summary>Makes fields.</summary>
public static class Field
{
    /// <summary>A field that is not written; <paramref name="closest"/> is the closest written key.</summary>
    public static Field<T> Absent<T>(YamlNode closest, YamlPath path) => new(FieldState.Absent, default, closest, path);

    /// <summary>A field that is written and cannot be read.</summary>
    public static Field<T> Unknown<T>(YamlNode node, YamlPath path) => new(FieldState.Unknown, default, node, path);

    /// <summary>A field that is written and read.</summary>
    public static Field<T> Known<T>(YamlNode node, T value, YamlPath path) => new(FieldState.Known, value, node, path);
}
