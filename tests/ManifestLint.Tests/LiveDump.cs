using System.Text;

namespace ManifestLint.Tests;

/// <summary>Objects as <c>kubectl get … -o yaml</c> prints them: sorted keys, lists at the column of their key, what the API server fills in.</summary>
internal static class LiveDump
{
    public const string SmallWeb = "resources:\n  limits:\n    memory: 512Mi\n  requests:\n    cpu: 250m\n    memory: 512Mi";

    /// <summary>Several objects in one list.</summary>
    public static string List(params IEnumerable<string> items) =>
        "apiVersion: v1\nitems:\n"
        + string.Concat(items.Select(i => "- " + Indent(i, 2)[2..] + "\n"))
        + "kind: List\nmetadata:\n  resourceVersion: \"\"";

    /// <summary>A container, with more keys where given.</summary>
    public static string Container(string name, string more = SmallWeb) =>
        $"image: registry.example.com/{name}:1.0.0\nimagePullPolicy: IfNotPresent\nname: {name}\n{more}\nterminationMessagePath: /dev/termination-log\nterminationMessagePolicy: File";

    /// <summary>A Deployment, ReplicaSet, StatefulSet, DaemonSet or Job.</summary>
    public static string Workload(string kind, string name, string? controller, string? uid, params string[] containers) =>
        $"""
            apiVersion: {(kind == "Job" ? "batch/v1" : "apps/v1")}
            kind: {kind}
            metadata:
              creationTimestamp: "2026-02-27T10:03:11Z"
              generation: 1
              managedFields:
              - apiVersion: apps/v1
                fieldsType: FieldsV1
                fieldsV1:
                  f:spec:
                    f:replicas: {"{}"}
                manager: kube-controller-manager
                operation: Update
                time: "2026-02-27T10:03:12Z"
              name: {name}
              namespace: shop
            {Owners(controller)}{(uid is null ? "" : $"  uid: {uid}\n")}spec:
              replicas: 3
              selector:
                matchLabels:
                  app: web
              template:
                metadata:
                  creationTimestamp: null
                  labels:
                    app: web
                spec:
                  containers:
            {string.Join('\n', containers.Select(c => Item(c, 6)))}
                  restartPolicy: {(kind == "Job" ? "Never" : "Always")}
            status:
              observedGeneration: 1
            """;

    /// <summary>A Pod.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="controller">Kind, name and uid of its controller, separated by blanks; null for none.</param>
    /// <param name="status">Its status.</param>
    /// <param name="containers">Its containers.</param>
    public static string Pod(string name, string? controller, string status, params string[] containers) =>
        $"""
            apiVersion: v1
            kind: Pod
            metadata:
              creationTimestamp: "2026-02-27T10:03:12Z"
              labels:
                app: web
                pod-template-hash: 5d8f7c9b6
              name: {name}
              namespace: shop
            {Owners(controller)}  uid: uid-of-{name}
            spec:
              containers:
            {string.Join('\n', containers.Select(c => Item(c, 2)))}
              nodeName: worker-1
              restartPolicy: Always
            status:
            {Indent(status, 2)}
            """;

    /// <summary>The status of a container that was OOMKilled and runs again.</summary>
    public static string Killed(string container, int restarts, string reason = "OOMKilled", int exitCode = 137) =>
        $"""
            containerStatuses:
            - lastState:
                terminated:
                  exitCode: {exitCode}
                  reason: {reason}
              name: {container}
              restartCount: {restarts}
              state:
                running:
                  startedAt: "2026-03-02T08:14:28Z"
            phase: Running
            """;

    /// <summary>The status of a pod that runs.</summary>
    public const string Running = "phase: Running";

    public static string Indent(string text, int by)
    {
        var indented = new StringBuilder();
        foreach (string line in text.Split('\n'))
            indented.Append(indented.Length == 0 ? "" : "\n").Append(' ', by).Append(line);
        return indented.ToString();
    }

    private static string Item(string text, int by) => new string(' ', by) + "- " + Indent(text, by + 2)[(by + 2)..];

    private static string Owners(string? controller)
    {
        if (controller?.Split(' ') is not [var kind, var name, ..] parts)
            return "";
        string uid = parts.Length > 2 ? $"    uid: {parts[2]}\n" : "";
        return $"  ownerReferences:\n  - apiVersion: {(kind is "Job" or "CronJob" ? "batch/v1" : "apps/v1")}\n    blockOwnerDeletion: true\n    controller: true\n    kind: {kind}\n    name: {name}\n{uid}";
    }
}
