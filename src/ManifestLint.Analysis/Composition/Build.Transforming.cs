using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>What a kustomization does to what it has taken in.</summary>
internal sealed partial class Build
{
    private void Transform(Frame frame, Accumulated all)
    {
        var (given, config) = (frame.Given, all.Config);
        MergeStrategically(frame, [.. given.Texts("patchesStrategicMerge")], all);
        foreach (var patch in given.Mappings("patches"))
            Patch(frame, patch, all);
        all.Set.DropDeleted();
        if (given.Scalar("namespace") is { } ns)
            Transformers.Namespace(all.Set, ns, config.Namespace);
        if (given.Scalar("namePrefix") is { } prefix)
            Transformers.Prefix(all.Set, prefix, config.NamePrefix);
        if (given.Scalar("nameSuffix") is { } suffix)
            Transformers.Suffix(all.Set, suffix, config.NameSuffix);
        foreach (var label in given.Mappings("labels"))
            Transformers.SetEntries(all.Set, label.Pairs("pairs"), LabelFields(label, config));
        Transformers.SetEntries(all.Set, given.Pairs("commonLabels"), config.CommonLabels);
        Transformers.SetEntries(all.Set, given.Pairs("commonAnnotations"), config.CommonAnnotations);
        foreach (var patch in given.Mappings("patchesJson6902"))
            PatchByOperations(frame, patch, "patch", all);
        foreach (var replica in given.Mappings("replicas"))
            SetReplicas(replica, config.Replicas, all);
        foreach (var image in given.Mappings("images").Concat(given.Mappings("imageTags")))
            images.Apply(all.Set, image, config.Images);
        foreach (var replacement in given.Mappings("replacements"))
            Replace(frame, replacement, all);
        foreach (var plugin in Plugins(frame, "transformers", all, isTransformer: true))
            Transform(frame, plugin, all);
        // A validator changes nothing, and what it would say is not asked.
    }

    private static ImmutableArray<FieldSpec> LabelFields(Directives label, TransformerConfig config)
    {
        var fields = TransformerConfig.Merge(ConfigFile.Fields(label, "fields"), config.Labels, label.Place);
        if (label.Flag("includeSelectors"))
            return TransformerConfig.Merge(fields, config.CommonLabels, label.Place);
        if (label.Flag("includeTemplates"))
            fields = TransformerConfig.Merge(fields, config.TemplateLabels, label.Place);
        return TransformerConfig.Merge(fields, [new FieldSpec(new Gvk("", "", ""), "metadata/labels", true)], label.Place);
    }

    private void MergeStrategically(Frame frame, ImmutableArray<YamlScalar> entries, Accumulated all)
    {
        bool isEmpty = !entries.IsEmpty;
        foreach (var named in entries)
        {
            // Whole patches may stand in the place of paths.
            var patches = IsInline(named)
                ? PatchText.ReadInline(named)
                : ReadPatch(frame, named, all, target: null, mayRename: false, mayChangeKind: false);
            isEmpty &= patches is { Merges.IsEmpty: true };
            foreach (var patch in patches?.Merges ?? [])
                _patches.ApplyToNamed(all, patch, named.Location);
            all.Set.Renamed();
        }
        if (isEmpty)
            throw new RefusalException(entries[0].Location, RefusalKind.EmptyPatch);
    }

    private void Patch(Frame frame, Directives patch, Accumulated all)
    {
        var target = patch.Mapping("target") is { } given ? new Selector(given) : null;
        var options = patch.Mapping("options");
        bool mayRename = options?.Flag("allowNameChange") == true,
            mayChangeKind = options?.Flag("allowKindChange") == true;
        var path = patch.Scalar("path");
        var inline = patch.Scalar("patch") is { } text && text.Value.Trim().Length > 0 ? text : null;
        if ((path is null) == (inline is null))
            throw new RefusalException(patch.Place, path is null ? RefusalKind.PatchWithoutPathAndText : RefusalKind.PatchWithPathAndText);
        var read = inline is null
            ? ReadPatch(frame, path!, all, target, mayRename, mayChangeKind)
            : PatchText.ReadInline(inline, mayRename, mayChangeKind);
        if (read is not null)
            _patches.Apply(all, read with { Entry = patch.Place }, target);
    }

