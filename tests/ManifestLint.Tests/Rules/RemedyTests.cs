using ManifestLint.Configuration;

namespace ManifestLint.Tests.Rules;

/// <summary>Where a value cannot be edited, because others read it or because it is a part of another text, what to write is still said.</summary>
public sealed class RemedyTests
{
    private const string Pod =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  containers:\n  - name: app\n    image: example.com/app:1\n";

    public static TheoryData<string, string, string> Aliases =>
        new()
        {
            { "ML0004", "    resources: {requests: {memory: &m 512m}, limits: {memory: *m}}\n", "memory limit 512Mi" },
            {
                "ML0004",
                "    resources: {requests: {memory: &m 512m}, limits: {memory: *m}}\n",
                "memory request 512Mi and memory limit 512Mi"
            },
            { "ML0005", "    resources: {requests: {cpu: &c 500}, limits: {cpu: *c}}\n", "cpu limit 500m and cpu request 500m" },
            { "ML0003", "    resources: {requests: {memory: &m 512mi}, limits: {memory: *m}}\n", "memory limit 512Mi" },
            {
                "ML0003",
                "    resources: {requests: {memory: &m 512MB}, limits: {memory: *m}}\n",
                "memory limit 512Mi, or 512M if powers of ten are meant"
            },
            { "ML0007", "    env: [{name: A, value: &v 5}, {name: B, value: *v}]\n", "\"5\" (in quotes)" },
            {
                "ML1002",
                "    resources: {requests: {memory: 1Gi}, limits: {memory: &m 512Mi, ephemeral-storage: *m}}\n",
                "memory limit 1Gi (as much as is requested)"
            },
            { "ML4007", "  volumes: [{name: &i memory, emptyDir: {medium: *i}}]\n", "medium Memory" },
        };

    public static TheoryData<string, string, string> Patches =>
        new()
        {
            { "ML0004", "limits: {memory: 2048m}", "memory limit 2048Mi" },
            { "ML0003", "requests: {memory: 2gi}", "memory request 2Gi" },
            { "ML0005", "limits: {cpu: 500}", "cpu limit 500m" },
            { "ML0006", "limts: {memory: 1Gi}", "limits instead of limts" },
            { "ML1002", "{requests: {memory: 2Gi}, limits: {memory: 1Gi}}", "memory limit 2Gi (as much as is requested)" },
        };

    [Theory]
    [MemberData(nameof(Aliases))]
    public void A_value_that_others_read(string rule, string rest, string write) =>
        AssertTold(rule, write, [new PageFile("pod.yaml", Pod + rest)]);

    [Theory]
    [MemberData(nameof(Patches))]
    public void A_value_in_a_patch_that_stands_in_a_kustomization(string rule, string resources, string write) =>
        AssertTold(
            rule,
            write,
            [
                new PageFile("pod.yaml", Pod + "    resources: {limits: {memory: 1Gi}, requests: {memory: 1Gi}}\n"),
                new PageFile(
                    "kustomization.yaml",
                    "resources: [pod.yaml]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: Pod\n    metadata: {name: web}\n    spec:\n      containers:\n      - name: app\n        resources: "
                        + (resources[0] == '{' ? resources : $"{{{resources}}}")
                        + "\n"
                ),
            ]
        );

