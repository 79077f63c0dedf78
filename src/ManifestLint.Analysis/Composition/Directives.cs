using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>
/// A mapping of a kustomization, or of a file that one names, as kustomize reads it: whatever the case of its keys, and refusing keys and
/// forms that it does not know. Source: kustomize v5.7 api/types; encoding/json (DisallowUnknownFields).
/// </summary>
internal sealed class Directives
{
    // key=form: text, flag, number, texts (a mapping of texts), any, another name of this table, [form] for a list.
    private const string Forms = """
        Kustomization: apiVersion=text kind=text metadata=ObjectMeta openapi=texts namePrefix=text nameSuffix=text namespace=text commonLabels=texts labels=[Label] commonAnnotations=texts patchesStrategicMerge=[text] patchesJson6902=[Patch] patches=[Patch] images=[Image] imageTags=[Image] replacements=[Replacement] replicas=[Replica] vars=[Var] sortOptions=SortOptions resources=[text] components=[text] crds=[text] bases=[text] configMapGenerator=[ConfigMapGenerator] secretGenerator=[SecretGenerator] helmGlobals=HelmGlobals helmCharts=[any] helmChartInflationGenerator=[any] generatorOptions=GeneratorOptions configurations=[text] generators=[text] transformers=[text] validators=[text] buildMetadata=[text]
        ObjectMeta: name=text namespace=text labels=texts annotations=texts
        Label: pairs=texts includeSelectors=flag includeTemplates=flag fields=[FieldSpec]
        FieldSpec: group=text version=text kind=text path=text create=flag
        Patch: path=text patch=text target=Selector options=flags
        Selector: group=text version=text kind=text name=text namespace=text annotationSelector=text labelSelector=text
        Image: name=text newName=text tagSuffix=text newTag=text digest=text
        Replacement: source=Source targets=[Target] sourceValue=text path=text
        Source: group=text version=text kind=text name=text namespace=text fieldPath=text options=FieldOptions
        Target: select=Selector reject=[Selector] fieldPaths=[text] options=FieldOptions
        FieldOptions: delimiter=text index=number encoding=text create=flag
        Replica: name=text count=number
        Var: name=text objref=ObjectReference fieldref=FieldSelector
        ObjectReference: apiVersion=text group=text version=text kind=text name=text namespace=text
        FieldSelector: fieldPath=text
        SortOptions: order=text legacySortOptions=any
        ConfigMapGenerator: namespace=text name=text behavior=text literals=[text] files=[text] envs=[text] env=text options=GeneratorOptions
        SecretGenerator: namespace=text name=text behavior=text literals=[text] files=[text] envs=[text] env=text options=GeneratorOptions type=text
        GeneratorOptions: labels=texts annotations=texts disableNameSuffixHash=flag immutable=flag
        HelmGlobals: chartHome=text configHome=text
        """;

    private static readonly FrozenDictionary<string, FrozenDictionary<string, string>> s_forms = Forms
        .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(line => line.Split(": "))
        .ToFrozenDictionary(
            parts => parts[0],
            parts =>
                parts[1]
                    .Split(' ')
                    .Select(field => field.Split('='))
                    .ToFrozenDictionary(field => field[0], field => field[1], StringComparer.OrdinalIgnoreCase),
            StringComparer.Ordinal
        );

    private readonly YamlMapping _mapping;
    private YamlEntry[]? _entries;

    public Directives(YamlMapping mapping) => _mapping = mapping;

    /// <summary>Nothing at all.</summary>
    public static Directives None { get; } = new(new YamlMapping(new Location(new SourceText("", ""), default), [], isFlow: true));

    /// <summary>Where it stands.</summary>
    public Location Place => _mapping.Location;

    /// <summary>A mapping of a certain form.</summary>
    /// <exception cref="RefusalException">It has another form.</exception>
    public static Directives Checked(YamlMapping mapping, string form)
    {
        Check(mapping, form);
        return new Directives(mapping);
    }

    /// <summary>The same with further entries.</summary>
    public Directives With(IEnumerable<YamlEntry> entries) =>
        new(new YamlMapping(_mapping.Location, [.. _mapping.Entries, .. entries], _mapping.IsFlow));

