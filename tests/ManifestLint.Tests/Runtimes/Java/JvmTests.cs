using System.Collections.Immutable;
using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Tests.Runtimes.Java;

/// <summary>Images, convention variables and what is said of them. Source: runtime-memory.md §3.2, §3.3, §5, §6.</summary>
public class JvmTests
{
    private const long Mebi = 1 << 20;

    [Theory]
    [InlineData("eclipse-temurin:17-jre", 17)]
    [InlineData("openjdk:8u342-jre", 8)]
    [InlineData("docker.io/library/openjdk:11.0.16", 11)]
    [InlineData("openjdk:1.8.0", 8)]
    [InlineData("amazoncorretto:21", 21)]
    [InlineData("azul/zulu-openjdk:21.0.1", 21)]
    [InlineData("maven:3-eclipse-temurin-21", 21)]
    [InlineData("maven:3.9.6-amazoncorretto-17@sha256:0123", 17)]
    [InlineData("tomcat:9-jdk17", 17)]
    [InlineData("tomcat:10.1-jre21-temurin", 21)]
    [InlineData("gcr.io/distroless/java17-debian12", 17)]
    [InlineData("gcr.io/distroless/java:11", 11)]
    [InlineData("registry.access.redhat.com/ubi8/openjdk-11:1.18", 11)]
    [InlineData("ibm-semeru-runtimes:open-17-jre", 17)]
    [InlineData("adoptopenjdk/openjdk11:alpine", 11)]
    [InlineData("example.com/shop/api:17", null)]
    [InlineData("node:18", null)]
    [InlineData("javascript17:1", null)]
    [InlineData("", null)]
    public void The_release_of_Java_comes_from_the_tag(string image, int? version) =>
        Assert.Equal(version, JavaReleases.Of(ContainerImage.Parse(image)));

    [Theory]
    [InlineData("javascript-builder:1")]
    [InlineData("nginx")]
    [InlineData("redis:7")]
    public void An_image_without_Java_and_without_variables_is_none(string image) => Assert.Null(Evaluate(image, []));

    [Fact]
    public void A_convention_variable_of_an_unknown_image_is_assumed_to_reach_the_JVM()
    {
        var facts = Evaluate("example.com/shop/api:1", [("JAVA_OPTS", "-Xms256m -Xmx512m")])!;
        Assert.Equal((512 * Mebi, RuntimeCertainty.Assumed, JvmEvidence.Variable), (facts.MaxHeapBytes, facts.Certainty, facts.Evidence));
        Assert.Equal(("-Xmx512m", "env JAVA_OPTS"), (facts.HeapSource!.Word.Text, facts.HeapSource.From.ToString()));
        Assert.Equal((17, "default"), (facts.Version, facts.VersionFrom.Text()));
    }

    [Theory]
    [InlineData("tomcat:9-jdk17", "JAVA_OPTS", "-Xmx300m", 300, RuntimeCertainty.Exact)]
    [InlineData("apache/kafka:3.7.0", "KAFKA_HEAP_OPTS", "-Xmx2g -Xms2g", 2048, RuntimeCertainty.Exact)]
    [InlineData("confluentinc/cp-kafka:7.5.0", "OTHER", "", 1024, RuntimeCertainty.Exact)]
    [InlineData("docker.elastic.co/elasticsearch/elasticsearch:8.12.0", "OTHER", "", 1024, RuntimeCertainty.Exact)]
    [InlineData("docker.elastic.co/elasticsearch/elasticsearch:8.12.0", "ES_JAVA_OPTS", "-Xms512m -Xmx512m", 512, RuntimeCertainty.Exact)]
    [InlineData("zookeeper:3.9", "ZK_SERVER_HEAP", "512", 512, RuntimeCertainty.Exact)]
    [InlineData("zookeeper:3.9", "OTHER", "", 1000, RuntimeCertainty.Exact)]
    [InlineData("quay.io/wildfly/wildfly:30.0", "OTHER", "", 512, RuntimeCertainty.Exact)]
    [InlineData("quay.io/wildfly/wildfly:30.0", "JAVA_OPTS", "-Xmx700m", 700, RuntimeCertainty.Exact)]
    [InlineData("solr:9", "SOLR_HEAP", "800m", 800, RuntimeCertainty.Exact)]
    [InlineData("hazelcast/hazelcast:5", "JAVA_OPTS", "-Xmx256m", 256, RuntimeCertainty.Exact)]
    [InlineData("cassandra:4", "MAX_HEAP_SIZE", "1G", 1024, RuntimeCertainty.Exact)]
    public void A_known_start_script_counts_as_it_is(string image, string name, string value, long mebibytes, RuntimeCertainty certainty)
    {
        var facts = Evaluate(image, [(name, value)])!;
        Assert.Equal((mebibytes * Mebi, certainty), (facts.MaxHeapBytes, facts.Certainty));
    }

