namespace ManifestLint.Manifests;

/// <summary>How completely a pod can be told from its manifest.</summary>
public enum Completeness
{
    /// <summary>What stands there is the whole pod, up to admission.</summary>
    Complete,

    /// <summary>A patch: a regular container has no image, or a kustomization names the file as a patch. What is absent is unknown.</summary>
    Patch,

    /// <summary>A kind that is not known: what stands there is taken for the pod, but what is absent may come from its operator.</summary>
    Unfamiliar,

    /// <summary>An operator merges it into a pod of its own making, or makes the pod from these settings. What is absent is unknown.</summary>
    Merged,

    /// <summary>An operator makes it, and what it fills in is known (operators.md): what is absent is absent.</summary>
    Made,
}

/// <summary>Where the containers of a kind stand.</summary>
internal enum PodForm
{
    /// <summary>A PodSpec.</summary>
    PodSpec,

    /// <summary>A mapping with <c>resources</c> for one container that an operator makes, and perhaps <c>containers</c> beside it.</summary>
    Resources,

    /// <summary>A Tekton step list.</summary>
    TektonTask,

    /// <summary>An Argo workflow template.</summary>
    ArgoTemplate,
}

/// <summary>One place of a kind that describes a pod.</summary>
/// <param name="Path">Keys from the object to the PodSpec (or the mapping of the form); <c>[]</c> is every item of a sequence.</param>
/// <param name="Form">What stands there.</param>
/// <param name="IsMerged">True if an operator merges it into a pod of its own.</param>
/// <param name="Container">The container's name where the form has only resources.</param>
/// <param name="Key">The key of the resources where it is another.</param>
internal sealed record PodPlace(
    string Path,
    PodForm Form = PodForm.PodSpec,
    bool IsMerged = false,
    string? Container = null,
    string Key = "resources"
)
{
    // Of most places nobody asks.
    private string[]? _steps;

    public string[] Steps => _steps ??= Path.Split('.', StringSplitOptions.RemoveEmptyEntries);
}

/// <summary>
/// The kinds that describe pods and where. Sources: kubernetes-memory.md §23 (built in), kubernetes-memory.md §24 (custom resources, each read from its
/// project's API types).
/// </summary>
internal static class WorkloadKinds
{
    private static readonly PodPlace[] SpecTemplate = [new("spec.template.spec")];

    // Key: group/kind; the core group is empty. Versions do not matter: a place that a version lacks is simply not there.
    private static readonly Dictionary<string, PodPlace[]> Table = new(StringComparer.Ordinal)
    {
        ["/Pod"] = [new("spec")],
        ["/PodTemplate"] = [new("template.spec")],
        ["/ReplicationController"] = SpecTemplate,
        ["/DeploymentConfig"] = SpecTemplate,
        ["apps.openshift.io/DeploymentConfig"] = SpecTemplate,
        ["apps/Deployment"] = SpecTemplate,
        ["apps/ReplicaSet"] = SpecTemplate,
        ["apps/StatefulSet"] = SpecTemplate,
        ["apps/DaemonSet"] = SpecTemplate,
        ["extensions/Deployment"] = SpecTemplate,
        ["extensions/ReplicaSet"] = SpecTemplate,
        ["extensions/DaemonSet"] = SpecTemplate,
        ["extensions/Job"] = SpecTemplate,
        // What a StatefulSet was called in 1.3 and 1.4.
        ["apps/PetSet"] = SpecTemplate,
        ["batch/Job"] = SpecTemplate,
        ["batch/CronJob"] = [new("spec.jobTemplate.spec.template.spec")],

        ["argoproj.io/Rollout"] = SpecTemplate,
        ["apps.kruise.io/CloneSet"] = SpecTemplate,
        ["apps.kruise.io/DaemonSet"] = SpecTemplate,
        ["apps.kruise.io/StatefulSet"] = SpecTemplate,
        ["apps.kruise.io/BroadcastJob"] = SpecTemplate,
        ["apps.kruise.io/AdvancedCronJob"] =
        [
            new("spec.template.jobTemplate.spec.template.spec"),
            new("spec.template.broadcastJobTemplate.spec.template.spec"),
        ],
        ["apps.kruise.io/UnitedDeployment"] =
        [
            new("spec.template.statefulSetTemplate.spec.template.spec"),
            new("spec.template.advancedStatefulSetTemplate.spec.template.spec"),
            new("spec.template.cloneSetTemplate.spec.template.spec"),
            new("spec.template.deploymentTemplate.spec.template.spec"),
        ],
        // Injected into the pods it selects: a part of other pods.
        ["apps.kruise.io/SidecarSet"] = [new("spec", IsMerged: true)],
        // Knative adds its queue-proxy to the pod (kubernetes-memory.md §25.3).
        ["serving.knative.dev/Service"] = SpecTemplate,
        ["serving.knative.dev/Configuration"] = SpecTemplate,
        ["serving.knative.dev/Revision"] = [new("spec")],
        ["jobset.x-k8s.io/JobSet"] = [new("spec.replicatedJobs.[].template.spec.template.spec")],
        ["leaderworkerset.x-k8s.io/LeaderWorkerSet"] =
        [
            new("spec.leaderWorkerTemplate.leaderTemplate.spec"),
            new("spec.leaderWorkerTemplate.workerTemplate.spec"),
        ],
        ["ray.io/RayCluster"] = Ray("spec"),
        ["ray.io/RayJob"] = [.. Ray("spec.rayClusterSpec"), new("spec.submitterPodTemplate.spec", IsMerged: true)],
        ["ray.io/RayService"] = Ray("spec.rayClusterConfig"),
        ["ray.io/RayCronJob"] =
        [
            .. Ray("spec.jobTemplate.rayClusterSpec"),
            new("spec.jobTemplate.submitterPodTemplate.spec", IsMerged: true),
        ],
        ["keda.sh/ScaledJob"] = [new("spec.jobTargetRef.template.spec")],
        ["tekton.dev/Task"] = [new("spec", PodForm.TektonTask, IsMerged: true)],
        ["tekton.dev/ClusterTask"] = [new("spec", PodForm.TektonTask, IsMerged: true)],
        ["tekton.dev/TaskRun"] =
        [
            new("spec", PodForm.Resources, IsMerged: true, "task", "computeResources"),
            new("spec.taskSpec", PodForm.TektonTask, IsMerged: true),
        ],
        ["tekton.dev/Pipeline"] = Tasks("spec"),
        ["tekton.dev/PipelineRun"] =
        [
            .. Tasks("spec.pipelineSpec"),
            new("spec.taskRunSpecs.[]", PodForm.Resources, IsMerged: true, "task", "computeResources"),
        ],
        ["argoproj.io/Workflow"] = Argo("spec"),
        ["argoproj.io/WorkflowTemplate"] = Argo("spec"),
        ["argoproj.io/ClusterWorkflowTemplate"] = Argo("spec"),
        ["argoproj.io/CronWorkflow"] = Argo("spec.workflowSpec"),
    };

