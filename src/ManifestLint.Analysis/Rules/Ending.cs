using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>Says what becomes of a container whose program ends with an error.</summary>
internal static class Ending
{
    // Source: kubernetes v1.36 pkg/apis/batch/v1/defaults.go (SetDefaults_Job).
    private const long DefaultBackoffLimit = 6;

    /// <summary>What becomes of it: whether it is started again says its pod, or who makes that; how often, the Job.</summary>
    /// <param name="how">How it ends: <c>exit code 1</c>.</param>
    /// <param name="container">The container.</param>
    /// <param name="pod">Its pod.</param>
    /// <param name="who">What ends, where it is not the container as such.</param>
    public static string With(string how, ContainerFacts container, PodFacts pod, string? who = null)
    {
        bool isInit = container.Spec.Type == ContainerType.Init;
        string ends = $"{who ?? (isInit ? "the init container" : "the container")} ends with {how}",
            blocks = Blocks(container.Spec);
        if (OwnPolicy(container.Spec) is null && container.Spec.Type is ContainerType.App or ContainerType.Init && IsOfJob(pod))
            return $"{ends},{(isInit ? " the main containers never start," : "")} and {Job(pod.Workload.Manifest)}";
        return IsRestarted(container.Spec, pod) switch
        {
            true when who is not null => $"{ends}, and {Describe.Container(container.Spec)} goes into CrashLoopBackOff{blocks}",
            true => $"{ends} and goes into CrashLoopBackOff{blocks}",
            // A workflow may start another pod for it.
            false =>
                $"{ends}{(isInit ? ", the pod fails" : IsOfWorkflow(pod) ? ", and the pod fails" : " and is not started again")}{blocks}",
            null => ends + blocks,
        };
    }

    /// <summary>What becomes of the main containers behind one that does not run: a clause with its comma, or nothing.</summary>
    // Source: kubernetes v1.36 pkg/kubelet/kuberuntime/kuberuntime_container.go (computeInitContainerActions).
    public static string Blocks(ContainerSpec container) =>
        container.Type switch
        {
            ContainerType.Init => ", and the main containers never start",
            ContainerType.Sidecar => ", and the main containers start only once it has been seen to run",
            _ => "",
        };

    /// <summary>What becomes of a container whose program is not there.</summary>
    public static string WithoutProgram(ContainerFacts container) =>
        container.Spec.Type switch
        {
            ContainerType.Init => "the init container does not start, and neither do the main containers",
            ContainerType.Sidecar => "the sidecar does not start, and neither do the main containers",
            _ => "the container does not start",
        };

    // Null where it cannot be known.
    private static bool? IsRestarted(ContainerSpec container, PodFacts pod)
    {
        var (workload, manifest) = (pod.Workload, pod.Workload.Manifest);
        if (container.Type is ContainerType.Sidecar or ContainerType.Ephemeral)
            return container.Type == ContainerType.Sidecar;
        // Rules by exit code come before the policy; of a JobSet decide its Jobs.
        if (container.Node.Find("restartPolicyRules") is not null || manifest.Group == "jobset.x-k8s.io")
            return null;
        string? policy = OwnPolicy(container) ?? (workload.Pod.IsNoPodSpec ? null : workload.Pod.Node.TextAt("restartPolicy"));
        if (policy is not null)
            return policy == "Never" ? false
                : policy is "Always" or "OnFailure" ? true
                : null;
        if (!Describe.IsBrief(pod))
            return true;
        // Source: argo-workflows workflow/controller/workflowpod.go (createWorkflowPod), tektoncd/pipeline pkg/pod/pod.go (Build): RestartPolicyNever.
        if (IsOfWorkflow(pod))
            return false;
        return manifest is { Kind: "Pod", Group: "" } && !workload.IsPartial ? true : null;
    }

    private static bool IsOfWorkflow(PodFacts pod) => pod.Workload.Manifest.Group is "argoproj.io" or "tekton.dev";

    private static string? OwnPolicy(ContainerSpec container) => container.Node.TextAt("restartPolicy");

    private static bool IsOfJob(PodFacts pod) =>
        pod.Workload.Manifest is { Group: "batch", Kind: "Job" or "CronJob" } && pod.Workload.Operator is null;

    private static readonly string[] s_others =
    [
        "podFailurePolicy",
        "backoffLimitPerIndex",
        "activeDeadlineSeconds",
        "parallelism",
        "suspend",
        "successPolicy",
    ];

    // With OnFailure the restarts of the containers count, with Never the pods. Source: kubernetes v1.36 pkg/controller/job/job_controller.go
    // (exceedsBackoffLimit, pastBackoffLimitOnFailure).
    private static string Job(Manifest manifest)
    {
        bool isCron = manifest.Kind == "CronJob";
        var spec = isCron ? manifest.Root.MappingAt("spec", "jobTemplate", "spec") : manifest.Root.MappingAt("spec");
        string fails = isCron ? "each Job fails" : "the Job fails";
        // What else decides how often it is tried.
        if (spec is null || s_others.Any(key => spec.Find(key) is not null))
            return $"every pod of {(isCron ? "each Job" : "the Job")} fails";
        if (spec.Find("backoffLimit") is not { } entry)
            return $"{fails} after {DefaultBackoffLimit.ToString(CultureInfo.InvariantCulture)} retries (the default backoffLimit)";
        return FieldReading.Integer(entry.Value) switch
        {
            null => $"{fails} after its retries (backoffLimit)",
            0 => $"{fails} (backoffLimit 0)",
            1 => $"{fails} after 1 retry (backoffLimit)",
            { } tries => $"{fails} after {tries.ToString(CultureInfo.InvariantCulture)} retries (backoffLimit)",
        };
    }
}
