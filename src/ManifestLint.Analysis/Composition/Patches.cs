using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>The patches of one text: strategic merges, or operations of a JSON patch.</summary>
internal sealed record PatchText(ImmutableArray<Resource> Merges, JsonPatch? Operations, Location Place)
{
    /// <summary>Where the operations are written; null for merges.</summary>
    public Location? Written { get; init; }

    /// <summary>The entry of the kustomization; the place itself where that is all.</summary>
    public Location Entry { get; init; } = Place;

    /// <summary>Reads what an entry of a kustomization holds.</summary>
    /// <exception cref="RefusalException">It is no patch.</exception>
    public static PatchText ReadInline(YamlScalar text, bool mayRename = false, bool mayChangeKind = false)
    {
        string trimmed = text.Value.Trim();
        // Kustomize takes the white space before it away, and with it what the first line is further in.
        if (
            text.Value.Length > 0
            && text.Value[0] is ' ' or '\n'
            && YamlReader.ReadYaml(new SourceText("", trimmed)).Documents.Any(d => d.Error is not null)
        )
            throw new RefusalException(text.Location, RefusalKind.PatchIndentedFurther);
        return Read(Preparation.Of(YamlInside.Read(text)), trimmed, text.Location, mayRename, mayChangeKind);
    }

    /// <summary>Reads what a file or an entry holds.</summary>
    /// <param name="documents">Its documents.</param>
    /// <param name="text">Its text.</param>
    /// <param name="place">Where it is named or written.</param>
    /// <param name="mayRename">Whether it may give another name.</param>
    /// <param name="mayChangeKind">Whether it may make another kind.</param>
    /// <exception cref="RefusalException">It is neither.</exception>
    public static PatchText Read(
        IEnumerable<PreparedDocument> documents,
        string text,
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
                // Source: kustomize v5.7 api/internal/builtins/PatchTransformer.go (jsonPatchFromBytes).
                if (text.StartsWith('[') && !IsJson(text))
                    throw new RefusalException(root.Place, RefusalKind.JsonPatchInYaml);
                return JsonPatch.Read(root) is { } operations
                    ? new PatchText([], operations, place) { Written = root.Place }
                    : throw new RefusalException(root.Place, RefusalKind.NotPatch);
            }
            if (!root.IsMapping || root.TextAt("kind").Length == 0 || root.TextAt("metadata", "name").Length == 0)
                throw new RefusalException(root.Place, RefusalKind.MergePatchWithoutKindOrName);
            merges.Add(new Resource(root) { MayRename = mayRename, MayChangeKind = mayChangeKind });
        }
        return new PatchText(merges.ToImmutable(), null, place);
    }

    private static bool IsJson(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), new JsonReaderOptions { MaxDepth = 1000 });
        try
        {
            while (reader.Read()) { }
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
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
                throw new RefusalException(patch.Place, RefusalKind.JsonPatchWithoutTarget);
            ApplyOperations(to, patch, operations, target, remembers: true);
            return;
        }
        if (target is null)
        {
            if (patch.Merges.IsEmpty)
                throw new RefusalException(patch.Place, RefusalKind.EmptyPatchWithoutTarget);
            foreach (var one in patch.Merges)
                ApplyToNamed(to, one, patch.Entry);
            return;
        }
        if (patch.Merges.Length > 1)
            throw new RefusalException(patch.Place, RefusalKind.SeveralPatchesOfTarget);
        if (patch.Merges.IsEmpty)
            return;
        foreach (var resource in to.Set.All)
        {
            if (target.Selects(resource))
                Apply(resource, patch.Merges[0], to, patch.Entry);
        }
        to.Set.Renamed();
        to.Set.DropDeleted();
    }

    /// <summary>Applies operations to all that a target takes.</summary>
    public static void ApplyOperations(Accumulated to, PatchText patch, JsonPatch operations, Selector target, bool remembers)
    {
        foreach (var resource in to.Set.All)
        {
            if (!target.Selects(resource))
                continue;
            if (remembers)
                resource.RememberId();
            resource.Hands.Add(patch.Entry);
            if (patch.Written is { } written)
                resource.Hands.Add(written);
            try
            {
                operations.Apply(resource.Root);
                if (resource.Kind.Length == 0)
                    throw new RefusalException(operations.Place, RefusalKind.JsonPatchRemovesKind);
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
    public void ApplyToNamed(Accumulated to, Resource patch, Location entry)
    {
        var id = patch.Id;
        var found = to.Set.ByAnyId(id);
        if (found.Count == 1)
        {
            Apply(found[0], patch, to, entry);
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
            found.Count == 0 ? RefusalKind.PatchOfNoObject : RefusalKind.PatchOfSeveralObjects,
            id.ToString()
        );
    }

    private void Apply(Resource resource, Resource patch, Accumulated to, Location entry)
    {
        resource.Hands.Add(entry);
        resource.Hands.Add(patch.Root.Place);
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