    private PatchText? ReadPatch(Frame frame, YamlScalar path, Accumulated all, Selector? target, bool mayRename, bool mayChangeKind)
    {
        string full = PathOf(frame, path.Value);
        bool isRemote = RemoteAddress.Is(path.Value);
        if (!isRemote && files.TryPrepare(full, out var documents, out _))
        {
            CheckReach(frame, path, full);
            Use(full, UseOfFile.Patch);
            return PatchText.Read(documents, files.Open(full).Text?.Text ?? "", path.Location, mayRename, mayChangeKind);
        }
        var gap = Note(path.Location, isRemote ? GapKind.PatchNeedsNetwork : GapKind.PatchMissing, Short(path.Value));
        foreach (var resource in all.Set.All.Where(r => target?.Selects(r) != false))
            resource.Gap ??= gap;
        return null;
    }

    private void PatchByOperations(Frame frame, Directives patch, string textKey, Accumulated all)
    {
        if (patch.Mapping("target") is not { } given || given.Text("name").Length == 0)
            throw new RefusalException(patch.Place, RefusalKind.JsonPatchWithoutTargetName);
        var target = new Selector(given);
        var (path, text) = (patch.Scalar("path"), patch.Scalar(textKey));
        if ((path is null) == (text is null))
            throw new RefusalException(patch.Place, RefusalKind.JsonPatchPathOrText);
        var read = text is null ? ReadPatch(frame, path!, all, target, false, false) : PatchText.ReadInline(text);
        if (read is null)
            return;
        if (read.Operations is not { IsEmpty: false } operations)
            throw new RefusalException(read.Place, RefusalKind.NotJsonOperations);
        Patches.ApplyOperations(all, read with { Entry = patch.Place }, operations, target, remembers: false);
    }

    private static void SetReplicas(Directives replica, ImmutableArray<FieldSpec> fields, Accumulated all)
    {
        string name = replica.Text("name");
        if (replica.Scalar("count") is not { } count)
            count = new YamlScalar(replica.Place, "0", YamlScalarStyle.Plain);
        if (!Transformers.Replicas(all.Set, name, count, fields, replica.Place) && all.Missing is null)
            throw new RefusalException(replica.PlaceOf("name"), RefusalKind.NothingToSetReplicasOf, name);
    }

    private void Replace(Frame frame, Directives replacement, Accumulated all)
    {
        if (replacement.Scalar("path") is not { } path)
        {
            Replacements.Apply(all, replacement);
            return;
        }
        if (replacement.Node("source") is not null || replacement.Items("targets").Any())
            throw new RefusalException(path.Location, RefusalKind.ReplacementPathOrSource);
        string full = PathOf(frame, path.Value);
        if (RemoteAddress.Is(path.Value) || !files.TryRead(full, out var file, out _))
        {
            Doubt(all, path.Location, GapKind.ReplacementsMissing, Short(path.Value));
            return;
        }
        CheckReach(frame, path, full);
        Use(full, UseOfFile.Directive);
        foreach (var one in ConfigFile.Mappings(file))
            Replacements.Apply(all, one);
    }

    // The objects that describe plugins: written in the kustomization, in files or in folders.
    private List<Resource> Plugins(Frame frame, string key, Accumulated all, bool isTransformer)
    {
        var plugins = new Accumulated();
        // Those that are written in the kustomization come first, wherever they stand.
        foreach (var entry in frame.Given.Texts(key).Where(IsInline))
        {
            foreach (var resource in Resources(Preparation.Of(YamlInside.Read(entry)), frame.File))
                plugins.Set.Add(resource);
        }
        foreach (var entry in frame.Given.Texts(key).Where(e => !IsInline(e)))
            AddResource(frame, entry, plugins);
        if (plugins.Missing is { } missing)
        {
            if (isTransformer)
                all.Doubt(missing);
            all.Missing ??= missing;
        }
        foreach (string file in _used.Where(u => u.Value == UseOfFile.Resource).Select(u => u.Key).ToList())
        {
            if (plugins.Set.All.Any(p => p.Origin?.File == file))
                _used[file] = UseOfFile.Directive;
        }
        return [.. plugins.Set.All];
    }

    private static bool IsInline(YamlScalar entry) =>
        entry.Value.Contains('\n', StringComparison.Ordinal) || entry.Value.Contains(": ", StringComparison.Ordinal);

