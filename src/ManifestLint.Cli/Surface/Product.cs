using System.Reflection;

namespace ManifestLint.Cli.Surface;

/// <summary>What this program is.</summary>
internal static class Product
{
    /// <summary>The version without build metadata: <c>0.1.0</c>.</summary>
    public static string Version { get; } = Informational.Split('+')[0];

    /// <summary>The version with the commit it was built from, where that is known: <c>0.1.0+1a2b3c4</c>.</summary>
    public static string Informational =>
        typeof(Product).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0.0.0";
}
