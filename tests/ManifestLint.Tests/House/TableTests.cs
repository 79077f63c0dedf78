using System.Text.RegularExpressions;
using ManifestLint.Tables;

namespace ManifestLint.Tests.House;

/// <summary>The tables beside the code: one fact a row, each row under a source that says which release it was taken from.</summary>
public sealed partial class TableTests
{
    private static readonly string Source = Path.Combine(VectorFiles.RepositoryRoot(), "src");

    // What a row of each table looks like.
    private static readonly Dictionary<string, Regex> Forms = new(StringComparer.Ordinal)
    {
        ["flags-8"] = Flag(),
        ["flags-11"] = Flag(),
        ["flags-17"] = Flag(),
        ["flags-21"] = Flag(),
        ["flags-25"] = Flag(),
        ["flags-26"] = Flag(),
        ["flags-vendors"] = VendorFlag(),
        ["updates-8"] = Update(),
        ["images"] = Image(),
        ["image-words"] = ImageWord(),
        ["programs"] = ProgramRow(),
        ["flag-lives"] = Life(),
        ["v8-options"] = V8Option(),
        ["node-options"] = NodeOption(),
        ["helpers"] = Helper(),
        ["machine-options"] = MachineOption(),
        ["operator-pods"] = OperatorPod(),
    };

    [Fact]
    public void Every_row_has_its_form_and_stands_once_under_a_source()
    {
        string[] files = Directory.GetFiles(Source, "*.txt", SearchOption.AllDirectories);
        Assert.Equal(
            Forms.Keys.Order(StringComparer.Ordinal),
            files.Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)
        );
        var wrong = files.SelectMany(f => Wrong(Path.GetFileNameWithoutExtension(f), File.ReadAllLines(f))).ToList();
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void What_the_build_writes_into_the_program_is_what_stands_in_the_files()
    {
        string pages = Path.Combine(VectorFiles.RepositoryRoot(), "rules");
        string[] names =
        [
            .. Directory.GetFiles(Source, "*.txt", SearchOption.AllDirectories).Select(f => $"tables/{Path.GetFileName(f)}|{f}"),
            .. Directory.GetFiles(pages, "*.md").Select(f => $"rules/{Path.GetFileName(f)}|{f}"),
        ];
        Assert.All(names.Select(n => n.Split('|')), n =>
            Assert.Equal(File.ReadAllText(n[1]).ReplaceLineEndings("\n"), EmbeddedText.Read(n[0]))
        );
        Assert.Throws<ArgumentException>(() => EmbeddedText.Read("tables/images"));
    }

    [Theory]
    [InlineData("ZUncommit bp15 13 - -", "no source")]
    [InlineData("# Source: the manual\nZUncommit bp15 13 - -", "names no release")]
    [InlineData("# Source: OpenJDK 25\nZUncommit bp15 13 -", "form")]
    [InlineData("# Source: OpenJDK 25\nZUncommit bp15 13 - -\nZUncommit bp15 13 - -", "twice")]
    public void What_is_wrong_with_a_table_is_told(string text, string told) =>
        Assert.Contains(told, Assert.Single(Wrong("flag-lives", text.Split('\n'))), StringComparison.Ordinal);

    private static IEnumerable<string> Wrong(string table, string[] lines)
    {
        string? source = null;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < lines.Length; i++)
        {
            string place = $"{table}.txt:{i + 1}";
            if (lines[i].StartsWith('#'))
            {
                if (lines[i].StartsWith("# Source: ", StringComparison.Ordinal))
                {
                    source = lines[i];
                    // Each row of helpers has an image with its release.
                    if (table != "helpers" && !source.Any(char.IsAsciiDigit))
                        yield return $"{place}: a source that names no release";
                }
                continue;
            }
            if (lines[i].Length == 0)
                continue;
            if (source is null)
                yield return $"{place}: a row with no source above it";
            else if (!Forms[table].IsMatch(lines[i]))
                yield return $"{place}: not the form of a row: {lines[i]}";
            // A repository is one of its registry, and an operator makes several pods.
            else if (
                !names.Add(
                    table == "images" ? string.Join(' ', lines[i].Split(' ')[..2])
                    : table == "operator-pods" ? lines[i]
                    : lines[i].Split(' ')[0]
                )
            )
                yield return $"{place}: stands twice: {lines[i]}";
        }
    }

    [GeneratedRegex(@"^[A-Za-z]\w+ [biuxUzqds][pdei?]c?( (-|-?[\d.e+]+) (-|-?[\d.e+]+)( -?[\d.e+]+){0,2})?$", RegexOptions.ExplicitCapture)]
    private static partial Regex Flag();

    [GeneratedRegex(@"^[A-Z]\w+ \d+$")]
    private static partial Regex Update();

    [GeneratedRegex(@"^[A-Z]\w+\*? [a-z]+$")]
    private static partial Regex VendorFlag();

    [GeneratedRegex(
        @"^(\*|-|[a-z.]+) =?[a-z0-9_.*#/-]+ [a-z0-9-]+ [a-z0-9.-]+ (tag|name|dotted|word|pg|system|\d+|-)( [a-z-]+)?$",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Image();

    [GeneratedRegex(@"^[a-z][a-z0-9-]* (java|openj9|vendor|fpm|legacy|none)(,(openj9|vendor))?$", RegexOptions.ExplicitCapture)]
    private static partial Regex ImageWord();

    [GeneratedRegex(@"^\S+ [a-z0-9-]+$")]
    private static partial Regex ProgramRow();

    [GeneratedRegex(@"^[A-Z]\w+ [biuxUzqds][pde]\d* \d+( (\d+|-)){2}$", RegexOptions.ExplicitCapture)]
    private static partial Regex Life();

    [GeneratedRegex(@"^[a-z][\w-]* [bvs] (?=.)a?b?c?d?$")]
    private static partial Regex V8Option();

    [GeneratedRegex(@"^[a-z][\w.-]* [bvc8] (?=\w)a?b?c?d? (-|(?=.)a?b?c?d?)$", RegexOptions.ExplicitCapture)]
    private static partial Regex NodeOption();

    [GeneratedRegex(@"^[a-z][\w-]+ [\w,-]+ [a-z][\w.-]*\.[a-z]+(/[\w.-]+)+:[\w.-]*\d[\w.-]*$", RegexOptions.ExplicitCapture)]
    private static partial Regex Helper();

    [GeneratedRegex(@"^--?[\w:/=-]+\*?( (-|(\d+-(\d+)?)(,\d+-(\d+)?)*)){2}$", RegexOptions.ExplicitCapture)]
    private static partial Regex MachineOption();

    [GeneratedRegex(@"^[a-z][\w.-]*/[A-Z]\w+ spec(\.\w+(\[\]|\?)?)* (init:)?[\w{}/.*-]+( [a-z]+(=\S+)?)*$", RegexOptions.ExplicitCapture)]
    private static partial Regex OperatorPod();
}
