using System.Collections.Immutable;

namespace ManifestLint.Cli.Files;

/// <summary>One line of a <c>.gitignore</c> file. Source: git v2.50 dir.c (parse_path_pattern, match_basename, match_pathname).</summary>
internal sealed class GitIgnorePattern
{
    // A path has at most 4,096 bytes; a longer pattern is an attack on the matcher's stack.
    private const int LongestPattern = 4096;

    private readonly byte[] _pattern;
    private readonly int _literalLength;
    private readonly bool _foldersOnly;
    private readonly bool _namesOnly;
    private readonly bool _endsWith;

    private GitIgnorePattern(ReadOnlySpan<byte> line)
    {
        IsNegated = line[0] == '!';
        if (IsNegated)
            line = line[1..];
        // From the text as it is: "*a/" is still "ends with a", as in git.
        _endsWith = line.Length > 0 && line[0] == '*' && LiteralLength(line[1..]) == line.Length - 1;
        _foldersOnly = line.Length > 0 && line[^1] == '/';
        if (_foldersOnly)
            line = line[..^1];
        _namesOnly = !line.Contains((byte)'/');
        if (!_namesOnly && line[0] == '/')
            line = line[1..];
        _pattern = line.ToArray();
        _literalLength = LiteralLength(line);
    }

    /// <summary>True for <c>!pattern</c>: what it matches is not ignored after all.</summary>
    public bool IsNegated { get; }

    /// <summary>The patterns of an ignore file, in the order written. Any bytes are accepted.</summary>
    public static ImmutableArray<GitIgnorePattern> Parse(ReadOnlySpan<byte> text)
    {
        if (text.StartsWith("\uFEFF"u8))
            text = text[3..];
        var patterns = ImmutableArray.CreateBuilder<GitIgnorePattern>();
        foreach (Range range in text.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = text[range];
            if (line.IsEmpty || line[0] == '#')
                continue;
            if (line[^1] == '\r')
                line = line[..^1];
            int nul = line.IndexOf((byte)0);
            if (nul >= 0)
                line = line[..nul];
            line = TrimTrailingBlanks(line);
            if (!line.IsEmpty && line.Length <= LongestPattern)
                patterns.Add(new GitIgnorePattern(line));
        }
        return patterns.DrainToImmutable();
    }

    /// <summary>Whether the pattern says anything about a path.</summary>
    /// <param name="path">The path below the ignore file's folder, UTF-8, with slashes.</param>
    /// <param name="name">The last component of <paramref name="path"/>.</param>
    /// <param name="isFolder">True for a folder; a link to one is none.</param>
    /// <param name="ignoreCase">The repository's <c>core.ignorecase</c>.</param>
    public bool Matches(ReadOnlySpan<byte> path, ReadOnlySpan<byte> name, bool isFolder, bool ignoreCase)
    {
        if (_foldersOnly && !isFolder)
            return false;
        if (_namesOnly)
        {
            if (_literalLength == _pattern.Length)
                return Same(_pattern, name, ignoreCase);
            if (_endsWith)
            {
                int length = _pattern.Length - 1;
                return length <= name.Length && Same(_pattern.AsSpan(1), name[(name.Length - length)..], ignoreCase);
            }
            return StartsLiterally(name, ignoreCase)
                && WildMatch.Matches(_pattern.AsSpan(_literalLength), name[_literalLength..], pathName: false, ignoreCase);
        }
        if (!StartsLiterally(path, ignoreCase))
            return false;
        if (_literalLength == _pattern.Length)
            return path.Length == _literalLength;
        return WildMatch.Matches(_pattern.AsSpan(_literalLength), path[_literalLength..], pathName: true, ignoreCase);
    }

    private bool StartsLiterally(ReadOnlySpan<byte> text, bool ignoreCase) =>
        _literalLength <= text.Length && Same(_pattern.AsSpan(0, _literalLength), text[.._literalLength], ignoreCase);

    private static bool Same(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, bool ignoreCase)
    {
        if (!ignoreCase)
            return a.SequenceEqual(b);
        if (a.Length != b.Length)
            return false;
        for (int i = 0; i < a.Length; i++)
        {
            if (a[i] != b[i] && !((a[i] ^ b[i]) == 0x20 && char.IsAsciiLetter((char)a[i])))
                return false;
        }
        return true;
    }

    private static int LiteralLength(ReadOnlySpan<byte> text)
    {
        int special = text.IndexOfAny("*?[\\"u8);
        return special < 0 ? text.Length : special;
    }

    // Blanks at the end count only behind a backslash. Tabs count always.
    private static ReadOnlySpan<byte> TrimTrailingBlanks(ReadOnlySpan<byte> line)
    {
        int blanks = -1;
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] == ' ')
            {
                if (blanks < 0)
                    blanks = i;
                continue;
            }
            if (line[i] == '\\' && ++i == line.Length)
                return line;
            blanks = -1;
        }
        return blanks < 0 ? line : line[..blanks];
    }
}
