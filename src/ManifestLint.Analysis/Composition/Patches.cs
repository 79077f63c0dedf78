using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>The patches of one text: strategic merges, or operations of a JSON patch.</summary>
internal sealed record PatchText(ImmutableArray<Resource> Merges, JsonPatch? Operations, Location Place)
{
    /// <summary>Reads what a file or an entry holds.</summary>
    /// <exception cref="RefusalException">It is neither.</exception>
    public static PatchText Read(
        IEnumerable<PreparedDocument> documents,
        Location place,
        bool mayRename = false,
        bool mayChangeKind = false
    )
    {
        var merges = ImmutableArray.CreateBuilder<Resource>();
        foreach (var document in documents)
        {
            var root = new Tree(document.Root);
            if (merges.Count == 0 && root.IsSequence)
            {
                return JsonPatch.Read(root) is { } operations
                    ? new PatchText([], operations, place)
                    : throw new RefusalException(root.Place, "this is neither a strategic merge patch nor a list of JSON operations");
            }
            if (!root.IsMapping || root.TextAt("kind").Length == 0 || root.TextAt("metadata", "name").Length == 0)
                throw new RefusalException(root.Place, "a strategic merge patch needs kind and metadata.name");
            merges.Add(new Resource(root) { MayRename = mayRename, MayChangeKind = mayChangeKind });
        }
        return new PatchText(merges.ToImmutable(), null, place);
    }
}

/// <summary>Applies patches. Source: kustomize v5.7 api/internal/builtins/PatchTransformer.go, api/resource/resource.go (ApplySmPatch).</summary>
internal sealed class Patches(StrategicMerge merge)
{
    /// <summary>Applies an entry of <c>patches</c>.</summary>
    public void Apply(Accumulated to, PatchText patch, Selector? target)
    {
        if (patch.Operations is { } operations)
        {
            if (target is null)
                throw new RefusalException(patch.Place, "a JSON patch needs a target");
            ApplyOperations(to, operations, target, remembers: true);
            return;
        }
        if (target is null)
        {
            foreach (var one in patch.Merges)
                ApplyToNamed(to, one);
            return;
        }
        if (patch.Merges.Length > 1)
            throw new RefusalException(patch.Place, "with a target one entry cannot hold several strategic merge patches");
        if (patch.Merges.IsEmpty)
            return;
        foreach (var resource in to.Set.All)
        {
            if (target.Selects(resource))
                Apply(resource, patch.Merges[0], to);
        }
        to.Set.Renamed();
        to.Set.DropDeleted();
    }

    /// <summary>Applies operations to all that a target takes.</summary>
    public static void ApplyOperations(Accumulated to, JsonPatch operations, Selector target, bool remembers)
    {
        foreach (var resource in to.Set.All)
        {
            if (!target.Selects(resource))
                continue;
            if (remembers)
                resource.RememberId();
            try
            {
                operations.Apply(resource.Root);
            }
            catch (RefusalException) when ((resource.Gap ?? to.Missing) is not null)
            {
                // What it speaks of may be in what could not be had.
                resource.Gap ??= to.Missing;
            }
        }
        to.Set.Renamed();
    }

    /// <summary>Applies a strategic merge to the object that it names.</summary>
    public void ApplyToNamed(Accumulated to, Resource patch)
    {
        var id = patch.Id;
        var found = to.Set.ByAnyId(id);
        if (found.Count == 1)
        {
            Apply(found[0], patch, to);
            if (patch.MayRename || patch.MayChangeKind)
                to.Set.Renamed();
            if (found[0].IsDeleted)
                to.Set.DropDeleted();
            return;
        }
        if (found.Count == 0 && to.Missing is not null)
            return;
        var place = patch.Root.At("metadata", "name")?.Place ?? patch.Root.Place;
        throw new RefusalException(
            place,
            found.Count == 0 ? $"the patch is for {id}, and there is no such object" : $"the patch is for {id}, and there are several"
        );
    }

    private void Apply(Resource resource, Resource patch, Accumulated to)
    {
        if (patch.MayRename || patch.MayChangeKind)
            resource.RememberId();
        var root = resource.Root;
        var (name, ns, kind) = (root.At("metadata", "name"), root.At("metadata", "namespace"), root["kind"]);
        var version = root["apiVersion"];
        try
        {
            if (!merge.Apply(root, patch.Root.Copy()))
            {
                resource.IsDeleted = true;
                return;
            }
        }
        catch (RefusalException) when ((resource.Gap ?? to.Missing) is not null)
        {
            resource.Gap ??= to.Missing;
            return;
        }
        // What tells the object from others stays, with its place.
        if (version is not null)
            root.Set("apiVersion", version);
        if (!patch.MayChangeKind && kind is not null)
            root.Set("kind", kind);
        if (root["metadata"] is not { IsMapping: true } metadata)
            return;
        if (!patch.MayRename && name is not null)
            metadata.Set("name", name);
        if (ns is not null)
            metadata.Set("namespace", ns);
        else
            metadata.Remove("namespace", null);
    }
}
