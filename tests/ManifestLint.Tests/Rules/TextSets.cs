using System.Collections.Immutable;
using ManifestLint.Neighbours;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>Texts that are scanned together.</summary>
/// <param name="Name">What is told of a set that fails.</param>
/// <param name="Files">The texts.</param>
/// <param name="Options">Options of <c>scan</c> that they need.</param>
internal sealed record TextSet(string Name, ImmutableArray<PageFile> Files, string[] Options);

/// <summary>The examples of the rules' pages as one, two and three texts, whatever they are on their page.</summary>
internal static class TextSets
{
    private const string Mark = " # <- finding";

    /// <summary>
    /// The sets of a page's examples: as they stand there, and cut into two and three files in both orders of names; and two examples dealt
    /// into three.
    /// </summary>
    public static IEnumerable<TextSet> Of(string page)
    {
        (string Name, List<string>? Documents, string[] Options)? last = null;
        foreach (var example in RulePages.Examples(RulePages.Text(page)))
        {
            string name = $"{page}:{example.FirstLine}";
            // Marks go: a line has room for one comment.
            ImmutableArray<PageFile> files =
            [
                .. example.Files.Select(f => f with { Text = f.Text.Replace(Mark, "", StringComparison.Ordinal) }),
            ];
            yield return new($"{name} as written", files, example.Options);
            var documents = Documents(files);
            foreach (int count in new[] { 2, 3 })
            {
                if (documents?.Count >= count)
                    yield return new($"{name} in {count} files", Deal(documents, count, false), example.Options);
                if (documents?.Count >= count)
                    yield return new($"{name} in {count} files reversed", Deal(documents, count, true), example.Options);
            }
            if (last is { Documents: { } before } && documents is not null && last.Value.Options.SequenceEqual(example.Options))
            {
                List<string> both = [.. before, .. documents];
                if (both.Count >= 3)
                    yield return new($"{last.Value.Name} and {name} in 3 files", Deal(both, 3, both.Count % 2 == 0), example.Options);
            }
            last = (name, documents, example.Options);
        }
    }

    /// <summary>Sets whose findings stand in other texts than the objects that they are about, by what makes them do so.</summary>
    public static IEnumerable<TextSet> Made(string what) =>
        what switch
        {
            "live pods" => Live(),
            "shared settings" => Settings(),
            "kustomization" => Composed(),
            "heaps of two texts" => HeapsOfTwoTexts(),
            "names of two texts" => NamesOfTwoTexts(),
            _ => throw new ArgumentException(what, nameof(what)),
        };

    // What only pods show is told of their owner.
    private static IEnumerable<TextSet> Live()
    {
        string web = LiveDump.Container("web"),
            java = LiveDump.Container("web", "command: [java, -Xmx500m, -jar, a.jar]\n" + LiveDump.SmallWeb),
            unlimited = LiveDump.Container("web", "resources:\n  requests:\n    cpu: 250m\n    memory: 512Mi"),
            proxy = LiveDump.Container("mesh", "resources:\n  requests:\n    cpu: 250m\n    memory: 64Mi");
        string evicted =
            "message: 'The node was low on resource: memory. Threshold quantity: 100Mi, available: 84Mi. Container web was using 831488Ki, request is 512Mi, has larger consumption of memory. '\nphase: Failed\nreason: Evicted";
        (string Name, string Pod, string Owner)[] pairs =
        [
            ("OOMKilled", Pod(LiveDump.Killed("web", 3), java), java),
            ("OOMKilled without a limit", Pod(LiveDump.Killed("web", 3), unlimited), unlimited),
            ("killed", Pod(LiveDump.Killed("web", 3, "Error"), web), web),
            ("evicted", Pod(evicted, web), web),
            ("evicted for something else", Pod("message: 'Pod was evicted by hand'\nphase: Failed\nreason: Evicted", web), web),
            ("another class", Pod("phase: Running\nqosClass: BestEffort", web), web),
            ("resized", Pod(LiveDump.Running, unlimited), web),
            ("injected", LiveDump.Pod("web-0", "StatefulSet web s-1", LiveDump.Running, web, proxy), web),
        ];
        foreach (var (name, pod, owner) in pairs)
        {
            string workload = LiveDump.Workload("StatefulSet", "web", null, "s-1", owner);
            yield return new($"{name}, pod first", [new("a.yaml", pod), new("b.yaml", workload)], []);
            yield return new($"{name}, owner first", [new("a.yaml", workload), new("b.yaml", pod)], []);
            yield return new($"{name}, a List and its owner", [new("a.yaml", LiveDump.List(pod)), new("b.yaml", workload)], []);
            yield return new($"{name}, documents of one file", [new("a.yaml", $"{workload}---\n{pod}")], []);
            yield return new(
                $"{name}, documents and a List",
                [
                    new("a.yaml", $"apiVersion: v1\nkind: Namespace\nmetadata: {{name: shop}}\n---\n{workload}"),
                    new("b.yaml", LiveDump.List(pod)),
                ],
                []
            );
        }
        string killed = LiveDump.Pod("web-5d8f-x", "ReplicaSet web-5d8f r-1", LiveDump.Killed("web", 3), web),
            middle = LiveDump.Workload("ReplicaSet", "web-5d8f", "Deployment web d-1", "r-1", web),
            top = LiveDump.Workload("Deployment", "web", null, "d-1", web);
        yield return new("three objects", [new("a.yaml", killed), new("b.yaml", middle), new("c.yaml", top)], []);
        yield return new("three objects reversed", [new("a.yaml", top), new("b.yaml", middle), new("c.yaml", killed)], []);

        static string Pod(string status, string container) => LiveDump.Pod("web-0", "StatefulSet web s-1", status, container);
    }

