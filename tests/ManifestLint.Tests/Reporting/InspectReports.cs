using System.Collections.Immutable;
using ManifestLint.Cluster;
using ManifestLint.Facts;
using ManifestLint.Inspection;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Operators;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Reporting;

/// <summary>Texts, and the reports of the pods in them.</summary>
internal static class InspectReports
{
    public const string Shop = """
        # A shop.
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: web
          namespace: shop
        spec:
          replicas: 3
          template:
            spec:
              initContainers:
                - name: migrate
                  image: shop/migrate:2
                  resources:
                    requests: {memory: 100Mi}
                    limits: {memory: 1Gi, cpu: 1}
                - name: proxy
                  image: envoy:1.30
                  restartPolicy: Always
                  resources:
                    limits: {memory: 128Mi, cpu: 500m}
              containers:
                - name: app
                  image: shop/web:1.4
                  resources:
                    requests: {memory: 256Mi, cpu: 1}
                    limits: {memory: 512Mi, cpu: 1}
              volumes:
                - name: cache
                  emptyDir: {medium: Memory, sizeLimit: 64Mi}
        ---
        apiVersion: v1
        kind: Pod
        metadata: {name: bare}
        spec:
          containers:
            - name: one
              image: one
            - image: two
              resources:
                limits: {memory: 0, cpu: "${CPU}"}
                requests: {memory: "0.1", cpu: 100u}
        """;

    public const string Live = """
        apiVersion: v1
        kind: Pod
        metadata: {name: live, namespace: prod}
        spec:
          initContainers:
            - {name: setup, image: i, resources: {limits: {memory: 1Gi, cpu: 1}}}
          containers:
            - {name: app, image: i, resources: {limits: {memory: 1Gi, cpu: 1}}}
            - {name: log, image: i, resources: {limits: {memory: 1Gi, cpu: 1}}}
        status:
          qosClass: Burstable
          containerStatuses:
            - name: log
              restartCount: 0
              lastState: {}
            - name: app
              restartCount: 5
              lastState: {terminated: {reason: OOMKilled, exitCode: 137}}
          initContainerStatuses:
            - {name: setup, restartCount: 1, lastState: {terminated: {reason: Error, exitCode: 1}}}
        """;

    public const string NearlyGuaranteed = """
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent}
        spec:
          template:
            spec:
              containers:
                - name: agent
                  image: i
                  resources:
                    requests: {memory: 256Mi, cpu: 1}
                    limits: {memory: 512Mi, cpu: 1}
                - name: exporter
                  image: i
                  resources:
                    limits: {memory: 64Mi, cpu: 100m}
        """;

    public const string Guaranteed = """
        apiVersion: apps/v1
        kind: StatefulSet
        metadata: {name: a-database-with-a-name-that-is-really-very-long}
        spec:
          template:
            spec:
              containers:
                - {name: postgresql-primary-with-a-long-name, image: postgres:16, resources: {limits: {memory: 1234567890, cpu: 2}}}
                - {name: metrics, image: x, resources: {limits: {memory: 64Mi, cpu: 100m}}}
        """;

    public const string Patch = """
        apiVersion: apps/v1
        kind: Deployment
        metadata: {name: patch}
        spec:
          template:
            spec:
              containers:
                - name: app
                  resources: {limits: {memory: 1Gi}}
        """;

    public static ImmutableArray<PodReport> Of(string text, Assumptions? assumptions = null, string file = "k8s/shop.yaml") =>
        [
            .. YamlReader
                .Read(new SourceText(file, text))
                .Documents.SelectMany(Manifest.Split)
                .SelectMany(m => OperatorPods.Of(m, sidecars: true))
                .Select(w =>
                    PodReport.Of(
                        PodFacts.Compute(w, ManifestSet.Empty, new ObjectPlace(file, null), assumptions ?? new Assumptions()),
                        file
                    )
                ),
        ];
}
