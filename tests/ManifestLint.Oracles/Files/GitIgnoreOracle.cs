using System.Text;
using ManifestLint.Cli.Files;
using Xunit.Abstractions;

namespace ManifestLint.Oracles.Files;

/// <summary>The search in folders against git itself: <c>git check-ignore</c> and <c>git ls-files</c>.</summary>
public sealed class GitIgnoreOracle(ITestOutputHelper output) : IDisposable
{
    private static readonly string[] Names =
    [
        "a",
        "b",
        "ab",
        "abc",
        "build",
        "Build",
        "x y",
        "ä",
        "a-b",
        "[a]",
        "a]",
        "#c",
        "!d",
        "end ",
        "a*b",
        "back\\slash",
        "q?",
    ];

    // Every line of gitignore(5) and of git's own t0008 and t3070 that decides something, one by one.
    private static readonly string[] Patterns =
    [
        "a.yaml",
        "/a.yaml",
        "a/",
        "/a/",
        "a/b",
        "/a/b",
        "a/b/",
        "a/*",
        "a/**",
        "**/a",
        "**/a/",
        "**/a.yaml",
        "a/**/b",
        "a/**/b.yaml",
        "**",
        "**/",
        "/**",
        "/**/",
        "*",
        "/*",
        "*/",
        "/*/",
        "*.yaml",
        "/*.yaml",
        "*/*.yaml",
        "a*.yaml",
        "a*",
        "*b",
        "*b.yaml",
        "*b/",
        "a?.yaml",
        "?",
        "?.yaml",
        "??.yaml",
        "[ab].yaml",
        "[!a].yaml",
        "[^a].yaml",
        "[a-c].yaml",
        "[]a].yaml",
        "[]-a].yaml",
        "[a-].yaml",
        "[[:alpha:]].yaml",
        "[[:upper:]]*",
        "[[:nonsense:]]*",
        "[[:alpha:].yaml",
        "[a",
        "a[",
        "[a]",
        "\\[a\\]",
        "\\[a\\].yaml",
        "a\\]",
        "[a-",
        "[\\a]",
        "[\\]a].yaml",
        "\\#c",
        "#c",
        "\\!d",
        "!d",
        "!d/",
        "end ",
        "end\\ ",
        "end\\ /",
        "end \\ ",
        "end  ",
        "a.yaml  ",
        "a.yaml\\",
        "a.yaml\t",
        "a\\.yaml",
        "\\a.yaml",
        "a\\",
        "\\",
        "/",
        "//",
        "!",
        "!/",
        " a.yaml",
        "a//b",
        "./a",
        "../a",
        "a/.",
        "a**",
        "**b",
        "a**.yaml",
        "a/**b",
        "a**/b",
        "a/***/b",
        "***",
        "**/**",
        "**/*.yaml",
        "**/**/b.yaml",
        "a/**/*.yaml",
        "a/*/b.yaml",
        "a/*b",
        "*/a",
        "*/a/",
        "*/*",
        "*/*/",
        "*/*/*",
        "?/?.yaml",
        "[/]a",
        "a[/]b",
        "a[^/]b",
        "a[!/]b.yaml",
        "a?b.yaml",
        "ä",
        "ä.yaml",
        "?\u200b",
        "??",
        "??/",
        "x y",
        "x\\ y",
        "x y/",
        "*\\*b*",
        "a\\*b",
        "a\\**",
        "q\\?",
        "q?",
        "back\\\\slash",
        "back\\\\*",
        "BUILD",
        "build",
        "Build/",
        "a-b",
        "a[+--]b",
        "a[--0]b",
        "[--a].yaml",
        "[a-b-c].yaml",
        "*[!a].yaml",
        "*.y*ml",
        "*.y?ml",
        "*.[yY][aA]ml",
        "*a*b*",
        "*a*b*.yaml",
        "{a,b}.yaml",
        "a/b.yaml/",
        "b.yaml/",
        "/a/*/",
        "/a/**/",
        "!/a/",
        "\\/a",
        "/\\a",
        "a\\/b",
        "**\\/b",
        "a/\\**",
        "a/\\*\\*",
        "[[-]a].yaml",
        "[a[:digit:]b].yaml",
        "[[:digit:]-b].yaml",
        "[!]a].yaml",
        "[!-a].yaml",
        "[a-\\c].yaml",
        "[\\a-c].yaml",
        "[c-a].yaml",
        "[[:space:]]",
        "*[[:space:]]*",
        "*[[:punct:]]*",
        "[^[:alpha:]]*",
        "\ufeffa.yaml",
        "a.yaml\r",
        "a/\r",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("manifestlint-oracle-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [OracleFact("git")]
    public void Every_pattern_alone_ignores_what_git_ignores()
    {
        List<string> files = Populate();
        Git("init", "-q");
        int differences = 0;
        var patterns = Questions.Draw("git patterns", Patterns, Questions.GitPatterns);
        foreach (string pattern in patterns)
        {
            foreach (string text in (string[])[pattern + "\n", "*\n!" + pattern + "\n!*/\n", "*.yaml\n!" + pattern])
            {
                File.WriteAllText(Path.Join(_folder, ".gitignore"), text);
                differences += Compare(files, text);
            }
        }
        output.WriteLine(
            $"{patterns.Count} patterns in 3 forms over {files.Count} files: {patterns.Count * 3 * files.Count} answers, {differences} differ"
        );
        Assert.Equal(0, differences);
    }

    [OracleFact("git")]
    public void Layers_of_ignore_files_and_tracked_files_agree()
    {
        List<string> files = Populate();
        Git("init", "-q");
        string[] folders = [.. files.Select(file => Path.GetDirectoryName(file)!).Distinct()];
        int differences = 0;
        int answers = 0;
        var rounds = Questions.Draw("git layouts", [.. Enumerable.Range(0, 60)], Questions.GitLayouts);
        foreach (int round in rounds)
        {
            var random = new Random(20260101 + round);
            foreach (string old in Directory.GetFiles(_folder, ".gitignore", SearchOption.AllDirectories))
                File.Delete(old);
            foreach (string folder in folders.Append("").OrderBy(_ => random.Next()).Take(4))
                File.WriteAllText(Path.Join(_folder, folder, ".gitignore"), SomePatterns(random));
            File.WriteAllText(Path.Join(_folder, ".git", "info", "exclude"), SomePatterns(random));
            File.Delete(Path.Join(_folder, ".git", "index"));
            string[] tracked = [.. files.OrderBy(_ => random.Next()).Take(round % 3 == 0 ? 0 : 6)];
            if (tracked.Length > 0)
                Git(["--literal-pathspecs", "add", "-f", "--", .. tracked]);
            if (tracked.Length > 0)
                Git("update-index", "--index-version", (2 + (round % 3)).ToString());
            // check-ignore takes "a*b.yaml" for a pattern over the tracked names; the listing covers such files.
            string[] plain = [.. files.Where(file => file.AsSpan().IndexOfAny("*?[\\") < 0)];
            differences += Compare(plain, $"round {round}", found => plain.Contains(found, StringComparer.Ordinal));
            answers += plain.Length;
            differences += CompareListing($"round {round}");
        }
        output.WriteLine(
            $"{rounds.Count} layouts over {files.Count} files: {answers} answers and {rounds.Count} listings, {differences} differ"
        );
        Assert.Equal(0, differences);
    }

    [OracleFact("git")]
    public void A_worktree_reads_the_shared_excludes_and_its_own_index()
    {
        Git("init", "-q");
        Write(".gitignore", "kept.yaml\n");
        Write("kept.yaml", "");
        Git("add", "-f", ".gitignore", "kept.yaml");
        Git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "-m", "first");
        File.WriteAllText(Path.Join(_folder, ".git", "info", "exclude"), "shared.yaml\n");
        Git("worktree", "add", "-q", "-b", "side/branch", "tree");
        Write("tree/shared.yaml", "");
        Write("tree/other.yaml", "");
        string[] found = [.. ManifestFiles.Find(["tree"], _folder).Files.Select(file => file.DisplayPath)];
        Assert.Equal(["tree/kept.yaml", "tree/other.yaml"], found);

        GitRepository repository = GitRepository.Find(Path.Join(_folder, "tree"))!;
        GitProvenance provenance = repository.ReadProvenance();
        Assert.Equal("side/branch", provenance.Branch);
        Assert.Equal(Git("rev-parse", "HEAD").Trim(), provenance.RevisionId);
    }

    [OracleFact("git")]
    public void An_index_with_long_hashes_intended_files_and_a_submodule_is_read()
    {
        Git("init", "-q", "--object-format=sha256");
        Write(".gitignore", "*.yaml\nvendored/\nplain/\n");
        foreach (string name in (string[])["a", "b", "c", "plain/d", "vendored/e"])
            Write(name + ".yaml", "");
        Git("-C", "vendored", "init", "-q", "--object-format=sha256");
        Git("-C", "vendored", "-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "first");
        Git("add", "-f", "a.yaml");
        Git("add", "-N", "-f", "b.yaml");
        Assert.Equal(["a.yaml", "b.yaml"], Found());
        Git("-c", "advice.addEmbeddedRepo=false", "add", "-f", "vendored");
        // Tracked, so not ignored; and inside it nothing is, for it is a repository of its own.
        Assert.Equal("", Git("check-ignore", "vendored"));
        Assert.Equal(["a.yaml", "b.yaml", "vendored/e.yaml"], Found());

        string[] Found() => [.. ManifestFiles.Find([], _folder).Files.Select(file => file.DisplayPath)];
    }

    [OracleFact("git")]
    public void Provenance_is_what_rev_parse_says()
    {
        Git("init", "-q", "-b", "trunk");
        Assert.Equal(new GitProvenance(null, null, "trunk"), GitRepository.Find(_folder)!.ReadProvenance());
        Git("-c", "user.name=a", "-c", "user.email=a@example.org", "commit", "-q", "--allow-empty", "-m", "first");
        Git("remote", "add", "origin", "https://me:secret@example.org/team/app.git");
        string revision = Git("rev-parse", "HEAD").Trim();
        var expected = new GitProvenance(new Uri("https://example.org/team/app.git"), revision, "trunk");
        Assert.Equal(expected, GitRepository.Find(_folder)!.ReadProvenance());
        Git("pack-refs", "--all");
        Assert.Equal(expected, GitRepository.Find(_folder)!.ReadProvenance());
        Git("checkout", "-q", "--detach");
        Assert.Equal(expected with { Branch = null }, GitRepository.Find(_folder)!.ReadProvenance());
    }

    private static string SomePatterns(Random random)
    {
        var text = new StringBuilder();
        for (int i = random.Next(1, 5); i > 0; i--)
        {
            string pattern = Patterns[random.Next(Patterns.Length)];
            text.Append(random.Next(3) == 0 ? "!" : "").Append(pattern).Append(random.Next(5) == 0 ? "\r\n" : "\n");
        }
        return text.ToString();
    }

    private List<string> Populate()
    {
        List<string> files = [];
        foreach (string name in Names)
        {
            files.Add(name + ".yaml");
            foreach (string inner in (string[])["a", "b", "ab"])
            {
                files.Add($"{name}/{inner}.yaml");
                if (name is "a" or "b" or "build" or "x y")
                    files.Add($"{name}/{inner}/b.yaml");
                if (name is "a")
                    files.Add($"a/{inner}/a/b/c.yaml");
            }
        }
        foreach (string file in files)
            Write(file, "");
        return files;
    }

    private void Write(string relative, string text)
    {
        string path = Path.Join(_folder, relative);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private int Compare(IReadOnlyCollection<string> files, string what, Func<string, bool>? concerns = null)
    {
        string answer = Git(["check-ignore", "-z", "--stdin"], string.Join('\0', files) + "\0");
        HashSet<string> ignored = [.. answer.Split('\0', StringSplitOptions.RemoveEmptyEntries)];
        return Report(files.Where(file => !ignored.Contains(file)), what, concerns);
    }

    private int CompareListing(string what)
    {
        string listing = Git("ls-files", "-z", "--cached", "--others", "--exclude-standard");
        return Report(listing.Split('\0').Where(name => name.EndsWith(".yaml", StringComparison.Ordinal)).Distinct(), what + " (ls-files)");
    }

    private int Report(IEnumerable<string> expected, string what, Func<string, bool>? concerns = null)
    {
        HashSet<string> wanted = [.. expected];
        HashSet<string> found = [.. ManifestFiles.Find([], _folder).Files.Select(file => file.DisplayPath).Where(concerns ?? (_ => true))];
        string[] missing = [.. wanted.Except(found)];
        string[] extra = [.. found.Except(wanted)];
        if (missing.Length + extra.Length == 0)
            return 0;
        output.WriteLine(
            $"{what.ReplaceLineEndings("\\n")}: git reads, we do not: {string.Join(" | ", missing.Take(5))}; we read, git does not: {string.Join(" | ", extra.Take(5))}"
        );
        return missing.Length + extra.Length;
    }

    private string Git(params string[] arguments) => Git(arguments, input: "");

    private string Git(string[] arguments, string input)
    {
        var (exitCode, answer, errors) = Oracle.Run(
            "git",
            ["-c", "core.excludesFile=/dev/null", "-c", "core.quotePath=false", .. arguments],
            input,
            _folder,
            [new("GIT_CONFIG_NOSYSTEM", "1"), new("GIT_CONFIG_GLOBAL", "/dev/null")]
        );
        // check-ignore says 1 when nothing is ignored.
        Assert.True(exitCode is 0 || (exitCode is 1 && arguments.Contains("check-ignore")), $"git {string.Join(' ', arguments)}: {errors}");
        return answer;
    }
}