    // One ConfigMap sets the heap of two workloads, and a LimitRange what they may take.
    private static IEnumerable<TextSet> Settings()
    {
        const string Map =
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: common, namespace: shop}\ndata:\n  JAVA_TOOL_OPTIONS: -Xmx1500m\n  HEAP: \"-Xmx2g\"\n  SMALL: -Xmx300m\n"
            + "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: misspelt, namespace: shop}\ndata:\n  'JAVA_TOOLS_OPTIONS': -XX:MaxRAMPercentage=60\n";
        string[] sources =
        [
            "envFrom: [{configMapRef: {name: common}}]",
            "env: [{name: JAVA_TOOL_OPTIONS, valueFrom: {configMapKeyRef: {name: common, key: HEAP}}}]",
            // Told where the value stands, repaired where the name does.
            "env: [{name: JAVA_TOOLS_OPTIONS, valueFrom: {configMapKeyRef: {name: common, key: SMALL}}}]",
            // Told in the ConfigMap.
            "envFrom: [{configMapRef: {name: misspelt}}]",
        ];
        foreach (string from in sources)
        {
            string red = App("red", from, "{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}"),
                blue = App("blue", from, "{requests: {cpu: 1, memory: 512Mi}}");
            string range = LimitRange("{type: Container, default: {memory: 512Mi}, max: {memory: 768Mi}}");
            foreach (var texts in new[] { (string[])[Map, red], [red, Map], [Map, red + "---\n" + blue, range], [range, blue, Map] })
            {
                yield return new(
                    $"{from} in {texts.Length} files, {texts[0].Split('\n')[1]} first",
                    [.. texts.Select((t, i) => new PageFile($"{(char)('a' + i)}.yaml", t))],
                    []
                );
            }
        }

