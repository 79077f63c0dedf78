using System.Collections.Concurrent;
using System.Runtime.Versioning;
using ManifestLint.Cli.Files;
using ManifestLint.Cli.Tests;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Tests.Files;

public sealed class ManifestFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private ManifestFileSet Find(params string[] paths) => ManifestFiles.Find(paths, _folder.Path);

    private string[] Names(params string[] paths) => [.. Find(paths).Files.Select(file => file.DisplayPath)];

    [Fact]
    public void No_path_is_the_current_folder_with_plain_relative_names()
    {
        _folder.WriteAll("b.yaml", "a.yml", "sub/c.JSON", "sub/d.YAML", "readme.md", "sub/e.yaml.bak", ".hidden.yaml");
        Assert.Equal([".hidden.yaml", "a.yml", "b.yaml", "sub/c.JSON", "sub/d.YAML"], Names());
        Assert.Equal(Names(), Names("."));
        Assert.Equal(Names(), Names("./"));
        SearchedFolder folder = Assert.Single(Find().Folders);
        Assert.Equal((".", 5, 2), (folder.DisplayPath, folder.Files, folder.OtherFiles));
        Assert.All(Find().Files, file => Assert.False(file.IsExplicit));
    }

    [Fact]
    public void Folders_without_a_configuration_and_a_repository_are_known_to_be_bare()
    {
        _folder.WriteAll("a/b/c.yaml", "a/.manifestlint.yml", "d/Manifestlint.yaml", "e/.git/HEAD", "f/g/x.txt", "testdata/h.yaml");
        Assert.Equal([_folder.Path, .. new[] { "a/b", "f", "f/g" }.Select(_folder.At)], Find().Bare.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Where_a_path_leads_is_the_same_with_what_is_known_of_its_folders()
    {
        _folder.WriteAll("real/in/a.yaml");
        Directory.CreateSymbolicLink(_folder.At("link"), "real/../real");
        Directory.CreateSymbolicLink(_folder.At("real/in/up"), "..");
        var known = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in new[] { "link/in/a.yaml", "link/in/up/in/a.yaml", "real/in/a.yaml", "real/none/b.yaml", "link", "" })
        {
            Assert.Equal(RealPath.Of(_folder.At(path)), RealPath.Of(_folder.At(path), known));
            Assert.Equal(RealPath.Of(_folder.At(path)), RealPath.Of(_folder.At(path), known));
        }
    }

    [Fact]
    public void A_folder_tells_each_entry_as_the_entry_itself_does()
    {
        _folder.WriteAll("in/a.yaml", "in/\u00e4 b.yaml", "in/sub/c.yaml", "in/.hidden");
        foreach (string target in new[] { "a.yaml", "sub", "nothing" })
            File.CreateSymbolicLink(_folder.At("in/to-" + target), target);
        string folder = _folder.At("in") + Path.DirectorySeparatorChar;
        var entries = new Dictionary<string, FileKind>(StringComparer.Ordinal);
        FolderEntries.List(folder, entries.Add);
        Assert.Equal(
            [".hidden", "a.yaml", "sub", "to-a.yaml", "to-nothing", "to-sub", "\u00e4 b.yaml"],
            entries.Keys.Order(StringComparer.Ordinal)
        );
        Assert.All(entries, entry => Assert.Equal(FileKinds.OfEntry(folder + entry.Key), entry.Value));
        Assert.ThrowsAny<IOException>(() => FolderEntries.List(_folder.At("none/"), static (_, _) => { }));
    }

    [Fact]
    public void Hidden_folders_and_node_modules_stay_out_unless_named()
    {
        _folder.WriteAll(
            "a.yaml",
            ".github/b.yaml",
            "node_modules/c.yaml",
            "x/node_modules/d.yaml",
            "x/.cache/e.yaml",
            "_site/f.yaml",
            "_base/g.yaml"
        );
        Assert.Equal(["_base/g.yaml", "a.yaml"], Names());
        SearchedFolder folder = Assert.Single(Find().Folders);
        Assert.Equal((2, 3), (folder.HiddenFolders, folder.FilledByTools));
        Assert.Equal([".github/b.yaml"], Names(".github"));
        Assert.Equal(["node_modules/c.yaml"], Names("node_modules"));
    }

    [Fact]
    public void Test_data_stays_out_unless_something_named_lies_in_it()
    {
        _folder.WriteAll(
            "a.yaml",
            "pkg/testdata/b.yaml",
            "pkg/testdata/in/testdata/c.yaml",
            "testdata-tools/d.yaml",
            "Testdata/e.yaml",
            "testdata2/f.yaml"
        );
        Assert.Equal(["Testdata/e.yaml", "a.yaml", "testdata-tools/d.yaml"], Names());
        Assert.Equal(2, Assert.Single(Find().Folders).TestData);
        Assert.Equal(["testdata2/f.yaml"], Names("testdata2"));
        Assert.Equal(["pkg/testdata/b.yaml", "pkg/testdata/in/testdata/c.yaml"], Names("pkg/testdata"));
        Assert.Equal(["pkg/testdata/in/testdata/c.yaml"], Names("pkg/testdata/in"));
        Assert.Equal(["pkg/testdata/b.yaml"], Names("pkg/testdata/b.yaml"));
        Assert.Equal(["pkg/testdata/b.yaml"], Names("**/testdata/b.*"));
        Assert.Equal(["a.yaml"], Names("**/[abc].yaml"));
    }

    [Theory]
    [InlineData("tests/fixtures/pod.yaml", "tests/fixtures")]
    [InlineData("policies/tests/cases/golden/pod.yaml", "policies/tests/cases/golden")]
    [InlineData("test/app/baseline/manifests/pod.yaml", "test/app/baseline")]
    [InlineData("e2e/__snapshots__/pod.yaml", "e2e/__snapshots__")]
    [InlineData("policies/tests/limit/pod.yaml", "policies/tests/limit", "policies/tests/limit/chainsaw-test.yaml")]
    [InlineData("policies/limit/in/pod.yaml", "policies/limit", "policies/limit/kyverno-test.yaml")]
    public void Folders_of_what_tests_read_are_searched_where_they_are_named(string file, string folder, string? test = null)
    {
        _folder.WriteAll(test is null ? ["app.yaml", file] : ["app.yaml", file, test]);

        Assert.Equal(["app.yaml"], Names());
        Assert.Equal(1, Assert.Single(Find().Folders).TestData);
        Assert.Contains(file, Names(folder));
        Assert.Equal([file], Names(file));
    }

    [Theory]
    [InlineData("fixtures/pod.yaml")]
    [InlineData("data/tests/pod.yaml")]
    [InlineData("tests/app/pod.yaml")]
    [InlineData("e2e/database/pod.yaml")]
    public void Names_that_mean_tests_below_a_folder_of_tests_mean_nothing_elsewhere(string file)
    {
        _folder.WriteAll(file);

        Assert.Equal([file], Names());
    }

    [Fact]
    public void A_file_that_is_named_is_read_whatever_its_name_and_whatever_git_says()
    {
        _folder.Folder(".git");
        _folder.Write(".gitignore", "*.yaml\n");
        _folder.WriteAll("a.yaml", "manifest.tpl");
        Assert.Empty(Names());
        Assert.Equal(["a.yaml", "manifest.tpl"], Names("manifest.tpl", "a.yaml"));
        Assert.All(Find("manifest.tpl", "a.yaml").Files, file => Assert.True(file.IsExplicit));
    }

    [Fact]
    public void The_order_of_the_paths_does_not_matter_and_every_file_comes_once()
    {
        _folder.WriteAll("k8s/a.yaml", "k8s/b/c.yaml", "z.yaml");
        string[] paths = ["k8s", "./k8s/a.yaml", "z.yaml", _folder.At("z.yaml"), "k8s/b", "-", "k8s/../z.yaml", "-"];
        ManifestFileSet forward = Find(paths);
        ManifestFileSet backward = Find([.. paths.Reverse()]);
        Assert.Equal(["<stdin>", "k8s/a.yaml", "k8s/b/c.yaml", "z.yaml"], forward.Files.Select(file => file.DisplayPath));
        Assert.Equal(forward.Files.AsEnumerable(), backward.Files);
        Assert.Equal(forward.Folders.AsEnumerable(), backward.Folders);
        Assert.Equal([true, true, false, true], forward.Files.Select(file => file.IsExplicit));
        Assert.True(forward.Files[0].IsStandardInput);
    }

    [Theory]
    [InlineData("./k8s/", "k8s/a.yaml")]
    [InlineData("k8s//.", "k8s/a.yaml")]
    [InlineData("./././k8s/a.yaml", "k8s/a.yaml")]
    [InlineData("k8s/../k8s", "k8s/../k8s/a.yaml")]
    public void A_path_is_shown_as_given(string path, string shown)
    {
        _folder.WriteAll("k8s/a.yaml");
        Assert.Equal([shown], Names(path));
    }

    [Fact]
    public void An_absolute_path_stays_absolute()
    {
        _folder.WriteAll("k8s/a.yaml");
        Assert.Equal([_folder.At("k8s/a.yaml").Replace('\\', '/')], Names(_folder.Path));
    }

    [Theory]
    [InlineData("k8s/deploy.yml", "k8s/deploy.yaml")]
    [InlineData("k8/deploy.yaml", "k8s/deploy.yaml")]
    [InlineData("K8S", "k8s")]
    [InlineData("k8s/delpoy.yaml", "k8s/deploy.yaml")]
    [InlineData("elsewhere", null)]
    [InlineData("k8s/deploy.yaml/x", null)]
    public void A_missing_path_is_a_problem_with_the_nearest_name(string path, string? suggestion)
    {
        _folder.WriteAll("k8s/deploy.yaml");
        PathProblem problem = Assert.Single(Find(path).Problems);
        Assert.Equal((path, $"{path} does not exist", suggestion), (problem.Path, problem.Message, problem.Suggestion));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("\uD800")]
    [InlineData("[")]
    [InlineData("{a,b")]
    [InlineData("**/*.none")]
    [InlineData("\u0001\u0002")]
    public void Any_text_is_an_answer_and_not_an_exception(string path)
    {
        Assert.Single(Find(path).Problems);
        Assert.Empty(Find(path, new string('x', 5000)).Files);
    }

    [Theory]
    [InlineData("k8s/*.yaml", "k8s/a.yaml k8s/b.yaml")]
    [InlineData("k8s/**/*.yaml", "k8s/a.yaml k8s/b.yaml k8s/sub/c.yaml")]
    [InlineData("**/c.yaml", "k8s/sub/c.yaml")]
    [InlineData("k8s/[ab].yaml", "k8s/a.yaml k8s/b.yaml")]
    [InlineData("k8s/?.yml", "k8s/d.yml")]
    [InlineData("k8s/{a,d}.{yaml,yml}", "k8s/a.yaml k8s/d.yml")]
    [InlineData("{k8s,other}/*.y*ml", "k8s/a.yaml k8s/b.yaml k8s/d.yml other/[x].yaml")]
    [InlineData("./k8s/*.txt", "k8s/note.txt")]
    [InlineData("k8s/*", "k8s/a.yaml k8s/b.yaml k8s/d.yml k8s/sub/c.yaml")]
    [InlineData("k8s/**", "k8s/a.yaml k8s/b.yaml k8s/d.yml k8s/sub/c.yaml")]
    [InlineData("*/s*b", "k8s/sub/c.yaml")]
    [InlineData("other/[x].yaml", "other/[x].yaml")]
    [InlineData("other/\\[x\\].yaml", "other/[x].yaml")]
    public void A_pattern_that_the_shell_did_not_expand_is_expanded(string pattern, string expected)
    {
        _folder.WriteAll(
            "k8s/a.yaml",
            "k8s/b.yaml",
            "k8s/d.yml",
            "k8s/sub/c.yaml",
            "k8s/note.txt",
            "other/[x].yaml",
            ".h/c.yaml",
            "node_modules/c.yaml"
        );
        Assert.Equal(expected.Split(' '), Names(pattern));
        Assert.Empty(Find(pattern).Problems);
    }

    [Fact]
    public void A_pattern_without_a_match_is_a_problem() =>
        Assert.Equal("no file matches k8s/*.yaml", Assert.Single(Find("k8s/*.yaml").Problems).Message);

    [Fact]
    public void Ignore_files_count_from_the_repository_down_and_not_outside_one()
    {
        _folder.Write(".gitignore", "*.yaml\n");
        _folder.Write("repo/.gitignore", "out/\n*.gen.yaml\n");
        _folder.WriteAll(
            "repo/a.yaml",
            "repo/a.gen.yaml",
            "repo/out/b.yaml",
            "repo/deep/c.yaml",
            "repo/deep/d.yaml",
            "repo/deep/e.gen.yaml"
        );
        _folder.Write("repo/deep/.gitignore", "d.yaml\n!e.gen.yaml\n");
        Assert.Equal(6, Names("repo").Length);
        _folder.Folder("repo/.git");
        Assert.Equal(["repo/a.yaml", "repo/deep/c.yaml", "repo/deep/e.gen.yaml"], Names("repo"));
        Assert.Equal(["repo/deep/c.yaml", "repo/deep/e.gen.yaml"], Names("repo/deep"));
        SearchedFolder folder = Assert.Single(Find("repo").Folders);
        Assert.Equal((2, 1), (folder.IgnoredFiles, folder.IgnoredFolders));
        Assert.Empty(Names("repo/out"));
    }

    [Fact]
    public void A_nested_repository_starts_anew()
    {
        _folder.Folder("repo/.git");
        _folder.Write("repo/.gitignore", "*.yaml\n");
        _folder.WriteAll("repo/a.yaml", "repo/sub/b.yaml", "repo/sub/c.yaml");
        _folder.Write("repo/sub/.git", "gitdir: ../.git/modules/sub\n");
        _folder.Write("repo/.git/modules/sub/info/exclude", "c.yaml\n");
        Assert.Equal(["repo/sub/b.yaml"], Names("repo"));
        Assert.Equal(["repo/sub/b.yaml"], Names("repo/sub"));
    }

    [Fact]
    public void A_damaged_index_is_no_index()
    {
        _folder.Write("repo/.git/index", "DIRC\0\0\0\u0002\u00ff\u00ff\u00ff\u00ff and so on, far too short for so many entries");
        _folder.Write("repo/.gitignore", "a.yaml\n");
        _folder.WriteAll("repo/a.yaml", "repo/b.yaml");
        Assert.Equal(["repo/b.yaml"], Names("repo"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void Links_to_files_are_read_and_links_to_folders_are_not_followed()
    {
        _folder.WriteAll("target/a.yaml", "target/.hidden/b.yaml", "elsewhere/b.yaml");
        File.CreateSymbolicLink(_folder.At("target/link.yaml"), _folder.At("target/.hidden/b.yaml"));
        File.CreateSymbolicLink(_folder.At("target/outside.yaml"), _folder.At("elsewhere/b.yaml"));
        File.CreateSymbolicLink(_folder.At("target/broken.yaml"), "nowhere");
        File.CreateSymbolicLink(_folder.At("target/loop.yaml"), "loop.yaml");
        Directory.CreateSymbolicLink(_folder.At("target/up"), "..");
        Directory.CreateSymbolicLink(_folder.At("target/folder.yaml"), "../elsewhere");
        Directory.CreateSymbolicLink(_folder.At("named"), "target");
        ManifestFileSet set = Find("target");
        Assert.Equal(["target/a.yaml", "target/link.yaml"], set.Files.Select(file => file.DisplayPath));
        Assert.Equal(
            [
                ("target/broken.yaml", SkipReason.BrokenLink),
                ("target/loop.yaml", SkipReason.BrokenLink),
                ("target/outside.yaml", SkipReason.Outside),
            ],
            set.Skipped.Select(skip => (skip.DisplayPath, skip.Reason))
        );
        Assert.Equal((2, 3), (set.Folders[0].LinkedFolders, set.Folders[0].Skipped));
        Assert.Equal(["named/a.yaml", "named/link.yaml"], Names("named"));
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task A_pipe_in_a_folder_is_skipped_and_a_named_one_is_read()
    {
        _folder.WriteAll("a.yaml");
        Unix.MakePipe(_folder.At("pipe.yaml"));
        File.CreateSymbolicLink(_folder.At("null.yaml"), "/dev/null");
        ManifestFileSet set = Find();
        Assert.Equal(["a.yaml"], set.Files.Select(file => file.DisplayPath));
        Assert.Equal(
            [("null.yaml", SkipReason.NotRegularFile), ("pipe.yaml", SkipReason.NotRegularFile)],
            set.Skipped.Select(skip => (skip.DisplayPath, skip.Reason))
        );
        Assert.Equal("a named pipe in a folder is not read", set.Skipped[1].Message);

        ManifestFile pipe = Assert.Single(Find("pipe.yaml").Files);
        // Opening waits for the other end.
        var written = Task.Run(() => File.WriteAllText(_folder.At("pipe.yaml"), "kind: Pod\n"));
        Assert.Equal("kind: Pod\n", TextFiles.Read(pipe.FullPath).Text);
        await written;
    }

    [Fact]
    public void Names_that_only_begin_alike_are_not_in_a_folder()
    {
        _folder.WriteAll("k8s/a.yaml", "k8s-old/b.yaml");
        ManifestFileSet set = Find("k8s", "k8s-old");
        Assert.Equal(["k8s-old/b.yaml", "k8s/a.yaml"], set.Files.Select(file => file.DisplayPath));
        Assert.Equal([false, true], set.Files.Select(set.Folders[0].Contains));
    }
}
