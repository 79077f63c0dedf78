using System.Collections.Immutable;
using ManifestLint.Yaml;

namespace ManifestLint.Composition.Merging;

/// <summary>
/// A strategic merge as kustomize makes it, with what it does besides: null takes an entry away, <c>$patch</c> deletes or replaces, lists of the
/// built-in kinds merge by their keys with the patch's items first, and an item without its key pushes out all the others. The other directives
/// of Kubernetes (<c>$retainKeys</c> and so on) are entries like any other to kustomize. Source: kustomize v5.7 kyaml/yaml/merge2, yaml/walk.
/// </summary>
internal sealed class StrategicMerge
{
    // Parts of documents, with their type, that a merge leaves as they are where a patch does not speak of them.
    private readonly HashSet<(YamlNode Node, MergeType? Type, bool IsPatch)> _settled = [];

    /// <summary>Merges a patch, which is used up, into an object.</summary>
    /// <returns>False if the patch deletes the object.</returns>
    /// <exception cref="RefusalException">The patch is of another form.</exception>
    public bool Apply(Tree target, Tree patch)
    {
        if (Walk(target, patch, null) is not { } result)
            return false;
        if (result != target)
            target.Become(result);
        return true;
    }

    // What becomes of a node; null if it goes. Either may be missing.
    private Tree? Walk(Tree? target, Tree? patch, MergeType? type, MergeField? list = null)
    {
        bool hasTarget = target is { IsNull: false },
            hasPatch = patch is { IsNull: false };
        if (!hasTarget && !hasPatch)
            return WalkNulls(target, patch);
        var first = hasTarget ? target! : patch!;
        if (hasTarget && hasPatch && FormOf(target!) != FormOf(patch!))
            throw new RefusalException(patch!.Place, RefusalKind.PatchOfOtherForm, Text(FormOf(patch)), Text(FormOf(target!)));
        type ??= TypeOf(target) ?? TypeOf(patch);
        if (first.IsMapping)
            return WalkMapping(target, patch, type);
        if (first.IsSequence && list?.Keys is { } keys)
            return WalkList(target, patch, keys, list);
        return patch ?? target;
    }

    private static Tree? WalkNulls(Tree? target, Tree? patch) =>
        // What is written as null stays, what is left empty goes.
        patch is null
        && target is { Scalar.Value.Length: > 0 }
            ? target
            : null;

    private static MergeType? TypeOf(Tree? node) =>
        node is { IsMapping: true } && node.TextAt("kind") is { Length: > 0 } kind && node.TextAt("apiVersion") is { Length: > 0 } version
            ? MergeType.Of(version, kind)
            : null;

    private Tree? WalkMapping(Tree? target, Tree? patch, MergeType? type)
    {
        if (target is { IsNull: false } && patch is { IsNull: true })
            return null;
        var directive = patch is { IsMapping: true } ? TakeDirective(patch) : Directive.Merge;
        if (directive == Directive.Delete)
            return null;
        // With nothing to merge into, the patch is merged into itself: its nulls and directives act all the same.
        if (target is not { IsNull: false } || directive == Directive.Replace)
            target = patch!;
        if (patch is null || patch == target)
        {
            Settle(target, type, isPatch: patch is not null);
            return target;
        }
        foreach (var asked in patch.Branches.ToArray())
        {
            var field = type?[asked.Name];
            var old = target[asked.Name];
            var remover = RemoverIn(asked);
            var merged = Walk(old, asked.Value, type is null ? null : MergeType.Of(field), field);
            if (merged is null || (merged.IsNull && merged != old))
                target.Remove(asked.Name, remover);
            else if (merged != old)
                Put(target, asked, merged);
        }
        var spoken = patch.Branches.Select(b => b.Name).ToHashSet(StringComparer.Ordinal);
        Settle(target, type, isPatch: false, spoken);
        return target;
    }

    // What comes from the patch is written there, key and value.
    private static void Put(Tree target, Branch asked, Tree value)
    {
        int index = target.Branches.FindIndex(b => b.Name == asked.Name);
        var branch = new Branch(asked.Key, asked.Name, value);
        if (index < 0)
            target.Branches.Add(branch);
        else
            target.Branches[index] = branch;
    }

    // A merge also goes through what the patch does not speak of, and through a patch that is merged into nothing.
    private void Settle(Tree node, MergeType? type, bool isPatch, HashSet<string>? except = null)
    {
        if (except is null && node.Untouched is { } read && IsSettled(read, type, null, isPatch))
            return;
        foreach (var branch in node.Branches.ToArray())
        {
            if (except?.Contains(branch.Name) == true)
                continue;
            var field = type?[branch.Name];
            var fieldType = type is null ? null : MergeType.Of(field);
            if (branch.Value.Untouched is { } untouched && IsSettled(untouched, fieldType, field, isPatch))
                continue;
            var merged = SettleValue(branch.Value, fieldType, field, isPatch);
            if (merged is null)
                node.Remove(branch.Name, null);
            else if (merged != branch.Value)
                branch.Value = merged;
        }
    }

