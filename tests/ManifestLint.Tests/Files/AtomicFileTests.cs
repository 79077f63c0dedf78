using ManifestLint.Cli.Files;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Tests.Files;

public sealed class AtomicFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_is_created_or_replaced_and_nothing_is_left_behind()
    {
        Assert.Null(AtomicFile.Write(_folder.At("a.sarif"), stream => stream.Write("one"u8)));
        Assert.Null(AtomicFile.Write(_folder.At("a.sarif"), stream => stream.Write("2"u8)));
        Assert.Equal("2", File.ReadAllText(_folder.At("a.sarif")));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void A_failure_keeps_the_old_file()
    {
        string path = _folder.Write("a.sarif", "old");
        string? problem = AtomicFile.Write(path, stream =>
        {
            stream.Write("new"u8);
            throw new IOException("disk full");
        });
        Assert.Equal("cannot be written", problem);
        Assert.Throws<InvalidOperationException>(() => AtomicFile.Write(path, _ => throw new InvalidOperationException("a bug")));
        Assert.Equal("old", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }

    [Fact]
    public void The_mode_and_a_link_stay()
    {
        if (OperatingSystem.IsWindows())
            return;
        string path = _folder.Write("real/a.sarif", "old");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.UserExecute);
        File.CreateSymbolicLink(_folder.At("link.sarif"), "real/a.sarif");
        Assert.Null(AtomicFile.Write(_folder.At("link.sarif"), stream => stream.Write("new"u8)));
        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.UserExecute,
            File.GetUnixFileMode(path)
        );
        Assert.Equal("real/a.sarif", new FileInfo(_folder.At("link.sarif")).LinkTarget);
        Assert.Null(AtomicFile.Write("/dev/null", stream => stream.Write("gone"u8)));
        Assert.Equal(FileKind.Device, FileKinds.Of("/dev/null"));
    }

    [Fact]
    public void Problems_are_values()
    {
        Assert.Equal("cannot be written: it is a folder", AtomicFile.Write(_folder.Path, _ => { }));
        string path = _folder.At("none/a.sarif");
        Assert.Equal("cannot be written: its folder does not exist", AtomicFile.Write(path, _ => { }));
        Assert.NotNull(AtomicFile.Write("", _ => { }));
        Assert.NotNull(AtomicFile.Write("a\0b", _ => { }));
    }
}
