using System.Net.Sockets;
using System.Text;
using ManifestLint.Cli.Tests.Files;

namespace ManifestLint.Cli.Tests;

/// <summary>contracts.md C8: input made to harm does none, and each sort has its message.</summary>
public sealed class HostileInputTests : IDisposable
{
    private const string TooDeep =
        "error: this document does not parse: collections are nested more than 256 deep [ML0001 yaml-syntax-error]";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Aliases_are_shared_and_never_multiplied()
    {
        // Ten levels of ten: written out it would be ten thousand million values, and kubectl stops. Two levels it reads.
        _folder.Write("in-data.yaml", "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: bomb}\n" + Bomb("x", "[x]"));
        _folder.Write(
            "in-limits.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: bomb}\n"
                + Bomb("x", "[x]")
                + "spec: {containers: [{name: a, image: b, resources: {limits: *x10}, env: *x10, command: *x10, args: *x10}], initContainers: *x10, volumes: *x10}\n"
        );
        _folder.Write(
            "within.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: bomb}\n"
                + Bomb("x", "[x]", levels: 2)
                + "spec: {containers: [{name: a, image: b, resources: {limits: *x2}, env: *x2, command: *x2, args: *x2}], initContainers: *x2, volumes: *x2}\n"
        );
        _folder.Write(
            "of-lists.yaml",
            "apiVersion: v1\nkind: List\n"
                + Bomb(
                    "x",
                    "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: a, image: b}]}}",
                    "{apiVersion: v1, kind: List, items: [",
                    "]}"
                )
                + "items: [*x10]\n"
        );
        _folder.Write(
            "of-merges.yaml",
            "apiVersion: v1\nkind: Pod\nmetadata: {name: bomb}\n"
                + Bomb("x", "{memory: 64Mi}", "{<<: [", "]}")
                + "spec: {<<: *x10, containers: [{name: a, image: b, resources: {limits: {<<: *x10}}}]}\n"
        );
        _folder.Write("patches/kustomization.yaml", Bomb("x", "{path: /spec}") + "patches: *x10\nresources: *x10\n");

        var result = Run("scan", "--format", "concise");
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Contains(
            "within.yaml:7:61: error: limits of container a is not a mapping (Pod bomb, container a) [ML1007 resources-invalid]",
            result.Lines
        );
        Assert.Equal(5, result.Lines.Count(l => l.Contains("kubectl refuses it as \"excessive aliasing\"", StringComparison.Ordinal)));
        Assert.True(result.Lines.Length < 20, result.Output);
        Assert.Equal(0, Run("inspect").ExitCode);
    }

    [Fact]
    public void Nesting_past_256_is_a_finding_and_the_rest_of_the_file_is_read()
    {
        string rest = "\n---\n" + Sample.Warning();
        _folder.Write("brackets.yaml", new string('[', 100_000) + rest);
        _folder.Write("braces.yaml", "x: " + string.Concat(Enumerable.Repeat("{a: ", 100_000)) + rest);
        _folder.Write("dashes.yaml", string.Concat(Enumerable.Repeat("- ", 100_000)) + rest);
        _folder.Write("at256.yaml", "apiVersion: v1\nkind: Pod\nspec: " + new string('[', 255) + new string(']', 255) + rest);
        _folder.Write("at257.yaml", "apiVersion: v1\nkind: Pod\nspec: " + new string('[', 256) + new string(']', 256) + rest);
        var result = Run("scan", "--format", "concise");
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Equal(
            [
                Sample.WarningLine("at256.yaml", 17),
                "at257.yaml:3:262: " + TooDeep,
                Sample.WarningLine("at257.yaml", 17),
                "braces.yaml:1:1024: " + TooDeep,
                Sample.WarningLine("braces.yaml", 15),
                "brackets.yaml:1:257: " + TooDeep,
                Sample.WarningLine("brackets.yaml", 15),
                "dashes.yaml:1:513: " + TooDeep,
                Sample.WarningLine("dashes.yaml", 15),
            ],
            result.Lines
        );
    }

