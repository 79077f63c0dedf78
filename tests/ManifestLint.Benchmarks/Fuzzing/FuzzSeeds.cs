namespace ManifestLint.Benchmarks.Fuzzing;

/// <summary>What inputs are made of at first: the examples of the rules' pages, and a few scripts and options of every sort.</summary>
internal static class FuzzSeeds
{
    /// <summary>Every YAML block of the pages.</summary>
    public static IReadOnlyList<string> Manifests { get; } = Blocks();

    /// <summary>Words that mean something in a manifest.</summary>
    public static IReadOnlyList<string> ManifestWords { get; } =
    [
        "memory: 512Mi",
        "memory: 1.5G",
        "memory: 128974848m",
        "memory: -1",
        "memory: 1e400",
        "memory: 0x10",
        "memory: \"\"",
        "cpu: 1u",
        "&a ",
        "*a",
        "<<: *a",
        "? ",
        "!!str ",
        "!!binary ",
        "|2-\n",
        ">+\n",
        "---\n",
        "...\n",
        "%YAML 1.1\n---\n",
        "null",
        "~",
        "{{ .Values.memory }}",
        "{{- if .Values.x }}\n",
        "${MEMORY}",
        "$(MEMORY)",
        "kind: List\nitems:\n",
        "kind: Deployment\n",
        "kind: CronJob\n",
        "kind: LimitRange\n",
        "kind: HorizontalPodAutoscaler\n",
        "apiVersion: v1\n",
        "restartPolicy: Always",
        "status: {qosClass: Burstable}\n",
        "ownerReferences: [{kind: ReplicaSet, uid: a}]",
        "# manifestlint: ignore[ML1001] x\n",
        "# manifestlint: ignore-file[*] until=2020-01-01\n",
        "99999999999999999999",
        "image: eclipse-temurin:21",
        "image: postgres:16",
        "command: [sh, -c, 'exec java $OPTS -jar a.jar']",
        "args: [\"-Xmx512m\"]",
        "env: [{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}]",
    ];

    /// <summary>Scripts.</summary>
    public static IReadOnlyList<string> Scripts { get; } =
    [
        "exec java $JAVA_OPTS -jar /app.jar \"$@\"",
        "set -eu; A=1; export A; if [ \"$A\" = 1 ]; then exec node a.js; else exit 3; fi",
        "for i in 1 2 3; do echo $i & done; wait; exec /bin/app",
        "case \"$1\" in a*) exec a ;; [bc]|d) exec b ;; *) exec \"$@\" ;; esac",
        "f() { local x=$1; shift; \"$x\" \"$@\"; }; f java -Xmx1g A",
        "x=$((1+2*3)); while [ $x -gt 0 ]; do x=$((x-1)); done; exec app -m ${x:-5}m",
        "cat <<EOF > /tmp/a\n-Xmx$((512*2))m\nEOF\nexec java @/tmp/a",
        "A=${B:=c} C=\"${A%%b*}${A#c}${#A}\" exec env D=$C app `echo -Xmx1g` $(printf %s x)",
        "trap 'kill $PID' TERM; app & PID=$!; wait $PID",
        "a | b | c && d || e; ! f; { g; h; } > /dev/null 2>&1; (cd /x && exec i)",
        "echo {a,b}{1..3} ~/x *.jar [a-z]?",
        "exec tini -- su-exec app:app nice -n 5 timeout 10 sh -c 'java -version'",
        "set -- a \"b c\" 'd'; shift; exec \"$1\" \"${2-}\" $# $* ${1+x}",
        "until test -f /ready; do sleep 1; done; . /env.sh; source /x; eval \"exec $CMD\"",
    ];

