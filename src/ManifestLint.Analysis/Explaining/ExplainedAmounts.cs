using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Reading;
using ManifestLint.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Explaining;

/// <summary>Explains amounts: from text to bytes, from what is written to what is in force, from that to cgroups.</summary>
internal static class ExplainedAmounts
{
    /// <summary>What the quantities mean.</summary>
    public static ExplainedStep Written(ContainerFacts container) =>
        new(
            "Quantities as written",
            [
                Written("memory request", "memory", container.Spec.MemoryRequest),
                Written("memory limit", "memory", container.Spec.MemoryLimit),
                Written("cpu request", "cpu", container.Spec.CpuRequest),
                Written("cpu limit", "cpu", container.Spec.CpuLimit),
            ],
            "kubernetes/apimachinery pkg/api/resource/quantity.go (ParseQuantity); kubernetes pkg/apis/core/v1/defaults.go (SetDefaults_ResourceList)"
        );

    /// <summary>What becomes of what is absent.</summary>
    public static ExplainedStep InForce(PodFacts pod, ContainerFacts container) =>
        new(
            "Requests and limits in force",
            [
                InForce(pod, container, "memory", isLimit: false),
                InForce(pod, container, "memory", isLimit: true),
                InForce(pod, container, "cpu", isLimit: false),
                InForce(pod, container, "cpu", isLimit: true),
            ],
            "kubernetes pkg/apis/core/v1/defaults.go (SetDefaults_Pod); plugin/pkg/admission/limitranger/admission.go"
        );

    /// <summary>What the kernel holds the container to.</summary>
    public static ExplainedStep Limit(PodFacts pod, ContainerFacts container)
    {
        string line = container.Cgroup switch
        {
            { Max.Bytes: { } bytes, Reason: var reason } =>
                $"memory.max = {(reason == MemoryMaxReason.PodLevelLimit ? "the limit of the pod" : "its memory limit")} = {Bytes(bytes)}: beyond that the kernel kills in this container, whatever its oom_score_adj",
            { Max.IsUnlimited: true } => "memory.max = max: no limit, so it can grow until the node runs out of memory",
            _ => $"memory.max cannot be known{ExplainedUnknown.Because(pod, container.Cgroup.Unknown)}",
        };
        return new(
            "Its cgroup",
            [line],
            "kubernetes pkg/kubelet/kuberuntime/kuberuntime_container_linux.go (getMemoryLimit); kernel Documentation/admin-guide/cgroup-v2.rst"
        );
    }

    /// <summary>What the pod asks for and may use as a whole.</summary>
    public static ExplainedStep Pod(PodFacts pod)
    {
        string[] injected =
        [
            .. pod.Injected.Select(c =>
                $"{c.Container.Name} is not written here: {c.Container.Injector} injects it, as {c.Container.Trigger.Origin} asks"
            ),
        ];
        string cap = pod.Cgroup.Reason switch
        {
            MemoryMaxReason.Unknown => $"memory.max of the pod cannot be known{ExplainedUnknown.Because(pod, pod.Cgroup.Unknown)}",
            MemoryMaxReason.BestEffort => "memory.max of the pod = max: the pod is BestEffort",
            MemoryMaxReason.NoLimit => "memory.max of the pod = max: not every container has a limit",
            _ => Sum(pod, "memory.max of the pod", "limits", pod.LimitSum, PodLevel.Limit(pod.Workload.Pod, pod.Amounts, "memory")),
        };
        string request = Sum(
            pod,
            "memory request of the pod",
            "requests",
            pod.RequestSum,
            PodLevel.Request(pod.Workload.Pod, pod.Amounts, "memory")
        );
        return new(
            "The whole pod",
            [.. injected, request, cap],
            "kubernetes/component-helpers resource/helpers.go (PodRequests, PodLimits); kubernetes pkg/kubelet/cm/helpers_linux.go (ResourceConfigForPod)"
        );
    }

