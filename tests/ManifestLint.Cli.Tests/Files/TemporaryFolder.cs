namespace ManifestLint.Cli.Tests.Files;

/// <summary>A real folder for one test, removed afterwards.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("manifestlint-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);

    public string At(string relative) => System.IO.Path.Join(Path, relative);

    public string Folder(string relative) => Directory.CreateDirectory(At(relative)).FullName;

    public string Write(string relative, string text = "") => Write(relative, System.Text.Encoding.UTF8.GetBytes(text));

    public string Write(string relative, byte[] bytes)
    {
        string path = At(relative);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        lock (Unix.Starting)
            File.WriteAllBytes(path, bytes);
        return path;
    }

    public void WriteAll(params string[] relatives)
    {
        foreach (string relative in relatives)
            Write(relative);
    }
}
