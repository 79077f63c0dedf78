using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using ManifestLint.Cli.Tests;
using ManifestLint.Tests;

namespace ManifestLint.Oracles;

/// <summary>Finds and runs the real programs.</summary>
internal static partial class Oracle
{
    /// <summary>The JDK that is asked beside <c>java</c>.</summary>
    public const string Java25 = "java-25";

    /// <summary>The inputs of the YAML test suite: a folder.</summary>
    public const string YamlTestSuite = "YAML_TEST_SUITE";

    /// <summary>The schemas of CycloneDX: a folder.</summary>
    public const string CycloneDx = "CYCLONEDX";

    /// <summary>A Python that has Debian's python3-jsonschema.</summary>
    public const string PythonJsonSchema = "python3-jsonschema";

    /// <summary>A build of the project from its sources, half a minute of a processor each: only where ORACLES asks for all that can be asked.</summary>
    public const string NewBuild = "a new build";

    /// <summary>Real manifests: a folder.</summary>
    public const string RealManifests = "MANIFESTLINT_CORPUS";

    // Few machines have a second JDK, so this one is never demanded.
    private static readonly string[] Optional = [Java25];

    // A kubectl below this one takes other options and composes other objects.
    private const int OldestMinor = 32;

    // What `.ci/run` installs.
    private static readonly string Tools = Path.Join(VectorFiles.RepositoryRoot(), "artifacts", "tools");

    // Of coreutils.
    private static readonly string[] Always = ["chmod", "chown", "env", "mktemp", "cut", "sha256sum", "sleep"];

    private static readonly ConcurrentDictionary<string, Lazy<string?>> Found = new(StringComparer.Ordinal);

    /// <summary>True where a missing program is a failure.</summary>
    public static bool IsRequired => IsFull || Environment.GetEnvironmentVariable("ORACLES") == "required";

    /// <summary>True where all questions are asked, instead of a sample.</summary>
    public static bool IsFull => Environment.GetEnvironmentVariable("ORACLES") == "full";

    /// <summary>
    /// The full path of what a test asks, or null. A program is looked up on PATH, then where <c>.ci/run</c> and Debian put some, but for these: <c>java-25</c> is <c>bin/java</c> in
    /// JAVA25_HOME, else in a folder <c>/usr/lib/jvm/*25*</c>; <c>kubectl-1.32</c> is what KUBECTL_1_32 names, else what <c>.ci/run</c> installed,
    /// else the kubectl on PATH where it is that release, and <c>kubectl-1.35</c> likewise; <c>kubectl</c> is the first of <c>kubectl-1.35</c>, the
    /// kubectl on PATH where it is no older than 1.32, and <c>kubectl-1.32</c>. <see cref="YamlTestSuite"/> is the folder that the variable names,
    /// else what <c>.ci/run</c> installed.
    /// </summary>
    public static string? Find(string asked) =>
        Found
            .GetOrAdd(asked, static name => new(() =>
                    name switch
                    {
                        Java25 => FindJava25(),
                        YamlTestSuite => FindSuite(),
                        CycloneDx => new[] { Path.Join(Tools, "cyclonedx", "package", "res", "schema") }.FirstOrDefault(Directory.Exists),
                        PythonJsonSchema => FindPython("jsonschema"),
                        "kubectl" => Find("kubectl-1.35") ?? OnPath(name, m => m >= OldestMinor) ?? Find("kubectl-1.32"),
                        _ when MinorOf(name) is { } minor => FindKubectl(minor),
                        _ => OnPath(name),
                    }
                ))
            .Value;

    /// <summary>Why a test that asks these is skipped, with everything that is missing; null if it runs.</summary>
    /// <param name="asked">Programs and folders, each as <see cref="Find"/> takes it, or <see cref="RealManifests"/>.</param>
    public static string? WhyNot(IEnumerable<string> asked)
    {
        string[] missing = [.. asked.Select(WhyNot).OfType<string>()];
        return missing.Length == 0 ? null : string.Join(", ", missing);
    }

    private static string? WhyNot(string asked) =>
        asked == RealManifests ? Corpus.WhyNot
        : asked == NewBuild ? (IsRequired ? null : "it builds the project anew (ORACLES=required asks for that)")
        : (IsRequired && !Optional.Contains(asked)) || Find(asked) is not null ? null
        : $"{asked} {Missing(asked)}";

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
    /// <param name="patience">When to give up on it; null for <see cref="CliProcess.Patience"/>.</param>
    public static (int ExitCode, string Output, string Error) Run(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        string folder = "",
        IEnumerable<KeyValuePair<string, string?>>? environment = null,
        bool isBare = false,
        TimeSpan? patience = null
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
        var limit = patience ?? CliProcess.Patience;
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} {string.Join(' ', process.StartInfo.ArgumentList)} did not end within {limit}");
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

