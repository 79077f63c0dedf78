using ManifestLint.Cli.Files;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Tests.Files;

public sealed class NeighbourFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Names(params string[] paths) =>
        [.. NeighbourFiles.Find(ManifestFiles.Find(paths, _folder.Path), _folder.Path).Files.Select(file => file.DisplayPath)];

    [Fact]
    public void A_named_file_has_the_manifests_of_its_folder()
    {
        _folder.WriteAll(
            "repo/apps/kustomization.yml",
            "repo/apps/web/kustomization.yaml",
            "repo/apps/web/a.yaml",
            "repo/apps/web/b.json",
            "repo/apps/web/readme.md",
            "repo/apps/web/sub/c.yaml",
            "repo/apps/other.yaml",
            "repo/apps/web/secret.yaml"
        );
        _folder.Write("repo/.gitignore", "secret.yaml\n");
        _folder.Folder("repo/.git");
        Assert.Equal(["repo/apps/web/b.json"], Names("repo/apps/web/a.yaml"));
        Assert.Empty(Names("repo/apps/web"));
    }

    [Fact]
    public void Standard_input_and_files_of_folders_have_none()
    {
        _folder.WriteAll("a/b.yaml", "a/c.yaml");
        Assert.Empty(Names("-", "a"));
    }

    [Fact]
    public void There_is_an_end_to_neighbours()
    {
        for (int i = 0; i < NeighbourFiles.MostManifests + 2; i++)
            _folder.Write($"a/{i:D5}.yaml");
        NeighbourFileSet set = NeighbourFiles.Find(ManifestFiles.Find(["a/00000.yaml"], _folder.Path), _folder.Path);
        Assert.Equal(NeighbourFiles.MostManifests, set.Files.Length);
        Assert.Equal("a/00001.yaml", set.Files[0].DisplayPath);
        Assert.Equal("a/02001.yaml", Assert.Single(set.Left).DisplayPath);
    }

    [Fact]
    public void Of_each_folder_the_smallest_are_read_up_to_a_number_of_bytes()
    {
        foreach (string folder in new[] { "a", "b" })
        {
            _folder.Write($"{folder}/named.yaml", new byte[NeighbourFiles.MostBytes]);
            _folder.Write($"{folder}/1-dump.yaml", new byte[NeighbourFiles.MostBytes - 6]);
            _folder.Write($"{folder}/2-small.yaml", new byte[3]);
            _folder.Write($"{folder}/3-small.yaml", new byte[3]);
        }
        // One byte more, and the largest is past the limit; a link counts as what it leads to.
        _folder.Write("b/4-byte.yaml", new byte[1]);
        _folder.Folder("c");
        _folder.Write("c/named.yaml", new byte[1]);
        _folder.Write("c/1-huge.yaml", new byte[NeighbourFiles.MostBytes + 1]);
        File.CreateSymbolicLink(_folder.At("c/0-linked.yaml"), "1-huge.yaml");
        NeighbourFileSet set = NeighbourFiles.Find(
            ManifestFiles.Find(["a/named.yaml", "b/named.yaml", "c/named.yaml"], _folder.Path),
            _folder.Path
        );
        Assert.Equal(
            ["a/1-dump.yaml", "a/2-small.yaml", "a/3-small.yaml", "b/2-small.yaml", "b/3-small.yaml", "b/4-byte.yaml"],
            set.Files.Select(f => f.DisplayPath)
        );
        Assert.Equal(["b/1-dump.yaml", "c/0-linked.yaml", "c/1-huge.yaml"], set.Left.Select(f => f.DisplayPath));
    }
}
