using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.ConfigFiles;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes;

/// <summary>
/// Servers of Python and Ruby that are told both how many processes to start and how much memory one may have; without the second there is
/// nothing to multiply (gunicorn, uvicorn, puma and sidekiq have no such setting). Sources: uWSGI docs, Options (processes, reload-on-rss,
/// evil-reload-on-rss and limit-as in MiB; UWSGI_ variables); celery-worker(1) (-c, --autoscale, --max-memory-per-child in KiB); Granian README
/// (--workers, --workers-max-rss in MiB); Odoo docs, Command-line interface (--workers, --limit-memory-hard in bytes); GitLab docs,
/// administration/operations/puma (PUMA_WORKER_MAX_MEMORY in MiB) and the GitLab chart (WORKER_PROCESSES).
/// </summary>
internal static class DeclaredWorkers
{
    private static readonly ImmutableArray<WorkerServer> Table =
    [
        new(
            "uWSGI",
            ["uwsgi"],
            ["--processes", "--workers", "-p"],
            ["UWSGI_PROCESSES", "UWSGI_WORKERS"],
            ["--reload-on-rss", "--evil-reload-on-rss", "--limit-as"],
            ["UWSGI_RELOAD_ON_RSS", "UWSGI_EVIL_RELOAD_ON_RSS", "UWSGI_LIMIT_AS"],
            1 << 20
        )
        {
            IniSection = "uwsgi",
        },
        new("Celery", ["celery"], ["--autoscale", "--concurrency", "-c"], [], ["--max-memory-per-child"], [], 1 << 10)
        {
            Command = "worker",
            // celery/worker/worker.py: cpu_count() of the machine, whatever the cpu limit.
            PerCpu = "--concurrency",
        },
        new("Granian", ["granian"], ["--workers"], ["GRANIAN_WORKERS"], ["--workers-max-rss"], ["GRANIAN_WORKERS_MAX_RSS"], 1 << 20),
        new("Odoo", ["odoo", "odoo-bin"], ["--workers"], [], ["--limit-memory-hard"], [], 1) { IniSection = "options" },
        new("Puma", ["puma"], [], ["WORKER_PROCESSES"], [], ["PUMA_WORKER_MAX_MEMORY"], 1 << 20),
    ];

    // Limits that the kernel keeps (setrlimit); the other options are looked at between two tasks or requests, or every now and then.
    private static readonly string[] Bounds = ["--limit-as", "UWSGI_LIMIT_AS", "--limit-memory-hard", "limit-as", "limit_memory_hard"];

    // What starts another program with the rest of its words.
    private static readonly string[] Runners =
    [
        "python",
        "python3",
        "-m",
        "poetry",
        "pipenv",
        "uv",
        "pdm",
        "run",
        "exec",
        "bundle",
        "ddtrace-run",
        "opentelemetry-instrument",
        "newrelic-admin",
        "run-program",
        "/entrypoint",
        "/docker-entrypoint.sh",
        "/entrypoint.sh",
    ];

    /// <summary>The pools of a container; none where a process or one of its words cannot be known.</summary>
    public static ImmutableArray<WorkerPool> Evaluate(ContainerProgram program)
    {
        var (processes, isWhole) = program.Plan.Processes;
        if (!isWhole)
            return [];
        return [.. processes.Select(p => Read(p, program)).OfType<WorkerPool>()];
    }

    /// <summary>What servers start for each cpu of the node, because nothing tells them how many processes to start.</summary>
    public static IEnumerable<MemoryDemand> OfNode(ContainerProgram program)
    {
        var (processes, isWhole) = program.Plan.Processes;
        if (!isWhole)
            yield break;
        foreach (var process in processes)
        {
            if (Named(process) is not var (server, words) || server.PerCpu is not { } option || process.Arguments.Any(w => !w.IsKnown))
                continue;
            var settings = new Dictionary<string, RuntimeSetting>(StringComparer.Ordinal);
            if (!AddOptions(server, words, program.ReadFile, settings) || RunsThreads(settings))
                continue;
            if (server.CountOptions.Any(settings.ContainsKey) || server.CountVariables.Any(process.Environment.ContainsKey))
                continue;
            var memory = Setting(server.MemoryOptions, server.MemoryVariables, settings, process);
            bool isBounded = memory is not null && Number(memory.Word.Text) is > 0 and var each && each < long.MaxValue / server.Unit;
            string bound = isBounded ? $", each of them up to {memory!.Written ?? memory.Name}" : "";
            yield return new($"the processes of {server.Name}", 0, DemandKind.Default)
            {
                What = $"the processes of {server.Name}",
                Subject = server.Name,
                Reached = "",
                IsMain = false,
                Of = DemandBasis.Node,
                Setting = memory,
                Unbounded = $"{server.Name} starts a process for each cpu of the node{bound}, unless {option} gives their number",
                UnboundedOnNode = $"{server.Name} starts a process for each cpu of the node",
            };
        }
    }

