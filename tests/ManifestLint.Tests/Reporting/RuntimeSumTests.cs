using System.Globalization;
using System.Text.RegularExpressions;
using ManifestLint.Explaining;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Tests.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reporting;

/// <summary>What <c>explain FILE:LINE</c> prints of the sums of runtimes: every one is right, and ends with the fact.</summary>
public sealed partial class RuntimeSumTests
{
    [Fact]
    public void Every_sum_of_the_examples_is_right()
    {
        int sums = RulePages
            .FileNames.Where(n => n.StartsWith("ML3", StringComparison.Ordinal))
            .SelectMany(n => RulePages.Examples(RulePages.Text(n)))
            .SelectMany(e => e.Files)
            .SelectMany(f => Lines(f.Text))
            .Count(IsRight);
        Assert.True(sums > 60, $"{sums} sums checked");
    }

    // What runs at the same time is added up, each by what decides it.
    [Theory]
    [InlineData(
        "java -Xmx700m -jar a.jar & java -Xmx500m -jar b.jar & wait",
        "heaps of 2 JVMs side by side = -Xmx700m + -Xmx500m = 734003200 + 524288000 = 1258291200 bytes (1.2 GiB)",
        "share of the limit = 1258291200 ÷ 1073741824 = 117.2 %"
    )]
    // One after another: the larger alone.
    [InlineData(
        "java -Xmx300m -jar a.jar; java -Xmx500m -jar b.jar",
        "heap = -Xmx500m = 524288000 bytes (500 MiB)",
        "share of the limit = 524288000 ÷ 1073741824 = 48.8 %"
    )]
    [InlineData(
        "java -Xmx100m -jar a.jar; java -jar b.jar & java -Xmx400m -jar c.jar & java -jar d.jar & wait",
        "heaps of 3 JVMs side by side = 2 × default heap + -Xmx400m = 2 × 268435456 + 419430400 = 956301312 bytes (912 MiB)",
        "share of the limit = 956301312 ÷ 1073741824 = 89.1 %"
    )]
    [InlineData(
        "node --max-old-space-size=200 a.js & node --max-old-space-size=100 b.js & wait",
        "old spaces of 2 processes side by side = --max-old-space-size=200 + --max-old-space-size=100 = 209715200 + 104857600 = 314572800 bytes (300 MiB)",
        "share of the limit = 314572800 ÷ 1073741824 = 29.3 %"
    )]
    [InlineData(
        "node a.js & node b.js & wait",
        "heaps of 2 processes side by side = 2 × default heap = 2 × 549453824 = 1098907648 bytes (1 GiB)",
        "share of the limit = 1098907648 ÷ 1073741824 = 102.3 %"
    )]
    public void Processes_side_by_side_add_up(string script, string sum, string share)
    {
        string text =
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: app}}\nspec:\n  containers:\n    - name: app\n      image: app:1\n      command: [sh, -c, '{script}']\n"
            + "      resources: {limits: {memory: 1Gi, cpu: 1}}\n";
        string[] lines = [.. Lines(text)];
        Assert.Contains(sum, lines);
        Assert.Contains(share, lines);
    }

    // What images and operators compute by themselves: kept by them, not guessed from the result.
    [Theory]
    [InlineData(
        "elasticsearch:8.15.0",
        "",
        "2Gi",
        "heap = memory limit × 50 ÷ 100 = 2147483648 × 50 ÷ 100, in whole MiB = 1073741824 bytes (1 GiB)"
    )]
    [InlineData(
        "elasticsearch:8.15.0",
        "",
        "900Mi",
        "heap = memory limit × 40 ÷ 100 = 943718400 × 40 ÷ 100, in whole MiB = 377487360 bytes (360 MiB)"
    )]
    [InlineData(
        "elasticsearch:8.15.0",
        "",
        "200Mi",
        "heap = memory limit × 40 ÷ 100 = 209715200 × 40 ÷ 100, but at least 134217728, in whole MiB = 134217728 bytes (128 MiB)"
    )]
    [InlineData(
        "fabric8/java-jboss-openjdk8-jdk:1.6",
        "{name: JAVA_MAX_MEM_RATIO, value: '60'}",
        "1Gi",
        "heap = memory limit × 60 ÷ 100 = 1073741824 × 60 ÷ 100, in whole MiB = 643825664 bytes (614 MiB)"
    )]
    [InlineData(
        "app:1",
        "{name: BPL_JVM_LOADED_CLASS_COUNT, value: '20000'}, {name: BPL_JVM_THREAD_COUNT, value: '50'}, {name: JAVA_TOOL_OPTIONS, value: -Xss1m}",
        "1Gi",
        "heap = memory limit - direct buffers - metaspace - code cache - 50 × thread stacks"
            + " = 1073741824 - 10485760 - 130000000 - 251658240 - 50 × 1048576, in whole KiB = 629168128 bytes (600 MiB)"
    )]
    [InlineData(
        "mongo:7",
        "",
        "3Gi",
        "MongoDB's default cache = (memory limit - 1073741824) × 50 ÷ 100 = (3221225472 - 1073741824) × 50 ÷ 100, in whole MiB = 1073741824 bytes (1 GiB)"
    )]
    [InlineData("node:22", "", "3Gi", "old space = memory limit × 50 ÷ 100 = 3221225472 × 50 ÷ 100 = 1610612736 bytes (1.5 GiB)")]
    [InlineData(
        "mcr.microsoft.com/dotnet/aspnet:8.0",
        "",
        "20Mi",
        "hard limit = memory limit × 75 ÷ 100 = 20971520 × 75 ÷ 100, but at least 20971520 = 20971520 bytes (20 MiB), the collector's own share"
    )]
    public void What_is_computed_is_told(string image, string variables, string limit, string expected)
    {
        string command = image.StartsWith("node", StringComparison.Ordinal) ? "\n      command: [node, server.js]" : "";
        string text =
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: app}}\nspec:\n  containers:\n    - name: app\n      image: {image}{command}\n      env: [{variables}]\n"
            + $"      resources: {{limits: {{memory: {limit}, cpu: 1}}}}\n";
        Assert.Contains(expected, Lines(text));
        Assert.True(IsRight(expected));
    }

    [Fact]
    public void An_operator_keeps_its_sum()
    {
        const string Broker =
            "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: k}\nspec:\n  kafka:\n    resources: {limits: {memory: 16Gi}}\n";
        Assert.Contains(Lines(Broker), l =>
            l.StartsWith(
                "heap = memory limit × 50 ÷ 100 = 17179869184 × 50 ÷ 100, but at most 5368709120 = 5368709120 bytes (5 GiB)",
                StringComparison.Ordinal
            )
        );
    }

    private static IEnumerable<string> Lines(string text) =>
        Linter
            .Inspect(
                new LintRequest
                {
                    Sources = [new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null))],
                },
                (pod, _) => pod.Containers.SelectMany(c => Explanation.Of(pod, c).Steps).SelectMany(s => s.Lines).ToList()
            )
            .Pods.SelectMany(l => l)
            .Select(l => l.Split("; ")[0]);

    // "heap = memory limit × 75 ÷ 100 = 1610612736 × 75 ÷ 100, in whole MiB = 1207959552 bytes (1.1 GiB)"; false for words.
    private static bool IsRight(string line)
    {
        if (Formula().Match(line) is not { Success: true } match)
            return false;
        decimal value = Value(match.Groups["formula"].Value),
            result = Number(match.Groups["result"].Value);
        if (match.Groups["bound"] is { Success: true } bound)
        {
            decimal most = Number(bound.Value);
            bool isLeast = match.Groups["which"].Value == "least";
            Assert.True(isLeast ? value < most : value > most, line);
            value = most;
        }
        decimal unit = match.Groups["unit"].Value switch
        {
            "" => 1,
            "in whole KiB" => 1024,
            "in whole MiB" => 1 << 20,
            var other => Number(other.Split(' ')[3]),
        };
        decimal rounded = match.Groups["up"].Success ? Math.Ceiling(value / unit) * unit : Math.Floor(value / unit) * unit;
        // The JVM's own arithmetic is that of floating-point numbers.
        Assert.True(Math.Abs(rounded - result) <= 1, $"{rounded}: {line}");
        return true;
    }

    // Terms with + and -, factors with × and ÷ from left to right, and at most one pair of brackets, at the start.
    private static decimal Value(string formula)
    {
        if (formula.StartsWith('('))
        {
            int end = formula.IndexOf(')', StringComparison.Ordinal);
            formula = Value(formula[1..end]).ToString(CultureInfo.InvariantCulture) + formula[(end + 1)..];
        }
        decimal sum = 0,
            product = 0;
        int sign = 1;
        string by = "";
        foreach (string word in formula.Split(' '))
        {
            if (word is "+" or "-")
            {
                sum += sign * product;
                (sign, by) = (word == "+" ? 1 : -1, "");
            }
            else if (word is "×" or "÷")
            {
                by = word;
            }
            else
            {
                decimal number = word.Split('^') is [var basis, var power]
                    ? (decimal)Math.Pow((double)Number(basis), (double)Number(power))
                    : Number(word);
                product =
                    by == "×" ? product * number
                    : by == "÷" ? product / number
                    : number;
            }
        }
        return sum + (sign * product);
    }

    private static decimal Number(string text) => decimal.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        "^[^=]*(?: = [^=]*)? = (?<formula>[(0-9][-0-9.+×÷^() ]*[-+×÷^][-0-9.+×÷^() ]*?)(?:, but at (?<which>least|most) (?<bound>[0-9]+))?(?:, (?<unit>in (?:whole [KM]iB|units of [0-9]+)))?(?<up>, rounded up)? = (?<result>[0-9]+) bytes",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Formula();
}
