using System.Collections.Immutable;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ManifestLint.Yaml;

/// <summary>One step down: a key of a mapping, an index of a sequence, or the item of a sequence that has a name.</summary>
/// <param name="Key">The key's name in JSON; null for an item.</param>
/// <param name="Index">0-based; 0 for a key and for an item that is told by its name.</param>
/// <param name="Name">The value of an item's key <c>name</c>; null for a key and for an item that is told by its index.</param>
public readonly record struct YamlPathStep(string? Key, int Index, string? Name = null);

/// <summary>
/// An address such as <c>spec.containers[0].image</c>, or <c>spec.containers[app].image</c> where items move about. A key that holds more than letters, digits, <c>-</c>, <c>_</c> and <c>$</c> is quoted:
/// <c>metadata.annotations["kubernetes.io/config.source"]</c>, with <c>\"</c>, <c>\\</c>, <c>\n</c>, <c>\r</c>, <c>\t</c> and <c>\uXXXX</c> inside.
/// </summary>
public sealed class YamlPath : IEquatable<YamlPath>
{
    // A path shares all but its last step with the one it was made from: fields are many, and steps in common too.
    private readonly YamlPath? _parent;
    private readonly YamlPathStep _last;

    private YamlPath(YamlPath? parent, YamlPathStep last) =>
        (_parent, _last, Length) = (parent, last, parent is null ? 0 : parent.Length + 1);

    /// <summary>The path of the root; written as nothing.</summary>
    public static YamlPath Root { get; } = new(null, default);

    /// <summary>Number of steps from the root.</summary>
    public int Length { get; }

    /// <summary>The steps from the root.</summary>
    public ImmutableArray<YamlPathStep> Steps
    {
        get
        {
            var steps = new YamlPathStep[Length];
            for (var at = this; at.Length > 0; at = at._parent!)
                steps[at.Length - 1] = at._last;
            return ImmutableCollectionsMarshal.AsImmutableArray(steps);
        }
    }

    /// <summary>The path of a key's value.</summary>
    public YamlPath Key(string key) => new(this, new YamlPathStep(key, 0));

    /// <summary>The path of an item, 0-based.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is negative.</exception>
    public YamlPath Index(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        return new(this, new YamlPathStep(null, index));
    }

    /// <summary>The path of the item that has a name, which is no other where items are added before it.</summary>
    public YamlPath Item(string name) => new(this, new YamlPathStep(null, 0, name));

    /// <summary>The path of what this one lies in; null for the root.</summary>
    public YamlPath? Parent => _parent;

    /// <summary>The last step.</summary>
    /// <exception cref="InvalidOperationException">It is the path of the root.</exception>
    public YamlPathStep Last => Length > 0 ? _last : throw new InvalidOperationException("the root has no last step");

    /// <summary>True for the path of the root.</summary>
    public bool IsRoot => Length == 0;

    /// <summary>The path of keys, one below the other.</summary>
    public static YamlPath Of(params ReadOnlySpan<string> keys)
    {
        var path = Root;
        foreach (string key in keys)
            path = path.Key(key);
        return path;
    }

    /// <summary>This path and then the steps of another.</summary>
    public YamlPath Then(YamlPath below) =>
        below.Length == 0 ? this
        : Length == 0 ? below
        : new(Then(below._parent!), below._last);

    /// <summary>The steps that remain behind another path.</summary>
    /// <exception cref="ArgumentException">This path does not lie at the other one or below it.</exception>
    public YamlPath Below(YamlPath other) =>
        Equals(other) ? Root
        : Length > other.Length ? new(_parent!.Below(other), _last)
        : throw new ArgumentException($"{this} is not below {other}", nameof(other));

    /// <summary>True if it leads to the same place as another path, or below it.</summary>
    public bool IsAtOrBelow(YamlPath other)
    {
        var at = this;
        while (at.Length > other.Length)
            at = at._parent!;
        return at.Equals(other);
    }

    /// <summary>What the path leads to from a node, aliases and merge keys followed; null if there is nothing.</summary>
    public YamlNode? Resolve(YamlNode from)
    {
        var node = from.Target;
        foreach (var step in Steps)
        {
            if (Below(node, step) is not { } next)
                return null;
            node = next.Target;
        }
        return node;
    }

    /// <summary>The first alias that stands on the way from a node to what the path leads to; null if there is none.</summary>
    public YamlAlias? AliasOnWay(YamlNode from)
    {
        var node = from.Target;
        foreach (var step in Steps)
        {
            if (Below(node, step) is not { } next)
                return null;
            if (next is YamlAlias alias)
                return alias;
            node = next;
        }
        return null;
    }