    [Theory]
    [InlineData("java, -Xmx$(HEAP)", "{name: HEAP, value: 1g}", "768m in env HEAP: -Xmx768m (75 % of 1Gi)")]
    [InlineData("sh, -c, 'exec java -Xmx${HEAP}m -jar a.jar'", "{name: HEAP, value: '1024'}", "768 in env HEAP: -Xmx768m (75 % of 1Gi)")]
    [InlineData(
        "java, -Xmx$(HEAP)",
        "{name: HEAP, valueFrom: {configMapKeyRef: {name: settings, key: heap}}}",
        "768m in ConfigMap settings, key heap: -Xmx768m (75 % of 1Gi)"
    )]
    // The variable holds the whole setting.
    [InlineData("java, $(HEAP)", "{name: HEAP, value: -Xmx1g}", "-Xmx768m (75 % of 1Gi)")]
    [InlineData("java", "{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}", "-Xmx768m (75 % of 1Gi)")]
    public void A_variable_or_key_that_holds_the_amount_alone(string command, string variable, string write)
    {
        string text =
            $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: settings, namespace: shop}}\ndata: {{heap: 1g}}\n---\napiVersion: v1\nkind: Pod\n"
            + "metadata: {name: web, namespace: shop}\nspec:\n  containers:\n  - name: app\n    image: eclipse-temurin:21\n"
            + $"    command: [{command}{(command[0] == 's' ? "" : ", -jar, a.jar")}]\n    env: [{variable}]\n    resources: {{limits: {{memory: 1Gi}}}}\n";
        var found = PageScan
            .Result([new PageFile("pod.yaml", text)], [], LintConfiguration.Default)
            .Findings.Single(f => f.RuleId == "ML3002");
        Assert.Equal(write, found.Fix?.Advice.Text ?? found.Advice?.Text);
    }

    // What is not read is repaired where it stands, too; what is no size of one word is joined; what the limit has no room for is only told.
    [Theory]
    [InlineData("java, -Xmx$(HEAP)", "{name: HEAP, value: 512Mi}", "512m in env HEAP: -Xmx512m", true)]
    [InlineData(
        "java, -Xmx$(HEAP)",
        "{name: HEAP, valueFrom: {configMapKeyRef: {name: settings, key: byte}}}",
        "700m in ConfigMap settings, key byte: -Xmx700m",
        false
    )]
    [InlineData(
        "java, -Xmx$(HEAP)",
        "{name: HEAP, valueFrom: {configMapKeyRef: {name: settings, key: blank}}}",
        "600m in ConfigMap settings, key blank: -Xmx600m",
        false
    )]
    [InlineData(
        "java, -Xmx$(HEAP)",
        "{name: HEAP, valueFrom: {configMapKeyRef: {name: settings, key: bare}}}",
        "512m in ConfigMap settings, key bare: -Xmx512m",
        false
    )]
    [InlineData("java, '-Xmx 512m'", "{name: A, value: b}", "-Xmx512m", true)]
    [InlineData("java, '-Xmx 512m -Xss1m'", "{name: A, value: b}", "\"-Xmx\", \"512m\", \"-Xss1m\" as items of command", false)]
    [InlineData(
        "java, -Xmx1.5g",
        "{name: A, value: b}",
        "-Xmx1536m (too much for the memory limit 1Gi, which has to be raised, too)",
        false
    )]
    [InlineData("java, -Xmx2Gi", "{name: A, value: b}", "-Xmx2g (too much for the memory limit 1Gi, which has to be raised, too)", false)]
    [InlineData(
        "java, -Xmx$(HEAP)",
        "{name: HEAP, value: '1'}",
        "1g in env HEAP: -Xmx1g (too much for the memory limit 1Gi, which has to be raised, too)",
        false
    )]
    [InlineData("java, -Xmx524288", "{name: A, value: b}", "-Xmx524288k", true)]
    public void A_value_that_is_not_read(string command, string variable, string write, bool isEdited)
    {
        string text =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {byte: 700mb, blank: ' 600m', bare: '512'}\n---\napiVersion: v1\nkind: Pod\n"
            + "metadata: {name: web, namespace: shop}\nspec:\n  containers:\n  - name: app\n    image: eclipse-temurin:21\n"
            + $"    command: [{command}, -jar, a.jar]\n    env: [{variable}]\n    resources: {{limits: {{memory: 1Gi}}}}\n";
        var found = PageScan
            .Result([new PageFile("pod.yaml", text)], [], LintConfiguration.Default)
            .Findings.Single(f => f.RuleId == "ML3006");
        Assert.Equal((write, isEdited), (found.Fix?.Advice.Text ?? found.Advice?.Text, found.Fix is not null));
    }

    // One key that two containers take has one value.
    [Theory]
    [InlineData(
        "{name: HEAP, valueFrom: {configMapKeyRef: {name: settings, key: heap}}}, {name: JAVA_TOOL_OPTIONS, value: -Xmx$(HEAP)}",
        "310m in ConfigMap settings, key heap"
    )]
    [InlineData("{name: JAVA_TOOL_OPTIONS, valueFrom: {configMapKeyRef: {name: settings, key: all}}}", "-Xmx310m")]
    public void A_key_of_two_containers(string variables, string write)
    {
        string text =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {heap: 1g, all: -Xmx1g}\n---\napiVersion: v1\nkind: Pod\n"
            + "metadata: {name: web, namespace: shop}\nspec:\n  containers:\n"
            + string.Concat(
                ((string[])["1Gi", "512Mi"]).Select(
                    (limit, i) =>
                        $"  - name: app{i}\n    image: eclipse-temurin:21\n    command: [java, -jar, a.jar]\n    env: [{variables}]\n    resources: {{limits: {{memory: {limit}}}}}\n"
                )
            );
        var found = PageScan
            .Result([new PageFile("pod.yaml", text)], [], LintConfiguration.Default)
            .Findings.Where(f => f.RuleId == "ML3002")
            .ToDictionary(f => f.Container!, f => f.Advice?.Text);
        Assert.Equal($"{write} (as much as container app1 can have, which takes it, too)", found["app0"]);
        Assert.StartsWith(write, found["app1"], StringComparison.Ordinal);
    }

    // The same of an amount in another base.
    [Fact]
    public void One_hexadecimal_value_for_containers_that_take_one_key()
    {
        string text =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings, namespace: shop}\ndata: {heap: '0x30000000'}\n---\napiVersion: v1\nkind: Pod\n"
            + "metadata: {name: web, namespace: shop}\nspec:\n  containers:\n"
            + string.Concat(
                ((string[])["640Mi", "512Mi"]).Select(
                    (limit, i) =>
                        $"  - name: app{i}\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n    command: [dotnet, a.dll]\n"
                        + "    env: [{name: DOTNET_GCHeapHardLimit, valueFrom: {configMapKeyRef: {name: settings, key: heap}}}]\n"
                        + $"    resources: {{limits: {{memory: {limit}}}}}\n"
                )
            );
        var found = PageScan
            .Result([new PageFile("pod.yaml", text)], [], LintConfiguration.Default)
            .Findings.Where(f => f.Advice is not null)
            .ToDictionary(f => f.Container!, f => f.Advice?.Text);
        Assert.Equal("DOTNET_GCHeapHardLimit=0x18000000 (as much as container app1 can have, which takes it, too)", found["app0"]);
        Assert.Equal("DOTNET_GCHeapHardLimit=0x18000000 (384 MiB, 75 % of 512Mi)", found["app1"]);
    }

    // Of three options in a row the last one counts; a reference ends with its brace.
    [Theory]
    [InlineData(
        "java, -Xmx100m, -Xmx2g, -Xmx300m, -jar, a.jar",
        "ML3007",
        "-Xmx300m (command) comes later and counts, -Xmx300m (command) comes later and counts"
    )]
    [InlineData("sh, -c, 'exec java -Xmx${HEAP:-1g} -jar a.jar'", "ML3002", "-Xmx${HEAP:-1g} (-Xmx1g) is 100 % of the memory limit 1Gi")]
    public void What_counts_is_told_as_it_is_written(string command, string rule, string told)
    {
        string text =
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: web}}\nspec:\n  containers:\n  - name: app\n    image: eclipse-temurin:21\n    command: [{command}]\n    resources: {{limits: {{memory: 1Gi}}}}\n";
        var found = PageScan.Result([new PageFile("pod.yaml", text)], [], LintConfiguration.Default).Findings.Where(f => f.RuleId == rule);
        Assert.Equal(told, string.Join(", ", found.Select(f => f.Statement.What.Split("has no effect: ")[^1])));
    }

    // What a controller made is made anew.
    [Theory]
    [InlineData("ReplicaSet", "Deployment", "-Xmx768m (75 % of 1Gi), in the manifest that the ReplicaSet is made from")]
    [InlineData("Job", "CronJob", "-Xmx768m (75 % of 1Gi), in the manifest that the Job is made from")]
    [InlineData("ReplicaSet", null, "-Xmx768m (75 % of 1Gi)")]
    public void An_object_that_another_one_made(string kind, string? owner, string write)
    {
        string reference = owner is null
            ? ""
            : $", ownerReferences: [{{apiVersion: apps/v1, kind: {owner}, name: web, uid: u-1, controller: true}}]";
        string text =
            $"apiVersion: {(kind == "Job" ? "batch" : "apps")}/v1\nkind: {kind}\nmetadata: {{name: web-1, namespace: shop{reference}}}\nspec:\n  selector: {{matchLabels: {{a: b}}}}\n"
            + "  template:\n    metadata: {labels: {a: b}}\n    spec:\n      restartPolicy: "
            + (kind == "Job" ? "Never" : "Always")
            + "\n      containers:\n      - name: app\n        image: eclipse-temurin:21\n        command: [java, -Xmx1g, -jar, a.jar]\n        resources: {limits: {memory: 1Gi}}\n";
        var found = PageScan
            .Result([new PageFile("live.yaml", text)], [], LintConfiguration.Default)
            .Findings.Single(f => f.RuleId == "ML3002");
        Assert.Equal((write, owner is null), (found.Fix?.Advice.Text ?? found.Advice?.Text, found.Fix is not null));
    }

    private static void AssertTold(string rule, string write, PageFile[] files)
    {
        var found = PageScan.Result(files, [], LintConfiguration.Default).Findings.Where(f => f.RuleId == rule).ToList();
        Assert.NotEmpty(found);
        Assert.All(found, f => Assert.Null(f.Fix));
        Assert.Contains(write, found.Select(f => f.Advice?.Text));
    }
}
