using System.Collections.Frozen;

namespace ManifestLint.Composition.Merging;

/// <summary>Group, version and kind. As a selector an empty part selects all.</summary>
internal readonly record struct Gvk(string Group, string Version, string Kind)
{
    // Those that kustomize is certain of: a kind it does not know is taken for one with namespaces.
    // Source: kustomize v5.7 kyaml/openapi/openapi.go (precomputedIsNamespaceScoped).
    private static readonly FrozenSet<string> s_clusterScoped = new[]
    {
        "admissionregistration.k8s.io/v1 MutatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1 ValidatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1beta1 MutatingWebhookConfiguration",
        "admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration",
        "apiextensions.k8s.io/v1 CustomResourceDefinition",
        "apiextensions.k8s.io/v1beta1 CustomResourceDefinition",
        "apiregistration.k8s.io/v1 APIService",
        "apiregistration.k8s.io/v1beta1 APIService",
        "certificates.k8s.io/v1 CertificateSigningRequest",
        "certificates.k8s.io/v1beta1 CertificateSigningRequest",
        "flowcontrol.apiserver.k8s.io/v1beta1 FlowSchema",
        "flowcontrol.apiserver.k8s.io/v1beta1 PriorityLevelConfiguration",
        "networking.k8s.io/v1 IngressClass",
        "networking.k8s.io/v1beta1 IngressClass",
        "node.k8s.io/v1 RuntimeClass",
        "node.k8s.io/v1beta1 RuntimeClass",
        "policy/v1beta1 PodSecurityPolicy",
        "rbac.authorization.k8s.io/v1 ClusterRole",
        "rbac.authorization.k8s.io/v1 ClusterRoleBinding",
        "rbac.authorization.k8s.io/v1beta1 ClusterRole",
        "rbac.authorization.k8s.io/v1beta1 ClusterRoleBinding",
        "scheduling.k8s.io/v1 PriorityClass",
        "scheduling.k8s.io/v1beta1 PriorityClass",
        "storage.k8s.io/v1 CSIDriver",
        "storage.k8s.io/v1 CSINode",
        "storage.k8s.io/v1 StorageClass",
        "storage.k8s.io/v1 VolumeAttachment",
        "storage.k8s.io/v1beta1 CSIDriver",
        "storage.k8s.io/v1beta1 CSINode",
        "storage.k8s.io/v1beta1 StorageClass",
        "storage.k8s.io/v1beta1 VolumeAttachment",
        "v1 ComponentStatus",
        "v1 Namespace",
        "v1 Node",
        "v1 NodeProxyOptions",
        "v1 PersistentVolume",
    }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>From the two fields of an object.</summary>
    public static Gvk Of(string apiVersion, string kind) =>
        apiVersion.IndexOf('/') is var slash and >= 0
            ? new(apiVersion[..slash], apiVersion[(slash + 1)..], kind)
            : new("", apiVersion, kind);

    /// <summary><c>apps/v1</c>.</summary>
    public string ApiVersion => Group.Length == 0 ? Version : $"{Group}/{Version}";

    /// <summary>True if kustomize knows that objects of the kind have no namespace.</summary>
    public bool IsClusterScoped => s_clusterScoped.Contains($"{ApiVersion} {Kind}");

    /// <summary>True if it is what a selector asks for.</summary>
    public bool IsSelectedBy(Gvk selector) =>
        (selector.Group.Length == 0 || Group == selector.Group)
        && (selector.Version.Length == 0 || Version == selector.Version)
        && (selector.Kind.Length == 0 || Kind == selector.Kind);

    public override string ToString() => string.Join('.', new[] { Kind, Version, Group }.Where(part => part.Length > 0));
}

/// <summary>What tells an object from all others of a kustomization.</summary>
/// <param name="Gvk">Its sort.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Its namespace; empty if it names none.</param>
/// <param name="IsFormer">
/// True for what an object was called earlier. Kustomize does not look up then whether the kind has namespaces: it keeps the namespace as it
/// counted.
/// </param>
internal readonly record struct ResourceId(Gvk Gvk, string Name, string Namespace, bool IsFormer = false)
{
    private const string NoNamespace = "_non_namespaceable_";

    /// <summary>The namespace that counts: <c>default</c> where none is named.</summary>
    public string EffectiveNamespace =>
        !IsFormer && Gvk.IsClusterScoped ? NoNamespace
        : Namespace.Length == 0 ? "default"
        : Namespace;

    /// <summary>True if both are the same object.</summary>
    public bool IsSame(ResourceId other) => Name == other.Name && Gvk == other.Gvk && EffectiveNamespace == other.EffectiveNamespace;

    /// <summary>True if a selector whose empty parts select all takes it.</summary>
    public bool IsSelectedBy(ResourceId selector) =>
        (selector.Name.Length == 0 || selector.Name == Name)
        && (selector.Namespace.Length == 0 || selector.EffectiveNamespace == EffectiveNamespace)
        && Gvk.IsSelectedBy(selector.Gvk);

    public override string ToString() => Namespace.Length == 0 ? $"{Gvk}/{Name}" : $"{Gvk}/{Name} in {Namespace}";
}
