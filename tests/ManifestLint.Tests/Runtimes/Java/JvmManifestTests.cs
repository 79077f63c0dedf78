using System.Text;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Findings;
using ManifestLint.Runtimes.Java;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Runtimes.Java;

/// <summary>JVMs of whole manifests: variables, neighbours, files, images, several containers. Source: runtime-memory.md §2 to §6, contracts.md C2.</summary>
public sealed class JvmManifestTests
{
    private const long Mebi = 1L << 20;

    private const string Java = "image: registry.example/app:1\ncommand: [java, -jar, app.jar]\n";

    /// <summary>A Deployment with one container of 1Gi from the lines of the container, indented from its own margin.</summary>
    private static string Deployment(string container, string pod = "", string space = "", string limit = "1Gi") =>
        $"apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n{(space.Length == 0 ? "" : $"  namespace: {space}\n")}spec:\n  template:\n    spec:\n"
        + $"      containers:\n      - name: app\n{Indented(container, 8)}        resources: {{limits: {{memory: {limit}, cpu: 1}}}}\n{Indented(pod, 6)}";

    private static string Indented(string text, int margin) =>
        string.Concat(text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => new string(' ', margin) + l + "\n"));

    private static JvmFacts? Jvm(string container, string pod = "") => PodReading.Jvm(Deployment(container, pod));

    private static JvmFacts? JvmBeside(
        string container,
        string neighbours,
        string path = "/k8s/other.yaml",
        string pod = "",
        string space = ""
    ) =>
        Assert
            .Single(PodReading.Containers(new Assumptions(), ("/k8s/app.yaml", Deployment(container, pod, space)), (path, neighbours)))
            .Jvm;

    private static string ConfigMap(string name, string data, string space = "") =>
        $"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {name}\n{(space.Length == 0 ? "" : $"  namespace: {space}\n")}data:\n{Indented(data, 2)}";

    private static void Heap(long? mebibytes, JvmFacts? jvm)
    {
        Assert.NotNull(jvm);
        Assert.Equal(mebibytes * Mebi, jvm.MaxHeapBytes);
    }

    // ---- variables

    [Theory]
    [InlineData("- {name: H, value: 300m}\n- {name: JAVA_TOOL_OPTIONS, value: -Xmx$(H)}", 300)]
    [InlineData("- {name: H, value: 300m}\n- {name: JAVA_TOOL_OPTIONS, value: -Xmx$(H)}\n- {name: H, value: 400m}", 300)]
    [InlineData("- {name: JAVA_TOOL_OPTIONS, value: -Xmx200m}\n- {name: JAVA_TOOL_OPTIONS, value: -Xmx300m}", 300)]
    [InlineData("- {name: JAVA_TOOL_OPTIONS, value: \"-Xmx300m\\n-Xms64m\"}", 300)]
    [InlineData("- {name: _JAVA_OPTIONS, value: -Xmx200m}\n- {name: JAVA_TOOL_OPTIONS, value: -Xmx300m}", 200)]
    [InlineData("- {name: JAVA_TOOL_OPTIONS, value: '-Xmx${H}'}\n- {name: H, value: 300m}", null)]
    [InlineData("- {name: JAVA_TOOL_OPTIONS, value: '-Xmx{{ heap }}'}", null)]
    [InlineData("- {name: JAVA_TOOL_OPTIONS, value: -Xmx@HEAP@}", null)]
    [InlineData("- {name: JAVA_TOOL_OPTIONS, value: '-Xmx${H}'}", null)]
    [InlineData("- name: JAVA_TOOL_OPTIONS\n  value: null", 256)]
    public void Variables_in_their_order(string env, int? heap) => Heap(heap, Jvm($"{Java}env:\n{env}\n"));

    [Theory]
    // What a variable of the machine's takes from another one reaches the JVM, whatever the image's start script does with that one.
    [InlineData(21, "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "$(JAVA_OPTS) -Dx=1", RuntimeCertainty.Exact, 300)]
    [InlineData(21, "HEAP", "JAVA_TOOL_OPTIONS", "-Dx=1 $(HEAP)", RuntimeCertainty.Exact, 300)]
    [InlineData(21, "JAVA_OPTS", "JDK_JAVA_OPTIONS", "$(JAVA_OPTS) -Dx=1", RuntimeCertainty.Exact, 300)]
    [InlineData(21, "HEAP", "_JAVA_OPTIONS", "$(HEAP)", RuntimeCertainty.Exact, 300)]
    // JDK 8 has no JDK_JAVA_OPTIONS.
    [InlineData(8, "HEAP", "JDK_JAVA_OPTIONS", "$(HEAP)", RuntimeCertainty.Assumed, 300)]
    // Who passes it on puts it behind what takes it back here.
    [InlineData(21, "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "$(JAVA_OPTS) -Xmx200m", RuntimeCertainty.Assumed, 300)]
    [InlineData(21, "JAVA_OPTS", "JAVA_TOOL_OPTIONS", "-Xmx200m", RuntimeCertainty.Assumed, 300)]
    public void A_variable_within_one_of_the_machine(
        int java,
        string name,
        string machine,
        string value,
        RuntimeCertainty certainty,
        int heap
    )
    {
        var jvm = Jvm(
            $"image: eclipse-temurin:{java}\nenv:\n- {{name: {name}, value: -Xmx300m}}\n- {{name: {machine}, value: '{value}'}}\n"
        );
        Heap(heap, jvm);
        Assert.Equal(certainty, jvm!.Certainty);
    }

    [Fact]
    public void A_reference_to_a_later_variable_stays_as_it_is()
    {
        var jvm = Jvm($"{Java}env:\n- {{name: JAVA_TOOL_OPTIONS, value: -Xmx$(H)}}\n- {{name: H, value: 300m}}\n");
        Assert.False(jvm!.Starts);
        Assert.Equal("-Xmx$(H)", jvm.FailedAt!.Word.Text);
    }

    [Theory]
    [InlineData("limits.memory, divisor: 1Mi", "m", 1024)]
    [InlineData("limits.memory", "", 1024)]
    [InlineData("limits.memory, divisor: 1Gi", "g", 1024)]
    [InlineData("requests.memory, divisor: 1Mi", "m", 1024)]
    [InlineData("limits.memory, divisor: 1Mi, containerName: app", "m", 1024)]
    [InlineData("limits.memory, divisor: 1Mi, containerName: other", "m", null)]
    [InlineData("limits.ephemeral-storage", "", null)]
    public void The_downward_api(string reference, string unit, int? heap) =>
        Heap(
            heap,
            Jvm(
                $"image: registry.example/app:1\ncommand: [java, -Xmx$(MEM){unit}, -jar, app.jar]\nenv:\n- name: MEM\n  valueFrom: {{resourceFieldRef: {{resource: {reference}}}}}\n"
            )
        );

    [Fact]
    public void The_downward_api_of_a_limit_that_is_not_set_is_the_nodes()
    {
        string manifest = Deployment(
                "image: registry.example/app:1\ncommand: [java, -Xmx$(MEM), -jar, app.jar]\nenv:\n- name: MEM\n  valueFrom: {resourceFieldRef: {resource: limits.memory}}\n"
            )
            .Replace("{limits: {memory: 1Gi, cpu: 1}}", "{}", StringComparison.Ordinal);
        Heap(null, PodReading.Jvm(manifest));
    }

    // ---- ConfigMaps and Secrets

    private const string FromMap = Java + "env:\n- name: JAVA_TOOL_OPTIONS\n  valueFrom: {configMapKeyRef: {name: jvm, key: opts}}\n";

    [Fact]
    public void A_key_of_a_ConfigMap_in_the_same_folder()
    {
        var jvm = JvmBeside(FromMap, ConfigMap("jvm", "opts: -Xmx300m"));
        Heap(300, jvm);
        Assert.Equal("env JAVA_TOOL_OPTIONS", jvm!.HeapSource!.From.ToString());
        var place = WordPlace.Of(jvm.HeapSource.Word);
        Assert.Equal("-Xmx300m", place!.Value.Text);
        Assert.Equal("/k8s/other.yaml", place.Value.Source.Path);
    }

    [Fact]
    public void A_ConfigMap_of_another_folder_needs_the_namespace()
    {
        Heap(null, JvmBeside(FromMap, ConfigMap("jvm", "opts: -Xmx300m"), path: "/elsewhere/other.yaml"));
        Heap(300, JvmBeside(FromMap, ConfigMap("jvm", "opts: -Xmx300m", "prod"), path: "/elsewhere/other.yaml", space: "prod"));
        Heap(null, JvmBeside(FromMap, ConfigMap("jvm", "opts: -Xmx300m", "test"), path: "/k8s/other.yaml", space: "prod"));
    }

    [Fact]
    public void Candidates_that_differ_are_unknown()
    {
        Heap(null, JvmBeside(FromMap, ConfigMap("jvm", "opts: -Xmx300m") + "---\n" + ConfigMap("jvm", "opts: -Xmx400m")));
        Heap(null, JvmBeside(FromMap, ConfigMap("jvm", "other: -Xmx300m")));
        Heap(null, JvmBeside(FromMap, ConfigMap("another", "opts: -Xmx300m")));
    }

    [Fact]
    public void An_optional_key_that_is_missing_sets_nothing() =>
        Heap(
            256,
            JvmBeside(
                FromMap.Replace("key: opts", "key: opts, optional: true", StringComparison.Ordinal),
                ConfigMap("jvm", "other: -Xmx300m")
            )
        );

    [Theory]
    [InlineData("stringData:\n  opts: -Xmx300m\n", 300)]
    [InlineData("data:\n  opts: LVhteDMwMG0=\n", 300)]
    [InlineData("data:\n  opts: LVhteDMwMG0=\nstringData:\n  opts: -Xmx400m\n", 400)]
    [InlineData("data:\n  opts: 'no base64!'\n", null)]
    public void Secrets(string data, int? heap) =>
        Heap(
            heap,
            JvmBeside(
                FromMap.Replace("configMapKeyRef", "secretKeyRef", StringComparison.Ordinal),
                $"apiVersion: v1\nkind: Secret\nmetadata: {{name: jvm}}\n{data}"
            )
        );

    [Theory]
    [InlineData("- configMapRef: {name: jvm}", "JAVA_TOOL_OPTIONS: -Xmx300m", 300)]
    [InlineData("- prefix: JAVA_\n  configMapRef: {name: jvm}", "TOOL_OPTIONS: -Xmx300m", 300)]
    [InlineData("- prefix: X_\n  configMapRef: {name: jvm}", "JAVA_TOOL_OPTIONS: -Xmx300m", 256)]
    [InlineData("- configMapRef: {name: missing}", "JAVA_TOOL_OPTIONS: -Xmx300m", null)]
    [InlineData("- configMapRef: {name: jvm}\nenv:\n- {name: JAVA_TOOL_OPTIONS, value: -Xmx200m}", "JAVA_TOOL_OPTIONS: -Xmx300m", 200)]
    [InlineData("- configMapRef: {name: missing}\nenv:\n- {name: _JAVA_OPTIONS, value: -Xmx200m}", "a: b", 200)]
    public void Whole_objects_as_variables(string from, string data, int? heap) =>
        Heap(heap, JvmBeside($"{Java}envFrom:\n{from}\n", ConfigMap("jvm", data)));

    // ---- files

    private const string ReadsFile = "image: eclipse-temurin:17\ncommand: [java, '@/etc/app/jvm.args', -jar, app.jar]\n";

    [Theory]
    [InlineData("- {name: c, mountPath: /etc/app}", "configMap: {name: files}", 300)]
    [InlineData("- {name: c, mountPath: /etc/app/jvm.args, subPath: jvm.args}", "configMap: {name: files}", 300)]
    [InlineData("- {name: c, mountPath: /etc/app}", "configMap: {name: files, items: [{key: b, path: jvm.args}]}", 400)]
    [InlineData("- {name: c, mountPath: /etc/app}", "configMap: {name: files, items: [{key: b, path: other}]}", null)]
    [InlineData("- {name: c, mountPath: /etc/app}", "projected: {sources: [{secret: {name: s}}, {configMap: {name: files}}]}", 300)]
    [InlineData("- {name: c, mountPath: /etc/app}", "emptyDir: {}", null)]
    [InlineData("- {name: c, mountPath: /etc/other}", "configMap: {name: files}", null)]
    [InlineData("- {name: c, mountPath: /etc}\n- {name: d, mountPath: /etc/app}", "configMap: {name: files}", null)]
    [InlineData("- {name: c, mountPath: /etc/app, subPathExpr: $(X)}", "configMap: {name: files}", null)]
    public void Argument_files_out_of_volumes(string mounts, string volume, int? heap) =>
        Heap(
            heap,
            JvmBeside(
                $"{ReadsFile}volumeMounts:\n{mounts}\n",
                ConfigMap("files", "jvm.args: |\n  # sizes\n  -Xmx300m\nb: -Xmx400m"),
                pod: $"volumes:\n- name: c\n  {volume}\n"
            )
        );

    [Theory]
    [InlineData("workingDir: /etc/app\n", "/etc/app", 300)]
    [InlineData("workingDir: /srv\n", "/etc/app", null)]
    [InlineData("", "/etc/app", null)]
    public void A_relative_file_is_one_of_the_working_folder(string folder, string mount, int? heap) =>
        Heap(
            heap,
            JvmBeside(
                $"{ReadsFile.Replace("@/etc/app/", "@", StringComparison.Ordinal)}{folder}volumeMounts: [{{name: c, mountPath: {mount}}}]\n",
                ConfigMap("files", "jvm.args: -Xmx300m"),
                pod: "volumes:\n- name: c\n  configMap: {name: files}\n"
            )
        );

    [Fact]
    public void A_script_out_of_a_ConfigMap_is_followed() =>
        Heap(
            300,
            JvmBeside(
                "image: registry.example/app:1\ncommand: [/scripts/start.sh]\nvolumeMounts: [{name: c, mountPath: /scripts}]\n",
                ConfigMap("files", "start.sh: |\n  #!/bin/sh\n  set -e\n  exec java -Xmx300m -jar app.jar"),
                pod: "volumes:\n- name: c\n  configMap: {name: files}\n"
            )
        );

    // ---- placeholders

    [Theory]
    [InlineData("command: [java, '-Xmx${HEAP}', -jar, app.jar]", null, null)]
    [InlineData("command: [java, '-Xmx{{heap}}', -jar, app.jar]", null, null)]
    [InlineData("command: [java, '-Xmx${HEAP}', -jar, app.jar]\nenv: [{name: HEAP, value: 1g}]", null, false)]
    [InlineData("command: [sh, -c, 'exec java -Xmx${HEAP} -jar app.jar']\nenv: [{name: HEAP, value: 300m}]", 300, true)]
    [InlineData("command: [sh, -c, 'HEAP=300m; exec java -Xmx${HEAP} -jar app.jar']", 300, true)]
    [InlineData("command: [sh, -c, 'exec java ${OPTS} -Xmx300m -jar app.jar']", 300, true)]
    [InlineData("command: [sh, -c, 'exec java ${OPTS} -jar app.jar']", 256, true)]
    [InlineData("command: [sh, -c, 'exec java $JAVA_OPTS -jar app.jar']\nenv: [{name: JAVA_OPTS, value: '-Xmx${HEAP}'}]", null, null)]
    [InlineData("command: [sh, -c, 'exec java -Xmx{{heap}} -jar app.jar']", null, null)]
    public void Placeholders_are_unknown(string container, int? heap, bool? starts)
    {
        var jvm = Jvm($"image: registry.example/app:1\n{container}\n");
        Heap(heap, jvm);
        Assert.Equal(starts, jvm!.Starts);
    }

    [Theory]
    [InlineData("exec java -Xmx${HEAP}m -jar app.jar")]
    [InlineData("exec java -Xmx$HEAP -jar app.jar")]
    [InlineData("exec java ${JAVA_OPTS} -jar app.jar")]
    [InlineData("exec \"$JAVA_HOME/bin/java\" -jar app.jar")]
    [InlineData("exec java \"$JAVA_OPTS\" -jar app.jar")]
    [InlineData("java ${JAVA_OPTS:?not set} -jar app.jar")]
    public void What_a_script_makes_of_a_name_that_nothing_sets_is_no_finding(string script)
    {
        string manifest = Deployment($"image: registry.example/app:1\ncommand: [sh, -c, '{script}']\n");
        Assert.DoesNotContain(PodReading.Findings(("/k8s/app.yaml", manifest)), f => f.RuleId.StartsWith("ML30", StringComparison.Ordinal));
    }

    [Fact]
    public void A_name_that_runs_into_the_next_letter_is_a_finding()
    {
        string manifest = Deployment(
            "image: registry.example/app:1\ncommand: [sh, -c, 'exec java -Xmx$HEAPm -jar app.jar']\nenv: [{name: HEAP, value: '300'}]\n"
        );
        Assert.Contains(PodReading.Findings(("/k8s/app.yaml", manifest)), f => f.RuleId == "ML3006");
    }

    // ---- conventions and products

    [Theory]
    [InlineData("registry.example/app:1", "JAVA_OPTS", "-Xmx300m", 300, RuntimeCertainty.Assumed)]
    [InlineData("registry.example/app:1", "ACME_JAVA_OPTS", "-Xmx300m", 300, RuntimeCertainty.Assumed)]
    [InlineData("registry.example/app:1", "JAVA_TOOL_OPTIONS", "-Xmx300m", 300, RuntimeCertainty.Assumed)]
    [InlineData("tomcat:10.1", "CATALINA_OPTS", "-Xmx300m", 300, RuntimeCertainty.Exact)]
    [InlineData("docker.elastic.co/elasticsearch/elasticsearch:8.15.0", "ES_JAVA_OPTS", "-Xms300m -Xmx300m", 300, RuntimeCertainty.Exact)]
    [InlineData("docker.elastic.co/elasticsearch/elasticsearch:8.15.0", "X", "y", 512, RuntimeCertainty.Exact)]
    [InlineData("docker.elastic.co/elasticsearch/elasticsearch:7.10.2", "X", "y", 1024, RuntimeCertainty.Exact)]
    [InlineData("docker.elastic.co/elasticsearch/elasticsearch:2.4.1", "X", "y", null, RuntimeCertainty.Unknown)]
    [InlineData("apache/kafka:4.0.0", "KAFKA_HEAP_OPTS", "-Xmx300m", 300, RuntimeCertainty.Exact)]
    [InlineData("apache/kafka:4.0.0", "X", "y", 1024, RuntimeCertainty.Exact)]
    [InlineData("quay.io/wildfly/wildfly:31", "X", "y", 512, RuntimeCertainty.Exact)]
    [InlineData("quay.io/wildfly/wildfly:31", "JAVA_OPTS", "-Dx=y", 256, RuntimeCertainty.Exact)]
    [InlineData("quay.io/keycloak/keycloak:26.0", "X", "y", 716, RuntimeCertainty.Exact)]
    [InlineData("quay.io/keycloak/keycloak:26.0", "JAVA_OPTS_KC_HEAP", "-Xmx300m", 300, RuntimeCertainty.Exact)]
    [InlineData("zookeeper:3.9", "ZK_SERVER_HEAP", "300", 300, RuntimeCertainty.Exact)]
    [InlineData("cassandra:5.0", "MAX_HEAP_SIZE", "300M", 300, RuntimeCertainty.Exact)]
    [InlineData("cassandra:5.0", "X", "y", null, RuntimeCertainty.Unknown)]
    [InlineData("solr:9", "SOLR_HEAP", "300m", 300, RuntimeCertainty.Exact)]
    [InlineData("jenkins/jenkins:lts", "JAVA_OPTS", "-Xmx300m", 300, RuntimeCertainty.Exact)]
    public void Variables_of_start_scripts_without_a_command(string image, string name, string value, int? heap, RuntimeCertainty certainty)
    {
        var jvm = Jvm($"image: {image}\nenv: [{{name: {name}, value: '{value}'}}]\n");
        Assert.NotNull(jvm);
        Assert.Equal(heap, jvm.MaxHeapBytes / Mebi);
        Assert.Equal(certainty, jvm.Certainty);
    }

    [Theory]
    [InlineData("[java, -jar, app.jar]", 256)]
    [InlineData("[sh, -c, 'exec java $JAVA_OPTS -jar app.jar']", 300)]
    [InlineData("[sh, -c, 'exec java $(JAVA_OPTS) -jar app.jar']", 300)]
    [InlineData("[/app/bin/start]", 300)]
    public void A_command_uses_the_variable_or_does_not(string command, int? heap) =>
        Heap(heap, Jvm($"image: registry.example/app:1\ncommand: {command}\nenv: [{{name: JAVA_OPTS, value: -Xmx300m}}]\n"));

    [Fact]
    public void In_somebody_elses_image_a_script_has_no_default_of_its_own()
    {
        Heap(null, Jvm("image: gcr.io/google_samples/k8szk:v2\ncommand: [sh, -c, zkGenConfig.sh && zkServer.sh start-foreground]\n"));
        Heap(
            300,
            Jvm(
                "image: gcr.io/google_samples/k8szk:v2\ncommand: [zkServer.sh, start-foreground]\nenv: [{name: SERVER_JVMFLAGS, value: -Xmx300m}]\n"
            )
        );
    }

    [Fact]
    public void Jvms_side_by_side_add_up()
    {
        var jvm = Jvm("image: registry.example/app:1\ncommand: [sh, -c, 'java -Xmx300m -jar a.jar & java -Xmx200m -jar b.jar & wait']\n");
        Heap(300, jvm);
        Assert.Equal(500 * Mebi, jvm!.TotalMaxHeapBytes);
        Assert.Equal(2, jvm.ProcessCount);
    }

    [Fact]
    public void A_script_that_ends_before_it_starts_java_is_a_JVM_that_does_not_start()
    {
        Assert.False(Jvm("image: registry.example/app:1\ncommand: [sh, -c, 'java -Xmx300m -jar app.jar && ']\n")!.Starts);
        Assert.Null(Jvm("image: registry.example/app:1\ncommand: [sh, -c, 'run the javascript && ']\n"));
    }

    // ---- containers of one pod

    [Fact]
    public void Each_container_stands_alone()
    {
        const string manifest = """
            apiVersion: v1
            kind: Pod
            metadata: {name: app}
            spec:
              initContainers:
              - {name: migrate, image: registry.example/app:1, command: [java, -jar, migrate.jar], resources: {limits: {memory: 2Gi}}}
              - {name: agent, image: registry.example/agent:1, restartPolicy: Always, command: [java, -Xmx100m, -jar, a.jar], resources: {limits: {memory: 512Mi}}}
              containers:
              - {name: app, image: registry.example/app:1, command: [java, -jar, app.jar], resources: {limits: {memory: 4Gi}}}
              - {name: proxy, image: nginx, resources: {limits: {memory: 128Mi}}}
            """;
        var containers = PodReading.Containers(new Assumptions(), ("/k8s/app.yaml", manifest));
        Assert.Equal([512 * Mebi, 100 * Mebi, 1024 * Mebi, null], containers.Select(c => c.Jvm?.MaxHeapBytes));
        Assert.Null(containers[3].Jvm);
    }

    [Fact]
    public void Without_a_limit_the_heap_is_the_nodes()
    {
        string manifest = Deployment(Java).Replace("{limits: {memory: 1Gi, cpu: 1}}", "{}", StringComparison.Ordinal);
        Assert.True(PodReading.Jvm(manifest)!.IsHeapFromNode);
        Heap(null, PodReading.Jvm(manifest));
        Heap(4096, PodReading.Jvm(manifest, new Assumptions { NodeMemorySource = NodeMemorySource.Option }));
    }

    [Theory]
    [InlineData("eclipse-temurin:21-jre", 21, "image tag")]
    [InlineData("openjdk:8u342", 8, "image tag")]
    [InlineData("registry.example/app:1", 17, "default")]
    public void The_release_comes_from_the_image(string image, int version, string from)
    {
        var jvm = Jvm($"image: {image}\ncommand: [java, -jar, app.jar]\n");
        Assert.Equal((version, from), (jvm!.Version, jvm.VersionFrom.Text()));
    }

    // ---- operators

    [Theory]
    [InlineData("jvmOptions: {-Xmx: 3g, -Xms: 3g}", 3072)]
    [InlineData("jvmOptions: {-XX: {UseG1GC: true}}", 2048)]
    [InlineData("jvmOptions: {-Xmx: '${HEAP}'}", null)]
    [InlineData("replicas: 3", 2048)]
    public void Strimzi_brokers(string options, int? heap) =>
        Heap(
            heap,
            PodReading.Jvm(
                $"apiVersion: kafka.strimzi.io/v1\nkind: KafkaNodePool\nmetadata: {{name: brokers}}\nspec:\n  resources: {{limits: {{memory: 4Gi}}}}\n  {options}\n"
            )
        );

    [Fact]
    public void Elasticsearch_of_its_operator()
    {
        const string manifest = """
            apiVersion: elasticsearch.k8s.elastic.co/v1
            kind: Elasticsearch
            metadata: {name: logs}
            spec:
              nodeSets:
              - name: default
                podTemplate:
                  spec:
                    containers:
                    - name: elasticsearch
                      env: [{name: ES_JAVA_OPTS, value: -Xms4g -Xmx4g}]
                      resources: {limits: {memory: 4Gi}}
            """;
        var jvm = PodReading.Jvm(manifest);
        Heap(4096, jvm);
        Assert.Equal(RuntimeCertainty.Exact, jvm!.Certainty);
        Assert.Contains(PodReading.Findings(("/k8s/es.yaml", manifest)), f => f.RuleId == "ML3002");
    }

    [Fact]
    public void Any_text_in_any_place_is_read_without_an_exception()
    {
        string[] awkward =
        [
            "",
            " ",
            "'",
            "\\",
            "${",
            "$(",
            "-Xmx",
            "-XX:",
            "@",
            "\u0000",
            "é\ud83d",
            new string('(', 500),
            "$((1/0))",
            "`",
            "<<E\n",
        ];
        foreach (string text in awkward)
        {
            string written = "\"" + string.Concat(Encoding.Unicode.GetBytes(text).Chunk(2).Select(b => $"\\u{b[1]:x2}{b[0]:x2}")) + "\"";
            PodReading.Findings(
                (
                    "/k8s/app.yaml",
                    Deployment($"image: {written}\ncommand: [sh, -c, {written}]\nenv: [{{name: JAVA_OPTS, value: {written}}}]\n")
                )
            );
            PodReading.Findings(
                (
                    "/k8s/app.yaml",
                    Deployment(
                        $"image: tomcat\nargs: [{written}]\nenv: [{{name: {written}, value: {written}}}, {{name: JAVA_TOOL_OPTIONS, value: {written}}}]\n"
                    )
                )
            );
        }
    }

    // ---- findings

    [Fact]
    public void A_finding_stands_at_the_option_in_the_ConfigMap_and_relates_the_limit()
    {
        var findings = PodReading.Findings(
            ("/k8s/app.yaml", Deployment("image: registry.example/app:1\nenvFrom: [{configMapRef: {name: jvm}}]\n")),
            ("/k8s/jvm.yaml", ConfigMap("jvm", "JAVA_OPTS: |\n  -server -Xms1g\n  -Dx=yz -Xmx3g"))
        );
        var finding = Assert.Single(findings, f => f.RuleId == "ML3002");
        Assert.Equal(("/k8s/jvm.yaml", 8, 12, 18), (finding.Place.File, finding.Place.Line, finding.Place.Column, finding.Place.EndColumn));
        Assert.Equal("/k8s/app.yaml", Assert.Single(finding.Related).Place.File);
        Assert.EndsWith(", if the image's start script passes JAVA_OPTS on", finding.Message(), StringComparison.Ordinal);
        Assert.Null(finding.Fix);
    }

    [Theory]
    [InlineData("env: [{name: JAVA_TOOL_OPTIONS, value: -Xms2g -Xmx2g}]", "env: [{name: JAVA_TOOL_OPTIONS, value: -Xms768m -Xmx768m}]")]
    [InlineData("env: [{name: JAVA_TOOL_OPTIONS, value: -Xms64m -Xmx2g}]", "env: [{name: JAVA_TOOL_OPTIONS, value: -Xms64m -Xmx768m}]")]
    [InlineData("args: [-XX:MaxHeapSize=2g, -jar, app.jar]", "args: [-XX:MaxHeapSize=768m, -jar, app.jar]")]
    [InlineData("args: [-XX:MaxRAMPercentage=100, -jar, app.jar]", "args: [-XX:MaxRAMPercentage=75.0, -jar, app.jar]")]
    [InlineData("args: [-Xms2g, -Xmx2g, -jar, app.jar]", null)]
    [InlineData("args: [-Xms2g, -jar, app.jar]", null)]
    [InlineData("args:\n- |-\n  -Xmx2g\n- -jar\n- app.jar", null)]
    public void The_heap_is_lowered_where_it_stands_in_one_scalar(string container, string? repaired)
    {
        string command = container.StartsWith("env", StringComparison.Ordinal) ? "[java, -jar, app.jar]" : "[java]";
        string text = Deployment($"image: registry.example/app:1\ncommand: {command}\n{container}\n");
        var finding = Assert.Single(PodReading.Findings(("/k8s/app.yaml", text)), f => f.RuleId == "ML3002");
        Assert.Equal(repaired is null, finding.Fix is null);
        if (finding.Fix is not { } fix || repaired is null)
            return;
        var edit = Assert.Single(fix.Edits);
        string result = string.Concat(text.AsSpan(0, edit.Place.Span.Start), edit.NewText, text.AsSpan(edit.Place.Span.End));
        Assert.Contains(repaired, result.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(PodReading.Findings(("/k8s/app.yaml", result)), f => f.RuleId.StartsWith("ML300", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_the_size_rules_only_the_worst_speaks()
    {
        string text = Deployment(
            "image: registry.example/app:1\ncommand: [java, -Xms2g, -Xmx2g, -XX:MaxDirectMemorySize=1g, -jar, app.jar]\n"
        );
        Assert.Equal(
            ["ML3002"],
            PodReading.Findings(("/k8s/app.yaml", text)).Select(f => f.RuleId).Where(id => id.StartsWith("ML300", StringComparison.Ordinal))
        );
        Assert.Equal(
            ["ML3006"],
            PodReading
                .Findings(("/k8s/app.yaml", text.Replace("-Xmx2g", "-Xmx2Gi", StringComparison.Ordinal)))
                .Select(f => f.RuleId)
                .Where(id => id.StartsWith("ML300", StringComparison.Ordinal))
        );
    }

    [Theory]
    [InlineData("registry.example/app:1", "-XX:MaxPermSize=64m", null)]
    [InlineData("eclipse-temurin:17", "-XX:MaxPermSize=64m", Severity.Error)]
    [InlineData("registry.example/app:1", "-XX:+ZGenerational", null)]
    [InlineData("registry.example/app:1", "-Xnosuch", Severity.Warning)]
    [InlineData("registry.example/app:1", "-Xshareclasses", null)]
    [InlineData("eclipse-temurin:17", "-Xshareclasses", Severity.Error)]
    [InlineData("ibm-semeru-runtimes:open-17-jre", "-XX:MaxPermSize=64m", null)]
    [InlineData("adoptopenjdk/openjdk11:jre-11.0.11_9_openj9", "-XX:+NoSuchFlag", null)]
    [InlineData("ibm-semeru-runtimes:open-17-jre", "-Xmx512Mi", Severity.Error)]
    [InlineData("registry.example/app:1", "-Xmx1.5g", Severity.Error)]
    [InlineData("eclipse-temurin:8", "-XX:MaxPermSize=64m", null)]
    [InlineData("eclipse-temurin:8", "-XX:MaxRAMPercentage=75", Severity.Error)]
    public void A_release_that_nobody_told_makes_a_warning(string image, string option, Severity? severity)
    {
        string text = Deployment($"image: {image}\ncommand: [java, '{option}', -jar, app.jar]\n");
        Assert.Equal(
            severity,
            PodReading
                .Findings(("/k8s/app.yaml", text))
                .Where(f => f.RuleId == "ML3006")
                .Select(f => (Severity?)f.Severity)
                .SingleOrDefault()
        );
    }

    [Fact]
    public void A_best_effort_pod_is_told_once()
    {
        string text = Deployment(Java).Replace("{limits: {memory: 1Gi, cpu: 1}}", "{}", StringComparison.Ordinal);
        Assert.Equal(["ML2001"], PodReading.Findings(("/k8s/app.yaml", text)).Select(f => f.RuleId));
    }
}
