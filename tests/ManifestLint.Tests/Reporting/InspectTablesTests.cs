using ManifestLint.Cli.Outputs;
using ManifestLint.Cluster;
using ManifestLint.Reporting;

namespace ManifestLint.Tests.Reporting;

public sealed class InspectTablesTests
{
    private const string All =
        InspectReports.Shop
        + "\n---\n"
        + InspectReports.Live
        + "\n---\n"
        + InspectReports.NearlyGuaranteed
        + "\n---\n"
        + InspectReports.Guaranteed
        + "\n---\n"
        + InspectReports.Patch;

    [Fact]
    public void At_80_columns() => Golden.Verify(Report(All, 80), "inspect", "txt");

    [Fact]
    public void In_colour()
    {
        string coloured = Report(InspectReports.Live, 80, isColoured: true);
        Assert.Contains("\x1b[", coloured, StringComparison.Ordinal);
        string bare = System.Text.RegularExpressions.Regex.Replace(coloured, "\x1b\\[[0-9;]*m", "");
        Assert.Equal(Report(InspectReports.Live, 80), bare);
    }

    [Fact]
    public void Output_without_colour_is_ascii() => Assert.DoesNotContain(Report(All, 80), c => c is not '\n' and not (>= ' ' and <= '~'));

    [Fact]
    public void Nothing_is_called_the_only_value_beside_one_that_cannot_be_known() =>
        Assert.DoesNotContain(
            "one value from Guaranteed",
            Report(
                """
                apiVersion: v1
                kind: Pod
                metadata: {name: web}
                spec:
                  containers:
                    - name: web
                      image: registry.example/web:1
                      resources:
                        requests: {cpu: 1, memory: "${REQUEST}"}
                        limits: {cpu: 2, memory: "${LIMIT}"}
                """,
                80
            ),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    public void A_line_is_broken_without_a_trace_of_the_blank_and_goes_on_indented(int width)
    {
        string[] lines = Report(InspectReports.Shop + "\n---\n" + InspectReports.NearlyGuaranteed, width).Split('\n');
        Assert.DoesNotContain(lines, line => line.EndsWith(' ') || TerminalText.WidthOf(line) > width);
        Assert.Contains(lines, line => line.StartsWith("container ", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.StartsWith("  ", StringComparison.Ordinal) && line.EndsWith(')'));
    }

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(Sheet.Unbroken)]
    public void A_place_and_a_word_are_never_broken(int width)
    {
        const string Long = "some/very/long/folder/of/manifests with blanks/that/no/terminal/of/eighty/columns/shows/on/one/line/web.yaml";
        string text = Samples.Text(w =>
            InspectTables.Write(InspectReports.Of(All, file: Long), new Assumptions(), w, width, isColoured: false)
        );
        Assert.Contains($"\n{Long}:2:1\n", text, StringComparison.Ordinal);
        Assert.Contains("(--kubernetes-version,", text, StringComparison.Ordinal);
        Assert.Contains("postgresql-primary-with-a-long-name:", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_broken_where_there_is_no_terminal()
    {
        string[] lines = Report(All, Sheet.Unbroken).Split('\n');
        Assert.Contains(
            "when the node runs out of memory the kernel kills the largest of proxy and app first (oom_score_adj 985 each)",
            lines
        );
        Assert.Contains(lines, l => l.StartsWith("postgresql-primary-with-a-long-name  app ", StringComparison.Ordinal));
    }

    [Fact]
    public void Where_a_table_has_no_room_a_container_is_a_line() =>
        Assert.Contains(
            "proxy (sidecar): request = limit, limit\n  128Mi, memory.max 128Mi, oom_score_adj\n  985\n",
            Report(All, 40),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(80)]
    [InlineData(100)]
    [InlineData(200)]
    public void Lines_keep_to_the_width(int width) =>
        Assert.DoesNotContain(Report(All, width).Split('\n'), line => TerminalText.WidthOf(line) > width);

    [Fact]
    public void Brackets_and_control_characters_are_shown()
    {
        string text = Report(
            """
            apiVersion: v1
            kind: Pod
            metadata: {name: "[red]x[/]\x1b[31m"}
            spec:
              containers:
                - {name: "[/]\u202e", image: x}
            """,
            80
        );
        Assert.Contains("[red]x[/]\\x1b[31m", text, StringComparison.Ordinal);
        Assert.Contains("[/]\\u202e", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_name_is_broken_at_blanks_and_where_it_has_none_where_its_column_ends() =>
        Assert.Equal(
            """
            container                           type  request  limit  memory.max  oom_score_adj
            a  b                                app      none   none   unlimited           1000
            a-very-long-name-of-a-container-th
            at-has-to-be-broken
            b                                   app      none   none   unlimited           1000
            """.ReplaceLineEndings("\n"),
            Table("a  b a-very-long-name-of-a-container-that-has-to-be-broken", "{}", 83)
        );

    [Fact]
    public void Amounts_are_broken_before_names_vanish() =>
        Assert.Equal(
            """
            container     amount of it
            a-very-lo    12 345 678 Mi
            ng-name               (LR)

            """.ReplaceLineEndings("\n"),
            Samples.Text(w =>
                new Sheet(w, 26, isColoured: false).Table(
                    [new("container"), new("amount of it", IsRight: true)],
                    [
                        ["a-very-long-name", "12 345 678 Mi (LR)"],
                    ],
                    gap: 2
                )
            )
        );

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    public void A_name_of_wide_letters_is_broken_between_two(int width) =>
        Assert.DoesNotContain(Table(string.Concat(Enumerable.Repeat("名前", 40)), "{}", width).Split('\n'), l =>
            TerminalText.WidthOf(l) > width
        );

    private static string Table(string name, string resources, int width) =>
        string.Join(
            '\n',
            Report(Named(name, resources), width)
                .Split('\n')
                .SkipWhile(l => !l.Contains(" type ", StringComparison.Ordinal))
                .TakeWhile(l => !l.StartsWith("pod:", StringComparison.Ordinal))
                .Select(l => l.TrimEnd())
        );

    private static string Named(string name, string resources) =>
        $$"""
            apiVersion: v1
            kind: Pod
            metadata: {name: web}
            spec:
              containers:
                - {name: {{name}}, image: x, resources: {{resources}}}
                - {name: b, image: x}
            """;

    [Fact]
    public void Who_only_answers_ends() =>
        Assert.Contains(
            "JVM 17 (image tag) exits immediately: -version",
            Report(
                "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers:\n    - {name: a, image: 'eclipse-temurin:17', command: [java, -version]}\n",
                120
            ),
            StringComparison.Ordinal
        );

    // A product by its own name, the option with its name, and who sets a heap.
    [Theory]
    [InlineData(
        "image: 'bitnami/valkey:8.0', env: [{name: VALKEY_EXTRA_FLAGS, value: --maxmemory 500mb}]",
        "a: Valkey 8.0 (image tag), maxmemory 500 MiB, policy noeviction, set by --maxmemory 500mb in env VALKEY_EXTRA_FLAGS (line 6), if the image sets nothing else"
    )]
    [InlineData("image: 'valkey/valkey:8', command: [redis-server, --maxmemory, 500mb]", "a: Valkey 8 (image tag), maxmemory 500 MiB")]
    [InlineData(
        "image: 'eqalpha/keydb:6.3.4', command: [keydb-server, --maxmemory, 500mb]",
        "a: KeyDB 6.3.4 (image tag), maxmemory 500 MiB"
    )]
    [InlineData("image: 'redis:7', args: [--maxmemory, 500mb]", "a: Redis 7 (image tag), maxmemory 500 MiB")]
    [InlineData("image: 'mariadb:11'", "a: MariaDB 11 (image tag), buffer pool 128 MiB")]
    [InlineData("image: 'percona:8.0'", "a: Percona Server 8.0 (image tag), buffer pool 128 MiB")]
    [InlineData("image: 'mysql:8.4'", "a: MySQL 8.4 (image tag), buffer pool 128 MiB")]
    [InlineData(
        "image: 'percona/percona-server-mongodb:6.0', command: [mongod, --wiredTigerCacheSizeGB, '1']",
        "a: Percona Server for MongoDB 6.0 (image tag), cache 1 GiB, set by --wiredTigerCacheSizeGB 1 in command"
    )]
    [InlineData("image: 'node:20', command: [node, --max-old-space-size=300, a.js]", "a: Node.js 20 (image tag), heap limit 3")]
    [InlineData(
        "image: 'mcr.microsoft.com/dotnet/aspnet:8.0', command: [dotnet, a.dll], env: [{name: DOTNET_GCHeapHardLimit, value: '10000000'}]",
        "a: .NET 8 (image tag), heap hard limit 256 MiB, server GC false, heaps 1, set by 10000000 (read as hexadecimal) in env DOTNET_GCHeapHardLimit"
    )]
    [InlineData(
        "image: 'cassandra:4', env: [{name: MAX_HEAP_SIZE, value: 1G}]",
        "a: JVM 17 (assumed), heap 1 GiB, initial heap 1 GiB, set by 1G in env MAX_HEAP_SIZE (line 6)"
    )]
    [InlineData("image: 'elasticsearch:8.11.1'", "  default of Elasticsearch, 50 % of the limit\n")]
    [InlineData("image: 'apache/kafka:3.8.0'", "  default of Kafka\n")]
    [InlineData("image: 'jboss/wildfly:26.0.0.Final'", "  default of WildFly\n")]
    [InlineData("image: 'solr:9'", "  default of Solr\n")]
    [InlineData("image: 'eclipse-temurin:17', command: [java, -jar, a.jar]", "  default of the JVM, 25 % of the limit\n")]
    public void Products_and_settings_are_called_by_their_names(string container, string told) =>
        Assert.Contains(
            told,
            Report(One($"{container}, resources: {{limits: {{memory: 4Gi}}}}"), Sheet.Unbroken),
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData("resources: {limits: {memory: 64Mi}}", "volume m: up to 64Mi, charged")]
    [InlineData("", "volume m: up to 16284Mi, which is what a 16Gi node (assumed) has for pods, charged")]
    public void How_far_a_volume_grows_says_what_that_rests_on(string resources, string told) =>
        Assert.Contains(
            told,
            Report(One($"image: x, {resources}") + "  volumes: [{name: m, emptyDir: {medium: Memory}}]\n", Sheet.Unbroken),
            StringComparison.Ordinal
        );

    // Nobody kills what is not there.
    [Theory]
    [InlineData("Pod", "the API server rejects the Pod: manifestlint scan says why\n")]
    [InlineData("Rollout", "the API server rejects the pods of the Rollout (FailedCreate): manifestlint scan says why\n")]
    public void What_is_rejected_is_told(string kind, string told)
    {
        const string Containers =
            "containers:\n    - {name: a, image: x, resources: {requests: {memory: 2Gi}, limits: {memory: 1Gi}}}\n    - {name: b, image: x}\n";
        string text = Report(
            kind == "Pod"
                ? $"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  {Containers}"
                : $"apiVersion: argoproj.io/v1alpha1\nkind: {kind}\nmetadata: {{name: a}}\nspec:\n template:\n  spec:\n   {Containers}",
            Sheet.Unbroken
        );
        Assert.Contains(told, text, StringComparison.Ordinal);
        Assert.DoesNotContain("the kernel", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Many_names_are_counted()
    {
        string names = string.Concat(Enumerable.Range(1, 9).Select(i => $"    - {{name: c{i}, image: x}}\n"));
        Assert.Contains(
            "the kernel kills the largest of c1, c2 and 7 more first (oom_score_adj 1000 each)\n",
            Report($"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n{names}", Sheet.Unbroken),
            StringComparison.Ordinal
        );
    }

    private static string One(string container) =>
        $"apiVersion: v1\nkind: Pod\nmetadata: {{name: a}}\nspec:\n  containers:\n    - {{name: a, {container}}}\n";

    [Fact]
    public void No_pods() => Assert.Equal("no pods\n", Report("a: 1", 80));

    private static string Report(string text, int width, bool isColoured = false) =>
        Samples.Text(w => InspectTables.Write(InspectReports.Of(text), new Assumptions(), w, width, isColoured));
}
