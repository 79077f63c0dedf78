using ManifestLint.Amounts;
using ManifestLint.Cli.Files;
using ManifestLint.Containers;
using ManifestLint.Images;
using ManifestLint.Rules.Pods;
using ManifestLint.Rules.Runtimes;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Tests;

/// <summary>The small readers of one form each: what has it, what nearly has it, and what they make of it.</summary>
public sealed class ScannersTests
{
    [Theory]
    [InlineData("2001-12-14", true)]
    [InlineData("2001-1-2", true)]
    [InlineData("2001-12-14T21:59:43.10-05:00", true)]
    [InlineData("2001-12-14t21:59:43z", true)]
    [InlineData("2001-12-14 21:59", true)]
    [InlineData("2001-12-14 21:59+1", true)]
    [InlineData("201-12-14", false)]
    [InlineData("20010-12-14", false)]
    [InlineData("2001-123-14", false)]
    [InlineData("2001-12-", false)]
    [InlineData("2001-12-14T", false)]
    [InlineData("2001-12-14T21:59 Z", false)]
    [InlineData("2001-12-14T21:59+", false)]
    [InlineData("2001-12-14T21:59Zz", false)]
    [InlineData("2001-12-14x", false)]
    public void A_timestamp(string text, bool isOne) => Assert.Equal(isOne, GoYaml.IsTimestamp(text));

    [Theory]
    [InlineData("java -jar app.jar", true)]
    [InlineData("exec java  -Xmx1g", true)]
    [InlineData("/usr/bin/java\t\"-Xmx1g\"", true)]
    [InlineData("a && java $OPTS -jar x", true)]
    [InlineData("java '@options'", true)]
    [InlineData("sh -c `java -version`", true)]
    [InlineData("javac java -jar", true)]
    [InlineData("java", false)]
    [InlineData("java ", false)]
    [InlineData("java app", false)]
    [InlineData("java-jar", false)]
    [InlineData("myjava -jar", false)]
    [InlineData("java \"'-x", false)]
    [InlineData("javajava -x", false)]
    public void A_text_that_starts_java(string text, bool starts) => Assert.Equal(starts, ContainerProgram.StartsJava(text));

    [Theory]
    [InlineData("-XX:MaxRAMPercentage=90%", "-XX:MaxRAMPercentage= 90")]
    [InlineData("-XX:InitialRAMPercentage=12.5 %", "-XX:InitialRAMPercentage= 12.5")]
    [InlineData("-XX:MinRAMPercentage=90%\n", "-XX:MinRAMPercentage= 90")]
    [InlineData("-XX:MaxRAMPercentage=90", null)]
    [InlineData("-XX:MaxRAMPercentage=90.%", null)]
    [InlineData("-XX:MaxRAMPercentage=.9%", null)]
    [InlineData("-XX:MaxRAMPercentage=90  %", null)]
    [InlineData("-XX:MaxRAMPercentage=90%%", null)]
    [InlineData("-XX:maxRAMPercentage=90%", null)]
    [InlineData("XX:MaxRAMPercentage=90%", null)]
    public void A_percent_sign(string option, string? read) =>
        Assert.Equal(read, JvmFailures.PercentSign(option) is var (name, number) ? $"{name} {number}" : null);

    [Theory]
    [InlineData("-Xmx512Mi", "-Xmx 512 M")]
    [InlineData("-Xms1giB", "-Xms 1 g")]
    [InlineData("-Xss1Kib", "-Xss 1 K")]
    [InlineData("-Xmn2TI\n", "-Xmn 2 T")]
    [InlineData("-XX:MaxHeapSize=2Gi", "-XX:MaxHeapSize= 2 G")]
    [InlineData("-Xmx512M", null)]
    [InlineData("-Xmx512MB", null)]
    [InlineData("-XmxMi", null)]
    [InlineData("-Xmx1.5Gi", null)]
    [InlineData("-Xmx512MiBs", null)]
    [InlineData("-Xmx=512Mi", null)]
    [InlineData("-Xmt512Mi", null)]
    [InlineData("-XX:=512Mi", null)]
    [InlineData("-XX:+MaxHeapSize=512Mi", null)]
    [InlineData("-XX:MaxHeapSize512Mi", null)]
    // No JVM knows an option of that name, whatever its size.
    [InlineData("-xmx512Mi", null)]
    public void A_size_with_the_unit_of_Kubernetes(string option, string? read) =>
        Assert.Equal(read, JvmFixes.SizeWithUnit(option) is var (name, number, unit) ? $"{name} {number} {unit}" : null);

