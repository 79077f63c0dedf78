using System.Collections.Immutable;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using ManifestLint.Containers;
using ManifestLint.Evidence;
using ManifestLint.Programs;
using Xunit.Abstractions;

namespace ManifestLint.Tests.Containers;

public sealed class ContainerProcessesTests(ITestOutputHelper output)
{
    private static readonly ProgramEnvironment Variables = PlanReading.Environment(
        ("OPTS", "-Xmx1g -Xms1g"),
        ("MEM", "512"),
        ("EMPTY", "")
    );

    private static string Resolve(params string[] words) =>
        PlanReading.Show(ContainerProcesses.Resolve([.. words.Select(w => Word.Of(w))], null, Variables));

    [Theory]
    [InlineData("java a", "java", "a")]
    [InlineData("java $OPTS && ~ *", "java", "$OPTS", "&&", "~", "*")]
    [InlineData("java [-Xmx1g -Xms1g] -Xmx512m", "java", "$(OPTS)", "-Xmx$(MEM)m")]
    [InlineData("java [-Xmx300m -jar app.jar]", "java", "-Xmx300m -jar app.jar")]
    [InlineData("java [-Xmx300m\n]", "java", "-Xmx300m\n")]
    [InlineData("fails 127", "java -Xmx300m -jar app.jar")]
    [InlineData("fails 127", "exec", "java")]
    [InlineData("java -v", "tini", "-g", "--", "java", "-v")]
    [InlineData("java -v", "chpst", "-u", "app", "java", "-v")]
    [InlineData("java -v", "xvfb-run", "-a", "--server-args=-screen 0", "java", "-v")]
    [InlineData("java -v", "dockerize", "-wait", "tcp://db:1", "-timeout=60s", "java", "-v")]
    [InlineData("java -v", "chamber", "exec", "app", "--", "java", "-v")]
    [InlineData("java -v", "/wait-for-it.sh", "db:5432", "-t", "60", "--", "java", "-v")]
    [InlineData("wait-for-it db:5432", "wait-for-it", "db:5432")]
    [InlineData("java -v", "/init", "with-contenv", "java", "-v")]
    [InlineData("init java", "init", "java")]
    [InlineData("java -v", "/cnb/lifecycle/launcher", "java", "-v")]
    [InlineData("launcher --mode=x a", "launcher", "--mode=x", "a")]
    [InlineData("java -v", "sudo", "-E", "-u", "app", "java", "-v")]
    [InlineData("java -v", "sudo", "A=1", "java", "-v")]
    [InlineData("java -v", "/sbin/tini", "-vvg", "-e", "143", "java", "-v")]
    [InlineData("java", "dumb-init", "--rewrite", "15:3", "java")]
    [InlineData("java", "dumb-init", "--", "java")]
    [InlineData("java", "nice", "-n", "5", "nohup", "stdbuf", "-oL", "timeout", "-k5", "10m", "java")]
    [InlineData("java", "nice", "-5", "java")]
    [InlineData("java", "gosu", "1000:1000", "java")]
    [InlineData("java", "su-exec", "app", "java")]
    [InlineData("java", "catatonit", "--", "java")]
    [InlineData("java", "setpriv", "--reuid=1000", "--regid", "1000", "--clear-groups", "java")]
    [InlineData("java -Xmx1g -Xms1g", "busybox", "sh", "-c", "exec java $OPTS")]
    [InlineData("java -Xmx1g -Xms1g", "/bin/bash", "-lc", "exec java $OPTS")]
    [InlineData("java -Xmx1g -Xms1g", "bash", "-euo", "pipefail", "-c", "exec java $OPTS")]
    [InlineData("java -Xmx1g -Xms1g", "sh", "-o", "errexit", "-c", "--", "exec java $OPTS")]
    [InlineData("java -Xmx1g -Xms1g", "/usr/bin/env", "sh", "-ec", "java $OPTS")]
    [InlineData("java", "sh", "-c", "java", "-Xmx300m", "-jar", "app.jar")]
    [InlineData("java -Xmx300m -jar app.jar", "sh", "-c", "exec java \"$@\" -jar app.jar", "--", "-Xmx300m")]
    [InlineData("java -jar app.jar", "sh", "-c", "exec java $@ -jar app.jar", "-Xmx300m")]
    [InlineData("HEAP; java ?*", "sh", "-c", "java -Xmx$(HEAP)")]
    [InlineData("unknown", "sh", "start.sh")]
    [InlineData("unknown", "zsh", "-c", "java")]
    [InlineData("unknown", "sh")]
    [InlineData("./start.sh", "sh", "-c", "exec ./start.sh")]
    [InlineData("cat x; java ?", "sh", "-c", "java \"$(cat x)\"")]
    public void From_words_to_processes(string expected, params string[] words) => Assert.Equal(expected, Resolve(words));

