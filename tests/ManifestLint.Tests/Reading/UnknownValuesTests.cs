using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reading;

/// <summary>What ytt and SOPS put into a document is unknown, and so nothing is said of it; the rest of the document is judged.</summary>
public sealed class UnknownValuesTests
{
    private const string Head =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec:\n      containers:\n";

    // A container, and what is found once nobody fills it in: the same text without its comments.
    [Theory]
    [InlineData("image: a\nresources:\n  limits:\n    memory: #@ data.values.mem\n  requests: {cpu: 1, memory: 1Gi}", "ML1002")]
    [InlineData(
        "image: a\nresources:\n  limits: {memory: 64Mi}\n  requests:\n    cpu: 1\n    memory: \"128Mi\" #@ data.values.mem",
        "ML1002"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -jar, a.jar]\nenv: #@ data.values.env\nresources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}",
        "ML3004"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java]\nargs:\n- -Xmx512m\n- #@ data.values.jar\nresources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}",
        "ML3006"
    )]
    [InlineData(
        "image: a\nresources:\n  #@ if data.values.big:\n  limits: {memory: 512m}\n  #@ else:\n  limits: {memory: 64Mi}\n  #@ end\n  requests: {cpu: 1, memory: 1Gi}",
        "ML0002 ML1002"
    )]
    [InlineData(
        "image: a\nresources:\n  limits:\n    #@ if data.values.big:\n    #! as much as there is\n\n    memory: 512m\n    #@ end",
        "ML0004"
    )]
    [InlineData("image: a\n#@ if/end data.values.limits:\nresources:\n  limits: {memory: 512m}", "ML0004")]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -jar, a.jar]\nenv:\n#@ for name in data.values.names:\n- name: JAVA_TOOL_OPTIONS\n  value: -Xmx9g\n#@ end\nresources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}",
        "ML3002"
    )]
    [InlineData("image: a\nresources: &r\n  limits:\n    memory: #@ data.values.mem\nlifecycle: {x: *r}", "ML2001")]
    public void What_ytt_fills_in_is_unknown(string container, string otherwise)
    {
        string text = Head + "        - name: web\n          " + container.Replace("\n", "\n          ", StringComparison.Ordinal) + "\n";
        Assert.Empty(Rules(text));
        Assert.Equal(otherwise, string.Join(' ', Rules(WithoutComments(text)).Distinct()));
    }

    [Fact]
    public void Every_key_of_what_ytt_repeats_is_unknown()
    {
        string text =
            Head
            + "        #@ for name in data.values.names:\n        - name: #@ name\n          image: a\n          resources: {limits: {memory: 512m}}\n";
        Assert.Empty(Rules(text));
        // The container beside it is nobody's but the author's.
        Assert.Equal(
            ["ML0004"],
            Rules(text + "        #@ end\n        - {name: b, image: b, resources: {limits: {cpu: 1, memory: 512m}}}\n")
        );
    }

    [Fact]
    public void A_comment_of_ytt_that_controls_nothing_leaves_the_values() =>
        Assert.Equal(
            ["ML0004"],
            Rules(
                "#@ load(\"@ytt:data\", \"data\")\n---\n#@ if data.values.on:\n---\n"
                    + Head
                    + "        - {name: b, image: b, resources: {limits: {cpu: 1, memory: 512m}}}\n"
            )
        );

    [Theory]
    [InlineData("sops: {mac: \"ENC[AES256_GCM,data:x,type:str]\", version: 3.9.0}\n", "")]
    [InlineData("sops: none\n", "ML0004")]
    [InlineData("", "ML0004")]
    public void Every_value_of_an_encrypted_document_is_unknown(string sops, string expected)
    {
        string text = Head + "        - {name: b, image: b, resources: {limits: {cpu: 1, memory: 512m}}}\n" + sops;
        Assert.Equal(expected, string.Join(' ', Rules(text)));
    }

    private static string WithoutComments(string text) =>
        string.Join(
            '\n',
            text.Split('\n').Select(l => l.IndexOf('#', StringComparison.Ordinal) is >= 0 and var at ? l[..at].TrimEnd(' ') : l)
        );

    private static IEnumerable<string> Rules(string text)
    {
        var source = new LintSource("a.yaml", "/a.yaml", true, () => new SourceReading(new SourceText("a.yaml", text), null));
        var result = Linter.Lint(new LintRequest { Sources = [source] });
        Assert.Empty(result.Crashes);
        return result.Findings.Where(f => f.Severity != Severity.Note || f.RuleId == "ML3004").Select(f => f.RuleId);
    }
}
