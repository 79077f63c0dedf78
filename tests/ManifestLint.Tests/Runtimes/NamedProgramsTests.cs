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
        Assert.Single(PodReading.Containers(new Assumptions(), ("/app.yaml", Pod(container, Variables))));

    private static string Pod(string container, string variables) =>
        "apiVersion: v1\nkind: Pod\nmetadata: {name: app}\nspec:\n  containers:\n  - name: app\n"
        + string.Concat((container + "\n" + variables).Split('\n').Where(l => l.Length > 0).Select(l => "    " + l + "\n"))
        + "    resources: {limits: {memory: 1Gi, cpu: 1}}\n";

    private static string Found(ContainerFacts facts) =>
        string.Join(
            ' ',
            new (string Name, object? Facts)[]
            {
                ("jvm", facts.Jvm),
                ("node", facts.NodeJs),
                ("go", facts.Go.FirstOrDefault()),
                ("dotnet", facts.DotNet.FirstOrDefault()),
            }
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
    [InlineData("image: apache/camel-k:2.3.0", "go")]
    [InlineData("image: kindest/node:v1.31.0", "")]
    [InlineData("image: mcr.microsoft.com/dotnet/aspnet:9.0", "dotnet")]
    [InlineData("image: nginx:1.27\ncommand: [java, -jar, app.jar]", "jvm")]
    [InlineData("image: registry.example/app:1\ncommand: [node, app.js]", "node")]
    [InlineData("image: registry.example/app:1", "")]
    [InlineData("image: registry.example/app:1\ncommand: [/start.sh]", "")]
    public void A_variable_makes_no_program(string container, string runtimes) => Assert.Equal(runtimes, Found(Container(container)));

    // An agent beside the program that the limit is for is that by its image, whatever its container is called.
    [Theory]
    [InlineData("image: docker.io/istio/proxyv2:1.22.0\nargs: [proxy, sidecar]", true)]
    [InlineData("image: grafana/grafana:11", false)]
    public void An_agent_is_known_by_its_image(string container, bool isBeside) =>
        Assert.Equal(isBeside, Assert.Single(Container(container).Go).IsBesideMain);

    // One variable alone is a hint in an image that nobody knows, but not beside a program that stays in the end.
    [Theory]
    [InlineData("image: registry.example/app:1", true)]
    [InlineData("image: registry.example/app:1\ncommand: [/start.sh]", true)]
    [InlineData("image: registry.example/app:1\ncommand: [sh, -c, 'python init.py && ./start.sh']", true)]
    [InlineData("image: registry.example/app:1\ncommand: [ddtrace-run, python, a.py]", false)]
    [InlineData("image: registry.example/app:1\ncommand: [newrelic-admin, run-program, gunicorn, 'a:b']", false)]
    [InlineData("image: registry.example/app:1\ncommand: [poetry, run, my-service]", false)]
    [InlineData("image: registry.example/app:1\ncommand: [./manage.py, runserver]", false)]
    [InlineData("image: registry.example/app:1\ncommand: [/app/worker.py]", false)]
    [InlineData("image: registry.example/app:1\ncommand: [sh, -c, 'alembic upgrade head && gunicorn a:b']", false)]
    [InlineData("image: registry.example/app:1\ncommand: [sh, -c, './migrate && exec gunicorn a:b']", false)]
    [InlineData("image: registry.example/app:1\ncommand: [sh, -c, './migrate && gunicorn a:b; sleep 5']", false)]
    [InlineData("image: registry.example/app:1\ncommand: [doppler, run, --, python, a.py]", false)]
    [InlineData("image: registry.example/app:1\ncommand: [sh, -c, '/wait-for-it.sh db:5432 -t 60 -- gunicorn a:b']", false)]
    [InlineData("image: registry.example/app:1\nargs: [sh, -c, exec python a.py]", false)]
    [InlineData("image: registry.example/app:1\nargs: [bash, -lc, celery -A app worker]", false)]
    [InlineData("image: registry.example/app:1\nargs: [tini, --, node, a.js]", false)]
    public void One_variable_is_a_hint_at_most(string container, bool isJvm)
    {
        var facts = PodReading.Containers(
            new Assumptions(),
            ("/app.yaml", Pod(container, "env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx300m}]\n"))
        );
        Assert.Equal(isJvm, Assert.Single(facts).Jvm is not null);
    }
}
