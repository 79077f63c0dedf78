using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Runtimes;
using ManifestLint.Servers;

namespace ManifestLint.Explaining;

/// <summary>Explains servers, PHP among them, and the worker processes that a container declares.</summary>
internal static class ExplainedServer
{
    // PHP is shown as servers are, and is none.
    private const string PhpSource = "php-src Zend/zend_ini.c (zend_ini_parse_quantity_internal), main/main.c (OnChangeMemoryLimit)";

    /// <summary>The server's settings; what they come to are demands.</summary>
    public static IEnumerable<ExplainedStep> Of(ServerFacts server)
    {
        yield return new($"{server.Label} and its memory settings", [.. Settings(server)], server.ReadIn ?? PhpSource);
    }

    /// <summary>Worker processes, each with the memory that it may use.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container, WorkerPool pool)
    {
        string count = pool.Count.ToString(CultureInfo.InvariantCulture);
        yield return new(
            $"The processes of {pool.Server}",
            [
                .. ExplainedRuntime.Assumed(pool.Assumption),
                $"at most {count} processes ({pool.CountSource.Name}): {ExplainedRuntime.Setting(pool.CountSource)}",
                $"each may use {ExplainedRuntime.Bytes(pool.BytesEach)} ({pool.MemorySource.Name}): {ExplainedRuntime.Setting(pool.MemorySource)}",
                ExplainedRuntime.Computed("in all", pool.TotalBy),
                .. ExplainedRuntime.ShareOfLimit(container, pool.TotalBytes),
            ],
            pool.TotalBy.Source
        );
    }

    private static IEnumerable<string> Settings(ServerFacts server)
    {
        yield return server.Version is { } version
            ? $"{server.Label} {version} (by {(server.VersionFrom == VersionSource.Configuration ? "the configuration" : "its image")})"
            : $"{server.Label}, of a version that the manifest does not tell";
        foreach (string line in ExplainedRuntime.Assumed(server.Assumption))
            yield return line;
        if (server.Certainty == RuntimeCertainty.Unknown)
        {
            yield return "its memory settings cannot be known from the manifest";
            yield break;
        }
        if (server.Failure is { } failure)
        {
            yield return $"{Written(failure.Setting)}: {ServerText.Reason(failure)}";
            yield return $"it does not start, and ends with exit code {failure.ExitCode.ToString(CultureInfo.InvariantCulture)}";
            yield break;
        }
        var settings = server
            .Sizes.Select(s => s.Setting)
            .Append(server.Source)
            .Append(server.Unbounded?.Setting)
            .OfType<ServerSetting>()
            .Distinct()
            .ToList();
        foreach (var setting in settings)
            yield return Written(setting);
        if (settings.Count == 0)
            yield return "nothing that sets its memory";
        foreach (var misread in server.Misread)
        {
            string end = ServerText.Consequence(server, misread) is { } consequence ? $", so {consequence}" : "";
            var (read, why) = ServerText.Reading(server, misread);
            yield return $"{misread.Setting.Shown} is {read}{(why is null ? "" : $": {why}")}{end}";
        }
        if (server.Unbounded is { } unbounded)
            yield return $"{ServerText.What(server, unbounded)}, so {ServerText.Consequence(unbounded)}";
        if (server.Starts is null)
            yield return "whether it takes all its other options cannot be known";
        foreach (var value in server.Values)
        {
            if (value.Label is not { } label)
                continue;
            if (value.Value.Text is { } text)
                yield return $"{label}: {text}";
            else if (value.Value.Number is { } number)
                yield return $"{label}: {ExplainedRuntime.Bytes(number)}";
        }
    }

    private static string Written(ServerSetting setting) => $"{setting.Shown} from {setting.From}{ExplainedRuntime.At(setting.Value)}";
}
