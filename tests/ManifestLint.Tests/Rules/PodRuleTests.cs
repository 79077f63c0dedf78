using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>What the pages of the rules about pods do not show: who is silent, and why.</summary>
public sealed class PodRuleTests
{
    [Theory]
    [InlineData("Memory, sizeLimit: 1Gi", "512Mi", "", "ML4002")]
    [InlineData("Memory, sizeLimit: 512Mi", "512Mi", "", "ML4002")]
    [InlineData("Memory, sizeLimit: 256Mi", "512Mi", "", "")]
    [InlineData("Memory, sizeLimit: '${SIZE}'", "512Mi", "", "")]
    [InlineData("Memory, sizeLimit: 0", "512Mi", "", "ML4001")]
    [InlineData("Memory", "512Mi", "", "ML4001")]
    [InlineData("Memory", "512Mi", ", readOnly: true", "")]
    [InlineData("Memory", "512Mi", ", readOnly: '${READONLY}'", "")]
    [InlineData("''", "512Mi", "", "")]
    public void A_memory_volume_and_its_writer(string medium, string limit, string mount, string expected) =>
        Assert.Equal(
            expected,
            Rules(
                $$$$$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  template:
                    spec:
                      containers:
                        - name: web
                          image: registry.example/web:1
                          resources: {limits: {cpu: 1, memory: {{{{{limit}}}}}}}
                          volumeMounts: [{name: work, mountPath: /work{{{{{mount}}}}}}]
                      volumes: [{name: work, emptyDir: {medium: {{{{{medium}}}}}}}]
                """
            )
        );

    // The container with the larger limit may be the one that writes.
    [Theory]
    [InlineData("2Gi", "")]
    [InlineData("768Mi", "ML4002")]
    [InlineData("'${LIMIT}'", "")]
    public void A_volume_that_two_may_write(string other, string expected) =>
        Assert.Equal(
            expected,
            Rules(
                $$$$$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: web, image: "registry.example/web:1", resources: {limits: {cpu: 1, memory: 512Mi}}, volumeMounts: [{name: work, mountPath: /work}]}
                        - {name: other, image: "registry.example/other:1", resources: {limits: {cpu: 1, memory: {{{{{other}}}}}}}, volumeMounts: [{name: work, mountPath: /work}]}
                      volumes: [{name: work, emptyDir: {medium: Memory, sizeLimit: 1Gi}}]
                """
            )
        );

