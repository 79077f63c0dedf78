using System.Collections.Immutable;
using ManifestLint.Catalog;
using ManifestLint.Cluster;
using ManifestLint.Findings;
using ManifestLint.Yaml;

namespace ManifestLint.Configuration;

/// <summary>Severities for a part of what is scanned. Every condition that is given must hold; within one condition any value will do.</summary>
public sealed record ConfigurationOverride
{
    /// <summary>Globs, relative to the configuration's folder; empty for any path.</summary>
    public ImmutableArray<string> Paths { get; init; } = [];

    /// <summary>Namespaces; empty for any.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = [];

    /// <summary>Kinds; empty for any.</summary>
    public ImmutableArray<string> Kinds { get; init; } = [];

    /// <summary>Labels that the object has, all of them; empty for any.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Labels { get; init; } = [];

    /// <summary>Severities by rule id.</summary>
    public ImmutableDictionary<string, Severity> Severities { get; init; } = ImmutableDictionary<string, Severity>.Empty;

    /// <summary>Where it is written.</summary>
    public Location? Place { get; init; }
}

/// <summary>What a <c>.manifestlint.yaml</c> says (contracts.md C9); null and empty for what it does not say.</summary>
public sealed record LintConfiguration
{
    /// <summary>Nothing configured.</summary>
    public static LintConfiguration Default { get; } = new();

    /// <summary>Severities by rule id that replace a rule's own; Off keeps the rule from running, anything else enables an opt-in rule.</summary>
    public ImmutableDictionary<string, Severity> Severities { get; init; } = ImmutableDictionary<string, Severity>.Empty;

    /// <summary>Severities for parts of what is scanned; a later one beats an earlier one.</summary>
    public ImmutableArray<ConfigurationOverride> Overrides { get; init; } = [];

    /// <summary>What teams may decide about rules.</summary>
    public RuleOptions Options { get; init; } = RuleOptions.Default;

    /// <summary>Helpers beside the known ones.</summary>
    public ImmutableArray<KnownHelper> Sidecars { get; init; } = [];

    /// <summary>What runs in images.</summary>
    public ImmutableArray<GivenImage> Images { get; init; } = [];

    /// <summary>Registries that hold copies of others.</summary>
    public ImmutableArray<RegistryMirror> Registries { get; init; } = [];

    /// <summary>The Kubernetes version.</summary>
    public KubernetesVersion? KubernetesVersion { get; init; }

    /// <summary>Memory of the nodes in bytes.</summary>
    public long? NodeMemoryBytes { get; init; }

    /// <summary>The same as it is written.</summary>
    public string? NodeMemoryWritten { get; init; }

    /// <summary>Cpus of the nodes in thousandths.</summary>
    public long? NodeCpuMillicores { get; init; }

    /// <summary>Pools of nodes of several sizes.</summary>
    public ImmutableArray<NodePool> Pools { get; init; } = [];

    /// <summary>The Java version.</summary>
    public int? JavaVersion { get; init; }

    /// <summary>Globs of the files to take from folders; empty for all.</summary>
    public ImmutableArray<string> Include { get; init; } = [];

    /// <summary>Globs of the files and folders to leave out of folders.</summary>
    public ImmutableArray<string> Exclude { get; init; } = [];

    /// <summary>Files and folders, relative to the configuration's, that are read for facts only.</summary>
    public ImmutableArray<string> Context { get; init; } = [];

    /// <summary>The severity from which on findings fail; Off for never.</summary>
    public Severity? FailOn { get; init; }

    /// <summary>Where each setting is written, by its key: <c>nodes.memory</c>, <c>rules.ML1001</c>, <c>rules.ML3001.percent</c>.</summary>
    public ImmutableDictionary<string, Location> Places { get; init; } = ImmutableDictionary<string, Location>.Empty;

    /// <summary>What is assumed once this is taken into account.</summary>
    public Assumptions ApplyTo(Assumptions usual) =>
        usual with
        {
            KubernetesVersion = KubernetesVersion ?? usual.KubernetesVersion,
            KubernetesVersionIsConfigured = usual.KubernetesVersionIsConfigured || KubernetesVersion is not null,
            NodeMemoryBytes = NodeMemoryBytes ?? usual.NodeMemoryBytes,
            NodeMemoryWritten = NodeMemoryBytes is null ? usual.NodeMemoryWritten : NodeMemoryWritten,
            NodeMemorySource = NodeMemoryBytes is null ? usual.NodeMemorySource : NodeMemorySource.Configuration,
            NodeCpuMillicores = NodeCpuMillicores ?? usual.NodeCpuMillicores,
            NodeCpuIsConfigured = usual.NodeCpuIsConfigured || NodeCpuMillicores is not null,
            Pools = Pools.IsEmpty ? usual.Pools : Pools,
            JavaVersion = JavaVersion ?? usual.JavaVersion,
            JavaVersionIsConfigured = usual.JavaVersionIsConfigured || JavaVersion is not null,
            Helpers = Sidecars,
            Images = Images,
            Registries = Registries,
        };
}
