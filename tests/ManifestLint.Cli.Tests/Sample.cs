namespace ManifestLint.Cli.Tests;

/// <summary>Manifests that tests share.</summary>
internal static class Sample
{
    /// <summary>A Deployment with one warning (ML1001) and no note.</summary>
    public static string Warning(string name = "web") =>
        $$$"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {{{name}}}
            spec:
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: app
                    image: registry.example.com/web:1.0
                    resources:
                      requests: {memory: 128Mi, cpu: 100m}

            """;

    /// <summary>The concise line about <see cref="Warning"/>: it names the object and the container (contracts.md C4, C5).</summary>
    public static string WarningLine(string file, int line = 13, string name = "web", bool isRendered = false) =>
        $"{file}:{line}:9: warning: container app has no memory limit (Deployment {name}, container app{(isRendered ? ", rendered line" : "")}) [ML1001 memory-limit-missing]";

    /// <summary>The first line of text about <see cref="Warning"/>: the object has a line of its own below (contracts.md C5).</summary>
    public static string WarningHead(string file, int line = 13) =>
        $"{file}:{line}:9: warning: container app has no memory limit [ML1001 memory-limit-missing]";

    /// <summary>A Deployment without any finding.</summary>
    public static string Clean { get; } =
        Warning().Replace("requests: {memory: 128Mi, cpu: 100m}", "limits: {memory: 128Mi, cpu: 100m}", StringComparison.Ordinal);

    /// <summary>A Deployment with an error (ML1002).</summary>
    public static string Error { get; } =
        Warning()
            .Replace(
                "requests: {memory: 128Mi, cpu: 100m}",
                "limits: {memory: 128Mi, cpu: 100m}\n          requests: {memory: 256Mi}",
                StringComparison.Ordinal
            );

    /// <summary>A Deployment with one note (ML1008).</summary>
    public static string Note { get; } =
        Warning().Replace("requests: {memory: 128Mi, cpu: 100m}", "limits: {memory: 8Mi, cpu: 100m}", StringComparison.Ordinal);

    /// <summary>A file that is no manifest.</summary>
    public const string Compose = "version: \"3\"\nservices:\n  web:\n    image: nginx\n";

    /// <summary>A file that has to be rendered first.</summary>
    public static string Template { get; } = "{{ with .Values.web }}\n" + Warning();
}
