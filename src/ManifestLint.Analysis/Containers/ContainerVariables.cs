using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Containers;

/// <summary>Reads a container's <c>env</c> and <c>envFrom</c>: runtime-memory.md §2.3.</summary>
internal static class ContainerVariables
{
    private const int UnitsOfVariable = 50;

    /// <summary>The final environment.</summary>
    /// <param name="container">The container.</param>
    /// <param name="amounts">The pod's numbers.</param>
    /// <param name="set">The neighbours.</param>
    /// <param name="place">Where the pod stands.</param>
    /// <param name="given">What an operator sets before the container's own entries.</param>
    public static ProgramEnvironment Read(
        ContainerSpec container,
        PodAmounts amounts,
        ManifestSet set,
        ObjectPlace place,
        ImmutableArray<EnvironmentEntry> given
    )
    {
        var entries = new List<EnvironmentEntry>(given);
        bool hasOpenName = false;
        if (container.Node["env"] is YamlSequence env && Effort.Spend(UnitsOfVariable * env.Items.Length))
        {
            foreach (var item in env.Items)
            {
                if (item.Target is not YamlMapping variable || variable.TextAt("name") is not { } name)
                    continue;
                // A name that a tool fills in may be any.
                hasOpenName |= Placeholder.IsIn(name);
                entries.Add(Entry(name, variable, container, amounts, set, place));
            }
        }
        var result = EnvironmentResolver.Resolve(entries, FromSources(container, set, place));
        // Variables that something else adds cannot be told.
        return !hasOpenName && !Effort.IsSpent && container.Node["env"] is null or YamlSequence or YamlScalar { IsNull: true }
            ? result
            : result with
            {
                IsComplete = false,
            };
    }

    private static EnvironmentEntry Entry(
        string name,
        YamlMapping variable,
        ContainerSpec container,
        PodAmounts amounts,
        ManifestSet set,
        ObjectPlace place
    )
    {
        if (variable["valueFrom"] is YamlMapping source)
            return new EnvironmentEntry(name, Referenced(name, source, container, amounts, set, place), IsReference: true);
        if (variable.Find("value") is not { } entry || entry.Value.Target is not YamlScalar scalar)
            return new EnvironmentEntry(name, Word.Of(""));
        if (scalar.IsNull)
            return new EnvironmentEntry(name, Word.Of(""));
        // No program can be given a longer one.
        var word =
            scalar.Value.Length > Effort.LongestWord || !Effort.Spend(scalar.Value.Length) || ScriptPlaceholders.IsIn(scalar)
                ? Word.Unknown
                : Word.Of(scalar.Value, new TextOrigin.Variable(name) { Scalar = scalar });
        return new EnvironmentEntry(name, word);
    }

    private static Word? Referenced(
        string variable,
        YamlMapping source,
        ContainerSpec container,
        PodAmounts amounts,
        ManifestSet set,
        ObjectPlace place
    )
    {
        if (source.MappingAt("configMapKeyRef") is { } configMap)
            return OfKey(variable, configMap, "ConfigMap", set.ConfigMap, place);
        if (source.MappingAt("secretKeyRef") is { } secret)
            return OfKey(variable, secret, "Secret", set.Secret, place);
        if (source.MappingAt("resourceFieldRef") is { } amount)
            return Amount(variable, amount, container, amounts);
        if (source.MappingAt("fieldRef") is { } field && IsName(field.TextAt("fieldPath")))
            return Word.UnknownToken;
        return Word.Unknown;
    }

    // DNS names, addresses and UUIDs, or a comma between two: runtime-memory.md §2.3. Labels and annotations may be empty or hold anything.
    private static bool IsName(string? path) =>
        path
            is "metadata.name"
                or "metadata.namespace"
                or "metadata.uid"
                or "spec.nodeName"
                or "spec.serviceAccountName"
                or "status.podIP"
                or "status.podIPs"
                or "status.hostIP"
                or "status.hostIPs";