    /// <summary>Words of the shell.</summary>
    public static IReadOnlyList<string> ShellWords { get; } =
    [
        "$(",
        "${A",
        "}",
        "`",
        "$((",
        "))",
        "<<E\n",
        "<<-'E'\n",
        "\nE\n",
        "if ",
        "then ",
        "fi",
        "do ",
        "done",
        "while :; do ",
        "case $A in ",
        "esac",
        ";;",
        "&&",
        "||",
        "&",
        "|",
        "{ ",
        "( ",
        ") ",
        "$@",
        "\"$@\"",
        "$*",
        "$#",
        "$?",
        "exec ",
        "eval ",
        "set -e;",
        "export A=",
        "local ",
        "shift;",
        "f() { ",
        "f;",
        "trap '' 1;",
        "exit 1;",
        "return;",
        "break;",
        "continue 2;",
        "${A:-$B}",
        "${A%%*}",
        "${A/a/b}",
        "${A:1:2}",
        "A=$A$A;",
        "{a,b}",
        "{1..9}",
        "[[ a =~ b ]]",
        "[ -n \"$A\" ]",
        "test ",
        "sh -c ",
        "env -i ",
        "java -Xmx1g ",
        "\\\n",
        "#",
        "$'\\n'",
        "read A;",
        "printf %d ",
    ];

    /// <summary>Options of a JVM, as one text.</summary>
    public static IReadOnlyList<string> JvmOptions { get; } =
    [
        "-Xmx512m -Xms256m -Xss1m -Xmn64m",
        "-XX:MaxRAMPercentage=75.0 -XX:InitialRAMPercentage=50 -XX:MinRAMPercentage=25",
        "-XX:+UseZGC -XX:+ZGenerational -XX:SoftMaxHeapSize=1g -XX:+AlwaysPreTouch",
        "-XX:MaxDirectMemorySize=256m -XX:MaxMetaspaceSize=128m -XX:ReservedCodeCacheSize=64m -XX:CompressedClassSpaceSize=32m",
        "-XX:+UnlockExperimentalVMOptions -XX:+UseCGroupMemoryLimitForHeap -XX:MaxRAMFraction=2 -XX:MaxRAM=2g",
        "-XX:+UseG1GC -XX:G1HeapRegionSize=4m -XX:NewRatio=2 -XX:SurvivorRatio=8 -XX:ActiveProcessorCount=2",
        "-javaagent:/a.jar=\"x y\" '-Da=b c' -Xlog:gc*:file=/x -XX:-UseContainerSupport @argfile",
        "-Xmx1g -XX:OnOutOfMemoryError='kill -9 %p' -XX:Flags=.hotspotrc -XX:+IgnoreUnrecognizedVMOptions -XX:VMOptionsFile=/a",
        "-Xmx90% -Xmx512Mi -Xmx0 -Xmx1t -Xms2g -Xmx",
    ];

    /// <summary>Words of a JVM's options.</summary>
    public static IReadOnlyList<string> JvmWords { get; } =
    [
        "-Xmx",
        "-Xms",
        "-Xmn",
        "-Xss",
        "-XX:+",
        "-XX:-",
        "-XX:",
        "=",
        "1g",
        "512m",
        "0",
        "-1",
        "0x10",
        "99999999999999999999",
        "1.5",
        "75%",
        "Mi",
        "MaxHeapSize",
        "MaxRAMPercentage",
        "MaxRAM",
        "UseSerialGC",
        "UseParallelGC",
        "UseZGC",
        "UseShenandoahGC",
        "UseEpsilonGC",
        "UseConcMarkSweepGC",
        "UseCompressedOops",
        "ThreadStackSize",
        "'",
        "\"",
        "\\",
        "@",
        " ",
        "\t",
        "\n",
        "-version",
        "-jar",
        "-cp",
        "--add-opens",
        "-agentlib:jdwp",
        "$(A)",
    ];

    private static List<string> Blocks()
    {
        string folder = Path.Combine(Repository.Root(), "rules");
        var blocks = new List<string>();
        foreach (string page in Directory.GetFiles(folder, "*.md").Order(StringComparer.Ordinal))
        {
            string[] parts = File.ReadAllText(page).ReplaceLineEndings("\n").Split("\n```");
            blocks.AddRange(
                parts.Where(p => p.StartsWith("yaml", StringComparison.Ordinal)).Select(p => p[(p.IndexOf('\n') + 1)..] + "\n")
            );
        }
        return blocks;
    }
}
