using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>
/// Gives the fields that name another object its new name. An object that was never called otherwise is not looked for.
/// Source: kustomize v5.7 api/filters/nameref, api/internal/accumulator/namereferencetransformer.go.
/// </summary>
internal sealed class NameReferences(Accumulated all)
{
    /// <summary>Corrects all of them.</summary>
    /// <exception cref="RefusalException">It cannot be told which object is meant.</exception>
    public void Correct()
    {
        if (!all.Set.All.Any(r => r.HasFormerIds))
            return;
        // Kinds whose objects changed their names: nothing else can be meant.
        var kinds = all.Set.All.Where(r => r.HasFormerIds).SelectMany(r => r.FormerIds.Select(id => id.Gvk)).ToHashSet();
        var byKind = all.Set.All.ToLookup(r => r.OriginalId.Gvk.Kind, StringComparer.Ordinal);
        foreach (var reference in all.Config.NameReferences)
        {
            if (!kinds.Any(k => k.IsSelectedBy(reference.Target)))
                continue;
            foreach (var field in reference.Referrers)
            {
                // The kind that the object has by now need not be the one that it came with.
                var anyKind = field with { Gvk = new Gvk("", "", "") };
                foreach (var referrer in field.Gvk.Kind.Length > 0 ? byKind[field.Gvk.Kind] : all.Set.All)
                {
                    if (!referrer.OriginalId.Gvk.IsSelectedBy(field.Gvk))
                        continue;
                    anyKind.Visit(
                        referrer.Root,
                        referrer.Gvk,
                        node => Correct(node, referrer, reference.Target, field),
                        Creation.Nothing,
                        referrer.Root.Place
                    );
                }
            }
        }
    }

    private void Correct(Tree node, Resource referrer, Gvk target, FieldSpec field)
    {
        if (node.IsNull)
            return;
        if (node.Scalar is not null)
            CorrectName(node, referrer, target, field);
        else if (node.IsMapping)
            CorrectMapping(node, referrer, target, field);
        else
        {
            foreach (var item in node.Items)
                Correct(item, referrer, target, field);
        }
    }

    private void CorrectName(Tree node, Resource referrer, Gvk target, FieldSpec field)
    {
        string old = node.Value;
        if (Find(old, referrer, target, field, Candidates(old), byNamespaceToo: false, node.Place) is { } found && found.Name != old)
            node.Rewrite(found.Name, node.Place);
    }

    private void CorrectMapping(Tree node, Resource referrer, Gvk target, FieldSpec field)
    {
        if (node["name"] is not { } name)
            throw new RefusalException(node.Place, RefusalKind.ReferenceWithoutName, field.Path);
        string old = name.Value;
        var candidates = Candidates(old);
        if (node["namespace"] is { } ns)
        {
            var originally = candidates.FindAll(r => r.OriginalId.EffectiveNamespace == ns.Value);
            candidates =
                originally.Count > 0 || all.Set.All.Any(r => r.OriginalId.EffectiveNamespace == ns.Value)
                    ? originally
                    : candidates.FindAll(r => r.Id.EffectiveNamespace == ns.Value);
        }
        if (Find(old, referrer, target, field, candidates, byNamespaceToo: true, node.Place) is not { } found)
            return;
        if (found.Name != old)
            name.Rewrite(found.Name, name.Place);
        if (found.Namespace.Length == 0)
            return;
        if (node["namespace"] is { } known)
            known.Rewrite(found.Namespace, known.Place);
        else
            node.Set("namespace", Tree.Text(found.Namespace, found.Root.At("metadata", "namespace")?.Place ?? node.Place));
    }

    private List<Resource> Candidates(string name) =>
        all.Set.Named(name).FindAll(r => r.HasFormerIds && r.FormerIds.Any(id => id.Name == name));

    private static Resource? Find(
        string name,
        Resource referrer,
        Gvk target,
        FieldSpec field,
        List<Resource> candidates,
        bool byNamespaceToo,
        Location place
    )
    {
        if (name.Length == 0)
            return null;
        candidates = candidates.FindAll(r => r.FormerIds.Any(id => id.Gvk.IsSelectedBy(target)) && MayRefer(referrer, r));
        if (field.Path.EndsWith("roleRef/name", StringComparison.Ordinal) && RoleOf(referrer) is { } role)
            candidates = candidates.FindAll(r => r.FormerIds.Any(id => id.Gvk.IsSelectedBy(role)));
        candidates = candidates.FindAll(r => IsNear(referrer, r));
        if (candidates.Count == 1)
            return candidates[0];
        candidates = candidates.FindAll(r => HasSameMarks(referrer, r, allowsNone: true));
        if (candidates.Count > 1)
            candidates = candidates.FindAll(r => HasSameMarks(referrer, r, allowsNone: false));
        if (candidates.Count == 0)
            return null;
        var first = candidates[0];
        if (candidates.TrueForAll(c => c.Name == first.Name && (!byNamespaceToo || c.Namespace == first.Namespace)))
            return first;
        throw new RefusalException(place, RefusalKind.AmbiguousName, name);
    }

    private static Gvk? RoleOf(Resource binding) =>
        binding.Root["roleRef"] is { } role && role["apiGroup"] is { } group && role["kind"] is { } kind
            ? new Gvk(group.Value, "", kind.Value)
            : null;

    // Objects of another namespace, but for those that a binding names.
    private static bool MayRefer(Resource referrer, Resource target)
    {
        var (from, to) = (referrer.Id, target.Id);
        if (from.Gvk.IsClusterScoped || to.Gvk.IsClusterScoped || from.EffectiveNamespace == to.EffectiveNamespace)
            return true;
        return referrer.Kind == "RoleBinding"
            && referrer.Root["subjects"] is { IsSequence: true } subjects
            && subjects.Items.Exists(s => s["kind"]?.Value == "ServiceAccount" && s["namespace"]?.Value == target.Namespace);
    }

    private static bool IsNear(Resource referrer, Resource target)
    {
        var (from, to) = (referrer.Id, target.Id);
        return from.Gvk.IsClusterScoped
            || to.Gvk.IsClusterScoped
            || target.Kind == "ServiceAccount"
            || from.EffectiveNamespace == to.EffectiveNamespace;
    }

    private static bool HasSameMarks(Resource x, Resource y, bool allowsNone) =>
        IsSame(x.Prefixes, y.Prefixes, allowsNone) && IsSame(x.Suffixes, y.Suffixes, allowsNone);

    // One ends as the other does.
    private static bool IsSame(List<string> x, List<string> y, bool allowsNone)
    {
        if (allowsNone && (x.Count == 0 || y.Count == 0))
            return true;
        var (shorter, longer) = x.Count <= y.Count ? (x, y) : (y, x);
        if (shorter.Count == 0)
            return longer.Count == 0;
        return longer.Skip(longer.Count - shorter.Count).SequenceEqual(shorter);
    }
}
