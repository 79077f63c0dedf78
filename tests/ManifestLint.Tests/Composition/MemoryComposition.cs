using System.Globalization;

namespace ManifestLint.Tests.Composition;

/// <summary>
/// A kustomization made up from a number, of a base, perhaps one between, and an overlay, which write and remove the memory limit and request
/// of one container and the heap of its program in every way there is. Every amount is written once, and every line that removes something
/// ends in a comment of its own, so that a text search finds where what counts in the end was written.
/// </summary>
internal sealed class MemoryComposition
{
    private const string Resources = "/spec/template/spec/containers/0/resources";

    private readonly Random _random;
    private readonly Dictionary<string, string> _files = new(StringComparer.Ordinal);
    private int _amount = 100;
    private int _removals;
    private bool _areLimitsGone;

    /// <param name="number">Decides everything.</param>
    public MemoryComposition(int number)
    {
        _random = new Random(20261129 + number);
        Base();
        string below = "base";
        if (Coin())
        {
            Level("mid", below);
            below = "mid";
        }
        Level("over", below);
        Program();
    }

    /// <summary>The files by their paths; the overlay is <c>over</c>.</summary>
    public IReadOnlyDictionary<string, string> Files => _files;

    /// <summary>The limit and the request that come out; null where there is none.</summary>
    public Dictionary<string, string?> Amounts { get; } = new(StringComparer.Ordinal) { ["limits"] = null, ["requests"] = null };

    /// <summary>The comment at the line that removed one last; null where nothing did.</summary>
    public Dictionary<string, string?> Removed { get; } = new(StringComparer.Ordinal) { ["limits"] = null, ["requests"] = null };

    /// <summary>The heap that the program is given in the end; null if none.</summary>
    public string? Heap { get; private set; }

    /// <summary>How each was written, to say what was tried.</summary>
    public HashSet<string> Ways { get; } = new(StringComparer.Ordinal);

    /// <summary>The file and 1-based line that a text stands in.</summary>
    public (string File, int Line) PlaceOf(string text)
    {
        var found = _files.Where(f => f.Value.Contains(text, StringComparison.Ordinal)).ToList();
        Assert.Single(found);
        string before = found[0].Value[..found[0].Value.IndexOf(text, StringComparison.Ordinal)];
        return (found[0].Key, before.Count(c => c == '\n') + 1);
    }

    private bool Coin() => _random.Next(2) == 0;

    private string Amount() => (_amount += _random.Next(3, 40)).ToString(CultureInfo.InvariantCulture) + "Mi";

    private string Removal() => $"# gone {++_removals}.";

    private void Base()
    {
        string Written(string which)
        {
            if (Coin())
                return "";
            Amounts[which] = Amount();
            return $"              memory: {Amounts[which]}\n";
        }
        _files["base/web.yaml"] =
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n        - name: app\n          image: eclipse-temurin:17\n          envFrom: [{configMapRef: {name: conf}}]\n          resources:\n            requests:\n              cpu: 100m\n"
            + Written("requests")
            + "            limits:\n              cpu: 100m\n"
            + Written("limits");
        _files["base/kustomization.yaml"] = "resources: [web.yaml]\nconfigMapGenerator: [{name: conf, literals: [A=b]}]\n";
    }

    private void Level(string name, string below)
    {
        string kustomization = $"resources: [../{below}]\n";
        var components = new List<string>();
        var patches = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        // In the order in which kustomize carries them out.
        string[] phases = ["component", "patchesStrategicMerge", "patches", "patchesJson6902", "replacements"];
        foreach (string phase in phases)
        {
            var entries = patches[phase] = [];
            int count = _random.Next(phase == "patches" ? 4 : 2);
            for (int i = 0; i < count; i++)
            {
                string which = Coin() ? "limits" : "requests";
                if (which == "limits" && _areLimitsGone)
                    continue;
                string file = $"{name}/{phase}{i}.yaml";
                switch (phase)
                {
                    case "component":
                        _files[$"{name}-part/kustomization.yaml"] =
                            "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n- patch: |-\n"
                            + Indented(Merge(which), "    ");
                        components.Add($"../{name}-part");
                        break;
                    case "patchesStrategicMerge":
                        _files[file] = Merge(which);
                        entries.Add($"- {phase}{i}.yaml\n");
                        break;
                    case "patches" when Coin():
                        entries.Add(
                            Coin() && Operation(which) is { } inline
                                ? $"- target: {{kind: Deployment}}\n  patch: |-\n{Indented(inline, "    ")}"
                                : $"- patch: |-\n{Indented(Merge(which), "    ")}"
                        );
                        break;
                    case "patches" or "patchesJson6902" when Operation(which) is { } operation:
                        _files[file] = operation;
                        entries.Add($"- path: {phase}{i}.yaml\n  target: {{kind: Deployment, name: web}}\n");
                        break;
                    case "replacements":
                        Replacement(which, name, entries);
                        break;
                }
            }
        }
        if (components.Count > 0)
            kustomization += $"components: [{string.Join(", ", components)}]\n";
        foreach (var (phase, entries) in patches)
        {
            if (entries.Count > 0)
                kustomization += phase + ":\n" + string.Concat(entries);
        }
        if (Coin())
            kustomization += "namePrefix: p-\nnamespace: shop\ncommonLabels: {stage: prod}\n";
        _files[$"{name}/kustomization.yaml"] = kustomization;
    }

