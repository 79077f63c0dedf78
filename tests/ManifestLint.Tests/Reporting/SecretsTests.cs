using System.Collections.Immutable;
using System.Text;
using ManifestLint.Catalog;
using ManifestLint.Configuration;
using ManifestLint.Explaining;
using ManifestLint.Findings;
using ManifestLint.Inspection;
using ManifestLint.Reporting;
using ManifestLint.Tests.Rules;

namespace ManifestLint.Tests.Reporting;

/// <summary>What a Secret holds shows in no format, however a container takes it and whatever is wrong with it.</summary>
public sealed class SecretsTests
{
    // An amount may be told, and the name of an option.
    private static readonly string[] s_values =
    [
        "-Xmx777m -Dpassword=geheimnis",
        "-Xmx2g -Dpassword=geheimnis",
        "-Dpassword=geheimnis -Xmx2g -cp geheimnis",
        "-p geheimnis x=1",
        "geheimnis",
        "-Xmxgeheimnis",
        "-Xmx2g -XX:HeapDumpPath=geheimnis",
        "-Xmx2g -XX:OnOutOfMemoryError=geheimnis",
        "-XX:+UseG1GC -XX:+UseSerialGC -XX:HeapDumpPath=geheimnis",
        "-XX:geheimnis=1 -Xmx2g",
        "-Xmx2ggeheimnis",
        "-Xmx1z -Dpassword=geheimnis",
        "2gb --requirepass geheimnis",
        "--max-old-space-size=2048 --title=geheimnis",
        "geheimnis -Xmx2g",
        "-jar geheimnis.jar -Xmx2g",
        "--expose-gc geheimnis --max-old-space-size=2048",
    ];