    private static PodPlace[] Tasks(string root) =>
        [
            new(root + ".tasks.[].taskSpec", PodForm.TektonTask, IsMerged: true),
            new(root + ".finally.[].taskSpec", PodForm.TektonTask, IsMerged: true),
        ];

    // Groups whose objects hold pod templates only as text, schema or pattern.
    private static readonly HashSet<string> LookAlikes = new(StringComparer.Ordinal)
    {
        "apiextensions.k8s.io",
        "admissionregistration.k8s.io",
        "kyverno.io",
        "policies.kyverno.io",
        "cli.kyverno.io",
        "chainsaw.kyverno.io",
        "kustomize.config.k8s.io",
        "kwok.x-k8s.io",
        "config.kwok.x-k8s.io",
        "templates.gatekeeper.sh",
        "constraints.gatekeeper.sh",
        "mutations.gatekeeper.sh",
        "resources.gatekeeper.sh",
        "expansion.gatekeeper.sh",
        "policy.kubewarden.io",
        "policies.kubewarden.io",
        "policy.open-cluster-management.io",
        "template.openshift.io",
        "config.kubernetes.io",
        "source.toolkit.fluxcd.io",
        "helm.toolkit.fluxcd.io",
        "kustomize.toolkit.fluxcd.io",
    };

    // Groups whose every kind is known not to hold a pod template, so that nobody searches them.
    private static readonly HashSet<string> Barren = new(StringComparer.Ordinal)
    {
        "",
        "apps",
        "batch",
        "extensions",
        "rbac.authorization.k8s.io",
        "networking.k8s.io",
        "policy",
        "storage.k8s.io",
        "scheduling.k8s.io",
        "autoscaling",
        "autoscaling.k8s.io",
        "apiregistration.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "node.k8s.io",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "certificates.k8s.io",
        "events.k8s.io",
        "gateway.networking.k8s.io",
        "networking.istio.io",
        "security.istio.io",
        "external-secrets.io",
    };

    /// <summary>The places of a kind, or null if it is not in the table.</summary>
    public static PodPlace[]? Find(string group, string kind)
    {
        // Every object comes here, several times.
        Span<char> key = stackalloc char[LongestKey];
        return key.TryWrite($"{group}/{kind}", out int length) && Places.TryGetValue(key[..length], out var places) ? places : null;
    }

    // Longer than any in the table.
    private const int LongestKey = 64;

    private static readonly Dictionary<string, PodPlace[]>.AlternateLookup<ReadOnlySpan<char>> Places = Table.GetAlternateLookup<
        ReadOnlySpan<char>
    >();

    /// <summary>True if an unknown kind of this group may hold a pod template.</summary>
    public static bool MayHoldTemplates(string group) => !LookAlikes.Contains(group) && !Barren.Contains(group);

    /// <summary>True for a kind of Kubernetes itself (and OpenShift's DeploymentConfig), whose schema is known.</summary>
    public static bool IsBuiltIn(Manifest manifest) =>
        manifest.Group is "" or "apps" or "extensions" or "batch" or "apps.openshift.io" && Find(manifest.Group, manifest.Kind) is not null;

    /// <summary>True for kinds whose pods end by themselves, and bare pods: a missing budget weighs less (rules.md rule 3).</summary>
    public static bool IsShortLived(Manifest manifest) =>
        (
            manifest.Kind == "Pod"
            && manifest.Controller?.Kind is not ("ReplicaSet" or "StatefulSet" or "DaemonSet" or "ReplicationController")
        )
        || manifest.Kind
            is "PodTemplate"
                or "Workflow"
                or "WorkflowTemplate"
                or "ClusterWorkflowTemplate"
                or "Task"
                or "ClusterTask"
                or "TaskRun"
                or "PipelineRun"
                or "JobSet"
                or "CronWorkflow"
        || manifest.Kind.EndsWith("Job", StringComparison.Ordinal);

    private static PodPlace[] Ray(string root) =>
        [
            new(root + ".headGroupSpec.template.spec"),
            new(root + ".workerGroupSpecs.[].template.spec"),
            new(root + ".autoscalerOptions", PodForm.Resources, IsMerged: true, "autoscaler"),
        ];

    private static PodPlace[] Argo(string root) =>
        [
            new(root + ".templates.[]", PodForm.ArgoTemplate, IsMerged: true),
            new(root + ".templateDefaults", PodForm.ArgoTemplate, IsMerged: true),
        ];
}