    private static string Indented(string text, string by) => string.Concat(text.TrimEnd('\n').Split('\n').Select(l => by + l + "\n"));

    private string Merge(string which)
    {
        string Of(string lines) =>
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n      containers:\n        - name: app\n          resources:\n"
            + lines;
        int way = _random.Next(6);
        if (way == 0 && Amounts[which] is not null)
        {
            Ways.Add("null");
            return Of($"            {which}:\n              memory: null {Removed[which] = Gone(which)}\n");
        }
        if (way == 1 && which == "limits" && Amounts[which] is not null)
        {
            Ways.Add("$patch: delete");
            _areLimitsGone = true;
            return Of($"            limits:\n              $patch: delete {Removed[which] = Gone(which)}\n");
        }
        if (way == 2 && which == "limits")
        {
            Ways.Add("$patch: replace");
            return Of($"            limits:\n              $patch: replace\n              cpu: 100m\n              memory: {Set(which)}\n");
        }
        Ways.Add("merge");
        return Of($"            {which}:\n              memory: {Set(which)}\n");
    }

    private string Set(string which)
    {
        Removed[which] = null;
        return Amounts[which] = Amount();
    }

    private string Gone(string which)
    {
        Amounts[which] = null;
        return Removal();
    }

    // Null where none is possible.
    private string? Operation(string which)
    {
        string path = $"{Resources}/{which}/memory";
        string other = which == "limits" ? "requests" : "limits";
        switch (_random.Next(5))
        {
            case 0 when Amounts[which] is not null:
                Ways.Add("remove");
                return $"- op: remove\n  path: {path} {Removed[which] = Gone(which)}\n";
            case 1 when Amounts[other] is { } copied && !_areLimitsGone:
                Ways.Add("copy");
                (Amounts[which], Removed[which]) = (copied, null);
                return $"- op: copy\n  from: {Resources}/{other}/memory\n  path: {path}\n";
            case 2:
                Ways.Add("add of a mapping");
                return $"- op: add\n  path: {Resources}/{which}\n  value:\n    cpu: 100m\n    memory: {Set(which)}\n";
            case 3:
                Ways.Add("replace");
                return $"- op: replace\n  path: {path}\n  value: {Set(which)}\n";
            default:
                Ways.Add("add");
                return $"- {{op: add, path: {path}, value: {Set(which)}}}\n";
        }
    }

    private void Replacement(string which, string name, List<string> entries)
    {
        Ways.Add("replacement");
        _files[$"{name}/sizes.yaml"] = $"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: sizes-{name}}}\ndata:\n  size: {Set(which)}\n";
        entries.Add(
            $"- source: {{kind: ConfigMap, name: sizes-{name}, fieldPath: data.size}}\n  targets:\n  - select: {{kind: Deployment}}\n    fieldPaths: ['spec.template.spec.containers.[name=app].resources.{which}.memory']\n    options: {{create: true}}\n"
        );
    }

    // The heap comes from a ConfigMap that a generator made and another one may change.
    private void Program()
    {
        foreach (string name in new[] { "mid", "over" })
        {
            if (_files.ContainsKey($"{name}/sizes.yaml"))
                _files[$"{name}/kustomization.yaml"] = WithFirst(_files[$"{name}/kustomization.yaml"], "]\n", ", sizes.yaml]\n");
        }
        int way = _random.Next(4);
        if (way == 3)
            return;
        Heap = $"-Xmx{_amount += 50}m";
        Ways.Add(
            way switch
            {
                0 => "literal",
                1 => "env file",
                _ => "merged literal",
            }
        );
        if (way == 0)
            _files["base/kustomization.yaml"] =
                $"resources: [web.yaml]\nconfigMapGenerator:\n- name: conf\n  literals:\n  - JAVA_TOOL_OPTIONS={Heap}\n";
        if (way == 1)
        {
            _files["base/java.env"] = $"# options\nJAVA_TOOL_OPTIONS={Heap}\n";
            _files["base/kustomization.yaml"] = "resources: [web.yaml]\nconfigMapGenerator: [{name: conf, envs: [java.env]}]\n";
        }
        if (way == 2)
            _files["over/kustomization.yaml"] +=
                $"configMapGenerator:\n- name: conf\n  behavior: merge\n  literals:\n  - JAVA_TOOL_OPTIONS={Heap}\n";
    }

    private static string WithFirst(string text, string old, string replacement)
    {
        int at = text.IndexOf(old, StringComparison.Ordinal);
        return text[..at] + replacement + text[(at + old.Length)..];
    }
}
