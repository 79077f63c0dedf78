using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>Makes containers of rows.</summary>
internal static class ContainerMaker
{
    /// <summary>Adds the container of a row to a pod, if its conditions hold.</summary>
    public static void Add(PodDraft pod, PodRow row, Operator? by)
    {
        if (row["if"] is { } needed && !pod.Holds(needed))
            return;
        if (row["unless"] is { } unwanted && pod.Holds(unwanted))
            return;
        if (row["template"] is { } template && pod.Spec is null)
            ReadTemplate(pod, template);
        foreach (string word in new[] { "also", "alsoinit" })
        {
            if (row[word] is { } list && pod.Find(list) is { Value: YamlSequence containers } field)
                pod.Others.Add(
                    word == "alsoinit"
                        ? (containers, field.Path, ContainerType.Init, [])
                        : (containers, field.Path, ContainerType.App, row["alsoeach"] is { } amounts ? [.. Amounts(amounts)] : [])
                );
        }
        pod.IsPartial |= row["partial"] is not null;
        if (pod.Expand(row.Container) is not { } name)
        {
            // Which of the containers it is cannot be told.
            pod.IsPartial = true;
            return;
        }
        var draft = Draft(pod, row, name);
        Fill(draft);
        draft.Program = Program(draft);
        by?.Complete(draft);
        if (!draft.IsElsewhere)
            pod.Containers.Add(draft);
    }

    private static void ReadTemplate(PodDraft pod, string path)
    {
        if (path == ".")
        {
            pod.Spec = pod.Place is { } own ? (own, pod.Path) : null;
            return;
        }
        var written = path.Split(',').Select(pod.Find).FirstOrDefault(f => f is not null);
        if (written is not { } field)
            return;
        if (field.Value is not YamlMapping template)
        {
            pod.IsPartial = true;
            return;
        }
        pod.Template = (template, field.Path);
        if (template["spec"] is YamlMapping spec)
            pod.Spec = (spec, field.Path.Key("spec"));
        else
            pod.IsPartial |= template.Find("spec") is { } entry && entry.Value.Target is not YamlScalar { IsNull: true };
    }

    private static ContainerDraft Draft(PodDraft pod, PodRow row, string name)
    {
        var (parent, parentPath, key) = ResourcesOf(pod, row);
        bool isMain = row.Type == ContainerType.App && !pod.Containers.Exists(c => c.Row.Type == ContainerType.App);
        if (InTemplate(pod, row, name) is var (container, path))
        {
            var anchor = container.Find("name")?.Value ?? container;
            return new ContainerDraft(pod, row, name)
            {
                Node = container,
                Path = path,
                Anchor = anchor,
                Resources = Merged(container, parent, key, anchor, row["merge"]),
                Image = container.TextAt("image") ?? ImageOf(pod, row),
            };
        }
        if (parent is not null && (isMain || !IsOfPod(pod, parent)))
        {
            var anchor = ReferenceEquals(parent, pod.Place) ? pod.Anchor : AnchorOf(pod, parentPath);
            return new ContainerDraft(pod, row, name)
            {
                Node = parent,
                Path = parentPath,
                Anchor = anchor,
                Resources = new(parent, key, anchor, YamlPath.Root),
                Image = parent.TextAt("image") ?? ImageOf(pod, row),
            };
        }
        if (parent?[key] is YamlMapping resources)
            return new ContainerDraft(pod, row, name)
            {
                Node = resources,
                Path = parentPath.Key(key),
                Anchor = parent.Find(key)!.Value.Key,
                Resources = ResourceRequirements.Of(resources),
                Image = ImageOf(pod, row),
            };
        var node = isMain && parent is null && pod.Place is { } place ? place : new YamlMapping(pod.Anchor.Location, [], isFlow: true);
        return new ContainerDraft(pod, row, name)
        {
            Node = node,
            Path = isMain ? pod.Path : parentPath.Key(key.Length > 0 ? key : name),
            Anchor = pod.Anchor,
            Resources = new(key.Length > 0 ? parent : null, key, pod.Anchor, YamlPath.Root),
            IsUnwritten = !isMain,
            Image = (isMain ? pod.Place?.TextAt("image") : null) ?? ImageOf(pod, row),
        };
    }

