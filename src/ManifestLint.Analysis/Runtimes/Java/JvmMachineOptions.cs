using System.Globalization;
using ManifestLint.Tables;

namespace ManifestLint.Runtimes.Java;

/// <summary>The options of the virtual machine that do not begin with <c>-XX:</c>: machine-options.txt.</summary>
internal static class JvmMachineOptions
{
    // The newest release of the table.
    private const int Newest = 26;

    private static readonly Lazy<Table> Rows = new(Read);

    /// <summary>Whether the virtual machine knows an option, as it reads it from a variable or from the launcher. Null: not known here.</summary>
    public static bool? Knows(string option, int version)
    {
        var row = Rows.Value.Of(option);
        // A later release may have long options of its own.
        if (row is null)
            return option.StartsWith("--", StringComparison.Ordinal) && version > Newest ? null : false;
        return row.IsTakenBy(version) ? true
            : row.IsUnsureOf(version) ? null
            : false;
    }

    private static Table Read()
    {
        var whole = new Dictionary<string, Row>(StringComparer.Ordinal);
        var beginnings = new List<(string Text, Row Row)>();
        foreach (string[] parts in DataTable.Rows("machine-options"))
        {
            var row = new Row(Releases(parts[1]), Releases(parts[2]));
            if (parts[0].EndsWith('*'))
                beginnings.Add((parts[0][..^1], row));
            else
                whole.Add(parts[0], row);
        }
        return new Table(whole, beginnings);
    }

    private static (int From, int To)[] Releases(string text) =>
        text == "-"
            ? []
            :
            [
                .. text.Split(',')
                    .Select(range => range.Split('-'))
                    .Select(ends => (Number(ends[0]), ends[1].Length == 0 ? int.MaxValue : Number(ends[1]))),
            ];

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    private sealed record Table(Dictionary<string, Row> Whole, List<(string Text, Row Row)> Beginnings)
    {
        public Row? Of(string option) =>
            Whole.GetValueOrDefault(option) ?? Beginnings.Find(b => option.StartsWith(b.Text, StringComparison.Ordinal)).Row;
    }

    private sealed record Row((int From, int To)[] Taken, (int From, int To)[] Unsure)
    {
        public bool IsTakenBy(int version) => Array.Exists(Taken, r => version >= r.From && version < r.To);

        public bool IsUnsureOf(int version) => Array.Exists(Unsure, r => version >= r.From && version < r.To);
    }
}
