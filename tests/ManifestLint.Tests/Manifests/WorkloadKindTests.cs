using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Tests.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Manifests;

/// <summary>Every kind of kubernetes-memory.md §23, §24: its containers are found where its API has them, and nothing else is taken for one.</summary>
public sealed class WorkloadKindTests
{
    [Theory]
    // kubernetes-memory.md §23
    [InlineData("v1 Pod", "spec.containers[0]")]
    [InlineData("v1 Pod", "spec.initContainers[0]")]
    [InlineData("v1 Pod", "spec.ephemeralContainers[0]")]
    [InlineData("v1 PodTemplate", "template.spec.containers[0]")]
    [InlineData("v1 ReplicationController", "spec.template.spec.containers[0]")]
    [InlineData("apps/v1 Deployment", "spec.template.spec.containers[0]")]
    [InlineData("apps/v1beta2 Deployment", "spec.template.spec.containers[0]")]
    [InlineData("extensions/v1beta1 Deployment", "spec.template.spec.containers[0]")]
    [InlineData("apps/v1 ReplicaSet", "spec.template.spec.containers[0]")]
    [InlineData("apps/v1beta1 StatefulSet", "spec.template.spec.containers[0]")]
    [InlineData("apps/v1 DaemonSet", "spec.template.spec.containers[0]")]
    [InlineData("extensions/v1beta1 DaemonSet", "spec.template.spec.containers[0]")]
    [InlineData("batch/v1 Job", "spec.template.spec.containers[0]")]
    [InlineData("batch/v1 CronJob", "spec.jobTemplate.spec.template.spec.containers[0]")]
    [InlineData("batch/v1beta1 CronJob", "spec.jobTemplate.spec.template.spec.containers[0]")]
    [InlineData("apps.openshift.io/v1 DeploymentConfig", "spec.template.spec.containers[0]")]
    // kubernetes-memory.md §24.1
    [InlineData("argoproj.io/v1alpha1 Rollout", "spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 CloneSet", "spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 DaemonSet", "spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1beta1 StatefulSet", "spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 BroadcastJob", "spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 AdvancedCronJob", "spec.template.jobTemplate.spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 AdvancedCronJob", "spec.template.broadcastJobTemplate.spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 UnitedDeployment", "spec.template.statefulSetTemplate.spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 UnitedDeployment", "spec.template.advancedStatefulSetTemplate.spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 UnitedDeployment", "spec.template.cloneSetTemplate.spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 UnitedDeployment", "spec.template.deploymentTemplate.spec.template.spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 SidecarSet", "spec.containers[0]")]
    [InlineData("apps.kruise.io/v1alpha1 SidecarSet", "spec.initContainers[0]")]
    [InlineData("serving.knative.dev/v1 Service", "spec.template.spec.containers[0]")]
    [InlineData("serving.knative.dev/v1 Configuration", "spec.template.spec.containers[0]")]
    [InlineData("serving.knative.dev/v1 Revision", "spec.containers[0]")]
    [InlineData("jobset.x-k8s.io/v1alpha2 JobSet", "spec.replicatedJobs[0].template.spec.template.spec.containers[0]")]
    [InlineData("leaderworkerset.x-k8s.io/v1 LeaderWorkerSet", "spec.leaderWorkerTemplate.workerTemplate.spec.containers[0]")]
    [InlineData("leaderworkerset.x-k8s.io/v1 LeaderWorkerSet", "spec.leaderWorkerTemplate.leaderTemplate.spec.containers[0]")]
    [InlineData("ray.io/v1 RayCluster", "spec.headGroupSpec.template.spec.containers[0]")]
    [InlineData("ray.io/v1 RayCluster", "spec.workerGroupSpecs[0].template.spec.containers[0]")]
    [InlineData("ray.io/v1 RayCluster", "spec.autoscalerOptions", "autoscaler")]
    [InlineData("ray.io/v1 RayJob", "spec.rayClusterSpec.headGroupSpec.template.spec.containers[0]")]
    [InlineData("ray.io/v1 RayJob", "spec.submitterPodTemplate.spec.containers[0]")]
    [InlineData("ray.io/v1 RayService", "spec.rayClusterConfig.workerGroupSpecs[0].template.spec.containers[0]")]
    [InlineData("ray.io/v1 RayCronJob", "spec.jobTemplate.rayClusterSpec.headGroupSpec.template.spec.containers[0]")]
    [InlineData("keda.sh/v1alpha1 ScaledJob", "spec.jobTargetRef.template.spec.containers[0]")]
    [InlineData("sparkoperator.k8s.io/v1beta2 SparkApplication", "spec.driver.template.spec.containers[0]")]
    [InlineData("sparkoperator.k8s.io/v1beta2 SparkApplication", "spec.executor.template.spec.containers[0]")]
    [InlineData("sparkoperator.k8s.io/v1beta2 ScheduledSparkApplication", "spec.template.driver.template.spec.containers[0]")]
    [InlineData("flink.apache.org/v1beta1 FlinkDeployment", "spec.podTemplate.spec.containers[0]")]
    [InlineData("flink.apache.org/v1beta1 FlinkDeployment", "spec.jobManager.podTemplate.spec.containers[0]")]
    [InlineData("flink.apache.org/v1beta1 FlinkDeployment", "spec.taskManager.podTemplate.spec.containers[0]")]
    [InlineData("elasticsearch.k8s.elastic.co/v1 Elasticsearch", "spec.nodeSets[0].podTemplate.spec.containers[0]")]
    [InlineData("kibana.k8s.elastic.co/v1 Kibana", "spec.podTemplate.spec.containers[0]")]
    [InlineData("apm.k8s.elastic.co/v1 ApmServer", "spec.podTemplate.spec.containers[0]")]
    [InlineData("enterprisesearch.k8s.elastic.co/v1 EnterpriseSearch", "spec.podTemplate.spec.containers[0]")]
    [InlineData("logstash.k8s.elastic.co/v1alpha1 Logstash", "spec.podTemplate.spec.containers[0]")]
    [InlineData("beat.k8s.elastic.co/v1beta1 Beat", "spec.daemonSet.podTemplate.spec.containers[0]")]
    [InlineData("agent.k8s.elastic.co/v1alpha1 Agent", "spec.deployment.podTemplate.spec.containers[0]")]
    [InlineData("agent.k8s.elastic.co/v1alpha1 Agent", "spec.statefulSet.podTemplate.spec.containers[0]")]
    [InlineData("postgresql.cnpg.io/v1 Pooler", "spec.template.spec.containers[0]")]
    // kubernetes-memory.md §24.2
    [InlineData("monitoring.coreos.com/v1 Prometheus", "spec", "prometheus")]
    [InlineData("monitoring.coreos.com/v1 Prometheus", "spec.containers[0]")]
    [InlineData("monitoring.coreos.com/v1 Alertmanager", "spec", "alertmanager")]
    [InlineData("monitoring.coreos.com/v1 ThanosRuler", "spec", "thanos-ruler")]
    [InlineData("monitoring.coreos.com/v1alpha1 PrometheusAgent", "spec.initContainers[0]")]
    [InlineData("kafka.strimzi.io/v1 KafkaNodePool", "spec", "kafka")]
    [InlineData("kafka.strimzi.io/v1beta2 Kafka", "spec.kafka", "kafka")]
    [InlineData("kafka.strimzi.io/v1beta2 Kafka", "spec.zookeeper", "zookeeper")]
    [InlineData("kafka.strimzi.io/v1 Kafka", "spec.entityOperator.topicOperator", "topic-operator")]
    [InlineData("kafka.strimzi.io/v1 Kafka", "spec.entityOperator.userOperator", "user-operator")]
    [InlineData("kafka.strimzi.io/v1 Kafka", "spec.cruiseControl", "cruise-control")]
    [InlineData("kafka.strimzi.io/v1 Kafka", "spec.kafkaExporter", "kafka-exporter")]
    [InlineData("kafka.strimzi.io/v1 KafkaConnect", "spec", "connect")]
    [InlineData("kafka.strimzi.io/v1 KafkaConnect", "spec.build", "build")]
    [InlineData("kafka.strimzi.io/v1 KafkaMirrorMaker2", "spec", "mirrormaker2")]
    [InlineData("kafka.strimzi.io/v1 KafkaBridge", "spec", "bridge")]
    [InlineData("postgresql.cnpg.io/v1 Cluster", "spec", "postgres")]
    [InlineData("opentelemetry.io/v1beta1 OpenTelemetryCollector", "spec", "otc-container")]
    [InlineData("tekton.dev/v1 Task", "spec.steps[0]", "c", "computeResources")]
    [InlineData("tekton.dev/v1 Task", "spec.sidecars[0]", "c", "computeResources")]
    [InlineData("tekton.dev/v1beta1 Task", "spec.steps[0]", "c", "resources")]
    [InlineData("tekton.dev/v1 TaskRun", "spec", "task", "computeResources")]
    [InlineData("tekton.dev/v1 PipelineRun", "spec.taskRunSpecs[0]", "task", "computeResources")]
    [InlineData("argoproj.io/v1alpha1 Workflow", "spec.templates[0].container")]
    [InlineData("argoproj.io/v1alpha1 WorkflowTemplate", "spec.templates[0].script")]
    [InlineData("argoproj.io/v1alpha1 ClusterWorkflowTemplate", "spec.templates[0].containerSet.containers[0]")]
    [InlineData("argoproj.io/v1alpha1 Workflow", "spec.templates[0].sidecars[0]")]
    [InlineData("argoproj.io/v1alpha1 Workflow", "spec.templates[0].initContainers[0]")]
    [InlineData("argoproj.io/v1alpha1 Workflow", "spec.templateDefaults.container")]
    [InlineData("argoproj.io/v1alpha1 CronWorkflow", "spec.workflowSpec.templates[0].container")]
    // An unknown kind with a recognisable pod template.
    [InlineData("example.com/v1 Gadget", "spec.parts[0].workerTemplate.spec.containers[0]")]
    [InlineData("example.com/v1 Gadget", "spec.podTemplate.spec.containers[0]")]
    public void Containers_are_found_where_the_kind_has_them(string type, string path, string container = "c", string key = "resources")
    {
        var finding = Assert.Single(
            Findings(type, path, $$"""{ "name": "c", "image": "i", "{{key}}": { "limits": { "memory": "128Mib" } } }"""),
            f => f.RuleId == "ML0003"
        );
        Assert.Equal($"{path}.{key}.limits.memory", finding.Path.ToString());
        // Where the API has no name for it, the operator's is used; a name that stands there counts.
        Assert.Contains(finding.Container, new[] { container, "c" });
    }

