using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Reading;
using ManifestLint.Runtimes;

namespace ManifestLint.Explaining;

/// <summary>Explains the garbage collector of .NET.</summary>
internal static class ExplainedDotNet
{
    private const string VariableSource =
        "dotnet/runtime src/coreclr/gc/gcconfig.h, src/coreclr/utilcode/clrconfignative (numbers of DOTNET_ variables are hexadecimal)";
    private const string LimitSource = "dotnet/runtime src/coreclr/gc/gc.cpp (compute_hard_limit, compute_memory_settings)";

    /// <summary>Its variables; the hard limit of its heap is a demand.</summary>
    public static IEnumerable<ExplainedStep> Of(DotNetFacts dotNet)
    {
        yield return new(".NET and its variables", [.. Variables(dotNet)], VariableSource);
        if (dotNet.Starts == false || dotNet.Certainty == RuntimeCertainty.Unknown)
            yield break;
        if (dotNet.IsUnlimited)
            yield return new("The hard limit of the heap", ["none: the heap may grow as far as the container lets it"], LimitSource);
    }

    private static IEnumerable<string> Variables(DotNetFacts dotNet)
    {
        foreach (string line in ExplainedRuntime.Head($".NET {dotNet.Version.ToString(CultureInfo.InvariantCulture)}", dotNet))
            yield return line;
        if (dotNet.LimitSource is { } source)
            yield return $"{ExplainedRuntime.Setting(source)}{Read(dotNet.LimitRead)}";
        else if (dotNet.Certainty != RuntimeCertainty.Unknown)
            yield return "no variable that limits its heap";
        if (dotNet.IsServerCollector is { } isServer)
        {
            string heaps = dotNet.HeapCount is { } count and > 1 ? $" with {count.ToString(CultureInfo.InvariantCulture)} heaps" : "";
            yield return $"{(isServer ? "server" : "workstation")} collector{heaps}";
        }
        foreach (string line in ExplainedRuntime.Failure(dotNet, dotNet.ShownFault))
            yield return line;
    }

    private static string Read(ulong? number) =>
        number is { } read ? $": hexadecimal, so {read.ToString(CultureInfo.InvariantCulture)}" : "";
}