    [Theory]
    [InlineData("900Mi", "900 M True")]
    [InlineData(" 900 mib ", "900 m True")]
    [InlineData("900M", "900 M False")]
    [InlineData("2gb", "2 g False")]
    [InlineData("900Mi\n", "900 M True")]
    [InlineData("900", null)]
    [InlineData("900B", null)]
    [InlineData("900Ki B", null)]
    [InlineData("9.5Gi", null)]
    [InlineData("-900Mi", null)]
    [InlineData("900MiBB", null)]
    [InlineData("\t900Mi", null)]
    public void A_limit_of_Go_with_the_unit_of_Kubernetes(string text, string? read) =>
        Assert.Equal(
            read,
            GoMemoryLimitMalformed.KubernetesUnit(text) is var (number, unit, isBinary) ? $"{number} {unit} {isBinary}" : null
        );

    [Theory]
    [InlineData("512MB", "512M")]
    [InlineData("512mi", "512m")]
    [InlineData("1GiB", "1G")]
    [InlineData("1kb\n", "1k")]
    [InlineData("512M", null)]
    [InlineData("512", null)]
    [InlineData("MB", null)]
    [InlineData("1TB", null)]
    [InlineData("1.5GB", null)]
    [InlineData("512MBi", null)]
    [InlineData("512 MB", null)]
    public void A_limit_of_PHP_with_letters_too_many(string text, string? size) => Assert.Equal(size, PhpServer.SizeOf(text));

    [Theory]
    [InlineData("php", true)]
    [InlineData("php8", true)]
    [InlineData("php8.2", true)]
    [InlineData("php-8.2", true)]
    [InlineData("php-fpm", true)]
    [InlineData("php-fpm8.2", true)]
    [InlineData("php-fpm-8.2", true)]
    [InlineData("php8.2-fpm", true)]
    [InlineData("php-cgi-cli", true)]
    [InlineData("php--fpm", true)]
    [InlineData("php-", true)]
    [InlineData("php-fpm--cli", true)]
    [InlineData("php-fpm-cli-cgi", false)]
    [InlineData("php8.", false)]
    [InlineData("php8.2.1", false)]
    [InlineData("phpunit", false)]
    [InlineData("php_fpm", false)]
    [InlineData("PHP", false)]
    [InlineData("-fpm", false)]
    [InlineData("", false)]
    public void A_name_of_PHP(string name, bool isOne) => Assert.Equal(isOne, Php.IsPhpName(name));

    [Theory]
    [InlineData("17-jdk11", 11)]
    [InlineData("jdk17", 17)]
    [InlineData("temurin-21-alpine", 21)]
    [InlineData("3.9-eclipse-temurin-17", 17)]
    [InlineData("openjdk-1.8", 8)]
    [InlineData("java_1.8.0", 8)]
    [InlineData("openj9-open17", 17)]
    [InlineData("zulu-openjdk11", 11)]
    [InlineData("jdk1.123", 1)]
    [InlineData("jdk-1.x", 1)]
    [InlineData("a/java17-debian12", 17)]
    [InlineData("jdk123-jre8", 8)]
    [InlineData("javascript17", null)]
    [InlineData("myjdk17", null)]
    [InlineData("jdk", null)]
    [InlineData("jdk--17", null)]
    [InlineData("JDK17", null)]
    public void The_number_behind_a_word_for_Java(string text, int? number) => Assert.Equal(number, ImageWords.JavaNumber(text));

