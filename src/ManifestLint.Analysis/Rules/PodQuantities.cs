using ManifestLint.Amounts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>What follows where an amount of memory is next to nothing.</summary>
/// <param name="Severity">Error where it caps, warning where it asks.</param>
/// <param name="Consequence">A clause that stands behind "so".</param>
internal sealed record NextToNothing(Severity Severity, string Consequence)
{
    /// <summary>The amount that it has to be at least as large as, and is not: its key, as written and its value; null for none.</summary>
    public (string Key, string Text, ResourceQuantity Value)? Below { get; init; }
}

/// <summary>A quantity that an object holds, with what it is.</summary>
/// <param name="Noun">What it is called for people; behind the resource's name where <paramref name="Within"/> is given.</param>
/// <param name="Resource">The resource's name; <c>sizeLimit</c> for a volume.</param>
/// <param name="IsLimit">True for a limit.</param>
/// <param name="IsContainerResource">True for a request or limit of a container or of the pod.</param>
/// <param name="Container">The container, or null.</param>
/// <param name="Field">The quantity.</param>
/// <param name="Within">The address of what the field's own address starts from; null where that is the object.</param>
internal readonly record struct PodQuantity(
    string Noun,
    string Resource,
    bool IsLimit,
    bool IsContainerResource,
    ContainerSpec? Container,
    Field<ResourceQuantity> Field,
    YamlPath? Within = null
)
{
    /// <summary>For people: <c>memory limit</c>, <c>pod-level cpu request</c>, <c>sizeLimit</c>. Said of few, so made when asked.</summary>
    public string What =>
        Within is null ? Noun
        : IsContainerResource && Container is null ? $"pod-level {Resource} {Noun}"
        : $"{Resource} {Noun}";

    /// <summary>Its address within the object.</summary>
    public YamlPath Path => Within is null ? Field.Path : Within.Then(Field.Path);

    /// <summary>What follows of less than 1 MiB; null where that is no matter of memory, or harmless.</summary>
    public NextToNothing? Tiny { get; init; }

    /// <summary>True for the divisor of a resourceFieldRef, of which only single units are taken.</summary>
    public bool IsDivisor { get; init; }
}

/// <summary>Every quantity that a pod holds.</summary>
internal static class PodQuantities
{
    private static readonly NextToNothing Asked = new(Severity.Warning, "next to nothing is set aside for the container");
    private static readonly NextToNothing Allowed = new(Severity.Error, "the container cannot start");

    // Source: microsoft/hcsshim internal/oci/uvm.go (ParseAnnotationsMemory) cuts off to MiB, internal/hcsoci/hcsdoc_wcow.go sets what is above 0.
    private static readonly NextToNothing AllowedOnWindows = new(
        Severity.Error,
        "Windows nodes count whole MiB, here 0: the container runs without a limit"
    );
    private static readonly NextToNothing AskedByPod = new(Severity.Warning, "next to nothing is set aside for the pod");
    private static readonly NextToNothing AllowedToPod = new(Severity.Error, "no container of the pod can start");
    private static readonly NextToNothing Overhead = new(
        Severity.Warning,
        "almost nothing is set aside for what runs in addition to the containers"
    );
    private static readonly NextToNothing OfMemory = new(Severity.Error, "writing more to it fails");
    private static readonly NextToNothing OfDisk = new(Severity.Error, "the pod is evicted as soon as it writes more");

    // Several rules ask of a pod, one after the other.
    [ThreadStatic]
    private static (PodSpec Pod, List<PodQuantity> All) s_last;

    /// <summary>The quantities in written order of their sections.</summary>
    public static IReadOnlyList<PodQuantity> Of(PodSpec pod)
    {
        if (!ReferenceEquals(s_last.Pod, pod))
            s_last = (pod, Read(pod));
        return s_last.All;
    }

    /// <summary>What is found about them; of most nothing.</summary>
    public static IEnumerable<Finding> Check(IEnumerable<PodQuantity> quantities, Func<PodQuantity, Finding?> check)
    {
        List<Finding>? found = null;
        foreach (var quantity in quantities)
        {
            if (check(quantity) is { } finding)
                (found ??= []).Add(finding);
        }
        return found ?? (IEnumerable<Finding>)[];
    }

    private static List<PodQuantity> Read(PodSpec pod)
    {
        var all = new List<PodQuantity>();
        bool isItsContainer = false;
        foreach (var container in pod.AllContainers)
        {
            var resources = container.Resources;
            AddSection(all, resources.Requests, "request", false, container, container.Path);
            AddSection(all, resources.Limits, "limit", true, container, container.Path, pod.RunsOnWindows);
            AddDivisors(all, container);
            isItsContainer |= ReferenceEquals(container.Node, pod.Node);
        }
        // A pod whose containers stand elsewhere has its main container's resources here.
        if (isItsContainer)
            return all;
        AddSection(all, pod.Resources.Requests, "request", false, null, pod.Path);
        AddSection(all, pod.Resources.Limits, "limit", true, null, pod.Path);
        foreach (var entry in pod.Overhead.Entries)
        {
            all.Add(
                new PodQuantity("overhead", entry.Name, false, false, null, entry.Quantity, pod.Path)
                {
                    Tiny = entry.Name == "memory" ? Overhead : null,
                }
            );
        }
        all.AddRange(OfVolumes(pod));
        return all;
    }

