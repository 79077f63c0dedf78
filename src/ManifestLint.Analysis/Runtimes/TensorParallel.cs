using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Images;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Scanning;

namespace ManifestLint.Runtimes;

/// <summary>Servers of language models that spread one model over several processes, which pass tensors to each other through /dev/shm.
/// Source: vLLM docs/deployment/docker.md, SGLang docs/get_started/install.md (<c>--shm-size</c>), text-generation-inference README (shared memory
/// of NCCL), LMDeploy docs/en/llm/api_server.md (<c>--ipc=host</c>).</summary>
internal static class TensorParallel
{
    /// <param name="Kind">The kind of its images.</param>
    /// <param name="Program">Its program.</param>
    /// <param name="Module">The module of Python that it is.</param>
    /// <param name="Options">The options with the number of processes.</param>
    /// <param name="Variable">The variable with it; null for none.</param>
    private sealed record ModelServer(string Kind, string Program, string Module, ImmutableArray<string> Options, string? Variable = null);

    private static readonly ImmutableArray<ModelServer> Servers =
    [
        new("vllm", "vllm", "vllm.", ["--tensor-parallel-size", "--tensor_parallel_size", "-tp"]),
        new("sglang", "sglang", "sglang.", ["--tensor-parallel-size", "--tp-size", "--tp"]),
        new("text-generation-inference", "text-generation-launcher", "", ["--num-shard"], "NUM_SHARD"),
        new("lmdeploy", "lmdeploy", "lmdeploy.", ["--tp"]),
    ];

    /// <summary>How surely a container runs such a server with more than one process; null if it does not.</summary>
    public static RuntimeCertainty? In(ContainerProgram program, ContainerImage? image)
    {
        var known = image?.Known;
        return program.Plan.Processes.Known.FirstOrDefault(p => Of(p, known) is { } server && Count(server, p) > 1) is not { } found ? null
            : found.IsPassedOn || (found.EntrypointUnknown && known is not { IsOwn: true }) ? RuntimeCertainty.Assumed
            : RuntimeCertainty.Exact;
    }

    private static ModelServer? Of(Process process, ImageMatch? image)
    {
        var words = process.Arguments;
        if (process.EntrypointUnknown && Servers.FirstOrDefault(s => s.Kind == image?.Row.Kind) is { } ofImage)
            return ofImage;
        if (words is not [{ IsKnown: true } first, ..])
            return null;
        string name = PathText.NameOf(first.Text);
        if (Servers.FirstOrDefault(s => s.Program == name) is { } named)
            return named;
        if (KnownImages.ProgramOf(name) != "python")
            return null;
        for (int i = 1; i + 1 < words.Length; i++)
        {
            if (words[i] is { IsKnown: true, Text: "-m" } && words[i + 1] is { IsKnown: true, Text: var module })
                return Servers.FirstOrDefault(s => s.Module.Length > 0 && module.StartsWith(s.Module, StringComparison.Ordinal));
        }
        return null;
    }

    private static int? Count(ModelServer server, Process process)
    {
        var words = process.Arguments;
        for (int i = 0; i < words.Length; i++)
        {
            if (!words[i].IsKnown)
                continue;
            string text = words[i].Text;
            int equals = text.IndexOf('=');
            if (!server.Options.Contains(equals > 0 ? text[..equals] : text))
                continue;
            return equals > 0 ? Number(text[(equals + 1)..])
                : i + 1 < words.Length && words[i + 1].IsKnown ? Number(words[i + 1].Text)
                : null;
        }
        return server.Variable is { } name && process.Variable(name) is { IsKnown: true } value ? Number(value.Text) : null;
    }

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
