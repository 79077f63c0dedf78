using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Catalog;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Images;
using ManifestLint.Runtimes;
using ManifestLint.Yaml;

namespace ManifestLint.Configuration;

/// <summary>Something in a configuration that cannot be meant.</summary>
/// <param name="Location">Where.</param>
/// <param name="Message">What, as one sentence without a full stop.</param>
public sealed record ConfigurationProblem(Location Location, string Message);

/// <summary>A configuration, and what is wrong with it: to be used only if nothing is.</summary>
public sealed record ConfigurationReading(LintConfiguration Configuration, ImmutableArray<ConfigurationProblem> Problems);

/// <summary>Reads a <c>.manifestlint.yaml</c> (contracts.md C9, schemas/manifestlint-config.schema.json): every problem, not only the first.</summary>
public sealed class ConfigurationReader
{
    private static readonly string[] Keys =
    [
        "rules",
        "kubernetesVersion",
        "nodes",
        "javaVersion",
        "include",
        "exclude",
        "context",
        "overrides",
        "sidecars",
        "images",
        "registries",
        "failOn",
    ];

    // Ten times what anybody writes (contracts.md C8).
    private const int MostItems = 500;

    private readonly IReadOnlyCollection<(string Id, string Name)> _rules;
    private readonly List<ConfigurationProblem> _problems = [];
    private readonly ImmutableDictionary<string, Location>.Builder _places = ImmutableDictionary.CreateBuilder<string, Location>(
        StringComparer.Ordinal
    );
    private LintConfiguration _configuration = LintConfiguration.Default;

    private ConfigurationReader(IReadOnlyCollection<(string Id, string Name)> rules) => _rules = rules;

    /// <summary>Reads a text. An empty one configures nothing.</summary>
    /// <param name="source">The text.</param>
    /// <param name="rules">The rules there are.</param>
    public static ConfigurationReading Read(SourceText source, IReadOnlyCollection<(string Id, string Name)> rules)
    {
        var reader = new ConfigurationReader(rules);
        var file = YamlReader.ReadYaml(source);
        foreach (var document in file.Documents)
        {
            if (document.Error is { } error)
                reader.Problem(error.Location, error.Message);
        }
        if (file.Documents.Length > 1)
            reader.Problem(
                file.Documents[1].Root?.Location ?? new Location(source, new TextSpan(source.Text.Length, source.Text.Length)),
                "a configuration is one document"
            );
        if (file.Documents.FirstOrDefault()?.Root is { } root && root is not YamlScalar { IsNull: true })
            reader.ReadRoot(root);
        return new(
            reader._configuration with
            {
                Places = reader._places.ToImmutable(),
            },
            [.. reader._problems.OrderBy(p => p.Location.Span.Start).ThenBy(p => p.Message, StringComparer.Ordinal)]
        );
    }

