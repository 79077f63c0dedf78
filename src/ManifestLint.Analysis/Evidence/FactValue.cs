namespace ManifestLint.Evidence;

/// <summary>
/// What something comes to: a number, a word (<c>unlimited</c>, <c>G1</c>), a yes or no, or, where all are null, not to be known from the text.
/// </summary>
public readonly record struct FactValue(long? Number, string? Text = null, bool? Flag = null)
{
    /// <summary>Not to be known from the text.</summary>
    public static FactValue Unknown => default;

    /// <summary>A number of up to 64 bits without a sign, shown in full.</summary>
    public static FactValue Wide(ulong number) => number <= long.MaxValue ? new((long)number) : new FactValue { Beyond = number };

    /// <summary>A number above 2⁶³ − 1, which does not fit <see cref="Number"/>; null otherwise.</summary>
    public ulong? Beyond { get; private init; }

    /// <summary>No limit.</summary>
    public static FactValue Unlimited => new(null, "unlimited") { IsUnlimited = true };

    /// <summary>True if it is known that there is no limit.</summary>
    public bool IsUnlimited { get; private init; }
}

/// <summary>What the number of a value counts.</summary>
public enum ValueUnit
{
    /// <summary>Percent, or pieces, as its name says.</summary>
    None,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>2²⁰ bytes.</summary>
    Mebibytes,
}

/// <summary>What a runtime or server calls one of its amounts, as contracts.md C3 spells it (<c>maxHeapBytes</c>), and what it comes to.</summary>
public readonly record struct RuntimeValue(string Name, FactValue Value)
{
    /// <summary>For people: <c>shared buffers</c>; null for what only programs read.</summary>
    public string? Label { get; init; }

    /// <summary>What its number counts.</summary>
    public ValueUnit Unit { get; init; }

    /// <summary>An amount of memory.</summary>
    public static RuntimeValue OfBytes(string name, FactValue value, string? label = null) =>
        new(name, value) { Label = label, Unit = ValueUnit.Bytes };
}
