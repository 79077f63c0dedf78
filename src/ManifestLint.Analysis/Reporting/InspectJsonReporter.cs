using System.Collections.Immutable;
using System.Text.Json;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Evidence;
using ManifestLint.Findings;
using ManifestLint.Inspection;
using ManifestLint.Manifests;
using ManifestLint.Yaml;

namespace ManifestLint.Reporting;

/// <summary>
/// The facts of pods for programs: <c>manifestlint-inspect/1</c> (contracts.md C3, schemas/manifestlint-inspect.schema.json). Streamed.
/// </summary>
public static class InspectJsonReporter
{
    /// <summary>Writes one JSON object and a line break.</summary>
    /// <param name="pods">The pods, by file and position.</param>
    /// <param name="skipped">What was skipped.</param>
    /// <param name="assumptions">What was assumed.</param>
    /// <param name="output">Receives UTF-8 without a byte-order mark; stays open.</param>
    public static void Write(IEnumerable<PodReport> pods, ImmutableArray<SkippedFile> skipped, Assumptions assumptions, Stream output)
    {
        using var json = JsonText.Open(output);
        json.WriteStartObject();
        json.WriteString("format", "manifestlint-inspect/1");
        json.WriteAssumptions(assumptions);
        json.WriteStartArray("pods");
        foreach (var pod in pods)
        {
            WritePod(json, pod, assumptions);
            json.FlushSometimes();
        }
        json.WriteEndArray();
        json.WriteSkipped(skipped);
        json.WriteEndObject();
        JsonText.Close(json, output);
    }

    /// <summary>The public name of a container's role.</summary>
    public static string Word(ContainerType type) =>
        type switch
        {
            ContainerType.Sidecar => "sidecar",
            ContainerType.Init => "init",
            ContainerType.Ephemeral => "ephemeral",
            _ => "app",
        };

    /// <summary>The public name of an origin.</summary>
    public static string Word(TextOrigin? origin) =>
        origin switch
        {
            null => "none",
            TextOrigin.Resources => "declared",
            TextOrigin.AmountOf { Which: OtherAmount.PodLimit } => "podLevel",
            TextOrigin.AmountOf => "limit",
            TextOrigin.LimitRangeDefault => "limitRange",
            TextOrigin.Operator => "operator",
            _ => "unknown",
        };