    private static Word? OfKey(
        string variable,
        YamlMapping reference,
        string kind,
        Func<string, ObjectPlace, Lookup<ConfigData>> find,
        ObjectPlace place
    )
    {
        if (reference.TextAt("name") is not { } name || reference.TextAt("key") is not { } key)
            return Word.Unknown;
        if (find(name, place).Value is not { } data)
            return Word.Unknown;
        if (!data.Values.TryGetValue(key, out var value))
            return reference.TextAt("optional") == "true" ? null : Word.Unknown;
        return Text(value, new TextOrigin.ConfigKey(kind, name, key) { TakenBy = variable });
    }

    private static Word Text(ConfigValue value, TextOrigin.ConfigKey origin) =>
        value.Text is { } text
        && text.Length <= Effort.LongestWord
        && Effort.Spend(1 + (text.Length / 4))
        && !(value.Scalar is { } scalar && ScriptPlaceholders.IsIn(scalar))
            ? Word.Of(text, origin with { Scalar = value.Scalar, Among = value.Among })
            : Word.Unknown;

    // A limit that is not set becomes the node's allocatable amount, which a manifest does not show.
    private static Word Amount(string variable, YamlMapping field, ContainerSpec container, PodAmounts amounts)
    {
        string? owner = field.TextAt("containerName") ?? container.Name,
            divisor = field.TextAt("divisor");
        // Each reference looks through all containers.
        if (!Effort.Spend(amounts.InitContainers.Length + amounts.Containers.Length))
            return Word.UnknownToken;
        if (amounts.Scope.FirstOrDefault(c => c.Name == owner) is not { } target || field.TextAt("resource") is not { } resource)
            return Word.UnknownToken;
        if (resource is not ("limits.memory" or "requests.memory" or "limits.cpu" or "requests.cpu"))
            return Word.UnknownToken;
        bool isLimit = resource.StartsWith("limits.", StringComparison.Ordinal);
        string name = resource[(resource.IndexOf('.') + 1)..];
        var amount = (isLimit ? target.Limits : target.Requests)[name];
        if (amount.IsUnknown || (isLimit && !amount.IsPositive))
            return Word.UnknownToken;
        long bytes = amount.IsKnown ? (name == "cpu" ? amount.Value.Milli : amount.Value.Bytes) ?? -1 : 0;
        if (bytes < 0)
            return Word.UnknownToken;
        string? text = name == "cpu" ? ResourceFieldRef.Cpu(bytes, divisor) : ResourceFieldRef.Memory(bytes, divisor);
        return text is null
            ? Word.UnknownToken
            : Word.Of(text, new TextOrigin.DownwardApi(resource) { TakenBy = variable, Divisor = divisor });
    }

    // Null where there is no envFrom. A source that is not in the scan may hold any name.
    private static ProgramEnvironment? FromSources(ContainerSpec container, ManifestSet set, ObjectPlace place)
    {
        if (container.Node["envFrom"] is not YamlSequence sources)
            return null;
        bool isComplete = true;
        var variables = ProgramEnvironment.Empty.Variables.ToBuilder();
        var seen = new HashSet<(string Kind, string Name, string Prefix)>();
        // The last one to set a name counts, so the same source twice is looked at once.
        for (int i = sources.Items.Length - 1; i >= 0; i--)
        {
            if (sources.Items[i].Target is not YamlMapping source)
                continue;
            string prefix = source.TextAt("prefix") ?? "";
            var (kind, reference, find) =
                source.MappingAt("configMapRef") is { } configMap ? ("ConfigMap", configMap, set.ConfigMap)
                : source.MappingAt("secretRef") is { } secret ? ("Secret", secret, set.Secret)
                : ("", source, (Func<string, ObjectPlace, Lookup<ConfigData>>?)null);
            string? name = reference.TextAt("name");
            if (!seen.Add((kind, name ?? "", prefix)))
                continue;
            if (
                find is null
                || name is null
                || find(name, place).Value is not { } data
                || !Effort.Spend(UnitsOfVariable * data.Values.Count)
            )
            {
                isComplete = false;
                continue;
            }
            foreach (var (key, value) in data.Values)
            {
                string variable = prefix + key;
                if (!variables.ContainsKey(variable))
                    variables[variable] = Text(value, new(kind, name, key) { TakenBy = variable });
            }
        }
        return ProgramEnvironment.Empty with { Variables = variables.ToImmutable(), IsComplete = isComplete };
    }
}
