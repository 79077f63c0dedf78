using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using ManifestLint.Scanning;
using ManifestLint.Tables;

namespace ManifestLint.Images;

/// <summary>How an image matches a row.</summary>
internal enum ImageStanding
{
    /// <summary>Its last word alone.</summary>
    NameAlone,

    /// <summary>The same repository in another registry: a mirror, a proxy cache, a copy.</summary>
    Copy,

    /// <summary>It is the image of the row.</summary>
    Own,
}

/// <summary>A row of <c>images.txt</c>.</summary>
/// <param name="Registry"><c>*</c> for any in which projects publish, <c>-</c> for a word under which nobody in particular does.</param>
/// <param name="Repository">Its path, with <c>*</c> and <c>#</c>.</param>
/// <param name="Program">What it runs: a word of <c>programs.txt</c>.</param>
/// <param name="Script">Its start script.</param>
/// <param name="Release">Where the release of the program stands.</param>
/// <param name="Kind">Which of several kinds of that program it is; null where there is nothing to tell.</param>
/// <param name="NeedsFolder">True if the last word says nothing without its folder.</param>
internal sealed record ImageRow(
    string Registry,
    string Repository,
    string Program,
    string Script,
    string Release,
    string? Kind,
    bool NeedsFolder
)
{
    /// <summary>The last component of the path.</summary>
    public string Name { get; } = PathText.NameOf(Repository);

    /// <summary>True for an image of Docker's own library.</summary>
    public bool IsOfficial { get; } = Repository.StartsWith("library/", StringComparison.Ordinal);

    /// <summary>True if that stands for several.</summary>
    public bool IsPattern { get; } = Repository.AsSpan(Repository.LastIndexOf('/') + 1).ContainsAny('*', '#');

    /// <summary>Its place in the table.</summary>
    public required int Index { get; init; }

    /// <summary>The number of components.</summary>
    public int Depth { get; } = Repository.AsSpan().Count('/') + 1;
}

/// <summary>What is known of an image.</summary>
/// <param name="Row">By which row.</param>
/// <param name="Standing">How.</param>
/// <param name="Number">The last number that the repository has in place of a <c>#</c>; null where the row has none.</param>
/// <param name="Tag">Its tag; empty for none.</param>
internal sealed record ImageMatch(ImageRow Row, ImageStanding Standing, string? Number, string Tag)
{
    /// <summary>True for the image itself, false for what may be another one of that name.</summary>
    public bool IsOwn => Standing == ImageStanding.Own;

    /// <summary>The text that the release of the program begins, where the row says that it stands: <c>17-jre</c>, <c>10.11</c> of
    /// <c>mariadb-1011</c>; null where it stands nowhere.</summary>
    public string? Release =>
        Row.Release switch
        {
            "-" => null,
            "name" => Number,
            "dotted" => Number is { } digits ? Dotted(digits) : null,
            "pg" => BehindPg(),
            "system" => BehindSystem() ?? Tag,
            "tag" => BehindPg() ?? (Tag.StartsWith('v') ? Tag[1..] : Tag),
            "word" => Tag,
            var written => written,
        };

    /// <summary>The numbers at the start of <see cref="Release"/>, joined by points: <c>7.2</c> of <c>redis:7.2-alpine</c>; null if there are none.</summary>
    public string? Version => Release is { } text ? KnownImages.Numbers(text) : null;

    /// <summary>The first of them.</summary>
    public int? Major =>
        Version is { } version && int.TryParse(version.Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out int major)
            ? major
            : null;

    private static string Dotted(string digits) =>
        digits.Length < 2 ? digits
        : digits[0] == '1' && digits.Length > 2 ? $"{digits[..2]}.{digits[2..]}"
        : $"{digits[..1]}.{digits[1..]}";

    // Images of an extension of PostgreSQL have its version in the tag, and that of the server behind pg: timescaledb:2.17.2-pg16.
    private string? BehindPg()
    {
        for (int at = Tag.Length; at > 0 && (at = Tag.LastIndexOf("pg", at - 1, StringComparison.Ordinal)) >= 0; )
        {
            if ((at == 0 || Tag[at - 1] == '-') && at + 2 < Tag.Length && char.IsAsciiDigit(Tag[at + 2]))
                return Tag[(at + 2)..];
        }
        return null;
    }

    // Where the text goes on behind centos7- or ubi8-.
    private string? BehindSystem()
    {
        var cursor = new TextCursor(Tag);
        return cursor.TakeAny("centos", "ubi") && cursor.TakeDigits() > 0 && cursor.Take("-") ? Tag[cursor.At..] : null;
    }
}

