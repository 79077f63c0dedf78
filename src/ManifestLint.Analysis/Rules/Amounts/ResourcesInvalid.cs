using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Amounts;

/// <summary>ML1007 resources-invalid.</summary>
public sealed class ResourcesInvalid() : PodRule("ML1007")
{
    private static readonly string[] Names = ["cpu", "memory", "ephemeral-storage"];

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        var workload = pod.Workload;
        // Custom resources have validation of their own.
        if (!WorkloadKinds.IsBuiltIn(workload.Manifest))
            yield break;
        foreach (var finding in WrongTypes(workload))
            yield return finding;
        foreach (var invalid in FieldsInvalid.In(pod))
            yield return Invalid(invalid, workload.Manifest);
        var misspelt = new HashSet<YamlPath>();
        var seen = new HashSet<(Location, ResourceProblem, string?)>();
        var ofTemplate = ResourceValidation.Validate(pod.AmountsWritten, workload.Pod);
        foreach (var violation in Violations(ofTemplate, pod))
        {
            // ML0003, ML1002 and ML1006 tell these.
            if (
                violation
                    is { Problem: ResourceProblem.NegativeQuantity or ResourceProblem.NegativeSizeLimit }
                        or { Problem: ResourceProblem.RequestExceedsLimit, Resource: "memory" or "cpu" }
                || IsBelowItself(violation)
            )
                continue;
            var subject = SubjectOf(violation, pod);
            var (location, path) = subject.PlaceOf(violation);
            if (!seen.Add((location, violation.Problem, violation.Resource)))
                continue;
            bool isMisspelt = violation.Problem == ResourceProblem.InvalidResourceName && IsNear(violation.Name);
            List<(string Name, string Meant)> names = [];
            // One mapping, one finding: what it lacks is the consequence.
            if (isMisspelt)
            {
                path = path.Parent!;
                if (!misspelt.Add(path))
                    continue;
                names = [.. MisspeltNames(violation, subject, pod)];
            }
            if (violation.Problem == ResourceProblem.InvalidResourceName && subject.KeyOf(violation) is { } key)
                location = key.Location;
            var statement = Statement.Of(
                isMisspelt ? Misspelt(names) : Explain(violation, subject, pod),
                so: ofTemplate.Exists(v => v.IsSameAs(violation))
                    ? Rejection.OfObject(workload.Manifest)
                    : Rejection.OfPods(workload.Manifest)
            );
            bool isOfPod = violation.Container is null && violation.Section != ResourceSectionKind.Overhead;
            yield return At(
                location,
                path,
                isOfPod || violation.Problem == ResourceProblem.ContainerLimitExceedsPodLimit
                    ? statement.If(Assume.Kubernetes(pod))
                    : statement
            ) with
            {
                Container = violation.Container?.Name is { Length: > 0 } name ? name : null,
                Remedy = Remedy.Told(isMisspelt ? Respelt(names, violation, subject) : AdviceOn(violation, subject, pod)),
                SupersedesNothing = violation.Section is ResourceSectionKind.Claims or ResourceSectionKind.Overhead,
                Related = [.. Related(violation, subject, pod).Where(r => r.Location != location)],
            };
        }
    }

    private static bool IsNear(string? name) => name is not null && Spelling.Nearest(name, Names) is not null;

    // Those of one mapping that stand in it: what the API server fills in from the limits is no word of the author.
    private static IEnumerable<(string Name, string Meant)> MisspeltNames(ResourceViolation first, Subject subject, PodFacts pod) =>
        ResourceValidation
            .Validate(pod.Amounts, pod.Workload.Pod)
            .Where(v => v.Problem == first.Problem && v.Section == first.Section && v.Container == first.Container && IsNear(v.Name))
            .Where(v => v.Name == first.Name || subject.KeyOf(v) is not null)
            .Select(v => (v.Name!, Spelling.Nearest(v.Name!, Names)!))
            .Distinct();

    // Where the right name stands beside it, nobody knows which of the two counts.
    private static string? Respelt(List<(string Name, string Meant)> names, ResourceViolation first, Subject subject) =>
        names.Exists(n => subject.IsWritten(first, n.Meant))
            ? null
            : string.Join(" and ", names.Select(n => $"{n.Meant} instead of {n.Name}"));

    private static string Misspelt(List<(string Name, string Meant)> misspelt)
    {
        var names = misspelt.ConvertAll(n => $"{n.Name} ({n.Meant} is meant)");
        return $"{WrittenText.Listed(names)} {(names.Count == 1 ? "is not a resource name" : "are not resource names")}";
    }

    // A limit below its own request is the cause, whatever the pod's limit is.
    private static bool IsBelowItself(ResourceViolation violation) =>
        violation is { Problem: ResourceProblem.ContainerLimitExceedsPodLimit, Container: { } container, Resource: { } name }
        && container.Limits[name] is { IsKnown: true } limit
        && container.Requests[name] is { IsKnown: true } request
        && limit.Value < request.Value;

    private IEnumerable<Finding> WrongTypes(Workload workload)
    {
        if (workload.Pod.Resources.Entry is { } own && IsWrong(own.Value))
            yield return At(
                own.Value,
                workload.Pod.Path.Key("resources"),
                Statement.Of("resources of the pod is not a mapping", so: Rejection.OfObject(workload.Manifest))
            );
        foreach (var container in workload.Pod.AllContainers)
        {
            if (container.Resources.Entry is not { } entry)
                continue;
            if (IsWrong(entry.Value))
                yield return Wrong(entry, YamlPath.Of("resources"), container, workload.Manifest);
            foreach (string key in new[] { "requests", "limits" })
            {
                if ((entry.Value.Target as YamlMapping)?.Find(key) is { } section && IsWrong(section.Value))
                    yield return Wrong(section, YamlPath.Of("resources", key), container, workload.Manifest);
            }
        }
    }

    private Finding Wrong(YamlEntry entry, YamlPath path, ContainerSpec container, Manifest manifest) =>
        At(
            entry.Value,
            container.Path.Then(path),
            Statement.Of($"{entry.Name} of {Describe.Container(container)} is not a mapping", so: Rejection.OfObject(manifest))
        ) with
        {
            Container = container.Name,
        };

    private static bool IsWrong(YamlNode node) =>
        node.Target is YamlSequence or YamlScalar { IsNull: false } && !FieldReading.IsForeign(node);

    // Whose amounts they are: a container's, an injected one's, or the pod's.
    private sealed record Subject(PodFacts Pod, ContainerFacts? Container, InjectedFacts? Injected)
    {
        public AmountInForce Request(string name) =>
            Container?.Request(name) ?? Injected?.Steps.Request(name, null) ?? PodLevel.Request(Pod.Workload.Pod, Pod.Amounts, name);

        public AmountInForce Limit(string name) =>
            Container?.OwnLimit(name) ?? Injected?.Steps.OwnLimit(name, null) ?? PodLevel.Limit(Pod.Workload.Pod, Pod.Amounts, name);

        public AmountInForce Amount(ResourceViolation violation) =>
            violation.Section switch
            {
                ResourceSectionKind.Limits => Limit(violation.Name!),
                ResourceSectionKind.Overhead => new(Pod.Amounts.Overhead[violation.Name!], Origins.Written),
                _ => Request(violation.Name!),
            };

        /// <summary>The name of a resource as it is written in its section; null where it is not.</summary>
        public YamlNode? KeyOf(ResourceViolation violation) => Section(violation)?.Find(violation.Name!)?.Key;

        /// <summary>True if a resource is written beside that of a violation.</summary>
        public bool IsWritten(ResourceViolation violation, string name) => Section(violation)?.Find(name) is not null;

        private YamlMapping? Section(ResourceViolation violation) =>
            Injected is not null
                ? null
                : ((Container?.Spec.Resources ?? Pod.Workload.Pod.Resources).Entry?.Value.Target as YamlMapping)
                    ?.Find(violation.Section == ResourceSectionKind.Limits ? "limits" : "requests")
                    ?.Value.Target as YamlMapping;

        // The closest node that is written.
        public (Location Location, YamlPath Path) PlaceOf(ResourceViolation violation)
        {
            if (Injected is { } added)
                return (added.Container.Source.Location, added.Container.Source.Path);
            var pod = Pod.Workload.Pod;
            var (resources, path, name) = Container is { } own
                ? (own.Spec.Resources, own.Spec.Path, own.Spec.NameNode)
                : (pod.Resources, pod.Path, FirstKey(pod.Node));
            if (violation.Section == ResourceSectionKind.Overhead)
                return At(pod.Overhead[violation.Name!], pod.Path);
            if (
                violation is { Section: ResourceSectionKind.Claims }
                && (resources.Entry?.Value.Target as YamlMapping)?.Find("claims") is { } claims
            )
                return (claims.Key.Location, path.Key("resources").Key("claims"));
            if (violation is { Section: ResourceSectionKind.Requests or ResourceSectionKind.Limits, Name: { } resource })
            {
                var (request, limit) = (resources.Requests[resource], resources.Limits[resource]);
                // A request that takes its limit is changed where the limit stands.
                var field = violation.Section == ResourceSectionKind.Limits || (request.IsAbsent && !limit.IsAbsent) ? limit : request;
                return At(field, path);
            }
            return resources.Entry is { } entry ? (entry.Key.Location, path.Key("resources")) : (name.Location, path);
        }

        private static (Location, YamlPath) At(Field<ResourceQuantity> field, YamlPath path) => (field.Location, path.Then(field.Path));

        private static YamlNode FirstKey(YamlMapping mapping) => mapping.Entries.IsEmpty ? mapping : mapping.Entries[0].Key;
    }

    private static Subject SubjectOf(ResourceViolation violation, PodFacts pod) =>
        violation.Container is not { } amounts
            ? new(pod, null, null)
            : new(
                pod,
                pod.Containers.FirstOrDefault(c => ReferenceEquals(c.Amounts, amounts) || ReferenceEquals(c.Steps.Written, amounts)),
                pod.Injected.FirstOrDefault(c => ReferenceEquals(c.Amounts, amounts))
            );

    // VAL-20: a template is validated as it is written; what defaulting, LimitRanges and injectors add shows in the pods alone. A Pod is
    // defaulted first.
    private static IEnumerable<ResourceViolation> Violations(List<ResourceViolation> ofTemplate, PodFacts pod)
    {
        var ofPods = ResourceValidation.Validate(pod.Amounts, pod.Workload.Pod);
        bool isTemplate = pod.Workload.PodPath.Length > 0;
        return isTemplate ? ofPods.Concat(ofTemplate.Where(v => !ofPods.Exists(v.IsSameAs))) : ofPods;
    }

    private Finding Invalid(InvalidField field, Manifest manifest) =>
        At(
            field.Location,
            field.Path,
            Statement.Of(field.What, so: field.IsOfPods ? Rejection.OfPods(manifest) : Rejection.OfObject(manifest))
        ) with
        {
            Container = field.Container?.Name,
            Remedy = Remedy.Told(field.Instead),
            Related = field.Related is { } related ? [related] : [],
        };

    // What to write, where another amount tells it.
    private static string? AdviceOn(ResourceViolation violation, Subject subject, PodFacts pod)
    {
        string name = violation.Name ?? "";
        return violation.Problem switch
        {
            // What is refused itself is nothing to write a second time.
            ResourceProblem.LimitRequired => IsRefused(name, subject.Request(name))
                ? null
                : $"{name} limit {subject.Request(name).Plain} (as much as is requested)",
            ResourceProblem.RequestMustEqualLimit => !IsRefused(name, subject.Limit(name))
                ? $"{name} request {subject.Limit(name).Plain} (as much as the limit)"
            : IsRefused(name, subject.Request(name)) ? null
            : $"{name} limit {subject.Request(name).Plain} (as much as is requested)",
            ResourceProblem.RequestExceedsLimit => $"{name} limit {subject.Request(name).Plain} (as much as is requested)",
            ResourceProblem.HugePagesNotMultiple => WholePages(violation, subject),
            ResourceProblem.AggregateRequestsExceedPodRequest =>
                $"pod-level {name} request {EffectiveResources.AggregateRequests(pod.Amounts)[name].Value} (the sum of its containers)",
            ResourceProblem.ContainerLimitExceedsPodLimit => $"{name} limit {PodLimit(name, pod).Plain} or less",
            _ => null,
        };
    }

    private static string? WholePages(ResourceViolation violation, Subject subject)
    {
        string name = violation.Name!;
        if (
            ResourceQuantity.Parse(name.AsSpan("hugepages-".Length))?.Bytes is not (> 0 and var page)
            || subject.Amount(violation).Amount is not { IsKnown: true, Value: { IsNegative: false, Bytes: { } bytes } }
        )
            return null;
        long less = bytes / page * page;
        string more = new ByteSize(less + page).ToString();
        string section = violation.Section == ResourceSectionKind.Limits ? "limit" : "request";
        return $"{name} {section} {more}{(less > 0 ? $" or {new ByteSize(less)}" : "")}";
    }

    private static bool IsRefused(string name, AmountInForce amount) =>
        amount.Amount is not { IsKnown: true, Value: { IsNegative: false } value } || ResourceValidation.IsInParts(name, value);

    private static string Explain(ResourceViolation violation, Subject subject, PodFacts pod)
    {
        string name = violation.Name ?? "";
        string section = violation.Section switch
        {
            ResourceSectionKind.Limits => "limit",
            ResourceSectionKind.Overhead => "overhead",
            _ => "request",
        };
        return violation.Problem switch
        {
            ResourceProblem.InvalidResourceName when name.Contains('/') => $"{name} is not a valid resource name",
            ResourceProblem.InvalidResourceName => $"{name} is neither a standard resource nor a qualified name such as example.com/gpu",
            ResourceProblem.NonIntegerQuantity => $"{name} {section} {subject.Amount(violation)} is not a whole number",
            ResourceProblem.HugePagesNotMultiple => $"{name} {section} {subject.Amount(violation)} is not a multiple of the page size",
            ResourceProblem.HugePagesRequireCpuOrMemory => violation.Container is null
                ? "pod-level hugepages need cpu or memory at pod level, too"
                : "hugepages are set without cpu or memory",
            ResourceProblem.LimitRequired => $"{name} is requested without a limit, which it needs",
            ResourceProblem.RequestMustEqualLimit =>
                $"{name} request {subject.Request(name)} and limit {subject.Limit(name)} differ, which this resource does not allow",
            ResourceProblem.RequestExceedsLimit => $"{name} limit {subject.Limit(name)} is below the request {subject.Request(name)}",
            ResourceProblem.EphemeralContainerResourcesForbidden => "an ephemeral container must not set resources",
            ResourceProblem.UnsupportedPodLevelResource => $"{name} cannot be set at pod level",
            ResourceProblem.PodLevelResourcesOnWindows => "a Windows pod must not set pod-level resources",
            ResourceProblem.PodLevelClaimsForbidden => "claims cannot be set at pod level",
            ResourceProblem.AggregateRequestsExceedPodRequest =>
                $"the containers together request {EffectiveResources.AggregateRequests(pod.Amounts)[name].Value} of {name}, more than the pod-level request {subject.Request(name)}",
            ResourceProblem.AggregateHugePageLimitsExceedPodLimit =>
                $"the containers together may use {EffectiveResources.AggregateLimits(pod.Amounts)[name].Value} of {name}, more than the pod-level limit {subject.Limit(name)}",
            ResourceProblem.ContainerLimitExceedsPodLimit =>
                $"{name} limit {subject.Limit(name)} is above the pod-level limit {PodLimit(name, pod)}",
            // ML0003 tells of negative ones.
            _ => violation.ToString(),
        };
    }

    private static AmountInForce PodLimit(string name, PodFacts pod) => PodLevel.Limit(pod.Workload.Pod, pod.Amounts, name);

    // What the amount is measured against, and who injects what nobody wrote.
    private static IEnumerable<RelatedPlace> Related(ResourceViolation violation, Subject subject, PodFacts pod)
    {
        if (violation.Name is not { } name)
            yield break;
        if (violation.Problem == ResourceProblem.ContainerLimitExceedsPodLimit)
        {
            if (pod.Workload.Pod.Resources.Limits[name] is { IsAbsent: false } bound)
                yield return new RelatedPlace(bound.Location, "the pod-level limit");
        }
        else if (violation.Problem is ResourceProblem.RequestMustEqualLimit or ResourceProblem.RequestExceedsLimit)
        {
            var written = subject.Container?.Spec.Resources ?? pod.Workload.Pod.Resources;
            if (subject.Injected is null && written.Limits[name] is { IsAbsent: false } limit)
                yield return new RelatedPlace(limit.Location, "the limit");
        }
        else if (violation.Section is not (ResourceSectionKind.Requests or ResourceSectionKind.Limits))
        {
            yield break;
        }
        foreach (
            var injected in new[] { subject.Limit(name).Origin, subject.Request(name).Origin }
                .OfType<TextOrigin.LimitRangeDefault>()
                .Distinct()
        )
            yield return new RelatedPlace(
                injected.Given.Location,
                $"{injected.Given.Text} of {name} is injected by {injected.Range.Title}"
            );
    }
}
