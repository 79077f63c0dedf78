using ManifestLint.Tables;

namespace ManifestLint.Runtimes.Node;

/// <summary>How an option of Node.js is read.</summary>
internal enum NodeOptionKind
{
    /// <summary>A switch of Node.js.</summary>
    Switch,

    /// <summary>Takes a value, behind <c>=</c> or as the next word.</summary>
    Value,

    /// <summary>The same, and the value has to be among some, or the option needs another one.</summary>
    CheckedValue,

    /// <summary>A switch of V8: no value at all.</summary>
    V8Switch,

    /// <summary>A flag of V8 with a value, behind <c>=</c> only.</summary>
    V8Value,

    /// <summary>A flag of V8 with a text, which may be the next word.</summary>
    V8Text,
}

/// <summary>An option of one release.</summary>
/// <param name="Kind">How it is read.</param>
/// <param name="IsInRelease">True if the release has it; else only others do.</param>
/// <param name="IsInVariable">True if NODE_OPTIONS may hold it.</param>
internal readonly record struct NodeOption(NodeOptionKind Kind, bool IsInRelease, bool IsInVariable);

/// <summary>The options of Node.js and V8 by name.</summary>
internal static class NodeOptionTable
{
    private const string Releases = "abcd";

    private static readonly Lazy<Dictionary<string, (NodeOptionKind Kind, string In, string InVariable)>> Table = new(Read);

    /// <summary>The names of all rows.</summary>
    public static IEnumerable<string> Names => Table.Value.Keys;

    /// <summary>The option of a name without dashes in front, words separated by dashes; null if no release has it.</summary>
    public static NodeOption? Find(string name, int version)
    {
        char release =
            version >= 24 ? Releases[3]
            : version >= 22 ? Releases[2]
            : version >= 20 ? Releases[1]
            : Releases[0];
        bool isNegated = name.StartsWith("no-", StringComparison.Ordinal);
        if (!Table.Value.TryGetValue(name, out var entry) && !(isNegated && Table.Value.TryGetValue(name[3..], out entry)))
        {
            // V8 takes --noflag as well as --no-flag, of switches.
            if (
                !name.StartsWith("no", StringComparison.Ordinal)
                || !Table.Value.TryGetValue(name[2..], out entry)
                || entry.Kind is not NodeOptionKind.V8Switch
            )
                return null;
        }
        return new NodeOption(entry.Kind, entry.In.Contains(release), entry.InVariable.Contains(release));
    }

    private static Dictionary<string, (NodeOptionKind, string, string)> Read()
    {
        var table = new Dictionary<string, (NodeOptionKind, string, string)>(StringComparer.Ordinal);
        foreach (string[] row in DataTable.Rows("v8-options"))
        {
            var kind = row[1] switch
            {
                "b" => NodeOptionKind.V8Switch,
                "s" => NodeOptionKind.V8Text,
                _ => NodeOptionKind.V8Value,
            };
            table[row[0]] = (kind, row[2], "");
        }
        foreach (string[] row in DataTable.Rows("node-options"))
        {
            var (name, taken) = (row[0], row[2]);
            var kind = row[1] switch
            {
                "b" => NodeOptionKind.Switch,
                "v" => NodeOptionKind.Value,
                "c" => NodeOptionKind.CheckedValue,
                _ => table.TryGetValue(name, out var flag) ? flag.Item1 : NodeOptionKind.V8Switch,
            };
            // A release may have an option of V8 before Node.js lists it.
            string releases = table.TryGetValue(name, out var known) ? string.Concat(known.Item2.Union(taken)) : taken;
            table[name] = (kind, releases, row[3]);
        }
        return table;
    }
}
