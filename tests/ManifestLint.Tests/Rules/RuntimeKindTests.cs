using ManifestLint.Findings;
using ManifestLint.Linting;
using ManifestLint.Reading;
using ManifestLint.Tests.Facts;
using ManifestLint.Yaml;

namespace ManifestLint.Tests.Rules;

/// <summary>What real manifests write otherwise than the vectors do: a row is a container (after its name) with a limit of 1 GiB, and what is told of it.</summary>
public sealed class RuntimeKindTests
{
    private const string NodeOptions = "env: [{name: NODE_OPTIONS, value: --max-old-space-size=2000}]";

    private static LintResult Lint(string text) =>
        Linter.Lint(
            new LintRequest
            {
                Sources = [new LintSource("a.yaml", "/a.yaml", true, () => new(new SourceText("a.yaml", text), null))],
                WithSuperseded = true,
                Jobs = 1,
            }
        );

    private static string Messages(string text) => string.Join('\n', Lint(text).Findings.Select(f => f.Message()));

    private static string Told(string text) =>
        string.Join(
            ", ",
            Lint(text)
                .Findings.Where(f => f.RuleId.StartsWith("ML3", StringComparison.Ordinal) || f.RuleId is "ML1001" or "ML4003")
                .OrderBy(f => f.RuleId, StringComparer.Ordinal)
                .Select(f => $"{f.Severity} {f.RuleId} {f.Statement.What}")
        );

    private static string Pod(string container, string limit = "1Gi") =>
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      containers:\n      - name: app\n"
        + string.Concat(container.Split('\n').Select(l => $"        {l}\n"))
        + $"        resources: {{requests: {{memory: 1Gi}}, limits: {{{(limit.Length > 0 ? $"memory: {limit}, " : "")}cpu: 1}}}}\n";

    private static void Holds(string told, string expected) =>
        Assert.True(expected.Length == 0 ? told.Length == 0 : told.Contains(expected, StringComparison.Ordinal), told);

    [Fact]
    public void Of_two_servers_one_that_does_not_start_ends_alone()
    {
        string told = string.Join(
            '\n',
            Lint(Pod("image: acme/app:1\ncommand: [sh, -c, 'redis-server --maxmemory 1zz & exec memcached -m 100']"))
                .Findings.Select(f => f.Statement.ToString())
        );
        Assert.Contains("the others do without it", told);
    }

