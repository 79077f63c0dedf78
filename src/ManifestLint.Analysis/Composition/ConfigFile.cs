using System.Collections.Immutable;
using ManifestLint.Composition.Merging;
using ManifestLint.Yaml;

namespace ManifestLint.Composition;

/// <summary>Reads the files of <c>configurations</c>. Source: kustomize v5.7 api/internal/plugins/builtinconfig/transformerconfig.go.</summary>
internal static class ConfigFile
{
    /// <summary>The mappings of a file: its documents, or the items of a list.</summary>
    /// <exception cref="RefusalException">It does not parse.</exception>
    public static IEnumerable<Directives> Mappings(YamlFile file)
    {
        foreach (var document in file.Documents)
        {
            if (document.Error is { } error)
                throw new RefusalException(error.Location, RefusalKind.SyntaxError, error.Message);
            if (document.Root?.Target is YamlMapping mapping)
                yield return new Directives(mapping);
            if (document.Root?.Target is not YamlSequence list)
                continue;
            foreach (var item in list.Items)
            {
                if (item.Target is YamlMapping one)
                    yield return new Directives(one);
            }
        }
    }

    /// <summary>The fields of a configuration.</summary>
    public static TransformerConfig Read(Directives given) =>
        new()
        {
            NamePrefix = Fields(given, "namePrefix"),
            NameSuffix = Fields(given, "nameSuffix"),
            Namespace = Fields(given, "namespace"),
            CommonLabels = Fields(given, "commonLabels"),
            Labels = Fields(given, "labels"),
            TemplateLabels = Fields(given, "templateLabels"),
            CommonAnnotations = Fields(given, "commonAnnotations"),
            VarReference = Fields(given, "varReference"),
            Images = Fields(given, "images"),
            Replicas = Fields(given, "replicas"),
            NameReferences = [.. given.Mappings("nameReference").Select(r => new NameReference(GvkOf(r), Fields(r, "fieldSpecs")))],
        };

    /// <summary>A list of fields.</summary>
    public static ImmutableArray<FieldSpec> Fields(Directives given, string key) =>
        [.. given.Mappings(key).Select(f => new FieldSpec(GvkOf(f), f.Text("path"), f.Flag("create")))];

    private static Gvk GvkOf(Directives given) => new(given.Text("group"), given.Text("version"), given.Text("kind"));
}
