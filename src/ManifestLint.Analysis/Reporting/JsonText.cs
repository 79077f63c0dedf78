using System.Text.Encodings.Web;
using System.Text.Json;
using ManifestLint.Cluster;
using ManifestLint.Findings;

namespace ManifestLint.Reporting;

/// <summary>What the JSON formats share.</summary>
internal static class JsonText
{
    // Written out to the stream once so many bytes wait, so that a report of a million findings needs no memory.
    private const int FlushAt = 1 << 16;

    /// <summary>A list of texts.</summary>
    public static void WriteTexts(this Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (string text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }

    /// <summary>A writer that escapes what JSON must and what nobody sees: the default writes <c>'</c> as <c>\u0027</c>.</summary>
    public static Utf8JsonWriter Open(Stream output) =>
        new(new SeenStream(output), new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });

    /// <summary>Ends the text with a line break.</summary>
    public static void Close(Utf8JsonWriter json, Stream output)
    {
        json.Flush();
        output.WriteByte((byte)'\n');
        output.Flush();
    }

    /// <summary>Hands on what has gathered.</summary>
    public static void FlushSometimes(this Utf8JsonWriter json)
    {
        if (json.BytesPending >= FlushAt)
            json.Flush();
    }

    /// <summary>What was not looked into.</summary>
    public static void WriteSkipped(this Utf8JsonWriter json, IEnumerable<SkippedFile> skipped)
    {
        json.WriteStartArray("skipped");
        foreach (var file in skipped)
        {
            json.WriteStartObject();
            json.WriteString("file", file.File);
            json.WriteInteger("line", file.Line);
            json.WriteString("reason", file.Reason);
            json.WriteEndObject();
            json.FlushSometimes();
        }
        json.WriteEndArray();
    }

    /// <summary>A string, or null.</summary>
    public static void WriteText(this Utf8JsonWriter json, string name, string? value)
    {
        if (value is null)
            json.WriteNull(name);
        else
            json.WriteString(name, value);
    }

    /// <summary>An integer, or null.</summary>
    public static void WriteInteger(this Utf8JsonWriter json, string name, long? value)
    {
        if (value is { } known)
            json.WriteNumber(name, known);
        else
            json.WriteNull(name);
    }

    /// <summary>The <c>assumptions</c> of a pod or finding: what differs from those of the run; nothing where nothing does.</summary>
    public static void WriteAssumptions(this Utf8JsonWriter json, string? version, long? memory, long? cpu, int? java)
    {
        if (version is null && memory is null && cpu is null && java is null)
            return;
        json.WriteStartObject("assumptions");
        if (version is not null)
            json.WriteString("kubernetesVersion", version);
        if (memory is { } bytes)
            json.WriteNumber("nodeMemoryBytes", bytes);
        if (cpu is { } millicores)
            json.WriteNumber("nodeCpuMillicores", millicores);
        if (java is { } release)
            json.WriteNumber("javaVersion", release);
        json.WriteEndObject();
    }

    /// <summary>The <c>assumptions</c> of contracts.md C3, C4.</summary>
    public static void WriteAssumptions(this Utf8JsonWriter json, Assumptions assumptions)
    {
        json.WriteStartObject("assumptions");
        json.WriteString("kubernetesVersion", assumptions.KubernetesVersion.ToString());
        json.WriteNumber("nodeMemoryBytes", assumptions.NodeMemoryBytes);
        json.WriteNumber("nodeCpuMillicores", assumptions.NodeCpuMillicores);
        json.WriteNumber("javaVersion", assumptions.JavaVersion);
        json.WriteEndObject();
    }
}
