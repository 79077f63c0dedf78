using System.Text.Json.Nodes;
using ManifestLint.Containers;
using ManifestLint.Programs;
using ManifestLint.Tests.Facts;
using Xunit;

namespace ManifestLint.Tests.Containers;

/// <summary>Commands that keep a container alive and do nothing (rules.md rule 3).</summary>
public class WaitingTests
{
    [Theory]
    [InlineData(true, "sleep", "3600")]
    [InlineData(true, "/bin/sleep", "infinity")]
    [InlineData(true, "tail", "-f", "/dev/null")]
    [InlineData(true, "sh", "-c", "sysctl -w vm.max_map_count=262144; sleep infinity")]
    [InlineData(true, "bash", "-c", "echo ready && exec tail -f /dev/null")]
    [InlineData(true, "/pause")]
    [InlineData(false, "sleep")]
    [InlineData(false, "tail", "-f", "/var/log/app.log")]
    [InlineData(false, "sh", "-c", "sleep 30 && ./server")]
    [InlineData(false, "sh", "-c", "./server & sleep infinity")]
    [InlineData(false, "sh", "-c", "apt-get install -y stress; sleep infinity")]
    [InlineData(false, "sh", "-c", "echo done")]
    [InlineData(false, "java", "-jar", "app.jar")]
    public void Only_what_is_known_to_wait_waits(bool waits, params string[] command) =>
        Assert.Equal(
            waits,
            Waiting.IsAll(ContainerProcesses.Resolve([.. command.Select(w => Word.Of(w))], null, ProgramEnvironment.Empty))
        );

    [Theory]
    [InlineData(true, "sh", "-c", "curl -s http://api/health && echo ok")]
    [InlineData(true, "sh", "-c", "while true; do echo hello; sleep 10; done")]
    [InlineData(true, "sh", "-c", "until nslookup db; do sleep 2; done")]
    [InlineData(true, "echo", "done")]
    [InlineData(true, "env")]
    [InlineData(true, "sh", "-c", "rm -rf /data/* && mkdir /data/new")]
    [InlineData(false, "sh", "-c", "tar xzf /backup.tgz && echo ok")]
    [InlineData(false, "sh", "-c", "while true; do ./collect; sleep 10; done")]
    [InlineData(false, "sh", "-c", "curl -s http://api | python3 load.py")]
    [InlineData(false, "sh", "-c", "./run; sleep 5")]
    public void Small_commands_hold_next_to_nothing(bool isSmall, params string[] command) =>
        Assert.Equal(
            isSmall,
            Waiting.IsSmall(ContainerProcesses.Resolve([.. command.Select(w => Word.Of(w))], null, ProgramEnvironment.Empty))
        );

    [Fact]
    public void What_the_image_starts_is_not_known_to_wait() =>
        Assert.False(Waiting.IsAll(ContainerProcesses.Resolve(null, [Word.Of("sleep"), Word.Of("60")], ProgramEnvironment.Empty)));

    [Theory]
    [InlineData("Job", """{"command":["sleep","20"]}""", "")]
    [InlineData("Job", """{"command":["./import"]}""", "ML2001")]
    [InlineData("Deployment", """{"command":["sleep","20"]}""", "ML2001")]
    [InlineData("Deployment", """{"resources":{"requests":{"cpu":"1000","memory":"64Mi"}}}""", "")]
    [InlineData("Deployment", """{"resources":{"requests":{"cpu":"999999m","memory":"64Mi"}}}""", "")]
    [InlineData("Deployment", """{"resources":{"requests":{"cpu":"64","memory":"64Mi"}}}""", "ML1001")]
    public void What_takes_nothing_lacks_nothing(string kind, string container, string rules)
    {
        var own = JsonNode.Parse(container)!.AsObject();
        own["name"] = "app";
        own["image"] = "registry.example.com/app:1";
        string manifest = $$$$$"""
            {"apiVersion":"{{{{{(kind == "Job" ? "batch/v1" : "apps/v1")}}}}}","kind":"{{{{{kind}}}}}","metadata":{"name":"app"},"spec":{
            "selector":{"matchLabels":{"app":"app"}},"template":{"metadata":{"labels":{"app":"app"}},"spec":{"restartPolicy":"{{{{{(
                kind == "Job" ? "Never" : "Always"
            )}}}}}",
            "containers":[{{{{{own.ToJsonString()}}}}}]}}}}
            """;
        var told = PodReading.Findings(("/k8s/app.json", manifest)).Select(f => f.RuleId).Where(r => r is "ML1001" or "ML2001");
        Assert.Equal(rules, string.Join(' ', told));
    }
}
