using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Findings;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

public sealed class GitHubReporterTests
{
    [Fact]
    public void A_usual_report() => Golden.Verify(Report(Samples.Usual), "usual-github", "txt");

    [Fact]
    public void Nothing_found_is_nothing_said() => Assert.Empty(Report(Samples.Clean));

    [Fact]
    public void A_manifest_cannot_give_commands()
    {
        const string attack = "x\n::error::mine%0A::set-output name=a::b\r\n##[add-mask]c\r::stop-commands::d";
        var finding = Samples.Usual.Findings[1] with { Statement = Statement.Of(attack) };
        finding = finding with
        {
            Place = Samples.In("a,line=7:b\n::warning::%0A.yaml"),
            Related = [new(finding.Place, attack)],
            Fix = finding.Fix! with { Advice = new(attack) },
        };
        var command = Assert.Single(Runner.Read(Report(Samples.Of(finding))));
        Assert.Equal("error", command.Name);
        Assert.Equal("a,line=7:b\n::warning::%0A.yaml", command.Properties["file"]);
        Assert.Equal("16", command.Properties["line"]);
        string shown = attack.Replace("\n", "\\x0a", StringComparison.Ordinal).Replace("\r", "\\x0d", StringComparison.Ordinal);
        Assert.Equal($"{shown} (Deployment shop/web, container app)\nk8s/web.yaml, line 16: {shown}\nfix: {shown}", command.Data);
    }

    [Fact]
    public void Any_text_stays_in_its_place() =>
        Prop.ForAll<string, string>(
                (file, message) =>
                {
                    var finding = Samples.Usual.Findings[2] with
                    {
                        Statement = Statement.Of(message ?? ""),
                        Place = Samples.In(file ?? ""),
                    };
                    var command = Assert.Single(Runner.Read(Report(Samples.Of(finding))));
                    Assert.Equal($"{TerminalText.Escape(message ?? "")} (Deployment shop/web, container proxy)", command.Data);
                    Assert.Equal(file ?? "", command.Properties["file"]);
                    Assert.Equal(["file", "line", "endLine", "col", "endColumn", "title"], command.Properties.Keys);
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Columns_stand_on_regions_of_one_line_only()
    {
        const string text = "a:\n  b: 1\n  c: 2\n";
        var finding = Samples.Usual.Findings[1] with { Place = Samples.Place("a.yaml", text, 5, text.Length - 6) };
        var command = Assert.Single(Runner.Read(Report(Samples.Of(finding))));
        Assert.Equal(["file", "line", "endLine", "title"], command.Properties.Keys);
    }

    [Theory]
    [InlineData(10, 10, 10, 0)]
    [InlineData(0, 0, 11, 2)]
    [InlineData(12, 0, 10, 3)]
    [InlineData(500, 300, 200, 971)]
    [InlineData(0, 11, 9, 1)]
    public void Ten_of_a_kind_the_worst_first_and_the_rest_is_counted_once(int errors, int warnings, int notes, int left)
    {
        // The least severe come first in the report.
        Severity[] severities =
        [
            .. Enumerable.Repeat(Severity.Note, notes),
            .. Enumerable.Repeat(Severity.Warning, warnings),
            .. Enumerable.Repeat(Severity.Error, errors),
        ];
        var findings = severities
            .Select((severity, i) => Samples.Usual.Findings[1] with { Severity = severity, Place = Samples.OnLine(i + 1) })
            .ToArray();

        var commands = Runner.Read(Report(Samples.Of(findings)));
        Assert.All(commands.CountBy(c => c.Name), kind => Assert.InRange(kind.Value, 1, 10));
        Assert.Equal(
            commands.OrderBy(c =>
                c.Name switch
                {
                    "error" => 0,
                    "warning" => 1,
                    _ => 2,
                }
            ),
            commands
        );
        var told = commands.Where(c => c.Properties["title"] == "manifestlint").ToList();
        Assert.Equal(left, findings.Length - (commands.Count - told.Count));
        if (left == 0)
            Assert.Empty(told);
        else
            Assert.Equal(
                left,
                Assert.Single(told).Data.Split('.')[0].Split(' ').Sum(word => int.TryParse(word, out int number) ? number : 0)
            );
    }

    [Fact]
    public void Paths_are_those_of_the_repository()
    {
        string report = Samples.Text(output => GitHubReporter.Write(Samples.Usual, path => "deploy/" + path, output));
        Assert.Contains("file=deploy/k8s/web.yaml,", report, StringComparison.Ordinal);
    }

    private static string Report(LintResult result) => Samples.Text(output => GitHubReporter.Write(result, static path => path, output));

    internal sealed record Command(string Name, Dictionary<string, string> Properties, string Data);

    /// <summary>Reads lines as the runner does: ActionCommand.TryParseV2, then TryParse for the older <c>##[command]</c>.</summary>
    internal static class Runner
    {
        private static readonly string[] Known =
        [
            "error",
            "warning",
            "notice",
            "debug",
            "add-mask",
            "set-output",
            "set-env",
            "add-path",
            "stop-commands",
            "group",
            "endgroup",
            "echo",
        ];

        public static List<Command> Read(string output)
        {
            var commands = new List<Command>();
            using var lines = new StringReader(output);
            while (lines.ReadLine() is { } line)
                commands.Add(Parse(line));
            return commands;
        }

        private static Command Parse(string line)
        {
            line = line.TrimStart();
            Assert.StartsWith("::", line, StringComparison.Ordinal);
            int end = line.IndexOf("::", 2, StringComparison.Ordinal);
            string info = line[2..end];
            int space = info.IndexOf(' ');
            string name = space < 0 ? info : info[..space];
            Assert.Contains(name, Known);
            var properties = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (string property in space < 0 ? [] : info[(space + 1)..].Trim().Split(',', StringSplitOptions.RemoveEmptyEntries))
            {
                string[] pair = property.Split('=', 2);
                if (pair.Length == 2)
                    properties[pair[0]] = Unescape(
                        pair[1].Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal)
                    );
            }
            return new Command(name, properties, Unescape(line[(end + 2)..]));
        }

        private static string Unescape(string text) =>
            text.Replace("%0D", "\r", StringComparison.Ordinal)
                .Replace("%0A", "\n", StringComparison.Ordinal)
                .Replace("%25", "%", StringComparison.Ordinal);
    }
}