    private static void AddSection(
        List<PodQuantity> all,
        ResourceSection section,
        string noun,
        bool isLimit,
        ContainerSpec? container,
        YamlPath path,
        bool isWindows = false
    )
    {
        foreach (var entry in section.Entries)
        {
            all.Add(
                new PodQuantity(noun, entry.Name, isLimit, true, container, entry.Quantity, path)
                {
                    Tiny =
                        entry.Name != "memory" ? null
                        : container is null ? (isLimit ? AllowedToPod : AskedByPod)
                        : isLimit ? (isWindows ? AllowedOnWindows : Allowed)
                        : Asked,
                }
            );
        }
    }

    private static void AddDivisors(List<PodQuantity> all, ContainerSpec container)
    {
        if (container.Node["env"] is not YamlSequence env)
            return;
        for (int i = 0; i < env.Items.Length; i++)
        {
            if (env.Items[i].Target is not YamlMapping variable || variable.MappingAt("valueFrom") is not { } from || !HasDivisor(from))
                continue;
            var path = container.Path.Key("env").Index(i).Key("valueFrom");
            all.Add(Divisor(from, path, variable.TextAt("name"), container));
        }
    }

    // What takes a resourceFieldRef: a variable, or a file of the downward API.
    private static PodQuantity Divisor(YamlMapping holder, YamlPath path, string? name, ContainerSpec? container)
    {
        var reference = holder.MappingAt("resourceFieldRef")!;
        var entry = reference.Find("divisor")!.Value;
        path = path.Key("resourceFieldRef").Key("divisor");
        string what = name is null ? "divisor" : $"divisor of {name}:";
        string resource = reference.TextAt("resource") ?? "";
        return new PodQuantity(what, resource, false, false, container, FieldReading.Quantity(entry.Value, path)) { IsDivisor = true };
    }

    private static bool HasDivisor(YamlMapping holder) => holder.MappingAt("resourceFieldRef")?.Find("divisor") is not null;

    private static IEnumerable<PodQuantity> OfVolumes(PodSpec pod)
    {
        if (pod.Node["volumes"] is not YamlSequence volumes)
            yield break;
        for (int i = 0; i < volumes.Items.Length; i++)
        {
            if (volumes.Items[i].Target is not YamlMapping volume)
                continue;
            var path = pod.Path.Key("volumes").Index(i);
            if (volume.MappingAt("emptyDir") is { } emptyDir && emptyDir.Find("sizeLimit") is { } entry)
            {
                var at = path.Key("emptyDir").Key("sizeLimit");
                yield return new PodQuantity("sizeLimit", "sizeLimit", true, false, null, FieldReading.Quantity(entry.Value, at))
                {
                    Tiny =
                        emptyDir.TextAt("medium") == "Memory" ? OfMemory
                        : PodPriority.IsNeverEvicted(pod) ? null
                        : OfDisk,
                };
            }
            if (volume.MappingAt("ephemeral", "volumeClaimTemplate", "spec") is { } claim)
            {
                foreach (var quantity in Claim(claim, path.Key("ephemeral").Key("volumeClaimTemplate").Key("spec")))
                    yield return quantity;
            }
            if (volume.MappingAt("downwardAPI") is { } downward)
            {
                foreach (var quantity in Files(downward, path.Key("downwardAPI")))
                    yield return quantity;
            }
            if (volume.MappingAt("projected")?["sources"] is not YamlSequence sources)
                continue;
            for (int j = 0; j < sources.Items.Length; j++)
            {
                if ((sources.Items[j].Target as YamlMapping)?.MappingAt("downwardAPI") is not { } source)
                    continue;
                foreach (var quantity in Files(source, path.Key("projected").Key("sources").Index(j).Key("downwardAPI")))
                    yield return quantity;
            }
        }
    }

    private static IEnumerable<PodQuantity> Files(YamlMapping downward, YamlPath path)
    {
        if (downward["items"] is not YamlSequence items)
            yield break;
        for (int i = 0; i < items.Items.Length; i++)
        {
            if (items.Items[i].Target is YamlMapping file && HasDivisor(file))
                yield return Divisor(file, path.Key("items").Index(i), file.TextAt("path"), null);
        }
    }

    /// <summary>The quantities of a volume claim.</summary>
    /// <param name="spec">Its <c>spec</c>; null for none.</param>
    /// <param name="path">The address of that within the object.</param>
    public static IEnumerable<PodQuantity> Claim(YamlMapping? spec, YamlPath path)
    {
        foreach (string section in new[] { "requests", "limits" })
        {
            if (spec?.MappingAt("resources", section) is not { } amounts)
                continue;
            foreach (var entry in amounts.EffectiveEntries())
            {
                if (entry.Name is not { } name)
                    continue;
                var at = path.Key("resources").Key(section).Key(name);
                string what = $"volume claim {name} {section.TrimEnd('s')}";
                yield return new PodQuantity(what, name, section == "limits", false, null, FieldReading.Quantity(entry.Value, at));
            }
        }
    }
}