    // What holds more than this container.
    private static bool IsOfPod(PodDraft pod, YamlMapping mapping) =>
        ReferenceEquals(mapping, pod.Place)
        || ReferenceEquals(mapping, pod.Spec?.Node)
        || ReferenceEquals(mapping, pod.Manifest.Root["spec"]);

    private static string? ImageOf(PodDraft pod, PodRow row) =>
        row["image"] is not { } image ? null
        : pod.Expand(image) is { } known ? known
        // Without a version it is some release of the image.
        : image.IndexOf(":{", StringComparison.Ordinal) is > 0 and var tag ? image[..tag]
        : null;

    // The key that leads to a mapping.
    private static YamlNode AnchorOf(PodDraft pod, YamlPath path) =>
        path.Parent is { } above
        && path.Last.Key is { } key
        && (above.IsRoot ? pod.Manifest.Root : above.Resolve(pod.Manifest.Root)) is YamlMapping owner
            ? owner.Find(key)?.Key ?? pod.Anchor
            : pod.Anchor;

    private static (YamlMapping Node, YamlPath Path)? InTemplate(PodDraft pod, PodRow row, string name)
    {
        string list = row.Type == ContainerType.Init ? "initContainers" : "containers";
        if (pod.Spec is not { } spec)
            return null;
        if (spec.Node[list] is not YamlSequence containers)
        {
            pod.IsPartial |= spec.Node[list] is not (null or YamlScalar { IsNull: true });
            return null;
        }
        for (int i = 0; i < containers.Items.Length; i++)
        {
            if (containers.Items[i].Target is YamlMapping container && container.TextAt("name") == name)
                return (container, spec.Path.Key(list).Index(i));
        }
        // One of which nobody knows the name may be this one.
        pod.IsPartial |= containers.Items.Any(i =>
            i.Target is not YamlMapping one || (one["name"] is { } named && FieldReading.IsForeign(named))
        );
        return null;
    }

    // The mapping that holds the resources: of several fields the first that is written, else the place of the first.
    private static (YamlMapping? Parent, YamlPath Path, string Key) ResourcesOf(PodDraft pod, PodRow row)
    {
        if (row["resources"] is not { } fields)
            return (null, pod.Path, "");
        foreach (string field in fields.Split(','))
        {
            if (pod.Find(field) is { } found)
                return (found.Owner, found.Path.Parent!, found.Path.Last.Key!);
        }
        string first = fields.Split(',')[0];
        bool isAbsolute = first.StartsWith('/');
        string path = first.TrimStart('/');
        int dot = path.LastIndexOf('.');
        string key = path[(dot + 1)..];
        if (dot < 0)
            return (pod.Place, pod.Path, key);
        return pod.Find((isAbsolute ? "/" : "") + path[..dot]) is { Value: YamlMapping parent } holder
            ? (parent, holder.Path, key)
            : (null, (isAbsolute ? YamlPath.Root : pod.Path).Then(YamlPath.Of(path[..dot].Split('.'))), key);
    }

    // Key by key, the one over the other, unless the row says otherwise.
    private static ResourceRequirements Merged(YamlMapping container, YamlMapping? other, string key, YamlNode anchor, string? merge)
    {
        if (merge == "field")
            return new(other, key, anchor, YamlPath.Root);
        if (other?[key] is not YamlMapping { Entries.IsEmpty: false } shorthand)
            return new(container, "resources", anchor, YamlPath.Root);
        if (container["resources"] is not YamlMapping { Entries.IsEmpty: false } own)
            return new(other, key, anchor, YamlPath.Root);
        if (merge == "whole")
            return new(container, "resources", anchor, YamlPath.Root);
        var merged = merge == "shorthand" ? Layered.Over(own, shorthand) : Layered.Over(shorthand, own);
        var entry = new YamlEntry(container.Find("resources")!.Value.Key, merged);
        return new(new YamlMapping(container.Location, [entry], isFlow: true), "resources", anchor, YamlPath.Root);
    }

