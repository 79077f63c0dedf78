using System.Text;

namespace ManifestLint.Oracles;

/// <summary>A kustomization made up from a number: a base, perhaps a component, an overlay, with a mixture of what kustomize can do.</summary>
internal sealed class GeneratedKustomization
{
    /// <summary>What may be in one, each in many of them.</summary>
    public static readonly string[] Features =
    [
        "patchesStrategicMerge",
        "patches-path",
        "patches-inline",
        "patches-target",
        "target-annotation",
        "target-namespace",
        "allow-name-change",
        "allow-kind-change",
        "json6902-path",
        "json6902-inline",
        "json6902-absent",
        "patchesJson6902",
        "patch-delete",
        "patch-replace",
        "patch-null",
        "retainKeys",
        "setElementOrder",
        "deleteFromPrimitiveList",
        "list-keys",
        "namespace",
        "namePrefix",
        "nameSuffix",
        "labels",
        "labels-selectors",
        "labels-templates",
        "commonLabels",
        "commonAnnotations",
        "images",
        "images-digest",
        "images-suffix",
        "replicas",
        "configMap-literals",
        "configMap-files",
        "configMap-envs",
        "secret-literals",
        "secret-envs",
        "secret-merge",
        "folded",
        "merge",
        "replace",
        "no-hash",
        "generatorOptions",
        "component",
        "replacements",
        "replacements-path",
        "replacements-value",
        "vars",
        "configurations",
        "transformers",
        "transformers-names",
        "transformers-values",
        "transformers-patches",
        "transformers-inline",
        "validators",
        "generators",
        "generators-secret",
        "local-config",
        "bases",
    ];

    private readonly Random _random;
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private readonly StringBuilder _over = new();
    private readonly List<string> _patches = [];

    /// <param name="number">Decides everything.</param>
    public GeneratedKustomization(int number)
    {
        _random = new Random(20261128 + number);
        // One feature for sure, so that each has its share, and some others.
        var wanted = new HashSet<string>(StringComparer.Ordinal) { Features[number % Features.Length] };
        foreach (string feature in Features)
        {
            if (_random.Next(7) == 0)
                wanted.Add(feature);
        }
        Base();
        Overlay(wanted);
    }

    /// <summary>The files by their paths below a folder; the overlay is <c>over</c>.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>What is in it.</summary>
    public IReadOnlySet<string> Used => _used;

    private T Pick<T>(params T[] of) => of[_random.Next(of.Length)];

    private bool Coin() => _random.Next(2) == 0;

