using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Tests.Owners;

namespace ManifestLint.Tests.Rules;

/// <summary>What one finding tells, shows and advises belongs together: amounts, places and what to write come from one object, and no advice makes another fault.</summary>
public sealed class OneObjectTests
{
    private const string Ignored = "manifestlint: ignore[ML3002] measured";

    // Named by a commit hook or not, a comment in a file of data counts, and the file was read.
    [Theory]
    [InlineData("j.env", "envs: [j.env]", "# " + Ignored + "\nJAVA_TOOL_OPTIONS=-Xmx1g\n")]
    [InlineData("j.yaml", "envs: [j.yaml]", "# " + Ignored + "\nJAVA_TOOL_OPTIONS=-Xmx1g\n")]
    [InlineData("JAVA_TOOL_OPTIONS", "files: [JAVA_TOOL_OPTIONS]", null)]
    public void A_file_of_data_that_is_named(string name, string generator, string? text)
    {
        PageFile[] files =
        [
            new(
                "app.yaml",
                Sets.SetScan.Deployment("web", "{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}")
                    .Replace(
                        "image: registry.example/app:1",
                        "image: eclipse-temurin:21\n          command: [java, -jar, a.jar]\n          envFrom: [{configMapRef: {name: cfg}}]",
                        StringComparison.Ordinal
                    )
            ),
            new("kustomization.yaml", $"namespace: shop\nresources: [app.yaml]\nconfigMapGenerator:\n- name: cfg\n  {generator}\n"),
            new(name, text ?? "-Xmx1g"),
        ];
        var result = PageScan.Result(files, [], LintConfiguration.Default);
        Assert.Empty(result.Skipped);
        var found = Assert.Single(text is null ? result.Findings : result.Suppressed, f => f.RuleId == "ML3002");
        Assert.Equal(name, found.Place.File);
        Assert.Equal(text is not null, result.Findings.All(f => f.RuleId is not ("ML3002" or "ML0101")));
    }

    [Fact]
    public void A_file_of_replacements_was_read()
    {
        PageFile[] files =
        [
            new("app.yaml", Sets.SetScan.Deployment("web", "{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}")),
            new("cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata: {lim: 1500Mi}\n"),
            new("kustomization.yaml", "resources: [app.yaml, cm.yaml]\nreplacements: [{path: r.yaml}]\n"),
            new(
                "r.yaml",
                "source: {kind: ConfigMap, name: cfg, fieldPath: data.lim}\ntargets:\n- select: {kind: Deployment}\n  fieldPaths: [\"spec.template.spec.containers.0.resources.limits.memory\"]\n"
            ),
        ];
        Assert.Empty(PageScan.Result(files, [], LintConfiguration.Default).Skipped);
    }

    // The source does not say where it goes: the replacement does, and names the source.
    [Fact]
    public void What_a_replacement_copied_is_told_in_its_own_text_with_the_replacement()
    {
        PageFile[] files =
        [
            new("app.yaml", Sets.SetScan.Deployment("web", "{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}")),
            new("cm.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: cfg}\ndata: {lim: 500Mi}\n"),
            new("kustomization.yaml", "resources: [app.yaml, cm.yaml]\nreplacements: [{path: r.yaml}]\n"),
            new(
                "r.yaml",
                "source: {kind: ConfigMap, name: cfg, fieldPath: data.lim}\ntargets:\n- select: {kind: Deployment}\n  fieldPaths: [\"spec.template.spec.containers.0.resources.limits.memory\"]\n"
            ),
        ];
        var found = Assert.Single(PageScan.Result(files, [], LintConfiguration.Default).Findings, f => f.RuleId == "ML1002");
        Assert.Equal(("cm.yaml", 4), (found.Place.File, found.Place.Line));
        Assert.Equal(
            [("app.yaml", "requested here"), ("r.yaml", "replaced here by ConfigMap cfg, data.lim")],
            found.Related.Take(2).Select(r => (r.Place.File, r.Note))
        );
    }

