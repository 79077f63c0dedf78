using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Cluster;
using ManifestLint.Runtimes;
using ManifestLint.Tests.Facts;

namespace ManifestLint.Tests.Runtimes;

/// <summary>PHP's amounts and limits against what PHP 8.4 did, and the sources that a manifest has for them.</summary>
public sealed class PhpTests
{
    [Fact]
    public void Every_case_gives_what_the_real_PHP_did()
    {
        var run = new VectorRun("php");
        foreach (var vector in VectorFiles.Cases("misc-sizes"))
        {
            string kind = vector.GetProperty("kind").GetString()!;
            var (input, expected) = (vector.GetProperty("input"), vector.GetProperty("expect"));
            if (kind == "php-quantity")
            {
                var read = PhpQuantity.Parse(input.GetProperty("value").GetString()!);
                var real = new PhpQuantity(expected.GetProperty("bytes").GetInt64(), expected.GetProperty("wellFormed").GetBoolean());
                run.Compare(vector, real.ToString(), read.ToString());
            }
            if (kind != "php-memory-limit")
                continue;
            var facts = Assert.Single(PodReading.Containers(new Assumptions(), ("/k8s/pod.json", Pod(input)))).Php;
            long? bytes =
                expected.GetProperty("effectiveBytes") is { ValueKind: JsonValueKind.Number } number && number.GetInt64() >= 0
                    ? number.GetInt64()
                    : null;
            bool hasWarning = expected.GetProperty("warning").GetBoolean();
            bool isRight = facts?.MemoryLimitBytes == bytes && facts?.IsUnlimited == (bytes is null) && facts.Misread.IsEmpty != hasWarning;
            run.Add(vector, isRight ? null : $"{facts}, expected {expected}");
        }
        run.Settle(also: "php-quantity and, as whole Pods, php-memory-limit");
    }

    // php-src 8.4 Zend/zend_ini.c, Zend/tests/zend_ini_parse_quantity.phpt, zend_ini_parse_quantity_error.phpt, tests/basic/ini_parse_quantity_basic.phpt.
    [Theory]
    [InlineData("-1", -1, true)]
    [InlineData("-0x412", -1042, true)]
    [InlineData("0", 0, true)]
    [InlineData("1b", 1, false)]
    [InlineData("1k", 1024, true)]
    [InlineData("14.2mb", 14, false)]
    [InlineData("14.2bm", 14680064, false)]
    [InlineData("boat", 0, false)]
    [InlineData("+1 K ", 1024, true)]
    [InlineData("0x10M", 16777216, true)]
    [InlineData("0b101", 5, true)]
    [InlineData("0o17", 15, true)]
    [InlineData("017", 15, true)]
    [InlineData("0M", 0, true)]
    [InlineData("0.5G", 0, false)]
    [InlineData("0x", 0, false)]
    [InlineData("0x+1", 0, false)]
    [InlineData("1KM", 1048576, false)]
    [InlineData("512 M", 536870912, true)]
    [InlineData("9223372036854775807", long.MaxValue, true)]
    [InlineData("9223372036854775808", long.MinValue, false)]
    [InlineData("-9223372036854775808", long.MinValue, true)]
    [InlineData("18446744073709551616", -1, false)]
    public void Amounts_are_read_as_PHP_reads_them(string text, long bytes, bool isWellFormed) =>
        Assert.Equal(new PhpQuantity(bytes, isWellFormed), PhpQuantity.Parse(text));

