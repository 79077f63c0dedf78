using ManifestLint.Composition;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Composition;

/// <summary>What a kustomization makes of its files, and where each value was written (kubernetes-memory.md §28). kubectl is asked by the oracles.</summary>
public sealed class ComposerTests
{
    private const string Base = """
        # /base/kustomization.yaml
        resources: [web.yaml]
        # /base/web.yaml
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: web}
        spec:
          replicas: 2
          template:
            spec:
              containers:
                - name: app
                  image: registry.example.com/web:1
                  envFrom: [{configMapRef: {name: settings}}]
                  resources:
                    requests: {memory: 64Mi}
                    limits:
                      memory: 128Mi
                - name: sidecar
                  image: proxy

        """;

    private const string Limit = "spec.template.spec.containers[0].resources.limits.memory";

    [Theory]
    [InlineData("", Limit, "128Mi", "/base/web.yaml:15")]
    [InlineData("namePrefix: prod-\nnameSuffix: -b\n", "metadata.name", "prod-web-b", "/base/web.yaml:3")]
    [InlineData("namespace: shop\n", "metadata.namespace", "shop", "/over/kustomization.yaml:2")]
    [InlineData("replicas: [{name: web, count: 5}]\n", "spec.replicas", "5", "/over/kustomization.yaml:2")]
    [InlineData(
        "images:\n- name: registry.example.com/web\n  newTag: \"2\"\n",
        "spec.template.spec.containers[0].image",
        "registry.example.com/web:2",
        "/over/kustomization.yaml:4"
    )]
    [InlineData("patches: [{path: p.yaml}]\n", Limit, "256Mi", "/over/p.yaml:10")]
    [InlineData("patchesStrategicMerge: [p.yaml]\n", Limit, "256Mi", "/over/p.yaml:10")]
    [InlineData("patches: [{path: p.yaml, target: {kind: Deployment}}]\n", Limit, "256Mi", "/over/p.yaml:10")]
    [InlineData("patches: [{path: p.yaml}]\n", "spec.template.spec.containers[0].resources.requests.memory", "64Mi", "/base/web.yaml:13")]
    [InlineData(
        "patches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: replace\n      path: /spec/template/spec/containers/0/resources/limits/memory\n      value: 1Gi\n",
        Limit,
        "1Gi",
        "/over/kustomization.yaml:7"
    )]
    [InlineData("components: [../part]\n", Limit, "512Mi", "/part/kustomization.yaml:10")]
    [InlineData(
        "replacements:\n- source: {kind: Deployment, fieldPath: 'spec.template.spec.containers.[name=app].resources.requests.memory'}\n  targets:\n  - select: {kind: Deployment}\n    fieldPaths: ['spec.template.spec.containers.[name=app].resources.limits.memory']\n",
        Limit,
        "64Mi",
        "/base/web.yaml:13"
    )]
    public void A_value_keeps_the_place_where_it_was_written(string directives, string path, string value, string place)
    {
        var composed = Compose("resources: [../base]\n" + directives);
        Assert.Null(composed.Refusal);
        Assert.Empty(composed.Gaps);
        var node = Assert.IsType<YamlScalar>(At(Deployment(composed), path));
        Assert.Equal((value, place), (node.Value, Place(node.Location)));
        // What nothing made up stands there word for word.
        if (!value.StartsWith("prod", StringComparison.Ordinal) && !value.Contains('/'))
            Assert.Equal(value, node.Location.Text.Trim('"'));
    }

    [Fact]
    public void A_removed_value_leaves_the_place_that_removed_it()
    {
        var composed = Compose(
            "resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: |-\n    - op: remove\n      path: /spec/template/spec/containers/0/resources/limits\n"
        );
        var resources = Assert.IsType<YamlMapping>(At(Deployment(composed), "spec.template.spec.containers[0].resources"));
        Assert.Null(resources["limits"]);
        var removed = Assert.Single(resources.Removed);
        Assert.Equal("limits", ((YamlScalar)removed.Key).Value);
        Assert.Equal("/over/kustomization.yaml", removed.Value.Location.Source.Path);
    }

