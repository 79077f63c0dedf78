namespace ManifestLint.Oracles;

/// <summary>A test that asks a real program. Without it the test is skipped, visibly; with <c>ORACLES=required</c> it fails instead.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OracleFactAttribute : FactAttribute
{
    /// <param name="program">The program's name on PATH.</param>
    public OracleFactAttribute(string program)
    {
        Program = program;
        if (Environment.GetEnvironmentVariable("ORACLES") != "required" && !IsOnPath(program)) Skip = $"{program} is not on PATH";
    }

    /// <summary>The program's name on PATH.</summary>
    public string Program { get; }

    private static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Join(folder, program)) || File.Exists(Path.Join(folder, program + ".exe")));
}
