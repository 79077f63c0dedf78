using System.Reflection;
using ManifestLint.Catalog;
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