    private Tree? SettleValue(Tree value, MergeType? type, MergeField? list, bool isPatch)
    {
        if (value.IsNull)
            return isPatch ? null : WalkNulls(value, null);
        if (value.IsMapping)
        {
            if (isPatch && TakeDirective(value) == Directive.Delete)
                return null;
            Settle(value, type ?? TypeOf(value), isPatch);
            return value;
        }
        return value.IsSequence && list?.Keys is { } keys ? WalkList(value, isPatch ? value : null, keys, list) : value;
    }

    private bool IsSettled(YamlNode node, MergeType? type, MergeField? list, bool isPatch)
    {
        node = node.Target;
        if (node is YamlScalar scalar)
            return !YamlType.IsNull(scalar) || (scalar.Value.Length > 0 && !isPatch);
        if (_settled.Contains((node, type, isPatch)))
            return true;
        bool isSettled = node switch
        {
            YamlSequence sequence => list?.Keys is not { } keys || IsSettled(sequence, keys, type, isPatch),
            YamlMapping mapping => IsSettled(mapping, type, isPatch),
            _ => true,
        };
        if (isSettled)
            _settled.Add((node, type, isPatch));
        return isSettled;
    }

    private bool IsSettled(YamlMapping mapping, MergeType? type, bool isPatch)
    {
        if (type is null && mapping["kind"] is not null && TypeOf(new Tree(mapping)) is { } known)
            type = known;
        foreach (var entry in mapping.Entries)
        {
            if (entry.IsMerge || entry.Name is not { } name || name == DirectiveKey)
                return false;
            var field = type?[name];
            if (!IsSettled(entry.Value, type is null ? null : MergeType.Of(field), field, isPatch))
                return false;
        }
        return true;
    }

    // Items that all have their keys, each another: then nothing happens to the list.
    private bool IsSettled(YamlSequence sequence, ImmutableArray<string> keys, MergeType? type, bool isPatch)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in sequence.Items)
        {
            string identity;
            if (keys.IsEmpty)
            {
                if (item.Target is not YamlScalar plain || YamlType.IsNull(plain))
                    return false;
                identity = plain.Value;
            }
            else
            {
                if (item.Target is not YamlMapping mapping || mapping.Find(DirectiveKey) is not null)
                    return false;
                // Where some of several keys are missing, the rules are kustomize's own.
                var values = keys.Select(k => (mapping[k] as YamlScalar)?.Value ?? "").ToList();
                if (values.Contains(""))
                    return false;
                identity = string.Join('\0', values);
            }
            if (!seen.Add(identity) || (item.Target is YamlMapping inner && !IsSettled(inner, type, isPatch)))
                return false;
        }
        return true;
    }

    private Tree? WalkList(Tree? target, Tree? patch, ImmutableArray<string> keys, MergeField list)
    {
        if (target is not { IsNull: false })
            target = patch!;
        else if (patch is { IsNull: true })
            return null;
        else if (patch is not null && patch != target)
        {
            switch (TakeListDirective(patch))
            {
                case Directive.Delete:
                    return null;
                case Directive.Replace:
                    target = patch;
                    break;
            }
        }
        return new KeyedList(this, keys.IsEmpty ? [""] : keys, MergeType.Of(list)).Merge(target, patch);
    }

    /// <summary>Merges two items of lists.</summary>
    internal Tree? WalkItem(Tree? target, Tree? patch, MergeType type)
    {
        if (patch is null || patch == target)
            return target is null ? null : SettleValue(target, type, null, isPatch: patch is not null);
        return Walk(target, patch, type);
    }

    private static Form FormOf(Tree node) =>
        node.IsMapping ? Form.Mapping
        : node.IsSequence ? Form.List
        : Form.SingleValue;

    private static string Text(Form form) =>
        form switch
        {
            Form.Mapping => "a mapping",
            Form.List => "a list",
            _ => "a single value",
        };

    private enum Form
    {
        Mapping,
        List,
        SingleValue,
    }

    internal enum Directive
    {
        Merge,
        Replace,
        Delete,
    }

    internal const string DirectiveKey = "$patch";

    private static Directive TakeDirective(Tree mapping)
    {
        if (mapping[DirectiveKey] is not { IsNull: false } word)
            return Directive.Merge;
        var directive = Parse(word);
        mapping.Remove(DirectiveKey, null);
        return directive;
    }

    // What takes an entry away: the directive in it, else the entry itself, which is null.
    private static YamlNode RemoverIn(Branch asked) =>
        asked.Value is { IsMapping: true } mapping && mapping[DirectiveKey] is not null
            ? mapping.Branches.Find(b => b.Name == DirectiveKey)!.Key
            : asked.Key;

    // An item that says nothing else speaks for the list.
    private static Directive TakeListDirective(Tree list)
    {
        var item = list.Items.Find(i => i.IsMapping && i[DirectiveKey] is not null);
        if (item is null || item.Branches.Count > 1 || item[DirectiveKey] is not { Scalar: not null } word)
            return Directive.Merge;
        var directive = Parse(word);
        list.Items.RemoveAll(i => i.IsMapping && i[DirectiveKey]?.Value == word.Value);
        return directive;
    }

    private static Directive Parse(Tree word) =>
        word.Value switch
        {
            "replace" => Directive.Replace,
            "delete" => Directive.Delete,
            "merge" => Directive.Merge,
            _ => throw new RefusalException(word.Place, RefusalKind.UnknownPatchDirective),
        };
}
