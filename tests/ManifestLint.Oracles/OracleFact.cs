namespace ManifestLint.Oracles;

/// <summary>
/// A fact that asks a real program. Without the program on PATH it is skipped and says so; with <c>ORACLES=required</c> it runs
/// all the same, and fails.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OracleFactAttribute : FactAttribute
{
    public OracleFactAttribute(string program, bool needsCorpus = false)
    {
        (Program, NeedsCorpus) = (program, needsCorpus);
        if (needsCorpus)
            Skip = ManifestLint.Tests.Corpus.WhyNot;
        if (!Oracle.IsRequired && Oracle.Find(program) is null)
            Skip = $"{program} is not on PATH (ORACLES=required makes this a failure)";
    }

    /// <summary>The program asked.</summary>
    public string Program { get; }

    /// <summary>True if it asks about a folder of real manifests as well.</summary>
    public bool NeedsCorpus { get; }
}

/// <summary>Runs the real programs.</summary>
internal static class Oracle
{
    /// <summary>True where a missing program is a failure.</summary>
    public static bool IsRequired => Environment.GetEnvironmentVariable("ORACLES") == "required";

    /// <summary>The full path of a program on PATH, or null.</summary>
    public static string? Find(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => new[] { Path.Combine(folder, program), Path.Combine(folder, program + ".exe") })
            .FirstOrDefault(File.Exists);

    /// <summary>Runs a program to its end, with a text on its standard input; fails the test where it is missing or takes too long.</summary>
    public static (int ExitCode, string Output, string Error) Run(
        string program,
        IEnumerable<string> arguments,
        string input = "",
        string folder = "",
        int minutes = 2
    )
    {
        var path = Find(program);
        Assert.True(path is not null, $"{program} is required and not on PATH");
        var start = new System.Diagnostics.ProcessStartInfo(path!, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
            WorkingDirectory = folder,
        };
        using var process = System.Diagnostics.Process.Start(start)!;
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
        if (!process.WaitForExit(TimeSpan.FromMinutes(minutes)))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{program} did not end within {minutes} minutes");
        }
        return (process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
