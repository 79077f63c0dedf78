using System.Collections.Immutable;
using ManifestLint.ConfigFiles;
using ManifestLint.Programs;

namespace ManifestLint.Runtimes.Java;

/// <summary>How a file of an image holds options.</summary>
internal enum JvmFileForm
{
    /// <summary>An option a line, comments from <c>#</c>.</summary>
    Lines,

    /// <summary>The same, some behind the releases for which they count: <c>8-13:-XX:+UseConcMarkSweepGC</c>. A folder stands for its <c>*.options</c>.</summary>
    Releases,

    /// <summary>A script or another language, of which no more is known than whether it speaks of a heap.</summary>
    Opaque,
}

/// <summary>A file from which a start script takes options.</summary>
/// <param name="Path">Where the image has it; a folder ends with a slash.</param>
/// <param name="Form">What stands in it.</param>
internal sealed record JvmImageFile(string Path, JvmFileForm Form);

/// <summary>What volumes put in place of the options that an image ships (runtime-memory.md §6).</summary>
/// <param name="Words">The options of the files that are known.</param>
/// <param name="Replaces">True if a file of the image that sets a heap is not seen any more.</param>
/// <param name="IsUnknown">True if a file cannot be read that may set one.</param>
internal sealed record JvmMountedOptions(ImmutableArray<Word> Words, bool Replaces, bool IsUnknown)
{
    private static readonly ImmutableArray<string> HeapWords =
    [
        "-Xm",
        "RAMPercentage",
        "MaxHeapSize",
        "heap",
        "HEAP",
        "MEM",
        "memory",
        "avaOpts",
        "JAVA_OPTS",
        "JVM_OPTS",
        "maximum.size",
    ];

    /// <summary>Reads the files of a product.</summary>
    public static JvmMountedOptions Read(JvmImage product, JvmInput input, int version)
    {
        var words = ImmutableArray.CreateBuilder<Word>();
        bool replaces = false,
            isUnknown = false;
        foreach (var (path, form) in product.Files)
        {
            if (path.EndsWith('/'))
            {
                var folder = input.ListFiles(path);
                isUnknown |= !folder.IsComplete;
                foreach (
                    string name in folder.Names.Where(n => n.EndsWith(".options", StringComparison.Ordinal)).Order(StringComparer.Ordinal)
                )
                    isUnknown |= !Add(words, input.ReadFile?.Invoke(path + name), form, version);
            }
            else if (input.IsMountedOver(path))
            {
                replaces |= form != JvmFileForm.Opaque;
                isUnknown |= !Add(words, input.ReadFile?.Invoke(path), form, version);
            }
        }
        return new(words.ToImmutable(), replaces, isUnknown);
    }

    // False if the text is not known, or may set a heap in a language that is not read here.
    private static bool Add(ImmutableArray<Word>.Builder words, Word? text, JvmFileForm form, int version)
    {
        if (text is not { IsKnown: true })
            return false;
        if (form == JvmFileForm.Opaque)
            return !HeapWords.Any(text.Text.Contains);
        foreach (var written in ConfigWords.Lines(text))
        {
            var line = ConfigWords.Trim(written);
            if (line.Text.Length == 0 || line.Text[0] == '#')
                continue;
            int start = form == JvmFileForm.Releases ? Start(line.Text, version) : 0;
            if (start >= 0 && line.Text.AsSpan(start).StartsWith("-"))
                words.Add(ConfigWords.Slice(line, start, line.Text.Length));
        }
        return true;
    }

    // 8:-X, 8-:-X and 8-13:-X; where the option begins, or -1 if it is for other releases.
    private static int Start(string line, int version)
    {
        int colon = line.IndexOf(':');
        if (!char.IsAsciiDigit(line[0]) || colon < 0)
            return 0;
        string[] ends = line[..colon].Split('-');
        bool fits =
            int.TryParse(ends[0], out int first)
            && version >= first
            && (ends.Length == 1 ? version == first : ends[1].Length == 0 || (int.TryParse(ends[1], out int last) && version <= last));
        return fits ? colon + 1 : -1;
    }
}