    private void Base()
    {
        string kind = Pick("Deployment", "StatefulSet", "DaemonSet");
        _files["base/app.yaml"] = $$$$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: web
              labels: {app: web}
              finalizers: [a.example.com/x, b.example.com/y]
              annotations: {kept: here}
            spec:
              replicas: {{{{_random.Next(1, 4)}}}}
              selector: {matchLabels: {app: web}}
              strategy: {type: RollingUpdate, rollingUpdate: {maxSurge: 1}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  serviceAccountName: sa
                  containers:
                    - name: app
                      image: registry.example.com/web:{{{{_random.Next(1, 9)}}}}
                      args: ["--level=$(LEVEL)", plain]
                      env:
                        - {name: A, value: "1"}
                        - {name: B, valueFrom: {configMapKeyRef: {name: settings, key: b}}}
                      envFrom: [{secretRef: {name: keys}}]
                      ports: [{containerPort: 80, protocol: TCP}, {containerPort: 53, protocol: UDP}]
                      resources:
                        requests: {cpu: 100m, memory: {{{{Pick("64Mi", "128Mi", "\"1Gi\"")}}}}}
                        limits: {memory: 1Gi}
                    - name: helper
                      image: {{{{Pick("helper", "helper:1.2", "registry.example.com:5000/helper@sha256:" + new string('a', 64))}}}}
                      resources: {limits: {memory: 32Mi}}
                  volumes:
                    - {name: settings, configMap: {name: settings}}
                    - {name: scratch, emptyDir: {}}
            ---
            apiVersion: apps/v1
            kind: {{{{(kind == "Deployment" ? "StatefulSet" : kind)}}}}
            metadata: {name: store}
            spec:
              selector: {matchLabels: {app: store}}
              template:
                metadata: {labels: {app: store}}
                spec:
                  initContainers: [{name: init, image: "busybox:1"}]
                  containers: [{name: store, image: "redis:7", command: [redis-server], stdin: true}]
            ---
            apiVersion: v1
            kind: ServiceAccount
            metadata: {name: sa}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: web}
            spec: {selector: {app: web}, ports: [{port: 80, name: http}]}
            ---
            apiVersion: autoscaling/v2
            kind: HorizontalPodAutoscaler
            metadata: {name: web}
            spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, maxReplicas: 4}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: RoleBinding
            metadata: {name: rb}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: r}
            subjects: [{kind: ServiceAccount, name: sa, namespace: default}]
            ---
            apiVersion: example.com/v1
            kind: Widget
            metadata: {name: w}
            spec: {ref: {name: settings}, parts: [{name: x, size: small}, {name: y}], template: {containers: [{image: "nginx:1"}]}}

            """;
        _files["base/settings.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {b: yes-it-is, LEVEL: debug}\n";
        _files["base/keys.yaml"] = "apiVersion: v1\nkind: Secret\nmetadata: {name: keys}\nstringData: {K: v}\n";
        _files["base/kustomization.yaml"] =
            "resources: [app.yaml, settings.yaml, keys.yaml]\n" + (Coin() ? "namePrefix: b-\n" : "") + (Coin() ? "namespace: base\n" : "");
    }

    private void Overlay(HashSet<string> wanted)
    {
        bool bases = Use(wanted, "bases");
        _over.Append(bases ? "bases: [../base]\n" : "resources: [../base" + (Use(wanted, "local-config") ? ", local.yaml" : "") + "]\n");
        _files["over/local.yaml"] =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: local, annotations: {config.kubernetes.io/local-config: \"true\"}}\ndata: {x: y}\n";
        Simple(wanted);
        Generators(wanted);
        Patches(wanted);
        Others(wanted);
        if (_patches.Count > 0)
            _over.Append("patches:\n").AppendJoin("", _patches);
        _files["over/kustomization.yaml"] = _over.ToString();
    }

    private bool Use(HashSet<string> wanted, string feature)
    {
        if (!wanted.Contains(feature))
            return false;
        _used.Add(feature);
        return true;
    }

    private void Simple(HashSet<string> wanted)
    {
        if (Use(wanted, "namespace"))
            _over.Append($"namespace: {Pick("prod", "shop")}\n");
        if (Use(wanted, "namePrefix"))
            _over.Append("namePrefix: p-\n");
        if (Use(wanted, "nameSuffix"))
            _over.Append("nameSuffix: -s\n");
        if (Use(wanted, "commonLabels"))
            _over.Append("commonLabels: {stage: prod}\n");
        if (Use(wanted, "commonAnnotations"))
            _over.Append("commonAnnotations: {owner: team, note: \"1\"}\n");
        var labels = new List<string>();
        if (Use(wanted, "labels"))
            labels.Add("  - pairs: {tier: a}\n");
        if (Use(wanted, "labels-selectors"))
            labels.Add("  - {pairs: {part: b}, includeSelectors: true}\n");
        if (Use(wanted, "labels-templates"))
            labels.Add("  - {pairs: {zone: c}, includeTemplates: true}\n");
        if (labels.Count > 0)
            _over.Append("labels:\n").AppendJoin("", labels);
        var images = new List<string>();
        if (Use(wanted, "images"))
            images.Add(
                Pick(
                    "  - {name: registry.example.com/web, newTag: \"2.0\"}\n",
                    "  - {name: redis, newName: example.com/redis}\n",
                    "  - {name: nginx, newTag: v2, newName: n2}\n"
                )
            );
        if (Use(wanted, "images-digest"))
            images.Add($"  - {{name: helper, digest: sha256:{new string('b', 64)}}}\n");
        if (Use(wanted, "images-suffix"))
            images.Add("  - {name: busybox, tagSuffix: -x}\n");
        if (images.Count > 0)
            _over.Append("images:\n").AppendJoin("", images);
        if (Use(wanted, "replicas"))
            _over.Append($"replicas: [{{name: web, count: {_random.Next(0, 9)}}}]\n");
    }

    private void Generators(HashSet<string> wanted)
    {
        var maps = new List<string>();
        var secrets = new List<string>();
        if (Use(wanted, "configMap-literals"))
            maps.Add("  - {name: lit, literals: [A=1, 'B=\"quoted\"', \"C=<x>&y\", D=a=b]}\n");
        if (Use(wanted, "configMap-files"))
        {
            _files["over/conf/app.properties"] = "x=1\ny=ä\n";
            _files["over/long.txt"] = new string('z', 200) + "\n";
            maps.Add("  - {name: fil, files: [conf/app.properties, other=long.txt]}\n");
        }
        if (Use(wanted, "configMap-envs"))
        {
            _files["over/some.env"] = "# comment\n\nONE=1\n  TWO=2 \nTHREE\n";
            maps.Add("  - {name: env, envs: [some.env]}\n");
        }
        if (Use(wanted, "no-hash"))
            maps.Add("  - {name: plain, literals: [X=y], options: {disableNameSuffixHash: true, labels: {l: m}, immutable: true}}\n");
        if (Use(wanted, "secret-literals"))
        {
            _files["over/secret.bin"] = new string('q', 120);
            secrets.Add($"  - {{name: sec, literals: [P=w], files: [secret.bin], type: {Pick("Opaque", "example.com/x")}}}\n");
        }
        if (Use(wanted, "secret-envs"))
        {
            _files["over/secret.env"] = "USER=me\nPASS=a=b\n";
            secrets.Add("  - {name: senv, envs: [secret.env]}\n");
        }
        if (Use(wanted, "secret-merge"))
            secrets.Add($"  - {{name: keys, behavior: {Pick("merge", "replace")}, literals: [K=other, L=more]}}\n");
        if (Use(wanted, "folded"))
            maps.Add("  - name: folded\n    literals:\n    - >-\n      A=first\n        further in\n\n      last\n");
        bool merge = Use(wanted, "merge"),
            replace = !merge && Use(wanted, "replace");
        if (merge)
            maps.Add("  - {name: settings, behavior: merge, literals: [b=an-other, c=new]}\n");
        if (replace)
            maps.Add("  - {name: settings, behavior: replace, literals: [z=only]}\n");
        if (maps.Count > 0)
            _over.Append("configMapGenerator:\n").AppendJoin("", maps);
        if (secrets.Count > 0)
            _over.Append("secretGenerator:\n").AppendJoin("", secrets);
        if (Use(wanted, "generatorOptions"))
            _over.Append("generatorOptions: {annotations: {g: h}" + (Coin() ? ", disableNameSuffixHash: true" : "") + "}\n");
        var generators = new List<string>();
        if (Use(wanted, "generators"))
        {
            _files["over/gen.yaml"] = "apiVersion: builtin\nkind: ConfigMapGenerator\nmetadata: {name: fromgen}\nliterals: [G=g]\n";
            generators.Add("- gen.yaml\n");
        }
        if (Use(wanted, "generators-secret"))
            generators.Add(
                "- |-\n  apiVersion: builtin\n  kind: SecretGenerator\n  metadata: {name: gensecret}\n  literals: [S=s]\n  type: Opaque\n"
            );
        if (generators.Count > 0)
            _over.Append("generators:\n").AppendJoin("", generators);
    }

    private static string Container(string content) =>
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n" + content;

    private void Patches(HashSet<string> wanted)
    {
        string sized = Container(
            $"      containers:\n        - name: {Pick("app", "helper", "new")}\n          image: patched:1\n          resources: {{limits: {{memory: {Pick("256Mi", "2Gi", "null")}, cpu: 1}}}}\n          env: [{{name: A, value: patched}}, {{name: N, value: n}}]\n"
        );
        if (Use(wanted, "patchesStrategicMerge"))
        {
            _files["over/psm.yaml"] = sized;
            _over.Append("patchesStrategicMerge: [psm.yaml]\n");
        }
        if (Use(wanted, "patches-path"))
        {
            _files["over/p.yaml"] = sized;
            _patches.Add("  - path: p.yaml\n");
        }
        Inline(wanted, "patches-inline", "      nodeSelector: {disk: ssd}\n      terminationGracePeriodSeconds: 5\n");
        if (Use(wanted, "patches-target"))
        {
            _files["over/t.yaml"] =
                "apiVersion: apps/v1\nkind: Any\nmetadata: {name: any}\nspec: {template: {spec: {priorityClassName: high}}}\n";
            _patches.Add(
                $"  - path: t.yaml\n    target: {{{Pick("kind: Deployment", "group: apps", "name: web|store", "labelSelector: app=web", "version: v1, kind: \".*Set\"")}}}\n"
            );
        }
        if (Use(wanted, "target-annotation"))
            _patches.Add(
                "  - target: {annotationSelector: kept=here}\n    patch: '[{\"op\": \"add\", \"path\": \"/spec/minReadySeconds\", \"value\": 3}]'\n"
            );
        if (Use(wanted, "target-namespace"))
            _patches.Add(
                "  - target: {kind: Service, namespace: \"base|prod\"}\n    patch: '[{\"op\": \"add\", \"path\": \"/spec/type\", \"value\": \"NodePort\"}]'\n"
            );
        if (Use(wanted, "allow-name-change"))
            _patches.Add(
                "  - target: {kind: Widget}\n    options: {allowNameChange: true}\n    patch: |-\n      apiVersion: example.com/v1\n      kind: Widget\n      metadata: {name: renamed}\n"
            );
        if (Use(wanted, "allow-kind-change"))
            _patches.Add(
                "  - target: {kind: Widget}\n    options: {allowKindChange: true}\n    patch: |-\n      apiVersion: example.com/v1\n      kind: Gadget\n      metadata: {name: w}\n"
            );
        Inline(wanted, "patch-delete", "      containers:\n        - {name: helper, $patch: delete}\n");
        Inline(
            wanted,
            "patch-replace",
            Pick(
                "      $patch: replace\n      containers: [{name: one, image: o}]\n",
                "      containers:\n        - name: app\n          resources: {$patch: replace, requests: {cpu: 7m}}\n",
                "      containers:\n        - {$patch: replace}\n        - {name: only, image: i}\n"
            )
        );
        Inline(
            wanted,
            "patch-null",
            "      serviceAccountName: null\n      containers:\n        - {name: app, resources: {limits: null}}\n"
        );
        Inline(
            wanted,
            "retainKeys",
            "      volumes:\n        - {name: scratch, $retainKeys: [name, emptyDir], emptyDir: {medium: Memory}}\n"
        );
        Inline(
            wanted,
            "setElementOrder",
            "      $setElementOrder/containers: [{name: helper}, {name: app}]\n      containers: [{name: app, tty: true}]\n"
        );
        if (Use(wanted, "deleteFromPrimitiveList"))
            _patches.Add(
                "  - patch: |-\n      apiVersion: apps/v1\n      kind: Deployment\n      metadata:\n        name: web\n        $deleteFromPrimitiveList/finalizers: [a.example.com/x]\n"
            );
        Inline(
            wanted,
            "list-keys",
            "      containers:\n        - name: app\n          ports: [{containerPort: 80, name: http}, {containerPort: 81}]\n          volumeMounts: [{mountPath: /x, name: scratch}]\n      hostAliases: [{ip: 1.2.3.4, hostnames: [h]}]\n      imagePullSecrets: [{name: keys}]\n      topologySpreadConstraints: [{maxSkew: 1, topologyKey: k, whenUnsatisfiable: DoNotSchedule}]\n"
        );
        const string Operations =
            "- {op: add, path: /spec/template/spec/containers/0/env/-, value: {name: Z, value: \"9\"}}\n- {op: replace, path: /spec/template/spec/containers/0/image, value: \"json:1\"}\n- {op: remove, path: /spec/strategy}\n- {op: add, path: /metadata/annotations, value: {a-b: c}}\n- {op: add, path: /metadata/annotations/x~1y, value: z}\n- {op: copy, from: /metadata/labels, path: /metadata/extra}\n- {op: move, from: /metadata/extra, path: /metadata/moved}\n- {op: test, path: /kind, value: Deployment}\n";
        if (Use(wanted, "json6902-path"))
        {
            _files["over/ops.yaml"] = Operations;
            _patches.Add("  - {path: ops.yaml, target: {kind: Deployment, name: web}}\n");
        }
        if (Use(wanted, "json6902-inline"))
            _patches.Add(
                "  - target: {kind: StatefulSet|DaemonSet}\n    patch: '[{\"op\": \"add\", \"path\": \"/spec/template/spec/containers/0/resources\", \"value\": {\"limits\": {\"memory\": \"512m\"}}}]'\n"
            );
        if (Use(wanted, "json6902-absent"))
            _patches.Add(
                "  - target: {kind: Deployment}\n    patch: |-\n      - {op: replace, path: /spec/minReadySeconds, value: 7}\n      - {op: replace, path: /spec/template/spec/containers/-1/tty, value: true}\n      - {op: copy, from: /spec/nothing, path: /metadata/labels/none}\n      - {op: remove, path: /metadata/labels/none}\n"
            );
        if (Use(wanted, "patchesJson6902"))
            _over.Append(
                "patchesJson6902:\n  - target: {group: apps, version: v1, kind: Deployment, name: web}\n    patch: |-\n      - op: add\n        path: /spec/template/spec/containers/1\n        value: {name: second, image: s}\n"
            );
    }

    private void Inline(HashSet<string> wanted, string feature, string content)
    {
        if (!Use(wanted, feature))
            return;
        string patch = Container(content);
        _patches.Add("  - patch: |-\n" + string.Concat(patch.TrimEnd('\n').Split('\n').Select(l => "      " + l + "\n")));
    }

    private void Others(HashSet<string> wanted)
    {
        if (Use(wanted, "component"))
        {
            _files["part/kustomization.yaml"] =
                "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [extra.yaml]\npatches: [{path: c.yaml}]\nnameSuffix: -c\n";
            _files["part/extra.yaml"] = "apiVersion: v1\nkind: Pod\nmetadata: {name: extra}\nspec: {containers: [{name: e, image: e}]}\n";
            _files["part/c.yaml"] = Container("      dnsPolicy: Default\n");
            _over.Append("components: [../part]\n");
        }
        string replacement =
            "source: {kind: ConfigMap, name: settings, fieldPath: data.b"
            + (Coin() ? ", options: {delimiter: '-', index: 1}" : "")
            + "}\ntargets:\n- select: {kind: Deployment}\n  fieldPaths: [\"spec.template.spec.containers.[name=app].env.[name=A].value\", metadata.annotations.copied]\n  options: {create: true}\n- select: {kind: Widget}\n  fieldPaths: [spec.parts.*.size, spec.ref.name]\n  reject: [{name: nobody}]\n"
                .Replace(", spec.ref.name", "", StringComparison.Ordinal)
                .Replace("spec.parts.*.size", "spec.parts.0.size", StringComparison.Ordinal);
        if (Use(wanted, "replacements-value"))
        {
            wanted.Remove("replacements");
            wanted.Remove("replacements-path");
            _over.Append(
                "replacements:\n- sourceValue: fixed\n  targets:\n  - {select: {kind: Service}, fieldPaths: [metadata.annotations.fixed], options: {create: true}}\n"
            );
        }
        bool isReplaced = wanted.Contains("replace");
        if (!isReplaced && Use(wanted, "replacements"))
            _over.Append("replacements:\n- " + replacement.TrimEnd('\n').Replace("\n", "\n  ", StringComparison.Ordinal) + "\n");
        else if (!isReplaced && Use(wanted, "replacements-path"))
        {
            _files["over/repl.yaml"] = replacement;
            _over.Append("replacements: [{path: repl.yaml}]\n");
        }
        if (!isReplaced && Use(wanted, "vars"))
            _over.Append(
                "vars:\n- {name: LEVEL, objref: {apiVersion: v1, kind: ConfigMap, name: settings}, fieldref: {fieldPath: data.LEVEL}}\n"
            );
        if (Use(wanted, "configurations"))
        {
            _files["over/config.yaml"] =
                "nameReference:\n- kind: ConfigMap\n  version: v1\n  fieldSpecs:\n  - {path: spec/ref/name, kind: Widget}\ncommonLabels:\n- {path: spec/labels, create: true, kind: Widget}\nimages:\n- {path: spec/image, kind: Widget}\n";
            _over.Append("configurations: [config.yaml]\n");
        }
        Transformers(wanted);
        if (Use(wanted, "validators"))
        {
            _files["over/valid.yaml"] = Builtin(
                "LabelTransformer",
                "labels: {some: label}\nfieldSpecs: [{path: metadata/labels, kind: Nothing}]\n"
            );
            _over.Append("validators: [valid.yaml]\n");
        }
    }

    private static string Builtin(string kind, string rest) =>
        $"apiVersion: builtin\nkind: {kind}\nmetadata: {{name: {kind.ToLowerInvariant()}}}\n{rest}";

    private void Transformers(HashSet<string> wanted)
    {
        var all = new List<string>();
        if (Use(wanted, "transformers-names"))
        {
            _files["over/names.yaml"] = string.Join(
                "---\n",
                "apiVersion: builtin\nkind: NamespaceTransformer\nmetadata: {name: n, namespace: moved}\nfieldSpecs: [{path: metadata/namespace, create: true}]\n",
                Builtin("SuffixTransformer", "suffix: -q\nfieldSpecs: [{path: metadata/name}]\n"),
                Builtin(
                    "AnnotationsTransformer",
                    "annotations: {by: transformer}\nfieldSpecs: [{path: metadata/annotations, create: true}]\n"
                )
            );
            all.Add("- names.yaml\n");
        }
        if (Use(wanted, "transformers-values"))
        {
            _files["over/values.yaml"] = string.Join(
                "---\n",
                Builtin("ImageTagTransformer", "imageTag: {name: redis, newTag: \"8\"}\n"),
                Builtin(
                    "ReplicaCountTransformer",
                    "replica: {name: web, count: 6}\nfieldSpecs: [{path: spec/replicas, create: true, kind: Deployment}]\n"
                ),
                Builtin(
                    "ReplacementTransformer",
                    "replacements:\n- source: {kind: Service, fieldPath: metadata.name}\n  targets:\n  - {select: {kind: Deployment}, fieldPaths: [metadata.annotations.service], options: {create: true}}\n"
                )
            );
            all.Add("- values.yaml\n");
        }
        if (Use(wanted, "transformers-patches"))
        {
            _files["over/patching.yaml"] = string.Join(
                "---\n",
                Builtin(
                    "PatchJson6902Transformer",
                    "target: {kind: Service, name: web, version: v1}\njsonOp: '[{\"op\": \"add\", \"path\": \"/spec/clusterIP\", \"value\": \"None\"}]'\n"
                ),
                Builtin("PatchStrategicMergeTransformer", "paths: [merged.yaml]\n")
            );
            _files["over/merged.yaml"] = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {sessionAffinity: ClientIP}\n";
            all.Add("- patching.yaml\n");
        }
        if (Use(wanted, "transformers-inline"))
            all.Add(
                "- |-\n  apiVersion: builtin\n  kind: PatchTransformer\n  metadata: {name: i}\n  target: {kind: Service}\n  patch: |-\n    - {op: add, path: /metadata/annotations, value: {in: line}}\n"
            );
        if (Use(wanted, "transformers"))
        {
            _files["over/tr.yaml"] =
                "apiVersion: builtin\nkind: LabelTransformer\nmetadata: {name: l}\nlabels: {from: transformer}\nfieldSpecs: [{path: metadata/labels, create: true}]\n---\napiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: p}\nprefix: t-\nfieldSpecs: [{path: metadata/name}]\n---\napiVersion: builtin\nkind: PatchTransformer\nmetadata: {name: q}\npatch: '[{\"op\": \"add\", \"path\": \"/spec/paused\", \"value\": true}]'\ntarget: {kind: Deployment}\n";
            all.Add("- tr.yaml\n");
        }
        if (all.Count > 0)
            _over.Append("transformers:\n").AppendJoin("", all);
    }
}