/// <summary>The images and programs that are known, the only place where an image's name is looked at for what runs in it.</summary>
internal static class KnownImages
{
    // Images recur; more of them than this are those of somebody who has made them up.
    private const int MostFound = 4096;

    // No registry takes longer ones. Source: distribution/reference reference.go, RepositoryNameTotalLengthMax.
    private const int LongestRepository = 255;

    private static readonly DataTable Table = new("images");

    // Few rows stand for several names, and of those of one name only that is looked for in the text.
    private static readonly Lazy<PatternRow[]> Patterns = new(ReadPatterns);

    // What was found of a repository, whatever the tag, by whether it lies in a registry in which projects publish, and in Docker Hub.
    private static readonly ConcurrentDictionary<string, ImageMatch?>[] Found = [new(), new(), new(), new()];

    private static readonly DataTable Programs = new("programs");

    /// <summary>What an author may say of an image, in the order of their names.</summary>
    public static ImmutableArray<string> Runtimes =>
        [
            .. Programs
                .All()
                .Select(r => r[1])
                .Append("openj9")
                .Where(p => p != "tool")
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];

    /// <summary>The reference of an image that surely runs a program and adds nothing of its own; null where none is known.</summary>
    /// <param name="runtime">A word of <see cref="Runtimes"/>.</param>
    /// <param name="version">Its release; null if none is told.</param>
    public static string? PlainImageOf(string runtime, string? version) =>
        Table
            .Starts()
            .Select(Row)
            .FirstOrDefault(r =>
                r.Program == runtime
                && r.Registry is "docker.io" or "*"
                && r.Script is "library" or "run" or "jdk" or "semeru" or "-"
                && r.Kind is null
                && !r.Repository.AsSpan().ContainsAny('*', '#')
            )
            is { } row
            ? $"docker.io/{row.Repository}{(version is null ? "" : ":" + version)}"
            : null;

    /// <summary>What a program is by its base name, a word of <c>programs.txt</c>; null for others.</summary>
    public static string? ProgramOf(string name) =>
        Programs.Find(name) is { } row ? row[1]
        // python3.12
        : name.StartsWith("python3.", StringComparison.Ordinal) ? "python"
        // A script that is a program of its own.
        : name.LastIndexOf('.') is > 0 and var dot ? Extensions.GetValueOrDefault(name[dot..])
        : null;

    private static readonly Dictionary<string, string> Extensions = new(StringComparer.Ordinal)
    {
        [".py"] = "python",
        [".rb"] = "ruby",
        [".pl"] = "other",
        [".lua"] = "other",
        [".php"] = "php",
        [".dll"] = "dotnet",
        [".jar"] = "jvm",
    };

    /// <summary>What is known of an image; null if nothing is. A row that is the image stands before one that it copies, that before one whose name it
    /// has, and of equals the longer repository.</summary>
    public static ImageMatch? Find(ContainerImage image)
    {
        if (image.Repository.Length == 0)
            return null;
        var found = Found[(image.IsInPublicRegistry ? 1 : 0) + (image.IsOnDockerHub ? 2 : 0)];
        if (!found.TryGetValue(image.Repository, out var match))
        {
            match = Look(image, image.IsInPublicRegistry, image.IsOnDockerHub);
            if (found.Count >= MostFound)
                found.Clear();
            if (image.Repository.Length <= LongestRepository)
                found[image.Repository] = match;
        }
        return match is null || match.Tag == image.Tag ? match : match with { Tag = image.Tag };
    }

    private static ImageMatch? Look(ContainerImage image, bool isPublic, bool isHub)
    {
        string path = isHub && !image.Repository.Contains('/') ? "library/" + image.Repository : image.Repository;
        ImageMatch? best = null;
        string name = image.Name;
        foreach (int start in Table.Holding(name + " "))
        {
            if (Ascii.Equals(NameOf(start), name))
                Try(Row(start));
        }
        foreach (var pattern in Patterns.Value)
        {
            if (pattern.MayBe(name))
                Try(pattern.Row);
        }
        return best;

        void Try(ImageRow row)
        {
            if (Match(row, image, path, isPublic, isHub) is { } match && (best is null || IsBetter(match, best)))
                best = match;
        }
    }

    private static PatternRow[] ReadPatterns()
    {
        var patterns = new List<PatternRow>();
        foreach (int start in Table.HoldingAny("*#"u8.ToArray()))
        {
            if (NameOf(start).ContainsAny("*#"u8))
                patterns.Add(new PatternRow(start));
        }
        return [.. patterns];
    }

    // A row whose name stands for several. Of most nobody asks for more than how that begins: with a letter, or with what stands for any.
    private sealed class PatternRow(int start)
    {
        private readonly char _first = (char)NameOf(start)[0];
        private ImageRow? _row;

