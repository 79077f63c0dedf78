using System.Collections.Concurrent;
using System.Globalization;
using ManifestLint.Catalog;
using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reporting;
using ManifestLint.Rules;
using ManifestLint.Tests.Reporting;
using static ManifestLint.Tests.Rules.Sets.SetScan;

namespace ManifestLint.Tests.Linting;

/// <summary>A long file is gone through by several threads, and what comes out is what one thread comes to, byte for byte.</summary>
public sealed class SharedFileTests
{
    // A text that says this word may hold suppressions, and is gone through by one thread. The other is as long.
    private const string Alone = "manifestlint";
    private const string Shared = "manifestlimt";

    private const string Owned = "ReplicaSet web rs-1";

    private static readonly string Heap =
        "apiVersion: v1\nkind: Pod\nmetadata:\n  name: heap{n}\n  namespace: shop\nspec:\n  containers:\n  - name: app\n    image: eclipse-temurin:21\n    command: [sh, -c, 'exec java -Xmx1{n}m -jar a.jar']\n    resources:\n      requests: {memory: 64Mi}\n      limits: {memory: 64Mi}\n";

    // Rounds that cost some 100,000 units: two of them more than what a part may cost ahead.
    private static readonly string Loop =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: loop{n}}\nspec:\n  containers:\n  - name: app\n    image: eclipse-temurin:21\n    command: [sh, -c, 'i=0; while [ $i -lt 9999 ]; do i=$((i+1)); done; exec java -Xmx9{n}m -jar a.jar']\n    resources: {limits: {memory: 64Mi}}\n";

    private static readonly string[] Live =
    [
        LiveDump.Pod("web-0", Owned, LiveDump.Killed("web", 3), LiveDump.Container("web")),
        LiveDump.Pod("web-1", Owned, LiveDump.Killed("web", 5), LiveDump.Container("web")),
        LiveDump.Workload("ReplicaSet", "web", "Deployment web d-1", "rs-1", LiveDump.Container("web")),
        LiveDump.Workload("Deployment", "web", null, "d-1", LiveDump.Container("web")),
    ];

    private static readonly string[] Set =
    [
        Quota("{limits.memory: 1Gi, requests.memory: 1Gi}"),
        Deployment("app", "{requests: {cpu: 1, memory: 2Gi}, limits: {memory: 1Gi}}"),
        Deployment("other", "{requests: {memory: 900Mi}, limits: {memory: 900Mi}}"),
    ];

    public static TheoryData<string> Names => [.. Texts.Keys];

    private static readonly Dictionary<string, Func<string>> Texts = new(StringComparer.Ordinal)
    {
        ["a list"] = () => LiveDump.List([.. Live, .. Set, .. Numbered(400, Heap), .. Padding(900), .. Live]),
        ["documents"] = () => Documents([.. Set, .. Numbered(400, Heap), .. Padding(900), .. Live]),
        ["errors and templates"] = () =>
            Documents([
                .. Numbered(70, "apiVersion: v1\nkind: Pod\n\tx: [{n}"),
                .. Numbered(70, "apiVersion: v1\nkind: Pod\n{{ if .Values.x{n} }}\nmetadata: [\n"),
                .. Set,
                .. Numbered(100, "apiVersion: v1\nkind: Pod\nkind: Pod\nmetadata: {name: twice{n}, name: twice}"),
                .. Padding(900),
            ]),
        ["errors alone"] = () => Documents(Numbered(2000, "\tx: [{n} # tool: x " + new string('#', 600))),
        ["a list among documents"] = () =>
            Documents([.. Numbered(40, Heap), LiveDump.List([.. Numbered(300, Heap), .. Padding(900)]), .. Set, .. Padding(20), .. Live]),
        ["lists of lists"] = () => LiveDump.List([.. Numbered(50, Heap), LiveDump.List([.. Numbered(20, Heap)]), .. Padding(900)]),
        ["aliases"] = () => LiveDump.List(["&a\n" + Heap, .. Padding(900)]) + "\nx: &b [1]\ny: *b\n",
        ["one line"] = () =>
            "{\"apiVersion\":\"v1\",\"kind\":\"PodList\",\"items\":["
            + string.Join(
                ',',
                Numbered(
                    2500,
                    "{\"metadata\":{\"name\":\"p{n}\",\"labels\":{\"x\":\"tool: x"
                        + new string('x', 300)
                        + "\"}},\"spec\":{\"containers\":[{\"name\":\"app\",\"image\":\"a:1\",\"resources\":{\"requests\":{\"memory\":\"2Gi\"},\"limits\":{\"memory\":\"1Gi\"}}}]}}"
                )
            )
            + "]}\n",
        ["too much work"] = () => Documents([.. Numbered(30, Heap), .. Numbered(700, Loop), .. Numbered(30, Heap), .. Padding(900)]),
        ["too much work in a list"] = () =>
            LiveDump.List([.. Numbered(30, Heap), .. Numbered(700, Loop), .. Numbered(30, Heap), .. Padding(900)]),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void What_comes_out_is_what_one_thread_comes_to(string name)
    {
        string text = Texts[name]().Replace("tool: x", "tool: " + Shared, StringComparison.Ordinal);
        Assert.InRange(text.Length, SharedFile.LeastLength, 4 * SharedFile.LeastLength);
        string alone = Told(Scan(text.Replace(Shared, Alone, StringComparison.Ordinal), 1));
        var one = Scan(text, 1);
        Assert.All([1, 2, 8], jobs =>
        {
            var result = Scan(text, jobs);
            Assert.Equal(alone, Told(result));
            Assert.Equal(one.All.Select(f => f.LineHash), result.All.Select(f => f.LineHash));
        });
    }

    [Fact]
    public void Too_much_work_is_done_in_some_of_them() =>
        Assert.All(["too much work", "too much work in a list"], name =>
            Assert.Contains(Scan(Texts[name](), 8).Skipped, s => s.Cause == SkipCause.TooMuchWork)
        );

    [Theory]
    [InlineData("a list")]
    [InlineData("documents")]
    public void Several_threads_judge_it(string name)
    {
        var meeting = new Meeting(2);
        Linter.Lint(
            new LintRequest
            {
                Sources = [Source("a.yaml", Texts[name]())],
                Rules = new([new CatalogEntry(meeting, "main-scores-above-sidecar")]),
                Jobs = 2,
            }
        );
        Assert.Equal(2, meeting.Threads);
    }

    // As many as there are hands, however loops lie in each other: two long files and many small ones, of which any may be begun beside them.
    [Fact]
    public void No_more_threads_judge_than_jobs_are_asked_for()
    {
        var meeting = new Meeting(2);
        string text = Texts["documents"]();
        Linter.Lint(
            new LintRequest
            {
                Sources = [.. Enumerable.Range(0, 200).Select(i => Source($"f{i}.yaml", i is 20 or 60 ? text : Set[1]))],
                Rules = new([new CatalogEntry(meeting, "main-scores-above-sidecar")]),
                Jobs = 3,
            }
        );
        Assert.InRange(meeting.Most, 2, 3);
    }

    private static LintResult Scan(string text, int jobs) =>
        Linter.Lint(
            new LintRequest
            {
                Sources = [Source("a.yaml", text)],
                Rules = RuleCatalog.All,
                Jobs = jobs,
                WithSuperseded = true,
                WithLineHashes = true,
            }
        );

    private static string Told(LintResult result) =>
        Samples.Utf8(s => JsonReporter.Write(result, new Assumptions(), "0", s))
        + string.Join('\n', result.Skipped)
        + string.Join('\n', result.Crashes.Select(c => $"{c.File} {c.RuleId} {c.Exception}"))
        + string.Join('\n', result.Superseded.Select(s => $"{s.RuleId} {s.What} {s.Place.Offset} {s.ByRuleId}"));

    private static string Documents(params IEnumerable<string> documents) => string.Concat(documents.Select(d => $"---\n{d.TrimEnd()}\n"));

    private static IEnumerable<string> Numbered(int count, string text) =>
        Enumerable
            .Range(0, count)
            .Select(i => text.Replace("{n}", i.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal).TrimEnd());

    private static IEnumerable<string> Padding(int count) =>
        Numbered(
            count,
            "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c{n}\n  labels:\n    tool: x\ndata:\n  text: " + new string('x', 1100)
        );

    // Notes who judges at the same time. Nobody leaves before so many were there, or it is clear that nobody comes.
    private sealed class Meeting(int least) : ContainerRule("ML2005")
    {
        private readonly ConcurrentDictionary<int, bool> _threads = new();
        private readonly Lock _gate = new();
        private int _now;
        private volatile bool _isAlone;

        public int Threads => _threads.Count;

        public int Most { get; private set; }

        public override IEnumerable<Finding> Check(ContainerFacts container, PodFacts pod)
        {
            _threads[Environment.CurrentManagedThreadId] = true;
            lock (_gate)
                Most = Math.Max(Most, ++_now);
            if (!_isAlone && !SpinWait.SpinUntil(() => Most >= least, TimeSpan.FromMinutes(1)))
                _isAlone = true;
            lock (_gate)
                _now--;
            return [];
        }
    }
}
