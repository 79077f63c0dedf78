using System.Text;
using ManifestLint.Catalog;
using ManifestLint.Configuration;
using ManifestLint.Findings;
using ManifestLint.Reporting;
using ManifestLint.Tests.Reporting;
using ManifestLint.Tests.Rules;
using ManifestLint.Yaml;
using static ManifestLint.Tests.Linting.GrowthTests;

namespace ManifestLint.Tests.Linting;

/// <summary>As <see cref="GrowthTests"/>, for what one file may ask of each other one: kustomizations, overrides, configurations and baselines.</summary>
public sealed class FolderGrowthTests
{
    private const int Size = 40;
    private const int Times = 4;

    // Files of a folder, and the overrides of its configuration.
    private sealed record Input(IEnumerable<PageFile> Files, string Overrides = "")
    {
        public Input And(Input other) => new(Files.Concat(other.Files), Overrides + other.Overrides);
    }

    private static readonly Dictionary<string, Func<int, string, Input>> Makers = new(StringComparer.Ordinal)
    {
        ["files"] = (n, folder) => new(Each(n, i => Web($"{folder}/web{i}.yaml", $"web{i}"))),
        ["overrides by path"] = (n, folder) =>
            new(
                Each(n, i => Web($"{folder}/web{i}.yaml", $"web{i}")),
                Lines(n, $"- {{paths: [{folder}/web{{n}}.yaml], rules: {{ML1001: note}}}}")
            ),
        ["overrides by namespace"] = (n, folder) =>
            new(Each(n, i => Web($"{folder}/web{i}.yaml", $"web{i}")), Lines(n, "- {namespaces: [shop{n}], rules: {ML1001: note}}")),
        ["overrides by kind and label"] = (n, folder) =>
            new(
                Each(n, i => Web($"{folder}/web{i}.yaml", $"web{i}")),
                Lines(n, "- {kinds: [Deployment], labels: {app: web{n}}, rules: {ML1001: note}}")
            ),
        ["components of one kustomization"] = (n, folder) =>
            new([
                Web($"{folder}/web.yaml", "web"),
                new($"{folder}/kustomization.yaml", "resources: [web.yaml]\ncomponents:\n" + Lines(n, "- part{n}")),
                .. Each(n, i =>
                    Part(
                        $"{folder}/part{i}",
                        "- patch: '[{op: replace, path: /spec/replicas, value: " + i + "}]'\n  target: {kind: Deployment}\n"
                    )
                ),
            ]),
        ["kustomizations of one component"] = (n, folder) =>
            new([Part($"{folder}/part", Patch), .. Each(n, i => Uses($"{folder}/over{i}", "../part")).SelectMany(f => f)]),
        ["patch files of a component that many use"] = (n, folder) =>
            new([
                Part($"{folder}/part", Lines(n, "- {path: p{n}.yaml, target: {kind: Deployment}}")),
                .. Each(n, i => new PageFile($"{folder}/part/p{i}.yaml", "[{op: replace, path: /spec/replicas, value: " + i + "}]\n")),
                .. Each(n, i => Uses($"{folder}/over{i}", "../part")).SelectMany(f => f),
            ]),
        ["components of components"] = (n, folder) =>
            new([
                .. Uses(folder, "part0"),
                .. Each(n, i => new PageFile($"{folder}/part{i}/kustomization.yaml", Component + $"components: [../part{i + 1}]\n")),
                Part($"{folder}/part{n}", Patch),
            ]),
        ["overlays on overlays"] = (n, folder) =>
            new([
                .. Uses($"{folder}/over0", "../part"),
                Part($"{folder}/part", Patch),
                .. Each(n, i => new PageFile($"{folder}/over{i + 1}/kustomization.yaml", $"resources: [../over{i}]\n")),
            ]),
        ["images of one kustomization"] = (n, folder) =>
            new([
                Web($"{folder}/web.yaml", "web"),
                new(
                    $"{folder}/large.yaml",
                    "apiVersion: example.com/v1\nkind: Large\nmetadata: {name: large}\nentries:\n"
                        + Lines(20 * n, "- {name: a{n}, value: b}")
                ),
                new(
                    $"{folder}/kustomization.yaml",
                    "resources: [web.yaml, large.yaml]\nimages:\n" + Lines(n, "- {name: other{n}, newTag: a}")
                ),
            ]),
        ["patches of one kustomization"] = (n, folder) =>
            new([
                Web($"{folder}/web.yaml", "web"),
                new($"{folder}/kustomization.yaml", "resources: [web.yaml]\npatches:\n" + Lines(n, Patch, "")),
            ]),
    };

    private const string Component = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n";
    private const string Patch =
        "- patch: '[{op: add, path: /spec/template/spec/containers/0/resources/limits/memory, value: 1Gi}]'\n  target: {kind: Deployment}\n";

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Cost_of_a_folder_grows_as_it_does(string name) => Check(n => Makers[name](n, "a"), name);