    private void Transform(Frame frame, Resource plugin, Accumulated all)
    {
        var given = new Directives((YamlMapping)plugin.Root.Fold());
        var fields = ConfigFile.Fields(given, "fieldSpecs");
        switch (plugin.Root.TextAt("apiVersion") == "builtin" ? plugin.Kind : "")
        {
            case "NamespaceTransformer":
                SetNamespace(given, fields, all);
                break;
            case "PrefixTransformer":
                if (given.Scalar("prefix") is { } prefix)
                    Transformers.Prefix(all.Set, prefix, fields);
                break;
            case "SuffixTransformer":
                if (given.Scalar("suffix") is { } suffix)
                    Transformers.Suffix(all.Set, suffix, fields);
                break;
            case "PrefixSuffixTransformer":
                if (given.Scalar("prefix") is { } before)
                    Transformers.Prefix(all.Set, before, fields);
                if (given.Scalar("suffix") is { } behind)
                    Transformers.Suffix(all.Set, behind, fields);
                break;
            case "LabelTransformer":
                Transformers.SetEntries(all.Set, given.Pairs("labels"), fields);
                break;
            case "AnnotationsTransformer":
                Transformers.SetEntries(all.Set, given.Pairs("annotations"), fields);
                break;
            case "ImageTagTransformer":
                if (given.Mapping("imageTag") is { } image)
                    images.Apply(all.Set, image, fields);
                break;
            case "ReplicaCountTransformer":
                if (given.Mapping("replica") is { } replica)
                    SetReplicas(replica, fields, all);
                break;
            case "PatchTransformer":
                Patch(frame, given, all);
                all.Set.DropDeleted();
                break;
            case "PatchStrategicMergeTransformer":
                MergeStrategically(frame, given, all);
                break;
            case "PatchJson6902Transformer":
                PatchByOperations(frame, given, "jsonOp", all);
                break;
            case "ReplacementTransformer":
                foreach (var replacement in given.Mappings("replacements"))
                    Replace(frame, replacement, all);
                break;
            default:
                Doubt(all, plugin.Root.Place, GapKind.TransformerIsProgram, plugin.Kind);
                break;
        }
    }

    private static void SetNamespace(Directives given, ImmutableArray<FieldSpec> fields, Accumulated all)
    {
        if (given.Mapping("metadata")?.Scalar("namespace") is not { } name)
            return;
        string subjects = given.Text("setRoleBindingSubjects") is { Length: > 0 } mode ? mode : "defaultOnly";
        Transformers.Namespace(all.Set, name, fields, given.Flag("unsetOnly"), subjects);
    }

    private void MergeStrategically(Frame frame, Directives given, Accumulated all)
    {
        MergeStrategically(
            frame,
            [.. given.Texts("paths"), .. given.Scalar("patches") is { } patches ? [patches] : Array.Empty<YamlScalar>()],
            all
        );
        all.Set.DropDeleted();
    }

    // What a kustomization adds to the fields that transformers know.
    private TransformerConfig ConfigOf(Frame frame, Accumulated all)
    {
        var config = DefaultConfig.Value;
        foreach (var path in frame.Given.Texts("configurations"))
        {
            string full = PathOf(frame, path.Value);
            if (RemoteAddress.Is(path.Value) || !files.TryRead(full, out var file, out _))
            {
                // It says in which fields names and labels stand, and nothing about what a pod asks for.
                Note(path.Location, GapKind.ConfigurationMissing, Short(path.Value));
                continue;
            }
            CheckReach(frame, path, full);
            Use(full, UseOfFile.Directive);
            foreach (var given in ConfigFile.Mappings(file))
                config = config.Merge(ConfigFile.Read(given), path.Location);
        }
        // Custom schemas say which lists of custom resources are merged by keys, and which fields name objects.
        foreach (var path in frame.Given.Texts("crds"))
            NoteSchema(frame, path, all);
        if (frame.Given.Mapping("openapi")?.Scalar("path") is { } schema)
            Doubt(all, schema.Location, GapKind.SchemaNotRead, Short(schema.Value));
        return config;
    }

    private void NoteSchema(Frame frame, YamlScalar path, Accumulated all)
    {
        string full = PathOf(frame, path.Value);
        var file = files.Open(full);
        if (file.Text is null)
        {
            Note(path.Location, GapKind.DefinitionMissing, Short(path.Value));
            return;
        }
        Use(full, UseOfFile.Directive);
        if (file.Text.Text.Contains("x-kubernetes-object-ref", StringComparison.Ordinal))
            Note(path.Location, GapKind.DefinitionNotRead, Short(path.Value));
    }
}
