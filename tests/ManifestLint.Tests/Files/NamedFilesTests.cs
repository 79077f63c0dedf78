using ManifestLint.Cli.Files;
using ManifestLint.Cli.Tests.Files;
using ManifestLint.Composition;

namespace ManifestLint.Tests.Files;

public sealed class NamedFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // What a kustomization writes between quotes can hold a character that no path has.
    [Fact]
    public void A_name_that_no_file_can_have_is_a_file_that_is_missing()
    {
        _folder.Write("app/pod.yaml", "kind: Pod\n");
        _folder.Write("app/kustomization.yaml", "resources: [\"a\\0b\", pod.yaml]\ncomponents: [\"\\0\"]\n");
        var set = ManifestFiles.Find(["app/pod.yaml"], _folder.Path);
        var files = new NamedFiles(set, [], _folder.Path);

        string path = Path.Join(_folder.Path, "app/a\0b");
        Assert.Equal(CompositionFile.Missing, files.Open(path));
        Assert.False(files.IsFolder(path));
        Assert.False(files.Holds(path));
        Assert.Equal(path, files.RealPathOf(path));
        Assert.Equal(Path.Join(_folder.Path, "app"), Assert.Single(UsingKustomizations.Of(set, files.RealPathOf).Folders));
    }
}
