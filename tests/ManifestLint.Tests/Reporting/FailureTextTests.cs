using ManifestLint.Explaining;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reporting;

/// <summary>Why a program does not start has one text: <c>scan</c>, <c>explain</c> and <c>inspect</c> print the same.</summary>
public sealed class FailureTextTests
{
    private const string OneArgument = "all of it is one argument, and taken as one option";

    [Theory]
    [InlineData("openjdk:17", "command: [java, -Xmx99999999999999999999g, -jar, a.jar]", "no machine has that much memory")]
    [InlineData("openjdk:17", "command: [java, -Xms99999999999999999999g, -jar, a.jar]", "no machine has that much memory")]
    [InlineData(
        "openjdk:17",
        "command: [java, -Xmx1.5g, -jar, a.jar]",
        "a heap size is a whole number above 0, alone or with one of k, m, g, t"
    )]
    [InlineData("openjdk:17", "command: [java, '-XX:MaxRAMPercentage=150', -jar, a.jar]", "a percentage is a number from 0.0 to 100.0")]
    [InlineData(
        "openjdk:17",
        "command: [java, '-XX:MaxRAMPercentage=75%', -jar, a.jar]",
        "it has a percent sign, and the option takes a number alone"
    )]
    [InlineData(
        "openjdk:8",
        "command: [java, '-XX:MaxRAMPercentage=75', -jar, a.jar]",
        "a percentage needs a decimal point in Java 8, as in 75.0"
    )]
    [InlineData("openjdk:17", "command: [java, -Xmx, 512m, -jar, a.jar]", "the value has to follow -Xmx directly")]
    [InlineData("openjdk:17", "command: [java, '-Xmx=512m', -jar, a.jar]", "the value has to follow -Xmx directly")]
    [InlineData(
        "openjdk:17",
        "command: [java, -Xms300m, -Xmx200m, -jar, a.jar]",
        "the initial heap -Xms300m is larger than the maximum heap"
    )]
    [InlineData("openjdk:17", "command: [java, '–Xmx200m', -jar, a.jar]", "it begins with an en dash (–), not with a hyphen (-)")]
    [InlineData("openjdk:17", "command: [java, -Xmx200, -jar, a.jar]", "the unit is missing")]
    [InlineData("openjdk:17", "command: [java, -XX:+UseG1GC, -XX:+UseSerialGC, -jar, a.jar]", "selects another garbage collector")]
    [InlineData("node:20", "command: [node, --max-old-space-size=abc, a.js]", "the value is a whole number of MiB without a unit")]
    [InlineData(
        "node:20",
        "command: [node, --max-old-space-size, '300', a.js]",
        "the value, a whole number of MiB, has to be joined with ="
    )]
    [InlineData(
        "node:24",
        "command: [node, '--max-old-space-size-percentage=150', a.js]",
        "the percentage is a number above 0 and up to 100"
    )]
    [InlineData("node:20", "command: [node, '–max-old-space-size=300', a.js]", "it begins with an en dash (–), not with two hyphens (--)")]
    [InlineData("node:20", "command: [node, '$SCRIPT']", "no shell replaces it, and it is taken for the script")]
    [InlineData(
        "mcr.microsoft.com/dotnet/aspnet:8.0",
        "command: [dotnet, a.dll], env: [{name: DOTNET_GCHeapHardLimit, value: '100'}]",
        "read as hexadecimal it is 256 bytes, too little for a heap"
    )]
    [InlineData(
        "mcr.microsoft.com/dotnet/aspnet:8.0",
        "command: [dotnet, a.dll], env: [{name: DOTNET_GCHeapHardLimitSOH, value: 10000000}]",
        "DOTNET_GCHeapHardLimitLOH and DOTNET_GCHeapHardLimitPOH are missing, and all three must be set"
    )]
    [InlineData(
        "mcr.microsoft.com/dotnet/aspnet:8.0",
        "command: [dotnet, '$APP']",
        "no shell replaces it, and it is taken for the program"
    )]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0", "command: [dotnet, '–help']", "it is taken for the program")]
    [InlineData("golang:1.24", "env: [{name: GOMEMLIMIT, value: 400Mi}]", "it takes digits alone or with B, KiB, MiB, GiB, TiB")]
    [InlineData("openjdk:17", "command: [java, '-Xmx300m -Xms200m', -jar, a.jar]", OneArgument)]
    [InlineData("openjdk:17", "command: [java, '-XX:+UseG1GC -Xmx300m -jar a.jar']", OneArgument)]
    [InlineData("openjdk:17", "command: [java, '-Xmx 300m', -jar, a.jar]", OneArgument)]
    [InlineData(
        "openjdk:17",
        "command: [sh, -c, 'java \"$JAVA_OPTS\" -jar a.jar'], env: [{name: JAVA_OPTS, value: '-Xmx300m -Xms200m'}]",
        OneArgument
    )]
    [InlineData(
        "openjdk:17",
        "command: [java, $(JAVA_OPTS), -jar, a.jar], env: [{name: JAVA_OPTS, value: '-Xmx300m -XX:+UseG1GC'}]",
        OneArgument
    )]
    [InlineData("openjdk:17", "command: [java, '-XX:OnOutOfMemoryErorr=kill -9 %p', -jar, a.jar]", "there is no such option")]
    [InlineData("node:20", "command: [node, '--titel=hello world', a.js]", "there is no such option")]
    [InlineData("node:20", "command: [node, '--max-old-space-size=300 a.js']", OneArgument)]
    [InlineData("node:20", "command: [node, '--max-old-space-size=300 --expose-gc', a.js]", OneArgument)]
    [InlineData(
        "node:20",
        "command: [node, $(ARGS), a.js], env: [{name: ARGS, value: '--max-old-space-size=300 --expose-gc'}]",
        OneArgument
    )]
    [InlineData("node:20", "command: ['node --max-old-space-size=300 a.js']", "the whole command line is one argument")]
    [InlineData("mcr.microsoft.com/dotnet/aspnet:8.0", "command: ['dotnet a.dll']", "the whole command line is one argument")]
    public void One_reason_has_one_text(string image, string fields, string reason)
    {
        string text =
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: app}}\nspec:\n  containers:\n    - {{name: app, image: '{image}', {fields}, resources: {{requests: {{memory: 512Mi, cpu: 1}}, limits: {{memory: 512Mi, cpu: 1}}}}}}\n";
        Assert.Contains(Linted(text), m => m.Contains(reason, StringComparison.Ordinal));
        Assert.Contains(Explained(text), l =>
            l.StartsWith("it does not start", StringComparison.Ordinal) && l.EndsWith(reason, StringComparison.Ordinal)
        );
        var report = Assert.Single(InspectReports.Of(text));
        Assert.Contains(report.Containers.SelectMany(c => c.Programs), p =>
            p.Runtime.FailureText?.EndsWith(reason, StringComparison.Ordinal) == true
        );
    }

    private static LintRequest Request(string text) =>
        new() { Sources = [new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null))] };

    private static IEnumerable<string> Linted(string text) =>
        Linter.Lint(Request(text)).Findings.Select(f => $"{f.Statement.What} {f.Statement.Cause}");

    private static IEnumerable<string> Explained(string text) =>
        Linter
            .Inspect(Request(text), (pod, _) => pod.Containers.Select(c => Explanation.Of(pod, c)).ToList())
            .Pods.SelectMany(e => e)
            .SelectMany(e => e.Steps)
            .SelectMany(s => s.Lines);
}
