using System.Collections.Concurrent;
using System.Diagnostics;
using System.Reflection;
using System.Text;
using ManifestLint.Cli.Tests;

namespace ManifestLint.Oracles;

/// <summary>Finds and runs the real programs.</summary>
internal static class Oracle
{
    /// <summary>The JDK that is asked beside <c>java</c>.</summary>
    public const string Java25 = "java-25";

    // Few machines have a second JDK, so this one is never demanded.
    private static readonly string[] Optional = [Java25];

    // Of coreutils.
    private static readonly string[] Always = ["chmod", "chown", "env", "mktemp", "cut", "sha256sum"];

    private static readonly ConcurrentDictionary<string, Lazy<string?>> Found = new(StringComparer.Ordinal);

    /// <summary>True where a missing program is a failure.</summary>
    public static bool IsRequired => IsFull || Environment.GetEnvironmentVariable("ORACLES") == "required";

    /// <summary>True where all questions are asked, instead of a sample.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("ORACLES") == "full";

    /// <summary>
    /// The full path of a program, or null. A name is looked up on PATH, but for these: <c>java-25</c> is <c>bin/java</c> in JAVA25_HOME, else in
    /// a folder <c>/usr/lib/jvm/*25*</c>; <c>kubectl-1.32</c> is what KUBECTL_1_32 names, else the kubectl on PATH where it is that release;
    /// <c>kubectl</c> is the newest of the two that variables name and the one on PATH.
    /// </summary>
    public static string? Find(string program) =>
        Found
            .GetOrAdd(program, static name => new(() =>
                    name switch
                    {
                        Java25 => FindJava25(),
                        "kubectl" => Named("KUBECTL_1_35") ?? OnPath(name) ?? Named("KUBECTL_1_32"),
                        _ when name.StartsWith("kubectl-", StringComparison.Ordinal) => FindKubectl(name["kubectl-".Length..]),
                        _ => OnPath(name),
                    }
                ))
            .Value;

    /// <summary>Why a test that asks these programs is skipped, with every one that is missing; null if it runs.</summary>
    public static string? WhyNot(IEnumerable<string> programs)
    {
        string[] missing =
        [
            .. programs.Where(p => (!IsRequired || Optional.Contains(p)) && Find(p) is null).Select(p => $"{p} is {Where(p)}"),
        ];
        return missing.Length == 0 ? null : string.Join(", ", missing);
    }

    /// <summary>A PATH on which <c>kubectl</c> is the one that is asked, for programs that start it.</summary>
    public static string PathToKubectl => KubectlFolder.Value + Path.PathSeparator + Environment.GetEnvironmentVariable("PATH");

    private static readonly Lazy<string> KubectlFolder = new(() =>
    {
        string link = Path.Join(Directory.CreateDirectory(Path.Join(AppContext.BaseDirectory, "kubectl-asked")).FullName, "kubectl");
        File.Delete(link);
        File.CreateSymbolicLink(link, Required("kubectl"));
        return Path.GetDirectoryName(link)!;
    });

    /// <summary>Runs a program to its end; fails the test where it is missing or does not end.</summary>
    /// <param name="program">The program, as <see cref="Find"/> takes it.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="input">What standard input holds.</param>
    /// <param name="folder">The working folder; empty for that of the tests.</param>
    /// <param name="environment">Variables to set, or to remove where the value is null.</param>
    /// <param name="isBare">True to set no other variables.</param>
    public static (int ExitCode, string Output, string Error) Run(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        string folder = "",
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        bool isBare = false
    )
    {
        using var process = Start(program, arguments, folder, environment, isBare);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.Write(input);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended without reading to the end; its exit code and messages tell why.
        }
        if (!process.WaitForExit(CliProcess.Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {CliProcess.Patience}");
        }
        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Starts a program; fails the test where it is missing. The parameters are those of <see cref="Run"/>.</summary>
    public static Process Start(
        string program,
        IEnumerable<string> arguments,
        string folder = "",
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        bool isBare = false
    )
    {
        var encoding = new UTF8Encoding(false);
        AssertDeclared(program);
        var start = new ProcessStartInfo(Required(program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = encoding,
            StandardOutputEncoding = encoding,
            StandardErrorEncoding = encoding,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        if (isBare)
            start.Environment.Clear();
        foreach (var (name, value) in environment ?? [])
        {
            if (value is null)
                start.Environment.Remove(name);
            else
                start.Environment[name] = value;
        }
        return Launch(start);
    }

    /// <summary>Runs a line of bash, in which <c>$manifestlint</c> is the executable: what only a shell can hand over.</summary>
    public static CliResult Bash(string folder, string line)
    {
        var environment = CliProcess.WithoutTaste.Append(new("manifestlint", CliProcess.Executable)).Append(new("PATH", PathOfBash));
        var (exitCode, output, error) = Run("bash", ["-c", line], folder: folder, environment: environment);
        return new CliResult(exitCode, Encoding.UTF8.GetBytes(output), error);
    }

    private static Process Launch(ProcessStartInfo start)
    {
        lock (Unix.Starting)
            return Process.Start(start)!;
    }

    private static string? PathOfBash => Find("kubectl") is null ? Environment.GetEnvironmentVariable("PATH") : PathToKubectl;

    private static string Required(string program)
    {
        string? path = Find(program);
        Assert.True(path is not null, $"{program} is required, and is {Where(program)}");
        return path!;
    }

    // What a test asks without declaring it would fail it where that is missing. The test is on the stack, but for what a fixture does.
    private static void AssertDeclared(string program)
    {
        var test = new StackTrace()
            .GetFrames()
            .Select(f => f.GetMethod()?.GetCustomAttribute<FactAttribute>())
            .FirstOrDefault(a => a is not null);
        var declared = test switch
        {
            OracleFactAttribute fact => fact.Programs,
            OracleTheoryAttribute theory => theory.Programs,
            null => [program],
            _ => [],
        };
        Assert.True(Always.Contains(program) || declared.Contains(program), $"the test asks {program}, which it does not declare");
    }

    private static string Where(string program) =>
        program switch
        {
            Java25 => "neither in JAVA25_HOME nor in /usr/lib/jvm",
            _ when program.StartsWith("kubectl-", StringComparison.Ordinal) => $"neither {VariableOf(program)} nor on PATH",
            _ => "not on PATH",
        };

    private static string VariableOf(string program) => program.ToUpperInvariant().Replace('-', '_').Replace('.', '_');

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
            .FirstOrDefault(File.Exists);

    private static string? Named(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } file && File.Exists(file) ? Path.GetFullPath(file) : null;

    private static string? FindJava25()
    {
        string? home = Environment.GetEnvironmentVariable("JAVA25_HOME");
        IEnumerable<string> homes =
            home is { Length: > 0 } ? [home]
            : Directory.Exists("/usr/lib/jvm") ? Directory.GetDirectories("/usr/lib/jvm", "*25*").Order(StringComparer.Ordinal)
            : [];
        return homes.Select(h => Path.Combine(h, "bin", "java")).FirstOrDefault(File.Exists);
    }

    private static string? FindKubectl(string release)
    {
        if (Named(VariableOf("kubectl-" + release)) is { } named)
            return named;
        if (OnPath("kubectl") is not { } onPath)
            return null;
        var start = new ProcessStartInfo(onPath, ["version", "--client"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        using var process = Launch(start);
        _ = process.StandardError.ReadToEndAsync();
        string answer = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return answer.Contains($"v{release}.", StringComparison.Ordinal) ? onPath : null;
    }
}
