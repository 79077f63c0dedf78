using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>What is made where a path leads to nothing.</summary>
internal enum Creation
{
    Nothing,
    Scalar,
    Mapping,
}

/// <summary>A field of some kinds of objects, by its path. Lists on the way are gone through item by item.</summary>
/// <param name="Gvk">The kinds; empty parts take all.</param>
/// <param name="Path">The path as it is written, parts separated by <c>/</c>; <c>[]</c> behind one says that it is a list.</param>
/// <param name="Creates">True to make what is missing of it.</param>
internal sealed record FieldSpec(Gvk Gvk, string Path, bool Creates)
{
    private string[]? _parts;

    private string[] Parts => _parts ??= [.. PathParts.Split(Path, '/')];

    /// <summary>Hands on every field of an object that the path leads to.</summary>
    /// <param name="root">The object.</param>
    /// <param name="gvk">Its kind.</param>
    /// <param name="set">Takes a field.</param>
    /// <param name="creation">What to make where it is missing, if the path creates at all.</param>
    /// <param name="place">Where that is asked for.</param>
    public void Visit(Tree root, Gvk gvk, Action<Tree> set, Creation creation, Location place)
    {
        if (gvk.IsSelectedBy(Gvk))
            Walk(root, 0, set, Creates ? creation : Creation.Nothing, place);
    }

    private void Walk(Tree node, int step, Action<Tree> set, Creation creation, Location place)
    {
        CompositionEffort.Spend(10);
        if (step == Parts.Length)
        {
            set(node);
            return;
        }
        if (node.IsNull)
            return;
        if (node.IsSequence)
        {
            foreach (var item in node.Items)
                Walk(item, step, set, creation, place);
            return;
        }
        if (!node.IsMapping)
            throw new RefusalException(node.Place, RefusalKind.PathThroughSingleValue, Path);
        string part = Parts[step];
        bool isSequence = part.EndsWith("[]", StringComparison.Ordinal);
        string key = isSequence ? part[..^2] : part;
        bool isLast = step == Parts.Length - 1;
        var field = node[key];
        if (field is null)
        {
            if (creation == Creation.Nothing || isSequence)
                return;
            field = isLast && creation == Creation.Scalar ? Tree.Text("", place) : Tree.Mapping(place);
            node.Set(key, field);
        }
        else if (field.IsNull)
        {
            if (isSequence)
                field.Become(Tree.Sequence(place));
            if (creation == Creation.Nothing || isSequence)
                return;
            field.Become(isLast && creation == Creation.Scalar ? Tree.Text("", place) : Tree.Mapping(place));
        }
        Walk(field, step + 1, set, creation, place);
    }
}

/// <summary>Paths as kustomize cuts them.</summary>
internal static class PathParts
{
    /// <summary>Cuts at a separator; one behind a backslash belongs to the part.</summary>
    public static List<string> Split(string path, char separator)
    {
        var raw = path.Split(separator);
        var parts = new List<string>(raw.Length);
        for (int i = raw.Length > 1 && raw[0].Length == 0 ? 1 : 0; i < raw.Length; i++)
        {
            if (parts is [.., var last] && last.EndsWith('\\'))
                parts[^1] = last[..^1] + separator + raw[i];
            else
                parts.Add(raw[i]);
        }
        return parts;
    }

    /// <summary>The same with points; what stands in brackets is one part: a condition with its brackets, anything else without.</summary>
    public static List<string> SplitPoints(string path)
    {
        var raw = Split(path, '.');
        var parts = new List<string>(raw.Count);
        for (int i = 0; i < raw.Count; i++)
        {
            string part = raw[i];
            if (!part.StartsWith('[') || part.EndsWith(']'))
            {
                parts.Add(part);
                continue;
            }
            while (i < raw.Count - 1)
            {
                part += "." + raw[++i];
                if (raw[i].EndsWith(']'))
                    break;
            }
            parts.Add(part.Contains('=', StringComparison.Ordinal) ? part : part.Trim('[', ']'));
        }
        return parts;
    }
}