    [Theory]
    [InlineData("quay.io/keycloak/keycloak:25.0", 0.7)]
    [InlineData("trinodb/trino:430", 0.8)]
    [InlineData("eclipse-temurin:21", 0.25)]
    public void What_an_image_takes_by_itself_is_a_share_of_the_limit(string image, double share) =>
        Assert.Equal((long)(2048 * Mebi * share), Evaluate(image, [])!.MaxHeapBytes);

    [Theory]
    [InlineData("sonatype/nexus3:3.60.0")]
    [InlineData("cassandra:4")]
    [InlineData("quay.io/strimzi/kafka:0.40.0-kafka-3.7.0")]
    public void What_is_not_known_of_an_image_stays_unknown(string image) => Assert.Null(Evaluate(image, [])!.MaxHeapBytes);

    [Fact]
    public void SonarQube_runs_three_JVMs_side_by_side()
    {
        var facts = Evaluate("sonarqube:10", [("SONAR_WEB_JAVAOPTS", "-Xmx1g")])!;
        Assert.Equal((1024 * Mebi, 2048 * Mebi, 3), (facts.MaxHeapBytes, facts.TotalMaxHeapBytes, facts.ProcessCount));
    }

    [Fact]
    public void A_variable_beside_a_command_that_does_not_use_it_is_never_referenced()
    {
        var facts = Evaluate("eclipse-temurin:17", [("JAVA_OPTS", "-Xmx512m"), ("JAVA_TOOL_OPTION", "-Xmx1g")], "java", "-jar", "app.jar")!;
        Assert.Equal(512 * Mebi, facts.MaxHeapBytes);
        Assert.Equal(JvmHeapOrigin.Default, facts.HeapOrigin);
        Assert.Equal(
            ["JAVA_OPTS", "JAVA_TOOL_OPTION"],
            facts.Ignored.Where(i => i.Kind == JvmIgnoredKind.NeverReferenced).Select(i => i.Text)
        );
        var used = Evaluate("eclipse-temurin:17", [("JAVA_OPTS", "-Xmx512m")], "sh", "-c", "exec java $JAVA_OPTS -jar app.jar")!;
        Assert.Equal((512 * Mebi, JvmHeapOrigin.Explicit), (used.MaxHeapBytes, used.HeapOrigin));
        Assert.Empty(used.Ignored);
    }

    [Theory]
    [InlineData("java", "-Xmx1g", "-jar", "a.jar")]
    [InlineData("sh", "-c", "exec java -Xmx1g -jar a.jar")]
    public void Args_that_begin_with_a_program_are_a_command_for_a_JDK_image(params string[] args)
    {
        var plan = new ProcessPlan.Run(new Process(Words(args), ImmutableDictionary<string, Word>.Empty, EntrypointUnknown: true));
        var facts = Jvm.Evaluate(new JvmInput(plan, ContainerImage.Parse("openjdk:17"), Around))!;
        Assert.Equal((1024 * Mebi, RuntimeCertainty.Exact), (facts.MaxHeapBytes, facts.Certainty));
    }

    [Fact]
    public void What_counts_names_what_it_overrides()
    {
        var facts = Evaluate(
            "openjdk:17",
            [("JAVA_TOOL_OPTIONS", "-Xmx300m -XX:MaxRAMPercentage=75")],
            "java",
            "-Xmx400m",
            "-jar",
            "a.jar"
        )!;
        Assert.Equal(("-Xmx400m", 400 * Mebi), (facts.HeapSource!.Word.Text, facts.MaxHeapBytes));
        Assert.Equal([JvmIgnoredKind.Overridden, JvmIgnoredKind.WithoutEffect], facts.Ignored.Select(i => i.Kind));
    }

    [Fact]
    public void A_percentage_decides_nothing_in_a_small_container()
    {
        var plan = new ProcessPlan.Run(
            new Process(Words("java", "-XX:MaxRAMPercentage=75", "-jar", "a.jar"), ImmutableDictionary<string, Word>.Empty)
        );
        var facts = Jvm.Evaluate(new JvmInput(plan, null, Around with { MemoryLimit = Allowance.Of(200 * Mebi) }))!;
        Assert.Equal(100 * Mebi, facts.MaxHeapBytes);
        Assert.Equal(JvmIgnoredKind.WithoutEffect, Assert.Single(facts.Ignored).Kind);
    }

