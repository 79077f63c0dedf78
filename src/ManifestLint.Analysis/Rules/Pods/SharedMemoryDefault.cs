using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Scanning;
using ManifestLint.Yaml;

namespace ManifestLint.Rules.Pods;

/// <summary>ML4003 shared-memory-default.</summary>
public sealed class SharedMemoryDefault() : PodRule("ML4003")
{
    // Where the limit is hardly larger than the default, more shared memory would not help.
    private const long LeastLimit = 256L << 20;

    private const long Gibi = 1L << 30;

    // Smaller databases, and those that nobody sized, have no tables that are worth a parallel plan (min_parallel_table_scan_size, work_mem).
    private const long LeastDatabase = 512L << 20;

    /// <inheritdoc/>
    public override IEnumerable<Finding> Check(PodFacts pod)
    {
        // The host's /dev/shm is its own; a placeholder may be true.
        if (
            pod.AbsenceSaysNothing
            // Operators of databases bring a volume for it.
            || pod.Workload.Operator is not null
            || pod.Workload.Pod.Node.TextAt("hostIPC") is { } ipc && ipc != "false"
            || pod.Workload.Pod.RunsOnWindows
        )
            yield break;
        foreach (var container in pod.Containers)
        {
            var spec = container.Spec;
            if (spec.Type is ContainerType.Init or ContainerType.Ephemeral || spec.Image is not { } text || Placeholder.IsIn(text))
                continue;
            if (container.MemoryMax.Bytes <= LeastLimit || HasSharedMemory(spec))
                continue;
            var (consequence, runs) = container switch
            {
                // Parallel query came with 9.6, and by default with 10 (max_parallel_workers_per_gather).
                { Image: { Row.Program: "postgres", Major: not < 10 } } => (OfPostgres(container, pod), "PostgreSQL"),
                // Images of Puppeteer and Playwright are left out: both start Chrome with --disable-dev-shm-usage.
                { Image.Row.Kind: "browser" } => (OfBrowser(spec), "a browser"),
                { PassesTensors: not null } => (
                    "the tensor-parallel workers, which exchange data through it, fail to start or die with a bus error",
                    "a server of models"
                ),
                { Image.Row.Kind: "torch" } => ("workers of a DataLoader that pass larger batches die with a bus error", "PyTorch"),
                _ => (null, ""),
            };
            bool isSure = container.PassesTensors == RuntimeCertainty.Exact || container.Image is { IsOwn: true };
            if (consequence is null || Texts(spec.Node).Any(t => Placeholder.IsIn(t)))
                continue;
            yield return At(
                spec.Node.Find("image")!.Value.Value,
                spec.Path.Key("image"),
                Statement
                    .Of($"/dev/shm of {Describe.Container(spec)} is the runtime's default of 64 MiB", so: consequence)
                    .If(isSure ? null : Assume.Runtime(new RuntimeAssumption.ImageRuns(runs)))
            ) with
            {
                Container = spec.Name,
                Remedy = Remedy.Told(
                    new Advice($"emptyDir: {{medium: Memory, sizeLimit: {SizeFor(container)}}} mounted at /dev/shm")
                    {
                        Why = container.MemoryMax.Bytes is null ? null : "counts against the memory limit",
                    }
                ),
            };
        }
    }

    // What guides of the programs give: selenium docker-selenium README (--shm-size=2g), vLLM docs/deployment/k8s.md (2Gi); a database needs less. No more than
    // half of the limit, which it counts against.
    private static string SizeFor(ContainerFacts container)
    {
        long limit = container.MemoryMax.Bytes ?? long.MaxValue;
        return container.Image is { Row.Program: "postgres" }
            ? limit < Gibi
                ? "128Mi"
                : "256Mi"
            : limit switch
            {
                < Gibi => "256Mi",
                < 2 * Gibi => "512Mi",
                < 4 * Gibi => "1Gi",
                _ => "2Gi",
            };
    }

    // A placeholder may be the path.
    private static bool HasSharedMemory(ContainerSpec container) =>
        container.VolumeMounts.Any(m => m.MountPath is not { } path || Placeholder.IsIn(path) || path.TrimEnd('/') == "/dev/shm");

    private static string? OfPostgres(ContainerFacts facts, PodFacts pod)
    {
        long size = facts.MemoryMax.Bytes ?? (facts.MemoryRequest.IsKnown ? facts.MemoryRequest.Value.Bytes ?? 0 : 0);
        if (size < LeastDatabase)
            return null;
        var container = facts.Spec;
        // A client, a dump or a migration is no server.
        if (pod.Workload.Manifest.Kind.EndsWith("Job", StringComparison.Ordinal))
            return null;
        List<string> words = [.. Words(container.Node["command"]), .. Words(container.Node["args"])];
        if (
            words.Count > 0
            && words[0] is var first
            && !first.StartsWith('-')
            && PathText.NameOf(first) is not ("postgres" or "docker-entrypoint.sh")
        )
            return null;
        if (
            words.Exists(w =>
                w.Contains("dynamic_shared_memory_type", StringComparison.OrdinalIgnoreCase)
                || w.Replace(" ", "", StringComparison.Ordinal)
                    .EndsWith("max_parallel_workers_per_gather=0", StringComparison.OrdinalIgnoreCase)
            )
        )
            return null;
        return "parallel queries that need more fail with \"could not resize shared memory segment\"";
    }

    private static string? OfBrowser(ContainerSpec container) =>
        Texts(container.Node).Any(t => t.Contains("disable-dev-shm-usage", StringComparison.Ordinal))
            ? null
            : "the browser crashes on pages that need more";

    private static IEnumerable<string> Words(YamlNode? node) =>
        node is YamlSequence list ? list.Items.Select(i => i.Target).OfType<YamlScalar>().Select(s => s.Value) : [];

    private static IEnumerable<string> Texts(YamlMapping container) =>
        Words(container["command"])
            .Concat(Words(container["args"]))
            .Concat(
                container["env"] is YamlSequence env
                    ? env.Items.Select(i => i.Target).OfType<YamlMapping>().Select(e => e.TextAt("value") ?? "")
                    : []
            );
}
