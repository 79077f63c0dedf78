using System.Collections.Immutable;
using ManifestLint.Composition.Merging;

namespace ManifestLint.Composition;

/// <summary>The fields that kustomize's transformers know. Source: kustomize v5.7 api/internal/konfig/builtinpluginconsts.</summary>
internal static class DefaultConfig
{
    private const string Apps = "apps",
        Batch = "batch",
        Rbac = "rbac.authorization.k8s.io",
        Admission = "admissionregistration.k8s.io",
        Networking = "networking.k8s.io";

    // Where the kinds keep the pod's spec.
    private static readonly (string Kind, string Path)[] s_podSpecs =
    [
        ("Pod", "spec"),
        ("PodTemplate", "template/spec"),
        ("Deployment", "spec/template/spec"),
        ("ReplicaSet", "spec/template/spec"),
        ("DaemonSet", "spec/template/spec"),
        ("StatefulSet", "spec/template/spec"),
        ("Job", "spec/template/spec"),
        ("CronJob", "spec/jobTemplate/spec/template/spec"),
    ];

    private static readonly (string Kind, string Path)[] s_fewerPodSpecs =
    [
        ("Pod", "spec"),
        ("StatefulSet", "spec/template/spec"),
        ("Deployment", "spec/template/spec"),
        ("ReplicationController", "spec/template/spec"),
        ("CronJob", "spec/jobTemplate/spec/template/spec"),
        ("Job", "spec/template/spec"),
        ("DaemonSet", "spec/template/spec"),
    ];

    /// <summary>All of them.</summary>
    public static TransformerConfig Value { get; } =
        new()
        {
            NamePrefix = [Of("metadata/name")],
            NameSuffix = [Of("metadata/name")],
            Namespace =
            [
                Of("metadata/name", "Namespace", creates: true),
                Of("spec/service/namespace", "APIService", "apiregistration.k8s.io", creates: true),
                Of("spec/conversion/webhook/clientConfig/service/namespace", "CustomResourceDefinition", "apiextensions.k8s.io"),
            ],
            CommonLabels = [.. Selectors(), .. TemplateLabels()],
            TemplateLabels = [.. TemplateLabels()],
            CommonAnnotations = [Of("metadata/annotations", creates: true), .. Templates("annotations", isAnyStatefulSet: true)],
            Images =
            [
                .. new[] { "spec", "spec/template/spec" }.SelectMany(pod =>
                    new[] { "containers[]/image", "initContainers[]/image", "volumes[]/image/reference" }.Select(field =>
                        Of($"{pod}/{field}", creates: true)
                    )
                ),
            ],
            Replicas =
            [
                .. new[] { "Deployment", "ReplicationController", "ReplicaSet", "StatefulSet" }.Select(kind =>
                    Of("spec/replicas", kind, creates: true)
                ),
            ],
            VarReference = [.. VarReferences()],
            NameReferences = [.. NameReferences()],
        };

    private static FieldSpec Of(string path, string kind = "", string group = "", string version = "", bool creates = false) =>
        new(new Gvk(group, version, kind), path, creates);

    private static IEnumerable<FieldSpec> Selectors()
    {
        yield return Of("spec/selector", "Service", version: "v1", creates: true);
        yield return Of("spec/selector", "ReplicationController", version: "v1", creates: true);
        foreach (var (kind, group) in new[] { ("Deployment", ""), ("ReplicaSet", ""), ("DaemonSet", ""), ("StatefulSet", Apps) })
            yield return Of("spec/selector/matchLabels", kind, group, creates: true);
        foreach (string kind in new[] { "Deployment", "StatefulSet" })
        {
            foreach (string affinity in new[] { "podAffinity", "podAntiAffinity" })
            {
                string path = $"spec/template/spec/affinity/{affinity}/";
                yield return Of(
                    path + "preferredDuringSchedulingIgnoredDuringExecution/podAffinityTerm/labelSelector/matchLabels",
                    kind,
                    Apps
                );
                yield return Of(path + "requiredDuringSchedulingIgnoredDuringExecution/labelSelector/matchLabels", kind, Apps);
            }
            yield return Of("spec/template/spec/topologySpreadConstraints/labelSelector/matchLabels", kind, Apps);
        }
        yield return Of("spec/selector/matchLabels", "Job", Batch);
        yield return Of("spec/jobTemplate/spec/selector/matchLabels", "CronJob", Batch);
        yield return Of("spec/selector/matchLabels", "PodDisruptionBudget", "policy");
        yield return Of("spec/podSelector/matchLabels", "NetworkPolicy", Networking);
        yield return Of("spec/ingress/from/podSelector/matchLabels", "NetworkPolicy", Networking);
        yield return Of("spec/egress/to/podSelector/matchLabels", "NetworkPolicy", Networking);
    }

