using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Yaml;

namespace ManifestLint.Composition.Merging;

/// <summary>
/// A JSON patch (RFC 6902) as kustomize applies it: indexes may count from the end, <c>add</c> to a list inserts, what is to be removed or
/// moved must be there. Other than RFC 6902 says, <c>replace</c> adds a key that is not there, and <c>copy</c> of one is null.
/// Source: evanphx/json-patch v4.12 patch.go, which kustomize v5.7 uses.
/// </summary>
internal sealed class JsonPatch
{
    private readonly ImmutableArray<Tree> _operations;

    private JsonPatch(ImmutableArray<Tree> operations) => _operations = operations;

    /// <summary>Where its first operation stands; only where it is not empty.</summary>
    public Location Place => _operations[0].Place;

    /// <summary>True if there is nothing in it.</summary>
    public bool IsEmpty => _operations.IsEmpty;

    /// <summary>Reads a patch; null if it is not a list of operations.</summary>
    public static JsonPatch? Read(Tree list) =>
        list.IsSequence && list.Items.TrueForAll(o => o.IsMapping && o["op"] is not null) ? new([.. list.Items]) : null;

    /// <summary>Applies all of it.</summary>
    /// <exception cref="RefusalException">An operation is not possible.</exception>
    public void Apply(Tree root)
    {
        foreach (var operation in _operations)
            Apply(operation, root);
    }

    private static void Apply(Tree operation, Tree root)
    {
        string op = operation["op"]!.Value;
        var path = Pointer(operation, "path");
        switch (op)
        {
            case "add":
                Add(operation, root, path, Value(operation));
                break;
            case "remove":
                Take(operation, root, path);
                break;
            case "replace":
                Replace(operation, root, path, Value(operation));
                break;
            case "move":
                Add(operation, root, path, Take(operation, root, Pointer(operation, "from")));
                break;
            case "copy":
                Add(operation, root, path, Copied(operation, root));
                break;
            case "test":
                Test(operation, root, path);
                break;
            default:
                throw Refused(operation, RefusalKind.UnknownJsonOperation);
        }
    }

    private static Tree Value(Tree operation) => operation["value"]?.Copy() ?? Tree.Null((operation["path"] ?? operation).Place);

    private static string[] Pointer(Tree operation, string key)
    {
        if (operation[key] is not { Scalar: not null } pointer)
            throw Refused(operation, RefusalKind.JsonOperationWithout, key);
        return
        [
            .. pointer
                .Value.Split('/')
                .Skip(1)
                .Select(p => p.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal)),
        ];
    }

    private static void Add(Tree operation, Tree root, string[] path, Tree value)
    {
        if (path.Length == 0)
            throw Refused(operation, RefusalKind.JsonPatchReplacesObject);
        var parent = Parent(operation, root, path);
        string last = path[^1];
        if (parent.IsMapping)
        {
            Put(operation, parent, last, value);
            return;
        }
        if (last == "-")
        {
            parent.Items.Add(value);
            return;
        }
        int index = Index(operation, last, parent.Items.Count + 1);
        parent.Items.Insert(index, value);
    }

    // What is not there is nothing.
    private static Tree Copied(Tree operation, Tree root) =>
        Get(operation, root, Pointer(operation, "from"))?.Copy() ?? Tree.Null(operation["from"]!.Place);

    // Null for a key that is not there. An item of a list must be.
    private static Tree? Get(Tree operation, Tree root, string[] path)
    {
        var parent = Parent(operation, root, path);
        return parent.IsMapping ? parent[path[^1]] : parent.Items[Index(operation, path[^1], parent.Items.Count)];
    }

    private static void Replace(Tree operation, Tree root, string[] path, Tree value)
    {
        if (path.Length == 0 && value.IsMapping)
        {
            root.Become(value);
            return;
        }
        var parent = Parent(operation, root, path);
        if (parent.IsMapping)
            Put(operation, parent, path[^1], value);
        else
            parent.Items[Index(operation, path[^1], parent.Items.Count)] = value;
    }

    // The line that names the field is its key's, too.
    private static void Put(Tree operation, Tree parent, string key, Tree value)
    {
        int index = parent.Branches.FindIndex(b => b.Name == key);
        var branch = new Branch(KeyOf(operation, key), key, value);
        if (index < 0)
            parent.Branches.Add(branch);
        else
            parent.Branches[index] = branch;
    }

    // The last part of the path is the key.
    private static YamlScalar KeyOf(Tree operation, string key)
    {
        var path = operation["path"]!.Scalar!;
        var place = path.LocationOf(path.Value.LastIndexOf('/') + 1, path.Value.Length - path.Value.LastIndexOf('/') - 1);
        return new YamlScalar(place, key, YamlScalarStyle.Plain, tag: YamlType.TextTag);
    }

    private static Tree Take(Tree operation, Tree root, string[] path)
    {
        var taken = Find(operation, root, path);
        var parent = Parent(operation, root, path);
        if (parent.IsMapping)
            parent.Remove(path[^1], operation["path"]!.Fold());
        else
            parent.Items.RemoveAt(Index(operation, path[^1], parent.Items.Count));
        return taken;
    }

    private static void Test(Tree operation, Tree root, string[] path)
    {
        var expected = Value(operation);
        var found = path.Length == 0 ? root : Get(operation, root, path);
        if (found is null ? !expected.IsNull : !CanonicalJson.AreEqual(found.Fold(), expected.Fold()))
            throw Refused(operation, RefusalKind.JsonPatchTestFails, operation["path"]!.Value);
    }

    private static Tree Parent(Tree operation, Tree root, string[] path)
    {
        if (path.Length == 0)
            throw Refused(operation, RefusalKind.JsonPatchOfObject);
        return TryFind(root, path[..^1]) is { } parent && (parent.IsMapping || parent.IsSequence) ? parent : throw Missing(operation);
    }

    private static Tree Find(Tree operation, Tree root, string[] path) => TryFind(root, path) ?? throw Missing(operation);

    private static Tree? TryFind(Tree root, string[] path)
    {
        var current = root;
        foreach (string part in path)
        {
            if (current.IsSequence)
            {
                int index = IndexOf(part, current.Items.Count);
                if (index < 0 || index >= current.Items.Count)
                    return null;
                current = current.Items[index];
            }
            else if (current[part] is { } next)
            {
                current = next;
            }
            else
            {
                return null;
            }
        }
        return current;
    }

    private static int Index(Tree operation, string part, int count)
    {
        int index = IndexOf(part, count);
        return index >= 0 && index < count ? index : throw Missing(operation);
    }

    private static int IndexOf(string part, int count) =>
        !int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int index) ? -1
        : index < 0 ? index + count
        : index;

    private static RefusalException Missing(Tree operation) =>
        Refused(operation, RefusalKind.JsonPatchOfNothing, operation["path"]?.Value ?? "");

    private static RefusalException Refused(Tree operation, RefusalKind kind, string named = "") =>
        new((operation["path"] ?? operation).Place, kind, named);
}