    // Each part of a value that replacements put together is told, and silenced, where it is written.
    [Theory]
    [InlineData("-Xmx1g -Da=b", "1", null, "app.yaml", "-Xmx1g")]
    [InlineData("-Da=b -Xmx1g -Db=c", "0", "2", "app.yaml", "-Xmx1g")]
    [InlineData("-Xmx1g", "-1", null, "app.yaml", "-Xmx1g")]
    [InlineData("-Xmx1g", "9", null, "app.yaml", "-Xmx1g")]
    [InlineData("-Da=b -Xmx256m", "1", "0", "cm.yaml", "-Xmx1g")]
    [InlineData("-Da=b -Xmx256m", "1", "5", "cm.yaml", "-Xmx1g")]
    [InlineData("-Xmx256m", "0", null, "cm.yaml", "-Xmx1g")]
    [InlineData("-Xmx1g -Da=b # manifestlint: ignore[ML3002] accepted", "1", null, "", "")]
    public void Parts_of_a_value_are_told_where_they_are_written(string value, string first, string? second, string file, string text)
    {
        string mapped = file == "cm.yaml" ? "-Xmx1g" : "-Da=c";
        string Replace(string key, string index) =>
            $"- source: {{kind: ConfigMap, name: cfg, fieldPath: data.{key}}}\n  targets:\n  - select: {{kind: Deployment}}\n    fieldPaths: [spec.template.spec.containers.0.env.0.value]\n    options: {{delimiter: ' ', index: {index}}}\n";
        PageFile[] files =
        [
            new(
                "app.yaml",
                Sets.SetScan.Deployment("web", "{requests: {memory: 1Gi}, limits: {memory: 1Gi}}")
                    .Replace("image: ", "image: eclipse-temurin:21 # ", StringComparison.Ordinal)
                    + $"          env:\n            - name: JAVA_TOOL_OPTIONS\n              value: {value}\n"
            ),
            new("cm.yaml", $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: cfg}}\ndata:\n  o: {mapped}\n  p: -Dp=q\n"),
            new(
                "kustomization.yaml",
                $"resources: [app.yaml, cm.yaml]\nreplacements:\n{Replace("o", first)}{(second is null ? "" : Replace("p", second))}"
            ),
        ];
        var result = PageScan.Result(files, [], LintConfiguration.Default);
        var found = result.Findings.Where(f => f.RuleId is "ML3002" or "ML0101").ToList();
        if (file.Length == 0)
        {
            Assert.Empty(found);
            return;
        }
        var place = Assert.Single(found).Place;
        Assert.Equal(file, place.File);
        string line = files.Single(f => f.Name == file).Text.Split('\n')[place.Line - 1];
        Assert.StartsWith(text, line[(place.Column - 1)..]);
    }

    // A heap that leaves room is not to blame: another one mends nothing.
    [Theory]
    [InlineData(
        "eclipse-temurin:21",
        "[java, -Xmx512m, -jar, a.jar]",
        "1Gi",
        "a memory limit above 1Gi, in the manifest that the pod is made from"
    )]
    [InlineData(
        "eclipse-temurin:21",
        "[java, '-XX:MaxRAMPercentage=40', -jar, a.jar]",
        "2Gi",
        "a memory limit above 2Gi, in the manifest that the pod is made from"
    )]
    [InlineData(
        "node:22",
        "[node, --max-old-space-size=300, a.js]",
        "1Gi",
        "a memory limit above 1Gi, in the manifest that the pod is made from"
    )]
    [InlineData(
        "eclipse-temurin:21",
        "[java, -Xmx900m, -jar, a.jar]",
        "1Gi",
        "-Xmx768m (75 % of 1Gi; or memory limit 1150Mi), in the manifest that the pod is made from"
    )]
    public void What_mends_an_OOM_kill(string image, string command, string limit, string write)
    {
        var finding = Killed(Container(image, command, limit), null);
        Assert.Equal((write, null), (finding.Advice?.Text, finding.Fix));
        Assert.Equal(write[0] == 'a', finding.Statement.Cause!.EndsWith("beside the heap", StringComparison.Ordinal));
    }

    [Fact]
    public void A_heap_that_leaves_its_usual_room_says_what_took_more() =>
        Assert.Equal(
            "-Xmx700m leaves 324 MiB for everything beside the heap, which took more",
            Killed(Container("eclipse-temurin:21", "[java, -Xmx700m, -jar, a.jar]", "1Gi"), null).Statement.Cause
        );

    // The pod's setting is shown in the pod where the template has another one by now, and so is its limit.
    [Theory]
    [InlineData("-Xmx900m", "1Gi", "-Xmx900m", "1Gi", "", null, "-Xmx768m (75 % of 1Gi)")]
    [InlineData("-Xmx900m", "1Gi", "-Xmx512m", "1Gi", "pod.yaml the heap is set here", null, null)]
    [InlineData(
        "-Xmx900m",
        "1Gi",
        "-Xmx900m",
        "2Gi",
        "pod.yaml the memory limit of pod web-0",
        "-Xmx768m (75 % of 1Gi; or memory limit 1150Mi), in the manifest that the pod is made from",
        null
    )]
    [InlineData(
        "-Xmx900m",
        "2Gi",
        "-Xmx900m",
        "1Gi",
        "pod.yaml the memory limit of pod web-0",
        "a memory limit above 2Gi, in the manifest that the pod is made from",
        null
    )]
    public void A_pod_and_its_template(
        string pod,
        string limit,
        string template,
        string templateLimit,
        string shown,
        string? write,
        string? fix
    )
    {
        static string Java(string heap, string limit) => Container("eclipse-temurin:21", $"[java, {heap}, -jar, a.jar]", limit);
        var finding = Killed(Java(pod, limit), Java(template, templateLimit));
        Assert.Equal(
            shown,
            string.Join(
                '|',
                finding
                    .Related.Where(r => r.Place.File == "pod.yaml" && !r.Note.StartsWith("in pod", StringComparison.Ordinal))
                    .Select(r => $"{r.Place.File} {r.Note}")
            )
        );
        Assert.Equal((write, fix), (finding.Advice?.Text, finding.Fix?.Advice.Text));
        Assert.Equal(limit == templateLimit, finding.Path.ToString().EndsWith("limits.memory", StringComparison.Ordinal));
    }

    private static string Container(string image, string command, string limit) =>
        LiveDump
            .Container("web", $"command: {command}\nresources:\n  requests: {{cpu: 1, memory: {limit}}}\n  limits: {{memory: {limit}}}")
            .Replace("registry.example.com/web:1.0.0", image, StringComparison.Ordinal);

    private static ReportedFinding Killed(string pod, string? template)
    {
        (string, string)[] files =
        [
            (
                "pod.yaml",
                LiveDump.List(LiveDump.Pod("web-0", template is null ? null : "StatefulSet web s-1", LiveDump.Killed("web", 3), pod))
            ),
            .. template is null
                ? Array.Empty<(string, string)>()
                : [("web.yaml", LiveDump.List(LiveDump.Workload("StatefulSet", "web", null, "s-1", template)))],
        ];
        return Assert.Single(OwnershipTests.Lint(1, files).Findings, f => f.RuleId == "ML6001");
    }

    [Theory]
    // What would get the container OOMKilled is no safe repair.
    [InlineData(
        "ML3404",
        "image: memcached:1.6\n          args: [-m, 64g]",
        "{limits: {memory: 1Gi}}",
        "-m 65536 (too much for the memory limit 1Gi, which has to be raised, too)",
        "told"
    )]
    [InlineData("ML3404", "image: memcached:1.6\n          args: [-m, 2g]", "{limits: {memory: 4Gi}}", "-m 2048", "safe")]
    [InlineData(
        "ML3403",
        "image: postgres:16\n          args: [-c, shared_buffers=1gb]",
        "{limits: {memory: 1Gi}}",
        "shared_buffers=1GB (too much for the memory limit 1Gi, which has to be raised, too)",
        "told"
    )]
    [InlineData(
        "ML3403",
        "image: postgres:16\n          args: [-c, shared_buffers=1gb]",
        "{limits: {memory: 4Gi}}",
        "shared_buffers=1GB",
        "safe"
    )]
    // What the same rule, or ML0004, refuses is nothing to write.
    [InlineData(
        "ML1007",
        "image: a/b:1",
        "{requests: {nvidia.com/gpu: 2}, limits: {nvidia.com/gpu: 1.5}}",
        "nvidia.com/gpu limit 2 (as much as is requested)",
        "told"
    )]
    [InlineData("ML1007", "image: a/b:1", "{requests: {nvidia.com/gpu: 2.5}, limits: {nvidia.com/gpu: 1.5}}", null, null)]
    [InlineData(
        "ML1007",
        "image: a/b:1",
        "{requests: {hugepages-2Mi: 3Mi}, limits: {memory: 1Gi}}",
        "hugepages-2Mi request 4Mi or 2Mi",
        "told"
    )]
    [InlineData(
        "ML1007",
        "image: a/b:1",
        "{requests: {hugepages-2Mi: 4Mi}, limits: {memory: 1Gi}}",
        "hugepages-2Mi limit 4Mi (as much as is requested)",
        "told"
    )]
    [InlineData("ML0003", "image: a/b:1", "{limits: {memory: 64K}}", null, null)]
    [InlineData("ML0003", "image: a/b:1", "{limits: {memory: 64ki}}", null, null)]
    [InlineData("ML0003", "image: a/b:1", "{limits: {memory: 2gi}}", "memory limit 2Gi", "safe")]
    // The variable takes the amount alone.
    [InlineData(
        "ML3002",
        "image: itzg/minecraft-server:java21\n          env: [{name: MEMORY, value: 2G}]",
        "{limits: {memory: 2Gi}}",
        "MEMORY=1536m (75 % of 2Gi)",
        "unsafe"
    )]
    [InlineData(
        "ML3002",
        "image: bitnami/zookeeper:3.9\n          env: [{name: ZOO_HEAP_SIZE, value: '1024'}]",
        "{limits: {memory: 1Gi}}",
        "ZOO_HEAP_SIZE=768 (75 % of 1Gi)",
        "told"
    )]
    [InlineData(
        "ML3006",
        "image: eclipse-temurin:21\n          command: [java, -Xmx99999999999999999999999999.5g, -jar, a.jar]",
        "{limits: {memory: 4Gi}}",
        null,
        null
    )]
    [InlineData(
        "ML3006",
        "image: eclipse-temurin:21\n          command: [java, -Xmx1.5g, -jar, a.jar]",
        "{limits: {memory: 4Gi}}",
        "-Xmx1536m",
        "safe"
    )]
    [InlineData(
        "ML3006",
        "image: eclipse-temurin:21\n          command: [java, -Xmx1gb, -jar, a.jar]",
        "{limits: {memory: 4Gi}}",
        "-Xmx1g",
        "safe"
    )]
    [InlineData(
        "ML3006",
        "image: eclipse-temurin:21\n          command: [java, '-XX:MaxRAMPercentage=70,5', -jar, a.jar]",
        "{limits: {memory: 4Gi}}",
        "-XX:MaxRAMPercentage=70.5",
        "safe"
    )]
    [InlineData(
        "ML3103",
        "image: node:20\n          command: [node, --max-old-space-size=1GB, a.js]",
        "{limits: {memory: 4Gi}}",
        "--max-old-space-size=1024",
        "unsafe"
    )]
    [InlineData(
        "ML1007",
        "image: a/b:1",
        "{requests: {cpu: 1}, limits: {Memory: 1Gi, CPU: 1}}",
        "memory instead of Memory and cpu instead of CPU",
        "told"
    )]
    public void What_to_write(string rule, string container, string resources, string? write, string? how)
    {
        string[] given =
        [
            .. Find(rule, container, resources)
                .Select(f =>
                    f.Fix is { } fix ? $"{(fix.Safety == FixSafety.Safe ? "safe" : "unsafe")} {fix.Advice.Text}"
                    : f.Advice?.Text is { } advice ? $"told {advice}"
                    : ""
                ),
        ];
        Assert.NotEmpty(given);
        if (write is null)
            Assert.All(given, g => Assert.Equal("", g));
        else
            Assert.Contains($"{how} {write}", given);
    }

    [Theory]
    [InlineData("-Xmx0", "a heap size is a whole number above 0, alone or with one of k, m, g, t")]
    [InlineData("-Xmx99999999999g", "no machine has that much memory")]
    [InlineData("-XX:MaxRAMPercentage=101", "a percentage is a number from 0.0 to 100.0")]
    public void Why_a_JVM_does_not_start(string option, string why) =>
        Assert.Equal(
            $"Java 21 does not start with {option}: {why}",
            Assert
                .Single(
                    Find(
                        "ML3006",
                        $"image: eclipse-temurin:21\n          command: [java, '{option}', -jar, a.jar]",
                        "{limits: {memory: 4Gi}}"
                    )
                )
                .Statement.What
        );

    // The slip is the cause, and told.
    [Theory]
    [InlineData("512")]
    [InlineData("512m")]
    public void A_limit_that_nobody_means_is_told_once(string limit) =>
        Assert.Empty(
            Find("ML3006", "image: eclipse-temurin:21\n          command: [java, -jar, a.jar]", $"{{limits: {{memory: {limit}}}}}")
        );

    // A name that the API server fills in from the limits stands in no request, and what is marked is the name.
    [Fact]
    public void A_misspelt_name_is_told_where_it_is_written()
    {
        var found = Find("ML1007", "image: a/b:1", "{limits: {memroy: 1Gi}, requests: {Memory: 1Gi}}");
        Assert.Equal(
            ["memroy (memory is meant) is not a resource name", "Memory (memory is meant) is not a resource name"],
            found.Select(f => f.Statement.What)
        );
        Assert.Equal([6, 6], found.Select(f => f.Place.EndColumn - f.Place.Column));
        Assert.Equal(["memory instead of memroy", "memory instead of Memory"], found.Select(f => f.Advice?.Text));
    }

    [Fact]
    public void A_limit_of_Spark_is_that_of_its_author()
    {
        PageFile file = new(
            "a.yaml",
            "apiVersion: sparkoperator.k8s.io/v1beta2\nkind: SparkApplication\nmetadata: {name: s}\nspec:\n  image: spark:3.5\n  driver: {cores: 1, memory: 512m}\n  executor: {cores: 1, memory: 2g, memoryLimit: 1g}\n"
        );
        var finding = Assert.Single(PageScan.Result([file], [], LintConfiguration.Default).Findings, f => f.RuleId == "ML3002");
        Assert.Equal("memory: 2g is 200 % of the memory limit 1g", finding.Statement.What);
        Assert.Equal((7, "the memory limit"), finding.Related.Select(r => (r.Place.Line, r.Note)).Single());
    }

    [Fact]
    public void A_limit_that_a_LimitRange_injects_stands_there()
    {
        PageFile[] files =
        [
            new(
                "app.yaml",
                Sets.SetScan.Deployment("web", "{requests: {cpu: 1, memory: 1Gi}}")
                    .Replace(
                        "image: registry.example/app:1",
                        "image: a/b:1\n          volumeMounts: [{name: t, mountPath: /t}]",
                        StringComparison.Ordinal
                    ) + "\n      volumes: [{name: t, emptyDir: {medium: Memory}}]\n"
            ),
            new(
                "lr.yaml",
                "apiVersion: v1\nkind: LimitRange\nmetadata: {name: lr, namespace: shop}\nspec:\n  limits:\n  - {type: Container, default: {memory: 1500M}}\n"
            ),
        ];
        var finding = Assert.Single(PageScan.Result(files, [], LintConfiguration.Default).Findings, f => f.RuleId == "ML4001");
        Assert.Equal(("lr.yaml", 6), finding.Related.Select(r => (r.Place.File, r.Place.Line)).Single());
    }

    private static List<ReportedFinding> Find(string rule, string container, string resources) =>
        [
            .. PageScan
                .Result(
                    [
                        new PageFile(
                            "app.yaml",
                            Sets.SetScan.Deployment("web", resources)
                                .Replace("image: registry.example/app:1", container, StringComparison.Ordinal)
                        ),
                    ],
                    [],
                    LintConfiguration.Default
                )
                .Findings.Where(f => f.RuleId == rule),
        ];
}
