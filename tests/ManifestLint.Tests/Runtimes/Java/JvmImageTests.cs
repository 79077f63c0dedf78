using ManifestLint.Evidence;
using ManifestLint.Runtimes.Java;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Runtimes.Java;

/// <summary>Whose image it is, and what its start script makes of its variables. Source: runtime-memory.md §3.7, §5.1, §6.</summary>
public sealed class JvmImageTests
{
    private const long Mebi = 1L << 20;

    private static JvmFacts? Jvm(string image, string env, string limit = "1Gi", string command = "")
    {
        string variables = string.Concat(
            env.Split('|', StringSplitOptions.RemoveEmptyEntries)
                .Select(v => v.Split('=', 2))
                .Select(v => $"        - {{name: {v[0]}, value: '{v[1]}'}}\n")
        );
        return PodReading.Jvm(
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: app}}\nspec:\n  containers:\n      - name: app\n        image: {image}\n"
                + (command.Length > 0 ? $"        command: [{command}]\n" : "")
                + (variables.Length > 0 ? $"        env:\n{variables}" : "")
                + $"        resources: {{limits: {{memory: {limit}, cpu: 1}}}}\n"
        );
    }

    [Theory]
    [InlineData("zookeeper:3.9", 1000, RuntimeCertainty.Exact)]
    [InlineData("docker.io/library/zookeeper:3.9", 1000, RuntimeCertainty.Exact)]
    [InlineData("mirror.example/library/zookeeper:3.9", 1000, RuntimeCertainty.Assumed)]
    [InlineData("registry.example/team/zookeeper:3.9", 1000, RuntimeCertainty.Assumed)]
    [InlineData("acme/zookeeper:3.9", 1000, RuntimeCertainty.Assumed)]
    [InlineData("bitnami/zookeeper:3.9", 1024, RuntimeCertainty.Exact)]
    [InlineData("mirror.example/bitnamilegacy/zookeeper:3.9", 1024, RuntimeCertainty.Assumed)]
    [InlineData("ubuntu/zookeeper:3.9", null, RuntimeCertainty.Unknown)]
    [InlineData("cgr.dev/chainguard/zookeeper:latest", null, RuntimeCertainty.Unknown)]
    [InlineData("zookeeper:3.5.5", 1000, RuntimeCertainty.Exact)]
    [InlineData("zookeeper:3.4.14", 1024, RuntimeCertainty.Exact)]
    [InlineData("zookeeper:3.4", 1024, RuntimeCertainty.Exact)]
    [InlineData("wurstmeister/zookeeper:latest", null, null)]
    [InlineData("docker.elastic.co/elasticsearch/elasticsearch:5.6.16", 2048, RuntimeCertainty.Exact)]
    [InlineData("elasticsearch:6.8.23", 1024, RuntimeCertainty.Exact)]
    [InlineData("quay.io/keycloak/keycloak:legacy", 512, RuntimeCertainty.Exact)]
    [InlineData("quay.io/keycloak/keycloak:19.0.3-legacy", 512, RuntimeCertainty.Exact)]
    [InlineData("confluentinc/cp-kafka:7.5.0", 1024, RuntimeCertainty.Exact)]
    [InlineData("mirror.example/confluentinc/cp-kafka:7.5.0", 1024, RuntimeCertainty.Assumed)]
    public void Whose_image_it_is(string image, int? mebibytes, RuntimeCertainty? certainty)
    {
        var jvm = Jvm(image, "", "4Gi");
        Assert.Equal(mebibytes * Mebi, jvm?.MaxHeapBytes);
        Assert.Equal(certainty, jvm?.Certainty);
    }

    [Theory]
    [InlineData("bitnami/zookeeper:3.8", "ZOO_HEAP_SIZE=300", 300)]
    [InlineData("bitnami/elasticsearch:8", "ELASTICSEARCH_HEAP_SIZE=300m", 300)]
    [InlineData("bitnami/elasticsearch:8", "ELASTICSEARCH_HEAP_SIZE=300m|ES_JAVA_OPTS=-Xms400m -Xmx400m", 400)]
    [InlineData("bitnami/opensearch:2", "OPENSEARCH_HEAP_SIZE=1g", 1024)]
    [InlineData("bitnami/sonarqube:10", "SONARQUBE_MAX_HEAP_SIZE=300m|SONARQUBE_MIN_HEAP_SIZE=100m", 300)]
    [InlineData("bitnami/sonarqube:10", "SONARQUBE_MAX_HEAP_SIZE=300m", 512)]
    [InlineData("debezium/connect:2.6", "HEAP_OPTS=-Xms256m -Xmx512m", 512)]
    [InlineData("quay.io/debezium/connect:2.6", "KAFKA_HEAP_OPTS=-Xmx700m", 700)]
    [InlineData("debezium/connect:2.6", "HEAP_OPTS=-Xmx512m|KAFKA_HEAP_OPTS=-Xmx700m", 512)]
    [InlineData("debezium/connect-base:2.6", "A=b", 2048)]
    [InlineData("itzg/bungeecord:java17", "TYPE=VELOCITY", 512)]
    [InlineData("itzg/mc-proxy:java21", "TYPE=VELOCITY", 512)]
    [InlineData("itzg/mc-proxy:java21", "MEMORY=1G", 1024)]
    [InlineData("itzg/mc-proxy:java21", "MEMORY=|JVM_XX_OPTS=-XX:MaxRAMPercentage=75", 3072)]
    [InlineData("itzg/mc-proxy:java21", "MAX_MEMORY=700m|JVM_OPTS=-Xmx600m", 600)]
    [InlineData("quay.io/keycloak/keycloak:legacy", "JAVA_OPTS=-Xmx300m", 300)]
    [InlineData("itzg/minecraft-server:java21", "EULA=TRUE", 1024)]
    [InlineData("itzg/minecraft-server:java21", "MEMORY=2G", 2048)]
    [InlineData("itzg/minecraft-server:java21", "MEMORY=50%", 2048)]
    [InlineData("itzg/minecraft-server:java21", "MEMORY=|JVM_XX_OPTS=-XX:MaxRAMPercentage=75", 3072)]
    [InlineData("itzg/minecraft-server:java21", "JVM_XX_OPTS=-Xmx2g", 1024)]
    [InlineData("itzg/minecraft-server:java21", "JVM_OPTS=-Xmx2g", 2048)]
    [InlineData("registry.access.redhat.com/ubi8/openjdk-11:1.13", "", 2048)]
    [InlineData("registry.access.redhat.com/ubi8/openjdk-11:1.3-18", "JAVA_MAX_MEM_RATIO=70", 2867)]
    [InlineData("registry.access.redhat.com/ubi8/openjdk-11:1.3-18", "JAVA_MAX_MEM_RATIO=0", 1024)]
    [InlineData("registry.access.redhat.com/ubi8/openjdk-11:1.3-18", "JAVA_OPTS=-Xmx300m", 300)]
    [InlineData("registry.access.redhat.com/ubi8/openjdk-11:1.3-18", "JAVA_OPTS=-XX:MaxRAMPercentage=70", 2048)]
    [InlineData("registry.access.redhat.com/ubi8/openjdk-11:1.3-18", "JAVA_OPTS_APPEND=-Xmx600m", 600)]
    [InlineData("redhat-openjdk-18/openjdk18-openshift:1.8", "", 2048)]
    [InlineData("registry.access.redhat.com/ubi9/openjdk-21:1.21", "JAVA_MAX_MEM_RATIO=50.5", 2048)]
    [InlineData("registry.access.redhat.com/ubi9/openjdk-21:1.21", "JAVA_MAX_MEM_RATIO=0", 1024)]
    [InlineData("registry.access.redhat.com/ubi9/openjdk-21:1.21", "JAVA_OPTS_APPEND=-Xmx300m", 300)]
    [InlineData("registry.access.redhat.com/ubi9/openjdk-21:1.21", "JAVA_OPTS=|JAVA_OPTS_APPEND=-Xmx300m", 1024)]
    [InlineData("registry.redhat.io/jboss-eap-7/eap74-openjdk11-openshift-rhel8:7.4", "A=b", null)]
    [InlineData("hyperledger/besu:23", "BESU_OPTS=-Xmx300m", 300)]
    [InlineData("graylog/graylog:5.1", "A=b", 1024)]
    [InlineData("graylog/graylog:5.1", "GRAYLOG_SERVER_JAVA_OPTS=-Xms300m -Xmx300m", 300)]
    [InlineData("jitsi/jvb:stable-9364", "A=b", 3072)]
    [InlineData("jitsi/jvb:stable-9364", "VIDEOBRIDGE_MAX_MEMORY=700m", 700)]
    [InlineData("jitsi/jicofo:stable-9364", "JICOFO_MAX_MEMORY=500m", 500)]
    [InlineData("crate:5.4", "A=b", 512)]
    [InlineData("crate:5.4", "CRATE_HEAP_SIZE=2g", 2048)]
    [InlineData("openzipkin/zipkin:2.24", "JAVA_OPTS=-Xmx300m", 300)]
    [InlineData("apache/druid:29.0.1", "A=b", null)]
    [InlineData("apache/druid:29.0.1", "DRUID_XMX=300m", 300)]
    public void A_start_script_reads_its_variables(string image, string env, int? mebibytes) =>
        Assert.Equal(mebibytes * Mebi, Jvm(image, env, "4Gi")!.MaxHeapBytes);

    [Theory]
    [InlineData("/druid.sh, historical", "A=b", 8192)]
    [InlineData("/druid.sh, broker", "A=b", 12288)]
    [InlineData("/druid.sh, overlord", "A=b", 15360)]
    [InlineData("/druid.sh, middleManager", "A=b", 128)]
    [InlineData("/druid.sh, indexer", "A=b", 4096)]
    [InlineData("/druid.sh, historical", "DRUID_XMX=512m|DRUID_XMS=512m", 512)]
    [InlineData("/druid.sh, historical", "DRUID_XMX=512m|DRUID_XMS=256m|JAVA_OPTS=-Xmx600m", 600)]
    [InlineData("/druid.sh, router", "A=b", null)]
    [InlineData("/druid.sh, router", "DRUID_XMX=128m", 128)]
    public void A_service_of_druid_has_the_options_of_its_file(string command, string env, int? mebibytes)
    {
        var druid = Jvm("apache/druid:29.0.1", env, "16Gi", command)!;
        Assert.Equal(mebibytes * Mebi, druid.MaxHeapBytes);
        Assert.NotEqual(RuntimeCertainty.Exact, druid.Certainty);
    }

    [Theory]
    [InlineData("ibm-semeru-runtimes:open-17-jre", "300M", 150_000_000)]
    [InlineData("ibm-semeru-runtimes:open-17-jre", "1Gi", 512 * Mebi)]
    [InlineData("open-liberty:kernel-slim", "1536Mi", 1024 * Mebi)]
    [InlineData("maven:3-ibm-semeru-17", "2Gi", 1536 * Mebi)]
    [InlineData("adoptopenjdk:11-jre-openj9", "4Gi", 3072 * Mebi)]
    public void OpenJ9_has_a_default_of_its_own(string image, string limit, long bytes)
    {
        foreach (string command in (string[])["", "java, -jar, app.jar"])
            Assert.Equal(bytes, Jvm(image, "A=b", limit, command)!.MaxHeapBytes);
    }

    [Theory]
    [InlineData("-XX:+UseCGroupMemoryLimitForHeap -XX:+UnlockExperimentalVMOptions", 8)]
    [InlineData("-XX:MaxPermSize=64m", 11)]
    [InlineData("-XX:+ZGenerational", 25)]
    [InlineData("-Xmx300m", 17)]
    public void An_option_tells_the_release(string options, int release)
    {
        string command = "java, -XX:+UnlockExperimentalVMOptions, " + string.Join(", ", options.Split(' ')) + ", -jar, app.jar";
        var jvm = Jvm("registry.example/app:1", "", command: command)!;
        Assert.Equal(release, jvm.Version);
        Assert.True(jvm.Starts);
    }

    [Theory]
    [InlineData("BPL_JVM_LOADED_CLASS_COUNT=17000", "512Mi", false)]
    [InlineData("BPL_JVM_THREAD_COUNT=250", "513Mi", false)]
    [InlineData("BPL_JVM_THREAD_COUNT=250", "514Mi", null)]
    [InlineData("BPL_JVM_THREAD_COUNT=50|JAVA_TOOL_OPTIONS=-Xmx400M", "713Mi", false)]
    [InlineData("BPL_JVM_THREAD_COUNT=50|JAVA_TOOL_OPTIONS=-Xmx400M", "720Mi", true)]
    [InlineData("BPL_JVM_LOADED_CLASS_COUNT=17000", "768Mi", true)]
    [InlineData("BPL_JVM_LOADED_CLASS_COUNT=17000|BPL_JVM_HEAD_ROOM=30", "768Mi", false)]
    [InlineData("BPL_JVM_LOADED_CLASS_COUNT=17000|BPL_JVM_HEADROOM=30", "768Mi", false)]
    [InlineData("BPL_JVM_LOADED_CLASS_COUNT=17000|BPL_JVM_HEADROOM=30|BPL_JVM_HEAD_ROOM=0", "768Mi", true)]
    public void The_memory_calculator_refuses(string env, string limit, bool? starts) =>
        Assert.Equal(starts, Jvm("registry.example/app:1", env, limit)!.Starts);

    [Theory]
    [InlineData("eclipse-temurin:17", "JAVA_TOOL_OPTIONS=-Xmx300m", 300)]
    [InlineData("registry.example/app:1", "_JAVA_OPTIONS=-Xmx300m", 300)]
    [InlineData("eclipse-temurin:17", "JAVA_OPTS=-Xmx300m", 300)]
    public void Behind_a_script_a_JVM_reads_its_own_variables(string image, string env, int? mebibytes)
    {
        foreach (string command in (string[])["/start.sh", "/opt/app/run.sh"])
        {
            var jvm = Jvm(image, env, command: command);
            Assert.Equal(mebibytes * Mebi, jvm!.MaxHeapBytes);
            Assert.NotEqual(RuntimeCertainty.Exact, jvm.Certainty);
        }
    }

    [Fact]
    public void A_variable_of_Spring_is_an_assumed_JVM()
    {
        Assert.Equal(RuntimeCertainty.Assumed, Jvm("registry.example/app:1", "SPRING_PROFILES_ACTIVE=prod")!.Certainty);
        Assert.Null(Jvm("registry.example/app:1", "SPRING_PROFILES_ACTIVE=prod", command: "node, app.js"));
    }

    // Only images before 1.14 set an initial heap: a quarter of the maximum.
    [Theory]
    [InlineData("1.13", "", 512)]
    [InlineData("1.13", "JAVA_INITIAL_MEM_RATIO=50", 1024)]
    [InlineData("1.13", "JAVA_INITIAL_MEM_RATIO=0", 64)]
    [InlineData("1.14", "JAVA_INITIAL_MEM_RATIO=50", 64)]
    [InlineData("latest", "", 64)]
    public void Red_Hats_initial_heap_is_a_share_of_the_largest(string tag, string env, int mebibytes) =>
        Assert.Equal(mebibytes * Mebi, Jvm($"registry.access.redhat.com/ubi8/openjdk-11:{tag}", env, "4Gi")!.InitialHeapBytes);
}