    public static TheoryData<string, string> Ways
    {
        get
        {
            string[] secrets =
            [
                .. s_values.Select(v => $"stringData: {{JAVA_TOOL_OPTIONS: \"{v}\"}}"),
                .. s_values.Select(v => $"data: {{JAVA_TOOL_OPTIONS: {Convert.ToBase64String(Encoding.UTF8.GetBytes(v))}}}"),
            ];
            string[] takers =
            [
                "image: eclipse-temurin:21, command: [java, -jar, a.jar], env: [{name: JAVA_TOOL_OPTIONS, valueFrom: {secretKeyRef: {name: s, key: JAVA_TOOL_OPTIONS}}}]",
                "image: eclipse-temurin:21, command: [java, -jar, a.jar], envFrom: [{secretRef: {name: s}}]",
                "image: eclipse-temurin:21, command: [sh, -c, 'exec java $JAVA_TOOL_OPTIONS -jar a.jar'], envFrom: [{secretRef: {name: s}}]",
                "image: eclipse-temurin:21, command: [java, $(JAVA_TOOL_OPTIONS), -jar, a.jar], envFrom: [{secretRef: {name: s}}]",
                "image: node:20, command: [node, $(JAVA_TOOL_OPTIONS), a.js], envFrom: [{secretRef: {name: s}}]",
                "image: eclipse-temurin:21, command: [java, -Xmx2g, '-Dpassword=$(JAVA_TOOL_OPTIONS)', -jar, a.jar], envFrom: [{secretRef: {name: s}}]",
                "image: eclipse-temurin:21, command: [java, '@/s/JAVA_TOOL_OPTIONS', -jar, a.jar], volumeMounts: [{name: s, mountPath: /s}]",
                "image: redis:7, command: [redis-server, --maxmemory, $(JAVA_TOOL_OPTIONS)], envFrom: [{secretRef: {name: s}}]",
                "image: redis:7, command: [redis-server, '--$(JAVA_TOOL_OPTIONS)', x, --maxmemory, 2gb], envFrom: [{secretRef: {name: s}}]",
                "image: redis:7, command: [redis-server, --maxmemory, 2gb, $(JAVA_TOOL_OPTIONS)], envFrom: [{secretRef: {name: s}}]",
                "image: tomcat:10, env: [{name: CATALINA_OPTS, valueFrom: {secretKeyRef: {name: s, key: JAVA_TOOL_OPTIONS}}}]",
                "image: node:20, command: [node, a.js], env: [{name: NODE_OPTIONS, valueFrom: {secretKeyRef: {name: s, key: JAVA_TOOL_OPTIONS}}}]",
                "image: node:20, command: [sh, -c, 'exec node $JAVA_TOOL_OPTIONS --max-old-space-size=2048'], envFrom: [{secretRef: {name: s}}]",
                "image: redis:7, command: [redis-server, /s/JAVA_TOOL_OPTIONS], volumeMounts: [{name: s, mountPath: /s}]",
                "image: golang:1.24, env: [{name: GOMEMLIMIT, valueFrom: {secretKeyRef: {name: s, key: JAVA_TOOL_OPTIONS}}}]",
                "image: mcr.microsoft.com/dotnet/aspnet:8.0, command: [dotnet, a.dll], env: [{name: DOTNET_GCHeapHardLimit, valueFrom: {secretKeyRef: {name: s, key: JAVA_TOOL_OPTIONS}}}]",
                "image: postgres:16, command: [postgres, -c, shared_buffers=$(JAVA_TOOL_OPTIONS)], envFrom: [{secretRef: {name: s}}]",
                "image: alpine, command: [sh, -c, $(JAVA_TOOL_OPTIONS)], envFrom: [{secretRef: {name: s}}]",
                "image: nginx:1, command: [$(JAVA_TOOL_OPTIONS)], envFrom: [{secretRef: {name: s}}]",
            ];
            var ways = new TheoryData<string, string>();
            foreach (string secret in secrets)
            {
                foreach (string taker in takers)
                    ways.Add(secret, taker);
            }
            return ways;
        }
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public void Shows_in_no_report(string secret, string container) =>
        AssertHidden([
            new PageFile(
                "a.yaml",
                $"apiVersion: v1\nkind: Secret\nmetadata: {{name: s, namespace: shop}}\n{secret}\n---\n{Pod(container)}"
            ),
        ]);

    // What is written over several lines, beside a comment, or for somebody else.
    [Theory]
    [InlineData("stringData:\n  password: geheimnis\n  JAVA_TOOL_OPTIONS: -Xmx2g # geheimnis\n")]
    [InlineData(
        "stringData:\n  # geheimnis\n  JAVA_TOOL_OPTIONS: >-\n    -Dpassword=geheimnis\n    -Xmx2g\n    -Dx=geheimnis\n  password: geheimnis\n"
    )]
    [InlineData("stringData: {password: geheimnis, JAVA_TOOL_OPTIONS: -Xmx2g, other: geheimnis}\n")]
    [InlineData("stringData:\n  \"JAVA_TOOL_OPTIONS\": \"-Dpassword=geheimnis \\\n    -Xmx2g -Dx=geheimnis\"\n")]
    [InlineData("stringData:\n  JAVA_TOOL_OPTIONS: |\n    -Dgeheimnis: x\n    -Xmx2g\n    geheimnis: y\n")]
    // Numbers, keys that are there twice, and what does not parse.
    [InlineData("stringData:\n  JAVA_TOOL_OPTIONS: -Xmx2g\n  pin: 47114711\n  other: [geheimnis]\n")]
    [InlineData("stringData:\n  JAVA_TOOL_OPTIONS: -Xmx2g\n  pin: 4711\n  pin: 47114711\n")]
    [InlineData("stringData:\n  JAVA_TOOL_OPTIONS: geheimnis\n  JAVA_TOOL_OPTIONS: -Xmx2g -Dx=geheimnis\n")]
    [InlineData("stringData:\n  password: *geheimnis\n")]
    [InlineData("stringData:\n  password: \"geheimnis\n  other: geheimnis\n")]
    [InlineData("stringData:\n  password: geheimnis: geheimnis\n")]
    [InlineData("stringData:\n\tpassword: geheimnis\n")]
    [InlineData("stringData:\n  password: {geheimnis\n")]
    [InlineData("stringData:\n  password: %geheimnis\n")]
    public void Shows_on_no_line(string data)
    {
        string container = "image: eclipse-temurin:21, command: [java, -jar, a.jar], envFrom: [{secretRef: {name: s}}]";
        foreach (string head in (ReadOnlySpan<string>)["kind: Secret", "kind: \"Secret\"", "type: Opaque\nkind: Secret"])
        {
            string text =
                $"apiVersion: v1\n{head}\nmetadata:\n  name: s\n  namespace: shop\n  annotations: {{was: geheimnis}}\n{data}---\n{Pod(container)}";
            AssertHidden([new PageFile("a.yaml", text)]);
            AssertHidden([new PageFile("pod.yaml", Pod(container)), new PageFile("secret.yaml", text.Split("---\n")[0])]);
        }
        string indented = "  " + data.TrimEnd('\n').Replace("\n", "\n  ", StringComparison.Ordinal);
        AssertHidden([
            new PageFile(
                "list.yaml",
                $"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Secret\n  metadata: {{name: s, namespace: shop}}\n{indented}\n---\n{Pod(container)}"
            ),
        ]);
    }

    // Several documents on one line, whichever of them a finding is in.
    [Fact]
    public void Shows_beside_no_other_document_of_its_line()
    {
        const string Secret =
            """{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s", "namespace": "shop"}, "stringData": {"JAVA_TOOL_OPTIONS": "-Dx=geheimnis -Xmx2g", "p": "geheimnis"}}""";
        const string Pod =
            """{"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "namespace": "shop"}, "spec": {"containers": [{"name": "app", "image": "eclipse-temurin:21", "command": ["java", "-jar", "a.jar"], "envFrom": [{"secretRef": {"name": "s"}}], "resources": {"limits": {"memory": "1Gi"}}}]}}""";
        AssertHidden([new PageFile("a.json", Secret + Pod)]);
        AssertHidden([new PageFile("a.json", Pod + " " + Secret + Pod.Replace("\"a\"", "\"b\"", StringComparison.Ordinal))]);
        AssertHidden([new PageFile("a.json", Pod), new PageFile("b.json", Secret + "\n" + Secret)]);
    }

    // However it is said that it is one.
    [Theory]
    [InlineData("kind: \"Sec\\u0072et\"\nstringData: {DATA}")]
    [InlineData("kind: \"\\x53ecret\"\nstringData: {DATA}")]
    [InlineData("kind: \"Sec\\\n  ret\"\nstringData: {DATA}")]
    [InlineData("\"k\\x69nd\": Secret\nstringData: {DATA}")]
    [InlineData("kind: Secret\nkind: ConfigMap\ndata: {DATA}")]
    [InlineData("kind: ConfigMap\nkind: Secret\ndata: {DATA}")]
    [InlineData("kind: Secret\nkind: geheimnis\nstringData: {DATA, DATA}")]
    [InlineData("kind: geheimnis\nkind: Secret\nstringData: {DATA}")]
    [InlineData("kind: Secret\nkind: geheimnis\nstringData: {a: 1}")]
    [InlineData("kind: Secret\n# manifestlint: ignore[geheimnis] x\nstringData: {DATA}")]
    [InlineData("stringData: {DATA, DATA}")]
    [InlineData("stringData: {DATA, {geheimnis")]
    [InlineData("kind: SecretList\nitems:\n- metadata: {name: s, namespace: shop}\n  stringData: {DATA}")]
    [InlineData("kind: SecretList\nitems:\n- metadata: {name: s, namespace: shop}\n  stringData: {DATA, DATA}")]
    [InlineData("kind: SecretGenerator\nliterals: [\"JAVA_TOOL_OPTIONS=-Xmx2g -Dx=geheimnis\", pin=geheimnis]\nliterals: [p=geheimnis]")]
    [InlineData("kind: ExternalSecret\nspec: {target: {template: {data: {DATA, DATA}}}}")]
    [InlineData("kind: ClusterExternalSecret\nspec: {externalSecretSpec: {target: {template: {data: {DATA, DATA}}}}}")]
    [InlineData("kind: SealedSecret\nspec: {template: {data: {DATA, DATA}}}")]
    [InlineData("kind: Secret\n# manifestlint: ignore ML9999 geheimnis\nstringData: {DATA} # manifestlint: ignore ML0007 geheimnis")]
    public void Shows_of_no_kind(string secret)
    {
        string text =
            "apiVersion: v1\nmetadata: {name: s, namespace: shop}\n"
            + secret.Replace("DATA", "JAVA_TOOL_OPTIONS: -Xmx2g -Dx=geheimnis, pin: 47114711", StringComparison.Ordinal);
        AssertHidden([
            new PageFile(
                "a.yaml",
                $"{text}\n---\n{Pod("image: eclipse-temurin:21, command: [java, -jar, a.jar], envFrom: [{secretRef: {name: s}}]")}"
            ),
        ]);
    }

    // Nor where an alias stands for it in another object of the list.
    [Theory]
    [InlineData("{name: *m, image: x}")]
    [InlineData("{name: app, image: *m}")]
    [InlineData("{name: app, image: x, resources: {limits: {memory: *m}}}")]
    [InlineData("{name: app, image: node:20, command: [node, *m, a.js]}")]
    [InlineData("{name: app, image: node:20, env: [{name: *m, value: 1}]}")]
    [InlineData("{name: app, image: x, *m : 1}")]
    public void Shows_behind_no_alias(string container) =>
        AssertHidden([
            new PageFile(
                "a.yaml",
                "apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: Secret, metadata: {name: s}, stringData: {o: &m geheimnis}}\n"
                    + "- {apiVersion: v1, kind: Pod, metadata: {name: *m, labels: {x: *m}}, spec: {containers: ["
                    + $"{container}, {{name: b, image: x, resources: {{requests: {{memory: 2Gi}}, limits: {{memory: 1Gi}}}}}}]}}}}\n"
            ),
        ]);

    // What a ConfigMap holds and what stands in a patch of something else is shown, whatever else a kustomization makes.
    [Fact]
    public void Shows_what_no_Secret_holds()
    {
        var result = PageScan.Result(
            [
                new(
                    "kustomization.yaml",
                    "namespace: shop\nresources: [pod.yaml]\nsecretGenerator: [{name: s, literals: [x=geheimnis]}]\n"
                        + "configMapGenerator: [{name: c, envs: [a.env]}]\npatches:\n- target: {name: a}\n  patch: |\n    apiVersion: v1\n    kind: Pod\n"
                        + "    metadata: {name: a}\n    spec: {containers: [{name: app, resources: {requests: {memory: 2Gi}}}]} # offen\n"
                ),
                new("pod.yaml", Pod("image: eclipse-temurin:21, command: [java, -jar, a.jar], envFrom: [{configMapRef: {name: c}}]")),
                new("a.env", "JAVA_TOOL_OPTIONS=-Xmx2g -Dx=offen\n"),
            ],
            [],
            LintConfiguration.Default
        );
        string text = Samples.Text(w => TextReporter.Write(result, new TextStyle(200), w));
        Assert.Contains("JAVA_TOOL_OPTIONS=-Xmx2g -Dx=offen", text, StringComparison.Ordinal);
        Assert.Contains("# offen", text, StringComparison.Ordinal);
    }

    // A replacement carries a value on to where nothing tells any more what it is.
    [Theory]
    [InlineData("-Xmx2g -Dx=geheimnis", "env.0.value", "")]
    [InlineData("geheimnis", "env.0.value", "")]
    [InlineData("-Xmx2ggeheimnis", "env.0.value", "")]
    [InlineData("geheimnis", "env.0.value", "{delimiter: ' ', index: 1}")]
    [InlineData("-Xmxgeheimnis", "command.1", "")]
    [InlineData("-Xmx2g -Dx=geheimnis", "command.1", "")]
    [InlineData("geheimnis", "command.0", "")]
    [InlineData("geheimnis", "resources.limits.memory", "")]
    [InlineData("47114711", "resources.limits.memory", "")]
    [InlineData("1Gi geheimnis", "resources.limits.memory", "")]
    [InlineData("geheimnis", "image", "")]
    [InlineData("geheimnis", "image", "{delimiter: ':', index: 1}")]
    [InlineData("geheimnis", "name", "")]
    [InlineData("47114711", "name", "")]
    [InlineData("geheimnis", "env.0.name", "")]
    [InlineData("geheimnis", "env.0.name", "{delimiter: '_', index: 0}")]
    [InlineData("geheimnis", "env.0.value", "{delimiter: ' ', index: 0}")]
    public void Shows_nothing_that_a_replacement_carries(string value, string field, string options)
    {
        string replacement =
            "replacements:\n- source: {kind: Secret, name: s, fieldPath: stringData.o}\n  targets:\n  - select: {kind: Pod}\n"
            + $"    fieldPaths: [spec.containers.0.{field}]\n{(options.Length > 0 ? $"    options: {options}\n" : "")}";
        AssertHidden([
            new PageFile("kustomization.yaml", $"namespace: shop\nresources: [pod.yaml, secret.yaml]\n{replacement}"),
            new PageFile(
                "pod.yaml",
                Pod("image: eclipse-temurin:21, command: [java, -Xmx1g, -jar, a.jar], env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx2g x}]")
            ),
            new PageFile(
                "secret.yaml",
                $"apiVersion: v1\nkind: Secret\nmetadata: {{name: s, namespace: shop}}\nstringData:\n  o: {value}\n"
            ),
        ]);
    }

    // Nor where it carries it out of the container, a whole mapping, or from one Secret to another.
    [Theory]
    [InlineData("stringData.o", "metadata.name")]
    [InlineData("stringData.o", "metadata.namespace")]
    [InlineData("stringData.o", "metadata.labels.app")]
    [InlineData("stringData.o", "metadata.annotations.[note]")]
    [InlineData("stringData", "metadata.labels")]
    [InlineData("metadata.annotations.was", "metadata.name")]
    [InlineData("stringData.o", "spec.priorityClassName")]
    [InlineData("stringData.o", "spec.volumes.0.secret.secretName")]
    public void Shows_nothing_that_a_replacement_carries_out_of_the_container(string from, string to)
    {
        foreach (string kind in (ReadOnlySpan<string>)["Pod", "Secret", "ConfigMap"])
            AssertHidden([
                new PageFile(
                    "kustomization.yaml",
                    "namespace: shop\nresources: [pod.yaml, secret.yaml]\nconfigMapGenerator: [{name: c, literals: [o=x]}]\nreplacements:\n"
                        + $"- source: {{kind: Secret, name: s, fieldPath: {from}}}\n  targets:\n  - select: {{kind: {kind}, name: {(kind == "ConfigMap" ? "c" : "a")}}}\n"
                        + $"    fieldPaths: [{to}]\n    options: {{create: true}}\n"
                ),
                new PageFile(
                    "pod.yaml",
                    Pod("image: eclipse-temurin:21, command: [java, -Xmx2g, -jar, a.jar]")
                        .Replace("namespace: shop}", "namespace: shop, labels: {app: x}}", StringComparison.Ordinal)
                ),
                new PageFile(
                    "secret.yaml",
                    string.Concat(
                        ((string[])["s", "a"]).Select(n =>
                            $"apiVersion: v1\nkind: Secret\nmetadata: {{name: {n}, namespace: shop, annotations: {{was: geheimnis}}}}\nstringData: {{o: geheimnis, p: 1}}\n---\n"
                        )
                    )
                ),
            ]);
    }

    // What generators make of literals and files stands in no Secret's document.
    [Theory]
    [InlineData("literals: [o=geheimnis]", "command.1")]
    [InlineData("envs: [a.env]", "name")]
    [InlineData("files: [o=a.txt]", "env.0.value")]
    [InlineData("files: [o=a.txt]", "env.0.name")]
    [InlineData("files: [o=a.txt]", "resources.limits.memory")]
    public void Shows_nothing_that_a_replacement_carries_of_a_generated_one(string made, string field)
    {
        string container = "image: eclipse-temurin:21, command: [java, -Xmx2g, -jar, a.jar], env: [{name: JAVA_TOOL_OPTIONS, value: $(V)}]";
        foreach (
            string carried in (ReadOnlySpan<string>)
                [
                    $"replacements:\n- source: {{kind: Secret, name: s, fieldPath: data.o}}\n  targets:\n  - select: {{kind: Pod}}\n    fieldPaths: [spec.containers.0.{field}]\n",
                    "vars: [{name: V, objref: {apiVersion: v1, kind: Secret, name: s}, fieldref: {fieldPath: data.o}}]\n",
                ]
        )
        {
            foreach (string value in (ReadOnlySpan<string>)["$(V)", "-Dx=$(V) -Xmx2g"])
            {
                PageFile[] files =
                [
                    new("kustomization.yaml", $"namespace: shop\nresources: [pod.yaml]\nsecretGenerator: [{{name: s, {made}}}]\n{carried}"),
                    new("pod.yaml", Pod(container.Replace("$(V)", value, StringComparison.Ordinal))),
                    new("a.env", "o=geheimnis\n"),
                    new("a.txt", "geheimnis\n"),
                ];
                AssertHidden([.. files.Where((f, i) => i < 2 || made.Contains(f.Name, StringComparison.Ordinal))]);
            }
        }
    }

    // One that takes it into a ConfigMap, too, does not make it public.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Shows_no_file_that_goes_into_a_ConfigMap_too(bool isConfigFirst)
    {
        string config = "configMapGenerator: [{name: c, envs: [a.env]}]\n",
            secret = "secretGenerator: [{name: s, envs: [a.env]}]\n";
        string inBase = isConfigFirst ? config : secret,
            above = isConfigFirst ? secret : config;
        string container = "image: eclipse-temurin:21, command: [java, -jar, a.jar], envFrom: [{configMapRef: {name: c}}]";
        PageFile[] files = [new("pod.yaml", Pod(container)), new("a.env", "JAVA_TOOL_OPTIONS=-Xmx2g -Dx=geheimnis\n")];
        AssertHidden([new("kustomization.yaml", $"namespace: shop\nresources: [pod.yaml]\n{inBase}{above}"), .. files]);
    }

    // What is wrong with a patch of one is told without what stands there.
    [Theory]
    [InlineData("- {op: geheimnis, path: /data/x, value: y}")]
    [InlineData("- op: geheimnis\n  path: /stringData/x\n  value: y")]
    [InlineData("- {op: test, path: /data/x, value: geheimnis}")]
    [InlineData("- {op: add, path: /data/x/y, value: geheimnis}")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: {$patch: geheimnis}")]
    [InlineData("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\ndata: [geheimnis]")]
    public void Shows_nothing_of_a_patch_that_is_refused(string patch)
    {
        string head =
            "resources: [pod.yaml]\nsecretGenerator: [{name: s, literals: [x=y]}]\npatches:\n- target: {kind: Secret, name: s}\n  ";
        var pod = new PageFile("pod.yaml", Pod("image: nginx:1"));
        AssertHidden([new("kustomization.yaml", $"{head}patch: |\n    {patch.Replace("\n", "\n    ", StringComparison.Ordinal)}\n"), pod]);
        AssertHidden([new("kustomization.yaml", $"{head}path: p.yaml\n"), pod, new("p.yaml", patch)]);
    }

    // What a patch takes part in its target says, whatever kind the patch has; one without a kind is refused.
    [Theory]
    [InlineData("{kind: Secret}", "kind: Foo\nmetadata: {name: s}\ndata: {JAVA_TOOL_OPTIONS: -Dx=geheimnis, pin: 47114711}")]
    [InlineData("{kind: Secret}", "kind: ConfigMap\nmetadata: {name: s}\ndata: {pin: 47114711, pin: geheimnis}")]
    [InlineData("{kind: Secret}", "kind: Foo\nmetadata: {name: s}\ndata: {pin: 47114711, pin: geheimnis}")]
    [InlineData("{kind: Secret}", "kind: Foo\nmetadata: {name: s, labels: {pin: 47114711, pin: geheimnis}}")]
    [InlineData("{kind: Secret}", "metadata: {name: s}\ndata: {pin: 47114711, pin: geheimnis}")]
    [InlineData("{kind: Secret}", "data: {pin: 47114711, pin: geheimnis}")]
    [InlineData("{kind: Secret}", "kind: Foo\napiVersion: v1\ndata: {pin: [geheimnis, x: {geheimnis")]
    [InlineData("{kind: 'Secret|Foo'}", "kind: Foo\nmetadata: {name: s}\ndata: {pin: 47114711, pin: geheimnis}")]
    [InlineData("{kind: Sec.*}", "kind: Foo\nmetadata: {name: s}\ndata: {pin: 47114711, pin: geheimnis}")]
    [InlineData("{kind: Sec.*}", "data: {pin: 47114711, pin: geheimnis}")]
    [InlineData("{name: s}", "metadata: {name: s}\ndata: {pin: 47114711, pin: geheimnis}")]
    [InlineData("{name: s}", "kind: ConfigMap\nmetadata: {name: s}\ndata: {pin: 47114711, pin: geheimnis}")]
    [InlineData("{labelSelector: a=b}", "kind: ConfigMap\nmetadata: {name: s}\ndata: {pin: 47114711, pin: geheimnis}")]
    public void Shows_in_no_patch_of_another_kind(string target, string patch)
    {
        var pod = new PageFile(
            "pod.yaml",
            Pod("image: eclipse-temurin:21, command: [java, -jar, a.jar], envFrom: [{secretRef: {name: s}}]")
        );
        string head = "resources: [pod.yaml]\nsecretGenerator: [{name: s, literals: [x=geheimnis]}]\n";
        foreach (string form in (ReadOnlySpan<string>)["", "kind: Component\n"])
        {
            foreach (string text in (ReadOnlySpan<string>)[patch, "apiVersion: v1\n" + patch])
            {
                string named = $"{form}{head}patches: [{{target: {target}, path: p.yaml}}]\n";
                AssertHidden([new("kustomization.yaml", named), pod, new("p.yaml", text)]);
            }
        }
    }

    // A patch of what is no Secret shows its lines, whatever it has that is called data.
    [Theory]
    [InlineData("{kind: ConfigMap, name: c}", "kind: ConfigMap\nmetadata: {name: c}\ndata: {x: offen, x: y}")]
    [InlineData(
        "{kind: Deployment|Pod}",
        "kind: Pod\nmetadata: {name: a}\nspec: {volumes: [{name: data, emptyDir: {}, emptyDir: {medium: offen}}]}"
    )]
    public void Shows_a_patch_of_what_is_none(string target, string patch)
    {
        var result = PageScan.Result(
            [
                new("kustomization.yaml", $"resources: [pod.yaml]\npatches: [{{target: {target}, path: p.yaml}}]\n"),
                new("pod.yaml", Pod("image: nginx:1")),
                new("p.yaml", "apiVersion: v1\n" + patch),
            ],
            [],
            LintConfiguration.Default
        );
        Assert.Contains("offen", Samples.Text(w => TextReporter.Write(result, new TextStyle(200), w)), StringComparison.Ordinal);
    }

    // A patch need not say what it patches, and its target may say it by a regular expression.
    [Theory]
    [MemberData(nameof(Patches))]
    public void Shows_in_no_patch(string target, string patch)
    {
        string container = "image: eclipse-temurin:21, command: [java, -jar, a.jar], envFrom: [{secretRef: {name: s}}]";
        string head = "namespace: shop\nresources: [pod.yaml]\nsecretGenerator: [{name: s, literals: [x=geheimnis]}]\n";
        string inline = "    " + patch.Replace("\n", "\n    ", StringComparison.Ordinal);
        var pod = new PageFile("pod.yaml", Pod(container));
        AssertHidden([new PageFile("kustomization.yaml", $"{head}patches:\n- target: {target}\n  patch: |\n{inline}\n"), pod]);
        foreach (string file in (ReadOnlySpan<string>)["p.yaml", "p.json"])
            AssertHidden([
                new PageFile("kustomization.yaml", $"{head}patches: [{{target: {target}, path: {file}}}]\n"),
                pod,
                new PageFile(file, patch),
            ]);
    }

    public static TheoryData<string, string> Patches
    {
        get
        {
            string[] targets =
            [
                "{kind: Secret}",
                "{name: s}",
                "{version: v1}",
                "{kind: Sec.*}",
                "{kind: 'Secret|ConfigMap'}",
                "{kind: '[A-Z]ecret'}",
            ];
            string[] patches =
            [
                "[{\"op\": \"add\", \"path\": \"/stringData\", \"value\": {\"JAVA_TOOL_OPTIONS\": \"-Xmx2g -Dx=geheimnis\"}}]",
                "- op: add\n  path: /stringData\n  value:\n    JAVA_TOOL_OPTIONS: -Xmx2g -Dx=geheimnis",
                "- {value: {JAVA_TOOL_OPTIONS: -Xmx2g -Dx=geheimnis}, op: add, path: /stringData}",
                "- {op: add, path: \"/string\\u0044ata\", value: {JAVA_TOOL_OPTIONS: -Xmx2g -Dx=geheimnis}}",
                "- {op: add, path: /data/x/y, value: geheimnis}",
                "apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {JAVA_TOOL_OPTIONS: -Xmx2g -Dx=geheimnis}",
            ];
            var all = new TheoryData<string, string>();
            foreach (string target in targets)
            {
                foreach (string patch in patches)
                    all.Add(target, patch);
            }
            return all;
        }
    }

    // What a generator makes one of stands in the kustomization and in files of any name; a patch has a part of one.
    [Theory]
    [InlineData("secretGenerator: [{name: s, literals: [JAVA_TOOL_OPTIONS=-Xmx2g -Dx=geheimnis, password=geheimnis]}]")]
    [InlineData("secretGenerator:\n- name: s\n  literals:\n  - JAVA_TOOL_OPTIONS=-Dx=geheimnis -Xmx2g\n  - password=geheimnis")]
    [InlineData("secretGenerator:\n- name: s\n  literals:\n  - geheimnis")]
    [InlineData("secretGenerator:\n- name: s\n  literals: [\"p=geheimnis\\/\", {geheimnis]")]
    [InlineData("secretGenerator:\n- name: s\n  literals:\n  - geheimnis geheimnis=1")]
    [InlineData("secretGenerator:\n- name: s\n  literals:\n  - password: geheimnis")]
    [InlineData("secretGenerator:\n- name: s\n  literal:\n  - password=geheimnis")]
    [InlineData("secretGenerator: [{name: s, envs: [a.env]}]")]
    [InlineData("secretGenerator: [{name: s, envs: [broken.env]}]")]
    [InlineData("secretGenerator: [{name: s, files: [JAVA_TOOL_OPTIONS=opts.txt]}]")]
    [InlineData("secretGenerator: [{name: s, files: [JAVA_TOOL_OPTIONS=opts.yaml]}]")]
    [InlineData(
        "secretGenerator: [{name: s, literals: [JAVA_TOOL_OPTIONS=geheimnis]}]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: Secret\n    metadata: {name: s, namespace: shop}\n    stringData: {JAVA_TOOL_OPTIONS: -Xmx2g -Dx=geheimnis}\n"
    )]
    [InlineData(
        "secretGenerator: [{name: s, literals: [x=geheimnis]}]\npatches:\n- target: {kind: Secret}\n  patch: '[{op: add, path: /stringData, value: {JAVA_TOOL_OPTIONS: -Xmx2g -Dx=geheimnis}}]'\n"
    )]
    public void Shows_nowhere_in_a_kustomization(string generator)
    {
        string container = "image: eclipse-temurin:21, command: [java, -jar, a.jar], envFrom: [{secretRef: {name: s}}]";
        PageFile[] files =
        [
            new PageFile("kustomization.yaml", $"namespace: shop\nresources: [pod.yaml]\n{generator}\n"),
            new PageFile("pod.yaml", Pod(container)),
            new PageFile("a.env", "password=geheimnis\nJAVA_TOOL_OPTIONS=-Xmx2g -Dx=geheimnis -XX:geheimnis=1\n"),
            new PageFile("broken.env", "geheimnis geheimnis\n"),
            new PageFile("opts.txt", "-Xmx2g -Dx=geheimnis\n"),
            new PageFile("opts.yaml", "-Xmx2g: {geheimnis\n"),
        ];
        AssertHidden([.. files.Where((f, i) => i < 2 || generator.Contains(f.Name, StringComparison.Ordinal))]);
    }

    // What may be told is shown, and marked where it is.
    [Theory]
    [InlineData("stringData:\n  opts: -Xmx2g -Dx=geheimnis\n", "5 |   opts: -Xmx2g…\n  |         ^^^^^^\n")]
    [InlineData("stringData:\n  opts: -Dx=geheimnis -Xmx2g -Dy=geheimnis\n", "5 |   opts: …-Xmx2g…\n  |          ^^^^^^\n")]
    [InlineData("stringData: {opts: \"-Xmx2g\"}\n", "4 | stringData: {opts: …-Xmx2g…\n  |                     ^^^^^^\n")]
    [InlineData("data:\n  opts: LVhteDJn\n", "5 |   opts: …\n  |   ---- what this key holds sets it\n")]
    public void Shows_the_amount_alone(string data, string shown)
    {
        string text =
            $"apiVersion: v1\nkind: Secret\nmetadata: {{name: s, namespace: shop}}\n{data}---\n"
            + Pod(
                "image: eclipse-temurin:21, command: [java, -jar, a.jar], env: [{name: JAVA_TOOL_OPTIONS, valueFrom: {secretKeyRef: {name: s, key: opts}}}]"
            );
        var result = PageScan.Result([new PageFile("a.yaml", text)], [], LintConfiguration.Default);
        Assert.Contains(
            shown,
            Samples.Text(w => TextReporter.Write(result, new TextStyle(200), w)).Replace("\n ", "\n", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    private static string Pod(string container) =>
        $"apiVersion: v1\nkind: Pod\nmetadata: {{name: a, namespace: shop}}\nspec:\n  volumes: [{{name: s, secret: {{secretName: s}}}}]\n  containers:\n  - {{name: app, {container}, resources: {{limits: {{memory: 1Gi}}}}}}\n";

    private static void AssertHidden(PageFile[] files)
    {
        var request = PageScan.Request(files, [], LintConfiguration.Default) with { WithSuperseded = true };
        var result = Linter.Lint(request);
        Assert.Empty(result.Crashes);
        var (pods, _) = Linter.Inspect(request, (pod, file, _) =>
            (
                Report: PodReport.Of(pod, file),
                Steps: Enumerable
                    .Range(1, 40)
                    .SelectMany(line => files.SelectMany(f => Explanation.At(pod, f.Name, line) is { } found ? found : []))
                    .ToImmutableArray()
            )
        );
        string[] reports =
        [
            .. Reports(result),
            InspectJsonReporterTests.Report([.. pods.Select(p => p.Report)]),
            .. pods.Select(p => Samples.Text(w => ExplanationReporter.Write(p.Steps, new TextStyle(2000), w))),
        ];
        foreach (string report in reports)
        {
            foreach (string hidden in (ReadOnlySpan<string>)["geheimnis", "Z2VoZWltbmlz", "47114711"])
                Assert.DoesNotContain(hidden, report, StringComparison.Ordinal);
        }
    }

    private static IEnumerable<string> Reports(LintResult result)
    {
        yield return Samples.Text(w => TextReporter.Write(result, new TextStyle(200), w));
        yield return string.Join('\n', result.Superseded.Select(s => $"{s.What} {s.Place.LineText} {s.ByPlace.LineText}"));
        yield return string.Join('\n', result.Skipped.Select(s => s.Reason));
        yield return JsonReporterTests.Report(result);
        yield return SarifReporterTests.Log(result, SarifReporterTests.Run with { Rules = [.. RuleCatalog.All.Select(e => e.Page)] });
        foreach (var finding in result.Findings)
        {
            yield return FindingText.SentenceWithRemedy(finding);
            yield return string.Join('\n', FindingLines.Of(finding).Select(l => l.Text));
            yield return string.Join('\n', finding.Related.Select(r => r.Note));
            yield return string.Join('\n', finding.Fix?.Edits.Select(e => e.NewText) ?? []);
        }
    }
}
