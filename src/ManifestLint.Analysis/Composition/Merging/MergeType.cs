using System.Collections.Frozen;
using System.Collections.Immutable;

namespace ManifestLint.Composition.Merging;

/// <summary>A field of an API type whose list is merged item by item, or below which such a list stands.</summary>
/// <param name="Keys">What tells the items of the list apart; empty for a list of plain values; null for a field that is no such list.</param>
/// <param name="Type">The type of the field, or of the items of its list; null if nothing below is merged by keys.</param>
internal sealed record MergeField(ImmutableArray<string>? Keys, string? Type);

/// <summary>
/// Which lists of the built-in kinds a strategic merge goes into, by which keys. What does not stand here is replaced whole.
/// Source: the OpenAPI document of Kubernetes 1.21 that kustomize v5.7 carries (x-kubernetes-patch-strategy, x-kubernetes-patch-merge-key,
/// x-kubernetes-list-map-keys).
/// </summary>
internal sealed class MergeType
{
    private const string Types = """
        APIService: metadata=ObjectMeta status=APIServiceStatus
        APIServiceStatus: conditions[type]
        CSINode: metadata=ObjectMeta spec=CSINodeSpec
        CSINodeSpec: drivers[name]
        ComponentStatus: conditions[type] metadata=ObjectMeta
        Container: env[name] ports[containerPort,protocol] volumeDevices[devicePath] volumeMounts[mountPath]
        CronJob: metadata=ObjectMeta spec=CronJobSpec
        CronJobSpec: jobTemplate=JobTemplateSpec
        DaemonSet: metadata=ObjectMeta spec=DaemonSetSpec status=DaemonSetStatus
        DaemonSetSpec: template=PodTemplateSpec
        DaemonSetStatus: conditions[type]
        Deployment: metadata=ObjectMeta spec=DeploymentSpec status=DeploymentStatus
        DeploymentSpec: template=PodTemplateSpec
        DeploymentStatus: conditions[type]
        EphemeralContainer: env[name] volumeDevices[devicePath] volumeMounts[mountPath]
        EphemeralVolumeSource: volumeClaimTemplate=PersistentVolumeClaimTemplate
        Job: metadata=ObjectMeta spec=JobSpec status=JobStatus
        JobSpec: template=PodTemplateSpec
        JobStatus: conditions[type]
        JobTemplateSpec: metadata=ObjectMeta spec=JobSpec
        MutatingWebhookConfiguration: metadata=ObjectMeta webhooks[name]
        Namespace: metadata=ObjectMeta status=NamespaceStatus
        NamespaceStatus: conditions[type]
        Node: metadata=ObjectMeta spec=NodeSpec status=NodeStatus
        NodeSpec: podCIDRs[]
        NodeStatus: addresses[type] conditions[type]
        Object: metadata=ObjectMeta
        ObjectMeta: finalizers[] ownerReferences[uid]
        PersistentVolumeClaim: metadata=ObjectMeta status=PersistentVolumeClaimStatus
        PersistentVolumeClaimStatus: conditions[type]
        PersistentVolumeClaimTemplate: metadata=ObjectMeta
        Pod: metadata=ObjectMeta spec=PodSpec status=PodStatus
        PodDisruptionBudget: metadata=ObjectMeta status=PodDisruptionBudgetStatus
        PodDisruptionBudgetStatus: conditions[type]
        PodSpec: containers[name]=Container ephemeralContainers[name]=EphemeralContainer hostAliases[ip] imagePullSecrets[name] initContainers[name]=Container topologySpreadConstraints[topologyKey,whenUnsatisfiable] volumes[name]=Volume
        PodStatus: conditions[type] podIPs[ip]
        PodTemplate: metadata=ObjectMeta template=PodTemplateSpec
        PodTemplateSpec: metadata=ObjectMeta spec=PodSpec
        ReplicaSet: metadata=ObjectMeta spec=ReplicaSetSpec status=ReplicaSetStatus
        ReplicaSetSpec: template=PodTemplateSpec
        ReplicaSetStatus: conditions[type]
        ReplicationController: metadata=ObjectMeta spec=ReplicationControllerSpec status=ReplicationControllerStatus
        ReplicationControllerSpec: template=PodTemplateSpec
        ReplicationControllerStatus: conditions[type]
        Service: metadata=ObjectMeta spec=ServiceSpec status=ServiceStatus
        ServiceAccount: metadata=ObjectMeta secrets[name]
        ServiceSpec: ports[port,protocol]
        ServiceStatus: conditions[type]
        StatefulSet: metadata=ObjectMeta spec=StatefulSetSpec status=StatefulSetStatus
        StatefulSetSpec: template=PodTemplateSpec volumeClaimTemplates=PersistentVolumeClaim
        StatefulSetStatus: conditions[type]
        ValidatingWebhookConfiguration: metadata=ObjectMeta webhooks[name]
        Volume: ephemeral=EphemeralVolumeSource
        """;

