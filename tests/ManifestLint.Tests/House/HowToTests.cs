using System.Reflection;
using System.Text.Json;
using ManifestLint.Catalog;
using ManifestLint.Cli.Options;
using ManifestLint.Injectors;
using ManifestLint.Rules;
using ManifestLint.Servers;

namespace ManifestLint.Tests.House;

/// <summary>
/// What one who adds a rule, an option, a server, an injector or a format has to touch, counted of what is there: who uses it from outside of its own
/// room. The table is "How to add" in CONTRIBUTING.md.
/// </summary>
public sealed class HowToTests
{
    private static readonly string Root = VectorFiles.RepositoryRoot();

    private static readonly Type[] Types = typeof(Linter).Assembly.GetTypes();

    [Fact]
    public void A_rule_is_known_to_the_catalogue_and_to_rules()
    {
        var rules = Types.Where(t => t.IsSubclassOf(typeof(Rule)) && !t.IsAbstract).ToList();
        Assert.True(rules.Count >= 60, $"{rules.Count} rules");
        foreach (var rule in rules)
        {
            Assert.All(UsersOutside(rule), user =>
                Assert.True(
                    user == "ManifestLint.Catalog.RuleCatalog" || user.StartsWith("ManifestLint.Rules.", StringComparison.Ordinal),
                    $"{user} uses {rule}"
                )
            );
        }
    }

    [Fact]
    public void An_option_stands_beside_its_rule_and_in_the_catalogue() =>
        Outside(
            typeof(RuleOptions).GetProperties(BindingFlags.Public | BindingFlags.Instance).Select(p => p.PropertyType).Distinct(),
            atLeast: 3,
            "ManifestLint.Catalog.RuleCatalog",
            "ManifestLint.Catalog.RuleOptions",
            "ManifestLint.Catalog.RuleOption"
        );

    [Fact]
    public void An_option_is_in_the_schema_and_on_the_page_of_its_rule()
    {
        using var schema = JsonDocument.Parse(File.ReadAllText(Path.Combine(Root, "schemas", "manifestlint-config.schema.json")));
        var rules = schema.RootElement.GetProperty("properties").GetProperty("rules").GetProperty("properties");
        foreach (var option in RuleOption.All)
        {
            var entry = RuleCatalog.All.Single(e => e.Rule.Id == option.RuleId);
            foreach (string name in new[] { entry.Rule.Id, entry.Name })
            {
                string definition = rules.GetProperty(name).GetProperty("$ref").GetString()!.Split('/')[^1];
                var given = schema.RootElement.GetProperty("$defs").GetProperty(definition).GetProperty("anyOf");
                Assert.True(
                    given
                        .EnumerateArray()
                        .Any(one =>
                            one.TryGetProperty("properties", out var keys)
                            && keys.GetProperty("options").GetProperty("properties").TryGetProperty(option.Key, out _)
                        ),
                    $"the schema has no {option.Key} for {name}"
                );
            }
            string page = File.ReadAllText(Path.Combine(Root, "rules", $"{entry.Rule.Id}-{entry.Name}.md"));
            string about = page.Split("\n## Options\n") is [_, var rest] ? rest.Split("\n## ")[0].Split("```")[0] : "";
            Assert.Contains("`" + option.Key, about, StringComparison.Ordinal);
            string usual = option.Show(RuleOptions.Default);
            Assert.True(
                usual is "false" || about.Contains(usual, StringComparison.Ordinal),
                $"{entry.Rule.Id} does not say that {usual} is usual"
            );
        }
    }

    [Fact]
    public void A_format_has_a_golden_file_and_stands_in_the_documents()
    {
        string folder = Path.Combine(Root, "tests", "ManifestLint.Tests", "Reporting");
        string readme = File.ReadAllText(Path.Combine(Root, "README.md")),
            contracts = File.ReadAllText(Path.Combine(Root, "docs", "design", "contracts.md"));
        foreach (string name in Enum.GetNames<ReportFormat>().Select(n => n.ToLowerInvariant()))
        {
            bool isGolden = name switch
            {
                "text" => File.Exists(Path.Combine(folder, "usual.verified.txt")),
                // What examples/ lint as.
                "concise" => File.Exists(Path.Combine(Root, "examples", "expected.txt")),
                _ => Directory
                    .GetFiles(folder, $"usual*.verified.*")
                    .Any(f =>
                        Path.GetFileName(f) is var file
                        && (file.StartsWith($"usual-{name}.", StringComparison.Ordinal) || file == $"usual.verified.{name}")
                    ),
            };
            Assert.True(isGolden, $"{name} has no golden file");
            Assert.Contains(name, readme, StringComparison.Ordinal);
            Assert.Contains(name, contracts, StringComparison.Ordinal);
        }
    }

    // A collector may be a custom resource, which is no container with a command.
    [Fact]
    public void A_server_is_known_to_its_own_room_alone() =>
        Outside(
            Types.Where(t =>
                t.GetProperty("Server", BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static)?.PropertyType == typeof(Server)
            ),
            atLeast: 9,
            "ManifestLint.Facts.RuntimeReader"
        );

    [Fact]
    public void An_injector_is_known_to_its_own_room_alone() =>
        Outside(Types.Where(t => t.Namespace == typeof(Injection).Namespace && t.GetMethod("Inject") is not null), atLeast: 6);

    [Fact]
    public void A_format_is_known_to_its_own_room_and_to_the_command_line()
    {
        var reporters = Types
            .Where(t => t.Namespace == "ManifestLint.Reporting" && t.Name.EndsWith("Reporter", StringComparison.Ordinal))
            .ToList();
        Assert.True(reporters.Count >= 8, $"{reporters.Count} reporters");
        Assert.All(reporters.SelectMany(UsersOutside), user => Assert.StartsWith("ManifestLint.Cli.", user, StringComparison.Ordinal));
    }

    private static void Outside(IEnumerable<Type> types, int atLeast, params string[] users)
    {
        var all = types.ToList();
        Assert.True(all.Count >= atLeast, $"only {all.Count} were found");
        foreach (var type in all)
            Assert.All(UsersOutside(type), user => Assert.True(users.Contains(user), $"{user} uses {type}"));
    }

    private static IEnumerable<string> UsersOutside(Type type) =>
        RoomGraph
            .OfHouse.Arrows.Where(a => a.To == type.FullName && RoomTests.RoomOf(a.From) != RoomTests.RoomOf(a.To))
            .Select(a => a.From);
}