    [Fact]
    public void No_text_throws() =>
        Prop.ForAll<string?>(text =>
            {
                _ = PhpQuantity.Parse(text ?? "");
                _ = PhpQuantity.ParseUnsigned(text ?? "", out _);
                return true;
            })
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("""["php","-d","memory_limit=256M","app.php"]""", 268435456L)]
    [InlineData("""["php","-dmemory_limit=256M","app.php"]""", 268435456L)]
    [InlineData("""["php","--define","memory_limit=256M","app.php"]""", 268435456L)]
    [InlineData("""["php","-nd","memory_limit=256M","app.php"]""", 268435456L)]
    [InlineData("""["php8.3","-d","memory_limit=1G","-d","memory_limit = \"256M\"","app.php"]""", 268435456L)]
    [InlineData("""["/usr/sbin/php-fpm8.2","-F","-d","memory_limit=256M"]""", 268435456L)]
    [InlineData("""["php","app.php","-d","memory_limit=256M"]""", null)]
    [InlineData("""["php","-f","app.php","--","-d","memory_limit=256M"]""", null)]
    [InlineData("""["php","-d","display_errors=1","app.php"]""", null)]
    [InlineData("""["sh","-c","exec php -d memory_limit=256M app.php"]""", 268435456L)]
    public void An_option_counts_before_the_script_and_the_last_one_wins(string command, long? bytes)
    {
        var facts = Assert
            .Single(
                PodReading.Containers(
                    new Assumptions(),
                    ("/k8s/pod.json", Pod(JsonDocument.Parse($$"""{"command":{{command}}}""").RootElement))
                )
            )
            .Php;
        Assert.Equal(bytes, facts!.MemoryLimitBytes);
        Assert.False(facts.IsUnlimited);
    }

    [Fact]
    public void Minus_one_is_no_limit()
    {
        var facts = Assert
            .Single(
                PodReading.Containers(
                    new Assumptions(),
                    ("/k8s/pod.json", Pod(JsonDocument.Parse("""{"command":["php","-d","memory_limit=-1","a.php"]}""").RootElement))
                )
            )
            .Php;
        Assert.True(facts!.IsUnlimited);
        Assert.Empty(facts.Misread);
    }

    [Theory]
    [InlineData("""["celery","-A","p","worker","-c","4","--max-memory-per-child","100000"]""", 4, 102400000L)]
    [InlineData("""["celery","-A","p","worker","-c4","--max-memory-per-child=100000"]""", 4, 102400000L)]
    [InlineData("""["celery","-A","p","worker","--autoscale=10,2","-c","4","--max-memory-per-child=100000"]""", 10, 102400000L)]
    [InlineData("""["python","-m","celery","-A","p","worker","-c","4","--max-memory-per-child=100000"]""", 4, 102400000L)]
    [InlineData("""["uwsgi","-p","3","--reload-on-rss=200","--limit-as","1024"]""", 3, 209715200L)]
    [InlineData("""["granian","--workers","2","--workers-max-rss","512","app:app"]""", 2, 536870912L)]
    [InlineData("""["odoo","--workers=5","--limit-memory-hard=2684354560"]""", 5, 2684354560L)]
    public void Workers_are_counted_where_their_memory_is_declared(string command, int count, long each)
    {
        var pool = Assert.Single(Pools(command));
        Assert.Equal((count, each), (pool.Count, pool.BytesEach));
    }

    [Theory]
    [InlineData("""["celery","-A","p","beat","-c","4","--max-memory-per-child","100000"]""")]
    [InlineData("""["celery","-A","p","worker","-P","gevent","-c","400","--max-memory-per-child","100000"]""")]
    [InlineData("""["celery","-A","p","worker","-c","4"]""")]
    [InlineData("""["celery","-A","p","worker","--max-memory-per-child","100000"]""")]
    [InlineData("""["celery","-A","p","worker","-c","${N}","--max-memory-per-child","100000"]""")]
    [InlineData("""["gunicorn","-w","16","app"]""")]
    [InlineData("""["uwsgi","--ini","/etc/uwsgi.ini","-p","4","--reload-on-rss","512"]""")]
    [InlineData("""["puma","-w","4"]""")]
    public void Nothing_is_multiplied_that_is_not_declared(string command) => Assert.Empty(Pools(command));

    private static IEnumerable<WorkerPool> Pools(string command) =>
        Assert
            .Single(
                PodReading.Containers(
                    new Assumptions(),
                    ("/k8s/pod.json", Pod(JsonDocument.Parse($$"""{"command":{{command}}}""").RootElement))
                )
            )
            .Workers;

    private static string Pod(JsonElement input)
    {
        var container = new JsonObject { ["name"] = "app", ["image"] = "registry.example/app:1" };
        foreach (string key in (string[])["command", "args", "env"])
        {
            if (input.TryGetProperty(key, out var value))
                container[key] = JsonNode.Parse(value.GetRawText());
        }
        container["resources"] = new JsonObject
        {
            ["limits"] = new JsonObject { ["memory"] = (1L << 30).ToString(CultureInfo.InvariantCulture) },
        };
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = new JsonObject { ["name"] = "app" },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(container) },
        }.ToJsonString();
    }
}
