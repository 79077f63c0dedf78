using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Manifests;

namespace ManifestLint.Reporting;

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
    public static ExplainedStep InForce(ContainerFacts container)
    {
        var origins = container.Origins;
        return new(
            "Requests and limits in force",
            [
                InForce("memory request", "memory", container.MemoryRequest, origins.MemoryRequest, "counts as 0"),
                InForce("memory limit", "memory", container.MemoryLimit, origins.MemoryLimit, "none"),
                InForce("cpu request", "cpu", container.CpuRequest, origins.CpuRequest, "counts as 0"),
                InForce("cpu limit", "cpu", container.CpuLimit, origins.CpuLimit, "none"),
            ],
            "kubernetes pkg/apis/core/v1/defaults.go (SetDefaults_Pod); plugin/pkg/admission/limitranger/admission.go"
        );
    }

    /// <summary>What the kernel holds the container to.</summary>
    public static ExplainedStep Limit(ContainerFacts container)
    {
        string line = container.MemoryMax switch
        {
            { IsKnown: false } => "memory.max cannot be known from the text",
            { Bytes: null } => "memory.max = max: no limit, so it can grow until the node runs out of memory",
            { Bytes: { } bytes } =>
                $"memory.max = {Number(bytes)} bytes ({new ByteSize(bytes).ToHuman()}): beyond that the kernel kills in this container, whatever its oom_score_adj",
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
        string[] running =
        [
            .. pod
                .Containers.Where(c => c.Spec.Type is ContainerType.App or ContainerType.Sidecar)
                .Select(c => c.MemoryRequest)
                .Concat(pod.Injected.Where(c => c.Container.Type != ContainerType.Init).Select(c => c.Amounts.Requests["memory"]))
                .Select(r => r.IsUnknown ? "?" : Number(r.Value.Bytes)),
        ];
        string[] injected =
        [
            .. pod.Injected.Select(c =>
                $"{c.Container.Name} is not written here: {c.Container.Injector} injects it, as {c.Container.Trigger.From} asks"
            ),
        ];
        string overhead = pod.Amounts.Overhead["memory"] is { IsKnown: true } known
            ? $", overhead {Number(known.Value.Bytes)} included"
            : "";
        string init =
            pod.Containers.Any(c => c.Spec.Type == ContainerType.Init) || pod.Injected.Any(c => c.Container.Type == ContainerType.Init)
                ? ", or what its init containers need if that is more"
                : "";
        string request = pod.Requests["memory"] switch
        {
            { IsUnknown: true } => "memory request of the pod: cannot be known from the text",
            { IsAbsent: true } => "memory request of the pod: none",
            var amount when pod.Amounts.PodLevel is { } level && !level.Requests["memory"].IsAbsent =>
                $"memory request of the pod = {Number(amount.Value.Bytes)} bytes, as spec.resources says{overhead}",
            var amount when running.Length == 1 && init.Length + overhead.Length == 0 =>
                $"memory request of the pod = that of its container = {Number(amount.Value.Bytes)} bytes",
            var amount => $"memory request of the pod = {string.Join(" + ", running)}{init} = {Number(amount.Value.Bytes)} bytes{overhead}",
        };
        string cap = pod.MemoryMax switch
        {
            { IsKnown: false } => "memory.max of the pod cannot be known from the text",
            { Bytes: null } => "memory.max of the pod = max: not every container has a limit",
            { Bytes: { } bytes } => $"memory.max of the pod = {Number(bytes)} bytes, the sum of the limits",
        };
        return new(
            "The whole pod",
            [.. injected, request, cap],
            "kubernetes/component-helpers resource/helpers.go (PodRequests, PodLimits); kubernetes pkg/kubelet/cm/helpers_linux.go (ResourceConfigForPod)"
        );
    }

    /// <summary>A number of bytes, or a question mark for one beyond 64 bits.</summary>
    internal static string Number(long? bytes) => bytes?.ToString(CultureInfo.InvariantCulture) ?? "?";

    private static string Written(string what, string resource, Field<ResourceQuantity> field)
    {
        if (field.IsAbsent)
            return $"{what}: not written";
        string line = $"(line {field.Node.Location.Start.Line.ToString(CultureInfo.InvariantCulture)})";
        if (!field.IsKnown(out var quantity))
            return $"{what}: {field.Text} cannot be known from the text {line}";
        return $"{what}: {field.Text} = {Factor(field.Text)}{InUnits(quantity.ToStored(), resource)} {line}";
    }

    private static string InForce(string what, string resource, Amount amount, Origin origin, string absent) =>
        origin switch
        {
            Origin.Declared => $"{what}: {InUnits(amount, resource)}, as written",
            Origin.Limit => $"{what}: {InUnits(amount, resource)}, its limit, since none is written",
            Origin.LimitRange => $"{what}: {InUnits(amount, resource)}, from the LimitRange of its namespace",
            Origin.PodLevel => $"{what}: {InUnits(amount, resource)}, shared by the whole pod (spec.resources)",
            Origin.Unknown => $"{what}: cannot be known from the text",
            _ => $"{what}: {absent}",
        };

    private static string InUnits(Amount amount, string resource) => amount.IsKnown ? InUnits(amount.Value, resource) : "unknown";

    private static string InUnits(ResourceQuantity quantity, string resource) =>
        resource == "memory"
            ? quantity.Bytes == 1
                ? "1 byte"
                : $"{Number(quantity.Bytes)} bytes"
            : quantity.Milli == 1
                ? "1 millicore"
                : $"{Number(quantity.Milli)} millicores";

    // "512Mi" is 512 × 2^20. A text that is nothing but a number needs no sum.
    private static string Factor(string text)
    {
        int digits = text.Length;
        string? factor = null;
        foreach (var (suffix, power) in Suffixes)
        {
            if (!text.EndsWith(suffix, StringComparison.Ordinal))
                continue;
            (digits, factor) = (text.Length - suffix.Length, power);
            break;
        }
        int exponent = text.AsSpan().IndexOfAny('e', 'E');
        if (factor is null && exponent > 0)
            (digits, factor) = (exponent, "10^" + text[(exponent + 1)..].TrimStart('+'));
        return factor is null ? "" : $"{(digits == 0 ? "0" : text[..digits])} × {factor} = ";
    }

    private static readonly ImmutableArray<(string Suffix, string Power)> Suffixes =
    [
        ("Ki", "2^10"),
        ("Mi", "2^20"),
        ("Gi", "2^30"),
        ("Ti", "2^40"),
        ("Pi", "2^50"),
        ("Ei", "2^60"),
        ("n", "10^-9"),
        ("u", "10^-6"),
        ("m", "10^-3"),
        ("k", "10^3"),
        ("M", "10^6"),
        ("G", "10^9"),
        ("T", "10^12"),
        ("P", "10^15"),
        ("E", "10^18"),
    ];
}
