using System.Collections.Immutable;

namespace ManifestLint.Servers;

/// <summary>An integer parameter of PostgreSQL.</summary>
/// <param name="Name">Its name.</param>
/// <param name="UnitBytes">What a number without a unit counts, in bytes: 8192 for blocks, 1024 for kB; 0 for plain numbers, which take no unit.</param>
/// <param name="Least">The smallest number that is accepted, in its unit.</param>
/// <param name="Most">The largest one.</param>
/// <param name="Default">The default, in its unit.</param>
public sealed record PostgresParameter(string Name, int UnitBytes, int Least, int Most, int Default)
{
    private static readonly ImmutableArray<(string Name, double Bytes)> Units =
    [
        ("TB", 1L << 40),
        ("GB", 1L << 30),
        ("MB", 1L << 20),
        ("kB", 1L << 10),
        ("B", 1),
    ];

    /// <summary>The parameters that are known here. Source: postgres 18 src/backend/utils/misc/guc_parameters.dat (15: guc.c).</summary>
    public static ImmutableArray<PostgresParameter> All { get; } =
    [
        new("shared_buffers", 8192, 16, int.MaxValue / 2, 16384),
        new("work_mem", 1024, 64, int.MaxValue, 4096),
        new("maintenance_work_mem", 1024, 64, int.MaxValue, 65536),
        new("max_connections", 0, 1, 262143, 100),
        new("effective_cache_size", 8192, 1, int.MaxValue, 524288),
        new("temp_buffers", 8192, 100, int.MaxValue / 2, 1024),
        new("autovacuum_work_mem", 1024, -1, int.MaxValue, -1),
        new("logical_decoding_work_mem", 1024, 64, int.MaxValue, 65536),
        new("wal_buffers", 8192, -1, int.MaxValue / 8192, -1),
    ];

    /// <summary>The parameter of a name, in any case, dashes for underscores; null for others.</summary>
    public static PostgresParameter? Find(string name) =>
        All.FirstOrDefault(p => p.Name.Equals(name.Replace('-', '_'), StringComparison.OrdinalIgnoreCase));

    /// <summary>Reads a value: an integer (decimal, <c>0x</c> or octal), or a fraction, then blanks and a unit, <c>B kB MB GB TB</c> in just this case.
    /// A fraction is rounded to the next smaller unit, the result to the parameter's own. Source: postgres 18 src/backend/utils/misc/guc.c (parse_int,
    /// convert_to_base_unit).</summary>
    /// <param name="text">The value.</param>
    /// <param name="number">The number in the parameter's own unit.</param>
    /// <returns>False where PostgreSQL refuses the text, or the number is out of range.</returns>
    public bool TryParse(string text, out int number)
    {
        number = 0;
        var integer = CNumber.Integer(text, radix: 0);
        int end = integer.End;
        double value;
        char next = end < text.Length ? text[end] : '\0';
        if (next is '.' or 'e' or 'E' || integer.IsOutOfRange)
            value = CNumber.Fraction(text, out end);
        else
            value = (double)integer.Value;
        if (end == 0 || !double.IsFinite(value))
            return false;
        string unit = text[end..].Trim(' ', '\t', '\n', '\v', '\f', '\r');
        if (unit.Length > 0)
        {
            int index = UnitBytes == 0 ? -1 : Units.IndexOf(Units.FirstOrDefault(u => u.Name == unit));
            if (index < 0)
                return false;
            double scale = Units[index].Bytes / UnitBytes,
                converted = value * scale;
            if (index + 1 < Units.Length)
            {
                double smaller = Units[index + 1].Bytes / UnitBytes;
                converted = Math.Round(converted / smaller, MidpointRounding.ToEven) * smaller;
            }
            value = converted;
        }
        value = Math.Round(value, MidpointRounding.ToEven);
        if (value < Least || value > Most)
            return false;
        number = (int)value;
        return true;
    }

    /// <summary>A number in bytes; the number itself for a parameter without a unit.</summary>
    public long Bytes(int number) => (long)number * Math.Max(1, UnitBytes);
}