    [Fact]
    public void A_generated_name_gets_its_hash_wherever_it_is_used()
    {
        var composed = Compose("resources: [../base]\nconfigMapGenerator:\n- name: settings\n  literals: [JAVA_OPTS=-Xmx64m]\n");
        var map = composed.Objects.Single(o => o.Root.TextAt("kind") == "ConfigMap");
        string name = map.Root.MappingAt("metadata")!.TextAt("name")!;
        Assert.StartsWith("settings-", name, StringComparison.Ordinal);
        Assert.Equal("settings", map.WrittenName);
        var reference = At(Deployment(composed), "spec.template.spec.containers[0].envFrom[0].configMapRef.name");
        Assert.Equal(name, Assert.IsType<YamlScalar>(reference).Value);
        Assert.Equal("/over/kustomization.yaml:4", Place(map.Root.MappingAt("data")!["JAVA_OPTS"]!.Location));
    }

    [Theory]
    [InlineData("resources: [../base, gone.yaml]\n", 1)]
    [InlineData("resources:\n- ../base\n- https://example.com/remote?ref=v1\n", 3)]
    [InlineData("resources: [../base]\nhelmCharts: [{name: redis}]\n", 2)]
    public void What_cannot_be_had_is_a_gap_and_the_rest_is_composed(string kustomization, int line)
    {
        var composed = Compose(kustomization);
        Assert.Null(composed.Refusal);
        Assert.Equal($"/over/kustomization.yaml:{line}", Place(Assert.Single(composed.Gaps).Location));
        Assert.Null(Assert.Single(composed.Objects).Gap);
    }

    [Fact]
    public void An_object_that_a_missing_patch_may_change_is_partial()
    {
        var composed = Compose("resources: [../base]\npatches: [{path: gone.yaml, target: {kind: Deployment}}]\n");
        Assert.Null(composed.Refusal);
        Assert.NotNull(Assert.Single(composed.Objects).Gap);
    }

    [Theory]
    [InlineData("resources: [../base]\npatches:\n- path: other.yaml\n", "/over/other.yaml:3")]
    [InlineData("resources: [../base, ../base]\n", "/base/web.yaml:1")]
    [InlineData("resources: [../base]\nconfigMapGenerator: [{name: a, behavior: merge}]\n", "/over/kustomization.yaml:2")]
    [InlineData("resources: [../base]\nresource: [x]\n", "/over/kustomization.yaml:2")]
    [InlineData("resources: [../base]\npatches: [{path: empty.yaml}]\n", "/over/kustomization.yaml:2")]
    [InlineData("resources: [../base]\npatchesStrategicMerge: [empty.yaml]\n", "/over/kustomization.yaml:2")]
    [InlineData("resources: [../base]\npatches: [{path: flow.yaml, target: {kind: Deployment}}]\n", "/over/flow.yaml:1")]
    [InlineData(
        "resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: '[{op: remove, path: /spec/replicas}]'\n",
        "/over/kustomization.yaml:4"
    )]
    [InlineData(
        "resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: |2\n      - op: remove\n        path: /spec/replicas\n",
        "/over/kustomization.yaml:4"
    )]
    public void What_kustomize_refuses_is_refused_with_its_place(string kustomization, string place)
    {
        var composed = Compose(kustomization);
        Assert.Empty(composed.Objects);
        Assert.Equal(place, Place(composed.Refusal!.Location));
    }

    [Theory]
    [InlineData("resources: [../base]\npatches: [{path: empty.yaml, target: {kind: Deployment}}]\n")]
    [InlineData(
        "resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: '  [{\"op\": \"remove\", \"path\": \"/spec/replicas\"}]'\n"
    )]
    public void What_kustomize_takes_is_taken(string kustomization) => Assert.Null(Compose(kustomization).Refusal);

    [Fact]
    public void Keys_that_were_booleans_once_stay_texts()
    {
        var composed = Compose(
            "resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: |\n    - {op: add, path: /metadata/labels, value: {y: a, on: b}}\n"
        );
        Assert.Equal("{\"on\":\"b\",\"y\":\"a\"}", CanonicalJson.Of(At(Deployment(composed), "metadata.labels")!));
    }

    [Fact]
    public void Kustomizations_stand_inside_of_each_other_as_deep_as_people_and_programs_write_them()
    {
        string Chain(int depth) =>
            string.Concat(
                Enumerable
                    .Range(0, depth)
                    .Select(n => $"# /n{n}/kustomization.yaml\nresources: [../{(n == depth - 1 ? "base" : $"n{n + 1}")}]\n")
            );
        Assert.Null(Compose("resources: [../n0]\n", Chain(200)).Refusal);
        Assert.NotNull(Compose("resources: [../n0]\n", Chain(300)).Refusal);
    }

