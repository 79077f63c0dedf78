using System.Collections.Immutable;
using System.Text.Json;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Facts;

/// <summary>Every case of Kubernetes' own tables and of the re-implementations beside them that can be answered from text.</summary>
public sealed class FactVectorTests
{
    [Fact]
    public void Qos_classes() => Run("qos", c =>
        {
            var gates = Gates(c);
            string actual = (Status(c) ?? Qos.Compute(Read(c, gates).Amounts, gates))?.ToString() ?? "null";
            return (c.GetProperty("expected").GetString()!, actual);
        });

    [Fact]
    public void Oom_scores() => Run("oom-score-adj", c =>
        {
            var gates = Gates(c);
            bool admitted = Admitted(c);
            var (pod, amounts) = Read(c, gates);
            var qos = Status(c) ?? Qos.Compute(amounts, gates);
            long node = long.Parse(c.GetProperty("nodeMemoryCapacityBytes").GetString()!);
            var expected = c.GetProperty("expected").EnumerateObject().OrderBy(p => p.Name, StringComparer.Ordinal).ToList();
            var actual = expected.Select(p =>
            {
                var container = amounts.Scope.Concat(amounts.EphemeralContainers).First(x => x.Name == p.Name);
                return $"{p.Name}={OomScoreAdj.Compute(amounts, container, qos, PodPriority.IsNodeCritical(pod, admitted), node, gates).Value}";
            });
            return (string.Join(' ', expected.Select(p => $"{p.Name}={p.Value}")), string.Join(' ', actual));
        });

    [Fact]
    public void Effective_resources() => Run("effective-resources", 17, c =>
        {
            var options = c.TryGetProperty("options", out var o) ? o : default;
            if (Flag(options, "useStatusResources"))
                return null;
            var gates = Gates(c);
            var (pod, amounts) = Read(c, gates);
            var expected = c.GetProperty("expected");
            bool noOverhead = Flag(options, "excludeOverhead"),
                noPodLevel = Flag(options, "skipPodLevelResources");
            return c.GetProperty("op").GetString() switch
            {
                "PodRequests" => (
                    AmountText.Of(expected),
                    AmountText.Of(EffectiveResources.Requests(amounts, noOverhead, noPodLevel, Missing(options)).Total)
                ),
                "PodLimits" => (AmountText.Of(expected), AmountText.Of(EffectiveResources.Limits(amounts, noOverhead, noPodLevel).Total)),
                "AggregateContainerRequests" => (AmountText.Of(expected), AmountText.Of(EffectiveResources.AggregateRequests(amounts))),
                "AggregateContainerLimits" => (AmountText.Of(expected), AmountText.Of(EffectiveResources.AggregateLimits(amounts))),
                "IsPodLevelResourcesSet" => (expected.GetRawText(), EffectiveResources.IsPodLevelSet(amounts) ? "true" : "false"),
                "IsPodLevelLimitsSet" => (expected.GetRawText(), EffectiveResources.IsPodLevelLimitsSet(amounts) ? "true" : "false"),
                "memoryMax" => (MemoryMax(expected), MemoryMax(amounts, Qos.Compute(amounts, gates))),
                "tmpfsSize" => (Sizes(expected), Sizes(pod, amounts, Qos.Compute(amounts, gates), c)),
                var op => throw new InvalidOperationException(op),
            };
        });

    [Fact]
    public void Validation() => Run("validation", c =>
        {
            var (pod, amounts) = Read(c, Gates(c));
            var expected = c.GetProperty("expected");
            var codes = expected.GetProperty("errors").EnumerateArray().Select(e => $"{e.GetProperty("path")} {e.GetProperty("code")}");
            var warnings = expected.GetProperty("fractionalByteWarnings").EnumerateArray().Select(e => $"{e} fractional");
            return (
                string.Join('\n', codes.Concat(warnings).Order(StringComparer.Ordinal)),
                string.Join(
                    '\n',
                    ResourceValidation
                        .Validate(amounts, pod)
                        .Select(v => $"{v.Path} {v}")
                        .Concat(Fractions(amounts).Select(path => $"{path} fractional"))
                        .Distinct()
                        .Order(StringComparer.Ordinal)
                )
            );
        });

    // Accepted, with a warning (Q-30).
    private static IEnumerable<string> Fractions(PodAmounts amounts) =>
        from list in new[] { ("initContainers", amounts.InitContainers), ("containers", amounts.Containers) }
        from place in list.Item2.Index()
        from section in new[] { ("limits", place.Item.Limits), ("requests", place.Item.Requests) }
        from name in new[] { "memory", "ephemeral-storage" }
        where section.Item2[name] is { IsKnown: true, Value.IsFractional: true }
        select $"spec.{list.Item1}[{place.Index}].resources.{section.Item1}[{name}]";

