using System.Collections.Immutable;
using ManifestLint.Amounts;
using ManifestLint.Cluster;
using ManifestLint.Containers;
using ManifestLint.Manifests;
using ManifestLint.Neighbours;
using ManifestLint.Runtimes;
using ManifestLint.Runtimes.Java;
using ManifestLint.Runtimes.Node;
using ManifestLint.Servers;
using ManifestLint.Yaml;

namespace ManifestLint.Facts;

/// <summary>The language runtimes of a container; null where one is not recognised.</summary>
internal readonly record struct ContainerRuntimes(
    JvmFacts? Jvm,
    NodeFacts? NodeJs = null,
    GoFacts? Go = null,
    DotNetFacts? DotNet = null,
    ServerFacts? Server = null,
    PhpFacts? Php = null,
    ImmutableArray<WorkerPool> Workers = default
);

/// <summary>Finds the language runtimes of a pod's containers.</summary>
internal sealed class RuntimeReader(Workload workload, PodAmounts amounts, ManifestSet set, ObjectPlace place, Assumptions assumptions)
{
    // An operator adds the image to the container of this name.
    private string? ImageOf(ContainerSpec container) =>
        workload.Manifest.Group == "elasticsearch.k8s.elastic.co" && container.Name == "elasticsearch"
            ? $"elasticsearch:{(workload.Manifest.Root["spec"] as YamlMapping)?.TextAt("version")}"
            : null;

    /// <summary>The runtimes of a container.</summary>
    /// <param name="container">The container.</param>
    /// <param name="memoryMax">Its memory limit.</param>
    /// <param name="cpuLimit">Its cpu limit.</param>
    public ContainerRuntimes Read(ContainerSpec container, MemoryCap memoryMax, Amount cpuLimit)
    {
        var around = new RuntimeSurroundings(
            memoryMax.IsKnown ? new Allowance(true, memoryMax.Bytes) : Allowance.Unknown,
            cpuLimit.IsUnknown ? Allowance.Unknown : new Allowance(true, cpuLimit.IsPositive ? cpuLimit.Value.Milli : null),
            assumptions.NodeIsConfigured ? assumptions.NodeMemoryBytes : null,
            assumptions.NodeIsConfigured ? WholeCpus.Of(assumptions.NodeCpuMillicores) : null
        )
        {
            AssumedNodeMemoryBytes = assumptions.NodeMemoryBytes,
        };
        int? version = assumptions.JavaVersionIsConfigured ? assumptions.JavaVersion : null;
        if (StrimziJvm.Plan(workload, container, memoryMax) is { } strimzi)
            return new(Jvm.Evaluate(new JvmInput(strimzi, null, around) { ConfiguredVersion = version }));
        var collector = OtelCollector.OfResource(workload, container, around);
        // A resources mapping of an operator has no command, image or variables.
        if (
            container.Node["image"] is null
            && container.Node["env"] is null
            && container.Node["command"] is null
            && container.Node["args"] is null
        )
            return new(null, Server: collector);
        var program = ContainerProgram.Read(container, workload.Pod, amounts, set, place);
        var php = Php.Evaluate(new PhpInput(program.Plan, container.Image) { ReadFile = program.ReadFile, FilePaths = program.FilePaths });
        string? image = container.Image ?? ImageOf(container);
        var named = NamedPrograms.Of(program.Plan, image, JvmImages.FamilyOfProgram);
        return new(
            named.Allows(ProgramFamily.Jvm) || program.NamesJava
                ? Jvm.Evaluate(
                    new JvmInput(program.Plan, image, around)
                    {
                        ConfiguredVersion = version,
                        NamesJava = program.NamesJava,
                        ReadFile = program.ReadFile,
                    }
                )
                : null,
            named.Allows(ProgramFamily.NodeJs)
                ? NodeJs.Evaluate(new NodeInput(program.Plan, container.Image, around) { ReadFile = program.ReadFile })
                : null,
            named.Allows(ProgramFamily.Go) ? GoRuntime.Evaluate(new GoInput(program.Plan, container.Image, around)) : null,
            named.Allows(ProgramFamily.DotNet) ? DotNet.Evaluate(new DotNetInput(program.Plan, container.Image, around)) : null,
            collector
                ?? KnownServers.Evaluate(
                    new ServerInput(program.Plan, container.Image, around)
                    {
                        ReadFile = program.ReadFile,
                        FilePaths = program.FilePaths,
                        ListFiles = program.ListFiles,
                    }
                )
                ?? (php is null ? null : PhpServer.Of(php)),
            php,
            DeclaredWorkers.Evaluate(program).AddRange(php?.Pools ?? [])
        );
    }
}
