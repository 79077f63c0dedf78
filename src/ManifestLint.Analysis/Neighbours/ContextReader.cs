using System.Collections.Immutable;
using System.Text;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Neighbours;

/// <summary>Takes values and places from context objects, so that their trees can be dropped.</summary>
internal sealed class ContextReader
{
    public List<PriorityClass> PriorityClasses { get; } = [];

    public List<RuntimeClass> RuntimeClasses { get; } = [];

    public List<NamespaceObject> Namespaces { get; } = [];

    public List<LimitRange> LimitRanges { get; } = [];

    public List<ResourceQuota> Quotas { get; } = [];

    public List<Autoscaler> Autoscalers { get; } = [];

    public List<VerticalAutoscaler> VerticalAutoscalers { get; } = [];

    public List<ConfigData> Configs { get; } = [];

    /// <summary>Takes what an object holds.</summary>
    /// <param name="manifest">The object; a kind that is no context is passed over.</param>
    /// <param name="file">The full path of its file.</param>
    /// <param name="defaultNamespace">The namespace of objects that name none, or null.</param>
    /// <param name="overlay">The full path of the kustomization's file that composes it, or null.</param>
    /// <param name="plain">The values of a generated Secret as they are written; null for any other object.</param>
    public void Add(
        Manifest manifest,
        string file,
        string? defaultNamespace,
        string? overlay = null,
        ImmutableDictionary<string, YamlScalar>? plain = null
    )
    {
        var place = ObjectPlace.Of(file, manifest, defaultNamespace, overlay);
        switch (manifest.Kind)
        {
            case "PriorityClass" when manifest.Name is { } name:
                PriorityClasses.Add(
                    new PriorityClass(name, FieldReading.Integer(manifest.Root["value"]), manifest.Root.TextAt("globalDefault") == "true")
                );
                break;
            case "RuntimeClass" when manifest.Name is { } name:
                RuntimeClasses.Add(new RuntimeClass(name, Amounts(manifest.Root.MappingAt("overhead", "podFixed"))));
                break;
            case "Namespace" when manifest.Group.Length == 0 && manifest.Name is { } name:
                Namespaces.Add(
                    new NamespaceObject(
                        place,
                        name,
                        Marks(manifest.Root.MappingAt("metadata", "labels")),
                        Marks(manifest.Root.MappingAt("metadata", "annotations"))
                    )
                );
                break;
            case "LimitRange" when manifest.Group is "":
                LimitRanges.Add(LimitRange.Read(manifest, place));
                break;
            case "ResourceQuota" when manifest.Group is "":
                Quotas.Add(ResourceQuota.Read(manifest, place));
                break;
            case "HorizontalPodAutoscaler" or "ScaledObject" when Autoscaler.Read(manifest, place) is { } autoscaler:
                Autoscalers.Add(autoscaler);
                break;
            case "VerticalPodAutoscaler" when manifest.Group is "autoscaling.k8s.io":
                VerticalAutoscalers.Add(VerticalAutoscaler.Read(manifest, place));
                break;
            case "ConfigMap" when manifest.Name is { } name:
                Configs.Add(new ConfigData(place, name, false, Texts(manifest.Root)));
                break;
            case "Secret" when manifest.Name is { } name:
                Configs.Add(
                    new ConfigData(
                        place,
                        name,
                        true,
                        plain?.ToImmutableDictionary(p => p.Key, p => new ConfigValue(null, p.Value), StringComparer.Ordinal)
                            ?? SecretTexts(manifest.Root)
                    )
                );
                break;
        }
    }

    // Only what injectors read: everything else may differ between two Namespaces of a name, and its place would keep a text alive.
    private static ImmutableArray<NamespaceMark> Marks(YamlMapping? mapping)
    {
        if (mapping is null)
            return [];
        var marks = ImmutableArray.CreateBuilder<NamespaceMark>();
        foreach (var entry in mapping.EffectiveEntries())
        {
            if (entry.Name is { } key && entry.Value.Target is YamlScalar scalar && IsForInjectors(key))
                marks.Add(new NamespaceMark(key, scalar.Value, entry.Value.Location));
        }
        return marks.DrainToImmutable();
    }

    private static bool IsForInjectors(string key) =>
        key == "istio-injection"
        || key.Contains("istio.io/", StringComparison.Ordinal)
        || key.Contains("linkerd.io/", StringComparison.Ordinal)
        || key.Contains("opentelemetry.io/", StringComparison.Ordinal);

    private static ImmutableArray<KeyValuePair<string, ResourceQuantity?>> Amounts(YamlMapping? mapping)
    {
        if (mapping is null)
            return [];
        var amounts = ImmutableArray.CreateBuilder<KeyValuePair<string, ResourceQuantity?>>();
        foreach (var entry in mapping.EffectiveEntries())
        {
            if (entry.Name is { } name)
                amounts.Add(
                    KeyValuePair.Create(
                        name,
                        FieldReading.Quantity(entry.Value, YamlPath.Root).IsKnown(out var q) ? q : (ResourceQuantity?)null
                    )
                );
        }
        return amounts.ToImmutable();
    }

    private static ImmutableDictionary<string, ConfigValue> Texts(YamlMapping root)
    {
        var values = ImmutableDictionary.CreateBuilder<string, ConfigValue>(StringComparer.Ordinal);
        var data = root.MappingAt("data");
        foreach (var entry in data?.EffectiveEntries() ?? [])
        {
            if (entry.Name is { } name)
                values[name] = Plain(entry.Value, data!);
        }
        foreach (var entry in root.MappingAt("binaryData")?.EffectiveEntries() ?? [])
        {
            if (entry.Name is { } name)
                values[name] = new ConfigValue(null, null);
        }
        return values.ToImmutable();
    }

    // stringData overwrites data, as the API server does when it writes the Secret.
    private static ImmutableDictionary<string, ConfigValue> SecretTexts(YamlMapping root)
    {
        var values = ImmutableDictionary.CreateBuilder<string, ConfigValue>(StringComparer.Ordinal);
        var encoded = root.MappingAt("data");
        foreach (var entry in encoded?.EffectiveEntries() ?? [])
        {
            if (entry.Name is { } name)
                values[name] = new ConfigValue(entry.Value.Target is YamlScalar s ? Decode(s.Value) : null, null) { Among = encoded };
        }
        var plain = root.MappingAt("stringData");
        foreach (var entry in plain?.EffectiveEntries() ?? [])
        {
            if (entry.Name is { } name)
                values[name] = Plain(entry.Value, plain!);
        }
        return values.ToImmutable();
    }

    private static ConfigValue Plain(YamlNode value, YamlMapping among) =>
        value.Target is YamlScalar s ? new ConfigValue(null, s) { Among = among } : new ConfigValue(null, null);

    private static string? Decode(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        if (!Convert.TryFromBase64String(base64, bytes, out int length))
            return null;
        try
        {
            return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes, 0, length);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
