using System.Reflection;

namespace ManifestLint.Benchmarks;

/// <summary>Where the project is.</summary>
internal static class Repository
{
    /// <summary>Its folder, from wherever in it the program was built.</summary>
    public static string Root()
    {
        for (var folder = new DirectoryInfo(Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location)!); ; folder = folder.Parent!)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ManifestLint.sln")))
                return folder.FullName;
        }
    }
}
