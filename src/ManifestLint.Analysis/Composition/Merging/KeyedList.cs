using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Composition.Merging;

/// <summary>
/// Merges lists whose items are told apart by keys, the patch's items first; keys that no item has do not count. An empty key stands for
/// the item's own text. Source: kustomize v5.7 kyaml/yaml/walk/associative_sequence.go, kyaml/yaml/fns.go (ElementSetter).
/// </summary>
internal sealed class KeyedList(StrategicMerge merge, ImmutableArray<string> keys, MergeType itemType)
{
    // Where keys are missing or repeat, each item is compared with each.
    private const int MostOddItems = 2000;

    /// <summary>The list that comes of both; null if nothing is left.</summary>
    public Tree Merge(Tree target, Tree? patch)
    {
        if (ByIdentity(target) is { } inTarget && (patch is null ? inTarget : ByIdentity(patch)) is { } inPatch)
            return MergePlain(target.Place, inTarget, patch is null ? [] : inPatch);
        var identities = Identities(patch, patch == target ? null : target);
        if (identities.Count > MostOddItems)
            throw new RefusalException(target.Place, RefusalKind.TooManyItemsWithoutKeys, $"{identities.Count}");
        if (keys.Length > 1)
            Complete(identities);
        var result = Tree.Sequence(target.Place);
        var (validKeys, lastKeys) = (ValidKeys(identities), keys);
        bool any = false;
        foreach (var values in identities)
        {
            any = true;
            var valid = ValidValues(values, validKeys);
            lastKeys = validKeys;
            var merged = merge.WalkItem(Find(target, validKeys, valid), Find(patch, validKeys, valid), itemType);
            if (merged is null || merged.IsNull || (merged.IsMapping && merged.Branches.Count == 0))
            {
                Put(target, null, validKeys, valid);
                continue;
            }
            for (int i = 0; i < validKeys.Length && merged.IsMapping; i++)
            {
                if (merged[validKeys[i]] is null && valid[i].Length > 0)
                    merged.Set(validKeys[i], Tree.Text(valid[i], merged.Place));
            }
            Put(result, merged, validKeys, valid);
        }
        if (!any)
            return target;
        Append(result, target, lastKeys);
        return result;
    }

    // Items that all have their keys, each another: nearly every list.
    private Dictionary<string, Tree>? ByIdentity(Tree list)
    {
        var items = new Dictionary<string, Tree>(list.Items.Count, StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            if (item.IsMapping == (keys[0].Length == 0) || item.IsSequence || item.IsNull)
                return null;
            string[] values = [.. keys.Select(k => ValueOf(item, k))];
            if (Array.Exists(values, v => v.Length == 0) || !items.TryAdd(string.Join('\0', values), item))
                return null;
        }
        return items;
    }

    private Tree MergePlain(Location place, Dictionary<string, Tree> target, Dictionary<string, Tree> patch)
    {
        var result = Tree.Sequence(place);
        foreach (var (identity, asked) in patch)
            Add(target.GetValueOrDefault(identity), asked);
        foreach (var (identity, old) in target)
        {
            if (!patch.ContainsKey(identity))
                Add(old, null);
        }
        return result;

        // An item that is there already stays the item that it is, even where it is to be replaced.
        void Add(Tree? old, Tree? asked)
        {
            var named = old is { IsMapping: true } && asked is not null ? old.Branches.FindAll(b => keys.Contains(b.Name)) : [];
            if (merge.WalkItem(old, asked, itemType) is not { IsNull: false } merged || (merged.IsMapping && merged.Branches.Count == 0))
                return;
            // By what it is found it is called where it was written first.
            foreach (var branch in named)
                old!.Branches[old.Branches.FindIndex(b => b.Name == branch.Name)] = branch;
            result.Items.Add(old ?? merged);
        }
    }

