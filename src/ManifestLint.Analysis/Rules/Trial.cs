using ManifestLint.Containers;
using ManifestLint.Facts;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Rules;

/// <summary>Pods for trying something out: their amounts are nobody's concern, and what they lack weighs one step less.</summary>
internal static class Trial
{
    // What answers with a greeting or with what it was asked, by the end of the image's path; each is published for trying things out.
    private static readonly string[] s_greeters =
    [
        "*/http-echo",
        "echo-server",
        "echoserver",
        "go-httpbin",
        "hello-app",
        "hello-kubernetes",
        "hello-world",
        "httpbin",
        "kuard*",
        "nginx-hello",
        "nginxdemos/*hello",
        "prometheus-example-app",
        "whoami",
    ];

    // With nothing of one's own they serve the page that comes with them.
    private static readonly string[] s_servers =
    [
        "httpd",
        "library/httpd",
        "library/nginx",
        "nginx",
        "nginx-slim",
        "nginxinc/nginx-unprivileged",
    ];
    private static readonly string[] s_own = ["args", "command", "env", "envFrom", "volumeMounts"];

    /// <summary>True if the file says so, or if all that runs shows off itself.</summary>
    public static bool Is(PodFacts pod) => pod.Workload.Manifest.IsForTrial || ShowsOff(pod);

    /// <summary>True if all that runs shows off itself: it greets, echoes, or serves the page that comes with it; in a trial whatever else it mounts.</summary>
    public static bool ShowsOff(PodFacts pod) =>
        pod.Workload.Pod.AllContainers.All(c =>
            c.Type is ContainerType.Init or ContainerType.Ephemeral || ShowsOff(c, pod.Workload.Manifest.IsForTrial)
        );

    private static bool ShowsOff(ContainerSpec container, bool isForTrial)
    {
        if (container.Image is not { } reference)
            return false;
        var image = ContainerImage.Parse(reference);
        if (s_greeters.Any(image.Matches))
            return true;
        return image is { IsOnDockerHub: true } or { IsInPublicRegistry: true }
            && s_servers.Contains(image.Repository)
            && (isForTrial || !s_own.Any(key => container.Node.Find(key) is not null));
    }
}