    [Fact]
    public void Without_command_the_image_decides()
    {
        var plan = Assert.IsType<ProcessPlan.Run>(ContainerProcesses.Resolve(null, [Word.Of("-Xmx$(MEM)m")], Variables));
        Assert.True(plan.Process.EntrypointUnknown);
        Assert.Equal("-Xmx512m", Assert.Single(plan.Process.Arguments).Text);
        Assert.Equal(3, plan.Process.Environment.Count);
    }

    /// <summary>Numbers are those of the list in the reference, "Shell facts needed to find flags".</summary>
    [Theory]
    [InlineData("1 blanks", "p a  b;p c", "p a b; p c")]
    [InlineData("1 operators", "p a&&p b", "p a; (p b | nothing)")]
    [InlineData("2 single quotes", "p 'a\\\nb'", "p [a\\\nb]")]
    [InlineData("2 double quotes", "p \"a\\\nb\\x\\$\"", "p ab\\x$")]
    [InlineData("2 backslash blank newline", "p a \\ \np b", "p a [ ]; p b")]
    [InlineData("3 adjacent pieces", "p -Xmx\"3\"'00'm", "p -Xmx300m")]
    [InlineData("4 comments", "p a#b #c", "p a#b")]
    [InlineData("5 longest name", "MEM=1; p -Xmx$MEMm", "p -Xmx")]
    [InlineData("5 error", "p ${NOPE:?gone}; p b", "fails 2")]
    [InlineData("5 nested default", "p ${NOPE:-${ALSO:-$MEM}}", "p 512")]
    [InlineData("5 removals", "p ${MEM%2} ${MEM#5} ${#MEM}", "p 51 12 3")]
    [InlineData("6 splitting", "p $OPTS", "p -Xmx1g -Xms1g")]
    [InlineData("6 one word", "p \"$OPTS\"", "p [-Xmx1g -Xms1g]")]
    [InlineData("6 empty argument", "p \"$NOPE\" \"${NOPE:-}\" $EMPTY", "p [] []")]
    [InlineData("6 alternative", "p ${NOPE:+\"$NOPE\"}", "p")]
    [InlineData("7 quotes from variables", "V='\"a b\"'; p $V", "p \"a b\"")]
    [InlineData("7 eval", "V='\"a b\"'; eval p $V", "p [a b]")]
    [InlineData("8 prefix", "V=x p $V", "p")]
    [InlineData("8 left to right", "A=1 B=$A; p $B", "p 1")]
    [InlineData("9 exec", "exec p a; p b", "p a")]
    [InlineData("9 background", "p a & p b & wait; p c", "(p a & p b); p c")]
    [InlineData("9 background beside what follows", "p a & p b; p c", "(p a & p b; p c)")]
    [InlineData("9 pipes", "p a | p b", "(p a & p b)")]
    [InlineData("9 known conditions", "false && p a; true || p b; false || p c", "p c")]
    [InlineData("9 unknown conditions", "if test -f x; then p a; else p b; fi", "(p a | p b)")]
    [InlineData("9 unknown values", "if test -f x; then V=1; else V=2; fi; exec p $V", "(p 1 | p 2)")]
    [InlineData("9 unknown ends", "test -f x && exec p a; p b", "(p a | p b)")]
    [InlineData("10 redirections", "p >/dev/null a 2>&1 2 >x b", "p a 2 b")]
    [InlineData("11 parameters", "set -- a 'b c'; p \"$@\"", "p a [b c]")]
    [InlineData("11 functions", "f() { exec p \"$@\"; }; f 1 '2 3'", "p 1 [2 3]")]
    [InlineData("11 here-documents", "p a <<EOF\np b\nEOF\np c", "p a; p c")]
    [InlineData("9 one after the other", "q && p a && exec p b", "q; (p a | p a; p b | nothing)")]
    [InlineData("12 a sh that may be dash or bash, and +=", "V+=x; p a$V", "unknown")]
    [InlineData("12 the same and arrays", "V=(a b); p a", "unknown")]
    [InlineData("12 the same and replacements", "p ${OPTS//1g/2g}", "unknown")]
    [InlineData("12 the same and braces", "p -Xm{s,x}1g", "unknown")]
    [InlineData("12 the same and function", "function f { p a; }; f", "unknown")]
    [InlineData("12 a sh that may be dash or bash, and $''", "p $'a'", "unknown")]
    [InlineData("12 the same and $\"\"", "p $\"a\"", "unknown")]
    [InlineData("12 the same in quotes", "p \"$'a'\"", "p $'a'")]
    [InlineData("12 the same and time", "time p a || exec p b", "unknown")]
    [InlineData("13 substitution", "p -a$(q)b", "q; p ?*")]
    [InlineData("13 quoted substitution", "p \"-a$(q)b\"", "q; p -a?")]
    [InlineData("13 sourced files", ". ./env.sh; p a $OPTS \"$MEM\"", "p a ?* ?")]
    [InlineData("13 read", "read V; p \"$V\"", "p ?")]
    [InlineData("13 arithmetic", "p $((MEM*3/4))", "p 384")]
    [InlineData("13 arithmetic on unknown values", "read V; p -Xmx$((V/2))m", "p -Xmx?")]
    [InlineData("14 syntax error on the line", "p a; p b &&", "fails 2")]
    [InlineData("14 syntax error on a later line", "p a\np b &&", "p a; fails 2")]
    [InlineData("loops of unknown length", "while read V; do p $V; done; p z", "(p ?* | nothing); p z")]
    [InlineData("loops without end", "while true; do p a; done; p z", "p a")]
    [InlineData("too many rounds", "i=0; while [ $i -lt 100000 ]; do p $i; i=$((i+1)); done; p z", "(p ? | nothing); p z")]
    [InlineData("recursion", "f() { f; }; f; p a", "unknown")]
    [InlineData("growth", "V=xxxxxxxxxx; while :; do V=$V$V$V; done", "unknown")]
    [InlineData("patterns", "p /app/*.jar -Dx=*", "p /app/?* -Dx=*")]
    [InlineData("a name within a value", "V=\"-Da=$HOSTNAME -Xmx1g\"; p $V -b", "p -Da=? -Xmx1g -b")]
    [InlineData("runtime's variables", "p \"$HOSTNAME\" ${HOSTNAME:-x}", "p ? ?")]
    public void Shell_facts(string fact, string script, string expected)
    {
        var actual = PlanReading.Show(PlanReading.OfScript("sh", Word.Of(script), [], Variables));
        Assert.True(expected == actual, $"{fact}: {actual}");
    }

