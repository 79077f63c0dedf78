using System.Text.RegularExpressions;

namespace ManifestLint.Tests.House;

/// <summary>
/// Every folder is a room with a promise, and a room uses only rooms that stand before it in the map of CONTRIBUTING.md. Asked twice: of the
/// compiled programs, bodies of methods included, and of what the source text names in full or by a <c>using</c> line, which also tells where
/// a constant, a <c>nameof</c> or a comment looks. There is no list of exceptions.
/// </summary>
public sealed partial class RoomTests
{
    private const int MostFiles = 25;

    private static readonly string Root = VectorFiles.RepositoryRoot();

    // Folders below src/, without the ManifestLint in front, the lowest first.
    private static readonly string[] Map =
    [
        .. File.ReadLines(Path.Combine(Root, "CONTRIBUTING.md"))
            .Select(l => Row().Match(l))
            .Where(m => m.Success)
            .Select(m => m.Groups[1].Value),
    ];

    [Fact]
    public void Every_folder_is_a_room_of_the_map_and_holds_what_one_can_remember()
    {
        var folders = Sources().GroupBy(FolderOf, StringComparer.Ordinal).ToList();
        Assert.Equal(folders.Select(f => f.Key).Order(StringComparer.Ordinal), Map.Order(StringComparer.Ordinal));
        Assert.All(folders, f => Assert.True(f.Count() <= MostFiles, $"{f.Key} holds {f.Count()} files"));
    }

