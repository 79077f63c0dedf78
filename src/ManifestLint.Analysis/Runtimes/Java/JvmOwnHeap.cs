using System.Collections.Immutable;
using System.Globalization;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>The heap that a start script computes by itself where nobody sets one.</summary>
/// <param name="input">The container.</param>
/// <param name="version">The release of Java.</param>
internal sealed class JvmOwnHeap(JvmInput input, int version)
{
    private const long Mebi = 1L << 20;

    // Null where the roles are not known, and for machine learning above 16 GiB, where the share is of two parts.
    private static Derivation.Share? HeapOfRoles(MemoryBasis of, long memory, ImmutableDictionary<string, Word> environment)
    {
        const string MachineDependent = "elasticsearch distribution/tools/server-cli (MachineDependentHeap)";
        const long Most = 31 * 1024 * Mebi;
        string[] roles = [];
        if (environment.TryGetValue("node.roles", out var written))
        {
            if (!written.IsKnown)
                return null;
            roles = written.Text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        }
        if (roles.Length > 0 && Array.TrueForAll(roles, r => r == "master"))
            return Derivation.Share.Between(of, memory, 60, MachineDependent, most: Most, unit: Mebi);
        if (roles.Contains("ml") && Array.TrueForAll(roles, r => r is "ml" or "remote_cluster_client"))
            return memory > 16 * 1024 * Mebi ? null : Derivation.Share.Between(of, memory, 40, MachineDependent, unit: 4 * Mebi);
        return memory < 1024 * Mebi
            ? Derivation.Share.Between(of, memory, 40, MachineDependent, least: 128 * Mebi, unit: Mebi)
            : Derivation.Share.Between(of, memory, 50, MachineDependent, most: Most, unit: Mebi);
    }

    /// <summary>What a script sizes by itself where no option does.</summary>
    /// <returns>False if that is not known.</returns>
    public bool Add(List<Word> words, JvmImage product, ImmutableDictionary<string, Word> environment)
    {
        if (product.Heap == JvmImageHeap.RedHat)
            return AddRedHat(words, environment);
        if (product.Heap == JvmImageHeap.RedHatBefore)
            return AddRedHatBefore(words, environment);
        if (words.Exists(w => !w.IsKnown) || words.Exists(IsMaxHeap))
            return true;
        switch (product.Heap)
        {
            case JvmImageHeap.None:
                return true;
            case JvmImageHeap.Elasticsearch:
                if (words.Exists(w => w.Text.StartsWith("-Xms", StringComparison.Ordinal)))
                    return true;
                var of = input.Around.MemoryLimit.Value is null ? MemoryBasis.Node : MemoryBasis.Limit;
                if (
                    !input.Around.MemoryLimit.IsKnown
                    || (input.Around.MemoryLimit.Value ?? input.Around.NodeMemoryBytes) is not { } memory
                    || HeapOfRoles(of, memory, environment) is not { } heap
                )
                    return false;
                words.InsertRange(0, [Own("-Xms", heap), Own("-Xmx", heap)]);
                return true;
            case JvmImageHeap.Cassandra:
                if (input.Around.NodeMemoryBytes is not { } node)
                    return false;
                const string Calculated = "cassandra conf/cassandra-env.sh (calculate_heap_sizes)";
                var half = Derivation.Share.Between(MemoryBasis.Node, node, 50, Calculated, most: 1024 * Mebi, unit: Mebi);
                var quarter = Derivation.Share.Between(MemoryBasis.Node, node, 25, Calculated, most: 8192 * Mebi, unit: Mebi);
                var larger = quarter.Bytes >= half.Bytes ? quarter : half;
                words.InsertRange(0, [Own("-Xms", larger), Own("-Xmx", larger)]);
                return true;
            case JvmImageHeap.RunJava:
                return AddRatio(
                    words,
                    environment,
                    version >= 10 ? null
                        : input.Around.MemoryLimit.Value <= 300 * Mebi ? 25
                        : 50
                );
            default:
                return false;
        }
    }

