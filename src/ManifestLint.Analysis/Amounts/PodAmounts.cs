using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Manifests;

namespace ManifestLint.Amounts;

/// <summary>What a container asks for and may use.</summary>
/// <param name="Name">Its name; empty if it has none.</param>
/// <param name="Type">Its role.</param>
/// <param name="Requests">Requests by resource.</param>
/// <param name="Limits">Limits by resource.</param>
public sealed record ContainerAmounts(string Name, ContainerType Type, ResourceAmounts Requests, ResourceAmounts Limits)
{
    /// <summary>What the operator that makes it sets by itself; empty for a container that is as it is written.</summary>
    public ImmutableArray<GivenAmount> Given { get; init; } = [];

    /// <summary>The operator that sets <see cref="Given"/>; null where nothing is.</summary>
    public TextOrigin? By { get; init; }

    /// <summary>True if the operator sets a request or a limit by itself.</summary>
    public bool IsGiven(bool isLimit, string resource)
    {
        foreach (var given in Given)
        {
            if (given.IsLimit == isLimit && given.Resource == resource)
                return true;
        }
        return false;
    }

    /// <summary>The operator as the origin of a request or a limit; null if it sets none.</summary>
    public TextOrigin? GivenBy(bool isLimit, string resource)
    {
        foreach (var given in Given)
        {
            if (given.IsLimit == isLimit && given.Resource == resource)
                return given.Cause == AmountCause.Field && By is TextOrigin.Operator by
                    ? by with
                    {
                        IsComputed = false,
                        Field = given.Field,
                    }
                    : By;
        }
        return null;
    }

    /// <summary>The same with what an operator sets where nothing is written.</summary>
    internal ContainerAmounts With(MadeContainer made)
    {
        if (made.Given.IsEmpty)
            return this;
        var given = made.Given.Where(g => (g.IsLimit ? Limits : Requests)[g.Resource].IsAbsent).ToImmutableArray();
        var (requests, limits) = (Requests, Limits);
        foreach (var (isLimit, resource, quantity, _) in given)
        {
            var amount = quantity is { } known ? Amount.Of(known.ToStored()) : Amount.Unknown;
            if (isLimit)
                limits = limits.With(resource, amount);
            else
                requests = requests.With(resource, amount);
        }
        return this with
        {
            Requests = requests,
            Limits = limits,
            Given = given,
            By = new TextOrigin.Operator(made.Operator) { IsComputed = made.IsComputed },
        };
    }
}

/// <summary>Requests and limits of a pod as a whole.</summary>
public sealed record PodLevelAmounts(ResourceAmounts Requests, ResourceAmounts Limits)
{
    /// <summary>The resources whose request nobody wrote and which is what the containers request together (D-4).</summary>
    public ImmutableArray<string> Summed { get; init; } = [];

    /// <summary>True if such sums hold what LimitRanges inject, too: from 1.37 on (D-6).</summary>
    public bool SumsWhatIsInjected { get; init; }

    /// <summary>The resources whose limit nobody wrote and which is the pod-level request, because the containers' limits are less (D-6).</summary>
    public ImmutableArray<string> Raised { get; init; } = [];
}

/// <summary>The numbers of a pod, detached from its manifest: what every formula below works on.</summary>
public sealed record PodAmounts
{
    /// <summary>Init containers and sidecars in their order.</summary>
    public required ImmutableArray<ContainerAmounts> InitContainers { get; init; }

    /// <summary>Regular containers.</summary>
    public required ImmutableArray<ContainerAmounts> Containers { get; init; }

    /// <summary>Ephemeral containers.</summary>
    public ImmutableArray<ContainerAmounts> EphemeralContainers { get; init; } = [];

    /// <summary><c>spec.resources</c>; null if it is not written or the Kubernetes version drops it (VAL-24).</summary>
    public PodLevelAmounts? PodLevel { get; init; }

    /// <summary><c>spec.overhead</c>.</summary>
    public ResourceAmounts Overhead { get; init; } = ResourceAmounts.Empty;

    /// <summary>Every container that counts for QoS and sums: init containers, sidecars, regular ones.</summary>
    public IEnumerable<ContainerAmounts> Scope => InitContainers.Concat(Containers);

    /// <summary>The same with negative amounts unknown: the API server rejects them, so nothing follows from them.</summary>
    public PodAmounts WithoutNegatives() =>
        this with
        {
            InitContainers = [.. InitContainers.Select(WithoutNegatives)],
            Containers = [.. Containers.Select(WithoutNegatives)],
            PodLevel = PodLevel is { } level
                ? new PodLevelAmounts(level.Requests.WithoutNegatives(), level.Limits.WithoutNegatives())
                : null,
            Overhead = Overhead.WithoutNegatives(),
        };

    private static ContainerAmounts WithoutNegatives(ContainerAmounts container) =>
        container with
        {
            Requests = container.Requests.WithoutNegatives(),
            Limits = container.Limits.WithoutNegatives(),
        };

    /// <summary>The numbers as written, before defaulting.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="gates">Which fields have a meaning.</param>
    /// <param name="absentIsUnknown">True for partial objects: what is not written may come from elsewhere.</param>
    public static PodAmounts Read(PodSpec pod, FeatureGates gates, bool absentIsUnknown = false)
    {
        var init = ImmutableArray.CreateBuilder<ContainerAmounts>();
        var regular = ImmutableArray.CreateBuilder<ContainerAmounts>();
        var ephemeral = ImmutableArray.CreateBuilder<ContainerAmounts>();
        foreach (var container in pod.AllContainers)
        {
            var resources = container.Resources;
            var amounts = new ContainerAmounts(
                container.Name ?? "",
                container.Type,
                ResourceAmounts.Read(resources.Requests, absentIsUnknown),
                ResourceAmounts.Read(resources.Limits, absentIsUnknown)
            );
            if (container.Made is { } made)
                amounts = amounts.With(made);
            (
                container.Type switch
                {
                    ContainerType.App => regular,
                    ContainerType.Ephemeral => ephemeral,
                    _ => init,
                }
            ).Add(amounts);
        }
        return new PodAmounts
        {
            InitContainers = init.DrainToImmutable(),
            Containers = regular.DrainToImmutable(),
            EphemeralContainers = ephemeral.DrainToImmutable(),
            PodLevel = ReadPodLevel(pod, gates, absentIsUnknown),
            Overhead = ResourceAmounts.Read(pod.Overhead),
        };
    }

    private static PodLevelAmounts? ReadPodLevel(PodSpec pod, FeatureGates gates, bool absentIsUnknown)
    {
        if (!gates.PodLevelResources || pod.Resources.Entry is not { } entry)
            return null;
        if (entry.Value.Target is Yaml.YamlScalar { IsNull: true })
            return null;
        var resources = pod.Resources;
        return new PodLevelAmounts(
            ResourceAmounts.Read(resources.Requests, absentIsUnknown),
            ResourceAmounts.Read(resources.Limits, absentIsUnknown)
        );
    }
}
