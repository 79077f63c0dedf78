using ManifestLint.Composition.Merging;
using ManifestLint.Evidence;
using ManifestLint.Findings;
using ManifestLint.Neighbours;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Evidence;

/// <summary>Every origin, failure, reason and assumption has words, once.</summary>
public sealed class WordsTests
{
    [Fact]
    public void An_origin_says_where_a_setting_stands() =>
        Assert.Equal(
            [
                "env JAVA_TOOL_OPTIONS",
                "args",
                "jvmOptions",
                "spec.config",
                "ConfigMap jvm, key opts",
                "file /etc/java/options",
                "a mounted file",
                "image default",
                "Strimzi",
                "resourceFieldRef limits.memory",
                "resources",
                "the limit of the pod",
                "annotation sidecar.istio.io/proxyMemory",
                "label istio-injection of Namespace shop",
                "kind Service of Knative",
            ],
            new TextOrigin[]
            {
                new TextOrigin.Variable("JAVA_TOOL_OPTIONS"),
                new TextOrigin.Argument("args", 2),
                new TextOrigin.Argument("jvmOptions"),
                new TextOrigin.ResourceField(YamlPath.Of("spec", "config")),
                new TextOrigin.ConfigKey("ConfigMap", "jvm", "opts") { TakenBy = "JAVA_OPTS" },
                new TextOrigin.MountedFile("/etc/java/options"),
                new TextOrigin.MountedFile(null),
                new TextOrigin.ImageDefault(),
                new TextOrigin.Operator("Strimzi"),
                new TextOrigin.DownwardApi("limits.memory") { TakenBy = "LIMIT" },
                new TextOrigin.Resources(),
                new TextOrigin.AmountOf(OtherAmount.PodLimit),
                new TextOrigin.Annotation("sidecar.istio.io/proxyMemory"),
                new TextOrigin.Annotation("istio-injection") { IsLabel = true, Namespace = "shop" },
                new TextOrigin.Operator("Knative") { Kind = "Service" },
            }.Select(o => o.ToString())
        );

    [Fact]
    public void Every_case_has_words()
    {
        Assert.All(Cases(typeof(TextOrigin)), c => Assert.NotEmpty(c.ToString()!));
        Assert.All(Cases(typeof(RuntimeAssumption)), c => Assert.NotEmpty(c.ToString()!));
        Assert.All(Cases(typeof(IgnoredReason)), c => Assert.NotEmpty(c.ToString()!));
    }

    [Fact]
    public void Every_failure_has_a_code_and_a_reason()
    {
        Assert.All(Enum.GetValues<RuntimeFailure>(), f => Assert.True(IsClause(f.Reason()), f.Reason()));
        Assert.All(Enum.GetValues<RuntimeFailure>(), f => Assert.Matches("^[a-z]+(-[a-z]+|-[A-Z_]+)*$", f.Code()));
        Assert.Equal(
            ["too-small-heap", "not-allowed-in-NODE_OPTIONS", "malformed-GOMEMLIMIT", "gc-init-failed", "command-not-found", "usage"],
            new[]
            {
                RuntimeFailure.TooSmallHeap,
                RuntimeFailure.NotAllowedInNodeOptions,
                RuntimeFailure.MalformedGoMemoryLimit,
                RuntimeFailure.HeapHardLimitsIncomplete,
                RuntimeFailure.CommandNotFound,
                RuntimeFailure.Usage,
            }.Select(f => f.Code())
        );
        var setting = new ServerSetting("shared_buffers", "shared_buffers=1", Word.Of("1"), new TextOrigin.Argument("args"));
        foreach (var kind in Enum.GetValues<ServerFailureKind>())
        {
            var failure = new ServerFailure(kind, setting, 1) { Read = 1 << 20, ItemBytes = 1 << 20 };
            Assert.True(IsClause(ServerText.Reason(failure)), ServerText.Reason(failure));
            Assert.Matches("^[a-z-]+$", ServerText.Code(failure));
        }
    }

    [Fact]
    public void Every_refusal_and_every_gap_has_one_text_of_its_own()
    {
        OneEach(Enum.GetValues<RefusalKind>().Select(k => new RefusalReason(k, "first part", "second part").ToString()));
        OneEach(Enum.GetValues<GapKind>().Select(k => new GapReason(k, "first part", "second part").ToString()));
        var path = YamlPath.Of("spec");
        string[] parts = ["one", "two", "three", "four"];
        OneEach(Enum.GetValues<PolicyFault>().Select(f => new PolicyProblem(f, parts, default, path).What));
        OneEach(Enum.GetValues<LoserReason>().Select(r => new ProgramLoser("JAVA_OPTS", r).Reason));
        OneEach(Enum.GetValues<SkipCause>().Select(c => new SkippedFile("a.yaml", c) { Problem = $"the problem of {c}" }.Reason));

        static void OneEach(IEnumerable<string> texts)
        {
            var all = texts.ToList();
            Assert.All(all, t => Assert.True(t.Length is > 5 and < 140 && !t.EndsWith('.'), t));
            Assert.Equal(all.Count, all.Distinct(StringComparer.Ordinal).Count());
        }
    }

    [Theory]
    [InlineData("-Xmx1g", "-Xmx1g")]
    [InlineData("", "\"\"")]
    [InlineData("a b\n", "\"a b\\n\"")]
    public void What_is_written_is_shown_as_it_is(string text, string shown) => Assert.Equal(shown, WrittenText.Shown(text));

    [Fact]
    public void A_word_without_end_is_cut()
    {
        Assert.Equal(new string('0', 79) + "…", WrittenText.Shown(new string('0', 10_000_000)));
        Assert.Equal(new string('0', 80), WrittenText.Shown(new string('0', 80)));
        Assert.False(char.IsHighSurrogate(WrittenText.Cut(new string('0', 78) + "😀😀😀")[^2]));
    }

    private static bool IsClause(string text) =>
        text.Length is > 5 and < 120 && !text.EndsWith('.') && !char.IsUpper(text[0])
        || text.StartsWith("NODE_OPTIONS", StringComparison.Ordinal);

    // Every case, with a text, a number or nothing for what it holds.
    private static IEnumerable<object> Cases(Type union) =>
        union
            .GetNestedTypes()
            .Select(t =>
            {
                var constructor = t.GetConstructors().Single(c => c.GetParameters() is not [{ ParameterType: var only }] || only != t);
                return constructor.Invoke([.. constructor.GetParameters().Select(p => Sample(p.ParameterType))]);
            });

    private static object? Sample(Type type) =>
        type == typeof(string) ? "x"
        : type == typeof(Word) ? Word.Of("x")
        : type == typeof(YamlPath) ? YamlPath.Of("x")
        : type == typeof(LimitRange) ? new LimitRange(default!, "x", default, [])
        : type == typeof(TextOrigin) ? new TextOrigin.Argument("args")
        : type.IsValueType && Nullable.GetUnderlyingType(type) is null ? Activator.CreateInstance(type)
        : null;
}