    /// <summary>The entry at a key; null where there is none, or null.</summary>
    public YamlEntry? Entry(string key)
    {
        var entry = _mapping.Find(key);
        if (entry is null)
        {
            // Most keys are asked for in vain.
            foreach (var other in _entries ??= [.. _mapping.EffectiveEntries()])
            {
                if (string.Equals(other.Name, key, StringComparison.OrdinalIgnoreCase))
                    entry = other;
            }
        }
        return entry is { Value.Target: YamlScalar scalar } && YamlType.IsNull(scalar) ? null : entry;
    }

    /// <summary>The value at a key, or null.</summary>
    public YamlNode? Node(string key) => Entry(key)?.Value.Target;

    /// <summary>Where a key stands; where the mapping does if it has none.</summary>
    public Location PlaceOf(string key) => Entry(key)?.Key.Location ?? Place;

    public YamlScalar? Scalar(string key) => Node(key) as YamlScalar;

    /// <summary>The text at a key; empty where there is none.</summary>
    public string Text(string key) => Scalar(key)?.Value ?? "";

    public bool Flag(string key) => Text(key) == "true";

    public int Number(string key) =>
        int.TryParse(Text(key), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int n) ? n : 0;

    public IEnumerable<YamlNode> Items(string key) =>
        Node(key) is YamlSequence sequence
            ? sequence.Items.Select(i => i.Target).Where(i => i is not YamlScalar s || !YamlType.IsNull(s))
            : [];

    public IEnumerable<YamlScalar> Texts(string key) => Items(key).OfType<YamlScalar>();

    public IEnumerable<Directives> Mappings(string key) => Items(key).OfType<YamlMapping>().Select(m => new Directives(m));

    public Directives? Mapping(string key) => Node(key) is YamlMapping mapping ? new Directives(mapping) : null;

    /// <summary>The texts of a mapping at a key, in the order of their names.</summary>
    public ImmutableArray<(string Name, YamlScalar Value)> Pairs(string key) =>
        Node(key) is YamlMapping mapping
            ?
            [
                .. mapping
                    .EffectiveEntries()
                    .Where(e => e.Value.Target is YamlScalar)
                    .Select(e => (e.Name!, (YamlScalar)e.Value.Target))
                    .OrderBy(p => p.Item1, StringComparer.Ordinal),
            ]
            : [];

    private static void Check(YamlMapping mapping, string form)
    {
        var fields = s_forms[form];
        foreach (var entry in mapping.EffectiveEntries())
        {
            if (entry.Name is not { } name)
                continue;
            if (!fields.TryGetValue(name, out string? expected))
                throw new RefusalException(entry.Key.Location, RefusalKind.UnknownField, Short(name));
            CheckValue(entry.Value.Target, expected, name);
        }
    }

    private static void CheckValue(YamlNode value, string form, string name)
    {
        if (form == "any" || (value is YamlScalar scalar && YamlType.IsNull(scalar)))
            return;
        if (form[0] == '[')
        {
            if (value is not YamlSequence sequence)
                throw Wrong(RefusalKind.NotList);
            foreach (var item in sequence.Items)
                CheckValue(item.Target, form[1..^1], name);
            return;
        }
        switch (form)
        {
            case "text" when !IsText(value):
                throw Wrong(RefusalKind.NotText);
            case "flag" when value is not YamlScalar { Value: var flag } || GoYaml.Resolve(flag, triesTime: false).Tag != "!!bool":
                throw Wrong(RefusalKind.NotFlag);
            case "number" when value is not YamlScalar { Value: var number } || GoYaml.Resolve(number, triesTime: false).Tag != "!!int":
                throw Wrong(RefusalKind.NotWholeNumber);
            case "texts" or "flags":
                if (value is not YamlMapping texts)
                    throw Wrong(RefusalKind.NotMapping);
                foreach (var entry in texts.EffectiveEntries())
                    CheckValue(entry.Value.Target, form[..^1], entry.Name ?? name);
                break;
            case "text" or "flag" or "number":
                break;
            default:
                if (value is not YamlMapping inner)
                    throw Wrong(RefusalKind.NotMapping);
                Check(inner, form);
                break;
        }

        RefusalException Wrong(RefusalKind kind) => new(value.Location, kind, Short(name));
    }

    // As YAML 1.1 has it.
    private static bool IsText(YamlNode node) =>
        node is YamlScalar scalar
        && (
            scalar.Tag is { } tag
                ? tag is YamlType.TextTag or "!"
                : scalar.Style != YamlScalarStyle.Plain || GoYaml.Resolve(scalar.Value, triesTime: false).Tag is "!!str" or "!!timestamp"
        );

    private static string Short(string name) => name.Length <= 80 ? name : name[..80] + "…";
}