    /// <summary>What <see cref="Find"/> finds; fails the test where that is nothing.</summary>
    public static string Required(string asked)
    {
        string? path = Find(asked);
        Assert.True(path is not null, $"{asked} is required, and {Missing(asked)}");
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

    // Goes on behind the name.
    private static string Missing(string asked) =>
        asked switch
        {
            Java25 => "is neither in JAVA25_HOME nor in /usr/lib/jvm",
            YamlTestSuite => "names no folder",
            CycloneDx => "is not in artifacts/tools (.ci/run)",
            PythonJsonSchema => "is not installed",
            "kubectl" => $"is not on PATH in release 1.{OldestMinor} or later, nor named by KUBECTL_1_35 or KUBECTL_1_32",
            _ when MinorOf(asked) is not null => $"is neither {VariableOf(asked)} nor on PATH",
            _ => "is not on PATH",
        };

    // Of kubectl-1.35: 35.
    private static int? MinorOf(string program) =>
        program.StartsWith("kubectl-1.", StringComparison.Ordinal)
        && int.TryParse(program["kubectl-1.".Length..], CultureInfo.InvariantCulture, out int minor)
            ? minor
            : null;

    private static string VariableOf(string program) => program.ToUpperInvariant().Replace('-', '_').Replace('.', '_');

    private static string? OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Concat(BesidePath.Value)
            .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
            .FirstOrDefault(File.Exists);

    // What `.ci/run` installed; servers, which are not on everybody's PATH; and PostgreSQL, of which Debian keeps each release in a folder of its own.
    private static readonly Lazy<string[]> BesidePath = new(() =>
        [
            Path.Join(Tools, "npm", "node_modules", ".bin"),
            "/usr/sbin",
            .. Directory.Exists("/usr/lib/postgresql")
                ? Directory.GetDirectories("/usr/lib/postgresql").OrderDescending(StringComparer.Ordinal).Select(d => Path.Join(d, "bin"))
                : [],
        ]
    );

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

    // Debian's packages are those of its own Python, which need not be the first on PATH.
    private static string? FindPython(string module)
    {
        foreach (string python in new[] { OnPath("python3"), "/usr/bin/python3" }.OfType<string>().Where(File.Exists))
        {
            using var process = Launch(new ProcessStartInfo(python, ["-c", $"import {module}"]) { RedirectStandardError = true });
            _ = process.StandardError.ReadToEndAsync();
            if (process.WaitForExit(CliProcess.Patience) && process.ExitCode == 0)
                return python;
        }
        return null;
    }

    private static string? FindSuite()
    {
        string?[] folders = [Environment.GetEnvironmentVariable(YamlTestSuite), Path.Join(Tools, "yaml-test-suite", "package")];
        return folders.FirstOrDefault(f => f is { Length: > 0 } && Directory.Exists(f));
    }

    private static string? FindKubectl(int minor)
    {
        string installed = Path.Join(Tools, $"kubectl-1.{minor}", "kubectl", "kubectl");
        return Named($"KUBECTL_1_{minor}") ?? (File.Exists(installed) ? installed : OnPath("kubectl", m => m == minor));
    }

    private static string? OnPath(string kubectl, Func<int, bool> isWanted)
    {
        if (OnPath(kubectl) is not { } found)
            return null;
        using var process = Launch(
            new ProcessStartInfo(found, ["version", "--client"])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                UseShellExecute = false,
            }
        );
        _ = process.StandardError.ReadToEndAsync();
        var answer = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(CliProcess.Patience))
        {
            process.Kill(entireProcessTree: true);
            return null;
        }
        return ClientMinor(answer.GetAwaiter().GetResult()) is { } minor && isWanted(minor) ? found : null;
    }

    /// <summary>The minor release that <c>kubectl version --client</c> prints, in the form of any release; null if it prints none.</summary>
    internal static int? ClientMinor(string answer) =>
        Release().Match(answer) is { Success: true } match ? int.Parse(match.Groups["minor"].Value, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex(@"^Client Version:.*?\bv1\.(?<minor>\d{1,4})\.", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Release();
}
