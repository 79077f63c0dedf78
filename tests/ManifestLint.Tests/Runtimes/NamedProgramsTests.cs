using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Runtimes;

/// <summary>A variable makes no program where image, command or arguments name another one. Source: runtime-memory.md §6.</summary>
public sealed class NamedProgramsTests
{
    private const string Variables =
        "env:\n- {name: JAVA_TOOL_OPTIONS, value: -Xmx300m}\n- {name: GOMEMLIMIT, value: 300MiB}\n- {name: NODE_OPTIONS, value: --max-old-space-size=300}\n"
        + "- {name: DOTNET_GCHeapHardLimit, value: '8000000'}\n";

    private static ContainerFacts Container(string container) =>
        Assert.Single(
            PodReading.Containers(
                new Assumptions(),
                (
                    "/app.yaml",
                    "apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec:\n  containers:\n  - name: app\n"
                        + string.Concat((container + "\n" + Variables).Split('\n').Where(l => l.Length > 0).Select(l => "    " + l + "\n"))
                        + "    resources: {limits: {memory: 1Gi, cpu: 1}}\n"
                )
            )
        );

    private static string Found(ContainerFacts facts) =>
        string.Join(
            ' ',
            new (string Name, object? Facts)[] { ("jvm", facts.Jvm), ("node", facts.NodeJs), ("go", facts.Go), ("dotnet", facts.DotNet) }
                .Where(f => f.Facts is not null)
                .Select(f => f.Name)
        );

    [Theory]
    [InlineData("image: redis:7.4", "")]
    [InlineData("image: registry.example/mirror/valkey:8", "")]
    [InlineData("image: bitnami/postgresql:16", "")]
    [InlineData("image: registry.redhat.io/rhel9/postgresql-15:1", "")]
    [InlineData("image: rabbitmq:3.13-management\nargs: [--anything]", "")]
    [InlineData("image: python:3.12\nargs: [python, a.py]", "")]
    [InlineData("image: nginx:1.27\ncommand: [/start.sh]", "")]
    [InlineData("image: registry.example/app:1\nargs: [python3.12, a.py]", "")]
    [InlineData("image: registry.example/app:1\ncommand: [gunicorn, app]", "")]
    [InlineData("image: registry.example/app:1\ncommand: [sh, -c, 'exec /usr/bin/redis-server']", "")]
    [InlineData("image: grafana/grafana:11", "go")]
    [InlineData("image: istio/proxyv2:1.24\nargs: [proxy, sidecar]", "go")]
    [InlineData("image: node:22", "node")]
    [InlineData("image: mirror.example/library/node:22", "node")]
    [InlineData("image: registry.example/node:22", "node")]
    [InlineData("image: gcr.io/distroless/python3-debian12:nonroot", "")]
    [InlineData("image: gcr.io/distroless/static-debian12", "")]
    [InlineData("image: apache/airflow:2.9.0", "")]
    [InlineData("image: cr.l5d.io/linkerd/proxy:stable-2.14", "")]
    [InlineData("image: registry.access.redhat.com/ubi9/ubi-minimal:9.4", "")]
    [InlineData("image: registry.k8s.io/ingress-nginx/controller:v1.11", "")]
    [InlineData("image: mirror.example/hub/gitea/gitea:1.22", "go")]
    [InlineData("image: quay.io/jetstack/cert-manager-controller:v1.15", "go")]
    [InlineData("image: docker:24-dind", "go")]
    [InlineData("image: bitnami/kafka-exporter:1", "go")]
    [InlineData("image: bitnami/jmx-exporter:1", "jvm")]
    [InlineData("image: n8nio/n8n:1", "node")]
    [InlineData("image: jellyfin/jellyfin:10", "dotnet")]
    [InlineData("image: calico/node:v3.28", "go")]
    [InlineData("image: kindest/node:v1.31.0", "")]
    [InlineData("image: mcr.microsoft.com/dotnet/aspnet:9.0", "dotnet")]
    [InlineData("image: nginx:1.27\ncommand: [java, -jar, app.jar]", "jvm")]
    [InlineData("image: registry.example/app:1\ncommand: [node, app.js]", "node")]
    [InlineData("image: registry.example/app:1", "jvm node go dotnet")]
    public void A_variable_makes_no_program(string container, string runtimes) => Assert.Equal(runtimes, Found(Container(container)));
}