    private List<string[]> Identities(Tree? first, Tree? second)
    {
        var found = new List<string[]>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var list in new[] { first, second })
        {
            foreach (var item in list is { IsSequence: true } ? list.Items : [])
            {
                string[] values = [.. keys.Select(k => ValueOf(item, k))];
                if (seen.Add(string.Join('\0', values)))
                    found.Add(values);
            }
        }
        return found;
    }

    private static string ValueOf(Tree item, string key) =>
        key.Length == 0 ? item.Value
        : item.IsMapping ? item[key]?.Value ?? ""
        : "";

    // Identities that agree in what both have are one: a port without protocol is that of the patch with one.
    private static void Complete(List<string[]> identities)
    {
        for (int i = 0; i < identities.Count; i++)
        {
            for (int j = 0; j < identities.Count; j++)
            {
                if (Common(identities[i], identities[j]) is { } both)
                    (identities[i], identities[j]) = (both, both);
            }
        }
    }

    private static string[]? Common(string[] x, string[] y)
    {
        bool any = false;
        var both = new string[x.Length];
        for (int i = 0; i < x.Length; i++)
        {
            any |= x[i] == y[i];
            if (x[i] != y[i] && x[i].Length > 0 && y[i].Length > 0)
                return null;
            both[i] = x[i].Length > 0 ? x[i] : y[i];
        }
        return any ? both : null;
    }

    private ImmutableArray<string> ValidKeys(List<string[]> identities)
    {
        ImmutableArray<string> valid = [.. keys.Where((_, i) => identities.Exists(values => values[i].Length > 0))];
        return valid.IsEmpty ? keys : valid;
    }

    private string[] ValidValues(string[] values, ImmutableArray<string> validKeys) =>
        [.. values.Where((v, i) => v.Length > 0 || validKeys.Contains(keys[i]))];

    // Keys without a value do not count here.
    private static Tree? Find(Tree? list, ImmutableArray<string> keys, string[] values)
    {
        if (list is not { IsSequence: true })
            return null;
        if (keys[0].Length == 0)
            return list.Items.Find(i => i.Value == values[0]);
        bool all = Array.TrueForAll(values, v => v.Length == 0);
        return list.Items.Find(item =>
        {
            if (!item.IsMapping)
                return false;
            for (int i = 0; i < keys.Length; i++)
            {
                if ((all || values[i].Length > 0) && item[keys[i]]?.Value != values[i])
                    return false;
            }
            return true;
        });
    }

    // Puts an item in the place of those that match, else behind all; without an item those that match go. Empty items go on the way.
    private static void Put(Tree list, Tree? item, ImmutableArray<string> keys, IReadOnlyList<string> values)
    {
        bool found = false;
        var kept = new List<Tree>(list.Items.Count + 1);
        foreach (var old in list.Items)
        {
            if (old.IsNull || (old.IsMapping && old.Branches.Count == 0))
                continue;
            if (!old.IsMapping && keys[0].Length > 0)
            {
                kept.Add(old);
                continue;
            }
            if (!Matches(old, keys, values))
            {
                if (values.Count > 0)
                    kept.Add(old);
                continue;
            }
            found = true;
            if (item is not null)
                kept.Add(item);
        }
        if (!found && item is not null)
            kept.Add(item);
        list.Items.Clear();
        list.Items.AddRange(kept);
    }

    private static bool Matches(Tree item, ImmutableArray<string> keys, IReadOnlyList<string> values)
    {
        for (int i = 0; i < keys.Length; i++)
        {
            // A key without a value of its own is judged like the one before it.
            if (i >= values.Count)
                return i > 0;
            if (keys[i].Length == 0)
            {
                if (item.Value != values[i])
                    return false;
            }
            else if (item[keys[i]] is not { } field || (values[i].Length > 0 && field.Value != values[i]))
            {
                return false;
            }
        }
        return true;
    }

    private static void Append(Tree result, Tree target, ImmutableArray<string> keys)
    {
        foreach (var item in target.Items.ToArray())
        {
            if (keys[0].Length == 0)
            {
                Put(result, item, keys, [item.Value]);
                continue;
            }
            var values = new List<string>();
            foreach (string key in keys)
            {
                if (item[key] is not { IsNull: false } value)
                    result.Items.Add(item);
                else
                    values.Add(value.Value);
            }
            if (keys.Length > 1)
                Put(result, null, keys, values);
            Put(result, item, keys, values);
        }
    }
}
