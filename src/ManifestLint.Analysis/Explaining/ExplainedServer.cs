using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Runtimes;
using ManifestLint.Servers;

namespace ManifestLint.Explaining;

/// <summary>Explains servers, PHP among them, and the worker processes that a container declares.</summary>
internal static class ExplainedServer
{
    private const string ShareSource = "the shares that rule ML3401 advises (manifestlint explain ML3401)";

    // PHP is shown as servers are, and is none.
    private const string PhpSource = "php-src Zend/zend_ini.c (zend_ini_parse_quantity_internal), main/main.c (OnChangeMemoryLimit)";

    /// <summary>The server's settings and their shares of the limit.</summary>
    public static IEnumerable<ExplainedStep> Of(ContainerFacts container, ServerFacts server)
    {
        yield return new($"{server.Label} and its memory settings", [.. Settings(server)], KnownServers.SourceOf(server.Name) ?? PhpSource);
        if (server.Certainty == RuntimeCertainty.Unknown || server.Starts == false)
            yield break;
        if (!server.Sizes.IsEmpty)
            yield return new(
                $"What {server.Label} may use, and the limit",
                [.. server.Sizes.SelectMany(s => Share(container, server, s))],
                ShareSource
            );
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
            ? $"{server.Label} {version} (by its image)"
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
            yield return $"{misread.Setting.Written} is read as {ServerText.Reading(server, misread)}{end}";
        }
        if (server.Unbounded is { } unbounded)
            yield return $"{ServerText.What(server, unbounded)}, so {ServerText.Consequence(unbounded)}";
        if (server.Starts is null)
            yield return "whether it takes all its other options cannot be known";
        foreach (var (name, value) in server.Values)
        {
            if (value.Text is { } text)
                yield return $"{Label(name)}: {text}";
            else if (value.Number is { } number)
                yield return $"{Label(name)}: {ExplainedRuntime.Bytes(number)}";
        }
    }

    // sharedBuffersBytes, as inspect's JSON has it, is "shared buffers" for people.
    private static string Label(string name)
    {
        string plain = name.EndsWith("Bytes", StringComparison.Ordinal) ? name[..^"Bytes".Length] : name;
        return string.Concat(plain.Select(c => char.IsAsciiLetterUpper(c) ? $" {char.ToLowerInvariant(c)}" : c.ToString()));
    }

    private static string Written(ServerSetting setting) => $"{setting.Written} from {setting.From}{ExplainedRuntime.At(setting.Value)}";

    private static IEnumerable<string> Share(ContainerFacts container, ServerFacts server, ServerSize size)
    {
        string name = size.Kind == ServerSizeKind.Sessions ? "in all" : size.Setting?.Written ?? $"{server.Label}'s default {size.Name}";
        yield return size.By is { } by ? ExplainedRuntime.Computed(name, by) : $"{name} = {ExplainedRuntime.Bytes(size.Bytes)}";
        foreach (string line in ExplainedRuntime.ShareOfLimit(container, size.Bytes))
            yield return line;
        var budget = size.Budget;
        yield return budget.WarnAbove >= 100
            ? $"beyond the limit: {budget.Consequence}"
            : $"at most {budget.WarnAbove.ToString(CultureInfo.InvariantCulture)} % advised{(budget.Where is { } where ? $" {where}" : "")}; the rest is for {budget.Beside}";
        if (budget.ErrorFrom is { } percent)
            yield return $"from {percent.ToString(CultureInfo.InvariantCulture)} % on: {budget.Consequence}{(size.Setting is null ? "; a default is a note below that, a warning from there on" : "")}";
    }
}