        public ImageRow Row => _row ??= KnownImages.Row(start);

        public bool MayBe(string name) => _first == '*' || (name.Length > 0 && _first == name[0]);
    }

    private static ImageRow Row(int start)
    {
        string[] words = Table.WordsAt(start);
        string? kind = words.Length > 5 ? words[5] : null;
        return new ImageRow(words[0], words[1].TrimStart('='), words[2], words[3], words[4], kind, words[1].StartsWith('='))
        {
            Index = start,
        };
    }

    // The last component of the second word.
    private static ReadOnlySpan<byte> NameOf(int start)
    {
        var repository = Table.RowAt(start);
        repository = repository[(repository.IndexOf((byte)' ') + 1)..];
        repository = repository[..repository.IndexOf((byte)' ')];
        return repository[(repository.LastIndexOfAny((byte)'/', (byte)'=') + 1)..];
    }

    /// <summary>True for an image of a packager, or a copy of one.</summary>
    /// <param name="image">The image; null for none.</param>
    /// <param name="packager">A word of the table's scripts.</param>
    public static bool IsOf(ContainerImage? image, string packager) =>
        image?.Known is { Standing: not ImageStanding.NameAlone } found && found.Row.Script == packager;

    private static bool IsBetter(ImageMatch match, ImageMatch than)
    {
        if (match.Standing != than.Standing)
            return match.Standing > than.Standing;
        if (match.Standing != ImageStanding.NameAlone && match.Row.Depth != than.Row.Depth)
            return match.Row.Depth > than.Row.Depth;
        return match.Row.Index < than.Row.Index;
    }

    private static ImageMatch? Match(ImageRow row, ContainerImage image, string path, bool isPublic, bool isHub)
    {
        string? number = null;
        // However it matches, its name does; most patterns end here.
        if (row.IsPattern && !Fits(image.Name, row.Name, ref number))
            return null;
        number = null;
        if (row.Registry != "-" && Fits(path, row.Repository, ref number))
        {
            bool isOwn = row.Registry == "*" ? isPublic : isHub;
            return new(row, isOwn ? ImageStanding.Own : ImageStanding.Copy, number, image.Tag);
        }
        if (row.Registry != "-" && row.Depth > 1 && Fits(Tail(path, row.Repository), row.Repository, ref number))
            return new(row, ImageStanding.Copy, number, image.Tag);
        // A copy of the library often leaves that word out.
        if (row.Registry != "-" && !isPublic && row.IsOfficial && row.Name == image.Repository)
            return new(row, ImageStanding.Copy, number, image.Tag);
        return !row.NeedsFolder && Fits(image.Name, row.Name, ref number) ? new(row, ImageStanding.NameAlone, number, image.Tag) : null;
    }

    // The last components of a path, as many as the pattern has.
    private static ReadOnlySpan<char> Tail(string path, string pattern)
    {
        int start = path.Length;
        for (int wanted = pattern.AsSpan().Count('/'); wanted >= 0; wanted--)
        {
            if (start <= 0)
                return path;
            start = path.LastIndexOf('/', start - 1);
            if (start < 0)
                return path;
        }
        return path.AsSpan(start + 1);
    }

    /// <summary>True if a text is what a pattern stands for.</summary>
    private static bool Fits(ReadOnlySpan<char> text, ReadOnlySpan<char> pattern, ref string? number)
    {
        int special = pattern.IndexOfAny('*', '#');
        if (special < 0)
            return text.SequenceEqual(pattern);
        if (!text.StartsWith(pattern[..special]))
            return false;
        int end = special;
        if (pattern[special] == '#')
        {
            while (end < text.Length && char.IsAsciiDigit(text[end]))
                end++;
            if (end == special || !Fits(text[end..], pattern[(special + 1)..], ref number))
                return false;
            // Those of a folder are the packager's, and what follows the first one is the system's.
            if (!pattern[special..].Contains('/'))
                number = text[special..end].ToString();
            return true;
        }
        for (; end <= text.Length; end++)
        {
            if (Fits(text[end..], pattern[(special + 1)..], ref number))
                return true;
            if (end < text.Length && text[end] == '/')
                return false;
        }
        return false;
    }

    /// <summary>The numbers at the start of a text, joined by points: <c>7.2</c> of <c>7.2-alpine</c>; null if there are none.</summary>
    public static string? Numbers(string tag)
    {
        int length = 0;
        while (
            length < tag.Length
            && (
                char.IsAsciiDigit(tag[length])
                || (tag[length] == '.' && length > 0 && length + 1 < tag.Length && char.IsAsciiDigit(tag[length + 1]))
            )
        )
            length++;
        return length is > 0 and < 16 ? tag[..length] : null;
    }
}
