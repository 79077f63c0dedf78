using ManifestLint.Configuration;

namespace ManifestLint.Tests.Rules;

/// <summary>What is said to follow where a container does not start is what follows for that kind of pod.</summary>
public sealed class EndingTests
{
    private const string Broken = "{name: app, image: \"eclipse-temurin:21\", command: [java, -Xmx1x, -jar, a.jar]}",
        Fine = "{name: web, image: \"nginx:1.27\"}",
        Ends = "the container ends with exit code 1",
        InitEnds = "the init container ends with exit code 1",
        Blocks = "the main containers never start";

    [Theory]
    [InlineData("apps/v1", "Deployment", "spec: {template: {spec: {containers: [APP]}}}", $"{Ends} and goes into CrashLoopBackOff")]
    [InlineData(
        "apps/v1",
        "Deployment",
        "spec: {template: {spec: {initContainers: [APP], containers: [WEB]}}}",
        $"{InitEnds} and goes into CrashLoopBackOff, and {Blocks}"
    )]
    [InlineData(
        "apps/v1",
        "Deployment",
        "spec: {template: {spec: {initContainers: [{restartPolicy: Always, SIDE}], containers: [WEB]}}}",
        $"{Ends} and goes into CrashLoopBackOff, and the main containers start only once it has been seen to run"
    )]
    [InlineData("v1", "Pod", "spec: {containers: [APP]}", $"{Ends} and goes into CrashLoopBackOff")]
    [InlineData("v1", "Pod", "spec: {restartPolicy: OnFailure, containers: [APP]}", $"{Ends} and goes into CrashLoopBackOff")]
    [InlineData("v1", "Pod", "spec: {restartPolicy: Never, containers: [APP]}", $"{Ends} and is not started again")]
    [InlineData("v1", "Pod", "spec: {restartPolicy: \"${POLICY}\", containers: [APP]}", Ends)]
    [InlineData(
        "v1",
        "Pod",
        "spec: {restartPolicy: Never, initContainers: [APP], containers: [WEB]}",
        $"{InitEnds}, the pod fails, and {Blocks}"
    )]
    [InlineData(
        "v1",
        "Pod",
        "spec: {restartPolicy: Never, initContainers: [{restartPolicy: Always, SIDE}], containers: [WEB]}",
        $"{Ends} and goes into CrashLoopBackOff, and the main containers start only once it has been seen to run"
    )]
    // Kubernetes 1.35 and later: a container may have a policy of its own.
    [InlineData(
        "v1",
        "Pod",
        "spec: {restartPolicy: Never, containers: [{restartPolicy: OnFailure, SIDE}]}",
        $"{Ends} and goes into CrashLoopBackOff"
    )]
    [InlineData("v1", "Pod", "spec: {containers: [{restartPolicy: Never, SIDE}]}", $"{Ends} and is not started again")]
    [InlineData(
        "v1",
        "Pod",
        "spec: {containers: [{restartPolicy: Never, restartPolicyRules: [{action: Restart, exitCodes: {operator: In, values: [1]}}], SIDE}]}",
        Ends
    )]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {template: {spec: {restartPolicy: Never, containers: [APP]}}}",
        $"{Ends}, and the Job fails after 6 retries (the default backoffLimit)"
    )]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {backoffLimit: 3, template: {spec: {restartPolicy: OnFailure, containers: [APP]}}}",
        $"{Ends}, and the Job fails after 3 retries (backoffLimit)"
    )]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {backoffLimit: 1, template: {spec: {restartPolicy: Never, containers: [APP]}}}",
        $"{Ends}, and the Job fails after 1 retry (backoffLimit)"
    )]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {backoffLimit: 0, template: {spec: {restartPolicy: Never, containers: [APP]}}}",
        $"{Ends}, and the Job fails (backoffLimit 0)"
    )]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {backoffLimit: \"${N}\", template: {spec: {restartPolicy: Never, containers: [APP]}}}",
        $"{Ends}, and the Job fails after its retries (backoffLimit)"
    )]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {backoffLimitPerIndex: 1, completions: 2, completionMode: Indexed, template: {spec: {restartPolicy: Never, containers: [APP]}}}",
        $"{Ends}, and every pod of the Job fails"
    )]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {template: {spec: {restartPolicy: Never, initContainers: [APP], containers: [WEB]}}}",
        $"{InitEnds}, {Blocks}, and the Job fails after 6 retries (the default backoffLimit)"
    )]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {template: {spec: {restartPolicy: Never, initContainers: [{restartPolicy: Always, SIDE}], containers: [WEB]}}}",
        $"{Ends} and goes into CrashLoopBackOff, and the main containers start only once it has been seen to run"
    )]
    [InlineData(
        "batch/v1",
        "CronJob",
        "spec: {schedule: '@daily', jobTemplate: {spec: {backoffLimit: 2, template: {spec: {restartPolicy: Never, containers: [APP]}}}}}",
        $"{Ends}, and each Job fails after 2 retries (backoffLimit)"
    )]
    [InlineData("argoproj.io/v1alpha1", "Workflow", "spec: {templates: [{name: a, container: APP}]}", $"{Ends}, and the pod fails")]
    [InlineData(
        "argoproj.io/v1alpha1",
        "Rollout",
        "spec: {template: {spec: {containers: [APP]}}}",
        $"{Ends} and goes into CrashLoopBackOff"
    )]
    [InlineData(
        "tekton.dev/v1",
        "Task",
        "spec: {steps: [{name: app, image: \"eclipse-temurin:21\", command: [java], args: [-Xmx1x, -jar, a.jar]}]}",
        $"{Ends}, and the pod fails"
    )]
    [InlineData(
        "batch/v1",
        "Job",
        "spec: {activeDeadlineSeconds: 30, template: {spec: {restartPolicy: Never, containers: [APP]}}}",
        $"{Ends}, and every pod of the Job fails"
    )]
    [InlineData(
        "jobset.x-k8s.io/v1alpha2",
        "JobSet",
        "spec: {replicatedJobs: [{name: a, template: {spec: {template: {spec: {restartPolicy: Never, containers: [APP]}}}}}]}",
        Ends
    )]
    [InlineData(
        "jobset.x-k8s.io/v1alpha2",
        "JobSet",
        "spec: {replicatedJobs: [{name: a, template: {spec: {template: {spec: {containers: [APP]}}}}}]}",
        Ends
    )]
    public void Ends_as_its_kind_does(string apiVersion, string kind, string spec, string so)
    {
        string text =
            $"apiVersion: {apiVersion}\nkind: {kind}\nmetadata: {{name: a}}\n"
            + spec.Replace("APP", Broken, StringComparison.Ordinal)
                .Replace("WEB", Fine, StringComparison.Ordinal)
                .Replace("SIDE", Broken[1..^1], StringComparison.Ordinal)
            + "\n";
        var found = PageScan
            .Result([new PageFile("a.yaml", text)], [], LintConfiguration.Default)
            .Findings.Single(f => f.RuleId == "ML3006");
        Assert.Equal(so, found.Statement.Consequence);
    }
}
