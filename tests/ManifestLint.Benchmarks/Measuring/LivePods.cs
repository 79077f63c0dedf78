using System.Globalization;
using System.Text;

namespace ManifestLint.Benchmarks.Measuring;

/// <summary>Pods of a cluster as <c>kubectl get pods -A</c> prints them, in one list.</summary>
internal static class LivePods
{
    /// <summary>The forms in which a list is written.</summary>
    public enum Form
    {
        Yaml,
        IndentedJson,
        OneLine,
    }

    /// <summary>Writes a list of so many.</summary>
    public static void Write(string file, int count, Form form)
    {
        using var output = new StreamWriter(file);
        if (form == Form.Yaml)
        {
            output.Write("apiVersion: v1\nitems:\n");
            for (int i = 0; i < count; i++)
                output.Write(Yaml(i));
            output.Write("kind: List\nmetadata:\n  resourceVersion: \"\"\n");
            return;
        }
        Func<string, int, string> laid = form == Form.OneLine ? static (json, _) => json : Indented;
        output.Write(laid("{\"apiVersion\":\"v1\",\"items\":[", 0));
        for (int i = 0; i < count; i++)
            output.Write(laid((i > 0 ? "," : "") + Json(i), DepthOfItems));
        output.Write(laid("],\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\"\"}}", DepthOfItems));
        output.Write('\n');
    }

    private const int DepthOfItems = 2;

    // As kubectl does.
    private const int BlanksOfLevel = 4;

    // No text of ours holds a quote.
    private static string Indented(string json, int depth)
    {
        var text = new StringBuilder(3 * json.Length);
        bool isText = false;
        for (int i = 0; i < json.Length; i++)
        {
            char c = json[i];
            isText ^= c == '"';
            bool isEmpty = c is '}' or ']' && i > 0 && json[i - 1] is '{' or '[';
            if (!isText && c is '}' or ']' && !isEmpty)
                NewLine(--depth);
            text.Append(c);
            if (isText)
                continue;
            if (c == ':')
                text.Append(' ');
            else if (c == ',')
                NewLine(depth);
            else if (c is '{' or '[' && (i + 1 == json.Length || json[i + 1] is not ('}' or ']')))
                NewLine(++depth);
        }
        return text.ToString();

        void NewLine(int level) => text.Append('\n').Append(' ', BlanksOfLevel * level);
    }

    private static string Number(int i) => i.ToString(CultureInfo.InvariantCulture);

    private static string Yaml(int i) =>
        $$"""
            - apiVersion: v1
              kind: Pod
              metadata:
                creationTimestamp: "2026-01-01T00:00:00Z"
                labels:
                  app: web-{{Number(i / 10)}}
                  pod-template-hash: 5d4f8c7b9
                name: web-{{Number(i / 10)}}-{{Number(i % 10)}}
                namespace: shop-{{Number(i / 10 % 50)}}
                ownerReferences:
                - apiVersion: apps/v1
                  controller: true
                  kind: ReplicaSet
                  name: web-{{Number(i / 10)}}-5d4f8c7b9
                  uid: rs-{{Number(i / 10)}}
                uid: pod-{{Number(i)}}
              spec:
                containers:
                - args:
                  - -Xmx700m
                  - -jar
                  - /app.jar
                  command:
                  - java
                  env:

            """
        + string.Concat(
            Enumerable.Range(0, 16).Select(v => $"      - name: VARIABLE_{Number(v)}\n        value: a value that somebody has set\n")
        )
        + $$"""
                  image: eclipse-temurin:21
                  imagePullPolicy: IfNotPresent
                  livenessProbe:
                    failureThreshold: 3
                    httpGet:
                      path: /health
                      port: 8080
                      scheme: HTTP
                    periodSeconds: 10
                  name: app
                  resources:
                    limits:
                      memory: 1Gi
                    requests:
                      cpu: 100m
                      memory: 1Gi
                  volumeMounts:
                  - mountPath: /var/run/secrets/kubernetes.io/serviceaccount
                    name: kube-api-access
                    readOnly: true
                nodeName: node-{{Number(i % 100)}}
                restartPolicy: Always
                tolerations:
                - effect: NoExecute
                  key: node.kubernetes.io/not-ready
                  operator: Exists
                  tolerationSeconds: 300
              status:
                containerStatuses:
                - containerID: containerd://0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
                  image: eclipse-temurin:21
                  lastState: {}
                  name: app
                  ready: true
                  restartCount: 0
                  state:
                    running:
                      startedAt: "2026-01-01T00:00:00Z"
                phase: Running
                podIP: 10.1.0.7
                qosClass: Burstable

            """;

    private static string Json(int i)
    {
        string app = "web-" + Number(i / 10);
        string variables = string.Join(
            ',',
            Enumerable.Range(0, 16).Select(v => $$"""{"name":"VARIABLE_{{Number(v)}}","value":"a value that somebody has set"}""")
        );
        return $$$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"creationTimestamp":"2026-01-01T00:00:00Z","labels":{"app":"{{{{app}}}}","pod-template-hash":"5d4f8c7b9"},"name":"{{{{app}}}}-{{{{Number(i % 10)}}}}","namespace":"shop-{{{{Number(i / 10 % 50)}}}}","ownerReferences":[{"apiVersion":"apps/v1","controller":true,"kind":"ReplicaSet","name":"{{{{app}}}}-5d4f8c7b9","uid":"rs-{{{{Number(i / 10)}}}}"}],"uid":"pod-{{{{Number(i)}}}}"},"spec":{"containers":[{"args":["-Xmx700m","-jar","/app.jar"],"command":["java"],"env":[{{{{variables}}}}],"image":"eclipse-temurin:21","imagePullPolicy":"IfNotPresent","livenessProbe":{"failureThreshold":3,"httpGet":{"path":"/health","port":8080,"scheme":"HTTP"},"periodSeconds":10},"name":"app","resources":{"limits":{"memory":"1Gi"},"requests":{"cpu":"100m","memory":"1Gi"}},"volumeMounts":[{"mountPath":"/var/run/secrets/kubernetes.io/serviceaccount","name":"kube-api-access","readOnly":true}]}],"nodeName":"node-{{{{Number(i % 100)}}}}","restartPolicy":"Always","tolerations":[{"effect":"NoExecute","key":"node.kubernetes.io/not-ready","operator":"Exists","tolerationSeconds":300}]},"status":{"containerStatuses":[{"containerID":"containerd://0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef","image":"eclipse-temurin:21","lastState":{},"name":"app","ready":true,"restartCount":0,"state":{"running":{"startedAt":"2026-01-01T00:00:00Z"}}}],"phase":"Running","podIP":"10.1.0.7","qosClass":"Burstable"}}""";
    }
}