    [Fact]
    public void What_is_no_file_or_no_text_is_told_and_nothing_waits_for_it()
    {
        _folder.Write("k8s/web.yaml", Sample.Warning());
        _folder.Write("k8s/picture.yaml", [0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', 0, 0, 0, 13, .. "IHDR"u8]);
        _folder.Write("k8s/latin.yaml", [.. "apiVersion: v1\nkind: Pod\nname: caf"u8, 0xE9, (byte)'\n']);
        _folder.Folder("k8s/folder.yaml");
        Directory.CreateSymbolicLink(_folder.At("k8s/above"), _folder.Path);
        File.CreateSymbolicLink(_folder.At("k8s/loop.yaml"), "loop.yaml");
        Unix.MakePipe(_folder.At("k8s/pipe.yaml"));
        File.CreateSymbolicLink(_folder.At("k8s/zero.yaml"), "/dev/zero");
        File.CreateSymbolicLink(_folder.At("k8s/mem.yaml"), "/proc/self/mem");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(_folder.At("k8s/socket.yaml")));

        string[] unreadable =
        [
            "k8s/latin.yaml: it is not UTF-8: byte 0xE9 at offset 34, line 3",
            "k8s/loop.yaml: it is a link to nothing, or its name is not UTF-8",
            "k8s/mem.yaml: it is a link that leads out of the repository, or of the searched folder",
            "k8s/picture.yaml: it is not text: it holds NUL characters",
            "k8s/pipe.yaml: a named pipe in a folder is not read",
            "k8s/socket.yaml: a socket in a folder is not read",
            "k8s/zero.yaml: a device in a folder is not read",
        ];
        var result = Run("scan", "k8s");
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.StartsWith(Sample.WarningHead("k8s/web.yaml") + "\n", result.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            "\nskipped 7 files: 7 unreadable\n" + string.Concat(unreadable.Select(u => $"  {u}\n")),
            result.Output,
            StringComparison.Ordinal
        );

        result = Run("scan", "k8s", "--strict", "--format", "concise", "--exit-zero");
        Assert.Equal((2, Sample.WarningLine("k8s/web.yaml") + "\n"), (result.ExitCode, result.Output));
        Assert.Equal(unreadable.Select(u => $"manifestlint: {u} (--strict)"), result.Errors);

        result = Run("scan", "k8s/web.yaml", "k8s/latin.yaml", "k8s/picture.yaml", "k8s/zero.yaml", "k8s/mem.yaml", "--format", "concise");
        Assert.Equal((2, Sample.WarningLine("k8s/web.yaml") + "\n"), (result.ExitCode, result.Output));
        Assert.Equal(
            [
                "manifestlint: k8s/latin.yaml: it is not UTF-8: byte 0xE9 at offset 34, line 3",
                "manifestlint: k8s/mem.yaml: it cannot be read",
                "manifestlint: k8s/picture.yaml: it is not text: it holds NUL characters",
                "manifestlint: k8s/zero.yaml: it is not text: it holds NUL characters",
            ],
            result.Errors
        );

        result = Run("scan", "k8s/socket.yaml", "k8s/loop.yaml");
        Assert.Equal((2, ""), (result.ExitCode, result.Output));
        Assert.Equal(
            [
                "manifestlint: k8s/loop.yaml cannot be read: it is a link to nothing",
                "manifestlint: k8s/socket.yaml cannot be read: it is a socket",
            ],
            result.Errors
        );
    }

    [Fact]
    public void Nothing_a_terminal_obeys_comes_out_of_names_messages_or_excerpts()
    {
        string name = "\"a\\e[31mp\\u202Ep\\nq\\a\\x9b\\r::error::x\\u2066\"";
        string text = Sample
            .Warning("\"w\\e]0;title\\a\\r\\nevil.yaml:1:1: error: x\\u200F\"")
            .Replace("name: app", "name: " + name, StringComparison.Ordinal)
            .Replace("cpu: 100m}", "cpu: 100m} # \u202E\u2066\u200B\u061C\u00AD\uFEFF", StringComparison.Ordinal);
        _folder.Write("web.yaml", text);
        _folder.Write("ctl.yaml", "apiVersion: v1\nkind: Pod # \u001b[2J\n");
        _folder.Write("c1.yaml", "apiVersion: v1\nkind: Pod # \u009b2J\n");
        _folder.Write("bad\u001b[31m\n\u202Ename.yaml", Sample.Warning());
        foreach (
            string[] arguments in new string[][]
            {
                ["scan"],
                ["scan", "--format", "concise"],
                ["inspect"],
                ["scan", "bad\u001b[31m\n.yaml", "no\u001b\u202E.yaml"],
                ["\u001b[31m"],
            }
        )
        {
            var result = Run(arguments);
            AssertHarmless(result.Output);
            AssertHarmless(result.Error);
        }
        Assert.Contains(
            "manifestlint: no\\x1b\\u202e.yaml does not exist",
            Run("scan", "no\u001b\u202E.yaml").Error,
            StringComparison.Ordinal
        );
        const string Object = @"w\x1b]0;title\x07\x0d\x0aevil.yaml:1:1: error: x\u200f";
        const string Container = @"a\x1b[31mp\u202ep\x0aq\x07\u009b\x0d::error::x\u2066";
        Assert.Contains(
            $"web.yaml:13:9: warning: container {Container} has no memory limit (Deployment {Object}, container {Container}) [ML1001 memory-limit-missing]",
            Run("scan", "web.yaml", "--format", "concise").Lines
        );
        // Programs get what stands there, as JSON escapes it.
        foreach (string format in new[] { "json", "sarif" })
            Assert.DoesNotContain(Run("scan", "--format", format).Output, c => c < ' ' && c != '\n');
    }

    [Fact]
    public void A_line_of_megabytes_is_shown_in_part()
    {
        _folder.Write("long.yaml", Sample.Warning().Replace("image: ", "image: " + new string('x', 3_000_000), StringComparison.Ordinal));
        string name = new('n', 1_000_000);
        _folder.Write(
            "pod.json",
            $$$$"""{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p","labels":{"x":"{{{{name}}}}"}},"spec":{"containers":[{"name":"a","image":"b","resources":{"limits":{"memory":"1Ki","cpu":"1"}}}]}}"""
        );
        var result = Run("scan");
        Assert.Equal((1, ""), (result.ExitCode, result.Error));
        Assert.Contains("\"1Ki\"", result.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(result.Lines, line => line.Length > 300);
    }

    private static void AssertHarmless(string text)
    {
        Assert.DoesNotContain(text, c => (c < ' ' && c != '\n') || c is >= '\x7F' and < '\u00A0');
        Assert.DoesNotContain(text.EnumerateRunes(), rune => Rune.GetUnicodeCategory(rune) == System.Globalization.UnicodeCategory.Format);
    }

    private static string Bomb(string anchor, string seed, string open = "[", string close = "]", int levels = 10)
    {
        var text = new StringBuilder($"{anchor}0: &{anchor}0 {seed}\n");
        for (int level = 1; level <= levels; level++)
        {
            text.Append(
                System.Globalization.CultureInfo.InvariantCulture,
                $"{anchor}{level}: &{anchor}{level} {open}{string.Join(", ", Enumerable.Repeat($"*{anchor}{level - 1}", 10))}{close}\n"
            );
        }
        return text.ToString();
    }

    private CliResult Run(params string[] arguments) => CliProcess.Run(_folder.Path, arguments);
}
