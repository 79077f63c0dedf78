using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Evidence;
using ManifestLint.Programs;

namespace ManifestLint.Servers;

/// <summary>What the start scripts of sclorg's databases make of their variables and of the limit. Source: sclorg/postgresql-container
/// src/root/usr/share/container-scripts/postgresql/common.sh, sclorg/mysql-container root/usr/share/container-scripts/mysql/common.sh;
/// runtime-memory.md §6.4.</summary>
internal static class Sclorg
{
    private const long Mebi = 1 << 20;

    /// <summary>An option with the value of a variable, or with the script's own; none where neither is known.</summary>
    /// <param name="process">The process.</param>
    /// <param name="prefix">The option up to its value: <c>--shared_buffers=</c>.</param>
    /// <param name="variable">The variable; an empty one counts as unset.</param>
    /// <param name="otherwise">The script's own value; null where it sets none.</param>
    public static Word? Option(ServerProcess process, string prefix, string variable, Word? otherwise = null) =>
        process.Process.Variable(variable) is { } value && (!value.IsKnown || value.Text.Length > 0) ? Word.Concat(Word.Of(prefix), value)
        : otherwise is null ? null
        : Word.Concat(Word.Of(prefix), otherwise);

    /// <summary>A share of the limit in whole MiB, or a fixed amount where there is none; null if the limit is not known.</summary>
    /// <param name="process">The process.</param>
    /// <param name="percent">The share.</param>
    /// <param name="unit">The server's word for MiB.</param>
    /// <param name="unlimited">The amount without a limit.</param>
    /// <param name="source">The script.</param>
    public static Word? Share(ServerProcess process, int percent, string unit, string unlimited, string source)
    {
        var limit = process.Input.Around.MemoryLimit;
        if (!limit.IsKnown)
            return null;
        if (limit.Value is not { } bytes)
            return Word.Of(unlimited, new TextOrigin.ImageDefault());
        var by = Derivation.Share.Between(MemoryBasis.Limit, bytes, percent, source, unit: Mebi);
        return Word.Of($"{by.Bytes / Mebi}{unit}", new TextOrigin.ImageDefault { By = by });
    }

    /// <summary>The options that are known, in order.</summary>
    public static ImmutableArray<Word> Options(params ReadOnlySpan<Word?> options)
    {
        var words = ImmutableArray.CreateBuilder<Word>();
        foreach (var option in options)
        {
            if (option is not null)
                words.Add(option);
        }
        return words.ToImmutable();
    }
}