    [Fact]
    public void What_patches_and_bases_multiply_ends_before_it_is_made()
    {
        string copies = string.Concat(
            Enumerable.Range(0, 40).Select(n => $"    - {{op: copy, from: /metadata/annotations, path: /metadata/annotations/a{n}}}\n")
        );
        string doubled =
            string.Concat(
                Enumerable
                    .Range(0, 40)
                    .Select(n =>
                        $"# /n{n}/kustomization.yaml\nnamePrefix: n-\nresources: [../n{n + 1}, ../m{n + 1}]\n# /m{n}/kustomization.yaml\nnamePrefix: m-\nresources: [../n{n + 1}, ../m{n + 1}]\n"
                    )
            )
            + "# /n40/kustomization.yaml\nnamePrefix: n-\nresources: [../base]\n# /m40/kustomization.yaml\nnamePrefix: m-\nresources: [../base]\n";
        Assert.Contains(
            "too much work",
            Compose(
                "resources: [../base]\npatches:\n- target: {kind: Deployment}\n  patch: |\n    - {op: add, path: /metadata/annotations, value: {a: {b: c}}}\n"
                    + copies
            )
                .Refusal!.Reason.ToString(),
            StringComparison.Ordinal
        );
        Assert.Contains("too much work", Compose("resources: [../n0]\n", doubled).Refusal!.Reason.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Kustomizations_that_take_in_each_other_end() =>
        Assert.NotNull(Compose("resources: [../loop]\n", "# /loop/kustomization.yaml\nresources: [../over]\n").Refusal);

    private static ComposedKustomization Compose(string kustomization, string more = "")
    {
        const string Others = """
            # /over/p.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              template:
                spec:
                  containers:
                    - name: app
                      resources:
                        limits: {memory: 256Mi}
            # /over/empty.yaml
            #
            # /over/flow.yaml
            [{op: remove, path: /spec/replicas}]
            # /over/other.yaml
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: other}
            # /part/kustomization.yaml
            apiVersion: kustomize.config.k8s.io/v1alpha1
            kind: Component
            patches:
            - target: {name: web}
              patch: |
                - op: replace
                  path: /spec/template/spec/containers/0/resources
                  value:
                    limits:
                      memory: 512Mi

            """;
        var files = new Dictionary<string, string>(StringComparer.Ordinal) { ["/over/kustomization.yaml"] = kustomization };
        string? at = null;
        foreach (string line in (Base + Others + more).Split('\n'))
        {
            if (line.StartsWith("# /", StringComparison.Ordinal))
                files[at = line[2..]] = "";
            else
                files[at!] += line + "\n";
        }
        return new Composer(
            new CompositionFiles(
                path =>
                    files.TryGetValue(path, out string? text)
                        ? new(new SourceText(path, text), null, null)
                        : new(null, null, "it does not exist"),
                path => files.Keys.Any(f => f.StartsWith(path + "/", StringComparison.Ordinal))
            )
        ).Compose("/over");
    }

    [Theory]
    [InlineData("web", true)]
    [InlineData("we", false)]
    [InlineData("w.b", true)]
    [InlineData("w.", false)]
    [InlineData("w.*", true)]
    [InlineData(".*b", true)]
    [InlineData("a.*", false)]
    [InlineData(".*", true)]
    [InlineData(".*e.*", true)]
    [InlineData("web.*", true)]
    [InlineData("other|w..", true)]
    [InlineData("other|.*x", false)]
    [InlineData("w[ae]b", true)]
    [InlineData("w[xy]b", false)]
    public void A_name_of_a_target_is_a_pattern_of_the_whole_name(string pattern, bool fits)
    {
        var composed = Compose(
            $"resources: [../base]\npatches:\n- target: {{name: '{pattern}'}}\n  patch: '[{{\"op\": \"add\", \"path\": \"/metadata/labels\", \"value\": {{\"hit\": \"x\"}}}}]'\n"
        );
        Assert.Null(composed.Refusal);
        Assert.Equal(fits, At(Deployment(composed), "metadata.labels.hit") is not null);
    }

    private static YamlMapping Deployment(ComposedKustomization composed) =>
        composed.Objects.Single(o => o.Root.TextAt("kind") == "Deployment").Root;

    private static YamlNode? At(YamlNode root, string path) => YamlPath.TryParse(path, out var parsed) ? parsed.Resolve(root) : null;

    private static string Place(Location location) => $"{location.Source.Path}:{location.Start.Line}";
}