    private static (WorkerServer Server, ImmutableArray<Word> Words)? Named(Process process)
    {
        int at = 0;
        while (at < process.Arguments.Length && process.Arguments[at].IsKnown && Runners.Contains(process.Arguments[at].Text))
            at++;
        string name = at < process.Arguments.Length ? PathText.NameOf(process.Arguments[at].Text) : "";
        if (process.EntrypointUnknown || Table.FirstOrDefault(s => s.Programs.Contains(name)) is not { } server)
            return null;
        var words = process.Arguments[(at + 1)..];
        if (server.Command is not { } command)
            return (server, words);
        int start = words.ToList().FindIndex(w => w.IsKnown && w.Text == command);
        return start < 0 ? null : (server, words[(start + 1)..]);
    }

    private static WorkerPool? Read(Process process, ContainerProgram program)
    {
        if (process.Arguments.Any(w => !w.IsKnown))
            return null;
        int at = 0;
        while (at < process.Arguments.Length && Runners.Contains(process.Arguments[at].Text))
            at++;
        string name = at < process.Arguments.Length ? PathText.NameOf(process.Arguments[at].Text) : "";
        // A variable of one server alone tells what an image runs.
        var server = Table.FirstOrDefault(s => s.Programs.Contains(name))
            ?? (process.EntrypointUnknown ? Table.FirstOrDefault(s => s.MemoryVariables.Any(process.Environment.ContainsKey)) : null);
        if (server is null)
            return null;
        bool isNamed = server.Programs.Contains(name);
        var words = isNamed ? process.Arguments[(at + 1)..] : process.Arguments;
        if (server.Command is { } command)
        {
            int start = words.ToList().FindIndex(w => w.Text == command);
            if (start < 0)
                return null;
            words = words[(start + 1)..];
        }
        var settings = new Dictionary<string, RuntimeSetting>(StringComparer.Ordinal);
        if (!AddOptions(server, words, program.ReadFile, settings) || !AddFiles(server, program, settings) || RunsThreads(settings))
            return null;
        var count = Setting(server.CountOptions, server.CountVariables, settings, process);
        var memory = Setting(server.MemoryOptions, server.MemoryVariables, settings, process);
        if (count is null || memory is null || Number(First(count.Word.Text)) is not (> 0 and <= int.MaxValue and var workers))
            return null;
        if (Number(memory.Word.Text) is not (> 0 and var each) || each > long.MaxValue / server.Unit)
            return null;
        return new WorkerPool(
            server.Name,
            (int)workers,
            count,
            each * server.Unit,
            memory,
            isNamed && process is { EntrypointUnknown: false, IsPassedOn: false } ? RuntimeCertainty.Exact : RuntimeCertainty.Assumed
        )
        {
            IsBound = Bounds.Contains(memory.Name),
        };
    }