    [Fact]
    public void Defaulting_of_pods() => Run("defaulting", c =>
        {
            var gates = Gates(c);
            var (_, amounts) = Read(c, gates, defaulted: true);
            var expected = c.GetProperty("expected");
            var lines = new List<string>();
            foreach (string list in new[] { "initContainers", "containers" })
            {
                if (!expected.TryGetProperty(list, out var containers))
                    continue;
                foreach (var container in containers.EnumerateObject())
                    lines.Add($"{container.Name}: {AmountText.OfBoth(container.Value)}");
            }
            if (expected.TryGetProperty("pod", out var level))
                lines.Add("pod: " + AmountText.OfBoth(level));
            var actual = amounts.Scope.Select(x => $"{x.Name}: {AmountText.OfBoth(x.Requests, x.Limits)}").ToList();
            if (amounts.PodLevel is { } own)
                actual.Add($"pod: {AmountText.OfBoth(own.Requests, own.Limits)}");
            return (string.Join('\n', lines), string.Join('\n', actual));
        });

    private static void Run(string file, Func<JsonElement, (string Expected, string Actual)?> answer) => Run(file, 0, answer);

    // Null leaves a case out.
    private static void Run(string file, int leftOut, Func<JsonElement, (string Expected, string Actual)?> answer)
    {
        var run = new VectorRun(file);
        foreach (var c in VectorFiles.Cases(file))
        {
            if (answer(c) is var (expected, actual))
                run.Compare(c, expected, actual);
            else
                run.LeaveOut(c, "about the status of a resize");
        }
        run.Settle(leftOut);
    }

    private static (PodSpec Pod, PodAmounts Amounts) Read(JsonElement c, FeatureGates gates, bool defaulted = false)
    {
        var file = YamlReader.Read(new SourceText("case.json", c.GetProperty("pod").GetRawText()));
        var root = (YamlMapping)file.Documents[0].Root!;
        var pod = new PodSpec((YamlMapping)root["spec"]!, root.MappingAt("metadata"), YamlPath.Of("spec"), gates.SidecarContainers);
        var amounts = PodAmounts.Read(pod, gates);
        return (pod, defaulted || Admitted(c) ? Defaulting.Apply(amounts, new FeatureGates()) : amounts);
    }

    private static FeatureGates Gates(JsonElement c)
    {
        var gates = new FeatureGates { PodLevelResourcesFixKubeletQosClass = true };
        if (!c.TryGetProperty("featureGates", out var given))
            return gates;
        bool On(string name) => !given.TryGetProperty(name, out var value) || value.GetBoolean();
        return gates with
        {
            PodLevelResources = On("PodLevelResources"),
            PodLevelResourcesFixKubeletQosClass = On("PodLevelResourcesFixKubeletQOSClass"),
            SidecarContainers = On("SidecarContainers"),
        };
    }

    private static bool Admitted(JsonElement c) => c.TryGetProperty("applyDefaults", out var apply) && apply.GetBoolean();

    private static QosClass? Status(JsonElement c) =>
        c.GetProperty("pod").TryGetProperty("status", out var status) && status.TryGetProperty("qosClass", out var qos)
            ? Enum.Parse<QosClass>(qos.GetString()!)
            : null;

    private static bool Flag(JsonElement options, string name) =>
        options.ValueKind == JsonValueKind.Object && options.TryGetProperty(name, out var flag) && flag.GetBoolean();

    private static ResourceAmounts? Missing(JsonElement options)
    {
        if (options.ValueKind != JsonValueKind.Object || !options.TryGetProperty("nonMissingContainerRequests", out var map))
            return null;
        var amounts = ResourceAmounts.Empty;
        foreach (var one in map.EnumerateObject())
            amounts = amounts.With(one.Name, Amount.Of(ResourceQuantity.Parse(one.Value.GetString())!.Value));
        return amounts;
    }

    private static string MemoryMax(JsonElement expected) =>
        $"pod={Show(expected.GetProperty("pod"))} "
        + string.Join(' ', expected.GetProperty("containers").EnumerateObject().Select(p => $"{p.Name}={Show(p.Value)}"));

    private static string Show(JsonElement value) => value.ValueKind == JsonValueKind.Null ? "unlimited" : value.GetString()!;

    private static string MemoryMax(PodAmounts amounts, QosClass? qos) =>
        $"pod={Show(CgroupLimits.OfPod(amounts, qos, new FeatureGates()).Max)} "
        + string.Join(' ', amounts.Scope.Select(c => $"{c.Name}={Show(CgroupLimits.OfContainer(amounts, c).Max)}"));

    private static string Show(MemoryCap cap) => cap.IsUnlimited ? "unlimited" : cap.Bytes?.ToString() ?? "unknown";

    private static string Sizes(JsonElement expected) =>
        string.Join(' ', expected.EnumerateObject().Select(p => $"{p.Name}={p.Value.GetString()}"));

    private static string Sizes(PodSpec pod, PodAmounts amounts, QosClass? qos, JsonElement c)
    {
        long allocatable = ResourceQuantity.Parse(c.GetProperty("nodeAllocatableMemory").GetString())!.Value.Bytes!.Value;
        var cap = CgroupLimits.OfPod(amounts, qos, new FeatureGates()).Max;
        return string.Join(
            ' ',
            pod.MemoryVolumes.Select(v =>
                $"{v.Name}={CgroupLimits.OfMemoryVolume(cap, v.SizeLimit.IsKnown(out var size) ? Amount.Of(size) : Amount.Absent, allocatable)}"
            )
        );
    }
}
