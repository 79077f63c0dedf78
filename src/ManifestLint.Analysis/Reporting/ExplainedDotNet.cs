using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;

namespace ManifestLint.Reporting;

/// <summary>Explains the garbage collector of .NET.</summary>
internal static class ExplainedDotNet
{
    private const string VariableSource =
        "dotnet/runtime src/coreclr/gc/gcconfig.h, src/coreclr/utilcode/clrconfignative (numbers of DOTNET_ variables are hexadecimal)";
    private const string LimitSource = "dotnet/runtime src/coreclr/gc/gc.cpp (compute_hard_limit, compute_memory_settings)";

    /// <summary>Its variables and the hard limit of its heap.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container, DotNetFacts dotNet)
    {
        yield return new(".NET and its variables", [.. Variables(dotNet)], VariableSource);
        if (dotNet.Starts == false || dotNet.Certainty == RuntimeCertainty.Unknown)
            yield break;
        if (dotNet.HeapHardLimitBytes is { } bytes)
            yield return new("The hard limit of the heap", [.. Limit(container, dotNet, bytes)], LimitSource);
        else if (dotNet.IsUnlimited)
            yield return new("The hard limit of the heap", ["none: the heap may grow as far as the container lets it"], LimitSource);
    }

    private static IEnumerable<string> Variables(DotNetFacts dotNet)
    {
        foreach (
            string line in ExplainedRuntime.Head(
                $".NET {dotNet.Version.ToString(CultureInfo.InvariantCulture)}",
                dotNet.VersionFrom,
                dotNet.Certainty
            )
        )
            yield return line;
        if (dotNet.LimitSource is { } source)
            yield return $"{ExplainedRuntime.Setting(source)}{Read(source)}";
        else if (dotNet.Certainty != RuntimeCertainty.Unknown)
            yield return "no variable that limits its heap";
        if (dotNet.IsServerCollector is { } isServer)
        {
            string heaps = dotNet.HeapCount is { } count and > 1 ? $" with {count.ToString(CultureInfo.InvariantCulture)} heaps" : "";
            yield return $"{(isServer ? "server" : "workstation")} collector{heaps}";
        }
        if (dotNet.Starts == false)
            yield return $"it does not start: {dotNet.Failure}";
    }

    private static IEnumerable<string> Limit(ContainerFacts container, DotNetFacts dotNet, long bytes)
    {
        string shown = ExplainedRuntime.Bytes(bytes);
        ulong percent = dotNet is { LimitOrigin: DotNetLimitOrigin.Percent, LimitSource.Word: { IsKnown: true } word }
            ? DotNet.ParseHexadecimal(word.Text) & uint.MaxValue
            : 75;
        bool isSum = container.MemoryMax.Bytes is { } limit && (Int128)limit * percent / 100 == bytes;
        yield return dotNet.LimitOrigin switch
        {
            DotNetLimitOrigin.Bytes => $"hard limit = {shown}",
            DotNetLimitOrigin.Percent when isSum => $"hard limit = {Sum(container, percent)} = {shown}",
            DotNetLimitOrigin.Default when isSum => $"hard limit = {Sum(container, percent)} = {shown}, the collector's own share",
            DotNetLimitOrigin.Default => $"hard limit = 75 % of the memory it sees, at least 20 MiB = {shown}",
            _ => $"hard limit = a share of the memory it sees = {shown}",
        };
        foreach (string line in ExplainedRuntime.ShareOfLimit(container, bytes))
            yield return line;
    }

    private static string Sum(ContainerFacts container, ulong percent) =>
        $"memory limit × {percent.ToString(CultureInfo.InvariantCulture)} ÷ 100 = {ExplainedAmounts.Number(container.MemoryMax.Bytes)} × {percent.ToString(CultureInfo.InvariantCulture)} ÷ 100";

    private static string Read(RuntimeSetting setting) =>
        setting.Word.IsKnown
            ? $": hexadecimal, so {DotNet.ParseHexadecimal(setting.Word.Text).ToString(CultureInfo.InvariantCulture)}"
            : "";
}