    private void ReadRoot(YamlNode root)
    {
        foreach (var (key, entry) in Entries(root, "a configuration", Keys))
        {
            var value = entry.Value.Target;
            if (key != "rules")
                _places[key] = entry.Value.Location;
            switch (key)
            {
                case "rules":
                    // Options of rules go into the configuration meanwhile.
                    var severities = Rules(value, takesOptions: true);
                    _configuration = _configuration with { Severities = severities };
                    break;
                case "kubernetesVersion":
                    if (Text(value, key) is not { } version)
                        break;
                    if (KubernetesVersion.TryParse(version, out var minor))
                        _configuration = _configuration with { KubernetesVersion = minor };
                    else
                        Problem(
                            value.Location,
                            $"{version} is not a Kubernetes version between 1.{KubernetesVersion.Oldest} and 1.{KubernetesVersion.Newest}"
                        );
                    break;
                case "nodes":
                    ReadNodes(value);
                    break;
                case "javaVersion":
                    if (Text(value, key) is not { } java)
                        break;
                    if (int.TryParse(java, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number is >= 8 and <= 99)
                        _configuration = _configuration with { JavaVersion = number };
                    else
                        Problem(value.Location, $"{java} is not a Java version such as 17");
                    break;
                case "include":
                    _configuration = _configuration with { Include = Texts(value, key) };
                    break;
                case "exclude":
                    _configuration = _configuration with { Exclude = Texts(value, key) };
                    break;
                case "context":
                    _configuration = _configuration with { Context = Texts(value, key) };
                    break;
                case "overrides":
                    _configuration = _configuration with { Overrides = [.. Items(value, key).Select(ReadOverride)] };
                    break;
                case "sidecars":
                    _configuration = _configuration with { Sidecars = [.. Items(value, key).Select(ReadHelper).OfType<KnownHelper>()] };
                    break;
                case "images" or "registries":
                    ReadWhatRuns(key, value);
                    break;
                case "failOn":
                    if (SeverityAt(value, key, "never") is { } failOn)
                        _configuration = _configuration with { FailOn = failOn };
                    break;
            }
        }
    }

    private void ReadNodes(YamlNode node)
    {
        if (node is YamlSequence pools)
        {
            _configuration = _configuration with { Pools = [.. pools.Items.Select(i => ReadPool(i.Target)).OfType<NodePool>()] };
            return;
        }
        foreach (var (key, entry) in Entries(node, "nodes", ["memory", "cpus"]))
        {
            _places["nodes." + key] = entry.Value.Location;
            if (key == "memory")
                _configuration = MemoryAt(entry) is var (bytes, written)
                    ? _configuration with
                    {
                        NodeMemoryBytes = bytes,
                        NodeMemoryWritten = written,
                    }
                    : _configuration;
            else
                _configuration = _configuration with { NodeCpuMillicores = CpusAt(entry) ?? _configuration.NodeCpuMillicores };
        }
    }

    private NodePool? ReadPool(YamlNode node)
    {
        var pool = new NodePool();
        bool hasSize = false;
        foreach (var (key, entry) in Entries(node, "a pool of nodes", ["name", "memory", "cpus", "where"]))
        {
            hasSize |= key is "memory" or "cpus";
            pool = key switch
            {
                "name" => pool with { Name = Text(entry.Value.Target, key) },
                "memory" => MemoryAt(entry) is var (bytes, written) ? pool with { MemoryBytes = bytes, MemoryWritten = written } : pool,
                "cpus" => pool with { CpuMillicores = CpusAt(entry) },
                _ => ReadWhere(entry.Value.Target, pool),
            };
        }
        if (node is not YamlMapping)
            return null;
        if (!hasSize)
            Problem(node.Location, "a pool of nodes needs memory or cpus");
        return pool;
    }

    private NodePool ReadWhere(YamlNode node, NodePool pool)
    {
        foreach (var (key, entry) in Entries(node, "where", ["path", "namespace", "overlay", "nodeSelector"]))
        {
            var value = entry.Value.Target;
            pool = key switch
            {
                "path" => pool with { Paths = Texts(value, key) },
                "namespace" => pool with { Namespaces = Texts(value, key) },
                "overlay" => pool with { Overlays = Texts(value, key) },
                _ => pool with { NodeSelector = Labels(value, key) },
            };
        }
        return pool;
    }

    private ImmutableArray<KeyValuePair<string, string>> Labels(YamlNode node, string key) =>
        [.. Entries(node, key, null).Select(l => KeyValuePair.Create(l.Name, Text(l.Entry.Value.Target, l.Name) ?? ""))];

    private (long Bytes, string Written)? MemoryAt(YamlEntry entry)
    {
        if (Text(entry.Value.Target, "memory") is not { } text)
            return null;
        if (NodeAmounts.Memory(text) is { } bytes)
            return (bytes, text);
        Problem(entry.Value.Location, $"{(text.Length == 0 ? "an empty text" : text)} is not an amount of memory such as 16Gi");
        return null;
    }

    private long? CpusAt(YamlEntry entry)
    {
        if (Text(entry.Value.Target, "cpus") is not { } text)
            return null;
        if (NodeAmounts.Cpus(text) is { } milli)
            return milli;
        Problem(entry.Value.Location, $"{(text.Length == 0 ? "an empty text" : text)} is not a number of cpus such as 4");
        return null;
    }

    private ImmutableDictionary<string, Severity> Rules(YamlNode node, bool takesOptions)
    {
        var severities = ImmutableDictionary.CreateBuilder<string, Severity>(StringComparer.Ordinal);
        foreach (var (name, entry) in Entries(node, "rules", null))
        {
            string? id = _rules.FirstOrDefault(r => r.Name == name || r.Id.Equals(name, StringComparison.OrdinalIgnoreCase)).Id;
            if (id is null)
            {
                Problem(entry.Key.Location, $"there is no rule {name}{Hint(name, _rules.SelectMany(r => new[] { r.Id, r.Name }))}");
                continue;
            }
            if (takesOptions && !_places.TryAdd("rules." + id, entry.Value.Location))
                Problem(entry.Key.Location, $"rule {id} is configured twice");
            if (entry.Value.Target is not YamlMapping mapping)
            {
                if (SeverityAt(entry.Value.Target, name, "off") is { } severity)
                    severities[id] = severity;
                continue;
            }
            foreach (var (key, setting) in Entries(mapping, name, takesOptions ? ["severity", "options"] : ["severity"]))
            {
                if (key == "options")
                    ReadOptions(id, setting.Value.Target);
                else if (SeverityAt(setting.Value.Target, name, "off") is { } severity)
                    severities[id] = severity;
            }
        }
        return severities.ToImmutable();
    }

    private void ReadOptions(string id, YamlNode node)
    {
        var known = RuleOption.Of(id);
        if (known.IsEmpty)
        {
            Problem(node.Location, $"{id} has no options");
            return;
        }
        foreach (var (key, entry) in Entries(node, id, [.. known.Select(o => o.Key)], "option"))
        {
            if (Text(entry.Value.Target, key) is not { } text)
                continue;
            _places[$"rules.{id}.{key}"] = entry.Value.Location;
            var option = known.First(o => o.Key == key);
            if (option.Read(_configuration.Options, text) is { } options)
                _configuration = _configuration with { Options = options };
            else
                Problem(entry.Value.Location, $"{id}: {key} is {option.Wanted}, not {text}");
        }
    }

    private ConfigurationOverride ReadOverride(YamlNode node)
    {
        var read = new ConfigurationOverride { Place = node.Location };
        bool hasCondition = false,
            hasRules = false;
        foreach (var (key, entry) in Entries(node, "an override", ["paths", "namespaces", "kinds", "labels", "rules"]))
        {
            var value = entry.Value.Target;
            hasRules |= key == "rules";
            hasCondition |= key != "rules";
            read = key switch
            {
                "paths" => read with { Paths = Texts(value, key) },
                "namespaces" => read with { Namespaces = Texts(value, key) },
                "kinds" => read with { Kinds = Texts(value, key) },
                "labels" => read with { Labels = Labels(value, key) },
                _ => read with { Severities = Rules(value, takesOptions: false) },
            };
        }
        if (node is not YamlMapping)
            return read;
        if (!hasCondition)
            Problem(node.Location, "an override needs one of paths, namespaces, kinds, labels");
        if (!hasRules)
            Problem(node.Location, "an override needs rules");
        return read;
    }

    private void ReadWhatRuns(string key, YamlNode value) =>
        _configuration =
            key == "images"
                ? _configuration with
                {
                    Images = [.. ReadImages(value)],
                }
                : _configuration with
                {
                    Registries = [.. ReadRegistries(value)],
                };

    private IEnumerable<GivenImage> ReadImages(YamlNode node)
    {
        foreach (var (glob, image) in Entries(node, "images", null))
        {
            var given = new GivenImage(glob, "");
            foreach (var (key, entry) in Entries(image.Value.Target, "an image", ["runtime", "version", "passes"]))
            {
                given = key switch
                {
                    "runtime" => given with { Runtime = Text(entry.Value.Target, key) ?? "" },
                    "version" => given with { Version = Text(entry.Value.Target, key) },
                    _ => given with { Passes = Texts(entry.Value.Target, key) },
                };
            }
            if (KnownImages.Runtimes.Contains(given.Runtime))
                yield return given;
            else if (image.Value.Target is YamlMapping)
            {
                string what = given.Runtime.Length == 0 ? "an image needs a runtime" : $"there is no runtime {given.Runtime}";
                Problem(
                    image.Value.Location,
                    $"{what}: {string.Join(", ", KnownImages.Runtimes)}{Hint(given.Runtime, KnownImages.Runtimes)}"
                );
            }
        }
    }

    private IEnumerable<RegistryMirror> ReadRegistries(YamlNode node)
    {
        foreach (var (prefix, entry) in Entries(node, "registries", null))
        {
            if (Text(entry.Value.Target, prefix) is not { } of)
                continue;
            if (prefix.Trim('/').Length == 0 || of.Trim('/').Length == 0)
                Problem(
                    entry.Value.Location,
                    "a registry holds copies of another one: both need a name, as in harbor.example.com/dockerhub: docker.io"
                );
            else
                yield return new(prefix.TrimEnd('/'), of.TrimEnd('/'));
        }
    }

    private KnownHelper? ReadHelper(YamlNode node)
    {
        string? name = null;
        ImmutableArray<string> images = [];
        foreach (var (key, entry) in Entries(node, "a sidecar", ["name", "images"]))
        {
            if (key == "name")
                name = Text(entry.Value.Target, key);
            else
                images = Texts(entry.Value.Target, key);
        }
        if (node is not YamlMapping)
            return null;
        if (string.IsNullOrEmpty(name) || images.IsEmpty || images.Contains(""))
        {
            Problem(node.Location, "a sidecar needs a name and images: what the container's name and the image's path contain");
            return null;
        }
        return new KnownHelper(name, [.. images]);
    }

    private IEnumerable<(string Name, YamlEntry Entry)> Entries(YamlNode node, string what, string[]? known, string noun = "key")
    {
        if (node is YamlScalar { IsNull: true })
            return [];
        if (node is not YamlMapping mapping)
        {
            Problem(node.Location, $"{what} holds keys and values");
            return [];
        }
        var found = new List<(string, YamlEntry)>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            string name = entry.Key.Target is YamlScalar key ? key.Value : "";
            if (known is not null && !known.Contains(name))
                Problem(entry.Key.Location, $"{what} has no {noun} {name}{HintOrAll(name, known)}");
            else if (!seen.Add(name))
                Problem(entry.Key.Location, $"key {name} appears twice");
            else
                found.Add((name, entry));
        }
        return found;
    }