    // Of two folders, one of which holds the other.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cost_of_two_folders_grows_as_they_do(int seed)
    {
        var random = new Random(seed);
        string[] names = [.. Makers.Keys];
        string one = names[random.Next(names.Length)],
            other = names[random.Next(names.Length)];
        Check(n => Makers[one](n, "a").And(Makers[other](n, "a/in")), $"{other} in {one}");
    }

    // A file that is dear by itself, as the resource of many kustomizations.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cost_of_a_file_in_a_folder_grows_as_both_do(int seed)
    {
        var random = new Random(seed);
        string[] folders = [.. Makers.Keys],
            texts = [.. GrowthTests.Makers.Keys];
        string one = folders[random.Next(folders.Length)],
            other = texts[random.Next(texts.Length)];
        Check(n => Makers[one](n, "a").And(new([new PageFile("a/in.yaml", GrowthTests.Makers[other](n))])), $"{other} in {one}");
    }

    [Theory]
    [InlineData("key{n}: 1\n")]
    [InlineData("rules: {ML1001: note}\n")]
    [InlineData("overrides: [{kinds: [x{n}], rules: {ML{n}: error}}]\n")]
    [InlineData("sidecars: [a{n}, 1, {}]\n")]
    public void Cost_of_a_configuration_grows_as_it_does(string line) =>
        Hold(
            Cost(() => ConfigurationReader.Read(new SourceText("c", Lines(10 * Size, line, "")), Rules)),
            Cost(() => ConfigurationReader.Read(new SourceText("c", Lines(10 * Times * Size, line, "")), Rules)),
            line
        );

    // Findings of one sort and of many, in one file and in many, accepted where they are, elsewhere, and nowhere any more.
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Cost_of_a_baseline_grows_as_it_and_the_findings_do(bool isOneSort, bool isOneFile) =>
        Hold(
            CostOfBaseline(20 * Size, isOneSort, isOneFile),
            CostOfBaseline(20 * Times * Size, isOneSort, isOneFile),
            $"one sort {isOneSort}, one file {isOneFile}"
        );

    private static GrowthCost CostOfBaseline(int n, bool isOneSort, bool isOneFile)
    {
        var result = new LintResult { Findings = [.. Each(n, i => Accepted(isOneFile ? "a.yaml" : $"a{i}.yaml", isOneSort ? 0 : i))] };
        // What is asked of others is counted beside what is looked up.
        Func<string, string> relative = path =>
        {
            Steps.Add();
            return path;
        };
        Func<BaselineEntry, bool> wasLookedAt = entry =>
        {
            Steps.Add();
            return entry.File.Length % 2 == 0;
        };
        var baseline = new Baseline([
            .. Baseline
                .Of(result, relative)
                .Entries.Select((e, i) => i % 3 == 0 ? e : e with { File = "old" + e.File, Count = 1 + (i % 2) }),
        ]);
        return Cost(() =>
        {
            baseline.Apply(result, relative, wasLookedAt);
            baseline.With(Baseline.Of(result, relative)).Beside(result, relative, wasLookedAt, f => f.Length % 3 == 0);
            using var file = new MemoryStream();
            BaselineWriter.Write(baseline, file);
            var read = BaselineReader.Read(new SourceText("b", Encoding.UTF8.GetString(file.ToArray())));
            Assert.Equal(baseline.Count, read.Baseline.Count);
        });
    }

    private static ReportedFinding Accepted(string file, int sort) =>
        Samples.Finding("ML1001", "memory-limit-missing", Severity.Warning, Statement.Of("m"), Samples.Place(file, "x", 0, 1)) with
        {
            LogicalPath = YamlPath.Of($"c{sort}"),
        };

    private static IReadOnlyCollection<(string Id, string Name)> Rules { get; } = [.. RuleCatalog.All.Select(e => (e.Rule.Id, e.Name))];

    private static IEnumerable<T> Each<T>(int n, Func<int, T> make) => Enumerable.Range(0, n).Select(make);

    private static PageFile Web(string path, string name) =>
        new(
            path,
            $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: {name}, namespace: shop, labels: {{app: {name}}}}}\nspec:\n  replicas: 1\n  template:\n    spec:\n      containers:\n      - {{name: app, image: x, resources: {{limits: {{cpu: 1}}}}}}\n"
        );

    private static PageFile Part(string folder, string patches) => new($"{folder}/kustomization.yaml", $"{Component}patches:\n{patches}");

    private static IEnumerable<PageFile> Uses(string folder, string component) =>
        [Web($"{folder}/web.yaml", "web"), new($"{folder}/kustomization.yaml", $"resources: [web.yaml]\ncomponents: [{component}]\n")];

    private static void Check(Func<int, Input> make, string what) => Hold(CostOf(make(Size)), CostOf(make(Size * Times)), what);

    private static GrowthCost CostOf(Input input)
    {
        PageFile[] files = [.. input.Files];
        var read = ConfigurationReader.Read(new SourceText("c", input.Overrides == "" ? "" : "overrides:\n" + input.Overrides), Rules);
        Assert.Empty(read.Problems);
        return Cost(() => PageScan.Result(files, [], read.Configuration));
    }
}