    // What the operator sets by itself, under the condition that the word names.
    private static void Fill(ContainerDraft draft)
    {
        var (requests, limits) = (draft.Resources.Requests, draft.Resources.Limits);
        bool isEmpty = !requests.IsWritten && !limits.IsWritten;
        if (draft.Row["absent"] is { } absent && draft.Resources.Entry is null && isEmpty)
            Give(draft, absent, each: false);
        if (draft.Row["empty"] is { } empty && isEmpty)
            Give(draft, empty, each: false);
        if (draft.Row["follows"] is { } follows && isEmpty && draft.Pod.Containers is [{ Resources: var main }, ..])
        {
            if (main.Requests.Entries.Any() || main.Limits.Entries.Any())
                Give(draft, follows, each: false);
            draft.IsPartial |= main.Requests.IsUnknown || main.Limits.IsUnknown;
        }
        if (draft.Row["section"] is { } section)
        {
            string[] sections = section.Split('/');
            Give(draft, (requests.IsWritten ? "" : sections[0]) + "/" + (limits.IsWritten ? "" : sections[1]), each: false);
        }
        if (draft.Row["each"] is { } each)
            Give(draft, each, each: true);
    }

    private static void Give(ContainerDraft draft, string amounts, bool each)
    {
        foreach (var given in Amounts(amounts))
        {
            var written = (given.IsLimit ? draft.Resources.Limits : draft.Resources.Requests)[given.Resource];
            if (!each || written.IsAbsent)
                draft.Given.Add(given);
        }
    }