        static string App(string name, string from, string resources) =>
            Sets
                .SetScan.Deployment(name, resources)
                .Replace(
                    "image: registry.example/app:1",
                    $"image: eclipse-temurin:21\n          command: [java, -jar, a.jar]\n          {from}",
                    StringComparison.Ordinal
                );
        static string LimitRange(string item) => Sets.SetScan.LimitRange($"[{item}]");
    }

    // Of one container the limit stands in a patch, the heap in the base, and the image and a ConfigMap in the kustomization.
    private static IEnumerable<TextSet> Composed()
    {
        string[] heaps = ["env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}]", "envFrom: [{configMapRef: {name: common}}]"];
        foreach (string heap in heaps)
        {
            string app = Sets
                .SetScan.Deployment("app", "{requests: {cpu: 1, memory: 256Mi}}")
                .Replace(
                    "image: registry.example/app:1",
                    $"image: registry.example/app:1\n          command: [java, -jar, a.jar]\n          {heap}",
                    StringComparison.Ordinal
                );
            const string Patch =
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop}\nspec:\n  template:\n    spec:\n      containers:\n"
                + "      - name: app\n        resources:\n          limits: {memory: 1Gi}\n";
            const string Kustomization =
                "resources: [app.yaml]\npatches: [{path: limit.yaml}]\nimages: [{name: registry.example/app, newTag: \"2\"}]\n"
                + "configMapGenerator:\n- name: common\n  namespace: shop\n  literals:\n  - JAVA_TOOL_OPTIONS=-Xmx2g\n";
            yield return new(
                $"{heap} composed",
                [new("kustomization.yaml", Kustomization), new("app.yaml", app), new("limit.yaml", Patch)],
                []
            );
        }
        // The ConfigMap is a resource, too: in a file of its own, or a document of the other.
        string[] takers =
        [
            "envFrom: [{configMapRef: {name: common}}]",
            "env: [{name: JAVA_TOOLS_OPTIONS, valueFrom: {configMapKeyRef: {name: common, key: SMALL}}}]",
        ];
        foreach (string taker in takers)
        {
            string app = Sets
                .SetScan.Deployment("app", "{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}")
                .Replace(
                    "image: registry.example/app:1",
                    $"image: registry.example/app:1\n          command: [java, -jar, a.jar]\n          {taker}",
                    StringComparison.Ordinal
                );
            const string Map =
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: common, namespace: shop}\ndata:\n  JAVA_TOOL_OPTIONS: -Xmx2g\n  SMALL: -Xmx300m\n";
            const string Names = "namePrefix: eu-\n";
            yield return new(
                $"{taker} of a resource",
                [new("app.yaml", app), new("config.yaml", Map), new("kustomization.yaml", Names + "resources: [app.yaml, config.yaml]\n")],
                []
            );
            yield return new(
                $"{taker} of a document",
                [new("all.yaml", $"{Map}---\n{app}"), new("kustomization.yaml", Names + "resources: [all.yaml]\n")],
                []
            );
        }
    }

    // One repair of two texts: the largest heap stands in a patch, the initial one in the base, and neither works without the other.
    private static IEnumerable<TextSet> HeapsOfTwoTexts()
    {
        const string Head = "apiVersion: kafka.strimzi.io/v1beta2\nkind: Kafka\nmetadata: {name: k}\nspec:\n  kafka:\n";
        foreach (string size in new[] { "2048m", "'2048m'", "\"2048m\"" })
        {
            yield return new(
                $"-Xmx {size} in a patch",
                [
                    new(
                        "base.yaml",
                        Head
                            + "    resources: {requests: {memory: 2Gi}, limits: {memory: 2Gi}}\n    jvmOptions:\n      -Xms: 2048m # as much\n"
                    ),
                    new("heap.yaml", Head + $"    jvmOptions:\n      -Xmx: {size} # as much\n"),
                    new("kustomization.yaml", "resources: [base.yaml]\npatches: [{path: heap.yaml}]\n"),
                ],
                []
            );
        }
    }

    // A misspelt name stands in two texts: renamed in one alone, it would stay in the other.
    private static IEnumerable<TextSet> NamesOfTwoTexts()
    {
        const string Base = "resources: [app.yaml]\npatches: [{path: patch.yaml}]\n",
            Entry = "env: [{name: JAVA_TOOLS_OPTIONS, value: -Xms10m}]",
            Map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: jvm, namespace: shop}\ndata:\n  JAVA_TOOLS_OPTIONS: -XX:+UseG1GC\n",
            Patch =
                "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app, namespace: shop}\nspec:\n  template:\n    spec:\n      containers:\n"
                + "      - name: app\n        env: [{name: JAVA_TOOLS_OPTIONS, value: -Xmx600m}]\n";
        yield return new(
            "a name of a patch",
            [new("app.yaml", Java("app", Entry)), new("kustomization.yaml", Base), new("patch.yaml", Patch)],
            []
        );
        yield return new(
            "a name of an inline patch",
            [
                new("app.yaml", Java("app", Entry)),
                new(
                    "kustomization.yaml",
                    "resources: [app.yaml]\npatches:\n- patch: |\n    "
                        + Patch.TrimEnd('\n').Replace("\n", "\n    ", StringComparison.Ordinal)
                        + "\n"
                ),
            ],
            []
        );
        yield return new(
            "a key of a patch",
            [
                new("app.yaml", Map + "---\n" + Java("app", "envFrom: [{configMapRef: {name: jvm}}]")),
                new("kustomization.yaml", Base),
                new("patch.yaml", Map.Replace("UseG1GC", "UseSerialGC", StringComparison.Ordinal)),
            ],
            []
        );
        yield return new(
            "a key that another pod takes",
            [
                new("map.yaml", Map),
                new("app.yaml", Java("app", "envFrom: [{configMapRef: {name: jvm}}]")),
                new(
                    "other.yaml",
                    Java("other", "env: [{name: JAVA_TOOL_OPTIONS, valueFrom: {configMapKeyRef: {name: jvm, key: JAVA_TOOLS_OPTIONS}}}]")
                ),
            ],
            []
        );
        yield return new(
            "a name of one text",
            [new("app.yaml", Java("app", Entry)), new("kustomization.yaml", "resources: [app.yaml]\n")],
            []
        );

        static string Java(string name, string from) =>
            Sets
                .SetScan.Deployment(name, "{requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}")
                .Replace(
                    "image: registry.example/app:1",
                    $"image: eclipse-temurin:21\n          command: [java, -jar, a.jar]\n          {from}",
                    StringComparison.Ordinal
                );
    }

    // What others take values from goes into files of its own, the rest into the first.
    private static ImmutableArray<PageFile> Deal(List<string> documents, int count, bool isReversed)
    {
        var texts = new List<string>[count];
        for (int i = 0; i < count; i++)
            texts[i] = [];
        int next = 0;
        foreach (string document in documents.OrderBy(IsContext))
            texts[IsContext(document) ? 1 + (next++ % (count - 1)) : 0].Add(document);
        // Without any, one after the other.
        if (next == 0 || texts[0].Count == 0)
        {
            foreach (var text in texts)
                text.Clear();
            for (int i = 0; i < documents.Count; i++)
                texts[i % count].Add(documents[i]);
        }
        return
        [
            .. texts
                .Where(t => t.Count > 0)
                .Select((t, i) => new PageFile($"{(char)(isReversed ? 'z' - i : 'a' + i)}.yaml", string.Join("---\n", t)))
                .OrderBy(f => f.Name, StringComparer.Ordinal),
        ];
    }

    private static bool IsContext(string document) => Skim.RootKind(document) is { } kind && ManifestSet.IsContextKind(kind);

    // Null where a text does not parse: what such a one holds is not to be cut.
    private static List<string>? Documents(ImmutableArray<PageFile> files)
    {
        var documents = new List<string>();
        foreach (var file in files)
        {
            var read = YamlReader.Read(new SourceText(file.Name, file.Text));
            if (read.Documents.Any(d => d.Error is not null || d.Root is not YamlMapping { Entries.Length: > 0 }))
                return null;
            if (file.Text.Contains("manifestlint:", StringComparison.Ordinal) || file.Text.Contains("\n%", StringComparison.Ordinal))
                return null;
            string[] parts = file.Text.Split("\n---\n");
            if (parts.Length != read.Documents.Length)
                return null;
            foreach (string part in parts)
                documents.AddRange(Items(part.TrimEnd('\n') + "\n"));
        }
        return documents;
    }

    // The items of a List, as kubectl prints one, are documents, too.
    private static IEnumerable<string> Items(string document)
    {
        const string Head = "\nitems:\n  - ";
        int at = document.IndexOf(Head, StringComparison.Ordinal);
        if (at < 0 || Skim.RootKind(document) != "List")
            return [document];
        string[] lines = document[(at + Head.Length - 4)..].Split('\n');
        var items = new List<string>();
        foreach (string line in lines.TakeWhile(l => l.StartsWith("  ", StringComparison.Ordinal)))
        {
            if (line.StartsWith("  - ", StringComparison.Ordinal))
                items.Add("");
            items[^1] += line[4..] + "\n";
        }
        return items;
    }
}
