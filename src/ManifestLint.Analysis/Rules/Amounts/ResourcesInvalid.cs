using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1007 resources-invalid.</summary>
public sealed class ResourcesInvalid() : PodRule("ML1007")
{
    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        var workload = pod.Workload;
        // Custom resources have validation of their own.
        if (!WorkloadKinds.IsBuiltIn(workload.Manifest))
            yield break;
        foreach (var finding in WrongTypes(workload))
            yield return finding;
        var seen = new HashSet<(YamlNode, string, string?)>();
        foreach (var violation in ResourceValidation.Validate(pod.Amounts, workload.Pod))
        {
            if (violation.Code is "NegativeQuantity" or "NegativeSizeLimit")
                continue;
            if (violation is { Code: "RequestExceedsLimit", Resource: "memory" or "cpu" })
                continue;
            // The API server tells of a container's limit under the pod-level resources that it exceeds.
            string where = violation is { Code: "ContainerLimitExceedsPodLimit", Container: { } exceeding }
                ? $"spec.containers[{pod.Amounts.Containers.IndexOf(exceeding)}].resources.limits[{violation.Resource}]"
                : violation.Path;
            var (node, path) = Locate(workload.Pod, where, violation.Resource);
            // Defaulting copies a limit into the request: one cause, one finding.
            if (
                violation.Path.Contains(".requests[", StringComparison.Ordinal)
                && !path.Contains(NameIn(violation.Path), StringComparison.Ordinal)
            )
                (node, path) = Locate(
                    workload.Pod,
                    violation.Path.Replace(".requests[", ".limits[", StringComparison.Ordinal),
                    violation.Resource
                );
            if (!seen.Add((node, violation.Code, violation.Resource)))
                continue;
            yield return At(
                node,
                FieldPath.Join(workload.Pod.Path, path),
                $"{Explain(violation, node, pod)}, so the API server rejects the pod"
            ) with
            {
                Container = violation.Container?.Name is { Length: > 0 } name ? name : null,
                Related =
                    Bound(violation, workload.Pod) is { } bound && bound != node
                        ? [new RelatedPlace(bound.Location, BoundName(violation))]
                        : [],
            };
        }
    }

    private IEnumerable<Finding> WrongTypes(Workload workload)
    {
        foreach (var container in workload.Pod.AllContainers)
        {
            if (container.Resources.Entry is not { } entry)
                continue;
            if (IsWrong(entry.Value))
                yield return Wrong(entry, "resources", container);
            foreach (string key in new[] { "requests", "limits" })
            {
                if ((entry.Value.Target as YamlMapping)?.Find(key) is { } section && IsWrong(section.Value))
                    yield return Wrong(section, $"resources.{key}", container);
            }
        }
    }

    private Finding Wrong(YamlEntry entry, string path, ContainerSpec container) =>
        At(entry.Value, FieldPath.Join(container.Path, path), $"{entry.Name} is no mapping, so the API server rejects the pod") with
        {
            Container = container.Name,
        };

    private static bool IsWrong(YamlNode node) =>
        node.Target is YamlSequence or YamlScalar { IsNull: false } && !FieldReading.IsForeign(node);

    private static string Explain(ResourceViolation violation, YamlNode node, PodFacts pod)
    {
        string name = violation.Resource ?? NameIn(violation.Path);
        string section = violation.Path.Contains(".limits", StringComparison.Ordinal) ? "limit" : "request";
        string text = TextOf(node);
        string bound = Bound(violation, pod.Workload.Pod) is { } other ? Written(TextOf(other)) : "";
        return violation.Code switch
        {
            "InvalidResourceName" => $"{name} is no resource of a container",
            "NonIntegerQuantity" => $"{name} {section} {text} is no whole number",
            "HugePagesNotMultiple" => $"{name} {section} {text} is no multiple of the page size",
            "HugePagesRequireCpuOrMemory" => "hugepages are set without cpu or memory beside them",
            "LimitRequired" => $"{name} is requested without a limit, which it needs",
            "RequestMustEqualLimit" => $"{name} request{Written(text)} and limit{bound} differ, which this resource does not allow",
            "RequestExceedsLimit" => $"{name} limit{bound} is below the request{Written(text)}",
            "EphemeralContainerResourcesForbidden" => "an ephemeral container must not set resources",
            "UnsupportedPodLevelResource" => $"{name} cannot be set at pod level",
            "PodLevelResourcesOnWindows" => "a Windows pod must not set pod-level resources",
            "PodLevelClaimsForbidden" => "claims cannot be set at pod level",
            "AggregateRequestsExceedPodRequest" =>
                $"the containers together request {EffectiveResources.AggregateRequests(pod.Amounts)[name].Value} of {name}, more than the pod-level request{Written(text)}",
            "AggregateHugePageLimitsExceedPodLimit" =>
                $"the containers together may use {EffectiveResources.AggregateLimits(pod.Amounts)[name].Value} of {name}, more than the pod-level limit{Written(text)}",
            "ContainerLimitExceedsPodLimit" => $"{name} limit{Written(text)} is above the pod-level limit{bound}",
            _ => violation.ToString(),
        };
    }

    // The amount that the violation is measured against, where its author wrote one.
    private static YamlNode? Bound(ResourceViolation violation, PodSpec pod)
    {
        if (
            violation.Code is not ("RequestMustEqualLimit" or "RequestExceedsLimit" or "ContainerLimitExceedsPodLimit")
            || violation.Resource is not { } name
        )
            return null;
        string path =
            violation.Code == "ContainerLimitExceedsPodLimit"
                ? $"spec.resources.limits[{name}]"
                : violation.Path.Replace(".requests", ".limits", StringComparison.Ordinal);
        var (node, written) = Locate(pod, path, name);
        return written.Contains(name, StringComparison.Ordinal) && TextOf(node).Length > 0 ? node : null;
    }

    private static string BoundName(ResourceViolation violation) =>
        violation.Code == "ContainerLimitExceedsPodLimit" ? "the pod-level limit" : "the limit";

    private static string TextOf(YamlNode node) => node.Target is YamlScalar scalar ? scalar.Value : "";

    private static string Written(string text) => text.Length == 0 ? "" : " " + text;

    private static string NameIn(string path) => path.EndsWith(']') ? path[(path.LastIndexOf('[') + 1)..^1] : path;

    // From the API server's notation to the closest node that is written.
    private static (YamlNode Node, string Path) Locate(PodSpec pod, string path, string? resource)
    {
        YamlNode pointed = pod.Node.Entries.IsEmpty ? pod.Node : pod.Node.Entries[0].Key;
        YamlNode current = pod.Node;
        string written = "";
        foreach (string step in Steps(path, resource))
        {
            if (current is YamlSequence sequence && int.TryParse(step, out int index) && index < sequence.Items.Length)
            {
                (current, pointed, written) = (sequence.Items[index].Target, sequence.Items[index], $"{written}[{index}]");
                if (current is YamlMapping container && container.Find("name") is { } name)
                    pointed = name.Value;
            }
            else if (current is YamlMapping mapping && mapping.Find(step) is { } entry)
            {
                bool isAmount = entry.Value.Target is YamlScalar { IsNull: false };
                (current, pointed, written) = (entry.Value.Target, isAmount ? entry.Value : entry.Key, FieldPath.Append(written, step));
            }
            else if (step is not ("requests" or "limits"))
            {
                break;
            }
        }
        return (pointed, written);
    }

    private static IEnumerable<string> Steps(string path, string? resource)
    {
        int at = "spec.".Length;
        while (at < path.Length)
        {
            if (path[at] == '[')
            {
                int end = path.IndexOf(']', at);
                yield return path[(at + 1)..end];
                at = end + 1;
            }
            else
            {
                int end = path.IndexOfAny(['.', '['], at);
                if (end < 0)
                    end = path.Length;
                yield return path[at..end];
                at = end;
            }
            if (at < path.Length && path[at] == '.')
                at++;
        }
        if (resource is not null && !path.EndsWith(']'))
            yield return resource;
    }
}