    [Theory]
    // kubernetes-memory.md §24.3, contracts.md C2: what only looks like a container's memory.
    [InlineData(
        "sparkoperator.k8s.io/v1beta2 SparkApplication",
        "spec.driver",
        """{ "memory": "512m", "memoryOverhead": "1g", "cores": 1 }"""
    )]
    [InlineData("sparkoperator.k8s.io/v1beta2 SparkApplication", "spec.executor", """{ "memory": "512m", "instances": 2 }""")]
    [InlineData("flink.apache.org/v1beta1 FlinkDeployment", "spec.jobManager", """{ "resource": { "memory": "2048m", "cpu": 1 } }""")]
    [InlineData("flink.apache.org/v1beta1 FlinkDeployment", "spec.taskManager", """{ "resource": { "memory": "2 gb", "cpu": 1 } }""")]
    [InlineData("example.com/v1 Gadget", "spec", """{ "resources": { "limits": { "memory": "80%" } }, "memory": "512m" }""")]
    [InlineData("example.com/v1 Gadget", "spec.containers[0]", """{ "name": "c", "resources": { "limits": { "memory": "80%" } } }""")]
    [InlineData("v1 ConfigMap", "data", """{ "resources": "limits: {memory: 512m}" }""")]
    [InlineData(
        "apiextensions.k8s.io/v1 CustomResourceDefinition",
        "spec.template.spec.containers[0]",
        """{ "name": "c", "image": "i", "resources": { "limits": { "memory": "80%" } } }"""
    )]
    [InlineData(
        "kyverno.io/v1 ClusterPolicy",
        "spec.template.spec.containers[0]",
        """{ "name": "c", "image": "i", "resources": { "limits": { "memory": "?*" } } }"""
    )]
    [InlineData("monitoring.coreos.com/v1 PrometheusRule", "spec", """{ "resources": { "limits": { "memory": "80%" } } }""")]
    [InlineData("v1 PersistentVolumeClaim", "spec", """{ "resources": { "requests": { "storage": "1Gi" } } }""")]
    public void Look_alikes_are_silent(string type, string path, string value) => Assert.Empty(Findings(type, path, value));

