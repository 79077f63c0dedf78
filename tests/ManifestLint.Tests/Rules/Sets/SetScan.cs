using System.Collections.Immutable;
using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules.Sets;

/// <summary>Scans several small files together.</summary>
internal static class SetScan
{
    /// <summary>A Deployment in the namespace <c>shop</c>.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="resources">The resources of its container <c>app</c>, in flow style.</param>
    /// <param name="spec">A line of its spec, such as <c>replicas: 3</c>.</param>
    /// <param name="pod">A line of its pod's spec.</param>
    public static string Deployment(string name, string resources = "{}", string spec = "paused: false", string pod = "hostIPC: false") =>
        $$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: {{name}}, namespace: shop}
            spec:
              {{spec}}
              template:
                spec:
                  {{pod}}
                  containers:
                    - name: app
                      image: registry.example/app:1
                      resources: {{resources}}

            """;

    /// <summary>A ResourceQuota named <c>compute</c> in the namespace <c>shop</c>.</summary>
    public static string Quota(string hard, string rest = "") =>
        $$"""
            apiVersion: v1
            kind: ResourceQuota
            metadata: {name: compute, namespace: shop}
            spec: {hard: {{hard}}{{(rest.Length == 0 ? "" : ", " + rest)}}}

            """;

    /// <summary>A HorizontalPodAutoscaler of the Deployment <c>app</c>.</summary>
    public static string Hpa(string metrics, string rest = "minReplicas: 2", string version = "autoscaling/v2") =>
        $$"""
            apiVersion: {{version}}
            kind: HorizontalPodAutoscaler
            metadata: {name: app, namespace: shop}
            spec:
              scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: app}
              {{rest}}
              metrics: {{metrics}}

            """;

    /// <summary>A VerticalPodAutoscaler of the Deployment <c>app</c>.</summary>
    public static string Vpa(string policies = "[]", string mode = "Recreate") =>
        $$"""
            apiVersion: autoscaling.k8s.io/v1
            kind: VerticalPodAutoscaler
            metadata: {name: app, namespace: shop}
            spec:
              targetRef: {apiVersion: apps/v1, kind: Deployment, name: app}
              updatePolicy: {updateMode: {{mode}}}
              resourcePolicy: {containerPolicies: {{policies}}}

            """;

    /// <summary>A LimitRange in the namespace <c>shop</c>.</summary>
    public static string LimitRange(string items, string name = "sizes") =>
        $$"""
            apiVersion: v1
            kind: LimitRange
            metadata: {name: {{name}}, namespace: shop}
            spec: {limits: {{items}}}

            """;

    /// <summary>Documents of one file.</summary>
    public static string File(params string[] documents) => string.Join("---\n", documents);

    /// <summary>Everything found in files a.yaml, b.yaml, …</summary>
    public static LintResult Of(params string[] texts) => Of(r => r, texts);

    /// <summary>Everything found in files a.yaml, b.yaml, … of a request.</summary>
    public static LintResult Of(Func<LintRequest, LintRequest> change, params string[] texts)
    {
        var result = Linter.Lint(change(new LintRequest { Sources = [.. texts.Select((t, i) => Source($"{(char)('a' + i)}.yaml", t))] }));
        Assert.Empty(result.Crashes);
        return result;
    }

    /// <summary>A source in the folder <c>/repo</c>.</summary>
    public static LintSource Source(string path, string text) =>
        new(path, "/repo/" + path, true, () => new SourceReading(new SourceText(path, text), null));

    /// <summary>The messages of one rule.</summary>
    public static ImmutableArray<string> Messages(this LintResult result, string rule) =>
        [.. result.Findings.Where(f => f.RuleId == rule).Select(f => f.Message())];
}
