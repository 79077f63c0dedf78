using ManifestLint.Containers;
using ManifestLint.Manifests;

namespace ManifestLint.Facts;

/// <summary>Pods that run what is published for trying something out.</summary>
internal static class Showcase
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
        "polinux/stress*",
        "stress",
        "stress-ng",
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

    /// <summary>True if all that runs shows off itself: it greets, echoes, or serves the page that comes with it.</summary>
    /// <param name="pod">The pod.</param>
    /// <param name="isForTrial">True if its file is for a trial: then whatever else a server mounts.</param>
    public static bool Is(PodSpec pod, bool isForTrial) =>
        pod.AllContainers.All(c => c.Type is ContainerType.Init or ContainerType.Ephemeral || ShowsOff(c, isForTrial));

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
