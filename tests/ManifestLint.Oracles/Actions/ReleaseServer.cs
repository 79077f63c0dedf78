using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using ManifestLint.Cli.Tests;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Oracles.Actions;

/// <summary>
/// Releases as GitHub serves them, on a port of this machine: v0.1.0 for linux-x64, made by the script that makes packages. The executable in it
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
        (byte[] archive, Digest) = Pack(folder, $"#!/bin/sh\nexec \"{CliProcess.Executable}\" \"$@\"\n");
        Add("v0.1.0", "linux-x64", archive);
    }

    /// <summary>The SHA-256 of the archive of v0.1.0.</summary>
    public string Digest { get; }

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

    /// <summary>Releases an archive.</summary>
    public void Add(string tag, string platform, byte[] archive)
    {
        lock (_files)
            _files[$"/manifestlint/manifestlint/releases/download/{tag}/manifestlint-{platform}.tar.gz"] = archive;
    }

    /// <summary>An archive for linux-x64 as packages are made, and its SHA-256.</summary>
    internal static (byte[] Archive, string Digest) Pack(TemporaryFolder folder, string executable)
    {
        string name = $"pack-{Guid.NewGuid():N}";
        StandInPackages.Make(folder, name, executable, "linux-x64");
        byte[] archive = File.ReadAllBytes(folder.At($"{name}/out/archives/manifestlint-linux-x64.tar.gz"));
        return (archive, Convert.ToHexStringLower(SHA256.HashData(archive)));
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