    /// <summary>The options of java-default-options (redhat-openjdk-containers): JAVA_OPTS in place of all of them, even if empty.</summary>
    private static bool AddRedHat(List<Word> words, ImmutableDictionary<string, Word> environment)
    {
        if (environment.ContainsKey("JAVA_OPTS"))
        {
            words.Clear();
            JvmVariableWords.Add(words, new JvmVariable("JAVA_OPTS"), environment);
            return true;
        }
        var share = Word.Of("80.0", JvmVariableWords.DefaultOrigin);
        TextOrigin origin = JvmVariableWords.DefaultOrigin;
        if (environment.TryGetValue("JAVA_MAX_MEM_RATIO", out var given))
        {
            if (
                !given.IsKnown
                || !decimal.TryParse(given.Text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal ratio)
                || ratio is < 0 or > 100
            )
                return false;
            origin = new TextOrigin.Variable("JAVA_MAX_MEM_RATIO");
            // printf %.0f rounds halves to the even number.
            string rounded = decimal.Round(ratio, MidpointRounding.ToEven).ToString("0", CultureInfo.InvariantCulture);
            share = Word.Concat(rounded == given.Text ? given : Word.Of(rounded, origin), Word.Of(".0", origin));
        }
        words.Insert(0, Word.Of("-XX:+UseParallelGC", JvmVariableWords.DefaultOrigin));
        if (share.Text != "0.0")
            words.Insert(0, Word.Concat(Word.Of("-XX:MaxRAMPercentage=", origin), share));
        return true;
    }

    /// <summary>
    /// The options of java-default-options (jboss-openshift/cct_module): a share of the limit, and for the start a share of that, unless JAVA_OPTS gives a
    /// heap; they stand in front of what may say otherwise.
    /// </summary>
    private bool AddRedHatBefore(List<Word> words, ImmutableDictionary<string, Word> environment)
    {
        const string Source =
            "jboss-openshift/cct_module jboss/container/java/jvm/bash/java-default-options (calc_max_memory, calc_init_memory)";
        if (words.Exists(w => !w.IsKnown) || words.Exists(w => w.Text.StartsWith("-Xmx", StringComparison.Ordinal)))
            return true;
        int? max = Percent("JAVA_MAX_MEM_RATIO", 50),
            initial = Percent("JAVA_INITIAL_MEM_RATIO", 25);
        if (max is null || initial is null || !input.Around.MemoryLimit.IsKnown)
            return false;
        if (max == 0 || input.Around.MemoryLimit.Value is not { } limit)
            return true;
        var share = Derivation.Share.Between(MemoryBasis.Limit, limit, max.Value, Source);
        share = share with { Bytes = (share.Bytes + (Mebi / 2)) / Mebi * Mebi, Unit = Mebi };
        words.Insert(0, Own("-Xmx", share));
        // JAVA_MAX_INITIAL_MEM.
        const long MostAtFirst = 4096;
        long first = ((share.Bytes / Mebi * initial.Value) + 50) / 100;
        if (first > 0)
            words.Insert(0, Own(string.Create(CultureInfo.InvariantCulture, $"-Xms{Math.Min(first, MostAtFirst)}m")));
        return true;

        int? Percent(string name, int usual) =>
            !environment.TryGetValue(name, out var given) ? usual
            : given.IsKnown && int.TryParse(given.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int written) && written <= 100
                ? written
            : null;
    }

    private bool AddRatio(List<Word> words, ImmutableDictionary<string, Word> environment, int? usual)
    {
        int? ratio = usual;
        if (environment.TryGetValue("JAVA_MAX_MEM_RATIO", out var given))
        {
            if (
                !given.IsKnown
                || !int.TryParse(given.Text, NumberStyles.None, CultureInfo.InvariantCulture, out int written)
                || written > 1000
            )
                return false;
            ratio = written;
        }
        if (ratio is null or 0)
            return true;
        if (!input.Around.MemoryLimit.IsKnown)
            return false;
        if (input.Around.MemoryLimit.Value is { } limit)
        {
            const string RunJava = "fabric8io-images/run-java-sh fish-pepper/run-java-sh/fp-files/run-java.sh (calc_max_memory)";
            var share = Derivation.Share.Between(MemoryBasis.Limit, limit, ratio.Value, RunJava);
            words.Add(Own("-Xmx", share with { Bytes = (share.Bytes + (Mebi / 2)) / Mebi * Mebi, Unit = Mebi }));
        }
        return true;
    }

    private static Word Own(string text) => Word.Of(text, JvmVariableWords.DefaultOrigin);

    private static Word Own(string option, Derivation size) =>
        Word.Of($"{option}{size.Bytes / Mebi}m", new TextOrigin.ImageDefault { By = size });

    private static bool IsMaxHeap(Word word) =>
        word.Text.StartsWith("-Xmx", StringComparison.Ordinal)
        || word.Text.StartsWith("-XX:MaxHeapSize=", StringComparison.Ordinal)
        || word.Text.StartsWith("-XX:MaxRAMPercentage=", StringComparison.Ordinal);
}