    [Theory]
    [InlineData("${MEM}")]
    [InlineData("$(MEM)")]
    [InlineData("<MEM>")]
    [InlineData("%MEM%")]
    [InlineData("{{ .Values.mem }}")]
    [InlineData("{{.Values.mem}}Mi")]
    [InlineData("${MEM}Mi")]
    public void Placeholders_make_a_field_unknown(string placeholder)
    {
        Assert.Empty(
            Findings(
                "apps/v1 Deployment",
                "spec.template.spec.containers[0]",
                $$"""{ "name": "c", "image": "i", "resources": { "requests": { "memory": "{{placeholder}}", "cpu": "1" }, "limits": { "memory": "{{placeholder}}" } } }"""
            )
        );
        Assert.Empty(
            Findings(
                "v1 Pod",
                "spec.containers[0]",
                $$"""{ "name": "c", "image": "i", "resources": { "limits": { "memory": "{{placeholder}}", "cpu": "{{placeholder}}" } } }"""
            )
        );
    }

    [Fact]
    public void A_pod_with_a_container_without_image_is_a_patch_and_says_only_what_is_wrong_in_itself()
    {
        const string path = "spec.template.spec.containers";
        Assert.Empty(Findings("apps/v1 Deployment", path, """[ { "name": "a" }, { "name": "b", "image": "i" } ]"""));
        Assert.Empty(Findings("apps/v1 Deployment", path, """[ { "name": "a", "resources": { "requests": { "memory": "64Mi" } } } ]"""));
        var found = Findings(
            "apps/v1 Deployment",
            path,
            """[ { "name": "a", "resources": { "requests": { "memory": "64MB" } } }, { "name": "b", "image": "i" } ]"""
        );
        Assert.Equal("ML0003", Assert.Single(found).RuleId);
    }