    private static IEnumerable<FieldSpec> TemplateLabels() =>
        [
            Of("metadata/labels", creates: true),
            .. Templates("labels", isAnyStatefulSet: false),
            Of("spec/volumeClaimTemplates[]/metadata/labels", "StatefulSet", Apps, creates: true),
        ];

    private static IEnumerable<FieldSpec> Templates(string field, bool isAnyStatefulSet)
    {
        string path = "spec/template/metadata/" + field;
        yield return Of(path, "ReplicationController", version: "v1", creates: true);
        foreach (string kind in new[] { "Deployment", "ReplicaSet", "DaemonSet" })
            yield return Of(path, kind, creates: true);
        yield return Of(path, "StatefulSet", isAnyStatefulSet ? "" : Apps, creates: true);
        yield return Of(path, "Job", Batch, creates: true);
        yield return Of("spec/jobTemplate/metadata/" + field, "CronJob", Batch, creates: true);
        yield return Of("spec/jobTemplate/spec/template/metadata/" + field, "CronJob", Batch, creates: true);
    }

    private static IEnumerable<FieldSpec> VarReferences()
    {
        foreach (var (kind, pod) in s_podSpecs.Where(p => p.Kind != "PodTemplate"))
        {
            foreach (string containers in new[] { "containers", "initContainers" })
            {
                foreach (string field in new[] { "args", "command", "env/value", "volumeMounts/mountPath" })
                    yield return Of($"{pod}/{containers}/{field}", kind);
            }
        }
        foreach (string kind in new[] { "DaemonSet", "Deployment", "Job" })
            yield return Of("spec/template/spec/volumes/nfs/server", kind);
        yield return Of("spec/jobTemplate/spec/template/volumes/nfs/server", "CronJob");
        yield return Of("spec/volumes/nfs/server", "Pod");
        yield return Of("spec/volumeClaimTemplates/spec/nfs/server", "StatefulSet");
        yield return Of("spec/nfs/server", "PersistentVolume");
        yield return Of("spec/template/metadata/annotations", "Deployment");
        foreach (string path in new[] { "spec/rules/host", "spec/tls/hosts", "spec/tls/secretName" })
            yield return Of(path, "Ingress");
        yield return Of("spec/ports/port", "Service");
        yield return Of("spec/ports/targetPort", "Service");
        yield return Of("metadata/labels");
        yield return Of("metadata/annotations");
    }

    private static IEnumerable<NameReference> NameReferences()
    {
        foreach (string kind in new[] { "Deployment", "ReplicationController", "ReplicaSet", "StatefulSet" })
            yield return To(kind, "", "", [Of("spec/scaleTargetRef/name", "HorizontalPodAutoscaler")]);
        yield return To("ConfigMap", "", "v1", ConfigMapReferrers());
        yield return To("Secret", "", "v1", SecretReferrers());
        yield return To("Service", "", "v1", ServiceReferrers());
        yield return To("Role", Rbac, "", [Of("roleRef/name", "RoleBinding", Rbac)]);
        yield return To("ClusterRole", Rbac, "", [Of("roleRef/name", "RoleBinding", Rbac), Of("roleRef/name", "ClusterRoleBinding", Rbac)]);
        yield return To(
            "ServiceAccount",
            "",
            "v1",
            [Of("subjects", "RoleBinding", Rbac), Of("subjects", "ClusterRoleBinding", Rbac), .. InFewerPods("serviceAccountName")]
        );
        yield return To("PersistentVolumeClaim", "", "v1", InFewerPods("volumes/persistentVolumeClaim/claimName"));
        yield return To(
            "PersistentVolume",
            "",
            "v1",
            [Of("spec/volumeName", "PersistentVolumeClaim"), Of("rules/resourceNames", "ClusterRole")]
        );
        yield return To(
            "StorageClass",
            "storage.k8s.io",
            "v1",
            [
                Of("spec/storageClassName", "PersistentVolume"),
                Of("spec/storageClassName", "PersistentVolumeClaim"),
                Of("spec/volumeClaimTemplates/spec/storageClassName", "StatefulSet"),
            ]
        );
        yield return To("PriorityClass", "scheduling.k8s.io", "v1", InFewerPods("priorityClassName"));
        yield return To("IngressClass", "networking.k8s.io/v1", "v1", [Of("spec/ingressClassName", "Ingress")]);
        yield return To("ValidatingAdmissionPolicy", Admission, "", [Of("spec/policyName", "ValidatingAdmissionPolicyBinding", Admission)]);

        static NameReference To(string kind, string group, string version, IEnumerable<FieldSpec> referrers) =>
            new(new Gvk(group, version, kind), [.. referrers]);
    }