    // Those that have no line of their own above are an Object.
    private const string Kinds = """
        admissionregistration.k8s.io/v1: MutatingWebhookConfiguration ValidatingWebhookConfiguration
        admissionregistration.k8s.io/v1beta1: MutatingWebhookConfiguration ValidatingWebhookConfiguration
        apiextensions.k8s.io/v1: CustomResourceDefinition
        apiextensions.k8s.io/v1beta1: CustomResourceDefinition
        apiregistration.k8s.io/v1: APIService
        apiregistration.k8s.io/v1beta1: APIService
        apps/v1: ControllerRevision DaemonSet Deployment ReplicaSet StatefulSet
        authentication.k8s.io/v1: TokenRequest TokenReview
        authentication.k8s.io/v1beta1: TokenReview
        authorization.k8s.io/v1: LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
        authorization.k8s.io/v1beta1: LocalSubjectAccessReview SelfSubjectAccessReview SelfSubjectRulesReview SubjectAccessReview
        autoscaling/v1: HorizontalPodAutoscaler Scale
        autoscaling/v2beta1: HorizontalPodAutoscaler
        autoscaling/v2beta2: HorizontalPodAutoscaler
        batch/v1: CronJob Job
        batch/v1beta1: CronJob
        certificates.k8s.io/v1: CertificateSigningRequest
        certificates.k8s.io/v1beta1: CertificateSigningRequest
        coordination.k8s.io/v1: Lease
        coordination.k8s.io/v1beta1: Lease
        discovery.k8s.io/v1: EndpointSlice
        discovery.k8s.io/v1beta1: EndpointSlice
        events.k8s.io/v1: Event
        events.k8s.io/v1beta1: Event
        extensions/v1beta1: Ingress
        flowcontrol.apiserver.k8s.io/v1beta1: FlowSchema PriorityLevelConfiguration
        networking.k8s.io/v1: Ingress IngressClass NetworkPolicy
        networking.k8s.io/v1beta1: Ingress IngressClass
        node.k8s.io/v1: RuntimeClass
        node.k8s.io/v1beta1: RuntimeClass
        policy/v1: PodDisruptionBudget
        policy/v1beta1: Eviction PodDisruptionBudget PodSecurityPolicy
        rbac.authorization.k8s.io/v1: ClusterRole ClusterRoleBinding Role RoleBinding
        rbac.authorization.k8s.io/v1beta1: ClusterRole ClusterRoleBinding Role RoleBinding
        scheduling.k8s.io/v1: PriorityClass
        scheduling.k8s.io/v1beta1: PriorityClass
        storage.k8s.io/v1: CSIDriver CSINode StorageClass VolumeAttachment
        storage.k8s.io/v1beta1: CSIDriver CSINode CSIStorageCapacity StorageClass VolumeAttachment
        v1: Binding ComponentStatus ConfigMap Endpoints Event LimitRange Namespace Node PersistentVolume PersistentVolumeClaim Pod PodTemplate ReplicationController ResourceQuota Secret Service ServiceAccount
        """;

    private static readonly FrozenDictionary<string, MergeType> s_types = Lines(Types)
        .Select(line => line.Split(": "))
        .ToFrozenDictionary(parts => parts[0], parts => new MergeType(parts[1]), StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, MergeType> s_kinds = Lines(Kinds)
        .Select(line => line.Split(": "))
        .SelectMany(parts => parts[1].Split(' ').Select(kind => (Key: $"{parts[0]} {kind}", Kind: kind)))
        .ToFrozenDictionary(k => k.Key, k => s_types.GetValueOrDefault(k.Kind) ?? s_types["Object"], StringComparer.Ordinal);

    private readonly FrozenDictionary<string, MergeField> _fields;

    private MergeType(string fields) =>
        _fields = fields
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Select(Parse)
            .ToFrozenDictionary(f => f.Name, f => f.Field, StringComparer.Ordinal);

    /// <summary>A known type of which nothing is merged by keys.</summary>
    public static MergeType Leaf { get; } = new("");

    /// <summary>The type of an object; null for a kind that is not known.</summary>
    public static MergeType? Of(string apiVersion, string kind) => s_kinds.GetValueOrDefault($"{apiVersion} {kind}");

    /// <summary>A field; null for one below which nothing is merged by keys.</summary>
    public MergeField? this[string field] => _fields.GetValueOrDefault(field);

    /// <summary>The type of a field or of its items.</summary>
    public static MergeType Of(MergeField? field) => field?.Type is { } name ? s_types[name] : Leaf;

    private static IEnumerable<string> Lines(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    // name, name=Type, name[key,key] or name[key]=Type.
    private static (string Name, MergeField Field) Parse(string word)
    {
        var parts = word.Split('=');
        string name = parts[0];
        int open = name.IndexOf('[', StringComparison.Ordinal);
        ImmutableArray<string>? keys = open < 0 ? null : [.. name[(open + 1)..^1].Split(',', StringSplitOptions.RemoveEmptyEntries)];
        return (open < 0 ? name : name[..open], new MergeField(keys, parts.Length > 1 ? parts[1] : null));
    }
}