    private static void WritePod(Utf8JsonWriter json, PodReport pod, Assumptions ofRun)
    {
        json.WriteStartObject();
        json.WriteString("file", pod.File);
        json.WriteNumber("line", pod.Line);
        json.WriteNumber("column", pod.Column);
        if (pod.Assumptions.DifferenceTo(ofRun) is { } own)
            json.WriteAssumptions(own.Kubernetes?.ToString(), own.Memory, own.Cpu, own.Java);
        json.WriteString("apiVersion", pod.ApiVersion);
        json.WriteString("kind", pod.Kind);
        json.WriteText("name", pod.Name);
        json.WriteText("namespace", pod.Namespace);
        json.WriteTexts("overlays", pod.Overlays);
        json.WriteString("podPath", pod.PodPath);
        json.WriteInteger("replicas", pod.Replicas);
        json.WriteBoolean("partial", pod.IsPartial);
        json.WriteText("qosClass", pod.Qos?.ToString());
        json.WriteText("qosClassComputed", pod.QosComputed?.ToString());
        json.WriteStartArray("qosBlockers");
        foreach (var blocker in pod.QosBlockers)
        {
            json.WriteStartObject();
            json.WriteText("container", blocker.Container);
            json.WriteString("resource", blocker.Resource);
            json.WriteString("reason", blocker.Reason);
            WritePlace(json, blocker.Place);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        WriteAmounts(json, "requests", pod.Requests);
        WriteAmounts(json, "limits", pod.Limits);
        WriteValue(json, "memoryMaxBytes", pod.MemoryMaxBytes);
        json.WriteStartArray("containers");
        foreach (var container in pod.Containers)
            WriteContainer(json, container);
        json.WriteEndArray();
        json.WriteStartArray("volumes");
        foreach (var volume in pod.Volumes)
        {
            json.WriteStartObject();
            json.WriteText("name", volume.Name);
            json.WriteString("medium", "Memory");
            json.WriteInteger("tmpfsBytes", volume.TmpfsBytes);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteContainer(Utf8JsonWriter json, ContainerReport container)
    {
        json.WriteStartObject();
        json.WriteText("name", container.Name);
        json.WriteString("type", Word(container.Type));
        WritePlace(json, container.Place);
        WriteAmounts(json, "requests", container.Requests);
        WriteAmounts(json, "limits", container.Limits);
        WriteValue(json, "memoryMaxBytes", container.MemoryMaxBytes);
        json.WriteStartObject("origin");
        json.WriteString("memoryRequest", Word(container.Origins.MemoryRequest));
        json.WriteString("memoryLimit", Word(container.Origins.MemoryLimit));
        json.WriteString("cpuRequest", Word(container.Origins.CpuRequest));
        json.WriteString("cpuLimit", Word(container.Origins.CpuLimit));
        json.WriteEndObject();
        json.WriteInteger("oomScoreAdj", container.OomScoreAdj);
        WriteRuntime(json, container.Runtime);
        WriteBudget(json, container.Budget);
        if (!container.OnNode.IsEmpty)
            json.WriteTexts("onAssumedNode", container.OnNode);
        json.WriteStartArray("programs");
        foreach (var program in container.Programs)
        {
            json.WriteStartObject();
            WriteFields(json, program.Runtime);
            WriteBudget(json, program.Budget);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (container.History is { } history)
            WriteHistory(json, history);
        if (container.Injector is not null)
            json.WriteBoolean("injected", true);
        if (container.Source is { } source)
            WriteSource(json, source);
        json.WriteEndObject();
    }

    private static void WriteRuntime(Utf8JsonWriter json, RuntimeReport? runtime)
    {
        if (runtime is null)
        {
            json.WriteNull("runtime");
            return;
        }
        json.WriteStartObject("runtime");
        WriteFields(json, runtime);
        json.WriteEndObject();
    }

    private static void WriteFields(Utf8JsonWriter json, RuntimeReport runtime)
    {
        json.WriteString("name", runtime.Name);
        json.WriteText("version", runtime.Version);
        json.WriteText(
            "versionFrom",
            runtime.VersionFrom == VersionSource.Configuration.Text() ? VersionSource.Option.Text() : runtime.VersionFrom
        );
        json.WriteString("certainty", runtime.Certainty);
        WriteValue(json, "starts", new FactValue(null, null, runtime.Starts));
        json.WriteText("failure", runtime.Failure);
        foreach (var (name, value) in runtime.Values)
            WriteValue(json, name, value);
        if (runtime.Source is { } source)
            WriteSource(json, source);
        else
            json.WriteNull("source");
    }

    private static void WriteSource(Utf8JsonWriter json, ReportedSetting source)
    {
        json.WriteStartObject("source");
        json.WriteString("text", source.Text);
        json.WriteString("from", source.From);
        WritePlace(json, source.Place);
        json.WriteEndObject();
    }

    // Each names its file, which may be another one than the pod's: a ConfigMap, a Namespace.
    private static void WritePlace(Utf8JsonWriter json, Place place)
    {
        json.WriteString("file", place.Source.Path);
        json.WriteNumber("line", place.Start.Line);
        json.WriteNumber("column", place.Start.Column);
    }

    private static void WriteBudget(Utf8JsonWriter json, BudgetReport? budget)
    {
        if (budget is null)
        {
            json.WriteNull("budget");
            return;
        }
        json.WriteStartObject("budget");
        json.WriteStartArray("lines");
        foreach (var line in budget.Lines)
        {
            json.WriteStartObject();
            json.WriteString("what", line.What);
            json.WriteNumber("bytes", line.Bytes);
            json.WriteString("kind", line.IsCap ? "cap" : "estimate");
            json.WriteString("from", line.From);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteInteger("capBytes", budget.CapBytes);
        json.WriteInteger("estimateBytes", budget.EstimateBytes);
        json.WriteInteger("headroomBytes", budget.HeadroomBytes);
        json.WriteEndObject();
    }

    private static void WriteHistory(Utf8JsonWriter json, ContainerHistory history)
    {
        json.WriteInteger("restarts", history.Restarts);
        if (!history.HasEnded)
        {
            json.WriteNull("lastState");
            return;
        }
        json.WriteStartObject("lastState");
        json.WriteText("reason", history.Reason);
        json.WriteInteger("exitCode", history.ExitCode);
        json.WriteEndObject();
    }

    private static void WriteAmounts(Utf8JsonWriter json, string name, ReportedAmounts amounts)
    {
        json.WriteStartObject(name);
        WriteValue(json, "memoryBytes", amounts.MemoryBytes);
        WriteValue(json, "cpuMillicores", amounts.CpuMillicores);
        json.WriteEndObject();
    }

    private static void WriteValue(Utf8JsonWriter json, string name, FactValue value)
    {
        if (value.Flag is { } flag)
            json.WriteBoolean(name, flag);
        else if (value.Text is { } text)
            json.WriteString(name, text);
        else if (value.Beyond is { } wide)
            json.WriteNumber(name, wide);
        else
            json.WriteInteger(name, value.Number);
    }
}
