using System.Reflection;
using System.Text.RegularExpressions;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.House;

/// <summary>The walls of the house, read from its source text: crude, quick and enough.</summary>
public sealed partial class FloorTests
{
    private static readonly string Root = VectorFiles.RepositoryRoot();

    [Fact]
    public void Namespaces_are_folders()
    {
        foreach (string project in new[] { "ManifestLint.Analysis", "ManifestLint.Cli" })
        {
            string folder = Path.Combine(Root, "src", project);
            string root = project == "ManifestLint.Analysis" ? "ManifestLint" : project;
            foreach (string file in Sources(folder, SearchOption.AllDirectories))
            {
                var declared = Namespace().Match(File.ReadAllText(file));
                // Top-level statements have no namespace, and what is said of a whole program has none.
                if (!declared.Success && Path.GetFileName(file) is "Program.cs" or "AssemblyInfo.cs")
                    continue;
                string inside = Path.GetRelativePath(folder, Path.GetDirectoryName(file)!).Replace(Path.DirectorySeparatorChar, '.');
                Assert.True(
                    declared.Groups["name"].Value == (inside == "." ? root : $"{root}.{inside}"),
                    $"{Name(file)} declares {declared.Groups["name"].Value}"
                );
            }
        }
    }

    [Fact]
    public void The_analysis_knows_no_console_file_clock_or_environment()
    {
        foreach (string file in Sources(Path.Combine(Root, "src", "ManifestLint.Analysis"), SearchOption.AllDirectories))
        {
            string code = Comment().Replace(File.ReadAllText(file), "");
            Assert.True(OutsideWorld().Match(code) is { Success: false }, $"{Name(file)} uses {OutsideWorld().Match(code).Value}");
        }
    }

    [Fact]
    public void No_type_of_YamlDotNet_leaves_the_cellar()
    {
        foreach (string file in Sources(Path.Combine(Root, "src"), SearchOption.AllDirectories))
        {
            if (Name(file).StartsWith("src/ManifestLint.Analysis/Yaml/", StringComparison.Ordinal))
                continue;
            Assert.False(
                Comment().Replace(File.ReadAllText(file), "").Contains("YamlDotNet", StringComparison.Ordinal),
                $"{Name(file)} names YamlDotNet"
            );
        }
        const BindingFlags Visible = BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        foreach (var type in typeof(YamlReader).Assembly.GetExportedTypes())
        {
            var seen = type.GetMembers(Visible).SelectMany(TypesOf).Append(type.BaseType).OfType<Type>().Concat(type.GetInterfaces());
            Assert.All(seen, t => Assert.False(t.ToString().Contains("YamlDotNet", StringComparison.Ordinal), $"{type} shows {t}"));
        }
    }

    [Fact]
    public void Nothing_is_left_for_later()
    {
        foreach (
            string file in Sources(Path.Combine(Root, "src"), SearchOption.AllDirectories)
                .Concat(Sources(Path.Combine(Root, "tests"), SearchOption.AllDirectories))
        )
        {
            if (Path.GetFileName(file) == "FloorTests.cs")
                continue;
            var marker = Unfinished().Match(File.ReadAllText(file));
            Assert.False(marker.Success, $"{Name(file)} says {marker.Value}");
        }
    }

    // What needs real programs stands in ManifestLint.Oracles, and one class of each project starts processes.
    [Fact]
    public void Unit_tests_start_no_process_and_the_others_in_one_place() =>
        Assert.Equal(
            ["tests/ManifestLint.Cli.Tests/CliProcess.cs", "tests/ManifestLint.Oracles/Oracle.cs"],
            Sources(Path.Combine(Root, "tests"), SearchOption.AllDirectories)
                .Where(f => !Measures(f) && StartOfProcess().IsMatch(Comment().Replace(File.ReadAllText(f), "")))
                .Select(Name)
        );

    [Fact]
    public void No_test_asks_how_fast_the_machine_is()
    {
        foreach (string file in Sources(Path.Combine(Root, "tests"), SearchOption.AllDirectories))
        {
            if (Path.GetFileName(file) == "FloorTests.cs" || Measures(file))
                continue;
            var clock = Clock().Match(Comment().Replace(File.ReadAllText(file), ""));
            Assert.False(clock.Success, $"{Name(file)} says {clock.Value}");
        }
    }

    // What prints how long things take is no test.
    private static bool Measures(string file) =>
        Name(file).StartsWith("tests/ManifestLint.Benchmarks/Measuring/", StringComparison.Ordinal);

    // A clock ends a search here and not there, so no expression may need one: short forms are read by TextCursor, what users write as an
    // expression by one that cannot go back (contracts.md C8: in work and not in time).
    [Fact]
    public void No_expression_of_the_program_has_a_clock_or_goes_back()
    {
        foreach (string file in Sources(Path.Combine(Root, "src"), SearchOption.AllDirectories))
        {
            string code = Comment().Replace(File.ReadAllText(file), "");
            Assert.True(GoingBack().Match(code) is { Success: false }, $"{Name(file)} says {GoingBack().Match(code).Value}");
        }
    }

