namespace ManifestLint.Benchmarks;

/// <summary>Where the project is.</summary>
internal static class Repository
{
    /// <summary>Its folder, which holds the solution file, from wherever in it the program was built.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ManifestLint.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException("ManifestLint.sln was not found above the program");
    }
}
