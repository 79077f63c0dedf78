using ManifestLint.Containers;
using ManifestLint.Programs;
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

    [Fact]
    public void What_the_image_starts_is_not_known_to_wait() =>
        Assert.False(Waiting.IsAll(ContainerProcesses.Resolve(null, [Word.Of("sleep"), Word.Of("60")], ProgramEnvironment.Empty)));
}