    [Fact]
    public void A_room_uses_only_rooms_that_stand_before_it()
    {
        Assert.True(RoomGraph.OfHouse.Arrows.Count > 4000, $"only {RoomGraph.OfHouse.Arrows.Count} arrows were found");
        var wrong = Upward(RoomGraph.OfHouse).Select(a => $"{a.From} uses {a.To}").Order(StringComparer.Ordinal).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // What runs is told from texts, whoever read them: neither knows the other, though one stands before the other in the map.
    [Fact]
    public void Programs_and_the_reader_of_YAML_know_nothing_of_each_other()
    {
        Assert.DoesNotContain(RoomGraph.OfHouse.Arrows, a =>
            (FloorOf(a.From), FloorOf(a.To)) is ("Yaml", "Programs") or ("Programs", "Yaml")
        );

        static string FloorOf(string type) => RoomOf(type).Split('/') is ["Analysis", var floor, ..] ? floor : "";
    }

    // What runs asks for a limit, a node, texts; what object they come from is known to who asks.
    [Fact]
    public void Runtimes_and_servers_know_no_pod() =>
        Assert.DoesNotContain(RoomGraph.OfHouse.Arrows, a =>
            RoomOf(a.From) is var from
            && (from.StartsWith("Analysis/Runtimes", StringComparison.Ordinal) || from == "Analysis/Servers")
            && a.To is "ManifestLint.Manifests.Workload" or "ManifestLint.Manifests.PodSpec" or "ManifestLint.Manifests.Manifest"
        );

    [Fact]
    public void What_the_text_names_stands_before_it()
    {
        var wrong = new List<string>();
        foreach (string file in Sources())
        {
            int own = Array.IndexOf(Map, FolderOf(file));
            foreach (string name in NamedIn(File.ReadAllText(file)))
            {
                if (RoomNamedBy(name) is { } room && Array.IndexOf(Map, room) is var at && at >= own && room != FolderOf(file))
                    wrong.Add($"{Path.GetRelativePath(Root, file)} says {name}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Theory]
    [InlineData("using ManifestLint.Rules;", "Analysis/Rules")]
    [InlineData("    using ManifestLint.Rules;", "Analysis/Rules")]
    [InlineData("global using ManifestLint.Rules;", "Analysis/Rules")]
    [InlineData("using Text = ManifestLint.Rules.Sets.HpaAndVpaOnMemory;", "Analysis/Rules/Sets")]
    [InlineData("using static ManifestLint.Rules.Sets.HpaAndVpaOnMemory;", "Analysis/Rules/Sets")]
    [InlineData("namespace ManifestLint.Facts;\nusing Rules;", "Analysis/Rules")]
    [InlineData("namespace ManifestLint.Facts;\nusing Rules.Sets;", "Analysis/Rules/Sets")]
    [InlineData("int a = ManifestLint.Rules.Sets.HpaAndVpaOnMemory.Most;", "Analysis/Rules/Sets")]
    [InlineData("string a = nameof(global::ManifestLint.Rules.Sets.HpaAndVpaOnMemory);", "Analysis/Rules/Sets")]
    [InlineData("namespace ManifestLint.Facts;\nint a = Rules.Sets.HpaAndVpaOnMemory.Most;", "Analysis/Rules/Sets")]
    [InlineData("/// <see cref=\"ManifestLint.Rules.Sets.HpaAndVpaOnMemory\"/>", "Analysis/Rules/Sets")]
    public void A_name_in_the_text_is_seen(string text, string room) => Assert.Contains(room, NamedIn(text).Select(RoomNamedBy));

    // The detector itself: each way in which a type can use another.
    [Theory]
    [InlineData(nameof(Ways.Extends))]
    [InlineData(nameof(Ways.Implements))]
    [InlineData(nameof(Ways.Holds))]
    [InlineData(nameof(Ways.Takes))]
    [InlineData(nameof(Ways.Returns))]
    [InlineData(nameof(Ways.Wears))]
    [InlineData(nameof(Ways.WearsOnProperty))]
    [InlineData(nameof(Ways.WearsOnParameter))]
    [InlineData(nameof(Ways.WearsOnReturn))]
    [InlineData(nameof(Ways.WearsOnTypeParameter<>))]
    [InlineData(nameof(Ways.IsGiven))]
    [InlineData(nameof(Ways.IsGivenByName))]
    [InlineData("HidesInFile")]
    [InlineData(nameof(Ways.Constrains<>))]
    [InlineData(nameof(Ways.Calls))]
    [InlineData(nameof(Ways.CallsInClosure))]
    [InlineData(nameof(Ways.CallsInIterator))]
    [InlineData(nameof(Ways.Catches))]
    [InlineData(nameof(Ways.Names))]
    [InlineData(nameof(Ways.Tests))]
    public void No_way_to_use_a_type_is_missed(string way)
    {
        // Nested types count as the one around them, so the samples stand side by side.
        var graph = RoomGraph.Read(typeof(RoomTests).Assembly.Location);
        string room = typeof(Ways.Upstairs).Namespace!;
        Assert.Contains(graph.Arrows, a =>
            a.From.Split('`')[0] is var from
            && (
                from == $"{room}.{way}"
                || (from.StartsWith(room + ".<", StringComparison.Ordinal) && from.EndsWith("__" + way, StringComparison.Ordinal))
            )
            && a.To is var to
            && (to.StartsWith(room + ".Upstairs", StringComparison.Ordinal) || to == room + ".IUpstairs")
        );
    }

    private static IEnumerable<TypeArrow> Upward(RoomGraph graph) =>
        graph.Arrows.Where(a =>
            RoomOf(a.From) is var from && RoomOf(a.To) is var to && from != to && Array.IndexOf(Map, to) >= Array.IndexOf(Map, from)
        );

    internal static string RoomOf(string type)
    {
        int dot = type.LastIndexOf('.');
        // The door has top-level statements, which have no namespace.
        return dot <= 0 ? "Cli" : FolderOfNamespace(type[..dot]);
    }

    private static string FolderOfNamespace(string name)
    {
        string[] parts = name.Split('.')[1..];
        return string.Join('/', parts is ["Cli", ..] ? parts : ["Analysis", .. parts]);
    }

    private static string FolderOf(string file) =>
        Path.GetRelativePath(Path.Combine(Root, "src"), Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '/')[
            "ManifestLint.".Length..
        ];

    private static IEnumerable<string> Sources() =>
        Directory
            .EnumerateFiles(Path.Combine(Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(f => !Path.GetRelativePath(Root, f).Split(Path.DirectorySeparatorChar).Any(p => p is "obj" or "bin"));

    // | `Analysis/Amounts` | what is promised |
    [GeneratedRegex(@"^\| `([A-Z]\w*(?:/\w+)*)` \| [^|]+ \|$")]
    private static partial Regex Row();

    // Every name of more than one part, as it is or below the root: a room may be named from inside of the house without its first word.
    private static IEnumerable<string> NamedIn(string text)
    {
        foreach (Match line in RelativeUsing().Matches(text))
            yield return "ManifestLint." + line.Groups["name"].Value;
        foreach (Match name in Qualified().Matches(text))
        {
            string value = name.Value;
            yield return value.StartsWith("ManifestLint.", StringComparison.Ordinal) ? value : "ManifestLint." + value;
        }
    }

    // Null for what is no room: the longest beginning that is one counts. A property may be called like a room: what follows is a type then.
    private static string? RoomNamedBy(string name)
    {
        for (string at = name; at.Contains('.', StringComparison.Ordinal); at = at[..at.LastIndexOf('.')])
        {
            if (FolderOfNamespace(at) is var room && Array.IndexOf(Map, room) >= 0)
                return
                    at == name || RoomGraph.OfHouse.Programs.ContainsKey(string.Join('.', name.Split('.').Take(at.Split('.').Length + 1)))
                    ? room
                    : null;
        }
        return null;
    }

    [GeneratedRegex(@"^\s*(global )?using (static )?(\w+ = )?(?<name>[A-Z]\w*);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex RelativeUsing();

    [GeneratedRegex(@"(?<![\w.])[A-Z]\w*(\.[A-Z]\w*)+", RegexOptions.ExplicitCapture)]
    private static partial Regex Qualified();
}
