using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>One kustomization being built: what it takes in, in order.</summary>
internal sealed partial class Build(CompositionFiles files, StrategicMerge merge, Images images)
{
    // As deep as YAML may nest (contracts.md C8): kustomize itself has no limit.
    private const int MostDepth = 256;

    private readonly Dictionary<string, UseOfFile> _used = new(StringComparer.Ordinal);
    private readonly List<CompositionGap> _gaps = [];
    private readonly Patches _patches = new(merge);

    /// <summary>Builds the kustomization of a folder.</summary>
    public ComposedKustomization Run(string folder)
    {
        folder = files.RealPath(folder);
        SourceText? file = null;
        var all = new Accumulated();
        CompositionRefusal? refusal = null;
        try
        {
            if (Load(folder, null, out string? problem) is { } frame)
            {
                file = frame.Text;
                Accumulate(frame, all);
                Finish(all);
            }
            else
            {
                file = new SourceText(folder, "");
                throw new RefusalException(new Location(file, default), problem!);
            }
        }
        catch (RefusalException refused)
        {
            file ??= refused.Location?.Source;
            refusal = new CompositionRefusal(refused.Location ?? new Location(file!, default), refused.Message);
        }
        return new ComposedKustomization
        {
            Folder = folder,
            File = file,
            Objects = refusal is null
                ?
                [
                    .. all.Set.All.Select(r => new ComposedObject(
                        (YamlMapping)r.Root.Fold(),
                        r.Origin,
                        r.Gap,
                        r.Plain,
                        r.WrittenName,
                        r.WrittenNamespace,
                        [.. r.Hands]
                    )
                    {
                        Replaced = [.. r.Replaced],
                    }),
                ]
                : [],
            Gaps = [.. _gaps],
            Refusal = refusal,
            Files = _used.ToImmutableDictionary(StringComparer.Ordinal),
        };
    }

    // At the outermost alone, once everything is there.
    private static void Finish(Accumulated all)
    {
        foreach (var resource in all.Set.All)
        {
            if (!resource.NeedsHash)
                continue;
            string hash = Generators.HashOf(resource);
            resource.RememberId();
            resource.SetName($"{resource.Name}-{hash}", resource.Root.At("metadata", "name")!.Place);
        }
        all.Set.Renamed();
        new NameReferences(all).Correct();
        Variables.Resolve(all);
        all.Set.RemoveAll(r =>
            r.Root.At("metadata", "annotations", "config.kubernetes.io/local-config") is { } mark && mark.Value != "false"
        );
        foreach (var resource in all.Set.All)
        {
            if (resource.Root["metadata"] is { } metadata && metadata["annotations"] is { IsNull: true })
                metadata.Remove("annotations", null);
        }
    }

    // Null where there is no kustomization, or where its file cannot be had.
    private Frame? Load(string folder, Frame? parent, out string? problem)
    {
        problem = null;
        string? found = null;
        SourceText? text = null;
        foreach (string name in CompositionFiles.KustomizationNames)
        {
            string path = $"{folder}/{name}";
            var opened = files.Open(path);
            if (opened.Text is null)
            {
                if (opened.Problem != CompositionFile.Missing)
                    problem ??= opened.Problem;
                continue;
            }
            if (found is not null)
                throw new RefusalException(
                    new Location(opened.Text, default),
                    "a folder has one kustomization only, and this is another one"
                );
            (found, text) = (path, opened.Text);
        }
        if (found is null)
        {
            problem = problem is null ? "it holds no kustomization.yaml" : $"its kustomization cannot be read: {problem}";
            return null;
        }
        _used[found] = UseOfFile.Directive;
        if (!files.TryRead(found, out var file, out problem))
            return null;
        if (file.Documents is [{ Error: { } error }, ..])
            throw new RefusalException(error.Location, error.Message);
        var start = new Location(text!, default);
        var first = file.Documents.Select(d => d.Root?.Target).FirstOrDefault(r => r is not null);
        if (first is not YamlMapping root)
            throw new RefusalException(
                start,
                first is null or YamlScalar { IsNull: true } ? "the kustomization is empty" : "the kustomization is not a mapping"
            );
        var given = Directives.Checked(root, "Kustomization");
        Enforce(given, root);
        int depth = 0;
        for (var at = parent; at is not null; at = at.Parent)
            depth++;
        if (depth > MostDepth)
            throw new RefusalException(start, $"more than {MostDepth} kustomizations are nested");
        return new Frame(folder, found, text!, given, parent);
    }