    [Theory]
    [InlineData("args: ['--max-old-space-size=600', server.js], command: [node]", "ML4002")]
    [InlineData("args: ['--max-old-space-size=400', server.js], command: [node]", "")]
    [InlineData("command: [etcd], env: [{name: GOMEMLIMIT, value: 900MiB}]", "ML4002")]
    [InlineData("image: 'mcr.microsoft.com/dotnet/aspnet:8.0'", "")]
    public void A_volume_beside_what_the_process_was_told_to_take(string fields, string expected) =>
        Assert.Equal(
            expected,
            Rules(
                $$$$$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: web, {{{{{(
                    fields.StartsWith("image", StringComparison.Ordinal) ? "" : "image: 'registry.example/web:1', "
                )}}}}}{{{{{fields}}}}}, resources: {limits: {cpu: 1, memory: 1Gi}}, volumeMounts: [{name: work, mountPath: /work}]}
                      volumes: [{name: work, emptyDir: {medium: Memory, sizeLimit: 512Mi}}]
                """
            )
        );

    [Theory]
    [InlineData("Deployment", "image: 'postgres:16', resources: {limits: {cpu: 1, memory: 2Gi}}", "ML4003")]
    [InlineData("Deployment", "image: 'docker.io/bitnami/postgresql:16', resources: {limits: {cpu: 1, memory: 2Gi}}", "ML4003")]
    [InlineData("Deployment", "image: 'postgres:16', resources: {limits: {cpu: 1, memory: 256Mi}}", "")]
    [InlineData("Deployment", "image: 'prometheuscommunity/postgres-exporter:v0.15', resources: {limits: {cpu: 1, memory: 2Gi}}", "")]
    [InlineData("Deployment", "image: 'postgres:16', command: [pg_dump], resources: {limits: {cpu: 1, memory: 2Gi}}", "")]
    [InlineData(
        "Deployment",
        "image: 'postgres:16', args: [-c, dynamic_shared_memory_type=mmap], resources: {limits: {cpu: 1, memory: 2Gi}}",
        ""
    )]
    [InlineData("Deployment", "image: 'postgres:16', args: [-c, '${OPTIONS}'], resources: {limits: {cpu: 1, memory: 2Gi}}", "")]
    [InlineData(
        "Deployment",
        "image: 'postgres:16', volumeMounts: [{name: shm, mountPath: /dev/shm/}], resources: {limits: {cpu: 1, memory: 2Gi}}",
        ""
    )]
    [InlineData("Deployment", "image: 'selenium/hub:4.21', resources: {limits: {cpu: 1, memory: 2Gi}}", "")]
    [InlineData("Deployment", "image: 'selenium/standalone-firefox:4.21', resources: {limits: {cpu: 1, memory: 2Gi}}", "ML4003")]
    [InlineData("Deployment", "image: 'mcr.microsoft.com/playwright:v1.47.0', resources: {limits: {cpu: 1, memory: 2Gi}}", "")]
    [InlineData("Deployment", "image: 'nvcr.io/nvidia/pytorch:24.07-py3', resources: {limits: {cpu: 1, memory: 2Gi}}", "ML4003")]
    public void Shared_memory(string kind, string fields, string expected) =>
        Assert.Equal(
            expected,
            Rules(
                $$$$$"""
                apiVersion: apps/v1
                kind: {{{{{kind}}}}}
                metadata: {name: web}
                spec:
                  template:
                    spec:
                      containers:
                        - {name: web, {{{{{fields}}}}}}
                """
            )
        );

    [Theory]
    [InlineData("backoffLimit: 2147483647", "ML4006")]
    [InlineData("backoffLimit: 2147483647, activeDeadlineSeconds: 600", "")]
    [InlineData("backoffLimit: 2147483647, backoffLimitPerIndex: 3", "")]
    [InlineData("backoffLimit: 6", "")]
    [InlineData("completions: 3", "")]
    [InlineData("backoffLimit: '${TRIES}'", "")]
    [InlineData("podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: In, values: [137]}}]}", "ML4006")]
    [InlineData("podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: NotIn, values: [1, 2]}}]}", "ML4006")]
    [InlineData("podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {operator: NotIn, values: [137]}}]}", "")]
    [InlineData("podFailurePolicy: {rules: [{action: Ignore, onExitCodes: {containerName: other, operator: In, values: [137]}}]}", "")]
    [InlineData("podFailurePolicy: {rules: [{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}]}", "")]
    [InlineData("backoffLimit: 1000000, podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: [137]}}]}", "")]
    [InlineData(
        "backoffLimit: 1000000, podFailurePolicy: {rules: [{action: FailJob, onExitCodes: {operator: In, values: ['${CODE}']}}]}",
        ""
    )]
    [InlineData(
        "backoffLimit: 1000000, podFailurePolicy: {rules: [{action: Count, onExitCodes: {operator: In, values: [137]}}, {action: FailJob, onExitCodes: {operator: In, values: [137]}}]}",
        "ML4006"
    )]
    public void A_job_that_never_ends(string fields, string expected) =>
        Assert.Equal(
            expected,
            Rules(
                $$$$$"""
                apiVersion: batch/v1
                kind: Job
                metadata: {name: work}
                spec: {{{{{{fields}}}}}, template: {spec: {restartPolicy: Never, containers: [{name: work, image: "registry.example/work:1", resources: {limits: {cpu: 1, memory: 1Gi}}}]}}}
                """
            )
        );

    [Theory]
    [InlineData("requests: {memory: 512Mi}", "ML4004")]
    [InlineData("requests: {memory: 500Mi}", "")]
    [InlineData("requests: {memory: 256Mi}, limits: {memory: 4Gi}", "")]
    [InlineData("limits: {memory: 4Gi}", "ML4004")]
    public void An_init_container_beside_256Mi_of_running_ones(string resources, string expected) =>
        Assert.Equal(
            expected,
            Rules(
                $$$$$"""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: web}
                spec:
                  template:
                    spec:
                      initContainers:
                        - {name: prepare, image: "registry.example/web:1", resources: {{{{{{resources}}}}}}}
                      containers:
                        - {name: web, image: "registry.example/web:1", resources: {requests: {memory: 192Mi}}}
                        - {name: log, image: "registry.example/log:1", resources: {requests: {memory: 64Mi}}}
                """
            )
        );

    private static string Rules(string text)
    {
        var source = new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null));
        var result = Linter.Lint(new LintRequest { Sources = [source] });
        Assert.Empty(result.Crashes);
        return string.Join(" ", result.Findings.Select(f => f.RuleId).Where(r => r.StartsWith("ML4", StringComparison.Ordinal)));
    }
}