    [Fact]
    public void Without_a_limit_the_heap_is_the_nodes_share_and_unknown_without_a_node()
    {
        var plan = new ProcessPlan.Run(new Process(Words("java", "-jar", "a.jar"), ImmutableDictionary<string, Word>.Empty));
        var facts = Jvm.Evaluate(new JvmInput(plan, null, Around with { MemoryLimit = Allowance.None }))!;
        Assert.Equal((true, null, true), (facts.IsHeapFromNode, facts.MaxHeapBytes, facts.Starts));
        Assert.Equal(
            4096 * Mebi,
            Jvm.Evaluate(
                new JvmInput(plan, null, Around with { MemoryLimit = Allowance.None, NodeMemoryBytes = 16384 * Mebi })
            )!.MaxHeapBytes
        );
    }

    [Fact]
    public void The_budget_marks_what_is_an_estimate()
    {
        var facts = Evaluate(
            "openjdk:17",
            [],
            "java",
            "-Xmx1g",
            "-XX:MaxDirectMemorySize=1g",
            "-XX:MaxMetaspaceSize=512m",
            "-jar",
            "a.jar"
        )!;
        Assert.Equal([1024 * Mebi, 512 * Mebi, 60 * Mebi, 1024 * Mebi, 5 * Mebi, 30 * Mebi], facts.Budget.Select(l => l.Bytes));
        Assert.Equal([true, true, false, true, false, false], facts.Budget.Select(l => l.IsCap));
    }

    [Fact]
    public void An_option_of_another_release_names_the_release()
    {
        var refused = Evaluate("eclipse-temurin:17", [], "java", "-XX:MaxPermSize=256m", "-jar", "a.jar")!;
        Assert.Equal((false, RuntimeFailure.UnrecognizedVmOption, 17), (refused.Starts, refused.Failure, refused.RefusedFrom));
        var expiring = Evaluate("example.com/a", [], "java", "-XX:+UseBiasedLocking", "-jar", "a.jar")!;
        Assert.Equal((true, 19), (expiring.Starts, Assert.Single(expiring.Expiring).RefusedFrom));
    }

    [Fact]
    public void An_unknown_value_hides_the_heap_unless_it_is_a_property()
    {
        static JvmFacts Facts(Word word) =>
            Jvm.Evaluate(
                new JvmInput(
                    new ProcessPlan.Run(
                        new Process(
                            [Word.Of("java"), word, Word.Of("-Xmx1g"), Word.Of("-jar"), Word.Of("a.jar")],
                            ImmutableDictionary<string, Word>.Empty
                        )
                    ),
                    null,
                    Around
                )
            )!;
        Assert.Equal((null, RuntimeCertainty.Unknown), (Facts(Word.UnknownMany).MaxHeapBytes, Facts(Word.UnknownMany).Certainty));
        Assert.Equal(1024 * Mebi, Facts(Word.UnknownAfter(Word.Of("-Dpassword="))).MaxHeapBytes);
    }

    [Fact]
    public void No_text_is_too_strange()
    {
        var texts = Gen.Elements(
                "-Xmx",
                "-XX:",
                "=",
                "+",
                "-",
                "@",
                "$",
                "'",
                "\"",
                "\\",
                " ",
                "\n",
                "#",
                "1g",
                "MaxHeapSize",
                "MaxRAMPercentage",
                "-jar",
                "é",
                "0x",
                ".",
                "e",
                "{"
            )
            .ListOf()
            .Select(string.Concat);
        Prop.ForAll(texts.ArrayOf().ToArbitrary(), words =>
            {
                var environment = ImmutableDictionary<string, Word>
                    .Empty.Add("JAVA_TOOL_OPTIONS", Word.Of(string.Join(' ', words)))
                    .Add("JAVA_OPTS", Word.Of(string.Concat(words)));
                foreach (int version in new[] { 8, 11, 17, 21, 26 })
                {
                    foreach (bool entrypoint in new[] { false, true })
                    {
                        var process = new Process(Words(["java", .. words]), environment, entrypoint);
                        Jvm.Evaluate(
                            new JvmInput(new ProcessPlan.Run(process), ContainerImage.Parse(string.Concat(words)), Around)
                            {
                                ConfiguredVersion = version,
                                ReadFile = _ => Word.Of(string.Join('\n', words)),
                            }
                        );
                    }
                }
            })
            .QuickCheckThrowOnFailure();
    }

    private static RuntimeSurroundings Around => new(Allowance.Of(2048 * Mebi), Allowance.Of(1000), null, null);

    private static ImmutableArray<Word> Words(params string[] words) =>
        [.. words.Select(w => Word.Of(w, new TextOrigin.Argument("command")))];

    private static JvmFacts? Evaluate(string image, (string Name, string Value)[] environment, params string[] command)
    {
        var resolved = EnvironmentResolver.Resolve(
            environment.Select(e => new EnvironmentEntry(e.Name, Word.Of(e.Value, new TextOrigin.Variable(e.Name))))
        );
        return Jvm.Evaluate(new JvmInput(ContainerProcesses.Resolve(Words(command), null, resolved), ContainerImage.Parse(image), Around));
    }
}