    private static IEnumerable<FieldSpec> InFewerPods(string field) => s_fewerPodSpecs.Select(p => Of($"{p.Path}/{field}", p.Kind));

    private static IEnumerable<FieldSpec> InContainers(string pod, string kind, string variable, string whole) =>
        new[] { "containers", "initContainers" }.SelectMany(containers =>
            new[] { Of($"{pod}/{containers}/env/valueFrom/{variable}/name", kind), Of($"{pod}/{containers}/envFrom/{whole}/name", kind) }
        );

    private static IEnumerable<FieldSpec> ConfigMapReferrers() =>
        [
            .. s_podSpecs.SelectMany(p =>
                InContainers(p.Path, p.Kind, "configMapKeyRef", "configMapRef")
                    .Append(Of($"{p.Path}/volumes/configMap/name", p.Kind))
                    .Append(Of($"{p.Path}/volumes/projected/sources/configMap/name", p.Kind))
            ),
            Of("spec/configSource/configMap", "Node"),
            Of("rules/resourceNames", "Role"),
            Of("rules/resourceNames", "ClusterRole"),
            Of(@"metadata/annotations/nginx.ingress.kubernetes.io\/fastcgi-params-configmap", "Ingress"),
        ];

    private static IEnumerable<FieldSpec> SecretReferrers() =>
        [
            .. s_podSpecs.SelectMany(p =>
                InContainers(p.Path, p.Kind, "secretKeyRef", "secretRef")
                    .Append(Of($"{p.Path}/volumes/secret/secretName", p.Kind))
                    .Append(Of($"{p.Path}/imagePullSecrets/name", p.Kind))
                    .Append(Of($"{p.Path}/volumes/projected/sources/secret/name", p.Kind))
            ),
            Of("spec/tls/secretName", "Ingress"),
            Of(@"metadata/annotations/ingress.kubernetes.io\/auth-secret", "Ingress"),
            Of(@"metadata/annotations/nginx.ingress.kubernetes.io\/auth-secret", "Ingress"),
            Of(@"metadata/annotations/nginx.ingress.kubernetes.io\/auth-tls-secret", "Ingress"),
            Of("imagePullSecrets/name", "ServiceAccount"),
            .. new[] { "secretName", "adminSecretName", "userSecretName", "secretRef" }.Select(field =>
                Of("parameters/" + field, "StorageClass")
            ),
            Of("rules/resourceNames", "Role"),
            Of("rules/resourceNames", "ClusterRole"),
            Of("spec/template/spec/containers/env/valueFrom/secretKeyRef/name", "Service", "serving.knative.dev", "v1"),
            Of("spec/azureFile/secretName", "PersistentVolume"),
        ];

    private static IEnumerable<FieldSpec> ServiceReferrers() =>
        [
            Of("spec/serviceName", "StatefulSet", Apps),
            Of("spec/rules/http/paths/backend/serviceName", "Ingress"),
            Of("spec/backend/serviceName", "Ingress"),
            Of("spec/rules/http/paths/backend/service/name", "Ingress"),
            Of("spec/defaultBackend/service/name", "Ingress"),
            Of("spec/service/name", "APIService", "apiregistration.k8s.io"),
            Of("webhooks/clientConfig/service", "ValidatingWebhookConfiguration", Admission),
            Of("webhooks/clientConfig/service", "MutatingWebhookConfiguration", Admission),
        ];
}
