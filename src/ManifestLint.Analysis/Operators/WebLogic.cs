using System.Collections.Immutable;
using ManifestLint.Containers;
using ManifestLint.Manifests;
using ManifestLint.Programs;
using ManifestLint.Yaml;

namespace ManifestLint.Operators;

/// <summary>
/// WebLogic: one pod a server, settings inherited from the domain over the cluster to the server, resources key by key; beside the server the node
/// manager, a second JVM (operators.md §11). Source: oracle/weblogic-kubernetes-operator 4.x ServerPod.java (fillInFrom), scripts/startNodeManager.sh.
/// </summary>
internal sealed class WebLogic() : Operator("WebLogic's operator")
{
    private static readonly Evidence.TextOrigin OfOperator = new Evidence.TextOrigin.Operator("WebLogic's operator");

    /// <inheritdoc/>
    public override string Rows =>
        """
            # Source: oracle/weblogic-kubernetes-operator 4.x KubernetesConstants.java, ServerPod.java
            weblogic.oracle/Cluster spec weblogic-server resources=serverPod.resources also=serverPod.containers alsoinit=serverPod.initContainers replicas=replicas
            weblogic.oracle/Domain spec weblogic-server resources=serverPod.resources also=serverPod.containers alsoinit=serverPod.initContainers image={image} called=Pod/{domainUID}-<server>
            weblogic.oracle/Domain spec.adminServer weblogic-server if=serverPod resources=serverPod.resources also=serverPod.containers alsoinit=serverPod.initContainers image={/spec.image} replicas=x:1 called=Pod/{/spec.domainUID}-<admin-server>
            weblogic.oracle/Domain spec.clusters[] weblogic-server if=serverPod resources=serverPod.resources also=serverPod.containers alsoinit=serverPod.initContainers image={/spec.image} replicas=replicas called=Pod/{/spec.domainUID}-<server>
            weblogic.oracle/Domain spec.managedServers[] weblogic-server if=serverPod resources=serverPod.resources also=serverPod.containers alsoinit=serverPod.initContainers image={/spec.image} replicas=x:1 called=Pod/{/spec.domainUID}-{serverName}
            """;

    /// <inheritdoc/>
    public override void Complete(ContainerDraft container)
    {
        // What a cluster lacks may stand in its domain, which is another object.
        bool isOfCluster = container.Pod.Manifest.Kind == "Cluster";
        container.IsPartial = isOfCluster;
        var heads = isOfCluster ? ["serverPod"] : new[] { "serverPod", "/spec.serverPod" };
        var written = heads.Select(h => container.Find(h + ".resources")).OfType<FoundField>().ToList();
        // One that is filled in later hides what it inherits.
        if (written.TrueForAll(w => w.Value is YamlMapping))
        {
            var resources = written.Select(w => (YamlMapping)w.Value).Distinct().ToList();
            if (resources.Count > 1)
                container.Resources = Inherited(container, resources);
            else if (written is [var only, ..])
                container.Resources = new(only.Owner, "resources", container.Anchor, YamlPath.Root);
        }
        var variables = new Dictionary<string, Word>(StringComparer.Ordinal);
        foreach (string head in heads.Reverse())
        {
            if (container.Find(head + ".env")?.Value is not YamlSequence env)
                continue;
            foreach (var item in env.Items)
            {
                if (item.Target is YamlMapping variable && variable.TextAt("name") is { } name)
                    variables[name] =
                        variable["value"] is YamlScalar value && !FieldReading.IsForeign(value)
                            ? Word.Of(value.Value, new Evidence.TextOrigin.Variable(name) { Scalar = value })
                            : Word.Unknown;
            }
        }
        container.Image ??= "container-registry.oracle.com/middleware/weblogic";
        container.Program = Program(variables, isOfCluster);
    }

    private static MadeProgram Program(Dictionary<string, Word> variables, bool isOfCluster)
    {
        bool hasArguments = variables.ContainsKey("USER_MEM_ARGS") || variables.ContainsKey("JAVA_OPTIONS");
        if (!hasArguments && isOfCluster)
            return new MadeProgram { IsUnknown = true };
        ImmutableArray<Word> server =
        [
            .. Options(variables, "USER_MEM_ARGS"),
            .. Options(variables, "JAVA_OPTIONS"),
            Word.Of("-cp"),
            Word.Of("weblogic.jar"),
            Word.Of("weblogic.Server"),
        ];
        ImmutableArray<Word> manager = variables.ContainsKey("NODEMGR_MEM_ARGS")
            ? [.. Options(variables, "NODEMGR_MEM_ARGS")]
            : [Word.Of("-Xms64m", OfOperator), Word.Of("-Xmx100m", OfOperator)];
        return new MadeProgram
        {
            Command = [Word.Of("java"), .. server],
            // What the domain home's own scripts set beside (setUserOverrides.sh) stands in no manifest.
            IsAssumed = !hasArguments,
            Beside = [Word.Of("java"), .. manager, Word.Of("-cp"), Word.Of("weblogic.jar"), Word.Of("weblogic.NodeManager")],
        };
    }

    private static IEnumerable<Word> Options(Dictionary<string, Word> variables, string name) =>
        variables.TryGetValue(name, out var value)
            ? value.IsKnown
                ? ContainerMaker.Split(value)
                : [Word.UnknownMany]
            : [];

    // The closest one wins, key by key.
    private static ResourceRequirements Inherited(ContainerDraft container, List<YamlMapping> resources)
    {
        var merged = resources[^1];
        for (int i = resources.Count - 2; i >= 0; i--)
            merged = Layered.Over(merged, resources[i]);
        var owner = new YamlMapping(container.Node.Location, [new YamlEntry(Key(container), merged)], isFlow: true);
        return new(owner, "resources", container.Anchor, YamlPath.Root);
    }

    private static YamlNode Key(ContainerDraft container) =>
        container.Find("serverPod.resources")?.Entry.Key ?? new YamlScalar(container.Anchor.Location, "resources", YamlScalarStyle.Plain);
}
