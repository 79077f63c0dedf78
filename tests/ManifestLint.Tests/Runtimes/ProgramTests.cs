using ManifestLint.Cluster;
using ManifestLint.Containers;
using ManifestLint.Facts;
using ManifestLint.Findings;
using ManifestLint.Images;
using ManifestLint.Inspection;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Tests.Facts;
using ManifestLint.Tests.Reporting;

namespace ManifestLint.Tests.Runtimes;

/// <summary>Which program runs, and what it takes: images, start scripts, several processes, values that hold a name.</summary>
public sealed class ProgramTests
{
    private const string Names =
        "env:\n- {name: POD, valueFrom: {fieldRef: {fieldPath: metadata.name}}}\n- {name: NOTE, valueFrom: {fieldRef: {fieldPath: \"metadata.annotations['a']\"}}}\n";

    private static string Deployment(string container, string resources = "{limits: {memory: 1Gi, cpu: 1}}", string pod = "") =>
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\nspec:\n  template:\n    spec:\n      containers:\n      - name: app\n"
        + string.Concat(container.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"        {l}\n"))
        + $"        resources: {resources}\n"
        + string.Concat(pod.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => $"      {l}\n"));

    private static ContainerFacts Facts(string container, Assumptions? assumptions = null) =>
        Assert.Single(PodReading.Containers(assumptions ?? new Assumptions(), ("/k8s/app.yaml", Deployment(container))));

    // ---- images

    [Theory]
    [InlineData("redis:7", "redis", "Own", null)]
    [InlineData("docker.io/library/redis:7", "redis", "Own", null)]
    [InlineData("mirror.gcr.io/library/redis", "redis", "Own", null)]
    [InlineData("public.ecr.aws/docker/library/redis:7", "redis", "Own", null)]
    [InlineData("harbor.example.com/proxy/library/redis:7", "redis", "Copy", null)]
    [InlineData("registry.example.com/redis:7", "redis", "Copy", null)]
    [InlineData("acme/redis:7", "redis", "NameAlone", null)]
    [InlineData("quay.io/keycloak/keycloak:26", "jvm", "Own", null)]
    [InlineData("registry.example.com/mirrors/keycloak/keycloak:26", "jvm", "Copy", null)]
    [InlineData("registry.redhat.io/rhel9/postgresql-15:1", "postgres", "Own", "15")]
    [InlineData("quay.io/sclorg/mariadb-1011-c9s", "mysql", "Own", "10.11")]
    [InlineData("quay.io/sclorg/mysql-80-c9s", "mysql", "Own", "8.0")]
    [InlineData("registry.redhat.io/rhscl/mariadb-103-rhel7", "mysql", "Own", "10.3")]
    [InlineData("acme/postgresql-15", null, null, null)]
    [InlineData("icr.io/appcafe/open-liberty:full", "openj9", "Own", null)]
    [InlineData("acme/liberty-bell:1", null, null, null)]
    [InlineData("registry.example.com/app:1", null, null, null)]
    public void An_image_is_a_row_of_the_table(string image, string? program, string? standing, string? release)
    {
        var match = ContainerImage.Parse(image).Known;
        Assert.Equal(program, match?.Row.Program);
        Assert.Equal(standing, match?.Standing.ToString());
        Assert.Equal(release, match?.Number is null ? null : match.Release);
    }

    // Where the release stands the table says: a tag of such images counts their builds.
    [Theory]
    [InlineData("registry.redhat.io/rhel9/postgresql-15:1", "15")]
    [InlineData("quay.io/sclorg/mariadb-1011-c9s:latest", "10.11")]
    [InlineData("quay.io/sclorg/redis-6-c9s:20240101", "6")]
    [InlineData("pgvector/pgvector:0.8.0-pg17", "17")]
    [InlineData("timescale/timescaledb:2.17.2-pg16", "16")]
    [InlineData("postgres:16.4-alpine", "16.4")]
    [InlineData("postgres:latest", null)]
    public void A_server_is_of_the_release_that_its_image_names(string image, string? release)
    {
        string pod =
            $"apiVersion: v1\nkind: Pod\nmetadata: {{name: db}}\nspec:\n  containers:\n    - {{name: db, image: '{image}', resources: {{limits: {{memory: 1Gi}}}}}}\n";
        Assert.Equal(release, InspectReports.Of(pod)[0].Containers[0].Runtime!.Version);
    }

    [Fact]
    public void Every_program_and_start_script_of_an_image_is_known()
    {
        var runtimes = KnownImages.Runtimes;
        foreach (var row in ManifestLint.Tables.DataTable.Rows("images"))
        {
            Assert.True(runtimes.Contains(row[2]) || row[2] == "varnish", string.Join(' ', row));
            if (row[2] is "jvm" or "openj9" && row[3] != "-")
                Assert.True(
                    JvmImages.Find(ContainerImage.Parse(row[1].TrimStart('=').Replace('#', '8').Replace("*", "x"))) is not null,
                    string.Join(' ', row)
                );
        }
    }

    [Theory]
    [InlineData("image: nginx:1\n", "JAVA_TOOL_OPTIONS: nothing reads it: nginx:1 runs something else")]
    [InlineData("image: redis:7\n", "JAVA_TOOL_OPTIONS: nothing reads it: the image runs redis")]
    [InlineData("image: nginx:1\ncommand: [redis-server]\n", "nginx:1: it would not run that, but the command runs redis-server")]
    [InlineData(
        "image: acme/app:1\ncommand: [./start]\n",
        "JAVA_TOOL_OPTIONS: the variables speak to several languages, and nothing tells which of them runs",
        "- {name: NODE_OPTIONS, value: --max-old-space-size=512}\n"
    )]
    [InlineData(
        "image: eclipse-temurin:21\ncommand: [redis-server]\n",
        "eclipse-temurin:21: it would run jvm, but the command runs redis-server"
    )]
    public void What_does_not_count_has_a_reason(string container, string told, string more = "")
    {
        var facts = Facts($"{container}env:\n- {{name: JAVA_TOOL_OPTIONS, value: -Xmx900m}}\n{more}");
        Assert.Null(facts.Jvm);
        Assert.Contains(told, facts.Losers.Select(l => $"{l.What}: {l.Reason}"));
    }

    // One list for what is read and for what is told of it.
    [Theory]
    [InlineData("KAFKA_HEAP_OPTS")]
    [InlineData("OPENJ9_JAVA_OPTIONS")]
    [InlineData("BPL_JVM_HEAD_ROOM")]
    [InlineData("JAVA_TOOLS_OPTIONS")]
    [InlineData("CATALINA_OPTS")]
    [InlineData("MAX_HEAP_SIZE")]
    [InlineData("NEO4J_server_memory_heap_max__size")]
    [InlineData("NODE_OPTIONS")]
    [InlineData("AUTOMEMLIMIT")]
    [InlineData("DOTNET_GCHeapHardLimit")]
    public void Every_variable_of_a_language_is_told_where_nothing_reads_it(string name) =>
        Assert.Contains(name, Facts($"image: nginx:1\nenv:\n- {{name: {name}, value: '1'}}\n").Losers.Select(l => l.What));

    [Theory]
    [InlineData("MEMORY")]
    [InlineData("MAX_MEMORY")]
    [InlineData("PATH")]
    public void A_variable_that_speaks_to_anybody_is_not_told(string name) =>
        Assert.Empty(Facts($"image: nginx:1\nenv:\n- {{name: {name}, value: '1'}}\n").Losers);

    [Theory]
    [InlineData("jvm", "21", "JAVA_OPTS", "- {name: JAVA_OPTS, value: -Xmx900m}\n", "ML3001", null)]
    [InlineData("redis", "7.2", "", "", "ML3401", "args: [--maxmemory, 900mb]\n")]
    public void A_configured_image_is_certain(string runtime, string version, string passes, string env, string rule, string? rest)
    {
        var assumptions = new Assumptions
        {
            Images = [new("registry.example.com/team/*", runtime) { Version = version, Passes = passes.Length > 0 ? [passes] : [] }],
        };
        var facts = Facts($"image: registry.example.com/team/orders:1\n{rest}{(env.Length > 0 ? $"env:\n{env}" : "")}", assumptions);
        Assert.NotEmpty(rule);
        var demand = Assert.Single(facts.Demands, d => d.IsMain);
        Assert.Equal(ManifestLint.Evidence.RuntimeCertainty.Exact, demand.Certainty);
        Assert.Equal(900L << 20, demand.Bytes);
    }

    [Fact]
    public void A_configured_mirror_holds_the_images_themselves()
    {
        var assumptions = new Assumptions { Registries = [new("harbor.example.com/dockerhub", "docker.io")] };
        string container = "image: harbor.example.com/dockerhub/redis:7\nargs: [--maxmemory, 900mb]\n";
        Assert.Equal(ManifestLint.Evidence.RuntimeCertainty.Assumed, Assert.Single(Facts(container).Servers).Certainty);
        Assert.Equal(ManifestLint.Evidence.RuntimeCertainty.Exact, Assert.Single(Facts(container, assumptions).Servers).Certainty);
    }

    // ---- values that hold a name

    [Theory]
    [InlineData("command: [java, -jar, a.jar]\n", "- {name: JAVA_TOOL_OPTIONS, value: '-Dp=$(POD) -Xmx900m'}\n", 900)]
    [InlineData("command: [java, -jar, a.jar]\n", "- {name: JAVA_TOOL_OPTIONS, value: '-Dp=$(NOTE) -Xmx900m'}\n", null)]
    [InlineData("command: [java, -jar, a.jar]\n", "- {name: JAVA_TOOL_OPTIONS, value: '-Xmx$(POD)'}\n", null)]
    [InlineData("command: [sh, -c, 'exec java -Dp=$(POD) -Xmx900m -jar a.jar']\n", "", 900)]
    [InlineData("command: [sh, -c, 'O=\"-Dp=$POD -Xmx900m\"; exec java $O -jar a.jar']\n", "", 900)]
    [InlineData("command: [sh, -c, 'exec java -Dh=$HOSTNAME -Dp=$PATH -Xmx900m -jar a.jar']\n", "", 900)]
    [InlineData("command: [sh, -c, 'exec java $NOTE -Xmx900m -jar a.jar']\n", "", null)]
    public void A_name_leaves_the_words_around_it_as_they_are(string command, string env, int? mebibytes) =>
        Assert.Equal(mebibytes * (1L << 20), Facts($"image: eclipse-temurin:17\n{command}{Names}{env}").Jvm!.MaxHeapBytes);

    [Theory]
    [InlineData("java -jar m.jar && exec java -Xmx900m -jar a.jar", 900)]
    [InlineData("java -Xmx900m -jar m.jar && java -Xmx500m -jar a.jar", 900)]
    [InlineData("java -cp m M || exit 1; exec java -Xmx900m -jar a.jar", 900)]
    [InlineData("java -version && exec java -Xmx900m -jar a.jar", 900)]
    [InlineData("if test -f x; then exec java -Xmx900m -jar a.jar; fi; exec java -Xmx500m -jar a.jar", null)]
    [InlineData("./wait-for-it.sh db && exec java -Xmx900m -jar a.jar", 900)]
    public void Of_processes_one_after_another_the_largest_counts(string script, int? mebibytes) =>
        Assert.Equal(mebibytes * (1L << 20), Facts($"image: eclipse-temurin:17\ncommand: [sh, -c, '{script}']\n").Jvm!.MaxHeapBytes);

    [Fact]
    public void One_source_that_is_not_there_is_a_condition()
    {
        var jvm = Facts(
            "image: acme/app:1\ncommand: [java, -XX:MaxRAMPercentage=90, -jar, a.jar]\nenvFrom: [{configMapRef: {name: gone}}]\n"
        ).Jvm!;
        Assert.Equal("nothing that envFrom takes from outside of the scan sets another", jvm.Assumption?.ToString());
        Assert.NotNull(jvm.MaxHeapBytes);
    }

    // ---- demands

    [Theory]
    [InlineData("taskmanager.memory.process.size: 2048m", 2048)]
    [InlineData("taskmanager.memory.flink.size: 1536m", 1991)]
    [InlineData("taskmanager.memory.flink.size: 64m", 512)]
    [InlineData("jobmanager.memory.process.size: 2048m", 1728)]
    public void Flink_takes_what_its_model_says(string property, int? mebibytes)
    {
        var facts = Facts($"image: flink:1.18\nargs: [taskmanager]\nenv:\n- {{name: FLINK_PROPERTIES, value: '{property}'}}\n");
        long? bytes = facts.Demands.FirstOrDefault(d => d.Noun == "the process")?.Bytes;
        Assert.Equal(mebibytes, bytes is { } known ? (int)(known >> 20) : null);
    }

    [Theory]
    [InlineData("command: [celery, -A, shop, worker]\n", true)]
    [InlineData("command: [celery, -A, shop, worker, -c, '2']\n", false)]
    [InlineData("command: [celery, -A, shop, worker, -P, threads]\n", false)]
    [InlineData("command: [celery, -A, shop, beat]\n", false)]
    public void Workers_without_a_number_follow_the_node(string command, bool isTold) =>
        Assert.Equal(isTold, Facts($"image: acme/shop:5\n{command}").Demands.Any(d => d.UnboundedOnNode is not null));

    [Theory]
    [InlineData("redis:7.4", "args: [--maxmemory, 700mb]", "maxmemory of Redis")]
    [InlineData("memcached:1.6", "args: [-m, '700']", "-m of memcached")]
    [InlineData("mysql:8.4", "args: [--innodb-buffer-pool-size=700M]", "innodb_buffer_pool_size of MySQL")]
    public void A_volume_and_a_server_share_a_limit(string image, string args, string what)
    {
        string manifest = Deployment(
            $"image: {image}\n{args}\nvolumeMounts: [{{name: v, mountPath: /v}}]\n",
            pod: "volumes: [{name: v, emptyDir: {medium: Memory, sizeLimit: 400Mi}}]\n"
        );
        Assert.NotEmpty(what);
        Assert.Contains(PodReading.Findings(("/k8s/app.yaml", manifest)), f => f.RuleId == "ML4002");
    }

    // ---- Red Hat's servers

    [Theory]
    [InlineData("registry.redhat.io/rhel9/postgresql-15:1", "", 256)]
    [InlineData("registry.redhat.io/rhel9/postgresql-15:1", "env: [{name: POSTGRESQL_SHARED_BUFFERS, value: 300MB}]\n", 300)]
    [InlineData("registry.redhat.io/rhel9/postgresql-15:1", "args: [run-postgresql, -c, shared_buffers=200MB]\n", 200)]
    [InlineData("quay.io/sclorg/mysql-80-c9s", "", 512)]
    [InlineData("quay.io/sclorg/mariadb-1011-c9s", "env: [{name: MYSQL_INNODB_BUFFER_POOL_SIZE, value: 300M}]\n", 300)]
    public void The_script_of_sclorg_sizes_by_variables_and_limit(string image, string rest, int mebibytes) =>
        Assert.Equal((long)mebibytes << 20, Facts($"image: {image}\n{rest}").Demands.First(d => d.IsMain).Bytes);

    // ---- options of releases

    [Theory]
    [InlineData("NoSuchFlag", 8, "Refused")]
    [InlineData("NoSuchFlag", 21, "Refused")]
    [InlineData("NoSuchFlag", 26, "Refused")]
    [InlineData("UseShenandoahGC", 11, "Unsure")]
    [InlineData("OldSize", 17, "Known")]
    [InlineData("OldSize", 25, "Refused")]
    [InlineData("UseSHM", 21, "Known")]
    [InlineData("UseSHM", 23, "Unsure")]
    [InlineData("UseBiasedLocking", 21, "Refused")]
    [InlineData("G1UsePreventiveGC", 21, "Ignored")]
    // It came with an update of 21, and went with another.
    [InlineData("UseSecondarySupersTable", 21, "Unsure")]
    [InlineData("ShenandoahSuspendibleWorkers", 21, "Unsure")]
    [InlineData("NMethodRelocation", 25, "Refused")]
    [InlineData("NMethodRelocation", 26, "Known")]
    [InlineData("NMethodRelocation", 27, "Unsure")]
    [InlineData("LockingMode", 26, "Ignored")]
    [InlineData("PerfDataSamplingInterval", 25, "Ignored")]
    [InlineData("PerfDataSamplingInterval", 26, "Refused")]
    // What the incomplete table of 26 does not have is not gone with it.
    [InlineData("UseG1GC", 26, "Known")]
    [InlineData("AOTStubCaching", 26, "Unsure")]
    [InlineData("UseSharedSpaces", 25, "Ignored")]
    [InlineData("CRaCCheckpointTo", 21, "Unsure")]
    public void A_flag_stands_by_the_table_of_its_release(string name, int release, string standing) =>
        Assert.Equal(standing, JvmOptionTable.Find(name, release).Standing.ToString());

    [Theory]
    [InlineData("-XX:+UseG1GC -XX:ConcGCThreads=8", 17, false)]
    [InlineData("-XX:+UseG1GC -XX:ConcGCThreads=8", 25, true)]
    [InlineData("-XX:+UseG1GC -XX:GCPauseIntervalMillis=200", 17, false)]
    [InlineData("-XX:+UseSerialGC -XX:GCPauseIntervalMillis=200", 17, true)]
    [InlineData("-XX:+UseSerialGC -XX:NewRatio=0", 25, false)]
    [InlineData("-XX:+UseG1GC -XX:NewRatio=0", 25, true)]
    [InlineData("-XX:InitialCodeCacheSize=300m", 17, false)]
    [InlineData("-XX:TLABSize=1k", 17, false)]
    [InlineData("-XX:G1HeapRegionSize=64m", 17, false)]
    [InlineData("-XX:G1HeapRegionSize=64m", 21, true)]
    [InlineData("-XX:G1HeapRegionSize=64m", 25, true)]
    [InlineData("-XX:CompressedClassSpaceSize=4g", 21, false)]
    [InlineData("-XX:UseAVX=4", 21, false)]
    public void Options_that_depend_on_each_other(string options, int release, bool starts) =>
        Assert.Equal(
            starts,
            Facts(
                $"image: eclipse-temurin:{release}\ncommand: [java, {options.Replace(" ", ", ", StringComparison.Ordinal)}, -jar, a.jar]\n"
            ).Jvm!.Starts
        );

    // ---- files

    [Theory]
    [InlineData("trinodb/trino:476", "/etc/trino", "jvm.config", "-Xmx900m", 900)]
    [InlineData("trinodb/trino:476", "/etc/trino", "other", "-Xmx900m", null)]
    [InlineData("opensearchproject/opensearch:2", "/usr/share/opensearch/config/jvm.options", "jvm.options", "17-:-Xmx900m", 900)]
    [InlineData(
        "docker.elastic.co/elasticsearch/elasticsearch:8.1.0",
        "/usr/share/elasticsearch/config/jvm.options.d",
        "h.options",
        "-Xms900m\\n-Xmx900m",
        900
    )]
    public void What_a_volume_mounts_replaces_what_the_image_ships(string image, string path, string key, string text, int? mebibytes)
    {
        string sub = path.EndsWith(key, StringComparison.Ordinal) ? $", subPath: {key}" : "";
        string manifest =
            Deployment(
                $"image: {image}\nvolumeMounts: [{{name: v, mountPath: {path}{sub}}}]\n",
                pod: "volumes: [{name: v, configMap: {name: c}}]\n"
            ) + $"---\napiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c}}\ndata: {{{key}: \"{text}\"}}\n";
        var facts = Assert.Single(PodReading.Containers(new Assumptions(), ("/k8s/app.yaml", manifest)));
        Assert.Equal(mebibytes * (1L << 20), facts.Jvm!.MaxHeapBytes);
    }

    // ---- inspect

    // The programs of a container as inspect shows them: name, version, certainty, largest part, the most certain first.
    [Theory]
    [InlineData("image: eclipse-temurin:17\ncommand: [java, -Xmx300m, -jar, a.jar]", "jvm 17 exact 300")]
    [InlineData("image: ibm-semeru-runtimes:open-17-jre\ncommand: [java, -Xmx300m, -jar, a.jar]", "openj9 17 exact 300")]
    [InlineData("image: acme/app:1\ncommand: [java, -Xgcpolicy:gencon, -Xmx300m, -jar, a.jar]", "openj9 17 exact 300")]
    [InlineData("image: acme/app:1\ncommand: [/app, -Xmx300m]", "native - assumed 300")]
    [InlineData("image: python:3.12\ncommand: [python, a.py]", "python 3.12 exact -")]
    [InlineData("image: acme/app:1\ncommand: [gunicorn, app]", "python - exact -")]
    [InlineData("image: acme/python:3.12", "python 3.12 assumed -")]
    [InlineData("image: acme/app:1\ncommand: [celery, -A, a, worker, -c, '4', --max-memory-per-child=100000]", "python - exact 390")]
    [InlineData("image: ruby:3.4", "ruby 3.4 exact -")]
    [InlineData("image: acme/app:1\ncommand: [bundle, exec, puma]", "ruby - exact -")]
    [InlineData("image: acme/app:1\ncommand: [sidekiq]\nenv: [{name: JAVA_TOOL_OPTIONS, value: -Xmx2g}]", "ruby - exact -")]
    [InlineData(
        "image: acme/app:1\ncommand: [sh, -c, 'java -Xmx300m -jar a.jar & node --max-old-space-size=400 a.js & exec redis-server --maxmemory 100mb']",
        "jvm 17 exact 300; node 20 exact 400; redis - exact 100"
    )]
    [InlineData("image: acme/app:1\ncommand: [sh, -c, 'java -Xmx300m -jar a.jar & exec python a.py']", "jvm 17 exact 300")]
    [InlineData("image: nginx:1.27", "")]
    public void Inspect_lists_every_program(string container, string programs) =>
        Assert.Equal(
            programs,
            string.Join(
                "; ",
                RuntimeReports
                    .ProgramsOf(Facts(container))
                    .Select(p =>
                        $"{p.Runtime.Name} {p.Runtime.Version ?? "-"} {p.Runtime.Certainty} {(p.Budget is { } budget ? $"{budget.Lines[0].Bytes >> 20}" : "-")}"
                    )
            )
        );

    // The container's budget is the sum of its programs'.
    [Fact]
    public void The_budget_of_a_container_is_that_of_its_programs_together()
    {
        var facts = Facts(
            "image: acme/app:1\ncommand: [sh, -c, 'node --max-old-space-size=400 a.js & exec redis-server --maxmemory 100mb']"
        );
        var programs = RuntimeReports.ProgramsOf(facts);
        Assert.Equal(2, programs.Length);
        Assert.Equal(500L << 20, RuntimeReports.BudgetOf(facts)!.CapBytes);
        Assert.Equal(RuntimeReports.BudgetOf(facts)!.CapBytes, programs.Sum(p => p.Budget!.CapBytes));
    }

    // What tells of a JVM decides what is said where nothing is set.
    [Theory]
    [InlineData("image: acme/app:1\ncommand: [java, -jar, a.jar]", JvmEvidence.Program)]
    [InlineData("image: acme/app:1\nenv: [{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}]", JvmEvidence.Variable)]
    [InlineData("image: eclipse-temurin:17", JvmEvidence.Image)]
    [InlineData("image: eclipse-temurin:17\nenv: [{name: JAVA_TOOL_OPTIONS, value: -Xmx1g}]", JvmEvidence.Variable)]
    [InlineData("image: tomcat:10\nenv: [{name: CATALINA_OPTS, value: -Xmx1g}]", JvmEvidence.Variable)]
    public void What_tells_of_a_JVM_is_kept(string container, JvmEvidence evidence) =>
        Assert.Equal(evidence, Facts(container).Jvm!.Evidence);

    // CodeCacheMinimumUseSpace is 400K; of an initial size it is held against the larger.
    [Theory]
    [InlineData("-XX:ReservedCodeCacheSize=399k -XX:InitialCodeCacheSize=64k", false)]
    [InlineData("-XX:ReservedCodeCacheSize=400k -XX:InitialCodeCacheSize=64k", true)]
    [InlineData("-XX:ReservedCodeCacheSize=1m -XX:InitialCodeCacheSize=64k", true)]
    [InlineData("-XX:ReservedCodeCacheSize=1m -XX:InitialCodeCacheSize=2m", false)]
    [InlineData("-XX:ReservedCodeCacheSize=2495k", false)]
    [InlineData("-XX:ReservedCodeCacheSize=2496k", true)]
    public void The_code_cache_has_a_least_size(string options, bool starts) =>
        Assert.Equal(
            starts,
            Facts(
                $"image: eclipse-temurin:17\ncommand: [java, {options.Replace(" ", ", ", StringComparison.Ordinal)}, -jar, a.jar]"
            ).Jvm!.Starts
        );

    // Where a collector that the machine may choose, or a number of cpus that it may have, would refuse the options, nothing is said of the start.
    [Theory]
    [InlineData("-XX:ConcGCThreads=8 -XX:+UseG1GC", "{limits: {memory: 4Gi}}", null)]
    [InlineData("-XX:ConcGCThreads=8 -XX:+UseG1GC", "{limits: {memory: 4Gi, cpu: 2}}", false)]
    [InlineData("-XX:ConcGCThreads=8 -XX:+UseSerialGC", "{limits: {memory: 1Gi}}", true)]
    [InlineData("-XX:-UseSerialGC", "{limits: {memory: 4Gi}}", null)]
    [InlineData("-XX:-UseSerialGC -XX:+UseG1GC", "{limits: {memory: 4Gi}}", true)]
    public void A_heap_is_unsure_where_the_machine_decides(string options, string resources, bool? starts)
    {
        string container =
            $"image: eclipse-temurin:17\ncommand: [java, {options.Replace(" ", ", ", StringComparison.Ordinal)}, -jar, a.jar]";
        var facts = Assert.Single(PodReading.Containers(new Assumptions(), ("/k8s/app.yaml", Deployment(container, resources))));
        Assert.Equal(starts, facts.Jvm!.Starts);
    }
}