    private static void Enforce(Directives given, YamlMapping root)
    {
        string kind = given.Text("kind"),
            version = given.Text("apiVersion");
        if (kind is not ("" or "Kustomization" or "Component"))
            throw new RefusalException(given.PlaceOf("kind"), "the kind of a kustomization is Kustomization or Component");
        string required = "kustomize.config.k8s.io/" + (kind == "Component" ? "v1alpha1" : "v1beta1");
        if (version.Length > 0 && version != required)
            throw new RefusalException(given.PlaceOf("apiVersion"), $"kustomize wants {required} here");
        if (root.EffectiveEntries().All(e => e.Name is "kind" or "apiVersion"))
            throw new RefusalException(root.Location, "the kustomization is empty");
    }

    private void Accumulate(Frame frame, Accumulated all)
    {
        foreach (var path in frame.Given.Texts("resources").Concat(frame.Given.Texts("bases")))
            AddResource(frame, path, all);
        all.Config = all.Config.Merge(ConfigOf(frame, all), frame.Given.Place);
        Generate(frame, all);
        foreach (var path in frame.Given.Texts("components"))
            AddComponent(frame, path, all);
        Transform(frame, all);
        foreach (var variable in frame.Given.Mappings("vars"))
            Variables.Add(all, variable);
    }

    private void AddResource(Frame frame, YamlScalar path, Accumulated all)
    {
        if (RemoteAddress.Is(path.Value))
        {
            Miss(all, path, $"{Short(path.Value)} needs a network");
            return;
        }
        string full = PathOf(frame, path.Value);
        if (files.IsFolder(full))
        {
            AddFolder(frame, path, full, all);
            return;
        }
        if (!files.TryPrepare(full, out var documents, out string? problem))
        {
            Miss(all, path, $"{Short(path.Value)} is missing: {problem}");
            return;
        }
        CheckReach(frame, path, full);
        Use(full, UseOfFile.Resource);
        foreach (var resource in Resources(documents, full))
            all.Set.Add(resource);
    }

    private void AddFolder(Frame frame, YamlScalar path, string full, Accumulated all)
    {
        if (path.Value.StartsWith('/'))
            throw new RefusalException(path.Location, "a folder is named from the kustomization's own, not from the root");
        if (frame.IsInside(full))
            throw new RefusalException(path.Location, $"{Short(path.Value)} takes this kustomization in itself");
        if (Load(full, frame, out string? problem) is not { } inner)
        {
            Miss(all, path, $"{Short(path.Value)} cannot be taken in: {problem}");
            return;
        }
        if (inner.IsComponent)
            throw new RefusalException(path.Location, $"{Short(path.Value)} is a component, not a resource");
        var gathered = new Accumulated();
        Accumulate(inner, gathered);
        all.Take(gathered, path.Location);
    }

    private void AddComponent(Frame frame, YamlScalar path, Accumulated all)
    {
        string full = PathOf(frame, path.Value);
        if (RemoteAddress.Is(path.Value) || !files.IsFolder(full))
        {
            string reason = RemoteAddress.Is(path.Value) ? "needs a network" : "is not a folder that can be read";
            Doubt(all, path.Location, $"the component {Short(path.Value)} {reason}");
            return;
        }
        if (frame.IsInside(full))
            throw new RefusalException(path.Location, $"{Short(path.Value)} takes this kustomization in itself");
        if (Load(full, frame, out string? problem) is not { } inner)
        {
            Doubt(all, path.Location, $"the component {Short(path.Value)} cannot be taken in: {problem}");
            return;
        }
        if (!inner.IsComponent)
            throw new RefusalException(path.Location, $"{Short(path.Value)} is not a component");
        Accumulate(inner, all);
    }

    private static IEnumerable<Resource> Resources(ImmutableArray<PreparedDocument> documents, string file)
    {
        foreach (var document in documents)
        {
            var origin = new ComposedOrigin(file, document.Root.Location.Source, document.Document);
            foreach (var root in Objects(document.Root, 0))
                yield return new Resource(new Tree(root)) { Origin = origin };
        }
    }

    // A list of objects is its items.
    private static IEnumerable<YamlNode> Objects(YamlNode node, int depth)
    {
        if (node is not YamlMapping mapping)
            throw new RefusalException(node.Location, "this is not an object");
        string kind = mapping.TextAt("kind") ?? "";
        if (kind.Length == 0)
            throw new RefusalException(node.Location, "an object has no kind");
        bool isList = kind.EndsWith("List", StringComparison.Ordinal);
        if (!isList && string.IsNullOrEmpty(mapping.MappingAt("metadata")?.TextAt("name")))
            throw new RefusalException(node.Location, "an object has no metadata.name");
        if (!isList || mapping.Find("items") is not { } items)
        {
            yield return mapping;
            yield break;
        }
        if (items.Value.Target is not YamlSequence sequence)
            yield break;
        if (depth >= MostDepth)
            throw new RefusalException(node.Location, "too many lists are nested");
        foreach (var item in sequence.Items)
        {
            foreach (var inner in Objects(item.Target, depth + 1))
                yield return inner;
        }
    }