    [Theory]
    [InlineData("apps/v1 Deployment", "spec.template.spec", Severity.Warning)]
    [InlineData("apps/v1 StatefulSet", "spec.template.spec", Severity.Warning)]
    [InlineData("apps/v1 DaemonSet", "spec.template.spec", Severity.Warning)]
    [InlineData("batch/v1 Job", "spec.template.spec", Severity.Note)]
    [InlineData("batch/v1 CronJob", "spec.jobTemplate.spec.template.spec", Severity.Note)]
    [InlineData("v1 Pod", "spec", Severity.Note)]
    public void What_a_pod_without_resources_lacks_is_one_finding(string type, string path, Severity severity)
    {
        const string one = """{ "name": "app", "image": "i" }""",
            java = """{ "name": "java", "image": "eclipse-temurin:21", "command": ["java", "-jar", "app.jar"] }""",
            node = """{ "name": "node", "image": "node:22" }""",
            proxy = """{ "name": "istio-proxy", "image": "istio/proxyv2" }""",
            empty = """{ "name": "empty", "image": "i", "resources": {} }""";
        foreach (
            string pod in new[]
            {
                $$"""{ "containers": [ {{one}} ] }""",
                $$"""{ "containers": [ {{one}}, {{proxy}}, {{java}}, {{node}}, {{empty}} ] }""",
                $$"""{ "initContainers": [ {{one}}, { "name": "log", "image": "fluent-bit", "restartPolicy": "Always" } ], "containers": [ {{java}}, {{proxy}} ], "volumes": [ { "name": "v", "emptyDir": {} } ] }""",
            }
        )
        {
            var finding = Assert.Single(Findings(type, path, pod));
            Assert.Equal(("ML2001", severity), (finding.RuleId, finding.Severity));
        }
    }

    private static ImmutableArray<ReportedFinding> Findings(string type, string path, string value)
    {
        string[] parts = type.Split(' ');
        string[] steps = path.Split('.');
        string inner = value;
        foreach (string step in steps.Reverse())
            inner = step.EndsWith("[0]", StringComparison.Ordinal)
                ? $$"""{ "{{step[..^3]}}": [ {{inner}} ] }"""
                : $$"""{ "{{step}}": {{inner}} }""";
        string text = $$"""{ "apiVersion": "{{parts[0]}}", "kind": "{{parts[1]}}", "metadata": { "name": "x" }, {{inner[1..]}}""";
        Assert.Null(YamlReader.Read(new SourceText("x", text)).Documents[0].Error);
        return PageScan.All([new PageFile("x.yaml", text)], []);
    }
}
