using System.Globalization;
using System.Text;

namespace ManifestLint.Benchmarks;

/// <summary>Manifests like those people write, made up with a fixed seed so that every run measures the same.</summary>
internal static class GeneratedCorpus
{
    /// <summary>Texts of files with a Deployment, a Service and a ConfigMap each.</summary>
    public static string[] Files(int count)
    {
        var random = new Random(20261120);
        return [.. Enumerable.Range(0, count).Select(i => File(i, random))];
    }

    private static string File(int number, Random random)
    {
        string name = string.Create(CultureInfo.InvariantCulture, $"service-{number}");
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            apiVersion: apps/v1
            kind: Deployment
            metadata:
              name: {name}
              labels: &labels
                app: {name}
                tier: backend   # who is paged
            spec:
              replicas: {random.Next(1, 6)}
              selector:
                matchLabels:
                  app: {name}
              template:
                metadata:
                  labels: *labels
                spec:
                  containers:

            """
        );
        for (int c = 0; c < random.Next(1, 4); c++)
        {
            int request = 64 * random.Next(1, 16);
            text.Append(
                CultureInfo.InvariantCulture,
                $"""
                      - name: {(c == 0 ? name : $"sidecar-{c}")}
                        image: registry.example/{name}:{random.Next(1, 30)}
                        command: ["sh", "-c", "exec java $JAVA_OPTS -jar app.jar"]
                        env:
                          - name: JAVA_OPTS
                            value: "-Xmx{request}m -XX:+UseG1GC"
                        ports:
                          - containerPort: 8080

                """
            );
            if (random.Next(3) > 0)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"""
                            resources:
                              requests:
                                cpu: 100m
                                memory: {request}Mi
                              limits:
                                memory: {request * 2}Mi

                    """
                );
            }
        }
        text.Append(
            CultureInfo.InvariantCulture,
            $"""
            ---
            apiVersion: v1
            kind: Service
            metadata:
              name: {name}
            spec:
              selector:
                app: {name}
              ports:
                - port: 80
                  targetPort: 8080
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: {name}-settings
            data:
              application.properties: |
                server.port=8080
                spring.application.name={name}

            """
        );
        return text.ToString();
    }
}