    private void Generate(Frame frame, Accumulated all)
    {
        var options = frame.Given.Mapping("generatorOptions");
        foreach (var entry in frame.Given.Mappings("configMapGenerator"))
            Absorb(frame, entry, options, isSecret: false, all);
        foreach (var entry in frame.Given.Mappings("secretGenerator"))
            Absorb(frame, entry, options, isSecret: true, all);
        foreach (string key in new[] { "helmCharts", "helmChartInflationGenerator" })
        {
            if (frame.Given.Items(key).Any())
                Miss(all, frame.Given.PlaceOf(key), $"{key} needs helm");
        }
        foreach (var plugin in Plugins(frame, "generators", all, isTransformer: false))
            Generate(frame, plugin, all);
    }

    private void Generate(Frame frame, Resource plugin, Accumulated all)
    {
        var entry = new Directives((YamlMapping)plugin.Root.Fold());
        switch (plugin.Root.TextAt("apiVersion") == "builtin" ? plugin.Kind : "")
        {
            case "ConfigMapGenerator":
                Absorb(frame, Named(entry), null, isSecret: false, all);
                break;
            case "SecretGenerator":
                Absorb(frame, Named(entry), null, isSecret: true, all);
                break;
            default:
                Miss(all, plugin.Root.Place, $"the generator {plugin.Kind} is a program of its own");
                break;
        }
    }

    // As a plugin a generator may have its name among the metadata.
    private static Directives Named(Directives entry)
    {
        var given = new List<YamlEntry>();
        if (entry.Node("metadata") is YamlMapping metadata)
        {
            foreach (string key in new[] { "name", "namespace" })
            {
                if (metadata.Find(key) is { } found && entry.Entry(key) is null)
                    given.Add(found);
            }
        }
        return given.Count == 0 ? entry : entry.With(given);
    }

    private void Absorb(Frame frame, Directives entry, Directives? options, bool isSecret, Accumulated all)
    {
        CompositionGap? gap = null;
        var data = new List<Location> { entry.Place };
        var made = Generators.Make(entry, options, isSecret, (named, path) =>
        {
            if (RemoteAddress.Is(path))
            {
                gap ??= Note(named.Location, $"{Short(path)} needs a network");
                return null;
            }
            string full = PathOf(frame, path);
            var file = files.Open(full);
            if (file.Text is null && file.Bytes is null)
            {
                gap ??= Note(named.Location, $"{Short(path)} is missing: {file.Problem}");
                return null;
            }
            CheckReach(frame, named, full);
            Use(full, isSecret ? UseOfFile.SecretData : UseOfFile.Data);
            if (file.Text is { } text)
                data.Add(new Location(text, new TextSpan(0, text.Text.Length)));
            return file;
        });
        made.Hands.AddRange(data);
        made.Gap = gap;
        if (made.Behavior != GenerationBehavior.Create && all.Missing is not null && all.Set.ByAnyId(made.Id).Count == 0)
        {
            made.Gap ??= all.Missing;
            made.NeedsHash = false;
            all.Set.Add(made);
            return;
        }
        all.Set.Absorb(made, Generators.TakeOver);
    }

    private static void CheckReach(Frame frame, YamlScalar named, string full)
    {
        if (!frame.Holds(full))
            throw new RefusalException(
                named.Location,
                $"{Short(named.Value)} is not in the kustomization's folder or below, and kustomize reads no other files"
            );
    }

    // Links are followed: kustomize reads a link in the folder that leads out of it no more than a path that does.
    private string PathOf(Frame frame, string relative) => files.RealPath(frame.PathOf(relative));

    private void Use(string file, UseOfFile use)
    {
        // What also goes into a ConfigMap is no less secret.
        if (!_used.TryAdd(file, use) && use == UseOfFile.SecretData && _used[file] == UseOfFile.Data)
            _used[file] = use;
    }

    private CompositionGap Note(Location place, string reason)
    {
        var gap = new CompositionGap(place, reason);
        _gaps.Add(gap);
        return gap;
    }

    // Objects are missing; those that are there are whole.
    private void Miss(Accumulated all, YamlScalar named, string reason) => Miss(all, named.Location, reason);

    private void Miss(Accumulated all, Location place, string reason)
    {
        var gap = Note(place, reason);
        all.Missing ??= gap;
    }

    // Whatever is there may be changed by it.
    private void Doubt(Accumulated all, Location place, string reason) => all.Doubt(Note(place, reason));

    private static string Short(string name)
    {
        string line = name.ReplaceLineEndings(" ");
        return line.Length <= 100 ? line : line[..100] + "…";
    }
}
