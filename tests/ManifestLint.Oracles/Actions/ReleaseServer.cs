using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ManifestLint.Cli.Tests;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Oracles.Actions;

/// <summary>
/// Releases as GitHub serves them, on a port of this machine: v0.1.0 for linux-x64, made by the release workflow's own script. The executable in it
/// hands over to the one under test, which cannot be moved.
/// </summary>
public sealed class ReleaseServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<string> _asked = [];

    public ReleaseServer()
    {
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = $"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}";
        }
        _listener.Prefixes.Add(Address + "/");
        _listener.Start();
        _ = ServeAsync();

        using var folder = new TemporaryFolder();
        var (archive, checksum) = Pack(folder, $"#!/bin/sh\nexec \"{CliProcess.Executable}\" \"$@\"\n", "linux-x64");
        Add("v0.1.0", "linux-x64", archive, checksum);
    }

    /// <summary>What stands for <c>https://github.com</c>.</summary>
    public string Address { get; }

    /// <summary>The paths that were asked for.</summary>
    public IReadOnlyList<string> Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    public void Dispose() => ((IDisposable)_listener).Dispose();

    /// <summary>Releases an archive; without a checksum where that is null.</summary>
    public void Add(string tag, string platform, byte[] archive, string? checksum)
    {
        string path = $"/manifestlint/manifestlint/releases/download/{tag}/manifestlint-{platform}.tar.gz";
        lock (_files)
        {
            _files[path] = archive;
            if (checksum is not null)
                _files[path + ".sha256"] = System.Text.Encoding.ASCII.GetBytes(checksum);
        }
    }

    /// <summary>Runs the step of the release workflow that packs an executable.</summary>
    internal static (byte[] Archive, string Checksum) Pack(TemporaryFolder folder, string executable, string platform)
    {
        string script = WorkflowTests.Run("release.yml", "native", "Pack the executable");
        folder.Write("LICENSE", "license\n");
        string built = folder.Write("out/manifestlint", executable);
        folder.Write("build-native.sh", $"#!/bin/sh\necho '{built}'\n");
        var (exitCode, _, error) = Oracle.Run(
            "bash",
            ["-e", "-o", "pipefail", "-c", $"chmod +x build-native.sh out/manifestlint\n{script}"],
            folder: folder.Path,
            environment: [new("PLATFORM", platform)]
        );
        Assert.True(exitCode == 0, error);
        string archive = folder.At($"release/manifestlint-{platform}.tar.gz"),
            checksum = File.ReadAllText(archive + ".sha256");
        Assert.Equal(
            $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(archive)))}  manifestlint-{platform}.tar.gz\n",
            checksum
        );
        return (File.ReadAllBytes(archive), checksum);
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
            {
                return;
            }
            string path = context.Request.Url!.AbsolutePath;
            lock (_asked)
                _asked.Add(path);
            byte[]? file;
            lock (_files)
                _files.TryGetValue(path, out file);
            context.Response.StatusCode = file is null ? 404 : 200;
            context.Response.Close(file ?? [], willBlock: true);
        }
    }
}
