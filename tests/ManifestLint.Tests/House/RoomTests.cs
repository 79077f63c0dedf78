using System.Text.RegularExpressions;

namespace ManifestLint.Tests.House;

/// <summary>
/// Every folder is a room with a promise, and a room uses only rooms that stand before it in the map of CONTRIBUTING.md. Asked twice: of the
/// compiled programs, bodies of methods included, and of the <c>using</c> lines, which also tell where a constant or a comment looks.
/// There is no list of exceptions.
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

    [Fact]
    public void Using_lines_lead_to_rooms_that_stand_before_theirs()
    {
        var wrong = new List<string>();
        foreach (string file in Sources())
        {
            foreach (Match line in Using().Matches(File.ReadAllText(file)))
            {
                string room = FolderOfNamespace(line.Groups["name"].Value);
                if (Array.IndexOf(Map, room) is var at && (at < 0 || at >= Array.IndexOf(Map, FolderOf(file))))
                    wrong.Add($"{Path.GetRelativePath(Root, file)} says {line.Value}");
            }
        }
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    // The detector itself: each way in which a type can use another.
    [Theory]
    [InlineData(nameof(Ways.Extends))]
    [InlineData(nameof(Ways.Implements))]
    [InlineData(nameof(Ways.Holds))]
    [InlineData(nameof(Ways.Takes))]
    [InlineData(nameof(Ways.Returns))]
    [InlineData(nameof(Ways.Wears))]
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
            a.From.Split('`')[0] == $"{room}.{way}"
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
        return string.Join('/', parts is ["Yaml" or "Programs" or "Cli", ..] ? parts : ["Analysis", .. parts]);
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

    [GeneratedRegex(@"^using (static )?(?<name>ManifestLint(\.\w+)*);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Using();
}