    [Theory]
    [InlineData("The node was low on resource: memory. ", "low memory, -, -")]
    [InlineData(
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 88.5Mi. Container app was using 2Gi, request is 1Gi, has larger consumption of memory. ",
        "low memory, 100Mi 88.5Mi, app 2Gi 1Gi"
    )]
    [InlineData(
        "The node was low on resource: [MemoryPressure]. Container a was using 10Ki, which exceeds its request of 0. Container b was using 20Ki, which exceeds its request of 15.5Ki.",
        "low MemoryPressure, -, b 20Ki 15.5Ki"
    )]
    [InlineData("The node was low on resource: memory. Pod web was using 3Gi, request is 0, has larger", "low memory, -, the pod 3Gi none")]
    [InlineData(
        "The node was low on resource: memory. Container Container a was using 3Gi, request is 1, has larger",
        "low memory, -, a 3Gi 1"
    )]
    [InlineData("The node was low on resource: memory. Container a was using 3Gi, request is 1, has less", "low memory, -, -")]
    [InlineData("The node was low on resource: memory. Threshold quantity: 1, available: .", "low memory, -, -")]
    [InlineData("The node was low on resource: memory. Threshold quantity: 1, available: 2, or so.", "low memory, -, -")]
    [InlineData("The node was low on resource: . The node was low on resource: pids", "low pids, -, -")]
    [InlineData("Pod The node had condition: [MemoryPressure, DiskPressure]. ", "refused MemoryPressure DiskPressure")]
    [InlineData("The node had condition: [", "said The node had condition: [")]
    [InlineData("Preempted for 1.5 reasons. Again.", "said Preempted for 1.5 reasons")]
    [InlineData("  first\nsecond", "said first")]
    [InlineData("  ", "untold")]
    [InlineData(". x", "untold")]
    public void A_message_of_an_eviction(string message, string read) => Assert.Equal(read, Told(Eviction.Read(message)));

    private static string Told(Eviction eviction) =>
        eviction switch
        {
            Eviction.LowNode low =>
                $"low {low.Resource}, {(low.Amounts is var (threshold, available) ? $"{threshold.Text} {available.Text}" : "-")}, {(low.Worst is { } worst ? $"{worst.Container ?? "the pod"} {worst.Usage.Text} {worst.Request?.Text ?? "none"}" : "-")}",
            Eviction.Refused refused => $"refused {string.Join(' ', refused.Conditions)}",
            Eviction.Other other => $"said {other.Words}",
            _ => "untold",
        };