    [Theory]
    [InlineData("[GeneratedRegex(\"a\")]", true)]
    [InlineData("new Regex(pattern)", true)]
    [InlineData("new Regex(pattern, RegexOptions.CultureInvariant)", true)]
    [InlineData("new Regex(pattern, RegexOptions.NonBacktracking, TimeSpan.FromMinutes(1))", true)]
    [InlineData("Regex.IsMatch(text, pattern)", true)]
    [InlineData("new Regex(pattern, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant)", false)]
    public void An_expression_that_goes_back_is_seen(string code, bool goesBack) => Assert.Equal(goesBack, GoingBack().IsMatch(code));

    [GeneratedRegex(
        @"\bGeneratedRegex\b|\bRegex\.(IsMatch|Match|Matches|Replace|Split|Count|Enumerate\w+)\(|\bnew\s+Regex\((?![^;()]*\bNonBacktracking\b)|\bnew\s+Regex\([^;]*\bTimeSpan\b|\bmatchTimeout",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex GoingBack();

    [Theory]
    [InlineData("[GeneratedRegex(\"a\", RegexOptions.None, 1000)]")]
    [InlineData("[GeneratedRegex(\"a\", RegexOptions.None, 60_000)]")]
    [InlineData("[GeneratedRegex(\n    @\"a[)]\",\n    RegexOptions.None,\n    60_000\n)]")]
    [InlineData("new TimeSpan(0, 0, 5)")]
    [InlineData("TimeSpan.FromSeconds(5)")]
    [InlineData("new CancellationTokenSource(5000)")]
    [InlineData("source.CancelAfter(5000)")]
    [InlineData("thread.Join(5000)")]
    [InlineData("process.WaitForExit(\n    5_000)")]
    [InlineData("Task.Delay(100)")]
    [InlineData("socket.ReceiveTimeout = 500")]
    public void A_clock_is_seen(string code) => Assert.Matches(Clock(), code);

    [Theory]
    [InlineData("[GeneratedRegex(@\"a{2,3}\", RegexOptions.None)]\nprivate static partial Regex A();\n[InlineData(1, 2)]")]
    [InlineData("string.Join(', ', words)")]
    [InlineData("process.WaitForExit(CliProcess.Patience)")]
    public void What_is_no_clock_is_not(string code) => Assert.DoesNotMatch(Clock(), code);

    private static IEnumerable<Type?> TypesOf(MemberInfo member) =>
        member switch
        {
            MethodInfo method => method.GetParameters().Select(p => p.ParameterType).Append(method.ReturnType),
            ConstructorInfo constructor => constructor.GetParameters().Select(p => p.ParameterType),
            PropertyInfo property => [property.PropertyType],
            FieldInfo field => [field.FieldType],
            _ => [],
        };

    private static IEnumerable<string> Sources(string folder, SearchOption depth) =>
        Directory
            .EnumerateFiles(folder, "*.cs", depth)
            .Where(f => !Name(f).Split('/').Any(p => p is "obj" or "bin" or "artifacts"))
            .Order(StringComparer.Ordinal);

    private static string Name(string file) => Path.GetRelativePath(Root, file).Replace(Path.DirectorySeparatorChar, '/');

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"\b(Console|File|Directory|FileInfo|DirectoryInfo|FileStream|DateTime|DateTimeOffset|Stopwatch|TimeProvider|HttpClient|Process(?=\.(Start|Get|Kill|Enter))|Random|Environment(?=\.(Get|Set|Expand|CurrentDirectory|MachineName|NewLine|Exit|UserName|TickCount|Command)))\.(?=[A-Z])",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex OutsideWorld();

    [GeneratedRegex(@"\bnew ProcessStartInfo\b|\bProcess\.Start\(")]
    private static partial Regex StartOfProcess();

    // A limit of minutes ends what hangs; anything below is a guess about the machine.
    [GeneratedRegex(
        """
            \b(Stopwatch\.|TickCount|matchTimeout|FromMilliseconds\(|FromSeconds\(|new\ TimeSpan\()
            | \.GetTimestamp\(
            | Timeout\s*=\s*[\d_]
            # The last argument of an expression is how long it may take.
            | \[GeneratedRegex\(((?!\bpartial\b).)*,\s*[\d_]+\s*\)\]
            | \b(WaitForExit|Wait|WaitOne|Join|Delay|CancelAfter|new\ CancellationTokenSource|new\ Timer)\(\s*\d
            """,
        RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace | RegexOptions.Singleline
    )]
    private static partial Regex Clock();

    [GeneratedRegex(
        @"\b(TODO|FIXME|HACK|XXX|NotImplementedException|SuppressMessage|Skip = "")|#pragma warning disable",
        RegexOptions.ExplicitCapture
    )]
    private static partial Regex Unfinished();
}