    private IEnumerable<YamlNode> Items(YamlNode node, string key)
    {
        if (node is YamlScalar { IsNull: true })
            return [];
        if (node is YamlSequence sequence)
        {
            // Each is asked of every file, object or container.
            if (sequence.Items.Length > MostItems)
                Problem(
                    sequence.Items[MostItems].Location,
                    $"{key} has {sequence.Items.Length} entries, and more than {MostItems} are not read"
                );
            return sequence.Items.Take(MostItems).Select(i => i.Target);
        }
        Problem(node.Location, $"{key} is a list");
        return [];
    }

    private string? Text(YamlNode node, string key)
    {
        if (node is YamlScalar { IsNull: false } scalar)
            return scalar.Value;
        Problem(node.Location, $"{key} is a single value");
        return null;
    }

    private ImmutableArray<string> Texts(YamlNode node, string key) =>
        node is YamlScalar { IsNull: false } one
            ? [one.Value]
            : [.. Items(node, key).Select(i => Text(i, $"an item of {key}")).OfType<string>()];

    // What none is called differs: a rule is off, a run never fails.
    private Severity? SeverityAt(YamlNode node, string key, string off)
    {
        if (Text(node, key) is not { } word)
            return null;
        string[] words = ["error", "warning", "note", off];
        int index = Array.IndexOf(words, word);
        if (index >= 0)
            return Known(index);
        string? meant = SeverityWords.Meant(word, words);
        Problem(
            node.Location,
            $"{key}: {(word.Length == 0 ? "an empty text" : word)} is not a severity ({(meant is null ? string.Join(", ", words) : $"did you mean {meant}?")})"
        );
        return null;

        static Severity Known(int index) =>
            index switch
            {
                0 => Severity.Error,
                1 => Severity.Warning,
                2 => Severity.Note,
                _ => Severity.Off,
            };
    }

    private void Problem(Location location, string message) => _problems.Add(new ConfigurationProblem(location, message));

    private static string HintOrAll(string name, string[] known) =>
        Hint(name, known) is { Length: > 0 } hint ? hint
        : known.Length <= 5 ? $" ({string.Join(", ", known)})"
        : "";

    private static string Hint(string name, IEnumerable<string> candidates) =>
        Spelling.Meant(name, candidates) is { } nearest ? $" (did you mean {nearest}?)" : "";
}
