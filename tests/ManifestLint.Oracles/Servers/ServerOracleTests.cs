using System.Collections.Immutable;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using ManifestLint.Cli.Tests;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Programs;
using ManifestLint.Runtimes;
using ManifestLint.Servers;
using Xunit.Abstractions;

namespace ManifestLint.Oracles.Servers;

/// <summary>Options by the dozen through the real redis-server, memcached, php, mariadbd and postgres: whether they start, and with how much memory.</summary>
public sealed partial class ServerOracleTests(ITestOutputHelper output) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("ml-servers-").FullName;

    /// <summary>What a real server does.</summary>
    /// <param name="Starts">True if it starts; null where releases differ in that.</param>
    /// <param name="Bytes">The memory it permits itself; null if it does not say.</param>
    private readonly record struct Answer(bool? Starts, decimal? Bytes);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OracleFact("redis-server")]
    public void Redis_does_what_is_said()
    {
        string[] sizes =
        [
            "100mb",
            "100MB",
            "1gb",
            "1g",
            "512m",
            "512k",
            "512b",
            "512",
            "0",
            "",
            "mb",
            "1.5gb",
            "512Mi",
            "1Gi",
            "1tb",
            "50%",
            "-1",
            "+1mb",
            " 1mb",
            "1mb ",
            "1e3",
            "0x10",
            "010mb",
            "17179869184gb",
            "18446744073709551616",
        ];
        Compare(
            "redis",
            "redis-server",
            "maxmemoryBytes",
            [
                .. sizes.Select(s => new[] { "--maxmemory", s }),
                ["--maxmemory=1mb"],
                ["-maxmemory", "1mb"],
                ["--MaxMemory", "1mb"],
                ["--maxmemory 1mb"],
                ["--maxmemory", "1mb", "--maxmemory", "2mb"],
                ["--maxmemory"],
                ["--maxmemory", "1mb", "2mb"],
                ["--maxmemory", "\"1mb\""],
                ["--max-memory", "1mb"],
                ["--maxmemmory", "1mb"],
                ["--unknown", "1"],
                ["--maxmemory", "3mb", "--appendonly"],
                ["--maxmemory", "7mb", "--requirepass", "--maxmemory", "8mb"],
                ["--maxmemory", "2mb", "--save", ""],
                ["--save", "900", "1", "--maxmemory", "2mb"],
                ["--maxmemory", "2mb", "--maxmemory-policy", "allkeys-lru"],
                ["--maxmemory", "2mb", "--maxmemory-policy", "lru"],
                ["--maxmemory", "2mb", "--bind", "127.0.0.1", "::1"],
                ["--maxmemory", "2mb", "--hash-max-ziplist-entries", "64"],
                ["--maxmemory", "2mb", "--hash-max-ziplist-entries", "64", "128"],
                ["--slave-lazy-flush", "yes"],
                ["--maxmemory", "2mb", "--lua-time-limit", "5000"],
                ["--appendonly", "no", "--timeout", "0", "--maxmemory-samples", "5"],
                ["--client-output-buffer-limit", "normal", "0", "0", "0", "--maxmemory", "2mb"],
            ],
            args =>
            {
                string socket = Socket();
                using var server = Start("redis-server", [.. args, "--port", "0", "--unixsocket", socket, "--dir", _folder]);
                if (!IsUp(server, socket))
                    return new(false, null);
                string reply = Ask(server, socket, "CONFIG GET maxmemory\r\n", r => r.Count(c => c == '\n') >= 5);
                return new(true, decimal.Parse(reply.Split('\n')[4].Trim(), CultureInfo.InvariantCulture));
            }
        );
    }

    [OracleFact("memcached")]
    public void Memcached_does_what_is_said()
    {
        string[] sizes = ["64", "1", "2", "0", "-1", "512m", "512k", "1g", "2g", "", "abc", "1.5", "0x40", "010", " 64", "+64", "1e3"];
        Compare(
            "memcached",
            "memcached",
            "limitBytes",
            [
                .. sizes.Select(s => new[] { "-m", s }),
                .. sizes.Take(6).Select(s => new[] { $"--memory-limit={s}" }),
                ["-m512"],
                ["-vm", "128"],
                ["-m", "64", "-m", "128"],
                ["-c", "1024", "-m", "128"],
                ["-c1024", "-m128", "-t", "2"],
                ["-o", "modern", "-m", "99"],
                ["--memory-lim=100"],
                ["--memory=100"],
                ["-m"],
                ["--", "-m", "99"],
                ["extra", "-m", "99"],
                ["-I", "2m", "-m", "100"],
                ["-I", "1k", "-m", "64"],
                ["-I", "256k", "-m", "64"],
                ["-I", "512k", "-m", "64"],
                ["-I", "700k", "-m", "64"],
                ["-I", "1536k", "-m", "64"],
                ["-I", "8m", "-m", "8"],
                ["-I", "x"],
            ],
            args =>
            {
                string socket = Socket();
                using var server = Start(
                    "memcached",
                    [.. Environment.IsPrivilegedProcess ? ["-u", "root"] : Array.Empty<string>(), "-s", socket, .. args]
                );
                if (!IsUp(server, socket))
                    return new(false, null);
                string reply = Ask(server, socket, "stats settings\r\n", r => r.Contains("END", StringComparison.Ordinal));
                return new(true, decimal.Parse(MaxBytes().Match(reply).Groups["bytes"].Value, CultureInfo.InvariantCulture));
            }
        );
    }

    [OracleFact("mariadbd")]
    public void MariaDb_does_what_is_said()
    {
        string[] sizes =
        [
            "128M",
            "512MB",
            "512Mi",
            "1G",
            "1g",
            "134217728",
            "0",
            "-1",
            "5M",
            "6M",
            "1e9",
            "1.5G",
            "50%",
            "0x8000000",
            "512 M",
            " 512M",
            "",
            "abc",
            "+512M",
        ];
        // The list of its options is printed with the values in force. InnoDB is a plugin that it goes on without there, and for the list alone.
        Compare(
            "mysql",
            "mariadbd",
            "bufferPoolBytes",
            [
                .. sizes.Select(s => new[] { $"--innodb-buffer-pool-size={s}" }),
                .. sizes.Take(5).Select(s => new[] { "--innodb_buffer_pool_size", s }),
                ["--loose-innodb-buffer-pool-size=1G"],
                ["--INNODB-BUFFER-POOL-SIZE=1G"],
                ["--innodb-buffer-pool=1G"],
                ["--innodb-buffer-pool-sise=1G"],
                ["--innodb-bufferpool-size=1G"],
                ["--key-buffer-size=64M"],
                ["--innodb-buffer-pool-size=1G", "--innodb-buffer-pool-size=2G"],
                ["--skip-name-resolve", "--innodb-buffer-pool-size=2G"],
                ["--", "--innodb-buffer-pool-size=1G"],
                ["--innodb-buffer-pool-size=2G", "extra"],
                ["-innodb-buffer-pool-size=1G"],
                ["-O", "innodb-buffer-pool-size=1G"],
                ["--innodb-buffer-pool-size"],
                ["--max-connections=10"],
                ["--loose-foo=1"],
            ],
            args =>
            {
                var (exit, list, error) = Oracle.Run("mariadbd", ["--no-defaults", .. args, "--verbose", "--help"]);
                var match = PoolSize().Match(list);
                decimal? bytes = match.Success ? decimal.Parse(match.Groups["bytes"].Value, CultureInfo.InvariantCulture) : null;
                bool isRefused = exit != 0 || error.Contains("Parsing options for plugin 'InnoDB' failed", StringComparison.Ordinal);
                // Less than the smallest pool, as which nothing counts too: 11.8 refuses it, 10.11 makes something of it.
                return isRefused ? new(false, null)
                    : bytes < 6 << 20 ? new(null, null)
                    : new(true, bytes);
            }
        );
    }

    [OracleFact("postgres", "runuser")]
    public void Postgres_does_what_is_said()
    {
        string data = Path.Combine(_folder, "pg");
        string[] sizes =
        [
            "128MB",
            "1GB",
            "512kB",
            "16384",
            "512M",
            "512mb",
            "512Mi",
            "1G",
            "25%",
            "0.5GB",
            "1e3MB",
            "0x100MB",
            "010000",
            " 512MB",
            "512 MB",
            "512KB",
            "",
            "abc",
            "-1",
            "0",
            "16",
            "15",
            "1073741824",
            "127.5kB",
        ];
        Directory.CreateDirectory(data);
        File.WriteAllText(Path.Combine(data, "postgresql.conf"), "");
        string[] user = [];
        if (Environment.IsPrivilegedProcess)
        {
            Oracle.Run("chmod", ["755", _folder]);
            Oracle.Run("chown", ["-R", "postgres", data]);
            user = ["-u", "postgres", "--"];
        }
        Oracle.Run("chmod", ["700", data]);
        Compare(
            "postgres",
            "postgres",
            "sharedBuffersBytes",
            [
                .. sizes.Select(s => new[] { "-c", $"shared_buffers={s}" }),
                ["-cshared_buffers=96MB"],
                ["--shared-buffers=96MB"],
                ["--SHARED_BUFFERS=96MB"],
                ["-B", "100"],
                ["-B100"],
                ["-B", "1GB"],
                ["-c", "shared_buffers", "96MB"],
                ["-c", "shared_buffers = 96MB"],
                ["-c", "shared_buffers"],
                ["-c", "shared_buffers=64MB", "-c", "shared_buffers=96MB"],
                ["-c", "work_mem=64kB"],
                ["-c", "work_mem=63kB"],
                ["-S", "100"],
                ["-N", "50"],
                ["-N", "abc"],
                ["-c", "max_connections=10.5"],
                ["-c", "foo=1"],
                ["-c", "foo.bar=1"],
                ["-c", "shared_bufers=1GB"],
                ["-c", "wal_level=logical"],
                ["-F"],
                ["-x"],
                ["extra"],
            ],
            args =>
            {
                string[] words = [.. args, "-D", data, "-C", "shared_buffers"];
                string program = Oracle.Find("postgres")!;
                var (exit, value, _) =
                    user.Length > 0 ? Oracle.Run("runuser", [.. user, program, .. words]) : Oracle.Run("postgres", words);
                return new(exit == 0, exit == 0 ? decimal.Parse(value.Trim(), CultureInfo.InvariantCulture) * 8192 : null);
            }
        );
    }

    [OracleFact("php")]
    public void Php_does_what_is_said()
    {
        string[] values =
        [
            "512m",
            "1G",
            "512k",
            "64M",
            "0",
            "-1",
            "-1M",
            "512MB",
            "512Mi",
            "1Gi",
            "",
            " 512M",
            "512M ",
            "512 M",
            "0.5G",
            "1.5G",
            "0x10M",
            "0b11M",
            "0o17M",
            "017M",
            "08",
            "1e3M",
            "abc",
            "12abcM",
            "+64M",
            "1_000M",
            "64M;x",
            "\"64M\"",
            "unlimited",
        ];
        var wrong = new List<string>();
        var drawn = Questions.Draw("php", values, Questions.ServerOptions);
        foreach (string value in drawn)
        {
            // Without php.ini the built-in limit is in force, and what the script sets in vain stays as it is.
            string text = Oracle.Run("php", ["-n", "-d", $"memory_limit={value}", "-r", "echo ini_get('memory_limit');"]).Output.Trim();
            text = text[(text.LastIndexOf('\n') + 1)..];
            var (real, _, _, _) = Php.Apply(text, Php.BuiltInLimit);
            Assert.True(real is null || text.Length > 0, value);
            var plan = ContainerProcesses.Resolve(
                [Word.Of("php")],
                [Word.Of("-d"), Word.Of($"memory_limit={value}"), Word.Of("app.php")],
                ProgramEnvironment.Empty
            );
            var facts = Php.Evaluate(new PhpInput(plan, null));
            if (facts is null || facts.IsUnlimited != real is null || facts.MemoryLimitBytes != real)
                wrong.Add($"[{value}]: php {text}, facts {facts?.MemoryLimitBytes}");
            // The amount as it reads it, signed.
            string read = Oracle
                .Run(
                    "php",
                    [
                        "-n",
                        "-d",
                        "display_errors=0",
                        "-r",
                        "echo function_exists('ini_parse_quantity') ? ini_parse_quantity($argv[1]) : 'none';",
                        "--",
                        value,
                    ]
                )
                .Output.Trim();
            if (read != "none" && read != PhpQuantity.Parse(value).Bytes.ToString(CultureInfo.InvariantCulture))
                wrong.Add($"[{value}]: php {read}, read {PhpQuantity.Parse(value).Bytes}");
        }
        output.WriteLine($"php: {2 * drawn.Count} asked, {wrong.Count} differ");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private void Compare(string name, string program, string field, string[][] cases, Func<string[], Answer> ask)
    {
        var wrong = new List<string>();
        int unknown = 0;
        var drawn = Questions.Draw(program, cases, Questions.ServerOptions);
        foreach (string[] words in drawn)
        {
            var plan = ContainerProcesses.Resolve([Word.Of(program)], [.. words.Select(w => Word.Of(w))], ProgramEnvironment.Empty);
            var facts = KnownServers.Evaluate(new ServerInput(plan, null, default));
            Assert.Equal(name, facts?.Name);
            var real = ask(words);
            if (facts!.Starts is null)
                unknown++;
            var value = facts.Values.First(v => v.Name == field).Value;
            decimal? bytes = value == FactValue.Unlimited ? 0 : (decimal?)value.Beyond ?? value.Number;
            if (
                (facts.Starts ?? real.Starts) != (real.Starts ?? facts.Starts)
                || (real is { Starts: true, Bytes: { } amount } && bytes != amount)
            )
            {
                wrong.Add(
                    $"[{string.Join("] [", words)}]: {program} {real.Starts} {real.Bytes}, facts {facts.Starts} {facts.Failure?.Kind} {bytes}"
                );
            }
        }
        output.WriteLine($"{program}: {drawn.Count} asked, {wrong.Count} differ, {unknown} left open");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    private string Socket() => Path.Combine(_folder, Guid.NewGuid().ToString("N")[..8]);

    private static RunningServer Start(string program, IEnumerable<string> words)
    {
        var process = Oracle.Start(program, words);
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new RunningServer(process);
    }

    private static bool IsUp(RunningServer server, string socket)
    {
        server.Await("listens or ends", () => File.Exists(socket) || server.HasEnded);
        return File.Exists(socket);
    }

    private static string Ask(RunningServer server, string path, string question, Func<string, bool> isWhole)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.SendTimeout = socket.ReceiveTimeout = (int)CliProcess.Patience.TotalMilliseconds;
        // It is bound before it listens.
        server.Await("takes a connection", () => Connects(server, socket, path));
        try
        {
            socket.Send(Encoding.ASCII.GetBytes(question));
            var reply = new StringBuilder();
            byte[] buffer = new byte[65536];
            while (!isWhole(reply.ToString()))
            {
                int count = socket.Receive(buffer);
                Assert.True(count > 0, $"{server} hung up");
                reply.Append(Encoding.ASCII.GetString(buffer, 0, count));
            }
            return reply.ToString();
        }
        catch (SocketException e)
        {
            Assert.Fail($"{server}: asked {question.Trim()}: {e.Message}");
            throw;
        }
    }

    private static bool Connects(RunningServer server, Socket socket, string path)
    {
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException) when (!server.HasEnded)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^STAT maxbytes (?<bytes>\d+)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex MaxBytes();

    [GeneratedRegex(
        @"^innodb-buffer-pool-size +(?<bytes>\d+)",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.Multiline
    )]
    private static partial Regex PoolSize();

    /// <summary>A server that ends with its use.</summary>
    private sealed class RunningServer(System.Diagnostics.Process process) : IDisposable
    {
        private readonly string _command = $"{process.StartInfo.FileName} {string.Join(' ', process.StartInfo.ArgumentList)}";

        public bool HasEnded => process.HasExited;

        /// <summary>Waits for something; fails the test, with the command, where it does not come.</summary>
        public void Await(string what, Func<bool> hasCome) =>
            Assert.True(SpinWait.SpinUntil(hasCome, CliProcess.Patience), $"{this}: waited {CliProcess.Patience} until it {what}");

        public override string ToString() => _command;

        public void Dispose()
        {
            if (!process.HasExited)
                process.Kill();
            process.WaitForExit(CliProcess.Patience);
            process.Dispose();
        }
    }
}
