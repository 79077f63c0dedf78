using ManifestLint.Cli.Files;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Tests.Files;

public sealed class NeighbourFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private string[] Names(params string[] paths) =>
        [
            .. NeighbourFiles
                .Find(ManifestFiles.Find(paths, _folder.Path), _folder.Path)
                .Files.Select(file => (file.IsKustomization ? "+" : "") + file.DisplayPath),
        ];

    [Fact]
    public void A_named_file_has_the_manifests_of_its_folder_and_the_kustomizations_up_to_the_root()
    {
        _folder.WriteAll("kustomization.yaml", "repo/Kustomization", "repo/apps/kustomization.yml", "repo/apps/web/kustomization.yaml");
        _folder.WriteAll(
            "repo/apps/web/a.yaml",
            "repo/apps/web/b.json",
            "repo/apps/web/readme.md",
            "repo/apps/web/sub/c.yaml",
            "repo/apps/other.yaml",
            "repo/apps/web/secret.yaml"
        );
        _folder.Write("repo/.gitignore", "secret.yaml\n");
        _folder.Folder("repo/.git");
        Assert.Equal(
            ["+repo/Kustomization", "+repo/apps/kustomization.yml", "repo/apps/web/b.json", "+repo/apps/web/kustomization.yaml"],
            Names("repo/apps/web/a.yaml")
        );
        Assert.Equal(["+repo/Kustomization", "+repo/apps/kustomization.yml"], Names("repo/apps/web"));
        Assert.Empty(Names("repo"));
        Assert.Equal(["+repo/Kustomization", "+repo/apps/kustomization.yml"], Names("repo/apps/web", "repo/apps/web/a.yaml"));
    }

    [Fact]
    public void Outside_a_repository_sixteen_levels_are_climbed()
    {
        string deep = string.Join('/', Enumerable.Range(0, 20));
        _folder.WriteAll(deep + "/a.yaml", "0/1/2/kustomization.yaml", "0/1/2/3/kustomization.yaml", "0/1/2/3/4/kustomization.yaml");
        Assert.Equal(["+0/1/2/3/4/kustomization.yaml"], Names(deep + "/a.yaml"));
        Assert.Equal(["+0/1/2/3/4/kustomization.yaml", "+0/1/2/3/kustomization.yaml"], Names(deep));
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
