using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Injectors;

/// <summary>An annotation or label that asks for an injected container or sizes it.</summary>
/// <param name="Key"><c>sidecar.istio.io/proxyMemory</c>.</param>
/// <param name="Text">Its value as written, unquoted.</param>
/// <param name="Origin">What it is: an annotation or label, or the kind of the object.</param>
/// <param name="Location">What to point at in the pod's own file: the value; for a Namespace's label what ties the pod to that Namespace.</param>
/// <param name="Path">Address of that place within the pod's object.</param>
/// <param name="Elsewhere">The place in the Namespace; null for a setting of the pod itself.</param>
/// <param name="IsPlaceholder">True if the value cannot be known from the text.</param>
public sealed record InjectionSetting(
    string Key,
    string Text,
    TextOrigin Origin,
    Location Location,
    YamlPath Path,
    Location? Elsewhere,
    bool IsPlaceholder
);

/// <summary>A container that an injector is certain to add to a pod (kubernetes-memory.md §25).</summary>
public sealed record InjectedContainer
{
    /// <summary>Who adds it: <c>Istio</c>, <c>Vault</c>.</summary>
    public required string Injector { get; init; }

    /// <summary>The name it will have.</summary>
    public required string Name { get; init; }

    /// <summary>The role it will have.</summary>
    public required ContainerType Type { get; init; }

    /// <summary>Its requests as the injector writes them, before defaulting.</summary>
    public required ResourceAmounts Requests { get; init; }

    /// <summary>Its limits as the injector writes them.</summary>
    public required ResourceAmounts Limits { get; init; }

    /// <summary>What asks for it.</summary>
    public required InjectionSetting Trigger { get; init; }

    /// <summary>What sizes it, memory limit first; empty if the injector's defaults do.</summary>
    public ImmutableArray<InjectionSetting> Sizes { get; init; } = [];

    /// <summary>The annotation that limits its memory, and what the injector's own documentation gives it; null where none is known.</summary>
    public (string Key, string Value)? UsualLimit { get; init; }

    /// <summary>The same of its request, without which a limit is the request, too (D-2).</summary>
    public (string Key, string Value)? UsualRequest { get; init; }

    /// <summary>The annotations that give it requests equal to its limits, of a size that is usual; empty where none are known.</summary>
    public ImmutableArray<(string Key, string Value)> EqualSizes { get; init; } = [];

    /// <summary>True if its annotations made the injector drop its defaults for what they do not name (Istio).</summary>
    public bool HasLostDefaults { get; init; }

    /// <summary>True where every pod of the kind gets it with these amounts, so that nobody asked for what it lacks.</summary>
    public bool IsUsual { get; init; }

    /// <summary>True for an init container that comes after those of the author.</summary>
    public bool IsLast { get; init; }

    /// <summary>What sizes it, else what asks for it.</summary>
    public InjectionSetting Source => Sizes.IsEmpty ? Trigger : Sizes[0];

    /// <summary>Its numbers.</summary>
    public ContainerAmounts ToAmounts() => new(Name, Type, Requests, Limits);
}

/// <summary>What injectors will do to a pod.</summary>
public sealed record InjectedContainers
{
    /// <summary>Nothing.</summary>
    public static InjectedContainers None { get; } = new();

    /// <summary>Init containers and sidecars that come before the author's.</summary>
    public ImmutableArray<InjectedContainer> First { get; init; } = [];

    /// <summary>Init containers that come after the author's.</summary>
    public ImmutableArray<InjectedContainer> Last { get; init; } = [];

    /// <summary>Regular containers, after the author's.</summary>
    public ImmutableArray<InjectedContainer> Regular { get; init; } = [];

    /// <summary>The name of a container of the author whose absent amounts an injector fills in, so that they cannot be known; null if there is none.</summary>
    public string? Completed { get; init; }

    /// <summary>True if there may be more that cannot be known.</summary>
    public bool IsUncertain { get; init; }

    /// <summary>True if none is certain.</summary>
    public bool IsEmpty => First.IsEmpty && Last.IsEmpty && Regular.IsEmpty;

    /// <summary>The pod's numbers with theirs.</summary>
    public PodAmounts AddTo(PodAmounts pod) =>
        IsEmpty && Completed is null
            ? pod
            : pod with
            {
                InitContainers =
                [
                    .. First.Select(c => c.ToAmounts()),
                    .. pod.InitContainers.Select(Complete),
                    .. Last.Select(c => c.ToAmounts()),
                ],
                Containers = [.. pod.Containers.Select(Complete), .. Regular.Select(c => c.ToAmounts())],
            };

    private ContainerAmounts Complete(ContainerAmounts container) =>
        Completed is null || container.Name != Completed
            ? container
            : container with
            {
                Requests = container.Requests.WithOthersUnknown(),
                Limits = container.Limits.WithOthersUnknown(),
            };

    /// <summary>The pod's numbers without theirs: the reverse of <see cref="AddTo"/>.</summary>
    public PodAmounts RemoveFrom(PodAmounts pod) =>
        IsEmpty
            ? pod
            : pod with
            {
                InitContainers = [.. pod.InitContainers[First.Length..^Last.Length]],
                Containers = [.. pod.Containers[..^Regular.Length]],
            };

    /// <summary>Each with its numbers, in the order in which they stand in the pod.</summary>
    /// <param name="pod">Numbers that theirs were added to.</param>
    public IEnumerable<(InjectedContainer Container, ContainerAmounts Amounts)> InPlace(PodAmounts pod) =>
        First
            .Zip(pod.InitContainers)
            .Concat(Last.Zip(pod.InitContainers.Skip(pod.InitContainers.Length - Last.Length)))
            .Concat(Regular.Zip(pod.Containers.Skip(pod.Containers.Length - Regular.Length)));
}