    [Theory]
    [InlineData("{\"format\":\"manifestlint-scan/1\",", true)]
    [InlineData(" {\n \"format\" : \"manifestlint-inspect/12\" }", true)]
    [InlineData("{\"format\":\"manifestlint-baseline/1\",", false)]
    [InlineData("{\"format\":\"manifestlint-scan/\",", false)]
    [InlineData("{\"format\":\"manifestlint-scan/1\":", false)]
    [InlineData("{\"Format\":\"manifestlint-scan/1\",", false)]
    [InlineData("{\"$schema\":\"x\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"manifestlint\",", true)]
    [InlineData("{\"$schema\":\"\" , \"version\":\"2.1.0\",\"runs\": [ {\"tool\":{\"driver\":{\"name\":\"manifestlint\" }", true)]
    [InlineData("{\"$schema\":\"x\",\"version\":\"2.1.0\",\"runs\":[{\"tool\":{\"driver\":{\"name\":\"ESLint\",", false)]
    [InlineData("{\"$schema\":\"x,\"version\":\"2.1.0\"", false)]
    [InlineData("[]\n", true)]
    [InlineData("[ ] x", false)]
    [InlineData("[1]", false)]
    [InlineData("[{\"description\":\"a \\\" b\",\"check_name\":\"ML1001 name\"", true)]
    [InlineData("[{\"description\":\"a\\\\\", \"check_name\" : \"ML1001 ", true)]
    [InlineData("[{\"description\":\"a\\\",\"check_name\":\"ML1001 name\"", false)]
    [InlineData("[{\"description\":\"a\",\"check_name\":\"ML101 name\"", false)]
    [InlineData("[{\"description\":\"a\",\"check_name\":\"ML10011 name\"", false)]
    [InlineData("<?xml version=\"1.0\"?>\n<testsuites name=\"manifestlint\" tests=\"1\">", true)]
    [InlineData("<?xml version=\"1.0\"?>\n<testsuites name=\"pytest\" tests=\"1\">", false)]
    [InlineData("<?xml version=\"1.0\">\n<testsuites name=\"manifestlint\" ", false)]
    [InlineData("<?xml > ?>\n<testsuites name=\"manifestlint\" ", false)]
    [InlineData("<?xml ?>\n<checkstyle version=\"4.3\" />\n", true)]
    [InlineData("<?xml ?><checkstyle version=\"\"><file name=\"a\"><error line=\"1\" source=\"ML1001\" />", true)]
    [InlineData("<?xml ?><checkstyle version=\"\"> <file name=\"a\"> <error line=\"1\" source=\"ML1001\" />", true)]
    [InlineData("<?xml ?><checkstyle version=\"\"><file name=\"a\"><error source=\"ML1001\" />", false)]
    [InlineData("<?xml ?><checkstyle version=\"\"><file name=\"a\"><error line=\"1\" source=\"java\" />", false)]
    [InlineData("<?xml ?><checkstyle version=\"\"><file name=\"a\"></file>", false)]
    [InlineData("<?xml ?><checkstyle version=\"4.3\" /> x", false)]
    [InlineData("{\"source\":{\"name\":\"manifestlint\",", true)]
    [InlineData("{\"source\":{\"name\":\"manifestlint\"}", false)]
    [InlineData("### manifestlint: no findings", true)]
    [InlineData("### manifestlint: 12 warnings", true)]
    [InlineData("### manifestlint: some", false)]
    [InlineData("### manifestlint:  warnings", false)]
    [InlineData("::error file=a,title=ML1001 the-name::text", true)]
    [InlineData("::notice title=title=manifestlint::text", true)]
    [InlineData("::warning title=manifestlintx::text", false)]
    [InlineData("::error file=a\ntitle=ML1001 the-name::text", false)]
    [InlineData("::debug title=manifestlint::text", false)]
    [InlineData("a.yaml:1:2: error: text [ML1001 the-name]\n", true)]
    [InlineData("C:a:1:2:3:4: note: text [x] [ML1001 the-name]\nx", true)]
    [InlineData("a.yaml:1:2: error: [ML1001 the-name]\n", false)]
    [InlineData("a.yaml:1:2: error: text [ML1001 the-name]", false)]
    [InlineData("a.yaml:1:2: error: text [ML1001 the-name] \n", false)]
    [InlineData("a.yaml:1:2: fatal: text [ML1001 the-name]\n", false)]
    [InlineData("a.yaml:1: error: text [ML1001 the-name]\n", false)]
    [InlineData(":1:2: error: text [ML1001 the-name]\n", false)]
    [InlineData("no findings in 1 object with 1 pod in 1 file\n", true)]
    [InlineData("no new findings in 2 objects with 0 pods in 3 files\n", true)]
    [InlineData("1 error, 2 warnings, 1 note in 2 objects with 0 pods in 3 files\n", true)]
    [InlineData("1 error, 2 errors in 2 objects with 0 pods in 3 files\n", false)]
    [InlineData("no findings in 1 object with 1 pod in 1 file", false)]
    [InlineData("no findings in 1 object\n", false)]
    [InlineData("no pods\n", true)]
    [InlineData("no pods\nx", false)]
    [InlineData("x\nassumed Kubernetes 1.33 and a 16Gi node (--kubernetes-version, --node-memory)\n", true)]
    [InlineData("x assumed\n Kubernetes 1.33 and a\n 16Gi node (--kubernetes-version,\n--node-memory)", true)]
    [InlineData("xassumed Kubernetes 1.33 and a 16Gi node (--kubernetes-version, --node-memory)\n", false)]
    [InlineData("x assumed Kubernetes 1. and a 16Gi node (--kubernetes-version, --node-memory)\n", false)]
    [InlineData("x assumed Kubernetes 1.33 and a 16Gi node (--kubernetes-version, --node-memory) x\n", false)]
    [InlineData("\u001b[1mno\u001b[0m \u001b[2;3mpods\u001b[m\n", true)]
    [InlineData("\u001b[1xno pods\n", false)]
    [InlineData("", false)]
    public void A_report_of_an_earlier_run(string text, bool isOne) => Assert.Equal(isOne, OwnReport.Is(text));

    [Theory]
    [InlineData("{\"format\":\"manifestlint-baseline/1\",", true)]
    [InlineData("{\"format\":\"manifestlint-scan/1\",", false)]
    [InlineData("{\"format\":\"manifestlint-baseline/x\",", false)]
    public void The_beginning_of_a_baseline(string text, bool isOne) => Assert.Equal(isOne, OwnReport.BeginsAsBaseline(text));
}