    // Aliases not followed.
    private static YamlNode? Below(YamlNode node, YamlPathStep step) =>
        step.Key is { } key ? (node as YamlMapping)?.Find(key)?.Value
        : step.Name is { } name ? (node as YamlSequence)?.Items.FirstOrDefault(i => NameOf(i.Target) == name)
        : node is YamlSequence sequence && step.Index < sequence.Items.Length ? sequence.Items[step.Index]
        : null;

    /// <summary>Reads what <see cref="ToString"/> writes of keys and indexes; false for anything else.</summary>
    public static bool TryParse(string text, out YamlPath path)
    {
        path = Root;
        var steps = ImmutableArray.CreateBuilder<YamlPathStep>();
        int at = 0;
        while (at < text.Length)
        {
            bool isRead = text[at] == '[' ? TryReadBracket(text, ref at, steps) : TryReadName(text, ref at, steps);
            if (!isRead)
                return false;
        }
        foreach (var step in steps)
            path = step.Key is { } key ? path.Key(key) : path.Index(step.Index);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (key, index, name) in Steps)
        {
            if (name is not null)
                text.Append('[').Append(name).Append(']');
            else if (key is null)
                text.Append('[').Append(index.ToString(CultureInfo.InvariantCulture)).Append(']');
            else if (!IsBare(key))
                AppendQuoted(text, key);
            else if (text.Length == 0)
                text.Append(key);
            else
                text.Append('.').Append(key);
        }
        return text.ToString();
    }

    /// <inheritdoc/>
    public bool Equals(YamlPath? other)
    {
        if (other is null || Length != other.Length)
            return false;
        for (YamlPath one = this, two = other; !ReferenceEquals(one, two); (one, two) = (one._parent!, two._parent!))
        {
            if (one._last != two._last)
                return false;
        }
        return true;
    }

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as YamlPath);

    /// <summary>True if both lead to the same place.</summary>
    public static bool operator ==(YamlPath? one, YamlPath? other) => one is null ? other is null : one.Equals(other);

    /// <summary>True if they lead to different places.</summary>
    public static bool operator !=(YamlPath? one, YamlPath? other) => !(one == other);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        for (var at = this; at.Length > 0; at = at._parent!)
            hash.Add(at._last);
        return hash.ToHashCode();
    }

    private static string? NameOf(YamlNode item) => ((item as YamlMapping)?["name"] as YamlScalar)?.Value;

    private static bool IsBareCharacter(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '$';

    private static bool IsBare(string key)
    {
        foreach (char c in key)
        {
            if (!IsBareCharacter(c))
                return false;
        }
        return key.Length > 0;
    }

    private static void AppendQuoted(StringBuilder text, string key)
    {
        text.Append("[\"");
        foreach (char c in key)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                _ when char.IsControl(c) => text.Append("\\u").Append(((int)c).ToString("X4", CultureInfo.InvariantCulture)),
                _ => text.Append(c),
            };
        }
        text.Append("\"]");
    }

    private static bool TryReadName(string text, ref int at, ImmutableArray<YamlPathStep>.Builder steps)
    {
        // A name follows a dot, but for the first one.
        if (steps.Count > 0 && text[at++] != '.')
            return false;
        int start = at;
        while (at < text.Length && IsBareCharacter(text[at]))
            at++;
        if (at == start)
            return false;
        steps.Add(new YamlPathStep(text[start..at], 0));
        return true;
    }

    private static bool TryReadBracket(string text, ref int at, ImmutableArray<YamlPathStep>.Builder steps)
    {
        at++;
        if (at < text.Length && text[at] == '"')
            return TryReadQuoted(text, ref at, steps);
        int close = text.IndexOf(']', at);
        if (close < 0 || !int.TryParse(text.AsSpan(at, close - at), NumberStyles.None, CultureInfo.InvariantCulture, out int index))
            return false;
        steps.Add(new YamlPathStep(null, index));
        at = close + 1;
        return true;
    }

    private static bool TryReadQuoted(string text, ref int at, ImmutableArray<YamlPathStep>.Builder steps)
    {
        var key = new StringBuilder();
        for (at++; at < text.Length; at++)
        {
            char c = text[at];
            if (c == '"')
            {
                steps.Add(new YamlPathStep(key.ToString(), 0));
                at += 2;
                return at <= text.Length && text[at - 1] == ']';
            }
            if (c == '\\' && !TryReadEscape(text, ref at, out c))
                return false;
            key.Append(c);
        }
        return false;
    }

    private static bool TryReadEscape(string text, ref int at, out char meaning)
    {
        char letter = ++at < text.Length ? text[at] : '\0';
        meaning = letter switch
        {
            '"' or '\\' => letter,
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            _ => '\0',
        };
        if (meaning != '\0')
            return true;
        if (letter != 'u' || at + 4 >= text.Length)
            return false;
        if (!ushort.TryParse(text.AsSpan(at + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ushort code))
            return false;
        meaning = (char)code;
        at += 4;
        return true;
    }
}