    // --option=value, --option value and -cN; a later one wins. False where a file may say something else.
    private static bool AddOptions(
        WorkerServer server,
        ImmutableArray<Word> words,
        Func<string, Word?> readFile,
        Dictionary<string, RuntimeSetting> settings
    )
    {
        for (int i = 0; i < words.Length; i++)
        {
            string text = words[i].Text;
            int equals = text.IndexOf('=', StringComparison.Ordinal);
            string option = equals > 0 && text.StartsWith("--", StringComparison.Ordinal) ? text[..equals] : text;
            if (option == text && text.Length > 2 && text[0] == '-' && text[1] != '-' && char.IsAsciiDigit(text[2]))
                option = text[..2];
            var value =
                option.Length < text.Length
                    ? words[i].Slice(option.Length + (equals > 0 ? 1 : 0), text.Length - option.Length - (equals > 0 ? 1 : 0))
                : i + 1 < words.Length ? words[i + 1]
                : null;
            if (
                server.IniSection is not null
                && (option is "--ini" or "--config" or "-c" || (option == text && text.EndsWith(".ini", StringComparison.Ordinal)))
            )
            {
                string path = text.EndsWith(".ini", StringComparison.Ordinal) && option == text ? text : value?.Text ?? "";
                if (readFile(path) is not { } file || !AddFile(server, file, settings))
                    return false;
            }
            if (value is not null)
            {
                settings[option] = new RuntimeSetting(option, value, value.Origin ?? new TextOrigin.Argument("args"))
                {
                    Written = option.Length < text.Length ? text : $"{option} {value.Text}",
                };
            }
        }
        return true;
    }

    // Odoo's image names its file itself.
    private static bool AddFiles(WorkerServer server, ContainerProgram program, Dictionary<string, RuntimeSetting> settings) =>
        server.Name != "Odoo"
        || settings.ContainsKey("--config")
        || settings.ContainsKey("-c")
        || program.ReadFile("/etc/odoo/odoo.conf") is not { } file
        || AddFile(server, file, settings);

    private static bool AddFile(WorkerServer server, Word file, Dictionary<string, RuntimeSetting> settings)
    {
        foreach (var entry in IniText.Read(file, "#;"))
        {
            if (entry.Section != server.IniSection)
                continue;
            if (entry.Key.StartsWith("if-", StringComparison.Ordinal) || !entry.Value.IsKnown)
                return false;
            settings.TryAdd(
                "--" + entry.Key.Replace('_', '-'),
                new RuntimeSetting(entry.Key, entry.Value, entry.Value.Origin ?? new TextOrigin.MountedFile(null))
                {
                    Written = $"{entry.Key} = {entry.Value.Text}",
                }
            );
        }
        return true;
    }

    // Celery's other pools run threads or greenlets in one process.
    private static bool RunsThreads(Dictionary<string, RuntimeSetting> settings) =>
        (settings.GetValueOrDefault("-P") ?? settings.GetValueOrDefault("--pool")) is { } pool
        && pool.Word.Text is not ("prefork" or "processes");

    private static RuntimeSetting? Setting(
        ImmutableArray<string> options,
        ImmutableArray<string> variables,
        Dictionary<string, RuntimeSetting> settings,
        Process process
    )
    {
        foreach (string option in options)
        {
            if (settings.TryGetValue(option, out var found))
                return found;
        }
        foreach (string variable in variables)
        {
            if (process.Variable(variable) is { } value)
                return value.IsKnown ? new RuntimeSetting(variable, value, new TextOrigin.Variable(variable)) : null;
        }
        return null;
    }

    private static string First(string text) => text.IndexOf(',', StringComparison.Ordinal) is > 0 and var comma ? text[..comma] : text;

    private static long? Number(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    /// <summary>A server and its two settings; an earlier name counts before a later one.</summary>
    /// <param name="Name">For people.</param>
    /// <param name="Programs">Its programs by base name.</param>
    /// <param name="CountOptions">Options with the number of processes.</param>
    /// <param name="CountVariables">Variables with it.</param>
    /// <param name="MemoryOptions">Options with the memory of one.</param>
    /// <param name="MemoryVariables">Variables with it.</param>
    /// <param name="Unit">Bytes that its number counts in.</param>
    private sealed record WorkerServer(
        string Name,
        ImmutableArray<string> Programs,
        ImmutableArray<string> CountOptions,
        ImmutableArray<string> CountVariables,
        ImmutableArray<string> MemoryOptions,
        ImmutableArray<string> MemoryVariables,
        long Unit
    )
    {
        /// <summary>The subcommand that starts processes, or null.</summary>
        public string? Command { get; init; }

        /// <summary>The option that gives their number, where there is one process for each cpu of the node without it; else null.</summary>
        public string? PerCpu { get; init; }

        /// <summary>The section of its settings file, or null where it has none that is read here.</summary>
        public string? IniSection { get; init; }
    }
}