    // cpu:100m,memory:64Mi/memory:128Mi
    private static IEnumerable<GivenAmount> Amounts(string text)
    {
        string[] sections = text.Split('/');
        for (int section = 0; section < sections.Length; section++)
        {
            foreach (string amount in sections[section].Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] parts = amount.Split(':');
                yield return new(section == 1, parts[0], ResourceQuantity.Parse(parts[1]));
            }
        }
    }

    // What the words about settings come to; null where the row says nothing of a program.
    private static MadeProgram? Program(ContainerDraft draft)
    {
        var command = draft.Row["run"]?.Split(',').Select(w => Word.Of(w)).ToImmutableArray();
        var program = new MadeProgram { Command = command, Product = draft.Row["product"] };
        bool isSet = command is not null;
        bool isJoined = false,
            mayJoin = false;
        var words = ImmutableArray.CreateBuilder<Word>();
        foreach (var setting in draft.Row.Settings)
        {
            int colon = setting.Value.IndexOf(':', StringComparison.Ordinal);
            string name = colon < 0 ? "" : setting.Value[..colon];
            if (setting.Name == "setting")
            {
                program = WithSetting(program, draft, setting.Value.Split(':'));
                continue;
            }
            mayJoin |= setting.Name is "joined" or "words";
            if (draft.Find(setting.Value[(colon + 1)..]) is not { } field)
            {
                // The operator writes the file all the same.
                if (setting.Name is "lines" or "file" && command is not null)
                    program = program with { Files = program.Files.SetItem(name, Word.Of("\n")) };
                continue;
            }
            isSet = true;
            isJoined |= setting.Name is "joined" or "words";
            program = setting.Name switch
            {
                "file" => program with { Files = program.Files.SetItem(name, ContainerDraft.WordOf(field)) },
                "lines" => program with { Files = program.Files.SetItem(name, Lines(field)) },
                "configmap" when field.Value is YamlMapping source && source.TextAt("name") is { } map && source.TextAt("key") is { } key =>
                    program with
                    {
                        ConfigFiles = program.ConfigFiles.SetItem(name, (map, key)),
                    },
                "configmap" => program with { IsUnknown = true },
                "parameters" when field.Value is not YamlMapping => program with { IsUnknown = true },
                _ => program,
            };
            words.AddRange(WordsOf(setting.Name, name, field));
        }
        // A program of which only some of the options are in the custom resource is told by these.
        if (!isSet || (mayJoin && !isJoined))
            return null;
        if (draft.Row["main"] is { } main)
            words.AddRange(Word.Of("-cp"), Word.Of("lib/*"), Word.Of(main));
        return program with { Arguments = words.DrainToImmutable() };
    }

    // What a setting adds to the command line.
    private static IEnumerable<Word> WordsOf(string setting, string name, FoundField field) =>
        setting switch
        {
            "parameters" when field.Value is YamlMapping parameters => Parameters(parameters, field.Path)
                .SelectMany(p => new[] { Word.Of("-c"), Word.Concat(Word.Of(p.Name + "="), p.Value) }),
            "argument" => [Word.Of(name), ContainerDraft.WordOf(field)],
            "words" => Words(field),
            "joined" => [Word.Concat(Word.Of(name), ContainerDraft.WordOf(field))],
            _ => [],
        };

    // A file of YAML that holds one key, or none where the field is not written.
    private static MadeProgram WithSetting(MadeProgram program, ContainerDraft draft, string[] parts)
    {
        var text = draft.WordAt(parts[2]) is { } value ? Word.Concat(Word.Of(parts[1] + ": "), value, Word.Of("\n")) : Word.Of("net: {}\n");
        return program with { Files = program.Files.SetItem(parts[0], text) };
    }

    /// <summary>The entries of a mapping of parameters, with words that know where they stand.</summary>
    public static IEnumerable<(string Name, Word Value)> Parameters(YamlMapping parameters, YamlPath path)
    {
        foreach (var entry in parameters.EffectiveEntries())
        {
            if (entry.Name is { } name)
                yield return (name, ContainerDraft.WordOf(new FoundField(entry, parameters, path.Key(name))));
        }
    }

    /// <summary>The items of a list, or the words of a text.</summary>
    public static IEnumerable<Word> Words(FoundField field)
    {
        if (field.Value is YamlSequence list)
            return list.Items.Select(
                (item, i) =>
                    item.Target is YamlScalar one && !FieldReading.IsForeign(one)
                        ? Word.Of(one.Value, new TextOrigin.ResourceField(field.Path.Index(i)) { Scalar = one })
                        : Word.Unknown
            );
        var whole = ContainerDraft.WordOf(field);
        return whole.IsKnown ? Split(whole) : [Word.UnknownMany];
    }

    /// <summary>The words of a text, at blanks.</summary>
    public static IEnumerable<Word> Split(Word whole)
    {
        int start = -1;
        for (int i = 0; i <= whole.Text.Length; i++)
        {
            bool isBlank = i == whole.Text.Length || char.IsWhiteSpace(whole.Text[i]);
            if (!isBlank && start < 0)
                start = i;
            if (isBlank && start >= 0)
            {
                yield return whole.Slice(start, i - start);
                start = -1;
            }
        }
    }

    /// <summary>The items of a list, or the lines of a text, as the lines of a file.</summary>
    private static Word Lines(FoundField field)
    {
        if (field.Value is not YamlSequence lines)
            return ContainerDraft.WordOf(field);
        var words = new List<Word>();
        for (int i = 0; i < lines.Items.Length; i++)
        {
            bool isText = lines.Items[i].Target is YamlScalar line && !FieldReading.IsForeign(line);
            var scalar = lines.Items[i].Target as YamlScalar;
            words.Add(
                isText ? Word.Of(scalar!.Value, new TextOrigin.ResourceField(field.Path.Index(i)) { Scalar = scalar }) : Word.Unknown
            );
            words.Add(Word.Of("\n"));
        }
        return Word.Concat(words);
    }
}
