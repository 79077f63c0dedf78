using ManifestLint.Configuration;
using ManifestLint.Reading;
using ManifestLint.Tests.Rules;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reading;

public class OwnerNamesTests
{
    private const string Pod = """
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web-eu-7d9f-x2x4z", "namespace": "shop",
         "labels": {"app": "web", "pod-template-hash": "7d9f"},
         "ownerReferences": [{"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-eu-7d9f", "uid": "1", "controller": true}]},
         "spec": {"containers": [{"name": "web", "image": "web:1", "resources": {"limits": {"memory": "512Mi"}, "requests": {"memory": "512Mi"}}}]},
         "status": {"phase": "Running"}}
        """;

    private const string Deployment = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: NAME, namespace: shop}
        spec:
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec:
              containers:
                - {name: web, image: web:1, resources: {limits: {memory: 256Mi}, requests: {memory: 256Mi}}}

        """;

    [Fact]
    public void Are_those_of_controllers_and_what_those_are_named_after()
    {
        var names = new OwnerNames();
        names.Add(new SourceText("a.yaml", Deployment));
        Assert.True(names.IsEmpty);
        names.Add(new SourceText("pod.json", Pod));
        names.Add(
            new SourceText(
                "list.json",
                $$"""{"apiVersion": "v1", "kind": "List", "items": [{{Pod.Replace("web-eu", "db", StringComparison.Ordinal)}}]}"""
            )
        );
        Assert.False(names.IsEmpty);
        foreach (string name in (ReadOnlySpan<string>)["web-eu-7d9f", "web-eu", "web", "db-7d9f", "db"])
            Assert.True(names.MayOwn(name, null), name);
        Assert.True(names.MayOwn("renamed", "1"));
        Assert.False(names.MayOwn("renamed", "2"));
        foreach (string name in (ReadOnlySpan<string>)["eu", "we", "web-eu-", "web-eu-7d9f-x2x4z", "Pod"])
            Assert.False(names.MayOwn(name, null), name);
    }

    [Fact]
    public void Are_any_where_a_text_is_long()
    {
        var names = new OwnerNames();
        names.Add(new SourceText("pods.json", Pod + new string(' ', 1 << 20)));
        Assert.False(names.IsEmpty);
        Assert.True(names.MayOwn("anything", null));
    }

    // What writes owners into others may write any.
    [Theory]
    [InlineData("- {op: add, path: /metadata/ownerReferences, value: [{kind: Deployment, name: web, controller: true}]}\n")]
    [InlineData(
        "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\npatches: [{patch: '[{op: add, path: /metadata/ownerReferences}]'}]\n"
    )]
    [InlineData("patches: [{patch: '[{op: add, path: /metadata/ownerReferences}]'}]\n")]
    [InlineData("metadata: {ownerReferences: [\n")]
    public void Are_any_where_a_text_is_no_object(string text)
    {
        var names = new OwnerNames();
        names.Add(new SourceText("a.yaml", text));
        Assert.True(names.MayOwn("anything", null));
    }

    // The template may be read before anybody has told of its pods.
    [Theory]
    [InlineData("a.yaml", "name: web-eu", true)]
    [InlineData("z.yaml", "name: web-eu", true)]
    [InlineData("a.yaml", "name: renamed, uid: \"1\"", true)]
    [InlineData("a.yaml", "name: web", false)]
    public void Find_the_template_of_a_live_pod_in_any_order(string file, string name, bool isFound)
    {
        PageFile[] files = [new(file, Deployment.Replace("name: NAME", name, StringComparison.Ordinal)), new("pods.json", Pod)];
        var result = PageScan.Result(files, [], LintConfiguration.Default);
        Assert.Equal(isFound, result.Findings.Any(f => f.RuleId == "ML6005"));
    }
}
