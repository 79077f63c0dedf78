using System.Globalization;
using ManifestLint.Facts;
using ManifestLint.Facts.Runtimes;
using ManifestLint.Manifests;

namespace ManifestLint.Reporting;

/// <summary>Explains what runtimes and servers make of their container: words, options, heap or cache, share of the limit.</summary>
internal static class ExplainedRuntime
{
    /// <summary>The steps of every runtime that is recognised; none where none is. Of another one to come: a line here and a class of its own.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container) =>
        [
            .. container.Jvm is { } jvm ? ExplainedJvm.Of(container, jvm) : [],
            .. container.NodeJs is { } node ? ExplainedNode.Of(container, node) : [],
            .. container.Go is { } go ? ExplainedGo.Of(container, go) : [],
            .. container.DotNet is { } dotNet ? ExplainedDotNet.Of(container, dotNet) : [],
            .. container.Server is { } server ? ExplainedServer.Of(container, server) : [],
            .. container.Workers.SelectMany(w => ExplainedServer.Of(container, w)),
        ];

    /// <summary>What is known about a runtime's version and settings as a whole.</summary>
    /// <param name="name">The runtime and its version.</param>
    /// <param name="versionFrom">Where the version comes from.</param>
    /// <param name="certainty">How sure the facts are.</param>
    public static IEnumerable<string> Head(string name, string versionFrom, RuntimeCertainty certainty)
    {
        yield return $"{name} ({(versionFrom == "default" ? "assumed" : $"by its {versionFrom}")})";
        if (certainty == RuntimeCertainty.Assumed)
            yield return "this rests on what the image's start script is taken to pass on";
        if (certainty == RuntimeCertainty.Unknown)
            yield return "its memory settings cannot be known from the manifest";
    }

    /// <summary>A setting with its place: <c>GOMEMLIMIT=400MiB (line 12)</c>, <c>--max-old-space-size=300 from env NODE_OPTIONS (line 12)</c>.</summary>
    public static string Setting(RuntimeSetting setting) =>
        setting.From is TextOrigin.Variable variable && variable.Name == setting.Name
            ? $"{setting.Name}={setting.Word.Text}{At(setting.Word)}"
            : $"{setting.Word.Text} from {setting.From}{At(setting.Word)}";

    /// <summary>The share that an amount takes of the container's limit; nothing where there is none.</summary>
    public static IEnumerable<string> ShareOfLimit(ContainerFacts container, long bytes)
    {
        if (container.MemoryMax.Bytes is { } limit && limit > 0)
        {
            yield return $"share of the limit = {ExplainedAmounts.Number(bytes)} ÷ {ExplainedAmounts.Number(limit)} = {ByteSize.Percent(bytes, limit)} %";
        }
    }

    /// <summary>Bytes, and what that is for people: <c>536870912 bytes (512 MiB)</c>.</summary>
    public static string Bytes(long bytes) => $"{ExplainedAmounts.Number(bytes)} bytes ({new ByteSize(bytes).ToHuman()})";

    /// <summary>The line a word is written on, in brackets behind a blank; empty where that is not known.</summary>
    public static string At(Word word) =>
        WordPlace.Of(word) is { } place ? $" (line {place.Start.Line.ToString(CultureInfo.InvariantCulture)})" : "";
}
