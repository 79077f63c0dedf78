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
            if (Load(folder, null, out string? unreadable) is { } frame)
            {
                file = frame.Text;
                Accumulate(frame, all);
                Finish(all);
            }
            else
            {
                file = new SourceText(folder, "");
                var place = new Location(file, default);
                throw unreadable is null
                    ? new RefusalException(place, RefusalKind.NoKustomization)
                    : new RefusalException(place, RefusalKind.KustomizationUnreadable, unreadable);
            }
        }
        catch (RefusalException refused)
        {
            file ??= refused.Location?.Source;
            refusal = new CompositionRefusal(refused.Location ?? new Location(file!, default), refused.Reason);
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

    // Null where there is no kustomization, or where its file cannot be had: then with the reason.
    private Frame? Load(string folder, Frame? parent, out string? unreadable)
    {
        unreadable = null;
        string? found = null;
        SourceText? text = null;
        foreach (string name in CompositionFiles.KustomizationNames)
        {
            string path = $"{folder}/{name}";
            var opened = files.Open(path);
            if (opened.Text is null)
            {
                if (!opened.IsMissing)
                    unreadable ??= opened.Problem;
                continue;
            }
            if (found is not null)
                throw new RefusalException(new Location(opened.Text, default), RefusalKind.SecondKustomization);
            (found, text) = (path, opened.Text);
        }
        if (found is null)
            return null;
        _used[found] = UseOfFile.Directive;
        if (!files.TryRead(found, out var file, out unreadable))
            return null;
        if (file.Documents is [{ Error: { } error }, ..])
            throw new RefusalException(error.Location, RefusalKind.SyntaxError, error.Message);
        var start = new Location(text!, default);
        var first = file.Documents.Select(d => d.Root?.Target).FirstOrDefault(r => r is not null);
        if (first is not YamlMapping root)
            throw new RefusalException(
                start,
                first is null or YamlScalar { IsNull: true } ? RefusalKind.EmptyKustomization : RefusalKind.KustomizationNotMapping
            );
        var given = Directives.Checked(root, "Kustomization");
        Enforce(given, root);
        int depth = 0;
        for (var at = parent; at is not null; at = at.Parent)
            depth++;
        if (depth > MostDepth)
            throw new RefusalException(start, RefusalKind.NestedTooDeeply, $"{MostDepth}");
        return new Frame(folder, found, text!, given, parent);
    }

    private static void Enforce(Directives given, YamlMapping root)
    {
        string kind = given.Text("kind"),
            version = given.Text("apiVersion");
        if (kind is not ("" or "Kustomization" or "Component"))
            throw new RefusalException(given.PlaceOf("kind"), RefusalKind.KindOfKustomization);
        string required = "kustomize.config.k8s.io/" + (kind == "Component" ? "v1alpha1" : "v1beta1");
        if (version.Length > 0 && version != required)
            throw new RefusalException(given.PlaceOf("apiVersion"), RefusalKind.ApiVersionOfKustomization, required);
        if (root.EffectiveEntries().All(e => e.Name is "kind" or "apiVersion"))
            throw new RefusalException(root.Location, RefusalKind.EmptyKustomization);
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
            Miss(all, path.Location, GapKind.NeedsNetwork, Short(path.Value));
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
            Miss(all, path.Location, GapKind.Missing, Short(path.Value), problem);
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
            throw new RefusalException(path.Location, RefusalKind.FolderFromRoot);
        if (frame.IsInside(full))
            throw new RefusalException(path.Location, RefusalKind.TakesItselfIn, Short(path.Value));
        if (Load(full, frame, out string? unreadable) is not { } inner)
        {
            var kind = unreadable is null ? GapKind.FolderWithoutKustomization : GapKind.FolderUnreadable;
            Miss(all, path.Location, kind, Short(path.Value), unreadable);
            return;
        }
        if (inner.IsComponent)
            throw new RefusalException(path.Location, RefusalKind.ComponentAsResource, Short(path.Value));
        var gathered = new Accumulated();
        Accumulate(inner, gathered);
        all.Take(gathered, path.Location);
    }

    private void AddComponent(Frame frame, YamlScalar path, Accumulated all)
    {
        string full = PathOf(frame, path.Value);
        if (RemoteAddress.Is(path.Value) || !files.IsFolder(full))
        {
            var kind = RemoteAddress.Is(path.Value) ? GapKind.ComponentNeedsNetwork : GapKind.ComponentNotFolder;
            Doubt(all, path.Location, kind, Short(path.Value));
            return;
        }
        if (frame.IsInside(full))
            throw new RefusalException(path.Location, RefusalKind.TakesItselfIn, Short(path.Value));
        if (Load(full, frame, out string? unreadable) is not { } inner)
        {
            var kind = unreadable is null ? GapKind.ComponentWithoutKustomization : GapKind.ComponentUnreadable;
            Doubt(all, path.Location, kind, Short(path.Value), unreadable);
            return;
        }
        if (!inner.IsComponent)
            throw new RefusalException(path.Location, RefusalKind.ResourceAsComponent, Short(path.Value));
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
            throw new RefusalException(node.Location, RefusalKind.NotObject);
        string kind = mapping.TextAt("kind") ?? "";
        if (kind.Length == 0)
            throw new RefusalException(node.Location, RefusalKind.ObjectWithoutKind);
        bool isList = kind.EndsWith("List", StringComparison.Ordinal);
        if (!isList && string.IsNullOrEmpty(mapping.MappingAt("metadata")?.TextAt("name")))
            throw new RefusalException(node.Location, RefusalKind.ObjectWithoutName);
        if (!isList || mapping.Find("items") is not { } items)
        {
            yield return mapping;
            yield break;
        }
        if (items.Value.Target is not YamlSequence sequence)
            yield break;
        if (depth >= MostDepth)
            throw new RefusalException(node.Location, RefusalKind.TooManyListsNested);
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
                Miss(all, frame.Given.PlaceOf(key), GapKind.NeedsHelm, key);
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
                Miss(all, plugin.Root.Place, GapKind.GeneratorIsProgram, plugin.Kind);
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
                gap ??= Note(named.Location, GapKind.NeedsNetwork, Short(path));
                return null;
            }
            string full = PathOf(frame, path);
            var file = files.Open(full);
            if (file.Text is null && file.Bytes is null)
            {
                gap ??= Note(named.Location, GapKind.Missing, Short(path), file.Problem);
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
            throw new RefusalException(named.Location, RefusalKind.OutsideFolder, Short(named.Value));
    }

    // Links are followed: kustomize reads a link in the folder that leads out of it no more than a path that does.
    private string PathOf(Frame frame, string relative) => files.RealPath(frame.PathOf(relative));

    private void Use(string file, UseOfFile use)
    {
        // What also goes into a ConfigMap is no less secret.
        if (!_used.TryAdd(file, use) && use == UseOfFile.SecretData && _used[file] == UseOfFile.Data)
            _used[file] = use;
    }

    private CompositionGap Note(Location place, GapKind kind, string named, string? problem = null)
    {
        var gap = new CompositionGap(place, new GapReason(kind, named, problem ?? ""));
        _gaps.Add(gap);
        return gap;
    }

    // Objects are missing; those that are there are whole.
    private void Miss(Accumulated all, Location place, GapKind kind, string named, string? problem = null)
    {
        var gap = Note(place, kind, named, problem);
        all.Missing ??= gap;
    }

    // Whatever is there may be changed by it.
    private void Doubt(Accumulated all, Location place, GapKind kind, string named, string? problem = null) =>
        all.Doubt(Note(place, kind, named, problem));

    private static string Short(string name)
    {
        string line = name.ReplaceLineEndings(" ");
        return line.Length <= 100 ? line : line[..100] + "…";
    }
}
