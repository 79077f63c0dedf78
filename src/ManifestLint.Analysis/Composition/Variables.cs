using System.Globalization;
using System.Text;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>Puts values of objects in for <c>$(NAME)</c>. Source: kustomize v5.7 api/filters/refvar, api/internal/accumulator.</summary>
internal static class Variables
{
    /// <summary>Notes which object a variable takes its value from.</summary>
    public static void Add(Accumulated to, Directives variable)
    {
        string name = variable.Text("name");
        var given = variable.Mapping("objref");
        var gvk = given?.Text("apiVersion") is { Length: > 0 } version
            ? Gvk.Of(version, given.Text("kind"))
            : new Gvk(given?.Text("group") ?? "", given?.Text("version") ?? "", given?.Text("kind") ?? "");
        var id = new ResourceId(gvk, given?.Text("name") ?? "", given?.Text("namespace") ?? "");
        bool isExact = id.Namespace.Length > 0 || gvk.IsClusterScoped;
        var found = to
            .Set.Named(id.Name)
            .FindAll(r => r.FormerIds.Append(r.Id).Any(other => isExact ? other.IsSame(id) : other.Name == id.Name && other.Gvk == id.Gvk));
        if (found.Count > 1)
            throw new RefusalException(variable.Place, RefusalKind.AmbiguousVariable, $"{found.Count}", name);
        if (found.Count == 1)
            found[0].Variables.Add(name);
        string path = variable.Mapping("fieldref")?.Text("fieldPath") is { Length: > 0 } field ? field : "metadata.name";
        to.Add(new Variable(name, path, variable.Place));
    }

    /// <summary>Puts all of them in.</summary>
    public static void Resolve(Accumulated all)
    {
        if (all.Variables.Count == 0)
            return;
        var values = new Dictionary<string, YamlScalar?>(StringComparer.Ordinal);
        foreach (var variable in all.Variables.Values)
            values[variable.Name] = ValueOf(all, variable);
        foreach (var resource in all.Set.All)
        {
            var gvk = resource.Gvk;
            foreach (var field in all.Config.VarReference)
                field.Visit(resource.Root, gvk, node => Replace(node, values), Creation.Nothing, resource.Root.Place);
        }
    }

    private static YamlScalar? ValueOf(Accumulated all, Variable variable)
    {
        var from = all.Set.All.FirstOrDefault(r => r.Variables.Contains(variable.Name));
        if (from is null)
        {
            return all.Missing is not null
                ? null
                : throw new RefusalException(variable.Place, RefusalKind.VariableOfNoObject, variable.Name);
        }
        Tree? value = from.Root;
        var path = PathParts.SplitPoints(variable.FieldPath);
        foreach (string part in path)
        {
            value = value is { IsSequence: true }
                ? int.TryParse(part.Trim('[', ']'), NumberStyles.None, CultureInfo.InvariantCulture, out int index)
                && index < value.Items.Count
                    ? value.Items[index]
                    : null
                : value?[part];
        }
        if (value is null && from.Gap is null)
            throw new RefusalException(variable.Place, RefusalKind.VariableOfNoField, variable.Name, variable.FieldPath);
        return value is null ? null : CarriedValue.Of(from.Kind, path, value).Told.Scalar;
    }

    private static void Replace(Tree node, Dictionary<string, YamlScalar?> values)
    {
        if (node.IsNull)
            return;
        if (node.Scalar is { } scalar)
        {
            if (YamlType.IsText(scalar))
                ReplaceIn(node, scalar, values);
            return;
        }
        foreach (var child in node.IsMapping ? node.Branches.Select(b => b.Value) : node.Items)
        {
            if (child.Scalar is { } inner && YamlType.IsText(inner))
                ReplaceIn(child, inner, values);
            else if (node.IsSequence)
                throw new RefusalException(child.Place, RefusalKind.VariableInListOfOthers);
        }
    }

    private static void ReplaceIn(Tree node, YamlScalar scalar, Dictionary<string, YamlScalar?> values)
    {
        string text = scalar.Value;
        if (!text.Contains('$', StringComparison.Ordinal))
            return;
        var result = new StringBuilder(text.Length);
        bool mayClose = true;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] != '$' || i + 1 == text.Length)
            {
                result.Append(text[i]);
                continue;
            }
            char next = text[++i];
            if (next == '$')
            {
                result.Append('$');
                continue;
            }
            int close = next == '(' && mayClose ? text.IndexOf(')', i) : -1;
            if (close < 0)
            {
                // Without an end here none of the rest has one either.
                mayClose &= next != '(';
                result.Append('$').Append(next);
                continue;
            }
            string name = text[(i + 1)..close];
            i = close;
            if (values.GetValueOrDefault(name) is not { } value)
            {
                result.Append("$(").Append(name).Append(')');
                continue;
            }
            if (text.Length == name.Length + 3)
            {
                // Alone it keeps its sort: a number stays one.
                node.Become(new Tree(new YamlScalar(value.Location, value.Value, value.Style, tag: value.Tag)));
                return;
            }
            result.Append(value.Value);
        }
        if (result.Length != text.Length || result.ToString() != text)
            node.Become(Tree.Text(result.ToString(), node.Place));
    }
}
