using System.Text.Json;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Amounts;

/// <summary>The admission of a pod under a LimitRange, step by step: Kubernetes' own table and the cases derived beside it. Violations and errors are sets.</summary>
public sealed class LimitRangeVectorTests
{
    [Fact]
    public void Every_case()
    {
        var run = new VectorRun("limitrange");
        foreach (var c in VectorFiles.Cases("limitrange"))
            run.Compare(c, Expected(c), Actual(c));
        run.Settle();
    }

    private static string Expected(JsonElement c)
    {
        var expected = c.GetProperty("expected");
        var lines = new List<string> { $"admitted {expected.GetProperty("admittedByLimitRanger").GetBoolean()}" };
        lines.AddRange(
            expected
                .GetProperty("violations")
                .EnumerateArray()
                .Select(v => $"{v.GetProperty("target")} {v.GetProperty("code")}")
                .Order(StringComparer.Ordinal)
        );
        foreach (string list in new[] { "initContainers", "containers" })
        {
            if (!expected.GetProperty("resourcesAfter").TryGetProperty(list, out var containers))
                continue;
            lines.AddRange(
                containers.EnumerateArray().Select(x => $"{x.GetProperty("name")}: {AmountText.OfBoth(x.GetProperty("resources"))}")
            );
        }
        lines.Add(expected.GetProperty("annotation").GetString() ?? "no annotation");
        if (!IsWhole(c))
            return string.Join('\n', lines);
        lines.Add($"valid {expected.GetProperty("validAfterwards").GetBoolean()}");
        if (expected.TryGetProperty("validationErrors", out var errors))
            lines.AddRange(
                errors.EnumerateArray().Select(e => $"{e.GetProperty("path")} {e.GetProperty("code")}").Order(StringComparer.Ordinal)
            );
        lines.Add($"qos {expected.GetProperty("qosClassAfter").GetString()}");
        return string.Join('\n', lines);
    }

    private static string Actual(JsonElement c)
    {
        var gates = new FeatureGates { PodLevelResourcesFixKubeletQosClass = true };
        var limitRange = LimitRange.Read(Parse(c.GetProperty("limitRange")), new ObjectPlace("/lr.json", null));
        var root = Parse(c.GetProperty("pod")).Root;
        var pod = new PodSpec((YamlMapping)root["spec"]!, root.MappingAt("metadata"), YamlPath.Of("spec"), gates.SidecarContainers);
        var before = PodAmounts.Read(pod, gates);
        if (IsWhole(c))
            before = Defaulting.Apply(before, new FeatureGates());
        var injection = LimitRangeInjection.Of([limitRange], isStored: IsWhole(c));
        var after = injection is null
            ? before
            : before with
            {
                InitContainers = [.. before.InitContainers.Select(injection.Apply)],
                Containers = [.. before.Containers.Select(injection.Apply)],
            };
        var violations = LimitRangeCheck.Violations(limitRange, after).ToList();
        var lines = new List<string> { $"admitted {violations.Count == 0}" };
        lines.AddRange(
            violations.Select(v => $"{v.Container?.Name ?? "<pod>"} {v}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
        );
        lines.AddRange(after.Scope.Select(x => $"{x.Name}: {AmountText.OfBoth(x.Requests, x.Limits)}"));
        lines.Add(injection?.Annotation(before) ?? "no annotation");
        if (!IsWhole(c))
            return string.Join('\n', lines);
        var errors = ResourceValidation.Validate(after, pod);
        lines.Add($"valid {errors.Count == 0}");
        lines.AddRange(errors.Select(e => $"{e.Path} {e}").Order(StringComparer.Ordinal));
        lines.Add($"qos {Qos.Compute(after, gates)}");
        return string.Join('\n', lines);
    }

    // The complete chain: defaulting of pod and LimitRange, injection, validation, class. The others are about the plugin alone.
    private static bool IsWhole(JsonElement c) => c.GetProperty("applyDefaults").GetBoolean();

    private static Manifest Parse(JsonElement element) =>
        Manifest.Split(YamlReader.Read(new SourceText("case.json", element.GetRawText())).Documents[0]).First();
}