    // What a shell started in the background adds up only while it has certainly not ended; an array of a function stays in it.
    [Theory]
    [InlineData("bash", "java -Xmx600m -jar a.jar & P=$!; wait $P || exit 1; java -Xmx600m -jar b.jar", "")]
    [InlineData(
        "bash",
        "java -Xmx300m -jar a.jar & p=$!; java -Xmx300m -jar b.jar & q=$!; wait $p && wait $q && exec java -Xmx700m -jar c.jar",
        ""
    )]
    [InlineData(
        "sh",
        "p=; for i in a b; do java -Xmx200m -jar $i.jar & p=\"$p $!\"; done; for i in $p; do wait $i; done; exec java -Xmx700m -jar c.jar",
        ""
    )]
    [InlineData("bash", "java -Xmx600m -jar a.jar & P=$!; [ -n \"$P\" ] && kill $P; wait; java -Xmx600m -jar b.jar", "")]
    [InlineData("bash", "java -Xmx600m -jar a.jar & P=$!; [ -n \"$P\" ] && wait $P; java -Xmx600m -jar b.jar", "")]
    [InlineData("bash", "java -Xmx600m -jar a.jar & P=$!; while kill -0 $P; do sleep 1; done; java -Xmx600m -jar b.jar", "")]
    [InlineData("bash", "java -Xmx600m -jar a.jar & P=$!; while [ -d /proc/$P ]; do sleep 1; done; java -Xmx600m -jar b.jar", "")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & P=$!; while ps -p $P | grep -q java; do sleep 1; done; java -Xmx600m -jar b.jar", "")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & P=$!; tail --pid=$P -f /dev/null; java -Xmx600m -jar b.jar", "")]
    [InlineData("bash", "for f in a b; do java -Xmx600m -jar $f.jar & wait -n; done", "")]
    // A file that goes may be that of a process that has ended, and one that comes its last word, unless it is that of one that has begun.
    [InlineData("sh", "java -Xmx600m -jar a.jar & while [ -f /tmp/a.pid ]; do sleep 1; done; java -Xmx600m -jar b.jar", "")]
    [InlineData("bash", "java -Xmx600m -jar a.jar & while [[ -e $PIDFILE ]]; do sleep 1; done; java -Xmx600m -jar b.jar", "")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & until test -f /tmp/done; do sleep 1; done; java -Xmx600m -jar b.jar", "")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & while ! [ -f /tmp/done ]; do sleep 1; done; java -Xmx600m -jar b.jar", "")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & until [ -f /tmp/a.pid ]; do sleep 1; done; java -Xmx600m -jar b.jar", "Error ML3002")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & while [ ! -S /tmp/a.s ]; do sleep 1; done; java -Xmx600m -jar b.jar", "Error ML3002")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & until nc -z localhost 80; do sleep 1; done; java -Xmx600m -jar b.jar", "Error ML3002")]
    // A server that leaves the shell goes on.
    [InlineData("sh", "redis-server --maxmemory 500mb --daemonize yes; exec java -Xmx600m -jar a.jar", "Warning ML3003")]
    [InlineData("sh", "redis-server --maxmemory 500mb --daemonize no; exec java -Xmx600m -jar a.jar", "")]
    [InlineData("sh", "gosu m mongod --fork --logpath /l --wiredTigerCacheSizeGB 0.5; exec java -Xmx600m -jar a.jar", "Warning ML3003")]
    [InlineData("sh", "mongod --fork --logpath /l --wiredTigerCacheSizeGB 0.5; mongod --shutdown; exec java -Xmx600m -jar a.jar", "")]
    [InlineData("sh", "memcached -d -m 500; exec node --max-old-space-size=600 a.js", "Warning ML3003")]
    [InlineData("sh", "bin/zookeeper-server-start.sh -daemon z.properties; exec bin/kafka-server-start.sh k.properties", "Warning ML3002 ")]
    [InlineData(
        "bash",
        "for f in a b; do while [ $(jobs -r | wc -l) -ge 1 ]; do sleep 1; done; java -Xmx600m -jar $f.jar & done; wait",
        ""
    )]
    [InlineData("bash", "for f in a b; do java -Xmx600m -jar $f.jar & sleep 600; done", "")]
    [InlineData("bash", "java -Xmx600m -jar a.jar & P=$!; fg %1; java -Xmx600m -jar b.jar", "")]
    [InlineData("sh", "redis-server --maxmemory 600mb & sleep 5; redis-cli shutdown; exec java -Xmx700m -jar b.jar", "")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & P=$!; killall -w java; java -Xmx600m -jar b.jar", "")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & P=$!; (sleep 60; kill $P) & java -Xmx600m -jar b.jar", "")]
    [InlineData("bash", "exec > >(tee -a /log) 2>&1; java -Xmx512m -jar a.jar", "")]
    [InlineData("bash", "while read l; do echo $l; done < <(find /x); exec java -Xmx512m -jar a.jar", "")]
    [InlineData("bash", "java -Xmx512m -jar a.jar &> >(tee /log)", "")]
    [InlineData("bash", "f() { local -a O=(-Xmx4g); }; O=(-Xmx512m); f; exec java \"${O[@]}\" -jar a.jar", "")]
    [InlineData("bash", "f() { declare O=(-Xmx4g); }; O=(-Xmx512m); f; exec java \"${O[@]}\" -jar a.jar", "")]
    [InlineData("bash", "O=(-Xmx512m -Xmx2g); unset 'O[1]'; exec java \"${O[@]}\" -jar a.jar", "")]
    [InlineData("sh", "java -Xmx600m -jar a.jar & P=$!; trap \"kill $P\" TERM; exec java -Xmx600m -jar b.jar", "2 × -Xmx600m side by side")]
    [InlineData(
        "sh",
        "java -Xmx600m -jar a.jar & P=$!; until nc -z localhost 80; do sleep 1; done; exec java -Xmx600m -jar b.jar",
        "2 × -Xmx600m side by side"
    )]
    [InlineData("bash", "java -Xmx600m -jar a.jar & java -Xmx600m -jar b.jar & wait -n; exit 1", "2 × -Xmx600m side by side")]
    [InlineData("bash", "for f in a b; do java -Xmx600m -jar $f.jar & done; wait", "2 × -Xmx600m side by side")]
    [InlineData(
        "bash",
        "java -Xmx600m -jar a.jar & P=$!; wait $P; java -Xmx600m -jar b.jar & java -Xmx600m -jar c.jar",
        "2 × -Xmx600m side by side"
    )]
    [InlineData("bash", "exec > >(tee -a /log) 2>&1; java -Xmx2g -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("dash", "exec > >(tee -a /log) 2>&1; java -Xmx512m -jar a.jar", "Error ML3006")]
    [InlineData("bash", "f() { local -a O=(-Xmx512m); }; O=(-Xmx2g); f; exec java \"${O[@]}\" -jar a.jar", "Error ML3002 -Xmx2g")]
    // What stands behind an array in a declaration is declared, too; and an array reaches no program.
    [InlineData("bash", "f() { local -a O=(-Xmx1) java -Xmx2g -jar a.jar; }; f; sleep 9", "")]
    [InlineData("bash", "JAVA_TOOL_OPTIONS=(-Xmx2g); export JAVA_TOOL_OPTIONS; exec java -Xmx512m -jar a.jar", "")]
    public void JobsAndArraysOfShells(string shell, string script, string expected) =>
        Holds(Told(Pod($"image: eclipse-temurin:17\ncommand: [/bin/{shell}, -c]\nargs:\n- |\n  {script}")), expected);

    // Several of one kind count where each surely runs: servers by a port of their own, with nothing in between that may have ended the first.
    [Theory]
    [InlineData(
        "redis-server --maxmemory 600mb & redis-server --port 6380 --maxmemory 600mb & wait",
        "Warning ML3003 Redis --maxmemory 600mb + "
    )]
    [InlineData("redis-server --port 1 --maxmemory 600mb & redis-server --port 2 --maxmemory 600mb & wait -n; exit 1", "Warning ML3003")]
    [InlineData("redis-server --port 1 --maxmemory 600mb & sleep 2; exec redis-server --port 2 --maxmemory 600mb", "Warning ML3003")]
    [InlineData(
        "redis-server --maxmemory 600mb --daemonize yes; redis-server --port 6380 --maxmemory 600mb --daemonize yes; tail -f /dev/null",
        "Warning ML3003"
    )]
    [InlineData(
        "memcached -m 600 & memcached -p 11212 -m 600 & wait",
        "Warning ML3003 memcached -m 600 (600 MiB) + memcached -m 600 (600 MiB)"
    )]
    [InlineData("memcached -m 600 & memcached -p11211 -m 600 & wait", "")]
    [InlineData("redis-server --maxmemory 600mb & redis-server --maxmemory 600mb & wait", "")]
    [InlineData("redis-server --maxmemory 600mb & redis-server --port $P --maxmemory 600mb & wait", "")]
    [InlineData("redis-server --maxmemory 600mb & ./seed; redis-server --port 6380 --maxmemory 600mb", "")]
    [InlineData("redis-server --maxmemory 600mb & ./seed; redis-server --port 6380 --maxmemory 600mb & wait", "")]
    [InlineData("redis-server --maxmemory 600mb & sleep 5; redis-cli shutdown; redis-server --port 6380 --maxmemory 600mb", "")]
    [InlineData("redis-server --maxmemory 600mb & wait; redis-server --port 6380 --maxmemory 600mb", "")]
    [InlineData(
        "redis-server --maxmemory 400mb & redis-server --port 6380 --maxmemory 400mb & exec node --max-old-space-size=400 a.js",
        "Warning ML3003 the Node.js heap 400 MiB + maxmemory of Redis 400 MiB + maxmemory of Redis 400 MiB"
    )]
    [InlineData(
        "DOTNET_GCHeapHardLimit=0x25800000 dotnet a.dll & DOTNET_GCHeapHardLimit=0x25800000 dotnet b.dll & wait",
        "Warning ML3003 the .NET heap 600 MiB + the .NET heap 600 MiB = 1200 MiB"
    )]
    [InlineData("DOTNET_GCHeapHardLimit=0x25800000 dotnet a.dll & DOTNET_GCHeapHardLimit=0x46500000 dotnet b.dll", "Error ML3302")]
    [InlineData("DOTNET_GCHeapHardLimit=0x25800000 dotnet a.dll; DOTNET_GCHeapHardLimit=0x26800000 dotnet b.dll", "")]
    [InlineData("DOTNET_GCHeapHardLimit=0x25800000 dotnet a.dll & wait; DOTNET_GCHeapHardLimit=0x26800000 dotnet b.dll", "")]
    [InlineData("DOTNET_GCHeapHardLimit=0x25800000 dotnet a.dll | tee /log", "")]
    // Time passes in between, and the first may have ended.
    [InlineData("DOTNET_GCHeapHardLimit=0x25800000 dotnet a.dll & sleep 60; DOTNET_GCHeapHardLimit=0x26800000 exec dotnet b.dll", "")]
    // What tells of itself is no program.
    [InlineData("export DOTNET_GCHeapHardLimit=0x25800000; dotnet --info & dotnet a.dll", "")]
    [InlineData("export DOTNET_GCHeapHardLimit=0x66800000; dotnet --version", "")]
    // The second does not get what the first has locked.
    [InlineData("postgres -c shared_buffers=600MB & postgres -p 5433 -c shared_buffers=600MB & wait", "")]
    // What has ended before a server starts is not beside it.
    [InlineData("redis-server --maxmemory 300mb & java -Xmx500m -jar seed.jar; memcached -m 500 & wait", "")]
    [InlineData(
        "redis-server --maxmemory 300mb & java -Xmx100m -jar seed.jar; memcached -m 500 & exec java -Xmx500m -jar a.jar",
        "Warning ML3003"
    )]
    public void Each_of_several_programs(string script, string expected) =>
        Holds(Told(Pod($"image: acme/app:1\ncommand: [/bin/bash, -c]\nargs:\n- |\n  {script}")), expected);

    // What a client may tell a running Redis is not known.
    [Theory]
    [InlineData("redis-server --maxmemory 2gb & sleep 2; redis-cli config set maxmemory 100mb; wait", "")]
    [InlineData("redis-server --maxmemory 100mb & sleep 2; redis-cli -p 6379 CONFIG SET maxmemory 2gb; wait", "")]
    [InlineData("redis-server & sleep 2; redis-cli -a \"$P\" config set maxmemory-policy allkeys-lru maxmemory 2gb; wait", "")]
    [InlineData("redis-server --maxmemory 2gb & redis-cli --cluster call localhost:6379 config set maxmemory 100mb; wait", "")]
    [InlineData("redis-server --maxmemory 2gb & redis-cli -x config set maxmemory < /size; wait", "")]
    [InlineData("redis-server --maxmemory 2gb & redis-cli --bigkeys; wait", "Error ML3402 Redis --maxmemory 2gb")]
    [InlineData("redis-server --maxmemory 2gb & redis-cli config set maxmemory $M; wait", "")]
    [InlineData("redis-server --maxmemory 2gb & redis-cli $COMMAND; wait", "")]
    [InlineData("redis-cli config set maxmemory 2gb; exec redis-server --maxmemory 100mb", "")]
    [InlineData("redis-server --maxmemory 2gb & redis-cli < /orders; wait", "")]
    [InlineData("redis-server --maxmemory 2gb & ./check && redis-cli config set maxmemory 100mb; wait", "")]
    [InlineData("redis-server --maxmemory 2gb & redis-cli -h other config set maxmemory 100mb; wait", "")]
    [InlineData("redis-server --maxmemory 2gb & redis-cli config set maxmemory 1zz; wait", "Error ML3402 Redis --maxmemory 2gb")]
    [InlineData(
        "redis-server --maxmemory 2gb & redis-cli -a $P config get maxmemory; redis-cli info; redis-cli --stat; wait",
        "Error ML3402"
    )]
    public void What_a_client_tells_Redis(string script, string expected) =>
        Holds(Told(Pod($"image: acme/app:1\ncommand: [/bin/bash, -c]\nargs:\n- |\n  {script}")), expected);

    // What is ended after a time, is waited for or ends the container is beside nothing; what detaches itself, or follows a cd, is.
    [Theory]
    [InlineData("timeout 60 redis-server --maxmemory 600mb & sleep 61; java -Xmx600m -jar a.jar", "")]
    [InlineData("timeout -k 5 5 java -Xmx600m -jar a.jar & java -Xmx600m -jar b.jar", "")]
    [InlineData("redis-server --maxmemory 600mb & timeout 5 ./seed & java -Xmx600m -jar b.jar", "Warning ML3003")]
    [InlineData("java -Xmx600m -jar w.jar > /log & (tail -f /log &) | grep -q Finished; java -Xmx600m -jar a.jar", "")]
    [InlineData("java -Xmx600m -jar w.jar > /log & tail -n0 -F /log | sed /Finished/q; java -Xmx600m -jar a.jar", "")]
    [InlineData("exec redis-server --daemonize yes --maxmemory 2gb", "")]
    [InlineData("exec gosu m mongod --fork --logpath /l --wiredTigerCacheSizeGB 2", "")]
    [InlineData("exec redis-server --maxmemory 2gb", "Error ML3402")]
    [InlineData("pg_ctl -D /d -w start -o '-c shared_buffers=600MB'; exec java -Xmx600m -jar a.jar", "Warning ML3003")]
    [InlineData("pg_ctl start -o '-c shared_buffers=300MB'; psql -f a; pg_ctl -m fast stop; exec java -Xmx750m -jar a.jar", "")]
    [InlineData("pg_ctl start -o '-c shared_buffers=600MB'; psql -f a; exec postgres -c shared_buffers=2GB", "Error ML3402")]
    [InlineData("pg_ctl -D /d -o \"-c shared_buffers=$(cat /s)\" start; exec java -Xmx600m -jar a.jar", "")]
    [InlineData("pg_ctl --options='-c shared_buffers=600MB' start; exec java -Xmx600m -jar a.jar", "Warning ML3003")]
    [InlineData("pg_ctl $(cat /o) start -o '-c shared_buffers=600MB'; exec java -Xmx600m -jar a.jar", "")]
    [InlineData("pg_ctl start -o '-c shared_buffers=600MB' $(cat /o); exec java -Xmx600m -jar a.jar", "")]
    [InlineData("pg_ctl start -o '-c shared_buffers=2GB'; pg_ctl restart; tail -f /log", "")]
    [InlineData("mysqld --daemonize --innodb-buffer-pool-size=600M; exec java -Xmx600m -jar a.jar", "Warning ML3003")]
    [InlineData("cd /app && node --max-old-space-size=600 a.js & node --max-old-space-size=600 b.js", "side by side")]
    [InlineData("mkdir -p /x && cd /x && java -Xmx600m -jar a.jar & exec java -Xmx600m -jar b.jar", "side by side")]
    [InlineData("[ -d /x ] && cd /x && java -Xmx600m -jar a.jar & exec java -Xmx600m -jar b.jar", "")]
    [InlineData("cd /x && exec java -Xmx2g -jar a.jar || exec java -Xmx300m -jar b.jar", "")]
    [InlineData("if cd /x && java -Xmx2g -jar a.jar; then exec java -Xmx300m -jar a.jar; else exec java -Xmx200m -jar b.jar; fi", "")]
    [InlineData("CMD=\"$(which java) -Xmx2g -jar a.jar\"; exec $CMD", "Error ML3002 -Xmx2g")]
    [InlineData("J=$(command -v java); J=\"$J -Xmx2g\"; J=\"$J -jar a.jar\"; nohup $J", "Error ML3002 -Xmx2g")]
    [InlineData("CMD=\"$(which java) -Xmx2g -jar a.jar\"; exec \"$CMD\"", "")]
    [InlineData("CMD=\"$(which java)-Xmx2g -jar a.jar\"; exec $CMD", "")]
    public void What_stays_beside_what_follows(string script, string expected) =>
        Holds(Told(Pod($"image: acme/app:1\ncommand: [/bin/bash, -c]\nargs:\n- |\n  {script}")), expected);

    [Theory]
    [InlineData("daemonize yes\\n", "redis-server /c/r.conf", "Warning ML3003")]
    [InlineData("daemonize no\\n daemonize  yes \\n", "redis-server /c/r.conf", "Warning ML3003")]
    [InlineData("daemonize yes\\ndaemonize no\\n", "redis-server /c/r.conf", "")]
    [InlineData("daemonize yes\\n", "redis-server /c/r.conf --daemonize no", "")]
    [InlineData("# daemonize yes\\n", "redis-server /c/r.conf", "")]
    public void Files_tell_what_detaches_itself(string file, string server, string expected) =>
        Holds(
            Told(
                Pod(
                    $"image: acme/app:1\ncommand: [sh, -c, '{server}; exec java -Xmx600m -jar a.jar']\nvolumeMounts: [{{name: v, mountPath: /c}}]"
                )
                    + "      volumes: [{name: v, configMap: {name: c}}]\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n"
                    + $"  r.conf: \"maxmemory 600mb\\n{file}\"\n"
            ),
            expected
        );

    [Theory]
    [InlineData("GOMEMLIMIT=600MiB ./a & GOMEMLIMIT=500MiB ./b & wait", "Warning ML3003 GOMEMLIMIT=600MiB + GOMEMLIMIT=500MiB = 1100 MiB")]
    [InlineData(
        "GOMEMLIMIT=1200MiB ./a & GOMEMLIMIT=1200MiB ./b & wait",
        "Warning ML3201 GOMEMLIMIT=1200MiB is 117.2 % of the memory limit 1Gi"
    )]
    [InlineData("GOMEMLIMIT=600MiB ./a; GOMEMLIMIT=500MiB ./b", "")]
    [InlineData("export GOMEMLIMIT=600MiB; ./a & ./b", "Warning ML3003 GOMEMLIMIT=600MiB + GOMEMLIMIT=600MiB = 1200 MiB")]
    [InlineData("export GOMEMLIMIT=600MiB; ./a & sleep 60; ./b", "")]
    [InlineData("export GOMEMLIMIT=600MiB; go version & ./b", "")]
    [InlineData("export GOMEMLIMIT=600MiB; ./a | ./log", "")]
    [InlineData("export GOMEMLIMIT=600MiB; ./a | ./log & ./b | ./log", "Warning ML3003 GOMEMLIMIT=600MiB + GOMEMLIMIT=600MiB = 1200 MiB")]
    public void Each_of_several_Go_programs(string script, string expected) =>
        Holds(Told(Pod($"image: golang:1.22\ncommand: [/bin/bash, -c]\nargs:\n- |\n  {script}")), expected);

    // A program that nobody knows and that is given another one to start may set any variable anew, but none that is set behind it.
    [Theory]
    [InlineData("image: golang:1.22\ncommand: [./app, serve, /data]", "Error ML3203")]
    [InlineData("image: golang:1.22\ncommand: [./app, --folder, ./data]", "Error ML3203")]
    [InlineData("image: golang:1.22\ncommand: [./app, ./config]", "Error ML3203")]
    [InlineData("image: golang:1.22\ncommand: [/app, /data]", "Error ML3203")]
    [InlineData("image: golang:1.22\ncommand: [ssm-env, ./app]", "Warning ML3203")]
    [InlineData("image: golang:1.22\nargs: [ssm-env, /app]", "Warning ML3203")]
    [InlineData("image: golang:1.22\ncommand: [acme-run, -f, .env, --, app]", "Warning ML3203")]
    [InlineData("image: golang:1.22\ncommand: [sh, -c, exec /usr/bin/acme-run ./app serve]", "Warning ML3203")]
    [InlineData("image: golang:1.22\ncommand: [acme-run, go, run, main.go]", "Warning ML3203")]
    [InlineData("image: golang:1.22\ncommand: [doppler, run, --, ./app]", "Warning ML3203")]
    [InlineData("image: golang:1.22\ncommand: [doppler, run, --, env, GOMEMLIMIT=5GB, ./app]", "Error ML3203")]
    [InlineData("image: golang:1.22\ncommand: [doppler, run, --, sh, -c, 'export GOMEMLIMIT=5GB; exec ./app']", "Error ML3203")]
    [InlineData("image: golang:1.22\ncommand: [env, GOMEMLIMIT=5GB, doppler, run, --, ./app]", "Warning ML3203")]
    [InlineData("image: mcr.microsoft.com/dotnet/aspnet:8.0\ncommand: [ssm-env, dotnet, a.dll]", "Warning ML3302")]
    [InlineData("image: mcr.microsoft.com/dotnet/aspnet:8.0\ncommand: [./app, serve]", "Error ML3302")]
    [InlineData("image: acme/app:1\ncommand: [doppler, run, --, env, DOTNET_GCHeapHardLimit=0x60000000, dotnet, a.dll]", "Error ML3302")]
    [InlineData("image: acme/app:1\ncommand: [doppler, run, --, dotnet, a.dll]", "Warning ML3302")]
    public void What_a_program_in_front_may_set(string container, string expected) =>
        Holds(
            Told(Pod(container + "\nenv: [{name: GOMEMLIMIT, value: 4GB}, {name: DOTNET_GCHeapHardLimit, value: '0x60000000'}]")),
            expected
        );

    [Fact]
    public void Of_a_mounted_package_only_its_text_is_certain()
    {
        string told = Messages(
            Pod("image: node:20\ncommand: [npm, start]\nworkingDir: /app\n" + NodeOptions + "\nvolumeMounts: [{name: v, mountPath: /app}]")
                + "      volumes: [{name: v, configMap: {name: c}}]\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n"
                + "  package.json: '{\"scripts\": {\"start\": \"node --max-old-space-size=100 s.js\"}}'\n"
        );
        Assert.Contains("--max-old-space-size=2000 has no effect", told, StringComparison.Ordinal);
        Assert.Contains("if the mounted package.json is the one in force", told, StringComparison.Ordinal);
        // Where env changes the folder, that one is meant.
        Assert.DoesNotContain(
            "has no effect",
            Messages(
                Pod(
                    "image: node:20\ncommand: [env, -C, /other, npm, start]\nworkingDir: /app\n"
                        + NodeOptions
                        + "\nvolumeMounts: [{name: v, mountPath: /app}]"
                )
                    + "      volumes: [{name: v, configMap: {name: c}}]\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata:\n"
                    + "  package.json: '{\"scripts\": {\"start\": \"node --max-old-space-size=100 s.js\"}}'\n"
            ),
            StringComparison.Ordinal
        );
    }

    // Launchers of Spark and Hadoop: what counts of several settings, and where another pod gets the memory.
    [Theory]
    [InlineData("image: apache/spark:3.5.1\ncommand: [spark-submit, --driver-memory, 4g, a.jar]", "Warning ML3002 -Xmx4g")]
    [InlineData("image: apache/spark:3.5.1\ncommand: [spark-submit, --conf, spark.driver.memory=4g, a.jar]", "Warning ML3002 -Xmx4g")]
    [InlineData("image: apache/spark:3.5.1\ncommand: [spark-submit, --deploy-mode, cluster, --driver-memory, 4g, a.jar]", "")]
    [InlineData("image: apache/spark:3.5.1\ncommand: [spark-submit, --deploy-mode=cluster, --driver-memory=4g, a.jar]", "")]
    [InlineData("image: apache/spark:3.5.1\ncommand: [spark-submit, --driver-memory, 512m, a.jar, --driver-memory, 4g]", "")]
    [InlineData("image: apache/spark:3.5.1\ncommand: [spark-submit, --driver-memory, '', a.jar]", "")]
    [InlineData(
        "image: apache/spark:3.5.1\ncommand: [spark-submit, --driver-memory, '', a.jar]\nenv: [{name: SPARK_DRIVER_MEMORY, value: 4g}]",
        "Warning ML3002"
    )]
    [InlineData("image: apache/spark:3.5.1\ncommand: [spark-submit, --properties-file, /x.conf, a.jar]", "")]
    [InlineData("image: apache/spark:3.5.1\ncommand: [spark-submit, a.jar]", "")]
    [InlineData(
        "image: apache/spark:3.5.1\ncommand: [/opt/spark/bin/spark-class, org.apache.spark.deploy.worker.Worker, 'spark://m:7077']\nenv: [{name: SPARK_WORKER_MEMORY, value: 4g}, {name: SPARK_DAEMON_MEMORY, value: 512m}]",
        ""
    )]
    [InlineData(
        "image: apache/spark:3.5.1\ncommand: [/opt/spark/bin/spark-class, org.apache.spark.deploy.master.Master]\nenv: [{name: SPARK_DAEMON_MEMORY, value: 2g}]",
        "Warning ML3002 SPARK_DAEMON_MEMORY=2g"
    )]
    [InlineData(
        "image: apache/hadoop:3\ncommand: [hdfs, namenode]\nenv: [{name: HADOOP_HEAPSIZE_MAX, value: 4g}]",
        "Warning ML3002 HADOOP_HEAPSIZE_MAX=4g"
    )]
    [InlineData(
        "image: apache/hadoop:3\ncommand: [hdfs, namenode]\nenv: [{name: HADOOP_HEAPSIZE_MAX, value: 512m}, {name: HDFS_NAMENODE_OPTS, value: -Xmx2g}]",
        "Warning ML3002 -Xmx2g"
    )]
    [InlineData(
        "image: apache/hadoop:3\ncommand: [hdfs, datanode]\nenv: [{name: HADOOP_HEAPSIZE_MAX, value: 512m}, {name: HDFS_NAMENODE_OPTS, value: -Xmx2g}]",
        ""
    )]
    [InlineData("image: apache/hadoop:3\ncommand: [hdfs, dfs, -ls, /]\nenv: [{name: HADOOP_HEAPSIZE_MAX, value: 4g}]", "")]
    // Of PowerShell's scripts nothing is known.
    [InlineData("image: acme/app:1\ncommand: [pwsh, -c, java -Xmx4g -jar a.jar]", "")]
    [InlineData("image: acme/app:1\ncommand: [powershell.exe, -Command, java, -Xmx4g, -jar, a.jar]", "")]
    [InlineData(
        "image: mcr.microsoft.com/powershell:7.4\ncommand: [pwsh, -File, /x.ps1]\nenv: [{name: DOTNET_GCHeapHardLimit, value: '0x80000000'}]",
        ""
    )]
    [InlineData(
        "image: apache/hadoop:3\ncommand: [hdfs, datanode]\nenv: [{name: HADOOP_OPTS, value: -Xmx700m}, {name: HADOOP_HEAPSIZE_MAX, value: 8g}]",
        ""
    )]
    // A heap that a start script adds is no option of anybody's, and not certain.
    [InlineData("image: apache/hbase:2.5\ncommand: [hbase, master, start]\nenv: [{name: HBASE_HEAPSIZE, value: '2000'}]", "Warning ML3002")]
    [InlineData(
        "image: apache/hbase:2.5\ncommand: [hbase, master, start]\nenv: [{name: HBASE_HEAPSIZE, value: 2g}, {name: HBASE_MASTER_OPTS, value: -Xmx512m}]",
        "Warning ML3007 HBASE_HEAPSIZE=2g"
    )]
    [InlineData("image: apache/hbase:2.5\ncommand: [hbase, shell]\nenv: [{name: HBASE_HEAPSIZE, value: 2g}]", "")]
    [InlineData("image: apache/spark:3.5.0\ncommand: [/opt/spark/bin/spark-shell, --driver-memory, 2g]", "Warning ML3002")]
    [InlineData("image: apache/spark:3.5.0\ncommand: [/opt/spark/bin/pyspark, --conf, spark.driver.memory=2g]", "Warning ML3002")]
    [InlineData("image: apache/spark:3.5.0\ncommand: [/opt/spark/bin/spark-sql, -S, --driver-memory, 2g, -f, a.sql]", "Warning ML3002")]
    [InlineData(
        "image: apache/spark:3.5.0\ncommand: [sh, -c, 'sbin/start-master.sh; tail -f logs/*']\nenv: [{name: SPARK_DAEMON_MEMORY, value: 2g}]",
        "Warning ML3002"
    )]
    [InlineData(
        "image: apache/spark:3.5.0\ncommand: [sh, -c, 'sbin/start-master.sh; exec sbin/start-worker.sh spark://a:7077']\nenv: [{name: SPARK_DAEMON_MEMORY, value: 600m}]",
        "Warning ML3002"
    )]
    [InlineData(
        "image: apache/spark:3.5.0\ncommand: [sh, -c, 'sbin/start-master.sh; exec sbin/start-worker.sh spark://a:7077']\nenv: [{name: SPARK_DAEMON_MEMORY, value: 600m}, {name: SPARK_NO_DAEMONIZE, value: '1'}]",
        ""
    )]
    [InlineData(
        "image: eclipse-temurin:17\ncommand: [bash, -c, 'java -Xmx600m -jar /a.jar & elasticsearch -d; wait']",
        "Warning ML3002 -Xmx600m + the default heap of Elasticsearch (512 MiB) side by side"
    )]
    public void A_launcher_counts_what_its_product_counts(string container, string told) => Holds(Told(Pod(container)), told);

    [Theory]
    // A wrapper may bring the variable that seems to be absent; what is written stays.
    [InlineData("image: acme/app:1\ncommand: [doppler, run, --, java, -jar, a.jar]", "")]
    [InlineData("image: acme/app:1\ncommand: [/vault/vault-env, java, -jar, a.jar]", "")]
    [InlineData("image: acme/app:1\ncommand: [wait-for-it, 'db:5432', --, java, -jar, a.jar]", "Note ML3004")]
    [InlineData("image: acme/app:1\ncommand: [doppler, run, --, java, -Xmx2g, -jar, a.jar]", "Warning ML3002 -Xmx2g")]
    // Words that are a piece short stay readable.
    [InlineData("image: acme/app:1\ncommand: [sh, -c, exec $(command -v java) -Xmx2g -jar a.jar]", "Error ML3002 -Xmx2g")]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, $(which node) --max-old-space-size=2000 a.js]",
        "Error ML3102 --max-old-space-size=2000"
    )]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'JAVA=$(which java); $JAVA -Xmx2g -jar a.jar']", "Error ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [bash, -c, 'J=`type -p java`; exec \"$J\" -Xmx2g -jar a.jar']", "Error ML3002 -Xmx2g")]
    [InlineData(
        "image: acme/app:1\ncommand: [bash, -c, 'c=($(command -v java || true) -Xmx2g -jar a.jar); exec \"${c[@]}\"']",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'export N=$(which node 2>/dev/null); exec nice $N --max-old-space-size=2000 a.js']",
        "Error ML3102"
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'JAVA_HOME=$(dirname $(dirname $(readlink -f $(which java)))); $JAVA_HOME/bin/java -Xmx2g -jar a.jar']",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'J=$(which java || echo /bin/start); $J -Xmx2g -jar a.jar']", "")]
    // A path is no function of that name, and command -p runs what it is given.
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'start() { exec java -Xmx2g -jar a.jar; }; D=$(dirname \"$(readlink -f \"$(which tool)\")\"); \"$D/start\"']",
        ""
    )]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'J=$(command -p java); $J -Xmx2g -jar a.jar']", "")]
    // What a program in front may set anew is known to no shell behind it.
    [InlineData(
        "image: acme/app:1\ncommand: [doppler, run, --, sh, -c, 'exec node --max-old-space-size=$MEM s.js']\nenv: [{name: MEM, value: \"4096\"}]",
        ""
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [doppler, run, --, sh, -c, 'redis-server --maxmemory $M']\nenv: [{name: M, value: 512Mi}]",
        ""
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [chpst, -e, /etc/env, java, -jar, a.jar]\nenv: [{name: JAVA_TOOL_OPTIONS, value: -Xmx4g}]",
        "Warning ML3002"
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [chpst, -u, app, java, -jar, a.jar]\nenv: [{name: JAVA_TOOL_OPTIONS, value: -Xmx4g}]",
        "Error ML3002"
    )]
    // Instead of a server that does not detach itself another may run, not beside it.
    // A loop goes on until the first has ended, whatever it asks, but for one that asks whether it answers.
    [InlineData(
        "image: acme/app:1\ncommand: [bash, -c, '(java -Xmx600m -jar w.jar; touch /done) & while true; do test -f /done && break; sleep 1; done; java -Xmx600m -jar a.jar']",
        ""
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [bash, -c, '(java -Xmx600m -jar w.jar; touch /done) & for i in 1 2 3; do [ -f /done ] && break; sleep 9; done; java -Xmx600m -jar a.jar']",
        ""
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [bash, -c, 'java -Xmx600m -jar w.jar > /log & until grep -q Finished /log; do sleep 2; done; java -Xmx600m -jar a.jar']",
        ""
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [bash, -c, 'java -Xmx600m -jar w.jar & while nc -z localhost 80; do sleep 1; done; java -Xmx600m -jar a.jar']",
        ""
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [bash, -c, 'java -Xmx600m -jar w.jar & until curl -sf localhost; do sleep 1; done; java -Xmx600m -jar a.jar']",
        "side by side"
    )]
    // Between two actions in double quotes a command may run or not.
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'X=\"{{ if .x }}$(date){{ end }}\"; exec java -Xmx2g -jar a.jar']", "")]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'J=$(which java); [ -n \"$J\" ] || exec java -Xmx2g -jar a.jar; exec $J -Xmx500m -jar a.jar']",
        ""
    )]
    [InlineData("image: acme/app:1\ncommand: [bash, -c, 'O=(-Xmx2g -Xms1g); exec java \"${O[@]}\" -jar a.jar']", "Error ML3002 -Xmx2g")]
    [InlineData(
        "image: acme/app:1\ncommand: [bash, -c, 'declare -a O=(-Dx=y); O+=(-Xmx2g); java ${O[*]} -jar a.jar']",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData("image: acme/app:1\ncommand: [bash, -c, 'O=(); java \"${O[@]}\" -Xmx2g -jar a.jar']", "Error ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [bash, -c, 'O=(-Xmx2g); java \"${O[1]}\" -jar a.jar']", "")]
    [InlineData("image: acme/app:1\ncommand: [bash, -c, 'declare -A O=([a]=-Xmx2g); java \"${O[a]}\" -jar a.jar']", "")]
    [InlineData("image: acme/app:1\ncommand: [java, -Xmx2g, -jar, '{{ .Values.jar }}']", "Error ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [java, '{{ .Values.options }}', -jar, a.jar]", "")]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'java -Xmx2g -jar {{jar}} --server.port={{ port }}']", "Error ML3002 -Xmx2g")]
    [InlineData(
        "image: docker.elastic.co/kibana/kibana:8.11.0\nenv: [{name: NODE_OPTIONS, value: --max-old-space-size=2000}]",
        "Warning ML3102 --max-old-space-size=2000"
    )]
    [InlineData(
        "image: opensearchproject/opensearch-dashboards:2.11.0\nenv: [{name: NODE_OPTIONS, value: --max-old-space-size=2000}]",
        "Warning ML3102 --max-old-space-size=2000"
    )]
    // A heap that nobody gets is told in place of the default that is left.
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -jar, a.jar, -Xmx700m]",
        "Warning ML3007 -Xmx700m has no effect: it follows a.jar, and java passes it to the program"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, a.Main, -Dx=y, -XX:MaxRAMPercentage=70]",
        "Warning ML3007 -XX:MaxRAMPercentage=70"
    )]
    [InlineData(
        "image: eclipse-temurin:8\ncommand: [java, -jar, a.jar]\nenv: [{name: JDK_JAVA_OPTIONS, value: -Xmx700m}]",
        "Warning ML3007 -Xmx700m has no effect: Java 8 does not read JDK_JAVA_OPTIONS, which came with Java 9"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -jar, a.jar]\nenv: [{name: SHOP_JVM, value: -Xmx700m}]",
        "Note ML3007 SHOP_JVM has no effect"
    )]
    [InlineData("image: eclipse-temurin:21\ncommand: [java, -Xmx600m, -jar, launcher.jar, --jvm-args, -Xmx700m]", "")]
    // What no script of the image takes tells of no JVM.
    [InlineData("image: tomcat:10\nenv: [{name: JVM_OPTS, value: -Xmx700m}]", "")]
    [InlineData("image: tomcat:10\nenv: [{name: JAVA_OPTS, value: -Dx=y}]", "Note ML3004 nothing sets the heap")]
    // Programs side by side in one container, of whatever kind.
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'java -Xmx700m -jar a.jar & exec node --max-old-space-size=700 s.js']",
        "Warning ML3003 -Xmx700m + --max-old-space-size=700 (700 MiB) = 1400 MiB, 136.7 % of the memory limit 1Gi"
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'redis-server --maxmemory 700mb --save \"\" & exec memcached -m 700']",
        "Warning ML3003 Redis --maxmemory 700mb + memcached -m 700 (700 MiB) = 1400 MiB"
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'node --max-old-space-size=500 a.js & DOTNET_GCHeapHardLimit=0x20000000 dotnet b.dll & java -Xmx100m -jar a.jar']",
        "Warning ML3003 the Java heap 100 MiB + the Node.js heap 500 MiB + the .NET heap 512 MiB = 1112 MiB"
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'java -Xmx700m -jar a.jar & exec celery -A a worker -c 4 --max-memory-per-child=200000']",
        "ML3003 the Java heap 700 MiB + 4 processes of Celery"
    )]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'java -Xmx700m -jar a.jar && exec node --max-old-space-size=700 s.js']", "")]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'java -Xmx700m -jar a.jar & wait; exec node --max-old-space-size=700 s.js']", "")]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'java -Xmx700m -jar a.jar & sleep 9; kill $!; node --max-old-space-size=700 s.js']",
        ""
    )]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'if [ -n \"$A\" ]; then java -Xmx700m -jar a.jar; else node --max-old-space-size=700 s.js; fi']",
        ""
    )]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'java -Xmx500m -jar a.jar & exec node --max-old-space-size=500 s.js']", "")]
    // Start scripts by their names.
    [InlineData(
        "image: acme/mirror:1\ncommand: [connect-mirror-maker.sh, mm2.properties]",
        "Warning ML3002 the default heap of Kafka Connect (2 GiB)"
    )]
    [InlineData(
        "image: acme/mirror:1\ncommand: [/opt/kafka/bin/kafka-server-start.sh, c]\nenv: [{name: KAFKA_HEAP_OPTS, value: -Xmx600m}]",
        "Note ML3001"
    )]
    [InlineData("image: confluentinc/cp-kafka:7.6.0\ncommand: [bash, -c, kafka-console-consumer --topic a]", "")]
    [InlineData("image: solr:9\ncommand: [bash, -c, exec /opt/solr/bin/solr start -f -m 1g]", "Error ML3002 -m 1g")]
    [InlineData("image: solr:9.6\nenv: [{name: SOLR_HEAP, value: 1g}]", "Error ML3002 SOLR_HEAP=1g")]
    [InlineData("image: mirror.example/library/solr:9.6\nenv: [{name: SOLR_HEAP, value: 1g}]", "Warning ML3002 SOLR_HEAP=1g")]
    // OpenJ9 reads its variable by itself, and Liberty's server is a script of its images.
    [InlineData("image: open-liberty:24\nenv: [{name: OPENJ9_JAVA_OPTIONS, value: -Xmx2g}]", "Error ML3002 -Xmx2g")]
    [InlineData(
        "image: icr.io/appcafe/open-liberty:full-java11-openj9-ubi\ncommand: [/opt/ol/wlp/bin/server, run, defaultServer]\nenv: [{name: OPENJ9_JAVA_OPTIONS, value: -Xmx2g}]",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData("image: open-liberty:24\ncommand: [server, version]\nenv: [{name: JVM_ARGS, value: -Xmx2g}]", "")]
    [InlineData("image: acme/app:1\ncommand: [server, run]\nenv: [{name: OPENJ9_JAVA_OPTIONS, value: -Xmx300m}]", "")]
    // A release that refuses the sign.
    [InlineData("image: golang:1.19\ncommand: [/app]\nenv: [{name: GOMEMLIMIT, value: +512MiB}]", "Error ML3203")]
    [InlineData("image: golang:1.27\ncommand: [/app]\nenv: [{name: GOMEMLIMIT, value: +512MiB}]", "")]
    [InlineData("image: golang:1.22\ncommand: [/app]\nenv: [{name: GOMEMLIMIT, value: +512MiB}]", "")]
    [InlineData(
        "image: sonatype/nexus3\ncommand: [/opt/sonatype/nexus/bin/nexus, run]\nenv: [{name: INSTALL4J_ADD_VM_PARAMS, value: -Xmx1g}]",
        "Error ML3002 -Xmx1g"
    )]
    [InlineData("image: acme/build:1\ncommand: [./gradlew, build]\nenv: [{name: GRADLE_OPTS, value: -Xmx2g}]", "Warning ML3002 -Xmx2g")]
    // What a product's program starts is as sure as the program, whoever calls it.
    [InlineData(
        "image: corp.example/apachepulsar/pulsar:3.0.0\ncommand: [bin/pulsar, bookie]\nenv: [{name: BOOKIE_MEM, value: -Xmx2g}]",
        "Warning ML3002 -Xmx2g"
    )]
    [InlineData("image: apachepulsar/pulsar:3.0.0\nargs: [bin/pulsar, bookie]\nenv: [{name: BOOKIE_MEM, value: -Xmx2g}]", "ML3002 -Xmx2g")]
    // A mirror keeps the vendor, whose variables count.
    [InlineData(
        "image: reg.corp/mirror/bitnami/mysql:8.4\nenv: [{name: MYSQL_EXTRA_FLAGS, value: --innodb-buffer-pool-size=2G}]",
        "Warning ML3402"
    )]
    [InlineData("image: reg.corp/mirror/mysql:8.4\nenv: [{name: MYSQL_EXTRA_FLAGS, value: --innodb-buffer-pool-size=2G}]", "")]
    [InlineData("image: reg.corp/mirror/bitnamilegacy/memcached:1.6\nenv: [{name: MEMCACHED_CACHE_SIZE, value: '2000'}]", "Warning ML3402")]
    // What a product's last word alone suggests, and nobody wrote, is a note; what somebody wrote is not.
    [InlineData("image: acme/pulsar:1", "Note ML3002 the default heap of Pulsar (2 GiB)")]
    [InlineData("image: acme/kafka:3.8", "Note ML3002 the default heap of Kafka (1 GiB)")]
    [InlineData("image: mirror.example/apachepulsar/pulsar:3", "Warning ML3002 the default heap of Pulsar (2 GiB)")]
    [InlineData("image: acme/kafka:3.8\nenv: [{name: KAFKA_HEAP_OPTS, value: -Xmx2g}]", "Warning ML3002 -Xmx2g")]
    // A command behind an entrypoint that nobody has seen.
    [InlineData("image: supabase/postgres:15.1\nargs: [postgres, -c, shared_buffers=2GB]", "Warning ML3402")]
    [InlineData("image: acme/redis:7\nargs: [redis-server, --maxmemory, 4gb]", "Warning ML3402")]
    [InlineData("image: postgres:15\nargs: [postgres, -c, shared_buffers=2GB]", "Error ML3402")]
    [InlineData("image: acme/redis:7\ncommand: [redis-server, --maxmemory, 4gb]", "Error ML3402")]
    // Not Node.js, and no reader of its variable.
    [InlineData("image: acme/app:1\ncommand: [bun, src/index.ts]\nenv: [{name: NODE_OPTIONS, value: --max-old-space-size=4096}]", "")]
    [InlineData("image: oven/bun:1\ncommand: [bun, run, start]\nenv: [{name: NODE_OPTIONS, value: --max-old-space-size=4096}]", "")]
    [InlineData("image: denoland/deno:1.44\nargs: [run, -A, main.ts]\nenv: [{name: NODE_OPTIONS, value: --max-old-space-size=4096}]", "")]
    // What a command prints within a word, or prints for one word.
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'java -Xmx2g -Xlog:gc:/logs/gc-$(hostname).log -jar a.jar']", "Error ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'java -Xmx2g -Dip=`hostname -i` -jar a.jar']", "Error ML3002 -Xmx2g")]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'java -XX:HeapDumpPath=/d/${HOSTNAME}_$(date +%s).hprof -Xmx2g -jar a.jar']",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData("image: acme/app:1\ncommand: [sh, -ec, 'N=$(nproc); java -Xmx2g -DN=$N -jar a.jar']", "Error ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'java -Xmx2g $(cat /options) -jar a.jar']", "")]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'java -Xmx$(cat /heap) -jar a.jar']", "")]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'N=$(nproc); java -Xmx${N}g -jar a.jar']", "")]
    // What a script takes over from elsewhere leaves what it says itself.
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'export $(grep -v ^# /env | xargs) && exec java -Xmx2g -jar a.jar']",
        "Warning ML3002 -Xmx2g"
    )]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'H=2g; export $(cat /env) && java -Xmx$H -jar a.jar']", "")]
    // A command in the arguments.
    [InlineData(
        "image: eclipse-temurin:17\nargs: [sh, -c, 'java $JAVA_OPTS -jar a.jar']\nenv: [{name: JAVA_OPTS, value: -Xmx2g}]",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData("image: acme/app:1\nargs: [sh, -c, exec java -Xmx2g -jar a.jar]", "Warning ML3002 -Xmx2g")]
    [InlineData(
        "image: acme/app:1\nargs: [bash, -c, 'exec node --max-old-space-size=2000 a.js']",
        "Warning ML3102 --max-old-space-size=2000"
    )]
    [InlineData("image: acme/app:1\nargs: [tini, --, redis-server, --maxmemory, 2gb]", "Warning ML3402 Redis --maxmemory 2gb")]
    [InlineData("image: gcr.io/distroless/java21\nargs: [sh, -c, java -Xmx2g -jar a.jar]", "")]
    // Behind a wrapper.
    [InlineData(
        "image: acme/app:1\ncommand: [doppler, run, --, node, --max-old-space-size=2000, a.js]",
        "Error ML3102 --max-old-space-size=2000"
    )]
    [InlineData("image: node:20\ncommand: [infisical, run, --, node, a.js]\n" + NodeOptions, "Warning ML3102 --max-old-space-size=2000")]
    [InlineData("image: node:20\ncommand: [op, run, --, sh, -c, exec node a.js]\n" + NodeOptions, "Warning ML3102")]
    [InlineData("image: node:20\ncommand: [op, run, --, node, --max-old-space-size=1900, a.js]\n" + NodeOptions, "Error ML3102")]
    [InlineData("image: acme/app:1\ncommand: [envconsul, -once, -prefix, app, java, -Xmx2g, -jar, a.jar]", "Warning ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [envdir, /etc/env, node, a.js]\n" + NodeOptions, "Warning ML3102")]
    [InlineData("image: acme/app:1\ncommand: [vals, exec, -f, a.yaml, --, node, a.js]\n" + NodeOptions, "")]
    [InlineData(
        "image: acme/app:1\ncommand: [chamber, exec, app, --, dotnet, a.dll]\nenv: [{name: DOTNET_GCHeapHardLimit, value: 80000000}]",
        "Warning ML3302"
    )]
    [InlineData("image: acme/app:1\ncommand: [dotenv, --, traefik]\nenv: [{name: GOMEMLIMIT, value: 2G}]", "Warning ML3203")]
    [InlineData("image: acme/app:1\ncommand: [infisical, run, --, redis-server, --maxmemory, 2gb]", "Error ML3402 Redis --maxmemory 2gb")]
    // Each of two servers is looked at.
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'redis-server --maxmemory 100mb & exec postgres -c shared_buffers=1X']",
        "Error ML3403 PostgreSQL"
    )]
    [InlineData("image: acme/app:1\ncommand: [chpst, -u, app, java, -Xmx2g, -jar, a.jar]", "Error ML3002 -Xmx2g")]
    // A start script that nobody has seen is taken to pass on what scripts do.
    [InlineData("image: acme/app:1\ncommand: [./start.sh]\nenv: [{name: JAVA_OPTS, value: -Xmx2g}]", "Warning ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [bash, start.sh]\nenv: [{name: JAVA_OPTS, value: -Xmx2g}]", "Warning ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [./app.jar]\nenv: [{name: JAVA_OPTS, value: -Xmx2g}]", "Warning ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'export JAVA_TOOL_OPTIONS=-Xmx2g; exec ./start.sh']", "Warning ML3002 -Xmx2g")]
    [InlineData("image: acme/app:1\ncommand: [env, JAVA_OPTS=-Xmx2g, ./bin/app]", "Warning ML3002 -Xmx2g")]
    [InlineData("image: nginx:1\ncommand: [./start.sh]\nenv: [{name: JAVA_OPTS, value: -Xmx2g}]", "")]
    // An image's own script by its path.
    [InlineData(
        "image: apache/kafka:3.8.0\ncommand: [/etc/kafka/docker/run]\nenv: [{name: KAFKA_HEAP_OPTS, value: -Xmx2g}]",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData(
        "image: logstash:8.14.0\ncommand: [/usr/local/bin/docker-entrypoint]\nenv: [{name: LS_JAVA_OPTS, value: -Xmx2g}]",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData(
        "image: apache/nifi:1.26.0\ncommand: [bash, -c, exec ../scripts/start.sh]\nenv: [{name: NIFI_JVM_HEAP_MAX, value: 4g}]",
        "Error ML3002 NIFI_JVM_HEAP_MAX=4g"
    )]
    [InlineData("image: trinodb/trino:450\ncommand: [/usr/lib/trino/bin/run-trino]", "Note ML3001")]
    // Words that go to the program and not to its JVM.
    [InlineData("image: acme/app:1\nargs: [-Xmx9g, -jar, app.jar]", "Warning ML3002 -Xmx9g")]
    [InlineData("image: acme/app:1\nargs: [-jar, app.jar, -Xmx9g]", "")]
    [InlineData("image: acme/app:1\nargs: [-Xmx500m, -jar, app.jar, -Xmx9g]", "")]
    [InlineData("image: acme/app:1\nargs: [-cp, a.jar, com.acme.Main, -Xmx9g]", "")]
    [InlineData("image: acme/app:1\nargs: [-cp, a.jar, -Xmx9g, com.acme.Main]", "Warning ML3002 -Xmx9g")]
    [InlineData("image: acme/app:1\ncommand: [/run.sh]\nargs: [-jar, app.jar, -Xmx9g]", "")]
    [InlineData("image: acme/app:1\nargs: [--java-opt, -Xmx2g]", "")]
    [InlineData("image: acme/app:1\nargs: [--port=80, -Xmx2g]", "Warning ML3002 -Xmx2g")]
    // Words that are no program.
    [InlineData("image: eclipse-temurin:17\ncommand: [java, Xmx512m, -jar, a.jar]", "Error ML3006 Java 17 does not start with Xmx512m")]
    [InlineData(
        "image: eclipse-temurin:17\ncommand: [java, 'XX:+UseG1GC', -jar, a.jar]",
        "Error ML3006 Java 17 does not start with XX:+UseG1GC"
    )]
    [InlineData(
        "image: redis:7\ncommand: [redis-server --maxmemory 100mb]",
        "Error ML3403 no program has the name \"redis-server --maxmemory 100mb\""
    )]
    [InlineData("image: postgres:16\ncommand: ['postgres -c shared_buffers=1GB']", "Error ML3403 no program has the name")]
    // Options against each other: which one it is.
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -XX:+UseSerialGC, '-XX:NewRatio=0', -jar, a]",
        "with -XX:NewRatio=0: the Serial collector divides by it"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, -XX:+UseSerialGC, -XX:+UseZGC, -jar, a]",
        "-XX:+UseSerialGC selects another garbage collector"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, '-XX:SoftMaxHeapSize=900m', -Xmx500m, -jar, a]",
        "with -XX:SoftMaxHeapSize=900m: it is above the maximum heap"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [java, '-XX:InitialCodeCacheSize=300m', -jar, a]",
        "with -XX:InitialCodeCacheSize=300m: it is above the default"
    )]
    // The calculator of buildpacks.
    [InlineData("image: acme/app:1\nenv: [{name: BPL_JVM_HEAD_ROOM, value: 10%}]", "BPL_JVM_HEAD_ROOM=10%: it must be a whole number")]
    [InlineData(
        "image: acme/app:1\nenv: [{name: BPL_JVM_THREAD_COUNT, value: '800'}]",
        "the image reserves at least 1063.4 MiB beside the heap"
    )]
    // One after the other, and what shells read otherwise.
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'java -version && java -Xmx1g -jar m && exec java -Xmx64m -jar b']",
        "Error ML3002 -Xmx1g"
    )]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'O=(-Xmx2g); java ${O[@]} -jar a']", "")]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'function f { java -Xmx2g -jar a; }; f']", "")]
    [InlineData("image: acme/app:1\ncommand: [bash, -c, 'function f { java -Xmx2g -jar a; }; f']", "Error ML3002 -Xmx2g")]
    // Options of a JVM as arguments of nobody knows whom.
    [InlineData("image: acme/app:1\nargs: ['-XX:MaxRAMPercentage=95']", "Warning ML3001 -XX:MaxRAMPercentage=95")]
    // Images that hold no runtime that reads the variable.
    [InlineData("image: alpine:3\nenv: [{name: JAVA_TOOL_OPTIONS, value: -Xmx2g}]", "")]
    [InlineData("image: registry.access.redhat.com/ubi8/python-39\nenv: [{name: JAVA_TOOL_OPTIONS, value: -Xmx2g}]", "")]
    [InlineData("image: adoptopenjdk:11-jre-openj9\ncommand: [java, -jar, a.jar]", "")]
    // What a release or an image makes of nothing.
    [InlineData("image: bitnami/mongodb:4.4.10", "Note ML3401 the cache that MongoDB 4.4.10 sizes from the node's memory (7.5 GiB)")]
    [InlineData(
        "image: flink:1.18\nargs: [taskmanager]",
        "Warning ML3001 the process size that the image sets for the taskmanager (1728 MiB)"
    )]
    // Tensors.
    [InlineData(
        "image: acme/llm:1\ncommand: [python3, -m, vllm.entrypoints.openai.api_server, --tensor-parallel-size, '8']",
        "Note ML4003"
    )]
    [InlineData("image: vllm/vllm-openai:v0.6.0\ncommand: [sh, -c, vllm serve m --tensor-parallel-size=4]", "Note ML4003")]
    [InlineData("image: lmsysorg/sglang:latest\ncommand: [python3, -m, sglang.launch_server, --tp, '4']", "Note ML4003")]
    [InlineData("image: ghcr.io/huggingface/text-generation-inference:2.0\nenv: [{name: NUM_SHARD, value: '2'}]", "Note ML4003")]
    [InlineData("image: vllm/vllm-openai:v0.6.0\nargs: [-tp, '1']", "")]
    public void A_container_is_told(string container, string told) => Holds(Told(Pod(container)), told);

    // Not every node is Node.js.
    [Theory]
    [InlineData("acme/node:v3.28", "")]
    [InlineData("calico/node:v3.28", "")]
    [InlineData("rocketpool/node:1", "")]
    [InlineData("node:22", "Note ML3105")]
    [InlineData("mirror.example/library/node:22", "Note ML3105")]
    public void A_last_word_tells_of_no_default(string image, string told) => Holds(Told(Pod($"image: {image}", "64Mi")), told);

    [Theory]
    [InlineData("image: elasticsearch:8.11.1", "the default heap of Elasticsearch is 8 GiB of a 16Gi node")]
    [InlineData("image: cassandra:4", "the default heap of Cassandra is 4 GiB of a 16Gi node")]
    [InlineData("image: memcached:1.6\nargs: [-m, '4096']", "memcached -m 4096 (4 GiB) may be used up")]
    public void Without_a_limit_it_takes_of_the_node(string container, string told) =>
        Assert.Contains(told, Messages(Pod(container, "")), StringComparison.Ordinal);

    private const string Task =
        "apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {name: t}\nspec:\n  steps:\n  - name: b\n    image: IMAGE\n    env: [ENV]\n    script: |\n      SCRIPT\n    computeResources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}\n";

    // A script in a field is a file that its first line runs, else sh.
    [Theory]
    [InlineData("eclipse-temurin:17", "", "java -Xmx2g -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("eclipse-temurin:17", "", "#!/usr/bin/env bash\n      exec java -Xmx2g -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData(
        "node:20",
        "{name: NODE_OPTIONS, value: --max-old-space-size=2048}",
        "#!/usr/bin/env node\n      console.log(1)",
        "Error ML3102"
    )]
    [InlineData("python:3", "{name: JAVA_TOOL_OPTIONS, value: -Xmx9g}", "#!/usr/bin/env python3\n      print(1)", "")]
    [InlineData("acme/build:1", "{name: SBT_OPTS, value: -Xmx2g}", "sbt test", "Warning ML3002 -Xmx2g")]
    [InlineData("acme/build:1", "", "java $(params.options) -jar a.jar", "")]
    [InlineData("acme/build:1", "", "java -Xmx2g -Dday=$(params['day']) -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("acme/build:1", "", "java -Xmx2g -Dday=\"$(params[\"day\"])\" -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("acme/build:1", "", "java -Xmx$(params['heap']) -jar a.jar", "")]
    [InlineData("node:20", "", "#!/usr/bin/env node\n      const a = 'java -Xmx9g -jar x'", "")]
    [InlineData("python:3", "", "#!/usr/bin/python3.12\n      os.system('java -Xmx9g -jar x')", "")]
    public void A_script_of_Tekton_runs(string image, string variable, string script, string told) =>
        Holds(
            Told(
                Task.Replace("IMAGE", image, StringComparison.Ordinal)
                    .Replace("[ENV]", $"[{variable}]", StringComparison.Ordinal)
                    .Replace("SCRIPT", script, StringComparison.Ordinal)
            ),
            told
        );

    [Theory]
    [InlineData("eclipse-temurin:17", "[bash]", "java -Xmx2g -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("node:20", "[node, --max-old-space-size=1100]", "console.log(1)", "Error ML3102")]
    [InlineData("eclipse-temurin:17", "[bash]", "java {{inputs.parameters.options}} -jar a.jar", "")]
    [InlineData("eclipse-temurin:17", "[bash]", "java -Xmx{{inputs.parameters.heap}} -jar a.jar", "")]
    [InlineData("eclipse-temurin:17", "[bash]", "java {{inputs.parameters.options}} -Xmx2g -jar a.jar", "")]
    [InlineData("eclipse-temurin:17", "[bash]", "java -Xmx2g -jar a.jar {{inputs.parameters.date}}", "Error ML3002 -Xmx2g")]
    [InlineData("eclipse-temurin:17", "[bash]", "java -Xmx2g -Dday='{{item}}' -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("eclipse-temurin:17", "[bash]", "echo 'it is {{ workflow.name }}' && java -Xmx2g -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("eclipse-temurin:17", "[bash]", "echo \"$(date) {{pod.name}}\"; java -Xmx2g -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("eclipse-temurin:17", "[bash]", "# {{pod.name}}'s\n        java -Xmx2g -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("eclipse-temurin:17", "[bash]", "{{inputs.parameters.command}} -Xmx2g -jar a.jar", "")]
    [InlineData("eclipse-temurin:17", "[bash]", "{{if eq x.y}}java -Xmx2g -jar a.jar{{end}}", "")]
    // An action within quotes brings a text, of which a block need not bring anything.
    [InlineData(
        "eclipse-temurin:17",
        "[bash]",
        "kubectl get po -o go-template='{{range .items}}{{.metadata.name}}{{end}}'; java -Xmx2g -jar a.jar",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData("eclipse-temurin:17", "[bash]", "java -Xmx2g -Da='{{ .a | default \"b\" }}' -jar a.jar", "Error ML3002 -Xmx2g")]
    [InlineData("eclipse-temurin:17", "[bash]", "O='-Xmx500m{{if .a}} -Xmx2g{{end}}'; java $O -jar a.jar", "")]
    [InlineData("eclipse-temurin:17", "[bash]", "O='-Xmx500m{{if .a}}'; java $O -Xmx2g -jar '{{end}}'", "")]
    [InlineData("eclipse-temurin:17", "[bash]", "O='-Xmx2g{{end}}'; java $O -jar a.jar", "")]
    [InlineData("eclipse-temurin:17", "[bash]", "java -Xmx2g -Da=\"{{ printf \"%s\" .a }}\" -jar a.jar", "")]
    [InlineData("eclipse-temurin:17", "[bash]", "{{=inputs.parameters.a}}\n        java -Xmx2g -jar a.jar", "")]
    [InlineData("eclipse-temurin:17", "[bash]", "cat <<'E'\n        {{pod.name}}\n        E\n        java -Xmx2g -jar a.jar", "")]
    [InlineData("python:3", "[python]", "day = '{{item}}'\n        os.system('java -Xmx9g -jar x')", "")]
    public void A_script_of_Argo_is_handed_to_its_command(string image, string command, string source, string told) =>
        Holds(
            Told(
                $"apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {{name: w}}\nspec:\n  templates:\n  - name: s\n    script:\n      image: {image}\n      command: {command}\n      source: |\n        {source}\n      resources: {{requests: {{memory: 1Gi}}, limits: {{memory: 1Gi}}}}\n"
            ),
            told
        );

    // The same where the script is a word of the command, and a value within a word that is none.
    [Theory]
    [InlineData("[sh, -c]", "[\"java -Xmx2g -jar a.jar {{inputs.parameters.date}}\"]", "Error ML3002 -Xmx2g")]
    [InlineData("[sh, -c]", "[\"java -Xmx{{inputs.parameters.heap}} -jar a.jar\"]", "")]
    [InlineData("[sh, -c]", "[\"{{inputs.parameters.script}}\"]", "")]
    [InlineData("[java, -Xmx2g, -jar, a.jar]", "[\"{{inputs.parameters.date}}\"]", "Error ML3002 -Xmx2g")]
    [InlineData("[java, \"-Dday={{item}}\", -Xmx2g, -jar, a.jar]", "[]", "Error ML3002 -Xmx2g")]
    [InlineData("[java, \"{{item}}\", -Xmx2g, -jar, a.jar]", "[]", "")]
    public void What_a_workflow_fills_in_hides_nothing_else(string command, string args, string told) =>
        Holds(
            Told(
                $"apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {{name: w}}\nspec:\n  templates:\n  - name: s\n    container:\n      image: eclipse-temurin:17\n      command: {command}\n      args: {args}\n      resources: {{requests: {{memory: 1Gi}}, limits: {{memory: 1Gi}}}}\n"
            ),
            told
        );

    // The image starts a Node.js by itself, which refuses the variable like any other; another one may start none.
    [Theory]
    [InlineData("node:20", "Error ML3103")]
    [InlineData("acme/node:20", "Warning ML3103")]
    [InlineData("acme/app:1", "Warning ML3103")]
    public void What_every_Node_refuses_the_one_of_the_image_refuses(string image, string told) =>
        Holds(Told(Pod($"image: {image}\nenv: [{{name: NODE_OPTIONS, value: --max-old-space-sizes=1024}}]")), told);

    // Which package.json is in force behind a cd is not known.
    [Theory]
    [InlineData("npm start", "Warning ML3102")]
    [InlineData("cd /srv && npm start", "")]
    [InlineData("cd $DIR && npm start", "")]
    [InlineData("cd /app && npm start", "Warning ML3102")]
    [InlineData("cd /app/; (exec yarn start)", "Warning ML3102")]
    [InlineData("cd /srv; exec yarn start", "")]
    public void A_script_that_changes_its_folder_runs_another_package(string script, string told) =>
        Holds(
            Told(
                "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {package.json: '{\"scripts\":{\"start\":\"node --max-old-space-size=4096 s.js\"}}'}\n---\napiVersion: v1\nkind: Pod\nmetadata: {name: p}\nspec:\n  volumes: [{name: c, configMap: {name: c}}]\n  containers:\n  - name: app\n    image: node:20\n    workingDir: /app\n"
                    + $"    command: [sh, -c, '{script}']\n"
                    + "    volumeMounts: [{name: c, mountPath: /app/package.json, subPath: package.json}]\n    resources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}\n"
            ),
            told
        );

    // A size that is round in hexadecimal was meant so.
    [Theory]
    [InlineData("40000000", "0x30000000")]
    [InlineData("80000000", "0x30000000")]
    [InlineData("536870912", "0x20000000")]
    public void What_is_round_in_hexadecimal_was_meant_so(string value, string remedy)
    {
        var finding = Assert.Single(
            PodReading.Findings(
                (
                    "/k8s/net.yaml",
                    $"apiVersion: v1\nkind: Pod\nmetadata: {{name: p}}\nspec:\n  containers:\n  - name: app\n    image: mcr.microsoft.com/dotnet/aspnet:8.0\n    env: [{{name: DOTNET_GCHeapHardLimit, value: \"{value}\"}}]\n    resources: {{requests: {{memory: 1Gi}}, limits: {{memory: 1Gi}}}}\n"
                )
            ),
            f => f.RuleId == "ML3302"
        );
        Assert.Contains(remedy, finding.Fix?.Advice.Text ?? "", StringComparison.Ordinal);
    }

    // A patch that a parameter fills in may be any amount; what it leaves alone stays.
    [Theory]
    [InlineData("'{\"containers\":[{\"name\":\"main\",\"resources\":{\"limits\":{\"memory\":\"{{inputs.parameters.mem}}\"}}}]}'", "")]
    [InlineData("'{\"containers\":[{\"name\":\"main\",\"resources\":{\"limits\":{\"memory\":{{inputs.parameters.mem}}}}}]}'", "")]
    [InlineData("'{\"containers\":[{\"name\":\"main\",\"resources\":{{inputs.parameters.all}}}]}'", "")]
    [InlineData("'{\"containers\":{{inputs.parameters.all}}}'", "")]
    [InlineData("'{\"containers\":[{\"name\":\"{{inputs.parameters.n}}\",\"resources\":{\"limits\":{\"memory\":\"8Gi\"}}}]}'", "")]
    [InlineData("'{{inputs.parameters.patch}}'", "")]
    [InlineData("'{\"containers\":[{\"name\":\"main\",\"resources\":{\"limits\":{\"memory\":\"8Gi\"}}}]}'", "")]
    [InlineData(
        "'{\"containers\":[{\"name\":\"main\",\"resources\":{\"limits\":{\"cpu\":\"{{inputs.parameters.cpu}}\"}}}]}'",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData("'{\"nodeSelector\":{\"disk\":\"{{inputs.parameters.disk}}\"}}'", "Error ML3002 -Xmx2g")]
    [InlineData("''", "Error ML3002 -Xmx2g")]
    public void A_patch_of_Argo_that_is_filled_in_may_hold_any_amount(string patch, string told) =>
        Holds(
            Told(
                $"apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: {{name: w}}\nspec:\n  templates:\n  - name: s\n    podSpecPatch: {patch}\n    container:\n      image: eclipse-temurin:17\n      command: [java, -Xmx2g, -jar, a.jar]\n      resources: {{requests: {{memory: 1Gi}}, limits: {{memory: 1Gi}}}}\n"
            ),
            told
        );

    [Fact]
    public void A_task_within_a_pipeline_is_one() =>
        Holds(
            Told(
                "apiVersion: tekton.dev/v1\nkind: Pipeline\nmetadata: {name: p}\nspec:\n  tasks:\n  - name: t\n    taskSpec:\n      steps:\n      - name: b\n        image: eclipse-temurin:17\n        command: [java, -Xmx2g, -jar, a.jar]\n        computeResources: {requests: {memory: 1Gi}, limits: {memory: 1Gi}}\n"
            ),
            "Error ML3002 -Xmx2g"
        );

    // An object of the scan, or another one where there is no text, mounted over a path; a limit of 512Mi.
    [Theory]
    [InlineData("quay.io/wildfly/wildfly:30", "/opt/jboss/wildfly/bin/standalone.conf", "JAVA_OPTS=\"-Xms64m -Xmx256m\"", "")]
    [InlineData(
        "quay.io/wildfly/wildfly:30",
        "/opt/jboss/wildfly/bin/standalone.conf",
        "JAVA_OPTS=\"-Xms64m -Xmx2g\"",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData(
        "quay.io/wildfly/wildfly:30",
        "/opt/jboss/wildfly/bin/standalone.conf",
        "if [ \"x$JAVA_OPTS\" = x ]; then JAVA_OPTS=-Xmx600m; fi",
        "Error ML3002 -Xmx600m"
    )]
    [InlineData("quay.io/wildfly/wildfly:30", "/opt/jboss/wildfly/bin/standalone.conf", "X=1", "")]
    [InlineData("quay.io/wildfly/wildfly:30", "/opt/jboss/wildfly/bin/standalone.conf", null, "")]
    [InlineData("solr:9.6", "/etc/default/solr.in.sh", "SOLR_HEAP=\"256m\"", "")]
    [InlineData("solr:9.6", "/etc/default/solr.in.sh", "SOLR_HEAP=\"1g\"", "Error ML3002 SOLR_HEAP=1g")]
    [InlineData("solr:9.6", "/etc/default/solr.in.sh", null, "")]
    [InlineData("apachepulsar/pulsar:3.0.0", "/pulsar/conf/pulsar_env.sh", "PULSAR_MEM=${PULSAR_MEM:-\"-Xmx128m\"}", "")]
    [InlineData("apachepulsar/pulsar:3.0.0", "/pulsar/conf/pulsar_env.sh", null, "")]
    [InlineData(
        "sonarqube:10",
        "/opt/sonarqube/conf/sonar.properties",
        "sonar.web.javaOpts=-Xmx64m\nsonar.ce.javaOpts=-Xmx64m\nsonar.search.javaOpts=-Xmx64m",
        ""
    )]
    [InlineData("sonarqube:10", "/opt/sonarqube/conf/sonar.properties", null, "")]
    [InlineData("zookeeper:3.9", "/conf/java.env", "export SERVER_JVMFLAGS=\"-Xmx256m\"", "")]
    [InlineData("zookeeper:3.9", "/conf/java.env", "export JVMFLAGS=\"-Xmx600m $JVMFLAGS\"", "Error ML3002 -Xmx600m")]
    [InlineData("zookeeper:3.9", "/conf/java.env", null, "")]
    [InlineData("tomcat:9", "/usr/local/tomcat/bin/setenv.sh", "export CATALINA_OPTS=\"$CATALINA_OPTS -Xmx2g\"", "Error ML3002 -Xmx2g")]
    [InlineData("tomcat:9", "/usr/local/tomcat/bin/setenv.sh", "CATALINA_OPTS=-Xmx256m", "")]
    [InlineData("tomcat:9", "/usr/local/tomcat/bin/setenv.sh", "export CATALINA_OPTS=\"-Xmx$(free -m)m\"", "")]
    [InlineData("tomcat:9", "/usr/local/tomcat/bin/setenv.sh", null, "")]
    [InlineData("tomee:9", "/usr/local/tomee/bin/setenv.sh", "JAVA_OPTS=-Xmx2g", "Error ML3002 -Xmx2g")]
    [InlineData(
        "cassandra:4.1",
        "/etc/cassandra/cassandra-env.sh",
        "MAX_HEAP_SIZE=2G\nJVM_OPTS=\"$JVM_OPTS -Xmx${MAX_HEAP_SIZE}\"",
        "Error ML3002 -Xmx2G"
    )]
    [InlineData("cassandra:4.1", "/etc/cassandra/cassandra-env.sh", "JVM_OPTS=\"$JVM_OPTS -Dx=y\"", "")]
    [InlineData("apachepulsar/pulsar:3.0.0\n        command: [bin/pulsar, bookie]", "/pulsar/conf/bkenv.sh", "BOOKIE_MEM=-Xmx128m", "")]
    [InlineData(
        "apachepulsar/pulsar:3.0.0\n        command: [bin/pulsar, bookie]",
        "/pulsar/conf/bkenv.sh",
        "BOOKIE_MEM=${BOOKIE_MEM:-\"-Xmx2g\"}",
        "Error ML3002 -Xmx2g"
    )]
    [InlineData(
        "apachepulsar/pulsar:3.0.0\n        command: [bin/pulsar, broker]",
        "/pulsar/conf/bkenv.sh",
        "BOOKIE_MEM=-Xmx128m",
        "ML3002"
    )]
    [InlineData("open-liberty:24", "/config/jvm.options", "# heap\n-Xmx2g", "Error ML3002 -Xmx2g")]
    [InlineData("open-liberty:24", "/config/configDropins/overrides/jvm.options", "-Xmx2g", "Error ML3002 -Xmx2g")]
    [InlineData("icr.io/appcafe/open-liberty:full", "/opt/ol/wlp/usr/servers/defaultServer/jvm.options", "-Xmx2g", "Error ML3002 -Xmx2g")]
    [InlineData("websphere-liberty:24.0.0.3-full", "/opt/ibm/wlp/usr/shared/jvm.options", "-Xmx2g", "Error ML3002 -Xmx2g")]
    [InlineData("open-liberty:24", "/config/jvm.options", "-Xmx128m", "")]
    [InlineData("open-liberty:24", "/config/jvm.options", null, "")]
    [InlineData("zookeeper:3.9", "/conf", null, "")]
    [InlineData("zookeeper:3.9", "/data", null, "Warning ML3002 the default heap of ZooKeeper")]
    [InlineData(
        "node:22\n        workingDir: /app\n        command: [npm, start]",
        "/app/package.json",
        "{\"scripts\": {\"start\": \"node --max-old-space-size=2048 a.js\"}}",
        "Warning ML3102 --max-old-space-size=2048"
    )]
    [InlineData(
        "node:22\n        workingDir: /app\n        command: [sh, -c, \"npm ci && npm run serve\"]",
        "/app/package.json",
        "{\"scripts\": {\"serve\": \"yarn go\", \"go\": \"cross-env NODE_OPTIONS=--max-old-space-size=2048 next start\"}}",
        "Warning ML3102 --max-old-space-size=2048"
    )]
    [InlineData(
        "node:22\n        workingDir: /app\n        command: [npm, start]",
        "/app/package.json",
        "{\"scripts\": {\"start\": \"node --max-old-space-size=256 a.js\", \"build\": \"node --max-old-space-size=2048 b.js\"}}",
        ""
    )]
    [InlineData(
        "node:22\n        workingDir: /app\n        command: [npm, start]",
        "/app/package.json",
        "{\"scripts\": {\"start\": \"npm start\"}}",
        ""
    )]
    [InlineData(
        "node:22\n        workingDir: /app\n        command: [npm, start]",
        "/other/package.json",
        "{\"scripts\": {\"start\": \"node --max-old-space-size=2048 a.js\"}}",
        ""
    )]
    public void A_mounted_file_counts_before_a_default(string image, string path, string? text, string told)
    {
        bool isFile = path.LastIndexOf('/') > 0;
        string volume = text is null ? "persistentVolumeClaim: {claimName: data}" : "configMap: {name: cfg}";
        string key = path[(path.LastIndexOf('/') + 1)..];
        string pod =
            $"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: app}}\nspec:\n  template:\n    spec:\n      volumes: [{{name: v, {volume}}}]\n      containers:\n      - name: app\n        image: {image}\n        volumeMounts: [{{name: v, mountPath: {path}{(isFile ? $", subPath: {key}" : "")}}}]\n        resources: {{requests: {{memory: 512Mi}}, limits: {{memory: 512Mi, cpu: 1}}}}\n";
        string map = text is null
            ? ""
            : $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: cfg}}\ndata:\n  {key}: |\n"
                + string.Concat(text.Split('\n').Select(l => $"    {l}\n"));
        Holds(Told(pod + map), told);
    }

    // What an image sets by itself: a note above its share, a warning from the limit on.
    [Theory]
    [InlineData("registry.access.redhat.com/ubi9/openjdk-21:1.20", "1Gi", "Note ML3001")]
    [InlineData("hazelcast/hazelcast:5.4", "1Gi", "Note ML3001")]
    [InlineData("trinodb/trino:450", "8Gi", "Note ML3001")]
    [InlineData("zookeeper:3.9", "1100Mi", "Note ML3001")]
    [InlineData("zookeeper:3.9", "512Mi", "Warning ML3002")]
    [InlineData("quay.io/wildfly/wildfly:30", "512Mi", "Warning ML3002")]
    public void A_default_of_an_image_is_no_error(string image, string limit, string told) =>
        Holds(Told(Pod($"image: {image}", limit)), told);

    // Builds with options of their own.
    [Theory]
    [InlineData("azul/prime:17", "java", "-XX:FalconOptimizationLevel=1", "")]
    [InlineData("azul/prime:21", "java", "-XX:+SomethingOfTheirs", "")]
    [InlineData("sapmachine:17", "java", "-XX:+DumpVitalsAtExit", "")]
    [InlineData("sapmachine:21", "java", "-XX:+SomethingOfTheirs", "")]
    [InlineData("sapmachine:21", "java", "-XX:+UseConcMarkSweepGC", "Error ML3006")]
    [InlineData("acme/ide:1", "/opt/jbr/bin/java", "-XX:+SomethingOfTheirs", "")]
    [InlineData("acme/ide:1", "java", "-XX:+AllowEnhancedClassRedefinition", "")]
    [InlineData("ghcr.io/graalvm/jdk-community:21", "java", "-XX:-UseJVMCICompiler", "")]
    [InlineData("eclipse-temurin:21", "java", "-XX:-UseJVMCICompiler", "Error ML3006")]
    [InlineData("eclipse-temurin:21", "java", "-XX:+SomethingOfTheirs", "Error ML3006")]
    public void An_option_of_a_vendor_is_not_refused(string image, string program, string option, string told) =>
        Holds(Told(Pod($"image: {image}\ncommand: [{program}, '{option}', -Xmx512m, -jar, a.jar]")), told);

    [Theory]
    [InlineData("image: azul/zulu-openjdk:21-jdk-crac-latest\ncommand: [java, '-XX:CRaCRestoreFrom=/cr']", "")]
    [InlineData("image: azul/zulu-openjdk:21-jdk-crac-latest\ncommand: [java, '-XX:CRaCCheckpointTo=/cr']", "Error ML3006")]
    public void A_process_that_is_restored_has_a_main_class(string container, string told) => Holds(Told(Pod(container)), told);

    // Updates that do not see the limit.
    [Theory]
    [InlineData("openjdk:8u131-jre", "", "Warning ML3008 the update of Java 8")]
    [InlineData("openjdk:8u181-jdk", "", "ML3008")]
    [InlineData("adoptopenjdk:8.0.181", "", "ML3008")]
    [InlineData("openjdk:9-jre", "", "ML3008")]
    [InlineData("openjdk:8u131-jre", "-XX:+UnlockExperimentalVMOptions, -XX:+UseCGroupMemoryLimitForHeap, ", "Note ML3004")]
    [InlineData("openjdk:8u212-jre", "", "Note ML3004")]
    [InlineData("openjdk:8-jre", "", "Note ML3004")]
    public void An_update_before_191_does_not_see_the_limit(string image, string options, string told) =>
        Holds(Told(Pod($"image: {image}\ncommand: [java, {options}-jar, a.jar]")), told);

    // Options that came with an update.
    [Theory]
    [InlineData("openjdk:8u151-jre", "-XX:MaxRAMPercentage=75.0", "Error ML3006")]
    [InlineData("openjdk:8u181-jre", "-XX:+UseContainerSupport", "Error ML3006")]
    [InlineData("openjdk:8u191-jre", "-XX:MaxRAMPercentage=50.0", "")]
    [InlineData("openjdk:8-jre", "-XX:MaxRAMPercentage=50.0", "")]
    [InlineData("acme/openjdk:8u151", "-XX:MaxRAMPercentage=75.0", "Error ML3006")]
    [InlineData("openjdk:8u121-jre", "-XX:+UnlockExperimentalVMOptions', '-XX:+UseCGroupMemoryLimitForHeap", "Error ML3006")]
    [InlineData("openjdk:8u91-jre", "-XX:+ExitOnOutOfMemoryError', '-Xmx512m", "Error ML3006")]
    [InlineData("openjdk:8u92-jre", "-XX:+ExitOnOutOfMemoryError', '-Xmx512m", "Warning ML3008")]
    public void An_update_lacks_what_came_later(string image, string option, string told) =>
        Holds(Told(Pod($"image: {image}\ncommand: [java, '{option}', -jar, a.jar]")), told);

    // Where it sees no limit the heap is one of the node, of whatever size that is.
    [Theory]
    [InlineData(
        "openjdk:8u131-jre",
        "1Gi",
        "the JVM's default heap is a quarter of the node's memory, whatever the limit: it may grow to 4 GiB"
    )]
    [InlineData("openjdk:8u131-jre", "8Gi", null)]
    [InlineData("openjdk:8u212-jre", "1Gi", null)]
    public void A_limit_that_is_not_seen_bounds_no_heap(string image, string limit, string? told) =>
        Assert.Equal(
            told is null ? null : $"{told}, above the memory limit {limit}",
            Lint(Pod($"image: {image}\ncommand: [java, -jar, a.jar]", limit)).Superseded.SingleOrDefault(f => f.RuleId == "ML3005")?.What
        );

    // A cache that a server keeps beside its heap.
    [Theory]
    [InlineData(
        "NEO4J_server_memory_heap_max__size",
        "NEO4J_server_memory_pagecache_size",
        "1500m",
        "Warning ML3003 heap 1 GiB + page cache"
    )]
    [InlineData("NEO4J_dbms_memory_heap_max__size", "NEO4J_dbms_memory_pagecache_size", "2g", "Warning ML3003")]
    [InlineData("NEO4J_server_memory_heap_max__size", "NEO4J_server_memory_pagecache_size", "512m", "")]
    [InlineData("NEO4J_server_memory_heap_max__size", "NEO4J_server_memory_pagecache_size", "lots", "")]
    public void A_page_cache_stands_beside_the_heap(string heap, string cache, string size, string told) =>
        Holds(
            Told(Pod($"image: neo4j:5\nenv: [{{name: {heap}, value: 1g}}, {{name: {cache}, value: {size}}}]", "2Gi")) is var all
            && all.StartsWith("Note", StringComparison.Ordinal)
            && told.Length == 0
                ? ""
                : all,
            told
        );

    // Another user's shell.
    [Theory]
    [InlineData("su, app, -c, java -Xmx2g -jar a.jar", "", "Error ML3002 -Xmx2g")]
    [InlineData("su, -s, /bin/sh, -c, java -Xmx2g -jar a.jar, app", "", "Error ML3002 -Xmx2g")]
    [InlineData("su, app, -s, /bin/bash, '--command=exec java -Xmx2g -jar a.jar'", "", "Error ML3002 -Xmx2g")]
    [InlineData("su, app, -c, 'java $JAVA_OPTS -jar a.jar'", "-Xmx2g", "Error ML3002 -Xmx2g")]
    [InlineData("su, '-', app, -c, 'java $JAVA_OPTS -jar a.jar'", "-Xmx2g", "")]
    [InlineData("su, app, -c, 'exec java $0 -jar a.jar', --, -Xmx2g", "", "Error ML3002 -Xmx2g")]
    [InlineData("su, app", "", "")]
    [InlineData("runuser, -u, app, --, java, -Xmx2g, -jar, a.jar", "", "Error ML3002 -Xmx2g")]
    [InlineData("runuser, -u, app, java, -Xmx2g, Main, -c", "", "Error ML3002 -Xmx2g")]
    [InlineData("runuser, app, -c, java -Xmx2g -jar a.jar", "", "Error ML3002 -Xmx2g")]
    public void What_another_user_runs_is_seen(string command, string options, string told) =>
        Holds(
            Told(
                Pod(
                    $"image: acme/app:1\ncommand: [{command}]{(options.Length > 0 ? $"\nenv: [{{name: JAVA_OPTS, value: {options}}}]" : "")}"
                )
            ),
            told
        );

    [Theory]
    [InlineData("bitnami/postgresql:16", "-c shared_buffers=1GB", "Warning ML3402 PostgreSQL shared_buffers=1GB")]
    [InlineData("bitnami/postgresql:16", "--shared_buffers=900MB -c max_connections=200", "Warning ML3402")]
    [InlineData("bitnami/postgresql:16", "-c max_connections=200", "")]
    [InlineData("postgres:16", "-c shared_buffers=1GB", "")]
    public void Words_of_Bitnamis_variable_go_to_the_server(string image, string flags, string told) =>
        Holds(
            string.Join(
                ", ",
                Told(Pod($"image: {image}\nenv: [{{name: POSTGRESQL_EXTRA_FLAGS, value: '{flags}'}}]"))
                    .Split(", ")
                    .Where(t => t.Contains("ML34", StringComparison.Ordinal))
            ),
            told
        );

    // Since 6.2 it saves by itself, whatever file or arguments it has.
    [Theory]
    [InlineData("redis:7.2", "--maxmemory, 800mb", "Warning ML3401")]
    [InlineData("redis:6.2-alpine", "--maxmemory, 800mb", "Warning ML3401")]
    [InlineData("redis:6", "--maxmemory, 800mb", "Warning ML3401")]
    [InlineData("redis", "--maxmemory, 800mb", "Warning ML3401")]
    [InlineData("valkey/valkey:8", "--maxmemory, 800mb", "Warning ML3401")]
    [InlineData("redis:7.2", "--maxmemory, 800mb, --save, ''", "")]
    [InlineData("redis:7.2", "--maxmemory, 800mb, --maxmemory-policy, allkeys-lru", "")]
    [InlineData("redis:6.0", "--maxmemory, 800mb", "")]
    [InlineData("redis:5.0.14", "--maxmemory, 800mb", "")]
    [InlineData("eqalpha/keydb:x86_64_v6.3.4", "--maxmemory, 800mb", "")]
    [InlineData("acme/app:1\ncommand: [redis-server]", "--maxmemory, 800mb", "")]
    public void Redis_saves_by_default(string image, string args, string told) => Holds(Told(Pod($"image: {image}\nargs: [{args}]")), told);

    // Commands of a server's program that start none, and what certainly starts a JVM.
    [Theory]
    [InlineData("image: solr:9.6\ncommand: [solr, zk, upconfig, -n, a]", "")]
    [InlineData("image: solr:9.6\nargs: [solr, zk, upconfig, -n, a]", "")]
    [InlineData("image: solr:9.6\ncommand: [bash, -c, 'solr zk ls /']", "")]
    [InlineData("image: solr:9.6\ncommand: [solr, start, -f]", "Warning ML3002")]
    [InlineData("image: solr:9.6\ncommand: [solr, -f]", "Warning ML3002")]
    [InlineData("image: solr:9.6\ncommand: [solr-precreate, core]", "Warning ML3002")]
    [InlineData("image: zookeeper:3.9\ncommand: [zkServer.sh, status]", "")]
    [InlineData("image: zookeeper:3.9\ncommand: [zkServer.sh, start-foreground]", "Warning ML3002")]
    [InlineData("image: tomcat:9\nenv: [{name: CATALINA_OPTS, value: -Xmx2g}]\ncommand: [catalina.sh, configtest]", "")]
    [InlineData("image: tomcat:9\nenv: [{name: CATALINA_OPTS, value: -Xmx2g}]\ncommand: [catalina.sh, run]", "Error ML3002")]
    [InlineData("image: maven:3.9\nenv: [{name: MAVEN_OPTS, value: -Xmx2g}]\ncommand: [mvn, package]", "Error ML3002")]
    [InlineData("image: acme/build:1\nenv: [{name: MAVEN_OPTS, value: -Xmx2g}]\ncommand: [./mvnw, package]", "Error ML3002")]
    [InlineData("image: acme/build:1\ncommand: [bash, -c, 'export MAVEN_OPTS=-Xmx2g; mvn package']", "Error ML3002")]
    public void A_command_decides_which_program_it_is(string container, string told) => Holds(Told(Pod(container, "400Mi")), told);

    [Theory]
    [InlineData("command: [sh, -c, '. /vault/secrets/app && exec java -Xmx2g -jar a.jar']", "no file that its script sources sets another")]
    [InlineData("envFrom: [{secretRef: {name: s}}]\ncommand: [java, -Xmx2g, -jar, a.jar]", "nothing that envFrom takes")]
    public void Where_other_variables_may_come_from_is_said(string container, string told) =>
        Assert.Contains(told, Messages(Pod("image: eclipse-temurin:17\n" + container)), StringComparison.Ordinal);

    [Fact]
    public void What_a_task_fills_in_leaves_the_rest_of_its_script_readable() =>
        Holds(
            Told(
                """
                apiVersion: tekton.dev/v1
                kind: Task
                metadata: {name: t}
                spec:
                  steps:
                    - name: cache
                      image: redis:7
                      script: redis-server --port $(params.port) --maxmemory 2gb --save ""
                      computeResources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: 1Gi, cpu: 1}}
                """
            ),
            "Error ML3402 Redis --maxmemory 2gb"
        );

    [Fact]
    public void Kibana_reads_its_file_of_options() =>
        Holds(
            Told(
                """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: kibana, namespace: logs}
                data:
                  node.options: |
                    # heap
                    --max-old-space-size=2000
                ---
                apiVersion: v1
                kind: Pod
                metadata: {name: kibana, namespace: logs}
                spec:
                  containers:
                    - name: kibana
                      image: docker.elastic.co/kibana/kibana:8.11.0
                      resources: {requests: {memory: 1Gi, cpu: 1}, limits: {memory: 1Gi, cpu: 1}}
                      volumeMounts: [{name: c, mountPath: /usr/share/kibana/config/node.options, subPath: node.options}]
                  volumes: [{name: c, configMap: {name: kibana}}]
                """
            ),
            "Warning ML3102 --max-old-space-size=2000"
        );
}
