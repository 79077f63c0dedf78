using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Manifests;

/// <summary>Reads typed values from mappings.</summary>
public static class FieldReading
{
    /// <summary>The mappings of a list by a text of theirs; of several with one text the first. Empty for what is no list.</summary>
    internal static Dictionary<string, YamlMapping> ByText(YamlNode? list, Func<YamlMapping, string?> textOf)
    {
        var found = new Dictionary<string, YamlMapping>(StringComparer.Ordinal);
        if (list is not YamlSequence sequence)
            return found;
        foreach (var item in sequence.Items)
        {
            if (item.Target is YamlMapping mapping && textOf(mapping) is { } text)
                found.TryAdd(text, mapping);
        }
        return found;
    }

    extension(YamlMapping mapping)
    {
        /// <summary>The text of a scalar entry that is not null, or null.</summary>
        public string? TextAt(string key) => mapping[key] is YamlScalar { IsNull: false } scalar ? scalar.Value : null;

        /// <summary>The mapping at a chain of keys, or null.</summary>
        public YamlMapping? MappingAt(params ReadOnlySpan<string> keys)
        {
            var current = mapping;
            foreach (string key in keys)
            {
                if (current[key] is not YamlMapping next)
                    return null;
                current = next;
            }
            return current;
        }

        /// <summary>A quantity; absent if the key is not written.</summary>
        /// <param name="key">The key.</param>
        /// <param name="path">Address of the value relative to the view.</param>
        /// <param name="closest">What to point at where the key is not written.</param>
        /// <param name="closestPath">Its address relative to the view.</param>
        public Field<ResourceQuantity> QuantityAt(string key, YamlPath path, YamlNode closest, YamlPath closestPath) =>
            mapping.Find(key) is { } entry
                ? Quantity(entry.Value, path) with
                {
                    Key = entry.Key,
                }
                : Field.Absent<ResourceQuantity>(mapping.PlaceOfRemoved(key) ?? closest, closestPath);

        /// <summary>The mapping as JSON with sorted keys: the same for the same values, however they are written.</summary>
        public string ToJson() => CanonicalJson.Of(mapping);

        /// <summary>Where it is written that a key that stood here was taken away, as a patch of a kustomization does; null where none was.</summary>
        public YamlNode? PlaceOfRemoved(string key)
        {
            // The last one is to blame: in between it was written again.
            for (int i = mapping.Removed.Length - 1; i >= 0; i--)
            {
                if (mapping.Removed[i].Name == key)
                    return mapping.Removed[i].Value;
            }
            return null;
        }
    }

    /// <summary>
    /// A quantity as the API server decodes it (kubernetes-memory.md §1.4): null is zero with the key present; a placeholder, a typo and
    /// anything that is no scalar are unknown. A tag that Kubernetes does not know is dropped, as its decoder drops it.
    /// </summary>
    public static Field<ResourceQuantity> Quantity(YamlNode node, YamlPath path)
    {
        if (node.Target is not YamlScalar scalar || Placeholder.IsIn(scalar.Value))
            return Field.Unknown<ResourceQuantity>(node, path);
        var resolved = QuantityScalar.Resolve(scalar.Value, scalar.Style == YamlScalarStyle.Plain, scalar.Tag);
        return
            resolved.Kind is QuantityScalarKind.Quantity or QuantityScalarKind.Null
            && ResourceQuantity.TryParse(resolved.Text, out var quantity, out _)
            ? Field.Known(node, quantity, path)
            : Field.Unknown<ResourceQuantity>(node, path);
    }

    /// <summary>True for a placeholder of a templating tool and for an application's own tag (<c>!Sub</c>, <c>!vault</c>): not to be read here.</summary>
    public static bool IsForeign(YamlScalar scalar) =>
        Placeholder.IsIn(scalar.Value)
        || (
            scalar.Tag is { } tag
            && !tag.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal)
            && !tag.StartsWith("!!", StringComparison.Ordinal)
            && tag != "!"
        );

    /// <summary>The same for any node; also true for an unquoted <c>[[ … ]]</c>, which YAML reads as a list of a list.</summary>
    public static bool IsForeign(YamlNode node) =>
        node.Target switch
        {
            YamlScalar scalar => IsForeign(scalar),
            YamlSequence { IsFlow: true } sequence => sequence.Location.Source.Text.AsSpan(sequence.Location.Span.Start).StartsWith("[["),
            _ => false,
        };

    /// <summary>An integer, or null if it is no plain integer in the range of int64.</summary>
    public static long? Integer(YamlNode? node) =>
        node?.Target is YamlScalar scalar
        && long.TryParse(scalar.Value, System.Globalization.NumberStyles.AllowLeadingSign, null, out long value)
            ? value
            : null;
}
