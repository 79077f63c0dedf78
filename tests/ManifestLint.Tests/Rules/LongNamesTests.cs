using System.Text.RegularExpressions;

namespace ManifestLint.Tests.Rules;

/// <summary>First lines stay short whatever things are called (contracts.md C5).</summary>
public sealed partial class LongNamesTests
{
    // A hundred characters, and some for a long name.
    private const int Most = 130;

    public static TheoryData<string> Pages => [.. RulePages.FileNames];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_first_line_stays_short(string page)
    {
        foreach (var example in RulePages.Examples(RulePages.Text(page)).Where(e => e.Kind == "bad"))
        {
            var files = example.Files.Select(f => f with { Text = Name().Replace(f.Text, "$1$2-of-the-payments-backend") });
            foreach (var finding in PageScan.All(files, example.Options))
                Assert.True(finding.Statement.What.Length <= Most, $"{finding.RuleId}: {finding.Statement.What}");
        }
    }

    // Objects, containers and volumes, and what refers to them; no variables, which are not in lower case.
    [GeneratedRegex(@"(\b(?:name|containerName|serviceAccountName): )([a-z][a-z0-9-]*[a-z0-9])(?=[\s,}])")]
    private static partial Regex Name();
}
