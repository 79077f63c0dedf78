using System.Collections.Immutable;
using System.Text.RegularExpressions;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>What kustomize sets in all objects or in those of a name. Source: kustomize v5.7 api/internal/builtins, api/filters.</summary>
internal static class Transformers
{
    private static readonly Gvk[] s_neverRenamed =
    [
        new("", "", "CustomResourceDefinition"),
        new("apiregistration.k8s.io", "", "APIService"),
        new("", "", "Namespace"),
    ];

    /// <summary>Puts all objects that can have one into a namespace.</summary>
    public static void Namespace(
        ResourceSet set,
        YamlScalar value,
        ImmutableArray<FieldSpec> fields,
        bool unsetOnly = false,
        string subjects = "defaultOnly"
    )
    {
        if (value.Value.Length == 0)
            return;
        CompositionEffort.Spend(10 * set.All.Count);
        foreach (var resource in set.All)
        {
            resource.RememberId();
            var gvk = resource.Gvk;
            if (!gvk.IsClusterScoped)
                SetNamespace(resource, value, unsetOnly);
            bool isBinding = gvk.Kind is "RoleBinding" or "ClusterRoleBinding";
            if (isBinding)
                SetSubjects(resource, value, subjects, unsetOnly);
            foreach (var field in fields)
            {
                if (
                    field.Path == "metadata/namespace"
                    || (field.Path == "metadata/name" && gvk.ApiVersion != "v1")
                    || (isBinding && field.Path == "subjects/namespace" && field.Gvk.Kind is "RoleBinding" or "ClusterRoleBinding")
                )
                    continue;
                field.Visit(
                    resource.Root,
                    gvk,
                    node => SetText(node, value.Value, value.Location, unsetOnly),
                    Creation.Scalar,
                    value.Location
                );
            }
        }
        set.Renamed();
        var seen = new Dictionary<(Gvk, string, string), Resource>();
        foreach (var resource in set.All)
        {
            var id = resource.Id;
            if (!seen.TryAdd((id.Gvk, id.Name, id.EffectiveNamespace), resource))
                throw new RefusalException(value.Location, RefusalKind.NamespaceMakesSame, id.ToString());
        }
    }

    private static void SetNamespace(Resource resource, YamlScalar value, bool unsetOnly)
    {
        var metadata = resource.Metadata(value.Location);
        if (metadata["namespace"] is { } known)
            SetText(known, value.Value, value.Location, unsetOnly);
        else
            metadata.Set("namespace", Tree.Text(value.Value, value.Location));
    }

    private static void SetSubjects(Resource binding, YamlScalar value, string mode, bool unsetOnly)
    {
        if (mode == "none" || binding.Root["subjects"] is not { IsSequence: true } subjects)
            return;
        foreach (var subject in subjects.Items)
        {
            bool isMeant = mode == "allServiceAccounts" ? subject["kind"]?.Value == "ServiceAccount" : subject["name"]?.Value == "default";
            if (!isMeant)
                continue;
            if (subject["namespace"] is { } known)
                SetText(known, value.Value, value.Location, unsetOnly);
            else
                subject.Set("namespace", Tree.Text(value.Value, value.Location));
        }
    }

    /// <summary>Puts something before every name.</summary>
    public static void Prefix(ResourceSet set, YamlScalar value, ImmutableArray<FieldSpec> fields) =>
        Rename(set, value, fields, r => r.Prefixes, name => value.Value + name);

    /// <summary>Puts something behind every name.</summary>
    public static void Suffix(ResourceSet set, YamlScalar value, ImmutableArray<FieldSpec> fields) =>
        Rename(set, value, fields, r => r.Suffixes, name => name + value.Value);

    private static void Rename(
        ResourceSet set,
        YamlScalar value,
        ImmutableArray<FieldSpec> fields,
        Func<Resource, List<string>> marks,
        Func<string, string> rename
    )
    {
        if (value.Value.Length == 0)
            return;
        foreach (var resource in set.All)
        {
            var first = resource.OriginalId.Gvk;
            if (s_neverRenamed.Any(first.IsSelectedBy))
                continue;
            foreach (var field in fields)
            {
                if (!first.IsSelectedBy(field.Gvk))
                    continue;
                if (field.Path == "metadata/name")
                {
                    marks(resource).Add(value.Value);
                    resource.RememberId();
                }
                field.Visit(
                    resource.Root,
                    resource.Gvk,
                    node =>
                    {
                        if (node.Scalar is null)
                            throw new RefusalException(value.Location, RefusalKind.FieldNotSingleValue, field.Path);
                        node.Rewrite(rename(node.Value), node.Place);
                    },
                    Creation.Scalar,
                    value.Location
                );
            }
        }
        set.Renamed();
    }

    /// <summary>Sets entries of mappings: labels or annotations.</summary>
    public static void SetEntries(ResourceSet set, ImmutableArray<(string Name, YamlScalar Value)> pairs, ImmutableArray<FieldSpec> fields)
    {
        foreach (var resource in set.All)
        {
            var gvk = resource.Gvk;
            foreach (var (name, value) in pairs)
            {
                foreach (var field in fields)
                {
                    field.Visit(
                        resource.Root,
                        gvk,
                        node =>
                        {
                            if (!node.IsMapping)
                                throw new RefusalException(value.Location, RefusalKind.FieldNotMapping, field.Path, resource.Id.ToString());
                            node.Set(name, Tree.Text(value.Value, value.Location));
                        },
                        Creation.Mapping,
                        value.Location
                    );
                }
            }
        }
    }

    /// <summary>Sets how often the objects of a name run.</summary>
    /// <returns>False if there is none.</returns>
    public static bool Replicas(ResourceSet set, string name, YamlScalar count, ImmutableArray<FieldSpec> fields, Location entry)
    {
        bool found = false;
        foreach (var field in fields)
        {
            foreach (var resource in set.Named(name))
            {
                if (!resource.FormerIds.Append(resource.Id).Any(id => id.Name == name && id.Gvk.IsSelectedBy(field.Gvk)))
                    continue;
                found = true;
                resource.Hands.Add(entry);
                field.Visit(
                    resource.Root,
                    resource.Gvk,
                    node => node.Become(Scalars.Integer(count.Value, count.Location)),
                    Creation.Scalar,
                    count.Location
                );
            }
        }
        return found;
    }

    /// <summary>Sets a scalar to a text.</summary>
    public static void SetText(Tree node, string value, Location place, bool unsetOnly = false)
    {
        if (node.Scalar is null)
            throw new RefusalException(node.Place, RefusalKind.SetOverNoSingleValue);
        if (!unsetOnly || node.Value.Length == 0)
            node.Become(Tree.Text(value, place));
    }
}
