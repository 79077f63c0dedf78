using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Tests.Files;

public sealed class GitRepositoryTests : IDisposable
{
    private const string Revision = "0123456789abcdef0123456789abcdef01234567";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private GitRepository Repository(string head, string config = "")
    {
        _folder.Write(".git/HEAD", head);
        _folder.Write(".git/config", config);
        return GitRepository.Find(_folder.Path)!;
    }

    [Theory]
    [InlineData("https://example.org/a/b.git", "https://example.org/a/b.git")]
    [InlineData("https://user:password@example.org/a/b.git", "https://example.org/a/b.git")]
    [InlineData("https://ghp_token@github.com/a/b", "https://github.com/a/b")]
    [InlineData("https://example.org:8443/a/b?private_token=x#y", "https://example.org:8443/a/b")]
    [InlineData("git@github.com:a/b.git", "ssh://github.com/a/b.git")]
    [InlineData("ssh://git@example.org:2222/a/b.git", "ssh://example.org:2222/a/b.git")]
    [InlineData("example.org:a/b.git", "ssh://example.org/a/b.git")]
    [InlineData("/srv/git/b.git", null)]
    [InlineData("../b.git", null)]
    [InlineData("./a:b", null)]
    [InlineData("file:///srv/git/b.git", null)]
    [InlineData("C:\\git\\b", null)]
    [InlineData("C:/git/b", null)]
    [InlineData("ext::sh -c something", null)]
    [InlineData("", null)]
    [InlineData("https://", null)]
    public void An_address_loses_its_credentials_and_a_path_is_none(string remote, string? expected)
    {
        GitRepository repository = Repository(
            Revision,
            $"[core]\n\tbare = false\n[remote \"origin\"] ; here\n\turl = \"{remote.Replace("\\", "\\\\")}\" # and there\n[branch \"main\"]\n\tremote = origin\n"
        );
        Assert.Equal(expected, repository.ReadProvenance().RepositoryUri?.AbsoluteUri);
    }

    [Fact]
    public void The_revision_comes_from_a_loose_or_a_packed_reference()
    {
        GitRepository repository = Repository("ref: refs/heads/feature/x\n");
        Assert.Equal(new GitProvenance(null, null, "feature/x"), repository.ReadProvenance());
        _folder.Write(
            ".git/packed-refs",
            $"# pack-refs with: peeled fully-peeled sorted \n{new string('a', 40)} refs/heads/feature\n{Revision} refs/heads/feature/x\n^{new string('b', 40)}\n"
        );
        Assert.Equal(Revision, repository.ReadProvenance().RevisionId);
        _folder.Write(".git/refs/heads/feature/x", new string('c', 40) + "\n");
        Assert.Equal(new string('c', 40), repository.ReadProvenance().RevisionId);
    }

    [Theory]
    [InlineData(Revision, Revision, null)]
    [InlineData("ref: refs/heads/../../../secret", null, null)]
    [InlineData("ref: refs/heads/.invalid", null, null)]
    [InlineData("ref: /etc/passwd", null, null)]
    [InlineData("nonsense", null, null)]
    [InlineData("", null, null)]
    public void A_detached_or_damaged_head_is_told_apart(string head, string? revision, string? branch) =>
        Assert.Equal(new GitProvenance(null, revision, branch), Repository(head).ReadProvenance());

    [Fact]
    public void References_in_a_circle_end()
    {
        _folder.Write(".git/refs/heads/a", "ref: refs/heads/b");
        _folder.Write(".git/refs/heads/b", "ref: refs/heads/a");
        Assert.Null(Repository("ref: refs/heads/a").ReadProvenance().RevisionId);
    }

    [Fact]
    public void Paths_are_relative_to_the_root()
    {
        GitRepository repository = Repository(Revision);
        Assert.Equal("k8s/a.yaml", repository.RelativePath(_folder.At("k8s/a.yaml")));
        Assert.Equal("", repository.RelativePath(_folder.Path));
        Assert.Null(repository.RelativePath(_folder.Path + "-other/a.yaml"));
        Assert.Equal(_folder.Path, GitRepository.Find(_folder.Folder("k8s/deep"))!.Root);
    }

    [Fact]
    public void Any_configuration_index_and_pattern_is_an_answer()
    {
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text => GitConfig.Parse(text ?? "")["a.b"] is null || text!.Length > 0)
            .QuickCheckThrowOnFailure();
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
                GitIndex.Parse([.. "DIRC\0\0\0\u0004\0\0\0\u0001"u8, .. bytes], 20) is not { Count: > 1 }
            )
            .QuickCheckThrowOnFailure();
        Gen<string> patterns = Gen.Elements("*?[]!-\\/a^:{}".ToCharArray()).ArrayOf().Select(characters => new string(characters));
        Prop.ForAll(patterns.ToArbitrary(), pattern =>
            {
                byte[] bytes = Encoding.UTF8.GetBytes(pattern);
                _ = WildMatch.Matches(bytes, "a/a-a]/a"u8, pathName: true);
                foreach (GitIgnorePattern parsed in GitIgnorePattern.Parse(bytes))
                    _ = parsed.Matches("a/a"u8, "a"u8, isFolder: true, ignoreCase: true);
                return true;
            })
            .QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_pattern_made_to_take_forever_does_not()
    {
        byte[] path = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("a/", 60)) + new string('a', 2000));
        Assert.False(WildMatch.Matches(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("**/", 60)) + "b"), path, pathName: true));
        Assert.False(WildMatch.Matches(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("*a", 300)) + "b"), path, pathName: false));
        Assert.False(
            WildMatch.Matches(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("**/*a*", 30)) + "/**/b"), path, pathName: true)
        );
    }
}
