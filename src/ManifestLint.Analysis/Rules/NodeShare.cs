using ManifestLint.Evidence;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Manifests;
using ManifestLint.Quantities;
using ManifestLint.Runtimes.Java;

namespace ManifestLint.Rules;

/// <summary>What processes take of the node where nothing limits them: what ML1001 and ML2001 say beside the absence.</summary>
internal static class NodeShare
{
    /// <summary>A statement with what the first container that is known to grow takes; the same statement if none is.</summary>
    public static Statement AddTo(Statement statement, IEnumerable<ContainerFacts> containers) =>
        containers.Where(c => c.MemoryMax.IsUnlimited).Select(Of).FirstOrDefault(text => text is not null) is { } taken
            ? statement with
            {
                Consequence = $"{statement.Consequence}, and {taken}",
            }
            : statement;

    // Only what rests on nothing assumed, as the absence does.
    private static string? Of(ContainerFacts container)
    {
        if (
            container.Jvm is { IsHeapFromNode: true, Certainty: RuntimeCertainty.Exact, Starts: not false } jvm
            && jvm.Evidence != JvmEvidence.Image
        )
        {
            string share =
                jvm.HeapSource?.Word.Origin is TextOrigin.Operator maker ? $"{maker.Name} lets the heap be a share of the node's memory"
                : jvm.HeapOrigin == JvmHeapOrigin.Percentage && jvm.HeapSource is { } by
                    ? $"{WrittenText.Shown(by.Word.Text)} is a share of the node's memory"
                : jvm.HeapOrigin == JvmHeapOrigin.Default ? "the JVM's default heap is a quarter of the node's memory"
                : "the JVM's heap is a share of the node's memory";
            return jvm.MaxHeapBytes is { } heap ? $"{share}, {new ByteSize(heap).ToHuman()}" : share;
        }
        if (container.Server is not { Starts: not false, Certainty: RuntimeCertainty.Exact, Unbounded: { } unbounded } server)
            return null;
        return unbounded.IsFromNode
            ? $"the cache of {server.Label} alone may take half of the node's memory"
            : $"nothing bounds what {server.Label} keeps";
    }
}