    [Fact]
    public void Environment_of_processes()
    {
        string Values(string script) =>
            string.Join(
                ' ',
                PlanReading
                    .Runs(Assert.Single(PlanReading.Ways(PlanReading.OfScript("sh", Word.Of(script), [], Variables))), "p")
                    .Select(p =>
                        string.Join(',', p.Environment.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={v.Value}"))
                    )
            );
        Assert.Equal("A=1", Values("env -i A=1 p"));
        Assert.Equal("EMPTY=,MEM=512", Values("env -u OPTS p"));
        Assert.Equal("EMPTY=,MEM=1,OPTS=", Values("MEM=1; export OPTS=; X=2; p"));
        Assert.Equal("EMPTY=,MEM=512", Values("unset OPTS; sh -c 'exec p'"));
        Assert.Equal("EMPTY=,MEM=512,OPTS=x", Values("OPTS=x exec p"));
    }

    [Fact]
    public void Characters_remember_where_they_were_written()
    {
        const string Script = "H=3; exec java \"-Xmx\"$H'g' $OPTS";
        const string Options = "-Dx -Xms$(SIZE)";
        var environment = EnvironmentResolver.Resolve([
            new EnvironmentEntry("SIZE", Word.Of("1g", new TextOrigin.Variable("SIZE"))),
            new EnvironmentEntry("OPTS", Word.Of(Options, new TextOrigin.Variable("OPTS"))),
        ]);
        var plan = ContainerProcesses.Resolve(
            [Word.Of("sh"), Word.Of("-c")],
            [Word.Of(Script, new TextOrigin.Argument("args"))],
            environment
        );
        var words = Assert.IsType<ProcessPlan.Run>(plan).Process.Arguments;
        Assert.Equal(["java", "-Xmx3g", "-Dx", "-Xms1g"], words.Select(w => w.Text));
        Assert.Equal(
            [(0, 4, "args", 16), (4, 1, "args", 2), (5, 1, "args", 24)],
            words[1].Parts.Select(p => (p.Start, p.Length, p.Origin.ToString(), p.Offset))
        );
        Assert.Equal(
            [(0, 4, "env OPTS", 4), (4, 2, "env SIZE", 0)],
            words[3].Parts.Select(p => (p.Start, p.Length, p.Origin.ToString(), p.Offset))
        );
    }

    [Fact]
    public void Files_the_caller_knows_are_followed()
    {
        static Word? Read(string path) =>
            path switch
            {
                "/app/start.sh" => Word.Of("#!/bin/sh -e\n. ./env.sh\nexec p \"$V\" \"$@\"\n"),
                "./env.sh" => Word.Of("V=1\n"),
                _ => null,
            };
        Assert.Equal(
            "p 1 a",
            PlanReading.Show(ContainerProcesses.Resolve([Word.Of("/app/start.sh"), Word.Of("a")], null, Variables, Read))
        );
        Assert.Equal(
            "p 1 b",
            PlanReading.Show(ContainerProcesses.Resolve([Word.Of("bash"), Word.Of("/app/start.sh"), Word.Of("b")], null, Variables, Read))
        );
    }

    [Fact]
    public void Unknown_values_stay_unknown()
    {
        var environment = Variables with { Variables = Variables.Variables.Add("SECRET", Word.Unknown).Add("IP", Word.UnknownToken) };
        string Show(params string[] words) =>
            PlanReading.Show(ContainerProcesses.Resolve([.. words.Select(w => Word.Of(w))], null, environment));
        Assert.Equal("p -x?", Show("p", "-x$(SECRET)m"));
        Assert.Equal("unknown", Show("sh", "-c", "p $(SECRET)"));
        Assert.Equal("p ?* ? -Dip=? -a", Show("sh", "-c", "p $SECRET \"$SECRET\" -Dip=$IP -a"));
        Assert.Equal("p ?* ?*", Show("sh", "-c", "p ${SECRET:-a} ${SECRET:+b}"));
        Assert.Equal("(p yes | nothing)", Show("sh", "-c", "[ \"$SECRET\" = x ] && p yes"));
        Assert.Equal("unknown", Show("sh", "-c", "$SECRET p a"));
        Assert.Equal("unknown", Show("sh", "-c", "eval \"$SECRET\""));
        var incomplete = Variables with { IsComplete = false };
        Assert.Equal(
            "p ? ?*",
            PlanReading.Show(ContainerProcesses.Resolve([Word.Of("sh"), Word.Of("-c"), Word.Of("p \"$NOPE\" $NOPE")], null, incomplete))
        );
        Assert.Equal("p -?", PlanReading.Show(ContainerProcesses.Resolve([Word.Of("p"), Word.Of("-$(NOPE)")], null, incomplete)));
    }

    [Theory]
    [InlineData("jvm-options", 0)]
    [InlineData("node-options", 0)]
    public void Scripts_whose_answer_is_exact_have_one(string file, int mayBeUnknown)
    {
        var (ran, unknown) = (0, new List<string>());
        foreach (var c in VectorFiles.Cases(file))
        {
            if (!c.TryGetProperty("static", out var kind) || kind.GetString() is not ("exact" or "needs-file"))
                continue;
            var input = c.GetProperty("input");
            var limit =
                input.TryGetProperty("memoryLimitBytes", out var bytes) && bytes.ValueKind == JsonValueKind.Number
                    ? bytes.GetInt64()
                    : (long?)null;
            var environment = EnvironmentResolver.Resolve(Entries(input, limit));
            var plan = ContainerProcesses.Resolve(Words(input, "command"), Words(input, "args"), environment, path => FileOf(input, path));
            ran++;
            if (PlanReading.HoldsUnknown(plan))
                unknown.Add(
                    $"{c.GetProperty("id")}: {input.GetProperty("command")} {input.GetProperty("args")} gave {PlanReading.Show(plan)}"
                );
        }
        output.WriteLine($"{file}: {ran} ran, {unknown.Count} unknown");
        Assert.True(unknown.Count <= mayBeUnknown, string.Join('\n', unknown));
    }

    private static ImmutableArray<Word>? Words(JsonElement input, string name) =>
        input.TryGetProperty(name, out var words) && words.ValueKind == JsonValueKind.Array
            ? [.. words.EnumerateArray().Select(w => Word.Of(w.GetString()!))]
            : null;

    private static IEnumerable<EnvironmentEntry> Entries(JsonElement input, long? limit)
    {
        if (!input.TryGetProperty("env", out var env))
            yield break;
        foreach (var entry in env.EnumerateArray())
        {
            var name = entry.GetProperty("name").GetString()!;
            if (entry.TryGetProperty("value", out var value) && value.ValueKind == JsonValueKind.String)
                yield return new EnvironmentEntry(name, Word.Of(value.GetString()!));
            else if (entry.TryGetProperty("resourceFieldRef", out var field) && limit is { } bytes)
                yield return new EnvironmentEntry(
                    name,
                    Word.Of(ResourceFieldRef.Memory(bytes, field.TryGetProperty("divisor", out var divisor) ? divisor.GetString() : null)!),
                    IsReference: true
                );
            else
                yield return new EnvironmentEntry(name, Word.Unknown, IsReference: true);
        }
    }

    private static Word? FileOf(JsonElement input, string path)
    {
        if (!input.TryGetProperty("files", out var files) || files.ValueKind != JsonValueKind.Object)
            return null;
        var full = path.StartsWith('/') ? path : "/app/" + path.TrimStart('.', '/');
        return files.TryGetProperty(full, out var text) && text.ValueKind == JsonValueKind.String ? Word.Of(text.GetString()!) : null;
    }

    [Fact]
    public void Any_text_has_an_answer()
    {
        string[] pieces =
        [
            "if",
            "then",
            "else",
            "fi",
            "while",
            "until",
            "do",
            "done",
            "for",
            "in",
            "case",
            "esac",
            "{",
            "}",
            "(",
            ")",
            ";",
            ";;",
            "&",
            "&&",
            "||",
            "|",
            "\n",
            " ",
            " ",
            "$",
            "${",
            "$(",
            "$((",
            "))",
            "`",
            "\"",
            "'",
            "\\",
            "#",
            "<<EOF",
            "EOF",
            ">",
            "<",
            "2>&1",
            "=",
            "V=",
            "$V",
            "${V:-",
            "${V%",
            "$@",
            "\"$@\"",
            "eval ",
            "exec ",
            "set -- ",
            "set -e",
            "shift",
            "f()",
            "f",
            "break",
            "continue",
            "return",
            "true",
            "false",
            "[ ",
            " ]",
            "[[ ",
            " ]]",
            "test ",
            "*",
            "?",
            "[",
            "]",
            "!",
            "~",
            "a",
            "1",
            "+",
            "-",
            "/",
            "%",
            "\0",
            "é",
            "\u2028",
            "wait",
            "trap 'f' EXIT",
            "unset V",
            "local V",
            "export ",
            "read V",
            "sh -c ",
            "env -S ",
            ". x",
            "+=",
            "//",
            ":",
        ];
        var scripts = Gen.Elements(pieces)
            .ListOf()
            .Select(string.Concat)
            .Or(ArbMap.Default.GeneratorFor<string>().Select(s => s ?? ""))
            .ToArbitrary();
        Prop.ForAll(scripts, script =>
            {
                foreach (var shell in new[] { "sh", "bash", "ash" })
                {
                    Assert.NotNull(PlanReading.OfScript(shell, Word.Of(script), [Word.Of("z"), Word.Of("a b")], Variables));
                }
                Assert.NotNull(KubeletExpansion.Expand(Word.Of(script), Variables));
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(20_000).WithEndSize(60));
    }

    [Theory]
    [InlineData("esacenv -S $(=\0=+=&for${. x<$'$V#\n]do")]
    [InlineData("a >`<<")]
    [InlineData("a <`<<${")]
    public void An_error_inside_of_which_nothing_is_left_has_an_answer(string script)
    {
        foreach (string shell in new[] { "sh", "bash", "ash" })
            Assert.NotNull(PlanReading.OfScript(shell, Word.Of(script), [], Variables));
    }

    [Theory]
    [InlineData("(", "a", ")")]
    [InlineData("$(", "a", ")")]
    [InlineData("\"${V:-", "a", "}\"")]
    [InlineData("`", "", "")]
    [InlineData("if ", "a", "; then a; fi; ")]
    [InlineData("a && ", "a", "")]
    [InlineData("a | ", "a", "")]
    [InlineData("! ", "a", "")]
    [InlineData("$((1+(", "1", "")]
    [InlineData("eval ", "a", "")]
    [InlineData("{ ", "a", "; }")]
    [InlineData("test -f x && V=$V\n", "a", "")]
    [InlineData("test -f x && V=$V$i; read i\n", "a", "")]
    [InlineData("if test -f x; then f() { a; }; else g() { a; }; fi\n", "f", "")]
    [InlineData("for i in 1 2 3 4 5 6 7 8 9; do ", "a", "; done")]
    [InlineData("while read V; do ", "a", "; done")]
    [InlineData("nice ", "a", "")]
    public void Deep_nesting_and_many_ways_end(string open, string middle, string close)
    {
        foreach (var depth in new[] { 5, 90, 3000 })
        {
            var script = string.Concat(Enumerable.Repeat(open, depth)) + middle + string.Concat(Enumerable.Repeat(close, depth));
            ProcessPlan? plan = null;
            Patience.Ends($"{depth} times {open}", () => plan = PlanReading.OfScript("sh", Word.Of(script), [], Variables));
            Assert.NotNull(plan);
        }
    }
}
