using System.Collections.Frozen;
using System.Collections.Immutable;
using ManifestLint.Manifests;

namespace ManifestLint.Neighbours;

/// <summary>Which kustomization takes which files, and which files are patches.</summary>
public sealed class KustomizationGraph
{
    private readonly FrozenSet<string> _patchFiles;

    // File to the kustomizations that take it, directly or through others; nearest first is not promised.
    private readonly FrozenDictionary<string, ImmutableArray<int>> _takenBy;
    private readonly ImmutableArray<ImmutableArray<KustomizePatch>> _patches;
    private readonly ImmutableArray<Kustomization> _kustomizations;

    private KustomizationGraph(
        ImmutableArray<Kustomization> kustomizations,
        ImmutableArray<ImmutableArray<KustomizePatch>> patches,
        FrozenSet<string> patchFiles,
        FrozenDictionary<string, ImmutableArray<int>> takenBy
    ) => (_kustomizations, _patches, _patchFiles, _takenBy) = (kustomizations, patches, patchFiles, takenBy);

    /// <summary>No kustomization.</summary>
    public static KustomizationGraph Empty { get; } =
        new([], [], FrozenSet<string>.Empty, FrozenDictionary<string, ImmutableArray<int>>.Empty);

    /// <summary>The ConfigMaps and Secrets that kustomizations generate.</summary>
    public IEnumerable<ConfigData> Generated => _kustomizations.SelectMany(k => k.Generated);

    /// <summary>Full paths of the files that a kustomization names as patches.</summary>
    public IReadOnlySet<string> PatchFiles => _patchFiles;

    /// <summary>Links kustomizations to the files they take.</summary>
    /// <param name="kustomizations">Every kustomization known.</param>
    /// <param name="readPatches">Reads the patches of a file, given the target written beside it; empty if the file is not to be had.</param>
    internal static KustomizationGraph Build(
        IEnumerable<Kustomization> kustomizations,
        Func<string, Yaml.YamlMapping?, ImmutableArray<KustomizePatch>> readPatches
    )
    {
        ImmutableArray<Kustomization> all = [.. kustomizations.OrderBy(k => k.Folder, StringComparer.Ordinal)];
        if (all.IsEmpty)
            return Empty;
        var byFolder = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < all.Length; i++)
            byFolder.TryAdd(all[i].Folder, i);

        var takenBy = new Dictionary<string, HashSet<int>>(StringComparer.Ordinal);
        var patches = ImmutableArray.CreateBuilder<ImmutableArray<KustomizePatch>>(all.Length);
        for (int i = 0; i < all.Length; i++)
        {
            var own = ImmutableArray.CreateBuilder<KustomizePatch>();
            AddPatches(i, own, []);
            var visited = new HashSet<int>();
            Take(i, i, visited);
            patches.Add(own.ToImmutable());
        }
        return new KustomizationGraph(
            all,
            patches.ToImmutable(),
            all.SelectMany(k => k.PatchFiles.Select(p => p.File)).ToFrozenSet(StringComparer.Ordinal),
            takenBy.ToFrozenDictionary(p => p.Key, p => p.Value.Order().ToImmutableArray(), StringComparer.Ordinal)
        );

        // A component's patches act on what the kustomization that names it takes, directly or through another component.
        void AddPatches(int index, ImmutableArray<KustomizePatch>.Builder into, HashSet<int> visited)
        {
            if (!visited.Add(index))
                return;
            into.AddRange(all[index].InlinePatches);
            foreach (var (file, target) in all[index].PatchFiles)
                into.AddRange(readPatches(file, target));
            foreach (string component in all[index].Components)
            {
                if (byFolder.TryGetValue(component, out int inner))
                    AddPatches(inner, into, visited);
            }
        }

        void Take(int owner, int current, HashSet<int> visited)
        {
            if (!visited.Add(current))
                return;
            foreach (string path in all[current].Resources.Concat(all[current].Components))
            {
                if (byFolder.TryGetValue(path, out int inner))
                    Take(owner, inner, visited);
                else
                {
                    if (!takenBy.TryGetValue(path, out var owners))
                        takenBy[path] = owners = [];
                    owners.Add(owner);
                }
            }
        }
    }

    /// <summary>True if a kustomization names the file as a patch.</summary>
    public bool IsPatchFile(string file) => _patchFiles.Contains(file);

    /// <summary>True if a kustomization takes the file and patches the resources of an object of this kind and name in it.</summary>
    public bool PatchesResources(string file, string kind, string? name)
    {
        foreach (int index in TakenBy(file))
        {
            foreach (var patch in _patches[index])
            {
                if (patch.TouchesResources && patch.MayMatch(kind, name))
                    return true;
            }
        }
        return false;
    }

    /// <summary>True if one kustomization takes both files.</summary>
    public bool ShareKustomization(string x, string y) => TakenBy(x).Intersect(TakenBy(y)).Any();

    /// <summary>The namespace of an object: the one that kustomizations give to its file, whatever is written; else the written one.</summary>
    public string? NamespaceOf(ObjectPlace place) => NamespaceOf(place.File) ?? place.Namespace;

    /// <summary>The namespace that kustomizations give to objects of a file; null if none does or they differ.</summary>
    public string? NamespaceOf(string file)
    {
        string? found = null;
        foreach (int index in TakenBy(file))
        {
            if (_kustomizations[index].Namespace is not { } given)
                continue;
            if (found is not null && found != given)
                return null;
            found = given;
        }
        return found;
    }

    /// <summary>The kustomizations that take a file, by number. A kustomization's own file counts as taken by it, for what it generates.</summary>
    /// <summary>The folders of the kustomizations that take a file.</summary>
    public IEnumerable<string> FoldersOf(string file) => TakenBy(file).Select(i => _kustomizations[i].Folder).Distinct();

    internal ImmutableArray<int> TakenBy(string file)
    {
        if (_kustomizations.IsEmpty)
            return [];
        var taken = _takenBy.GetValueOrDefault(file, []);
        if (!Kustomization.FileNames.Contains(PathText.NameOf(file)))
            return taken;
        string folder = PathText.FolderOf(file);
        for (int i = 0; i < _kustomizations.Length; i++)
        {
            if (_kustomizations[i].Folder == folder)
                return taken.Add(i);
        }
        return taken;
    }
}
