using System.Text.RegularExpressions;
using ManifestLint.Images;
using ManifestLint.Tables;

namespace ManifestLint.Tests.House;

/// <summary>What an image is stands in rows of tables: words of its name are compared in the room of images and nowhere else.</summary>
public sealed partial class ImageTests
{
    private const string Room = "ManifestLint.Images.";

    // The words that a reference is made of.
    private static readonly string[] Words = ["Registry", "Repository", "Name", "Tag", "IsInPublicRegistry", "IsOnDockerHub"];

    [Fact]
    public void No_other_room_sees_the_words_of_a_reference()
    {
        var calls = RoomGraph.OfHouse.Calls.Where(c => Words.Any(w => c.To == $"{Room}{nameof(ContainerImage)}.get_{w}")).ToList();
        Assert.Equal(Words.Length, calls.Select(c => c.To).Distinct().Count());
        Assert.Equal([], calls.Where(c => !c.From.StartsWith(Room, StringComparison.Ordinal)).Select(c => $"{c.From} asks {c.To}"));
    }

    // A repository in a literal would be compared with something; an operator's own images are what it makes.
    [Fact]
    public void No_other_room_names_a_repository()
    {
        var repositories = DataTable
            .Rows("images")
            .Select(r => r[1].TrimStart('=').Replace("library/", "", StringComparison.Ordinal).TrimEnd('*'))
            .Where(r => r.Contains('/', StringComparison.Ordinal))
            .ToHashSet(StringComparer.Ordinal);
        string source = Path.Combine(VectorFiles.RepositoryRoot(), "src", "ManifestLint.Analysis");
        var named =
            from file in Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            where Path.GetFileName(Path.GetDirectoryName(file)) is not ("Images" or "Operators")
            from Match literal in Literal().Matches(File.ReadAllText(file))
            where repositories.Contains(literal.Groups[1].Value.TrimEnd('*'))
            select $"{Path.GetFileName(file)}: {literal.Value}";
        Assert.Equal([], named);
    }

    [GeneratedRegex("\"([^\"\\n ]+)\"")]
    private static partial Regex Literal();
}
