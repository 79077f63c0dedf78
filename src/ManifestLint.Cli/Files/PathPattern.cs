using System.Text;

namespace ManifestLint.Cli.Files;

/// <summary>
/// A path with <c>* ? [ {</c> that the shell did not expand. <c>*</c> and <c>?</c> stay within a folder, <c>**</c> crosses folders,
/// <c>{a,b}</c> stands for either. The search behind it is that of a folder: what git ignores and hidden folders stay out.
/// </summary>
internal sealed class PathPattern
{
    private const int MostAlternatives = 1000;

    private readonly byte[] _rest;
    private readonly byte[][] _segments;

    private PathPattern(string folder, string rest)
    {
        Folder = folder;
        Rest = rest;
        _rest = Encoding.UTF8.GetBytes(rest);
        _segments = [.. rest.Split('/').Select(Encoding.UTF8.GetBytes)];
        IsForAnyExtension = rest.Split('/')[^1] is not ("*" or "**" or "");
    }

    /// <summary>The folder that the search starts in: the leading part without special characters. Empty is the current folder.</summary>
    public string Folder { get; }

    /// <summary>The pattern below <see cref="Folder"/>; empty if there is none, and <see cref="Folder"/> is a plain path.</summary>
    public string Rest { get; }

    /// <summary>False for a pattern that ends in a bare <c>*</c> or <c>**</c>: it means manifests, not every file.</summary>
    public bool IsForAnyExtension { get; }

    /// <summary>Whether a path that does not exist is to be read as a pattern.</summary>
    public static bool IsPattern(string path) => path.AsSpan().IndexOfAny("*?[{") >= 0;

    /// <summary>The patterns that a path stands for: one for each alternative of its braces.</summary>
    public static IEnumerable<PathPattern> Parse(string path)
    {
        foreach (string alternative in ExpandBraces(ManifestFiles.WithForwardSlashes(path)))
        {
            string[] parts = alternative.Split('/');
            int literal = Array.FindIndex(parts, part => part.AsSpan().IndexOfAny("*?[\\") >= 0);
            if (literal < 0)
            {
                yield return new PathPattern(alternative, "");
                continue;
            }
            string folder = string.Join('/', parts[..literal]);
            if (folder.Length == 0 && literal > 0)
                folder = "/";
            yield return new PathPattern(folder, string.Join('/', parts[literal..].Where(part => part is not ("" or "."))));
        }
    }

    /// <summary>Whether a path below <see cref="Folder"/>, with slashes, is one that the pattern means.</summary>
    public bool Matches(string relative) => WildMatch.Matches(_rest, Encoding.UTF8.GetBytes(relative), pathName: true);

    /// <summary>Whether something in this folder (a path below <see cref="Folder"/>) can match.</summary>
    public bool MayMatchBelow(string relative)
    {
        string[] names = relative.Split('/');
        for (int i = 0; i < names.Length; i++)
        {
            if (i >= _segments.Length - 1)
                return _segments.Length > 0 && _segments[^1].AsSpan().SequenceEqual("**"u8);
            if (_segments[i].AsSpan().SequenceEqual("**"u8))
                return true;
            if (!WildMatch.Matches(_segments[i], Encoding.UTF8.GetBytes(names[i]), pathName: true))
                return false;
        }
        return true;
    }

    private static List<string> ExpandBraces(string text)
    {
        List<string> done = [];
        var open = new Stack<string>([text]);
        while (open.TryPop(out string? next))
        {
            if (done.Count + open.Count >= MostAlternatives || InnermostBraces(next) is not var (start, end))
            {
                done.Add(next);
                continue;
            }
            foreach (string choice in next[(start + 1)..end].Split(','))
                open.Push(string.Concat(next.AsSpan(0, start), choice, next.AsSpan(end + 1)));
        }
        return done;
    }

    // The first pair without braces inside that holds a comma; "{a}" is plain text, as in a shell.
    private static (int Start, int End)? InnermostBraces(string text)
    {
        int start = -1;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '{')
                start = i;
            else if (text[i] == '}' && start >= 0)
            {
                if (text.AsSpan(start, i - start).Contains(','))
                    return (start, i);
                start = -1;
            }
        }
        return null;
    }
}
