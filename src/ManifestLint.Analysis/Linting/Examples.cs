using ManifestLint.Findings;

namespace ManifestLint.Linting;

/// <summary>Folders that show how what stands elsewhere is used: what both lack is told where it comes from (rules.md rule 1).</summary>
internal static class Examples
{
    private static readonly string[] s_names = ["example", "examples", "sample", "samples"];

    /// <summary>Whether a path leads through a folder of examples.</summary>
    public static bool IsIn(string path)
    {
        foreach (string name in s_names)
        {
            int at = path.IndexOf(name + "/", StringComparison.Ordinal);
            if (at == 0 || (at > 0 && path[at - 1] is '/' or '\\'))
                return true;
        }
        return false;
    }

    /// <summary>What is told outside of such folders, by what copies have in common whatever image they run; empty where none is needed.</summary>
    public static Dictionary<GeneratedCopies.Key, ReportedFinding> Originals(List<GeneratedCopies.Keyed> findings)
    {
        var originals = new Dictionary<GeneratedCopies.Key, ReportedFinding>();
        if (!findings.Exists(f => IsIn(f.File)))
            return originals;
        foreach (var (finding, file, known) in findings)
        {
            if (known is { } key && !IsIn(file))
                originals.TryAdd(key with { Images = "" }, finding);
        }
        return originals;
    }
}
