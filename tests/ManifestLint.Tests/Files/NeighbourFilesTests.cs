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
        Assert.True(set.IsCut);
        Assert.Equal(NeighbourFiles.MostManifests, set.Files.Length);
        Assert.Equal("a/00001.yaml", set.Files[0].DisplayPath);
    }
}