    // "memory request of the pod = 268435456 (app) + 134217728 (proxy) = 402653184 bytes (384 MiB)", and what else was compared.
    private static string Sum(PodFacts pod, string what, string noun, PodSum sum, AmountInForce podLevel)
    {
        var total = sum.Total["memory"];
        if (total.IsUnknown)
            return $"{what} cannot be known{ExplainedUnknown.Because(pod, sum.Unknown("memory"))}";
        if (total.IsAbsent)
            return $"{what}: none";
        var overhead = sum.Overhead["memory"];
        string added = overhead.IsPositive ? $" + {Number(overhead.Value.Bytes)} (overhead)" : "";
        string result = total.Value.Bytes is { } bytes ? Bytes(bytes) : $"{total.Value} bytes";
        if (sum.IsPodLevel("memory"))
        {
            string source = podLevel.From is { } from ? $"spec.resources: {from}" : "spec.resources";
            return added.Length == 0
                ? $"{what} = {result} ({source})"
                : $"{what} = {Number(podLevel.Amount.Value.Bytes)} ({source}){added} = {result}";
        }
        if (sum.Largest("memory") is not { } phase)
            return $"{what} = {(added.Length == 0 ? "" : added[3..] + " = ")}{result}";
        var parts = phase.Parts.Where(p => !p.Amounts["memory"].IsAbsent).ToList();
        string terms =
            parts is [var only] && added.Length == 0
                ? $"that of {Name(only.Container)}"
                : string.Join(" + ", parts.Select(p => $"{Number(p.Amounts["memory"].Value.Bytes)} ({Name(p.Container)})")) + added;
        string when =
            phase.Starting is { } starting ? $", while {Name(starting)} starts: more than the {noun} of what runs afterwards"
            : sum.Phases.Length > 1 ? ", once all is started: no start needs more"
            : "";
        return $"{what} = {terms} = {result}{when}";
    }

    private static string Name(ContainerAmounts container) => container.Name.Length == 0 ? "a container without a name" : container.Name;

    /// <summary>Bytes, and what that is for people: <c>536870912 bytes (512 MiB)</c>.</summary>
    internal static string Bytes(long bytes) =>
        bytes == 1 ? "1 byte"
        : bytes < 1024 ? $"{Number(bytes)} bytes"
        : $"{Number(bytes)} bytes ({new ByteSize(bytes).ToHuman()})";

    /// <summary>A number of bytes, or a question mark for one beyond 64 bits.</summary>
    internal static string Number(long? bytes) => bytes?.ToString(CultureInfo.InvariantCulture) ?? "?";

    /// <summary>File and line. What is explained may be written in several files, so each place names its own.</summary>
    internal static string Line(Location place) => $"{place.Source.Path}:{place.Start.Line.ToString(CultureInfo.InvariantCulture)}";

    private static string Written(string what, string resource, Field<ResourceQuantity> field)
    {
        if (field.IsAbsent)
            return $"{what}: not written";
        string line = $"({Line(field.Node.Location)})";
        if (!field.IsKnown(out var quantity))
            return $"{what}: {(field.Node.Target is YamlScalar scalar ? SecretText.Of(scalar) : "")} is filled in by something else {line}";
        bool isCpu = resource == "cpu";
        var sum = QuantitySum.Of(field.Text, isCpu ? 1000 : 1);
        // What is cut off or rounded would seem to be a wrong sum.
        string change = sum?.Change switch
        {
            QuantityChange.RoundedUp => ", rounded up",
            QuantityChange.Capped => ", the most there is",
            _ => "",
        };
        return $"{what}: {AmountInForce.Shown(field.Text)} = {sum?.ToText(isCpu ? " cores" : "")}{InUnits(quantity.ToStored(), resource)}{change} {line}";
    }

    private static string InForce(PodFacts pod, ContainerFacts container, string resource, bool isLimit)
    {
        var amount = isLimit ? container.Limit(resource) : container.Request(resource);
        string what = $"{resource} {(isLimit ? "limit" : "request")}";
        return amount.Origin switch
        {
            TextOrigin.Resources =>
                $"{what}: {InUnits(amount, resource)}, as written{(isLimit && amount.Amount is { IsKnown: true, IsPositive: false } ? ", which is none" : "")}",
            TextOrigin.AmountOf { Which: OtherAmount.Limit } => $"{what}: {InUnits(amount, resource)}, its limit, since none is written",
            TextOrigin.LimitRangeDefault given =>
                $"{what}: {InUnits(amount, resource)}, since none is written: the {given.Constraint} {given.Given.Text} of {given} is injected ({Line(given.Given.Location)})",
            TextOrigin.AmountOf { Which: OtherAmount.PodLimit } =>
                $"{what}: {InUnits(amount, resource)}, shared by the whole pod (spec.resources)",
            TextOrigin.Operator => $"{what}: {InUnits(amount, resource)}, since none is written: {amount.From}",
            null => $"{what}: {(isLimit ? "none" : "counts as 0")}",
            TextOrigin.NotKnown { By: not (null or TextOrigin.Resources) } =>
                $"{what}: cannot be known: it is {ExplainedUnknown.Causes(pod, container, resource, isLimit)}",
            _ => $"{what}: cannot be known from the text",
        };
    }

    private static string InUnits(AmountInForce amount, string resource) => InUnits(amount.Amount.Value, resource);

    private static string InUnits(ResourceQuantity quantity, string resource) =>
        resource == "memory"
            ? quantity.Bytes is { } bytes and >= 0
                ? Bytes(bytes)
                : $"{Number(quantity.Bytes)} bytes"
            : quantity.Milli == 1
                ? "1 millicore"
                : $"{Number(quantity.Milli)} millicores";
}
