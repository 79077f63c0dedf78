using System.Globalization;
using System.Text;
using ManifestLint.Configuration;
using ManifestLint.Programs;
using ManifestLint.Tests.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Linting;

/// <summary>What something costs, the same on every machine.</summary>
internal sealed record GrowthCost(long Bytes, long Steps, long Effort);

/// <summary>
/// contracts.md C8: cost is linear in the input. Each way in which one part of a file may be asked about each other one is made at a size and at
/// four times of it; what is allocated for it, how often something is looked up or compared, and the units of effort, which are the same on every
/// machine, may grow sixfold.
/// </summary>
public sealed class GrowthTests
{
    private const int Size = 200;
    private const int Times = 4;
    private const double MostGrowth = 6;

    private const string Pod = "apiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n";
    private const string App = "image: 'registry.example.com/app:1'";

    internal static readonly Dictionary<string, Func<int, string>> Makers = new(StringComparer.Ordinal)
    {
        ["limit ranges"] = n =>
            Each(
                n,
                "apiVersion: v1\nkind: LimitRange\nmetadata: {name: l{n}, namespace: shop}\nspec: {limits: [{type: Container, max: {memory: 1Gi}}]}"
            ) + Pods(n),
        ["entries of a limit range"] = n =>
            "---\napiVersion: v1\nkind: LimitRange\nmetadata: {name: l, namespace: shop}\nspec:\n  limits:\n"
            + Lines(n, "  - {type: Container, default: {memory: {n}Mi}}")
            + Pods(n),
        ["quotas"] = n =>
            Each(n, "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q{n}, namespace: shop}\nspec: {hard: {requests.memory: 1Gi}}")
            + Deployments(n, "w{n}"),
        ["config maps of one name"] = n =>
            Each(n, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata: {a: x{n}}")
            + Pods(n, ", envFrom: [{configMapRef: {name: c}}]"),
        ["autoscalers of one target"] = n =>
            Each(
                n,
                "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h{n}, namespace: shop}\nspec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}, metrics: [{type: Resource, resource: {name: memory, target: {type: Utilization, averageUtilization: 60}}}]}"
            ) + Deployments(n, "web"),
        ["namespaces of one name"] = n =>
            Each(n, "apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled, istio.io/rev: r{n}}}")
            + Pods(n),
        ["classes of one name"] = n =>
            Each(n, "apiVersion: scheduling.k8s.io/v1\nkind: PriorityClass\nmetadata: {name: high}\nvalue: {n}")
            + Each(
                n,
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p{n}}\nspec: {priorityClassName: high, containers: [{name: app, " + App + "}]}"
            ),
        ["containers"] = n => Pod + Lines(n, "  - {name: c{n}, " + App + "}"),
        ["empty containers"] = n => Pod + Lines(n, "  - {}"),
        ["init containers"] = n =>
            Pod
            + "  - {name: app, "
            + App
            + "}\n  initContainers:\n"
            + Lines(n, "  - {name: i{n}, " + App + ", restartPolicy: Always, resources: {requests: {memory: 1Gi}}}"),
        ["statuses"] = n =>
            Pod
            + Lines(n, "  - {name: c{n}, " + App + "}")
            + "status:\n  containerStatuses:\n"
            + Lines(n, "  - {name: c{n}, restartCount: 3, lastState: {terminated: {exitCode: 137, reason: OOMKilled}}}"),
        ["volumes"] = n => Volumes(n, "{medium: Memory, sizeLimit: 1Gi}"),
        ["volumes without a size"] = n => Volumes(n, "{medium: Memory}"),
        ["volumes of an unknown medium"] = n => Volumes(n, "{medium: memory}"),
        ["resources"] = n => Pod + "  - name: app\n    " + App + "\n    resources:\n      limits:\n" + Lines(n, "        r{n}: 1x"),
        ["comments"] = n => Pod + Lines(n, "  # manifestlint: ignore[ML1001] measured\n  - {name: c{n}, " + App + "}"),
        ["comments of one line"] = n => Pod + Lines(n, "  # manifestlint: ignore[ML1001] measured") + "  - {name: c, " + App + "}\n",
        ["comments of the document"] = n => Lines(n, "# manifestlint: ignore-document[ML3003] measured") + Pods(1),
        ["rules of a comment"] = n =>
            Pod + "  # manifestlint: ignore[" + Lines(n, "ML1001,", "") + "ML1001] x\n  - {name: c, " + App + "}\n",
        ["entries of an annotation"] = n =>
            "apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  annotations:\n    manifestlint.dev/ignore: |\n"
            + Lines(n, "      ML1001@c{n} measured")
            + "spec:\n  containers:\n"
            + Lines(n, "  - {name: c{n}, " + App + "}"),
        ["owned pods"] = n =>
            Each(
                n,
                "apiVersion: v1\nkind: Pod\nmetadata: {name: p{n}, namespace: shop, ownerReferences: [{apiVersion: apps/v1, kind: StatefulSet, name: web, uid: s, controller: true}]}\nspec: {containers: [{name: c{n}, "
                    + App
                    + ", resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}}]}"
            )
            + "---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: {name: web, namespace: shop, uid: s}\nspec:\n  template:\n    spec:\n      containers:\n"
            + Lines(n, "      - {name: c{n}, " + App + "}"),
        ["pods on one line"] = n =>
            "{\"apiVersion\":\"v1\",\"kind\":\"List\",\"items\":["
            + Lines(
                n,
                "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"p{n}\"},\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"a:1\",\"resources\":{\"requests\":{\"memory\":\"2Gi\"},\"limits\":{\"memory\":\"1Gi\"}}}]}},",
                ""
            )
            + "{\"apiVersion\":\"v1\",\"kind\":\"Namespace\",\"metadata\":{\"name\":\"shop\"}}]}\n",
        ["merged containers"] = n =>
            "x: &m {" + Lines(n, "k{n}: v, ", "") + "a: b}\n" + Pod + Lines(n, "  - {<<: *m, name: c{n}, " + App + "}"),
        ["variables that double"] = n =>
            Pod
            + "  - name: app\n    "
            + App
            + "\n    env:\n    - {name: V0, value: 'xx'}\n"
            + Chain(n, "    - {name: V{n}, value: '$(V{m})$(V{m})'}"),
        ["open references"] = n => Pod + "  - name: app\n    " + App + "\n    args: [\") " + Lines(n, "$(", "") + "\"]\n",
        ["shared options"] = n =>
            "x: &o '"
            + Lines(20 * n, "-Dk{n}=v ", "")
            + "'\n"
            + Pod
            + Lines(n, "  - {name: c{n}, image: 'eclipse-temurin:21', env: [{name: JAVA_TOOL_OPTIONS, value: *o}]}"),
        ["options again and again"] = n =>
            Pod
            + "  - name: app\n    image: eclipse-temurin:21\n    env: [{name: JAVA_TOOL_OPTIONS, value: '"
            + Lines(n, "-Xmx100m -Xmx200m ", "")
            + "'}]\n",
        ["stages"] = n => Script(Lines(n, "a|", "") + "a"),
        ["shifts"] = n => Script("set -- " + Lines(n, "a ", "") + "; " + Lines(n, "shift; ", "")),
        ["pieces"] = n => Script("A=x; " + Lines(Math.Min(n, 5000), "A=$A-$A; ", "") + "p $A"),
        ["braces"] = n => Script("echo " + Lines(n, "{", "")),
        ["loops"] = n =>
            "x: &s \"i=0; while [ $i -lt 999999 ]; do i=$((i+1)); done; exec java -jar a.jar\"\n"
            + Pod
            + Lines(n, "  - {name: c{n}, image: 'eclipse-temurin:21', command: [sh, -c], args: [*s]}"),
        ["documents"] = n => Each(n, "a: {n}") + Pods(1),
        ["errors"] = n => Each(n, "apiVersion: v1\nkind: Pod\n\tx: ["),
        ["lines that end in two characters"] = n => Pods(n).Replace("\n", "\r\n", StringComparison.Ordinal),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Cost_grows_as_the_input_does(string name) => Check(Makers[name]);

    // One part of a file must not make another one dear: drawn at random, the same each time.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Cost_of_two_together_grows_as_the_input_does(int seed)
    {
        var random = new Random(seed);
        string[] names = [.. Makers.Keys.Where(k => k != "pods on one line")];
        string one = names[random.Next(names.Length)],
            other = names[random.Next(names.Length)];
        Check(n => Makers[one](n) + "---\n" + Makers[other](n), Size / 2);
    }

    // A part of a container; what the document holds beside the container; both as large as is asked.
    private static readonly Dictionary<string, (Func<int, string> Part, Func<int, string> Beside)> Inner = new(StringComparer.Ordinal)
    {
        ["variables that double"] = (
            n => ", env: [{name: V0, value: xx}" + Series(n, ", {name: V{n}, value: '$(V{m})$(V{m})'}") + "]",
            Nothing
        ),
        ["open references"] = (n => ", args: ['" + Lines(10 * n, "$(", "") + "']", Nothing),
        ["options again and again"] = (
            n => ", env: [{name: JAVA_TOOL_OPTIONS, value: '" + Lines(n, "-Xmx100m -Xmx200m ", "") + "'}]",
            Nothing
        ),
        ["resources"] = (n => ", resources: {limits: {" + Lines(n, "r{n}: 1x, ", "") + "memory: 1Gi}}", Nothing),
        ["keys of a config map"] = (
            n => ", envFrom: [" + Lines(n, "{configMapRef: {name: c}}, ", "") + "]",
            n => "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c, namespace: shop}\ndata:\n" + Lines(n, "  k{n}: v")
        ),
        ["mounts"] = (n => ", volumeMounts: [" + Lines(n, "{name: v{n}, mountPath: /m{n}}, ", "") + "]", Nothing),
        ["files of a config map"] = (
            n => ", image: 'php:8.3', volumeMounts: [" + Lines(n, "{name: files, mountPath: /usr/local/etc/php/conf.d/m{n}}, ", "") + "]",
            n => "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: files, namespace: shop}\ndata:\n" + Lines(n, "  f{n}.ini: a=b")
        ),
        ["stages"] = (n => Inside(Lines(n, "a|", "") + "a"), Nothing),
        ["words"] = (n => Inside("set -- " + Lines(n, "a ", "") + "; " + Lines(n, "shift; ", "")), Nothing),
        ["pieces"] = (n => Inside("A=x; " + Lines(n, "A=$A-$A; ", "") + "p $A"), Nothing),
        ["branches"] = (
            n => Inside(Lines(n, "if [ -f /a{n} ]; then exec java -Xmx1{n}m -jar a.jar; fi; ", "") + "exec java -jar b.jar"),
            Nothing
        ),
        ["loop"] = (
            n => Inside("i=0; while [ $i -lt 9999 ]; do i=$((i+1)); done; exec java -Xmx" + Lines(n, "1", "") + "m -jar a.jar"),
            Nothing
        ),
        ["removals"] = (n => Inside("A=" + Lines(20 * n, "a", "") + "; " + Lines(n, "A=${A%*a*b}; ", "") + "p $A"), Nothing),
    };

    private delegate string Holder(int n, string part);

    // Objects with as many containers as is asked, each with such a part.
    private static readonly Dictionary<string, Holder> Outer = new(StringComparer.Ordinal)
    {
        ["containers"] = (n, part) => "---\n" + Pod + Containers(n, "  - {name: c{n}, " + App, part),
        ["init containers"] = (n, part) =>
            "---\n" + Pod + "  - {name: app, " + App + "}\n  initContainers:\n" + Containers(n, "  - {name: i{n}, " + App, part),
        ["pods"] = (n, part) => Containers(n, "---\n" + Pod + "  - {name: app, " + App, part),
        ["pods of a list"] = (n, part) =>
            "---\napiVersion: v1\nkind: List\nitems:\n"
            + Lines(
                n,
                "- {apiVersion: v1, kind: Pod, metadata: {name: p{n}, namespace: shop}, spec: {containers: [{name: app, "
                    + App
                    + part
                    + "}]}}"
            ),
        ["scaled workloads of one name"] = (n, part) =>
            Makers["autoscalers of one target"]
                (n)
                .Replace("containers: [{name: app, ", "containers: [{name: x" + part + "}, {name: app, ", StringComparison.Ordinal),
        ["limit ranges"] = (n, part) => Makers["limit ranges"](n) + Containers(n, "---\n" + Pod + "  - {name: app, " + App, part),
        ["quotas"] = (n, part) =>
            Makers["quotas"]
                (n)
                .Replace("containers: [{name: app, ", "containers: [{name: x" + part + "}, {name: app, ", StringComparison.Ordinal),
        ["templates of a workflow"] = (n, part) =>
            "---\napiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {name: w, namespace: shop}\nspec:\n  podSpecPatch: '{\"containers\":["
            + Lines(n, "{\"name\":\"c{n}\"},", "")
            + "{\"name\":\"main\"}]}'\n  templates:\n"
            + Lines(n, "  - {name: t{n}, container: {" + App + part + "}}"),
        ["one shared part"] = (n, part) =>
            "---\nx: &shared {name: app, "
            + App
            + part
            + "}\napiVersion: v1\nkind: Pod\nmetadata: {name: web, namespace: shop}\nspec:\n  containers:\n"
            + Lines(n, "  - {<<: *shared, name: c{n}}"),
    };

    // A part that is dear in each of many containers: both grow by the root, so that the text grows as much as in the other tests. The shared part
    // stands there once, and has to be paid for once.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Cost_of_one_in_the_other_grows_as_the_input_does(int seed)
    {
        var random = new Random(seed);
        string[] inner = [.. Inner.Keys],
            outer = [.. Outer.Keys];
        for (int i = 0; i < 6; i++)
        {
            string one = outer[random.Next(outer.Length)],
                other = inner[random.Next(inner.Length)];
            CheckNested(one, other);
        }
    }

    // Each at least once.
    [Fact]
    public void Cost_of_each_in_another_grows_as_the_input_does()
    {
        string[] outer = [.. Outer.Keys];
        int i = 0;
        foreach (string other in Inner.Keys)
            CheckNested(outer[i++ % outer.Length], other);
    }

    private static void CheckNested(string one, string other)
    {
        var (part, beside) = Inner[other];
        bool isShared = one == "one shared part";
        // Shared, it stands there once: containers and part grow alike.
        Check(
            n => beside(n) + Outer[one](isShared ? 4 * n : n, part(isShared ? 4 * n : n)),
            Root,
            isShared ? Times : 2,
            $"{other} in {one}"
        );
    }

    private const int Root = 20;

    private static string Nothing(int n) => "";

    private static string Inside(string script) => ", command: [sh, -c, '" + script + "']";

    private static string Containers(int n, string head, string part) => Lines(n, head + part + "}");

    [Fact]
    public void A_square_is_seen()
    {
        // As many variables in each container as there are containers.
        static long Pairs(int n) =>
            Cost(Pod + Lines(n, "  - {name: c, " + App + ", env: [" + Lines(n, "{name: A, value: b}, ", "") + "]}")).Bytes;
        Assert.True((double)Pairs(Size) / Pairs(Size / Times) > MostGrowth);
    }

    private static void Check(Func<int, string> make, int size = Size, int times = Times, string what = "it") =>
        Hold(Cost(make(size)), Cost(make(size * times)), what);

    /// <summary>Fails where four times of an input costs more than six times of what the input itself does.</summary>
    internal static void Hold(GrowthCost small, GrowthCost large, string what)
    {
        Same(small.Bytes, large.Bytes, "bytes");
        // What does not parse looks nothing up.
        Same(small.Steps + 1000, large.Steps, "steps");
        // What is allowed once for each file is no growth.
        Same(small.Effort + 200_000, large.Effort, "units of effort");

        void Same(long before, long after, string units)
        {
            double growth = (double)after / before;
            Assert.True(
                growth < MostGrowth,
                $"{what}: {before} {units} become {after}, which is {growth.ToString("F1", CultureInfo.InvariantCulture)} times as many"
            );
        }
    }

    private static GrowthCost Cost(string text) =>
        Cost(() => PageScan.Result([new PageFile("a.yaml", text)], [], LintConfiguration.Default));

    /// <summary>What something costs, done on this thread.</summary>
    internal static GrowthCost Cost(Action act)
    {
        long bytes = GC.GetAllocatedBytesForCurrentThread(),
            steps = Steps.Count;
        act();
        return new(GC.GetAllocatedBytesForCurrentThread() - bytes, Steps.Count - steps, Effort.Spent);
    }

    private static string Pods(int n, string more = "") =>
        Each(
            n,
            "apiVersion: v1\nkind: Pod\nmetadata: {name: p{n}, namespace: shop}\nspec: {containers: [{name: app, " + App + more + "}]}"
        );

    private static string Deployments(int n, string name) =>
        Each(
            n,
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: "
                + name
                + ", namespace: shop}\nspec: {replicas: 3, template: {spec: {containers: [{name: app, "
                + App
                + ", resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}}]}}}"
        );

    private static string Volumes(int n, string emptyDir) =>
        "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec:\n  volumes:\n"
        + Lines(n, "  - {name: v{n}, emptyDir: " + emptyDir + "}")
        + "  containers:\n  - name: app\n    resources: {limits: {memory: 2Gi}}\n    "
        + App
        + "\n    volumeMounts:\n"
        + Lines(n, "    - {name: v{n}, mountPath: /m{n}}");

    private static string Script(string script) => Pod + "  - name: app\n    " + App + "\n    command: [sh, -c, \"" + script + "\"]\n";

    private static string Each(int n, string document) => Lines(n, "---\n" + document);

    internal static string Lines(int n, string line, string end = "\n")
    {
        var text = new StringBuilder();
        for (int i = 0; i < n; i++)
            text.Append(line.Replace("{n}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)).Append(end);
        return text.ToString();
    }

    private static string Chain(int n, string line) => Series(n, line + "\n");

    private static string Series(int n, string text) =>
        string.Concat(
            Enumerable
                .Range(1, n)
                .Select(i =>
                    text.Replace("{n}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                        .Replace("{m}", (i - 1).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
                )
        );
}
